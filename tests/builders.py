"""Small values for tests of the analysis and the framing: a plant, its months, and the inputs of the worked example."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from briefing.analysis import assess
from briefing.analysis.assessment import Assessment
from briefing.analysis.translation import Exchange
from briefing.evidence import CellRef, Source
from briefing.framing import Frame, frame
from briefing.framing.wording.pen import Pen
from briefing.language import Language
from briefing.model.asks import Ask, Option
from briefing.model.charter import Appetite, Charter, Company, Direction, Driver, Kpi, Site, Target
from briefing.model.dossier import Dossier
from briefing.model.register import Occurs, RegisterRow, RowKind
from briefing.model.responses import Choice, Response
from briefing.model.submission import Cover, KpiReport, OwnForecast, Point, Submission
from briefing.periods import Period
from briefing.sentences import Sentence

OCTOBER = Period(2026, 10)
AS_OF = date(2026, 11, 6)
SITE = Site("MTY", "Monterrey", decider="COO", source=Source("charter.xlsx", "Sites", 4))
COMPANY = Company(name="X", loss_amount=3e6, loss_years=20, source=Source("charter.xlsx", "Company", 4))


class EveryCell(dict[str, str]):
    """The cells of a row in which each field has one, so that every figure has a place."""

    def __init__(self, row: int) -> None:
        """Number the row."""
        super().__init__()
        self.row = row

    def get(self, key: str, default: Any = None) -> Any:
        """Give a cell named by the field."""
        del default
        return f"{key.upper()}{self.row}"


def source(sheet: str, row: int, file: str = "month.xlsx") -> Source:
    """Give a row whose every field was typed."""
    return Source(file, sheet, row, EveryCell(row))


def kpi(code: str = "OTD", **given: Any) -> Kpi:
    """Give a KPI that is better when higher."""
    return Kpi(code, **{"name_en": code, "name_es": code, "direction": Direction.HIGHER, "source": source("KPIs", 5, "charter.xlsx"), **given})


def target(code: str = "OTD", **given: Any) -> Target:
    """Give a target row for all sites."""
    return Target(code, **{"source": source("Targets", 6, "charter.xlsx"), **given})


def report(code: str, values: Mapping[Period, float | None] | Iterable[float | None], *, last: Period = OCTOBER, **given: Any) -> KpiReport:
    """Give a row of the KPIs sheet; plain values end with the month `last`."""
    if not isinstance(values, Mapping):
        listed = list(values)
        values = {last + (index + 1 - len(listed)): value for index, value in enumerate(listed)}
    points = {period: Point(value, CellRef(f"{last}.xlsx", "KPIs", f"{code}.{period}")) for period, value in values.items()}
    return KpiReport(code, points, **{"source": source("KPIs", 9, f"{last}.xlsx"), **given})


def own_forecast(period: Period, likely: float | None, low: float | None = None, high: float | None = None) -> OwnForecast:
    """Give a forecast of the leader's own."""
    return OwnForecast(period, likely, low, high, source("KPIs", 9))


def month(period: Period = OCTOBER, **given: Any) -> Submission:
    """Give one month's workbook, in pesos at 20 for a dollar."""
    cover = Cover("MTY", period, currency="MXN", rate=20.0, rate_on=date(2026, 10, 30), source=source("Cover", 3, f"{period}.xlsx"))
    return Submission("MTY", period, given.pop("cover", cover), **given)


def row(identifier: str = "R-001", **given: Any) -> RegisterRow:
    """Give a supply risk that happens once, 4 in 10 within the hundred days after the briefing's date, 1 to 3 million dollars."""
    usual: dict[str, Any] = {
        "kind": RowKind.SUPPLY, "event_en": "the line stops", "event_es": "la línea para", "chance": 0.4,
        "by_date": date(2027, 2, 14), "good": 1e6, "likely": 2e6, "bad": 3e6, "currency": "USD",
        "source": source("Register", int(identifier[-3:])),
    }
    return RegisterRow(identifier, **(usual | given))


def repeating(identifier: str = "R-001", **given: Any) -> RegisterRow:
    """Give a row that repeats, five times in five years."""
    return row(identifier, **{"occurs": Occurs.CAN_REPEAT, "chance": None, "by_date": None, "times_in_five_years": 5.0, **given})


def option(letter: str, ask: str = "A-007", **given: Any) -> Option:
    """Give an option in dollars that acts on R-001."""
    usual: dict[str, Any] = {"title_en": f"way {letter}", "title_es": f"vía {letter}", "rows": ("R-001",), "currency": "USD",
                             "source": source("Options", ord(letter))}
    return Option(ask, letter, **(usual | given))


def ask(identifier: str = "A-007", *options: Option, **given: Any) -> Ask:
    """Give an ask for decision that recommends B by 30 November."""
    usual: dict[str, Any] = {"title_en": "second source", "title_es": "segundo proveedor", "recommendation": "B", "currency": "USD",
                             "needed_by": date(2026, 11, 30), "options": options, "source": source("Asks", int(identifier[-3:]))}
    return Ask(identifier, **(usual | given))


def response(choice: Choice, terms: Ask, *, on: date = date(2026, 11, 3), reader: str = "coo", site: str = "MTY") -> Response:
    """Give an answer to an ask's terms."""
    return Response(on, site, terms.id, terms.fingerprint, reader, reader.upper(), choice, source=source("responses", on.day, "responses.csv"))


def charter(*kpis: Kpi, company: Company = COMPANY, **given: Any) -> Charter:
    """Give a charter with Monterrey."""
    return Charter(company, (SITE,), kpis, **given)


def dossier(*submissions: Submission, agreed: Charter | None = None, **given: Any) -> Dossier:
    """Give a dossier as of 6 November: the submission of its month, and those before."""
    period = given.pop("period", OCTOBER)
    agreed = agreed or charter()
    current = next((each for each in submissions if each.period == period), None)
    earlier = tuple(sorted((each for each in submissions if each.period < period), key=lambda each: each.period))
    usual: dict[str, Any] = {"as_of": AS_OF, "submission": current, "earlier": earlier}
    return Dossier(agreed, agreed.sites[0], period, **(usual | given))


def framed(known: Dossier, seed: int = 1) -> Frame:
    """Assess and frame."""
    return frame(assess(known, seed=seed))


def pen(language: Language = "en", currency: str = "USD", exchange: Exchange | None = None, as_of: date = AS_OF) -> Pen:
    """Give a pen that writes dollars."""
    return Pen(language, as_of, exchange or Exchange("USD", "MXN"), currency)


def texts(sentences: Iterable[Sentence]) -> list[str]:
    """Give sentences as plain text."""
    return [each.text for each in sentences]


def example(**given: Any) -> Dossier:
    """Give the inputs behind the worked example: resin, yield, customs, nine smaller rows, and the ask for a second source."""
    resin = RegisterRow(
        "R-014", RowKind.SUPPLY, "line 3 stops for want of resin", "la línea 3 para por falta de resina", chance=0.6,
        earliest=date(2027, 1, 1), by_date=date(2027, 3, 31), good=8, likely=12, bad=18, driver="D-03", source=source("Register", 4))
    talent = RegisterRow(
        "R-021", RowKind.TALENT, "yield falls below 96.5 % as technicians leave", "el rendimiento baja de 96.5 %", chance=0.5,
        by_date=date(2026, 12, 31), good=0.3e6, likely=0.45e6, bad=0.7e6, currency="USD", source=source("Register", 5))
    customs = RegisterRow(
        "R-009", RowKind.REGULATION, "customs delays after the January rule", "incumplen los plazos de aduana", chance=0.14,
        by_date=date(2027, 6, 30), good=0.2e6, likely=0.6e6, bad=1.4e6, currency="USD", source=source("Register", 6))
    small = tuple(
        RegisterRow(f"R-1{index:02d}", event_en=f"small matter {index}", event_es=f"asunto menor {index}", occurs=Occurs.CAN_REPEAT,
                    times_in_five_years=1.5, good=5e4, likely=12e4, bad=4e5, currency="USD", source=source("Register", 10 + index))
        for index in range(9)
    )
    second = Option("A-007", "B", "qualify two suppliers", "calificar dos proveedores", cost_once=240e3, months_to_effect=2,
                    rows=("R-014",), chance_after=0.2, source=source("Options", 4))
    freight = Option("A-007", "C", "air freight to March", "flete aéreo hasta marzo", cost_month=95e3, months=4, months_to_effect=0.25,
                     rows=("R-014",), chance_after=0.1, source=source("Options", 5))
    asked = Ask("A-007", "second source for resin PA-66", "segundo proveedor de resina PA-66", recommendation="B",
                needed_by=date(2026, 11, 30), first_raised=date(2026, 7, 14), sent_on=date(2026, 10, 25), currency="USD",
                options=(second, freight), source=source("Asks", 4))
    lost_day = Driver("D-03", "lost day of line 3", "día perdido de la línea 3", unit="days", value=118_000.0, currency="USD",
                      agreed_on=date(2026, 2, 10), source=source("Drivers", 4, "charter.xlsx"))
    agreed = charter(drivers=(lost_day,))
    cover = Cover("MTY", OCTOBER, currency="MXN", rate=18.42, rate_on=date(2026, 10, 30), source=source("Cover", 3))
    october = month(cover=cover, register=(resin, talent, customs, *small), asks=(asked,))
    return replace(dossier(october, agreed=agreed), **given)


__all__ = [
    "AS_OF", "COMPANY", "OCTOBER", "SITE", "Appetite", "Assessment", "ask", "charter", "dossier", "example", "framed", "kpi", "month",
    "option", "own_forecast", "pen", "repeating", "report", "response", "row", "source", "target", "texts",
]
