"""Issues that several plants share, each said once."""

from __future__ import annotations

from dataclasses import dataclass

from briefing.evidence import Fact, derived
from briefing.framing.issues import Rank
from briefing.group.digest import Digest, IssueLine, MinorRow, Tie
from briefing.group.view import GroupView

Member = tuple[Digest, IssueLine]


@dataclass(frozen=True, slots=True)
class SharedIssue:
    """Issues of at least two plants that are tied: the weightiest first. `expected` is their expected loss together."""

    members: tuple[Member, ...]
    ties: tuple[Tie, ...]
    expected: Fact | None


def shared_issues(view: GroupView) -> tuple[SharedIssue, ...]:
    """Give issues that share a common factor, a driver or a row across plants: absolute limits first, then by expected loss.

    The board is told of those that reach its materiality together, or hold one that is not minor: small losses of many plants
    by one cause are no small matter.
    """
    found = view.all.once("shared", lambda: _found(view.all))
    least = view.charter.company.board_materiality if view.is_board else 0.0
    return tuple(each for each in found if _weight(each) >= least or not all(issue.is_minor for _, issue in each.members))


def spared_rows(view: GroupView) -> tuple[tuple[Digest, MinorRow], ...]:
    """Give the register's rows that a board's page does not speak of; none of headquarters'."""
    if not view.is_board:
        return ()
    told = {(plant.site, issue.id) for each in shared_issues(view) for plant, issue in each.members}
    return tuple((plant, row) for plant in view.here for row in plant.minor if (plant.site, row.id) not in told)


def _found(view: GroupView) -> tuple[SharedIssue, ...]:
    members = [(plant, issue) for plant in view.here for issue in plant.issues]
    parent = list(range(len(members)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]  # or a long chain would be walked for each of its members
            index = parent[index]
        return index

    tied = _tied(members)
    for positions in tied.values():
        for other in positions[1:]:
            parent[root(other)] = root(positions[0])
    groups: dict[int, list[int]] = {}
    for index in range(len(members)):
        groups.setdefault(root(index), []).append(index)
    found = [_shared(view, [members[index] for index in group], tied) for group in groups.values()]
    several = [each for each in found if len({plant.site for plant, _ in each.members}) > 1]
    return tuple(sorted(several, key=lambda each: (each.members[0][1].rank is not Rank.ABSOLUTE, -_weight(each), each.members[0][1].id)))


def _tied(members: list[Member]) -> dict[tuple[str, str], list[int]]:
    """Give, by what ties them, the positions of issues of different plants; a row that another names is one of them."""
    by_key: dict[tuple[str, str], list[int]] = {}
    for index, (_, issue) in enumerate(members):
        for tie in issue.ties:
            by_key.setdefault((tie.kind, tie.key), []).append(index)
    by_id: dict[str, list[int]] = {}
    for index, (_, issue) in enumerate(members):
        by_id.setdefault(issue.id, []).append(index)
    for (kind, key), positions in by_key.items():
        if kind == "row":
            positions.extend(by_id.get(key, []))
    return {key: positions for key, positions in by_key.items() if len({members[index][0].site for index in positions}) > 1}


def _shared(view: GroupView, members: list[Member], tied: dict[tuple[str, str], list[int]]) -> SharedIssue:
    ranked = tuple(sorted(members, key=lambda pair: (pair[1].rank is not Rank.ABSOLUTE, -pair[1].expected, pair[0].site, pair[1].id)))
    ties = {(tie.kind, tie.key): tie for _, issue in ranked for tie in issue.ties if (tie.kind, tie.key) in tied}
    losses = tuple(issue.loss for _, issue in ranked if issue.loss)
    first = ranked[0]
    total = derived(f"group.shared.{first[0].site}.{first[1].id}", sum(fact.number for fact in losses), view.charter.company.currency,
                    "group.sum", losses) if losses else None
    return SharedIssue(ranked, tuple(ties.values()), total)


def _weight(each: SharedIssue) -> float:
    return each.expected.number if each.expected else 0.0
