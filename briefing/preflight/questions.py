"""The questions a board will ask this month, by rank, each with where the briefing answers it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from briefing import numbers
from briefing.analysis.assessment import Assessment
from briefing.analysis.candor import lacking
from briefing.analysis.clarity import Gap
from briefing.analysis.indicators import Indicator
from briefing.analysis.record import is_due, latest_follow_ups
from briefing.evidence import CellRef
from briefing.framing import Frame
from briefing.framing.asks import AskState
from briefing.framing.changes import Movement, RowChange
from briefing.framing.issues import Rank
from briefing.language import LANGUAGES
from briefing.model.asks import Purpose
from briefing.model.responses import Choice
from briefing.model.submission import FollowUp, FollowUpKind, FollowUpState, Side, Status
from briefing.preflight.answers import Place, Printed, explains, mentions
from briefing.preflight.facts import measured
from briefing.preflight.softness import softenings
from briefing.preflight.texts import Said, language_of, named, said_in, titled, valued

SHOWN = 5
"""How many questions are shown at first; the rest is counted."""
ALIKE = 2
STEP = 8
"""After so many questions of a key the next ones stand so many ranks lower."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question: its key and parameters (texts are made at the edge), its weight, and where it is answered.

    `about` is the cell that raises it. `weight` orders within a key's rank, larger first.
    """

    key: str
    about: CellRef
    parameters: tuple[tuple[str, str | int], ...] = ()
    answers: tuple[Place, ...] = ()
    weight: float = 0.0

    @property
    def answered(self) -> bool:
        """Tell whether the briefing answers it; what stands in the workbook alone answers nobody."""
        return any(place.section for place in self.answers)


ORDER = (
    "absolute", "absolute_row", "breach_cause", "waiting", "cost_change", "breach_action", "disagreement", "question", "promise", "warning", "eased", "worse",
    "restated", "tolerance", "decide_now", "new_row", "not_measured", "definition", "untranslated", "priority", "gone",
)
"""Keys by rank."""


def questions(frame: Frame, printed: Printed, gaps: Iterable[Gap]) -> tuple[Question, ...]:
    """Give all questions by rank; of one rank those without an answer first, then by weight."""
    asker = _Asker(frame, printed)
    found = [*asker.limits(), *asker.changed(), *asker.asks(), *asker.promises(), *asker.rest(gaps)]
    ranked = sorted(found, key=lambda each: (ORDER.index(each.key), each.answered, bool(each.answers), -each.weight, each.parameters))
    return tuple(question for _, question in sorted(_spread(ranked), key=lambda pair: pair[0]))


def _spread(ranked: Iterable[Question]) -> Iterator[tuple[int, Question]]:
    """Give each question its place, the third and later ones of a key further down, so that the first few speak of several things."""
    seen: Counter[str] = Counter()
    for each in ranked:
        yield ORDER.index(each.key) + STEP * (seen[each.key] // ALIKE), each
        seen[each.key] += 1


Parameters = Mapping[str, str | int]


def _question(key: str, about: CellRef, parameters: Parameters, answers: Iterable[Place] = (), weight: float = 0.0) -> Question:
    return Question(key, about, tuple(sorted(parameters.items())), tuple(dict.fromkeys(answers)), weight)


class _Asker:
    """Asks about one frame."""

    def __init__(self, frame: Frame, printed: Printed) -> None:
        self.frame, self.printed = frame, printed
        self.assessment: Assessment = frame.assessment
        self.dossier = self.assessment.dossier
        self.texts: tuple[Said, ...] = said_in(self.dossier.submission) if self.dossier.submission else ()

    def plain(self, text: str, where: CellRef) -> tuple[Place, ...]:
        """Give the place of a text if it says something: typed, and not softened in every sentence."""
        if not text.strip():
            return ()
        usual = self.dossier.submission.language if self.dossier.submission else "es"
        language = language_of(text, "en" if usual == "en" else "es")
        soft = {each.sentence for each in softenings(text, language)}
        return () if soft and len(" ".join(soft)) > 0.5 * len(text) else (self.printed.place(where),)

    def limits(self) -> Iterator[Question]:
        """Ask about broken limits, about what is likely to break, and about what was not measured."""
        spoken = {code for loss in self.assessment.losses for code in loss.row.kpis}
        for each in self.assessment.indicators:
            if each.is_breach:
                yield from self._breach(each)
            elif each.is_warning and each.breach is not None:
                action = self._word(each, "action")
                rows = [self.printed.place(loss.row.source.at("response")) for loss in self.assessment.losses
                        if each.code in loss.row.kpis and loss.row.response] if each.code in spoken else []
                chances = {f"chance_{language}": numbers.chance(each.breach.number, language) for language in LANGUAGES}
                yield _question("warning", self._last(each), named(each) | measured(each) | chances, (*action, *rows), each.breach.number)
            elif each.status is Status.NOT_MEASURED:
                words = [self.printed.place(said.where) for name in named(each).values() for said in mentions(self.texts, name.split()[0])
                         if len(name.split()[0]) > 3]
                yield _question("not_measured", self._last(each), named(each), (*self._word(each, "reason"), *self._word(each, "cause"), *words))

    def _breach(self, each: Indicator) -> Iterator[Question]:
        money = each.money.number if each.money else 0.0
        cause, action = self._word(each, "cause"), self._word(each, "action")
        if each.kpi.absolute:
            yield _question("absolute", self._last(each), named(each) | measured(each), cause if cause and action else (), money)
            return
        yield _question("breach_cause", self._last(each), named(each) | measured(each), cause, money)
        yield _question("breach_action", self._last(each), named(each) | measured(each), action, money)

    def _word(self, each: Indicator, name: str) -> tuple[Place, ...]:
        report = each.report
        if report is None or (name in {"cause", "meaning", "action"} and name in lacking(report)):
            return ()
        return self.plain(getattr(report, name), report.source.at(name))

    def _last(self, each: Indicator) -> CellRef:
        if each.series.cells:
            return each.series.cells[-1]
        return each.report.source.at("code") if each.report else each.kpi.source.at("code")

    def changed(self) -> Iterator[Question]:
        """Ask about rows that moved, came or went, and about values that were restated."""
        for change in self.frame.changes.rows:
            yield from self._moved(change)
        for indicator, restated in self.frame.changes.restated:
            month = {f"month_{language}": numbers.month_name(restated.period, language) for language in LANGUAGES}
            then = valued("before", restated.before.value or 0.0, indicator) | valued("now", restated.now.value or 0.0, indicator)
            said = [*mentions(self.texts, month["month_en"]), *mentions(self.texts, month["month_es"])]
            about = [each for each in said if each.subject in {indicator.code, "cover"} and explains(each)]
            yield _question("restated", restated.now.where, named(indicator) | month | then, (self.printed.place(each.where) for each in about))
        for loss in self.assessment.losses:
            if loss.row.limit and self._touched(loss.row.id):
                note = self.plain(loss.row.note, loss.row.source.at("note"))
                yield _question("absolute_row", loss.row.source.at("id"), {"id": loss.row.id} | titled(loss.row), note, loss.chance.number if loss.chance else 1.0)

    def _touched(self, identifier: str) -> bool:
        issue = next((each for each in self.frame.issues if each.id == identifier), None)
        return issue is not None and issue.rank is Rank.ABSOLUTE and not (issue.indicator and issue.indicator.is_breach)

    def _moved(self, change: RowChange) -> Iterator[Question]:
        row = change.row
        loss = self.assessment.loss(row.id)
        weight = loss.expected.number if loss and loss.expected else 0.0
        note = self.plain(row.note, row.source.at("note"))
        keys = {Movement.WORSE: "worse", Movement.BETTER: "eased", Movement.NEW: "new_row", Movement.GONE: "gone", Movement.CLOSED: "gone"}
        key = keys.get(change.movement)
        if key is None:
            return
        copied = any(old.note.strip() == row.note.strip() for each in self.dossier.earlier if (old := each.row(row.id)))
        answers = () if copied or change.movement is Movement.GONE else note
        yield _question(key, row.source.at("chance"), {"id": row.id} | titled(row), answers, weight)

    def asks(self) -> Iterator[Question]:
        """Ask about costs that changed, decisions that wait, questions and disagreements of readers."""
        for state in self.frame.asks:
            yield from self._ask(state)
        for line in latest_follow_ups(self.dossier, FollowUpKind.WAITING):
            if line.state is FollowUpState.OPEN and line.since and line.since < self.dossier.as_of:
                days = (self.dossier.as_of - line.since).days
                about: Parameters = {"id": line.ask or line.id, "days": days, **_text(line)}
                yield _question("waiting", line.source.at("since"), about, [self.printed.place(line.source.at("since"))], days)

    def _ask(self, state: AskState) -> Iterator[Question]:
        ask, change = state.ask, state.change
        context = self.plain(ask.context, ask.source.at("context"))
        delay = state.weighed.delay.number if state.weighed.delay else 0.0
        if change and change.cost_before and change.cost_now and change.cost_before.number != change.cost_now.number:
            costs = {f"{name}_{language}": numbers.money(fact.number, fact.unit, language, 3)
                     for name, fact in (("before", change.cost_before), ("now", change.cost_now)) for language in LANGUAGES}
            told = [self.printed.place(said.where) for said in self.texts
                    if explains(said) and (said.subject == ask.id or mentions((said,), ask.id)) and said.field != "consequence"]
            where = ask.option(ask.recommendation)
            place = where.source.at("cost_once") if where else ask.source.at("id")
            yield _question("cost_change", place, {"id": ask.id} | titled(ask) | costs, told, change.cost_now.number)
        for response in state.answered(Choice.QUESTION):
            if not any(reply.reply_to in {"", response.reader, response.role} for reply in state.replied):
                yield _question("question", response.source.at("choice"), {"id": ask.id, "who": response.role} | titled(ask))
        for response in (*state.answered(Choice.DISAGREE), *(each for each in state.stale if each.choice is Choice.DISAGREE)):
            yield _question("disagreement", response.source.at("choice"), {"id": ask.id, "who": response.role} | titled(ask), context)
        if state.weighed.purpose is Purpose.DECISION and state.is_silent:
            cost = [self.printed.place(cell) for cell in (ask.source.at("needed_by"),)] if state.weighed.delay else []
            yield _question("decide_now", ask.source.at("needed_by"), {"id": ask.id} | titled(ask), cost, delay)

    def promises(self) -> Iterator[Question]:
        """Ask about promises broken, on either side: whether and when they will be kept."""
        for line in latest_follow_ups(self.dossier, FollowUpKind.COMMITMENT):
            overdue = line.state is FollowUpState.OPEN and is_due(line, self.dossier)
            if line.state is not FollowUpState.BROKEN and not overdue:
                continue
            told = [self.printed.place(said.where) for said in mentions(self.texts, line.id) if said.subject != line.id]
            yield _question("promise", line.source.at("state"), {"id": line.id} | _text(line), told, 1.0 if line.side is Side.SITE else 0.0)

    def rest(self, gaps: Iterable[Gap]) -> Iterator[Question]:
        """Ask about exposure over the tolerance, priorities without anything behind, changed definitions, rows without money."""
        portfolio = self.assessment.portfolio
        if portfolio and portfolio.beyond and portfolio.accepted and portfolio.above:
            after = [state.weighed.ask.source.at("recommendation") for state in self.frame.asks if state.weighed.above]
            figures = {"low": numbers.hundredths(portfolio.above.low.number, "en"), "high": numbers.hundredths(portfolio.above.high.number, "en"),
                       "accepted": numbers.hundredths(portfolio.accepted.number, "en")}
            yield _question("tolerance", self.dossier.charter.company.source.at("loss_amount"), figures, (self.printed.place(cell) for cell in after))
        for gap in gaps:
            if gap.key == "priority" and (priority := self.dossier.charter.priority(gap.subject)) is not None:
                yield _question("priority", gap.where, {"id": gap.subject} | titled(priority))
            elif gap.key == "untranslated" and (loss := self.assessment.loss(gap.subject)) is not None:
                said = self.plain(loss.row.consequence, loss.row.source.at("consequence"))
                yield _question("untranslated", gap.where, {"id": gap.subject} | titled(loss.row), said)
            elif gap.key == "definition" and (indicator := self.assessment.indicator(gap.subject)) is not None:
                yield _question("definition", gap.where, named(indicator), [self.printed.place(gap.where)])


def _text(line: FollowUp) -> dict[str, str]:
    return {"title_en": line.text_en or line.text_es or line.id, "title_es": line.text_es or line.text_en or line.id}
