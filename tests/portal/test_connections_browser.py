"""The pages on tokens and notices in Chromium: nothing for axe to say, nothing sideways, wide and narrow, in both languages."""

from __future__ import annotations

import shutil
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from django.utils import timezone
from playwright.sync_api import sync_playwright

from briefing.portal.models import Person, Scope
from briefing.portal.services.hooks import add_hook
from briefing.portal.services.hooks import test_hook as call_now
from briefing.portal.services.tokens import make_token
from tests.portal.conftest import Portal


@pytest.mark.parametrize("language", [pytest.param("en", marks=pytest.mark.full), "es"])
def test_the_pages_on_other_programs_can_be_used_by_everybody(language: str, portal: Portal, served: str) -> None:
    """With something on them, and the secret as it is shown once."""
    Person.objects.update(language=language)
    admin, author, now = portal.people["admin"], portal.people["author"], timezone.now()
    token = make_token(admin, author, now, purpose="ERP", scope=Scope.UPLOAD, site="MTY")
    call_now(add_hook(admin, now, address=f"https://example.com/{'long' * 30}", site="", happenings=["published", "answered"]), now)
    sessions = {who: _session(portal.people[who]) for who in ("admin", "author")}
    seen: list[str] = []
    chromium = shutil.which("chromium")
    assert chromium, "Chromium is not installed; apt.txt names it"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for width in (360, 1280):
            for who, where in (("admin", "/connections/"), ("author", "/me/tokens/"), ("author", "/me/")):
                context = browser.new_context(viewport={"width": width, "height": 800})
                context.add_cookies([{"name": "sessionid", "value": sessions[who], "url": served}])
                page = context.new_page()
                page.goto(served + where)
                seen += _faults(page, f"{where} {width}")
                if where == "/me/tokens/" and width == 1280:
                    page.click(f'form[action$="/{token.pk}/take/"] button')
                    seen += _faults(page, "secret") + ([] if page.inner_text("#secret").startswith("brf_") else ["no secret"])
        browser.close()
    assert seen == []


def _session(person: Person) -> str:
    client = Client()
    client.force_login(person)
    return str(client.cookies["sessionid"].value)


def _faults(page: Any, name: str) -> list[str]:
    """Give what axe finds, and whether the page is wider than its window."""
    found = [f"{name}: {each['id']} {each['nodes'][0]['html']}" for each in Axe().run(page).response["violations"]]
    sideways = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    return found + ([f"{name}: sideways"] if sideways else [])
