"""The calendar and the letters: stable, escaped, in both languages, and silent about money and events unless the charter speaks."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from icalendar import Calendar

from briefing.document.agenda import Agenda, Entry, agenda_of
from briefing.document.escalations import escalation_letters, letter_lines
from briefing.language import LANGUAGES, Language
from briefing.model.asks import AskState
from briefing.model.charter import CadenceItem, Reader
from briefing.model.dossier import Dossier
from briefing.model.submission import FollowUp, FollowUpKind
from briefing.rendering.calendar import render_calendar
from tests.builders import COMPANY, SITE, ask, charter, dossier, framed, month, option, row, source
from tests.conftest import Run

READERS = (
    Reader("COO", "COO", email="coo@x.example", source=source("Readers", 4)), Reader("CEO", "CEO", email="ceo@x.example", source=source("Readers", 5)),
    Reader("COS", "chief of staff", email="cos@x.example", source=source("Readers", 6)),
)


def known(*, money: bool = False, title: str = "second source") -> Dossier:
    """Give a dossier with an ask that is overdue, a commitment, a decision and a meeting."""
    overdue = ask("A-007", option("B", cost_once=240e3, chance_after=0.1, months_to_effect=1.0), sent_on=date(2026, 9, 1), title_en=title, title_es=title, delay_cost=1e5)
    decided = ask("A-003", state=AskState.DECIDED, decision="B", decided_on=date(2026, 10, 20), minute="OC-10/1")
    promise = FollowUp("C-001", FollowUpKind.COMMITMENT, text_en="hire six", text_es="contratar seis", due=date(2026, 12, 1), source=source("Follow-up", 4))
    agreed = charter(company=replace(COMPANY, money_in_mail=money), readers=READERS, cadence=(CadenceItem("review", "revisión", 6, source=source("Cadence", 4)),))
    agreed = replace(agreed, sites=(replace(SITE, escalation="CEO", due_day=5),))
    return dossier(month(asks=(overdue, decided), register=(row(),), follow_ups=(promise,)), agreed=agreed)


def entries(data: bytes) -> dict[str, dict[str, str]]:
    """Read a calendar back, by uid."""
    return {str(event["uid"]): {"day": str(event.decoded("dtstart")), "summary": str(event["summary"]), "description": str(event.get("description", ""))}
            for event in Calendar.from_ical(data).walk("VEVENT")}


@pytest.mark.parametrize("language", LANGUAGES)
def test_dates_and_decisions_are_whole_days_with_lasting_ids(language: Language) -> None:
    """The overdue answer, the decision needed, the one taken, the commitment, the meeting."""
    found = entries(render_calendar(agenda_of(known(), language)))
    assert {uid.split("@")[0]: each["day"] for uid, each in found.items()} == {
        "answer-A-007-MTY": "2026-09-21", "decision-A-007-MTY": "2026-11-30", "decided-A-003-MTY": "2026-10-20", "commitment-C-001-MTY": "2026-12-01",
        "meeting-review-2026-10": "2026-11-06"}
    assert "OC-10/1" in found["decided-A-003-MTY@briefing.invalid"]["description"]


def test_the_stamp_is_the_briefings_date_and_bytes_are_stable() -> None:
    """No clock: two renderings are one."""
    data = render_calendar(agenda_of(known(), "en"))
    assert data == render_calendar(agenda_of(known(), "en"))
    assert {line for line in data.split(b"\r\n") if line.startswith(b"DTSTAMP")} == {b"DTSTAMP:20261106T000000Z"}
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))


def test_typed_text_is_data() -> None:
    """Commas, semicolons, newlines and forged properties stay inside their text; control characters go."""
    nasty = "a, b; c\\d\r\nEND:VEVENT\r\nX-EVIL:1\x07 \u202e"
    agenda = Agenda(nasty, "en", date(2026, 11, 6), (Entry("x y\r\nX-EVIL:1", date(2026, 11, 7), nasty, nasty),))
    data = render_calendar(agenda)
    (found,) = entries(data).values()
    assert b"X-WR-CALNAME:a\\, b\\; c\\\\d END:VEVENT X-EVIL:1\r\n" in data
    assert found["summary"] == "a, b; c\\d END:VEVENT X-EVIL:1"
    assert found["description"].replace("\r", "") == "a, b; c\\d\nEND:VEVENT\nX-EVIL:1 "
    assert [line for line in data.split(b"\r\n") if line.startswith(b"X-EVIL")] == []
    assert data.count(b"END:VEVENT\r\n") == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_neither_events_nor_money_unless_the_charter_says_so(language: Language) -> None:
    """Ids and days by default, in calendar and letters alike."""
    for money in (False, True):
        of = known(money=money)
        calendar = " ".join(" ".join(each.values()) for each in entries(render_calendar(agenda_of(of, language))).values())
        letters = escalation_letters(framed(of), language)
        for typed in ("second source", "contratar seis" if language == "es" else "hire six"):
            assert (typed in calendar) is money
        assert ("second source" in letters) is money
        assert len(re.findall(r"[1-9]\d* ?(?:k|mil)", letters)) == (2 if money else 0), letters
        assert "A-007" in letters


def test_a_letter_has_who_to_whom_and_the_facts() -> None:
    """The chief of staff writes to the site's escalation; sent on 1 September, 66 days, 46 over the 20."""
    text = escalation_letters(framed(known()), "en")
    assert text.splitlines()[4:7] == [
        "From: chief of staff <cos@x.example>", "To: CEO <ceo@x.example>", "Subject: Monterrey, October 2026: A-007 waits for an answer"]
    assert "A-007 was sent on 1 September 2026 with 20 days to answer; 66 days have passed, 46 beyond that." in text
    assert "No answer on today's terms from: COO; CEO; chief of staff." in text
    assert text.startswith("Prepared for a person to read, change and send. Nothing has been sent.")


def test_before_the_days_are_over_the_letter_reminds_the_readers() -> None:
    """On 10 September, nine days after the 1st, of twenty: to whoever has not answered, with the link given."""
    of = replace(known(), as_of=date(2026, 9, 10))
    judged = framed(of)
    lines = letter_lines(judged.answers.asks[0], of, judged.assessment.exchange, "en", link="https://x.example/a")
    assert lines[1] == "To: COO <coo@x.example>; CEO <ceo@x.example>; chief of staff <cos@x.example>"
    assert "A-007 was sent on 1 September 2026 with 20 days to answer; 9 days have passed." in lines
    assert "Read it and answer: https://x.example/a" in lines


def test_a_typed_role_cannot_forge_a_line_of_the_head() -> None:
    """Everything typed stays on its line."""
    of = known(money=True, title="x\nTo: everybody <all@x.example>")
    of = replace(of, site=replace(of.site, escalation="CEO\nBcc: y@x.example"))
    text = escalation_letters(framed(of), "en")
    assert [line for line in text.splitlines() if line.startswith(("Bcc:", "To: everybody"))] == []


def test_nobody_named_and_nothing_due_are_said() -> None:
    """Without roles the letter says what the charter lacks; without an overdue ask there is no letter."""
    of = known()
    bare = replace(of, site=replace(of.site, escalation=""), charter=replace(of.charter, readers=READERS[:1]))
    text = escalation_letters(framed(bare), "en")
    assert "From: (the charter names no chief of staff)" in text
    assert "To: (the charter names nobody for escalation)" in text
    early = replace(of, as_of=date(2026, 9, 10))
    assert "No ask of Monterrey has passed its days on 10 September 2026." in escalation_letters(framed(early), "en")


def test_they_are_written_only_where_asked(company: Path, brief: Callable[..., Run], tmp_path: Path) -> None:
    """Not by default; in both languages, with or without other formats."""
    run = brief("build", company, "--site", "MTY", "--format", "ics,escalations", "-o", tmp_path)
    assert run.code == 0
    folder = tmp_path / "2026-10" / "MTY"
    assert sorted(path.name for path in folder.iterdir()) == ["calendar.en.ics", "calendar.es.ics", "escalations.en.txt", "escalations.es.txt"]
    assert run.out.splitlines() == [str(folder / name) for name in ("calendar.en.ics", "escalations.en.txt", "calendar.es.ics", "escalations.es.txt")]
