"""Several plants at a time: equal files in equal order, and a worker that dies costs its plant alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from unittest.mock import Mock

import pytest

from briefing import workspace
from briefing.group.jobs import Built, Job, in_company
from briefing.group.pool import side_by_side
from briefing.group.rollup import in_turn
from briefing.periods import Period
from briefing.workbook.intake import start_reading
from tests.conftest import Run
from tests.group.test_rollup import files
from tests.group.workers import always_dies_over_b, dies_once_over_b, slowest_first


def jobs(out: Path, sites: str) -> list[Job]:
    """Give jobs that only name their plants."""
    month = Period(2026, 10)
    return [Job(out, site, month, month, None, (), (), 1, out, "") for site in sites]


def test_outcomes_come_in_the_order_of_the_jobs(tmp_path: Path) -> None:
    """And are told as they come."""
    told: list[str] = []
    built = tuple(side_by_side(jobs(tmp_path, "ABCD"), 2, lambda each: told.append(each.site), slowest_first))

    assert [each.site for each in built] == list("ABCD")
    assert told == list("BCDA")


def test_a_plant_whose_worker_dies_is_tried_again_in_a_new_one(tmp_path: Path) -> None:
    """The others go on."""
    built = tuple(side_by_side(jobs(tmp_path, "ABCD"), 2, build=dies_once_over_b))

    assert [each.site for each in built] == list("ABCD")
    assert all(each.is_built for each in built)


@pytest.mark.parametrize("count", [1, 2, 4])
def test_a_plant_that_kills_two_workers_is_lost_alone(count: int, tmp_path: Path) -> None:
    """It is named; nothing hangs, whether it comes last or first."""
    for sites in ("ABCD", "B", "AB"):
        built = tuple(side_by_side(jobs(tmp_path, sites), count, build=always_dies_over_b))
        assert built == tuple(Built(site, is_built=site != "B", is_lost=site == "B") for site in sites)


def test_nothing_to_do_starts_no_worker(tmp_path: Path) -> None:
    """An unchanged run is over at once."""
    assert tuple(side_by_side([], 4)) == ()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", ["group", pytest.param("build", marks=pytest.mark.full)])
def test_side_by_side_gives_the_bytes_of_one_after_the_other(command: str, company: Path, tmp_path: Path, brief: Callable[..., Run]) -> None:
    """HTML, PDF, JSON and what is kept; printed in the same order, and an error of one plant named all the same."""
    (company / "submissions" / "2026-10" / "TIJ.xlsx").write_bytes(b"nothing")
    runs = [brief(command, company, "--period", "2026-10", "-o", tmp_path / name, "--jobs", count) for name, count in (("one", 1), ("two", 2))]

    assert files(tmp_path / "one") == files(tmp_path / "two")
    assert [run.code for run in runs] == [2, 2]
    assert runs[0].out.replace("one", "two") == runs[1].out
    assert runs[0].err == runs[1].err
    assert "TIJ: no briefing could be built." in runs[0].err


def test_one_child_process_reads_for_the_plants_of_a_worker(company: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each plant knows which come after it, so their files are read while it is built; the last of a long list start anew."""
    started = Mock(side_effect=start_reading)
    monkeypatch.setattr(workspace, "start_reading", started)
    month = Period(2026, 10)
    asked = [Job(company, site, month, month, None, (), ("json",), 1, tmp_path) for site in ("MTY", "QRO", "TIJ")]

    assert all(built.is_built for built in in_turn(asked))
    assert started.call_count == 1
    assert [len(job.ahead) for job in in_company(asked * 3)] == [5, 0, 0, 0, 0, 0, 2, 0, 0]
