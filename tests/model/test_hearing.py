"""Whose answers count, by which way, and whose comments are kept."""

from __future__ import annotations

from dataclasses import replace

import pytest

from briefing.model.charter import Answers, Reader
from briefing.model.hearing import heard, is_heard, reader_named, readers_asked
from briefing.model.responses import Choice, Response
from tests.builders import COMPANY, ask, charter, response

READERS = (Reader("DIR-1", "director, audit", "director", "dir@x.example"), Reader("COO", "COO"), Reader("CFO", "CFO", sites=("QRO",)),
           Reader("PD", "plant director", "site"))


def line(reader: str, origin: str = "portal", choice: Choice = Choice.CONFIRM, comment: str = "why?") -> Response:
    """Give an answer that came in some way."""
    return replace(response(choice, ask(), reader=reader), origin=origin, comment=comment)


@pytest.mark.parametrize(("directors", "executives", "expected"), [
    (Answers.VIA_SECRETARY, Answers.DIRECT, ["DIR-1", "COO"]), (Answers.OFF, Answers.DIRECT, ["COO"]),
    (Answers.DIRECT, Answers.OFF, ["DIR-1"]), (Answers.OFF, Answers.OFF, []),
])
def test_who_is_asked_follows_the_switches(directors: Answers, executives: Answers, expected: list[str]) -> None:
    """Off is not asked; readers of other sites and the site's own are not either."""
    agreed = charter(company=replace(COMPANY, answers_directors=directors, answers_executives=executives), readers=READERS)
    assert expected == [each.code for each in readers_asked(agreed, "MTY")]


@pytest.mark.parametrize(("reader", "origin", "directors", "expected"), [
    ("DIR-1", "portal", Answers.VIA_SECRETARY, False), ("DIR-1", "secretary", Answers.VIA_SECRETARY, True),
    ("dir-1", "Secretario del consejo", Answers.VIA_SECRETARY, True), ("DIR@x.example", "corporate_secretary", Answers.VIA_SECRETARY, True),
    ("DIR-1", "", Answers.VIA_SECRETARY, False), ("DIR-1", "portal", Answers.DIRECT, True), ("DIR-1", "secretary", Answers.OFF, False),
    ("COO", "mail", Answers.OFF, True), ("PD", "portal", Answers.DIRECT, False), ("somebody", "portal", Answers.OFF, True),
])
def test_an_answer_counts_by_the_way_it_came(reader: str, origin: str, directors: Answers, *, expected: bool) -> None:
    """A director's only through the secretary where the charter says so; the site does not answer its own asks."""
    agreed = charter(company=replace(COMPANY, answers_directors=directors), readers=READERS)
    assert is_heard(agreed, line(reader, origin)) is expected
    assert is_heard(agreed, line(reader, origin, Choice.REPLY))
    assert is_heard(agreed, line(reader, origin, Choice.DECIDED))


@pytest.mark.parametrize(("reader", "choice", "kept"), [
    ("DIR-1", Choice.QUESTION, False), ("DIR-1", Choice.REPLY, False), ("DIR-1", Choice.DECIDED, True), ("COO", Choice.QUESTION, True),
    ("PD", Choice.REPLY, True), ("unlisted", Choice.QUESTION, False), ("unlisted", Choice.REPLY, True),
])
def test_directors_comments_are_dropped_by_default(reader: str, choice: Choice, *, kept: bool) -> None:
    """And those of readers that no list names, who may be directors; minutes and the site's replies stay."""
    said = line(reader, "secretary", choice)
    for yes in (False, True):
        agreed = charter(company=replace(COMPANY, comments_directors=yes), readers=READERS)
        (found,) = heard(agreed, [said])
        assert found.comment == ("why?" if kept or yes else "")


def test_without_a_list_of_readers_everybody_is_an_executive() -> None:
    """A site without a charter keeps what people write."""
    (found,) = heard(charter(), [line("anyone")])
    assert found.comment == "why?"
    assert reader_named(charter(readers=(Reader("X", "x"),)), "") is None
