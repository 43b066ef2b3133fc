"""The whole run: every plant's files, the page of all, what is unchanged left as it is, and a broken plant that stops nobody."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from briefing.analysis import portfolio
from briefing.group import jobs
from briefing.model.dossier import Dossier
from briefing.pipeline import Briefing
from tests.conftest import Run


@pytest.fixture(autouse=True)
def _few_years(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(portfolio, "YEARS", 2_000)


def files(out: Path) -> dict[str, bytes]:
    """Give every file below a folder."""
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file()}


def group(brief: Callable[..., Run], company: Path, out: Path, *more: object) -> Run:
    """Call `briefing group` for October."""
    return brief("group", company, "--period", "2026-10", "-o", out, *more)


def page(out: Path) -> dict[str, Any]:
    """Read the group's JSON."""
    return dict(json.loads((out / "2026-10" / "group.json").read_text(encoding="utf-8")))


def test_a_run_writes_every_plant_and_the_page_of_all(company: Path, tmp_path: Path, brief: Callable[..., Run]) -> None:
    """And prints what it wrote."""
    out = tmp_path / "out"
    run = group(brief, company, out, "--format", "html,json")

    assert run.code == 0
    names = [name for name in files(out) if ".kept" not in name]
    assert names == sorted([f"2026-10/{site}/{name}" for site in ("MTY", "QRO", "TIJ") for name in ("board.en.html", "briefing.json")]
                           + ["2026-10/group.board.en.html", "2026-10/group.json"])
    assert sorted(run.out.split()) == sorted(str(out / name) for name in names)
    assert page(out)["editions"].keys() == {"board.en", "board.es"}
    assert [plant["arrival"] for plant in page(out)["plants"]] == ["here"] * 3


def test_an_unchanged_plant_is_left_as_it_is(company: Path, tmp_path: Path, brief: Callable[..., Run]) -> None:
    """A second run writes nothing; one changed plant is built alone; a damaged file is built again."""
    out = tmp_path / "out"
    group(brief, company, out, "--format", "json")
    first, written = files(out), {path: path.stat().st_mtime_ns for path in out.rglob("*") if path.is_file()}
    again = group(brief, company, out, "--format", "json")
    assert {path: path.stat().st_mtime_ns for path in out.rglob("*") if path.is_file()} == written
    assert "0 plants built, 3 unchanged" in again.err

    (company / "publication" / "2026-10" / "QRO.toml").write_text("as_of = 2026-11-06\n", encoding="utf-8")
    assert "1 plant built, 2 unchanged" in group(brief, company, out, "--format", "json").err
    assert {name for name, content in files(out).items() if content != first[name]} >= {"2026-10/QRO/briefing.json", "2026-10/group.json"}

    (out / "2026-10" / "MTY" / "briefing.json").write_bytes(b"{}")
    assert "1 plant built, 2 unchanged" in group(brief, company, out, "--format", "json").err
    assert files(out)["2026-10/MTY/briefing.json"] == first["2026-10/MTY/briefing.json"]

    assert "3 plants built, 0 unchanged" in group(brief, company, out, "--format", "json", "--seed", "2").err


def test_a_plant_that_cannot_be_built_is_named_and_stops_nobody(company: Path, tmp_path: Path, brief: Callable[..., Run]) -> None:
    """On the page with its file, and with what its last month held."""
    out = tmp_path / "out"
    (company / "submissions" / "2026-10" / "QRO.xlsx").write_bytes(b"not a workbook")
    run = group(brief, company, out, "--format", "json")

    assert run.code == 2
    assert "QRO: no briefing could be built." in run.err
    assert [plant["arrival"] for plant in page(out)["plants"]] == ["here", "failed", "here"]
    said = json.dumps(page(out)["editions"]["board.en"], ensure_ascii=False)
    assert "sent October, and no briefing could be built of it" in said.replace('"}, {"type": "words", "text": "', "")
    assert page(out)["plants"][1]["period"] == "2026-09"
    assert group(brief, company, out, "--format", "json").code == 2


def test_a_missing_month_speaks_with_its_last_word(company: Path, tmp_path: Path, brief: Callable[..., Run]) -> None:
    """The plant's folder holds no briefing of the month."""
    out = tmp_path / "out"
    (company / "submissions" / "2026-10" / "TIJ.xlsx").unlink()
    run = group(brief, company, out, "--format", "json")
    plant = page(out)["plants"][2]

    assert run.code == 0
    assert (plant["arrival"], plant["period"], plant["days_late"], plant["due"]) == ("missing", "2026-09", 1, "2026-11-05")
    assert not (out / "2026-10" / "TIJ").exists()


def test_a_plant_that_never_sent_anything_is_named(company: Path, tmp_path: Path, brief: Callable[..., Run]) -> None:
    """What it asks and could lose is unknown."""
    out = tmp_path / "out"
    for path in (company / "submissions").rglob("TIJ.xlsx"):
        path.unlink()
    group(brief, company, out, "--format", "json")

    assert page(out)["plants"][2]["period"] is None
    assert "what it asks and could lose is unknown" in json.dumps(page(out)["editions"]["board.en"])


def test_a_broken_month_does_not_speak_with_what_it_said_before(company: Path, tmp_path: Path, brief: Callable[..., Run]) -> None:
    """A plant of one month, built once and then spoiled: nothing is known of it any more."""
    out = tmp_path / "out"
    for path in (company / "submissions").rglob("TIJ.xlsx"):
        if path.parent.name != "2026-10":
            path.unlink()
    assert group(brief, company, out, "--format", "json").code == 0
    (company / "submissions" / "2026-10" / "TIJ.xlsx").write_bytes(b"spoiled")
    assert group(brief, company, out, "--format", "json").code == 2
    assert (page(out)["plants"][2]["arrival"], page(out)["plants"][2]["period"]) == ("failed", None)


def test_a_fault_of_ours_is_raised_when_the_page_is_written(company: Path, tmp_path: Path, brief: Callable[..., Run],
                                                            monkeypatch: pytest.MonkeyPatch) -> None:
    """It names its plant on the page, and no other plant pays for it."""
    out = tmp_path / "out"
    real = jobs.build

    def fails(dossier: Dossier, **named: Any) -> Briefing:
        if dossier.site.code == "QRO" and dossier.period.month == 10:
            raise ZeroDivisionError
        return real(dossier, **named)

    monkeypatch.setattr(jobs, "build", fails)
    with pytest.raises(RuntimeError, match="ZeroDivisionError"):
        group(brief, company, out, "--format", "json")
    assert [plant["arrival"] for plant in page(out)["plants"]] == ["here", "failed", "here"]


def test_an_explained_figure_of_the_page_ends_in_cells(company: Path, tmp_path: Path, brief: Callable[..., Run]) -> None:
    """`briefing explain` reads the group's JSON too."""
    out = tmp_path / "out"
    group(brief, company, out, "--format", "json")
    run = brief("explain", out / "2026-10" / "group.json", "MTY/exposure.mean", "--lang", "en")

    assert run.code == 0
    assert "submissions/2026-10/MTY.xlsx › Registro" in run.out


def test_a_charter_that_cannot_be_read_ends_the_run(company: Path, tmp_path: Path, brief: Callable[..., Run]) -> None:
    """With its name."""
    (company / "charter.xlsx").write_bytes(b"nothing")
    run = group(brief, company, tmp_path / "out")
    assert (run.code, "charter.xlsx" in run.err) == (2, True)


def test_without_a_charter_the_months_make_the_page(company: Path, tmp_path: Path, brief: Callable[..., Run]) -> None:
    """No due day is agreed, so nobody is late."""
    out = tmp_path / "out"
    (company / "charter.xlsx").unlink()
    shutil.rmtree(company / "publication")
    run = group(brief, company, out, "--format", "json")
    assert run.code in {0, 1}
    assert [plant["site"] for plant in page(out)["plants"]] == ["MTY", "QRO", "TIJ"]
