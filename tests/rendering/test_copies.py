"""A reader's own copy: stamped on every page, as accessible as before, and locked where that is wished."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from briefing.document.editions import Audience, Edition
from briefing.pipeline import Briefing
from briefing.rendering import render
from briefing.rendering.copies import STAMP_LENGTH, locked, stamped


@pytest.fixture(scope="module")
def paper(briefings: Mapping[str, Briefing]) -> bytes:
    """Give Tijuana's board paper."""
    return render(briefings["TIJ"].documents[Edition(Audience.BOARD, "es")], "pdf")


def words(pdf: bytes, folder: Path) -> list[str]:
    """Give the text of each page."""
    program = shutil.which("pdftotext")
    assert program, "poppler-utils is missing (apt.txt)"
    (folder / "copy.pdf").write_bytes(pdf)
    text = subprocess.run([program, "-layout", folder / "copy.pdf", "-"], check=True, capture_output=True, text=True).stdout
    return text.split("\f")[:-1]


def test_every_page_says_whose_copy_it_is(paper: bytes, tmp_path: Path) -> None:
    """Once a page; what the page said before it still says."""
    before, after = (words(each, tmp_path) for each in (paper, stamped(paper, "Ejemplar para dirección (PD) · 6 de noviembre de 2026", "es")))
    assert [1] * len(before) == [page.count("Ejemplar para dirección (PD) · 6 de noviembre de 2026") for page in after]
    assert [page.split() for page in before] == [page.replace("Ejemplar para dirección (PD) · 6 de noviembre de 2026", "").split() for page in after]


def test_the_stamp_is_an_artifact_and_the_tags_stay(paper: bytes) -> None:
    """The tree of tags is as it was, the metadata too; the stamp's fonts are inside the file."""
    with pikepdf.open(BytesIO(paper)) as before, pikepdf.open(BytesIO(stamped(paper, "Copy for COO", "en"))) as after:
        assert len(before.pages) == len(after.pages)
        assert before.Root.StructTreeRoot.ParentTree.Nums.__len__() == after.Root.StructTreeRoot.ParentTree.Nums.__len__()
        assert before.Root.Metadata.read_bytes() == after.Root.Metadata.read_bytes()
        forms = [page.resources.XObject["/BriefingCopy"] for page in after.pages]
        assert 1 == len({form.objgen for form in forms})
        assert all("/FontFile3" in font.DescendantFonts[0].FontDescriptor for font in forms[0].Resources.Font.values())
        assert "/StructParents" not in forms[0]
        tagged = [str(each.operands[0]) for each in pikepdf.parse_content_stream(forms[0]) if str(each.operator) in {"BDC", "BMC"}]
        assert ["/Artifact"] == tagged
        last = pikepdf.parse_content_stream(after.pages[0])[-6:]
        assert ["BDC", "q", "Do", "Q", "EMC"] == [str(each.operator) for each in last[1:]]
        assert "/Artifact" == str(last[1].operands[0])


def test_the_same_stamp_gives_the_same_bytes(paper: bytes) -> None:
    """And another reader's gives others."""
    assert stamped(paper, "Copy for COO", "en") == stamped(paper, "Copy for COO", "en")
    assert stamped(paper, "Copy for COO", "en") != stamped(paper, "Copy for CFO", "en")


@pytest.mark.parametrize("text", ["", "#panic()", "a\nb", "x" * 500, "😀 日本", "\\", '"', "\u202egnp", "*bold* _it_ $x$ @ref <label>"])
def test_no_role_can_break_the_paper(text: str, paper: bytes, tmp_path: Path) -> None:
    """Text is data: it stands as it was typed, cut to a line."""
    found = words(stamped(paper, f"Copy for {text}", "en"), tmp_path)[0]
    assert "Copy for" in found
    if text.isascii() and text.isprintable() and len(text) < STAMP_LENGTH:
        assert f"Copy for {text}".strip() in found


def test_a_lock_needs_its_password_and_says_nothing_of_it(paper: bytes) -> None:
    """AES-256; programs that read aloud may."""
    secret = "ñandú-y-más"  # noqa: S105 - made for this test
    pdf = locked(paper, secret)
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(BytesIO(pdf))
    with pikepdf.open(BytesIO(pdf), password=secret) as opened:
        assert ((6, 256), True) == ((opened.encryption.R, opened.encryption.bits), opened.allow.accessibility)
    for wrong in ("", "short", "x" * 200, "line\nbreak", "ñ" * 64):
        with pytest.raises(ValueError, match="password") as fault:
            locked(paper, wrong)
        assert not wrong or wrong not in str(fault.value)
