"""What fuzzing found: each was a crash once."""

from __future__ import annotations

from typing import Any

import pytest

from briefing.findings import Finding
from briefing.language import LANGUAGES, finding_hint, finding_message
from tests.workbook.workbook_makers import CHARTER, MONTH, changed, charter_of, month_of


def codes(findings: tuple[Finding, ...]) -> set[str]:
    """Give the codes, after putting each finding in words."""
    assert all(finding_message(each, language) and finding_hint(each, language) for each in findings for language in LANGUAGES)
    return {each.code for each in findings}


@pytest.mark.parametrize("value", ["9" * 400, "1e999", "-" + "9" * 320])
def test_a_number_beyond_all_numbers_is_none(value: str) -> None:
    """Four hundred digits are read as infinite, which no whole number is."""
    assert "CHA-104" in codes(charter_of(Company=changed(CHARTER["Company"], "B4", value))[1])
    assert "KPI-104" in codes(month_of(KPIs=changed(MONTH["KPIs"], "C3", value))[1])


@pytest.mark.parametrize("value", [1e-320, -1e-320, 5e-324])
def test_a_share_too_small_to_divide_is_a_share(value: float) -> None:
    """A hundredth of the smallest number is zero, and has no logarithm."""
    rows: Any = changed(MONTH["KPIs"], "C2", value)
    assert month_of(KPIs=changed(rows, "B2", "93 %"))[0] is not None


@pytest.mark.parametrize("word", ["½", "quizá"])
def test_a_chance_in_words_has_its_own_words_in_the_charter(word: str) -> None:
    """The code of a month's chance in words meant something else in a charter."""
    assert "CHA-214" in codes(charter_of(Appetite=[["Losing more than", "Accepted chance a year"], [3e6, word]])[1])
