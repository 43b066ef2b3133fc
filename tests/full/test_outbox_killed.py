"""Five hundred readers, two workers, twenty kills: each has exactly one mail, or is shown as unsure, on SQLite and on PostgreSQL."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from briefing.portal.serving import Supervised
from tests.distribution.servers import Box, mail_server
from tests.full.test_portal_load import postgres, run
from tests.portal.conftest import SAMPLE
from tests.portal.running import PROJECT

pytestmark = [pytest.mark.full, pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="Windows ends processes in another way")]
READERS, KILLS, PAPERS = 500, 20, 50
"""A tenth of the readers are directors, whose own copy is made as the mail is."""
LEASE_SECONDS = 6
"""A killed worker's mails are free again after that, in this test; the product waits longer."""

BEGIN = """
import os, sys, json
os.environ['DJANGO_SETTINGS_MODULE'] = 'briefing.portal.settings'
from briefing.portal.serving import make_ready
make_ready(quiet=True)
"""

PREPARE = BEGIN + """
import shutil
from pathlib import Path
from openpyxl import load_workbook
from django.utils import timezone
from briefing.periods import Period
from briefing.portal import store
from briefing.portal.models import Dispatch, Mailing, RightKind
from briefing.portal.services.distribution import prepare, release
from briefing.portal.services.people import add_person, give_right
from briefing.portal.services.publishing import bring_in
sample, readers, papers = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
root = store.workspace_folder()
for part in ('submissions', 'publication'):
    (root / part / '2026-10').mkdir(parents=True)
    for path in (sample / part / '2026-10').glob('MTY.*'):
        shutil.copy(path, root / part / '2026-10')
book = load_workbook(sample / 'charter.xlsx')
book['Company'].append(['PDF in mail to directors', 'yes'])
sheet = book['Readers']
sheet.delete_rows(4, sheet.max_row)
for number in range(readers):
    director = number < papers
    sheet.append([f'R{number:03d}', 'director' if director else 'executive', 'director' if director else 'executive', f'reader{number:03d}@plant.example', 'board' if director else 'HQ', 'English', None])
book.save(root / 'charter.xlsx')
now = timezone.now()
person = add_person(None, now, email='staff@plant.example', signs_as='chief of staff', language='en')
give_right(None, person, now, kind=RightKind.CHIEF_OF_STAFF)
publication = bring_in('MTY', Period(2026, 10), now)
mailing = prepare(publication, now)
print(json.dumps([release(person, publication, mailing.mark, timezone.now()), Dispatch.objects.filter(attach=True).count()]))
"""

WORK = """
import datetime, sys
import briefing.portal.posting as posting
django = posting.django
def setup(kept=django.setup):
    kept()
    from briefing.portal.services import outbox
    lease = datetime.timedelta(seconds=float(sys.argv[1]))
    outbox.LEASE = outbox.CLOSING = lease
    outbox.WAITS = (lease / 3,) * 30
django.setup = setup
posting.IDLE_SECONDS = 0.2
posting.main()
"""

COUNT = BEGIN + """
from briefing.distribution.ledger import ledger_path, read_ledger
from briefing.portal import store
from briefing.portal.models import Dispatch
ledger = read_ledger(ledger_path(store.workspace_folder(), '2026-10'))
print(json.dumps({'states': dict(Dispatch.objects.values_list('reader', 'state')), 'ledger': sorted({each.reader for each in ledger.entries})}))
"""

AGAIN = BEGIN + """
from django.utils import timezone
from briefing.portal.models import Dispatch, Person
from briefing.portal.services.distribution import send_again
for dispatch in Dispatch.objects.filter(state='unsure'):
    send_again(Person.objects.get(email='staff@plant.example'), dispatch, timezone.now())
print('{}')
"""


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Iterator[dict[str, str]]:
    """Give the environment that names the database."""
    if request.param == "sqlite":
        yield {}
        return
    with postgres() as address:
        yield {"DATABASE_URL": address}


def moody(recipient: str, tried: int) -> str:
    """Take most mails, after a moment; defer one in seven the first time."""
    time.sleep(0.02)
    return "451 4.7.1 later" if tried == 1 and int(recipient[6:9]) % 7 == 0 else "take"


@contextmanager
def workers(data: Path, environment: dict[str, str]) -> Iterator[list[Supervised]]:
    """Run two workers as `briefing serve` does: whichever ends is started again."""
    given = {"BRIEFING_DATA": str(data), "PYTHONPATH": str(PROJECT), "OPENBLAS_NUM_THREADS": "1", "PATH": "/usr/bin:/bin"} | environment

    def start(command: list[str]) -> subprocess.Popen[bytes]:
        return subprocess.Popen(command, env=given)

    both = [Supervised(name, [sys.executable, "-c", WORK, str(LEASE_SECONDS)], start) for name in ("one", "two")]
    try:
        yield both
    finally:
        for each in both:
            each.end()


def kill_at_random(both: list[Supervised], box: Box, chance: random.Random) -> int:
    """Kill one worker or the other at a moment in which mail is going out; gives how many kills fell while there was mail left."""
    kills = 0
    for _ in range(KILLS):
        seen, patience = len(box.tried), time.monotonic() + 60
        while len(box.tried) == seen and time.monotonic() < patience and len(set(box.tried)) < READERS:
            time.sleep(0.005)
        time.sleep(chance.uniform(0.0, 1.0))
        kills += len(box.mails) < READERS
        victim = chance.choice(both)
        victim.process.send_signal(signal.SIGKILL)
        victim.process.wait()
        victim.failures = 0  # killed, not failed
        victim.look()
    return kills


def settled(data: Path, environment: dict[str, str]) -> dict[str, dict[str, str]]:
    """Wait until no mail is on its way; gives the states and the ledger's readers."""
    deadline = time.monotonic() + 300
    while True:
        found = json.loads(run(COUNT, data, environment))
        left = Counter(found["states"].values())
        if not set(left) - {"sent", "unsure"}:
            return found
        assert time.monotonic() < deadline, left
        time.sleep(1)


def test_five_hundred_readers_and_twenty_kills(database: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Sent is one mail; unsure is one or none, and nobody has two. What is unsure goes once more when a person says so."""
    data, chance = tmp_path / "data", random.Random(20)
    with mail_server(moody) as box, capsys.disabled():
        environment = database | {"BRIEFING_SMTP_URL": f"smtp://127.0.0.1:{box.port}", "BRIEFING_URL": "https://portal.example.com", "BRIEFING_MAIL_FROM": "briefing@example.com"}
        assert [READERS, PAPERS] == json.loads(run(PREPARE, data, environment, str(SAMPLE), str(READERS), str(PAPERS)))
        began = time.monotonic()
        with workers(data, environment) as both:
            kills = kill_at_random(both, box, chance)
            found = settled(data, environment)
            seconds = time.monotonic() - began
            counts, states = Counter(box.recipients()), found["states"]
            by_reader = {reader: counts[f"reader{reader[1:]}@plant.example"] for reader in states}
            unsure = [reader for reader, state in states.items() if state == "unsure"]
            print(f"{sum(counts.values())} mails to {len(counts)} readers in {seconds:.0f} s, {kills} kills on the way, unsure {len(unsure)} "
                  f"({sum(by_reader[each] for each in unsure)} of them taken)")
            assert READERS == len(states)
            assert {} == {reader: count for reader, count in by_reader.items() if states[reader] == "sent" and count != 1}
            assert {} == {reader: count for reader, count in by_reader.items() if states[reader] == "unsure" and count > 1}
            assert len(unsure) <= KILLS
            assert kills >= KILLS // 2
            run(AGAIN, data, environment)
            found = settled(data, environment)
        again = Counter(box.recipients()) - counts
        assert {f"reader{each[1:]}@plant.example": 1 for each in unsure} == dict(again)
        assert {"sent"} == set(found["states"].values())
        assert sorted(found["states"]) == json.loads(run(COUNT, data, environment))["ledger"]
