"""What every page's frame needs."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from briefing.portal.access import DESK, DRAFTERS, OVERSEERS, holds, rights_of
from briefing.portal.models import RightKind


def frame(request: HttpRequest) -> dict[str, Any]:
    """Give the language, the other language, and the doors that are open to the person."""
    language = getattr(request, "language", "es")
    person = getattr(request, "user", None)
    common = {"language": language, "other_language": "en" if language == "es" else "es", "company_account": bool(settings.SOCIALACCOUNT_PROVIDERS)}
    if person is None or not person.is_authenticated:
        return common | {"doors": ()}
    doors = [
        ("nav.home", "home", True),
        ("nav.waiting", "waiting", holds(person, *DRAFTERS, *OVERSEERS, RightKind.READER)),
        ("nav.briefings", "briefings", bool(rights_of(person)) and holds(person, *DRAFTERS, *OVERSEERS, RightKind.READER)),
        ("nav.desk", "desk", holds(person, *DESK)),
        ("nav.packs", "packs", holds(person, RightKind.CHIEF_OF_STAFF, RightKind.SECRETARY)),
        ("nav.charter", "charter", holds(person, RightKind.HQ_OWNER)),
        ("nav.records", "records", holds(person, RightKind.SECRETARY)),
        ("nav.people", "people", holds(person, RightKind.ADMINISTRATOR)),
        ("nav.connections", "connections", holds(person, RightKind.ADMINISTRATOR)),
    ]
    return common | {"doors": tuple((key, name) for key, name, is_open in doors if is_open)}
