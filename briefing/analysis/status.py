"""Status against a target row: computed, never typed."""

from __future__ import annotations

from dataclasses import dataclass

from briefing.model.charter import Direction, Target
from briefing.model.submission import Status


@dataclass(frozen=True, slots=True)
class Judgement:
    """A value against its target row, all in the KPI's unit.

    `shortfall` is the distance to the target on the bad side, 0 when met, None where there is no target;
    `headroom` the distance left to the nearest limit, negative beyond it, None where no limit is agreed;
    `limit` that limit, and `side` whether values `above` or `below` it are out of tolerance.
    """

    status: Status
    shortfall: float | None = None
    headroom: float | None = None
    limit: float | None = None
    side: str = ""


def judge(value: float | None, direction: Direction | None, row: Target | None) -> Judgement:
    """Judge a month's value; limits are inclusive, and what is not agreed is never called good or bad.

    A target that is missed without any limit agreed is `not_agreed`: nobody has said how far it may vary.
    """
    limits = tolerated(direction, row)
    if value is None:
        return Judgement(Status.NOT_MEASURED, limit=limits[0] if limits[0] is not None else limits[1])
    if row is None or (row.target is None and limits == (None, None)):
        return Judgement(Status.NOT_AGREED)
    headroom, limit, side = _nearest(value, limits)
    short = shortfall(value, direction, row)
    if headroom is not None and headroom < 0:
        status = Status.OUT_OF_TOLERANCE
    elif short == 0 or (direction is Direction.BAND and headroom is not None):
        status = Status.ON_TARGET
    else:
        status = Status.NOT_AGREED if headroom is None else Status.WITHIN_TOLERANCE
    return Judgement(status, short, headroom, limit, side)


def tolerated(direction: Direction | None, row: Target | None) -> tuple[float | None, float | None]:
    """Give the low and high limit of tolerance."""
    del direction  # limits are absolute: both bind whichever way is good
    return (None, None) if row is None else (row.low_limit, row.high_limit)


def shortfall(value: float, direction: Direction | None, row: Target) -> float | None:
    """Give the distance to the target on the bad side; for a band, to its nearer edge."""
    if direction is Direction.BAND or direction is None:
        low, high = row.low_limit, row.high_limit
        if low is None and high is None:
            return None
        gaps = [(low - value, low)] if low is not None else []
        gaps += [(value - high, high)] if high is not None else []
        return max(0.0 if gap <= _slack(edge) else gap for gap, edge in gaps)
    if row.target is None:
        return None
    gap = row.target - value if direction is Direction.HIGHER else value - row.target
    return 0.0 if gap <= _slack(row.target) else gap


def _nearest(value: float, limits: tuple[float | None, float | None]) -> tuple[float | None, float | None, str]:
    low, high = limits
    rooms: list[tuple[float, float, str]] = []
    if low is not None:
        rooms.append((value - low, low, "below"))
    if high is not None:
        rooms.append((high - value, high, "above"))
    if not rooms:
        return None, None, ""
    room, limit, side = min(rooms)
    return (0.0 if -_slack(limit) <= room < 0 else room), limit, side


def _slack(reference: float) -> float:
    """What binary fractions may differ by without anyone having meant it."""
    return 1e-9 * max(1.0, abs(reference))
