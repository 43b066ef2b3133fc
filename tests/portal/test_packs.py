"""Packs for a board portal: made by the worker of published bytes, taken by the chief of staff and the secretary, gone with their publications."""

from __future__ import annotations

import io
from datetime import date, timedelta
from typing import Any

import pikepdf
import pytest
from django.urls import reverse

from briefing.model.charter import Company
from briefing.portal import store
from briefing.portal.models import Frozen, Job, JobState, Pack, Publication, TrailEntry
from briefing.portal.services.publishing import METHOD, digest_of
from briefing.portal.services.records import purge
from briefing.portal.worker import work_off
from briefing.rendering import render
from tests.portal.conftest import NOW, OCTOBER, Portal, lay_workspace

GIVEN: dict[str, Any] = {"period": "2026-10", "language": "en", "site": ["TIJ", "MTY"]}
SITES = ("MTY", "TIJ")


@pytest.fixture
def papers(portal: Portal, briefings: Any) -> dict[str, bytes]:
    """Give October published in two plants with their real board editions."""
    lay_workspace(store.workspace_folder(), ("2026-10",))
    made = {}
    for site in SITES:
        document = next(document for edition, document in briefings[site].documents.items() if str(edition) == "board.en")
        made[site] = render(document, "pdf")
        publication = Publication(site=site, period=str(OCTOBER), number=1, published_at=NOW, as_of=date(2026, 11, 6), signed_as="plant director", method=METHOD, seed=1,
                                  inputs={}, outputs={"board.en.pdf": store.freeze(made[site]), "board.en.html": store.freeze(b"<p>")})
        publication.digest = digest_of(publication)
        publication.save()
    return made


def test_a_pack_from_the_form_to_the_file(portal: Portal, papers: dict[str, bytes]) -> None:
    """The worker binds the group's page and the published bytes in the order chosen; taking it is on the trail; purging a publication takes it along."""
    staff = portal.client("staff")
    staff.post(reverse("make_pack"), GIVEN)
    assert "Se está preparando" in staff.get(reverse("packs")).content.decode()
    pack = Pack.objects.get()
    where = reverse("pack_file", kwargs={"pk": pack.pk})
    assert staff.post(where).status_code == 404
    work_off()
    pack.refresh_from_db()
    answer = portal.client("secretary").post(where)
    assert answer["Content-Disposition"] == 'attachment; filename="board-2026-10-en.pdf"'
    book = pikepdf.open(io.BytesIO(answer.content))
    own = [page.Contents.read_bytes() for site in ("TIJ", "MTY") for page in pikepdf.open(io.BytesIO(papers[site])).pages]
    assert [page.Contents.read_bytes() for page in book.pages][-len(own):] == own
    with book.open_outline() as outline:
        assert [each.title for each in outline.root] == ["All plants, October 2026", "Tijuana", "Monterrey"]
    last = TrailEntry.objects.order_by("number").last()
    assert last is not None
    assert (last.act, last.detail) == ("pack_taken", {"period": "2026-10", "sha256": pack.sha256})
    assert pack.sha256 in staff.get(reverse("packs")).content.decode()
    Publication.objects.filter(site="MTY").update(published_at=NOW - timedelta(days=9 * 366))
    purge(portal.people["secretary"], Company(retention_years=7), NOW)
    assert not Pack.objects.exists()
    assert not Frozen.objects.filter(sha256=pack.sha256).exists()
    assert Publication.objects.get(site="TIJ").purged_at is None


@pytest.mark.parametrize(("change", "said"), [
    ({"site": []}, "Elige al menos una planta"), ({"site": ["MTY", "QRO"]}, "no tiene edición del consejo"), ({"language": "es"}, "no tiene edición del consejo"),
])
def test_what_cannot_be_bound_is_said(portal: Portal, papers: dict[str, bytes], change: dict[str, Any], said: str) -> None:
    """No site, a site without the month, a language that was not published: nothing is asked of the worker."""
    assert said in portal.client("secretary").post(reverse("make_pack"), GIVEN | change, follow=True).content.decode()
    assert (Pack.objects.count(), Job.objects.count()) == (0, 0)


def test_a_pack_that_was_given_up_says_so(portal: Portal, papers: dict[str, bytes]) -> None:
    """And does not stay under way for ever."""
    portal.client("staff").post(reverse("make_pack"), GIVEN)
    Job.objects.update(state=JobState.FAILED)
    assert "No se pudo hacer" in portal.client("staff").get(reverse("packs")).content.decode()
