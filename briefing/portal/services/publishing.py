"""Publishing: what a month was made from is frozen with the bytes made of it, and the draft is dropped."""

from __future__ import annotations

import hashlib
import json
import tempfile
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Max

from briefing import __version__
from briefing.document.blocks import Document, all_sentences
from briefing.document.editions import Audience, Edition
from briefing.model.charter import Charter
from briefing.periods import Period
from briefing.pipeline import SEED, Briefing, build, write
from briefing.portal import store
from briefing.portal.models import Act, Happening, Month, Override, Person, Publication, PublishedAsks, PublishedText, Version
from briefing.portal.scratch import published_paths, scratch
from briefing.portal.services.hooks import announce
from briefing.portal.services.summaries import summary_of
from briefing.portal.services.trail import record
from briefing.portal.services.uploads import drop_content
from briefing.portal.told import told_of
from briefing.workspace import MAPPINGS, PUBLICATION, SUBMISSIONS, load_workspace, write_atomically

METHOD = f"briefing {__version__}"
USUAL = (Edition(Audience.BOARD, "en"), Edition(Audience.HQ, "en"), Edition(Audience.SITE, "es"))


@dataclass(frozen=True, slots=True)
class Made:
    """A briefing made and frozen: hashes of what went in and came out, and what is searched and summed up."""

    as_of: date
    inputs: Mapping[str, str]
    outputs: Mapping[str, str]
    summary: Mapping[str, Any]
    texts: Mapping[str, str]
    told: Mapping[str, Any]
    """The open asks with their terms."""


def editions_of(charter: Charter) -> tuple[Edition, ...]:
    """Give the editions that are published: the usual three, and those that the charter's readers receive."""
    named = []
    for reader in charter.readers:
        try:
            named.append(Edition.parse(f"{reader.edition}.{reader.language}"))
        except ValueError:
            continue
    return tuple(sorted({*USUAL, *named}))


def make(folder: Path, site: str, period: Period) -> Made:
    """Build a month from a scratch workspace and freeze both; equal inputs give equal outputs."""
    inputs = {name: store.freeze((folder / name).read_bytes()) for name in published_paths(folder, site, period)}
    dossier = load_workspace(folder).dossier(site, period)
    briefing = build(dossier, editions=editions_of(dossier.charter), seed=SEED)
    with tempfile.TemporaryDirectory(dir=store.place(store.INCOMING)) as out:
        outputs = {path.name: store.freeze(path.read_bytes()) for path in write(briefing, Path(out))}
    return Made(dossier.as_of, inputs, outputs, summary_of(briefing), texts_of(briefing), told_of(briefing.frame))


def texts_of(briefing: Briefing) -> dict[str, str]:
    """Give each edition's words, to be searched."""
    return {str(edition): unicodedata.normalize("NFC", " ".join(_words(document))) for edition, document in briefing.documents.items()}


def _words(document: Document) -> Iterable[str]:
    return (sentence.text for sentence in all_sentences(document))


def folded(text: str) -> str:
    """Give a text in small letters without accents, so that `produccion` finds `Producción`; as many letters as it has."""
    return "".join(map(_folded, unicodedata.normalize("NFC", text)))


@cache
def _folded(letter: str) -> str:
    bare = "".join(each for each in unicodedata.normalize("NFKD", letter.casefold()) if not unicodedata.combining(each))
    return bare if len(bare) == 1 else letter


def publish(version: Version, person: Person, *, toml: str, approver: str, reason: str, when: datetime) -> Publication:
    """Publish a version with the facts of publication that its author confirmed; in the worker."""
    month = version.month
    site, period = month.site, month.when
    content = store.draft_path(version.stored).read_bytes()
    with scratch(site, period, content=content, suffix=version.suffix, mapping=version.mapping, publication=toml) as folder:
        made = make(folder, site, period)
        with transaction.atomic():
            publication = _keep(made, site, period, when, person=person, signed_as=person.signs_as, approver=approver, reason=reason)
            record(Act.PUBLISHED, person, when, site=site, period=str(period), number=publication.number, digest=publication.digest)
            announce(Happening.PUBLISHED, publication, when)
            names = drop_month(month, version.number)
            _into_workspace(folder, site, period, version.suffix)
    store.drop_drafts(names)
    return publication


def bring_in(site: str, period: Period, when: datetime) -> Publication:
    """Freeze a month that an imported workspace had already published; in the worker."""
    with scratch(site, period) as folder:
        facts = load_workspace(folder).dossier(site, period).publication
        made = make(folder, site, period)
    with transaction.atomic():
        publication = _keep(made, site, period, when, person=None, signed_as=facts.published_by if facts else "",
                            approver=facts.approver if facts else "", reason="")
        record(Act.IMPORTED, None, when, site=site, period=str(period), digest=publication.digest)
    return publication


def _keep(made: Made, site: str, period: Period, when: datetime, *, person: Person | None, signed_as: str, approver: str,
          reason: str) -> Publication:
    last = Publication.objects.filter(site=site, period=str(period)).aggregate(last=Max("number"))["last"] or 0
    publication = Publication(
        site=site, period=str(period), number=last + 1, published_at=when, as_of=made.as_of, published_by=person, signed_as=signed_as, approver=approver,
        reason=reason, method=METHOD, seed=SEED, inputs=dict(made.inputs), outputs=dict(made.outputs), summary=dict(made.summary),
    )
    publication.digest = digest_of(publication)
    publication.save(force_insert=True)
    PublishedAsks.objects.create(publication=publication, told=dict(made.told))
    PublishedText.objects.bulk_create(PublishedText(publication=publication, edition=name, text=folded(text), words=text) for name, text in made.texts.items())
    return publication


def digest_of(publication: Publication) -> str:
    """Give the hash that the page shows: over site, month, number, day, method, seed, and the hashes of all files."""
    return hashlib.sha256(json.dumps(publication.manifest(), sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def drop_month(month: Month, number: int) -> list[str]:
    """Forget the drafts of a month up to a version, its overrides and comments; gives the names of the files to delete.

    A version handed in while this one was being published stays in hand.
    """
    Override.objects.filter(month=month).delete()
    return [name for version in month.versions.filter(number__lte=number).exclude(state="dropped") for name in drop_content(version)]


def _into_workspace(folder: Path, site: str, period: Period, suffix: str) -> None:
    """Put a published month at its place in the workspace; a file of another kind from an earlier publication goes."""
    root = store.workspace_folder()
    mine = f"{SUBMISSIONS}/{period}/{site}"
    for name in (f"{mine}{suffix}", f"{PUBLICATION}/{period}/{site}.toml", f"{MAPPINGS}/{site}.toml"):
        if (folder / name).is_file():
            write_atomically(root / name, (folder / name).read_bytes())
    for other in (root / SUBMISSIONS / str(period)).glob(f"{site}.*"):
        if other.suffix != suffix:
            other.unlink()
