"""Checks across cells and months: what no cell shows alone. Pure.

`mend_*` give the records without what contradicts itself, and say so; `*_findings` only look.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from briefing.evidence import CellRef, Source
from briefing.findings import Finding
from briefing.model.addresses import mail_address
from briefing.model.asks import Ask, AskState, Option, Purpose
from briefing.model.charter import Charter, Direction, Kpi, ScaleStep, Target
from briefing.model.register import Occurs, RegisterRow, RowState
from briefing.model.submission import Cover, FollowUp, FollowUpKind, FollowUpState, Submission
from briefing.periods import Period
from briefing.workbook.branding import mend_colours
from briefing.workbook.categories import kind_named
from briefing.workbook.codes import listed, raised
from briefing.workbook.vocabulary import ROW_KINDS

FX_CHANGE: Final = 0.20
NARROW: Final = 1.5
"""A bad case less than this many times the good case: people are too sure of themselves."""


def _at(source: Source, field: str, code: str, **parameters: str | float) -> Finding:
    return raised(source.at(field), code, **parameters)


# charter

def mend_charter(charter: Charter) -> tuple[Charter, tuple[Finding, ...]]:
    """Drop bounds, limits and scale steps that contradict themselves; see that colours can be read."""
    company, faults = mend_colours(charter.company)
    findings: list[Finding] = [*faults]
    kpis, targets, scales = [], [], []
    for kpi in charter.kpis:
        if kpi.lower_bound is not None and kpi.upper_bound is not None and kpi.lower_bound > kpi.upper_bound:
            findings.append(_at(kpi.source, "lower_bound", "CHA-209", kpi=kpi.code))
            kpi = replace(kpi, lower_bound=None, upper_bound=None)  # noqa: PLW2901
        kpis.append(kpi)
    for target in charter.targets:
        if target.low_limit is not None and target.high_limit is not None and target.low_limit > target.high_limit:
            findings.append(_at(target.source, "low_limit", "CHA-203", kpi=target.kpi))
            target = replace(target, low_limit=None, high_limit=None)  # noqa: PLW2901
        targets.append(target)
    for step in charter.scales:
        fault = _scale_fault(step)
        if fault:
            findings.append(fault)
        else:
            scales.append(step)
    return replace(charter, company=company, kpis=tuple(kpis), targets=tuple(targets), scales=tuple(scales)), tuple(findings)


def _scale_fault(step: ScaleStep) -> Finding | None:
    given = [value for value in (step.low, step.value, step.high) if value is not None]
    if step.meaning == "chance" and any(not 0 <= value <= 1 for value in given):
        return _at(step.source, "value", "CHA-210", found=step.word)
    return _at(step.source, "value", "CHA-211", found=step.word) if given != sorted(given) else None


def charter_findings(charter: Charter) -> Iterator[Finding]:
    """Say what a charter leaves open or states oddly; an open point is a note with the next step."""
    if not charter.sites:
        yield raised(CellRef(charter.file), "CHA-201")
    company = charter.company
    if (company.loss_amount is None) != (company.loss_years is None):
        yield _at(company.source, "loss_amount" if company.loss_amount is None else "loss_years", "CHA-208")
    if company.reply_to and not mail_address(company.reply_to):
        yield _at(company.source, "reply_to", "CHA-240", found=company.reply_to)
    for reader in charter.readers:
        if reader.email and not mail_address(reader.email):
            yield _at(reader.source, "email", "CHA-240", found=reader.email)
    for row in charter.appetite:
        if row.category and kind_named(row.category) is None:
            yield _at(row.source, "category", "CHA-223", found=row.category, allowed_en=listed(each.text.en for each in ROW_KINDS),
                      allowed_es=listed(each.text.es for each in ROW_KINDS))
    agreed = {target.kpi for target in charter.targets}
    for kpi in charter.kpis:
        if not (kpi.name_en or kpi.name_es):
            yield _at(kpi.source, "name_en", "CHA-212", kpi=kpi.code)
        if kpi.code not in agreed:
            yield _at(kpi.source, "code", "CHA-202", kpi=kpi.code)
    for target in charter.targets:
        defined = next((each for each in reversed(charter.kpis) if each.code == target.kpi), None)
        yield from _target_findings(target, defined)


def _target_findings(target: Target, kpi: Kpi | None) -> Iterator[Finding]:
    if target.target is None:
        yield _at(target.source, "target", "CHA-207", kpi=target.kpi)
    elif (target.low_limit is not None and target.target < target.low_limit) or (
            target.high_limit is not None and target.target > target.high_limit):
        yield _at(target.source, "target", "CHA-204", kpi=target.kpi)
    if target.value_per_unit is not None and (target.basis is None or target.measure is None):
        yield _at(target.source, "measure" if target.basis else "basis", "CHA-206", kpi=target.kpi)
    direction = kpi.direction if kpi else None
    if direction in {Direction.HIGHER, Direction.BAND} and target.low_limit is None:
        yield _at(target.source, "low_limit", "CHA-205", kpi=target.kpi)
    if direction in {Direction.LOWER, Direction.BAND} and target.high_limit is None:
        yield _at(target.source, "high_limit", "CHA-205", kpi=target.kpi)


# month

def check_belongs(submission: Submission, site: str, period: Period) -> tuple[Finding, ...]:
    """Say when a workbook speaks of another site or month than the one it was handed in for."""
    findings = []
    if submission.site != site:
        findings.append(_at(submission.cover.source, "site", "COV-201", found=submission.site, expected=site))
    if submission.period != period:
        findings.append(_at(submission.cover.source, "period", "COV-202", found=str(submission.period), expected=str(period)))
    return tuple(findings)


def check_against_previous(submission: Submission, previous: Submission | None) -> tuple[Finding, ...]:
    """Compare a month with the one before: an exchange rate more than 20 % away is doubted."""
    now, before = submission.cover, previous.cover if previous else None
    if before is None or not now.rate or not before.rate or now.currency != before.currency:
        return ()
    if abs(now.rate / before.rate - 1) <= FX_CHANGE:
        return ()
    return (_at(now.source, "rate", "COV-203", found=now.rate, before=before.rate),)


def month_findings(submission: Submission, charter: Charter | None) -> Iterator[Finding]:
    """Say what the month as a whole lacks beside the charter."""
    yield from _rate_findings(submission.cover, charter)
    if charter is None or not charter.kpis or not submission.kpis:
        return
    reported = {report.code for report in submission.kpis}
    agreed = {kpi.code for kpi in charter.kpis}
    for report in submission.kpis:
        if report.code not in agreed:
            yield _at(report.source, "code", "KPI-201", kpi=report.code)
    missing = [kpi.code for kpi in charter.kpis_in_force(submission.period)
               if kpi.code not in reported and charter.expects(kpi.code, submission.site)]
    if missing:
        where = submission.kpis[0].source
        yield raised(CellRef(where.file, where.sheet), "KPI-202", known=listed(missing))


def _rate_findings(cover: Cover, charter: Charter | None) -> Iterator[Finding]:
    company = charter.company.currency if charter else "USD"
    if cover.currency and cover.currency != company and not cover.rate:
        yield _at(cover.source, "rate", "COV-204", currency=cover.currency, company=company)
    if cover.rate and (cover.rate_on is None or not cover.rate_source):
        yield _at(cover.source, "rate_source" if cover.rate_on else "rate_on", "COV-205")


def mend_register(rows: Iterable[RegisterRow], cover: Cover) -> tuple[tuple[RegisterRow, ...], tuple[Finding, ...]]:
    """Drop impacts and dates that contradict each other, and say what a row lacks."""
    kept: list[RegisterRow] = []
    findings: list[Finding] = []
    for row in rows:
        mended, faults = _mend_impact(row)
        findings.extend(faults)
        findings.extend(_row_findings(mended, cover))
        if mended.earliest and mended.by_date and mended.earliest > mended.by_date:
            findings.append(_at(mended.source, "earliest", "REG-207", id=mended.id))
            mended = replace(mended, earliest=None)
        kept.append(mended)
    return tuple(kept), tuple(findings)


def _mend_impact(row: RegisterRow) -> tuple[RegisterRow, tuple[Finding, ...]]:
    bad, likely, good = row.bad, row.likely, row.good
    findings: list[Finding] = []
    if bad is not None and good is not None:
        if bad < good:
            fault = _at(row.source, "bad", "REG-201", id=row.id, bad=bad, good=good)
            return replace(row, bad=None, likely=None, good=None), (fault,)
        if good > 0 and bad / good < NARROW:
            findings.append(_at(row.source, "bad", "REG-205", id=row.id, bad=bad, good=good))
    if likely is not None and ((bad is not None and likely > bad) or (good is not None and likely < good)):
        findings.append(_at(row.source, "likely", "REG-202", id=row.id, likely=likely))
        row = replace(row, likely=None)
    return row, tuple(findings)


def _row_findings(row: RegisterRow, cover: Cover) -> Iterator[Finding]:
    if not (row.event_en or row.event_es):
        yield _at(row.source, "event_en" if "event_en" in row.source.cells else "event_es", "REG-209", id=row.id)
    if row.state is RowState.HAPPENED and row.happened_on is None:
        yield _at(row.source, "happened_on", "REG-210", id=row.id)
    if row.state is not RowState.OPEN:
        return
    if row.chance is not None and row.by_date is None and row.occurs is Occurs.ONCE:
        yield _at(row.source, "by_date", "REG-206", id=row.id)
    if row.by_date and cover.period and row.by_date < cover.period.first_day:
        yield _at(row.source, "by_date", "REG-208", id=row.id, found=row.by_date.isoformat())


def mend_asks(asks: Iterable[Ask], options: Iterable[Option], charter: Charter | None,
              cover: Cover) -> tuple[tuple[Ask, ...], tuple[Finding, ...]]:
    """Join options to their asks, sorted by letter; an option of no ask is left out and found."""
    asks, options = tuple(asks), tuple(options)
    known = {ask.id for ask in asks}
    findings: list[Finding] = []
    for option in options:
        if option.ask not in known:
            findings.append(_at(option.source, "ask", "OPT-201", found=option.ask, known=listed(sorted(known)) or "-"))
        if not (option.title_en or option.title_es) and option.letter != "A":
            findings.append(_at(option.source, "title_en", "OPT-202", found=f"{option.ask} {option.letter}"))
    joined = []
    for ask in asks:
        own = sorted((option for option in options if option.ask == ask.id), key=lambda option: option.letter)
        mended, faults = _mend_ask(replace(ask, options=tuple(own)), charter, cover)
        findings.extend(faults)
        joined.append(mended)
    return tuple(joined), tuple(findings)


def _mend_ask(ask: Ask, charter: Charter | None, cover: Cover) -> tuple[Ask, tuple[Finding, ...]]:
    """Drop letters that no option has, and say what a decision lacks."""
    findings = []
    if not (ask.title_en or ask.title_es):
        findings.append(_at(ask.source, "title_en" if "title_en" in ask.source.cells else "title_es", "ASK-207", id=ask.id))
    letters = {"A", *(option.letter for option in ask.options)}
    wrong = {name: letter for name, letter in (("recommendation", ask.recommendation), ("decision", ask.decision))
             if letter and ask.options and letter not in letters}
    for name, letter in wrong.items():
        findings.append(_at(ask.source, name, "ASK-205", id=ask.id, found=letter, known=listed(sorted(letters))))
    ask = replace(ask, recommendation="" if "recommendation" in wrong else ask.recommendation,
                  decision="" if "decision" in wrong else ask.decision)
    if ask.state is AskState.DECIDED and not (ask.decision and ask.decided_on):
        findings.append(_at(ask.source, "decided_on" if ask.decision else "decision", "ASK-206", id=ask.id))
    if ask.state is AskState.OPEN and ask.purpose is Purpose.DECISION:
        findings.extend(_decision_lacks(ask, charter, cover))
    return ask, tuple(findings)


def _decision_lacks(ask: Ask, charter: Charter | None, cover: Cover) -> Iterator[Finding]:
    site = charter.site(cover.site) if charter else None
    if not ask.options:
        yield _at(ask.source, "id", "ASK-201", id=ask.id)
    if not ask.recommendation:
        yield _at(ask.source, "recommendation", "ASK-202", id=ask.id)
    if not ask.decider and not (site and site.decider):
        yield _at(ask.source, "decider", "ASK-203", id=ask.id)
    if ask.needed_by is None:
        yield _at(ask.source, "needed_by", "ASK-204", id=ask.id)


def mend_follow_ups(lines: Iterable[FollowUp]) -> tuple[tuple[FollowUp, ...], tuple[Finding, ...]]:
    """Say what lines of the follow-up lack; nothing is dropped."""
    lines = tuple(lines)
    findings = []
    for line in lines:
        if not (line.text_en or line.text_es):
            findings.append(_at(line.source, "text_en" if "text_en" in line.source.cells else "text_es", "FUP-201", id=line.id))
        if line.kind is FollowUpKind.COMMITMENT and line.due is None:
            findings.append(_at(line.source, "due", "FUP-202", id=line.id))
        if line.state in {FollowUpState.KEPT, FollowUpState.KEPT_LATE} and line.done_on is None:
            findings.append(_at(line.source, "done_on", "FUP-203", id=line.id))
    return lines, tuple(findings)
