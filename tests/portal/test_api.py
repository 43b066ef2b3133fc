"""The API by token: who may what, uploads through the worker, published briefings, asks; and what no token does."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from briefing.portal.api import gate
from briefing.portal.api.problems import STATUSES
from briefing.portal.models import Answer, Person, Publication, RightKind, Scope, Token, TrailEntry, Version
from briefing.portal.services.people import erase_person, take_right
from briefing.portal.services.tokens import NotGiven, hashed, make_token, take_token
from briefing.portal.worker import work_off
from tests.portal.asking import add_listed, publish_asks
from tests.portal.conftest import NOW, SAMPLE, SECRET, Portal, right_of
from tests.portal.test_urls import bearer, give_tokens

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MONTH, VERSION = "/api/v1/months/MTY/2026-10", "/api/v1/months/MTY/2026-10/versions/1"
BRIEFING = "/api/v1/briefings/MTY/2026-09/1"
OCTOBER = SAMPLE / "submissions" / "2026-10" / "MTY.xlsx"


@pytest.fixture(autouse=True)
def _uncounted() -> None:
    """Start every test with nothing counted."""
    cache.clear()


@pytest.fixture
def api(portal: Portal) -> Callable[..., Any]:
    """Give a way to call the API as somebody."""
    give_tokens(portal)

    def call(who: str, where: str, scope: Scope = Scope.UPLOAD, method: str = "get", token: str = "", **more: Any) -> Any:
        headers = {"Authorization": f"Bearer {token or bearer(who, scope)}"} | more.pop("headers", {})
        return getattr(portal.client(""), method)(where, headers=headers, **more)

    return call


def _problem(answer: Any) -> tuple[int, str]:
    """Give a problem's status and code, having looked that it is one."""
    told = answer.json()
    assert (answer["Content-Type"], told["status"], set(told)) == ("application/problem+json", answer.status_code, {"type", "title", "status", "code", "detail"})
    assert STATUSES[told["code"]] == answer.status_code
    return answer.status_code, told["code"]


def _token(portal: Portal, who: str, scope: Scope, site: str = "") -> str:
    """Give a token as people make and take it."""
    token = make_token(portal.people["admin"], portal.people[who], timezone.now(), purpose="ERP", scope=scope, site=site)
    return take_token(portal.people[who], token, timezone.now()) or ""


def test_a_month_is_handed_in_read_and_told(portal: Portal, api: Callable[..., Any]) -> None:
    """Taken in with the address of its state; once read, each finding by cell, in the language asked for; the trail names the token."""
    token = _token(portal, "author", Scope.UPLOAD, "MTY")
    taken = api("", MONTH, method="post", token=token, data=OCTOBER.read_bytes(), content_type=XLSX)
    assert (taken.status_code, taken.json()["state"], taken["Location"]) == (202, "waiting", taken.json()["status"])
    entry = TrailEntry.objects.latest("number")
    assert (entry.act, entry.actor, entry.detail["token"]) == ("uploaded", portal.people["author"].pseudonym, Token.objects.get(digest=hashed(token)).mark)
    Version.objects.update(findings=[{"where": {"file": "MTY.xlsx", "sheet": "KPIs", "cell": "D14"}, "code": "KPI-207", "severity": "warning",
                                      "parameters": [["kpi", "OTD"], ["period", "2026-10"]]}], state="read", warnings=1)
    spoken = {language: api("", VERSION, token=token, headers={"Accept-Language": language}).json() for language in ("en", "es-MX")}
    assert [("KPIs", "D14", "warning", "KPI-207")] == [(each["sheet"], each["cell"], each["severity"], each["code"]) for each in spoken["en"]["findings"]]
    assert ("en", "es") == tuple(each["language"] for each in spoken.values())
    assert spoken["en"]["findings"][0]["message"] != spoken["es-MX"]["findings"][0]["message"]
    unasked = api("", VERSION, token=token)
    assert (unasked["Content-Language"], unasked.json()["language"]) == ("es", "es")
    month = api("", MONTH, token=token).json()
    assert ([1], "2026-11-05", []) == ([each["number"] for each in month["versions"]], month["due_on"], month["publications"])


def test_the_worker_reads_what_came_by_token_as_what_came_by_form(portal: Portal, api: Callable[..., Any]) -> None:
    """The same version, the same findings."""
    sent = OCTOBER.read_bytes()
    assert api("author", MONTH, method="post", data=sent, content_type=XLSX).status_code == 202
    portal.upload(data=sent)
    work_off(2)
    one, other = Version.objects.order_by("number")
    assert (one.state, one.findings, one.values, one.sha256) == (other.state, other.findings, other.values, other.sha256)
    assert api("author", VERSION).json()["state"] == "read"


def test_a_repeated_call_hands_in_once(portal: Portal, api: Callable[..., Any]) -> None:
    """A program that got no answer calls again; other bytes are another version, and what was withdrawn may come again."""
    numbers = [api("author", MONTH, method="post", data=data, content_type="text/csv").json()["number"] for data in (b"a", b"a", b"b")]
    Version.objects.filter(number=2).update(state="dropped")
    numbers.append(api("author", MONTH, method="post", data=b"b", content_type="text/csv").json()["number"])
    assert numbers == [1, 1, 2, 3]


def test_a_form_with_the_file_is_taken_too(api: Callable[..., Any]) -> None:
    """As browsers and many libraries send it."""
    with OCTOBER.open("rb") as file:
        assert api("author", MONTH, method="post", data={"file": file}).status_code == 202
    assert Version.objects.get().file_name == "MTY.xlsx"


@pytest.mark.parametrize(("data", "kind", "expected"), [
    (b"", XLSX, (422, "empty")), (b"MZ", "application/x-msdownload", (415, "wrong_kind")), (b"x", "text/html", (415, "wrong_kind")), (b"x" * 2000, XLSX, (413, "too_large")),
    (b"--b\r\nbroken", "multipart/form-data; boundary=b", (400, "not_understood")), (b"x", "multipart/form-data", (400, "not_understood"))])
def test_what_is_not_taken_in_is_said(data: bytes, kind: str, expected: tuple[int, str], api: Callable[..., Any], settings: Any) -> None:
    """By a code that stays the same, and nothing is kept."""
    settings.UPLOAD_BYTES = 1024
    more = {} if data else {"CONTENT_TYPE": kind, "CONTENT_LENGTH": "0"}
    assert _problem(api("author", MONTH, method="post", data=data, content_type=kind, **more)) == expected
    assert not Version.objects.exists()


def test_only_whoever_writes_a_site_hands_in(portal: Portal, draft: Version, api: Callable[..., Any]) -> None:
    """An approver's token sees the month and hands in nothing; anybody else's sees nothing."""
    assert {who: api(who, MONTH, method="post", data=b"x", content_type="text/csv").status_code for who in ("approver", "other", "owner", "admin")} == dict.fromkeys(("approver", "other", "owner", "admin"), 404)
    assert (api("approver", VERSION).status_code, Version.objects.count()) == (200, 1)


def test_a_body_that_does_not_say_its_length_is_refused(api: Callable[..., Any]) -> None:
    """Or a body in chunks would be taken for an empty one."""
    assert _problem(api("author", MONTH, method="post", data=b"", content_type=XLSX, CONTENT_TYPE=XLSX)) == (411, "no_length")


@pytest.mark.parametrize("who", ["owner", "staff", "secretary", "admin", "reader", "other", "nobody"])
def test_no_token_from_above_shows_a_draft(who: str, draft: Version, published: Publication, api: Callable[..., Any]) -> None:
    """Not by any scope or address."""
    for where in (MONTH, VERSION, "/api/v1/briefings", BRIEFING, f"{BRIEFING}/briefing.json", "/api/v1/answers"):
        for scope in Scope:
            assert SECRET not in api(who, where, scope).content.decode()
    assert SECRET in api("author", VERSION).content.decode()


def test_a_token_is_for_one_thing_and_one_site(portal: Portal, published: Publication, publish_plain: Callable[..., Publication], api: Callable[..., Any]) -> None:
    """Another scope is said; another site is not there, in lists either."""
    publish_plain(portal.people["other"], site="QRO")
    assert _problem(api("reader", BRIEFING, Scope.UPLOAD)) == (403, "other_scope")
    Token.objects.update(site="QRO")
    listed = api("reader", "/api/v1/briefings", Scope.READ).json()["briefings"]
    assert [each["site"] for each in listed] == ["QRO"]
    assert _problem(api("reader", BRIEFING, Scope.READ)) == (404, "not_found")
    assert _problem(api("author", MONTH)) == (404, "not_found")
    assert all(each["site"] == "QRO" for each in api("owner", "/api/v1/answers", Scope.ANSWERS).json()["sites"])


def _end(how: str, portal: Portal, holder: Person) -> None:
    if how == "revoked":
        Token.objects.filter(holder=holder).update(revoked_at=NOW)
    if how == "expired":
        Token.objects.filter(holder=holder).update(expires_at=timezone.now() - timedelta(seconds=1))
    if how == "gone":
        erase_person(portal.people["admin"], holder, NOW, held=False)
    if how == "no right":
        take_right(portal.people["admin"], right_of(holder), NOW)


@pytest.mark.parametrize(("how", "expected"), [("revoked", (401, "bad_token")), ("expired", (401, "bad_token")), ("gone", (401, "bad_token")), ("no right", (404, "not_found"))])
def test_a_token_ends_at_once(how: str, expected: tuple[int, str], portal: Portal, draft: Version, api: Callable[..., Any]) -> None:
    """Revoked, expired, with its holder, or with the holder's right."""
    assert api("author", VERSION).status_code == 200
    _end(how, portal, portal.people["author"])
    assert _problem(api("author", VERSION)) == expected


@pytest.mark.parametrize("given", ["", "Bearer", "Bearer wrong", "Basic eDp5", "Bearer a b", "Bearer é"])
def test_without_a_good_token_there_is_no_answer(given: str, portal: Portal, draft: Version) -> None:
    """And a session is none: neither to look nor to hand in."""
    headers = {"Authorization": given} if given else {}
    for answer in (portal.client("author").get(VERSION, headers=headers), portal.client("author").post(MONTH, b"x", content_type="text/csv", headers=headers)):
        assert _problem(answer) == (401, "bad_token" if given else "no_token")
        assert answer["WWW-Authenticate"].startswith('Bearer realm="briefing"')
        assert not answer.cookies
    assert Version.objects.count() == 1


def test_calls_are_counted_by_token_and_bad_tokens_by_address(portal: Portal, draft: Version, api: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """Too many are told how long to wait; another's token goes on, and a good token is not held up by guesses."""
    monkeypatch.setattr(gate, "A_TOKEN", 3)
    monkeypatch.setattr(gate, "STRANGERS", 2)
    monkeypatch.setattr(gate, "timezone", Frozen)
    statuses = [api("author", VERSION).status_code for _ in range(4)]
    last = api("author", VERSION)
    assert (statuses, _problem(last)) == ([200, 200, 200, 429], (429, "too_many"))
    assert 1 <= int(last["Retry-After"]) <= 60
    assert [api("", VERSION, headers={"Authorization": "Bearer wrong"}).status_code for _ in range(3)] == [401, 401, 429]
    assert api("approver", VERSION).status_code == 200


class Frozen:
    """A clock that stands still, a second after a minute began."""

    @staticmethod
    def now() -> Any:
        """Give the time."""
        return NOW.replace(second=1)


def test_uploads_are_counted_apart(api: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """A loop that hands in does not fill the disk."""
    monkeypatch.setattr(gate, "UPLOADS", 1)
    monkeypatch.setattr(gate, "timezone", Frozen)
    assert [api("author", MONTH, method="post", data=data, content_type="text/csv").status_code for data in (b"a", b"b")] == [202, 429]


def test_published_briefings_are_listed_and_read(portal: Portal, published: Publication, publish_plain: Callable[..., Publication], api: Callable[..., Any]) -> None:
    """With the editions that the holder may open, whole; pages by fifty; a later publication supersedes."""
    publish_plain(portal.people["author"], number=2, reason="corrected")
    listed = api("reader", "/api/v1/briefings?site=MTY&period=2026-09", Scope.READ).json()
    assert ([(2, False), (1, True)], None) == ([(each["number"], each["superseded"]) for each in listed["briefings"]], listed["next"])
    one = api("reader", BRIEFING, Scope.READ).json()
    assert [each["name"] for each in one["editions"]] == ["board.en"]
    local = one["editions"][0]["html"].partition("8000")[2]
    page = api("reader", local, Scope.READ)
    assert (page.status_code, b"resin board.en" in page.content, page["Content-Security-Policy"].startswith("sandbox")) == (200, True, True)
    assert api("reader", f"{BRIEFING}/board.en.pdf", Scope.READ)["Content-Type"] == "application/pdf"
    assert _problem(api("reader", f"{BRIEFING}/hq.en.html", Scope.READ)) == (404, "not_found")


@pytest.mark.parametrize("query", ["page=0", "page=x", "page=²", "period=2026-13", "site=a&site=b", "secret=1", f"site={'x' * 41}"])
def test_parameters_are_held_to_their_bounds(query: str, api: Callable[..., Any]) -> None:
    """What is not known is not guessed at."""
    assert _problem(api("reader", f"/api/v1/briefings?{query}", Scope.READ)) == (400, "not_understood")


def test_lists_go_on_to_the_last_page(portal: Portal, published: Publication, publish_plain: Callable[..., Publication], api: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """By the address that each page names; beyond the last there is nothing."""
    monkeypatch.setattr("briefing.portal.api.briefings.A_PAGE", 1)
    publish_plain(portal.people["author"], number=2, reason="corrected")
    first = api("reader", "/api/v1/briefings?site=MTY", Scope.READ).json()
    second = api("reader", first["next"].partition("8000")[2], Scope.READ).json()
    assert ([2], [1], None) == ([each["number"] for each in first["briefings"]], [each["number"] for each in second["briefings"]], second["next"])
    assert api("reader", "/api/v1/briefings?page=9", Scope.READ).json() == {"briefings": [], "next": None}


def test_data_is_what_the_holders_editions_rest_on(published: Publication, api: Callable[..., Any]) -> None:
    """Whole, as published, to whoever may read all; else their editions, the facts these name, and what those were made from; findings of the files are the site's."""
    whole = api("author", f"{BRIEFING}/briefing.json", Scope.READ).content
    assert (json.loads(whole)["findings"], len(json.loads(whole)["facts"])) == ([{"code": "KPI-207"}], 6)
    cut = api("reader", f"{BRIEFING}/briefing.json", Scope.READ).json()
    assert (set(cut["editions"]), set(cut["facts"]), cut["findings"]) == ({"board.en"}, {"board.en", "board.en.typed"}, [])


def test_in_its_safe_start_a_sites_own_edition_is_hidden_by_token_too(published: Publication, api: Callable[..., Any]) -> None:
    """From the list, as bytes and as data; its own people have it."""
    Publication.objects.filter(pk=published.pk).update(summary={"safe_start": True})
    for who, expected in (("owner", {"board.en", "hq.en"}), ("author", {"board.en", "hq.en", "site.es"})):
        assert {each["name"] for each in api(who, BRIEFING, Scope.READ).json()["editions"]} == expected
        assert set(api(who, f"{BRIEFING}/briefing.json", Scope.READ).json()["editions"]) == expected
        assert api(who, f"{BRIEFING}/site.es.html", Scope.READ).status_code == (200 if "site.es" in expected else 404)


def test_asks_are_told_as_they_stand_and_answered_by_nobody(portal: Portal, publish_plain: Callable[..., Publication], api: Callable[..., Any]) -> None:
    """Days, silence and who was asked; no words that a reader said; no method but to look."""
    add_listed(portal)
    publish_asks(portal, publish_plain)
    Answer.objects.create(publication=Publication.objects.get(), ask="A-007", terms="0", person=portal.people["coo"], reader="COO", said_at=NOW, choice="question", comment=SECRET, answered_on=NOW.date())
    told = api("owner", "/api/v1/answers?site=MTY", Scope.ANSWERS)
    site = told.json()["sites"][0]
    assert ("MTY", "2026-10", True) == (site["site"], site["period"], site["judged"])
    assert {"A-007"} <= {each["ask"] for each in site["asks"]}
    assert all(one["standing"] != "confirmed" or one["answered_on"] for each in site["asks"] for one in each["readers"])
    assert SECRET not in told.content.decode()
    before = Answer.objects.count()
    for method in ("post", "put", "patch", "delete"):
        refused = api("owner", "/api/v1/answers", Scope.ANSWERS, method=method, data=b"{}", content_type="application/json")
        assert (_problem(refused), refused["Allow"]) == ((405, "not_allowed"), "GET, HEAD")
    assert (api("stranger", "/api/v1/answers", Scope.ANSWERS).json()["sites"], Answer.objects.count()) == ([], before)


@pytest.mark.parametrize("where", ["/api/", "/api/v1/nothing", "/api/v1/months/MTY/2026-13", "/api/v1/months/MTY%0A/2026-10"])
def test_what_is_not_there_is_a_problem_not_a_page(where: str, api: Callable[..., Any]) -> None:
    """In the language asked for."""
    answer = api("author", where, headers={"Accept-Language": "es"})
    assert (_problem(answer), answer.json()["title"]) == ((404, "not_found"), "No hay nada ahí")


def test_what_fails_on_our_side_is_a_problem_too(portal: Portal, published: Publication, api: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a word of what failed."""
    def fails(*_: Any) -> None:
        raise RuntimeError(SECRET)

    monkeypatch.setattr("briefing.portal.api.briefings.readable", fails)
    portal.client("").raise_request_exception = False
    answer = api("owner", "/api/v1/briefings", Scope.READ)
    assert (_problem(answer), SECRET in answer.content.decode()) == ((500, "failed"), False)


def test_a_token_is_made_by_the_administrator_and_seen_by_its_holder_once(portal: Portal, draft: Version, api: Callable[..., Any]) -> None:
    """The page that makes it never holds it; taken twice it is not shown; it is kept as a hash alone, and its life is on the trail."""
    admin, author = portal.client("admin"), portal.client("author")
    made = admin.post(reverse("make_token"), {"purpose": "ERP", "scope": "upload", "site": "MTY", "holder": portal.people["author"].pk}, follow=True).content.decode()
    token = Token.objects.latest("pk")
    assert ("ERP" in made, "brf_" in made, token.digest) == (True, False, None)
    shown = author.post(reverse("take_token", args=(token.pk,))).content.decode()
    text = shown.partition('id="secret">')[2].partition("<")[0]
    token.refresh_from_db()
    assert (text[:4], token.digest) == ("brf_", hashed(text))
    assert api("", VERSION, token=text).status_code == 200
    assert "brf_" not in author.post(reverse("take_token", args=(token.pk,)), follow=True).content.decode()
    assert text not in admin.get(reverse("connections")).content.decode()
    admin.post(reverse("revoke_token", args=(token.pk,)))
    assert api("", VERSION, token=text).status_code == 401
    assert [entry.act for entry in TrailEntry.objects.order_by("-number")[:3]] == ["token_revoked", "token_taken", "token_made"]


def test_a_holder_ends_their_own_token(portal: Portal, api: Callable[..., Any]) -> None:
    """Nobody else's."""
    token = Token.objects.get(holder=portal.people["author"], scope=Scope.UPLOAD)
    assert portal.client("other").post(reverse("end_token", args=(token.pk,))).status_code == 404
    portal.client("author").post(reverse("end_token", args=(token.pk,)))
    assert api("author", MONTH).status_code == 401


@pytest.mark.parametrize(("who", "given", "key"), [
    ("author", {"purpose": " ", "scope": Scope.READ, "site": ""}, "no_purpose"), ("author", {"purpose": "x", "scope": Scope.UPLOAD, "site": ""}, "no_site"),
    ("author", {"purpose": "x", "scope": Scope.UPLOAD, "site": "QRO"}, "no_author"), ("owner", {"purpose": "x", "scope": Scope.UPLOAD, "site": "MTY"}, "no_author")])
def test_a_token_that_nobody_could_hold_is_not_made(who: str, given: dict[str, Any], key: str, portal: Portal) -> None:
    """With the reason."""
    with pytest.raises(NotGiven, match=f"tokens.{key}"):
        make_token(portal.people["admin"], portal.people[who], NOW, **given)


def test_an_administrator_holds_no_right_to_hand_in(portal: Portal) -> None:
    """So that nobody who makes tokens can make one for a site's drafts for themselves."""
    assert {right.kind for right in portal.people["admin"].rights.all()} == {RightKind.ADMINISTRATOR}
    with pytest.raises(NotGiven, match=r"tokens\.no_author"):
        make_token(portal.people["admin"], portal.people["admin"], NOW, purpose="x", scope=Scope.UPLOAD, site="MTY")
