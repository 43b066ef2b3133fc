"""The run of one site: the public Python face, the files it writes, and what it never does."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

import briefing
from briefing.document.editions import DEFAULT_EDITIONS, Audience, Edition
from briefing.pipeline import Briefing, write


def test_the_default_editions_are_two(sample: Path) -> None:
    """The board's in English, the site's in Spanish."""
    from briefing.periods import Period  # noqa: PLC0415

    made = briefing.build(briefing.load_workspace(sample).dossier("QRO", Period(2026, 10)))
    assert tuple(map(str, made.documents)) == ("board.en", "site.es")
    assert tuple(made.documents) == DEFAULT_EDITIONS


def test_building_again_gives_the_same(briefings: Mapping[str, Briefing]) -> None:
    """From the same dossier, in another order of editions."""
    first = briefings["TIJ"]
    again = briefing.build(first.dossier, editions=tuple(reversed(first.documents)))
    assert again.data() == first.data()


def test_another_seed_changes_the_exposure_alone(briefings: Mapping[str, Briefing]) -> None:
    """What is typed, and what is computed without chance, stays."""
    board = [Edition(Audience.BOARD, "en")]
    first, second = (briefing.build(briefings["MTY"].dossier, editions=board, seed=seed).data()["facts"] for seed in (1, 2))
    changed = {fact["method"] for name, fact in first.items() if fact != second[name]}
    assert first.keys() == second.keys()
    assert changed
    assert [method for method in changed if not method.startswith("exposure.") and method not in {"bracket", "range"}] == []


def test_files_are_named_after_editions(briefings: Mapping[str, Briefing], tmp_path: Path) -> None:
    """OUT/PERIOD/SITE, JSON once."""
    paths = write(briefings["QRO"], tmp_path, ("json",))
    assert paths == (tmp_path / "2026-10" / "QRO" / "briefing.json",)
    assert json.loads(paths[0].read_text(encoding="utf-8")) == briefings["QRO"].data()


def test_a_render_that_fails_writes_no_file(briefings: Mapping[str, Briefing], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing half-made is left behind."""
    def fail(*_arguments: object) -> bytes:
        raise RuntimeError

    monkeypatch.setattr("briefing.pipeline.render", fail)
    with pytest.raises(RuntimeError):
        write(briefings["QRO"], tmp_path, ("html",))
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize("code", ["import briefing", "import briefing; briefing.load_workspace('.')", "import briefing.cli"])
def test_heavy_libraries_are_imported_when_needed(code: str) -> None:
    """`import briefing`, opening a workspace and the command line's help load none of them."""
    heavy = ("numpy", "pandas", "scipy", "matplotlib", "openpyxl", "typst", "jinja2")
    program = f"{code}\nimport sys; print([name for name in {heavy!r} if name in sys.modules])"
    run = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert run.stdout.strip() == "[]"


def test_public_names_resolve() -> None:
    """Every name of `__all__` is there, and an unknown one is an AttributeError."""
    assert [name for name in briefing.__all__ if not callable(getattr(briefing, name))] == []
    with pytest.raises(AttributeError):
        briefing.nothing  # noqa: B018 - the look-up is what is tested
