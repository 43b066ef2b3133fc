"""A company's logo and colours: what is used, what is mended and what is refused, each with its cell."""

from __future__ import annotations

import os
import struct
import zlib
from base64 import b64decode
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from briefing.colours import contrast
from briefing.findings import Finding, Severity
from briefing.language import LANGUAGES, finding_hint, finding_message
from briefing.model.brand import Logo
from briefing.model.charter import Company
from briefing.workbook.branding import LOGO_BYTES, load_logo
from tests.workbook.workbook_makers import CHARTER, charter_of

SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 40 10">{}</svg>'
SHAPE = '<path d="M0 0H40V10z" fill="#0a5275"/>'


def company(**fields: str) -> tuple[Company, tuple[Finding, ...]]:
    """Read a charter with more lines on its Company sheet, from B6 on."""
    charter, findings = charter_of(Company=[*CHARTER["Company"], *([name.replace("_", " "), value] for name, value in fields.items())])
    return charter.company, tuple(each for each in findings if each.code in {"CHA-215", "CHA-216"})


def chunk(name: bytes, content: bytes) -> bytes:
    """Make a chunk of a PNG."""
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def png(*more: bytes, width: int = 4, height: int = 2, raw: bytes | None = None, depth: int = 8, colour: int = 2, interlace: int = 0) -> bytes:
    """Make a picture, red where nothing else is said; `more` are chunks before the pixels."""
    pixels = b"".join(b"\0" + b"\xff\0\0" * width for _ in range(height)) if raw is None else raw
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, interlace))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(more) + chunk(b"IDAT", zlib.compress(pixels)) + chunk(b"IEND", b"")


def loaded(tmp_path: Path, data: bytes | str, name: str = "branding/logo.svg") -> tuple[Logo | None, tuple[Finding, ...]]:
    """Put a file beside a charter and load it."""
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return load_logo(tmp_path, company(Logo=name)[0])


def only(findings: tuple[Finding, ...]) -> Finding:
    """Give the one finding, after seeing that people can read it."""
    assert len(findings) == 1
    for language in LANGUAGES:
        assert finding_message(findings[0], language)
        assert finding_hint(findings[0], language)
    return findings[0]


def test_a_colour_that_can_be_read_is_used_as_typed() -> None:
    """In one way of writing, without a word."""
    used, findings = company(Main_colour="#0A5275", Second_colour="#A33A16")

    assert ("#0a5275", "#a33a16", ()) == (used.main_colour, used.second_colour, findings)


def test_a_light_colour_is_darkened_and_the_note_says_so_with_its_cell() -> None:
    """4.5 to 1 for the colour that writes text, 3 to 1 for the one that draws lines."""
    used, findings = company(Main_colour="#FFD400", Second_colour="#FFD400")

    assert contrast(used.main_colour, "#f1f4f6") >= 4.5
    assert 3.0 <= contrast(used.second_colour, "#ffffff") < contrast(used.main_colour, "#ffffff")
    assert [("B5", Severity.NOTE), ("B6", Severity.NOTE)] == [(each.where.cell, each.severity) for each in findings]
    assert used.main_colour in finding_message(findings[0], "en")
    assert "#FFD400" in finding_message(findings[0], "es")


@pytest.mark.parametrize("typed", ["petrol", "#12345", "0A5275", "#0A5275; } body { display: none", "url(x)"])
def test_what_is_no_colour_is_left_out_and_found(typed: str) -> None:
    """The briefing keeps its own."""
    used, findings = company(Main_colour=typed)

    assert "" == used.main_colour
    assert ("CHA-215", "B5") == (only(findings).code, only(findings).where.cell)


def test_without_a_logo_nothing_is_said(tmp_path: Path) -> None:
    """It is optional."""
    assert (None, ()) == load_logo(tmp_path, Company())


def test_an_svg_comes_through_as_shapes_with_their_classes(tmp_path: Path) -> None:
    """As drawing programs write it: a document type that only names a standard, a style sheet, descriptions."""
    text = '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">' + SVG.format(
        '<title>Acme</title><style>.a,.b{fill:#0A5275;} .b{stroke:red}</style><g transform="scale(2)"><rect class="b" width="4" height="5"/></g>')
    logo, findings = loaded(tmp_path, text)

    assert () == findings
    assert logo is not None
    assert ("svg", 40.0, 10.0) == (logo.format, logo.width, logo.height)
    rect = ET.fromstring(logo.data)[0][0]  # noqa: S314 - our own output
    assert {"width": "4", "height": "5", "fill": "#0A5275", "stroke": "red"} == rect.attrib


@pytest.mark.parametrize(("part", "name"), [
    ("<script>alert(1)</script>", "script"),
    ('<image href="http://elsewhere.example/x.png"/>', "image"),
    ("<foreignObject><b>x</b></foreignObject>", "foreignObject"),
    ("<text>Acme</text>", "text"),
    ("<filter id='f'><feImage href='http://elsewhere.example'/></filter>", "filter"),
    ('<animate attributeName="href" to="javascript:alert(1)"/>', "animate"),
    ('<use href="http://elsewhere.example/x.svg#a"/>', "use"),
    ('<g id="a"><use href="#a"/></g>', "use"),
    ("<svg><path d='M0 0'/></svg>", "svg"),
])
def test_what_could_run_fetch_or_grow_is_left_out_and_named(tmp_path: Path, part: str, name: str) -> None:
    """The shapes beside it stay."""
    logo, findings = loaded(tmp_path, SVG.format(SHAPE + part))

    assert logo is not None
    assert "M0 0H40V10z" in logo.data
    assert not [word for word in ("script", "elsewhere", "javascript", "Object", "<text", "image", "animate", "<use") if word in logo.data]
    found = only(findings)
    assert ("CHA-222", Severity.WARNING, "B5") == (found.code, found.severity, found.where.cell)
    assert name in finding_message(found, "en")


@pytest.mark.parametrize("part", [
    '<path d="M0 0 L1e400 1"/>', '<circle r="1e30"/>', '<g transform="scale(1e9)"><rect width="1" height="1"/></g>',
    '<g transform="scale(90)"><g transform="scale(90)"><rect width="1" height="1"/></g></g>', '<rect transform="skewX(89.9999)" width="1"/>',
    '<rect transform="matrix(1 1 1)" width="1e9"/>', '<path d="M0 0L9 9" stroke-width="1e9"/>', '<rect transform="translate(1e12 0)"/>',
])
def test_what_reaches_far_beyond_the_picture_is_left_out(tmp_path: Path, part: str) -> None:
    """Drawing it could end the program that draws."""
    logo, findings = loaded(tmp_path, SVG.format(SHAPE + part))

    assert logo is not None
    assert "M0 0H40V10z" in logo.data
    assert "e+" not in logo.data
    assert "CHA-222" == only(findings).code


def test_a_traced_picture_and_ordinary_dashes_stay(tmp_path: Path) -> None:
    """Programs that trace write ten times too large and scale down; only a dust of dashes goes."""
    logo, findings = loaded(tmp_path, SVG.format(
        '<g transform="translate(0,10) scale(0.1,-0.1)"><path d="M0 0L400 100"/></g><path d="M0 0H9" stroke-dasharray="1 2"/>'
        '<path d="M0 0H8" stroke-dasharray="0.00001"/>'))

    assert () == findings
    assert logo is not None
    assert all(part in logo.data for part in ("M0 0L400 100", 'stroke-dasharray="1 2"', "M0 0H8"))
    assert "0.00001" not in logo.data


@pytest.mark.parametrize("attribute", [
    'onload="alert(1)"', 'onclick="alert(1)"', 'style="fill:url(http://elsewhere.example/)"', 'fill="url(http://elsewhere.example/#a)"',
    'style="background:url(javascript:alert(1))"', 'xlink:href="javascript:alert(1)"', 'd="M0 0&quot;/&gt;&lt;script&gt;"', 'id="a b"',
    'style="fill:expression(alert(1))"', 'clip-path="url(data:image/svg+xml,x)"', 'xml:base="http://elsewhere.example/"', 'filter="url(#f)"',
])
def test_no_attribute_runs_or_fetches(tmp_path: Path, attribute: str) -> None:
    """Only what places a shape or says how it looks, and no address but one inside the picture."""
    logo, _ = loaded(tmp_path, SVG.format(f"<path {attribute}/>"))

    assert logo is not None
    assert {} == ET.fromstring(logo.data)[0].attrib  # noqa: S314 - our own output


def test_a_link_to_a_part_of_the_picture_stays(tmp_path: Path) -> None:
    """Gradients, clips and a shape drawn twice."""
    text = SVG.format('<defs><linearGradient id="g"><stop offset="0" stop-color="red"/></linearGradient></defs>'
                      '<circle id="c" r="2" style="fill: url(&quot;#g&quot;)"/><use xlink:href="#c" x="9"/><a href="http://elsewhere.example"><rect/></a>')
    logo, findings = loaded(tmp_path, text)

    assert () == findings
    assert logo is not None
    assert 'fill="url(#g)"' in logo.data
    assert '<use href="#c" x="9"/><g><rect/></g>' in logo.data


@pytest.mark.parametrize("head", [
    '<!DOCTYPE svg [<!ENTITY a "b">]>', '<!DOCTYPE svg SYSTEM "x" [<!ENTITY % p SYSTEM "file:///etc/passwd"> %p;]>',
    '<?xml version="1.0" encoding="utf-7"?>',
])
def test_entities_and_rare_encodings_are_refused(tmp_path: Path, head: str) -> None:
    """They can hide anything."""
    logo, findings = loaded(tmp_path, head + SVG.format(SHAPE))

    assert (None, "CHA-221") == (logo, only(findings).code)


@pytest.mark.parametrize("data", [
    b"", b"GIF89a", b"<svg", b"<html/>", SVG.format(SHAPE)[:-4].encode(), b'<svg xmlns="http://www.w3.org/2000/svg"/>',
    SVG.replace("0 0 40 10", "0 0 0 10").format(SHAPE).encode(), SVG.replace("0 0 40 10", "0 0 1e9 10").format(SHAPE).encode(),
    SVG.replace("0 0 40 10", "0 0 nan 10").format(SHAPE).encode(), b"\x89PNG\r\n\x1a\n", png()[:-20], png().replace(b"IDAT", b"IDAX"),
    png(raw=b"\0" * 5), png(raw=b"\0" * 500), png(raw=(b"\x07" + b"\0" * 12) * 2), png(depth=3), png(colour=3, raw=b"\0" * 10), png(width=0),
])
def test_what_is_no_picture_is_found(tmp_path: Path, data: bytes) -> None:
    """Another kind, cut off, without a size, with pixels that are not the picture's."""
    logo, findings = loaded(tmp_path, data)

    assert (None, "CHA-220", "B5") == (logo, only(findings).code, findings[0].where.cell)


@pytest.mark.parametrize("data", [
    png(width=5000, height=10), png(width=2000, height=2000), b"\x89PNG\r\n\x1a\n" + b"\0" * LOGO_BYTES,
    SVG.format("<g/>" * 5000).encode(), SVG.format("<g>" * 100 + "</g>" * 100).encode(),
])
def test_what_is_too_large_is_found_with_its_size_and_the_limit(tmp_path: Path, data: bytes) -> None:
    """Bytes, pixels, elements or depth."""
    logo, findings = loaded(tmp_path, data)

    found = only(findings)
    assert (None, "CHA-219") == (logo, found.code)
    assert all(dict(found.parameters)[name] for name in ("size", "limit"))


@pytest.mark.parametrize("name", ["../logo.svg", "branding/../../logo.svg", "/etc/hostname", "C:\\logo.svg", "\\\\server\\logo.svg", "file:logo.svg"])
def test_no_name_leaves_the_workspace(tmp_path: Path, name: str) -> None:
    """Up, from the root, by a drive or an address."""
    (tmp_path / "logo.svg").write_text(SVG.format(SHAPE), encoding="utf-8")
    home = tmp_path / "workspace"
    home.mkdir()
    logo, findings = load_logo(home, company(Logo=name)[0])

    assert (None, "CHA-217") == (logo, only(findings).code)


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
def test_no_link_leaves_the_workspace(tmp_path: Path) -> None:
    """A name that looks harmless and leads elsewhere."""
    (tmp_path / "secret.svg").write_text(SVG.format(SHAPE), encoding="utf-8")
    home = tmp_path / "workspace"
    home.mkdir()
    (home / "logo.svg").symlink_to(tmp_path / "secret.svg")

    assert "CHA-217" == only(load_logo(home, company(Logo="logo.svg")[0])[1]).code


def test_a_logo_that_is_not_there_is_found(tmp_path: Path) -> None:
    """Neither is a folder."""
    (tmp_path / "folder").mkdir()

    assert ["CHA-218", "CHA-218"] == [only(load_logo(tmp_path, company(Logo=name)[0])[1]).code for name in ("no.svg", "folder")]


def test_a_png_keeps_its_pixels_and_nothing_else(tmp_path: Path) -> None:
    """Texts, places, profiles and what follows the picture are gone; a palette is whole."""
    hiding = png(chunk(b"tEXt", b"Author\0Ana"), chunk(b"eXIf", b"GPS"), chunk(b"iCCP", b"x")) + b"PK\x03\x04 more"
    logo, findings = loaded(tmp_path, hiding, "logo.png")

    assert () == findings
    assert logo is not None
    assert ("png", 4.0, 2.0) == (logo.format, logo.width, logo.height)
    assert png() == b64decode(logo.data)


@pytest.mark.parametrize("options", [
    {"colour": 6, "raw": (b"\0" + b"\1\2\3\4" * 4) * 2}, {"colour": 0, "depth": 1, "raw": b"\0\xf0" * 2},
    {"colour": 4, "depth": 16, "raw": (b"\4" + b"\0\1\0\2" * 4) * 2},
    # Adam7 of 4 x 2 pixels: pass 1 has one pixel, 4 one, 6 two, 7 four; the others none.
    {"interlace": 1, "raw": b"\0abc" * 2 + b"\0abcabc" + b"\0" + b"abc" * 4},
])
def test_every_kind_of_png_is_read(tmp_path: Path, options: dict[str, Any]) -> None:
    """Grey and coloured, with and without transparency, interlaced."""
    logo, findings = loaded(tmp_path, png(**options))

    assert () == findings
    assert logo is not None


def test_a_palette_is_filled_up_so_that_no_pixel_points_past_it(tmp_path: Path) -> None:
    """Sixteen colours of three bytes at four bits, though the file names one."""
    logo, _ = loaded(tmp_path, png(chunk(b"PLTE", b"abc"), chunk(b"tRNS", b"\x80"), colour=3, depth=4, raw=b"\0\xff\xff" * 2))

    assert logo is not None
    assert b"PLTE" + b"abc" + b"\0" * 45 in b64decode(logo.data)
    assert b"tRNS\x80" in b64decode(logo.data)
