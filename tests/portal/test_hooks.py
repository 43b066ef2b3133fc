"""Notices to other programs: what they say, how they are signed, where they may go, and that they arrive."""

from __future__ import annotations

import json
import re
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from briefing.model.responses import Choice
from briefing.portal import calling
from briefing.portal.calling import NotCalled, Target, is_public, looked_up, post, target_of
from briefing.portal.models import Call, CallState, Hook, Publication, TrailEntry
from briefing.portal.services import answering, hooks
from briefing.portal.services.hooks import announce
from briefing.portal.services.outbox import WAITS
from briefing.portal.services.publishing import bring_in
from tests.distribution.servers import certificate, free_port
from tests.portal.asking import THEN, publish_asks
from tests.portal.conftest import NOW, SEPTEMBER, Portal
from tests.portal.test_outbox import Clock

ALL = ["published", "answered", "escalation_due"]
DOCS = Path(__file__).parents[2] / "docs" / "api.md"
LOCAL = frozenset({"127.0.0.1"})


@dataclass
class Receiver:
    """A program on this machine that is told, and answers as a test asks."""

    port: int = 0
    status: int = 204
    got: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    leads_to: str = ""

    @property
    def address(self) -> str:
        """Where it is called."""
        return f"http://127.0.0.1:{self.port}/told?to=us"


@contextmanager
def receiver(context: ssl.SSLContext | None = None) -> Iterator[Receiver]:
    """Listen on this machine."""
    box = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            box.got.append((dict(self.headers), self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(box.status)
            if box.leads_to:
                self.send_header("Location", box.leads_to)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    box.port = server.server_port
    server.socket = context.wrap_socket(server.socket, server_side=True) if context else server.socket
    Thread(target=server.serve_forever, daemon=True).start()
    yield box
    server.shutdown()
    server.server_close()


@pytest.fixture
def told(portal: Portal, settings: Any) -> Iterator[Receiver]:
    """Give a receiver that is told of everything, on a host that the operator has named."""
    settings.HOOK_HOSTS = LOCAL
    with receiver() as box:
        hooks.add_hook(portal.people["admin"], NOW, address=box.address, site="", happenings=ALL)
        yield box


def off(clock: Clock) -> int:
    """Make all calls that are due."""
    made = 0
    while hooks.deliver("one", clock):
        made += 1
    return made


@pytest.fixture
def clock() -> Clock:
    """Give a clock that stands after everything that happened."""
    clock = Clock()
    clock.at = max(NOW, timezone.now()) + timedelta(days=1)
    return clock


def test_what_was_published_is_told(portal: Portal, told: Receiver, clock: Clock, publish_plain: Callable[..., Publication]) -> None:
    """Site, month, number and link; signed, so that the receiver can check it as the documentation shows."""
    _published(portal, publish_plain)
    assert off(clock) == 1
    headers, body = told.got[0]
    assert json.loads(body) == {"name": "published:MTY:2026-09:1", "happening": "published", "happened_at": NOW.isoformat(), "site": "MTY", "period": "2026-09", "number": 1, "ask": None,
                                "link": "http://127.0.0.1:8000/briefings/MTY/2026-09/1/"}
    assert (headers["Briefing-Happening"], headers["Briefing-Call"]) == ("published", "published:MTY:2026-09:1")
    assert (Call.objects.get().state, Call.objects.get().outcome) == (CallState.TAKEN, "204")
    assert off(clock) == 0


def _published(portal: Portal, publish_plain: Callable[..., Publication]) -> Publication:
    publication = publish_plain(portal.people["author"])
    announce(hooks.Happening.PUBLISHED, publication, NOW)
    return publication


def test_the_receivers_check_of_the_documentation_holds(portal: Portal, told: Receiver, clock: Clock, publish_plain: Callable[..., Publication]) -> None:
    """It takes what we sent, and neither another body, nor another secret, nor an old call."""
    _published(portal, publish_plain)
    off(clock)
    code = re.search(r"```python\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL)
    assert code
    space: dict[str, Any] = {}
    exec(code[1], space)  # noqa: S102 - our own documentation
    check, secret = space["is_ours"], hooks.secret_of(Hook.objects.get())
    headers, body = told.got[0]
    given, now = headers["Briefing-Signature"], clock().timestamp()
    assert check(secret, given, body, now)
    assert [check(secret, given, body + b" ", now), check("brs_other", given, body, now), check(secret, given, body, now + 301), check(secret, "x", body, now)] == [False] * 4


def test_a_month_that_is_published_and_an_answer_are_told_with_what_happened(portal: Portal, told: Receiver, clock: Clock, publish_plain: Callable[..., Publication]) -> None:
    """Kept in the same transaction; the answer's call holds neither the choice nor its words."""
    publication = publish_asks(portal, publish_plain)
    reader = next(each for each in hooks.charter_in_force().readers if each.code == "COO")
    answering.answer(portal.people["owner"], publication, reader, ask="A-007", terms="0123456789ab", choice=Choice.QUESTION, comment="what of tungsten", when=THEN)
    assert off(clock) == 1
    body = told.got[0][1].decode()
    data = json.loads(body)
    assert (data["happening"], data["ask"], data["link"]) == ("answered", "A-007", "http://127.0.0.1:8000/briefings/MTY/2026-10/1/asked/")
    assert not re.search(r"tungsten|question|COO", body)


def test_publishing_tells_and_an_imported_month_does_not(portal: Portal, told: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was published before the portal was there is no news."""
    made = []
    monkeypatch.setattr("briefing.portal.services.publishing.announce", lambda *given: made.append(given))
    bring_in("MTY", SEPTEMBER, NOW)
    assert made == []


def test_days_that_are_over_are_told_once(portal: Portal, told: Receiver, clock: Clock, publish_plain: Callable[..., Publication]) -> None:
    """However often it is looked; other terms would be told anew."""
    publish_asks(portal, publish_plain)
    late = THEN + timedelta(days=200)
    for _ in range(3):
        hooks.watch(late)
    due = list(Call.objects.filter(happening="escalation_due"))
    assert due
    assert len({each.told["ask"] for each in due}) == len(due)
    hooks.forget(late + timedelta(days=400))
    hooks.watch(late + timedelta(days=400))
    assert Call.objects.filter(happening="escalation_due").count() == len(due)


def test_a_hook_is_told_of_its_site_and_of_what_it_was_added_for(portal: Portal, settings: Any, publish_plain: Callable[..., Publication]) -> None:
    """And of nothing else."""
    settings.HOOK_HOSTS = LOCAL
    for site, happenings in (("QRO", ALL), ("", ["answered"]), ("MTY", ["published"])):
        hooks.add_hook(portal.people["admin"], NOW, address="http://127.0.0.1/x", site=site, happenings=happenings)
    _published(portal, publish_plain)
    assert [call.hook.site for call in Call.objects.all()] == ["MTY"]


def test_what_is_not_taken_is_told_again_and_then_given_up(portal: Portal, told: Receiver, clock: Clock, publish_plain: Callable[..., Publication]) -> None:
    """At the times of the outbox; under the same name, freshly signed; a redirect is not followed."""
    _published(portal, publish_plain)
    told.status, told.leads_to = 302, told.address
    for wait in WAITS:
        assert off(clock) == 1
        clock.passes(seconds=wait.total_seconds() - 1)
        assert off(clock) == 0
        clock.passes(seconds=1)
    assert (off(clock), Call.objects.get().state, Call.objects.get().outcome) == (1, CallState.GIVEN_UP, "302")
    assert {headers["Briefing-Call"] for headers, _ in told.got} == {"published:MTY:2026-09:1"}
    assert len({headers["Briefing-Signature"] for headers, _ in told.got}) == len(told.got) == len(WAITS) + 1


def test_a_worker_that_died_leaves_its_call_to_the_next(portal: Portal, told: Receiver, clock: Clock, publish_plain: Callable[..., Publication]) -> None:
    """After its lease, not before; its own late answer changes nothing."""
    _published(portal, publish_plain)
    assert hooks._claim("gone", clock()) is not None
    assert off(clock) == 0
    clock.passes(seconds=hooks.LEASE.total_seconds() + 1)
    assert (off(clock), Call.objects.get().attempts) == (1, 2)


@pytest.mark.parametrize(("address", "why"), [
    ("http://example.com/", "not_secure"), ("ftp://example.com/", "not_secure"), ("https://", "bad_address"), ("https://me:secret@example.com/", "bad_address"),
    ("https://example.com/ x", "bad_address"), ("https://example.com\r\nHost: x/", "bad_address"), ("https://example.com:99999/", "bad_address"), ("https://exämple.com/", "bad_address"),
    ("https://example.com/#x", "bad_address"), ("https://example.com\\@127.0.0.1/", "bad_address"), ("", "bad_address")])
def test_only_plain_https_addresses_are_taken(address: str, why: str, portal: Portal) -> None:
    """With the reason, on the page too."""
    with pytest.raises(NotCalled, match=why):
        target_of(address, frozenset())
    said = portal.client("admin").post(reverse("add_hook"), {"address": address, "happening": ALL}, follow=True).content.decode()
    assert 'role="alert"' in said
    assert not Hook.objects.exists()


@pytest.mark.parametrize(("address", "expected"), [
    ("8.8.8.8", True), ("2606:4700::1111", True), ("127.0.0.1", False), ("10.1.2.3", False), ("172.16.0.1", False), ("192.168.1.1", False), ("169.254.169.254", False), ("100.64.0.1", False),
    ("0.0.0.0", False), ("224.0.0.1", False), ("255.255.255.255", False), ("::1", False), ("::", False), ("fe80::1", False), ("fc00::1", False), ("fec0::1", False), ("ff02::1", False),  # noqa: S104 - an address to refuse
    ("::ffff:127.0.0.1", False), ("::ffff:8.8.8.8", True), ("2002:7f00:1::", False), ("64:ff9b::7f00:1", False), ("64:ff9b::a9fe:a9fe", False), ("2001:0:4136:e378:8000:63bf:3fff:fdd2", False)])
def test_addresses_inside_are_told_from_public_ones(address: str, expected: bool) -> None:
    """Also where one carries another."""
    assert is_public(calling.ip_address(address)) is expected


def _names(monkeypatch: pytest.MonkeyPatch, *answers: list[str]) -> list[str]:
    """Let each look-up give the next answer; gives what was connected to."""
    left, reached = list(answers), []

    def find(host: str, port: int, **_: Any) -> list[Any]:
        return [(0, 0, 0, "", (each, port)) for each in (left.pop(0) if len(left) > 1 else left[0])]

    def reach(where: tuple[str, int], *_: Any) -> socket.socket:
        reached.append(where[0])
        raise OSError

    monkeypatch.setattr(calling.socket, "getaddrinfo", find)
    monkeypatch.setattr(calling.socket, "create_connection", reach)
    return reached


def test_a_name_that_leads_inside_is_not_called(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor one that has an address inside among public ones; a host that the operator named is."""
    reached = _names(monkeypatch, ["8.8.8.8", "10.0.0.1"])
    with pytest.raises(NotCalled, match="inside"):
        post(target_of("https://example.com/", frozenset()), b"", {})
    assert reached == []
    with pytest.raises(NotCalled, match="no_answer"):
        post(target_of("https://example.com/", frozenset({"example.com"})), b"", {})
    assert reached == ["8.8.8.8"]


def test_a_name_is_looked_up_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What it is rebound to between the look and the call is never reached."""
    reached = _names(monkeypatch, ["8.8.8.8"], ["127.0.0.1"])
    with pytest.raises(NotCalled, match="no_answer"):
        post(target_of("https://example.com/", frozenset()), b"", {})
    assert reached == ["8.8.8.8"]


def test_an_unknown_name_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """In one word."""
    def fails(*_: Any, **__: Any) -> None:
        raise socket.gaierror

    monkeypatch.setattr(calling.socket, "getaddrinfo", fails)
    with pytest.raises(NotCalled, match="unknown_host"):
        looked_up(Target("nowhere.example", 443, "/", secure=True, inside=False))


def test_a_hook_that_speaks_slowly_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    """A byte now and then does not hold the worker."""
    monkeypatch.setattr(calling, "LONGEST_SECONDS", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as server, pytest.raises(NotCalled, match=r"no_answer|too_slow"):
        post(target_of(f"http://127.0.0.1:{server.getsockname()[1]}/", LOCAL), b"{}", {})


def test_nobody_there_is_said() -> None:
    """And tried again later."""
    with pytest.raises(NotCalled, match="no_answer"):
        post(target_of(f"http://127.0.0.1:{free_port()}/", LOCAL), b"{}", {})


def test_a_certificate_that_nobody_vouches_for_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """TLS is held to the name that was typed, on a host of one's own too."""
    served, trusting = certificate(tmp_path)
    with receiver(served) as box:
        target = target_of(f"https://127.0.0.1:{box.port}/", LOCAL)
        with pytest.raises(NotCalled, match="certificate"):
            post(target, b"{}", {})
        assert box.got == []
        assert (post(target, b"{}", {}, trusting), len(box.got)) == (204, 1)
        monkeypatch.setattr(calling.socket, "getaddrinfo", lambda *_, **__: [(socket.AF_INET, socket.SOCK_STREAM, 0, "", ("127.0.0.1", box.port))])
        with pytest.raises(NotCalled, match="certificate"):
            post(target_of(f"https://other.example:{box.port}/", frozenset({"other.example"})), b"{}", {}, trusting)


def test_the_page_adds_shows_tests_and_removes(portal: Portal, settings: Any, clock: Clock) -> None:
    """The secret once, the last state after, and all of it on the trail without the address."""
    settings.HOOK_HOSTS = LOCAL
    admin = portal.client("admin")
    with receiver() as box:
        shown = admin.post(reverse("add_hook"), {"address": box.address, "happening": ["published"]}).content.decode()
        hook = Hook.objects.get()
        assert hooks.secret_of(hook) in shown
        assert hooks.secret_of(hook) not in admin.get(reverse("connections")).content.decode()
        admin.post(reverse("test_hook", args=(hook.pk,)))
        assert off(clock) == 1
        assert json.loads(box.got[0][1])["happening"] == "test"
    assert "respuesta: 204" in admin.get(reverse("connections")).content.decode()
    admin.post(reverse("remove_hook", args=(hook.pk,)))
    assert not Hook.objects.exists()
    assert [entry.act for entry in TrailEntry.objects.order_by("-number")[:2]] == ["hook_removed", "hook_added"]
    assert "127.0.0.1" not in str(list(TrailEntry.objects.values_list("detail", flat=True)))
