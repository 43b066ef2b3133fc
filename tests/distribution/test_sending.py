"""Sending from a workspace with nothing but a mail server: the plan, the confirmation, the ledger, each reader's own copy."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from openpyxl import load_workbook

from briefing.analysis import portfolio
from tests.conftest import SAMPLE, Run
from tests.distribution.servers import Box, mail_server

Brief = Callable[..., Run]
CEO, CFO, COO, PLANT = ("ceo@alderquill.example.com", "cfo@alderquill.example.com", "coo@alderquill.example.com", "direccion.mty@alderquill.example.com")
ONLY = ("--site", "MTY", "--reader", "CEO", "--reader", "COO", "--reader", "PD-MTY")


@pytest.fixture(autouse=True)
def _few_years(monkeypatch: pytest.MonkeyPatch) -> None:
    """No figure of the exposure is looked at here; and nothing of the machine's own settings is read."""
    monkeypatch.setattr(portfolio, "YEARS", 2_000)
    for name in ("SMTP_HOST", "SMTP_PORT", "SMTP_SECURITY", "SMTP_USER", "SMTP_PASSWORD", "MAIL_FROM", "PDF_PASSWORD"):
        monkeypatch.delenv(f"BRIEFING_{name}", raising=False)


@pytest.fixture
def company(tmp_path: Path) -> Path:
    """Give October of two plants, without the months before: the mails are looked at, not the briefing."""
    folder = tmp_path / "company"
    (folder / "submissions" / "2026-10").mkdir(parents=True)
    for site in ("MTY", "QRO"):
        shutil.copy(SAMPLE / "submissions" / "2026-10" / f"{site}.xlsx", folder / "submissions" / "2026-10")
    shutil.copytree(SAMPLE / "publication" / "2026-10", folder / "publication" / "2026-10")
    shutil.copy(SAMPLE / "charter.xlsx", folder)
    return folder


def through(box: Box, *more: str) -> tuple[str, ...]:
    """Give the options that send through a server of this machine."""
    return ("--smtp-host", "127.0.0.1", "--smtp-port", str(box.port), "--smtp-security", "none", "--from", "briefing@example.com", "--wait", "0", "--no-pdf", *more)


def ledger(company: Path) -> list[dict[str, str]]:
    """Give the lines of October's ledger."""
    path = company / "sent" / "2026-10.jsonl"
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []


def set_company(company: Path, **values: object) -> None:
    """Type into the charter's Company sheet, by label."""
    path = company / "charter.xlsx"
    book = load_workbook(path)
    sheet = book["Company"]
    labels = {str(sheet.cell(number, 1).value).strip(): number for number in range(1, sheet.max_row + 1)}
    for label, value in values.items():
        row = labels.get(label.replace("_", " ")) or sheet.max_row + 1
        sheet.cell(row, 1, label.replace("_", " "))
        sheet.cell(row, 2, value)
    book.save(path)


def test_a_dry_run_shows_who_gets_what_and_the_mails_and_sends_nothing(company: Path, brief: Brief) -> None:
    """Edition and language of each, those already known, the words of each mail; no folder is made."""
    with mail_server() as box:
        run = brief("send", company, *ONLY, "--dry-run", *through(box, "--yes"))
    assert (0, []) == (run.code, box.tried)
    assert f"COO · COO · {COO} · MTY · hq.en · to send" in run.out
    assert f"PD-MTY · plant director · {PLANT} · MTY · site.es · to send" in run.out
    assert ("Subject" not in run.out, "Silence is not read as agreement." in run.out, "El silencio no se toma como acuerdo." in run.out) == (True, True, True)
    assert not (company / "sent").exists()


def test_nothing_is_sent_without_a_person_saying_so(company: Path, brief: Brief) -> None:
    """No terminal to ask at and no --yes: exit 2, nothing noted."""
    with mail_server() as box:
        run = brief("send", company, *ONLY, *through(box))
    assert (2, [], []) == (run.code, box.tried, ledger(company))
    assert "--yes" in run.err


def test_each_reader_gets_their_edition_once(company: Path, brief: Brief) -> None:
    """A second call sends nothing; the ledger has a line before and one after each mail."""
    with mail_server() as box:
        first = brief("send", company, *ONLY, *through(box, "--yes"))
        second = brief("send", company, *ONLY, *through(box, "--yes"))
    assert (0, 0, [CEO, COO, PLANT]) == (first.code, second.code, box.recipients())
    assert "Sent 3 of 3." in first.out
    assert second.out.count("already sent on") == 3
    assert ["started", "accepted"] * 3 == [line["event"] for line in ledger(company)]
    assert not any("@alderquill" in json.dumps(line) for line in ledger(company))


def test_each_copy_says_whose_it_is_on_every_page_and_stays_accessible(company: Path, brief: Brief) -> None:
    """Role and day at the foot; the tags, title and language of the paper are as they were."""
    with mail_server() as box:
        brief("send", company, *ONLY, *through(box, "--yes", "--pdf"))
    papers = {str(mail["to"]): next(mail.iter_attachments()) for mail in box.mails}
    assert ["MTY_2026-10_board.en.pdf", "MTY_2026-10_hq.en.pdf", "MTY_2026-10_site.es.pdf"] == [each.get_filename() for each in papers.values()]
    with pikepdf.open(BytesIO(papers[PLANT].get_content())) as pdf:
        assert all("/BriefingCopy" in page.resources.XObject for page in pdf.pages)
        assert ("/StructTreeRoot" in pdf.Root, bool(pdf.Root.MarkInfo.Marked), str(pdf.Root.Lang)) == (True, True, "es")


def test_a_password_locks_every_copy_and_is_in_no_output(company: Path, brief: Brief, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """AES-256, from the environment or a file; the mail says that there is one, not which."""
    monkeypatch.setenv("BRIEFING_PDF_PASSWORD", "caballo-correcto")
    with mail_server() as box:
        run = brief("send", company, "--site", "MTY", "--reader", "PD-MTY", *through(box, "--yes", "--pdf"))
    paper = next(box.mails[0].iter_attachments()).get_content()
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(BytesIO(paper))
    with pikepdf.open(BytesIO(paper), password="caballo-correcto") as pdf:  # noqa: S106 - made for this test
        assert (6, 256) == (pdf.encryption.R, pdf.encryption.bits)
    assert "caballo" not in run.out + run.err + box.contents[0].decode() + json.dumps(ledger(company))
    assert "contraseña" in box.mails[0].get_body(("plain",)).get_content()
    for content in ("short\n", "", "a\tb\tc\td\te\tf\n"):
        (tmp_path / "password").write_text(content, encoding="utf-8")
        refused = brief("send", company, "--reader", "COO", "--pdf-password-file", tmp_path / "password", *through(box, "--yes", "--pdf"))
        assert (2, False) == (refused.code, bool(content.strip()) and content.strip() in refused.out + refused.err)


def test_refused_and_deferred_are_said_and_tried_again_next_time(company: Path, brief: Brief) -> None:
    """Exit 1; what was taken is not sent again, what was not is."""
    with mail_server(lambda who, _: {CEO: "550 no such mailbox", COO: "451 later"}.get(who, "take")) as box:
        run = brief("send", company, *ONLY, *through(box, "--yes"))
    assert (1, [PLANT]) == (run.code, box.recipients())
    assert ("CEO (MTY): refused by the server: 550 no such mailbox" in run.err, "COO (MTY): not taken yet: 451 later" in run.err) == (True, True)
    with mail_server() as box:
        again = brief("send", company, *ONLY, *through(box, "--yes"))
    assert (0, [CEO, COO]) == (again.code, box.recipients())


def test_what_is_unsure_is_not_sent_again_unless_a_person_says_so(company: Path, brief: Brief) -> None:
    """The line was cut after the mail was whole; named by the next call, which exits 1 until somebody decides."""
    with mail_server(lambda who, _: "hang up after" if who == COO else "take") as box:
        first = brief("send", company, *ONLY, *through(box, "--yes"))
    assert (1, True) == (first.code, "COO (MTY): unsure" in first.err)
    with mail_server() as box:
        second = brief("send", company, *ONLY, *through(box, "--yes"))
        assert (1, []) == (second.code, box.recipients())
        assert "--again COO" in second.out
        third = brief("send", company, *ONLY, "--again", "COO", *through(box, "--yes"))
    assert (0, [COO]) == (third.code, box.recipients())


CRASH = """
import os, sys
import briefing.document.appendix  # which prints the usual number of years, as in the calls of this process
from briefing.analysis import portfolio
portfolio.YEARS = 2000
from briefing.sending import plan
kept, wanted = plan.note, sys.argv[1]
def note(path, entries):
    if entries[0].event == wanted and entries[0].reader == "COO":
        os._exit(9)
    kept(path, entries)
plan.note = note
sys.argv = ["briefing", *sys.argv[2:]]
from briefing.cli import main
main()
"""


@pytest.mark.parametrize(("event", "arrived", "unsure"), [("started", [CEO], False), ("accepted", [CEO, COO], True)])
def test_after_a_crash_the_next_call_says_what_is_unsure(event: str, arrived: list[str], unsure: bool, company: Path, brief: Brief) -> None:
    """Killed before the mail: sent by the next call. Killed between the server's word and our note: unsure, and not sent twice."""
    with mail_server() as box:
        command = [sys.executable, "-c", CRASH, event, "send", str(company), *ONLY, *through(box, "--yes")]
        died = subprocess.run(command, check=False, capture_output=True, timeout=120)
        assert (9, arrived) == (died.returncode, box.recipients())
        again = brief("send", company, *ONLY, *through(box, "--yes"))
    assert (1 if unsure else 0, unsure) == (again.code, "unsure" in again.out)
    assert [*arrived, *([PLANT] if unsure else [COO, PLANT])] == box.recipients()


def test_a_changed_briefing_is_a_new_version_that_says_what_it_replaces(company: Path, brief: Brief) -> None:
    """Sent once more, with the day of the one before."""
    with mail_server() as box:
        brief("send", company, "--site", "MTY", "--reader", "CEO", *through(box, "--yes"))
        set_company(company, Company="Alderquill Renamed")
        run = brief("send", company, "--site", "MTY", "--reader", "CEO", *through(box, "--yes"))
    assert (0, [CEO, CEO]) == (run.code, box.recipients())
    assert "changed since it was sent on" in run.out
    bodies = [mail.get_body(("plain",)).get_content() for mail in box.mails]
    assert [False, True] == ["This replaces the briefing sent on" in body for body in bodies]
    assert box.mails[0]["message-id"] != box.mails[1]["message-id"]


def test_a_reader_without_an_address_is_named_and_the_call_exits_1(company: Path, brief: Brief) -> None:
    """The others get theirs."""
    book = load_workbook(company / "charter.xlsx")
    for row in book["Readers"].iter_rows(min_row=4):
        if row[0].value == "CEO":
            row[3].value = None
        if row[0].value == "COO":
            row[3].value = "the COO"
    book.save(company / "charter.xlsx")
    with mail_server() as box:
        run = brief("send", company, *ONLY, *through(box, "--yes"))
    assert (1, [PLANT]) == (run.code, box.recipients())
    assert ("CEO · CEO · – · MTY · board.en · no e-mail in the charter" in run.out, "the e-mail in the charter cannot be used" in run.out) == (True, True)


@pytest.mark.parametrize(("options", "said"), [
    (("--reader", "NOBODY"), "The charter names no reader NOBODY"), (("--site", "ZZZ"), "ZZZ"), (("--period", "2031-01"), "2031-01"),
    (("--smtp-host", ""), "--smtp-host"), (("--from", ""), "--from"), (("--from", "a@example.com, b@example.com"), "--from"),
    (("--smtp-port", "1"), "127.0.0.1"),
])
def test_a_wrong_call_sends_nothing_and_says_why(options: tuple[str, ...], said: str, company: Path, brief: Brief) -> None:
    """Exit 2, no traceback, nothing noted."""
    with mail_server() as box:
        run = brief("send", company, "--site", "MTY", "--reader", "CEO", *through(box, "--yes"), *options)
    assert (2, [], []) == (run.code, box.tried, ledger(company))
    assert said in run.err


def test_a_ledger_that_was_edited_stops_everything(company: Path, brief: Brief) -> None:
    """Named with its line; nobody is sent anything."""
    (company / "sent").mkdir()
    (company / "sent" / "2026-10.jsonl").write_text("by hand\n", encoding="utf-8")
    with mail_server() as box:
        run = brief("send", company, *ONLY, *through(box, "--yes"))
    assert (2, [], True) == (run.code, box.tried, "2026-10.jsonl:1" in run.err)


def test_a_site_that_cannot_be_built_is_named_and_the_others_go_out(company: Path, brief: Brief) -> None:
    """Exit 1, and the reader of both gets the one that there is."""
    (company / "submissions" / "2026-10" / "MTY.xlsx").write_bytes(b"no workbook")
    with mail_server() as box:
        run = brief("send", company, "--site", "MTY", "--site", "QRO", "--reader", "CEO", *through(box, "--yes"))
    assert (1, 1, True) == (run.code, len(box.mails), "MTY: no briefing could be built" in run.err)


def test_spanish_speaks_spanish(company: Path, brief: Brief) -> None:
    """The table and the questions; the mails are in each reader's own language."""
    run = brief("send", company, "--site", "MTY", "--reader", "DIR-3", "--dry-run", "--lang", "es")
    assert all(text in run.out for text in ("por enviar", "Ensayo: no se envió nada.", "El informe va adjunto en PDF."))


@pytest.mark.skipif(sys.platform == "win32", reason="a terminal of POSIX")
@pytest.mark.parametrize(("typed", "code", "arrived"), [("n\n", 2, []), ("y\n", 0, [CEO])])
def test_at_a_terminal_a_person_is_asked(typed: str, code: int, arrived: list[str], company: Path) -> None:
    """With the number of mails and the server's name; no is no."""
    import pty  # noqa: PLC0415 - not on Windows

    ours, theirs = pty.openpty()
    with mail_server() as box:
        os.write(ours, typed.encode())
        command = [sys.executable, "-c", "from briefing.cli import main; main()", "send", str(company), "--site", "MTY", "--reader", "CEO", *through(box)]
        run = subprocess.run(command, stdin=theirs, capture_output=True, text=True, check=False, timeout=120)
    os.close(ours)
    os.close(theirs)
    assert (code, arrived) == (run.returncode, box.recipients())
    assert "Send 1 mail through 127.0.0.1?" in run.stdout
