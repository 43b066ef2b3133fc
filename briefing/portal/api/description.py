"""The API described in OpenAPI 3.1: what `openapi.json` serves, and what the tests hold every answer to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from briefing import __version__
from briefing.framing.answers import Standing
from briefing.model.asks import Purpose
from briefing.portal.api.gate import A_TOKEN, STRANGERS, UPLOADS
from briefing.portal.api.links import told
from briefing.portal.api.months import FORM, KINDS
from briefing.portal.api.problems import KIND, STATUSES
from briefing.portal.api.shapes import SCHEMAS, text
from briefing.portal.converters import EditionName, MonthName, SiteCode

Described = dict[str, Any]
_SITE: Described = {"name": "code", "in": "path", "required": True, "description": "A site's code in the charter.", "example": "MTY",
         "schema": {"type": "string", "pattern": f"^{SiteCode.regex}$"}}
_MONTH: Described = {"name": "period", "in": "path", "required": True, "description": "A calendar month.", "example": "2026-10", "schema": {"type": "string", "pattern": f"^{MonthName.regex}$"}}
_NUMBER: Described = {"name": "number", "in": "path", "required": True, "description": "Counted from 1 within the month.", "example": 1,
           "schema": {"type": "integer", "minimum": 1, "maximum": 1_000_000}}
_EDITION: Described = {"name": "name", "in": "path", "required": True, "description": "Audience and language.", "example": "board.en", "schema": {"type": "string", "pattern": f"^{EditionName.regex}$"}}
_LANGUAGE: Described = {"name": "Accept-Language", "in": "header", "required": False, "description": "`en` or `es`; where left out, the language of the token's holder.",
             "schema": {"type": "string"}, "example": "es"}
_WHOLE = {"Content-Language": {"schema": {"type": "string", "enum": ["en", "es"]}}}
_OFTEN = ("no_token", "bad_token", "other_scope", "not_found", "not_allowed", "too_many")
_REASONS: Mapping[int, str] = {
    400: "The call is not understood.", 401: "No token, or one that is not good (any more).", 403: "The token is for something else.",
    404: "Nothing there, or nothing that the token's holder may see.", 405: "The address has no such method.", 411: "The call does not say its length.",
    413: "The file is too large.", 415: "The body is of a kind that is not read.", 422: "The file has no content, or a name whose kind is not read.",
    429: "Too many calls; `Retry-After` says for how many seconds to wait.",
}


def _problems(*codes: str) -> Described:
    found: dict[str, Described] = {}
    for code in (*_OFTEN, *codes):
        status = STATUSES[code]
        headers = {"Retry-After": {"required": True, "schema": {"type": "integer"}}} if status == 429 else {"WWW-Authenticate": {"required": True, "schema": {"type": "string"}}} if status == 401 else {}
        example = {"type": "about:blank", "title": _REASONS[status].rstrip("."), "status": status, "code": code, "detail": _REASONS[status]}
        found.setdefault(str(status), {"description": _REASONS[status], "headers": _WHOLE | headers, "content": {KIND: {"schema": {"$ref": "#/components/schemas/Problem"}, "example": example}}})
    return found


def _call(name: str, scope: str, summary: str, answer: Described, *codes: str, parameters: list[Described] | None = None, status: int = 200, **more: Any) -> Described:  # noqa: ANN401 - JSON types
    return {"operationId": name, "tags": [scope], "summary": summary, "security": [{"token": []}], "parameters": [*(parameters or []), _LANGUAGE],
            "responses": {str(status): answer} | _problems(*codes), **more}


def _json(description: str, name: str, **headers: Described) -> Described:
    return {"description": description, "headers": _WHOLE | headers, "content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}, "example": SCHEMAS[name]["example"]}}}


def _bytes(description: str, kind: str) -> Described:
    return {"description": description, "content": {kind: {"schema": {"type": "string", "contentMediaType": kind}}}}


def _body() -> Described:
    raw: Described = {kind: {"schema": {"contentMediaType": kind, "minLength": 1}} for kind in KINDS}  # bytes have no type in JSON
    file = text("The file; its name tells its kind, .xlsx, .ods, .csv, .tsv or .xls, else its Content-Type.") | {"contentMediaType": "application/octet-stream", "minLength": 1}
    form = {"type": "object", "properties": {"file": file}, "required": ["file"]}
    return {"required": True, "description": f"The file itself, or a form with it. At most {settings.UPLOAD_BYTES:,} bytes.",
            "content": raw | {FORM: {"schema": form, "encoding": {"file": {"contentType": ", ".join(KINDS)}}}}}


def _query(name: str, description: str, schema: Described) -> Described:
    return {"name": name, "in": "query", "required": False, "description": description, "schema": schema}


def _paths() -> Described:
    one = [_SITE, _MONTH, _NUMBER]
    sites = _query("site", "This site alone.", {"type": "string", "maxLength": 40})
    listed = [sites, _query("period", "This month alone.", _MONTH["schema"]), _query("page", "Which fifty, from 1.", {"type": "integer", "minimum": 1, "maximum": 1_000_000})]
    where = {"required": True, "description": "Where the version's state is.", "schema": {"type": "string", "format": "uri"}}
    data = {"description": "The published `briefing.json`, as `docs/briefing.schema.json` describes it. Whoever may not read every edition gets those that they may, and the facts that these rest on.",
            "content": {"application/json": {"schema": {"type": "object", "required": ["version", "site", "period", "as_of", "facts", "editions"]}}}}
    publication = "/api/v1/briefings/{code}/{period}/{number}"
    return {
        "/api/v1/openapi.json": {"get": {"operationId": "describe", "tags": ["description"], "summary": "This description.", "security": [], "parameters": [_LANGUAGE],
                                         "responses": {"200": {"description": "OpenAPI 3.1.", "content": {"application/json": {"schema": {"type": "object"}}}}} | {"405": _problems()["405"]}}},
        "/api/v1/months/{code}/{period}": {
            "post": _call("handIn", "upload", "Hand in a month. The worker reads it; its author reviews and publishes it in the portal.", _json("Taken in; read it at `status` until it is no longer `waiting`.", "Version", Location=where),
                          "not_understood", "no_length", "too_large", "wrong_kind", "empty", parameters=[_SITE, _MONTH], status=202, requestBody=_body()),
            "get": _call("month", "upload", "Where a month stands: its versions, and what was published of it.", _json("The month.", "Month"), parameters=[_SITE, _MONTH])},
        "/api/v1/months/{code}/{period}/versions/{number}": {
            "get": _call("version", "upload", "A version with what was found in it, cell by cell. Published or withdrawn, it is gone.", _json("The version.", "Found"), parameters=one)},
        "/api/v1/briefings": {"get": _call("briefings", "read", "What is published and may be read, the latest months first.", _json("Up to fifty.", "Briefings"), "not_understood", parameters=listed)},
        publication: {"get": _call("briefing", "read", "One publication.", _json("The publication.", "Briefing"), parameters=one)},
        f"{publication}/briefing.json": {"get": _call("data", "read", "Its data.", data, parameters=one)},
        f"{publication}/{{name}}.html": {"get": _call("page", "read", "One edition as people read it: a page that holds all it needs.", _bytes("The published bytes.", "text/html"), parameters=[*one, _EDITION])},
        f"{publication}/{{name}}.pdf": {"get": _call("paper", "read", "One edition as a tagged PDF.", _bytes("The published bytes.", "application/pdf"), parameters=[*one, _EDITION])},
        "/api/v1/answers": {"get": _call("answers", "answers", "Where the asks of each site's latest publication stand today. Silence is `silent`, and never consent.", _json("By site.", "Answers"),
                                         "not_understood", parameters=[sites])},
    }


def _webhooks() -> Described:
    taken = {"2XX": {"description": "Taken. Anything else is tried again for a day and a half."}}
    head = [{"name": name, "in": "header", "required": True, "description": what, "schema": {"type": "string"}} for name, what in (
        ("Briefing-Signature", "`t=SECONDS,v1=HEX`: the HMAC-SHA256 by the hook's secret over `SECONDS.BODY`."), ("Briefing-Happening", "What happened."),
        ("Briefing-Call", "The happening's name, the same each time it is told."))]
    return {name: {"post": {"summary": summary, "parameters": head, "requestBody": {"required": True, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Happening"}}}},
                            "responses": taken}} for name, summary in (
        ("published", "A month was published."), ("answered", "An ask was answered or decided in the portal."),
        ("escalation_due", "The days to answer an ask are over."), ("test", "An administrator looks whether calls arrive."))}


def described() -> Described:
    """Give the whole description."""
    limits = f"At most {A_TOKEN} calls a minute by a token, {UPLOADS} of them uploads, and {STRANGERS} from an address that shows no good token."
    return {
        "openapi": "3.1.0",
        "info": {"title": "Briefing", "version": __version__, "license": {"name": "MIT", "identifier": "MIT"}, "summary": "A site's month in, a briefing out, by token.",
                 "description": f"A token is its holder, for one purpose and at most for one site. GET and HEAD change nothing. Nothing here confirms, disagrees or decides. {limits}"},
        "servers": [{"url": settings.ADDRESS}],
        "tags": [{"name": "upload", "description": "Scope `upload`."}, {"name": "read", "description": "Scope `read`."}, {"name": "answers", "description": "Scope `answers`."},
                 {"name": "description", "description": "Open to all."}],
        "paths": _paths(), "webhooks": _webhooks(),
        "components": {"schemas": SCHEMAS | {"Standing": {"type": "string", "enum": [each.value for each in Standing]},
                                             "Purpose": {"type": "string", "enum": [each.value for each in Purpose]}},
                       "securitySchemes": {"token": {"type": "http", "scheme": "bearer", "description": "`Authorization: Bearer brf_…`"}}},
    }


def description(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - a view's signature
    """Serve the description."""
    return told(described())
