"""A site's month by token: hand it in, see what was found."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.http.request import UnreadablePostError
from django.utils import timezone

from briefing.language import Language
from briefing.periods import Period
from briefing.portal.access import month_for, version_for
from briefing.portal.api.links import link, publication_link, told
from briefing.portal.api.problems import Trouble
from briefing.portal.models import RightKind, Version
from briefing.portal.selectors.months import due_day, publications_of, shown_findings, versions_of
from briefing.portal.services.reading import finding_of
from briefing.portal.services.uploads import Refused, receive
from briefing.workbook.guard import MEGABYTE
from briefing.workbook.site_files import SUFFIXES

KINDS: Mapping[str, str] = {
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx", "application/vnd.oasis.opendocument.spreadsheet": ".ods", "text/csv": ".csv",
    "text/tab-separated-values": ".tsv", "application/vnd.ms-excel": ".xls",
}
"""By media type: the kind of file that a body is."""
FORM = "multipart/form-data"
_REFUSED = {"upload.empty": "empty", "upload.too_large": "too_large", "upload.wrong_kind": "wrong_kind"}


def hand_in(request: HttpRequest, code: str, period: str) -> HttpResponse:
    """Take in a file as the month's next version; the very bytes of the version in hand are that version, so that a call may be repeated."""
    person, _, _, when = month_for(request, code, period, RightKind.AUTHOR)
    name, data = _sent(request, f"{code}-{period}")
    try:
        version = receive(person, code, when, file_name=name, data=data, when=timezone.now(), token=request.token.mark)
    except Refused as fault:
        raise Trouble(_REFUSED[str(fault)], **_limits()) from None
    there = _version_link(version, when)
    return told(_line(version, when), 202, Location=there)


def _limits() -> dict[str, Any]:
    return {"megabytes": settings.UPLOAD_BYTES // MEGABYTE}


def _sent(request: HttpRequest, name: str) -> tuple[str, bytes]:
    """Give the file of a call with its name: the body itself, or the one file of a form."""
    if request.content_type == FORM:
        return _from_form(request, name)
    suffix = KINDS.get(request.content_type)
    if suffix is None:
        raise Trouble("wrong_kind")
    length = request.headers.get("Content-Length", "")
    if not length.isdigit():
        raise Trouble("no_length")
    if int(length) > settings.UPLOAD_BYTES:
        raise Trouble("too_large", **_limits())
    try:
        return name + suffix, request.read(settings.UPLOAD_BYTES + 1)
    except (UnreadablePostError, OSError):
        raise Trouble("not_understood") from None


def _from_form(request: HttpRequest, name: str) -> tuple[str, bytes]:
    try:
        sent = request.FILES.get("file")
    except (MultiPartParserError, SuspiciousOperation, BadRequest, UnreadablePostError, OSError, ValueError):
        raise Trouble("not_understood") from None
    if sent is None:
        raise Trouble("not_understood")
    if sent.size > settings.UPLOAD_BYTES:
        raise Trouble("too_large", **_limits())
    known = PurePosixPath(sent.name or "").suffix.lower() in SUFFIXES
    return sent.name if known else name + KINDS.get(sent.content_type, ""), sent.read()


def month(request: HttpRequest, code: str, period: str) -> HttpResponse:
    """Give where a month stands: every version, and what was published of it."""
    _, _, site, when = month_for(request, code, period)
    due = due_day(site, when)
    published = [{"number": each.number, "published_at": each.published_at.isoformat(), "as_of": each.as_of.isoformat(), "page": publication_link("publication", each)}
                 for each in publications_of(code, when) if each.purged_at is None]
    return told({"site": code, "period": period, "due_on": due.isoformat() if due else None, "page": link("month", code, period),
                 "versions": [_line(each, when) for each in versions_of(code, when)], "publications": published})


def version(request: HttpRequest, code: str, period: str, number: int) -> HttpResponse:
    """Give a version with what was found in it, cell by cell."""
    _, found = version_for(request, code, period, number)
    return told(_line(found, found.month.when) | {"language": request.language, "findings": _findings(found, request.language)})


def _findings(found: Version, language: Language) -> list[dict[str, Any]]:
    """Give the findings in a language, in the order of the version's page."""
    order = ("error", "warning", "note")
    data = sorted(found.findings, key=lambda each: order.index(each["severity"]))
    return [{"sheet": where.sheet or None, "cell": where.cell or None, "severity": each.severity, "code": each.code, "message": each.message, "hint": each.hint}
            for each, where in zip(shown_findings(found.findings, language), (finding_of(each).where for each in data), strict=True)]


def _line(version: Version, when: Period) -> dict[str, Any]:
    return {
        "site": version.month.site, "period": str(when), "number": version.number, "state": version.state, "received_at": version.received_at.isoformat(),
        "size": version.size, "sha256": version.sha256, "errors": version.errors, "warnings": version.warnings,
        "status": _version_link(version, when), "page": link("version", version.month.site, when, version.number),
    }


def _version_link(version: Version, when: Period) -> str:
    return link("api_version", version.month.site, when, version.number)
