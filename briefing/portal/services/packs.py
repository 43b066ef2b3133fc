"""Packs for a board portal: asked for on a page, made by the worker from published bytes and the group's page, frozen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from briefing.group.packing import bound, group_page
from briefing.language import Language, as_language
from briefing.periods import Period
from briefing.portal import store
from briefing.portal.models import Job, JobKind, JobState, Pack, Person, Publication
from briefing.portal.selectors.charter import charter_in_force
from briefing.portal.services import jobs
from briefing.workspace import load_workspace


class NotPacked(Exception):  # noqa: N818 - it names what is wrong
    """A pack that cannot be made; the argument is the key of its words."""


def available(period: Period, language: Language) -> dict[str, Publication]:
    """Give, by site, the month's latest publication that has a board edition in a language as PDF."""
    found: dict[str, Publication] = {}
    for publication in Publication.objects.filter(period=str(period), purged_at=None).order_by("number"):
        found[publication.site] = publication
    return {site: each for site, each in found.items() if f"board.{language}.pdf" in each.outputs}


def order(person: Person, period: Period, sites: Sequence[str], language: Language, when: datetime) -> Pack:
    """Ask the worker for a pack.

    Raises:
        NotPacked: No site was chosen, or one has no board edition of that month in that language.
    """
    if not sites:
        raise NotPacked("packs.no_site")
    if set(sites) - available(period, language).keys():
        raise NotPacked("packs.no_edition")
    with transaction.atomic():
        pack = Pack.objects.create(period=str(period), language=language, sites=list(dict.fromkeys(sites)), person=person, asked_at=when)
        jobs.ask(JobKind.PACK, priority=jobs.USUAL, pack=pack.pk)
    return pack


def make(pack: Pack) -> None:
    """Bind the pack; in the worker. The board editions are the published bytes; the group's page is built of what is published now."""
    language = as_language(pack.language)
    found = available(pack.when, language)
    papers = {site: store.frozen_bytes(found[site].outputs[f"board.{language}.pdf"]) for site in pack.sites}
    page = group_page(load_workspace(store.workspace_folder()), pack.when, language)
    names = {site.code: site.name for site in charter_in_force().sites}
    Pack.objects.filter(pk=pack.pk).update(sha256=store.freeze(bound(page, papers, names, pack.when, language)))


def has_failed(pack: Pack) -> bool:
    """Tell whether the worker gave the pack up."""
    return not pack.sha256 and Job.objects.filter(kind=JobKind.PACK, arguments__pack=pack.pk, state=JobState.FAILED).exists()
