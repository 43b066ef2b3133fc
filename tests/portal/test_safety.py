"""What must never happen: a draft seen from above, a text that becomes markup, a script in a briefing, a file that does harm."""

from __future__ import annotations

import io
import logging
import os
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from django.core.management import call_command
from django.urls import get_resolver, reverse

from briefing.evidence import CellRef
from briefing.findings import warning
from briefing.portal import store
from briefing.portal.models import Comment, Dispatch, Job, Month, Override, Publication, Version
from briefing.portal.services.review import comment
from briefing.portal.views.documents import POLICY
from briefing.portal.worker import work_off, work_once
from briefing.rendering import theme
from tests.portal.conftest import NOW, PEOPLE, SAMPLE, SECRET, Portal
from tests.portal.test_urls import ADDRESSES, RULES
from tests.workbook.hostile_files import HOSTILE

MONTH = {"code": "MTY", "period": "2026-10"}
UNDERSTOOD = {"chance in words"}
"""What the sample's charter has agreed a meaning for, on its Scales."""
ABOVE = ("owner", "staff", "secretary", "admin", "reader", "other", "nobody")
PROJECT = Path(__file__).parents[2]


@pytest.fixture
def secret(portal: Portal, draft: Version, published: Publication) -> Version:
    """Give a draft whose word stands in every place that is the author's and the approver's alone."""
    comment(portal.people["approver"], draft, SECRET, NOW)
    Override.objects.create(month=draft.month, kpi="OTD", status="on_target", reason=SECRET, person=portal.people["author"], set_at=NOW)
    draft.values = [{"kind": "kpi", "key": SECRET, "name": [SECRET, SECRET], "unit": "", "value": SECRET, "before": None}]
    draft.file_name = f"{SECRET}.xlsx"
    draft.save()
    return draft


@pytest.mark.parametrize("who", ABOVE)
def test_no_address_shows_a_draft_to_anybody_above(who: str, secret: Version, portal: Portal) -> None:
    """Every address of the map, of every version and month, read or posted: the word is nowhere."""
    numbers = {"pk": portal.people["author"].pk, "right": 1, "token": "x", "provider_id": "none"}
    seen = []
    for name in ADDRESSES:
        kwargs = {key: numbers.get(key, value) for key, value in RULES[name].kwargs.items()}
        for method in ("get", "post"):
            answer = getattr(portal.client(who), method)(reverse(name, kwargs=kwargs))
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content
            seen += [(name, method)] if SECRET.encode() in body else []
    assert seen == []


def test_the_author_and_the_approver_do_see_it(secret: Version, portal: Portal) -> None:
    """Or the test above could not fail."""
    for who in ("author", "approver"):
        assert SECRET in portal.client(who).get(reverse("version", kwargs=MONTH | {"number": 1})).content.decode()


def test_no_django_admin_is_installed(settings: Any) -> None:
    """There is no table to look at drafts in."""
    assert "django.contrib.admin" not in settings.INSTALLED_APPS
    assert not any("admin" in str(each.pattern) for each in get_resolver().url_patterns)


def test_logs_say_nothing_of_a_draft(portal: Portal, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not even when the worker fails on it with the draft's words in its mouth."""
    def fails(version: Version) -> None:
        message = f"cannot read {SECRET}"
        raise ValueError(message)

    monkeypatch.setattr("briefing.portal.services.reading.read", fails)
    version = portal.upload(name=f"{SECRET}.xlsx")
    with caplog.at_level(logging.DEBUG):
        for _ in range(3):
            assert work_once()
    version.refresh_from_db()
    assert (version.state, Job.objects.get().state) == ("failed", "failed")
    assert "ValueError" in caplog.text
    assert SECRET not in caplog.text
    assert "falló de nuestro lado" in portal.client("author").get(reverse("version", kwargs=MONTH | {"number": 1})).content.decode()


@pytest.fixture
def candid(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stand a preflight in the place of the real one: one fact, one advice, one question."""
    said = warning(CellRef("submissions/2026-10/MTY.xlsx", "KPIs", "D4"), "KPI-207", kpi="OTD", period="2026-10")
    advice = warning(CellRef("submissions/2026-10/MTY.xlsx", SECRET, "D4"), "KPI-207", kpi=SECRET, period="2026-10")
    home, words = ModuleType("briefing.preflight"), ModuleType("briefing.preflight.words")
    home.__path__ = []  # type: ignore[attr-defined]
    home.review = lambda _: SimpleNamespace(facts=(said,), advice=(advice,), questions=("why",), rules=(), gaps=())  # type: ignore[attr-defined]
    words.question_text = lambda question, _: f"{SECRET} {question}?"  # type: ignore[attr-defined]
    words.answer_text = lambda *_: "nowhere"  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "briefing.preflight", home)
    monkeypatch.setitem(sys.modules, "briefing.preflight.words", words)


def test_advice_is_the_authors_alone_and_is_kept_nowhere(portal: Portal, candid: None) -> None:
    """The approver sees the facts; the database and the data folder never hold the advice."""
    portal.upload()
    work_off()
    assert SECRET not in portal.client("author").get(reverse("review", kwargs=MONTH | {"number": 1})).content.decode()
    where = reverse("advice", kwargs=MONTH | {"number": 1})
    assert SECRET in portal.client("author").get(where).content.decode()
    approver = portal.client("approver").get(where).content.decode()
    assert SECRET not in approver
    assert [portal.client(who).get(where).status_code for who in ("owner", "staff", "secretary", "reader", "admin", "other")] == [404] * 6
    assert "OTD no tiene valor" in approver
    held = [str(list(model.objects.values_list())) for model in (Version, Month, Job, Comment, Override)]
    assert SECRET not in "".join(held)
    assert [path for path in store.place("").rglob("*") if path.is_file() and SECRET.encode() in path.read_bytes()] == []


def test_typed_text_stays_text_on_every_page(portal: Portal, draft: Version) -> None:
    """Names, comments, reasons and file names with markup come out escaped."""
    nasty = "<script>alert(1)</script><img src=x onerror=alert(2)>"
    author = portal.people["author"]
    author.name = nasty
    author.save()
    draft.file_name, draft.values = nasty, [{"kind": "kpi", "key": nasty, "name": [nasty, nasty], "unit": "", "value": nasty, "before": nasty}]
    draft.findings[0]["where"]["sheet"] = nasty
    draft.save()
    comment(author, draft, nasty, NOW)
    pages = [reverse(name, kwargs=MONTH | more) for name, more in (("month", {}), ("version", {"number": 1}), ("review", {"number": 1}))]
    for where in [*pages, reverse("me"), reverse("briefings") + "?q=" + nasty]:
        text = portal.client("author").get(where).content.decode()
        assert "<script>alert" not in text
        assert "<img src=x" not in text


def test_the_portals_pages_hold_no_inline_code(portal: Portal, draft: Version, published: Publication) -> None:
    """The policy allows none, and no page would need it."""
    mail = Dispatch.objects.create(publication=published, reader="CEO", site="MTY", edition="board.en", version="1")
    for name in ADDRESSES:
        if RULES[name].method == "get" and name not in {"page", "preview", "pdf", "original", "annotated", "workbook", "charter_version", "charter_file", "person",
                                                         "person_data", "erase", "trail_file", "my_data", "state", "healthy"}:
            answer = portal.client(min(RULES[name].may or {"nobody"})).get(reverse(name, kwargs=RULES[name].kwargs | ({"pk": mail.pk} if name == "mail" else {})))
            text, policy = answer.content.decode(), answer["Content-Security-Policy"]
            assert "unsafe-inline" not in policy
            assert "default-src 'none'" in policy
            assert re.findall(r"<style|\sstyle=|\son[a-z]+=|javascript:|<script(?![^>]*\bsrc=)", text) == [], name
            assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("name", ["page", "preview"])
def test_a_briefing_is_a_document_of_its_own_without_script(name: str, portal: Portal, draft: Version, published: Publication) -> None:
    """In a sandbox, under a policy that allows no script and no outside request, framed by the portal alone."""
    where = reverse(name, kwargs=RULES[name].kwargs)
    answer = portal.client("author").get(where)
    assert answer["Content-Security-Policy"] == POLICY
    assert POLICY.split("; ")[:2] == ["sandbox", "default-src 'none'"]
    assert "script-src" not in POLICY
    assert answer["X-Frame-Options"] == "SAMEORIGIN"


def test_files_lie_outside_the_web_root_under_names_nobody_guesses(portal: Portal, draft: Version, published: Publication, settings: Any) -> None:
    """No address leads to them, and no name says what they are."""
    names = [path.name for part in (store.DRAFTS, store.FROZEN) for path in store.place(part).iterdir()]
    assert all(re.fullmatch(r"[0-9a-f]{32}", name) for name in names)
    assert all(store.place("") not in (Path(folder), *Path(folder).parents) for folder in (settings.STATICFILES_DIRS[0], settings.STATICFILES_DIRS[1][1]))
    for name in names[:3]:
        assert portal.client("author").get(f"{settings.STATIC_URL}../../{name}").status_code == 404


QUICK = {"empty", "noise", "html", "encrypted", "bomb of xml", "entries that overlap", "name that leads upwards", "macros", "entities", "outer entity", "far corner",
         "code that is a formula", "another workbook"}
"""One of each kind at every commit; the rest by `make test-all`."""


@pytest.mark.parametrize("name", [pytest.param(name, marks=[] if name in QUICK else [pytest.mark.full]) for name in sorted(HOSTILE)])
def test_hostile_files_end_in_words(name: str, portal: Portal) -> None:
    """Through the upload form and the worker: every page answers, nothing fails, and what is no workbook says so."""
    sent = io.BytesIO(HOSTILE[name]())
    sent.name = "../../etc/MTY.xlsx"
    answer = portal.client("author").post(reverse("upload", kwargs=MONTH), {"file": sent})
    assert answer.status_code == 302
    work_off()
    assert not Job.objects.exclude(state="waiting").exists()
    assert portal.client("author").get(answer["Location"]).status_code == 200
    for version in Version.objects.all():
        assert version.state in {"read", "unreadable", "unmapped"}
        assert version.file_name == "MTY.xlsx"
        if version.state == "read":
            assert version.errors or name in UNDERSTOOD, name
            copy = portal.client("author").get(reverse("annotated", kwargs=MONTH | {"number": version.number}))
            assert copy.status_code in {200, 302}


@pytest.mark.parametrize(("file_name", "data", "words"), [
    ("month.exe", b"MZ", "no se lee"), ("month.xlsx", b"", "está vacío"), ("month", b"x", "no se lee"), (None, b"", "Primero elige un archivo")])
def test_what_is_not_taken_in_is_said(portal: Portal, file_name: str | None, data: bytes, words: str) -> None:
    """On the page it was sent from, with what to do."""
    sent = io.BytesIO(data)
    sent.name = file_name or ""
    answer = portal.client("author").post(reverse("upload", kwargs=MONTH), {"file": sent} if file_name else {}, follow=True)
    assert words in answer.content.decode()
    assert not Version.objects.exists()


def test_a_file_too_large_is_refused_before_it_is_kept(portal: Portal, settings: Any) -> None:
    """With the limit."""
    settings.UPLOAD_BYTES = 1024
    sent = io.BytesIO(b"x" * 2000)
    sent.name = "big.xlsx"
    assert "pesa más de" in portal.client("author").post(reverse("upload", kwargs=MONTH), {"file": sent}, follow=True).content.decode()
    assert list(store.place(store.DRAFTS).iterdir()) == []


@pytest.mark.parametrize("address", ["https://briefing.example.com", "http://127.0.0.1:8000"])
def test_the_deployment_check_is_clean(address: str, tmp_path: Path) -> None:
    """`check --deploy` on the settings as an operator sets them; at home, without TLS, only what TLS is for is missing."""
    environment = os.environ | {"BRIEFING_DATA": str(tmp_path / "data"), "BRIEFING_URL": address, "DJANGO_SETTINGS_MODULE": "briefing.portal.settings",
                                "PYTHONPATH": str(PROJECT)}
    found = subprocess.run([sys.executable, "-m", "django", "check", "--deploy", "--fail-level", "WARNING"], env=environment, capture_output=True, text=True, check=False)
    warned = set(re.findall(r"security\.W\d+", found.stderr))
    assert warned == (set() if address.startswith("https") else {"security.W004", "security.W008", "security.W012", "security.W016"}), found.stderr


def test_no_migration_is_missing(portal: Portal) -> None:
    """The tables are as the models say."""
    call_command("makemigrations", "portal", check=True, dry_run=True, verbosity=0)


def test_the_style_sheet_has_the_briefings_colours() -> None:
    """Every colour it names is the theme's of that name, light and dark, and it uses none that it does not name."""
    text = (PROJECT / "templates" / "portal" / "static" / "portal.css").read_text(encoding="utf-8")
    light, dark = (set(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", part)) for part in text.split("@media (prefers-color-scheme: dark)", 1))
    assert light <= {(name.replace("_", "-"), colour.light) for name, colour in theme.COLOURS.items()}
    assert dark <= {(name.replace("_", "-"), colour.dark) for name, colour in theme.COLOURS.items()}
    assert {name for name, _ in light} == {name for name, _ in dark} >= set(re.findall(r"var\(--([a-z-]+)\)", text)) - {"sans", "serif"}


def test_everybody_has_a_page_of_their_own(portal: Portal) -> None:
    """Whoever signs in gets somewhere, in their language."""
    for who in PEOPLE:
        answer = portal.client(who).get(reverse("home"), follow=True)
        assert answer.status_code == 200
        assert f'<html lang="{portal.people[who].language}">' in answer.content.decode()


def test_the_sample_is_what_hostile_files_are_compared_with(portal: Portal) -> None:
    """The good month is read without errors by the same way."""
    portal.upload(data=(SAMPLE / "submissions" / "2026-10" / "MTY.xlsx").read_bytes())
    work_once()
    assert (Version.objects.get().state, Version.objects.get().errors) == ("read", 0)


