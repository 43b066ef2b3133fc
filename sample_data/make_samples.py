"""Make the workspace of the fictional sample company from the tables beside this file.

`python sample_data/make_samples.py [OUT]` writes `charter.xlsx`, `submissions`, `responses` and `publication`.
Nothing is drawn at random: every figure and every word stands in `tables/`, and the same tables give the same bytes.
"""

from __future__ import annotations

import csv
import io
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from datetime import date, timedelta
from enum import Enum
from functools import cache
from pathlib import Path
from types import UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from briefing.evidence import CellRef
from briefing.language import Language
from briefing.model.asks import Ask, Option
from briefing.model.charter import (
    Adjustment,
    Appetite,
    CadenceItem,
    Charter,
    Company,
    Driver,
    EscalationStep,
    Kpi,
    Priority,
    Reader,
    ScaleStep,
    Scenario,
    Sensitivity,
    Site,
    Target,
)
from briefing.model.register import RegisterRow
from briefing.model.submission import Cover, FollowUp, KpiReport, OwnForecast, Point, Submission
from briefing.periods import Period, months_between
from briefing.workbook.writer import write_charter, write_submission

HERE = Path(__file__).parent
TABLES = HERE / "tables"
COMPANY = HERE / "company"

FIRST, LAST = Period(2025, 9), Period(2026, 10)
MONTHS = months_between(FIRST, LAST)
SITES = ("MTY", "QRO", "TIJ")
LANGUAGES: Mapping[str, Language] = {"MTY": "es", "QRO": "es", "TIJ": "en"}
ABSENT = {("TIJ", Period(2026, 8))}
"""Workbooks that the plant never sent."""

RESPONSE_COLUMNS = ("answered_on", "site", "ask_id", "fingerprint", "reader", "role", "choice", "comment", "reply_to", "source")

Raw = Mapping[str, Any]
_Record = TypeVar("_Record")
_THIS_MONTH_ONLY = {"note"}
"""Fields whose words belong to one month and are not carried to the next."""
_ABOUT_THE_ROW = {"first", "last", "then", "options"}
"""Keys of a table that say when a row stands on the sheet, not what it says."""


# Tables into records of the model


def record(kind: type[_Record], raw: Raw) -> _Record:
    """Give a record of the model with each raw value turned into the type of its field; KeyError for an unknown field."""
    types = _types(kind)
    return kind(**{name: _typed(types[name], value) for name, value in raw.items() if value != ""})


def _types(kind: type) -> Mapping[str, Any]:
    hints = get_type_hints(kind)
    return {field.name: hints[field.name] for field in fields(kind)}


def _typed(kind: Any, value: Any) -> Any:  # noqa: ANN401 - types are looked up at run time
    if isinstance(kind, UnionType):
        kind = next(part for part in get_args(kind) if part is not type(None))
    if kind is Period:
        return Period.parse(value)
    if kind is date:
        return value if isinstance(value, date) else date.fromisoformat(value)
    if get_origin(kind) is tuple:
        return tuple(value)
    if isinstance(kind, type) and issubclass(kind, Enum | int | float) and kind is not bool:
        return kind(value)
    return value


def toml(name: str) -> dict[str, Any]:
    """Read `tables/NAME.toml`."""
    return tomllib.loads((TABLES / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def table(name: str) -> tuple[dict[str, str], ...]:
    """Read `tables/NAME.csv`, a dictionary a line."""
    with (TABLES / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


# The charter


def charter() -> Charter:
    """Give the charter, with every version of every row."""
    raw = toml("charter")

    def rows(key: str, kind: type[_Record]) -> tuple[_Record, ...]:
        return tuple(record(kind, row) for row in raw[key])

    return Charter(
        company=record(Company, raw["company"]), sites=rows("sites", Site), kpis=rows("kpis", Kpi),
        targets=tuple(record(Target, row) for row in table("targets")),
        readers=rows("readers", Reader), drivers=rows("drivers", Driver), appetite=rows("appetite", Appetite),
        priorities=rows("priorities", Priority), escalation=rows("escalation", EscalationStep),
        cadence=rows("cadence", CadenceItem), scenarios=rows("scenarios", Scenario),
        sensitivities=rows("sensitivities", Sensitivity), adjustments=rows("adjustments", Adjustment), scales=rows("scales", ScaleStep),
    )


# A month of a plant


@cache
def story(site: str) -> dict[str, Any]:
    """Read a plant's story: `tables/SITE.toml`."""
    return toml(site)


def submission(site: str, period: Period) -> Submission:
    """Give what a plant's workbook says in one month."""
    raw = story(site)
    return Submission(
        site, period, _cover(site, period), tuple(_reports(site, period)),
        tuple(record(RegisterRow, row) for row in standing(raw["register"], period)), tuple(_asks(site, period)),
        tuple(record(FollowUp, row) for row in standing(raw["follow_up"], period)),
    )


def standing(rows: Iterable[Raw], period: Period) -> Iterator[dict[str, Any]]:
    """Yield each row that is on the sheet in a month as it reads then: first said, then changed month by month."""
    month = str(period)
    for row in rows:
        if not row.get("first", "") <= month <= row.get("last", "9999-12"):
            continue
        now = {name: value for name, value in row.items() if name not in _ABOUT_THE_ROW}
        said = row.get("first", "")
        for change in row.get("then", ()):
            if change["month"] <= month:
                now |= change
                said = change["month"]
        now.pop("month", None)
        for name in _THIS_MONTH_ONLY & now.keys():
            if said != month:
                del now[name]
        yield now


def _cover(site: str, period: Period) -> Cover:
    raw = story(site)
    rate = next(row for row in table("rates") if row["month"] == str(period))
    words = raw["words"].get(str(period), {})
    return record(Cover, {
        "site": site, "period": str(period), "received_on": period.last_day - timedelta(days=4),
        "rate": rate["rate"], "rate_on": rate["on"], **raw["cover"], **words,
    })


def _reports(site: str, period: Period) -> Iterator[KpiReport]:
    words = {(row["month"], row["code"]): row for row in story(site)["kpis"]}
    for row in table("values"):
        if row["site"] != site:
            continue
        typed = words.get((str(period), row["kpi"]), {})
        said = {name: text for name, text in typed.items() if name != "month"} | {"code": row["kpi"]}
        points = {month: Point(_as_known(row, month, period), CellRef("")) for month in MONTHS if month <= period}
        yield record(KpiReport, {**said, "points": points, "forecasts": _forecasts(site, row["kpi"], period)})


def _as_known(row: Raw, month: Period, period: Period) -> float | None:
    """Give a month's value as the workbook of `period` shows it, before any later restatement."""
    text = row[str(month)]
    for change in table("restated"):
        same = (change["site"], change["kpi"], change["month"]) == (row["site"], row["kpi"], str(month))
        if same and str(period) < change["restated_in"]:
            text = change["first_reported"]
    return float(text) if text else None


def _forecasts(site: str, kpi: str, period: Period) -> tuple[OwnForecast, ...]:
    return tuple(
        record(OwnForecast, {"period": row["month"], **{part: row[part] for part in ("likely", "low", "high")}})
        for row in table("forecasts") if (row["site"], row["kpi"], row["said_in"]) == (site, kpi, str(period)))


def _asks(site: str, period: Period) -> Iterator[Ask]:
    raw = story(site)["asks"]
    options = {row["id"]: row.get("options", ()) for row in raw}
    for row in standing(raw, period):
        terms = (record(Option, {"ask": row["id"], **option}) for option in standing(options[row["id"]], period))
        yield record(Ask, {**row, "options": tuple(terms)})


# Answers and publication


def responses(period: Period) -> str:
    """Give `responses/PERIOD.csv`; each line carries the fingerprint of the ask as that month's workbook put it."""
    out = io.StringIO()
    writer = csv.DictWriter(out, RESPONSE_COLUMNS, lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    for row in table("responses"):
        if row["period"] == str(period):
            ask = submission(row["site"], period).ask(row["ask_id"])
            if ask is None:
                message = f"responses.csv: {row['ask_id']} was not asked by {row['site']} in {period}"
                raise ValueError(message)
            writer.writerow(row | {"fingerprint": ask.fingerprint})
    return out.getvalue()


def publication(site: str, period: Period) -> str:
    """Give `publication/PERIOD/SITE.toml`."""
    raw = story(site)["publication"]
    day = raw.get("on", {}).get(str(period), (period + 1).first_day + timedelta(days=5))
    lines = [f"as_of = {day}", f'published_by = "{raw["published_by"]}"', f"published_on = {day}",
             f'approver = "{raw["approver"]}"']
    for row in raw.get("overrides", ()):
        if row["month"] == str(period):
            lines += ["", "[[overrides]]", *(f'{name} = "{row[name]}"' for name in ("kpi", "status", "name", "reason"))]
    return "\n".join(lines) + "\n"


# The workspace


def make(out: Path, periods: tuple[Period, ...] = MONTHS) -> tuple[Path, ...]:
    """Write the workspace, or only some of its months, and give the files in order."""
    agreed = charter()
    written = [out / "charter.xlsx"]
    out.mkdir(parents=True, exist_ok=True)
    write_charter(written[0], agreed, language="en")
    for period in periods:
        for site in SITES:
            if (site, period) in ABSENT:
                continue
            written.append(_place(out, "submissions", period, f"{site}.xlsx"))
            write_submission(written[-1], submission(site, period), agreed, language=LANGUAGES[site])
            written.append(_put(_place(out, "publication", period, f"{site}.toml"), publication(site, period)))
        written.append(_put(_place(out, "responses", f"{period}.csv"), responses(period)))
    return tuple(written)


def _place(out: Path, *parts: object) -> Path:
    path = out.joinpath(*map(str, parts))
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def _put(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8", newline="\n")
    return path


def main(arguments: list[str]) -> None:
    """Write the workspace to the folder given, else beside this file."""
    out = Path(arguments[0]) if arguments else COMPANY
    files = make(out)
    size = sum(path.stat().st_size for path in files)
    sys.stdout.write(f"{len(files)} files, {size:,} bytes in {out}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
