"""Who has answered, on which terms, what waits for whom; and the words for it, which never take silence for consent."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.document.answers_section import answers_appendix, answers_section
from briefing.document.blocks import sentences_of
from briefing.document.compose import compose
from briefing.document.editions import EDITIONS, Audience, Edition
from briefing.document.scribe import Scribe
from briefing.document.serial import plain
from briefing.framing.answers import Answers, Standing
from briefing.framing.threads import ThreadState
from briefing.language import LANGUAGES, Language, catalogue
from briefing.model.asks import Ask, AskState
from briefing.model.charter import Answers as Switch
from briefing.model.charter import Company, EscalationStep, Reader
from briefing.model.dossier import Comment, Dossier, Publication
from briefing.model.register import RowResponse
from briefing.model.responses import Choice, Response
from tests.builders import AS_OF, COMPANY, OCTOBER, SITE, ask, charter, dossier, framed, month, option, pen, response, row, source

SENT = date(2026, 10, 25)
TERMS = ask("A-007", option("B", cost_once=240e3), sent_on=SENT)
BEFORE = replace(TERMS, options=(option("B", cost_once=190e3),), sent_on=date(2026, 7, 14), needed_by=date(2026, 9, 30))
READERS = (
    Reader("DIR-1", "chair", "director", source=source("Readers", 4, "charter.xlsx")),
    Reader("COO", "COO", source=source("Readers", 5, "charter.xlsx")),
    Reader("CFO", "CFO", source=source("Readers", 6, "charter.xlsx")),
)


def line(choice: Choice, reader: str, on: date, *, terms: Ask = TERMS, **given: Any) -> Response:
    """Give a line of the answers."""
    made = response(choice, terms, on=on, reader=reader)
    return replace(made, reader=reader, source=source("", on.day + on.month * 40, "responses/2026-10.csv"), **given)


def known(*lines: Response, terms: Ask | None = TERMS, before: Ask | None = None, company: Company = COMPANY, **given: Any) -> Dossier:
    """Give a dossier with three readers."""
    agreed = charter(company=company, readers=READERS, **given.pop("agreed", {}))
    earlier = (month(OCTOBER + -1, asks=(before,)),) if before else ()
    return dossier(*earlier, month(asks=(terms,) if terms else (), register=given.pop("register", ())), agreed=agreed, responses=lines, **given)


def answers(*lines: Response, **given: Any) -> Answers:
    """Frame and give what is known of answers."""
    return framed(known(*lines, **given)).answers


def standings(found: Answers) -> dict[str, Standing]:
    """Give each reader's standing on the one ask."""
    return {each.name: each.standing for each in found.asks[0].readers}


def texts(of: Dossier, language: Language = "en") -> list[str]:
    """Give the sentences of the section and of its appendix."""
    return list(_said(of, language))


def _said(of: Dossier, language: Language) -> Iterator[str]:
    scribe = Scribe(framed(of), Edition(Audience.BOARD, language), pen(language))
    for section in (answers_section(scribe), *answers_appendix(scribe)):
        yield from (each.text for each in sentences_of(section))


def test_each_reader_stands_somewhere() -> None:
    """One confirmed, one asked, one is silent."""
    found = answers(line(Choice.CONFIRM, "DIR-1", date(2026, 11, 1), origin="secretary"), line(Choice.QUESTION, "COO", date(2026, 11, 2)))
    assert standings(found) == {"DIR-1": Standing.CONFIRMED, "COO": Standing.QUESTIONED, "CFO": Standing.SILENT}


@pytest.mark.parametrize(("directors", "origin", "expected"), [
    (Switch.VIA_SECRETARY, "portal", Standing.SILENT), (Switch.VIA_SECRETARY, "secretary", Standing.CONFIRMED), (Switch.DIRECT, "portal", Standing.CONFIRMED),
    (Switch.OFF, "secretary", None),
])
def test_the_charters_switch_says_whose_answers_count(directors: Switch, origin: str, expected: Standing | None) -> None:
    """Off: not asked, and nothing of theirs is counted anywhere, page one included."""
    of = known(line(Choice.CONFIRM, "DIR-1", date(2026, 11, 1), origin=origin), company=replace(COMPANY, answers_directors=directors))
    frame = framed(of)
    assert standings(frame.answers).get("DIR-1") is expected
    assert len(frame.asks[0].current) == (expected is Standing.CONFIRMED)


def test_who_is_not_asked_owes_nothing() -> None:
    """Both switches off: the section says so, and nobody is late."""
    of = known(company=replace(COMPANY, answers_directors=Switch.OFF, answers_executives=Switch.OFF), terms=replace(TERMS, sent_on=date(2026, 1, 1)))
    assert framed(of).answers.asks[0].readers == ()
    assert "By the charter nobody is asked for answers." in texts(of)
    assert [text for text in texts(of) if "No answer" in text] == []


def test_a_site_without_a_list_of_readers_says_so() -> None:
    """And still shows who answered."""
    of = dossier(month(asks=(TERMS,)))
    assert "The charter lists no readers, so nobody is known to owe an answer." in texts(of)
    answered = replace(of, responses=(line(Choice.DISAGREE, "COO", date(2026, 11, 1)),))
    assert "COO: disagrees, 1 Nov." in texts(answered)


def test_an_answer_to_other_terms_no_longer_stands_and_says_what_changed() -> None:
    """July's yes was to 190k by 30 September; today's terms are 240k by 30 November."""
    of = known(line(Choice.CONFIRM, "COO", date(2026, 7, 28), terms=BEFORE), before=BEFORE)
    state = next(each for each in framed(of).answers.asks[0].readers if each.name == "COO")
    assert state.standing is Standing.STALE
    assert ("COO: the answer of 28 Jul was to other terms and no longer stands: option B once from $190k to $240k and needed by 30 Nov, not 30 Sep."
            in texts(of))
    assert "No answer from chair, CFO and COO to the terms of 25 Oct: day 12 of 20." in texts(of)


@pytest.mark.parametrize(("change", "said"), [
    ({"recommendation": "C"}, "recommended option from B to C"), ({"decider": "CFO"}, "decided by CFO, not none"), ({"needed_by": None}, "needed by none, not 30 Nov"),
    ({"options": (option("B", cost_once=240e3), option("D"))}, "option D is new"), ({"options": ()}, "option B is gone"),
    ({"options": (option("B", cost_once=240e3, cost_month=1e5),)}, "option B a month from none to $100k"),
    ({"options": (option("B", cost_once=240e3, capital=1e6),)}, "capital of option B from none to $1M"),
])
def test_every_term_that_reopens_is_named(change: dict[str, Any], said: str) -> None:
    """Letters, money, recommendation, decider, date."""
    of = known(line(Choice.CONFIRM, "COO", date(2026, 9, 28)), before=TERMS, terms=replace(TERMS, **change))
    assert any(text.endswith(f"no longer stands: {said}.") for text in texts(of)), texts(of)


def test_an_answer_that_names_no_known_terms_does_not_count() -> None:
    """A fingerprint that no month has."""
    of = known(replace(line(Choice.CONFIRM, "COO", date(2026, 11, 1)), fingerprint="0123456789ab"))
    assert "COO: the answer of 1 Nov names terms that no month of the archive holds; it does not count." in texts(of)
    assert "Given to terms that are not in the archive (0123456789ab)." in texts(of)
    assert framed(of).asks[0].is_silent


@pytest.mark.parametrize(("day", "due"), [(19, False), (20, False), (21, True)])
def test_escalation_is_due_when_the_days_are_over(day: int, *, due: bool) -> None:
    """To the site's role; day 20 of 20 still has time."""
    of = known(terms=replace(TERMS, sent_on=AS_OF - timedelta(days=day)))
    of = replace(of, site=replace(SITE, escalation="CEO"))
    escalation = framed(of).answers.asks[0].escalation
    assert (escalation.role if escalation else None) == ("CEO" if due else None)
    assert ("It is due to be escalated to CEO." in texts(of)) is due
    assert any("1 day beyond the 20 agreed" in text for text in texts(of)) is due


@pytest.mark.parametrize(("lines", "due"), [
    ((("COO", Choice.CONFIRM),), False), ((("COO", Choice.QUESTION),), False), ((("CFO", Choice.CONFIRM),), True), ((("SEC", Choice.DECIDED),), False),
])
def test_only_the_deciders_silence_is_escalated(lines: tuple[tuple[str, Choice], ...], *, due: bool) -> None:
    """The COO decides: the CFO's yes does not end the wait, a decision in a meeting does."""
    terms = replace(TERMS, sent_on=date(2026, 9, 1), decider="coo")
    of = known(*(line(choice, reader, date(2026, 11, 1), terms=terms) for reader, choice in lines), terms=terms)
    assert (framed(of).answers.asks[0].escalation is not None) is due


@pytest.mark.parametrize(("hours", "expected"), [((4, 24, 2000), "second"), ((4, 24, 100), "third"), ((2000, 3000, 4000), "first"), ((None, None, None), "third")])
def test_without_a_role_of_the_site_the_charters_step_that_was_reached(hours: tuple[float | None, ...], expected: str) -> None:
    """46 days are 1,104 hours."""
    steps = tuple(EscalationStep(index, name, within, source=source("Escalation", index)) for index, (name, within) in enumerate(zip(("first", "second", "third"), hours, strict=True), 1))
    found = answers(terms=replace(TERMS, sent_on=date(2026, 9, 1)), agreed={"escalation": steps})  # 66 days, 46 over the 20
    escalation = found.asks[0].escalation
    assert escalation is not None
    assert escalation.role == expected


def test_nobody_named_is_said() -> None:
    """The charter has neither a role of the site nor steps."""
    assert "Escalation is due, and the charter names nobody for it." in texts(known(terms=replace(TERMS, sent_on=date(2026, 9, 1))))


def test_a_question_is_carried_until_it_is_closed() -> None:
    """Asked in August on other terms, replied to in September, never closed."""
    question = line(Choice.QUESTION, "COO", date(2026, 8, 20), terms=BEFORE, comment="Who holds the permit?")
    reply = line(Choice.REPLY, "PD", date(2026, 9, 2), terms=BEFORE, comment="La planta", reply_to="coo", role="plant director")
    found = answers(question, before=BEFORE).open_threads
    assert [(ThreadState.OPEN, 78)] == [(each.state, each.days.number) for each in found]  # 20 August to 6 November
    found = answers(question, reply, before=BEFORE).open_threads
    assert [(ThreadState.REPLIED, 65, (reply,))] == [(each.state, each.days.number, each.replies) for each in found]
    assert answers(question, reply, line(Choice.CONFIRM, "COO", date(2026, 10, 30)), before=BEFORE).open_threads == ()
    assert "A-007, COO, 20 Aug: “Who holds the permit?”" in texts(known(question, reply, before=BEFORE))
    assert "Not closed: the reader has not come back, 65 days." in texts(known(question, reply, before=BEFORE))


def test_replies_go_to_the_question_they_name() -> None:
    """Two readers ask; the reply names the first, a later one names nobody and belongs to the last question."""
    first, second = line(Choice.QUESTION, "COO", date(2026, 10, 26)), line(Choice.QUESTION, "CFO", date(2026, 10, 27))
    named = line(Choice.REPLY, "PD", date(2026, 10, 28), reply_to="COO")
    unnamed = line(Choice.REPLY, "PD", date(2026, 10, 29))
    threads = {each.question.reader: each.replies for each in answers(first, second, named, unnamed).open_threads}
    assert threads == {"COO": (named,), "CFO": (unnamed,)}


def test_a_question_on_an_ask_that_left_the_workbook_stays() -> None:
    """Unless the ask was decided or withdrawn when it was last named."""
    question = line(Choice.QUESTION, "COO", date(2026, 9, 20), terms=BEFORE)
    assert [each.ask for each in answers(question, terms=None, before=BEFORE).open_threads] == ["A-007"]
    for state in (AskState.DECIDED, AskState.WITHDRAWN):
        assert answers(question, terms=None, before=replace(BEFORE, state=state)).open_threads == ()


def test_a_decision_of_a_meeting_is_printed_with_its_reference() -> None:
    """From the workbook with the minute, else as the secretary recorded it."""
    done = replace(TERMS, state=AskState.DECIDED, decision="B", decided_on=date(2026, 11, 2), minute="OC-2026-11/3")
    assert "Decided in a meeting on 2 Nov, option B; minute OC-2026-11/3." in texts(known(terms=done, before=TERMS))
    recorded = line(Choice.DECIDED, "SEC", date(2026, 11, 2), comment="OC-2026-11/3: option B")
    assert "Decided in a meeting on 2 Nov; the secretary's record: “OC-2026-11/3: option B.”" in texts(known(recorded))
    assert framed(known(terms=done, before=done)).answers.decided == ()


def test_a_directors_comment_is_nowhere_unless_the_charter_keeps_it() -> None:
    """Neither in the documents' trees nor in their facts; with the switch it stands in the thread."""
    question = line(Choice.QUESTION, "DIR-1", date(2026, 11, 1), origin="secretary", comment="zanahoria")
    for company, kept in ((COMPANY, False), (replace(COMPANY, comments_directors=True), True)):
        frame = framed(known(question, company=company))
        assert all(("zanahoria" in str(plain(compose(frame, edition)))) is kept for edition in EDITIONS)
        assert [each.state for each in frame.answers.open_threads] == [ThreadState.OPEN]


@pytest.mark.parametrize(("until", "said"), [
    (date(2026, 11, 5), "The line stops (R-001) was accepted until 5 November, 1 day ago. Is it accepted further, until when, or what is done?"),
    (AS_OF, None), (date(2026, 12, 1), None), (None, "The line stops (R-001) is accepted with no end. Until when?"),
])
def test_an_acceptance_that_has_run_out_is_a_question_for_the_board(until: date | None, said: str | None) -> None:
    """From the day after its last."""
    accepted = row(response=RowResponse.ACCEPT_UNTIL, accept_until=until)
    found = [text for text in texts(known(register=(accepted,))) if "R-001" in text]
    assert found == ([said] if said else [])
    assert answers(register=(replace(accepted, privileged=True),)).expired == ()
    assert answers(register=(replace(accepted, response=RowResponse.REDUCE),)).expired == ()


def test_consulted_on_each_side() -> None:
    """As typed; not yet where nobody was."""
    found = texts(known(terms=replace(TERMS, consulted_site="plant quality, 12 October")))
    assert "Plant: plant quality, 12 October." in found
    assert "Headquarters: not yet." in found


def test_a_comment_at_publication_stands_beside_and_changes_nothing() -> None:
    """Printed with its role; every fact stays."""
    of = known()
    noted = replace(of, publications=(Publication(OCTOBER, comments=(Comment("COO", "Two more quotes first.", "A-007", source("", 7, "p.toml")),)),))
    assert "COO, on A-007: “Two more quotes first.”" in texts(noted)
    assert [each for each in texts(noted) if each not in texts(of)] == ["Comments at publication", "COO, on A-007: “Two more quotes first.”"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_counsel_chose_is_printed(language: Language) -> None:
    """Retention where it is set, the hold where it is in force."""
    held = texts(known(company=replace(COMPANY, retention_years=7.0, legal_hold=True)), language)
    bare = texts(known(), language)
    words = catalogue("answers", language)
    assert words.text("records.kept", years="7") in held
    assert words.text("records.hold") in held
    assert words.text("records.none") in bare
    assert words.text("records.hold") not in bare


@pytest.mark.parametrize("language", LANGUAGES)
def test_we_never_say_approved(language: Language) -> None:
    """Nor consent or agreement by silence: no catalogue of what is written holds the word; the portal's month is approved by a second person."""
    from pathlib import Path  # noqa: PLC0415

    import briefing  # noqa: PLC0415

    for path in (Path(briefing.__file__).parent / "locale" / language).glob("*.po"):
        if path.stem in {"portal", "serving"}:
            continue
        texts_of = " ".join(text if isinstance(text, str) else " ".join(text) for text in catalogue(path.stem, language).entries.values())
        assert re.findall(r"\bapproved\b|\baprobad[oa]s?\b", texts_of, re.IGNORECASE) == [], path.stem


def test_a_reader_whom_no_list_names_is_printed_by_role_alone() -> None:
    """What a line calls a reader may be a name or an address: neither text nor ids hold it."""
    named = line(Choice.QUESTION, "Jane.Doe@x.example", date(2026, 11, 1), role="")
    frame = framed(known(named))
    tree = str(plain(compose(frame, Edition(Audience.BOARD, "en"))))
    assert "jane" not in tree.casefold()
    assert "a reader not on the charter's list, 1 Nov: a question whose words are not kept" in " ".join(texts(known(named)))
    assert "A reader not on the charter's list: question of 1 Nov, no reply yet." in texts(known(named))


def test_a_decision_on_other_terms_does_not_settle_these() -> None:
    """It is said, and the ask stays open."""
    of = known(line(Choice.DECIDED, "SEC", date(2026, 9, 20), terms=BEFORE), before=BEFORE)
    assert "The decision of 20 Sep was taken on other terms; whether it stands for these is not recorded." in texts(of)
    assert framed(of).asks[0].is_silent


def test_a_disagreement_that_was_replied_to_is_a_thread() -> None:
    """Until the reader comes back it is open, with the days since the reply; without a reply it is an answer and nothing waits."""
    no = line(Choice.DISAGREE, "COO", date(2026, 11, 1), comment="Not this year")
    reply = replace(line(Choice.REPLY, "PD-MTY", date(2026, 11, 3), comment="We cost it for next year"), reply_to="COO", role="plant director")
    assert answers(no).asks[0].threads == ()
    (thread,) = answers(no, reply).asks[0].threads
    assert (thread.state, thread.days.value) == (ThreadState.REPLIED, 3)  # 6 November less the 3rd
    said = texts(known(no, reply))
    assert "COO: disagrees, 1 Nov; the plant replied on 3 Nov." in said
    assert [text for text in said if text.startswith("A-007, COO disagrees, 1 Nov: ") and "Not this year" in text]
    again = replace(line(Choice.CONFIRM, "COO", date(2026, 11, 4)))
    assert answers(no, reply, again).asks[0].threads[0].state is ThreadState.CLOSED


LINES = st.lists(st.builds(
    lambda choice, reader, day, old, reply_to, origin: replace(
        line(choice, reader, AS_OF - timedelta(days=day), terms=BEFORE if old else TERMS), reply_to=reply_to, origin=origin, comment="x"),
    st.sampled_from(Choice), st.sampled_from(["DIR-1", "COO", "cfo", "nobody", "PD"]), st.integers(-2, 120), st.booleans(),
    st.sampled_from(["", "COO", "dir-1", "ghost"]), st.sampled_from(["", "portal", "secretary"])), max_size=12)


@settings(max_examples=40, deadline=None)
@given(LINES)
def test_whatever_lines_come_silence_is_no_consent(lines: list[Response]) -> None:
    """Each reader stands once; who confirms has a line that says so; every question is a thread; nothing falls over."""
    of = known(*lines, before=BEFORE)
    found = framed(of).answers.asks[0]
    assert len({each.name for each in found.readers}) == len(found.readers)
    assert {"DIR-1", "COO", "CFO"} <= {each.name for each in found.readers}
    for each in found.standing(Standing.CONFIRMED):
        assert each.response is not None
        assert (each.response.choice, each.response.answered_on <= AS_OF) == (Choice.CONFIRM, True)
    asked = [each for each in lines if each.choice is Choice.QUESTION and each.answered_on <= AS_OF and (each.reader != "DIR-1" or each.origin == "secretary")
             and each.reader != "PD"]
    unlisted = [each for each in lines if each.choice is Choice.QUESTION and each.answered_on <= AS_OF and each.reader == "PD"]
    assert len([each for each in found.threads if each.question.choice is Choice.QUESTION]) == len(asked) + len(unlisted)
    assert all(each.replies for each in found.threads if each.question.choice is Choice.DISAGREE)
    for language in LANGUAGES:
        assert texts(of, language)
