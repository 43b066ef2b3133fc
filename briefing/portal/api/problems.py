"""What an address answers when it does not give what was asked for: `application/problem+json`, in the language asked for."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse

from briefing.language import Language, catalogue

KIND = "application/problem+json"
STATUSES: Mapping[str, int] = {
    "not_understood": 400, "no_token": 401, "bad_token": 401, "other_scope": 403, "not_found": 404, "not_allowed": 405, "no_length": 411, "too_large": 413,
    "wrong_kind": 415, "empty": 422, "too_many": 429, "failed": 500,
}
"""By code: the status it is answered with."""


class Trouble(Exception):  # noqa: N818 - it names what is wrong
    """Something that is answered with a problem; the argument is its code."""

    def __init__(self, code: str, headers: Mapping[str, str] | None = None, **values: Any) -> None:  # noqa: ANN401 - what fills a text
        """Keep the code, the headers that go with it, and what fills its words."""
        super().__init__(code)
        self.code, self.headers, self.values = code, dict(headers or {}), values


def problem(trouble: Trouble, language: Language) -> HttpResponse:
    """Answer with a problem; `code` stays the same in every language."""
    words, status = catalogue("api", language), STATUSES[trouble.code]
    told = {"type": "about:blank", "title": words.text(f"problem.{trouble.code}"), "status": status, "code": trouble.code,
            "detail": words.text(f"problem.{trouble.code}.detail", **trouble.values)}
    return HttpResponse(json.dumps(told, ensure_ascii=False), content_type=KIND, status=status, headers={"Content-Language": language} | trouble.headers)
