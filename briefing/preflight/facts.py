"""The facts of the candor checks as findings, each at the cell where a reason or words would stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from briefing.analysis import candor
from briefing.analysis.assessment import Assessment
from briefing.analysis.candor import Untold
from briefing.analysis.indicators import Indicator
from briefing.evidence import CellRef
from briefing.findings import Finding, in_order
from briefing.framing import Frame
from briefing.language import LANGUAGES, catalogue
from briefing.model.asks import AskState, Purpose
from briefing.model.submission import Status
from briefing.numbers import chance, month
from briefing.preflight import codes
from briefing.preflight.codes import raised
from briefing.preflight.texts import named, said_in, titled, valued

ISSUES_WITH_OPTIONS: Final = 5
"""How many issues, by rank, are expected to name a way out."""
_MEANING: Final = re.compile(
    r"\b(?:means?|meaning|defin(?:e|es|ed|ition|itions)|counts? as|what .{0,40}\bis measured|signific\w+|entend\w+ por|se entiende|defin(?:ir|ici[oó]n|iciones|imos)"
    r"|qu[eé] cuenta como|c[oó]mo se mide|how .{0,30}\bis (?:measured|counted))\b", re.IGNORECASE)

_DIFFERS: Final = re.compile(
    r"\b(?:mid\w+ (?:\w+ ){0,3}(?:distinto|diferente|de otra (?:forma|manera))|(?:otra|distinta|diferente) (?:definici[oó]n|f[oó]rmula)|no es la misma (?:definici[oó]n|f[oó]rmula)"
    r"|(?:measur|count|calculat|defin)\w+ (?:\w+ ){0,3}differently|(?:different|another|not the same) (?:definition|formula))\b", re.IGNORECASE)


def facts(frame: Frame) -> tuple[Finding, ...]:
    """Give every fact that a reader would stop at, by sheet and cell."""
    assessment = frame.assessment
    return in_order([*_claims(assessment), *_words(assessment), *_untold(assessment), *_rows(frame), *_definitions(assessment)])


def _claims(assessment: Assessment) -> Iterator[Finding]:
    for each in candor.claims(assessment):
        report = each.report
        if report is None or report.claimed is None:
            continue
        where = report.source.at("claimed")
        if each.status is Status.NOT_MEASURED:
            yield raised(where, codes.CLAIMED_UNMEASURED, **named(each), **_status("claimed", report.claimed))
        else:
            yield raised(where, codes.CLAIMED_BETTER, **named(each), **_status("claimed", report.claimed), **_status("computed", each.status), **measured(each))


def _status(name: str, status: Status) -> dict[str, str]:
    return {f"{name}_{language}": catalogue("preflight", language).text(f"status.{status}") for language in LANGUAGES}


def measured(indicator: Indicator) -> dict[str, str]:
    """Give a KPI's value and nearest limit (its target where none is agreed) in both languages as parameters."""
    judgement, row = indicator.judgement, indicator.target_row
    value = indicator.actual.number if indicator.actual else 0.0
    limit = judgement.limit if judgement.limit is not None else row.target if row and row.target is not None else 0.0
    return valued("value", value, indicator) | valued("limit", limit, indicator)


def _words(assessment: Assessment) -> Iterator[Finding]:
    for each, missing in candor.unexplained(assessment):
        where = _place(each, missing[0])
        if len(missing) == len(candor.WORDS):
            yield raised(where, codes.BREACH_WITHOUT_WORDS, **named(each), **measured(each))
        else:
            lists = {f"missing_{language}": ", ".join(catalogue("preflight", language).text(f"field.{name}") for name in missing) for language in LANGUAGES}
            yield raised(where, codes.BREACH_WITHOUT_SOME, **named(each), **lists)
    for each in candor.unannounced(assessment):
        if each.breach is not None:
            shown = {f"chance_{language}": chance(each.breach.number, language) for language in LANGUAGES}
            yield raised(_place(each, "cause"), codes.WARNING_WITHOUT_WORDS, **named(each), **measured(each), **shown)


def _place(indicator: Indicator, name: str) -> CellRef:
    """Give the cell where the words would stand; the KPI's last known cell where the month has no row of it."""
    return indicator.report.source.at(name) if indicator.report else indicator.series.cells[-1]


def _untold(assessment: Assessment) -> Iterator[Finding]:
    for each in candor.untold(assessment):
        parameters = named(each.indicator) | valued("value", each.value, each.indicator) | _limit_then(each, assessment) | {
            f"month_{language}": month(each.period, language) for language in LANGUAGES}
        if each.restated_from is not None:
            yield raised(each.where, codes.RESTATED_INTO_BREACH, **parameters, **valued("before", each.restated_from, each.indicator))
        else:
            yield raised(each.where, codes.GREEN_TO_RED if each.leapt else codes.TOLD_AFTER, **parameters)
    for row in candor.surprises(assessment.dossier):
        yield raised(row.source.at("happened_on"), codes.HAPPENED_UNTOLD, id=row.id, **titled(row))


def _limit_then(untold: Untold, assessment: Assessment) -> dict[str, str]:
    dossier, kpi = assessment.dossier, untold.indicator.kpi
    row = dossier.charter.target(kpi.code, dossier.site.code, untold.period)
    limits = [limit for limit in (row.low_limit, row.high_limit) if limit is not None] if row else []
    nearest = min(limits, key=lambda limit: abs(limit - untold.value), default=0.0)
    return valued("limit", nearest, untold.indicator)


def _rows(frame: Frame) -> Iterator[Finding]:
    assessment = frame.assessment
    for each in candor.eased(assessment.dossier):
        shown = {f"{name}_{language}": chance(value, language, typed=True) if each.field == "chance" else f"{value:,.10g}"
                 for name, value in (("before", each.before), ("now", each.now)) for language in LANGUAGES}
        yield raised(each.row.source.at(each.field), codes.EASED, id=each.row.id, **titled(each.row), **shown)
    lacks = {"chance": codes.NO_CHANCE, "impact": codes.NO_IMPACT, "owner": codes.NO_OWNER, "by_date": codes.NO_DATE}
    for loss in assessment.losses:
        for name in candor.issue_gaps(loss):
            yield raised(loss.row.source.at("bad" if name == "impact" else name), lacks[name], id=loss.row.id, **titled(loss.row))
    for issue in frame.issues[:ISSUES_WITH_OPTIONS]:
        if issue.loss is not None and not candor.has_way_out(issue.loss, assessment):
            yield raised(issue.loss.row.source.at("response"), codes.NO_OPTION, id=issue.id, **titled(issue.loss.row))


def _definitions(assessment: Assessment) -> Iterator[Finding]:
    for each, missing in candor.one_sided(assessment):
        if each.target_row is not None:
            side = {f"side_{language}": catalogue("preflight", language).text(f"side.{missing}") for language in LANGUAGES}
            yield raised(each.target_row.source.at(missing), codes.ONE_SIDED, **named(each), **side)
    submission = assessment.dossier.submission
    if submission is None:
        return
    for ask in submission.asks:
        if ask.state is AskState.OPEN and ask.purpose is not Purpose.INFORMATION and _MEANING.search(f"{ask.title_en} / {ask.title_es}"):
            yield raised(ask.source.at("title_en" if ask.title_en else "title_es"), codes.TWO_MEANINGS, **titled(ask))
    for said in said_in(submission):
        if _DIFFERS.search(said.text):
            quoted = f"\N{LEFT DOUBLE QUOTATION MARK}{said.text}\N{RIGHT DOUBLE QUOTATION MARK}"
            yield raised(said.where, codes.TWO_MEANINGS, title_en=quoted, title_es=quoted)
