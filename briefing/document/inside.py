"""The parts between the issues and the appendix: outlook, exposure, scenarios, register, record, wins, context."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from briefing.analysis.indicators import Indicator
from briefing.analysis.losses import Loss
from briefing.analysis.portfolio import Portfolio
from briefing.analysis.record import latest_follow_ups
from briefing.document.answers_section import answers_section
from briefing.document.blocks import Block, Bullets, Cell, Heading, Paragraph, Quote, Row, Section, SideBySide, Table
from briefing.document.cadence_section import cadence_section
from briefing.document.page_one import left_out, on_target, open_context
from briefing.document.pictures import exposure_chart, outlook_chart
from briefing.document.record_section import record_blocks
from briefing.document.scenarios_section import scenarios_section
from briefing.document.scribe import Scribe, kpi_table, status_notes
from briefing.framing.wording import category_words, foresight_words, headlines, lists, page_one, record_words
from briefing.framing.wording.pen import MISSING_VALUE, Part
from briefing.model.register import RowKind
from briefing.model.submission import FollowUp, FollowUpKind, FollowUpState, Status
from briefing.numbers import role_name
from briefing.sentences import Sentence, Stance, Typed

LARGEST_SHOWN = 3
Composer = tuple[Callable[[Scribe], Section | None], tuple[str, ...]]
"""What composes a section, None where it has nothing to say, and the plan's numbers that it goes by."""
SPARED_KPIS = 2
"""So many KPIs more than the room are shown all the same: a table of the rest would be as long."""


def inside_parts(scribe: Scribe) -> tuple[Composer, ...]:
    """Give what composes the sections that follow the issues, each with the numbers of the plan that it goes by."""
    parts: tuple[Composer, ...] = (
        (_outlook, ("kpis", "panels")), (_exposure, ("names",)), (scenarios_section, ("scenarios",)), (_register, ("rows",)),
        (_record, ("commitments",)), (_dates, ("late",)), (_answers, ("answers",)), (_wins, ("wins",)),
    )
    context: Composer = (context_section, ("context",))
    return (context, *parts) if scribe.is_site else (*parts, context)


def _more(scribe: Scribe, identifier: str, kind: str, rest: int, target: str) -> list[Block]:
    """Say what a list leaves out and where it stands; nothing where it leaves nothing out."""
    return [Paragraph((lists.more(scribe.pen, identifier, kind, rest, target),), role="small")] if rest > 0 else []


def _dates(scribe: Scribe) -> Section:
    return cadence_section(scribe, late=scribe.plan.late)


def _answers(scribe: Scribe) -> Section:
    return answers_section(scribe, **answers_shown(scribe.plan.answers))


def answers_shown(asks: int) -> dict[str, int]:
    """Give how much of each list of answers stands where so many asks do."""
    fewer = max(asks - 1, 1)
    return {"asks": asks, "threads": fewer, "expired": fewer}


def kpis_in_sight(scribe: Scribe) -> tuple[Indicator, ...]:
    """Give the KPIs that the board edition shows: out of tolerance, warned of, or moved; the others may follow."""
    indicators = scribe.frame.assessment.indicators
    ranked = sorted(indicators, key=lambda each: (_weight(each), indicators.index(each)))
    most = scribe.plan.kpis
    return tuple(ranked[:most]) if len(indicators) > most + SPARED_KPIS else indicators


def _weight(each: Indicator) -> tuple[int, float]:
    chance = each.breach.number if each.breach else 0.0
    if each.is_breach:
        return 0, -chance
    if each.is_warning:
        return 1, -chance
    differs = each.report is not None and each.report.claimed not in {None, each.status}
    if differs or each.status is Status.NOT_MEASURED:
        return 2, -chance
    return 3, -chance


def _outlook(scribe: Scribe) -> Section | None:
    indicators = scribe.frame.assessment.indicators
    if not indicators:
        return None
    pen = scribe.pen
    hits, total = on_target(scribe)
    horizon = pen.plain(str(scribe.horizon))
    intro = pen.say("outlook.intro", "outlook.intro", stance=Stance.ANALYSIS, count_of=pen.of("kpis.on_target", hits, total), horizon=horizon)
    shown = kpis_in_sight(scribe)
    drawn = [each for each in shown if each.series.measured > 1 and each.outlook is not None][:scribe.plan.panels]
    blocks: list[Block] = [Paragraph((intro,)), *_warnings(scribe)]
    if drawn:
        blocks.append(outlook_chart(scribe, "outlook-chart", drawn))
    blocks += [kpi_table(scribe, "outlook", shown), *status_notes(scribe, "outlook", shown), *_own_forecasts(scribe)]
    blocks += _more(scribe, "outlook.more", "kpis", len(indicators) - len(shown), "all-kpis")
    return Section("outlook", scribe.label("outlook"), tuple(blocks))


def _own_forecasts(scribe: Scribe) -> list[Block]:
    """Give how the plant's own forecasts came out; in its safe start to the plant alone."""
    assessment = scribe.frame.assessment
    if assessment.record.for_site_only and not scribe.is_site:
        return []
    said = foresight_words.own_forecasts(scribe.pen, assessment.foresight, assessment.record)
    return [Paragraph((said,), role="small")] if said else []


def _warnings(scribe: Scribe) -> list[Block]:
    pen, warned, foresight = scribe.pen, scribe.frame.warnings, scribe.frame.assessment.foresight
    rate = foresight_words.hit_rate(pen, foresight)
    if not warned:
        none = pen.say("outlook.no_warning", "outlook.no_warning", stance=Stance.ANALYSIS)
        counted = bool(foresight.warned.total.number or foresight.open.number)
        return [scribe.paragraph(scribe.label("warnings"), [none, *(rate if counted else ())])]
    items: list[tuple[Sentence, ...]] = []
    for each in warned:
        limit = each.low_limit if each.judgement.side == "below" else each.high_limit
        months = pen.count(each.months_to_breach) if each.months_to_breach else Part()
        key = "warning_line.months" if each.months_to_breach else "warning_line"
        count = each.months_to_breach.number if each.months_to_breach else 1
        items.append((pen.say(f"outlook.warning.{each.code}", key, count, stance=Stance.ANALYSIS, kpi=pen.name(each), limit=pen.value(each, limit),
                              horizon=pen.plain(str(scribe.horizon)), chance=pen.chance(each.breach), months=months),))
    return [Heading(3, pen.phrase("heading.warnings", pen.word("label.warnings"))), Bullets(tuple(items)), Paragraph(tuple(rate), role="small")]


def _exposure(scribe: Scribe) -> Section | None:
    pen, portfolio = scribe.pen, scribe.frame.assessment.portfolio
    outside = _outside(scribe)
    if portfolio is None:
        sentences = [page_one.exposure(pen, "exposure.none", None), *outside]
        bare = (Paragraph(tuple(sentences)), *category_blocks(scribe))
        return Section("exposure", scribe.label("exposure"), bare) if scribe.frame.assessment.losses else None
    measure = pen.word(headlines.MEASURE_KEYS[portfolio.losses[0].row.measure])
    sentences = [
        pen.say("exposure.range", "exposure.range", stance=Stance.ANALYSIS, mean=pen.money(portfolio.mean), measure=measure,
                range=pen.money_range("exposure.p10_p90", portfolio.p10, portfolio.p90)),
        page_one.exposure(pen, "exposure.bracket", portfolio),
    ]
    if portfolio.above:
        verdict = {True: "exposure.beyond", False: "exposure.within", None: "exposure.unclear"}[portfolio.beyond]
        sentences.append(pen.say("exposure.verdict", verdict, stance=Stance.ANALYSIS))
    crossing = foresight_words.crossing(pen, portfolio)
    after = page_one.exposure_after(pen, "exposure.after", scribe.asks)
    sentences += [each for each in (crossing, after) if each]
    parts = exposure_parts(scribe, scribe.plan.names, "exposure")
    beside = SideBySide((Paragraph(tuple(sentences)),), (exposure_chart(scribe, "exposure-chart", portfolio),), 0.5)
    return Section("exposure", scribe.label("exposure"), (beside, *category_blocks(scribe), Paragraph((_largest(scribe, portfolio), *parts, *outside))))


def category_blocks(scribe: Scribe) -> tuple[Block, ...]:
    """Hold each category against its own curve, worst first; what there is no room for stands with the parts in the appendix."""
    found, most = scribe.frame.assessment.categories, scribe.plan.names
    items = category_words.stands(scribe.pen, "exposure.category", found[:most])
    if len(found) > most:
        items.append(category_words.rest(scribe.pen, "exposure.category.rest", len(found) - most, "exposure-parts"))
    return (Bullets(tuple((each,) for each in items)),) if items else ()


def exposure_parts(scribe: Scribe, most: int, prefix: str) -> list[Sentence]:
    """Say where the exposure comes from, by kind and by priority; `most` names in each list."""
    portfolio = scribe.frame.assessment.portfolio
    if portfolio is None:
        return []
    said = (foresight_words.by_kind(scribe.pen, portfolio, most, prefix),
            foresight_words.by_priority(scribe.pen, portfolio, scribe.dossier, most, prefix))
    return [each for each in said if each]


def _largest(scribe: Scribe, portfolio: Portfolio) -> Sentence:
    pen = scribe.pen
    ranked = sorted(portfolio.contributions, key=lambda item: -item[1].number)[:LARGEST_SHOWN]
    by_id = {loss.row.id: loss for loss in portfolio.losses}
    items = [pen.join("exposure.share", event=headlines.event(pen, by_id[key]), amount=pen.money(fact)) for key, fact in ranked]
    return pen.say("exposure.largest", "exposure.largest", stance=Stance.ANALYSIS, items=pen.listed(items))


def _outside(scribe: Scribe) -> list[Sentence]:
    return outside(scribe, scribe.plan.names, "exposure")


def outside(scribe: Scribe, most: int, prefix: str) -> list[Sentence]:
    """Say which rows are not in the sum, and why; `most` of them."""
    pen = scribe.pen
    items = [
        pen.join("outside_item", event=headlines.event(pen, loss), reason=pen.word(f"untranslated.{loss.untranslated}"))
        for loss in scribe.frame.assessment.losses if not loss.in_sum
    ]
    if not items:
        return []
    return [pen.say(f"{prefix}.outside", "exposure.outside", stance=Stance.ANALYSIS, items=lists.shortened(pen, items, most, "unknown"))]


REGISTER_COLUMNS = ("id", "event", "chance", "date", "impact", "owner", "told")
REGISTER_WIDTHS = (0.08, 0.34, 0.11, 0.11, 0.14, 0.13, 0.09)


def register_rows(scribe: Scribe) -> list[Loss]:
    """Give the open rows by kind, in each kind by expected loss; absolute limits first."""
    kinds = (RowKind.SAFETY, RowKind.SECURITY, *(kind for kind in RowKind if kind not in {RowKind.SAFETY, RowKind.SECURITY}))
    return sorted(scribe.losses, key=lambda loss: (
        kinds.index(loss.row.kind), -(loss.expected.number if loss.expected else 0.0), loss.row.id))


def register_table(scribe: Scribe, prefix: str, losses: Sequence[Loss]) -> Table:
    """Give register rows, a heading line before each kind."""
    rows: list[Row] = []
    kind = None
    for loss in losses:
        if loss.row.kind is not kind:
            kind = loss.row.kind
            title = scribe.cell(f"{prefix}.kind.{kind}", scribe.pen.word(f"row_kind.{kind}"), strong=True, capital=True)
            rows.append(Row((title, *(Cell() for _ in REGISTER_COLUMNS[1:])), strong=True))
        rows.append(Row(tuple(_register_cells(scribe, f"{prefix}.{loss.row.id}", loss)), anchor=f"row-{loss.row.id}"))
    columns = scribe.columns(*REGISTER_COLUMNS, align={"impact": "right"}, widths=REGISTER_WIDTHS)
    return Table(columns, tuple(rows), scribe.pen.text("register_caption"), "register")


def _register_cells(scribe: Scribe, name: str, loss: Loss) -> list[Cell]:
    pen, row = scribe.pen, loss.row
    impact = headlines.impact_range(pen, loss) or pen.word("not_translated")
    if row.limit:
        impact = pen.word(f"absolute.{row.limit}")
    told = pen.month(loss.first_told, short=True) if loss.first_told else pen.plain(MISSING_VALUE)
    return [
        scribe.cell(f"{name}.id", pen.typed(row.id, row.source, "id")),
        scribe.cell(f"{name}.event", headlines.event(pen, loss), capital=True),
        scribe.cell(f"{name}.chance", pen.chance_figure(loss.chance or loss.in_year)),
        scribe.cell(f"{name}.by", _by(scribe, loss)),
        scribe.cell(f"{name}.impact", impact, stance=Stance.ANALYSIS),
        scribe.cell(f"{name}.owner", pen.role(row.owner, row.source, "owner") or pen.word("not_named")),
        scribe.cell(f"{name}.told", Part(told.runs, (loss.first_told_at,) if loss.first_told_at else ())),
    ]


def _by(scribe: Scribe, loss: Loss) -> Part:
    row, pen = loss.row, scribe.pen
    if loss.chance is None and loss.in_year is not None:
        return pen.word("in_twelve_months")
    return pen.day(row.by_date, row.source, "by_date", short=True) if row.by_date else pen.plain(MISSING_VALUE)


def _register(scribe: Scribe) -> Section:
    pen, losses = scribe.pen, register_rows(scribe)
    if not losses:
        said = Paragraph((pen.say("register.none", "register.none"),))
        return Section("register", scribe.label("register"), (said, *left_out(scribe, "register.left_out")))
    shown = shown_rows(scribe)
    blocks: list[Block] = [register_table(scribe, "register", shown), *left_out(scribe, "register.left_out"),
                           *_more(scribe, "register.more", "rows", len(losses) - len(shown), "register-rest")]
    return Section("register", scribe.label("register"), tuple(blocks))


def shown_rows(scribe: Scribe) -> list[Loss]:
    """Give the rows that stand in the register's section: the first by rank, printed by kind."""
    rows = register_rows(scribe)
    most = scribe.plan.rows
    if len(rows) <= most:
        return rows
    ranked = [issue.id for issue in scribe.issues if issue.loss]
    ranked += [loss.row.id for loss in rows if loss.row.id not in ranked]
    leading = set(ranked[:most])
    return [loss for loss in rows if loss.row.id in leading]


COMMITMENT_COLUMNS = ("id", "side", "what", "who", "due", "state")


def _record(scribe: Scribe) -> Section:
    pen = scribe.pen
    blocks = record_blocks(scribe)
    found, most = commitments(scribe), scribe.plan.commitments
    if found:
        blocks += [commitments_table(scribe, found[:most]), *_more(scribe, "record.more", "commitments", len(found) - most, "commitments-rest")]
    else:
        blocks.append(Paragraph((pen.say("commitments.none", "commitments.none"),)))
    return Section("record", scribe.label("record"), tuple(blocks))


def commitments(scribe: Scribe) -> list[FollowUp]:
    """Give the commitments of both sides that are not closed, the open ones first."""
    found = [each for each in latest_follow_ups(scribe.dossier, FollowUpKind.COMMITMENT) if each.state is not FollowUpState.CLOSED]
    found.sort(key=lambda each: (each.state is not FollowUpState.OPEN, each.due or scribe.dossier.as_of, each.id))
    return found


def commitments_table(scribe: Scribe, found: Sequence[FollowUp]) -> Table:
    """Give commitments: who promised what by when, and what became of it."""
    pen = scribe.pen
    rows = tuple(
        Row((
            scribe.cell(f"commitment.{each.id}.id", pen.typed(each.id, each.source, "id")),
            scribe.cell(f"commitment.{each.id}.side", pen.word(f"side.{each.side}")),
            Cell((record_words.what(pen, f"commitment.{each.id}.what", each),)),
            scribe.cell(f"commitment.{each.id}.who", pen.role(each.who, each.source, "who") or pen.word("not_named")),
            scribe.cell(f"commitment.{each.id}.due", pen.day(each.due, each.source, "due", short=True) if each.due else pen.plain(MISSING_VALUE)),
            Cell((record_words.state(pen, f"commitment.{each.id}.state", each),)),
        ))
        for each in found
    )
    return Table(scribe.columns(*COMMITMENT_COLUMNS, widths=(0.09, 0.13, 0.36, 0.17, 0.1, 0.15)), rows, pen.text("commitments_caption"), "plain")


def _wins(scribe: Scribe) -> Section:
    items, most = wins(scribe), scribe.plan.wins
    if not items:
        return Section("wins", scribe.label("wins"), (Paragraph((scribe.pen.say("wins.none", "wins.none"),)),))
    shown = Bullets(tuple((line,) for line in items[:most]))
    return Section("wins", scribe.label("wins"), (shown, *_more(scribe, "wins.more", "wins", len(items) - most, "wins-rest")))


def wins(scribe: Scribe) -> list[Sentence]:
    """Give the month's wins."""
    submission = scribe.dossier.submission
    found = [each for each in (submission.follow_ups if submission else ()) if each.kind is FollowUpKind.WIN]
    return [record_words.win(scribe.pen, f"win.{each.id}", each, scribe.author_language) for each in found]


def context_section(scribe: Scribe) -> Section:
    """Compose what waits, hinders and depends, and the leader's own words; in the site's edition it comes before the figures."""
    pen, most = scribe.pen, scribe.plan.context
    lines = open_context(scribe, "context")
    blocks: list[Block] = [Bullets(tuple((line,) for line in lines[:most]))] if lines else [
        Paragraph((pen.say("context.none", "record.none_waiting"),))]
    blocks += _more(scribe, "context.more", "context", len(lines) - most, "context-rest")
    cover = scribe.dossier.submission.cover if scribe.dossier.submission else None
    if cover and (cover.words_en or cover.words_es):
        words = pen.clause(cover.words_en, cover.words_es, cover.source, "words")
        said = pen.phrase("context.words", Part(words.runs[:1], words.cells))
        language = next((run.language for run in said.runs if isinstance(run, Typed)), pen.language)
        blocks.append(Quote(said, scribe.label("quote_role").format(
            role=role_name(cover.prepared_by, pen.language) or pen.text("not_named"), language=pen.text(f"language.{language}"))))
    return Section("context", scribe.label("context"), tuple(blocks))
