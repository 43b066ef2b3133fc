"""Briefings as documents of their own: no script, no outside request, nothing of the portal within reach."""

from __future__ import annotations

from django.http import HttpResponse

POLICY = "sandbox; default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"


def as_document(data: bytes) -> HttpResponse:
    """Answer with a briefing's page, under a policy of its own."""
    return HttpResponse(data, content_type="text/html; charset=utf-8", headers={"Content-Security-Policy": POLICY})
