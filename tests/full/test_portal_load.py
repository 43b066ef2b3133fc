"""Twelve people uploading for a minute while the worker reads: nothing fails and nothing is lost, on SQLite and on PostgreSQL."""

from __future__ import annotations

import hashlib
import http.client
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.portal.conftest import SAMPLE
from tests.portal.running import PROJECT, Running, free_port

CLIENTS, SECONDS = 12, 60.0
pytestmark = pytest.mark.full

PREPARE = """
import os, sys, json, django
os.environ['DJANGO_SETTINGS_MODULE'] = 'briefing.portal.settings'
from briefing.portal.serving import make_ready
make_ready(quiet=True)
import shutil
from datetime import datetime, UTC
from pathlib import Path
from django.conf import settings
from importlib import import_module
from django.contrib.auth import SESSION_KEY, BACKEND_SESSION_KEY, HASH_SESSION_KEY
from briefing.portal import store
from briefing.portal.models import RightKind
from briefing.portal.services.people import add_person, give_right
shutil.copy(sys.argv[1], store.workspace_folder() / 'charter.xlsx')
made = []
for number in range(int(sys.argv[2])):
    site = ('MTY', 'QRO', 'TIJ')[number % 3]
    person = add_person(None, datetime.now(UTC), email=f'author{number}@plant.example', signs_as='plant director', language='es')
    give_right(None, person, datetime.now(UTC), kind=RightKind.AUTHOR, site=site)
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(person.pk), settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.save()
    made.append([site, session.session_key])
print(json.dumps(made))
"""

COUNT = """
import os, json, django
os.environ['DJANGO_SETTINGS_MODULE'] = 'briefing.portal.settings'
django.setup()
from briefing.portal import store
from briefing.portal.models import Version, Job, TrailEntry
from briefing.portal.services.trail import first_broken
kept = {f'{v.month.site}-{v.number}': [v.sha256, v.state, store.digest(store.draft_path(v.stored).read_bytes())] for v in Version.objects.select_related('month')}
print(json.dumps({'kept': kept, 'failed': Job.objects.filter(state='failed').count(), 'broken': first_broken(), 'trail': TrailEntry.objects.filter(act='uploaded').count()}))
"""


@dataclass
class Done:
    """What one client did."""

    uploads: list[tuple[str, str]] = field(default_factory=list)
    """The page of each version that was taken in, and the hash of what was sent."""
    failures: list[str] = field(default_factory=list)
    slowest: float = 0.0


@contextmanager
def postgres() -> Iterator[str]:
    """Run a PostgreSQL of its own, as a user of its own where we are root; gives its address."""
    programs = next(iter(sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)), None)
    if programs is None:
        pytest.fail("PostgreSQL is not installed; apt.txt names it")
    user = "postgres" if os.geteuid() == 0 else None
    # not below pytest's own folder, which only its owner may enter
    home, port = Path(tempfile.mkdtemp(prefix="briefing-postgresql-")), free_port()
    if user:
        shutil.chown(home, user)

    def call(*command: str) -> None:
        subprocess.run(command, check=True, user=user, cwd=home, capture_output=True, env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"})

    call(str(programs / "initdb"), "-D", str(home / "data"), "-U", "briefing", "--auth=trust", "-E", "UTF8")
    start = [str(programs / "pg_ctl"), "-D", str(home / "data"), "-w", "-l", str(home / "log"), "-o", f"-p {port} -c listen_addresses=127.0.0.1 -k {home}", "start"]
    call(*start)
    try:
        call(str(programs / "createdb"), "-h", "127.0.0.1", "-p", str(port), "-U", "briefing", "portal")
        yield f"postgresql://briefing@127.0.0.1:{port}/portal"
    finally:
        call(str(programs / "pg_ctl"), "-D", str(home / "data"), "-m", "immediate", "stop")
        shutil.rmtree(home)


def run(program: str, data: Path, environment: dict[str, str], *arguments: str) -> str:
    """Run a piece of Python beside the service, on its data."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("BRIEFING_", "DJANGO_", "DATABASE_"))}
    given = kept | {"BRIEFING_DATA": str(data), "PYTHONPATH": str(PROJECT)} | environment
    called = subprocess.run([sys.executable, "-c", program, *arguments], env=given, capture_output=True, text=True, check=False)
    assert called.returncode == 0, called.stderr
    return called.stdout.strip().splitlines()[-1]


def _request(address: str, session: str, method: str, path: str, body: bytes = b"", **headers: str) -> tuple[int, str, bytes]:
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=60)
    try:
        connection.request(method, path, body, {"Cookie": f"sessionid={session}; csrftoken={'a' * 32}", **headers})
        answer = connection.getresponse()
        return answer.status, answer.headers.get("Location", ""), answer.read()
    finally:
        connection.close()


def client(address: str, site: str, session: str, until: float, seed: int) -> Done:
    """Upload, look at the page, and again, until the time is up."""
    done, chance = Done(), random.Random(seed)
    books = [(SAMPLE / "submissions" / month / f"{site}.xlsx").read_bytes() for month in ("2026-09", "2026-10")]
    while time.monotonic() < until:
        data = chance.choice(books)
        body = b"".join([b'--limit\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n', b"a" * 32, b"\r\n--limit\r\nContent-Disposition: form-data; ",
                         f'name="file"; filename="{site}.xlsx"\r\nContent-Type: application/octet-stream\r\n\r\n'.encode(), data, b"\r\n--limit--\r\n"])
        began = time.monotonic()
        try:
            status, where, _ = _request(address, session, "POST", f"/site/{site}/2026-10/upload/", body, **{"Content-Type": "multipart/form-data; boundary=limit", "Origin": address})
            done.slowest = max(done.slowest, time.monotonic() - began)
            if status != 302 or not where.rstrip("/").rsplit("/", 1)[1].isdigit():
                done.failures.append(f"upload {status} {where}")
                continue
            done.uploads.append((f"{site}-{where.rstrip('/').rsplit('/', 1)[1]}", hashlib.sha256(data).hexdigest()))
            status, _, _ = _request(address, session, "GET", where)
            if status != 200:
                done.failures.append(f"page {status}")
        except OSError as fault:
            done.failures.append(repr(fault))
        time.sleep(chance.uniform(0.0, 0.5))
    return done


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Iterator[dict[str, str]]:
    """Give the environment that names the database."""
    if request.param == "sqlite":
        yield {}
        return
    with postgres() as address:
        yield {"DATABASE_URL": address}


def test_twelve_clients_for_a_minute(database: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Every request answers, every upload is kept byte by byte and on the trail, and the worker goes on reading."""
    data = tmp_path / "data"
    people = json.loads(run(PREPARE, data, database, str(SAMPLE / "charter.xlsx"), str(CLIENTS)))
    with Running(data, **database) as portal, capsys.disabled():
        until = time.monotonic() + SECONDS
        with ThreadPoolExecutor(CLIENTS) as pool:
            done = list(pool.map(lambda each: client(portal.address, *each[1], until, each[0]), enumerate(people)))
        sent = [upload for each in done for upload in each.uploads]
        found = json.loads(run(COUNT, data, database))
        print(f"{len(sent)} uploads, slowest {max(each.slowest for each in done):.2f} s, read {sum(state != 'waiting' for _, state, _ in found['kept'].values())}")
        assert [failure for each in done for failure in each.failures] == []
        assert len(sent) == len(dict(sent)) >= CLIENTS
        assert {name: kept[2] for name, kept in found["kept"].items()} == dict(sent)
        assert (found["failed"], found["broken"], found["trail"]) == (0, None, len(sent))
        assert any(state == "read" for _, state, _ in found["kept"].values())
        assert "ERROR" not in portal.said
