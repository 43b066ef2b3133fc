"""The shapes of the API's answers, as JSON Schema, each with an example."""

from __future__ import annotations

from typing import Any

from briefing.portal.api.problems import STATUSES
from briefing.portal.models import Happening, VersionState

Shape = dict[str, Any]


def text(description: str = "", **more: Any) -> Shape:  # noqa: ANN401 - JSON types
    """Give the shape of a text."""
    return {"type": "string"} | ({"description": description} if description else {}) | more


def count(description: str = "") -> Shape:
    """Give the shape of a whole number from 0."""
    return {"type": "integer", "minimum": 0} | ({"description": description} if description else {})


def or_none(shape_: Shape) -> Shape:
    """Give a shape that may be null."""
    return shape_ | {"type": [shape_["type"], "null"]}


def array(of: Shape) -> Shape:
    """Give the shape of a list."""
    return {"type": "array", "items": of}


def shape(fields: dict[str, Shape], example: Any = None) -> Shape:  # noqa: ANN401 - JSON types
    """Give the shape of an object that has all these fields and no others."""
    made: Shape = {"type": "object", "properties": fields, "required": list(fields), "additionalProperties": False}
    return made | ({"example": example} if example is not None else {})


def _named(name: str) -> Shape:
    return {"$ref": f"#/components/schemas/{name}"}


_DAY, _MOMENT, _LINK, _FLAG = text(format="date"), text(format="date-time"), text(format="uri"), {"type": "boolean"}
_HASH = text("SHA-256 in hex.", pattern="^[0-9a-f]{64}$")
_SEVERITY = text(enum=["error", "warning", "note"])
_HOME, _API = "https://briefing.example.com", "https://briefing.example.com/api/v1"
_VERSION = {
    "site": text(), "period": text(), "number": count(), "state": text("`waiting` until the worker has read it; `unmapped` until a person says how its layout is read; `dropped` once published or withdrawn.",
                                                                         enum=[each.value for each in VersionState]),
    "received_at": _MOMENT, "size": count("Bytes."), "sha256": _HASH, "errors": count(), "warnings": count(), "status": _LINK, "page": _LINK,
}
_VERSION_EXAMPLE = {"site": "MTY", "period": "2026-10", "number": 1, "state": "waiting", "received_at": "2026-11-04T15:20:00+00:00", "size": 18432, "sha256": "0" * 64, "errors": 0,
                    "warnings": 0, "status": f"{_API}/months/MTY/2026-10/versions/1", "page": f"{_HOME}/site/MTY/2026-10/1/"}
_FINDING = {"sheet": or_none(text()), "cell": or_none(text()), "severity": _SEVERITY, "code": text("Stays the same."), "message": text("What was found."), "hint": text("What to do next.")}
_EDITION = {"name": text(), "audience": text(enum=["board", "hq", "site"]), "language": text(enum=["en", "es"]), "html": _LINK, "pdf": or_none(_LINK)}
_BRIEFING = {
    "site": text(), "period": text(), "number": count(), "as_of": _DAY, "published_at": _MOMENT, "signed_as": text("The role it was signed as."), "approver": or_none(text()),
    "superseded": _FLAG, "method": text("What made it."), "digest": text("Over what went in and came out."), "editions": array(_named("Edition")), "self": _LINK, "page": _LINK,
    "data": or_none(_LINK),
}
_SELF = f"{_API}/briefings/MTY/2026-10/1"
_EDITION_EXAMPLE = {"name": "board.en", "audience": "board", "language": "en", "html": f"{_SELF}/board.en.html", "pdf": f"{_SELF}/board.en.pdf"}
_PUBLISHED_EXAMPLE = {
    "site": "MTY", "period": "2026-10", "number": 1, "as_of": "2026-11-06", "published_at": "2026-11-06T18:00:00+00:00", "signed_as": "plant director", "approver": None, "superseded": False,
    "method": "briefing 0.1", "digest": "0" * 64, "editions": [_EDITION_EXAMPLE], "self": _SELF, "page": f"{_HOME}/briefings/MTY/2026-10/1/", "data": f"{_SELF}/briefing.json",
}
_ASK = {
    "ask": text(), "terms": text("The fingerprint of today's terms."), "title": text(), "purpose": _named("Purpose"), "decider": or_none(text()), "sent_on": or_none(_DAY), "needed_by": or_none(_DAY),
    "late": _FLAG, "decided": _FLAG, "days_since_sent": or_none(count()), "days_without_answer": or_none(count("None once somebody has answered today's terms.")),
    "days_over": or_none(count("None while the time to answer runs.")), "escalation_due": _FLAG, "escalate_to": or_none(text("A role.")),
    "readers": array(shape({"reader": text("The charter's code."), "standing": _named("Standing"), "answered_on": or_none(_DAY)})),
}
_ASK_EXAMPLE = {"ask": "A-007", "terms": "0123456789ab", "title": "Second resin supplier", "purpose": "decision", "decider": "COO", "sent_on": "2026-10-06", "needed_by": "2026-11-30", "late": False,
                "decided": False, "days_since_sent": 31, "days_without_answer": 31, "days_over": 1, "escalation_due": True, "escalate_to": "CEO",
                "readers": [{"reader": "COO", "standing": "silent", "answered_on": None}]}
_SITE = {"site": text(), "name": text(), "period": text(), "number": count(), "page": _LINK, "judged": {"type": "boolean", "description": "False where the publication is from before answers were taken."},
         "asks": array(_named("Ask"))}
_HAPPENING = {"name": text("The same each time it is told: what was told already can be left."), "happening": text(enum=[each.value for each in Happening]), "happened_at": _MOMENT,
              "site": or_none(text()), "period": or_none(text()), "number": or_none(count()), "ask": or_none(text()), "link": _LINK}
SCHEMAS: dict[str, Shape] = {
    "Version": shape(_VERSION, _VERSION_EXAMPLE),
    "Finding": shape(_FINDING),
    "Found": shape(_VERSION | {"language": text(enum=["en", "es"]), "findings": array(_named("Finding"))}, _VERSION_EXAMPLE | {"state": "read", "warnings": 1, "language": "en", "findings": [
        {"sheet": "KPIs", "cell": "D14", "severity": "warning", "code": "KPI-207", "message": "OTD has no value for October.", "hint": "Type it, or say why it is not measured."}]}),
    "Month": shape({"site": text(), "period": text(), "due_on": or_none(_DAY), "page": _LINK, "versions": array(_named("Version")),
                    "publications": array(shape({"number": count(), "published_at": _MOMENT, "as_of": _DAY, "page": _LINK}))},
                   {"site": "MTY", "period": "2026-10", "due_on": "2026-11-05", "page": f"{_HOME}/site/MTY/2026-10/", "versions": [_VERSION_EXAMPLE], "publications": []}),
    "Edition": shape(_EDITION), "Briefing": shape(_BRIEFING, _PUBLISHED_EXAMPLE),
    "Briefings": shape({"briefings": array(_named("Briefing")), "next": or_none(_LINK)}, {"briefings": [_PUBLISHED_EXAMPLE], "next": None}),
    "Ask": shape(_ASK),
    "Answers": shape({"as_of": _DAY, "language": text(enum=["en", "es"]), "sites": array(shape(_SITE))}, {"as_of": "2026-11-06", "language": "en", "sites": [
        {"site": "MTY", "name": "Monterrey", "period": "2026-10", "number": 1, "page": f"{_HOME}/briefings/MTY/2026-10/1/asked/", "judged": True, "asks": [_ASK_EXAMPLE]}]}),
    "Problem": shape({"type": text(), "title": text(), "status": count(), "code": text("Stays the same in every language.", enum=sorted(STATUSES)), "detail": text()}),
    "Happening": shape(_HAPPENING, {"name": "published:MTY:2026-10:1", "happening": "published", "happened_at": "2026-11-06T18:00:00+00:00", "site": "MTY", "period": "2026-10", "number": 1,
                                    "ask": None, "link": f"{_HOME}/briefings/MTY/2026-10/1/"}),
}
