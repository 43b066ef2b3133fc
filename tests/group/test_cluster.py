"""Plants on a cluster whose workers die, differ or never come: what is given to whom, and what is told. No cluster is started here."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from briefing.group import cluster
from briefing.group.cluster import ATTEMPTS, Crew, across, work
from briefing.group.jobs import Built, Job, Opened
from briefing.group.refusals import Refusal
from briefing.group.sight import Seen, Sight, token_at
from briefing.group.versions import differences, versions
from briefing.periods import Period
from tests.conftest import Run

OCTOBER = Period(2026, 10)
EQUAL = {"briefing": "1", "code": "abc"}


@dataclass
class Future:
    """What a worker was given; `status` as dask's."""

    job: Job
    worker: str
    status: str = "pending"
    fault: Exception | None = None

    def done(self) -> bool:
        """Tell whether it ended."""
        return self.status != "pending"

    def result(self) -> Built:
        """Give the outcome."""
        return Built(self.job.site, (self.worker,))

    def exception(self) -> Exception | None:
        """Give the fault."""
        return self.fault

    def cancel(self) -> None:
        """Give up."""
        self.status = "cancelled"

    release = cancel


@dataclass
class Scheduler:
    """A dask client as far as a crew needs one; `deadly` plants kill their worker, `ends` is done when a crew waits."""

    present: dict[str, Seen | BaseException]
    deadly: frozenset[str] = frozenset()
    replaced: bool = False
    given: list[tuple[str, str]] = field(default_factory=list)
    pending: list[Future] = field(default_factory=list)
    asked: int = 0
    on_wait: Callable[[], None] = lambda: None

    def nthreads(self) -> dict[str, int]:
        """Name the workers."""
        return dict.fromkeys(self.present, 1)

    def run(self, _: object, sight: Sight, workers: Iterable[str], on_error: str) -> dict[str, Seen | BaseException]:
        """Ask workers."""
        assert (on_error, sight.sample) == ("return", "charter.xlsx")
        self.asked += 1
        return {each: self.present[each] for each in workers}

    def submit(self, task: object, job: Job, *_: object, workers: list[str], **named: Any) -> Future:
        """Give one worker one plant."""
        assert (task, named["allow_other_workers"], named["pure"]) == (work, False, False)
        assert [each for each in self.pending if each.worker == workers[0]] == []
        self.given.append((workers[0], job.site))
        self.pending.append(Future(job, workers[0]))
        return self.pending[-1]

    def wait(self, futures: list[Future]) -> None:
        """End the first plant in hand: done, or its worker dead."""
        self.on_wait()
        future = futures[0]
        self.pending.remove(future)
        if future.job.site not in self.deadly:
            future.status = "finished"
            return
        seen = self.present.pop(future.worker)
        if self.replaced:
            self.present[f"{future.worker}+"] = seen


def seen(**other: str) -> Seen:
    """Give what an equal worker has, but for some versions."""
    return Seen(EQUAL | other, "charter", "token")


def jobs(sites: str) -> list[Job]:
    """Give jobs that only name their plants."""
    return [Job(Path("w"), site, OCTOBER, OCTOBER, None, (), (), 1, Path("o")) for site in sites]


@pytest.fixture
def crew(monkeypatch: pytest.MonkeyPatch) -> Callable[[Scheduler], tuple[Crew, list[tuple[str, tuple[str, ...]]]]]:
    """Give a crew that waits for nobody, and what it is told of workers refused."""
    monkeypatch.setattr(cluster, "TICK_SECONDS", 0.0)
    monkeypatch.setattr(Sight, "seen", lambda _: seen())

    def of(scheduler: Scheduler) -> tuple[Crew, list[tuple[str, tuple[str, ...]]]]:
        told: list[tuple[str, tuple[str, ...]]] = []
        sight = Sight(Path("w"), "charter.xlsx", "s3://o", "token")
        return Crew(scheduler, lambda job, _: Built(job.site), sight, lambda _: None, lambda *each: told.append(each), "en", scheduler.wait, 0.0), told

    return of


def test_each_worker_has_one_plant_at_a_time(crew: Callable[..., Any]) -> None:
    """And is looked at once."""
    scheduler = Scheduler({"a": seen(), "b": seen()})
    done = crew(scheduler)[0].run(jobs("123456789"))
    assert sorted(done) == list("123456789")
    assert {worker for worker, _ in scheduler.given} == {"a", "b"}
    assert scheduler.asked == 1


def test_a_worker_that_differs_gets_no_work(crew: Callable[..., Any]) -> None:
    """It is named with what differs; the others go on without it."""
    unlike = {"b": seen(code="xyz"), "c": seen(typst="0.14"), "d": replace(seen(), target="–"), "e": ModuleNotFoundError("No module named 'briefing'")}
    scheduler = Scheduler({"a": seen(), **unlike})
    working, told = crew(scheduler)
    working.run(jobs("123"))

    assert {worker for worker, _ in scheduler.given} == {"a"}
    reasons = {worker: " ".join(texts) for worker, texts in told}
    assert reasons.keys() == unlike.keys()
    assert reasons["b"] == "the program's code is xyz there and abc here"
    assert reasons["c"] == "typst is 0.14 there and – here"
    assert "does not find the same files at s3://o" in reasons["d"]
    assert "does not run this version of Briefing (ModuleNotFoundError" in reasons["e"]


def test_only_workers_that_differ_end_the_run(crew: Callable[..., Any]) -> None:
    """Nothing was given to any."""
    scheduler = Scheduler({"b": seen(code="xyz")})
    with pytest.raises(Refusal) as refused:
        crew(scheduler)[0].run(jobs("12"))
    assert refused.value.text("en").endswith("Give every worker the environment of this machine, then run this again.")
    assert scheduler.given == []


def test_a_plant_whose_worker_dies_goes_to_another(crew: Callable[..., Any]) -> None:
    """What kills every worker it is given is lost alone."""
    scheduler = Scheduler({"a": seen(), "b": seen()}, frozenset("2"), replaced=True)
    done = crew(scheduler)[0].run(jobs("1234"))
    assert {site: built.is_lost for site, built in done.items()} == {"1": False, "2": True, "3": False, "4": False}
    assert sum(site == "2" for _, site in scheduler.given) == ATTEMPTS


def test_a_worker_that_comes_late_is_looked_at_and_used(crew: Callable[..., Any]) -> None:
    """One that differs comes late in vain."""
    scheduler = Scheduler({"a": seen()})
    scheduler.on_wait = lambda: scheduler.present.update(late=seen(), unlike=seen(code="xyz"))
    working, told = crew(scheduler)
    working.run(jobs("123456"))
    assert {worker for worker, _ in scheduler.given} == {"a", "late"}
    assert [worker for worker, _ in told] == ["unlike"]


def test_no_worker_left_ends_the_run_with_what_is_done(crew: Callable[..., Any]) -> None:
    """What is done is kept, so the call can be repeated."""
    with pytest.raises(Refusal) as refused:
        crew(Scheduler({"a": seen()}, frozenset("3")))[0].run(jobs("1234"))
    assert refused.value.text("es").startswith("Al clúster no le quedan trabajadores: 2 plantas listas, 2 pendientes.")


def test_a_lost_scheduler_ends_the_run_with_words(crew: Callable[..., Any]) -> None:
    """Whenever it is lost."""
    scheduler = Scheduler({"a": seen()})

    def lost() -> None:
        scheduler.nthreads = raising  # type: ignore[method-assign]

    def raising() -> dict[str, int]:
        raise ConnectionError("closed")  # noqa: EM101 - a library's own

    scheduler.on_wait = lost
    with pytest.raises(Refusal) as refused:
        crew(scheduler)[0].run(jobs("123"))
    assert refused.value.text("en").startswith("The scheduler was lost on the way (closed): 1 plants are done, 2 are not.")


def test_a_fault_of_a_worker_is_the_outcome_of_its_plant(crew: Callable[..., Any]) -> None:
    """A task that dask itself gives up is lost, one whose result cannot come is a fault of ours; the others go on."""
    killed = type("KilledWorker", (Exception,), {})

    @dataclass
    class Failing(Scheduler):
        def wait(self, futures: list[Future]) -> None:
            super().wait(futures)
            fault = {"1": MemoryError("no room"), "2": killed("a")}.get(futures[0].job.site)
            if fault:
                futures[0].status, futures[0].fault = "error", fault

    done = crew(Failing({"a": seen()}))[0].run(jobs("123"))
    assert "MemoryError: no room" in done["1"].fault
    assert (done["2"].is_lost, done["3"].is_built) == (True, True)


def test_a_task_shares_what_its_run_has_opened_and_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    """A charter that changed between two runs is read again."""
    monkeypatch.setattr(cluster, "warm_up", lambda: None)
    monkeypatch.setattr(cluster, "_OPENED", {})
    given: list[Opened] = []

    def build(job: Job, opened: Opened) -> Built:
        given.append(opened)
        return Built(job.site)

    for run, job in zip(("one", "one", "two"), jobs("123"), strict=True):
        assert work(job, build, run).site == job.site
    assert [given[0] is given[1], given[1] is given[2]] == [True, False]


def test_what_differs_is_named_library_by_library() -> None:
    """The code alone where nothing else does; nothing where all is equal."""
    here = versions()
    assert {"briefing", "code", "python", "typst"} <= here.keys()
    assert differences(here, dict(here), "en") == ()
    assert differences(here, here | {"code": "other", "typst": "0.1"}, "en") == (f"typst is 0.1 there and {here['typst']} here",)
    assert differences(here, here | {"code": "other"}, "es") == (f"el código del programa es other allá y {here['code']} aquí",)


def test_workers_show_that_they_see_the_same_folders(tmp_path: Path) -> None:
    """By a file that is there for as long as they are asked; another machine's folder of the same name has none."""
    (tmp_path / "w").mkdir()
    (tmp_path / "w" / "charter.xlsx").write_bytes(b"one")
    with token_at(tmp_path / "w", "charter.xlsx", tmp_path / "out") as sight:
        here = sight.seen()
        (tmp_path / "w" / "charter.xlsx").write_bytes(b"two")
        other = replace(sight, target=tmp_path / "elsewhere").seen()
    assert here.source != other.source
    assert here.target != other.target
    assert list((tmp_path / "out").iterdir()) == []


def test_a_scheduler_that_does_not_answer_is_named(company: Path, tmp_path: Path, brief: Callable[..., Run], monkeypatch: pytest.MonkeyPatch) -> None:
    """With the next step, and nothing is built here instead."""
    monkeypatch.setattr(cluster, "REACH_SECONDS", 0.2)
    run = brief("build", company, "--scheduler", "tcp://127.0.0.1:1", "-o", tmp_path / "out")
    assert (run.code, run.err.startswith("No scheduler answers at tcp://127.0.0.1:1")) == (2, True)
    assert list((tmp_path / "out").iterdir()) == []


def test_without_the_extra_the_package_to_install_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Before anything is begun."""
    monkeypatch.setitem(__import__("sys").modules, "distributed", None)
    with pytest.raises(Refusal, match=r"cluster\.missing") as refused:
        across("tcp://127.0.0.1:1", jobs("1"), lambda job, _: Built(job.site), Sight(Path(), "", Path(), ""), print, print, "en")
    assert "pip install 'briefing[cluster]'" in refused.value.text("en")
