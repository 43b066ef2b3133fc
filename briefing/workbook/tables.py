"""Where things stand on a sheet: the header row, the columns it names, the rows below it, the lines of a form."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from briefing.evidence import CellRef, Source
from briefing.findings import Finding
from briefing.workbook import codes
from briefing.workbook.codes import raised
from briefing.workbook.contract import Column
from briefing.workbook.contract import Sheet as Declared
from briefing.workbook.grid import Cell, CellKind, Row, Sheet, address, letters
from briefing.workbook.normalise import alike, key, one_line
from briefing.workbook.values import shown

HEADER_ROWS: Final = 15
NEAR: Final = 0.84
"""How alike a header must be to one of ours to be taken for a slip."""
COMPARED: Final = 60
"""Headers held against ours for a slip, and totals added up; a sheet with more of them is a data sheet."""
FEWEST: Final = 2
"""Header cells that make a header row, label and value that make a line."""
REMARK_WORDS: Final = 3
_TOTALS = frozenset({
    "total", "totales", "subtotal", "subtotales", "grantotal", "totalgeneral", "grandtotal", "sumatotal", "suma", "sum",
    "promedio", "promedios", "average", "averages", "avg", "acumulado", "ytd",
})
_TOTAL_STARTS = ("total ", "subtotal ", "promedio ", "average ", "gran total", "grand total")


@dataclass(frozen=True, slots=True)
class Table:
    """A table as it was found: its header row and the columns it names, by column number."""

    declared: Declared
    sheet: Sheet
    file: str
    header: Row = field(default_factory=lambda: Row(0, ()))
    columns: Mapping[int, Column] = field(default_factory=dict)
    others: tuple[Cell, ...] = ()
    """Header cells that name no declared column."""
    findings: tuple[Finding, ...] = ()

    def where(self, place: str = "") -> CellRef:
        """Give the place of a cell of this sheet."""
        return CellRef(self.file, self.sheet.name, place)

    def raised(self, number: int, place: str = "", **parameters: str | float) -> Finding:
        """Make a finding of this sheet about one of its cells."""
        number = codes.IN_CHARTER.get(number, number) if self.declared.prefix == "CHA" else number
        return raised(self.where(place), f"{self.declared.prefix}-{number}", **parameters)

    def header_text(self, column: Column) -> str:
        """Give the header as the file writes it; the declared names of both languages if it has none."""
        for number, named in self.columns.items():
            if named.field == column.field:
                return one_line(shown(self.header.at(number)))
        return both_names(column)

    def source(self, row: Row) -> Source:
        """Give the place of a row and of each of its fields, filled or not."""
        cells = {column.field: address(row.number, number) for number, column in self.columns.items()}
        return Source(self.file, self.sheet.name, row.number, cells)


def both_names(column: Column) -> str:
    """Give a column's names in both languages, once if they are the same."""
    return " / ".join(dict.fromkeys((column.text.en, column.text.es)))


def keys_of(column: Column) -> tuple[str, ...]:
    """Give every key by which a header may name the column, the declared names first."""
    return tuple(key(name) for name in (column.text.en, column.text.es, *column.aliases, column.field))


@lru_cache(maxsize=64)
def names_of(declared: Declared) -> Mapping[str, Column]:
    """Give the column of each header key; declared names go before aliases of other columns."""
    found: dict[str, Column] = {}
    for taken in (slice(0, 2), slice(2, None)):
        for column in declared.columns:
            for name in keys_of(column)[taken]:
                found.setdefault(name, column)
    return found


def header_key(cell: Cell) -> str:
    """Give the key of a header cell; blank if it is no text."""
    return key(str(cell.value)) if cell.kind is CellKind.TEXT else ""


def find_table(declared: Declared, sheet: Sheet, file: str, counts: Callable[[Cell], bool] = lambda _: False) -> Table:
    """Find the header row within the first rows and the columns it names.

    `counts` tells which other header cells belong to this sheet, such as months. A sheet with no header row gives a
    table without columns and a finding, or none if the sheet is empty.
    """
    names = names_of(declared)
    best, score = None, 0
    for row in sheet.rows:
        if (row.number > HEADER_ROWS and best is not None) or row.number > 2 * HEADER_ROWS:
            break
        fields = {names[name].field for name in map(header_key, row.cells) if name in names}
        found = len(fields) + (sum(counts(cell) for cell in row.cells) if fields else 0)
        if found > score:
            best, score = row, found
    if best is None or score < FEWEST:
        empty = Table(declared, sheet, file)
        expected = codes.listed(both_names(column) for column in declared.columns if column.required)
        found_nothing = () if not sheet.rows else (empty.raised(codes.NO_HEADER, expected=expected, rows=HEADER_ROWS),)
        return Table(declared, sheet, file, findings=found_nothing)
    return _named(Table(declared, sheet, file, best), names)


def _named(table: Table, names: Mapping[str, Column]) -> Table:
    """Name the columns of the header row that was found."""
    columns: dict[int, Column] = {}
    others: list[Cell] = []
    findings: list[Finding] = []
    for cell in table.header.cells:
        column = names.get(header_key(cell))
        if column is None:
            others.append(cell)
        elif column.field in {named.field for named in columns.values()}:
            findings.append(table.raised(codes.COLUMN_TWICE, cell.address, column=one_line(shown(cell))))
        else:
            columns[cell.column] = column
    return Table(table.declared, table.sheet, table.file, table.header, columns, tuple(others), tuple(findings))


def missing_columns(table: Table) -> Iterator[Finding]:
    """Yield a finding for each required column that the header row does not name."""
    if not table.header.number:
        return
    present = {column.field for column in table.columns.values()}
    for column in table.declared.columns:
        if column.required and column.field not in present:
            place = table.header.cells[0].address
            yield table.raised(codes.COLUMN_MISSING, place, column_en=column.text.en, column_es=column.text.es)


def unknown_columns(table: Table, known: frozenset[str] = frozenset()) -> Iterator[Finding]:
    """Yield a note for each column that is not ours, and a warning if its header is nearly one of ours."""
    present = {column.field for column in table.columns.values()}
    absent = [column for column in table.declared.columns if column.field not in present]
    for number, cell in enumerate(table.others):
        text = one_line(shown(cell))
        if not text or header_key(cell) in known:
            continue
        compared = absent if number < COMPARED else []
        near = max(((alike(text, name), name) for column in compared for name in (column.text.en, column.text.es)),
                   default=(0.0, ""))
        if near[0] >= NEAR:
            yield table.raised(codes.NEARLY_A_COLUMN, cell.address, column=text, suggestion=near[1])
        else:
            yield table.raised(codes.EXTRA_COLUMN, cell.address, column=text)
    headed = {cell.column for cell in table.header.cells}
    loose: dict[int, Cell] = {}
    for row in table.sheet.rows:
        if row.number > table.header.number:
            for cell in row.cells:
                if cell.column not in headed:
                    loose.setdefault(cell.column, cell)
    for number, cell in sorted(loose.items()):
        yield table.raised(codes.EXTRA_COLUMN, cell.address, column=letters(number))


def rows_of(table: Table) -> tuple[tuple[Row, ...], tuple[Finding, ...]]:
    """Give the rows that are records; blank rows, totals, remarks and repeated headers are passed over."""
    rows: list[Row] = []
    findings: list[Finding] = []
    hidden: list[Row] = []
    headers = {cell.column: key(shown(cell)) for cell in table.header.cells}
    kinds = {cell.column: cell.kind for cell in table.header.cells}
    since = totals = 0
    for row in table.sheet.rows:
        if not table.header.number or row.number <= table.header.number or not _speaks(row, headers):
            continue
        passed = _passed_over(row, table)
        if passed:
            first = row.cells[0]
            findings.append(table.raised(passed, first.address, found=shown(first)))
        if passed == codes.TOTAL_ROW and totals < COMPARED:
            findings.extend(_wrong_totals(table, row, rows[since:], rows))
            since, totals = len(rows), totals + 1
        elif not passed and not _repeats_header(row, headers, kinds):
            rows.append(row)
            if row.hidden:
                hidden.append(row)
    if hidden:
        findings.append(table.raised(codes.HIDDEN_ROWS, hidden[0].cells[0].address, rows=len(hidden)))
    return tuple(rows), tuple(findings)


def _speaks(row: Row, headers: Mapping[int, str]) -> bool:
    """Tell whether a cell of the row stands under a header of the table."""
    return any(cell.column in headers and one_line(shown(cell)) for cell in row.cells)


def _passed_over(row: Row, table: Table) -> int:
    """Give the number of the note if the row is a total or a remark; 0 for a record."""
    first = row.cells[0]
    if first.kind is not CellKind.TEXT:
        return 0
    text = one_line(shown(first)).casefold()
    column = table.columns.get(first.column)
    leads = column is None or column.required or first.column == min(table.columns, default=0)
    if leads and (key(text) in _TOTALS or text.startswith(_TOTAL_STARTS)):
        return codes.TOTAL_ROW
    alone = len(row.cells) == 1 and len(table.columns) > 1
    if alone and (column is None or column.required) and (text.startswith("*") or len(text.split()) >= REMARK_WORDS):
        return codes.REMARK_ROW
    return 0


_SUMS: Final = frozenset({"total", "totales", "subtotal", "subtotales", "grantotal", "totalgeneral", "grandtotal", "sumatotal", "suma", "sum"})


def _wrong_totals(table: Table, total: Row, since: list[Row], above: list[Row]) -> Iterator[Finding]:
    """Yield a finding for each total that is the sum neither of the rows since the total before nor of all above it."""
    if key(one_line(shown(total.cells[0]))) not in _SUMS or table.declared.prefix not in _SUMMED:
        return
    for cell in total.cells[1:]:
        if cell.kind is not CellKind.NUMBER or cell.percent or not isinstance(cell.value, float):
            continue
        sums = [_sum(rows, cell.column) for rows in (since, above)]
        if all(abs(each - cell.value) > 0.005 * max(abs(each), abs(cell.value), 1.0) for each in sums):
            header = one_line(shown(table.header.at(cell.column))) or letters(cell.column)
            yield table.raised(codes.TOTAL_WRONG, cell.address, column=header, found=shown(cell), sum=f"{sums[0]:,.10g}")


_SUMMED: Final = frozenset({"KPI", "REG", "OPT"})


def _sum(rows: list[Row], column: int) -> float:
    found = (row.at(column).value for row in rows if row.at(column).kind is CellKind.NUMBER)
    return sum(value for value in found if isinstance(value, float))


def _repeats_header(row: Row, headers: Mapping[int, str], kinds: Mapping[int, CellKind]) -> bool:
    """Tell whether half the cells say what stands above them; what is of another kind, as a figure under a name, needs no look."""
    same = sum(cell.kind is kinds.get(cell.column) and key(shown(cell)) == headers[cell.column] for cell in row.cells)
    return same >= FEWEST and same * 2 >= len(row.cells)


def find_lines(declared: Declared, sheet: Sheet, file: str) -> tuple[Table, Mapping[str, Cell]]:
    """Give the value cell of each line of a form: the cell right of its label, filled or not."""
    names = names_of(declared)
    found: dict[str, Cell] = {}
    findings: list[Finding] = []
    table = Table(declared, sheet, file)
    for row in sheet.rows:
        for cell in row.cells[:2]:
            column = names.get(header_key(cell))
            beside = row.at(cell.column + 1)
            if column is None:
                continue
            if column.field not in found or found[column.field].kind is CellKind.BLANK:
                found[column.field] = beside  # a title such as `Company` has nothing beside it
            elif beside.kind is not CellKind.BLANK:
                findings.append(table.raised(codes.COLUMN_TWICE, cell.address, column=one_line(shown(cell))))
            break
        else:
            findings.extend(_unknown_line(table, row, found))
    return Table(declared, sheet, file, findings=tuple(findings)), found


def _unknown_line(table: Table, row: Row, found: Mapping[str, Cell]) -> Iterator[Finding]:
    """Yield a note on a line with label and value that is not ours; titles and remarks stand alone."""
    first = row.cells[0]
    if first.kind is not CellKind.TEXT or len(row.cells) < FEWEST or row.cells[1].column != first.column + 1:
        return
    text = one_line(shown(first))
    absent = [column for column in table.declared.columns if column.field not in found]
    near = max(((alike(text, name), name) for column in absent for name in (column.text.en, column.text.es)),
               default=(0.0, ""))
    if near[0] >= NEAR:
        yield table.raised(codes.NEARLY_A_COLUMN, first.address, column=text, suggestion=near[1])
    else:
        yield table.raised(codes.EXTRA_COLUMN, first.address, column=text)
