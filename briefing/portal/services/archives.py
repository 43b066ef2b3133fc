"""Archives to take away: a workspace that `briefing build` builds, the published bytes, and the hash of every file."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import PurePosixPath
from typing import IO

from briefing.portal import store
from briefing.portal.models import Publication
from briefing.portal.services.publishing import METHOD

FIXED = (1980, 1, 1, 0, 0, 0)
SUMS = "SHA256SUMS"


def publication_files(publication: Publication) -> Iterator[tuple[str, bytes]]:
    """Yield what a publication was made from and what was published, each by its path in the archive."""
    for name, sha256 in sorted(publication.inputs.items()):
        yield f"workspace/{name}", store.frozen_bytes(sha256)
    home = f"published/{publication.period}/{publication.site}"
    for name, sha256 in sorted(publication.outputs.items()):
        yield f"{home}/{name}", store.frozen_bytes(sha256)


def whole_files() -> Iterator[tuple[str, bytes]]:
    """Yield the whole workspace as it stands, and every publication's bytes, superseded ones under their number."""
    root = store.workspace_folder()
    for path in sorted(root.rglob("*")):
        if path.is_file() and not path.name.startswith("."):
            yield f"workspace/{path.relative_to(root).as_posix()}", path.read_bytes()
    seen: set[tuple[str, str]] = set()
    for publication in Publication.objects.filter(purged_at=None).order_by("period", "site", "-number"):
        latest = (publication.site, publication.period) not in seen
        seen.add((publication.site, publication.period))
        home = f"published/{publication.period}/{publication.site}" + ("" if latest else f"/superseded-{publication.number}")
        for name, sha256 in sorted(publication.outputs.items()):
            yield f"{home}/{name}", store.frozen_bytes(sha256)


def how_to(publication: Publication) -> str:
    """Say how to make the published bytes again."""
    names = " ".join(f"--edition {name}" for name in publication.editions)
    return (f"{METHOD}\n\nbriefing build workspace --period {publication.period} --site {publication.site} {names} -o again\n"
            f"sha256sum -c {SUMS}\n\n{publication.digest}\n")


def write_zip(stream: IO[bytes], files: Iterable[tuple[str, bytes]], note: str = "") -> None:
    """Write an archive with the list of its hashes; the same files give the same bytes."""
    sums = []
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in files:
            kind = zipfile.ZIP_STORED if PurePosixPath(name).suffix in {".xlsx", ".pdf"} else zipfile.ZIP_DEFLATED
            archive.writestr(zipfile.ZipInfo(name, FIXED), data, kind)
            sums.append(f"{store.digest(data)}  {name}\n")
        archive.writestr(zipfile.ZipInfo(SUMS, FIXED), "".join(sums), zipfile.ZIP_DEFLATED)
        if note:
            archive.writestr(zipfile.ZipInfo("README.txt", FIXED), note)


def zipped(files: Iterable[tuple[str, bytes]], note: str = "") -> bytes:
    """Give an archive as bytes."""
    stream = BytesIO()
    write_zip(stream, files, note)
    return stream.getvalue()
