"""From a plant's judged month to its digest."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from briefing.analysis.distributions import Pert
from briefing.analysis.indicators import Indicator
from briefing.analysis.losses import Loss
from briefing.analysis.record import Record
from briefing.evidence import Fact
from briefing.framing import Frame
from briefing.framing.asks import AskState
from briefing.framing.changes import Movement
from briefing.framing.issues import Issue, Rank
from briefing.framing.materiality import is_minor_ask, is_minor_issue, is_minor_loss
from briefing.framing.wording import ask_words
from briefing.framing.wording.headlines import ask_name, impact_range, leading_ask, when
from briefing.framing.wording.pen import MISSING_VALUE, NOTHING, Part, Pen
from briefing.group.digest import AskLine, ChangeLine, Digest, IssueLine, MinorRow, RiskLine, TallyLine
from briefing.group.likeness import kpi_line, ties_of
from briefing.group.owing import days_since, owed_lines
from briefing.group.pen import Writer
from briefing.model.asks import Ask, Purpose
from briefing.model.register import RegisterRow
from briefing.model.submission import Status
from briefing.sentences import Sentence


def digest_of(frame: Frame) -> Digest:
    """Give what the group needs of a plant's month."""
    assessment = frame.assessment
    dossier = assessment.dossier
    site, code = dossier.site, dossier.site.code
    writer = Writer(code, dossier.as_of, assessment.exchange)
    name = writer.said(lambda pen: pen.typed(site.name, site.source, "name") if site.source.file else pen.plain(site.name or code))
    asks = tuple(_ask(writer, frame, state) for state in frame.asks)
    issues = tuple(_issue(writer, frame, issue) for issue in frame.issues)
    changes = _changes(writer, frame)
    counts = [writer.fact(each) for each in _counts(frame)]
    portfolio = assessment.portfolio
    published = dossier.publication.published_on if dossier.publication else None
    return Digest(
        code, name, dossier.period, dossier.as_of, published, frame.changes.since, asks, issues, changes,
        counts[0], counts[1], counts[2], counts[3], writer.fact(portfolio.mean) if portfolio else None,
        tuple(_risk(writer, loss) for loss in portfolio.losses) if portfolio else (),
        tuple(kpi_line(writer, each) for each in assessment.indicators if each.actual), _record(writer, assessment.record),
        assessment.record.for_site_only, _minor(frame), owed_lines(writer, dossier), writer.facts(),
    )


def _minor(frame: Frame) -> tuple[MinorRow, ...]:
    least = frame.assessment.dossier.charter.company.board_materiality
    rows = (loss.row for loss in frame.assessment.losses if is_minor_loss(frame.assessment, loss, least))
    return tuple(MinorRow(row.id, row.source.at("id")) for row in rows)


def _record(writer: Writer, record: Record) -> tuple[TallyLine, ...]:
    """Give both sides' counts; a site's own in its safe start is left out here, for the group's page is not the site's."""
    tallies = (("own_ranges", record.own_ranges, True), ("told", record.told, True), ("kept_site", record.kept_site, True),
               ("answered", record.answered, False), ("kept_hq", record.kept_hq, False))
    return tuple(
        TallyLine(name, of_site, writer.fact(tally.hits), writer.fact(tally.total))
        for name, tally, of_site in tallies if not (of_site and record.for_site_only)
    )


def _risk(writer: Writer, loss: Loss) -> RiskLine:
    """Give a row in money; PERT only, as the register states it."""
    model, row = loss.model, loss.row
    if model is None or not isinstance(model.severity, Pert) or isinstance(model.frequency, Pert):
        message = f"{row.id} is not in the sum"
        raise TypeError(message)
    factor = writer.said(lambda pen: pen.typed(row.common_factor, row.source, "common_factor"))
    return RiskLine(row.id, float(model.frequency), model.once, model.severity, row.kind.value if row.kind_known else "", model.factor or "",
                    factor, row.rows)


def _counts(frame: Frame) -> tuple[Fact, Fact, Fact, Fact]:
    """Count KPIs on target, all KPIs, those without a value, and rows without money, with the cells counted."""
    indicators = frame.assessment.indicators
    cells = tuple(dict.fromkeys(cell for each in indicators for cell in (each.actual.evidence() if each.actual else ())))
    hits = sum(each.status is Status.ON_TARGET for each in indicators)
    blank = tuple(cell for each in frame.gaps.unmeasured for cell in each.series.cells[-1:])
    rows = tuple(loss.row.source.at("id") for loss in frame.gaps.untranslated)
    return (Fact("kpis.on_target.hits", hits, "count", "status", cells=cells),
            Fact("kpis.on_target.total", len(indicators), "count", "status", cells=cells),
            Fact("kpis.unmeasured", len(frame.gaps.unmeasured), "count", "status", cells=blank),
            Fact("rows.untranslated", len(frame.gaps.untranslated), "count", "group.untranslated", cells=rows))


def _ask(writer: Writer, frame: Frame, state: AskState) -> AskLine:
    ask, site, said = state.ask, frame.assessment.dossier.site, writer.said
    source = ask.source if ask.decider else site.source
    identifier = f"ask.{ask.id}"

    def title(pen: Pen) -> Part:
        words = ask_words.title(pen, identifier, state)
        return pen.join("group.ask", id=pen.typed(ask.id, ask.source, "id"), title=Part(words.runs, words.cells))

    return AskLine(
        ask.id, state.weighed.purpose, _serves_limit(frame, state),
        state.weighed.delay.number if state.weighed.delay else 0.0, ask.needed_by, state.decided is not None,
        is_minor_ask(frame.assessment, state, frame.assessment.dossier.charter.company.board_materiality), _waited(writer, ask, frame), said(title),
        said(lambda pen: ask_words.recommended(pen, identifier, state)),
        said(lambda pen: pen.day(ask.needed_by, ask.source, "needed_by", short=True) if ask.needed_by else pen.plain(MISSING_VALUE)),
        said(lambda pen: pen.role(state.weighed.decider, source, "decider") or pen.word("not_named")),
        said(lambda pen: ask_words.delay(pen, identifier, state)), said(lambda pen: _answers(pen, identifier, state)),
    )


def _waited(writer: Writer, ask: Ask, frame: Frame) -> Fact | None:
    """Count the days since an ask was first raised, else since its terms were sent."""
    name = "first_raised" if ask.first_raised else "sent_on"
    return days_since(writer, f"{ask.id}.{name}", getattr(ask, name), ask.source, name, frame.assessment.dossier.as_of)


def _answers(pen: Pen, identifier: str, state: AskState) -> Sentence | Part:
    """Give the answers; silence by its days alone, for the terms stand in the plant's own briefing."""
    if not state.is_silent or state.day is None:
        return ask_words.answers(pen, identifier, state)
    return pen.join("answers.overdue" if state.is_overdue else "answers.none", day=pen.count(state.day), days=pen.plain(str(state.days)))


def _serves_limit(frame: Frame, state: AskState) -> bool:
    """Tell whether an issue that touches an absolute limit waits for the ask."""
    return any(weighed.ask.id == state.ask.id for issue in frame.issues if issue.rank is Rank.ABSOLUTE for weighed in issue.asks)


def _issue(writer: Writer, frame: Frame, issue: Issue) -> IssueLine:
    state = leading_ask(issue, frame.asks)
    open_ask = state if state and state.ask.needed_by and state.weighed.purpose is Purpose.DECISION and state.decided is None else None
    limit = issue.loss.row.limit if issue.loss else issue.indicator.kpi.absolute if issue.indicator else None
    return IssueLine(
        issue.id, issue.rank, issue.indicator is not None and issue.indicator.is_breach,
        is_minor_issue(frame.assessment, issue, frame.assessment.dossier.charter.company.board_materiality),
        issue.loss.chance.number if issue.loss and issue.loss.chance else 1.0, issue.expected,
        writer.said(lambda pen: pen.word(f"absolute.{limit}") if limit else NOTHING), writer.said(lambda pen: _event_of(pen, issue)),
        writer.said(lambda pen: _what(pen, issue)),
        ties_of(writer, frame, issue), writer.fact(issue.loss.expected) if issue.loss and issue.loss.in_sum and issue.loss.expected else None,
        writer.said(lambda pen: ask_name(pen, open_ask.weighed) if open_ask else NOTHING),
        writer.said(lambda pen: pen.typed(open_ask.ask.id, open_ask.ask.source, "id") if open_ask else NOTHING),
        writer.said(lambda pen: pen.day(open_ask.ask.needed_by, open_ask.ask.source, "needed_by") if open_ask else NOTHING),
        bool(open_ask and open_ask.ask.needed_by and open_ask.ask.needed_by < frame.assessment.dossier.as_of),
    )


def _event_of(pen: Pen, issue: Issue) -> Part:
    """Give the event as typed; a KPI's name where no row speaks for it."""
    return _event(pen, issue.loss.row) if issue.loss else pen.name(issue.indicator) if issue.indicator else NOTHING


def _what(pen: Pen, issue: Issue) -> Part:
    """Give event, chance, date and money; an absolute limit is never priced."""
    body = when(pen, issue)
    money = impact_range(pen, issue.loss) if issue.loss and issue.rank is not Rank.ABSOLUTE else NOTHING
    return pen.join("headline.with_cost", headline=body, range=money) if money else body


def _changes(writer: Writer, frame: Frame) -> tuple[ChangeLine, ...]:
    site = frame.assessment.dossier.site

    def moved(movement: Movement, what: Callable[[Pen], Part]) -> ChangeLine:
        return ChangeLine(movement, writer.said(lambda pen: pen.join("group.of_plant", what=what(pen), site=pen.plain(site.name or site.code))))

    rows = [moved(change.movement, partial(_event, row=change.row)) for change in frame.changes.rows]
    return (*rows, *(moved(change.movement, partial(_kpi, indicator=change.indicator)) for change in frame.changes.kpis))


def _event(pen: Pen, row: RegisterRow) -> Part:
    return pen.clause(row.event_en, row.event_es, row.source, "event")


def _kpi(pen: Pen, indicator: Indicator) -> Part:
    return pen.name(indicator)
