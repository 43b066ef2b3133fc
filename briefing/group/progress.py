"""How far a run over many plants is, on a terminal; nothing where there is none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from briefing.group.cluster import across
from briefing.group.jobs import Build, Built, Job, Told, run
from briefing.group.pool import side_by_side
from briefing.group.rollup import Each, in_turn
from briefing.group.sight import token_at
from briefing.language import Language, catalogue


@dataclass(frozen=True, slots=True)
class Cluster:
    """A scheduler's address, and what its workers must see: the places as they were typed, and a file of the workspace."""

    address: str
    source: Path | str
    target: Path | str
    sample: str


def running(count: int | None, language: Language, build: Build = run, cluster: Cluster | None = None) -> Each:
    """Give what runs jobs, on a cluster, `count` at a time, or one after the other, and shows how many are done and the time left."""
    def each(jobs: Sequence[Job]) -> Iterable[Built]:
        words = catalogue("group", language)
        console = Console(stderr=True)
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), TextColumn("{task.fields[site]}"))
        with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
            task = bar.add_task(words.pattern("group.progress"), total=len(jobs), site="")

            def told(built: Built) -> None:
                bar.update(task, advance=1, site=built.site)

            if cluster:
                return _on_cluster(cluster, jobs, build, told, console, language)
            return side_by_side(jobs, count, told, build) if count and count > 1 else _in_turn(jobs, told, build)

    return each


def _on_cluster(cluster: Cluster, jobs: Sequence[Job], build: Build, told: Told, console: Console, language: Language) -> tuple[Built, ...]:
    """Build on a cluster, and name each worker that gets no work."""
    words = catalogue("cluster", language)

    def refused(address: str, reasons: tuple[str, ...]) -> None:
        console.print(words.text("cluster.refused", worker=address, reasons="; ".join(reasons)), markup=False, highlight=False, soft_wrap=True)

    with token_at(cluster.source, cluster.sample, cluster.target) as sight:
        return across(cluster.address, jobs, build, sight, told, refused, language)


def _in_turn(jobs: Sequence[Job], told: Told, build: Build) -> tuple[Built, ...]:
    done = []
    for built in in_turn(jobs, build):
        told(built)
        done.append(built)
    return tuple(done)
