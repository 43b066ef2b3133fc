"""What every part of the composition shares: the frame, the edition, the pen, and small blocks."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, TypeVar

from briefing.analysis.indicators import Indicator
from briefing.analysis.losses import Loss
from briefing.document.blocks import Block, Cell, Column, Mark, Paragraph, Row, Table
from briefing.document.editions import Audience, Edition
from briefing.document.names import shortened_name
from briefing.document.plan import WHOLE_PLAN, Plan
from briefing.evidence import CellRef, Fact, typed
from briefing.framing import Frame
from briefing.framing.asks import AskState
from briefing.framing.changes import redefinitions
from briefing.framing.issues import Issue
from briefing.framing.materiality import is_minor_ask, is_minor_issue, is_minor_loss
from briefing.framing.wording.pen import MISSING_VALUE, Part, Pen
from briefing.language import Language, as_language
from briefing.model.charter import Target
from briefing.model.dossier import Dossier
from briefing.model.submission import KpiReport, Status
from briefing.sentences import Sentence, Stance

Made = TypeVar("Made")
TARGET_NOTED_MONTHS = 12
"""A changed target is noted for so many months; a changed definition as long as it is in force."""


@dataclass(frozen=True, slots=True)
class Scribe:
    """Composes one edition: what is judged, for whom, the pen that writes it, and how much of each list it may print."""

    frame: Frame
    edition: Edition
    pen: Pen
    plan: Plan = WHOLE_PLAN
    made: dict[Hashable, Any] = field(default_factory=dict, repr=False, compare=False)
    """What no plan changes, such as an ask's row: pages are tried in many ways until they fit, and the same row stands in most."""

    def in_language(self, language: Language) -> Scribe:
        """Give the same scribe with another language's pen that has printed nothing yet: to measure, not to print."""
        return replace(self, pen=replace(self.pen, language=language, facts={}), made={})

    def once(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """Give what was made under a key, made if it was not."""
        if key not in self.made:
            self.made[key] = make()
        made: Made = self.made[key]
        return made

    @property
    def dossier(self) -> Dossier:
        """All that is known of the site."""
        return self.frame.assessment.dossier

    @property
    def site_name(self) -> str:
        """The site's name as a label."""
        return shortened_name(self.dossier.site.name or self.dossier.site.code)

    @property
    def is_site(self) -> bool:
        """Tell whether the site itself is the reader."""
        return self.edition.audience is Audience.SITE

    @property
    def issues(self) -> tuple[Issue, ...]:
        """The issues of this edition: the board's only where they reach its materiality."""
        return tuple(issue for issue in self.frame.issues if not is_minor_issue(self.frame.assessment, issue, self.least))

    @property
    def losses(self) -> tuple[Loss, ...]:
        """The register's rows of this edition, by the same rule."""
        return tuple(loss for loss in self.frame.assessment.losses if not is_minor_loss(self.frame.assessment, loss, self.least))

    @property
    def asks(self) -> tuple[AskState, ...]:
        """The asks of this edition: the board's but those of which all is known and below its materiality.

        That is the rows they act on, what the recommended option costs, and what a month's delay costs.
        """
        return tuple(state for state in self.frame.asks if not is_minor_ask(self.frame.assessment, state, self.least))

    @property
    def least(self) -> float:
        """The amount below which a matter stays out of this edition; 0 where everything is in."""
        return self.dossier.charter.company.board_materiality if self.edition.audience is Audience.BOARD else 0.0

    @property
    def author_language(self) -> Language:
        """The language the site's narrative is labelled with: that of the workbook's sheets."""
        submission = self.dossier.submission
        return as_language(submission.language) if submission and submission.language else self.pen.language

    def label(self, key: str) -> str:
        """Give a fixed label."""
        return self.pen.text(f"label.{key}")

    def paragraph(self, label: str, sentences: Iterable[Sentence], role: str = "body") -> Paragraph:
        """Give a paragraph with a run-in label."""
        return Paragraph(tuple(sentences), label, role)

    def columns(self, *keys: str, align: dict[str, str] | None = None, widths: Sequence[float] = ()) -> tuple[Column, ...]:
        """Give columns by the keys of their headers."""
        lies = align or {}
        shares = widths or [0.0] * len(keys)
        return tuple(
            Column(self.pen.text(f"column.{key}").format(months=self.horizon), lies.get(key, "left"), share)
            for key, share in zip(keys, shares, strict=True)
        )

    @property
    def horizon(self) -> int:
        """How many months the outlook looks ahead."""
        return next((each.outlook.horizon for each in self.frame.assessment.indicators if each.outlook), 6)

    def cell(self, identifier: str, part: Part, mark: Mark | None = None, *, stance: Stance = Stance.FACT,
             strong: bool = False, capital: bool = False) -> Cell:
        """Give a cell of one phrase."""
        if not part:
            return Cell((), mark)
        return Cell((self.pen.phrase(identifier, part, stance=stance, strong=strong, capital=capital),), mark)


def status_mark(status: Status) -> Mark:
    """Give the shape of a status."""
    return Mark(status.value)


def status_cell(scribe: Scribe, prefix: str, indicator: Indicator) -> Cell:
    """Give the computed status; a claim or an override that differs stands beside it, its reason under the table."""
    pen, report, override = scribe.pen, indicator.report, indicator.override
    computed = pen.word(f"status.{indicator.status}")
    identifier = f"{prefix}.{indicator.code}.status"
    mark = status_mark(indicator.status)
    if override:
        part = pen.join("status_set", status=pen.word(f"status.{override.status}"), computed=computed)
    elif report and report.claimed and report.claimed is not indicator.status:
        part = pen.join("status_said", computed=computed, claimed=_claim(pen, report))
    else:
        cells: tuple[CellRef, ...] = indicator.actual.evidence() if indicator.actual else ()
        part = Part(computed.runs, cells)
    return scribe.cell(identifier, part, mark, stance=Stance.ANALYSIS)


def _claim(pen: Pen, report: KpiReport) -> Part:
    return Part(pen.word(f"status.{report.claimed}").runs, (report.source.at("claimed"),))


def status_notes(scribe: Scribe, prefix: str, indicators: Sequence[Indicator]) -> list[Block]:
    """Give the reasons for statuses that differ from the computed ones, each with the name it is printed with."""
    pen = scribe.pen
    notes = []
    for each in indicators:
        report, override, identifier = each.report, each.override, f"{prefix}.{each.code}.reason"
        if override and scribe.dossier.publication:
            source = scribe.dossier.publication.source
            notes.append(pen.say(identifier, "status_note.set", kpi=pen.name(each), name=pen.role(override.name, source, "overrides"),
                                 reason=pen.quoted(override.reason, source, "overrides", scribe.author_language)))
        elif report and report.claimed and report.claimed is not each.status:
            key = "status_note.said" if report.reason else "status_note.no_reason"
            notes.append(pen.say(identifier, key, kpi=pen.name(each), claimed=_claim(pen, report),
                                 reason=pen.quoted(report.reason, report.source, "reason", scribe.author_language)))
    notes += [_adjusted(scribe, prefix, each) for each in indicators if each.adjusted is not None]
    notes += [note for each in indicators for note in _redefined(scribe, prefix, each)]
    return [Paragraph(tuple(notes), role="small")] if notes else []


def _adjusted(scribe: Scribe, prefix: str, each: Indicator) -> Sentence:
    """Give the value on the terms of the other plants beside the one reported, and why they differ."""
    pen, declared = scribe.pen, each.adjustment
    assert declared is not None  # noqa: S101 - what is adjusted was declared
    reason = pen.clause(declared.reason_en, declared.reason_es, declared.source, "reason") if declared.reason_en or declared.reason_es else pen.word("cause_not_stated")
    return pen.say(f"{prefix}.{each.code}.adjusted", "status_note.adjusted", kpi=pen.name(each), actual=pen.value(each, each.actual),
                   adjusted=pen.value(each, each.adjusted), reason=reason)


def _redefined(scribe: Scribe, prefix: str, each: Indicator) -> list[Sentence]:
    """Say from which month a KPI's definition or its target is another, so that nobody reads a movement across it."""
    pen, found = scribe.pen, []
    for change in redefinitions(each, scribe.dossier):
        month = pen.month(change.since)
        if change.before is None:
            cells = (each.kpi.source.at("valid_from"),)
            found.append(pen.say(f"{prefix}.{each.code}.redefined", "status_note.redefined", kpi=pen.name(each), month=Part(month.runs, cells)))
        elif each.target_row and scribe.dossier.period - change.since < TARGET_NOTED_MONTHS:
            cells = (each.target_row.source.at("valid_from"),)
            before = _as_agreed(each, change.before)
            found.append(pen.say(f"{prefix}.{each.code}.retargeted", "status_note.retargeted", kpi=pen.name(each), month=Part(month.runs, cells),
                                 target=pen.value(each, before.target, unit=False), limits=limits(pen, before)))
    return found


def _as_agreed(each: Indicator, row: Target) -> Indicator:
    """Give the indicator with target and limits of an earlier row, as facts of their own."""
    def fact(name: str) -> Fact | None:
        value = getattr(row, name)
        return typed(f"{each.code}.{name}.before", value, each.kpi.unit, row.source, name) if value is not None else None

    return replace(each, target=fact("target"), low_limit=fact("low_limit"), high_limit=fact("high_limit"))


KPI_COLUMNS = ("kpi", "actual", "target", "limits", "status", "breach", "own")


def kpi_table(scribe: Scribe, prefix: str, indicators: Sequence[Indicator]) -> Table:
    """Give KPIs against target and limits, with the chance of breaking a limit and the plant's own forecast."""
    align = {"actual": "right", "target": "right", "limits": "right", "breach": "right"}
    rows = tuple(scribe.once(("kpi", prefix, each.code), partial(_kpi_row, scribe, prefix, each)) for each in indicators)
    return Table(scribe.columns(*KPI_COLUMNS, align=align, widths=(0.22, 0.13, 0.09, 0.12, 0.17, 0.11, 0.16)), rows,
                 scribe.pen.text("kpis_caption"), "kpis")


def _kpi_row(scribe: Scribe, prefix: str, each: Indicator) -> Row:
    pen, name = scribe.pen, f"{prefix}.{each.code}"
    breach = pen.chance_figure(each.breach)
    if each.outlook is not None and each.outlook.too_few and each.judgement.limit is not None:
        breach = pen.word("too_few")
    cells = (
        scribe.cell(f"{name}.name", pen.name(each)),
        scribe.cell(f"{name}.actual", pen.value(each, each.actual)),
        scribe.cell(f"{name}.target", pen.value(each, each.target, unit=False)),
        scribe.cell(f"{name}.limits", limits(pen, each)),
        status_cell(scribe, prefix, each),
        scribe.cell(f"{name}.breach", breach, stance=Stance.ANALYSIS),
        scribe.cell(f"{name}.own", own_forecast(pen, each)),
    )
    return Row(cells, anchor=f"{prefix}-{each.code}")


def limits(pen: Pen, each: Indicator) -> Part:
    """Give the limits of tolerance as agreed."""
    low, high = each.low_limit, each.high_limit
    if low and high:
        return pen.join("limit_both", low=pen.value(each, low, unit=False), high=pen.value(each, high, unit=False))
    if low:
        return pen.join("limit_low", low=pen.value(each, low, unit=False))
    return pen.join("limit_high", high=pen.value(each, high, unit=False)) if high else pen.word("no_limit")


def own_forecast(pen: Pen, each: Indicator) -> Part:
    """Give the plant's own forecast for the last month it speaks of."""
    own = next((one for one in reversed(each.report.forecasts if each.report else ()) if one.likely is not None), None)
    if own is None:
        return pen.plain(MISSING_VALUE)
    def fact(name: str) -> Part:
        forecast = typed(f"{each.code}.own.{own.period}.{name}", getattr(own, name), each.kpi.unit, own.source, name)
        return pen.value(each, forecast, unit=name == "likely")

    month = pen.month(own.period, short=True, year=own.period.year != pen.as_of.year)
    if own.low is None or own.high is None:
        return pen.join("own_forecast", likely=fact("likely"), month=month)
    return pen.join("own_forecast.range", likely=fact("likely"), low=fact("low"), high=fact("high"), month=month)
