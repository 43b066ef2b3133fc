"""Where asks stand, by token: days, who has answered and who has not. No token answers, and no words that readers said are given."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from briefing.framing.answers import AskAnswers, ReaderState
from briefing.language import Language
from briefing.model.charter import Charter
from briefing.portal.api.briefings import asked, readable_latest
from briefing.portal.api.links import publication_link, told
from briefing.portal.lines import known_lines
from briefing.portal.models import Publication
from briefing.portal.selectors.answers import Live, live
from briefing.portal.selectors.asked import days_without_answer, title_of
from briefing.portal.selectors.charter import charter_in_force
from briefing.portal.selectors.desk import latest_publications


def answers(request: HttpRequest) -> HttpResponse:
    """Give the asks of each site's latest publication as they stand today."""
    given, charter, today = asked(request, "site"), charter_in_force(), timezone.localdate()
    lines = known_lines(charter)
    found = [each for each in latest_publications(charter) if given.get("site", each.site) == each.site and readable_latest(request, each)]
    return told({"as_of": today.isoformat(), "language": request.language,
                 "sites": [_site(each, live(each, charter, lines, today), charter, today, request.language) for each in found]})


def _site(publication: Publication, known: Live | None, charter: Charter, today: date, language: Language) -> dict[str, Any]:
    named = charter.site(publication.site)
    return {
        "site": publication.site, "name": named.name if named else publication.site, "period": publication.period, "number": publication.number,
        "page": publication_link("asked", publication), "judged": known is not None,
        "asks": [_ask(each, today, language) for each in known.answers.asks] if known else [],
    }


def _ask(each: AskAnswers, today: date, language: Language) -> dict[str, Any]:
    ask, state = each.ask, each.state
    return {
        "ask": ask.id, "terms": ask.fingerprint, "title": title_of(ask, language), "purpose": str(state.weighed.purpose), "decider": state.weighed.decider or None,
        "sent_on": ask.sent_on.isoformat() if ask.sent_on else None, "needed_by": ask.needed_by.isoformat() if ask.needed_by else None,
        "late": bool(state.decided is None and ask.needed_by and ask.needed_by < today), "decided": state.decided is not None,
        "days_since_sent": int(state.day.number) if state.day else None, "days_without_answer": days_without_answer(each),
        "days_over": int(each.over.number) if each.over else None, "escalation_due": each.escalation is not None,
        "escalate_to": (each.escalation.role or None) if each.escalation else None,
        "readers": [_reader(one) for one in each.readers],
    }


def _reader(state: ReaderState) -> dict[str, Any]:
    """Give who was asked and how they stand: silence is `silent`, and never consent."""
    said = state.response
    return {"reader": state.name, "standing": state.standing.value, "answered_on": said.answered_on.isoformat() if said else None}
