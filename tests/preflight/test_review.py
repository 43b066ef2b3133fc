"""The whole review: what was planted in the sample is found at its cell, questions know their answers, advice stays private."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

import pytest

from briefing import load_workspace
from briefing.analysis import assess
from briefing.framing import frame
from briefing.language import LANGUAGES
from briefing.model.asks import Purpose
from briefing.model.charter import AbsoluteLimit
from briefing.model.register import RowKind, RowState
from briefing.model.responses import Choice, Response
from briefing.model.submission import FollowUp, FollowUpKind, FollowUpState, Side, Status
from briefing.periods import Period
from briefing.pipeline import Briefing, build
from briefing.preflight import Review, review
from briefing.preflight.questions import SHOWN, Question
from briefing.preflight.words import answer_text, question_text, rule_text
from tests.builders import framed
from tests.conftest import SAMPLE
from tests.preflight.faults import AGREED, AS_OF, GOOD, MAY, at, charter, dossier, kpis, low, measures, petition, report, risk, submission
from tests.preflight.faults import FILL as FILL_RATE


@cache
def reviewed(site: str, month: str) -> Review:
    """Review a month of the sample company."""
    workspace = load_workspace(SAMPLE)
    return review(frame(assess(workspace.dossier(site, Period.parse(month)), seed=1)))


PLANTED = [
    ("MTY", "2026-10", "facts", "CAN-101", "KPIs", "AA9"), ("MTY", "2026-10", "facts", "CAN-103", "KPIs", "X9"), ("MTY", "2026-10", "facts", "CAN-108", "KPIs", "R9"),
    ("MTY", "2026-10", "facts", "CAN-117", "Solicitudes", "B8"), ("MTY", "2026-10", "advice", "CAN-201", "Registro", "T4"),
    ("MTY", "2026-10", "advice", "CAN-202", "Portada", "B13"), ("MTY", "2026-10", "advice", "CAN-201", "KPIs", "Y6"), ("MTY", "2026-10", "advice", "CAN-204", "KPIs", "Z6"),
    ("MTY", "2026-10", "advice", "CAN-209", "KPIs", "X14"), ("MTY", "2026-10", "advice", "CAN-209", "KPIs", "Y14"), ("MTY", "2026-10", "advice", "CAN-209", "KPIs", "Z14"),
    ("QRO", "2026-09", "advice", "CAN-202", "KPIs", "Y15"), ("QRO", "2026-09", "advice", "CAN-201", "Registro", "T11"), ("QRO", "2026-09", "advice", "CAN-209", "Portada", "B13"),
    ("QRO", "2026-10", "advice", "CAN-201", "KPIs", "Z13"), ("QRO", "2026-10", "facts", "CAN-116", "Targets", "M25"),
    ("TIJ", "2026-09", "facts", "CAN-106", "KPIs", "S4"), ("TIJ", "2026-09", "facts", "CAN-103", "KPIs", "X4"), ("TIJ", "2026-09", "advice", "CAN-201", "Register", "T5"),
    ("TIJ", "2026-10", "facts", "CAN-110", "Register", "K7"), ("TIJ", "2026-10", "facts", "CAN-116", "Targets", "O44"), ("TIJ", "2026-10", "advice", "CAN-201", "Cover", "B12"),
    ("TIJ", "2026-10", "advice", "CAN-201", "KPIs", "Y9"), ("TIJ", "2026-10", "advice", "CAN-204", "KPIs", "Z9"), ("TIJ", "2026-10", "advice", "CAN-209", "KPIs", "X11"),
    ("MTY", "2026-10", "gaps", "CAN-412", "Priorities", "A8"), ("QRO", "2026-10", "gaps", "CAN-402", "KPIs", "A23"), ("MTY", "2026-03", "gaps", "CAN-413", "KPIs", None),
]


@pytest.mark.parametrize(("site", "month", "part", "code", "sheet", "cell"), PLANTED)
def test_what_was_planted_is_found(site: str, month: str, part: str, code: str, sheet: str, cell: str | None) -> None:
    """At the cell that `sample_data/README.md` tells of."""
    found = [each for each in getattr(reviewed(site, month), part) if each.code == code and each.where.sheet == sheet]
    assert [each for each in found if cell is None or each.where.cell == cell], found


def test_plain_months_get_little_advice() -> None:
    """Querétaro's plainly told July and June: nobody is bothered for nothing."""
    assert len(reviewed("QRO", "2026-07").advice) + len(reviewed("QRO", "2026-06").advice) <= 1


def of(found: Review, key: str, **about: Any) -> Question:
    """Give the one question of a key."""
    (question,) = [each for each in found.questions if each.key == key and about.items() <= dict(each.parameters).items()]
    return question


def test_the_questions_of_the_example_are_asked() -> None:
    """Why the ask's cost rose has no answer, the frozen posts have one, and one promise of July is open."""
    october = reviewed("MTY", "2026-10")
    cost = of(october, "cost_change", id="A-007")
    assert not cost.answered
    assert question_text(cost, "es") == "¿Por qué A-007, segundo proveedor de la resina PA-66, pasó de 190 mil USD a 240 mil USD?"
    assert answer_text(cost, "es") == "sin respuesta en el informe"
    waiting = of(october, "waiting", id="A-004")
    assert waiting.answered
    assert dict(waiting.parameters)["days"] == 118
    assert "Contexto" in answer_text(waiting, "es")
    assert {dict(each.parameters)["id"] for each in october.questions if each.key == "promise"} >= {"C-003"}
    assert {each.key for each in october.questions[:SHOWN]} >= {"breach_cause", "waiting", "cost_change"}


def asked(known: Any, key: str) -> list[Question]:
    """Give a dossier's questions of a key."""
    return [each for each in review(framed(known)).questions if each.key == key]


def test_a_cause_that_says_something_answers_and_a_soft_one_does_not() -> None:
    """The briefing prints both; only one is an answer."""
    soft = GOOD | {"cause": "Se está revisando."}
    assert [each.answered for each in asked(dossier(submission(kpis=low(**GOOD))), "breach_cause")] == [True]
    assert [each.answers for each in asked(dossier(submission(kpis=low(**soft))), "breach_cause")] == [()]
    assert [each.answers for each in asked(dossier(submission(kpis=low())), "breach_action")] == [()]


def test_an_absolute_limit_is_asked_first() -> None:
    """Before everything that has a price."""
    agreed = measures("LLENADO", absolute=AbsoluteLimit.SAFETY)
    found = review(framed(dossier(submission(kpis=low(**GOOD)), agreed=agreed)))
    assert found.questions[0].key == "absolute"
    row = risk("R-60", 20, kind=RowKind.SAFETY, chance=0.2, note="Barandal instalado el 4 de mayo.")
    assert [each.key for each in review(framed(dossier(submission(register=(risk(), row))))).questions[:1]] == ["absolute_row"]


def test_movements_are_asked_about() -> None:
    """A row that got worse, came, went, or was eased; a value restated."""
    assert [dict(each.parameters)["id"] for each in asked(dossier(submission(register=(risk(chance=0.7),))), "worse")] == ["R-31"]
    assert [dict(each.parameters)["id"] for each in asked(dossier(submission(register=(risk(), risk("R-33", 15)))), "new_row")] == ["R-33"]
    assert [dict(each.parameters)["id"] for each in asked(dossier(submission(register=())), "gone")] == ["R-31"]
    eased = submission(register=(risk(chance=0.1, note="Se cambió el quemador el 20 de mayo."),))
    assert [bool(each.answers) for each in asked(dossier(eased), "eased")] == [True]
    restated = submission(kpis=kpis(report(FILL_RATE, 20, [0.97, 0.975, 0.972, 0.95, 0.974])), words="Abril se corrigió porque faltaba un turno.")
    assert [bool(each.answers) for each in asked(dossier(restated), "restated")] == [True]
    assert [each.answers for each in asked(dossier(replace(restated, cover=submission().cover)), "restated")] == [()]


def test_readers_and_promises_are_asked_about() -> None:
    """A question without a reply, a disagreement, a broken promise, a decision that waits, one that is silent."""
    terms = petition()
    answers = [Response(date(2027, 5, 28), "TEQ", terms.id, terms.fingerprint, who, who, choice) for who, choice in (("CFO", Choice.DISAGREE), ("COO", Choice.QUESTION))]
    lines = (
        FollowUp("C-9", FollowUpKind.COMMITMENT, Side.SITE, "gerente", text_es="medidor de vapor", due=date(2027, 5, 1), state=FollowUpState.BROKEN, source=at("Seguimiento", 4)),
        FollowUp("X-9", FollowUpKind.WAITING, Side.HQ, "COO", text_es="plazas de calderas", since=date(2027, 4, 9), source=at("Seguimiento", 5)),
    )
    found = review(framed(dossier(submission(follow_ups=lines), responses=tuple(answers))))
    assert dict(of(found, "disagreement").parameters)["who"] == "CFO"
    assert not of(found, "question").answered
    assert dict(of(found, "promise").parameters)["title_en"] == "medidor de vapor"
    assert dict(of(found, "waiting").parameters)["days"] == 60
    assert asked(dossier(), "decide_now")
    said = submission(follow_ups=lines, words="C-9 no se cumplió: el medidor llega el 18 de junio.")
    assert [bool(each.answers) for each in asked(dossier(said), "promise")] == [True]


def test_what_is_not_known_is_asked_about() -> None:
    """A value not measured, a row without money, a priority that nothing serves, a tolerance passed."""
    found = review(framed(dossier(submission(
        kpis=kpis(report(FILL_RATE, 20, [0.97, 0.97, None])), register=(risk(), risk("R-61", 21, bad=None, likely=None, good=None)), asks=()))))
    assert not of(found, "not_measured").answered
    assert of(found, "untranslated", id="R-61")
    assert of(found, "priority", id="AIM-1")
    tight = charter(company=replace(AGREED.company, loss_amount=1e4, loss_years=50))
    assert asked(dossier(agreed=tight), "tolerance")


def test_every_question_has_words_in_both_languages() -> None:
    """No key without a text, no place unfilled."""
    months = [reviewed(site, month) for site, month in {(site, month) for site, month, *_ in PLANTED}]
    for question in (each for found in months for each in found.questions):
        for language in LANGUAGES:
            assert question_text(question, language).count("?") == 1
            assert answer_text(question, language)


def test_the_rules_are_a_list_with_counts() -> None:
    """Share of sentences that look ahead, complete asks, ranges, owners, clauses."""
    found = {each.key: each for each in review(framed(dossier(submission(words="El vapor costó 4 mil dólares. El 30 de junio cambiamos la válvula a más tardar.")))).rules}
    assert list(found) == ["ahead", "asks", "ranges", "owners", "clauses"]
    assert (found["ahead"].kept, found["ahead"].total) == (1, 2)
    assert (found["asks"].kept, found["asks"].total) == (1, 1)
    assert (found["clauses"].kept, found["clauses"].total) == (2, 2)  # the row and the ask
    assert rule_text(found["asks"], "es") == "Solicitudes de decisión completas: 1 de 1."


def test_clauses_must_exist_in_the_language_of_the_edition() -> None:
    """A row without a Spanish clause is an error for a Spanish board only."""
    judged = framed(dossier(submission(register=(risk(event_es=""),))))
    codes = {language: {each.code for rule in review(judged, language=language).rules for each in rule.findings} for language in LANGUAGES}
    assert codes == {"en": set(), "es": {"CAN-301"}}


def test_the_first_two_months_of_a_site_are_never_late() -> None:
    """Safe start: what is disclosed in the first sixty days is no surprise."""
    site = replace(AGREED.sites[0], first_period=Period(2027, 4))
    known = dossier(submission(kpis=low(**GOOD)), agreed=charter(sites=(site,)))
    assert "CAN-106" in {each.code for each in review(framed(known)).facts}
    early = replace(known, site=replace(site, first_period=MAY))
    assert "CAN-106" not in {each.code for each in review(framed(early)).facts}


def test_a_row_that_was_told_is_no_surprise() -> None:
    """An open row of an earlier month that names the KPI is disclosure; so is an own forecast."""
    before = submission(MAY + -1, register=(risk(kpis=("LLENADO",)),))
    codes = {each.code for each in review(framed(dossier(submission(kpis=low(**GOOD)), before))).facts}
    assert not codes & {"CAN-106", "CAN-107"}


def test_a_reason_or_an_action_done_lifts_the_fact() -> None:
    """A typed reason, a new note and a decision are answers."""
    with_reason = submission(kpis=low(claimed=Status.ON_TARGET, reason="El cliente aceptó 90 % por escrito el 2 de mayo.", **GOOD))
    assert "CAN-101" not in {each.code for each in review(framed(dossier(with_reason))).facts}
    noted = submission(register=(risk(chance=0.1, note="Quemador nuevo desde el 20 de mayo."),))
    assert "CAN-110" not in {each.code for each in review(framed(dossier(noted))).facts}


@pytest.mark.parametrize(("before", "now", "copied"), [
    ("En abril el vapor subió por la fuga del cabezal 2, sin más cambios.", "En mayo el vapor subió por la fuga del cabezal 2, sin más cambios.", True),
    ("El vapor cuesta 4 mil dólares y la fuga del cabezal 2 sigue abierta.", "El vapor cuesta 7 mil dólares y la fuga del cabezal 2 sigue abierta.", False),
    ("Fuga del cabezal 2.", "Fuga del cabezal 2.", False),
])
def test_a_copy_is_one_but_for_the_name_of_the_month(before: str, now: str, *, copied: bool) -> None:
    """New figures make a text new; what is short may stay."""
    found = review(framed(dossier(submission(register=(risk(note=now),)), submission(MAY + -1, register=(risk(note=before),)))))
    assert ("CAN-209" in {each.code for each in found.advice}) is copied


def test_with_counsel_nothing_is_said() -> None:
    """A privileged row is neither a fact, nor advice, nor a question."""
    row = risk("R-77", 30, privileged=True, note="Esperamos que todo salga bien.", owner="", event_en="", state=RowState.OPEN)
    found = review(framed(dossier(submission(register=(risk(), row)))))
    told = [str(each) for each in (*found.facts, *found.advice, *found.questions, *found.gaps, *(each for rule in found.rules for each in rule.findings))]
    assert not [each for each in told if "R-77" in each]


def test_a_month_that_was_never_sent_can_be_reviewed() -> None:
    """There is nothing to say, and nothing breaks; neither without a charter."""
    empty = replace(dossier(), submission=None, earlier=())
    assert review(framed(empty)).facts == ()
    bare = replace(dossier(agreed=replace(AGREED, kpis=(), targets=(), priorities=())), has_charter=False)
    assert review(framed(bare)).questions is not None


def test_advice_is_in_no_document(briefings: Mapping[str, Briefing]) -> None:
    """Building a briefing neither computes nor stores advice: none of its codes or texts is in what is written."""
    for briefing in briefings.values():
        told = str(briefing.data())
        assert "CAN-" not in told


def test_a_review_is_pure_and_takes_half_a_second_at_most() -> None:
    """The same frame gives the same review, and the portal can wait for it."""
    judged = framed(dossier(submission(kpis=low(), words="Todo bajo control. " * 40)))
    document = build(judged.assessment.dossier).documents
    board = next(iter(document.values()))
    first = review(judged, board)
    start = time.perf_counter()
    assert review(judged, board) == first
    assert time.perf_counter() - start < 0.5


def test_a_discussion_needs_no_option() -> None:
    """Only asks for decision are held to be complete."""
    talk = petition("A-53", 16, purpose=Purpose.DISCUSSION, options=(), recommendation="")
    found = review(framed(dossier(submission(asks=(petition(), talk)))))
    assert "CAN-303" not in {each.code for rule in found.rules for each in rule.findings}
    assert AS_OF > MAY.last_day
