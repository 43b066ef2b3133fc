"""What `briefing serve` says and does, behind the thin command."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import django  # noqa: F401 - absent, it is said at once which module is missing

from briefing.language import Language, catalogue
from briefing.portal import serving

Say = Callable[[str], object]


def serve_portal(data: Path | None, bind: str, *, sample: bool, source: Path | None, backup: Path | None, restore: Path | None, language: Language,
                 say: Say) -> int:
    """Make ready, then run, back up or restore; gives the exit code."""
    if data is not None:
        os.environ["BRIEFING_DATA"] = str(data.absolute())
    os.environ.setdefault("BRIEFING_URL", _local_address(bind))
    texts = catalogue("serving", language)
    try:
        if backup or restore:
            serving.make_ready(quiet=True)
            return _keep(backup, restore, language, say)
        ready = serving.make_ready(demo=sample, workspace=source)
    except (FileExistsError, ValueError) as fault:
        say(texts.text("not_ready", reason=str(fault)))
        return 2
    _tell(ready, language, say)
    return serving.run(bind)


def _local_address(bind: str) -> str:
    parts = urlsplit(f"//{bind}")
    host = "127.0.0.1" if parts.hostname in {None, "", "0.0.0.0", "::"} else parts.hostname  # noqa: S104 - told apart, not bound
    return f"http://{host}:{parts.port or 8000}"


def _tell(ready: serving.Ready, language: Language, say: Say) -> None:
    """Say where the portal is, who may enter, and where the mail goes."""
    texts = catalogue("serving", language)
    say(texts.text("address", address=ready.address))
    if ready.setup_link:
        say(texts.text("setup", link=ready.setup_link))
    for address, role in ready.people:
        say(texts.text("person", address=address, role=role))
    if ready.mail_folder:
        say(texts.text("mail", folder=str(ready.mail_folder)))


def _keep(backup: Path | None, restore: Path | None, language: Language, say: Say) -> int:
    from django.utils import timezone

    from briefing.portal.services import backups

    texts = catalogue("serving", language)
    if backup:
        backups.backup(backup)
        say(texts.text("backed_up", path=str(backup)))
        return 0
    try:
        count = backups.restore(Path(str(restore)), timezone.now())
    except backups.NotRestored as fault:
        say(texts.text("not_restored", reason=str(fault)))
        return 2
    say(texts.text("restored", count))
    return 0
