"""The addresses of the API."""

from __future__ import annotations

from django.urls import path

from briefing.portal.api import answers, briefings, months
from briefing.portal.api.description import description
from briefing.portal.api.gate import address, by_token
from briefing.portal.models import Scope

READ, POST = ("GET", "HEAD"), ("GET", "HEAD", "POST")

_PUBLICATION = "briefings/<site:code>/<month:period>/<int:number>"
urlpatterns = [
    path("openapi.json", address(READ, get=description), name="api_description"),
    path("months/<site:code>/<month:period>", address(POST, get=by_token(Scope.UPLOAD, months.month), post=by_token(Scope.UPLOAD, months.hand_in)), name="api_month"),
    path("months/<site:code>/<month:period>/versions/<int:number>", address(READ, get=by_token(Scope.UPLOAD, months.version)), name="api_version"),
    path("briefings", address(READ, get=by_token(Scope.READ, briefings.briefings)), name="api_briefings"),
    path(_PUBLICATION, address(READ, get=by_token(Scope.READ, briefings.briefing)), name="api_briefing"),
    path(f"{_PUBLICATION}/briefing.json", address(READ, get=by_token(Scope.READ, briefings.data)), name="api_data"),
    path(f"{_PUBLICATION}/<edition:name>.html", address(READ, get=by_token(Scope.READ, briefings.page)), name="api_page"),
    path(f"{_PUBLICATION}/<edition:name>.pdf", address(READ, get=by_token(Scope.READ, briefings.paper)), name="api_pdf"),
    path("answers", address(READ, get=by_token(Scope.ANSWERS, answers.answers)), name="api_answers"),
]
