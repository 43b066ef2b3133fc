"""A region of a sheet becomes a table: its rows told apart, its columns taken for something, its kind."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from briefing.workbook.adopt.columns import family_of, guess_columns, heading_matches
from briefing.workbook.adopt.found import Guess, Heading, LeftRow, Table, TableKind
from briefing.workbook.adopt.headers import headings, label
from briefing.workbook.adopt.plane import Plane
from briefing.workbook.adopt.profile import Profile, number_in, profile_of, sign_of
from briefing.workbook.adopt.readings import row_when
from briefing.workbook.adopt.regions import Region
from briefing.workbook.adopt.scale_words import grade_of, is_total
from briefing.workbook.adopt.when import when_of
from briefing.workbook.grid import Cell, CellKind, Row
from briefing.workbook.normalise import key

_EXPLAINS: Final = re.compile(r"\b(matri[xz]|legend|leyenda|escala|scales?|criteri[ao]s?|key|instruc\w*|lookup|lists?|listas?|guide|gu[ií]a|definitions?|glos\w+|catalogs?|cat[aá]logos?|parameters?|heat ?map|mapa de calor|drop ?down)\b",
                              re.IGNORECASE)
_TELLS: Final = re.compile(r"(?:briefly |please )?(?:describe|enter|select|choose|unique|insert|write|provide|list|indicate|specify|state|assign|identify|describ[ae]|indi(?:que|car)|escrib[ae]|seleccion[ae]|"
                          r"elij[ae]|ingres[ae]|capture|anot[ae]|defin[ae]|explique|especifi(?:que|car)|registr[ae])\b", re.IGNORECASE)
"""How a row begins its cells that tells people what to fill in."""
_ESSENTIAL: Final[Mapping[str, frozenset[str]]] = {
    "register": frozenset({"event", "description", "likelihood", "impact", "impact_money", "cause", "consequence", "treatment"}),
    "actions": frozenset({"treatment", "event", "description", "due"}),
}


def table_of(plane: Plane, region: Region) -> Table:
    """Make the table of a region."""
    found = headings(plane, region.header_rows, region.left, region.right)
    sheet = plane.sheet
    bare = Table(sheet.name, region.box, title=region.title, headings=found, header_rows=region.header_rows, hidden=sheet.hidden)
    if not region.header_rows:
        return _headless(plane, region, bare)
    rows = [row for row in region.body if row not in region.repeats]
    times = [heading.when for heading in found if heading.when is not None and heading.when.span]
    months = len({str(when) for when in times}) > 1
    family = family_of([heading_matches(heading) for heading in found], months=months)
    counted = [row for row in rows if not _plain_total(plane, row, region)]
    cells = {heading.number: [plane.at(row, heading.number) for row in counted] for heading in found}
    sign, _, _ = sign_of(cell for column in cells.values() for cell in column)
    profiles = [profile_of(cells[heading.number], sign) for heading in found]
    columns = guess_columns(family, found, profiles)
    if any(heading.when is not None and heading.when.month for heading in found):
        columns = tuple(replace(guess, role="total") if guess.why == "month" and guess.heading.when is not None and guess.heading.when.quarter else guess for guess in columns)
    if family == "kpi" or months:
        columns = _with_label(columns, found, profiles, months=months)
    if not family and not months:
        columns = _of_figures(columns)
    kept, left, sections = _told_apart(plane, region, family, columns)
    table = replace(bare, columns=columns, rows=kept, left=left, sections=sections, sign=sign)
    return replace(table, kind=_kind(table, family, profiles, months=months))


def _plain_total(plane: Plane, row: int, region: Region) -> bool:
    first = plane.filled(row, region.left, region.right)[:1]
    return bool(first) and first[0].kind is CellKind.TEXT and is_total(label(first[0]))


def _with_label(columns: Sequence[Guess], found: Sequence[Heading], profiles: Sequence[Profile], *, months: bool) -> tuple[Guess, ...]:
    """See that a table of KPIs has a column of their names: by its header, else the wordiest one left of the figures."""
    first = next((guess.heading.number for guess in columns if guess.why == "month"), 1 << 20)
    named = next((guess for guess in columns if guess.role == "kpi" and guess.sure >= 75), None)
    if named is not None and (profiles[list(columns).index(named)].texts or not any(profile.filled for profile in profiles)):
        return tuple(columns)
    if not months:
        other = next((guess for role in ("objective", "initiative", "definition", "category", "code") for guess in columns if guess.role == role), None)
        if named is None and other is not None and {"value", "target"} & {guess.role for guess in columns}:
            return tuple(replace(guess, role="kpi", sure=62, why="content") if guess is other else guess for guess in columns)
        return tuple(columns)
    best, most = None, 0.0
    for guess, heading, profile in zip(columns, found, profiles, strict=True):
        wordy = profile.texts + profile.distinct / 2
        if heading.number < first and guess.role in {"", "kpi", "event", "description", "area", "code", "category", "objective", "total", "site", "definition", "id", "period"} \
                and profile.texts > profile.numbers and wordy > most + (1 if guess.role in {"category", "site", "objective"} else 0):
            best, most = guess, wordy
    if best is None:
        return tuple(columns)
    return tuple(replace(guess, role="kpi", sure=max(guess.sure if guess.role == "kpi" else 0, 84 if not guess.heading.path else 82), why="content") if guess is best else guess
                 for guess in columns)


def _of_figures(columns: Sequence[Guess]) -> tuple[Guess, ...]:
    """Leave doubtful roles out where headers speak of neither risks nor KPIs: each column of figures may be a KPI of its own.

    One column of dates alone is the period; of several a person chooses.
    """
    periods = [guess for guess in columns if guess.role == "period"]
    if not periods:
        return tuple(columns)
    found = []
    for guess in columns:
        if guess.role == "period":
            found.append(replace(guess, sure=max(guess.sure, 82), why="content") if len(periods) == 1 else guess)
        elif guess.sure < 80 or guess.role in {"impact_on", "impact", "score", "likelihood", "total", "weight", "previous", "variance"}:
            found.append(Guess(guess.heading, unit=guess.unit))
        else:
            found.append(guess)
    return tuple(found)


def _told_apart(plane: Plane, region: Region, family: str, columns: Sequence[Guess]) -> tuple[tuple[Row, ...], tuple[LeftRow, ...], dict[int, str]]:
    """Tell records from totals, remarks, section names, repeated headers, hidden and empty rows."""
    kept: list[Row] = []
    left: list[LeftRow] = []
    sections: dict[int, str] = {}
    section = ""
    wide = region.right - region.left + 1
    essential = {guess.heading.number for guess in columns if guess.role in _ESSENTIAL.get(family, frozenset())}
    figures = {guess.heading.number for guess in columns if guess.role in {"value", "target", "forecast", "year_value", "total", "attainment", "variance", "previous"}}
    for number in region.body:
        cells = plane.filled(number, region.left, region.right)
        why = _why_left(plane, region, number, cells, essential, figures, wide)
        if why == "section":
            section = label(cells[0])
        if why:
            left.append(LeftRow(number, why, label(cells[0])[:60] if cells else ""))
            continue
        kept.append(Row(number, tuple(cells), number in plane.hidden))
        if section:
            sections[number] = section
    return tuple(kept), tuple(left), sections


def _why_left(plane: Plane, region: Region, number: int, cells: Sequence[Cell], essential: set[int], figures: set[int], wide: int) -> str:
    if number in region.repeats:
        return "header"
    if number in plane.hidden:
        return "hidden"
    first = cells[0]
    if any(cell.kind is CellKind.TEXT and is_total(label(cell)) for cell in cells[:2] if cell.column not in figures):
        return "total"
    if len(cells) == 1 and wide > 2 and first.kind is CellKind.TEXT and (not essential or first.column not in essential or first.column == region.left):
        merged = plane.merges.get((number, first.column))
        across = merged is not None and merged.right - merged.left + 1 >= min(3, wide - 1)
        long = len(label(first)) > 60 or label(first).startswith(("*", "Nota", "Note"))
        if not (first.column in essential and not across and len(label(first)) > 20):
            return "remark" if long and not across else "section" if across or figures or len(label(first)) < 40 else "remark"
    if essential and not any(cell.column in essential and (cell.kind is not CellKind.NUMBER or cell.value) and cell.kind is not CellKind.ERROR for cell in cells):
        return "empty"
    if sum(bool(_TELLS.match(label(cell))) for cell in cells) >= 2:
        return "remark"
    if all(cell.kind in {CellKind.UNCALCULATED, CellKind.ERROR} for cell in cells):
        return "empty"
    return ""


def _kind(table: Table, family: str, profiles: Sequence[Profile], *, months: bool) -> TableKind:
    """Tell what the table is by its columns and rows."""
    roles = {guess.role for guess in table.columns if guess.sure >= 60}
    if _explains(table, roles):
        return TableKind.LEGEND
    if family == "register":
        return TableKind.REGISTER
    if family == "actions":
        return TableKind.ACTIONS
    if months and family == "kpi":
        return TableKind.MONTHS_ACROSS
    dated = [(guess, profile) for guess, profile in zip(table.columns, profiles, strict=True)
             if guess.role == "period" and profile.share(profile.dates + profile.months) >= 0.5]
    figures = [guess for guess, profile in zip(table.columns, profiles, strict=True) if profile.filled and profile.share(profile.numbers) >= 0.6 and guess.role not in {"period", "year", "id", "code"}]
    if dated and figures:
        named = next((profile for guess, profile in zip(table.columns, profiles, strict=True) if guess.role == "kpi" and guess.sure >= 70), None)
        guess, _ = max(dated, key=lambda each: each[0].sure)
        whens = [str(row_when(table, row, guess, table.guess("year"))) for row in table.rows]
        once = len(set(whens)) == len(whens)
        return TableKind.LONG if named is not None or not once else TableKind.MONTHS_DOWN
    if family == "kpi" and {"value", "target", "attainment", "forecast", "year_value", "previous"} & roles:
        return TableKind.SCORECARD
    if family == "kpi" and ("kpi" in roles or {"definition", "frequency"} & roles):
        return TableKind.KPI_LIST
    return TableKind.RECORDS if len(table.headings) > 1 and any(heading.path for heading in table.headings) else TableKind.UNKNOWN


def _explains(table: Table, roles: set[str]) -> bool:
    """Tell whether a small table explains words instead of reporting: a scale, a matrix, a list to choose from."""
    if len(table.rows) > 15:
        return False
    texts = [text for row in table.rows for cell in row.cells if cell.kind is CellKind.TEXT and len(text := label(cell)) > 1]
    graded = sum(grade_of(text) is not None for text in texts)
    told = bool(_EXPLAINS.search(f"{table.title} {table.sheet} {table.headings[0].text if table.headings else ''}"))
    reports = {"owner", "treatment", "due", "identified", "response", "value", "kpi"} & roles
    first = [key(label(row.cells[0])) for row in table.rows if row.cells]
    named = {"event", "description"} & roles
    if (len(reports) >= 2 and {"likelihood", "impact", "treatment"} & roles) or (named and "likelihood" in roles and not table.rows):
        return False
    if {"event", "likelihood", "impact"} <= roles and any(len(text) > 20 and grade_of(text) is None for text in texts):
        return False
    if reports and len(table.rows) > 2 and not told:
        return False
    once = len(set(first)) == len(first)
    headed = sum(grade_of(heading.last) is not None for heading in table.headings if heading.path)
    if headed >= 3 and not reports:
        return True
    if once and len(table.rows) >= 2 and any(
            sum(len(word := label(row.at(heading.number))) > 1 and grade_of(word) is not None for row in table.rows) * 10 >= 6 * len(table.rows)
            and len({key(label(row.at(heading.number))) for row in table.rows}) == len(table.rows) for heading in table.headings[:3]):
        return not reports or told
    return told and not reports and (graded * 3 >= len(texts) or len(table.rows) <= 10) and "event" not in roles


def _headless(plane: Plane, region: Region, bare: Table) -> Table:
    """Tell what a block without a header is: a form, a matrix, remarks, or nothing we understand."""
    rows = tuple(Row(number, tuple(plane.filled(number, region.left, region.right)), number in plane.hidden) for number in region.body)
    table = replace(bare, rows=rows)
    cells = [cell for row in rows for cell in row.cells]
    texts = [cell for cell in cells if cell.kind is CellKind.TEXT]
    if len(cells) <= 2 or all(len(row.cells) == 1 for row in rows):
        pair = len(cells) == 2 and len(rows) == 1
        return replace(table, kind=TableKind.FORM if pair else TableKind.NOTES)
    graded = sum(grade_of(label(cell)) is not None for cell in texts)
    if texts and graded >= 3 and graded * 2 >= len(texts):
        return replace(table, kind=TableKind.LEGEND)
    labelled = sum(row.cells[0].kind is CellKind.TEXT and 1 < len(row.cells) <= 4 and when_of(row.cells[0]) is None for row in rows)
    if labelled * 10 >= 7 * len(rows) and region.right - region.left <= 7 and len(rows) <= 40:
        return replace(table, kind=TableKind.FORM)
    if len(texts) == len(cells) and sum(len(label(cell)) for cell in cells) > 30 * len(cells):
        return replace(table, kind=TableKind.NOTES)
    if not texts and all(number_in(cell) is not None for cell in cells) and len(cells) <= 36:
        return replace(table, kind=TableKind.LEGEND)
    return table
