"""One command to a running portal: quick from an empty folder, up again when a process dies, down when told."""

from __future__ import annotations

import os
import re
import signal
import sqlite3
import stat
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from briefing.cli import main
from briefing.portal import environment, serving
from tests.portal.running import CROWDED, PROJECT, Running


def _processor_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def test_an_empty_folder_answers_within_five_seconds(tmp_path: Path) -> None:
    """And is then complete: secret, database in both settings, folders for their owner alone, a one-time link."""
    with Running(tmp_path / "data") as portal:
        spent = sum(_processor_seconds(pid) for pid in (portal.process.pid, *portal.children().values()))
        assert portal.status("/sign-in/") == 200
        assert portal.seconds < 5 * CROWDED
        assert spent < 5
        assert portal.setup_link.startswith(portal.address)
        with sqlite3.connect(portal.data / "portal.sqlite3") as database:
            assert database.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert stat.S_IMODE((portal.data / "secret.key").stat().st_mode) == 0o600
        assert stat.S_IMODE(portal.data.stat().st_mode) == 0o700
        link = portal.setup_link.removeprefix(portal.address)
        assert (portal.status(link), portal.status("/setup/other/")) == (200, 404)


def test_a_process_that_dies_is_started_again_and_the_service_ends_when_told(tmp_path: Path) -> None:
    """Killed worker, bringer of mail and web server: all come back, under new numbers."""
    with Running(tmp_path / "data") as portal:
        before = portal.children()
        for pid in before.values():
            os.kill(pid, signal.SIGKILL)
        deadline = time.monotonic() + 60
        while portal.status("/healthy/") != 200 or set(portal.children()) != {"web", "worker", "post"} or set(portal.children().values()) & set(before.values()):
            assert time.monotonic() < deadline, portal.said
            time.sleep(0.1)
        assert portal.end() == 0


def test_gunicorn_is_called_without_a_control_socket_where_it_has_one() -> None:
    """And without the option where the version does not know it."""
    assert "--no-control-socket" in serving.web_command("127.0.0.1:1", {"control_socket_disable": None})
    assert "--no-control-socket" not in serving.web_command("127.0.0.1:1", {})
    assert "gthread" in serving.web_command("127.0.0.1:1")


class Failing:
    """A process that has ended already."""

    def poll(self) -> int:
        """Say that it has ended."""
        return 1


def test_a_process_that_fails_again_and_again_ends_the_service() -> None:
    """Four new starts, then no more."""
    started: list[list[str]] = []

    def start(command: list[str]) -> Any:
        started.append(command)
        return Failing()

    watched = serving.Supervised("web", ["x"], start)
    assert [watched.look() for _ in range(5)] == [True, True, True, True, False]
    assert len(started) == 5


@pytest.mark.parametrize(("address", "expected"), [
    ("postgresql://user:p%40ss@db.example:5433/brief?sslmode=require",
     {"NAME": "brief", "USER": "user", "PASSWORD": "p@ss", "HOST": "db.example", "PORT": "5433", "OPTIONS": {"sslmode": "require"}}),
    ("postgres:///brief?host=/run/postgresql", {"NAME": "brief", "HOST": "", "OPTIONS": {"host": "/run/postgresql"}}),
])
def test_a_database_address_is_understood(address: str, expected: dict[str, Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """With what is escaped in it."""
    monkeypatch.setenv("DATABASE_URL", address)
    assert expected.items() <= environment.database(tmp_path).items()


def test_a_database_we_do_not_speak_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """With the form that is expected."""
    monkeypatch.setenv("DATABASE_URL", "mysql://x/y")
    with pytest.raises(ValueError, match="postgresql://"):
        environment.database(tmp_path)


def test_sqlite_waits_for_its_lock_at_the_start(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Either setting alone loses uploads under load."""
    monkeypatch.delenv("DATABASE_URL", raising=False)
    options = environment.database(tmp_path)["OPTIONS"]
    assert options["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in options["init_command"]


def test_mail_and_company_accounts_come_from_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A server by its address, files where there is none; no provider where none is named."""
    monkeypatch.delenv("BRIEFING_SMTP_URL", raising=False)
    assert environment.mail(tmp_path)["EMAIL_FILE_PATH"] == tmp_path / "mail"
    monkeypatch.setenv("BRIEFING_SMTP_URL", "smtps://me:secret@mail.example")
    told = environment.mail(tmp_path)
    assert (told["EMAIL_HOST"], told["EMAIL_PORT"], told["EMAIL_USE_SSL"], told["EMAIL_USE_TLS"]) == ("mail.example", 465, True, False)
    assert environment.identity_providers() == {}
    monkeypatch.setenv("BRIEFING_OIDC_ISSUER", "https://login.example")
    assert environment.identity_providers()["openid_connect"]["APPS"][0]["settings"] == {"server_url": "https://login.example"}


def test_without_the_extra_the_command_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """The core stays whole without Django."""
    for name in [name for name in sys.modules if name.startswith("briefing.portal.commands")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "django", None)
    called = CliRunner().invoke(main, ["serve", "--lang", "es"])
    assert called.exit_code == 2
    assert "pip install 'briefing[portal]'" in called.output


def test_every_setting_is_documented() -> None:
    """Each variable that the portal reads, and no other."""
    read = {name for path in (PROJECT / "briefing" / "portal").rglob("*.py") for name in re.findall(r"BRIEFING_[A-Z_]+[A-Z]|DATABASE_URL", path.read_text(encoding="utf-8"))}
    told = set(re.findall(r"BRIEFING_[A-Z_]+[A-Z]|DATABASE_URL", (PROJECT / "docs" / "operations.md").read_text(encoding="utf-8")))
    assert read == told
