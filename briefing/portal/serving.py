"""`briefing serve`: make ready what is missing, then run web server, worker and the bringer of mail, and start again whichever ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import Any

THREADS = 8
PATIENCE_SECONDS = 20.0
FEWEST_SECONDS = 5.0
"""A process that ends sooner than this has failed; five such failures in a row end the service."""
FAILURES = 5
BEHIND = 5
"""By so much worker and posting step back, as the system counts it."""


@dataclass(frozen=True, slots=True)
class Ready:
    """What the operator is told at the start."""

    address: str
    setup_link: str | None
    mail_folder: Path | None
    people: tuple[tuple[str, str], ...] = ()


def make_ready(*, demo: bool = False, workspace: Path | None = None, quiet: bool = False) -> Ready:
    """Create folder, secret and database, bring the database up to date, and bring in a workspace where one is named.

    Raises:
        FileExistsError: A workspace is to be brought in where there is one already.
        ValueError: A setting cannot be used.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "briefing.portal.settings")
    import django
    from django.conf import settings

    from briefing.portal import environment

    environment.data_folder().mkdir(parents=True, exist_ok=True)
    django.setup()
    from django.core.management import call_command
    from django.utils import timezone

    from briefing.portal import store
    from briefing.portal.services.importing import bring_in_demo, bring_in_workspace
    from briefing.portal.services.people import make_setup_link

    store.make_folders()
    call_command("migrate", interactive=False, verbosity=0)
    call_command("clearsessions", verbosity=0)
    people = bring_in_demo(timezone.now()) if demo else ()
    if workspace is not None:
        bring_in_workspace(workspace, timezone.now())
    token = None if quiet else make_setup_link(timezone.now())
    mail: Any = getattr(settings, "EMAIL_FILE_PATH", None)
    return Ready(settings.ADDRESS, f"{settings.ADDRESS}/setup/{token}/" if token else None, Path(mail) if mail else None, tuple(people))


def web_command(bind: str, known: Mapping[str, Any] | None = None) -> list[str]:
    """Give the call of gunicorn: one process with threads, and no control socket where the version knows of one."""
    if known is None:
        from gunicorn.config import KNOWN_SETTINGS

        known = {setting.name: setting for setting in KNOWN_SETTINGS}
    command = [sys.executable, "-m", "gunicorn", "briefing.portal.wsgi:application", "--bind", bind, "--worker-class", "gthread", "--workers", "1",
               "--threads", os.environ.get("BRIEFING_THREADS", str(THREADS)), "--timeout", "120", "--graceful-timeout", "20"]
    return [*command, "--no-control-socket"] if "control_socket_disable" in known else command


def worker_command() -> list[str]:
    """Give the call of the worker."""
    return [sys.executable, "-m", "briefing.portal.working"]


def posting_command() -> list[str]:
    """Give the call of the process that brings mail: apart from the worker, so that a slow mail server holds up no upload, and a build no mail."""
    return [sys.executable, "-m", "briefing.portal.posting"]


def step_back() -> None:
    """Let pages go first, at the start and while something is built; without effect where the system has no such thing."""
    nice = getattr(os, "nice", None)
    if nice is not None:
        nice(BEHIND)


class Supervised:
    """A process that is started again when it ends."""

    def __init__(self, name: str, command: list[str], start: Callable[[list[str]], subprocess.Popen[bytes]] = subprocess.Popen) -> None:
        """Start it."""
        self.name, self._command, self._start = name, command, start
        self.failures = 0
        self._begin()

    def _begin(self) -> None:
        self.process = self._start(self._command)
        self._since = time.monotonic()

    def look(self) -> bool:
        """Start it again if it ended; False when it fails again and again."""
        if self.process.poll() is None:
            return True
        self.failures = self.failures + 1 if time.monotonic() - self._since < FEWEST_SECONDS else 1
        if self.failures >= FAILURES:
            return False
        self._begin()
        return True

    def end(self) -> None:
        """Ask it to end, and end it when it does not."""
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(PATIENCE_SECONDS)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()


def run(bind: str) -> int:
    """Run web server, worker and the bringer of mail until told to end; gives 1 when one of them fails again and again."""
    stop = Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    all_of_them = [Supervised("web", web_command(bind)), Supervised("worker", worker_command()), Supervised("post", posting_command())]
    well = True
    while well and not stop.wait(0.5):
        well = all(each.look() for each in all_of_them)
    for each in all_of_them:
        each.end()
    return 0 if well else 1
