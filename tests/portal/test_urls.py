"""Every address, walked from the URL map: who gets an answer, who a 404, who the sign-in page; and that looking changes nothing."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core import serializers
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from briefing.portal import store
from briefing.portal.models import Answer, CharterVersion, Dispatch, Hook, Pack, Publication, PublishedAsks, Reading, Scope, Token, Version
from briefing.portal.services.people import make_setup_link
from briefing.portal.services.tokens import hashed
from tests.portal.asking import told
from tests.portal.conftest import NOW, Portal, right_of

EVERYBODY = frozenset({"author", "other", "approver", "owner", "staff", "secretary", "reader", "stranger", "admin", "nobody"})
SITE = frozenset({"author", "approver"})
READERS = SITE | {"owner", "staff", "secretary", "reader"}
VERSION = {"code": "MTY", "period": "2026-10", "number": 1}
MONTH = {"code": "MTY", "period": "2026-10"}
PUBLICATION = {"code": "MTY", "period": "2026-09", "number": 1}


@dataclass(frozen=True)
class Rule:
    """Who may: everybody not named gets a 404; `open` pages need no sign-in."""

    may: frozenset[str]
    kwargs: dict[str, Any]
    method: str = "get"
    data: dict[str, Any] | None = None
    open: bool = False
    scope: Scope | None = None
    """Of the token that is shown instead of signing in; a session is nobody there."""
    refused: int = 404


def _rules() -> dict[str, Rule]:
    author, approver = frozenset({"author"}), frozenset({"approver"})
    owner, admin, secretary = frozenset({"owner"}), frozenset({"admin"}), frozenset({"secretary"})
    overseers, senders = frozenset({"owner", "staff", "secretary"}), frozenset({"owner", "staff"})
    rules = {
        "home": Rule(EVERYBODY, {}), "me": Rule(EVERYBODY, {}), "my_data": Rule(EVERYBODY, {}), "briefings": Rule(EVERYBODY, {}),
        "language": Rule(EVERYBODY, {}, "post", {"language": "en", "next": "/me/"}, open=True),
        "healthy": Rule(EVERYBODY, {}, open=True), "setup": Rule(EVERYBODY, {"token": "stale"}, open=True),
        "account_login": Rule(EVERYBODY, {}, open=True), "account_request_login_code": Rule(EVERYBODY, {}, open=True),
        "account_confirm_login_code": Rule(EVERYBODY, {}, open=True), "account_inactive": Rule(EVERYBODY, {}, open=True),
        "account_signup": Rule(EVERYBODY, {}, open=True), "account_logout": Rule(EVERYBODY, {}, open=True),
        "socialaccount_login_cancelled": Rule(EVERYBODY, {}, open=True), "socialaccount_login_error": Rule(EVERYBODY, {}, open=True),
        "openid_connect_login": Rule(frozenset(), {"provider_id": "none"}, open=True),
        "openid_connect_callback": Rule(frozenset(), {"provider_id": "none"}, open=True),
        "site": Rule(SITE, {"code": "MTY"}), "site_definition": Rule(approver, {"code": "MTY"}),
        "month": Rule(SITE, MONTH), "workbook": Rule(SITE, MONTH), "state": Rule(SITE, MONTH), "upload": Rule(author, MONTH, "post"),
        "publication": Rule(READERS, PUBLICATION), "page": Rule(READERS, PUBLICATION | {"name": "board.en"}),
        "pdf": Rule(READERS, PUBLICATION | {"name": "board.en"}), "publication_archive": Rule(overseers, PUBLICATION, "post"),
        "whole_archive": Rule(overseers, {}, "post"), "desk": Rule(frozenset({"owner", "staff"}), {}),
        "charter": Rule(owner, {}), "hq_definition": Rule(owner, {}), "charter_version": Rule(owner, {"pk": "charter"}),
        "charter_file": Rule(owner, {"pk": "charter"}), "records": Rule(secretary, {}), "trail_file": Rule(secretary, {}),
        "purge": Rule(secretary, {}, "post"), "people": Rule(admin, {}), "person": Rule(admin, {"pk": "nobody"}),
        "give_right": Rule(admin, {"pk": "nobody"}, "post", {"kind": "reader", "edition": "board"}),
        "take_right": Rule(admin, {"pk": "reader", "right": "right"}, "post"), "erase": Rule(admin, {"pk": "nobody"}),
        "person_data": Rule(admin, {"pk": "nobody"}),
        "readers": Rule(senders, PUBLICATION), "mail": Rule(senders, PUBLICATION | {"pk": "mail"}), "prepare_mail": Rule(senders, PUBLICATION, "post"),
        "release_mail": Rule(senders, PUBLICATION, "post"), "send_again": Rule(senders, PUBLICATION | {"pk": "mail"}, "post"),
    }
    packers = frozenset({"staff", "secretary"})
    one_ask = {"ask": "A-007", "terms": "000000000000", "choice": "confirm", "reader": "COO", "text": "x"}
    rules |= {
        "waiting": Rule(EVERYBODY, {}), "asked": Rule(READERS, PUBLICATION), "beside": Rule(READERS, PUBLICATION | {"name": "board.en"}),
        "open_edition": Rule(READERS, PUBLICATION, "post", {"edition": "board.en"}), "answer": Rule(owner, PUBLICATION, "post", one_ask),
        "reply": Rule(SITE, PUBLICATION, "post", one_ask), "record": Rule(secretary, PUBLICATION, "post", one_ask),
        "packs": Rule(packers, {}), "make_pack": Rule(packers, {}, "post", {"period": "2026-09", "language": "en", "site": "MTY"}),
        "pack_file": Rule(packers, {"pk": "pack"}, "post"),
        "reminder": Rule(frozenset({"owner", "staff"}), {"code": "MTY", "ask": "A-007"}),
    }
    rules |= {
        "connections": Rule(admin, {}), "make_token": Rule(admin, {}, "post"), "revoke_token": Rule(admin, {"pk": "token"}, "post"),
        "add_hook": Rule(admin, {}, "post"), "test_hook": Rule(admin, {"pk": "hook"}, "post"), "remove_hook": Rule(admin, {"pk": "hook"}, "post"),
        "own_tokens": Rule(EVERYBODY, {}), "take_token": Rule(frozenset({"reader"}), {"pk": "token"}, "post"), "end_token": Rule(frozenset({"reader"}), {"pk": "token"}, "post"),
        "api_description": Rule(EVERYBODY, {}, open=True),
        "api_month": Rule(SITE, MONTH, scope=Scope.UPLOAD), "api_version": Rule(SITE, VERSION, scope=Scope.UPLOAD),
        "api_briefings": Rule(EVERYBODY, {}, scope=Scope.READ), "api_briefing": Rule(READERS, PUBLICATION, scope=Scope.READ),
        "api_data": Rule(READERS, PUBLICATION, scope=Scope.READ), "api_page": Rule(READERS, PUBLICATION | {"name": "board.en"}, scope=Scope.READ),
        "api_pdf": Rule(READERS, PUBLICATION | {"name": "board.en"}, scope=Scope.READ), "api_answers": Rule(EVERYBODY, {}, scope=Scope.ANSWERS),
    }
    drafts = {"version": SITE, "original": SITE, "annotated": SITE, "review": SITE, "advice": SITE}
    rules |= {name: Rule(may, VERSION) for name, may in drafts.items()} | {"preview": Rule(SITE, VERSION | {"name": "board.en"})}
    steps = {"mapping": author, "withdraw": author, "redraw": SITE, "override": author, "remove_override": author, "send": author, "comment": SITE,
             "approve": approver, "publish": author}
    return rules | {name: Rule(may, VERSION, "post") for name, may in steps.items()}


RULES = _rules()


def _names(resolver: URLResolver) -> Iterator[str]:
    for each in resolver.url_patterns:
        if isinstance(each, URLPattern):
            assert each.name, f"an address without a name cannot be walked: {each.pattern}"
            yield each.name
        else:
            yield from _names(each)


ADDRESSES = sorted(set(_names(get_resolver())))


@pytest.fixture
def address(portal: Portal, draft: Version, published: Publication) -> Callable[[str], str]:
    """Give the address of a page about things that are there; everybody holds a token of every scope."""
    give_tokens(portal)
    portal.people["owner"].email = "coo@alderquill.example.com"  # whom the charter lists as a reader that answers directly
    portal.people["owner"].save()
    PublishedAsks.objects.create(publication=published, told=json.loads(told()))
    charter = CharterVersion.objects.create(sha256=store.freeze(b"charter"), received_at=draft.received_at, person=portal.people["owner"], in_force=True)
    mail = Dispatch.objects.create(publication=published, reader="CEO", site="MTY", edition="board.en", version="1")
    pack = Pack.objects.create(period="2026-09", language="en", sites=["MTY"], person=portal.people["staff"], asked_at=draft.received_at, sha256=store.freeze(b"%PDF"))
    known = {"token": Token.objects.create(holder=portal.people["reader"], purpose="x", scope="read", made_by=portal.people["admin"], made_at=draft.received_at).pk,
             "hook": Hook.objects.create(address="https://example.com/", happenings=[], made_by=portal.people["admin"], made_at=draft.received_at).pk,
             "mail": mail.pk, "pack": pack.pk, "charter": charter.pk, "nobody": portal.people["nobody"].pk, "reader": portal.people["reader"].pk, "right": right_of(portal.people["reader"]).pk}
    return lambda name: reverse(name, kwargs={key: known.get(value, value) for key, value in RULES[name].kwargs.items()})


def bearer(who: str, scope: Scope) -> str:
    """Give the text of somebody's token in a test."""
    return f"brf_{who}.{scope}"


def give_tokens(portal: Portal, site: str = "") -> None:
    """Give everybody a token of every scope, taken long ago; some are of a kind that no administrator can make."""
    for who, holder in portal.people.items():
        for scope in Scope:
            Token.objects.create(holder=holder, purpose=who, scope=scope.value, site=site, made_by=portal.people["admin"], made_at=NOW, taken_at=NOW,
                                 digest=hashed(bearer(who, scope)), expires_at=NOW + timedelta(days=3650))


@pytest.fixture(autouse=True)
def _uncounted() -> None:
    """Start every test with nothing counted."""
    cache.clear()


def _kept() -> str:
    """Give all that the database holds, but for sessions."""
    models = [model for model in apps.get_models() if model is not Session]
    return "\n".join(serializers.serialize("jsonl", model._default_manager.order_by("pk")) for model in models)


def test_every_address_has_a_rule() -> None:
    """A new one cannot be forgotten, and no rule speaks of an address that is gone."""
    assert set(RULES) == set(ADDRESSES)


ENTRANCE = {"account_confirm_login_code", "account_login", "account_request_login_code", "account_logout", "account_inactive", "account_signup",
            "socialaccount_login_cancelled", "socialaccount_login_error", "setup"}
"""Pages before signing in: to whoever is signed in they lead on, or say that the door is closed."""


def _call(portal: Portal, who: str, name: str, where: str) -> Any:
    """Call an address as somebody, and undo what it did."""
    rule = RULES[name]
    headers = {"Authorization": f"Bearer {bearer(who, rule.scope)}"} if rule.scope and who else {}
    with transaction.atomic():
        answer = getattr(portal.client("" if rule.scope else who), rule.method)(where, rule.data or {}, headers=headers)
        transaction.set_rollback(True)
    return answer


@pytest.mark.parametrize("name", ADDRESSES)
def test_who_may_gets_an_answer_everybody_else_a_404_and_the_unknown_the_sign_in_page(name: str, portal: Portal, address: Callable[[str], str]) -> None:
    """Owners and recipients get their page; to a stranger it is as if there were nothing; no page but the entrance answers the unknown."""
    rule, where = RULES[name], address(name)
    answered = {200, 302, 401, 404} if name in ENTRANCE else {200, 302}
    found = {who: _call(portal, who, name, where).status_code for who in EVERYBODY}
    assert {who for who, status in found.items() if status not in (answered if who in rule.may else {404})} == set()
    answer = _call(portal, "", name, where)
    if rule.open:
        assert answer.status_code in {200, 302, 401, 404}
    elif rule.scope:
        signed_in = {portal.client(who).get(where).status_code for who in EVERYBODY}
        assert (answer.status_code, signed_in, answer["WWW-Authenticate"]) == (401, {401}, 'Bearer realm="briefing"')
    else:
        assert (answer.status_code, answer["Location"].partition("?")[0]) == (302, reverse("account_login"))


@pytest.mark.parametrize("name", ADDRESSES)
def test_looking_changes_nothing(name: str, portal: Portal, address: Callable[[str], str]) -> None:
    """GET and HEAD leave every table as it was, for everybody who may look and for whoever has only the link."""
    where = address(name)
    who_may = ["", *sorted(RULES[name].may or {"nobody"})]
    for who in who_may:
        portal.client(who)  # signing the test's browser in is not looking
    before = _kept()
    for who in [*who_may, *who_may[:2] * 2]:  # three times at least, as programs that look into mail and every hop on the way may do
        scope = RULES[name].scope
        headers = {"Authorization": f"Bearer {bearer(who, scope)}"} if scope and who else {}
        portal.client(who).get(where, headers=headers)
        portal.client(who).head(where, headers=headers)
    assert _kept() == before
    assert (Reading.objects.count(), Answer.objects.count()) == (0, 0)


@pytest.mark.parametrize("name", [name for name, rule in RULES.items() if rule.method == "post"])
def test_what_changes_something_needs_a_form_of_our_own(name: str, portal: Portal, address: Callable[[str], str]) -> None:
    """A link to an address that acts is refused to whoever may act, and so is a form without the token of one of our pages."""
    who = min(RULES[name].may)
    assert portal.client(who).get(address(name)).status_code == 405
    client = Client(enforce_csrf_checks=True)
    client.force_login(portal.people[who])
    assert client.post(address(name), RULES[name].data or {}).status_code == 403


def test_a_setup_link_that_works_is_only_opened_by_looking(portal: Portal) -> None:
    """The page opens as often as a mail scanner likes; the link is spent by the form alone."""
    right_of(portal.people["admin"]).delete()
    with transaction.atomic():
        token = make_setup_link(portal.people["admin"].made_at)
    where = reverse("setup", kwargs={"token": token})
    client = portal.client("")
    assert [client.get(where).status_code for _ in range(3)] == [200, 200, 200]
    given = {"email": "first@example.com", "name": "First", "signs_as": "administrator", "language": "en"}
    assert client.post(where, given)["Location"] == reverse("people")
    assert client.get(reverse("people")).status_code == 200
    assert portal.client("nobody").post(where, given).status_code == 404
