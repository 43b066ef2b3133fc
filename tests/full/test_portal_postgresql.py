"""The portal on PostgreSQL: its own triggers, a month's whole way, and a backup that moves from SQLite."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.full.test_portal_load import postgres, run
from tests.portal.conftest import SAMPLE

pytestmark = pytest.mark.full

PUBLISH = """
import os, json, sys, shutil
os.environ['DJANGO_SETTINGS_MODULE'] = 'briefing.portal.settings'
from briefing.portal.serving import make_ready
make_ready(quiet=True)
from datetime import datetime, UTC
from pathlib import Path
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from briefing.periods import Period
from briefing.portal import store
from briefing.portal.models import *
from briefing.portal.selectors.charter import charter_in_force
from briefing.portal.selectors.archive import search
from briefing.portal.services import backups, review
from briefing.portal.services.people import add_person, give_right
from briefing.portal.services.trail import first_broken
from briefing.portal.services.uploads import receive
from briefing.portal.worker import work_off
shutil.copy(Path(sys.argv[1]) / 'charter.xlsx', store.workspace_folder())
now = datetime.now(UTC)
author = add_person(None, now, email='author@plant.example', signs_as='plant director', language='es')
give_right(None, author, now, kind=RightKind.AUTHOR, site='MTY')
version = receive(author, 'MTY', Period(2026, 10), file_name='MTY.xlsx', data=(Path(sys.argv[1]) / 'submissions/2026-10/MTY.xlsx').read_bytes(), when=now)
work_off()
version.refresh_from_db()
review.set_override(author, version, kpi='OTD', status='within_tolerance', reason='Acordado', when=now)
review.want_preview(version, timezone.localdate())
work_off()
version.refresh_from_db()
review.order_publication(author, version, charter_in_force(), reason='', as_of=timezone.localdate())
work_off()
refused = []
for statement in ('DELETE FROM portal_trailentry', 'UPDATE portal_trailentry SET act = act', 'TRUNCATE portal_trailentry', 'DELETE FROM portal_publication',
                  "UPDATE portal_publication SET outputs = '{}'"):
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    except DatabaseError:
        refused.append(statement)
backups.backup(Path(sys.argv[2]))
publication = Publication.objects.get()
print(json.dumps({'vendor': connection.vendor, 'refused': len(refused), 'broken': first_broken(), 'digest': publication.digest, 'outputs': publication.outputs,
                  'hits': len(search(author, 'resina')), 'failed': Job.objects.count(), 'drafts': len(list(store.place('drafts').iterdir()))}))
"""

RESTORE = """
import os, json, sys
os.environ['DJANGO_SETTINGS_MODULE'] = 'briefing.portal.settings'
from briefing.portal.serving import make_ready
make_ready(quiet=True)
from pathlib import Path
from django.db import connection
from django.utils import timezone
from briefing.portal import store
from briefing.portal.models import *
from briefing.portal.services import backups
from briefing.portal.services.people import add_person
from briefing.portal.services.trail import first_broken
backups.restore(Path(sys.argv[1]), timezone.now())
add_person(None, timezone.now(), email='later@plant.example', signs_as='x')
publication = Publication.objects.get()
print(json.dumps({'vendor': connection.vendor, 'digest': publication.digest, 'broken': first_broken(), 'people': Person.objects.count(),
                  'outputs': {name: store.digest(store.frozen_bytes(each)) for name, each in publication.outputs.items()}}))
"""


@pytest.mark.parametrize("first", ["postgresql", "sqlite"])
def test_a_month_is_published_and_its_backup_moves_to_the_other_database(first: str, tmp_path: Path) -> None:
    """Nothing failed, the database refused what it has to, and the restored hashes are those that were published."""
    with postgres() as address:
        there = {"DATABASE_URL": address}
        one, other = (there, {}) if first == "postgresql" else ({}, there)
        made = json.loads(run(PUBLISH, tmp_path / "one", one, str(SAMPLE), str(tmp_path / "backup.zip")))
        assert made | {"digest": "", "outputs": {}} == {"vendor": first, "refused": 5, "broken": None, "digest": "", "outputs": {}, "hits": 1,
                                                         "failed": 0, "drafts": 0}
        restored = json.loads(run(RESTORE, tmp_path / "other", other, str(tmp_path / "backup.zip")))
        assert restored == {"vendor": "sqlite" if first == "postgresql" else "postgresql", "digest": made["digest"], "broken": None, "people": 2, "outputs": made["outputs"]}
