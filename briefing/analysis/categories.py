"""Each category of risk against its own tolerance curve: sums by category over the years already simulated, never a second simulation.

A category is a kind of register row; the charter types it in its own words, in either language, and is held to the register's
vocabulary. Rows whose kind could not be read count in the total alone. Of linked rows the largest of a year counts, under its own kind.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from briefing.analysis.distributions import FloatArray
from briefing.analysis.exposure import Exposure
from briefing.analysis.losses import Loss
from briefing.analysis.portfolio import Bracket, Runs, above_bracket, is_beyond
from briefing.evidence import Fact, typed
from briefing.model.charter import Appetite, Charter
from briefing.model.dossier import Dossier
from briefing.workbook.categories import kind_named
from briefing.workbook.normalise import key


@dataclass(frozen=True, slots=True)
class Category:
    """A category with its curve, smallest amount first; `is_known` tells whether the register has such a kind."""

    name: str
    """The kind's value; the typed words, folded, where there is none."""
    points: tuple[Appetite, ...]
    is_known: bool = True

    @property
    def typed(self) -> Appetite:
        """The row that names it first."""
        return self.points[0]


@dataclass(frozen=True, slots=True)
class CategoryStand:
    """Where a category stands at the point of its curve at which it stands worst; `above` is None where no row in money is of it."""

    category: Category
    amount: Fact
    accepted: Fact
    above: Bracket | None = None

    @property
    def beyond(self) -> bool | None:
        """Tell whether the chance is above the accepted one at every strength; None where unclear or nothing is held against it."""
        return is_beyond(self.above, self.accepted)


def categories(charter: Charter, site: str = "") -> tuple[Category, ...]:
    """Give the categories with a curve, by name: the site's own, else the group's; those of the group where no site is named."""
    named: dict[str, list[Appetite]] = {}
    for row in charter.appetite:
        if row.category:
            kind = kind_named(row.category)
            named.setdefault(kind.value if kind else key(row.category), []).append(row)
    found = []
    for name, rows in sorted(named.items()):
        own = [row for row in rows if site and row.scope == site]
        points = sorted(own or [row for row in rows if not row.scope], key=lambda row: row.amount)
        if points:
            found.append(Category(name, tuple(points), kind_named(points[0].category) is not None))
    return tuple(found)


def stand_of(category: Category, runs: Runs | None, currency: str, prefix: str, inputs: Sequence[Fact | None]) -> CategoryStand:
    """Hold a category's years against the agreed amount at which they stand worst."""
    row = max(category.points, key=lambda each: ((runs[1].probability_above(each.amount) if runs else 0.0) - each.yearly_chance, each.amount))
    name = f"{prefix}category.{category.name}"
    amount = typed(f"{name}.amount", row.amount, currency, row.source, "amount")
    accepted = typed(f"{name}.accepted", row.yearly_chance, "chance", row.source, "yearly_chance")
    return CategoryStand(category, amount, accepted, above_bracket(runs, amount, f"{name}.above", inputs) if runs else None)


def ranked(stands: Sequence[CategoryStand]) -> tuple[CategoryStand, ...]:
    """Put first what is beyond its tolerance, by how far; then what may be, then what is within, then what nothing is held against."""
    return tuple(sorted(stands, key=lambda each: (each.above is None, {True: 0, None: 1, False: 2}[each.beyond], -_excess(each), each.category.name)))


def _excess(each: CategoryStand) -> float:
    return each.above.common.number - each.accepted.number if each.above else 0.0


def categories_of(dossier: Dossier, losses: tuple[Loss, ...], runs: Runs | tuple[()]) -> tuple[CategoryStand, ...]:
    """Give where each category of a site stands, worst first, from the years of all its rows; nothing where no category has a curve."""
    kept, company = [loss for loss in losses if loss.in_sum], dossier.charter.company
    found = []
    for category in categories(dossier.charter, dossier.site.code):
        mine = [index for index, loss in enumerate(kept) if loss.row.kind_known and loss.row.kind.value == category.name]
        inputs = [fact for index in mine for fact in (kept[index].yearly, kept[index].mean)]
        found.append(stand_of(category, summed(runs, mine) if runs and mine else None, company.currency, "exposure.", inputs))
    return ranked(found)


def summed(runs: Runs, rows: Sequence[int]) -> Runs:
    """Give the runs of some rows alone, in the same years."""
    independent, common, together = (
        replace(run, by_risk=np.empty((0, run.years)), totals=np.asarray(run.by_risk[list(rows)].sum(axis=0)), draws=None) for run in runs
    )
    return independent, common, together


def totalled(totals: Sequence[FloatArray], runs: Runs) -> Runs:
    """Give runs of totals alone, of the seed and the dependence of others."""
    independent, common, together = (
        Exposure(np.empty((0, total.size)), total, run.seed, run.common_factor) for total, run in zip(totals, runs, strict=True)
    )
    return independent, common, together
