"""`python -m briefing.portal.posting`: brings released mail to the server, and tells hooks what happened. Several may run at once."""

from __future__ import annotations

import os
import secrets
import signal
from threading import Event, Thread

import django

from briefing.portal.serving import step_back

IDLE_SECONDS = 1.0


def run(stop: Event) -> None:
    """Bring what is due until told to stop; without a mail server there is nothing to do but wait."""
    from django.db import close_old_connections

    from briefing.portal import environment
    from briefing.portal.services import outbox

    owner, server = secrets.token_hex(16), environment.mail_server()
    while not stop.is_set():
        if server is None or not outbox.deliver(owner, server):
            if server is not None:
                outbox.note_sent()
            close_old_connections()
            stop.wait(IDLE_SECONDS)


def main() -> None:
    """Run as a process of its own, behind the pages as the worker does."""
    step_back()
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "briefing.portal.settings")
    django.setup()
    stop = Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    Thread(target=_call, args=(stop,), daemon=True).start()  # beside mail, which a slow hook must not hold up
    run(stop)


def _call(stop: Event) -> None:
    from briefing.portal.services import hooks

    hooks.run(secrets.token_hex(16), stop)


if __name__ == "__main__":
    main()
