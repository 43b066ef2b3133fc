"""Every code of the preflight: raised at its cell by its fault, with words in both languages, documented, and silent without the fault."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from briefing.findings import Finding
from briefing.language import LANGUAGES, catalogue, finding_hint, finding_message
from briefing.model.dossier import Dossier
from briefing.preflight import review
from briefing.preflight.codes import CODES
from tests.builders import framed
from tests.preflight.faults import FAULTS, dossier


def found_in(known: Dossier) -> tuple[Finding, ...]:
    """Give every finding of a review."""
    reviewed = review(framed(known))
    return (*reviewed.facts, *reviewed.advice, *(each for rule in reviewed.rules for each in rule.findings), *reviewed.gaps)


@cache
def without_faults() -> frozenset[str]:
    """Give the codes of the plain month: nothing but the priority that nothing serves."""
    return frozenset(each.code for each in found_in(dossier()))


@pytest.mark.parametrize("code", sorted(CODES))
def test_each_code_is_raised_at_its_cell_by_its_fault(code: str) -> None:
    """With its severity, and texts in both languages whose places are all filled."""
    make, place = FAULTS[code]
    found = [each for each in found_in(make()) if each.code == code]
    assert place in [(each.where.sheet, each.where.cell) for each in found], [(each.where, each.code) for each in found_in(make())]
    assert {each.severity for each in found} == {CODES[code]}
    for language in LANGUAGES:
        for text in (finding_message(found[0], language), finding_hint(found[0], language)):
            assert text
            assert "{" not in text


def test_a_plain_month_raises_nothing() -> None:
    """But the priority that this plant has nothing for."""
    assert without_faults() == {"CAN-412"}


def test_every_code_is_in_the_docs(project: Path) -> None:
    """One row each in docs/preflight.md, and no row for a code that is none."""
    lines = (project / "docs" / "preflight.md").read_text(encoding="utf-8").splitlines()
    rows = [line.split("|")[1].strip() for line in lines if line.startswith("| CAN-")]
    assert rows == sorted(CODES)


def test_every_code_has_its_texts_and_every_text_its_code() -> None:
    """Message and hint in both catalogues."""
    for language in LANGUAGES:
        keys = {key for key in catalogue("preflight", language).entries if key.startswith("CAN-")}
        assert keys == {key for code in CODES for key in (code, f"{code}.hint")}
