"""What every answer goes through: the person's language, and no copy left in a cache."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import get_language_from_request

from briefing.language import Language, as_language


def language_of(request: HttpRequest) -> Language:
    """Give the person's language; before signing in that of the cookie, else the browser's, else Spanish."""
    person = getattr(request, "user", None)
    if person is not None and person.is_authenticated:
        return person.spoken
    try:
        return as_language(get_language_from_request(request))
    except ValueError:
        return "es"


class SpokenLanguage:
    """Puts the language on the request, and lets Django's and allauth's own words follow it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next in line."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in the person's language."""
        language = language_of(request)
        request.language = language
        with translation.override(language):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


class HeadersAlone:
    """Answers HEAD with the headers of a GET and nothing else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next in line."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Take the body away, and say how long it would have been."""
        response = self.get_response(request)
        if request.method == "HEAD" and not response.streaming:
            response.headers["Content-Length"] = str(len(response.content))
            response.content = b""
        return response


class NotKept:
    """Keeps every page out of shared and local caches, but for the style, script and type that everybody may have."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next in line."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and say that nothing is to be kept."""
        response = self.get_response(request)
        if not request.path.startswith(settings.STATIC_URL):
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response
