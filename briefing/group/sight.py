"""What a worker on another machine must have before it is given work: our versions, and sight of the same files."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from briefing.group.places import Place
from briefing.group.refusals import Refusal
from briefing.group.versions import Versions, differences, versions
from briefing.language import Language, catalogue
from briefing.workspace import CHARTER, SUBMISSIONS

MARK = ".briefing-"
"""How the name of the file begins by which workers show that they see the output folder."""


@dataclass(frozen=True, slots=True)
class Sight:
    """A file of the workspace and one of the output folder that every worker must find; `sample` is empty for an empty workspace."""

    source: Path | str
    sample: str
    target: Path | str
    token: str

    def seen(self) -> Seen:
        """Look at both from where this runs."""
        return Seen(versions(), *(_look(where, name) for where, name in ((self.source, self.sample), (self.target, self.token))))


@dataclass(frozen=True, slots=True)
class Seen:
    """What a machine has: its versions, and the fingerprint of each file looked at, or why it cannot be read."""

    versions: Versions
    source: str
    target: str


def _look(where: Path | str, name: str) -> str:
    try:
        content = Place(where).get(name) if isinstance(where, str) else (where / name).read_bytes()
    except OSError as fault:
        return fault.strerror or str(fault)
    except Refusal as refused:
        return str(refused.values.get("module", refused.key))
    return hashlib.sha256(content or b"").hexdigest() if content is not None else "–"


@contextmanager
def token_at(source: Path | str, sample: str, target: Path | str) -> Iterator[Sight]:
    """Leave a file in the output folder for as long as workers may be asked for it.

    Raises:
        OSError: It cannot be written.
    """
    name = f"{MARK}{uuid4().hex}"
    if isinstance(target, str):
        Place(target).write({name: name.encode()})
        try:
            yield Sight(_whole(source), sample, target, name)
        finally:
            with suppress(OSError):
                Place(target).remove(name)
        return
    target.mkdir(parents=True, exist_ok=True)
    (target / name).write_text(name, encoding="utf-8")
    try:
        yield Sight(_whole(source), sample, target.absolute(), name)
    finally:
        (target / name).unlink(missing_ok=True)


def _whole(where: Path | str) -> Path | str:
    return where if isinstance(where, str) else where.absolute()


def sample_of(workspace: Path) -> str:
    """Give the name of a file that the workspace holds; an empty text where it holds none."""
    if (workspace / CHARTER).is_file():
        return CHARTER
    found = (path for path in sorted((workspace / SUBMISSIONS).glob("*/*")) if path.is_file())
    return next((path.relative_to(workspace).as_posix() for path in found), "")


def objections(here: Seen, there: Seen | BaseException, sight: Sight, language: Language) -> tuple[str, ...]:
    """Say why a worker cannot be given work; nothing where it can."""
    words = catalogue("cluster", language)
    if not isinstance(there, Seen):
        return (words.text("cluster.unlike", reason=f"{type(there).__name__}: {there}"),)
    found = list(differences(here.versions, there.versions, language))
    found += [words.text("cluster.unseen", place=place) for place, ours, theirs in (
        (sight.source, here.source, there.source), (sight.target, here.target, there.target)) if ours != theirs]
    return tuple(found)
