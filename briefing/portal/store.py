"""Files of the portal, outside the web root and under random names: drafts that are dropped, frozen bytes that stay."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from shutil import rmtree

from django.conf import settings

from briefing.workspace import write_atomically

DRAFTS, FROZEN, WORKSPACE, INCOMING, MAIL = "drafts", "frozen", "workspace", "incoming", "mail"
CHUNK = 1024 * 1024


def place(part: str) -> Path:
    """Give one folder of the data folder."""
    return Path(settings.DATA) / part


def workspace_folder() -> Path:
    """Give the workspace: what `briefing build` also builds. Only what was published is in it."""
    return place(WORKSPACE)


def make_folders() -> None:
    """Make the data folder and its parts; drafts, mail and incoming files are for their owner's eyes."""
    for part in (WORKSPACE, FROZEN, DRAFTS, INCOMING, MAIL):
        place(part).mkdir(parents=True, exist_ok=True)
    with suppress(OSError, NotImplementedError):
        Path(settings.DATA).chmod(0o700)


def digest(data: bytes) -> str:
    """Give the SHA-256 of bytes, in hex."""
    return hashlib.sha256(data).hexdigest()


def random_name() -> str:
    """Give a name nobody can guess."""
    return secrets.token_hex(16)


def keep_draft(data: bytes) -> str:
    """Keep a draft's bytes; gives the name they lie under."""
    name = random_name()
    write_atomically(place(DRAFTS) / name, data)
    return name


def draft_path(name: str) -> Path:
    """Give where a draft lies."""
    return place(DRAFTS) / name


def drop_drafts(names: Iterator[str] | list[str]) -> None:
    """Delete drafts; one that is gone already is no fault."""
    for name in names:
        if name:
            path = draft_path(name)
            if path.is_dir():
                rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)


def freeze(data: bytes) -> str:
    """Keep bytes for good, each once; gives their hash."""
    from briefing.portal.models import Frozen

    found = digest(data)
    if not Frozen.objects.filter(sha256=found).exists():
        name = random_name()
        write_atomically(place(FROZEN) / name, data)
        _, made = Frozen.objects.get_or_create(sha256=found, defaults={"stored": name, "size": len(data)})
        if not made:  # another process froze the same bytes in the meantime
            (place(FROZEN) / name).unlink(missing_ok=True)
    return found


def frozen_bytes(sha256: str) -> bytes:
    """Give frozen bytes by their hash.

    Raises:
        ValueError: The file is not what was frozen.
    """
    from briefing.portal.models import Frozen

    data = (place(FROZEN) / Frozen.objects.get(sha256=sha256).stored).read_bytes()
    if digest(data) != sha256:
        message = f"a frozen file is not what was frozen: {sha256}"
        raise ValueError(message)
    return data
