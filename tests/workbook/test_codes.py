"""Every code of the reader has texts in both languages, and a test that makes the fault."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from briefing.findings import Finding
from briefing.language import LANGUAGES, catalogue, finding_hint, finding_message
from briefing.model.charter import Charter, Reader
from briefing.model.submission import Cover, Submission
from briefing.periods import Period
from briefing.workbook import contract
from briefing.workbook.cells import read_book
from briefing.workbook.checks import check_against_previous, check_belongs
from briefing.workbook.codes import CODES
from briefing.workbook.contract import Column
from briefing.workbook.parse import neither, parse_charter, parse_submission
from briefing.workbook.responses import hearing_findings, parse_responses
from briefing.workbook.vocabulary import Kind
from tests.workbook.workbook_makers import CHARTER, MONTH, Rows, book_of, changed, charter_of, codes, month_of, saved, workbook

SHEETS = {"COV": "cover", "KPI": "kpis", "REG": "register", "ASK": "asks", "OPT": "options", "FUP": "follow_up"}
NUMBERS = (Kind.NUMBER, Kind.MONEY)
SPOILERS: dict[int, tuple[Callable[[Column], bool], Any]] = {
    101: (lambda column: column.required, None),
    104: (lambda column: column.kind in NUMBERS, "n/d"),
    105: (lambda _: True, "#N/A"),
    106: (lambda _: True, "=1+1"),
    107: (lambda column: column.kind is Kind.DATE, "pronto"),
    108: (lambda column: column.kind is Kind.DATE, "03/04/2026"),
    109: (lambda column: column.kind in {Kind.CHOICE, Kind.YES_NO}, "zzz"),
    110: (lambda column: column.low in {0, 0.001} and column.kind in {*NUMBERS, Kind.SHARE}, -5),
    111: (lambda column: column.kind in {Kind.CLAUSE, Kind.TEXT, Kind.NARRATIVE}, "word " * 600),
    112: (lambda column: column.kind is Kind.CODE and column.required, "x 1"),
    114: (lambda column: column.links != "" and not column.required and column.field != "driver", "ZZ-9"),
    117: (lambda column: column.kind is Kind.SHARE, 95),
    118: (lambda column: column.kind is Kind.PERIOD, "pronto"),
    123: (lambda column: column.kind is Kind.WHOLE, 1.5),
    124: (lambda column: column.kind is Kind.CURRENCY, "conchas"),
    125: (lambda column: column.kind in NUMBERS, "12,5"),
    126: (lambda column: column.kind in NUMBERS, "12.500"),
    127: (lambda column: column.kind in NUMBERS, date(2026, 5, 3)),
    128: (lambda column: column.kind in NUMBERS, "5 %"),
    129: (lambda column: column.kind is Kind.DATE, 46000),
    130: (lambda column: column.kind is Kind.DATE, "Oct 2026"),
    131: (lambda column: column.kind is Kind.SHARE and "chance" in column.field, 1),
    203: (lambda column: column.kind is Kind.SHARE and "chance" in column.field, "alta"),
    204: (lambda column: column.kind is Kind.SHARE and "chance" in column.field, "medio"),
}


def spoil(prefix: str, number: int) -> Sequence[Finding]:
    """Make a fault that any sheet may have, on a sheet of that prefix."""
    for declared in contract.CHARTER.sheets if prefix == "CHA" else (contract.MONTH.sheet(SHEETS[prefix]),):
        name = declared.text.en
        good = (CHARTER if prefix == "CHA" else MONTH).get(name)
        if good is None:
            continue
        for column in declared.columns:
            spoiled = _spoiled(good, declared, column, number)
            if spoiled is not None:
                return _read(prefix, name, spoiled)
    message = f"no cell of {prefix} can have the fault {number}"
    raise AssertionError(message)


def _spoiled(good: Rows, declared: contract.Sheet, column: Column, number: int) -> Rows | None:
    form = declared.layout is contract.Layout.FORM
    if number in SPOILERS:
        wanted, value = SPOILERS[number]
        return _with_value(good, column, value, form=form) if wanted(column) else None
    if form:
        absent = next(each.text.en for each in declared.columns if all(row[0] != each.text.en for row in good))
        return {115: [*good, ["Weather", "fine"]], 121: [*good, [good[0][0], "again"]],
                122: [*good, [f"{absent}s", "x"]]}.get(number)
    header, first = list(good[0]), list(good[1])
    rest = [list(row) for row in good[1:]]
    structural: dict[int, Rows] = {
        102: [[f"{cell} x 9" if index == 0 else cell for index, cell in enumerate(header)], *rest],
        113: [*good, first],
        115: [[*header, "Weather"], *rest],
        116: [*good, ["Total"]],
        119: [["nothing here"], ["at all"]],
        121: [[*header, header[0]], *rest],
        132: [*good, ["* preliminary figures of the plant"]],
        136: [*good, ["Total", *([987_654.0] * (len(header) - 1))]],
    }
    if number == 122:
        near = next((each.text.en for each in declared.columns if each.text.en not in header and len(each.text.en) > 8), None)
        return [[*header, f"{near}s" if near else "Caused"], *rest]
    if number == 133:
        field = {"follow_up": "Kind", "options": "Letter", "kpis": "Code", "drivers": "Code"}.get(declared.key)
        return changed(good, f"{'ABCDEFGH'[header.index(field)]}2", None if field != "Kind" else "zzz") if field else None
    if number == 134:
        return {"register": _with_value(good, declared.column("driver"), "ZZ", form=False) if declared.key == "register" else None,
                "targets": changed(good, "A2", "ZZ")}.get(declared.key)
    return structural.get(number)


def _with_value(good: Rows, column: Column, value: Any, *, form: bool) -> Rows:
    names = {column.text.en, column.text.es, *column.aliases}
    if form:
        return [[label, value if label in names else old] for label, old in good] + (
            [] if any(label in names for label, _ in good) else [[column.text.en, value]])
    header = list(good[0])
    place = next((index for index, cell in enumerate(header) if cell in names), len(header))
    if place == len(header):
        good = changed(good, f"{_letter(place)}1", column.text.en)
    return changed(good, f"{_letter(place)}2", value)


def _letter(index: int) -> str:
    return "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[index]


def _read(prefix: str, name: str, rows: Rows | None) -> Sequence[Finding]:
    changed_sheet: dict[str, Any] = {name: rows}
    return charter_of(**changed_sheet)[1] if prefix == "CHA" else month_of(**changed_sheet)[1]


# what is particular

def hidden(prefix: str) -> Sequence[Finding]:
    """Read a book with a hidden row on a sheet of that prefix."""
    sheets = CHARTER if prefix == "CHA" else MONTH
    name = "Sites" if prefix == "CHA" else contract.MONTH.sheet(SHEETS[prefix]).text.en
    book = workbook(sheets)
    book[name].row_dimensions[2].hidden = True
    cells = read_book("f.xlsx", saved(book))
    return parse_charter(cells)[1] if prefix == "CHA" else parse_submission(cells, charter_of()[0])[1]


def twice(prefix: str) -> Sequence[Finding]:
    """Read a book with two sheets of that prefix, under the names of both languages."""
    declared = contract.CHARTER.sheet("sites") if prefix == "CHA" else contract.MONTH.sheet(SHEETS[prefix])
    sheets = CHARTER if prefix == "CHA" else MONTH
    other = "Indicadores" if declared.key == "kpis" else declared.text.es
    cells = book_of({**sheets, other: sheets[declared.text.en]})
    return parse_charter(cells)[1] if prefix == "CHA" else parse_submission(cells, charter_of()[0])[1]


def charter_with(**fields: Any) -> Charter:
    return replace(charter_of()[0], **fields)


def kpis(place: str, value: Any) -> Sequence[Finding]:
    return month_of(KPIs=changed(MONTH["KPIs"], place, value))[1]


def register(place: str, value: Any, header: str | None = None) -> Sequence[Finding]:
    rows = changed(MONTH["Register"], place, value)
    return month_of(Register=changed(rows, f"{place[0]}1", header) if header else rows)[1]


def asks(place: str, value: Any, header: str | None = None) -> Sequence[Finding]:
    rows = changed(MONTH["Asks"], place, value)
    return month_of(Asks=changed(rows, f"{place[0]}1", header) if header else rows)[1]


def options(place: str, value: Any) -> Sequence[Finding]:
    return month_of(Options=changed(MONTH["Options"], place, value))[1]


def follow_up(place: str, value: Any) -> Sequence[Finding]:
    return month_of(Follow_up=changed(MONTH["Follow-up"], place, value))[1]


def charter(sheet: str, place: str, value: Any, header: str | None = None) -> Sequence[Finding]:
    rows = changed(CHARTER[sheet], place, value)
    return charter_of(**{sheet: changed(rows, f"{place[0]}1", header) if header else rows})[1]


def cover(*rows: list[Any]) -> Sequence[Finding]:
    return month_of(Cover=list(rows))[1]


def belongs(site: str, period: Period) -> Sequence[Finding]:
    submission, _ = month_of()
    assert submission is not None
    return check_belongs(submission, site, period)


def rate_far() -> Sequence[Finding]:
    def month(rate: float) -> Submission:
        return Submission("MTY", Period(2026, 10), Cover("MTY", Period(2026, 10), currency="MXN", rate=rate))
    return check_against_previous(month(1.842), month(18.42))


LINE = "2026-11-02,MTY,A-007,0123456789ab,COO,COO,confirm,,,mail"
HEAD = "answered_on,site,ask_id,fingerprint,reader,role,choice,comment,reply_to,source"


def answers(head: str = HEAD, line: str = LINE) -> Sequence[Finding]:
    return parse_responses("responses/2026-10.csv", f"{head}\n{line}\n".encode())[1]


def unheard(reader: str, source: str) -> Sequence[Finding]:
    """Hold a line against a charter that takes directors' answers through the secretary."""
    lines, _ = parse_responses("r.csv", f"{HEAD}\n{LINE}\n".replace("COO,COO", f"{reader},COO").replace("mail", source).encode())
    return tuple(hearing_findings(lines, charter_with(readers=(Reader("DIR-1", "director", "director"),))))


ELSEWHERE = {
    *(f"FIL-{number}" for number in range(101, 128)), "FIL-203",
    *(f"KPI-{number}" for number in range(208, 214)), "REG-211", "REG-212", "REG-213", "OPT-205", "OPT-206", "ASK-208", "FUP-204", "COV-206", "COV-207",
    *(f"CHA-{number}" for number in range(217, 223)),
}
"""Codes that `test_branding`, `test_guard`, `test_hostile_files` and `test_checks_history` make."""
SPECIAL: dict[str, Callable[[], Sequence[Finding]]] = {
    "FIL-201": lambda: (neither(book_of({"Data": [["a", 1]]})),),
    "FIL-202": lambda: month_of(Weather=[["sun", 1]])[1],
    "COV-103": lambda: month_of(Cover=None)[1],
    "COV-134": lambda: cover(["Site", "MTX"], ["Month", "2026-10"]),
    "COV-201": lambda: belongs("SAL", Period(2026, 10)),
    "COV-202": lambda: belongs("MTY", Period(2026, 9)),
    "COV-203": rate_far,
    "COV-204": lambda: cover(["Site", "MTY"], ["Month", "2026-10"], ["Currency", "MXN"]),
    "COV-205": lambda: cover(["Site", "MTY"], ["Month", "2026-10"], ["Currency", "MXN"], ["fx", 18.4]),
    "KPI-103": lambda: month_of(KPIs=None)[1],
    "KPI-104": lambda: kpis("C2", "n/d"),
    "KPI-110": lambda: kpis("C2", -0.5),
    "KPI-117": lambda: kpis("C2", 91),
    "KPI-125": lambda: kpis("C3", "12,5"),
    "KPI-126": lambda: kpis("C3", "12.500"),
    "KPI-127": lambda: kpis("C3", date(2026, 5, 3)),
    "KPI-128": lambda: kpis("C3", "9 %"),
    "KPI-201": lambda: kpis("A3", "NEW"),
    "KPI-202": lambda: kpis("A3", "NEW"),
    "KPI-203": lambda: kpis("D1", "2026-11"),
    "KPI-204": lambda: kpis("D1", "2026-10 likely"),
    "KPI-205": lambda: kpis("E2", 0.99),
    "KPI-206": lambda: kpis("C1", "2026-08"),
    "KPI-207": lambda: kpis("C3", None),
    "REG-103": lambda: month_of(Register=None)[1],
    "REG-201": lambda: register("D2", 5),
    "REG-202": lambda: register("E2", 30),
    "REG-205": lambda: register("D2", 11.9),
    "REG-206": lambda: register("J2", None),
    "REG-207": lambda: register("L2", date(2027, 6, 1), "Earliest date"),
    "REG-208": lambda: register("J2", date(2026, 3, 31)),
    "REG-209": lambda: register("C2", None),
    "REG-210": lambda: register("L2", "happened", "State"),
    "ASK-201": lambda: month_of(Options=None)[1],
    "ASK-202": lambda: asks("D2", None),
    "ASK-203": lambda: asks("E2", None),
    "ASK-204": lambda: asks("F2", None),
    "ASK-205": lambda: asks("D2", "C"),
    "ASK-206": lambda: asks("G2", "decided", "State"),
    "ASK-207": lambda: asks("B2", None),
    "OPT-201": lambda: options("A2", "A-001"),
    "OPT-202": lambda: options("C2", None),
    "FUP-201": lambda: follow_up("D2", None),
    "FUP-202": lambda: follow_up("E2", None),
    "FUP-203": lambda: follow_up("F2", "kept"),
    "CHA-103": lambda: charter_of(Sites=None)[1],
    "CHA-201": lambda: charter_of(Sites=None)[1],
    "CHA-202": lambda: charter_of(Targets=CHARTER["Targets"][:2])[1],
    "CHA-203": lambda: charter("Targets", "E2", 0.5),
    "CHA-204": lambda: charter("Targets", "D2", 0.97),
    "CHA-205": lambda: charter("Targets", "D2", None),
    "CHA-206": lambda: charter("Targets", "F2", 100, "Value per unit"),
    "CHA-207": lambda: charter("Targets", "C2", None),
    "CHA-208": lambda: charter("Company", "B4", None),
    "CHA-209": lambda: charter("KPIs", "F2", 1.2),
    "CHA-210": lambda: charter("Scales", "C2", 30),
    "CHA-211": lambda: charter("Scales", "D2", 0.9, "From"),
    "CHA-212": lambda: charter_of(KPIs=[["Code", "Unit", "Good is"], ["OTD", "%", "higher"]])[1],
    "CHA-213": lambda: charter_of(Targets=None)[1],
    "CHA-240": lambda: charter_of(Readers=[["Code", "Role", "E-mail"], ["COO", "COO", "coo at example.com"]])[1],
    "CHA-117": lambda: charter("Targets", "C2", 95),
    "CHA-131": lambda: charter_of(Appetite=[["Losing more than", "Accepted chance a year"], [3e6, 1]])[1],
    "CHA-214": lambda: charter_of(Appetite=[["Losing more than", "Accepted chance a year"], [3e6, "quizá"]])[1],
    "CHA-223": lambda: charter_of(Appetite=[["Category", "Losing more than", "Accepted chance a year"], ["logistics", 3e6, 0.1]])[1],
    "CHA-215": lambda: charter_of(Company=[*CHARTER["Company"], ["Main colour", "petrol"]])[1],
    "CHA-216": lambda: charter_of(Company=[*CHARTER["Company"], ["Second colour", "#FFD400"]])[1],
    "CHA-118": lambda: charter("Targets", "F2", "pronto", "Valid from"),
    "CHA-133": lambda: charter_of(Appetite=[["Losing more than", "Accepted chance a year"], [3e6, "quizá"]])[1],
    "RSP-101": lambda: answers(line=LINE.replace("COO,COO", ",COO")),
    "RSP-102": lambda: answers(head=HEAD.replace("choice", "answer")),
    "RSP-107": lambda: answers(line=LINE.replace("2026-11-02", "ayer")),
    "RSP-108": lambda: answers(line=LINE.replace("2026-11-02", "02/11/2026")),
    "RSP-109": lambda: answers(line=LINE.replace("confirm", "maybe")),
    "RSP-201": lambda: answers(line=LINE.replace("0123456789ab", "xyz")),
    "RSP-202": lambda: parse_responses("r.csv", f"{HEAD}\n{LINE}".replace("mail", "reunión").encode("cp1252"))[1],
    "RSP-203": lambda: parse_responses("r.csv", b"a,b\0,c\n")[1],
    "RSP-204": lambda: answers(head=HEAD + ",mood"),
    "RSP-205": lambda: unheard("DIR-1", "portal"),
    "RSP-206": lambda: unheard("X-9", "portal"),
    "LAW-201": lambda: kpis("G2", "ask jane@example.com"),
    "LAW-202": lambda: kpis("G2", "GOMC850312HNLRRR09 was absent"),
    "LAW-203": lambda: kpis("G2", "our lawyer says we will lose"),
    "LAW-204": lambda: kpis("G2", "the only welder was diagnosed with asthma"),
    "LAW-205": lambda: kpis("G2", "lo pidió el Ing. Pérez"),
}
for _prefix in ("COV", "KPI", "REG", "ASK", "OPT", "FUP", "CHA"):
    if _prefix != "COV":
        SPECIAL.setdefault(f"{_prefix}-120", lambda prefix=_prefix: hidden(prefix))  # type: ignore[misc]
    SPECIAL[f"{_prefix}-135"] = lambda prefix=_prefix: twice(prefix)  # type: ignore[misc]


@pytest.mark.parametrize("code", sorted(CODES.keys() - ELSEWHERE))
def test_each_code_is_raised_by_its_fault_with_text_in_both_languages(code: str) -> None:
    """A workbook with the fault gives the code, with its severity, a message and a hint without open placeholders."""
    findings = SPECIAL[code]() if code in SPECIAL else spoil(code[:3], int(code[4:]))
    found = [finding for finding in findings if finding.code == code]
    assert found, codes(findings)
    assert CODES[code] is found[0].severity
    for language in LANGUAGES:
        assert finding_message(found[0], language)
        assert finding_hint(found[0], language)


def test_the_texts_and_the_table_name_the_same_codes() -> None:
    """No code lacks its texts, and no text has lost its code."""
    expected = {*CODES, *(f"{code}.hint" for code in CODES)}
    for language in LANGUAGES:
        texts = {name for name in catalogue("findings", language).entries if name[:3] in {code[:3] for code in CODES}}
        assert expected == texts


def test_the_two_languages_use_the_same_placeholders() -> None:
    """A placeholder of one language is that of the other, but for its ending of language."""
    def names(text: str) -> set[str]:
        return {re.sub(r"_(en|es)$", "", name) for name in re.findall(r"\{(\w+)\}", text)}

    for code in CODES:
        english, spanish = (catalogue("findings", language).pattern(code) for language in LANGUAGES)
        assert names(english) == names(spanish), code
