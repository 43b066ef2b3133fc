"""From the tables of a file and a charter to a mapping: what is sure, what a person must confirm, what is left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from briefing.model.charter import Charter
from briefing.workbook.adopt.columns import measure_beside
from briefing.workbook.adopt.found import GUESS, READ, SURE, Guess, Table, TableKind
from briefing.workbook.adopt.grading import proposed_scales, proposed_states
from briefing.workbook.adopt.kpi_names import factor_of, kpi_named, unit_of_label
from briefing.workbook.adopt.lines import form_lines, period_in_titles
from briefing.workbook.adopt.mapping import ColumnRule, KpiRule, MonthRule, SiteMapping, TableRule
from briefing.workbook.adopt.profile import number_in, sign_of
from briefing.workbook.adopt.readings import Reading, readings_of
from briefing.workbook.adopt.when import when_in
from briefing.workbook.draft_words import is_spanish
from briefing.workbook.grid import Book, CellKind
from briefing.workbook.month_sheets import COVER
from briefing.workbook.normalise import key, one_line
from briefing.workbook.reading import shown
from briefing.workbook.tables import names_of

NOT_READ: Final = frozenset({"score", "variance", "attainment", "previous", "total", "weight", "frequency", "definition", "direction", "review", "detection", "impact_on", "impact_days", "area", "year_value",
                             "low_limit", "high_limit", "identified", "closed", "objective", "initiative", "linked_kpis", "site"})
"""Roles that are understood and not asked for: shown, known again, not read."""


def propose(book: Book, tables: Sequence[Table], charter: Charter | None) -> SiteMapping:
    """Give the mapping of a file. Whatever is less sure than 80 of 100 is marked so, for the writer to comment out."""
    sure: dict[str, int] = {}
    read = [table for table in tables if table.kind in READ and not table.hidden]
    site, sure["site"] = _site(book, tables, charter)
    comma, point = _signs(tables)
    sure["decimal_sign"] = 100 if comma or point else 0
    period = form_lines(tables).get("period") or period_in_titles(tables)
    scales, scale_sure = proposed_scales(read, tables, charter)
    states, state_sure = proposed_states(read)
    cover = {name: rule for name, rule in form_lines(tables).items() if name in _COVER and name not in {"site", "period", "decimal_sign"}}
    sure |= scale_sure | state_sure | dict.fromkeys((f"cover.{name}" for name in cover), 90)
    place = charter.site(site) if charter else None
    site_currency = place.currency if place else ""
    sure["currency"] = 100 if site_currency else 0
    return SiteMapping(
        site, language_of(tables), "," if comma > point else ".", site_currency, period_cell=period, cover=cover, scales=scales, states=states,
        tables=_rules(read, charter), tables_left=tuple(f"{table.sheet}!{table.range}" for table in tables if table not in read and table.kind is not TableKind.NOTES),
        made_from=book.file.rpartition("/")[2], sure=sure)


_COVER: Final = frozenset(column.field for column in names_of(COVER).values())


_WORDS: Final = {"note": "meaning", "cause": "cause", "treatment": "action"}
"""Words beside a KPI and the field of the contract they may be: a person chooses."""


def _site(book: Book, tables: Sequence[Table], charter: Charter | None) -> tuple[str, int]:
    """Give the site the file speaks of: the charter's only one, or the one its name or titles say."""
    sites = charter.sites if charter else ()
    if len(sites) == 1:
        return sites[0].code, 100
    said = key(" ".join((book.file.rpartition("/")[2].rpartition(".")[0], *(table.title for table in tables))))
    named = [site.code for site in sites if key(site.code) == key(book.file.rpartition("/")[2].rpartition(".")[0]) or (len(key(site.name)) > 3 and key(site.name) in said)]
    return (named[0], 85) if len(named) == 1 else ("", 0)


def _signs(tables: Sequence[Table]) -> tuple[int, int]:
    counted = [sign_of(cell for row in table.rows for cell in row.cells) for table in tables]
    return sum(comma for _, comma, _ in counted), sum(point for _, _, point in counted)


def language_of(tables: Sequence[Table]) -> str:
    """Give the language most headers and labels are written in."""
    texts = [heading.text for table in tables for heading in table.headings if heading.path]
    texts += [one_line(shown(row.at(guess.heading.number))) for table in tables for guess in table.columns if guess.role in {"kpi", "event"} for row in table.rows[:20]]
    texts = [text for text in texts if text]
    spanish = sum(is_spanish((text,)) for text in texts)
    english = sum(any(word in f" {text.lower()} " for word in (" the ", " of ", " and ", " risk", " owner", "likelihood", " date", " rate", " time")) for text in texts)
    return "es" if spanish > english else "en"


def _rules(tables: Sequence[Table], charter: Charter | None) -> tuple[TableRule, ...]:
    rules: list[TableRule] = []
    met: dict[tuple[str, tuple[str, ...]], int] = {}
    named: set[str] = set()
    for table in sorted(tables, key=lambda each: each.kind is TableKind.SCORECARD):
        mark = (table.sheet, tuple(heading.key for heading in table.headings))
        met[mark] = met.get(mark, 0) + 1
        rule = rule_of(table, charter, met[mark])
        codes = {each.code for each in rule.kpis if each.sure >= SURE}
        if codes and codes <= named and table.kind is TableKind.SCORECARD:
            rule = _doubted(rule)
        named |= codes
        rules.append(rule)
    order = {id(table): place for place, table in enumerate(tables)}
    return tuple(rule for _, rule in sorted(zip([order[id(table)] for table in sorted(tables, key=lambda each: each.kind is TableKind.SCORECARD)], rules, strict=True), key=lambda each: each[0]))


def _doubted(rule: TableRule) -> TableRule:
    return TableRule(rule.sheet, rule.kind, rule.title, rule.range, rule.occurrence, rule.columns, rule.months, rule.kpis, rule.left, rule.labels_left, rule.year, rule.combine, rule.sign, sure=60)


def rule_of(table: Table, charter: Charter | None, occurrence: int = 1) -> TableRule:
    """Give the rule of one table."""
    columns, left = _column_rules(table)
    kpis, labels_left = _kpi_rules(table, charter) if table.kind is not TableKind.REGISTER else ((), ())
    months = tuple({each.beside: each for guess in table.columns if guess.why == "month" and guess.role != "year_value"
                    for each in [MonthRule(beside(guess), guess.role, 100 if not beside(guess) or measure_beside(guess.heading) else 75)]}.values())
    currency = next((guess.unit for guess in table.columns if guess.role == "impact_money" and len(guess.unit) == 3 and guess.unit.isalpha()), "")
    return TableRule(
        table.sheet, table.kind, table.title[:80], table.range, occurrence, columns, months, kpis, left, labels_left, _year(table), _combine(table),
        table.sign, currency=currency)


def beside(guess: Guess) -> str:
    """Give the words that stand beside a month in its header, as a key: blank, `real`, `meta`."""
    heading = guess.heading
    parts = [heading.when.rest] if heading.when and heading.when.rest else []
    for part in heading.path:
        when = when_in(part)
        if when is None:
            parts.append(part)
    return " ".join(dict.fromkeys(key(part) for part in parts if key(part) and not part.isdecimal()))


def _column_rules(table: Table) -> tuple[tuple[ColumnRule, ...], tuple[str, ...]]:
    rules: list[ColumnRule] = []
    left: list[str] = []
    for guess in table.columns:
        if guess.why == "month" and guess.role != "year_value":
            continue
        words = _WORDS.get(guess.role, "") if table.kind is not TableKind.REGISTER else ""
        if words and guess.sure >= GUESS:
            rules.append(ColumnRule(guess.heading.text, words, guess.heading.letters, min(guess.sure, 70), why="words"))
        elif guess.role and guess.role not in NOT_READ and guess.sure >= GUESS:
            rules.append(ColumnRule(guess.heading.text, guess.take_as, guess.heading.letters, guess.sure, unit=guess.unit, why=guess.why))
        if guess.heading.text and (not guess.taken or guess.role in NOT_READ or words):
            left.append(guess.heading.text)
    return tuple(rules), tuple(dict.fromkeys(left))


def _kpi_rules(table: Table, charter: Charter | None) -> tuple[tuple[KpiRule, ...], tuple[str, ...]]:
    """Match each label to a KPI of the charter; two labels with one KPI are both in doubt, but for the surer."""
    grouped: dict[str, list[Reading]] = {}
    for reading in readings_of(table):
        grouped.setdefault(reading.label, []).append(reading)
    units = _units(table)
    rules: list[KpiRule] = []
    left: list[str] = []
    for label, found in grouped.items():
        rule = _kpi_rule(label, found, units.get(label, "") or unit_of_label(label), charter, table.sign)
        if rule is None:
            left.append(label)
        rules += [rule] if rule else []
    best: dict[str, int] = {}
    for rule in rules:
        best[rule.code] = max(best.get(rule.code, 0), rule.sure)
    once = {code: sum(rule.code == code and rule.sure == sure for rule in rules) == 1 for code, sure in best.items()}
    settled = tuple(rule if rule.sure == best[rule.code] and once[rule.code] else KpiRule(rule.label, rule.code, min(rule.sure, 60), rule.factor, "second") for rule in rules)
    return settled, tuple(left[:200])


def _kpi_rule(label: str, found: Sequence[Reading], unit: str, charter: Charter | None, sign: str) -> KpiRule | None:
    named = kpi_named(label, charter)
    if not named.code:
        return None
    kpi = next((each for each in reversed(charter.kpis) if each.code == named.code), None) if charter else None
    figures = [reading for reading in found if reading.measure == "value"] or list(found)
    values = [value for reading in figures if (value := number_in(reading.cell, sign)) is not None]
    percent = any(reading.cell.percent or one_line(shown(reading.cell)).endswith("%") for reading in figures if reading.cell.kind is not CellKind.BLANK)
    factor, certain = factor_of(values, shown_percent=percent, unit=unit, kpi=kpi)
    return KpiRule(label, named.code, named.sure if certain else min(named.sure, 65), factor, named.why if certain else "unit")


def _units(table: Table) -> Mapping[str, str]:
    unit, named = table.guess("unit"), table.guess("kpi")
    if unit is None or named is None:
        return {}
    return {one_line(shown(row.at(named.heading.number))): one_line(shown(row.at(unit.heading.number))) for row in table.rows}


def _year(table: Table) -> str:
    if any(reading.when is not None and reading.when.span and reading.when.year is None for reading in readings_of(table)):
        return "?"
    return "?" if table.year_from == "file" else table.year_from  # in a workspace the file is called SITE.xlsx


def _combine(table: Table) -> str:
    """Propose how several rows of one month become one value, where there are any: never taken without a person."""
    if table.kind not in {TableKind.LONG, TableKind.MONTHS_DOWN}:
        return ""
    seen: set[tuple[str, str, str]] = set()
    for reading in readings_of(table):
        mark = (reading.label, reading.measure, str(reading.when))
        if mark in seen:
            return "?sum"
        seen.add(mark)
    return ""

