"""Where a workspace lies or briefings go: a folder of this machine, or an address such as `s3://bucket/folder`.

Addresses are opened by fsspec, which is imported when the first one is met. An object of a store is there whole or not at all,
as a file of ours is.
"""

from __future__ import annotations

import errno
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from briefing.group.refusals import Refusal

_STATES = ("ETag", "etag", "checksum", "mtime", "LastModified", "last_modified", "created", "size")
"""What a store says of an object that tells one state of it from another."""
AT_A_TIME = 64
"""Most objects asked for at once, so that their bytes never stand in memory all together."""


def located(where: str) -> Path | str:
    """Give a folder's path, or an address as it was typed; `file://` is a folder."""
    if "://" not in where:
        return Path(where)
    parts = urlsplit(where)
    if parts.scheme != "file":
        return where.rstrip("/")
    from urllib.request import url2pathname  # noqa: PLC0415 - loads a browser's worth of modules

    return Path(url2pathname(parts.path))


def below(where: Path | str, name: str) -> str:
    """Give the full name of what lies below a folder or an address, to be printed."""
    return f"{where}/{name}" if isinstance(where, str) else str(where / name)


@dataclass(frozen=True, slots=True)
class Place:
    """An address, with what it takes to read and write below it. Names are relative, parted by slashes.

    A store that cannot be reached or refuses us raises OSError, whatever its own library raises.
    """

    address: str

    def listed(self) -> dict[str, str]:
        """Give every name below, with what tells one state of it from another; names that lead out of a folder are none of ours."""
        system, root = self._opened()
        with self._told():
            system.invalidate_cache()
            found = system.find(root, detail=True)
        names = {path.removeprefix(root).lstrip("/"): info for path, info in found.items()}
        return {name: _state(info) for name, info in sorted(names.items()) if is_plain(name)}

    def read(self, names: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        """Yield each name with its bytes, some asked for at a time; FileNotFoundError where one is not there."""
        system, root = self._opened()
        left = [f"{root}/{name}" for name in names]
        while left:
            now, left = left[:AT_A_TIME], left[AT_A_TIME:]
            with self._told():
                found = system.cat(now)
            yield from ((path.removeprefix(f"{root}/"), found[path]) for path in now)

    def get(self, name: str) -> bytes | None:
        """Give the bytes of one name; None where there is none."""
        try:
            return next(content for _, content in self.read([name]))
        except FileNotFoundError:
            return None

    def write(self, files: Mapping[str, bytes]) -> None:
        """Write files by name, several at a time; each is there whole or not at all."""
        system, root = self._opened()
        with self._told():
            system.pipe({f"{root}/{name}": content for name, content in files.items()})

    def remove(self, name: str) -> None:
        """Take a name away."""
        system, root = self._opened()
        with self._told():
            system.rm_file(f"{root}/{name}")

    def _opened(self) -> tuple[Any, str]:
        try:
            from fsspec.core import url_to_fs  # noqa: PLC0415 - only a run over addresses needs it

            with self._told():
                system, root = url_to_fs(self.address)
        except ImportError as fault:
            raise Refusal("cluster.no_store", place=self.address, module=fault.name or "fsspec") from fault
        except ValueError as fault:
            raise Refusal("cluster.no_such_store", place=self.address) from fault
        return system, str(root).rstrip("/")

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Name the place in an OSError, and make one of what a store's library raises; programs' own faults pass."""
        try:
            yield
        except (FileNotFoundError, ImportError, ValueError):
            raise
        except OSError as fault:
            raise OSError(fault.errno or errno.EIO, fault.strerror or str(fault), self.address) from fault
        except Exception as fault:  # each store has errors of its own, with no root in common
            raise OSError(errno.EIO, f"{type(fault).__name__}: {fault}", self.address) from fault


def is_plain(name: str) -> bool:
    """Tell whether a name stays below the folder it is put in, on any system."""
    return bool(name) and "\\" not in name and ":" not in name and "\0" not in name and not {"", ".", ".."} & set(name.split("/"))


def fetched(place: Place, names: Iterable[str], folder: Path) -> None:
    """Put what lies at a place into a folder; ValueError for a name that would lead out of it."""
    asked = tuple(names)
    if not all(map(is_plain, asked)):
        message = f"not a name below a folder: {[name for name in asked if not is_plain(name)]}"
        raise ValueError(message)
    for name, content in place.read(asked):
        path = folder / PurePosixPath(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def _state(info: Mapping[str, Any]) -> str:
    return " ".join(f"{key}={info[key]}" for key in _STATES if info.get(key) is not None)
