"""A portal with a company, people of every kind, a draft and a publication."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from django.test.testcases import LiveServerThread

from briefing.periods import Period
from briefing.portal import store
from briefing.portal.models import Person, Publication, PublishedText, Right, RightKind, Version, VersionState
from briefing.portal.services.people import add_person, give_right
from briefing.portal.services.publishing import METHOD, digest_of
from briefing.portal.services.uploads import receive

NOW = datetime(2026, 11, 20, 16, 0, tzinfo=UTC)
SEPTEMBER, OCTOBER, NOVEMBER = (Period(2026, month) for month in (9, 10, 11))
SAMPLE = Path(__file__).parents[2] / "sample_data" / "company"
SECRET = "zarzamora"  # noqa: S105 - a word that stands in drafts and advice alone
PEOPLE: dict[str, tuple[str, tuple[tuple[RightKind, str, str], ...]]] = {
    "author": ("plant director", ((RightKind.AUTHOR, "MTY", ""),)),
    "other": ("plant director of Querétaro", ((RightKind.AUTHOR, "QRO", ""),)),
    "approver": ("plant controller", ((RightKind.APPROVER, "MTY", ""),)),
    "owner": ("COO", ((RightKind.HQ_OWNER, "", ""),)),
    "staff": ("chief of staff", ((RightKind.CHIEF_OF_STAFF, "", ""),)),
    "secretary": ("corporate secretary", ((RightKind.SECRETARY, "", ""),)),
    "reader": ("director", ((RightKind.READER, "", "board"),)),
    "stranger": ("director of Querétaro", ((RightKind.READER, "QRO", "board"),)),
    "admin": ("administrator", ((RightKind.ADMINISTRATOR, "", ""),)),
    "nobody": ("clerk", ()),
}


@dataclass
class Portal:
    """The portal under test: its people, and a client signed in as any of them."""

    people: dict[str, Person]
    clients: dict[str, Client] = field(default_factory=dict)

    def client(self, who: str) -> Client:
        """Give a browser in which somebody is signed in; anonymous for a blank."""
        if who not in self.clients:
            self.clients[who] = Client()
            if who:
                self.clients[who].force_login(self.people[who])
        return self.clients[who]

    def upload(self, who: str = "author", data: bytes | None = None, name: str = "MTY.xlsx", period: Period = OCTOBER) -> Version:
        """Hand in a file, the sample's October where none is given."""
        content = (SAMPLE / "submissions" / "2026-10" / "MTY.xlsx").read_bytes() if data is None else data
        return receive(self.people[who], "MTY", period, file_name=name, data=content, when=NOW)


def lay_workspace(root: Path, months: tuple[str, ...] = ("2026-08", "2026-09")) -> None:
    """Lay the sample's charter and some months at the workspace's place."""
    for part in ("submissions", "publication"):
        for month in months:
            shutil.copytree(SAMPLE / part / month, root / part / month, dirs_exist_ok=True)
    (root / "responses").mkdir(exist_ok=True)
    for month in months:
        shutil.copy(SAMPLE / "responses" / f"{month}.csv", root / "responses")
    shutil.copy(SAMPLE / "charter.xlsx", root)


@pytest.fixture
def data_folder(settings: Any, tmp_path: Path) -> Path:
    """Give the portal an empty data folder of its own."""
    settings.DATA = tmp_path / "data"
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "data" / "incoming"
    store.make_folders()
    return settings.DATA


@pytest.fixture
def portal(data_folder: Path, db: None) -> Portal:
    """Give a portal with the sample company's charter and two earlier months, and people of every kind."""
    lay_workspace(store.workspace_folder())
    people = {}
    for who, (signs_as, rights) in PEOPLE.items():
        people[who] = add_person(None, NOW, email=f"{who}@example.com", name=f"{who.title()} Rivas", signs_as=signs_as, language="en" if who in {"owner", "reader"} else "es")
        for kind, site, edition in rights:
            give_right(None, people[who], NOW, kind=kind, site=site, edition=edition)
    return Portal(people)


@pytest.fixture
def served(portal: Portal, settings: Any) -> Iterator[str]:
    """Serve the portal on a port, within the test's own transaction: the trail's tables refuse to be emptied after a test. Gives the address."""
    shared = connections["default"]
    shared.inc_thread_sharing()
    server = LiveServerThread("127.0.0.1", lambda application: application, {"default": shared})
    server.daemon = True
    server.start()
    assert server.is_ready.wait(30)
    settings.ADDRESS = f"http://127.0.0.1:{server.port}"
    yield settings.ADDRESS
    server.terminate()
    shared.dec_thread_sharing()


@pytest.fixture
def draft(portal: Portal) -> Version:
    """Give a version that was read, without reading it: with a preview and a finding whose words are in drafts alone."""
    version = portal.upload()
    finding = {"where": {"file": "submissions/2026-10/MTY.xlsx", "sheet": SECRET, "cell": "D4"}, "code": "KPI-207", "severity": "warning",
               "parameters": [["kpi", SECRET], ["period", "2026-10"]]}
    preview = store.keep_draft(f"<!doctype html><html lang=en><title>x</title><p>{SECRET}</p>".encode())
    version.state, version.findings, version.warnings = VersionState.READ, [finding], 1
    version.values = [{"kind": "kpi", "key": "OTD", "name": ["On-time delivery", "Entregas a tiempo"], "unit": "%", "value": 0.95, "before": 0.94}]
    version.previews = {"board.en": preview, "for": "stale"}
    version.save()
    return version


def published_data(site: str, period: str) -> bytes:
    """Give the data of a publication: each edition names a fact of its own, which was made from another."""
    names = ("board.en", "hq.en", "site.es")
    facts = {f"{name}{end}": {"id": f"{name}{end}", "inputs": [] if end else [f"{name}.typed"], "cells": [], "method": "x", "unit": "", "value": 1} for name in names for end in ("", ".typed")}
    return json.dumps({"version": 1, "site": site, "period": period, "as_of": "2026-10-06", "seed": 1, "facts": facts, "findings": [{"code": "KPI-207"}],
                       "editions": {name: {"title": {"fact": name}} for name in names}}).encode()


@pytest.fixture
def publish_plain() -> Callable[..., Publication]:
    """Give a way to publish a month without building it."""
    def publish(person: Person | None = None, site: str = "MTY", period: Period = SEPTEMBER, number: int = 1, text: str = "resin", **more: Any) -> Publication:
        outputs = {f"{name}.{kind}": store.freeze(f"<!doctype html><html lang=en><title>{site}</title><p>{text} {name}".encode())
                   for name in ("board.en", "hq.en", "site.es") for kind in ("html", "pdf")}
        outputs["briefing.json"] = store.freeze(published_data(site, str(period)))
        given = {"published_at": NOW, "as_of": date(2026, 10, 6), "signed_as": "plant director", **more}
        publication = Publication(site=site, period=str(period), number=number, published_by=person, method=METHOD, seed=1,
                                  inputs={"charter.xlsx": store.freeze(b"charter")}, outputs=outputs, **given)
        publication.digest = digest_of(publication)
        publication.save()
        for name in publication.editions:
            PublishedText.objects.create(publication=publication, edition=name, text=f"{text} {name}")
        return publication

    return publish


@pytest.fixture
def published(portal: Portal, publish_plain: Callable[..., Publication]) -> Publication:
    """Give a published September of Monterrey."""
    return publish_plain(portal.people["author"])


def right_of(person: Person) -> Right:
    """Give a person's first right."""
    return person.rights.all()[0]
