"""A book of cells becomes a charter or a submission, with everything found on the way; pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any, Literal

from briefing.evidence import CellRef
from briefing.findings import Finding, in_order
from briefing.model.charter import Charter
from briefing.model.submission import Cover, KpiReport, Submission
from briefing.periods import Period
from briefing.workbook import codes
from briefing.workbook.categories import with_known_kinds
from briefing.workbook.checks import charter_findings, mend_asks, mend_charter, mend_follow_ups, mend_register, month_findings
from briefing.workbook.codes import raised
from briefing.workbook.contract import CHARTER, MONTH, REVIEW, Layout, Workbook
from briefing.workbook.contract import Sheet as Declared
from briefing.workbook.grid import Book, Sheet
from briefing.workbook.links import check_links
from briefing.workbook.month_kpis import read_kpis
from briefing.workbook.normalise import key, without_gender
from briefing.workbook.percent import Scale
from briefing.workbook.privileged import flagged_rows, marked, withheld_in
from briefing.workbook.records import Record, Records, build, read_form, read_table, with_provisional_id
from briefing.workbook.scales import as_unit, scale_of_kpi, scale_of_unit
from briefing.workbook.sensitive import sensitive_findings
from briefing.workbook.tables import Table
from briefing.workbook.values import Settings

__all__ = ["kind_of", "neither", "parse_charter", "parse_submission"]

_PASSED_OVER = frozenset({key(REVIEW.en), key(REVIEW.es)})


def kind_of(book: Book) -> Literal["charter", "month"] | None:
    """Tell by its sheets what a workbook is; None if it is neither."""
    charter, month = _found(book, CHARTER), _found(book, MONTH)
    if "cover" in month and not ({"company", "sites"} & charter.keys()):
        return "month"
    if {"company", "sites", "targets"} & charter.keys():
        return "charter" if len(charter) >= len(month) else "month"
    return "month" if {"register", "asks", "options", "follow_up"} & month.keys() else None


def neither(book: Book) -> Finding:
    """Give the finding about a workbook that is neither a charter nor a month."""
    return raised(CellRef(book.file), "FIL-201", known=codes.listed(sheet.name for sheet in book.sheets[:6]))


def _keys(declared: Declared) -> frozenset[str]:
    return frozenset(key(name) for name in (declared.text.en, declared.text.es, *declared.aliases, declared.key))


def _found(book: Book, workbook: Workbook) -> dict[str, Sheet]:
    """Give each declared sheet that the book has; of two with one name the visible one, then the first."""
    found: dict[str, Sheet] = {}
    for declared in workbook.sheets:
        names = _keys(declared)
        same = sorted((sheet for sheet in book.sheets if key(sheet.name) in names), key=lambda sheet: sheet.hidden)
        if same:
            found[declared.key] = same[0]
    return found


def _other_sheets(book: Book, workbook: Workbook, found: Mapping[str, Sheet]) -> list[Finding]:
    """Say which sheets are passed over: those we don't know, and second ones of one name."""
    used = {sheet.name for sheet in found.values()}
    findings = [raised(CellRef(book.file), "FIL-203")] if book.outside else []
    for sheet in book.sheets:
        ours = next((declared for declared in workbook.sheets if key(sheet.name) in _keys(declared)), None)
        helper = sheet.name.startswith("_") or key(sheet.name) in _PASSED_OVER or sheet.is_summary
        if sheet.name in used or helper or not sheet.rows:
            continue
        where = CellRef(book.file, sheet.name)
        if ours is not None:
            findings.append(raised(where, f"{ours.prefix}-{codes.SHEET_TWICE}", used=found[ours.key].name, found=sheet.name))
        elif not sheet.hidden:
            findings.append(raised(where, "FIL-202", found=sheet.name))
    return findings


def _sheet_missing(book: Book, declared: Declared, number: int) -> Finding:
    return raised(CellRef(book.file), f"{declared.prefix}-{number}", sheet_en=declared.text.en, sheet_es=declared.text.es)


def _built(read: Records) -> tuple[tuple[Any, ...], tuple[Finding, ...]]:
    """Make the model's records of a sheet."""
    records, findings = [], list(read.findings)
    for record in read.records:
        made, faults = build(read.table, record)
        findings.extend(faults)
        if made is not None:
            records.append(made)
    return tuple(records), tuple(findings)


# the charter

def parse_charter(book: Book) -> tuple[Charter, tuple[Finding, ...]]:
    """Read a charter; what cannot be used is left out and found. A charter without a site has the error CHA-201."""
    found = _found(book, CHARTER)
    findings = _other_sheets(book, CHARTER, found)
    charter = Charter(file=book.file)
    tables: dict[str, Records] = {}
    for declared in CHARTER.sheets:
        sheet = found.get(declared.key)
        if sheet is None:
            if declared.in_sight:
                findings.append(_sheet_missing(book, declared, codes.SHEET_MISSING if declared.key == "sites" else 213))
            continue
        if declared.layout is Layout.FORM:
            record, faults = read_form(declared, sheet, book.file, Settings())
            charter = replace(charter, company=declared.record(**record.values, source=record.source))
            findings.extend(faults)
            continue
        read = read_table(declared, sheet, book.file, Settings(), partial(_scale, charter))
        tables[declared.key] = read
        made, faults = _built(read)
        findings.extend(faults)
        parts: dict[str, Any] = {declared.key: tuple(_usual(declared, each) for each in made)}
        charter = replace(charter, **parts)
    known = _charter_codes(charter)
    for read in tables.values():
        findings.extend(check_links(read.table, read.records, known))
    charter, faults = mend_charter(charter)
    return charter, in_order((*findings, *faults, *charter_findings(charter)))


def _usual(declared: Declared, record: Any) -> Any:  # noqa: ANN401 - any record of the charter
    """Write a unit of percent the usual way, and the total as the blank it stands for."""
    if declared.key == "appetite" and key(record.category) == "total":
        return replace(record, category="")
    return replace(record, unit=as_unit(record.unit)) if declared.key in {"kpis", "drivers"} else record


def _scale(charter: Charter, values: Mapping[str, Any]) -> Scale:
    """Give what a charter row's values are counted in: its own unit, or that of the KPI it names."""
    if "unit" in values:
        return scale_of_unit(values["unit"])
    kpi = next((each for each in reversed(charter.kpis) if each.code == values.get("kpi")), None)
    return scale_of_kpi(kpi, charter, "") if kpi else Scale()


def _charter_codes(charter: Charter) -> dict[str, frozenset[str]]:
    """Give the codes that rows of the charter may name."""
    return {
        "sites": frozenset(site.code for site in charter.sites),
        "kpis": frozenset(kpi.code for kpi in charter.kpis),
        "drivers": frozenset(driver.code for driver in charter.drivers),
        "priorities": frozenset(priority.code for priority in charter.priorities),
    }


# the month

def parse_submission(book: Book, charter: Charter | None) -> tuple[Submission | None, tuple[Finding, ...]]:
    """Read a month; None if its Cover does not say which site and month, after finding all there is to find."""
    found = _found(book, MONTH)
    findings = _other_sheets(book, MONTH, found)
    for declared in MONTH.sheets:
        if declared.in_sight and declared.key not in found:
            findings.append(_sheet_missing(book, declared, codes.SHEET_MISSING))
    cover, faults = _cover(book, found)
    findings.extend(faults)
    settings = Settings(sign=cover.decimal_sign, chance_words=_chance_words(charter))
    kpis: tuple[KpiReport, ...] = ()
    if "kpis" in found:
        kpis, faults = read_kpis(found["kpis"], book.file, cover, charter, settings)
        findings.extend(faults)
    tables: dict[str, Records] = {name: read_table(MONTH.sheet(name), found[name], book.file, settings)
                                  for name in ("register", "asks", "options", "follow_up") if name in found}
    if "register" in tables:
        tables["register"] = with_known_kinds(marked(tables["register"]))
    parts, faults = _month_parts(tables, cover, charter, kpis)
    findings.extend(faults)
    submission = Submission(cover.site, cover.period or Period(1, 1), cover, kpis, **parts, language=_language(found), file=book.file)
    findings.extend((*month_findings(submission, charter), *sensitive_findings(submission)))
    findings.extend(_cover_links(cover, charter))
    usable = bool(cover.site and cover.period)
    if "register" in tables:
        findings = [*withheld_in(findings, book.file, found["register"].name, flagged_rows(tables["register"]))]
    return submission if usable else None, in_order(findings)


def _language(found: Mapping[str, Sheet]) -> str:
    """Give the language that the sheets are named in; blank where their names are the same in both."""
    named = {"en": 0, "es": 0}
    for name, sheet in found.items():
        text = MONTH.sheet(name).text
        if key(text.en) != key(text.es):
            named["en"] += key(sheet.name) == key(text.en)
            named["es"] += key(sheet.name) == key(text.es)
    return max(named, key=lambda language: named[language]) if named["en"] != named["es"] else ""


def _cover(book: Book, found: Mapping[str, Sheet]) -> tuple[Cover, tuple[Finding, ...]]:
    if "cover" not in found:
        return Cover(), ()
    record, findings = read_form(MONTH.sheet("cover"), found["cover"], book.file, Settings())
    return Cover(**record.values, source=record.source), findings


def _chance_words(charter: Charter | None) -> dict[str, float]:
    """Give what the charter's scales say a word means as a chance."""
    steps = charter.scales if charter else ()
    return {without_gender(key(step.word)): step.value for step in steps
            if step.meaning == "chance" and step.value is not None}


def _month_parts(tables: Mapping[str, Records], cover: Cover, charter: Charter | None,
                 kpis: Iterable[KpiReport]) -> tuple[dict[str, Any], tuple[Finding, ...]]:
    """Make register, asks with their options, and follow-up; check the links among them."""
    findings: list[Finding] = []
    made: dict[str, tuple[Any, ...]] = {"register": (), "asks": (), "options": (), "follow_up": ()}
    known = _month_codes(tables, charter, kpis)
    for name, read in tables.items():
        findings.extend(check_links(read.table, read.records, known))
        kept = replace(read, records=tuple(map(with_provisional_id, read.records))) if name != "options" else read
        made[name], faults = _built(kept)
        findings.extend(faults)
    register, register_faults = mend_register(made["register"], cover)
    asks, ask_faults = mend_asks(made["asks"], made["options"], charter, cover)
    follow_ups, follow_faults = mend_follow_ups(made["follow_up"])
    findings.extend((*register_faults, *ask_faults, *follow_faults))
    return {"register": register, "asks": asks, "follow_ups": follow_ups}, tuple(findings)


def _month_codes(tables: Mapping[str, Records], charter: Charter | None, kpis: Iterable[KpiReport]) -> dict[str, frozenset[str]]:
    """Give the codes that rows of a month may name; what only a charter knows is not checked without one."""
    def own(name: str) -> frozenset[str]:
        read = tables.get(name)
        return frozenset(record.get("id") for record in read.records if record.get("id")) if read else frozenset()

    known = {"register": own("register"), "asks": own("asks")}
    if charter is None:
        return known
    codes_of = _charter_codes(charter)
    return {**codes_of, **known, "kpis": codes_of["kpis"] | {report.code for report in kpis}}


def _cover_links(cover: Cover, charter: Charter | None) -> list[Finding]:
    """Say when the Cover names a site that the charter doesn't."""
    if charter is None or not cover.site or not charter.sites:
        return []
    declared = MONTH.sheet("cover")
    table = Table(declared, Sheet(cover.source.sheet), cover.source.file)
    return list(check_links(table, [Record({"site": cover.site}, cover.source)], {"sites": _charter_codes(charter)["sites"]}))
