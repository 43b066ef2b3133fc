"""The API as its description says, looked for by schemathesis: every status, header and shape, with good calls and bad ones."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.urls import URLPattern, get_resolver
from openapi_spec_validator import validate

from briefing.portal.api import gate
from briefing.portal.api.description import described
from briefing.portal.models import PublishedAsks, Scope
from tests.portal.asking import told
from tests.portal.conftest import SAMPLE, Portal
from tests.portal.test_urls import bearer, give_tokens

HOLDERS = {Scope.UPLOAD: "author", Scope.READ: "secretary", Scope.ANSWERS: "secretary"}


def test_the_description_is_openapi() -> None:
    """By the standard's own schema."""
    validate(described())


def test_every_address_is_described_and_no_other() -> None:
    """With the methods that it answers."""
    api = next(each for each in get_resolver().url_patterns if str(each.pattern) == "api/v1/")
    names = [str(each.pattern) for each in api.url_patterns if isinstance(each, URLPattern)]
    plain = {f"/api/v1/{name}".replace("<site:code>", "{code}").replace("<month:period>", "{period}").replace("<int:number>", "{number}").replace("<edition:name>", "{name}") for name in names}
    assert set(described()["paths"]) == plain


@pytest.fixture
def answering(portal: Portal, draft: Any, published: Any, served: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """Give the address of a portal that counts no calls, with something to find at the description's examples."""
    PublishedAsks.objects.create(publication=published, told=json.loads(told()))
    give_tokens(portal)
    for name in ("A_TOKEN", "UPLOADS", "STRANGERS"):
        monkeypatch.setattr(gate, name, 10**6)
    cache.clear()
    return served


def looked_for(address: str, scope: Scope, folder: Path, *more: str) -> str:
    """Let schemathesis look at the addresses of a scope; gives what it says, blank where all is well."""
    command = [sys.executable, "-m", "schemathesis.cli", "run", f"{address}/api/v1/openapi.json", "--header", f"Authorization: Bearer {bearer(HOLDERS[scope], scope)}",
               "--include-tag", scope.value, "--include-tag", "description", "--mode", "all", "--seed", "1", "--generation-deterministic", "--no-color", *more]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder)
    said = done.stdout + done.stderr
    (folder / "said.txt").write_text(said, encoding="utf-8")
    return "" if done.returncode == 0 else said


@pytest.mark.parametrize("scope", [pytest.param(scope, marks=pytest.mark.full if scope is not Scope.UPLOAD else ()) for scope in Scope])
def test_it_answers_as_described(scope: Scope, answering: str, tmp_path: Path) -> None:
    """The description's examples, and each parameter at and beyond its bounds."""
    assert looked_for(answering, scope, tmp_path, "--phases", "examples,coverage", "--max-examples", "5") == ""


@pytest.mark.full
@pytest.mark.parametrize("scope", list(Scope))
def test_it_answers_as_described_to_whatever_is_sent(scope: Scope, answering: str, tmp_path: Path) -> None:
    """With made-up calls, and calls that follow one another."""
    assert looked_for(answering, scope, tmp_path, "--max-examples", "60") == ""


def test_the_sample_is_there() -> None:
    """Or the examples would find nothing."""
    assert (SAMPLE / "charter.xlsx").is_file()
