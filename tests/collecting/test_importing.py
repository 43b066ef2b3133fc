"""`responses import`: from files of mail to lines of the month's file of answers, and the report."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Callable
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from briefing import load_workspace
from briefing.analysis import portfolio
from briefing.collecting.importing import NotAppendable, appended
from briefing.distribution.ledger import Entry, Event, ledger_path, note
from briefing.model.asks import Ask
from briefing.model.responses import Choice, Response
from briefing.workbook.responses import parse_responses
from tests.conftest import OCTOBER, SAMPLE, Run
from tests.distribution.mails import CEO, COO, DIRECTOR, mail, token
from tests.distribution.servers import mail_server

Brief = Callable[..., Run]
HEADER = "answered_on,site,ask_id,fingerprint,reader,role,choice,comment,reply_to,source\n"


@pytest.fixture(autouse=True)
def _few_years(monkeypatch: pytest.MonkeyPatch) -> None:
    """No figure of the exposure is looked at here."""
    monkeypatch.setattr(portfolio, "YEARS", 2_000)


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """Give Monterrey's September and October with the charter, and an address for answers."""
    folder = tmp_path / "company"
    for month in ("2026-09", "2026-10"):
        (folder / "submissions" / month).mkdir(parents=True)
        shutil.copy(SAMPLE / "submissions" / month / "MTY.xlsx", folder / "submissions" / month)
    (folder / "responses").mkdir()
    shutil.copy(SAMPLE / "responses" / "2026-10.csv", folder / "responses")
    book = load_workbook(SAMPLE / "charter.xlsx")
    book["Company"].append(["Answers by mail go to", "answers@alderquill.example.com"])
    book.save(folder / "charter.xlsx")
    return folder


@pytest.fixture
def asks(workspace: Path) -> dict[str, Ask]:
    """Give October's asks by id."""
    submission = load_workspace(workspace).dossier("MTY", OCTOBER).submission
    assert submission is not None
    return {each.id: each for each in submission.asks}


@pytest.fixture
def save(tmp_path: Path) -> Callable[[bytes], Path]:
    """Give what saves a mail as a file."""
    names = (tmp_path / f"{number}.eml" for number in range(100))

    def kept(data: bytes) -> Path:
        path = next(names)
        path.write_bytes(data)
        return path

    return kept


def lines(workspace: Path) -> list[dict[str, str]]:
    """Give October's answers as they stand in the file."""
    return list(csv.DictReader(StringIO((workspace / "responses" / "2026-10.csv").read_text(encoding="utf-8"))))


def test_answers_are_added_and_nothing_else_is_touched(workspace: Path, asks: dict[str, Ask], save: Callable[[bytes], Path], brief: Brief) -> None:
    """Two readers on one ask; all that stood in the file stands, byte for byte; the briefing counts them."""
    before = (workspace / "responses" / "2026-10.csv").read_bytes()
    terms = asks["A-007"].fingerprint
    files = [save(mail(COO, body=f"{token('confirm', terms=terms)}\nAdelante, «B».", number=1)), save(mail(CEO, body=token("disagree", terms=terms), number=2))]
    run = brief("responses", "import", workspace, *files, "--on", "2026-11-10")
    assert (0, True) == (run.code, "Recorded: 2; to look at: 0; nothing to do: 0." in run.out)
    assert (workspace / "responses" / "2026-10.csv").read_bytes().startswith(before)
    assert [("COO", "confirm", "Adelante, «B».", terms, "mail <m1@example.com>"), ("CEO", "disagree", "", terms, "mail <m2@example.com>")] == [
        (each["reader"], each["choice"], each["comment"], each["fingerprint"], each["source"]) for each in lines(workspace)[-2:]]
    known = load_workspace(workspace).dossier("MTY", OCTOBER).responses
    assert {Choice.CONFIRM, Choice.DISAGREE} == {each.choice for each in known if each.ask_id == "A-007"}


def test_the_same_files_again_add_nothing(workspace: Path, asks: dict[str, Ask], save: Callable[[bytes], Path], brief: Brief) -> None:
    """Neither in a second call nor twice in one."""
    file = save(mail(COO, body=token("confirm", terms=asks["A-007"].fingerprint)))
    first = brief("responses", "import", workspace, file, file)
    after = (workspace / "responses" / "2026-10.csv").read_bytes()
    second = brief("responses", "import", workspace, file)
    assert ((0, 0), after) == ((first.code, second.code), (workspace / "responses" / "2026-10.csv").read_bytes())
    assert ("Recorded: 1; to look at: 0; nothing to do: 1." in first.out, "Recorded: 0; to look at: 0; nothing to do: 1." in second.out) == (True, True)


def test_what_is_not_recorded_is_shown_with_the_reason_and_the_next_step(
        workspace: Path, asks: dict[str, Ask], save: Callable[[bytes], Path], brief: Brief) -> None:
    """In the caller's language, exit 1; the file of answers is not touched."""
    before = (workspace / "responses" / "2026-10.csv").read_bytes()
    terms = asks["A-007"].fingerprint
    files = [save(mail(COO, body=token("confirm", terms="0" * 12), number=1)), save(mail(DIRECTOR, body=token("confirm", terms=terms), number=2)),
             save(mail("who@example.net", body=token("confirm", terms=terms), number=3))]
    english, spanish = (brief("responses", "import", workspace, *files, "--lang", lang) for lang in ("en", "es"))
    assert ((1, 1), before) == ((english.code, spanish.code), (workspace / "responses" / "2026-10.csv").read_bytes())
    assert all(text in english.out for text in ("A-007 (MTY, 2026-10): the terms have changed", "Hand it to the secretary.", "who@example.net"))
    assert all(text in spanish.out for text in ("A-007 (MTY, 2026-10): los términos cambiaron", "Entrégalo al secretario.", "Registradas: 0; por revisar: 3;"))


def test_the_report_for_programs(workspace: Path, asks: dict[str, Ask], save: Callable[[bytes], Path], brief: Brief) -> None:
    """One object an answer; null where there is nothing."""
    terms = asks["A-007"].fingerprint
    files = [save(mail(COO, body=token("question", terms=terms) + "\nWhy?", number=1)), save(mail("who@example.net", body="x", number=2))]
    merged, shown = json.loads(brief("responses", "import", workspace, *files, "--format", "json").out)
    assert {"outcome": "merged", "reason": None, "reader": "COO", "site": "MTY", "period": "2026-10", "ask_id": "A-007", "fingerprint": terms,
            "choice": "question", "comment": "Why?", "hint": None} == {name: merged[name] for name in (
                "outcome", "reason", "reader", "site", "period", "ask_id", "fingerprint", "choice", "comment", "hint")}
    assert ("shown", "unknown_sender", None, "<m2@example.com>", "2026-11-09") == tuple(shown[name] for name in ("outcome", "reason", "choice", "message_id", "date"))
    assert shown["hint"]


def test_a_dry_run_records_nothing(workspace: Path, asks: dict[str, Ask], save: Callable[[bytes], Path], brief: Brief) -> None:
    """It says what it would."""
    before = (workspace / "responses" / "2026-10.csv").read_bytes()
    run = brief("responses", "import", workspace, save(mail(COO, body=token("confirm", terms=asks["A-007"].fingerprint))), "--dry-run")
    assert (0, before, True) == (run.code, (workspace / "responses" / "2026-10.csv").read_bytes(), "Recorded: 1;" in run.out)


def test_a_file_that_is_no_mail_exits_2_and_the_others_are_recorded(workspace: Path, asks: dict[str, Ask], save: Callable[[bytes], Path], brief: Brief) -> None:
    """Named, with what to do."""
    files = [save(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 outlook"), save(mail(COO, body=token("confirm", terms=asks["A-007"].fingerprint))), workspace / "missing.eml"]
    run = brief("responses", "import", workspace, *files)
    assert (2, True, True, True) == (run.code, "Recorded: 1;" in run.out, "Outlook's own .msg" in run.err, "missing.eml: it could not be read" in run.err)


def test_a_plain_reply_to_our_mail_needs_no_token(workspace: Path, asks: dict[str, Ask], save: Callable[[bytes], Path], brief: Brief) -> None:
    """From the mail that was sent to the reply that came: the ledger knows which terms it answers."""
    with mail_server() as box:
        sent = brief("send", workspace, "--period", "2026-10", "--site", "MTY", "--reader", "COO", "--yes", "--smtp-host", "127.0.0.1", "--smtp-port", box.port,
                     "--smtp-security", "none", "--from", "briefing@example.com")
    assert (0, "answers@alderquill.example.com") == (sent.code, box.mails[0]["reply-to"])
    reply = save(mail(COO, "Re: Monterrey", "A-007 confirmo\n\nEl vie, 6 nov 2026, Briefing <b@example.com> escribió:\n> Pide una decisión.",
                      headers=(f"In-Reply-To: {box.mails[0]['message-id']}",)))
    run = brief("responses", "import", workspace, reply)
    assert (0, asks["A-007"].fingerprint) == (run.code, lines(workspace)[-1]["fingerprint"])


def test_a_ledger_that_was_edited_is_named(workspace: Path, save: Callable[[bytes], Path], brief: Brief) -> None:
    """The reply cannot be told, and why is said."""
    note(ledger_path(workspace, OCTOBER), [Entry(Event.ACCEPTED, "2026-11-06", "COO", "MTY", "2026-10", "hq.en", "v", "<x@example.com>", (("A-007", "0" * 12),))])
    with ledger_path(workspace, OCTOBER).open("a", encoding="utf-8") as file:
        file.write("by hand\n")
    run = brief("responses", "import", workspace, save(mail(COO, "Re: x", "A-007 confirm", headers=("In-Reply-To: <x@example.com>",))))
    assert (1, True, True) == (run.code, "2026-10.jsonl:2" in run.err, "replies to no mail of ours" in run.out)


def test_terms_changed_by_less_than_the_materiality_still_stand(workspace: Path, asks: dict[str, Ask], save: Callable[[bytes], Path], brief: Brief) -> None:
    """September's answer to an ask that is the same in October is recorded in September's file."""
    before = {each.id: each for each in load_workspace(workspace).dossier("MTY", OCTOBER).earlier[-1].asks}
    same = next(name for name, each in before.items() if name in asks and each.fingerprint == asks[name].fingerprint and asks[name].state == "open")
    run = brief("responses", "import", workspace, save(mail(COO, body=token("confirm", same, before[same].fingerprint, period="2026-09"))))
    assert (0, True) == (run.code, (workspace / "responses" / "2026-09.csv").exists())


ANSWER = Response(date(2026, 11, 9), "MTY", "A-007", "95e4d8e655f4", "COO", "COO", Choice.CONFIRM, "Sí", origin="mail <m1@example.com>")


@pytest.mark.parametrize("before", [
    b"", HEADER.encode(), HEADER.encode() + b"2026-10-29,MTY,A-009,95e4d8e655f4,VPHR,VP HR,question,When?,,portal", b"\xef\xbb\xbf" + HEADER.encode(),
    HEADER.replace(",", ";").replace("\n", "\r\n").encode(), b"Source;Choice;Reader;Fingerprint;Ask ID;Site;Answered on\n",
])
def test_lines_are_added_in_the_files_own_form(before: bytes) -> None:
    """Its columns, signs and line ends; read again, the answer is the one that was added."""
    after = appended(before, [ANSWER])
    assert after.startswith(before)
    found, findings = parse_responses("r.csv", after)
    assert ([], ("2026-11-09", "A-007", "COO", Choice.CONFIRM, "mail <m1@example.com>")) == (
        list(findings), (found[-1].answered_on.isoformat(), found[-1].ask_id, found[-1].reader, found[-1].choice, found[-1].origin))
    assert len(parse_responses("r.csv", before)[0]) + 1 == len(found)


@pytest.mark.parametrize("before", [b"answered_on,site\n", "Comentario,señas\n".encode("cp1252"), b"PK\x03\x04"])
def test_a_file_that_cannot_be_added_to_is_left_alone(before: bytes) -> None:
    """Another encoding, or no column for what must be said."""
    with pytest.raises(NotAppendable):
        appended(before, [ANSWER])


@pytest.mark.parametrize("comment", ["=1+1", "+52 81", "-1", "@cmd", "a\nb", 'say "no", twice; then', "\ttab", "ñ €", "x" * 4000, "a\x00b"])
def test_no_comment_becomes_a_formula_or_another_line(comment: str) -> None:
    """Opened in a spreadsheet program it is text; read again it is one answer."""
    after = appended(b"", [Response(date(2026, 11, 9), "MTY", "A-007", "95e4d8e655f4", "COO", "COO", Choice.QUESTION, comment)])
    cell = next(csv.DictReader(StringIO(after.decode(), newline="")))["comment"]
    assert cell[:1] not in {"=", "+", "-", "@", "\t"}
    assert cell.lstrip("'") == comment.replace("\0", "")
    assert 1 == len(parse_responses("r.csv", after)[0])


def test_an_answers_file_in_another_encoding_exits_2(workspace: Path, asks: dict[str, Ask], save: Callable[[bytes], Path], brief: Brief) -> None:
    """And stays as it is."""
    path = workspace / "responses" / "2026-10.csv"
    path.write_bytes("answered_on,site,ask_id,fingerprint,reader,role,choice,comment,reply_to,source\n2026-11-02,MTY,A-007,x,A,B,question,¿Cuánto?,,x\n".encode("cp1252"))
    before = path.read_bytes()
    run = brief("responses", "import", workspace, save(mail(COO, body=token("confirm", terms=asks["A-007"].fingerprint))))
    assert (2, before, True) == (run.code, path.read_bytes(), "responses/2026-10.csv" in run.err)
