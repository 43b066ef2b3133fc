"""The links to answer by mail: where the charter lets readers answer, beside each open ask, and nowhere else."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from briefing.analysis import portfolio
from briefing.document.blocks import Document, all_sentences
from briefing.document.compose import compose
from briefing.document.editions import EDITIONS, Edition
from briefing.document.replies import carries_links, without_links
from briefing.document.serial import plain
from briefing.framing import Frame
from briefing.model.charter import Answers, Charter, Reader
from briefing.model.replying import Token, mailto, tokens_in, without_tokens
from briefing.model.responses import Choice
from briefing.periods import Period
from briefing.rendering import render
from briefing.sentences import Reference
from tests.builders import COMPANY, OCTOBER, SITE, ask, dossier, framed, month, option, response, row

ANSWERS = "answers@example.com"
FIRST = ask("A-007", option("A", rows=()), option("B", cost_once=240_000.0))
SECOND = ask("A-009", option("A", rows=()), option("B", cost_once=10_000.0))
HQ = Edition.parse("hq.en")


@pytest.fixture(autouse=True)
def _few_years(monkeypatch: pytest.MonkeyPatch) -> None:
    """No figure of the exposure is looked at here."""
    monkeypatch.setattr(portfolio, "YEARS", 2_000)


def told(*, readers: tuple[Reader, ...] = (), answers: tuple[Any, ...] = (), **company: Any) -> Frame:
    """Give October with two asks."""
    agreed = Charter(replace(COMPANY, **{"reply_to": ANSWERS, **company}), (SITE,), readers=readers)
    return framed(dossier(month(register=(row("R-001"),), asks=(FIRST, SECOND)), agreed=agreed, responses=answers))


def links(document: Document) -> list[str]:
    """Give every link to a new mail."""
    return [run.target for sentence in all_sentences(document) for run in sentence.runs
            if isinstance(run, Reference) and run.target.startswith("mailto:")]


def test_each_open_ask_carries_three_links_that_name_its_terms() -> None:
    """Address, ask, fingerprint and choice, in subject and body, for people and for the program."""
    found = [urlsplit(each) for each in dict.fromkeys(links(compose(told(), HQ)))]
    assert {ANSWERS} == {each.path for each in found}
    tokens = []
    for each in found:
        fields = {name: values[0] for name, values in parse_qs(each.query).items()}
        assert list(tokens_in(fields["subject"])) == list(tokens_in(fields["body"]))
        tokens += list(tokens_in(fields["body"]))
    wanted = {Token("MTY", OCTOBER, each.id, each.fingerprint, choice) for each in (FIRST, SECOND)
              for choice in (Choice.CONFIRM, Choice.QUESTION, Choice.DISAGREE)}
    assert wanted == set(tokens)
    assert len(wanted) == len(tokens)


def test_the_links_are_the_same_in_both_languages_but_for_their_words() -> None:
    """Equal asks, terms and choices; equal facts."""
    frame = told()
    english, spanish = (compose(frame, Edition.parse(f"hq.{language}")) for language in ("en", "es"))
    assert [list(tokens_in(unquote(each))) for each in links(english)] == [list(tokens_in(unquote(each))) for each in links(spanish)]
    assert [fact.id for fact in english.facts] == [fact.id for fact in spanish.facts]


def test_an_ask_that_is_decided_carries_none() -> None:
    """There is nothing left to answer."""
    found = links(compose(told(answers=(response(Choice.DECIDED, FIRST, reader="SEC"),)), HQ))
    assert {"A-009"} == {token.ask for each in found for token in tokens_in(unquote(each))}


@pytest.mark.parametrize("edition", EDITIONS)
def test_without_an_address_nothing_changes(edition: Edition) -> None:
    """The same tree as where the charter lets nobody answer, and the same as ever: no word of answering."""
    with_none, nobody = (compose(told(**company), edition) for company in (
        {"reply_to": ""}, {"answers_executives": Answers.OFF, "answers_directors": Answers.OFF}))
    assert plain(with_none) == plain(nobody)
    assert [] == links(with_none)


READERS = {"director": Reader("D", "director", "director", edition="board"), "executive": Reader("E", "CEO", "executive", edition="board"),
           "elsewhere": Reader("T", "director", "director", edition="board", sites=("TIJ",)),
           "spanish": Reader("S", "director", "director", edition="board", language="es")}


@pytest.mark.parametrize(("names", "linked"), [
    ((), False), (("executive",), True), (("director",), False), (("executive", "director"), False), (("executive", "elsewhere", "spanish"), True),
])
def test_an_edition_without_one_reader_carries_links_only_if_all_its_readers_may_answer(names: tuple[str, ...], linked: bool) -> None:
    """As `build` writes it: a link in front of somebody whose answers are recorded by the secretary would be a wrong promise."""
    agreed = Charter(replace(COMPANY, reply_to=ANSWERS), (SITE,), readers=tuple(READERS[name] for name in names))
    assert linked == carries_links(agreed, Edition.parse("board.en"), "MTY")


def test_a_known_reader_decides_over_the_charters_list() -> None:
    """The director's copy has none, the chief executive's has."""
    frame = told(readers=(READERS["executive"], READERS["director"]))
    board = Edition.parse("board.en")
    assert ([], [], 6) == (links(compose(frame, board)), links(compose(frame, board, replies=False)),
                           len(dict.fromkeys(links(compose(frame, board, replies=True)))))


def test_the_site_edition_never_asks_the_site_to_answer_itself() -> None:
    """Who asks does not answer."""
    assert [] == links(compose(told(answers_directors=Answers.DIRECT), Edition.parse("site.es")))


def test_the_screen_has_the_links_and_paper_is_as_it_was() -> None:
    """Every link can be pressed; PDF and Word are the same to the byte with them and without, so that page one loses no room."""
    frame = told()
    linked, without = (compose(frame, HQ, replies=each) for each in (True, False))
    html = render(linked, "html").decode()
    assert links(linked) == [unescape(each) for each in re.findall(r'<a href="(mailto:[^"]*)"', html)]
    assert (6, []) == (len(links(linked)), links(without))  # two asks, three choices
    assert plain(without) == plain(without_links(linked))
    assert [render(without, name) for name in ("pdf", "docx")] == [render(linked, name) for name in ("pdf", "docx")]


@pytest.mark.parametrize("text", ["&bcc=all@example.com", "\r\nBcc: all@example.com", "a%0d%0abcc:b", "#?x", "ñ €"])
def test_no_text_leaves_its_field_of_a_link(text: str) -> None:
    """Subject and body come back as they were; there is no other field."""
    found = parse_qs(urlsplit(mailto(ANSWERS, text, text)).query, strict_parsing=True)
    assert {"subject": [text], "body": [text.replace("\n", "\r\n")]} == found


@pytest.mark.parametrize("text", [
    "[MTY 2026-10 A-007 95e4d8e655f4 confirm]", "[mty 2026-10 a-007 95E4D8E655F4 CONFIRM]", "so [ MTY\r\n2026-10 A-007\n 95e4d8e655f4 confirm ] it is",
    "[MTY\u00a02026-10\u00a0A-007\u00a095e4d8e655f4\u00a0confirm]",
])
def test_a_token_is_found_again(text: str) -> None:
    """Also broken over lines, in other case, or with spaces that do not break."""
    assert [Token("MTY", Period(2026, 10), "A-007", "95e4d8e655f4", Choice.CONFIRM)] == list(tokens_in(text))
    assert "95e4" not in without_tokens(text).lower()


@pytest.mark.parametrize("text", [
    "[MTY 2026-13 A-007 95e4d8e655f4 confirm]", "[MTY 2026-10 A-007 95e4d8e655f confirm]", "[MTY 2026-10 A-007 95e4d8e655f4 decided]",
    "MTY 2026-10 A-007 95e4d8e655f4 confirm", "[../.. 2026-10 A-007 95e4d8e655f4 confirm]", "",
])
def test_what_is_no_token_is_none(text: str) -> None:
    """Another month, terms cut short, a choice that does not come by mail, a path."""
    assert [] == list(tokens_in(text))
