"""A scratch workspace for one site's month: what was published so far, and the version in hand at its place."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from briefing.periods import Period
from briefing.portal import store
from briefing.workbook.adopt.toml_text import quoted
from briefing.workbook.site_files import SUFFIXES
from briefing.workspace import CHARTER, MAPPINGS, PUBLICATION, RESPONSES, SUBMISSIONS, write_atomically

PICTURES = (".png", ".svg", ".jpg", ".jpeg")


def published_paths(root: Path, site: str, period: Period) -> list[str]:
    """Give the paths inside a workspace that a site's briefing of a month is made from, in order."""
    found = [name for name in (CHARTER, f"{MAPPINGS}/{site}.toml") if (root / name).is_file()]
    for part in (SUBMISSIONS, PUBLICATION):
        for folder in _months(root / part, period):
            found += [f"{part}/{folder.name}/{path.name}" for path in folder.iterdir()
                      if path.stem == site and path.suffix.lower() in (*SUFFIXES, ".toml")]
    found += [path.relative_to(root).as_posix() for path in pictures(root)]
    found += [f"{RESPONSES}/{path.name}" for path in _listed(root / RESPONSES) if path.suffix == ".csv" and path.stem <= str(period)]
    return sorted(found)


def pictures(root: Path) -> list[Path]:
    """Give the pictures of a workspace, such as a logo that the charter names: at its root, or one folder down."""
    return [path for pattern in ("*", "*/*") for path in root.glob(pattern) if path.suffix.lower() in PICTURES and path.is_file()]


def _listed(folder: Path) -> list[Path]:
    return list(folder.iterdir()) if folder.is_dir() else []


def _months(folder: Path, period: Period) -> list[Path]:
    return [each for each in _listed(folder) if each.is_dir() and each.name <= str(period)]


@contextmanager
def scratch(site: str, period: Period, *, content: bytes | None = None, suffix: str = ".xlsx", mapping: str = "",
            publication: str = "") -> Iterator[Path]:
    """Lay out the workspace as it would be with the version in hand published; it is gone at the end.

    Without content, the month stands as the workspace has it.
    """
    root = store.workspace_folder()
    folder = Path(tempfile.mkdtemp(prefix="month-", dir=store.place(store.INCOMING)))
    mine = f"{SUBMISSIONS}/{period}/{site}"
    try:
        for name in published_paths(root, site, period):
            if content is None or not name.startswith(f"{mine}."):
                _link(root / name, folder / name)
        if content is not None:
            write_atomically(folder / f"{mine}{suffix}", content)
        if mapping:
            _replace(folder / MAPPINGS / f"{site}.toml", mapping)
        if publication:
            _replace(folder / PUBLICATION / str(period) / f"{site}.toml", publication)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _replace(path: Path, text: str) -> None:
    """Write a text in the place of a link, never through it."""
    path.unlink(missing_ok=True)
    write_atomically(path, text.encode())


def _link(source: Path, target: Path) -> None:
    """Stand a file in the scratch folder without copying it, where the file system lets us."""
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def publication_toml(*, as_of: date, received_on: date, published_by: str, approver: str, overrides: list[dict[str, str]], comments: list[dict[str, str]]) -> str:
    """Write the facts of a publication as `publication/PERIOD/SITE.toml`."""
    lines = [f"as_of = {as_of.isoformat()}", f"published_by = {quoted(published_by)}", f"published_on = {as_of.isoformat()}",
             f"received_on = {min(received_on, as_of).isoformat()}"]
    lines += [f"approver = {quoted(approver)}"] if approver else []
    for name, rows in (("overrides", overrides), ("comments", comments)):
        for row in rows:
            lines += ["", f"[[{name}]]", *(f"{key} = {quoted(value)}" for key, value in row.items())]
    return "\n".join(lines) + "\n"
