"""The ledger: what its lines come to, also after a crash, and that it is only ever added to."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from briefing.distribution.ledger import Entry, Event, Ledger, LedgerBusy, LedgerUnreadable, State, held, note, read_ledger

LINE = Entry(Event.STARTED, "2026-11-06T09:00:00-06:00", "COO", "MTY", "2026-10", "hq.en", "0123456789abcdef", "<a@example.com>", (("A-007", "95e4d8e655f4"),))
TAKEN = replace(LINE, event=Event.ACCEPTED, answer="250 OK")
REFUSED = replace(LINE, event=Event.REFUSED, answer="451 later")
BACK = replace(LINE, event=Event.RETURNED, at="2026-11-07")


def test_what_was_noted_is_read_again(tmp_path: Path) -> None:
    """Line by line, in order, with its terms."""
    path = tmp_path / "sent" / "2026-10.jsonl"
    note(path, [LINE])
    first = path.read_bytes()
    note(path, [TAKEN])
    assert Ledger((LINE, TAKEN)) == read_ledger(path)
    assert path.read_bytes().startswith(first)


@pytest.mark.parametrize(("lines", "state"), [
    ((), State.NEW), ((LINE,), State.UNSURE), ((LINE, TAKEN), State.SENT), ((LINE, REFUSED), State.NEW), ((LINE, REFUSED, LINE), State.UNSURE),
    ((LINE, TAKEN, BACK), State.SENT), ((LINE, BACK), State.SENT), ((LINE, TAKEN, BACK, LINE), State.UNSURE),
    ((LINE, REFUSED, LINE, TAKEN), State.SENT), ((LINE, TAKEN, LINE), State.UNSURE), ((LINE, TAKEN, LINE, REFUSED), State.SENT),
])
def test_the_lines_of_a_key_come_to_one_state(lines: tuple[Entry, ...], state: State) -> None:
    """Begun without an answer is unsure; another reader's or version's lines say nothing of this one."""
    others = (replace(TAKEN, reader="CEO"), replace(LINE, version="f" * 16), replace(TAKEN, site="TIJ"))
    assert state == Ledger((*others, *lines, *others)).state(LINE.key)


@pytest.mark.parametrize(("lines", "back"), [((), False), ((LINE, TAKEN), False), ((LINE, TAKEN, BACK), True), ((LINE, BACK), True), ((TAKEN, BACK, LINE, TAKEN), False)])
def test_a_mail_has_come_back_until_it_is_sent_once_more(lines: tuple[Entry, ...], back: bool) -> None:
    """The notice of another reader's mail says nothing of this one."""
    assert (BACK if back else None) == Ledger((replace(BACK, reader="CEO"), *lines, replace(BACK, site="TIJ"))).came_back(LINE.key)


def test_a_line_that_a_crash_cut_off_is_left_out_and_closed(tmp_path: Path) -> None:
    """At every place it can be cut: the lines before it stand, and new ones can be read."""
    whole = json.dumps({"event": "started"})  # any beginning of a line
    for cut in range(1, len(whole)):
        path = tmp_path / f"{cut}.jsonl"
        note(path, [LINE])
        with path.open("ab") as file:
            file.write(whole[:cut].encode())
        assert Ledger((LINE,), torn=True) == read_ledger(path)
        note(path, [TAKEN])
        assert Ledger((LINE, TAKEN)) == read_ledger(path)


def test_a_file_of_one_torn_line_begins_anew(tmp_path: Path) -> None:
    """Longer than the pieces that are looked through for the end of a line."""
    path = tmp_path / "2026-10.jsonl"
    path.write_bytes(b"{" * 10_000)
    note(path, [LINE])
    assert Ledger((LINE,)) == read_ledger(path)


@pytest.mark.parametrize("line", ["not json", "[]", '{"event": "started"}', '{"event": "lost"}'])
def test_a_foreign_line_stops_everything_and_is_named(line: str, tmp_path: Path) -> None:
    """Whoever edited the file by hand: nobody is mailed twice for it."""
    path = tmp_path / "2026-10.jsonl"
    note(path, [LINE])
    with path.open("a", encoding="utf-8") as file:
        file.write(line + "\n")
    with pytest.raises(LedgerUnreadable) as fault:
        read_ledger(path)
    assert (path, 2) == (fault.value.path, fault.value.line)


def test_two_processes_do_not_send_at_once(tmp_path: Path) -> None:
    """The second is told; when the first has died, however it died, the folder is free."""
    program = ("import sys, pathlib; from briefing.distribution.ledger import held\n"
               "with held(pathlib.Path(sys.argv[1])):\n    print('held', flush=True); sys.stdin.read()")
    with subprocess.Popen([sys.executable, "-c", program, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert "held\n" == other.stdout.readline()
        with pytest.raises(LedgerBusy), held(tmp_path):
            pass
        other.kill()
        other.wait(timeout=20)
    with held(tmp_path):
        pass
