"""The project itself: what is in the wheel, what is documented, and what no file may hold."""

from __future__ import annotations

import ast
import importlib
import os
import pkgutil
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import briefing
from briefing.cli import main
from briefing.language import LANGUAGES, catalogue

MACHINE = ("/" + "work/", "/" + "root/", "/" + "home/", "C:" + "\\Users")
"""Written in halves, or this file would be the first to hold them."""
POSIX_ONLY = {"fcntl", "grp", "posix", "pwd", "pty", "resource", "termios"}
POSIX_CALLS = {"fork", "geteuid", "getuid", "kill", "killpg", "setsid", "chown", "mkfifo", "nice"}


def tracked(project: Path) -> list[Path]:
    """Give the files that git keeps, those not yet added among them."""
    listed = subprocess.run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=project, check=True, capture_output=True)
    return [path for name in listed.stdout.decode().split("\0") if name and (path := project / name).is_file()]


def modules() -> list[str]:
    """Name every module of the package that can be imported without the portal's extra."""
    return [each.name for each in pkgutil.walk_packages(briefing.__path__, "briefing.") if not each.name.startswith("briefing.portal.")]


def test_no_file_holds_a_path_of_a_machine(project: Path) -> None:
    """Neither text nor the text inside workbooks."""
    found = []
    for path in tracked(project):
        content = path.read_bytes()
        if path.suffix == ".xlsx":
            with zipfile.ZipFile(path) as book:
                content = b"".join(book.read(name) for name in book.namelist())
        found += [(str(path.relative_to(project)), name) for name in MACHINE if name.encode() in content]
    assert found == []


def test_every_public_name_resolves() -> None:
    """The names of each module's `__all__`, and every module can be imported and says what it is."""
    missing = []
    for name in modules():
        module = importlib.import_module(name)
        assert (module.__doc__ or "").strip() or not Path(module.__file__ or "").read_text(encoding="utf-8").strip(), name
        missing += [f"{name}.{each}" for each in getattr(module, "__all__", ()) if not hasattr(module, each)]
    assert missing == []


def test_the_core_calls_nothing_that_windows_lacks(project: Path) -> None:
    """Modules and calls of POSIX alone only inside a function that catches their absence."""
    found = []
    for path in sorted((project / "briefing").rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        guarded = {id(inner) for node in ast.walk(tree) if isinstance(node, ast.With | ast.Try) for inner in ast.walk(node)}
        for node in ast.walk(tree):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            if id(node) not in guarded:
                found += [(path.name, name) for name in names if name.split(".")[0] in POSIX_ONLY]
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "os" and node.attr in POSIX_CALLS:
                found.append((path.name, f"os.{node.attr}"))
    assert found == []


def test_the_readme_calls_commands_and_options_that_exist(project: Path) -> None:
    """Every `briefing COMMAND --option` of README and docs."""
    unknown = []
    for path in (project / "README.md", *sorted((project / "docs").glob("*.md"))):
        for line in path.read_text(encoding="utf-8").splitlines():
            call = re.search(r"\bbriefing ([a-z]+)( .*)", line.split("#")[0])
            if not call or call[1] not in main.commands:
                continue
            known = {option for each in main.commands[call[1]].params for option in each.opts} | {"--help"}
            unknown += [(path.name, option) for option in re.findall(r"(?<=\s)--?[a-z][a-z-]*", call[2]) if option not in known]
    assert unknown == []


def test_the_readme_names_every_command_it_starts_with(project: Path) -> None:
    """From a plant's own file to a figure's cells."""
    readme = (project / "README.md").read_text(encoding="utf-8")
    assert [name for name in ("init", "workbook", "check", "build", "explain") if f"briefing {name} " not in readme] == []


@pytest.mark.parametrize("domain", ["findings", "interface", "methods", "numbers", "roles", "wording", "workbook"])
def test_both_languages_have_every_text_with_the_same_places(domain: str) -> None:
    """No key in one catalogue alone, and no pattern that lacks a part of the other's."""
    english, spanish = (catalogue(domain, language).entries for language in LANGUAGES)
    assert english.keys() == spanish.keys()

    def places(entry: str | tuple[str, ...]) -> set[str]:
        found = re.findall(r"\{(\w*)", entry if isinstance(entry, str) else " ".join(entry))
        return {re.sub(r"_(en|es)$", "", name) for name in found}  # a header or sheet in the reader's language

    assert [key for key in english if places(english[key]) != places(spanish[key])] == []


def test_every_fault_of_the_workspace_has_its_words(project: Path) -> None:
    """Each code that the code raises is in both catalogues with a hint, and each of the catalogues is raised."""
    source = "".join((project / "briefing" / f"{name}.py").read_text(encoding="utf-8") for name in ("workspace", "starting", "checking", "workbook/publication"))
    raised = set(re.findall(r"WSP-\d{3}", source))
    for language in LANGUAGES:
        entries = catalogue("findings", language).entries
        assert {key for key in entries if key.startswith("WSP-")} == {name for code in raised for name in (code, f"{code}.hint")}


@pytest.fixture(scope="module")
def wheel(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel, offline."""
    out = tmp_path_factory.mktemp("wheel")
    subprocess.run([sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out)], cwd=project, check=True, capture_output=True)
    return next(out.glob("*.whl"))


def test_the_wheel_holds_the_package_its_templates_and_the_sample(wheel: Path, project: Path) -> None:
    """And nothing else: no tests, no caches, no machine paths."""
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        text = {name: archive.read(name) for name in names if not name.endswith(".xlsx")}
    tops = {name.split("/")[0] for name in names}
    assert tops == {"briefing", next(name.split("/")[0] for name in names if name.endswith(".dist-info/METADATA"))}
    kept = {str(path.relative_to(project).as_posix()) for path in tracked(project)}
    for folder in ("templates", "sample_data"):
        assert {name for name in kept if name.startswith(f"{folder}/")} == {
            name.removeprefix("briefing/_data/") for name in names if name.startswith(f"briefing/_data/{folder}/")}
    assert {name for name in kept if name.startswith("briefing/")} == {name for name in names if name.startswith("briefing/") and "/_data/" not in name}
    assert [name for name in names if "__pycache__" in name or "/tests/" in name or name.endswith(".part")] == []
    assert [name for name, content in text.items() if any(machine.encode() in content for machine in MACHINE)] == []


@pytest.mark.full
def test_the_wheel_works_alone(wheel: Path, tmp_path: Path) -> None:
    """Unpacked away from the project, with the dependencies of this environment: the demo builds, help speaks."""
    home = tmp_path / "site"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(home)
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"} | {"OPENBLAS_NUM_THREADS": "1"}
    program = (f"import sys; sys.path.insert(0, {str(home)!r}); import briefing; assert briefing.__file__.startswith({str(home)!r}); "
               "from briefing.cli import main; main()")
    run = subprocess.run([sys.executable, "-P", "-c", program, "demo", str(tmp_path / "demo")], cwd=tmp_path, env=environment, check=False,
                         capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    assert len(list((tmp_path / "demo" / "briefings").rglob("*.pdf"))) == 6


@pytest.mark.full
def test_the_wheel_installs_into_a_clean_environment(wheel: Path, tmp_path: Path) -> None:
    """A new venv, the wheel and its dependencies from the index: check, build and explain work."""
    subprocess.run([sys.executable, "-m", "venv", str(tmp_path / "venv")], check=True)
    programs = tmp_path / "venv" / ("Scripts" if os.name == "nt" else "bin")
    subprocess.run([str(programs / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", str(wheel)], check=True)
    demo = subprocess.run([str(programs / "briefing"), "demo", "demo"], cwd=tmp_path, check=False, capture_output=True, text=True)
    assert demo.returncode == 0, demo.stderr
    told = tmp_path / "demo" / "briefings" / "2026-10" / "MTY" / "briefing.json"
    subprocess.run([str(programs / "briefing"), "explain", str(told), "R-014.chance"], check=True, capture_output=True)
    subprocess.run([str(programs / "briefing"), "check", str(tmp_path / "demo" / "company" / "charter.xlsx")], check=True, capture_output=True)
