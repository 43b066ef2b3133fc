"""Months that strain a briefing, made in memory: the fullest that the contract allows, the emptiest, and awkward ones."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from itertools import islice

from briefing.document.editions import EDITIONS
from briefing.evidence import Source
from briefing.model.asks import Ask, Option, Purpose
from briefing.model.charter import (
    AbsoluteLimit,
    Appetite,
    Charter,
    Company,
    Direction,
    Driver,
    Kpi,
    Priority,
    Scenario,
    Site,
    Target,
)
from briefing.model.dossier import Dossier, Publication
from briefing.model.register import Occurs, RegisterRow, RowKind, RowResponse
from briefing.model.submission import Cover, FollowUp, FollowUpKind, FollowUpState, KpiReport, OwnForecast, Point, Side, Status, Submission
from briefing.money import Basis
from briefing.periods import Period
from briefing.pipeline import Briefing, build
from briefing.workbook.vocabulary import CLAUSE_LENGTH, NARRATIVE_LENGTH
from tests.builders import AS_OF, OCTOBER, charter, dossier, kpi, month, option, report, row, source, target

TEXT_LENGTH = 200
SEED_WORDS: Mapping[str, tuple[str, ...]] = {
    "en": ("the", "forklift", "aisle", "between", "building", "two", "and", "the", "shipping", "dock", "stays", "closed", "because", "of",
           "unreplaced", "protective", "barriers", "until", "spring"),
    "es": ("el", "pasillo", "de", "montacargas", "entre", "el", "edificio", "dos", "y", "embarques", "sigue", "cerrado", "por", "falta",
           "de", "barreras", "certificadas", "hasta", "primavera"),
}


def words(length: int, name: str, language: str = "en") -> str:
    """Give words of exactly so many characters that begin with a name, so that they can be found again."""
    stock = SEED_WORDS[language]
    text = name
    for index in range(length):
        text += " " + stock[(index + sum(map(ord, name))) % len(stock)]
        if len(text) > length:
            break
    return text[:length - 1].rstrip().ljust(length - 1, "x") + "z"


def clause(name: str, language: str = "en") -> str:
    """Give the longest clause."""
    return words(CLAUSE_LENGTH, name, language)


def line(name: str, language: str = "es") -> str:
    """Give the longest line of text, such as a role."""
    return words(TEXT_LENGTH, name, language)


def narrative(name: str, language: str = "es") -> str:
    """Give the longest narrative."""
    return words(NARRATIVE_LENGTH, name, language)


KPIS, ROWS, ASKS, EARLIER = 40, 60, 20, 18


def fullest() -> Dossier:
    """Give the fullest month: every text as long as the contract allows, and eighteen months before it."""
    months = [OCTOBER + -back for back in range(EARLIER, -1, -1)]
    kinds = tuple(RowKind)
    codes = [f"KPI-{index:02d}" for index in range(1, KPIS + 1)]
    agreed = Charter(
        Company(line("Company"), loss_amount=3e6, loss_years=20, confidentiality_en=line("Confidential", "en"),
                confidentiality_es=line("Confidencial"), source=Source("charter.xlsx", "Company", 4)),
        (Site("MTY", line("Plant"), "MXN", decider=line("Decider"), escalation=line("Escalation"), source=source("Sites", 4, "charter.xlsx")),),
        tuple(_full_kpi(code, index) for index, code in enumerate(codes)),
        tuple(_full_target(code, index) for index, code in enumerate(codes)),
        drivers=tuple(Driver(f"D-{index:02d}", clause(f"driver-{index:02d}"), clause(f"factor-{index:02d}", "es"), "days", 90_000.0 + index, "USD",
                             agreed_on=date(2026, 2, 10), source=source("Drivers", index, "charter.xlsx")) for index in range(1, 13)),
        appetite=(Appetite(1e6, 0.2, source=source("Appetite", 4, "charter.xlsx")), Appetite(9e6, 0.02, source=source("Appetite", 5, "charter.xlsx"))),
        priorities=tuple(Priority(f"P-{index}", clause(f"priority-{index}"), clause(f"prioridad-{index}", "es"), line("Owner"), 2028,
                                  source("Priorities", index, "charter.xlsx")) for index in range(1, 9)),
        scenarios=tuple(_full_scenario(index) for index in range(1, 13)),
    )
    submissions = [_full_month(period, codes, kinds) for period in months]
    publication = Publication(OCTOBER, AS_OF, line("Publisher"), AS_OF, "", source=source("publication", 1, "MTY.toml"))
    return dossier(*submissions, agreed=agreed, publications=(publication,))


def _full_kpi(code: str, index: int) -> Kpi:
    return kpi(code, name_en=clause(f"{code} name"), name_es=clause(f"{code} nombre", "es"), unit="days", owner=line(f"{code} owner"),
               definition_en=narrative(f"{code} definition", "en"), definition_es=narrative(f"{code} definición"), formula=line(f"{code} formula"),
               direction=Direction.LOWER if index % 2 else Direction.HIGHER, priority=f"P-{index % 8 + 1}",
               absolute=AbsoluteLimit.SAFETY if index in {5, 6} else None, source=source("KPIs", 10 + index, "charter.xlsx"))


def _full_target(code: str, index: int) -> Target:
    limit = {"high_limit": 60.0} if index % 2 else {"low_limit": 40.0}
    return target(code, target=50.0, value_per_unit=12_000.0, currency="USD", basis=Basis.MONTH, agreed_hq_by="COO", agreed_site_by="plant director",
                  source=source("Targets", 10 + index, "charter.xlsx"), **limit)


def _full_scenario(index: int) -> Scenario:
    return Scenario(f"S-{index:02d}", clause(f"scenario-{index:02d}"), clause(f"escenario-{index:02d}", "es"), f"D-{index:02d}", 2.0 + index, None, 6, 3,
                    "KPI-01", 30.0, clause(f"response-{index:02d}"), clause(f"respuesta-{index:02d}", "es"), 50_000.0, 20,
                    source("Scenarios", index, "charter.xlsx"))


def _full_month(period: Period, codes: list[str], kinds: tuple[RowKind, ...]) -> Submission:
    cover = Cover("MTY", period, line("Preparer"), "MXN", 18.42, date(2026, 10, 30), line("Rate"), words_en=narrative("Words", "en"),
                  words_es=narrative("Palabras"), source=source("Cover", 3, f"{period}.xlsx"))
    return month(
        period, cover=cover, kpis=tuple(_full_report(code, index, period) for index, code in enumerate(codes)),
        register=tuple(_full_row(index, kinds, period) for index in range(1, ROWS + 1)),
        asks=tuple(_full_ask(index, period) for index in range(1, ASKS + 1)), follow_ups=tuple(_full_follow_ups(period)), language="es",
    )


def _full_report(code: str, index: int, period: Period) -> KpiReport:
    step = period - (OCTOBER + -EARLIER)
    values = {OCTOBER + (-EARLIER + back): 50.0 + (index % 7 - 3) * 0.9 * back + (back * 7 + index) % 5 for back in range(step + 1)}
    points = {each: Point(value, source("KPIs", 9 + index, f"{period}.xlsx").at(str(each))) for each, value in values.items()}
    own = tuple(OwnForecast(period + ahead, 50.0, 40.0, 60.0, source("KPIs", 9 + index, f"{period}.xlsx")) for ahead in (1, 2, 3))
    return KpiReport(code, points, own, claimed=Status.ON_TARGET, reason=narrative(f"{code} motivo"), cause=narrative(f"{code} causa"),
                  meaning=narrative(f"{code} significado"), action=narrative(f"{code} acción"), source=source("KPIs", 9 + index, f"{period}.xlsx"))


def _full_row(index: int, kinds: tuple[RowKind, ...], period: Period) -> RegisterRow:
    grows = period == OCTOBER and index % 3 == 0
    return RegisterRow(
        f"R-{index:03d}", kinds[index % len(kinds)], clause(f"R-{index:03d} event"), clause(f"R-{index:03d} evento", "es"),
        narrative(f"R-{index:03d} causa"), narrative(f"R-{index:03d} consecuencia"), (f"KPI-{index % KPIS + 1:02d}",), f"D-{index % 12 + 1:02d}",
        occurs=Occurs.CAN_REPEAT if index % 4 == 0 else Occurs.ONCE, chance=None if index % 4 == 0 else min(0.01 * index + 0.1 * grows, 0.9),
        by_date=None if index % 4 == 0 else date(2027, 3, 31), times_in_five_years=5.0 + grows if index % 4 == 0 else None,
        good=1.0, likely=2.0 + 0.1 * index, bad=12.0 + index, owner=line(f"R-{index:03d} owner"), response=RowResponse.REDUCE,
        warning_sign=line(f"R-{index:03d} señal"), priority=f"P-{index % 8 + 1}", note=narrative(f"R-{index:03d} nota"), quote=narrative(f"R-{index:03d} cita"),
        quote_language="es", quote_role=line(f"R-{index:03d} role"), source=source("Register", index, f"{period}.xlsx"),
    )


def _full_ask(index: int, period: Period) -> Ask:
    name = f"A-{index:03d}"
    letters = "ABCDE"[:4 + index % 2]
    options = tuple(
        Option(name, letter, clause(f"{name} {letter} option"), clause(f"{name} {letter} opción", "es"), cost_once=1000.0 * position * index,
               cost_month=5000.0 * position, months=6.0, months_to_effect=float(position), rows=(f"R-{index:03d}",), chance_after=0.01 * position,
               capital=500.0 * position, currency="USD", source=source("Options", index * 10 + position, f"{period}.xlsx"))
        for position, letter in enumerate(letters))
    moved = 10 if index == 2 and period == OCTOBER else 0
    purposes = (Purpose.DECISION, Purpose.DECISION, Purpose.DISCUSSION)
    return Ask(name, clause(f"{name} ask"), clause(f"{name} solicitud", "es"), purposes[index % 3], "B", line(f"{name} decider"),
               date(2026, 12, 1 + index % 20 + moved), date(2026, 7, 14), date(2026, 10, 20), line(f"{name} consulted"), line(f"{name} consulted hq"),
               f"P-{index % 8 + 1}", narrative(f"{name} contexto"), 30_000.0, "USD", options=options, source=source("Asks", index, f"{period}.xlsx"))


FOLLOW_UPS = {FollowUpKind.COMMITMENT: 40, FollowUpKind.WIN: 20, FollowUpKind.OBSTACLE: 20, FollowUpKind.DEPENDENCY: 20, FollowUpKind.WAITING: 20}


def _full_follow_ups(period: Period) -> list[FollowUp]:
    found: list[FollowUp] = []
    for kind, count in FOLLOW_UPS.items():
        for index in range(1, count + 1):
            name = f"{kind.name[0]}-{index:03d}"
            state = FollowUpState.KEPT if kind is FollowUpKind.COMMITMENT and index % 3 == 0 else FollowUpState.OPEN
            found.append(FollowUp(
                name, kind, Side.HQ if index % 2 else Side.SITE, line(f"{name} who"), clause(f"{name} text"), clause(f"{name} texto", "es"),
                date(2026, 6, 1), date(2026, 12, 1), state, kpi="KPI-01", ask="A-001", shared_with=line(f"{name} shared"),
                source=source("Follow-up", len(found) + 4, f"{period}.xlsx")))
    return found


def a_curve_for_every_kind() -> Dossier:
    """Give the fullest month under a charter that accepts next to nothing of each kind of row, and of one that is none."""
    full = fullest()
    points = [Appetite(1e4, 0.001, category=name, source=source("Appetite", number, "charter.xlsx"))
              for number, name in enumerate((*(kind.value for kind in RowKind), line("category")), 6)]
    return replace(full, charter=replace(full.charter, appetite=(*full.charter.appetite, *points)))


def emptiest() -> Dossier:
    """Give the emptiest month: two KPIs of a first month, and nothing else."""
    agreed = charter(kpi("ONE"), kpi("TWO", direction=Direction.LOWER), targets=(target("ONE", target=10.0, low_limit=8.0), target("TWO", target=3.0)))
    return dossier(month(kpis=(report("ONE", (9.0,)), report("TWO", (2.0,)))), agreed=agreed)


def without_a_charter() -> Dossier:
    """Give the same month of a site with no charter at all."""
    return replace(dossier(month(kpis=(report("ONE", (9.0,)), report("TWO", (2.0,)))), agreed=Charter(sites=(Site("MTY", "Monterrey"),))), has_charter=False)


def giant_ask() -> Dossier:
    """Give one ask with twelve options, and every text at its longest."""
    letters = "ABCDEFGHIJKL"
    options = tuple(option(letter, title_en=clause(f"{letter} option"), title_es=clause(f"{letter} opción", "es"), cost_once=1e5 * (index + 1),
                           months_to_effect=1.0, chance_after=0.02 * index) for index, letter in enumerate(letters))
    asked = Ask("A-007", clause("A-007 ask"), clause("A-007 solicitud", "es"), Purpose.DECISION, "B", line("A-007 decider"), date(2026, 11, 30),
                date(2026, 7, 14), date(2026, 10, 20), line("consulted"), line("consulted hq"), "", narrative("A-007 contexto"), currency="USD",
                options=options, source=source("Asks", 7))
    stop = row(event_en=clause("R-001 event"), event_es=clause("R-001 evento", "es"), cause=narrative("R-001 causa"), quote=narrative("R-001 cita"),
               quote_role="plant director", quote_language="es", consequence=narrative("R-001 consecuencia"))
    return dossier(month(register=(stop,), asks=(asked,), language="es"))


def twelve_broken_limits() -> Dossier:
    """Give twelve absolute limits, each broken and each with a row of the register."""
    limits = list(islice((limit for _ in range(2) for limit in AbsoluteLimit), 12))
    codes = [f"LIM-{index:02d}" for index in range(12)]
    agreed = charter(*(kpi(code, absolute=limit, name_en=clause(f"{code} name"), name_es=clause(f"{code} nombre", "es"), direction=Direction.LOWER)
                       for code, limit in zip(codes, limits, strict=True)),
                     targets=tuple(target(code, target=0.0, high_limit=1.0) for code in codes))
    rows = tuple(row(f"R-{index + 1:03d}", absolute=limit, event_en=clause(f"R-{index + 1:03d} event"), kpis=(code,),
                     event_es=clause(f"R-{index + 1:03d} evento", "es"), chance=0.3)
                 for index, (code, limit) in enumerate(zip(codes, limits, strict=True)))
    before = month(OCTOBER + -1, kpis=tuple(report(code, (0.0, 0.0), last=OCTOBER + -1) for code in codes))
    return dossier(before, month(kpis=tuple(report(code, (0.0, 0.0, 4.0)) for code in codes), register=rows), agreed=agreed)


def no_money() -> Dossier:
    """Give rows, asks and KPIs without any amount, rate or driver."""
    rows = tuple(row(f"R-{index:03d}", event_en=f"matter {index} gets worse", event_es=f"el asunto {index} empeora", good=None, likely=None, bad=None,
                     currency="") for index in range(1, 16))
    asked = tuple(Ask(f"A-{index:03d}", f"a way out of matter {index}", f"una salida del asunto {index}", recommendation="B", needed_by=date(2026, 11, 30),
                      options=(Option(f"A-{index:03d}", "B", "this way", "esta vía", rows=(f"R-{index:03d}",), source=source("Options", index)),),
                      source=source("Asks", index)) for index in range(1, 7))
    bare = Cover("MTY", OCTOBER, source=source("Cover", 3))
    return dossier(month(cover=bare, register=rows, asks=asked, kpis=(report("ONE", (9.0, 8.0)),)),
                   agreed=charter(kpi("ONE"), targets=(target("ONE", low_limit=8.5),), company=Company("X")))


def nothing_measured() -> Dossier:
    """Give thirty KPIs of which none has a value."""
    codes = [f"KPI-{index:02d}" for index in range(30)]
    agreed = charter(*(kpi(code, name_en=clause(f"{code} name"), name_es=clause(f"{code} nombre", "es")) for code in codes),
                     targets=tuple(target(code, target=5.0, low_limit=4.0) for code in codes))
    return dossier(month(OCTOBER + -1, kpis=tuple(report(code, (None,), last=OCTOBER + -1) for code in codes)),
                   month(kpis=tuple(report(code, (None, None)) for code in codes)), agreed=agreed)


def repeated_headlines() -> Dossier:
    """Give twenty rows whose event is the same fifteen words."""
    english, spanish = "the press line stops again because the worn spindle bearing was never replaced before the peak", (
        "la línea de prensas vuelve a parar porque nunca se cambió el rodamiento gastado del husillo")
    rows = tuple(row(f"R-{index:03d}", event_en=english, event_es=spanish) for index in range(1, 21))
    return dossier(month(OCTOBER + -1, register=rows[:10]), month(register=rows))


def three_currencies() -> Dossier:
    """Give amounts in dollars, pesos and euros; only the first two can be translated."""
    rows = tuple(row(f"R-{index:03d}", event_en=f"matter {index} gets worse", event_es=f"el asunto {index} empeora", currency=currency)
                 for index, currency in enumerate(("USD", "MXN", "EUR") * 3, 1))
    options = tuple(option(letter, cost_once=1e5, chance_after=0.1, currency=currency) for letter, currency in zip("ABC", ("EUR", "MXN", "USD"), strict=True))
    asked = Ask("A-007", "a second source", "un segundo proveedor", recommendation="B", needed_by=date(2026, 11, 30), currency="EUR", options=options,
                source=source("Asks", 7))
    return dossier(month(register=rows, asks=(asked,)))


MONTHS: Mapping[str, Callable[[], Dossier]] = {
    each.__name__: each for each in (
        fullest, a_curve_for_every_kind, emptiest, without_a_charter, giant_ask, twelve_broken_limits, no_money, nothing_measured, repeated_headlines, three_currencies)
}


@cache
def made(name: str) -> Briefing:
    """Give a month's briefing in all six editions, made once for all tests of one process: they share an xdist group."""
    return build(MONTHS[name](), editions=EDITIONS)
