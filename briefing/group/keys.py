"""Fingerprints of everything a plant's files are made from: inputs, code, templates, libraries, options."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterable
from contextlib import suppress
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path, PurePosixPath

from briefing.periods import Period
from briefing.resources import PACKAGE, folder
from briefing.workspace import CHARTER, MAPPINGS, PUBLICATION, RESPONSES, SUBMISSIONS

LIBRARIES = ("babel", "font-source-sans-pro", "font-source-serif-pro", "jinja2", "matplotlib", "numpy", "rapidfuzz", "scipy", "typst")
"""What draws and computes; another version may give other bytes."""


@cache
def code_key() -> str:
    """Give the fingerprint of the program: its modules, catalogues and templates, Python and the libraries."""
    found = hashlib.sha256(f"{sys.version_info[:3]}".encode())
    for name in LIBRARIES:
        with suppress(PackageNotFoundError):
            found.update(f"{name}={version(name)}\n".encode())
    for root in (PACKAGE, folder("templates")):
        for path in sorted(root.rglob("*")):
            if path.is_file() and path.suffix != ".pyc" and "_data" not in path.relative_to(root).parts:
                found.update(f"{path.relative_to(root).as_posix()}={file_key(path)}\n".encode())
    return found.hexdigest()


def file_key(path: Path) -> str:
    """Give the fingerprint of a file's contents; an empty text where it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def logo_name(typed: str) -> str:
    """Give the name of the logo's file as a workspace's files are named; an empty text for none, or one that leads elsewhere."""
    name = PurePosixPath(typed.strip().replace("\\", "/"))
    return "" if name.is_absolute() or ".." in name.parts or not name.parts else name.as_posix()


def text_key(*parts: object) -> str:
    """Give the fingerprint of texts in their order."""
    return hashlib.sha256(json.dumps([str(part) for part in parts]).encode()).hexdigest()


class Inputs:
    """The files of a workspace by plant, each folder listed and each shared file read once."""

    def __init__(self, workspace: Path, period: Period, logo: str = "") -> None:
        """List what may be read of a month and those before it; `logo` is the file that the charter names."""
        self._shared = _keys(workspace, [CHARTER, *_months(workspace, RESPONSES, period), *filter(None, [logo_name(logo)])])
        self._by_site: dict[str, list[str]] = {}
        for home in (SUBMISSIONS, PUBLICATION):
            for month in _months(workspace, home, period):
                for path in sorted((workspace / month).iterdir()):
                    self._by_site.setdefault(path.stem, []).append(f"{month}/{path.name}")
        self._workspace = workspace

    def key(self, site: str) -> str:
        """Give the fingerprint of all that a plant's month is read from."""
        names = [*self._by_site.get(site, []), f"{MAPPINGS}/{site}.toml"]
        return text_key(*sorted((self._shared | _keys(self._workspace, names)).items()))


def _keys(workspace: Path, names: Iterable[str]) -> dict[str, str]:
    return {name: file_key(workspace / name) for name in names if (workspace / name).is_file()}


def _months(workspace: Path, home: str, period: Period) -> list[str]:
    """Give the entries of a folder that are named by a month up to the one asked for."""
    if not (workspace / home).is_dir():
        return []
    found = []
    for path in sorted((workspace / home).iterdir()):
        with suppress(ValueError):
            if Period.parse(path.stem) <= period:
                found.append(f"{home}/{path.name}")
    return found
