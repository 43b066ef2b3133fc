"""The trail, retention, backup and restore."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from briefing.model.charter import Company
from briefing.portal import store
from briefing.portal.models import Act, Comment, Frozen, Job, Override, Person, Publication, TrailEntry, TrailHead, Version
from briefing.portal.selectors.trail import trail_words
from briefing.portal.services import backups
from briefing.portal.services.records import OnHold, past_retention, purge
from briefing.portal.services.trail import first_broken, record
from briefing.portal.views.records import harmless
from tests.portal.conftest import NOW, SECRET, Portal


def _sql(statement: str, *given: Any) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, given)


@pytest.mark.parametrize("statement", [
    "UPDATE portal_trailentry SET act = 'uploaded' WHERE number = 1", "DELETE FROM portal_trailentry WHERE number = 1",
    "DELETE FROM portal_publication", "UPDATE portal_publication SET outputs = '{}'", "UPDATE portal_publication SET digest = 'x'",
])
def test_the_database_refuses_to_rewrite_what_was_done(portal: Portal, published: Publication, statement: str) -> None:
    """By its own triggers, whatever program asks."""
    with pytest.raises(DatabaseError, match=r"append-only|never"):
        _sql(statement)


def test_a_chain_that_was_tampered_with_says_where(portal: Portal) -> None:
    """An entry changed behind the triggers' back breaks the chain at its place; an end cut off is noticed too."""
    assert first_broken() is None
    last = TrailEntry.objects.count()
    _sql("DROP TRIGGER trail_no_update")
    _sql("DROP TRIGGER trail_no_delete")
    _sql("UPDATE portal_trailentry SET detail = '{}' WHERE number = 3")
    assert first_broken() == 3
    entry = TrailEntry.objects.get(number=3)
    _sql("DELETE FROM portal_trailentry WHERE number >= 3")
    assert first_broken() == 3
    assert entry.number < last
    assert "La bitácora está rota en el registro 3" in portal.client("secretary").get(reverse("records"), headers={"Accept-Language": "es"}).content.decode()


def test_entries_follow_on_whoever_adds_them(portal: Portal) -> None:
    """Numbers have no gap and each holds the hash of the one before."""
    for _ in range(3):
        record(Act.UPLOADED, portal.people["author"], NOW, site="MTY")
    entries = list(TrailEntry.objects.all())
    assert [entry.number for entry in entries] == list(range(1, len(entries) + 1))
    assert [entry.before for entry in entries[1:]] == [entry.digest for entry in entries[:-1]]
    assert TrailHead.objects.get().digest == entries[-1].digest


def test_the_trail_is_taken_as_a_table_without_formulas(portal: Portal) -> None:
    """Every cell starts as text."""
    rows = list(csv.reader(io.StringIO(portal.client("secretary").get(reverse("trail_file")).content.decode())))
    assert len(rows) == TrailEntry.objects.count() + 1
    assert [harmless(each) for each in ("=1+1", "@x", "+5", "-5", "\t=1", "plain")] == ["'=1+1", "'@x", "'+5", "'-5", "'\t=1", "plain"]


def test_the_trail_reads_in_the_persons_language(portal: Portal) -> None:
    """Roles, months, rights and sides in words; hashes short."""
    detail = {"person": "ab", "right": "reader:QRO:board", "period": "2026-10", "side": "hq", "sha256": "f" * 64}
    assert trail_words(detail, {"ab": "plant director"}, "es") == ["director de planta", "octubre 2026", "lector, QRO, Consejo", "corporativo", "f" * 12]
    text = portal.client("secretary").get(reverse("records")).content.decode()
    assert "permiso otorgado" in text
    assert "reader:" not in text


def test_what_is_past_its_time_is_deleted_and_its_line_stays(portal: Portal, published: Publication, publish_plain: Any) -> None:
    """Bytes and words go, the hash stays; what another publication needs stays too."""
    company = Company(retention_years=7)
    publish_plain(portal.people["author"], number=2, text="aluminium", published_at=NOW + timedelta(days=400))
    later = NOW + timedelta(days=7 * 366)
    assert [each.number for each in past_retention(company, later)] == [1]
    gone = published.outputs["board.en.html"]
    assert purge(portal.people["secretary"], company, later) == 1
    published.refresh_from_db()
    assert (published.purged_at, published.texts.count(), len(published.digest)) == (later, 0, 64)
    assert not Frozen.objects.filter(sha256=gone).exists()
    assert len(list(store.place(store.FROZEN).iterdir())) == Frozen.objects.count()
    kept = Publication.objects.get(number=2)
    assert store.frozen_bytes(kept.inputs["charter.xlsx"]) == b"charter"
    assert portal.client("owner").get(reverse("publication", kwargs={"code": "MTY", "period": "2026-09", "number": 1})).status_code == 404
    assert first_broken() is None


@pytest.mark.parametrize(("company", "key"), [(Company(retention_years=1, legal_hold=True), "records.hold_is_on"), (Company(), "records.no_period")])
def test_a_hold_or_no_period_keeps_everything(portal: Portal, published: Publication, company: Company, key: str) -> None:
    """Counsel decides, not the calendar."""
    with pytest.raises(OnHold, match=key):
        purge(portal.people["secretary"], company, NOW + timedelta(days=9999))
    assert Publication.objects.get().purged_at is None


@pytest.fixture
def backed_up(portal: Portal, draft: Version, published: Publication, tmp_path: Path) -> Path:
    """Give a backup of a portal with a draft, a comment, an override and a publication."""
    Comment.objects.create(version=draft, person=portal.people["approver"], text=SECRET, said_at=NOW)
    Override.objects.create(month=draft.month, kpi="OTD", status="on_target", reason=SECRET, person=portal.people["author"], set_at=NOW)
    path = tmp_path / "backup.zip"
    backups.backup(path)
    return path


def test_a_backup_holds_no_draft(backed_up: Path, draft: Version) -> None:
    """Neither the file, nor what was found in it, nor what was said about it."""
    with zipfile.ZipFile(backed_up) as archive:
        everything = {name: archive.read(name) for name in archive.namelist()}
    assert [name for name, data in everything.items() if SECRET.encode() in data] == []
    assert draft.sha256 not in {store.digest(data) for data in everything.values()}
    assert draft.file_name.encode() not in everything["database.jsonl"]


def test_a_backup_is_put_into_a_new_folder_with_equal_hashes(backed_up: Path, settings: Any, tmp_path: Path, portal: Portal) -> None:
    """Every publication, frozen file, person and trail entry is there; the trail is whole and goes on."""
    before = {
        "publications": list(Publication.objects.values_list("digest", "inputs", "outputs")), "people": list(Person.objects.values_list("email", "pseudonym")),
        "trail": list(TrailEntry.objects.values_list("number", "digest")), "workspace": _hashes(store.workspace_folder()),
    }
    empty_database()
    settings.DATA = tmp_path / "anew"
    store.make_folders()
    assert backups.restore(backed_up, NOW) == 1
    after = {
        "publications": list(Publication.objects.values_list("digest", "inputs", "outputs")), "people": list(Person.objects.values_list("email", "pseudonym")),
        "trail": list(TrailEntry.objects.values_list("number", "digest"))[:-1], "workspace": _hashes(store.workspace_folder()),
    }
    assert after == before
    assert [store.digest(store.frozen_bytes(each)) for each in Publication.objects.get().outputs.values()] == list(Publication.objects.get().outputs.values())
    assert (TrailEntry.objects.order_by("number").last().act, first_broken()) == ("restored", None)
    assert [each.state for each in Version.objects.all()] == ["dropped"]
    new = Person.objects.create_user("later@example.com")
    assert new.pk > max(person.pk for person in portal.people.values())


def _hashes(root: Path) -> dict[str, str]:
    return {path.relative_to(root).as_posix(): store.digest(path.read_bytes()) for path in root.rglob("*") if path.is_file()}


def empty_database() -> None:
    """Stand where a new data folder stands: no rows in any table of the portal."""
    for trigger in ("trail_no_update", "trail_no_delete", "publication_no_delete", "publication_frozen"):
        _sql(f"DROP TRIGGER {trigger}")
    for model in (Job, Comment, Override, *reversed(backups.KEPT)):
        model.objects.all().delete()


def test_a_backup_is_not_put_over_what_is_there(backed_up: Path) -> None:
    """Nor one that is damaged."""
    with pytest.raises(backups.NotRestored, match="not empty"):
        backups.restore(backed_up, NOW)


def test_a_damaged_backup_is_refused(backed_up: Path, tmp_path: Path, settings: Any) -> None:
    """A file that is not what was backed up is named, and nothing is put back."""
    spoiled = tmp_path / "spoiled.zip"
    with zipfile.ZipFile(backed_up) as archive, zipfile.ZipFile(spoiled, "w") as other:
        for name in archive.namelist():
            data = archive.read(name)
            other.writestr(name, data + b"x" if name.startswith("frozen/") else data)
    empty_database()
    settings.DATA = tmp_path / "anew"
    store.make_folders()
    with pytest.raises(backups.NotRestored, match="frozen/"):
        backups.restore(spoiled, NOW)
    assert not Person.objects.exists()
