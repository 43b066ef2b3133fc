"""The charter in versions, definitions agreed one at a time, and the HQ desk."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from briefing.model.charter import Charter, Site
from briefing.periods import Period
from briefing.portal import store
from briefing.portal.models import Agreement, CharterVersion, Publication, PublishedText, RightKind, TrailEntry
from briefing.portal.selectors import desk
from briefing.portal.selectors.charter import charter_in_force
from briefing.portal.services.charters import definitions, differences
from briefing.portal.services.people import give_right
from briefing.portal.services.publishing import folded
from briefing.workspace import load_workspace
from tests.portal.conftest import NOW, OCTOBER, SAMPLE, Portal
from tests.spoiling import edit


def changed_charter(tmp_path: Path, change: Any) -> bytes:
    """Give the sample's charter with a change."""
    path = tmp_path / "charter.xlsx"
    path.write_bytes((SAMPLE / "charter.xlsx").read_bytes())
    edit(path, change)
    return path.read_bytes()


def _send(portal: Portal, data: bytes) -> Any:
    sent = io.BytesIO(data)
    sent.name = "charter.xlsx"
    return portal.client("owner").post(reverse("charter"), {"file": sent})


def test_a_new_charter_says_what_it_changes_and_waits_to_be_confirmed(portal: Portal, tmp_path: Path) -> None:
    """Nothing changes before; afterwards the workspace has it, and the trail its hash."""
    def change(book: Any) -> None:
        sheet = book["Company"]
        next(row for row in sheet.iter_rows() if row[0].value == "Records kept (years)")[1].value = 9

    data = changed_charter(tmp_path, change)
    answer = _send(portal, data)
    assert charter_in_force().company.retention_years == 7
    text = portal.client("owner").get(answer["Location"]).content.decode()
    assert "Records kept (years)" in text
    assert "Not in force yet: 1 change." in text
    portal.client("owner").post(answer["Location"])
    assert charter_in_force().company.retention_years == 9
    assert (store.workspace_folder() / "charter.xlsx").read_bytes() == data
    assert TrailEntry.objects.order_by("number").last().detail["sha256"] == store.digest(data)


def test_what_is_no_charter_is_refused_with_words(portal: Portal) -> None:
    """A month, or noise: the charter stays."""
    before = charter_in_force()
    assert "This workbook is not a charter." in _send(portal, (SAMPLE / "submissions" / "2026-10" / "MTY.xlsx").read_bytes()).content.decode()
    assert "FIL-" in _send(portal, b"noise" * 100).content.decode()
    assert charter_in_force() == before
    assert not CharterVersion.objects.exists()


def test_differences_name_rows_added_removed_and_changed() -> None:
    """By the sheet's own key."""
    before = Charter(sites=(Site("MTY", "Monterrey"), Site("QRO", "Querétaro")))
    after = Charter(sites=(Site("MTY", "Monterrey Norte"), Site("TIJ", "Tijuana")))
    rows = [(row["key"], row["field"], row["before"], row["after"]) for row in differences(before, after)]
    assert rows == [("MTY", "name", "Monterrey", "Monterrey Norte"), ("QRO", "", True, False), ("TIJ", "", False, True)]


def test_a_definition_is_agreed_when_both_sides_have_said_yes(portal: Portal) -> None:
    """Each in their own screen; then the charter carries both roles and days, and is otherwise what it was."""
    give_right(portal.people["admin"], portal.people["nobody"], NOW, kind=RightKind.APPROVER, site="QRO")
    _nobody_agreed("PPM")
    period = Period.of(date(2026, 11, 22))
    waiting = [each for each in definitions(charter_in_force(), period) if each.site == "QRO"]
    before = charter_in_force()
    first = waiting[0]
    assert first.lacks("hq")
    assert first.lacks("site")
    text = portal.client("owner").get(reverse("hq_definition")).content.decode()
    assert first.kpi.code in text
    portal.client("owner").post(reverse("hq_definition"), {"terms": first.terms})
    assert Agreement.objects.get().side == "hq"
    assert charter_in_force() == before
    where = reverse("site_definition", kwargs={"code": "QRO"})
    assert "Ya de acuerdo" in portal.client("nobody").get(where).content.decode()
    portal.client("nobody").post(where, {"terms": first.terms})
    agreed = charter_in_force().target(first.kpi.code, "QRO", period)
    assert agreed is not None
    assert (agreed.agreed_hq_by, agreed.agreed_site_by) == ("COO", "clerk")
    assert agreed.agreed_hq_on is not None
    changed = {row["field"] for row in CharterVersion.objects.get(in_force=True).changes}
    assert changed == {"agreed_hq_by", "agreed_hq_on", "agreed_site_by", "agreed_site_on"}
    assert load_workspace(store.workspace_folder()).charter()[1] == ()


def _nobody_agreed(kpi: str) -> None:
    """Blank the signatures on a KPI's target rows in the charter in force."""
    def change(book: Any) -> None:
        sheet = book["Targets"]
        names = {cell.value: cell.column for cell in next(row for row in sheet.iter_rows() if row[0].value == "KPI")}
        for row in sheet.iter_rows():
            if row[0].value == kpi:
                for name in ("Agreed by (HQ)", "Agreed on (HQ)", "Agreed by (site)", "Agreed on (site)"):
                    row[names[name] - 1].value = None

    edit(store.workspace_folder() / "charter.xlsx", change)


def test_a_role_that_looks_like_a_formula_is_written_as_text(portal: Portal) -> None:
    """The charter that is handed on cannot calculate."""
    owner = portal.people["owner"]
    owner.signs_as = '=HYPERLINK("http://x")'
    owner.save()
    give_right(portal.people["admin"], portal.people["nobody"], NOW, kind=RightKind.APPROVER, site="QRO")
    first = next(each for each in definitions(charter_in_force(), OCTOBER) if each.site == "QRO")
    portal.client("owner").post(reverse("hq_definition"), {"terms": first.terms})
    portal.client("nobody").post(reverse("site_definition", kwargs={"code": "QRO"}), {"terms": first.terms})
    book = load_workbook(store.workspace_folder() / "charter.xlsx")
    cell = book[first.target.source.sheet][first.target.source.cells["agreed_hq_by"]]
    assert (cell.value, cell.data_type) == ('=HYPERLINK("http://x")', "s")
    with_formula = [cell.coordinate for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert with_formula == []


TODAY = date(2026, 11, 22)
SUMMARY: dict[str, Any] = {
    "asks": [{"id": "A-1", "title": ["new press", "prensa nueva"], "decider": "COO", "purpose": "decision", "needed_by": "2026-11-01", "sent_on": "2026-10-01", "days": 20,
              "answers": 0}],
    "promises": [{"id": "C-1", "side": "site", "who": "quality", "text": ["report", "reporte"], "due": "2026-11-20"},
                 {"id": "C-2", "side": "hq", "who": "CFO", "text": ["funds", "fondos"], "due": "2026-12-01"}],
    "record": {"own_ranges": [7, 9], "told": [0, 0], "answered": [2, 5], "kept_site": [1, 3], "kept_hq": [0, 2]}, "safe_start": False,
}


def test_late_and_missing_months_are_counted_from_their_day(portal: Portal, publish_plain: Any) -> None:
    """On time, late by days, missing since, and not before the site's first month."""
    charter = Charter(sites=(Site("MTY", "Monterrey", due_day=5, first_period=Period(2026, 8)),))
    publish_plain(period=Period(2026, 9), as_of=date(2026, 10, 5))
    publish_plain(period=Period(2026, 8), as_of=date(2026, 9, 8))
    publish_plain(period=Period(2026, 8), as_of=date(2026, 11, 8), number=2)
    _, rows = desk.calendar(charter, TODAY)
    # October is due on 5 November: 17 days before 22 November
    assert [(month.state, month.days) for month in rows[0].months] == [("before", 0), ("before", 0), ("before", 0), ("late", 3), ("on_time", 0), ("missing", 17)]


def test_asks_by_age_and_promises_by_day(portal: Portal, publish_plain: Any) -> None:
    """In the reader's language, overdue ones marked."""
    published = [publish_plain(summary=SUMMARY)]
    ask = desk.open_asks(published, Charter(), TODAY, "es")[0]
    assert (ask.title, ask.age, ask.overdue) == ("prensa nueva", 52, True)  # 1 October to 22 November
    assert [(each.id, each.overdue) for each in desk.promises(published, TODAY, "en")] == [("C-1", True), ("C-2", False)]
    assert [(each.name, each.hits, each.total) for each in desk.records(published)[0].counts] == [
        ("own_ranges", 7, 9), ("answered", 2, 5), ("kept_site", 1, 3), ("kept_hq", 0, 2)]


def test_a_safe_start_is_honoured(portal: Portal, publish_plain: Any) -> None:
    """Headquarters sees what headquarters owes, and nothing of a new site's own record."""
    published = [publish_plain(summary=SUMMARY | {"safe_start": True})]
    assert [each.name for each in desk.records(published)[0].counts] == ["answered", "kept_hq"]
    assert [each.id for each in desk.promises(published, TODAY, "en")] == ["C-2"]
    text = portal.client("owner").get(reverse("desk")).content.decode()
    assert "Safe start" in text
    assert "7 of 9" not in text
    assert "Headquarters answered 2 of 5 asks on time" in text


@pytest.mark.parametrize(("who", "opens"), [("author", True), ("approver", True), ("owner", False), ("staff", False), ("secretary", False)])
def test_in_a_safe_start_the_sites_own_edition_is_the_sites(portal: Portal, publish_plain: Any, who: str, opens: bool) -> None:
    """It alone shows the record; the other editions are open as ever, and a search goes by the same rule."""
    publish_plain(summary=SUMMARY | {"safe_start": True}, text="granito")
    where = {"code": "MTY", "period": "2026-09", "number": 1}
    assert portal.client(who).get(reverse("page", kwargs=where | {"name": "board.en"})).status_code == 200
    assert portal.client(who).get(reverse("page", kwargs=where | {"name": "site.es"})).status_code == (200 if opens else 404)
    hits = portal.client(who).get(reverse("briefings"), {"q": "granito site"}).context["hits"]
    assert bool(hits) is opens


def test_the_desk_shows_the_latest_publication_of_each_site(portal: Portal, publish_plain: Any) -> None:
    """A superseding one counts, an earlier month's does not."""
    publish_plain(period=Period(2026, 8), summary=SUMMARY)
    publish_plain(period=Period(2026, 9), summary=SUMMARY)
    publish_plain(period=Period(2026, 9), number=2, summary=SUMMARY | {"asks": []})
    assert [(each.period, each.number) for each in desk.latest_publications(charter_in_force())] == [("2026-09", 2)]


@pytest.mark.parametrize(("who", "hits"), [("reader", ["board.en"]), ("owner", ["board.en"]), ("stranger", [])])
def test_a_search_finds_what_one_may_open(portal: Portal, published: Publication, who: str, hits: list[str]) -> None:
    """Without accents or case, and nothing of editions that are not one's own."""
    found = portal.client(who).get(reverse("briefings"), {"q": "RESÍN"}).context["hits"]
    assert [hit.edition for hit in found] == hits


@pytest.mark.parametrize("words", ["… más Producción, 30 de noviembre", "ﬁn de la PRODUCCIÓN ½ …"])
def test_a_hit_is_shown_in_the_words_of_the_briefing(portal: Portal, published: Publication, words: str) -> None:
    """Found without accents, shown with them, whatever letters stand before it."""
    PublishedText.objects.filter(publication=published).delete()
    PublishedText.objects.create(publication=published, edition="board.en", text=folded(words), words=words)
    (hit,) = portal.client("owner").get(reverse("briefings"), {"q": "produccion"}).context["hits"]
    assert f"{hit.before}{hit.word}{hit.after}" == words
    assert hit.word.casefold() == "producción"
