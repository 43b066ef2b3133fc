"""A company's logo and colours: read from the charter and the file it names, checked, cleaned, or said to be unusable."""

from __future__ import annotations

import stat
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Final

from briefing.colours import FAINT, GRAPHIC_CONTRAST, TEXT_CONTRAST, WHITE, contrast, is_colour, readable
from briefing.findings import Finding
from briefing.model.brand import Logo
from briefing.model.charter import Company
from briefing.workbook.codes import listed, raised
from briefing.workbook.picture_faults import DAMAGED, HIDING, PictureFault, refuse_large

KILOBYTE: Final = 1024
LOGO_BYTES: Final = 256 * KILOBYTE
_PNG: Final = b"\x89PNG\r\n\x1a\n"
_COLOURS: Final = (("main_colour", TEXT_CONTRAST, (WHITE, FAINT)), ("second_colour", GRAPHIC_CONTRAST, (WHITE,)))
"""The main colour writes text, on paper and on tinted cells; the second one draws lines on paper."""
_CODES: Final = {DAMAGED: "CHA-220", HIDING: "CHA-221"}


def mend_colours(company: Company) -> tuple[Company, tuple[Finding, ...]]:
    """Give the company with colours that can be read: a malformed one is left out, a light one darkened, and it is said."""
    findings: list[Finding] = []
    found: list[str] = []
    for field, least, behind in _COLOURS:
        typed = getattr(company, field).strip()
        used, where = "", company.source.at(field)
        if typed and not is_colour(typed):
            findings.append(raised(where, "CHA-215", found=typed))
        elif typed:
            used = readable(typed, behind, least)
            if used != typed.lower():
                ratio = min(contrast(typed, each) for each in behind)
                findings.append(raised(where, "CHA-216", found=typed, ratio=f"{ratio:.1f}", least=f"{least:g}", used=used))
        found.append(used)
    return replace(company, main_colour=found[0], second_colour=found[1]), tuple(findings)


def load_logo(folder: Path, company: Company) -> tuple[Logo | None, tuple[Finding, ...]]:
    """Give the cleaned logo that the charter in a folder names; None and the reason where it cannot be used."""
    name = company.logo.strip()
    if not name:
        return None, ()
    where = company.source.at("logo")
    path = inside(folder, name)
    if path is None:
        return None, (raised(where, "CHA-217", found=name),)
    try:
        logo, left_out = _cleaned(_read(path))
    except OSError:
        return None, (raised(where, "CHA-218", found=name),)
    except PictureFault as fault:
        if fault.size:
            return None, (raised(where, "CHA-219", found=name, size=fault.size, limit=fault.limit),)
        return None, (raised(where, _CODES[fault.kind], found=name),)
    return logo, (raised(where, "CHA-222", found=name, parts=listed(left_out)),) if left_out else ()


def inside(folder: Path, name: str) -> Path | None:
    """Give the place of a file below a folder; None for a name that leads elsewhere, also by a link."""
    written = name.replace("\\", "/")
    parts = PurePosixPath(written).parts
    if not parts or written.startswith("/") or ".." in parts or ":" in written or not written.isprintable():
        return None
    try:
        home = folder.resolve()
        path = home.joinpath(*parts).resolve()
    except (OSError, ValueError, RuntimeError):  # a loop of links
        return None
    return path if path != home and path.is_relative_to(home) else None


def _read(path: Path) -> bytes:
    """Give the bytes of a small ordinary file; OSError for a folder or a pipe."""
    about = path.stat()
    if not stat.S_ISREG(about.st_mode):
        raise OSError(path)
    with path.open("rb") as opened:
        data = opened.read(LOGO_BYTES + 1)
    if len(data) > LOGO_BYTES:
        refuse_large(f"{-(-about.st_size // KILOBYTE)} kB", f"{LOGO_BYTES // KILOBYTE} kB")
    return data


def _cleaned(data: bytes) -> tuple[Logo, tuple[str, ...]]:
    """Clean a picture by what its first bytes say it is, whatever its name ends in."""
    if data.startswith(_PNG):
        from briefing.workbook.png_logo import clean_png  # noqa: PLC0415 - most charters name no logo

        return clean_png(data), ()
    from briefing.workbook.svg_logo import clean_svg  # noqa: PLC0415 - as above

    return clean_svg(data)
