"""What somebody finds next: the month to go on with, the approval that waits, one remark for many cells."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.urls import reverse

from briefing.findings import CellRef, warning
from briefing.portal.models import Publication, Version
from briefing.portal.preflight import _remarks
from briefing.portal.selectors.charter import charter_in_force
from briefing.portal.selectors.months import approvers, month_lines, next_line, to_approve
from briefing.portal.services.review import approve
from tests.portal.conftest import NOVEMBER, NOW, OCTOBER, Portal
from tests.portal.test_whole_way import two_people_needed

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


def lines() -> list[tuple[str, str]]:
    """Give Monterrey's two latest months and their states."""
    return [(str(line.period), line.state) for line in month_lines(charter_in_force().sites[0], TODAY)][:2]


def goes_on_with() -> str:
    """Give the month that Monterrey's first page leads to."""
    return str(next_line(month_lines(charter_in_force().sites[0], TODAY)).period)


def test_the_running_month_is_listed_once_the_one_before_is_published(portal: Portal, published: Publication, publish_plain: Callable[..., Publication]) -> None:
    """Nobody who published early is left without a next step."""
    assert lines() == [("2026-10", "late"), ("2026-09", "published")]
    publish_plain(period=OCTOBER)
    assert lines() == [("2026-11", "open"), ("2026-10", "published")]


def test_a_running_month_in_hand_goes_before_a_late_one(portal: Portal, published: Publication) -> None:
    """Both stand in the table; the action leads to what somebody works on."""
    assert goes_on_with() == "2026-10"
    portal.upload(period=NOVEMBER)
    assert lines() == [("2026-11", "draft"), ("2026-10", "late")]
    assert goes_on_with() == "2026-11"


def test_an_approval_waits_on_the_approvers_pages_until_it_is_given(portal: Portal, draft: Version) -> None:
    """Whoever may approve finds it; its author reads whom to tell; headquarters, administrators and other sites see nothing of it."""
    two_people_needed()
    there = reverse("review", args=("MTY", OCTOBER, 1))
    assert to_approve(portal.people["approver"], charter_in_force()) == ()
    Version.objects.filter(pk=draft.pk).update(sent_for_approval_at=NOW)
    seen = {who for who in portal.people if any(there in portal.client(who).get(reverse(name), follow=True).content.decode() for name in ("home", "waiting"))}
    assert seen == {"approver"}
    assert approvers(draft) == [portal.people["approver"]]
    approve(portal.people["approver"], draft, NOW)
    assert to_approve(portal.people["approver"], charter_in_force()) == ()
    assert [line.state for line in month_lines(charter_in_force().sites[0], TODAY) if line.draft] == ["approved"]


def test_a_remark_on_many_cells_is_said_once() -> None:
    """Equal words are told with all their places, in the order they came."""
    found = [warning(CellRef("a.xlsx", sheet, cell), "KPI-207", kpi=kpi, period="2026-10")
             for sheet, cell, kpi in (("KPIs", "X6", "OTD"), ("KPIs", "Y6", "OTD"), ("Registro", "T4", "OTD"), ("KPIs", "X6", "FPY"))]
    assert [each.place for each in _remarks(found, "es")] == ["KPIs, X6, Y6; Registro, T4", "KPIs, X6"]
