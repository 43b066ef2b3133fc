"""Publication facts are read line by line; nothing in them changes a computed line."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from briefing.evidence import CellRef, Source
from briefing.findings import Finding
from briefing.model.dossier import Comment, Override, Publication
from briefing.model.submission import Status
from briefing.workbook.publication import publication_findings, read_publication
from tests.builders import OCTOBER, ask, month, report, row

NAME = "publication/2026-10/MTY.toml"
GOOD = """as_of = 2026-11-06
published_by = "plant director"
published_on = 2026-11-06
approver = "COO"

[[overrides]]
kpi = "OEE"
status = "within_tolerance"
name = "plant director"
reason = "a stop the customer asked for"

[[comments]]
name = "COO"
text = "I want two more quotes."
about = "A-007"
"""


def read(tmp_path: Path, text: str) -> tuple[Publication | None, tuple[Finding, ...]]:
    """Read facts of October."""
    path = tmp_path / "MTY.toml"
    path.write_text(text, encoding="utf-8")
    return read_publication(NAME, path, OCTOBER)


def test_all_that_the_design_names_is_read(tmp_path: Path) -> None:
    """Day, roles, an override with name and reason, a comment, each with its line."""
    publication, findings = read(tmp_path, GOOD)
    assert findings == ()
    assert publication is not None
    assert (date(2026, 11, 6), "plant director", date(2026, 11, 6), "COO") == (
        publication.as_of, publication.published_by, publication.published_on, publication.approver)
    assert publication.overrides == (Override("OEE", Status.WITHIN_TOLERANCE, "plant director", "a stop the customer asked for"),)
    assert publication.comments == (Comment("COO", "I want two more quotes.", "A-007", Source(NAME, "", 0, dict.fromkeys(("name", "text", "about"), "L12"))),)
    assert publication.source.at("approver") == CellRef(NAME, "", "L4")
    assert publication.source.at("overrides") == CellRef(NAME, "", "L6")


@pytest.mark.parametrize(("old", "new", "code", "line"), [
    ("as_of = 2026-11-06", "as_of = 2026-11-06\nreceived_on = 2026-11-09", "WSP-123", "L2"),
    ('approver = "COO"', 'approver = "COO"\nwithhold = ["R-014"]', "WSP-121", "L5"), ('reason = "a', 'target = 1\nreason = "a', "WSP-121", "L6"),
    ('about = "A-007"', 'about = "A-007"\nstatus = "on_target"', "WSP-121", "L12"), ('text = "I want two more quotes."\n', "", "WSP-122", "L12"),
    ('name = "COO"', 'name = ""', "WSP-122", "L12"), ('name = "COO"', "name = 7", "WSP-122", "L12"), ("as_of = 2026-11-06", "as_of = 2026-09-30", "WSP-123", "L1"),
    ("as_of = 2026-11-06", "as_of = 2026-11-07", "WSP-123", "L1"), ('approver = "COO"', "approver = 7", "WSP-124", "L4"),
    ("published_on = 2026-11-06", 'published_on = "soon"', "WSP-108", "L3"), ('status = "within_tolerance"', 'status = "green"', "WSP-107", "L6"),
    ('reason = "a stop the customer asked for"', "", "WSP-107", "L6"), ("published_on = 2026-11-06", "published_on = = 1", "WSP-104", "L3"),
])
def test_a_fault_is_found_at_its_line(tmp_path: Path, old: str, new: str, code: str, line: str) -> None:
    """One fault, one warning, and the rest is used."""
    publication, findings = read(tmp_path, GOOD.replace(old, new, 1))
    assert [(code, CellRef(NAME, "", line), "warning")] == [(each.code, each.where, each.severity.value) for each in findings]
    assert publication is None or publication.published_by == "plant director"


@pytest.mark.parametrize("text", ["comments = 7", 'comments = "x"', "overrides = [7]", "comments = [[]]", "[comments]\nname = 1"])
def test_a_table_of_another_shape_is_found_and_left_out(tmp_path: Path, text: str) -> None:
    """And nothing falls over."""
    publication, findings = read(tmp_path, text)
    assert publication is not None
    assert ((), ()) == (publication.overrides, publication.comments)
    assert {each.code for each in findings} <= {"WSP-107", "WSP-122"}
    assert findings


def test_what_is_about_nothing_of_the_month_is_said(tmp_path: Path) -> None:
    """An override of a KPI nobody has, a comment on an ask nobody made; known ids are silent."""
    publication, _ = read(tmp_path, GOOD)
    submission = month(kpis=(report("OEE", (1.0,)),), asks=(ask("A-007"),), register=(row("R-001"),))
    assert list(publication_findings(publication, submission, frozenset())) == []
    found = list(publication_findings(publication, month(), frozenset({"OTD"})))
    assert [("WSP-110", "L6"), ("WSP-125", "L12")] == [(each.code, each.where.cell) for each in found]
    assert list(publication_findings(None, submission, frozenset())) == []
