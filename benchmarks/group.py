"""A synthetic group for the benchmarks: the sample's sites again and again under other codes, with other figures and texts.

Every figure of a KPI and every long text differs from site to site, so that no stage is spared work that a real group would give it.
"""

from __future__ import annotations

import re
import shutil
import zipfile
from itertools import cycle, islice
from pathlib import Path

import openpyxl

PROJECT = Path(__file__).resolve().parents[1]
COMPANY = PROJECT / "sample_data" / "company"
BASES = ("MTY", "QRO", "TIJ")
_FIGURE = re.compile(r'(<c r="([G-T])(\d+)"[^>]*><v>)(\d+(?:\.\d+)?)(</v>)')
_LONG_TEXT = re.compile(r'(<c r="[A-Z]+(?:[4-9]|\d\d)"[^>]*><is><t[^>]*>[^<]{28,80})(</t>)')
_COVER, _KPIS = "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"


def synthetic(count: int, folder: Path) -> tuple[str, ...]:
    """Write a workspace of so many sites and give their codes."""
    codes = tuple(f"S{number:02d}" for number in range(1, count + 1))
    made = dict(zip(codes, islice(cycle(BASES), count), strict=True))
    folder.mkdir(parents=True)
    _charter(made, folder / "charter.xlsx")
    for month in sorted((COMPANY / "submissions").iterdir()):
        target = folder / "submissions" / month.name
        target.mkdir(parents=True)
        for place, (code, base) in enumerate(made.items()):
            if (month / f"{base}.xlsx").is_file():
                _workbook(month / f"{base}.xlsx", target / f"{code}.xlsx", base, code, place)
    for month in (COMPANY / "publication").iterdir():
        (folder / "publication" / month.name).mkdir(parents=True)
        for code, base in made.items():
            if (month / f"{base}.toml").is_file():
                shutil.copy(month / f"{base}.toml", folder / "publication" / month.name / f"{code}.toml")
    (folder / "responses").mkdir()
    for table in (COMPANY / "responses").iterdir():
        head, *rows = table.read_text(encoding="utf-8").splitlines()
        again = [row.replace(f",{base},", f",{code},", 1) for code, base in made.items() for row in rows if f",{base}," in row]
        (folder / "responses" / table.name).write_text("\n".join([head, *again]) + "\n", encoding="utf-8")
    return codes


def _charter(made: dict[str, str], path: Path) -> None:
    """Repeat every row that names a site of the sample for each site made from it."""
    book = openpyxl.load_workbook(COMPANY / "charter.xlsx")
    for sheet in (each for each in book if each.title != "Readers"):
        for row in list(sheet.iter_rows(min_row=4, values_only=True)):
            for code, base in made.items():
                if base in row:
                    sheet.append([code if value == base else value for value in row])
    book.save(path)


def _workbook(source: Path, target: Path, base: str, code: str, place: int) -> None:
    """Copy a month's workbook under another code, its KPIs up to four per cent lower and its long texts marked."""

    def figure(found: re.Match[str]) -> str:
        share = 1 - 0.004 * ((place * 7 + int(found[3]) * 3) % 11)
        places = len(found[4].partition(".")[2])
        return f"{found[1]}{float(found[4]) * share:.{places}f}{found[5]}"

    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            text = old.read(part)
            if part.startswith("xl/worksheets/"):
                sheet = text.decode()
                if part == _COVER:
                    sheet = sheet.replace(f">{base}<", f">{code}<")
                elif part == _KPIS:
                    sheet = _FIGURE.sub(figure, sheet)
                else:
                    sheet = _LONG_TEXT.sub(rf"\1 {code}\2", sheet)
                text = sheet.encode()
            new.writestr(part, text)
