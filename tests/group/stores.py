"""A store in memory for tests, and the sample company in it."""

from __future__ import annotations

from pathlib import Path
from uuid import uuid4

import fsspec

from briefing.group.places import Place


def stored(folder: Path) -> str:
    """Put a folder into memory; gives its address, which no other test has."""
    address = f"memory://{uuid4().hex}/company"
    Place(address).write({path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()})
    return address


def held(address: str) -> dict[str, bytes]:
    """Give every file below an address."""
    place = Place(address)
    return dict(place.read(place.listed()))


def spoil(address: str, name: str, content: bytes) -> None:
    """Put other bytes in a file's place, past what the program writes with."""
    system, root = fsspec.core.url_to_fs(address)
    system.pipe_file(f"{root}/{name}", content)
