"""The Word file opens in another program, with page one on one page."""

from __future__ import annotations

import io
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pikepdf
import pytest

from briefing.pipeline import Briefing
from briefing.rendering import render

SECONDS = 120
OFFICE = shutil.which("soffice")
WRITER = OFFICE is not None and (Path(OFFICE).resolve().parent / "libswlo.so").is_file()
pytestmark = [pytest.mark.full, pytest.mark.skipif(not WRITER or shutil.which("pdftotext") is None, reason="LibreOffice Writer or poppler is not installed")]


@pytest.mark.parametrize("site", ["MTY", "QRO", "TIJ"])
def test_page_one_holds_all_that_it_says_in_every_edition(site: str, briefings: Mapping[str, Briefing], tmp_path: Path) -> None:
    """From the title to the last notice, with the next section on a page of its own; in faces that any machine has."""
    names = []
    for edition, document in briefings[site].documents.items():
        names.append(tmp_path / f"{edition}.docx")
        names[-1].write_bytes(render(document, "docx"))
    subprocess.run(
        [str(OFFICE), f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to", "pdf",
         "--outdir", str(tmp_path), *map(str, names)], check=True, capture_output=True, timeout=SECONDS)

    for edition, document in briefings[site].documents.items():
        made = tmp_path / f"{edition}.pdf"
        first = subprocess.run(["pdftotext", "-l", "1", str(made), "-"], check=True, capture_output=True, text=True).stdout
        flat = " ".join(first.split())
        assert document.masthead.site in flat
        assert " ".join(document.notices[-1].split()) in flat, edition
        assert len(pikepdf.open(io.BytesIO(made.read_bytes())).pages) > 8
