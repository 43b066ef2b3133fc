"""How much of each list stands before the appendix; what a list leaves out is counted, and stands in the appendix."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Plan:
    """The most of each list that the counted pages hold; page one has its own `Room`."""

    words: int = 700
    """Characters of somebody's own words; the rest stands in full in the appendix."""
    issues: int = 3
    kpis: int = 8
    panels: int = 6
    rows: int = 14
    commitments: int = 10
    wins: int = 8
    context: int = 10
    scenarios: int = 6
    decisions: int = 6
    answers: int = 4
    """Asks with who has answered; as many open questions, less one."""
    late: int = 4
    names: int = 4
    """Names in a sentence's list."""


WHOLE_PLAN = Plan()
"""What stands before anything has to yield."""
YIELDS: tuple[dict[str, int], ...] = (
    {"context": 6}, {"wins": 5}, {"answers": 3, "late": 3}, {"words": 400}, {"commitments": 6}, {"scenarios": 4}, {"rows": 10}, {"names": 3}, {"words": 250},
    {"kpis": 6}, {"decisions": 4}, {"panels": 3}, {"context": 4, "wins": 3}, {"commitments": 4}, {"scenarios": 3}, {"answers": 2, "late": 2}, {"rows": 7}, {"names": 2},
    {"words": 150}, {"issues": 2}, {"kpis": 4}, {"context": 2, "wins": 2}, {"commitments": 3}, {"scenarios": 2}, {"rows": 5}, {"panels": 0},
    {"issues": 1}, {"kpis": 2}, {"commitments": 2}, {"rows": 3}, {"scenarios": 1}, {"context": 1, "wins": 1, "decisions": 2}, {"answers": 1, "late": 1}, {"words": 80},
)
"""What yields, in turn, until the counted pages are few enough: context and wins first, issues and early warnings last."""
RETURNS = ("issues", "kpis", "panels", "rows", "scenarios", "answers", "late", "commitments", "words", "names", "context", "wins", "decisions")
"""In which order lists are given back what did not have to yield."""
