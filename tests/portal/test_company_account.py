"""Signing in by the company's OpenID Connect provider: people the portal knows come in, nobody else does."""

from __future__ import annotations

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from briefing.portal.models import Person
from tests.portal.conftest import Portal


class Provider(BaseHTTPRequestHandler):
    """A provider that says of everybody what it was told to say."""

    says: dict[str, Any] = {}  # noqa: RUF012 - set anew by each test

    def _answer(self, told: dict[str, Any]) -> None:
        body = json.dumps(told).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self) -> None:
        """Tell the configuration, or who somebody is."""
        home = f"http://{self.headers['Host']}"
        if self.path.startswith("/.well-known"):
            self._answer({"issuer": home, "authorization_endpoint": f"{home}/authorize", "token_endpoint": f"{home}/token", "userinfo_endpoint": f"{home}/who",
                          "jwks_uri": f"{home}/keys", "token_endpoint_auth_methods_supported": ["client_secret_post"]})
        else:
            self._answer(self.says)

    def do_POST(self) -> None:
        """Give a token for a code."""
        self.rfile.read(int(self.headers["Content-Length"]))
        self._answer({"access_token": "t", "token_type": "Bearer"})

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.fixture
def provider(settings: Any) -> Iterator[type[Provider]]:
    """Run a provider and name it in the settings."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Provider)
    Thread(target=server.serve_forever, daemon=True).start()
    app = {"provider_id": "company", "name": "Company", "client_id": "portal", "secret": "s", "settings": {"server_url": f"http://127.0.0.1:{server.server_port}"}}
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app], "OAUTH_PKCE_ENABLED": True}}
    yield Provider
    server.shutdown()
    server.server_close()


def come_in(client: Client) -> Any:
    """Press the button, come back from the provider with a code."""
    away = client.post(reverse("openid_connect_login", kwargs={"provider_id": "company"}))
    state = parse_qs(urlsplit(away["Location"]).query)["state"][0]
    return client.get(reverse("openid_connect_callback", kwargs={"provider_id": "company"}), {"code": "c", "state": state})


@pytest.mark.parametrize(("email", "verified", "enters"), [
    ("Author@example.com", True, True), ("author@example.com", False, False), ("elsewhere@example.com", True, False)])
def test_who_is_known_by_a_verified_address_comes_in(portal: Portal, provider: type[Provider], email: str, verified: bool, enters: bool) -> None:
    """Nobody is added by signing in, and an address nobody verified proves nothing."""
    provider.says = {"sub": "17", "email": email, "email_verified": verified, "name": "X"}
    before, client = Person.objects.count(), Client()
    come_in(client)
    assert (client.get(reverse("home")).status_code == 200) is enters
    assert Person.objects.count() == before


def test_who_was_erased_stays_out(portal: Portal, provider: type[Provider]) -> None:
    """Even with an account that opened the door before."""
    provider.says = {"sub": "17", "email": "author@example.com", "email_verified": True}
    come_in(Client())
    author = portal.people["author"]
    author.is_active = False
    author.save()
    client = Client()
    come_in(client)
    assert client.get(reverse("home")).status_code == 302


def test_a_link_to_the_provider_only_opens_a_page(portal: Portal, provider: type[Provider]) -> None:
    """Going there takes a button."""
    answer = Client().get(reverse("openid_connect_login", kwargs={"provider_id": "company"}))
    assert answer.status_code == 200
    assert "Entrar con la cuenta de la empresa" in answer.content.decode()
    assert "Entrar con la cuenta de la empresa" in Client().get(reverse("account_login")).content.decode()
