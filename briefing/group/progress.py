"""How far a run over many plants is, on a terminal; nothing where there is none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from briefing.group.jobs import Built, Job
from briefing.group.pool import Told, side_by_side
from briefing.group.rollup import Each, in_turn
from briefing.language import Language, catalogue


def running(count: int | None, language: Language) -> Each:
    """Give what runs jobs, `count` at a time or one after the other, and shows how many are done and the time left."""
    def each(jobs: Sequence[Job]) -> Iterable[Built]:
        words = catalogue("group", language)
        console = Console(stderr=True)
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), TextColumn("{task.fields[site]}"))
        with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
            task = bar.add_task(words.pattern("group.progress"), total=len(jobs), site="")

            def told(built: Built) -> None:
                bar.update(task, advance=1, site=built.site)

            return side_by_side(jobs, count, told) if count and count > 1 else _in_turn(jobs, told)

    return each


def _in_turn(jobs: Sequence[Job], told: Told) -> tuple[Built, ...]:
    done = []
    for built in in_turn(jobs):
        told(built)
        done.append(built)
    return tuple(done)
