"""What the HQ desk shows of a publication: facts that the briefing prints, taken from its judgement as they are."""

from __future__ import annotations

from typing import Any

from briefing.analysis.record import Tally, latest_follow_ups
from briefing.framing.asks import AskState
from briefing.model.submission import FollowUp, FollowUpKind, FollowUpState
from briefing.pipeline import Briefing


def summary_of(briefing: Briefing) -> dict[str, Any]:
    """Give open asks, open promises of both sides and the record, as JSON types."""
    record = briefing.frame.assessment.record
    tallies = {"own_ranges": record.own_ranges, "told": record.told, "answered": record.answered, "kept_site": record.kept_site, "kept_hq": record.kept_hq}
    promises = (each for each in latest_follow_ups(briefing.dossier, FollowUpKind.COMMITMENT) if each.state is FollowUpState.OPEN)
    return {
        "asks": [_ask(state) for state in briefing.frame.asks if state.decided is None],
        "promises": [_promise(each) for each in promises],
        "record": {name: _tally(tally) for name, tally in tallies.items()},
        "safe_start": record.for_site_only,
    }


def _ask(state: AskState) -> dict[str, Any]:
    ask = state.ask
    sent = ask.sent_on or ask.first_raised
    return {
        "id": ask.id, "title": [ask.title_en, ask.title_es], "decider": ask.decider, "purpose": state.weighed.purpose.value,
        "needed_by": ask.needed_by.isoformat() if ask.needed_by else None,
        "sent_on": sent.isoformat() if sent else None,
        "days": state.days, "answers": len(state.current),
    }


def _promise(line: FollowUp) -> dict[str, Any]:
    return {"id": line.id, "side": line.side.value, "who": line.who, "text": [line.text_en, line.text_es], "due": line.due.isoformat() if line.due else None}


def _tally(tally: Tally) -> list[int]:
    return [int(tally.hits.number), int(tally.total.number)]
