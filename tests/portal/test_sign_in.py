"""Signing in by code: who gets one, what a wrong one costs, and that an office is never locked out by one of its people."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from tests.portal.conftest import Portal


@pytest.fixture(autouse=True)
def fresh_limits() -> None:
    """Start every test with nothing counted."""
    cache.clear()


def ask(client: Client, email: str) -> Any:
    """Ask for a code."""
    return client.post(reverse("account_login"), {"email": email})


def code_in(mail: Any) -> str:
    """Find the code in a mail."""
    found = re.search(r"^[A-Z0-9][A-Z0-9-]{5,}$", mail.body, re.MULTILINE)
    assert found, mail.body
    return found[0]


def test_a_code_opens_the_door_once(portal: Portal, mailoutbox: list[Any]) -> None:
    """In the language of the page, and it is spent by use."""
    client = Client(headers={"Accept-Language": "es"})
    assert ask(client, "Author@Example.com")["Location"] == reverse("account_confirm_login_code")
    assert (mailoutbox[0].to, mailoutbox[0].subject) == (["author@example.com"], "Tu código")
    code = code_in(mailoutbox[0])
    assert client.post(reverse("account_confirm_login_code"), {"code": code})["Location"] == reverse("home")
    assert client.get(reverse("home")).status_code == 200
    other = Client()
    ask(other, "author@example.com")
    assert "no es el código" in other.post(reverse("account_confirm_login_code"), {"code": code}).content.decode()


def test_a_stranger_is_told_the_same_and_gets_no_mail(portal: Portal, mailoutbox: list[Any]) -> None:
    """Nobody learns who is known here."""
    client = Client()
    assert ask(client, "stranger@elsewhere.example")["Location"] == reverse("account_confirm_login_code")
    assert client.get(reverse("account_confirm_login_code")).status_code == 200
    assert mailoutbox == []


def test_five_wrong_codes_spend_the_code(portal: Portal, mailoutbox: list[Any]) -> None:
    """Guessing goes back to the start; the right code no longer helps."""
    client = Client()
    ask(client, "author@example.com")
    for _ in range(5):
        client.post(reverse("account_confirm_login_code"), {"code": "WRONG0"})
    client.post(reverse("account_confirm_login_code"), {"code": code_in(mailoutbox[0])})
    assert client.get(reverse("home")).status_code == 302


def test_one_mailbox_asks_now_and_then_and_the_office_goes_on(portal: Portal, mailoutbox: list[Any]) -> None:
    """A form sent again and again fills one mailbox's measure; a colleague at the same address signs in."""
    for _ in range(12):
        ask(Client(), "author@example.com")
    assert len(mailoutbox) == 5
    for number in range(60):  # a stale page of somebody who left
        ask(Client(), f"gone{number}@example.com")
    client = Client()
    ask(client, "approver@example.com")
    assert client.post(reverse("account_confirm_login_code"), {"code": code_in(mailoutbox[-1])})["Location"] == reverse("home")


def test_a_stale_link_costs_nothing(portal: Portal, mailoutbox: list[Any]) -> None:
    """Opened a thousand times, by scanners or by a browser that restores its tabs, it locks nobody out."""
    client = Client()
    where = [reverse("setup", args=["stale"]), reverse("account_confirm_login_code"), reverse("account_login"), "/briefings/MTY/2020-01/1/"]
    for _ in range(100):
        for each in where:
            assert client.get(each).status_code in {200, 302, 404}
    ask(client, "author@example.com")
    assert len(mailoutbox) == 1


def test_the_mail_says_nothing_but_the_code(portal: Portal, mailoutbox: list[Any]) -> None:
    """No link, no site, no company."""
    ask(Client(headers={"Accept-Language": "en"}), "owner@example.com")
    body = mailoutbox[0].body
    assert "http" not in body
    assert "Monterrey" not in body
    assert mailoutbox[0].subject == "Your code"


def test_whoever_is_not_active_stays_out(portal: Portal, mailoutbox: list[Any]) -> None:
    """Erased people get no code, and an open session ends."""
    client = portal.client("author")
    portal.people["author"].is_active = False
    portal.people["author"].save()
    ask(Client(), "author@example.com")
    assert mailoutbox == []
    assert client.get(reverse("home")).status_code == 302
