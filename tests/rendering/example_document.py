"""The made-up plant of the docs as a document, written by hand: every kind of block and figure once at least."""

from __future__ import annotations

import math
import re
from itertools import count

from briefing.document.blocks import (
    Bullets,
    Callout,
    Cell,
    Chart,
    Column,
    Document,
    Heading,
    Layout,
    Mark,
    Masthead,
    Number,
    Paragraph,
    Quote,
    Reference,
    Row,
    Run,
    Section,
    Sentence,
    SideBySide,
    Stance,
    Table,
    Typed,
    Words,
)
from briefing.document.figures import (
    BarItem,
    BarsFigure,
    ExceedanceFigure,
    OptionPoint,
    OptionsFigure,
    OutlookFigure,
    Panel,
    Scale,
)
from briefing.evidence import CellRef
from briefing.language import Language
from briefing.periods import Period, months_between

_FIGURE = re.compile(r"(\$?\d[\d.,]*(?:[kM]|\u00a0%)?(?: in 10+| de cada 10+)?)")
_NOTES = count(1)


def runs_of(text: str, language: Language = "en") -> tuple[Run, ...]:
    """Split a text into words and figures; `{...}` is typed, `{es:...}` typed in another language."""
    found: list[Run] = []
    for part in re.split(r"(\{[^}]*\})", text):
        if part.startswith("{"):
            inner = part[1:-1]
            found.append(Typed(inner[3:], "es") if inner.startswith("es:") else Typed(inner, language))
        else:
            found += [Number(piece, f"fact-{piece}") if index % 2 else Words(piece)
                      for index, piece in enumerate(_FIGURE.split(part)) if piece]
    return tuple(found)


def say(text: str, stance: Stance = Stance.FACT, *, strong: bool = False, note: bool = True) -> Sentence:
    """Make a sentence with the next evidence number."""
    number = next(_NOTES) if note else 0
    return Sentence(f"s{number or text[:12]}", runs_of(text), stance, cells=(CellRef("MTY.xlsx", "Register", "D14"),),
                    strong=strong, note=number)


def plain(text: str, stance: Stance = Stance.FACT, *, strong: bool = False) -> Sentence:
    """Make a sentence without an evidence number."""
    return say(text, stance, strong=strong, note=False)


def cells(*texts: str | Cell) -> tuple[Cell, ...]:
    """Make a row's cells of plain texts."""
    return tuple(text if isinstance(text, Cell) else Cell((plain(text),) if text else ()) for text in texts)


FACT, ANALYSIS, ADVICE, NOTICE = Stance.FACT, Stance.ANALYSIS, Stance.RECOMMENDATION, Stance.NOTICE
EXCEEDANCE_LABELS = (
    ("bracket", "between independent and all together"), ("common", "with a common factor of 0.3"),
    ("tolerance", "accepted"), ("x", "lost in twelve months, more than"), ("y", "chance of losing more"),
)
OUTLOOK_LABELS = (("actual", ""), ("target", "target"), ("limit", "limit"), ("outlook", "likely"), ("own", "own"))


def exceedance() -> ExceedanceFigure:
    """Give the curve: 13 to 25 in 100 above three million, of which 5 are accepted."""
    amounts = tuple(index * 0.1e6 for index in range(81))

    def curve(at_three: float, start: float) -> tuple[float, ...]:
        rate = math.log(start / at_three) / 3e6
        return tuple(round(start * math.exp(-rate * amount), 6) for amount in amounts)

    return ExceedanceFigure(amounts, curve(0.13, 1.0), curve(0.19, 0.92), curve(0.25, 0.85),
                            ((3e6, 0.05), (6e6, 0.01)), "USD", EXCEEDANCE_LABELS, 3e6)


def panel(title: str, unit: str, actual: tuple[float | None, ...], *, scale: Scale = Scale.NUMBER, decimals: int = 1,
          step: float = 0.0, spread: float = 0.0, **limits: float) -> Panel:
    """Make a panel of eight months and an outlook of three that widens with the root of the months."""
    first = Period(2026, 10) + -(len(actual) - 1)
    last = next(value for value in reversed(actual) if value is not None)
    horizon = 3 if spread else 0
    middle = [last + step * (month + 1) for month in range(horizon)]
    width = [spread * math.sqrt(month + 1) for month in range(horizon)]

    def band(factor: float) -> tuple[float, ...]:
        return tuple(center + factor * size for center, size in zip(middle, width, strict=True))

    return Panel(title, unit, scale, months_between(first, Period(2026, 10) + horizon), (*actual, *[None] * horizon),
                 limits.get("target"), limits.get("low"), limits.get("high"), band(-1.28), band(-0.67), band(0.0),
                 band(0.67), band(1.28), decimals=decimals)


def on_time() -> Panel:
    """Give the supplier's on-time deliveries."""
    return panel("On-time deliveries of PA-66", "share of deliveries", (0.95, 0.94, 0.94, 0.91, 0.9, 0.87, 0.84, 0.81),
                 scale=Scale.PERCENT, decimals=0, step=-0.02, spread=0.03, target=0.95, low=0.9)


def outlook() -> OutlookFigure:
    """Give six KPIs."""
    return OutlookFigure((
        panel("Yield, line 3", "% of good parts", (97.4, 97.6, 97.2, 97.1, 96.9, 97.0, 96.7, 96.6), step=-0.1,
              spread=0.3, target=97.5, low=96.5),
        panel("Resin cover", "days of stock", (31, 30, 28, 29, 25, 24, 21, 19), decimals=0, step=-2, spread=3,
              target=30, low=25),
        panel("Overall equipment effectiveness", "% of planned time", (71, 72, 70, 73, 74, 73, 75, 74), decimals=0,
              step=0.3, spread=1.6, target=75, low=70),
        panel("Customer complaints", "a month", (3, 2, 4, 3, None, 9, 6, 5), decimals=0, step=-0.3, spread=1.8,
              target=2, high=4),
        panel("Energy cost", "thousand USD a month", (182, 178, 190, 201, 197, 204, None, None), decimals=0, target=185,
              high=205),
        panel("Technicians who leave", "a month", (1, 0, 2, 1, 2, 3, 3, 4), decimals=0, step=0.2, spread=1.2, target=1,
              high=3),
    ), OUTLOOK_LABELS)


def asks() -> Table:
    """Give the asks of page one."""
    columns = (Column("", "left", 0.55), Column("Decision", "left", 2.1), Column("The plant recommends", "left", 1.8),
               Column("By", "left", 0.65), Column("Who decides", "left", 0.9),
               Column("A month’s delay costs", "right", 0.95), Column("Answers", "left", 2.0))
    return Table(columns, (
        Row(cells("A-007", Cell((say("{second source for resin PA-66}"),)),
                  Cell((plain("B, {qualify two suppliers}", ADVICE),)), "30 Nov", "COO", "$0.3M",
                  "none, day 12 of 20 on the terms of 25 October (first asked 14 July)"), "ask-A-007"),
        Row(cells("A-009", Cell((say("{retention plan for line technicians}"),)),
                  Cell((plain("C, {shift premium with certification}", ADVICE),)), "15 Dec", "VP HR", "$60k",
                  "one question, answered"), "ask-A-009"),
        Row(cells("A-010", Cell((say("for discussion: {what “on time” means for expedited orders}"),)), "–", "15 Dec",
                  "COO and plant director", "not translated", "–"), "ask-A-010"),
    ), role="asks")


def page_one() -> Section:
    """Give page one with all its parts."""
    lead = Paragraph((
        say("{Line 3 stops for want of resin}: likely (6 in 10) by 31 March, unless {a second source is approved} by "
            "30 November.", ANALYSIS, strong=True),
        say("A stop costs $0.9M to $2.1M of EBITDA.", ANALYSIS),
        say("Approval costs $240k and avoids about $0.6M of expected loss.", ANALYSIS),
    ), role="lead")
    wrong = Bullets((
        (say("{Line 3 stops for want of resin}: likely (6 in 10) by 31 March, $0.9M to $2.1M.", strong=True),
         say("First told in June.")),
        (say("{Yield falls below 96.5\u00a0%} as {technicians leave}: about even (5 in 10) by 31 December, $0.3M to "
             "$0.7M.", strong=True), say("New this month.")),
        (say("{Customs delays after the January rule}: very unlikely (14 in 100) by 30 June, $0.2M to $1.4M.",
             strong=True), say("The date is open until 20 December.")),
    ), ordered=True)
    exposed = Paragraph((
        say("The chance of losing more than $3M in twelve months is 13 to 25 in 100, depending on how far the risks "
            "move together; the charter accepts 5.", ANALYSIS),
        say("Approving A-007 brings it to 4 to 20 in 100.", ANALYSIS),
        Sentence("more", (Words("More under "), Reference("Exposure", "exposure"), Words(".")), Stance.NOTICE),
    ))
    small = Chart("exposure-small", exceedance(), None, "Monterrey, chance in twelve months, USD of EBITDA",
                  "Curve of the chance of losing more than an amount. Above $3M it lies between 13 and 25 in 100; "
                  "5 are accepted.", "half")
    notes = (
        Paragraph((say("Worse: resin, yield."), say("Better: water supply (well permitted)."),
                   say("Closed: welding robot."),
                   say("A-007 went from $190k to $240k, so July’s confirmation no longer stands.")),
                  "Since September", "small"),
        Paragraph((say("7 of 9 of the plant’s forecasts fell in its own range.", ANALYSIS),
                   say("3 of 4 breaches were told before they happened.", ANALYSIS),
                   say("Headquarters answered 2 of 5 asks on time.", ANALYSIS), plain("Too few to judge more.", NOTICE)),
                  "How far to trust this page", "small"),
        Paragraph((say("Energy cost was not reported."), say("August’s complaints were restated from 4 to 9."),
                   say("The working-hours rule is not translated: no driver is agreed.")),
                  "What we don’t know", "small"),
    )
    return Section("page-one", "Page one", (
        lead, Heading(2, plain("What we ask of you")), asks(), Heading(2, plain("What could go wrong")), wrong,
        Heading(2, plain("Exposure")), SideBySide((exposed,), (small,), 0.5), *notes,
    ), Layout.PAGE_ONE)


def options_table() -> Table:
    """Give an issue's options, do nothing first."""
    columns = (Column("", "left", 1.5), Column("A · do nothing", "right", 1.0),
               Column("B · qualify two suppliers (the plant recommends)", "right", 1.5),
               Column("C · air freight to March", "right", 1.2))
    return Table(columns, (
        Row(cells("cost", "0", "$240k once", "$95k a month, $380k")),
        Row(cells("takes effect", "–", "after 8 weeks", "after 1 week")),
        Row(cells("chance of a stop by 31 March", "6 in 10", "2 in 10", "1 in 10")),
        Row(cells("expected loss left", "$0.9M", "$0.3M", "$0.15M")),
        Row(cells("avoided, less cost", "–", "$0.36M", "$0.37M")),
    ), "Options for R-014, expected values in USD of EBITDA until 31 March", "options", 2)


def issue() -> Section:
    """Give a full issue."""
    options = OptionsFigure((
        OptionPoint("A", "do nothing", 0, 0, 0, 0), OptionPoint("B", "qualify two suppliers", 240e3, 0.6e6, 0.36e6, 0.84e6, recommended=True),
        OptionPoint("C", "air freight to March", 380e3, 0.75e6, 0.45e6, 1.05e6),
    ), "USD", (("cost", "cost"), ("avoided", "avoids")))
    return Section("R-014", "R-014 Resin supply", (
        Paragraph((plain("R-014 · supply · beyond tolerance · priority “dual-source critical materials by 2028”"),),
                  role="small"),
        SideBySide((
            Paragraph((say("One supplier delivers all PA-66."),
                       say("Its on-time deliveries fell from 94\u00a0% in May to 81\u00a0% in October; stock covers 19 days, "
                           "the limit is 25."),
                       say("Cause, as the plant states it: {the supplier is moving its compounding line}.")), "Situation"),
            Paragraph((say("8 to 18 lost days at $118k a day (driver D-03, agreed 2026-02).", ANALYSIS),
                       say("Also at stake, not in the sum: the 98\u00a0% delivery clause of a contract worth $6M of yearly "
                           "revenue.")), "Implication"),
        ), (
            Chart("R-014-trend", OutlookFigure((on_time(),), OUTLOOK_LABELS), plain("On-time deliveries keep falling"),
                  "Supplier of PA-66, share of deliveries, March 2026 to January 2027",
                  "On-time deliveries fell from 95 to 81 per cent; the outlook for January is 70 to 82 per cent.", "half"),
        ), 0.52),
        Quote(Sentence("q1", (Typed("No esperan normalizarse antes de marzo.", "es"),), note=next(_NOTES)),
              "purchasing manager, in Spanish"),
        options_table(),
        Chart("R-014-options", options, plain("B and C are a tie"), "Monterrey, options for R-014, cost and avoided loss, USD",
              "Option B costs 240 thousand and avoids 0.36 to 0.84 million; C costs 380 thousand and avoids 0.45 to "
              "1.05 million."),
        Paragraph((say("B and C are a tie: $10k apart, far less than the uncertainty.", ANALYSIS),
                   say("B also serves the priority."), say("B followed by C for eight weeks has not been costed by the plant.")),
                  "Trade-off"),
        Paragraph((say("Approve B by 30 November.", ADVICE),), "Recommended"),
        Paragraph((say("Cover under 14 days, or two late deliveries in a row: C starts without further approval "
                       "(escalation step 2, COO within 24 hours)."),), "Watch"),
        Paragraph((plain("Owner: {purchasing manager}. Decides: COO. Consulted: {plant quality}, 12 October; "
                         "{corporate sourcing}, not yet."),), "Who"),
    ), Layout.ISSUE, say("{Line 3 stops for want of resin}: likely (6 in 10) by 31 March, $0.9M to $2.1M"))


def short_issue(code: str, headline: str) -> Section:
    """Give an issue of a third of a page."""
    return Section(code, f"{code} {headline.split(':', 1)[0].strip('{}')}", (
        Paragraph((plain(f"{code} · people · within tolerance"),), role="small"),
        Paragraph((say("Twelve of 41 line technicians left since March; the plant opened nine posts and filled four."),
                   say("Cause not stated.")), "Situation"),
        Paragraph((say("0.9 points of yield a quarter, $0.3M to $0.7M by 31 December.", ANALYSIS),), "Implication"),
        Paragraph((say("Approve C, shift premium with certification, by 15 December.", ADVICE),), "Recommended"),
        Paragraph((plain("Owner: {plant HR}. Decides: VP HR. Consulted: {union committee}, 3 November."),), "Who"),
    ), Layout.ISSUE, say(headline))


def kpi_table() -> Table:
    """Give KPIs with their marks."""
    columns = (Column("KPI", "left", 2.2), Column("October", "right", 0.8), Column("Target", "right", 0.8),
               Column("Limit", "right", 0.8), Column("Status", "left", 1.6), Column("Cause, as the plant states it", "left", 2.6))

    def row(name: str, value: str, target: str, limit: str, mark: Mark, words: str, cause: str) -> Row:
        return Row(cells(name, value, target, limit, Cell((plain(words),) if words else (), mark), cause))

    return Table(columns, (
        row("Yield, line 3", "96.6\u00a0%", "97.5\u00a0%", "96.5\u00a0%", Mark.WITHIN_TOLERANCE, "within tolerance", "{technicians leave}"),
        row("Resin cover", "19 days", "30", "25", Mark.OUT_OF_TOLERANCE, "out of tolerance", "{one supplier, late}"),
        row("Overall equipment effectiveness", "74\u00a0%", "75\u00a0%", "70\u00a0%", Mark.WITHIN_TOLERANCE, "", "cause not stated"),
        row("Scrap cost", "$41k", "$45k", "$60k", Mark.ON_TARGET, "on target", ""),
        row("Energy cost", "–", "$185k", "$205k", Mark.NOT_MEASURED, "not measured", "{meter exchange}"),
        row("Working hours under the new rule", "48 h", "–", "–", Mark.NOT_AGREED, "not agreed", ""),
    ), "Indicators, October 2026, Monterrey", "kpis")


def register() -> Table:
    """Give the register by kind."""
    columns = (Column("", "left", 0.7), Column("Event", "left", 3.2), Column("Chance", "left", 1.7),
               Column("By", "left", 0.9), Column("If it happens", "right", 1.3), Column("Expected", "right", 0.9))
    names = ("{Line 3 stops for want of resin}", "{Yield falls below 96.5\u00a0%}", "{Customs delays after the January rule}",
             "{Well permit is withdrawn}", "{Compressor fails before its overhaul}", "{Mold 7 cracks}",
             "{Ransomware in the plant network}", "{Port strike in Manzanillo}", "{Audit finding on wage tables}",
             "{Flood of the lower yard}")
    rows = tuple(Row(cells(f"R-{index:03d}", Cell((say(name),)), "unlikely (3 in 10)", "30 Jun", "$50k to $0.4M", "$40k"),
                     f"R-{index:03d}-row") for index, name in enumerate(names, start=14))
    return Table(columns, rows, "Risks by expected loss; bad and good cases are P90 and P10", "register")


def evidence(last: int) -> Table:
    """Give one row for each number."""
    columns = (Column("", "right", 0.4), Column("What is said", "left", 3.2), Column("Method", "left", 1.4),
               Column("Workbook, sheet and cell", "left", 2.4))
    return Table(columns, tuple(
        Row(cells(str(number), "13 to 25 in 100: chance of more than $3M in twelve months" if number % 3 else "stock covers 19 days",
                  "typed" if number % 4 else "exceedance, 100,000 years", f"submissions/2026-10/MTY.xlsx > Register!{'DGM'[number % 3]}{number + 4}"),
            f"e{number}") for number in range(1, last + 1)), "Every figure and sentence, to its cell", "evidence")


def _flow_sections() -> tuple[Section, ...]:
    tornado = BarsFigure((BarItem("Line stops for want of resin", 0, 0.9e6, "$0.9M"), BarItem("Yield falls", 0, 0.24e6, "$240k"),
                          BarItem("Customs delays", 0, 93e3, "$93k"), BarItem("Nine smaller risks", 0, 0.4e6, "$0.4M")),
                         Scale.MONEY, "USD")
    return (
        Section("outlook", "Outlook", (
            Paragraph((say("Two of six indicators are likely to be outside their limits by January.", ANALYSIS),)),
            Chart("outlook", outlook(), plain("Resin cover and technicians leave their limits; yield is about even"),
                  "Monterrey, six indicators, March 2026 to January 2027",
                  "Six small charts: yield 96.6 and falling, resin cover 19 days and falling, OEE 74, complaints 5, energy "
                  "cost not reported since September, technicians who leave 4 and rising."), kpi_table())),
        Section("exposure", "Exposure", (
            Chart("exposure", exceedance(), plain("The chance of losing more than $3M is two to five times what is accepted"),
                  "Monterrey, chance in twelve months, USD of EBITDA",
                  "Curve of the chance of losing more than an amount, as a bracket, against the tolerance."),
            Heading(2, plain("What the expected loss is made of")),
            Chart("contributions", tornado, None, "Expected loss of twelve months by risk, USD",
                  "Resin 0.9 million, smaller risks 0.4 million, yield 240 thousand, customs 93 thousand.", "half"),
            Callout((Paragraph((say("Not in the sum: two risks without an agreed driver."),)),)))),
        Section("register", "Register", (Heading(2, plain("Threats")), register())),
        Section("definitions", "Definitions", (Table((Column("Term", "left", 1.0), Column("Meaning", "left", 4.0)), (
            Row(cells("on time", "{delivered on the confirmed day, whole quantity}")),
            Row(cells("lost day", "{24 hours of line 3 without good parts}")))),)),
        Section("method", "Method and limits", (
            Paragraph((plain("Set like this: typed by the site or headquarters."),
                       plain("Set like this: computed from facts by a stated method.", ANALYSIS),
                       plain("Set like this: what the site advises.", ADVICE),
                       plain("Set like this: about the document itself.", NOTICE)), "How to read"),
            Bullets(((say("The outlook is a damped trend with a range from past errors; it knows no event that no month showed."),),
                     (say("Risks are drawn 100,000 times; independent, with a common factor of 0.3, and all together."),))))),
    )


def english() -> Document:
    """Give the board edition in English; the same at every call."""
    global _NOTES  # noqa: PLW0603 - numbers restart with each document
    _NOTES = count(1)
    masthead = Masthead("Monterrey", "October 2026", "Board edition",
                        plain("USD (18.42 MXN, 30 October) · published by the plant director, 6 November"),
                        "Confidential: board members only", "Grupo Aurora")
    sections = (page_one(), issue(),
                short_issue("R-021", "{Yield falls below 96.5\u00a0%}: about even (5 in 10) by 31 December, $0.3M to $0.7M"),
                short_issue("R-009", "{Customs delays after the January rule}: very unlikely (14 in 100) by 30 June"),
                *_flow_sections())
    last = next(_NOTES) - 1
    appendix = Section("evidence", "Evidence", (
        Paragraph((plain("Each small number in the text leads here.", NOTICE),)), evidence(last)), Layout.APPENDIX)
    return Document("board", "en", "Monterrey, October 2026, board edition", masthead, (*sections, appendix),
                    ("Estimates, not a forecast of results.", "The reply log is no substitute for minutes.",
                     "An answer that is missing is printed as missing; it is never read as agreement."))


def spanish() -> Document:
    """Give a short site edition in Spanish on A4."""
    lead = Paragraph((Sentence("s1", runs_of("{La línea 3 para por falta de resina}: probable (6 de cada 10) al 31 de marzo.", "es"),
                               Stance.ANALYSIS, strong=True, note=1),), role="lead")
    chart = Chart("exposicion", ExceedanceFigure(exceedance().amounts, exceedance().independent, exceedance().common,
                                                 exceedance().together, ((3e6, 0.05),), "USD",
                                                 (("bracket", "de independientes a todos juntos"), ("tolerance", "aceptado"),
                                                  ("x", "pérdida en doce meses, más de"), ("y", "probabilidad de perder más")), 3e6),
                  Sentence("m1", runs_of("La probabilidad de perder más de $3M rebasa lo aceptado", "es")),
                  "Monterrey, doce meses, USD de EBITDA", "Curva de probabilidad de pérdida.", "half")
    table = Table((Column("Indicador", "left", 2.0), Column("Octubre", "right", 1.0), Column("Estatus", "left", 1.5)),
                  (Row((Cell((plain("Días de resina"),)), Cell((plain("19"),)), Cell((), Mark.OUT_OF_TOLERANCE))),), "Indicadores", "kpis")
    proof = Table((Column("", "right", 0.3), Column("Qué se dice", "left", 2.0)), (Row(cells("1", "6 de cada 10"), "e1"),), "", "evidence")
    return Document("site", "es", "Monterrey, octubre de 2026, edición de planta",
                    Masthead("Monterrey", "octubre de 2026", "Edición de planta", plain("USD (18.42 MXN, 30 de octubre)"), "Confidencial"),
                    (Section("uno", "Página uno", (lead, SideBySide((chart,), (table,), 0.5)), Layout.PAGE_ONE),
                     Section("evidencia", "Evidencia", (proof,), Layout.APPENDIX)), paper="a4")
