"""Whole addresses of things, as programs follow and people open them."""

from __future__ import annotations

from django.conf import settings
from django.http import JsonResponse
from django.urls import reverse

from briefing.portal.models import Publication


def link(name: str, *parts: object) -> str:
    """Give an address with the portal's own in front, as `BRIEFING_URL` has it."""
    return f"{settings.ADDRESS}{reverse(name, args=parts)}"


def publication_link(name: str, publication: Publication, *more: object) -> str:
    """Give an address about a publication."""
    return link(name, publication.site, publication.period, publication.number, *more)


def told(data: dict[str, object], status: int = 200, **headers: str) -> JsonResponse:
    """Answer with JSON, letters as they are."""
    return JsonResponse(data, status=status, headers=headers, json_dumps_params={"ensure_ascii": False})
