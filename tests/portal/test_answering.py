"""Reading and answering: what counts as read, who may answer and how, what is said back, what is recorded, and where it all ends up."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from briefing.analysis import assess
from briefing.distribution.ledger import held
from briefing.distribution.letter import Enclosed, letter_of
from briefing.distribution.message import rendered
from briefing.distribution.readers import deliveries
from briefing.document.answers_section import answers_section
from briefing.document.blocks import sentences_of
from briefing.document.compose import compose
from briefing.document.editions import Audience, Edition
from briefing.document.escalations import escalation_letters
from briefing.document.scribe import Scribe
from briefing.framing import frame
from briefing.framing.wording.pen import Pen
from briefing.language import LANGUAGES, Language, catalogue
from briefing.model.charter import Answers as Switch
from briefing.periods import Period
from briefing.portal import store
from briefing.portal.lines import known_lines
from briefing.portal.models import Answer, Dispatch, Message, Person, Publication, PublishedAsks, Reading, TrailEntry
from briefing.portal.readers import reader_of, way_of
from briefing.portal.selectors.answers import live, standing
from briefing.portal.selectors.asked import asked_lines
from briefing.portal.selectors.charter import charter_in_force
from briefing.portal.services import answer_file, outbox
from briefing.portal.services.people import erase_person
from briefing.portal.services.records import purge
from briefing.portal.services.trail import first_broken
from briefing.starting import month_workbook
from briefing.workspace import load_workspace
from tests.portal.asking import AS_OF, ASKED, THEN, add_listed, publish_asks, told
from tests.portal.conftest import OCTOBER, SAMPLE, SECRET, Portal, lay_workspace
from tests.portal.test_outbox import mails as written

NOVEMBER = Period(2026, 11)
WORDS = "The tooling is not in this year's plan"


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is the day that October's briefing speaks from."""
    monkeypatch.setattr(timezone, "now", lambda: THEN)


@pytest.fixture
def october(portal: Portal, publish_plain: Callable[..., Publication]) -> Publication:
    """Give October's publication with its asks, and the readers whom the charter lists."""
    add_listed(portal)
    return publish_asks(portal, publish_plain)


def fingerprint(ask: str, published: Publication) -> str:
    """Give the terms of an ask as a form shows them."""
    known = live(published, charter_in_force(), (), AS_OF)
    found = known.ask(ask) if known else None
    assert found is not None
    return found.ask.fingerprint


def send(portal: Portal, who: str, name: str, published: Publication, ask: str, *, follow: bool = True, **data: str) -> Any:
    """Press a button of the page of asks as somebody."""
    return portal.client(who).post(reverse(name, kwargs=ASKED | {"number": published.number}), {"ask": ask, "terms": fingerprint(ask, published), **data}, follow=follow)


def filed(period: str = "2026-10") -> list[dict[str, str]]:
    """Give the lines of the workspace's file that came from the portal under test, without those of the sample."""
    path = store.workspace_folder() / "responses" / f"{period}.csv"
    rows = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
    return [row for row in rows if "portal " in row["source"]]


def page(portal: Portal, who: str, name: str = "asked", **where: Any) -> str:
    """Give a page as somebody sees it."""
    answer = portal.client(who).get(reverse(name, kwargs=where or (ASKED if name == "asked" else {})))
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def test_a_link_is_never_read_and_a_button_is(portal: Portal, october: Publication) -> None:
    """Opening every page and the document by GET or HEAD leaves no mark; the form does, once on the trail however often it is pressed."""
    client = portal.client("chair")
    document = ASKED | {"name": "board.en"}
    for name, where in (("asked", ASKED), ("page", document), ("pdf", document), ("beside", document), ("publication", ASKED), ("waiting", {})):
        for _ in range(3):
            assert client.get(reverse(name, kwargs=where)).status_code == 200
            client.head(reverse(name, kwargs=where))
    assert (Reading.objects.count(), Answer.objects.count()) == (0, 0)
    for way, there in (("", "page"), ("pdf", "pdf"), ("beside", "beside")):
        answer = client.post(reverse("open_edition", kwargs=ASKED), {"edition": "board.en", "as": way})
        assert answer["Location"] == reverse(there, kwargs=document)
    assert [(each.person, each.edition) for each in Reading.objects.all()] == [(portal.people["chair"], "board.en")]
    assert TrailEntry.objects.filter(act="read").count() == 1
    assert client.post(reverse("open_edition", kwargs=ASKED), {"edition": "hq.en"}).status_code == 404


def test_an_executive_answers_and_the_file_has_the_line(portal: Portal, october: Publication) -> None:
    """Confirm, then disagree: both stand in the file, the later one holds, and nothing is written twice by a double press."""
    send(portal, "coo", "answer", october, "A-007", choice="confirm")
    send(portal, "coo", "answer", october, "A-007", choice="disagree", comment=f"=1+1 {WORDS}")
    send(portal, "coo", "answer", october, "A-007", choice="disagree", comment=f"=1+1 {WORDS}")
    lines = filed()
    assert [(row["answered_on"], row["site"], row["ask_id"], row["fingerprint"], row["reader"], row["role"], row["choice"]) for row in lines] == [
        ("2026-11-06", "MTY", "A-007", fingerprint("A-007", october), "COO", "COO", choice) for choice in ("confirm", "disagree")]
    assert lines[1]["comment"] == f"'=1+1 {WORDS}"
    first, second = Answer.objects.all()
    assert (second.supersedes, first.written_at is not None) == (first, True)
    assert [each.act for each in TrailEntry.objects.order_by("number")][-2:] == ["answered", "answered"]
    assert WORDS not in str(list(TrailEntry.objects.values_list("detail", flat=True)))
    text = page(portal, "coo")
    assert "Your answer of 6 Nov 2026: disagrees." in text
    assert "COO: disagrees, 6 Nov." in page(portal, "chair")


def test_what_stood_in_the_file_stands_as_it_did(portal: Portal, october: Publication) -> None:
    """Lines are only added."""
    path = store.workspace_folder() / "responses" / "2026-10.csv"
    before = path.read_bytes()
    send(portal, "cfo", "answer", october, "A-010", choice="confirm")
    assert path.read_bytes().startswith(before)
    assert path.read_bytes().count(b"\n") == before.count(b"\n") + 1


def test_a_director_through_the_secretary_has_the_reason_and_no_buttons(portal: Portal, october: Publication) -> None:
    """And a form made by hand finds nothing there."""
    text = page(portal, "chair")
    assert "you answer through the corporate secretary" in text
    assert 'name="choice"' not in text
    assert send(portal, "chair", "answer", october, "A-007", follow=False, choice="confirm").status_code == 404
    assert not Answer.objects.exists()


@pytest.mark.parametrize("who", ["author", "approver", "owner", "staff", "secretary", "reader", "stranger", "admin", "nobody"])
def test_only_whom_the_charter_asks_may_answer(portal: Portal, october: Publication, who: str) -> None:
    """Not the site itself, not an overseer whom the charter's list does not name, not a stranger."""
    assert send(portal, who, "answer", october, "A-007", follow=False, choice="confirm").status_code == 404
    assert not Answer.objects.exists()


@pytest.mark.parametrize(("given", "said"), [
    ({"choice": "question"}, "Write your question"), ({"choice": "approve"}, "Choose one of the three"), ({"choice": "decided"}, "Choose one of the three"),
    ({"choice": "confirm", "terms": "000000000000"}, "no longer those you saw"), ({"choice": "confirm", "comment": "x" * 2001}, "at most 2,000"),
])
def test_what_cannot_be_recorded_is_said_and_not_kept(portal: Portal, october: Publication, given: dict[str, str], said: str) -> None:
    """With the next step; silence stays silence."""
    assert said in send(portal, "coo", "answer", october, "A-007", **given).content.decode()
    assert (Answer.objects.count(), filed()) == (0, [])


def test_a_question_its_reply_and_who_sees_them(portal: Portal, october: Publication) -> None:
    """The reader and the site see both; another reader and the desk see that there is a question, not its words."""
    send(portal, "coo", "answer", october, "A-007", choice="question", comment=WORDS)
    assert WORDS in page(portal, "coo")
    assert WORDS in page(portal, "author")
    assert WORDS in page(portal, "secretary")
    for who in ("cfo", "chair", "owner", "staff"):
        text = page(portal, who)
        assert WORDS not in text, who
        assert "COO" in text
    assert "COO preguntó el 6 nov 2026" in page(portal, "author", "waiting")
    assert send(portal, "coo", "reply", october, "A-007", follow=False, reader="COO", text="me too").status_code == 404
    send(portal, "author", "reply", october, "A-007", reader="COO", text="Se paga con el presupuesto de enero")
    reply = Message.objects.get()
    assert (reply.reply_to, reply.role) == ("COO", "plant director")
    assert "Se paga con el presupuesto de enero" in page(portal, "coo")
    assert "Se paga con el presupuesto de enero" not in page(portal, "cfo")
    row = filed()[-1]
    assert (row["choice"], row["reply_to"], row["fingerprint"], row["comment"]) == ("reply", "COO", fingerprint("A-007", october), "Se paga con el presupuesto de enero")
    assert "COO preguntó el 6 nov 2026" not in page(portal, "author", "waiting")


def november(root: Path, on: date) -> Any:
    """Build November of Monterrey from its carried workbook, as of a day."""
    workspace = load_workspace(root)
    path = root / "submissions" / "2026-11" / "MTY.xlsx"
    path.parent.mkdir(parents=True, exist_ok=True)
    month_workbook(workspace, "MTY", NOVEMBER, path, received_on=None, language="en")
    return frame(assess(load_workspace(root).dossier("MTY", NOVEMBER, as_of=on), seed=1))


def said_in(judged: Any, language: Any = "en") -> list[str]:
    """Give the sentences on answers of an edition."""
    assessment = judged.assessment
    pen = Pen(language, assessment.dossier.as_of, assessment.exchange, assessment.exchange.currency)
    section = answers_section(Scribe(judged, Edition(Audience.HQ, language), pen), asks=9, threads=9)
    return [each.text for each in sentences_of(section)]


@pytest.fixture
def archive(october: Publication) -> Path:
    """Give the portal's workspace with the three months up to October."""
    lay_workspace(store.workspace_folder(), ("2026-08", "2026-09", "2026-10"))
    return store.workspace_folder()


def test_the_next_build_shows_a_disagreement_the_reply_and_the_days(portal: Portal, october: Publication, archive: Path) -> None:
    """Answered on 6 November, replied on the 9th; November's briefing of 8 December counts 29 days since."""
    send(portal, "coo", "answer", october, "A-010", choice="disagree", comment=WORDS)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(timezone, "now", lambda: THEN + timedelta(days=3))
        send(portal, "author", "reply", october, "A-010", reader="COO", text="Va en el plan de 2027")
    said = said_in(november(archive, date(2026, 12, 8)))
    assert "COO: disagrees, 6 Nov; the plant replied on 9 Nov." in said
    assert [text for text in said if text.startswith("A-010, COO disagrees, 6 Nov: ") and WORDS in text]
    assert [text for text in said if text.startswith("Reply of plant director, 9 Nov: ") and "Va en el plan de 2027" in text]
    assert "Not closed: the reader has not come back, 29 days." in said
    assert "No answer from 9 of 10 readers to the terms of 28 Oct: 21 days beyond the 20 agreed." in said  # 41 days from 28 October to 8 December


def test_the_same_through_the_secretary(portal: Portal, october: Publication, archive: Path) -> None:
    """A director's answer by way of the secretary counts, without the words that the charter does not keep; then a meeting decides another ask."""
    send(portal, "secretary", "record", october, "A-010", reader="DIR-1", choice="disagree", on="2026-11-04", reference="OC-2026-11", comment=SECRET)
    send(portal, "author", "reply", october, "A-010", reader="DIR-1", text="Va en el plan de 2027")
    send(portal, "secretary", "record", october, "A-009", choice="decided", on="2026-11-05", reference="OC-2026-11/2", role="VP HR", option="B", comment="from January")
    assert Answer.objects.filter(comment__contains=SECRET).count() == 0
    rows = filed()
    assert [(row["reader"], row["choice"], row["answered_on"], row["comment"]) for row in rows if row["choice"] == "disagree"] == [("DIR-1", "disagree", "2026-11-04", "")]
    assert [row["source"] for row in rows if row["choice"] == "disagree"] == [f"secretary portal {Answer.objects.get(choice='disagree').mark} OC-2026-11"]
    assert answer_file.write_waiting(THEN) == 0
    decided = next(row for row in rows if row["choice"] == "decided")
    assert (decided["role"], decided["answered_on"]) == ("VP HR", "2026-11-05")
    assert decided["comment"].startswith("OC-2026-11/2: opción B, ")
    assert decided["comment"].endswith("; from January")
    assert [each.act for each in TrailEntry.objects.order_by("number")][-3:] == ["recorded", "replied", "recorded"]
    said = said_in(november(archive, date(2026, 12, 8)))
    assert "Director, chair of the board: disagrees, 4 Nov; the plant replied on 6 Nov." in said
    assert "A-010, director, chair of the board disagrees, 4 Nov: the reasons are not kept." in [text[:1].upper() + text[1:] for text in said]
    assert [text for text in said if text.startswith("Decided in a meeting on 5 Nov; the secretary's record: ") and "OC-2026-11/2" in text]
    assert "A-009" not in page(portal, "coo", "waiting").split(catalogue("answering", "en").text("mine.title"))[0]


@pytest.mark.parametrize(("given", "said"), [
    ({"choice": "decided", "on": "2026-11-05", "reference": "", "role": "COO"}, "record.no_reference"), ({"choice": "decided", "on": "2026-11-05", "reference": "x", "role": " "}, "record.no_role"),
    ({"choice": "decided", "on": "", "reference": "x", "role": "COO"}, "record.no_day"), ({"choice": "decided", "on": "2026-11-07", "reference": "x", "role": "COO"}, "record.day_ahead"),
    ({"choice": "confirm", "on": "2026-11-05", "reader": "PD-MTY"}, "record.no_reader"), ({"choice": "confirm", "on": "2026-11-05", "reader": "ghost"}, "record.no_reader"),
])
def test_a_record_that_lacks_something_is_not_kept(portal: Portal, october: Publication, given: dict[str, str], said: str) -> None:
    """No reference, no role, no day, a day ahead, a reader who is not asked."""
    text = send(portal, "secretary", "record", october, "A-007", **given).content.decode()
    assert catalogue("answering", "es").text(said) in text
    assert not Answer.objects.exists()


SILENCE: dict[Language, dict[str, str]] = {
    "en": {"reminder": "{days} days have passed", "A-007": "As of 6 November: A-007 is still open, day 12 of 20.", "A-004": "A-004 has had no answer for 147 days; 20 were agreed."},
    "es": {"reminder": "han pasado {days} días", "A-007": "Al 6 de noviembre: A-007 sigue abierta, día 12 de 20.", "A-004": "A-004 lleva 147 días sin respuesta; se acordaron 20."},
}
"""What the prepared reminder says of the days, and what the mail of publication says of two asks."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_any_answer_briefing_desk_reminder_and_mail_say_the_same_days(portal: Portal, october: Publication, language: Language) -> None:
    """On the day the briefing speaks from: A-007 sent on 25 October is 12 days old; A-004 of 12 June 147, 127 beyond the 20. Nobody says approved, and no mail goes by itself."""
    for path in (store.workspace_folder() / "responses").glob("*.csv"):
        path.unlink()
    Person.objects.update(language=language)
    charter = charter_in_force()
    built = frame(assess(replace(load_workspace(SAMPLE).dossier("MTY", OCTOBER), responses=()), seed=1))
    known = live(october, charter, known_lines(charter), AS_OF)
    assert known is not None
    said, letters, words = said_in(built, language), escalation_letters(built, language), catalogue("answering", language)
    desk, reader, letter = page(portal, "owner", "desk"), page(portal, "coo"), mail_to_coo(built, language)
    heard = [*said, letters, desk, reader, letter]
    for ask, days in (("A-007", 12), ("A-004", 147)):
        found = known.ask(ask)
        assert found is not None
        printed = standing(known, found, language)
        assert [text for text in printed if text in said] == list(printed)
        assert [text for text in printed if text in reader] == list(printed)
        assert words.text("asked.days", days) in desk
        assert words.text("asked.days", days) in reader
        assert SILENCE[language][ask] in letter
        shown = unescape(portal.client("staff").get(reverse("reminder", kwargs={"code": "MTY", "ask": ask}), {"lang": language}).content.decode())
        passed = SILENCE[language]["reminder"].format(days=days)
        assert passed in shown
        heard.append(shown)
        if found.escalation:
            kept = [line for line in letters.splitlines() if passed in line]
            assert kept
            assert kept[0] in shown
    assert re.findall(r"\w*(?:approv|aprob)\w*", "\n".join(heard), re.IGNORECASE) == []
    assert (Answer.objects.count(), mail.outbox, Dispatch.objects.count()) == (0, [], 0)
    written(october)
    assert outbox.claim("one", THEN + timedelta(days=30)) == []


def mail_to_coo(judged: Any, language: Language) -> str:
    """Give the mail of publication to the COO, in a language: text and HTML."""
    found = next(each for each in deliveries(judged.assessment.dossier.charter, ["MTY"]) if each.reader.code == "COO")
    delivery = replace(found, edition=Edition(Audience.HQ, language))
    letter = letter_of(delivery, judged, compose(judged, delivery.edition), Enclosed(attached=False, link="https://portal.example.com/"))
    return "\n".join((letter.subject, *rendered(letter)))


def test_a_reminder_is_prepared_and_nothing_is_sent(portal: Portal, october: Publication) -> None:
    """For the desk alone, in both languages, with a link to a new mail; the page sends nothing and changes nothing."""
    where = reverse("reminder", kwargs={"code": "MTY", "ask": "A-004"})
    text = unescape(portal.client("staff").get(where, {"lang": "es"}).content.decode())
    assert "No se ha enviado nada" in text
    assert "Para: CEO <ceo@alderquill.example.com>" in text
    assert "http://testserver/briefings/MTY/2026-10/1/asked/" in text
    assert "mailto:ceo@alderquill.example.com?subject=Monterrey" in text
    assert mail.outbox == []
    assert [portal.client(who).get(where).status_code for who in ("coo", "author", "secretary", "stranger")] == [404] * 4
    assert portal.client("staff").get(reverse("reminder", kwargs={"code": "MTY", "ask": "A-999"})).status_code == 404


def test_an_answer_to_other_terms_is_asked_again_with_what_changed(portal: Portal, october: Publication) -> None:
    """The sample's COO confirmed July's terms: 190 thousand dollars then, 240 now."""
    text = page(portal, "coo")
    assert "Your answer of 28 Jul 2026 was given to other terms and no longer stands." in text
    assert "What changed: option B once from $190k to $240k" in text
    assert catalogue("answering", "en").text("waiting.again") in page(portal, "coo", "waiting")
    send(portal, "coo", "answer", october, "A-007", choice="confirm")
    assert "no longer stands" not in page(portal, "coo").split('id="A-007"')[1].split("</article>")[0].split("COO: confirms")[0]


def test_each_ask_shows_what_it_costs_and_what_waiting_costs(portal: Portal, october: Publication) -> None:
    """In the company's money, as typed: once, a month, or both; the cost of a month's delay as the briefing computed it."""
    known = live(october, charter_in_force(), (), AS_OF)
    assert known is not None
    found = {each.ask.id: each for each in asked_lines(known, "en", "COO", ())}
    for name, each in found.items():
        option = each.ask.option(each.ask.recommendation)
        assert (bool(each.once), bool(each.monthly)) == (option is not None and option.cost_once is not None, option is not None and option.cost_month is not None), name
    assert (found["A-007"].once, found["A-007"].monthly, found["A-007"].delay) == ("$240k", "", "$300k")
    assert any(each.once and each.monthly for each in found.values())
    text = page(portal, "coo")
    assert [each for each in found.values() if each.once and each.monthly and f"{each.once} once and {each.monthly} a month" not in text] == []


def test_a_change_below_the_charters_materiality_keeps_the_answer(portal: Portal, october: Publication, publish_plain: Callable[..., Publication]) -> None:
    """240,000 becomes 250,000: less than 10 % and 25,000 dollars. At 300,000 it is asked again."""
    send(portal, "cfo", "answer", october, "A-007", choice="confirm")
    for number, cost, stands in ((2, 250_000.0, True), (3, 300_000.0, False)):
        data = json.loads(told())
        before = json.loads(json.dumps(data["record"]["months"][-1])) | {"period": "2026-09"}
        for ask in [*(each["ask"] for each in data["record"]["asks"]), *data["record"]["months"][-1]["asks"]]:
            for option in ask["options"]:
                if (ask["id"], option["letter"]) == ("A-007", "B"):
                    option["cost_once"] = cost
        data["record"]["months"].insert(-1, before)
        PublishedAsks.objects.create(publication=publish_plain(period=OCTOBER, number=number, as_of=AS_OF), told=data)
        newest = Publication.objects.get(period="2026-10", number=number)
        text = page(portal, "cfo", **ASKED | {"number": number})
        assert ("You are asked again" in text.split('id="A-007"')[1].split("</article>")[0]) is not stands
        known = live(newest, charter_in_force(), known_lines(charter_in_force()), AS_OF)
        assert known is not None
        mine = next(each for each in asked_lines(known, "en", "CFO", ()) if each.ask.id == "A-007")
        assert mine.waits is not stands
    assert "has been published since" in page(portal, "cfo")
    assert "answer there" in send(portal, "cfo", "answer", october, "A-010", choice="confirm").content.decode()


@pytest.mark.parametrize(("directors", "kind", "buttons"), [(Switch.OFF, "off", False), (Switch.VIA_SECRETARY, "secretary", False), (Switch.DIRECT, "direct", True)])
def test_the_charters_switch_decides_and_keeps_a_directors_words_out(portal: Portal, october: Publication, monkeypatch: pytest.MonkeyPatch, directors: Switch, kind: str,
                                                                     *, buttons: bool) -> None:
    """Off, through the secretary, direct; where comments of directors are not kept none is offered, and none is taken from a form made by hand."""
    agreed = charter_in_force()
    changed = replace(agreed, company=replace(agreed.company, answers_directors=directors))
    for module in ("access", "views.answers", "services.answer_file"):
        monkeypatch.setattr(f"briefing.portal.{module}.charter_in_force", lambda: changed)
    text = page(portal, "chair")
    assert catalogue("answering", "en").text(f"way.{kind}") in text
    assert ('value="disagree"' in text, 'name="comment"' in text) == (buttons, False)
    if buttons:
        send(portal, "chair", "answer", october, "A-007", choice="question", comment=SECRET)
        assert (Answer.objects.get().comment, filed()[-1]["comment"]) == ("", "")


def test_who_is_which_reader(portal: Portal) -> None:
    """By address; by role only where one row alone has it and names no address."""
    charter = charter_in_force()
    chair = Person(email="CHAIR@alderquill.example.com", signs_as="clerk")
    assert [each.code if (each := reader_of(charter, person)) else "" for person in (chair, Person(email="x@y.example", signs_as="COO"))] == ["DIR-1", ""]
    bare = replace(charter, readers=tuple(replace(each, email="") for each in charter.readers))
    assert [each.code if (each := reader_of(bare, Person(email="x@y.example", signs_as=role))) else "" for role in ("coo", "plant director", "")] == ["COO", "", ""]
    assert way_of(charter, Person(email="direccion.qro@alderquill.example.com"), "MTY").kind == "unlisted"
    assert way_of(charter, Person(email="direccion.qro@alderquill.example.com"), "QRO").kind == "off"


def test_what_cannot_be_written_yet_waits_and_is_said(portal: Portal, october: Publication, monkeypatch: pytest.MonkeyPatch) -> None:
    """While somebody else writes the files the answer is kept, counts on every page, and the desk says that it waits; then it is written, once."""
    monkeypatch.setattr(answer_file, "TRIES", 2)
    with held(store.workspace_folder() / "responses"):
        send(portal, "coo", "answer", october, "A-010", choice="confirm")
    assert filed() == []
    assert "COO: confirms, 6 Nov." in page(portal, "chair")
    assert "1 answer is recorded but not yet" in page(portal, "owner", "desk")
    assert answer_file.write_waiting(THEN) == 0
    Answer.objects.update(written_at=None)  # as if we were killed between the file and the note of it
    assert answer_file.write_waiting(THEN) == 0
    assert [row["ask_id"] for row in filed()] == ["A-010"]


def test_a_file_that_cannot_be_added_to_is_left_as_it_is(portal: Portal, october: Publication) -> None:
    """Somebody saved it in another encoding: it stays, the answer waits, the desk says so."""
    path = store.workspace_folder() / "responses" / "2026-10.csv"
    path.write_bytes("answered_on;nota\n2026-11-01;añejo\n".encode("cp1252"))
    send(portal, "coo", "answer", october, "A-010", choice="confirm")
    assert path.read_bytes() == "answered_on;nota\n2026-11-01;añejo\n".encode("cp1252")
    assert Answer.objects.get().written_at is None
    assert "not yet in the workspace" in page(portal, "owner", "desk")


def test_a_briefing_of_before_answers_says_so(portal: Portal, published: Publication) -> None:
    """No asks are shown, none can be answered, and nothing falls over."""
    add_listed(portal)
    assert "published before answers were taken here" in page(portal, "coo", **ASKED | {"period": "2026-09"})


def test_ones_data_and_being_forgotten(portal: Portal, october: Publication) -> None:
    """The export holds what was opened and answered; erasing takes what was opened, and leaves the company's record by role."""
    portal.client("coo").post(reverse("open_edition", kwargs=ASKED), {"edition": "hq.en"})
    send(portal, "coo", "answer", october, "A-007", choice="question", comment=WORDS)
    send(portal, "author", "reply", october, "A-007", reader="COO", text="Se paga en enero")
    mine = json.loads(portal.client("coo").get(reverse("my_data")).content)
    assert [each["edition"] for each in mine["readings"]] == ["MTY 2026-10 #1 hq.en"]
    assert [(each["ask"], each["comment"]) for each in mine["answers"]] == [("MTY 2026-10 A-007: question", WORDS)]
    assert [each["text"] for each in json.loads(portal.client("author").get(reverse("my_data")).content)["replies"]] == ["Se paga en enero"]
    erase_person(portal.people["admin"], portal.people["coo"], THEN, held=False)
    assert not Reading.objects.exists()
    kept = Answer.objects.get()
    assert (kept.role, kept.person.name, kept.person.email.endswith("@erased.invalid")) == ("COO", "", True)
    assert first_broken() is None


def test_what_is_past_its_time_takes_the_answers_along(portal: Portal, october: Publication) -> None:
    """With the publication go its asks, who opened it, what was answered and replied."""
    portal.client("coo").post(reverse("open_edition", kwargs=ASKED), {"edition": "hq.en"})
    send(portal, "coo", "answer", october, "A-007", choice="question", comment=WORDS)
    send(portal, "coo", "answer", october, "A-007", choice="disagree", comment=WORDS)
    send(portal, "author", "reply", october, "A-007", reader="COO", text="Se paga en enero")
    Publication.objects.update(published_at=THEN - timedelta(days=8 * 366))
    purge(portal.people["secretary"], charter_in_force().company, THEN)
    assert [model.objects.count() for model in (PublishedAsks, Reading, Answer, Message)] == [0, 0, 0, 0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pages_speak_the_persons_language(portal: Portal, october: Publication, language: str) -> None:
    """Headings, buttons and the briefing's own sentences."""
    Person.objects.update(language=language)
    text = page(portal, "coo")
    for key in ("read.open", "answer.confirm", "answer.question", "answer.disagree", "way.direct", "fact.delay"):
        assert catalogue("answering", "es" if language == "es" else "en").text(key) in text
    assert ("Sin respuesta de" in text) is (language == "es")
