"""Break it: whatever a month's files lack, there is a finding with a next step, a useful briefing, and the other sites'."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import briefing
from briefing import load_workspace
from briefing.document.editions import Audience, Edition
from briefing.periods import Period
from briefing.workbook.writer import write_charter
from tests import spoiling
from tests.conftest import SAMPLE, SITES, Run

Brief = Callable[..., Run]
LANGS = ("en", "es")
OCTOBER = "2026-10"


def month(company: Path, site: str = "MTY", period: str = OCTOBER) -> Path:
    """Give the place of a site's workbook."""
    return company / "submissions" / period / f"{site}.xlsx"


def built(out: Path, site: str = "MTY") -> dict[str, Any]:
    """Read a briefing.json."""
    return json.loads((out / OCTOBER / site / "briefing.json").read_text(encoding="utf-8"))  # type: ignore[no-any-return]


def sites_built(out: Path) -> set[str]:
    """Name the sites that have a briefing."""
    return {path.parent.name for path in out.glob(f"{OCTOBER}/*/briefing.json")}


def texts(tree: Any) -> Iterator[str]:
    """Yield the sentences under a part of a briefing.json."""
    if isinstance(tree, list):
        for each in tree:
            yield from texts(each)
    elif isinstance(tree, dict) and tree.get("type") == "sentence":
        yield "".join(run["text"] for run in tree["runs"])
    elif isinstance(tree, dict):
        yield from texts(list(tree.values()))


def page_one(told: dict[str, Any], edition: str) -> str:
    """Give page one as text."""
    return "\n".join(texts(told["editions"][edition]["sections"][0]))


def values(told: dict[str, Any]) -> dict[str, Any]:
    """Give the facts without their places; a day's id is its place, so days count by value."""
    days = sorted(fact["value"] for fact in told["facts"].values() if fact["unit"] == "date")
    facts = {name: (fact["value"], fact["unit"], fact["method"]) for name, fact in told["facts"].items() if fact["unit"] != "date"}
    return {"days": days, **facts}


def check(brief: Brief, *files: Path, lang: str = "en") -> tuple[int, list[dict[str, Any]]]:
    """Check files; each finding of theirs says where it is, what it is and what to do."""
    run = brief("check", *files, "--lang", lang, "--format", "json")
    findings = json.loads(run.out)
    assert all(each["message"] and each["hint"] and each["file"] for each in findings)
    return run.code, findings


def build(brief: Brief, company: Path, out: Path, *sites: str, lang: str = "en", formats: str = "json") -> Run:
    """Build the board edition of October: of the sites named, of all where none is."""
    named = [part for site in sites for part in ("--site", site)]
    return brief("build", company, "--period", OCTOBER, "--edition", "board", "--lang", lang, "--format", formats, "-o", out, *named)


def worse(findings: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Leave out what is found in the sample as it is: a value that the plant did not report, and one it restated."""
    return [each for each in findings if each["code"] not in {"KPI-207", "KPI-212"}]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Give the unspoiled company's briefing of Monterrey with three months, to compare with."""
    folder = tmp_path_factory.mktemp("whole") / "company"
    for period in ("2026-08", "2026-09", OCTOBER):
        shutil.copytree(SAMPLE / "submissions" / period, folder / "submissions" / period)
    shutil.copytree(SAMPLE / "publication" / OCTOBER, folder / "publication" / OCTOBER)
    (folder / "responses").mkdir()
    shutil.copy(SAMPLE / "responses" / "2026-10.csv", folder / "responses")
    shutil.copy(SAMPLE / "charter.xlsx", folder)
    return briefing.build(load_workspace(folder).dossier("MTY", Period(2026, 10)), editions=[Edition(Audience.BOARD, "en")]).data()


@pytest.mark.parametrize("lang", LANGS)
def test_a_target_deleted_reads_not_agreed(lang: str, company: Path, brief: Brief, tmp_path: Path) -> None:
    """The KPI is judged against nothing, and page one says that nothing is agreed for it."""
    spoiling.delete_rows(company / "charter.xlsx", "Targets", "OTD")
    code, findings = check(brief, company / "charter.xlsx", lang=lang)
    run = build(brief, company, tmp_path / "out", "MTY", "QRO", lang=lang)
    assert (code, run.code) == (0, 0)
    assert [(each["sheet"], each["cell"]) for each in findings if each["code"] == "CHA-202"] == [("KPIs", "A4")]
    assert sites_built(tmp_path / "out") == {"MTY", "QRO"}
    name = {"en": "On-time delivery", "es": "Entregas a tiempo"}[lang]
    lines = page_one(built(tmp_path / "out"), f"board.{lang}").splitlines()
    assert any(name in line and {"en": "agreed", "es": "acord"}[lang] in line for line in lines)


@pytest.mark.parametrize("lang", LANGS)
def test_words_in_a_number_cell_are_not_measured(lang: str, company: Path, brief: Brief, tmp_path: Path) -> None:
    """`n/d` is an error for check at its cell; build shows the KPI as not measured and exits 1."""
    place = spoiling.put(month(company), "KPIs", "OTD", OCTOBER, "n/d")
    code, findings = check(brief, month(company), lang=lang)
    run = build(brief, company, tmp_path / "out", "MTY", "QRO", lang=lang)
    errors = [(each["sheet"], each["cell"]) for each in findings if each["severity"] == "error"]
    assert (code, errors) == (1, [("KPIs", place)])
    assert run.code == 1
    assert place in run.err
    assert sites_built(tmp_path / "out") == {"MTY", "QRO"}
    told = built(tmp_path / "out")
    assert "OTD.actual" not in told["facts"]
    assert {"en": "On-time delivery and ", "es": "No se reportaron Entregas a tiempo"}[lang] in page_one(told, f"board.{lang}")


@pytest.mark.parametrize("lang", LANGS)
def test_an_empty_register_has_no_exposure(lang: str, company: Path, brief: Brief, tmp_path: Path) -> None:
    """KPIs still speak; page one says there is no exposure to show; the register that there is no row."""
    spoiling.empty(month(company), "Registro")
    run = build(brief, company, tmp_path / "out", "MTY", "QRO", lang=lang, formats="html,pdf,json" if lang == "es" else "json")
    assert run.code in {0, 1}
    assert sites_built(tmp_path / "out") == {"MTY", "QRO"}
    told = built(tmp_path / "out")
    assert not [name for name in told["facts"] if name.startswith("exposure.")]
    sections = {section["anchor"]: " ".join(texts(section)) for section in told["editions"][f"board.{lang}"]["sections"]}
    assert sections["register"]
    assert {"en": "there is no exposure to show", "es": "exposición"}[lang] in sections["page-one"]
    assert lang == "en" or (tmp_path / "out" / OCTOBER / "MTY" / "board.es.pdf").read_bytes().startswith(b"%PDF")


def test_names_without_accents_read_the_same(company: Path, brief: Brief, tmp_path: Path, whole: dict[str, Any]) -> None:
    """Sheets and headers typed without accents, in capitals, are the same workbook."""
    spoiling.without_accents(month(company))
    code, findings = check(brief, month(company))
    run = build(brief, company, tmp_path / "out", "MTY")
    assert (code, worse(findings), run.code) == (0, [], 0)
    assert values(built(tmp_path / "out")) == values(whole)


def test_a_spanish_charter_without_accents_reads_the_same(company: Path, brief: Brief, tmp_path: Path, whole: dict[str, Any]) -> None:
    """The charter rewritten in Spanish, its sheets and headers without accents, is the same agreement."""
    charter, _ = load_workspace(company).charter()
    write_charter(company / "charter.xlsx", charter, language="es")
    spoiling.without_accents(company / "charter.xlsx")
    code, findings = check(brief, company / "charter.xlsx")
    run = build(brief, company, tmp_path / "out", "MTY")
    assert (code, findings, run.code) == (0, [], 0)
    assert values(built(tmp_path / "out")) == values(whole)


def test_swapped_columns_read_the_same(company: Path, brief: Brief, tmp_path: Path, whole: dict[str, Any]) -> None:
    """Columns are known by their headers: other cells, the same values."""
    spoiling.swap(month(company), "KPIs", "2026-09", OCTOBER)
    spoiling.swap(month(company), "Registro", "Caso malo", "Probabilidad a esa fecha")
    spoiling.swap(month(company), "Registro", "Id", "Evento (español)")
    code, findings = check(brief, month(company))
    run = build(brief, company, tmp_path / "out", "MTY")
    assert (code, worse(findings), run.code) == (0, [], 0)
    now = built(tmp_path / "out")
    assert values(now) == values(whole)
    assert now["facts"]["OTD.actual"]["cells"] != whole["facts"]["OTD.actual"]["cells"]


@pytest.mark.parametrize("lang", LANGS)
def test_no_charter_at_all_still_briefs(lang: str, company: Path, brief: Brief, tmp_path: Path) -> None:
    """Every site is built; page one says that nothing is agreed yet, and events, chances and asks still stand."""
    (company / "charter.xlsx").unlink()
    run = build(brief, company, tmp_path / "out", "MTY", "QRO", lang=lang, formats="html,pdf,json" if lang == "es" else "json")
    assert run.code == 0
    assert sites_built(tmp_path / "out") == {"MTY", "QRO"}
    told = built(tmp_path / "out")
    page = page_one(told, f"board.{lang}")
    assert {"en": "There is no charter, so nothing is agreed yet", "es": "No hay un acuerdo escrito"}[lang] in page
    assert {"en": "line 3 stops for want of resin", "es": "línea 3 para por falta de resina"}[lang] in page.lower()
    assert "A-009" in page
    assert [each["code"] for each in told["findings"] if each["where"]["file"] == "charter.xlsx"] == ["WSP-105"]


@pytest.mark.parametrize("lang", LANGS)
def test_a_first_month_without_archive(lang: str, company: Path, brief: Brief, tmp_path: Path) -> None:
    """Nothing to compare with is said so; nothing is late, nothing crashes."""
    for period in ("2026-08", "2026-09"):
        shutil.rmtree(company / "submissions" / period)
    run = build(brief, company, tmp_path / "out", "MTY", "QRO", lang=lang)
    assert run.code == 0
    assert sites_built(tmp_path / "out") == {"MTY", "QRO"}
    assert {"en": "This is the first month", "es": "Es el primer mes"}[lang] in page_one(built(tmp_path / "out"), f"board.{lang}")


@pytest.mark.parametrize("lang", LANGS)
def test_six_months_with_gaps(lang: str, company: Path, brief: Brief, tmp_path: Path) -> None:
    """Months that were never sent are named; the others are the history."""
    for period in ("2026-03", "2026-05", "2026-06"):
        shutil.copytree(SAMPLE / "submissions" / period, company / "submissions" / period)
    month(company, "MTY", "2026-09").unlink()
    run = build(brief, company, tmp_path / "out", "MTY", "QRO", lang=lang)
    assert run.code == 0
    assert sites_built(tmp_path / "out") == {"MTY", "QRO"}
    page = page_one(built(tmp_path / "out"), f"board.{lang}")
    assert {"en": "were never received", "es": "Nunca se recibieron"}[lang] in page


@pytest.mark.parametrize(("sheet", "lang"), [("Registro", "en"), ("KPIs", "es"), ("Solicitudes", "en"), ("Opciones", "es"), ("Seguimiento", "en")])
def test_a_sheet_missing(sheet: str, lang: str, company: Path, brief: Brief, tmp_path: Path) -> None:
    """Each sheet but the cover may be missing; what is needed is asked for by name, and there is a briefing all the same."""
    spoiling.edit(month(company), lambda book: book.remove(book[sheet]))
    code, findings = check(brief, month(company), lang=lang)
    run = build(brief, company, tmp_path / "out", "MTY", lang=lang)
    assert code == run.code
    assert run.code in {0, 1}
    assert sites_built(tmp_path / "out") == {"MTY"}
    assert len(page_one(built(tmp_path / "out"), f"board.{lang}")) > 200
    if sheet in {"KPIs", "Registro"}:
        english = {"KPIs": "KPIs", "Registro": "Register"}[sheet]
        assert any({sheet, english} & {each["sheet"]} or sheet in each["message"] or english in each["message"] for each in findings), findings


@pytest.mark.parametrize("lang", LANGS)
def test_no_cover_stops_the_site_alone(lang: str, company: Path, brief: Brief, tmp_path: Path) -> None:
    """Without a cover nobody knows whose month it is: a finding, and the other sites."""
    spoiling.edit(month(company), lambda book: book.remove(book["Portada"]))
    code, findings = check(brief, month(company), lang=lang)
    run = build(brief, company, tmp_path / "out", "MTY", "QRO", lang=lang)
    assert (code, run.code) == (1, 1)
    assert any(each["severity"] == "error" for each in findings)
    assert "MTY" in run.err
    assert sites_built(tmp_path / "out") == {"QRO"}


@pytest.mark.parametrize(("source", "codes", "lang"), [
    (("QRO", OCTOBER), ["COV-201"], "en"), (("MTY", "2026-09"), ["COV-202"], "es"), (("QRO", "2026-09"), ["COV-201", "COV-202"], "es"),
])
def test_a_workbook_of_another_site_or_month(source: tuple[str, str], codes: list[str], lang: str, company: Path, brief: Brief,
                                             tmp_path: Path) -> None:
    """Check names the cell of the cover in its place in the workspace, build stops that site alone and exits 1."""
    shutil.copy(month(company, *source), month(company))
    code, findings = check(brief, month(company), lang=lang)
    run = build(brief, company, tmp_path / "out", "MTY", "QRO", lang=lang)
    assert (code, run.code) == (1, 1)
    assert [each["code"] for each in findings if each["severity"] == "error"] == codes
    assert all(each["cell"] for each in findings)
    assert all(name in run.err for name in codes)
    assert sites_built(tmp_path / "out") == {"QRO"}


@pytest.mark.parametrize(("content", "lang"), [(b"", "en"), (b"not a workbook", "es"), (b"PK\x03\x04 torn", "en"),
                                              (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 locked", "es")])
def test_an_unreadable_file_stops_its_site_alone(content: bytes, lang: str, company: Path, brief: Brief, tmp_path: Path) -> None:
    """Exit code 2 for check and build, a finding that says what to do, and the other sites' briefings."""
    month(company).write_bytes(content)
    code, findings = check(brief, month(company), month(company, "QRO"), lang=lang)
    run = build(brief, company, tmp_path / "out", lang=lang)
    assert (code, run.code) == (2, 2)
    (finding,) = findings
    assert finding["code"].startswith("FIL-")
    assert finding["code"] in run.err
    assert sites_built(tmp_path / "out") == {"QRO", "TIJ"}


def test_an_unreadable_earlier_month_is_done_without(company: Path, brief: Brief, tmp_path: Path) -> None:
    """September torn: October is built with a warning, and no error."""
    month(company, "MTY", "2026-09").write_bytes(b"torn")
    run = build(brief, company, tmp_path / "out", "MTY")
    assert run.code == 0
    assert [each["code"] for each in worse(built(tmp_path / "out")["findings"])] == ["WSP-106"]


@pytest.mark.parametrize("lang", LANGS)
def test_an_unreadable_charter_stops_everything(lang: str, company: Path, brief: Brief, tmp_path: Path) -> None:
    """What was agreed is there but cannot be read: nothing is built as if nothing had been agreed."""
    (company / "charter.xlsx").write_bytes(b"torn")
    run = build(brief, company, tmp_path / "out", lang=lang)
    assert run.code == 2
    assert "charter.xlsx" in run.err
    assert sites_built(tmp_path / "out") == set()


def test_a_site_that_sent_nothing_is_late_not_lost(company: Path, brief: Brief, tmp_path: Path) -> None:
    """The charter names three sites, two sent: two are built, the third is named with what to do."""
    month(company, "TIJ").unlink()
    run = build(brief, company, tmp_path / "out")
    assert run.code == 1
    assert "WSP-102" in run.err
    assert sites_built(tmp_path / "out") == {"MTY", "QRO"}


def test_a_file_of_a_site_that_the_charter_does_not_name(company: Path, brief: Brief, tmp_path: Path) -> None:
    """A copy left beside the workbooks stops nobody else."""
    shutil.copy(month(company), month(company, "MTY - copia"))
    run = build(brief, company, tmp_path / "out")
    assert run.code == 1
    assert "MTY - copia" in run.err
    assert sites_built(tmp_path / "out") == set(SITES)
