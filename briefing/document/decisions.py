"""What headquarters decides this month: the asks that are due before the next briefing, and those that are overdue."""

from __future__ import annotations

from briefing.document.blocks import Block, Bullets, Paragraph, Section
from briefing.document.editions import Audience
from briefing.document.scribe import Scribe
from briefing.framing.asks import AskState
from briefing.framing.wording import ask_words, lists
from briefing.model.asks import Purpose


def decisions_section(scribe: Scribe) -> Section | None:
    """Compose the section; None for other editions than that of headquarters, and where nothing is asked."""
    if scribe.edition.audience is not Audience.HQ or not scribe.asks:
        return None
    due = due_asks(scribe)
    pen, title = scribe.pen, scribe.label("decisions")
    if not due:
        return Section("decisions", title, (Paragraph((pen.say("decisions.none", "decisions.none"),)),))
    shown = due[:scribe.plan.decisions]
    blocks: list[Block] = [Bullets(tuple((ask_words.due(pen, f"decisions.{state.ask.id}", state, scribe.dossier.site),) for state in shown))]
    rest = len(due) - len(shown)
    if rest:
        blocks.append(Paragraph((lists.more(pen, "decisions.more", "decisions", rest, "all-asks"),), role="small"))
    return Section("decisions", title, tuple(blocks))


def due_asks(scribe: Scribe) -> tuple[AskState, ...]:
    """Give the open asks for decision that are needed before the next month's briefing, as this one stands in its month."""
    next_one = (scribe.dossier.period + 2).last_day
    found = [state for state in scribe.asks if state.weighed.purpose is Purpose.DECISION and state.decided is None
             and state.ask.needed_by is not None and state.ask.needed_by <= next_one]
    return tuple(sorted(found, key=lambda state: (state.ask.needed_by is None, state.ask.needed_by, state.ask.id)))
