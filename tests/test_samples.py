"""The sample company: made from its tables, whole, and as its README tells."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from briefing.findings import Severity
from briefing.model.charter import Charter
from briefing.model.register import RowKind
from briefing.model.submission import Status, Submission
from briefing.periods import Period
from briefing.workbook import contract
from briefing.workbook.intake import start_reading
from briefing.workbook.parse import parse_submission
from briefing.workbook.vocabulary import CLAUSE_LENGTH, Kind

SAMPLES = Path(__file__).parents[1] / "sample_data"
OCTOBER = Period(2026, 10)
Archive = dict[tuple[str, Period], Submission]
PLANTED_GAP = ("R-107", "event_en")


def _load() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_samples", SAMPLES / "make_samples.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


make_samples = _load()


@pytest.fixture(scope="module")
def charter() -> Charter:
    """Give the charter as the tables say."""
    return make_samples.charter()  # type: ignore[no-any-return]


@pytest.fixture(scope="module")
def archive() -> Archive:
    """Give every submission as the tables say."""
    return {
        (site, period): make_samples.submission(site, period)
        for site in make_samples.SITES for period in make_samples.MONTHS if (site, period) not in make_samples.ABSENT
    }


def test_the_committed_files_are_those_the_tables_make(tmp_path: Path) -> None:
    """Regenerating gives the same files with the same bytes, and none besides."""
    make_samples.make(tmp_path)
    made, kept = _contents(tmp_path), _contents(make_samples.COMPANY)
    assert sorted(made) == sorted(kept)
    assert [] == [str(name) for name in sorted(made) if made[name] != kept[name]]


def test_the_hash_seed_does_not_matter(tmp_path: Path) -> None:
    """Two interpreters with other hash seeds write the same bytes."""
    code = ("import sys; sys.path.insert(0, sys.argv[1]); from pathlib import Path; import make_samples as m; "
            "m.make(Path(sys.argv[2]), (m.LAST,))")
    written = []
    for seed in ("1", "4711"):
        out = tmp_path / seed
        environment = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": str(SAMPLES.parent)}
        subprocess.run([sys.executable, "-c", code, str(SAMPLES), str(out)], env=environment, check=True)
        written.append(_contents(out))
    assert written[0] == written[1]
    assert len(written[0]) == 1 + 3 + 3 + 1  # charter, workbooks, publications, answers


def _contents(folder: Path) -> dict[Path, bytes]:
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_every_plant_has_fourteen_months_but_one(archive: Archive) -> None:
    """Only Tijuana's August is missing, and October is there for all."""
    counts = {site: sum(1 for where, _ in archive if where == site) for site in make_samples.SITES}
    assert counts == {"MTY": 14, "QRO": 14, "TIJ": 13}
    assert all((site, OCTOBER) in archive for site in make_samples.SITES)
    assert not (make_samples.COMPANY / "submissions" / "2026-08" / "TIJ.xlsx").exists()


def test_every_plant_reports_fourteen_to_eighteen_kpis(archive: Archive, charter: Charter) -> None:
    """A briefing is full, not crowded; each KPI is in the charter."""
    known = {kpi.code for kpi in charter.kpis}
    for submission in archive.values():
        codes = {report.code for report in submission.kpis}
        assert 14 <= len(codes) <= 18
        assert codes <= known


def test_only_one_kpi_lacks_a_target(archive: Archive, charter: Charter) -> None:
    """Querétaro's training hours are reported without a target row."""
    lacking = {
        (site, report.code) for (site, period), submission in archive.items() for report in submission.kpis
        if charter.target(report.code, site, period) is None
    }
    assert lacking == {("QRO", "TRAIN")}


def test_clauses_are_short_and_in_both_languages(archive: Archive, charter: Charter) -> None:
    """Headlines are made of clauses: at most 90 characters, no full stop, Spanish and English."""
    missing = set()
    months = chain.from_iterable(_clauses(contract.MONTH, each) for each in archive.values())
    for name, field, text in chain(_clauses(contract.CHARTER, charter), months):
        assert len(text) <= CLAUSE_LENGTH, (name, field)
        assert not text.endswith("."), (name, field)
        if not text:
            missing.add((name, field))
    # the second line of S-4 shares the first line's response
    assert missing == {PLANTED_GAP, ("S-4", "response_en"), ("S-4", "response_es")}


def _clauses(workbook: contract.Workbook, value: Any) -> Iterator[tuple[str, str, str]]:
    for sheet in workbook.sheets:
        for column in sheet.columns:
            if column.kind is Kind.CLAUSE:
                for record in _records(sheet.key, value):
                    name = str(getattr(record, "id", getattr(record, "code", getattr(record, "ask", ""))))
                    yield name, column.field, getattr(record, column.field)


def _records(key: str, value: Any) -> tuple[Any, ...]:
    if key == "options":
        return tuple(option for ask in value.asks for option in ask.options)
    if key == "follow_up":
        return tuple(value.follow_ups)
    found = getattr(value, key, ())
    return found if isinstance(found, tuple) else (found,)


def test_ids_are_permanent(archive: Archive) -> None:
    """An id belongs to one plant and never changes what it speaks of."""
    said: dict[str, tuple[str, ...]] = {}
    for (site, _), submission in archive.items():
        rows = [(row.id, (site, row.event_en, row.event_es)) for row in submission.register]
        rows += [(ask.id, (site, ask.title_en, ask.title_es)) for ask in submission.asks]
        rows += [(each.id, (site, each.text_en, each.text_es)) for each in submission.follow_ups]
        assert len(rows) == len({identifier for identifier, _ in rows})
        for identifier, what in rows:
            assert said.setdefault(identifier, what) == what
        assert all("".join(option.letter for option in ask.options) in ("", "AB", "ABC") for ask in submission.asks)


def test_the_workbooks_read_back_without_errors(charter: Charter) -> None:
    """What the plants sent can be read; what is planted are gaps and words, not broken cells."""
    company: Path = make_samples.COMPANY
    paths = {path.relative_to(company).as_posix(): path for path in company.glob("submissions/*/*.xlsx")}
    errors = []
    for name, book in start_reading(paths).result().items():
        assert not isinstance(book, tuple), name
        read, findings = parse_submission(book, charter)
        assert read is not None
        errors += [str(finding) for finding in findings if finding.severity is Severity.ERROR]
        written = make_samples.submission(read.site, read.period)
        assert [(ask.id, ask.fingerprint) for ask in read.asks] == [(ask.id, ask.fingerprint) for ask in written.asks]
    assert errors == []


def test_the_resin_story_has_the_figures_of_the_example(archive: Archive) -> None:
    """Once, 60 %, 8 / 12 / 18 lost days; the price of option B rose in October and July's answer no longer fits."""
    row = archive["MTY", OCTOBER].row("R-014")
    assert row is not None
    assert (row.chance, row.good, row.likely, row.bad, row.driver) == (0.6, 8, 12, 18, "D-03")
    prints = {}
    for month in (7, 8, 9, 10):
        ask = archive["MTY", Period(2026, month)].ask("A-007")
        assert ask is not None
        prints[month] = ask.fingerprint
    assert prints[7] == prints[8] == prints[9] != prints[10]
    assert prints[7] in make_samples.responses(Period(2026, 7))


def test_safety_has_no_price(archive: Archive) -> None:
    """No row of an absolute limit carries an amount."""
    rows = [row for submission in archive.values() for row in submission.register if row.limit]
    assert {row.id for row in rows} == {"R-201"}
    assert all(row.kind is RowKind.SAFETY and (row.bad, row.likely, row.good) == (None, None, None) for row in rows)


def test_complaints_are_a_watermelon(archive: Archive) -> None:
    """August was 4 until October said 9, and October claims to be on target with 9 without a reason."""
    before, now = (archive["MTY", Period(2026, month)].kpi("COMPL") for month in (9, 10))
    assert before is not None
    assert now is not None
    assert (before.points[Period(2026, 8)].value, now.points[Period(2026, 8)].value, now.points[OCTOBER].value) == (4, 9, 9)
    assert (now.claimed, now.reason) == (Status.ON_TARGET, "")


def test_tijuana_breaks_its_delivery_limit_in_silence(archive: Archive, charter: Charter) -> None:
    """Below the limit in August and September; no words, no register row that names it."""
    report = archive["TIJ", Period(2026, 9)].kpi("OTD")
    target = charter.target("OTD", "TIJ", OCTOBER)
    assert report is not None
    assert target is not None
    assert target.low_limit is not None
    assert all((report.points[Period(2026, month)].value or 1) < target.low_limit for month in (8, 9))
    assert (report.cause, report.meaning, report.action) == ("", "", "")
    assert not any("OTD" in row.kpis for (site, _), each in archive.items() if site == "TIJ" for row in each.register)


def test_every_link_is_to_something_that_exists(archive: Archive, charter: Charter) -> None:
    """KPIs, drivers, priorities, rows and asks are on the same month's sheets or in the charter."""
    kpis, drivers = ({each.code for each in rows} for rows in (charter.kpis, charter.drivers))
    priorities = {each.code for each in charter.priorities} | {""}
    for submission in archive.values():
        rows, asks = {row.id for row in submission.register}, {ask.id for ask in submission.asks} | {""}
        for row in submission.register:
            assert {*row.kpis} <= kpis
            assert {*row.rows} <= rows
            assert row.driver in drivers | {""}
            assert row.priority in priorities
        assert {name for ask in submission.asks for option in ask.options for name in option.rows} <= rows
        assert {ask.priority for ask in submission.asks} <= priorities
        assert {each.ask for each in submission.follow_ups} <= asks
        assert {each.kpi for each in submission.follow_ups} <= kpis | {""}


SOFT = (
    ("MTY", "2026-10", "register", "R-014", "note", "Se espera normalizar pronto"),
    ("QRO", "2026-09", "register", "R-108", "note", "Se espera normalizar pronto"),
    ("MTY", "2026-10", "kpis", "FPY", "meaning", "Esperamos que"),
    ("QRO", "2026-09", "kpis", "WATER", "meaning", "Todo bajo control"),
    ("QRO", "2026-10", "kpis", "SOTD", "action", "Esperamos que"),
    ("TIJ", "2026-09", "register", "R-202", "note", "Should be fine"),
    ("TIJ", "2026-10", "kpis", "COMPL", "meaning", "It should be fine"),
)


@pytest.mark.parametrize(("site", "month", "sheet", "name", "field", "phrase"), SOFT)
def test_softened_phrases_stand_where_the_readme_says(
    site: str, month: str, sheet: str, name: str, field: str, phrase: str,
) -> None:
    """Each planted phrase is in its cell, and the README names month and phrase."""
    rows = getattr(make_samples.submission(site, Period.parse(month)), sheet)
    row = next(each for each in rows if name in (getattr(each, "id", ""), getattr(each, "code", "")))
    assert phrase in getattr(row, field)
    told = (SAMPLES / "README.md").read_text(encoding="utf-8").splitlines()
    assert any(phrase in line and f"{site}, {month}" in line and name in line for line in told)


def test_texts_copied_from_last_month_are_equal() -> None:
    """Querétaro's September words, and Monterrey's October words on cover, are those of the month before."""
    august, september = (make_samples.submission("QRO", Period(2026, month)).cover.words_es for month in (8, 9))
    assert august == september != ""
    before, now = (make_samples.submission("MTY", Period(2026, month)).kpi("COVER") for month in (9, 10))
    assert (before.cause, before.meaning, before.action) == (now.cause, now.meaning, now.action)
