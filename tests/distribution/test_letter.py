"""The mail: what it says and what it keeps to itself, in both languages, and headers that no typed text can bend."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from email import message_from_bytes, policy
from functools import cache
from typing import Any

import pytest

from briefing.analysis import portfolio
from briefing.distribution import Attachment, Delivery, Letter, Obstacle, deliveries, letter_of, message_of
from briefing.distribution.letter import SUBJECT_LENGTH, Enclosed
from briefing.distribution.message import Sender, rendered
from briefing.document.compose import compose
from briefing.framing import Frame
from briefing.language import Language
from briefing.model.asks import Ask, Purpose
from briefing.model.charter import Answers, Charter, Company, Reader
from briefing.model.responses import Choice
from tests.builders import COMPANY, SITE, ask, dossier, framed, month, option, response, row

AT = datetime(2026, 11, 6, 15, 30, tzinfo=UTC)
SENDER = Sender("briefing@example.com", "Alderquill")
ANSWERS = "answers@example.com"
OPTIONS = (option("A", rows=()), option("B", cost_once=240_000.0))


@pytest.fixture(autouse=True)
def _few_years(monkeypatch: pytest.MonkeyPatch) -> None:
    """No figure of the exposure is looked at here."""
    monkeypatch.setattr(portfolio, "YEARS", 2_000)


def agreed(**company: Any) -> Company:
    """Give the company with an address for answers."""
    return replace(COMPANY, **{"reply_to": ANSWERS, **company})


def told(*asks: Ask, company: Company | None = None, site: str = "Monterrey", answers: tuple[Any, ...] = ()) -> Frame:
    """Give October, with a risk of resin and what is asked."""
    charter = Charter(company or agreed(), (replace(SITE, name=site),))
    return framed(dossier(month(register=(row("R-001", event_en="the resin runs out", event_es="se acaba la resina"),), asks=asks), agreed=charter,
                          responses=answers))


def to(reader_class: str = "executive", language: Language = "en", *, company: Company | None = None, **reader: Any) -> Delivery:
    """Give the delivery to one reader."""
    named = Reader("R1", **{"role": "COO", "email": "coo@example.com", "edition": "hq", **reader}, reader_class=reader_class, language=language)
    return deliveries(Charter(company or agreed(), readers=(named,)), ["MTY"])[0]


def letter(told_of: Frame, delivery: Delivery | None = None, enclosed: Enclosed | None = None) -> Letter:
    """Give the letter to one reader."""
    chosen = delivery or to()
    return letter_of(chosen, told_of, compose(told_of, chosen.edition, replies=chosen.replies), enclosed or Enclosed())


@cache
def example() -> Frame:
    """Give one decision by 30 November on day 12 of 20, one by 15 December with an answer, and a discussion."""
    first = ask("A-007", *OPTIONS, sent_on=date(2026, 10, 25))
    second = ask("A-009", *OPTIONS, needed_by=date(2026, 12, 15), sent_on=date(2026, 10, 25))
    third = ask("A-010", needed_by=date(2026, 12, 15), purpose=Purpose.DISCUSSION)
    return told(first, second, third, answers=(response(Choice.QUESTION, second),))


def test_the_worked_example_in_english() -> None:
    """Site, month, number of decisions and dates; what is open and for how long; that silence is nothing."""
    found = letter(example())
    assert "Monterrey, October: one decision by 30 November" == found.subject
    assert ("The October briefing is ready. It asks for one decision by 30 November and one by 15 December. As of 6 November: A-007 is still open, day 12 of 20."
            == found.paragraphs[0])
    assert found.paragraphs[2].startswith("Silence is not read as agreement. ")


def test_the_worked_example_in_spanish() -> None:
    """The same facts, not word for word."""
    found = letter(example(), to(language="es"))
    assert "Monterrey, octubre: una decisión para el 30 de noviembre" == found.subject
    assert ("El informe de octubre está listo. Pide una decisión para el 30 de noviembre y una para el 15 de diciembre. Al 6 de noviembre: A-007 sigue abierta, día 12 de 20."
            == found.paragraphs[0])
    assert found.paragraphs[2].startswith("El silencio no se toma como acuerdo. ")


@pytest.mark.parametrize(("dates", "subject", "said"), [
    ((), "no decision is asked for", "It asks for no decision."),
    ((date(2026, 12, 1), date(2026, 12, 1)), "two decisions by 1 December", "two decisions by 1 December."),
    ((date(2026, 10, 1), date(2026, 12, 1)), "one decision by 1 December", "one decision by 1 December and one that was due on 1 October."),
    ((date(2026, 10, 1),), "one decision that was due on 1 October", "one decision that was due on 1 October."),
    ((None, date(2026, 12, 1), date(2026, 12, 9)), "one decision by 1 December",
     "one decision by 1 December and one by 9 December."),
    ((date(2026, 12, 1),) * 12, "12 decisions by 1 December", "12 decisions by 1 December."),
])
def test_decisions_are_counted_by_their_day(dates: tuple[date | None, ...], subject: str, said: str) -> None:
    """What is ahead first, then what is overdue; what has no date is not for decision."""
    found = letter(told(*(ask(f"A-{index:03d}", *OPTIONS, needed_by=day) for index, day in enumerate(dates, 1))))
    assert f"Monterrey, October: {subject}" == found.subject
    assert said in found.paragraphs[0]


def test_many_open_asks_are_counted_after_three() -> None:
    """A mail is no list."""
    asks = tuple(ask(f"A-{index:03d}", *OPTIONS, sent_on=date(2026, 10, 1)) for index in range(1, 6))
    said = letter(told(*asks)).paragraphs[0]
    assert "A-001 has had no answer for 36 days; 20 were agreed." in said  # 1 October to 6 November
    assert (3, True) == (len(re.findall(r"A-00\d", said)), said.endswith("2 more have no answer yet."))


@pytest.mark.parametrize("language", ["en", "es"])
def test_money_and_events_are_in_the_mail_only_if_the_charter_says_so(language: Language) -> None:
    """The briefing's own first words, or nothing of them."""
    words = {"en": ("resin", "$"), "es": ("resina", "USD")}[language]
    quiet, open_ = (" ".join(rendered(letter(told(ask("A-007", *OPTIONS), company=agreed(money_in_mail=said)), to(language=language)))
                             ) for said in (False, True))
    assert ([], list(words)) == ([word for word in (*words, "second source", "segundo proveedor") if word in quiet],
                                 [word for word in words if word in open_])


def test_who_may_answer_is_told_how_and_who_may_not_is_told_who_records() -> None:
    """The charter's switches, class by class; no link for those whose answers are recorded."""
    company = agreed(answers_directors=Answers.VIA_SECRETARY, answers_executives=Answers.DIRECT)
    found = {name: letter(told(ask("A-007", *OPTIONS), company=company), to(name, company=company)) for name in ("executive", "director", "site")}
    assert ["A-007 confirm" in found[name].paragraphs[-1] for name in found] == [True, False, False]
    assert ["secretary" in found[name].paragraphs[-1] for name in found] == [False, True, False]
    assert [len(found[name].answering) for name in found] == [1, 0, 0]
    off = agreed(answers_executives=Answers.OFF)
    silent = letter(told(ask("A-007", *OPTIONS), company=off), to(company=off))
    assert ("Silence is not read as agreement.", ()) == (silent.paragraphs[-1], silent.answering)


def test_without_an_address_for_answers_there_are_no_links() -> None:
    """Blank, or no address at all."""
    for address in ("", "not an address", "a@b", "two@example.com, more@example.com"):
        company = agreed(reply_to=address)
        assert () == letter(told(ask("A-007", *OPTIONS), company=company), to(company=company)).answering


def test_what_is_enclosed_is_said() -> None:
    """Attached, locked, replaced, or behind a link; a link is secret or refused."""
    frame = told()
    assert "The briefing is attached as a PDF. It opens with the password you were given separately." in letter(
        frame, enclosed=Enclosed(protected=True)).paragraphs
    assert "This replaces the briefing sent on 5 November 2026." in letter(frame, enclosed=Enclosed(replaces=date(2026, 11, 5))).paragraphs[0]
    linked = letter(frame, enclosed=Enclosed(attached=False, link="https://portal.example.com/MTY"))
    assert not any("attached" in each for each in linked.paragraphs)
    assert all("Read it and answer:" in each and "https://portal.example.com/MTY" in each for each in rendered(linked))
    with pytest.raises(ValueError, match="https"):
        letter(frame, enclosed=Enclosed(link="http://portal.example.com"))


def test_readers_without_a_usable_address_are_kept_and_named() -> None:
    """Nobody is dropped in silence."""
    readers = tuple(Reader(f"R{index}", "COO", email=email) for index, email in enumerate(
        ["", "  ", "coo", "Coo <coo@example.com>", "a@example.com\nBcc: b@example.com", "ñ@example.com", "coo@EXAMPLE.com", "coo@méxico.example.com"]))
    found = deliveries(Charter(readers=readers), ["MTY"])
    assert [Obstacle.NO_ADDRESS] * 2 + [Obstacle.BAD_ADDRESS] * 4 + [None] * 2 == [each.obstacle for each in found]
    assert ["coo@example.com", "coo@xn--mxico-bsa.example.com"] == [each.address for each in found[-2:]]


def test_readers_get_the_sites_that_the_charter_names() -> None:
    """All where none is named; in their own edition and language."""
    readers = (Reader("ALL", "CEO", email="a@example.com"), Reader("ONE", "plant director", "site", "b@example.com", "site", "es", ("TIJ",)))
    found = [(each.reader.code, each.site, str(each.edition)) for each in deliveries(Charter(readers=readers), ["MTY", "TIJ"])]
    assert [("ALL", "MTY", "board.en"), ("ALL", "TIJ", "board.en"), ("ONE", "TIJ", "site.es")] == found


HOSTILE = ["Monterrey\r\nBcc: all@example.com", "Monterrey\nSubject: no", "<script>alert(1)</script>", "\u202egnp.exe", "Ciudad Juárez ñ €", "M" * 400, "a\x00b",
           "=?utf-8?q?hidden?=", '"<a@b>"; x=', "日本工場"]


@pytest.mark.parametrize("name", HOSTILE)
def test_no_typed_text_becomes_a_header_or_markup(name: str) -> None:
    """Names of site, company and role with line breaks, markup and disguises."""
    company = agreed(name=name)
    written = letter(told(ask("A-007", *OPTIONS), company=company, site=name), to(role=name, company=company))
    raw = message_of(written, Sender("briefing@example.com", name, ANSWERS), "coo@example.com", key="k", sent_at=AT).as_bytes()
    mail = message_from_bytes(raw, policy=policy.default)
    assert (["coo@example.com"], None, 1) == ([each.addr_spec for each in mail["to"].addresses], mail["bcc"], len(mail.get_all("subject", [])))
    assert [] == list(mail.defects)
    assert len(mail["subject"]) <= SUBJECT_LENGTH
    assert all(len(line) <= 998 for line in raw.split(b"\r\n"))
    assert b"\n" not in raw.replace(b"\r\n", b"")
    html = mail.get_body(("html",)).get_content()
    assert ("<script" not in html, "\u202e" not in html) == (True, True)


def test_nothing_remote_and_nothing_that_tells_on_the_reader() -> None:
    """No picture, no style sheet, no address but the links to answer."""
    _, html = rendered(letter(example()))
    assert [] == re.findall(r"<(?:img|link|script|iframe|object|video)|url\(|@import", html)
    assert {"mailto"} == {address.split(":")[0] for address in re.findall(r'(?:href|src)="([^"]*)"', html)}


def test_the_same_letter_gives_the_same_bytes_and_the_same_message_id() -> None:
    """The time is a parameter; the id comes from reader and version alone, so that a mail sent twice is known as one."""
    paper = (Attachment("a.pdf", "application/pdf", b"%PDF" * 100), Attachment("dates.ics", "text/calendar", b"BEGIN:VCALENDAR\r\n"))
    one, two, later = (message_of(letter(example()), SENDER, "coo@example.com", key="R1 MTY 0123", sent_at=at, attachments=paper)
                       for at in (AT, AT, AT.replace(day=9)))
    assert one.as_bytes() == two.as_bytes()
    assert (one["message-id"], one["date"] != later["date"]) == (later["message-id"], True)
    assert one["message-id"] != message_of(letter(example()), SENDER, "coo@example.com", key="R2 MTY 0123", sent_at=AT)["message-id"]
    assert (["application/pdf", "text/calendar"], "auto-generated") == ([each.get_content_type() for each in one.iter_attachments()], one["auto-submitted"])


def test_the_text_and_the_html_say_the_same() -> None:
    """Whoever reads plain text misses nothing but the links, of which the words say how to do without."""
    text, html = rendered(letter(example()))
    for each in letter(example()).paragraphs:
        assert each in text
        assert each in html.replace("&#39;", "'").replace("&#34;", '"')
