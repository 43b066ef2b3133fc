"""Answers by mail, one by one: each is merged with the right ask, terms, choice and words, or shown with the reason why not."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.distribution.ledger import Entry, Event
from briefing.distribution.replies import Outcome, Reason, Terms, Verdict, judge, mails_of, read_mail
from briefing.distribution.replies.files import NotMail
from briefing.distribution.replies.own_words import own_words
from briefing.model.charter import Answers, Charter, Company, Reader
from briefing.model.replying import Token
from briefing.periods import Period
from tests.distribution.mails import ANSWERS, CEO, CFO, COO, DIRECTOR, PLANT, both, mail, token

TODAY = date(2026, 11, 10)
A7, A9, OLD = "95e4d8e655f4", "08c35994bf58", "a4e625a1ff8e"
OURS = "<0123.briefing@example.com>"
ONE = "<4567.briefing@example.com>"
CHARTER = Charter(
    Company("Alderquill", reply_to=ANSWERS),
    readers=(Reader("CEO", "CEO", email=CEO), Reader("CFO", "CFO", email=CFO, sites=("TIJ",)), Reader("COO", "COO", email=COO.upper()),
             Reader("DIR-1", "director", "director", DIRECTOR), Reader("PD", "plant director", "site", PLANT),
             Reader("X1", "legal", email="shared@example.com"), Reader("X2", "audit", email="Shared@example.com")))


@dataclass
class Known:
    """A workspace with A-007 and A-009 in force, A-004 decided, and two mails sent to the COO."""

    charter: Charter = CHARTER
    recorded: set[tuple[str, str]] = field(default_factory=set)

    def sent(self, message_ids: Sequence[str]) -> Entry | None:
        """Give our mail with both asks, or that with one."""
        asks = {OURS: (("A-007", A7), ("A-009", A9)), ONE: (("A-007", A7),)}
        return next((Entry(Event.ACCEPTED, "2026-11-06", "COO", "MTY", "2026-10", "hq.en", "v", each, asks[each]) for each in message_ids if each in asks), None)

    def terms(self, token: Token) -> Terms:
        """Tell by the fingerprint."""
        if (token.site, token.period) != ("MTY", Period(2026, 10)) or token.ask not in {"A-007", "A-009", "A-004"}:
            return Terms.UNKNOWN
        if token.ask == "A-004":
            return Terms.CLOSED
        return Terms.CURRENT if token.fingerprint == {"A-007": A7, "A-009": A9}[token.ask] else Terms.STALE

    def is_recorded(self, period: Period, origin: str, ask: str) -> bool:  # noqa: ARG002 - as the archive has it
        """Tell by what the test says."""
        return (origin, ask) in self.recorded


def verdicts(data: bytes, known: Known | None = None) -> tuple[Verdict, ...]:
    """Judge a mail."""
    return judge(read_mail(data), known or Known(), TODAY)


CONFIRM, QUESTION, DISAGREE = (token(choice, terms=A7) for choice in ("confirm", "question", "disagree"))
REPLY = (f"In-Reply-To: {OURS}", f"References: <older@example.com> {OURS}")
TO_ONE = (f"In-Reply-To: {ONE}",)

GMAIL_ES = f"\n\nEl vie, 6 nov 2026 a las 9:30, Briefing (<briefing@example.com>)\nescribió:\n\n> Pide una decisión.\n> A-007 confirm\n> {DISAGREE}\n"
GMAIL_EN = f"\n\nOn Fri, Nov 6, 2026 at 9:30 AM Briefing <briefing@example.com> wrote:\n\n> It asks for one decision.\n> A-007 disagree\n> {DISAGREE}\n"
OUTLOOK_EN = f"\n\nFrom: Briefing <briefing@example.com>\nSent: Friday, November 6, 2026 9:30 AM\nTo: COO\nSubject: Monterrey\n\nA-007 disagree {DISAGREE}\n"
OUTLOOK_ES = (f"\n\n________________________________\nDe: Briefing <briefing@example.com>\nEnviado: viernes, 6 de noviembre de 2026 09:30\nPara: Dirección\n"
              f"Asunto: Monterrey, octubre\n\nPide una decisión. {DISAGREE}\n")
ORIGINAL = f"\n\n-----Original Message-----\nFrom: Briefing\nSent: Friday\nTo: COO\nSubject: x\n\n{DISAGREE}\n"
ORIGINAL_ES = f"\n\n-----Mensaje original-----\nDe: Briefing\nEnviado el: viernes\nPara: COO\nAsunto: x\n\n{DISAGREE}\n"
IPHONE_EN = f"\n\nSent from my iPhone\n\n> On Nov 6, 2026, at 9:30 AM, Briefing <briefing@example.com> wrote:\n> \n> It asks. {DISAGREE}\n"
IPHONE_ES = f"\n\nEnviado desde mi iPhone\n\n> El 6 nov 2026, a la(s) 9:30 a.m., Briefing <briefing@example.com> escribió:\n> \n> Pide. {DISAGREE}\n"
LEGAL_ES = "\n\nAVISO DE CONFIDENCIALIDAD: Este correo y sus anexos son para su destinatario.\nSi no está de acuerdo, bórrelo.\n"
LEGAL_EN = "\n\nThis e-mail is confidential and intended only for the addressee.\nIf you do not agree, delete it.\n"

MERGED: dict[str, tuple[bytes, tuple[tuple[str, str, str], ...]]] = {
    # from the link, untouched: subject and body carry the token
    "link, english": (mail(subject=f"Monterrey, October 2026: I confirm A-007 {CONFIRM}",
                           body=f"I confirm A-007 on the terms of this briefing.\n{CONFIRM}\n\nA comment, if you wish:\n"), (("A-007", "confirm", ""),)),
    "link, spanish": (mail(subject=f"Monterrey, octubre de 2026: confirmo A-007 {CONFIRM}",
                           body=f"Confirmo A-007 en los términos de este informe.\n{CONFIRM}\n\nSi desea, un comentario:\nAdelante con B."),
                      (("A-007", "confirm", "Adelante con B."),)),
    "link, a question typed under the prompt": (mail(subject=f"x {QUESTION}", body=f"I have a question on A-007.\n{QUESTION}\n\nMy question:\nWho pays in 2027?\n"),
                                                (("A-007", "question", "Who pays in 2027?"),)),
    "link, disagrees with a reason": (mail(subject=f"x {DISAGREE}", body=f"No estoy de acuerdo con A-007 en los términos de este informe.\n{DISAGREE}\n\nMi motivo:\n"
                                           "Es muy caro."), (("A-007", "disagree", "Es muy caro."),)),
    "link, body deleted": (mail(subject=f"Monterrey: confirmo A-007 {CONFIRM}", body="."), (("A-007", "confirm", "."),)),
    "link, subject changed": (mail(subject="my answer", body=f"{CONFIRM}\nFine."), (("A-007", "confirm", "Fine."),)),
    "token broken over two lines": (mail(body=CONFIRM.replace(" A-007 ", "\nA-007 ")), (("A-007", "confirm", ""),)),
    "token with spaces that do not break": (mail(body=CONFIRM.replace(" ", "\u00a0")), (("A-007", "confirm", ""),)),
    "token in quoted-printable": (mail(body=f"Está bien.\n{CONFIRM}", encoding="quoted-printable"), (("A-007", "confirm", "Está bien."),)),
    "token in base64": (mail(body=f"Está bien.\n{CONFIRM}", encoding="base64"), (("A-007", "confirm", "Está bien."),)),
    "windows-1252": (mail(body=f"Según lo hablado: adelante. “Sí”\n{CONFIRM}", charset="windows-1252"), (("A-007", "confirm", "Según lo hablado: adelante. “Sí”"),)),
    "latin-1 that is windows-1252": (mail(body=f"¿Cuánto? “B”\n{QUESTION}".encode("cp1252"), charset="iso-8859-1"), (("A-007", "question", "¿Cuánto? “B”"),)),
    "no charset that exists": (mail(body=f"¿Cuánto?\n{QUESTION}".encode(), charset="x-unknown"), (("A-007", "question", "¿Cuánto?"),)),
    "flowed text": (mail(body=f"This is a long line that the \nprogram has flowed.\n{CONFIRM}\n", parameters="; format=flowed"),
                    (("A-007", "confirm", "This is a long line that the program has flowed."),)),
    "html alone": (mail(body=f"<html><head><style>p{{}}</style></head><body><p>Adelante &mdash; B.</p><p>{CONFIRM}</p></body></html>", kind="text/html"),
                   (("A-007", "confirm", "Adelante — B."),)),
    "text and html": (both(f"Adelante.\n{CONFIRM}", f"<p>Adelante.</p><p>{CONFIRM}</p>"), (("A-007", "confirm", "Adelante."),)),
    # a plain reply to our mail, top-posted, in the ways of the programs
    "gmail, english": (mail(subject="Re: Monterrey", body=f"A-007 confirm{GMAIL_EN}", headers=REPLY), (("A-007", "confirm", ""),)),
    "gmail, spanish": (mail(subject="Re: Monterrey", body=f"A-007 confirmo{GMAIL_ES}", headers=REPLY), (("A-007", "confirm", ""),)),
    "gmail, html": (mail(subject="Re: Monterrey", kind="text/html", headers=REPLY, body=f'<div dir="ltr">A-009: pregunta: ¿Cuándo?</div><br><div class="gmail_quote">'
                         f'<div class="gmail_attr">El vie, 6 nov 2026, Briefing escribió:<br></div><blockquote><p>A-007 confirm</p>{DISAGREE}</blockquote></div>'),
                    (("A-009", "question", "¿Cuándo?"),)),
    "outlook, english": (mail(subject="RE: Monterrey", body=f"A-007 disagree: too late.\n\nRegards,\nJohn{OUTLOOK_EN}", headers=REPLY), (("A-007", "disagree", "too late."),)),
    "outlook, spanish": (mail(subject="RE: Monterrey", body=f"Confirmo la A-007.\n\nSaludos cordiales,\nJuan Pérez\nDirector{OUTLOOK_ES}", headers=REPLY),
                         (("A-007", "confirm", ""),)),
    "outlook, html": (mail(subject="RE: Monterrey", kind="text/html", headers=REPLY, body='<div class="WordSection1"><p class="MsoNormal">A-007 en desacuerdo: muy caro</p>'
                           '<div style="border:none;border-top:solid #E1E1E1 1.0pt"><p><b>De:</b> Briefing<br><b>Enviado el:</b> viernes<br><b>Para:</b> COO<br>'
                           f'<b>Asunto:</b> Monterrey</p></div><p>{CONFIRM}</p></div>'), (("A-007", "disagree", "muy caro"),)),
    "outlook on the web": (mail(subject="RE: x", kind="text/html", headers=REPLY, body='<div>A-007 confirm</div><div id="appendonsend"></div><hr>'
                                f'<div id="divRplyFwdMsg" dir="ltr"><b>From:</b> Briefing<br><b>Sent:</b> Friday<br><b>To:</b> COO<br><b>Subject:</b> x</div><div>{DISAGREE}</div>'),
                           (("A-007", "confirm", ""),)),
    "original message": (mail(subject="RE: x", body=f"I confirm A-007{ORIGINAL}", headers=REPLY), (("A-007", "confirm", ""),)),
    "mensaje original": (mail(subject="RE: x", body=f"Tengo una pregunta sobre A-007: ¿quién paga?{ORIGINAL_ES}", headers=REPLY),
                         (("A-007", "question", "¿quién paga?"),)),
    "iphone, english": (mail(subject="Re: x", body=f"A-007 confirm{IPHONE_EN}", headers=REPLY), (("A-007", "confirm", ""),)),
    "iphone, spanish": (mail(subject="Re: x", body=f"No estoy de acuerdo con A-007. Es tarde.{IPHONE_ES}", headers=REPLY), (("A-007", "disagree", "Es tarde."),)),
    "outlook on a phone": (mail(subject="RE: x", body=f"Confirmo A-007\n\nObtener Outlook para iOS{OUTLOOK_ES}", headers=REPLY), (("A-007", "confirm", ""),)),
    "samsung": (mail(subject="RE: x", body=f"confirmo A-007\n\nEnviado desde mi Galaxy\n\n-------- Mensaje original --------\nDe: Briefing\nFecha: 6/11/26\nPara: COO\n"
                     f"Asunto: x\n\n{DISAGREE}", headers=REPLY), (("A-007", "confirm", ""),)),
    "bottom-posted": (mail(subject="Re: x", body=f"On Fri, Nov 6, 2026 at 9:30 AM Briefing <b@example.com> wrote:\n> It asks.\n> {DISAGREE}\n\nA-007 confirm\nGo on.",
                           headers=REPLY), (("A-007", "confirm", "Go on."),)),
    "between the quoted lines": (mail(subject="Re: x", body="> A-007\nA-007 confirm\n> A-009\nA-009 question: when?\n", headers=REPLY),
                                 (("A-007", "confirm", ""), ("A-009", "question", "when?"))),
    "one ask was sent, so one word is enough": (mail(subject="Re: x", body="Confirmo.\n\nGracias,\nAna", headers=TO_ONE), (("A-007", "confirm", ""),)),
    "two answers in one mail": (mail(body=f"{CONFIRM}\nGo.\n{token('question', 'A-009', A9)}\nHow much?"), (("A-007", "confirm", "Go."), ("A-009", "question", "How much?"))),
    "the same answer by token and word": (mail(subject=f"x {CONFIRM}", body=f"A-007 confirm\n{CONFIRM}", headers=REPLY), (("A-007", "confirm", ""),)),
    # what companies add
    "spanish disclaimer": (mail(body=f"{CONFIRM}\nAdelante.{LEGAL_ES}"), (("A-007", "confirm", "Adelante."),)),
    "english disclaimer": (mail(body=f"{CONFIRM}\nGo on.{LEGAL_EN}"), (("A-007", "confirm", "Go on."),)),
    "banner of outside mail": (mail(body=f"CAUTION: This email originated from outside of the organization.\n\n{CONFIRM}\nGo on."), (("A-007", "confirm", "Go on."),)),
    "signature after two dashes": (mail(body=f"{CONFIRM}\nGo on.\n-- \nJohn Doe\nI disagree with everything, Inc."), (("A-007", "confirm", "Go on."),)),
    "a picture in the signature": (both(f"{CONFIRM}", "", kind="mixed", more="Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n"
                                        "Content-Disposition: inline\r\n\r\niVBORw0KGgo="), (("A-007", "confirm", ""),)),
    "calendar and file beside it": (both(f"{CONFIRM}", "", kind="mixed", more='Content-Type: text/plain; name="no.txt"\r\nContent-Disposition: attachment\r\n\r\n'
                                         f"{DISAGREE}"), (("A-007", "confirm", ""),)),
    "address in other case": (mail(sender="COO@Alderquill.Example.COM", body=CONFIRM), (("A-007", "confirm", ""),)),
}


@pytest.mark.parametrize("name", MERGED)
def test_each_of_these_is_merged(name: str) -> None:
    """Ask, choice and the author's own words, bound to the terms that were sent."""
    data, wanted = MERGED[name]
    found = verdicts(data)
    assert [Outcome.MERGED] * len(wanted) == [each.outcome for each in found], [each.reason for each in found]
    responses = [each.response for each in found if each.response]
    assert wanted == tuple((each.ask_id, each.choice.value, each.comment) for each in responses)
    assert all((each.fingerprint, each.reader, each.site, each.answered_on) == ({"A-007": A7, "A-009": A9}[each.ask_id], "COO", "MTY", date(2026, 11, 9))
               for each in responses)


SHOWN: dict[str, tuple[bytes, Reason]] = {
    "terms that have changed": (mail(body=token("confirm", terms=OLD)), Reason.STALE),
    "a made-up fingerprint": (mail(body=token("confirm", terms="0" * 12)), Reason.STALE),
    "an ask nobody knows": (mail(body=token("confirm", "A-999", A7)), Reason.UNKNOWN_ASK),
    "another site": (mail(body=token("confirm", terms=A7, site="GDL")), Reason.UNKNOWN_ASK),
    "another month": (mail(body=token("confirm", terms=A7, period="2031-01")), Reason.UNKNOWN_ASK),
    "an ask that is decided": (mail(body=token("confirm", "A-004", A7)), Reason.CLOSED),
    "an unknown sender": (mail(sender="john@gmail.example", body=CONFIRM), Reason.UNKNOWN_SENDER),
    "no sender": (mail(sender="<>", body=CONFIRM), Reason.UNKNOWN_SENDER),
    "two senders": (mail(sender=f"<{COO}>, <{CEO}>", body=CONFIRM), Reason.UNKNOWN_SENDER),
    "a name that looks like an address": (mail(sender=f'"{COO}" <evil@example.net>', body=CONFIRM), Reason.UNKNOWN_SENDER),
    "an address that two readers share": (mail(sender="shared@example.com", body=CONFIRM), Reason.SHARED_ADDRESS),
    "a director, through the secretary": (mail(sender=DIRECTOR, body=CONFIRM), Reason.VIA_SECRETARY),
    "a reader of the plant": (mail(sender=PLANT, body=CONFIRM), Reason.SITE_READER),
    "a reader of other sites": (mail(sender=CFO, body=CONFIRM), Reason.NOT_THEIR_SITE),
    "a choice in the quoted part alone": (mail(subject="Re: x", body=f"Gracias, lo veo.\n\nEl vie, 6 nov 2026, Briefing <b@example.com> escribió:\n> {CONFIRM}", headers=REPLY),
                                          Reason.ONLY_QUOTED),
    "nothing but a quote": (mail(subject="Re: x", body=f"\n{GMAIL_EN}", headers=REPLY), Reason.ONLY_QUOTED),
    "another reader's token in a reply's subject": (mail(sender=CEO, subject=f"Re: Monterrey {CONFIRM}", body="Thanks for telling us."), Reason.ONLY_QUOTED),
    "outlook's quote with a token": (mail(subject="RE: x", body=f"Lo reviso.{OUTLOOK_ES}", headers=REPLY), Reason.ONLY_QUOTED),
    "forwarded by gmail": (mail(subject="Fwd: x", body=f"---------- Forwarded message ---------\nDe: CEO\n\n{CONFIRM}"), Reason.FORWARDED),
    "forwarded by outlook": (mail(subject="RV: Monterrey", body=f"Juan confirma.{OUTLOOK_ES}"), Reason.FORWARDED),
    "forwarded by apple": (mail(subject="x", body=f"See below\n\nBegin forwarded message:\n\nFrom: CEO\n{CONFIRM}"), Reason.FORWARDED),
    "forwarded with an answer above": (mail(subject="FW: x", body=f"A-007 confirm\n{CONFIRM}", headers=REPLY), Reason.FORWARDED),
    "forwarded as a file": (both("See the mail.", "", kind="mixed", more=f"Content-Type: message/rfc822\r\n\r\nFrom: {CEO}\r\nSubject: x\r\n\r\n{CONFIRM}"), Reason.FORWARDED),
    "two choices": (mail(body=f"{CONFIRM}\n{DISAGREE}"), Reason.CONFLICT),
    "subject against body": (mail(subject=f"x {CONFIRM}", body=f"{QUESTION}\nHow much?"), Reason.CONFLICT),
    "a token against the words": (mail(subject=f"x {CONFIRM}", body=f"{CONFIRM}\nI disagree with this."), Reason.CONFLICT),
    "a token against spanish words": (mail(body=f"{CONFIRM}\nLa verdad no puedo confirmar todavía."), Reason.CONFLICT),
    "a confirmation with a reserve": (mail(body=f"{CONFIRM}\nOnly if the supplier is audited first."), Reason.CONDITIONAL),
    "una confirmación con condición": (mail(subject="Re: x", body="Confirmo A-007, siempre y cuando sea en diciembre", headers=REPLY), Reason.CONDITIONAL),
    "de acuerdo, pero": (mail(subject="Re: x", body="De acuerdo, pero lo vemos el lunes", headers=TO_ONE), Reason.CONDITIONAL),
    "ok is no word of ours": (mail(subject="Re: x", body="ok", headers=TO_ONE), Reason.NO_CHOICE),
    "sí is no word of ours": (mail(subject="Re: x", body=f"Sí.{GMAIL_ES}", headers=TO_ONE), Reason.ONLY_QUOTED),
    "a sentence that begins like an answer": (mail(subject="Re: x", body="Confirm with Juan that the date holds", headers=TO_ONE), Reason.NO_CHOICE),
    "one word, several asks": (mail(subject="Re: x", body="Confirmo", headers=REPLY), Reason.WHICH_ASK),
    "an ask that was not in that mail": (mail(subject="Re: x", body="A-010 confirm", headers=REPLY), Reason.UNKNOWN_ASK),
    "words without any terms": (mail(subject="x", body="A-007 confirm"), Reason.NO_TERMS),
    "a reply to a mail that another got": (mail(sender=CEO, subject="Re: x", body="A-007 confirm", headers=REPLY), Reason.NO_TERMS),
    "out of office, by its header": (mail(body=CONFIRM, headers=("Auto-Submitted: auto-replied",)), Reason.AUTOMATIC),
    "out of office, by its subject": (mail(subject="Respuesta automática: Monterrey", body=f"Estoy fuera. {CONFIRM}"), Reason.AUTOMATIC),
    "automatic reply in english": (mail(subject="Automatic reply: x", body="I am out. A-007 confirm", headers=REPLY), Reason.AUTOMATIC),
    "a list's mail": (mail(body=CONFIRM, headers=("Precedence: bulk",)), Reason.AUTOMATIC),
    "a bounce by its type": (mail(sender="MAILER-DAEMON@example.com", subject="Undelivered Mail Returned to Sender", body=CONFIRM), Reason.BOUNCE),
    "a bounce in spanish": (mail(sender="postmaster@example.com", subject="No se puede entregar: Monterrey", body=CONFIRM), Reason.BOUNCE),
    "a sender that the server doubts": (mail(body=CONFIRM, headers=("Authentication-Results: mx.example.com; spf=fail; dmarc=fail (p=none)",)), Reason.SPOOFED),
    "encrypted": (mail(body="xyz", kind="application/pkcs7-mime"), Reason.ENCRYPTED),
    "a picture and no words": (mail(body="iVBORw0KGgo=", kind="image/png", encoding="base64"), Reason.NO_TEXT),
    "nothing at all": (mail(body=""), Reason.NO_TEXT),
}


@pytest.mark.parametrize("name", SHOWN)
def test_each_of_these_is_shown_with_its_reason_and_never_recorded(name: str) -> None:
    """Nothing is guessed."""
    data, reason = SHOWN[name]
    found = verdicts(data)
    assert [reason] == list(dict.fromkeys(each.reason for each in found))
    assert [] == [each for each in found if each.response]
    assert {Outcome.KNOWN if reason is Reason.AUTOMATIC else Outcome.SHOWN} == {each.outcome for each in found}


def test_there_are_enough_of_them() -> None:
    """At least forty different mails."""
    assert len({data for data, _ in (*MERGED.values(), *SHOWN.values())}) >= 80


def test_one_answer_of_two_can_be_shown_alone() -> None:
    """The other is recorded."""
    found = verdicts(mail(body=f"{CONFIRM}\n{token('confirm', 'A-009', OLD)}"))
    assert [("A-007", Outcome.MERGED, Reason.NONE), ("A-009", Outcome.SHOWN, Reason.STALE)] == [(each.token.ask, each.outcome, each.reason) for each in found if each.token]


def test_a_mail_that_is_recorded_is_known() -> None:
    """By its Message-ID and ask, before anything else is asked of it."""
    found = verdicts(mail(body=CONFIRM, number=7), Known(recorded={("mail <m7@example.com>", "A-007")}))
    assert [(Outcome.KNOWN, Reason.DUPLICATE)] == [(each.outcome, each.reason) for each in found]


def test_directors_comments_are_dropped_unless_the_charter_keeps_them() -> None:
    """And that is said; the answer itself is kept where directors answer themselves."""
    direct = replace(CHARTER, company=replace(CHARTER.company, answers_directors=Answers.DIRECT))
    kept = replace(direct, company=replace(direct.company, comments_directors=True))
    data = mail(sender=DIRECTOR, body=f"{QUESTION}\nIs Juan to blame?")
    (dropped,), (whole,) = verdicts(data, Known(direct)), verdicts(data, Known(kept))
    assert ("", ("note.comment_dropped",)) == (dropped.response and dropped.response.comment, dropped.notes)
    assert ("Is Juan to blame?", ()) == (whole.response and whole.response.comment, whole.notes)


@pytest.mark.parametrize("switch", [Answers.OFF, Answers.VIA_SECRETARY])
def test_nobody_answers_whom_the_charter_does_not_let(switch: Answers) -> None:
    """Executives too."""
    closed = replace(CHARTER, company=replace(CHARTER.company, answers_executives=switch))
    (found,) = verdicts(mail(body=CONFIRM), Known(closed))
    assert (None, Reason.NOT_ALLOWED if switch is Answers.OFF else Reason.VIA_SECRETARY) == (found.response, found.reason)


@pytest.mark.parametrize("day", [None, datetime.fromisoformat("2031-01-01T00:00:00+00:00"), datetime.fromisoformat("1970-01-01T00:00:00+00:00")])
def test_a_mail_without_a_usable_date_gets_the_day_of_the_import_and_says_so(day: datetime | None) -> None:
    """The choice is not in doubt for it."""
    (found,) = verdicts(mail(body=CONFIRM, day=day))
    assert (TODAY, ("note.day",)) == (found.response and found.response.answered_on, found.notes)


def deep(levels: int) -> bytes:
    """Give parts within parts."""
    head = b"".join(f'Content-Type: multipart/mixed; boundary="b{level}"\r\n\r\n--b{level}\r\n'.encode() for level in range(levels))
    return b"From: " + COO.encode() + b"\r\nSubject: x\r\n" + head + b"Content-Type: text/plain\r\n\r\n" + CONFIRM.encode()


HOSTILE: dict[str, tuple[bytes, frozenset[Reason]]] = {
    "ten megabytes of words": (mail(body="word " * 2_000_000), frozenset({Reason.NO_CHOICE})),
    "ten megabytes of line breaks": (mail(body="\n" * 10_000_000), frozenset({Reason.NO_TEXT})),
    "ten megabytes of quotes": (mail(body=">" * 10_000_000), frozenset({Reason.ONLY_QUOTED, Reason.NO_CHOICE})),
    "a thousand parts within parts": (deep(1000), frozenset({Reason.NESTED})),
    "parts within parts that we do read": (deep(12), frozenset({Reason.NONE})),
    "a header of a megabyte": (b"X-Bomb: " + b"a" * 1_000_000 + b"\r\n" + mail(body=CONFIRM), frozenset({Reason.HEADER_BOMB})),
    "a hundred thousand headers": (b"".join(b"X-%d: a\r\n" % index for index in range(100_000)) + mail(body=CONFIRM), frozenset({Reason.HEADER_BOMB})),
    "a type with endless parameters": (mail(body=CONFIRM, parameters="; a=b" * 50_000), frozenset({Reason.HEADER_BOMB})),
    "a subject of encoded words": (mail(subject="=?utf-8?q?a?= " * 5_000, body=CONFIRM), frozenset({Reason.NONE})),
    "a hundred thousand senders": (mail(sender=", ".join(f"<a{index}@example.com>" for index in range(10_000)), body=CONFIRM), frozenset({Reason.UNKNOWN_SENDER})),
    "brackets without end": (mail(body="[MTY " * 400_000), frozenset({Reason.NO_CHOICE})),
    "spaces in a token without end": (mail(body="[MTY" + " " * 1_000_000 + "2026-10"), frozenset({Reason.NO_CHOICE})),
    "html of open tags": (mail(body="<div>" * 400_000 + CONFIRM, kind="text/html"), frozenset({Reason.NO_TEXT, Reason.NO_CHOICE})),
    "html of comments without end": (mail(body="<!--" * 500_000, kind="text/html"), frozenset({Reason.NO_TEXT})),
    "html of block quotes": (mail(body="<blockquote>" * 150_000 + CONFIRM, kind="text/html"), frozenset({Reason.NO_TEXT, Reason.ONLY_QUOTED, Reason.NO_CHOICE})),
    "half-written attributions": (mail(body="On 1 @ " * 200_000), frozenset({Reason.NO_CHOICE})),
    "lines that nearly end a quote": (mail(body="On Monday 1 x@y\n" * 100_000), frozenset({Reason.NO_CHOICE})),
    "underlines": (mail(body="_______\n" * 200_000), frozenset({Reason.NO_CHOICE, Reason.ONLY_QUOTED, Reason.NO_TEXT})),
    "no in front of everything": (mail(body=f"{CONFIRM}\n" + "no " * 600_000), frozenset({Reason.NONE, Reason.NO_CHOICE})),
    "bytes of nothing": (b"From: a@b.c\r\n\r\n" + bytes(range(256)) * 4000, frozenset({Reason.UNKNOWN_SENDER})),
    "broken base64": (mail(body=b"A" * 999_999 + b"*", encoding="8bit", headers=("Content-Transfer-Encoding: base64",)), frozenset(Reason)),
    "a boundary that is never found": (mail(body=CONFIRM, kind="multipart/mixed", parameters='; boundary="zz"'), frozenset(Reason)),
    "a charset that is a path": (mail(body=CONFIRM.encode(), charset="../../etc/passwd"), frozenset({Reason.NONE})),
    "a charset that unpacks": (mail(body=CONFIRM.encode(), charset="zlib_codec"), frozenset({Reason.NONE, Reason.NO_TEXT})),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_mail_ends_in_words_and_soon(name: str) -> None:
    """Processor time, on a busy machine too."""
    data, reasons = HOSTILE[name]
    start = time.process_time()
    found = {each.reason for each in verdicts(data)}
    spent = time.process_time() - start
    assert found <= reasons
    assert spent < 6, f"{spent:.1f} s"


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(sorted(MERGED)), st.lists(st.tuples(st.integers(0, 4_000), st.binary(max_size=6), st.integers(0, 40)), min_size=1, max_size=6))
def test_a_spoiled_mail_is_never_a_fault_of_ours(name: str, cuts: list[tuple[int, bytes, int]]) -> None:
    """Bytes written over, put in and cut out anywhere: a verdict each time, and what is recorded is one of the three choices on terms in force."""
    data = MERGED[name][0]
    for at, put, out in cuts:
        place = at % (len(data) + 1)
        data = data[:place] + put + data[place + out:]
    for found in verdicts(data):
        assert (found.response is None) == (found.outcome is not Outcome.MERGED)
        assert found.response is None or found.response.fingerprint in {A7, A9}


@pytest.mark.parametrize(("data", "key"), [
    (b"", "file.empty"), (b" \r\n", "file.empty"), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 99, "file.outlook"), (b"%PDF-1.7 no mail", "file.no_mail"),
    (b"PK\x03\x04", "file.no_mail"), ("Hola, confirmo".encode("utf-16"), "file.no_mail"),
])
def test_a_file_that_is_no_mail_is_said_so(data: bytes, key: str) -> None:
    """With what to do instead."""
    with pytest.raises(NotMail) as fault:
        list(mails_of(data))
    assert key == str(fault.value)


def test_an_mbox_is_parted_where_its_mails_begin() -> None:
    """A line of the text that begins with From, masked or not, begins none."""
    mails = [mail(body=f"{CONFIRM}\nline {index}", number=index) for index in range(3)]
    masked = b"\n>From me to you\nFrom here on no date"
    box = b"".join(b"From coo@example.com Mon Nov  9 10:12:00 2026\r\n" + each + masked + b"\r\n\r\n" for each in mails)
    found = list(mails_of(box))
    assert ["<m0@example.com>", "<m1@example.com>", "<m2@example.com>"] == [read_mail(each).id for each in found]
    assert all(b"\nFrom me to you" in each for each in found)
    assert [mails[0]] == list(mails_of(mails[0]))


@pytest.mark.parametrize(("text", "wanted"), [
    ("Go.\n\nSaludos,\nJuan\nTel. 81 1234", "Go."), ("Gracias\nJuan", "Gracias\nJuan"), ("Hi,\nThanks, it works?\nWhen?", "Hi,\nThanks, it works?\nWhen?"),
    ("a\n> b\nc", "a\nc"), ("-- \nJuan", ""), ("[EXTERNAL]\nGo", "Go"), ("On Monday I wrote: go", "On Monday I wrote: go"),
    ("2026-11-06 9:30 GMT-06:00 Briefing <b@example.com>:\n> x\nGo", "Go"), ("Le 6 nov.\nGo", "Le 6 nov.\nGo"),
])
def test_own_words(text: str, wanted: str) -> None:
    """What the author wrote and no more, and no less."""
    assert wanted == own_words(text).text


@pytest.mark.parametrize(("action", "named"), [("Action: failed\n", True), ("", True), ("Action: delayed\n", False), ("Action: delayed\n\nAction: failed\n", True)])
def test_a_notice_names_the_mail_of_ours_that_came_back(action: str, named: bool) -> None:
    """By the id in the headers that it quotes; one that is only late has not come back, and an answer that quotes the id is no notice."""
    ours = f"<{'a1' * 16}.briefing@example.com>"
    body = f"--b\nContent-Type: message/delivery-status\n\n{action}\n--b\nContent-Type: text/rfc822-headers\n\nMessage-ID: {ours}\nX: <other@example.com>\n\n--b--\n"
    notice = mail(sender="MAILER-DAEMON@example.com", subject="Undelivered", body=body, kind="multipart/report", parameters="; boundary=b")
    assert ((ours,) if named else (), "bounce") == (read_mail(notice).returned, read_mail(notice).fault)
    assert () == read_mail(mail(body=ours)).returned
