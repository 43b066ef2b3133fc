"""What every briefing says by law, and what it never keeps."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from briefing import build, load_workspace
from briefing.document.blocks import all_sentences, sentences_of
from briefing.document.cadence_section import cadence_section, dates_section
from briefing.document.compose import compose
from briefing.document.editions import EDITIONS, Audience, Edition
from briefing.document.scribe import Scribe
from briefing.document.serial import plain
from briefing.language import LANGUAGES, catalogue
from briefing.model.submission import FollowUp, FollowUpKind, Side
from briefing.periods import Period
from briefing.pipeline import Briefing
from tests.builders import OCTOBER, SITE, ask, charter, dossier, framed, month, option, pen, row, source
from tests.conftest import Run

NOTICES = {"en": ("not a forecast of results", "no substitute for minutes", "never read as agreement"),
           "es": ("no un pronóstico de resultados", "no sustituye", "acuerdo")}


def test_every_edition_carries_the_notices_and_the_records_that_counsel_chose(briefings: Mapping[str, Briefing]) -> None:
    """Estimates, minutes, silence; how long records are kept."""
    for briefing in briefings.values():
        for edition, document in briefing.documents.items():
            said = " ".join(document.notices)
            assert all(part in said for part in NOTICES[edition.language]), said
            (records,) = (section for section in document.sections if section.anchor == "records")
            assert [each.text for each in sentences_of(records)] == [catalogue("answers", edition.language).text("records.kept", years="7")]


def test_a_directors_comment_reaches_no_dossier_and_no_json(company: Path) -> None:
    """Dropped when the file is read; an answer by the wrong way is found, without its words."""
    path = company / "responses" / "2026-10.csv"
    with path.open("a", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["2026-11-05", "MTY", "A-007", "0" * 12, "DIR-1", "director", "question", "zanahoria one", "", "secretary"])
        writer.writerow(["2026-11-05", "MTY", "A-009", "0" * 12, "DIR-2", "director", "question", "zanahoria two", "", "portal"])
        writer.writerow(["2026-11-05", "MTY", "A-009", "0" * 12, "X-99", "somebody", "question", "zanahoria three", "", "portal"])
    of = load_workspace(company).dossier("MTY", OCTOBER)
    briefing = build(of, editions=EDITIONS)
    assert "zanahoria" not in json.dumps(briefing.data(), ensure_ascii=False)
    assert "zanahoria" not in str(of)
    assert [each.code for each in of.findings if each.code.startswith("RSP")] == ["RSP-205", "RSP-206"]


def test_an_option_may_act_on_a_row_with_counsel_and_says_nothing_of_it() -> None:
    """Neither its id nor its figures: options, linked rows and follow-ups that name it."""
    hidden = row("R-050", privileged=True, event_en="zanahoria", chance=0.777, bad=9.87e6, kpis=("OTD",), cause="zanahoria")
    shown = row("R-001", rows=("R-050",))
    made = ask("A-007", option("B", rows=("R-001", "R-050"), chance_after=0.1, cost_once=1e5), option("C", rows=("R-050",), chance_after=0.1, cost_once=1e5))
    frame = framed(dossier(month(OCTOBER + -1, register=(replace(hidden, chance=0.1),)), month(register=(hidden, shown), asks=(made,))))
    for edition in EDITIONS:
        tree = str(plain(compose(frame, edition)))
        assert [each for each in ("R-050", "zanahoria", "0.777", "9.87", "9870000") if each in tree] == []


@pytest.mark.parametrize("first", [Period(2026, 9), Period(2026, 1)])
def test_in_its_safe_start_a_sites_delays_are_its_own(first: Period) -> None:
    """Headquarters' print from month one."""
    late = tuple(FollowUp(name, FollowUpKind.COMMITMENT, side, text_en="x", text_es="x", due=date(2026, 10, 1), source=source("Follow-up", row))
                 for row, (name, side) in enumerate((("C-1", Side.SITE), ("C-2", Side.HQ)), 4))
    site = replace(SITE, first_period=first, due_day=5)
    frame = framed(dossier(month(follow_ups=late), agreed=replace(charter(), sites=(site,))))
    seen = {}
    for audience in (Audience.BOARD, Audience.SITE):
        scribe = Scribe(frame, Edition(audience, "en"), pen())
        seen[audience] = " ".join(each.text for section in (cadence_section(scribe), dates_section(scribe)) for each in sentences_of(section))
    assert "(C-1)" in seen[Audience.SITE]
    assert ("(C-1)" in seen[Audience.BOARD]) is (first == Period(2026, 1))
    assert all("(C-2), due 1 Oct, 36 days late" in text for text in seen.values())
    months = "9 of the plant's workbooks from January 2026 to September 2026 are missing."
    assert (months in seen[Audience.BOARD]) is (first == Period(2026, 1))


def test_dates_of_both_sides_stand_in_every_edition(briefings: Mapping[str, Briefing]) -> None:
    """The same sentences' facts in both languages."""
    for briefing in briefings.values():
        for audience in Audience:
            facts = [[each.facts for each in all_sentences(briefing.documents[Edition(audience, language)]) if each.id.startswith("cadence.")]
                     for language in LANGUAGES]
            assert facts[0] == facts[1] != []


def test_a_month_late_by_its_recorded_day_is_said(company: Path, brief: Callable[..., Run], tmp_path: Path) -> None:
    """`received_on` of the publication facts: the fifth was the due day."""
    path = company / "publication" / "2026-10" / "MTY.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("published_on = 2026-11-06", "published_on = 2026-11-09\nreceived_on = 2026-11-07"), encoding="utf-8")
    brief("build", company, "--site", "MTY", "--edition", "board", "--format", "json", "-o", tmp_path)
    told = (tmp_path / "2026-10" / "MTY" / "briefing.json").read_text(encoding="utf-8")
    said = ["".join(run["text"] for run in each["runs"]) for each in _sentences(json.loads(told))]
    assert "The workbook of October 2026 was due on 5 Nov and came on 7 Nov, 2 days late." in said


def _sentences(tree: object) -> list[dict[str, list[dict[str, str]]]]:
    if isinstance(tree, dict):
        return [tree] if tree.get("type") == "sentence" else [each for value in tree.values() for each in _sentences(value)]
    return [each for value in tree for each in _sentences(value)] if isinstance(tree, list) else []
