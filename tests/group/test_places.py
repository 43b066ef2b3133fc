"""Folders and addresses: told apart, read and written below, and never out of the folder."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from fsspec.implementations.memory import MemoryFileSystem

from briefing.group.places import Place, below, fetched, is_plain, located
from briefing.group.refusals import Refusal
from briefing.language import LANGUAGES
from tests.group.stores import spoil, stored


def test_an_address_is_told_from_a_folder(tmp_path: Path) -> None:
    """`file://` is a folder; an address loses the slash at its end."""
    assert located("company") == Path("company")
    assert located(tmp_path.as_uri()) == tmp_path
    assert located("s3://bucket/company/") == "s3://bucket/company"
    assert below("s3://bucket/out", "2026-10/group.json") == "s3://bucket/out/2026-10/group.json"
    assert below(Path("out"), "group.json") == str(Path("out") / "group.json")


def test_what_is_written_is_listed_and_read(tmp_path: Path) -> None:
    """Many at a time, in the order asked for, put into folders as they are named."""
    files = {f"a/{number:03d}": str(number).encode() for number in range(150)}
    for name, content in files.items():
        (tmp_path / "in" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "in" / name).write_bytes(content)
    place = Place(stored(tmp_path / "in"))
    assert list(place.listed()) == list(files)
    fetched(place, reversed(files), tmp_path / "out")
    assert {path.relative_to(tmp_path / "out").as_posix(): path.read_bytes() for path in (tmp_path / "out" / "a").iterdir()} == files
    assert (place.get("a/007"), place.get("b")) == (b"7", None)
    place.remove("a/007")
    assert place.get("a/007") is None


def test_another_state_of_a_file_is_told(tmp_path: Path) -> None:
    """Whatever the store says of it."""
    (tmp_path / "a").write_bytes(b"one")
    place = Place(stored(tmp_path))
    first = place.listed()
    spoil(place.address, "a", b"more")
    assert place.listed()["a"] != first["a"]


@pytest.mark.parametrize("name", ["../a", "a/../../b", "/etc/a", "a//b", "C:a", "a\\b", "", "a/."])
def test_no_name_leads_out_of_the_folder(name: str, tmp_path: Path) -> None:
    """Neither listed nor fetched."""
    assert not is_plain(name)
    with pytest.raises(ValueError, match="not a name below a folder"):
        fetched(Place("memory://nowhere"), ["a", name], tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_store_that_fails_names_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever its library raises becomes an OSError."""
    def fails(*_: Any, **__: Any) -> None:
        raise LookupError("no bucket today")  # noqa: EM101, TRY003 - a library's own

    monkeypatch.setattr(MemoryFileSystem, "find", fails)
    with pytest.raises(OSError, match="no bucket today") as fault:
        Place("memory://somewhere/company").listed()
    assert fault.value.filename == "memory://somewhere/company"


def test_an_address_nobody_opens_is_refused_with_the_next_step() -> None:
    """In both languages."""
    with pytest.raises(Refusal) as refused:
        Place("nosuch://bucket").listed()
    assert [refused.value.text(language).startswith(start) for language, start in zip(
        LANGUAGES, ("nosuch://bucket is no address", "nosuch://bucket no es una dirección"), strict=True)] == [True, True]
