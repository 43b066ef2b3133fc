"""What `briefing adopt` prints: each table, what each column was taken for and how sure, what was left and why."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from briefing.language import Language, catalogue
from briefing.workbook.adopt.found import GUESS, READ, SURE, Guess, Table
from briefing.workbook.adopt.mapping import SiteMapping, TableRule
from briefing.workbook.adopt.profile import number_in
from briefing.workbook.adopt.propose import NOT_READ
from briefing.workbook.adopt.readings import Reading, readings_of
from briefing.workbook.reading import shown

SHOWN: Final = 4
Say = Callable[..., str]


def report_lines(tables: Sequence[Table], proposal: SiteMapping, language: Language) -> tuple[str, ...]:
    """Give the lines of the report in the order of the tables."""
    texts = catalogue("adopt", language)
    rules = {(rule.sheet, rule.range): rule for rule in proposal.tables}
    lines: list[str] = []
    for table in tables:
        lines += _table_lines(table, rules.get((table.sheet, table.range)), texts.text)
    doubts = sum(sure < SURE for rule in proposal.tables for sure in (
        *(each.sure for each in rule.columns), *(each.sure for each in rule.months), *(each.sure for each in rule.kpis)))
    words = sum(figure is None for steps in proposal.scales.values() for figure in steps.values()) + sum(sure < SURE for name, sure in proposal.sure.items() if name != "decimal_sign")
    understood = sum(table.understood for table in tables)
    lines.append("")
    lines.append(texts.text("report.sum", tables=len(tables), understood=understood, not_understood=len(tables) - understood))
    lines.append(texts.text("report.doubts", doubts + words) if doubts + words else texts.text("report.no_doubts"))
    return tuple(lines)


def _table_lines(table: Table, rule: TableRule | None, say: Say) -> Iterator[str]:
    yield ""
    title = f" · {table.title[:70]}" if table.title else ""
    hidden = f" · {say('report.hidden_sheet')}" if table.hidden else ""
    yield f"{table.sheet}!{table.range}  {say(f'kind.{table.kind.value}')}{title}{hidden}"
    if table.kind not in READ or table.hidden:
        yield f"  {say(f'not_read.{table.kind.value}' if table.kind not in READ else 'not_read.hidden')}"
    if table.header_rows:
        yield f"  {say('report.header', rows=', '.join(map(str, table.header_rows)), count=len(table.rows))}"
    if table.left:
        yield "  " + say("report.left_rows", rows=_left_rows(table, say))
    yield from (f"  {line}" for line in _columns(table, say))
    yield from (f"  {line}" for line in _figures(table, say))
    if rule is not None:
        yield from (f"  {line}" for line in _names(rule, say))


def _left_rows(table: Table, say: Say) -> str:
    reasons: dict[str, list[int]] = {}
    for left in table.left:
        reasons.setdefault(left.why, []).append(left.number)
    return "; ".join(f"{say(f'left.{why}')}: {', '.join(map(str, rows[:12]))}{' …' if len(rows) > 12 else ''}" for why, rows in reasons.items())


def _columns(table: Table, say: Say) -> Iterator[str]:
    labels = frozenset(reading.label for reading in readings_of(table))
    for guess in table.columns:
        name = guess.heading.text or say("report.no_header")
        yield f"{guess.heading.letters:>3}  {name[:44]:<44}  {_verdict(guess, labels, say)}"


def _verdict(guess: Guess, labels: frozenset[str], say: Say) -> str:
    why = say(f"why.{guess.why}") if guess.why else ""
    if guess.why == "month" and guess.role != "year_value":
        return say("report.month", when=str(guess.heading.when), role=say(f"role.{guess.role}"), sure=guess.sure)
    if not guess.role or guess.sure < GUESS:
        return say("report.kpi_column") if guess.heading.text in labels else say("report.left_column")
    qualifier = f" ({say(f'qualifier.{guess.qualifier}')})" if guess.qualifier else ""
    unit = f" [{guess.unit}]" if guess.unit else ""
    role = f"{say(f'role.{guess.role}')}{qualifier}{unit}"
    if guess.role in NOT_READ:
        return say("report.known_left", role=role, sure=guess.sure)
    return say("report.taken" if guess.taken else "report.doubt", role=role, sure=guess.sure, why=why)


def _figures(table: Table, say: Say) -> Iterator[str]:
    """Show the months found and the first figures, to be checked by eye."""
    readings = readings_of(table)
    if not readings:
        return
    months = sorted({str(reading.when) for reading in readings if reading.when is not None})
    if months:
        yield say("report.months", count=len(months), first=months[0], last=months[-1])
    if table.year_from and table.year:
        yield say("report.year", year=table.year, source=say(f"year.{table.year_from}"))
    if any(reading.when is not None and reading.when.year is None for reading in readings):
        yield say("report.no_year")
    if table.sign:
        yield say("report.sign", sign=table.sign)
    filled = [reading for reading in readings if number_in(reading.cell, table.sign) is not None]
    if filled:
        yield say("report.figures", count=len(filled), some="; ".join(_figure(reading) for reading in _few(filled)))


def _few(readings: Sequence[Reading]) -> list[Reading]:
    kept: dict[str, int] = {}
    few: list[Reading] = []
    for reading in readings:
        kept[reading.label] = kept.get(reading.label, 0) + 1
        if kept[reading.label] <= 2 and len(few) < SHOWN:
            few.append(reading)
    return few


def _figure(reading: Reading) -> str:
    when = f" {reading.when}" if reading.when else ""
    measure = "" if reading.measure == "value" else f" {reading.measure}"
    return f"{reading.label[:30]}{when}{measure} = {shown(reading.cell)} ({reading.cell.address})"


def _names(rule: TableRule, say: Say) -> Iterator[str]:
    for each in rule.kpis:
        factor = f" ×{each.factor:g}" if each.factor != 1 else ""
        yield f"     {each.label[:44]:<44}  {say('report.kpi' if each.sure >= SURE else 'report.kpi_doubt', code=each.code, sure=each.sure)}{factor}"
    if rule.labels_left:
        yield say("report.labels_left", labels=", ".join(rule.labels_left[:12]) + (" …" if len(rule.labels_left) > 12 else ""))
