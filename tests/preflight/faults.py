"""A second fictional company, built in memory: a bottling plant in Jalisco, with its own words, codes and layout, and every fault once.

Hollin Beverages, its plant, roles and figures are invented. Sheets lie elsewhere than in our template, so that nothing rests on its columns.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from briefing.evidence import CellRef, Source
from briefing.model.asks import Ask, Option, Purpose
from briefing.model.charter import AbsoluteLimit, Charter, Company, Direction, Driver, Kpi, Priority, Site, Target
from briefing.model.dossier import Dossier
from briefing.model.register import RegisterRow, RowKind, RowResponse, RowState
from briefing.model.responses import Choice, Response
from briefing.model.submission import Cover, FollowUp, FollowUpKind, FollowUpState, KpiReport, OwnForecast, Point, Side, Status, Submission
from briefing.money import Basis, Measure
from briefing.periods import Period

MAY = Period(2027, 5)
AS_OF = date(2027, 6, 8)
FILE = "submissions/2027-05/TEQ.xlsx"
FIELDS = {
    "KPIs": ("code", "claimed", "reason", "action", "cause", "meaning"),
    "Registro": ("id", "note", "owner", "event_es", "event_en", "chance", "by_date", "bad", "likely", "good", "driver", "response", "cause", "consequence",
                 "happened_on", "times_in_five_years"),
    "Peticiones": ("id", "context", "title_es", "title_en", "needed_by", "recommendation", "decider"),
    "Opciones": ("letter", "cost_once"), "Seguimiento": ("id", "text_es", "text_en", "state", "since", "due"),
    "Carátula": ("words_es", "words_en"),
    "Targets": ("kpi", "low_limit", "high_limit", "target", "agreed_hq_by", "agreed_site_by", "agreed_hq_on", "agreed_site_on", "value_per_unit"),
    "Measures": ("code", "name_en", "owner", "definition_en"), "Aims": ("code",), "Group": ("loss_amount",),
}


def at(sheet: str, row: int, file: str = FILE) -> Source:
    """Give a row of a sheet whose columns stand from C on, in an order of their own."""
    return Source(file, sheet, row, {name: f"{'CDEFGHIJKLMNOPQRSTU'[index]}{row}" for index, name in enumerate(FIELDS[sheet])})


def cell(sheet: str, row: int, name: str, file: str = FILE) -> tuple[str, str]:
    """Give sheet and cell of a field."""
    return sheet, at(sheet, row, file).cells[name]


CHARTER = "charter.xlsx"
SITE = Site("TEQ", "Tequila", decider="COO", first_period=Period(2026, 1), source=at("Group", 9, CHARTER))


def kpi(code: str, row: int, **given: Any) -> Kpi:
    """Give a KPI with an owner, better when higher."""
    usual = {"name_en": code.lower(), "name_es": code.lower(), "direction": Direction.HIGHER, "owner": "line manager", "formula": code}
    return Kpi(code, **{**usual, "source": at("Measures", row, CHARTER), **given})


def target(code: str, row: int, **given: Any) -> Target:
    """Give a target both sides agreed in January 2027."""
    usual = {"agreed_hq_by": "COO", "agreed_hq_on": date(2027, 1, 12), "agreed_site_by": "gerente", "agreed_site_on": date(2027, 1, 12)}
    return Target(code, **{**usual, "source": at("Targets", row, CHARTER), **given})


FILL = kpi("LLENADO", 5, name_en="fill rate", name_es="llenado a tiempo", unit="%")
SYRUP = kpi("JARABE", 6, name_en="syrup loss", name_es="merma de jarabe", unit="%", direction=Direction.LOWER)
STEAM = kpi("VAPOR", 7, name_en="steam per case", name_es="vapor por caja", unit="kg", direction=Direction.LOWER)
AGREED = Charter(
    Company(name="Hollin Beverages", loss_amount=2e6, loss_years=10, source=at("Group", 4, CHARTER)), (SITE,), (FILL, SYRUP, STEAM),
    (target("LLENADO", 5, target=0.97, low_limit=0.94), target("JARABE", 6, target=0.02, high_limit=0.03), target("VAPOR", 7, target=3.0, high_limit=3.5)),
    priorities=(Priority("AIM-1", "halve the water per bottle", "la mitad de agua por botella", source=at("Aims", 4, CHARTER)),), file=CHARTER,
)


def report(known: Kpi, row: int, values: Iterable[float | None], period: Period = MAY, **given: Any) -> KpiReport:
    """Give a KPI's months, ending with the period."""
    listed = list(values)
    file = f"submissions/{period}/TEQ.xlsx"
    points = {period + (index + 1 - len(listed)): Point(value, CellRef(file, "KPIs", f"{'ABCDEFGHIJKLMNOPQRSTUVWXYZ'[10 + index]}{row}"))
              for index, value in enumerate(listed)}
    return KpiReport(known.code, points, **{"source": at("KPIs", row, file), **given})


def risk(identifier: str = "R-31", row: int = 12, **given: Any) -> RegisterRow:
    """Give a risk with all that an issue needs."""
    usual = {
        "kind": RowKind.SUPPLY, "event_en": "the boiler fails in the hot season", "event_es": "la caldera falla en temporada", "chance": 0.4,
        "by_date": date(2027, 9, 30), "bad": 900_000.0, "likely": 400_000.0, "good": 200_000.0, "currency": "USD", "owner": "utilities manager",
        "response": RowResponse.REDUCE, "source": at("Registro", row),
    }
    return RegisterRow(identifier, **(usual | given))


def petition(identifier: str = "A-51", row: int = 14, **given: Any) -> Ask:
    """Give a complete ask for the boiler."""
    options = given.pop("options", (Option(identifier, "B", "buy a boiler", "comprar una caldera", cost_once=120_000.0, rows=("R-31",), chance_after=0.1,
                                           months_to_effect=1, currency="USD", source=at("Opciones", 4)),))
    usual = {"title_en": "second boiler", "title_es": "segunda caldera", "recommendation": "B", "decider": "COO", "needed_by": date(2027, 6, 30),
             "currency": "USD", "options": options, "sent_on": date(2027, 5, 20), "source": at("Peticiones", row)}
    return Ask(identifier, **(usual | given))


GOOD = {"cause": "Paro eléctrico de 9 horas el 14 de mayo.", "meaning": "Costó 31 mil dólares.", "action": "Subestación nueva el 30 de junio; responsable: utilities manager."}
STEADY = [0.97, 0.975, 0.972, 0.97, 0.974]


def submission(period: Period = MAY, *, words: str = "", **given: Any) -> Submission:
    """Give a month's workbook with nothing to find in it."""
    file, known = f"submissions/{period}/TEQ.xlsx", len(STEADY) + (period - MAY)
    cover = Cover("TEQ", period, "contralor", "MXN", 18.0, date(2027, 5, 31), "FIX", words_es=words, source=at("Carátula", 6, file))
    usual: dict[str, Any] = {
        "kpis": (report(FILL, 20, STEADY[:known], period), report(SYRUP, 21, [0.02, 0.019, 0.02, 0.018, 0.02][:known], period),
                 report(STEAM, 22, [2.9, 3.0, 2.9, 3.0, 2.9][:known], period)),
        "register": (risk(),), "asks": (petition(),), "language": "es", "file": file,
    }
    return Submission("TEQ", period, cover, **(usual | given))


def dossier(now: Submission | None = None, before: Submission | None = None, agreed: Charter = AGREED, **given: Any) -> Dossier:
    """Give a dossier of May with April before it."""
    return Dossier(agreed, SITE, MAY, AS_OF, now or submission(), (before or submission(MAY + -1),), **given)


def kpis(*changed: KpiReport, period: Period = MAY) -> tuple[KpiReport, ...]:
    """Give the month's reports with some changed."""
    usual = {each.code: each for each in submission(period).kpis}
    return tuple((usual | {each.code: each for each in changed}).values())


def low(*, before: Iterable[float | None] = STEADY[:-1], value: float = 0.91, **given: Any) -> tuple[KpiReport, ...]:
    """Give a month in which the fill rate breaks its limit."""
    return kpis(report(FILL, 20, [*before, value], **given))


def charter(**given: Any) -> Charter:
    """Give the charter with parts changed."""
    return replace(AGREED, **given)


def targets(code: str, **given: Any) -> Charter:
    """Give the charter with one target row changed."""
    return charter(targets=tuple(replace(each, **given) if each.kpi == code else each for each in AGREED.targets))


def measures(code: str, **given: Any) -> Charter:
    """Give the charter with one KPI changed."""
    return charter(kpis=tuple(replace(each, **given) if each.code == code else each for each in AGREED.kpis))


def noted(text: str) -> Dossier:
    """Give a month whose register row has a note."""
    return dossier(submission(register=(risk(note=text),)))


def long(known: Kpi, row: int, value: float) -> tuple[KpiReport, ...]:
    """Give fourteen months of one value, a little unsteady."""
    return kpis(report(known, row, [value + 0.0001 * (index % 3) for index in range(14)]))


KPI, REG, ASK = "KPIs", "Registro", "Peticiones"
FAULTS: dict[str, tuple[Callable[[], Dossier], tuple[str, str]]] = {
    "CAN-101": (lambda: dossier(submission(kpis=low(claimed=Status.ON_TARGET, **GOOD))), cell(KPI, 20, "claimed")),
    "CAN-102": (lambda: dossier(submission(kpis=kpis(report(FILL, 20, [0.97, 0.97, None], claimed=Status.ON_TARGET)))), cell(KPI, 20, "claimed")),
    "CAN-103": (lambda: dossier(submission(kpis=low())), cell(KPI, 20, "cause")),
    "CAN-104": (lambda: dossier(submission(kpis=low(**(GOOD | {"action": ""})))), cell(KPI, 20, "action")),
    "CAN-105": (lambda: dossier(submission(kpis=kpis(report(FILL, 20, [0.99, 0.985, 0.98, 0.975, 0.97, 0.965, 0.96, 0.955, 0.95, 0.945, 0.9405, 0.9401])))), cell(KPI, 20, "cause")),
    "CAN-106": (lambda: dossier(submission(kpis=low(**GOOD))), (KPI, "O20")),
    "CAN-107": (lambda: dossier(submission(kpis=low(before=[0.97, 0.96, 0.96, 0.95], **GOOD))), (KPI, "O20")),
    "CAN-108": (lambda: dossier(submission(kpis=kpis(report(FILL, 20, [0.97, 0.975, 0.972, 0.93, 0.974])))), (KPI, "N20")),
    "CAN-109": (lambda: dossier(submission(register=(risk(), risk("R-32", 13, state=RowState.HAPPENED, happened_on=date(2027, 5, 9))))), cell(REG, 13, "happened_on")),
    "CAN-110": (lambda: dossier(submission(register=(risk(chance=0.1),))), cell(REG, 12, "chance")),
    "CAN-111": (lambda: dossier(submission(register=(risk(chance=None),))), cell(REG, 12, "chance")),
    "CAN-112": (lambda: dossier(submission(register=(risk(bad=None, likely=None, good=None),))), cell(REG, 12, "bad")),
    "CAN-113": (lambda: dossier(submission(register=(risk(owner=" "),))), cell(REG, 12, "owner")),
    "CAN-114": (lambda: dossier(submission(register=(risk(by_date=None),))), cell(REG, 12, "by_date")),
    "CAN-115": (lambda: dossier(submission(asks=()), submission(MAY + -1, asks=())), cell(REG, 12, "response")),
    "CAN-116": (lambda: dossier(agreed=targets("JARABE", agreed_hq_by="")), cell("Targets", 6, "agreed_hq_by")),
    "CAN-117": (lambda: dossier(submission(asks=(petition(), petition("A-52", 15, title_es="qué significa caja buena", title_en="", purpose=Purpose.DISCUSSION)))),
                cell(ASK, 15, "title_es")),
    "CAN-201": (lambda: noted("Ojalá el sindicato acepte el rol nuevo."), cell(REG, 12, "note")),
    "CAN-202": (lambda: noted("Nada de qué preocuparse con la caldera."), cell(REG, 12, "note")),
    "CAN-203": (lambda: noted("La refacción se instala a la brevedad."), cell(REG, 12, "note")),
    "CAN-204": (lambda: noted("Se le está dando seguimiento."), cell(REG, 12, "note")),
    "CAN-205": (lambda: noted("Fue un detalle menor."), cell(REG, 12, "note")),
    "CAN-206": (lambda: noted("Excelente desempeño del área."), cell(REG, 12, "note")),
    "CAN-207": (lambda: noted("Le vamos a echar muchas ganas."), cell(REG, 12, "note")),
    "CAN-208": (lambda: dossier(submission(kpis=low(**GOOD), words="Excelente mes en ventas: 12 % arriba. El llenado bajó a 91 %.")), cell("Carátula", 6, "words_es")),
    "CAN-209": (lambda: dossier(submission(register=(risk(note="Presión de vapor en 8.1 bar, límite 9."),)),
                                submission(MAY + -1, register=(risk(note="Presión de vapor en 8.1 bar; límite 9"),))), cell(REG, 12, "note")),
    "CAN-210": (lambda: noted("Actualmente trabajan 41 personas en el turno 2."), cell(REG, 12, "note")),
    "CAN-301": (lambda: dossier(submission(register=(risk(event_en=""),))), cell(REG, 12, "event_en")),
    "CAN-302": (lambda: dossier(submission(register=(*(risk(f"R-4{index}", 30 + index) for index in range(4)), risk("R-49", 39, event_en="", likely=4_000.0, good=2_000.0,
                                                                                                              bad=9_000.0)))), cell(REG, 39, "event_en")),
    "CAN-303": (lambda: dossier(submission(asks=(petition(recommendation=""),))), cell(ASK, 14, "recommendation")),
    "CAN-304": (lambda: dossier(submission(kpis=kpis(report(FILL, 20, STEADY, forecasts=(OwnForecast(MAY + 1, 0.97, source=at("Opciones", 20)),))))), ("Opciones", "A20")),
    "CAN-305": (lambda: dossier(agreed=measures("VAPOR", owner="")), cell("Measures", 7, "owner")),
    "CAN-401": (lambda: dossier(agreed=charter(company=replace(AGREED.company, loss_amount=None))), cell("Group", 4, "loss_amount")),
    "CAN-402": (lambda: dossier(agreed=charter(targets=AGREED.targets[:2])), cell("Measures", 7, "code")),
    "CAN-403": (lambda: dossier(agreed=targets("VAPOR", high_limit=None)), cell("Targets", 7, "low_limit")),
    "CAN-404": (lambda: dossier(agreed=targets("JARABE", agreed_hq_by="")), cell("Targets", 6, "agreed_hq_by")),
    "CAN-405": (lambda: dossier(agreed=targets("JARABE", agreed_site_by="")), cell("Targets", 6, "agreed_site_by")),
    "CAN-406": (lambda: dossier(agreed=measures("VAPOR", owner="")), cell("Measures", 7, "owner")),
    "CAN-407": (lambda: dossier(submission(kpis=low(**GOOD))), cell("Targets", 5, "value_per_unit")),
    "CAN-408": (lambda: dossier(submission(register=(risk(bad=None, likely=None, good=None),))), cell(REG, 12, "driver")),
    "CAN-409": (lambda: dossier(agreed=measures("VAPOR", name_en="syrup loss")), cell("Measures", 7, "name_en")),
    "CAN-410": (lambda: dossier(submission(kpis=long(FILL, 20, 0.9))), cell("Targets", 5, "low_limit")),
    "CAN-411": (lambda: dossier(submission(kpis=long(STEAM, 22, 2.5))), cell("Targets", 7, "high_limit")),
    "CAN-412": (dossier, cell("Aims", 4, "code")),
    "CAN-413": (lambda: dossier(agreed=charter(kpis=(*AGREED.kpis, replace(STEAM, formula="kg / caja vendida", valid_from=MAY)))), cell("Measures", 7, "definition_en")),
    "CAN-414": (lambda: dossier(agreed=charter(targets=(*AGREED.targets, target("VAPOR", 8, target=2.8, high_limit=3.2, valid_from=MAY)))), cell("Targets", 8, "target")),
    "CAN-415": (lambda: dossier(agreed=targets("JARABE", agreed_hq_on=date(2026, 3, 2), agreed_site_on=date(2026, 2, 1))), cell("Targets", 6, "agreed_hq_on")),
}
"""Code to a dossier that has the fault, and the sheet and cell where it is found."""

__all__ = [
    "AGREED", "AS_OF", "FAULTS", "FILE", "GOOD", "MAY", "AbsoluteLimit", "Basis", "Choice", "Driver", "FollowUp", "FollowUpKind", "FollowUpState", "Measure",
    "Response", "Side", "at", "cell", "charter", "dossier", "kpis", "low", "measures", "noted", "petition", "report", "risk", "submission", "target", "targets",
]
