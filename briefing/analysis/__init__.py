"""Numbers from numbers: what the workbooks say becomes status, chance, money and record."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from briefing.analysis.assessment import Assessment
    from briefing.model.dossier import Dossier

__all__ = ["assess"]


def assess(dossier: Dossier, *, seed: int) -> Assessment:
    """Give everything computed of one site at one date; see `briefing.analysis.assessment`."""
    from briefing.analysis.assessment import assess as run  # noqa: PLC0415 - numpy is imported only when needed

    return run(dossier, seed=seed)
