"""The command line: what it prints and writes, its exit codes, and the help of each command."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import click
import pytest
from openpyxl import load_workbook

from briefing.cli import main
from tests import spoiling
from tests.conftest import Run

Brief = Callable[..., Run]
COMMANDS = sorted(main.commands)
LANGS = ("en", "es")


@pytest.fixture(scope="module")
def made(data: Mapping[str, Any], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give Monterrey's briefing.json as a file."""
    path = tmp_path_factory.mktemp("made") / "briefing.json"
    path.write_text(json.dumps(data["MTY"]), encoding="utf-8")
    return path


def test_bytes_do_not_depend_on_the_hash_seed(sample: Path, tmp_path: Path) -> None:
    """Two processes with other hash seeds, zones and working folders write the same HTML, PDF and JSON."""
    folders = []
    for seed, zone in (("1", "UTC+6"), ("4711", "UTC-9")):
        folder = tmp_path / seed
        folder.mkdir()
        environment = os.environ | {"PYTHONHASHSEED": seed, "TZ": zone, "OPENBLAS_NUM_THREADS": "1"}
        subprocess.run([sys.executable, "-c", "from briefing.cli import main; main()", "build", str(sample), "--period", "2026-10",
                        "--site", "TIJ", "-o", "out"], env=environment, cwd=folder, check=True, stdout=subprocess.DEVNULL)
        folders.append({path.name: path.read_bytes() for path in (folder / "out" / "2026-10" / "TIJ").iterdir()})
    assert sorted(folders[0]) == ["board.en.html", "board.en.pdf", "briefing.json", "site.es.html", "site.es.pdf"]
    assert [name for name in folders[0] if folders[0][name] != folders[1][name]] == []


def test_json_holds_all_facts_whatever_else_is_rendered(company: Path, brief: Brief, tmp_path: Path) -> None:
    """The briefing.json of a call is the same with HTML beside it or alone; build prints just what it wrote."""
    alone = brief("build", company, "--site", "QRO", "--edition", "hq", "--format", "json", "-o", tmp_path / "alone")
    beside = brief("build", company, "--site", "QRO", "--edition", "hq", "--format", " HTML,json ", "-o", tmp_path / "beside")
    folders = [tmp_path / name / "2026-10" / "QRO" for name in ("alone", "beside")]
    assert alone.out.splitlines() == [str(folders[0] / "briefing.json")]
    assert beside.out.splitlines() == [str(folders[1] / "hq.en.html"), str(folders[1] / "briefing.json")]
    assert (folders[0] / "briefing.json").read_bytes() == (folders[1] / "briefing.json").read_bytes()


def test_as_of_and_seed_are_printed_in_the_json(company: Path, brief: Brief, tmp_path: Path) -> None:
    """What the call sets instead of the publication and the usual seed."""
    run = brief("build", company, "--site", "QRO", "--edition", "board", "--format", "json", "--as-of", "2026-11-20", "--seed", "7", "-o", tmp_path)
    told = json.loads((tmp_path / "2026-10" / "QRO" / "briefing.json").read_text(encoding="utf-8"))
    assert (run.code, told["as_of"], told["seed"]) == (0, "2026-11-20", 7)


@pytest.mark.parametrize(("arguments", "said"), [
    (["--period", "2026-13"], "2026-13"), (["--period", "2027-03"], "2027-03"), (["--site", "ZZZ"], "MTY, QRO, TIJ"), (["--seed", "-1"], "-1"),
    (["--edition", "ceo"], "ceo"), (["--edition", "board.fr"], "board.fr"), (["--format", "odt"], "odt"), (["--format", ","], "--format"),
    (["--as-of", "6/11/2026"], "6/11/2026"), (["--lang", "fr"], "fr"),
])
def test_a_wrong_call_of_build_exits_2_and_writes_nothing(arguments: list[str], said: str, company: Path, brief: Brief, tmp_path: Path) -> None:
    """The message names what was wrong."""
    run = brief("build", company, "-o", tmp_path / "out", *arguments)
    assert run.code == 2
    assert said in run.err
    assert not (tmp_path / "out").exists()


def test_a_place_that_cannot_be_written_is_said_so(company: Path, brief: Brief, tmp_path: Path) -> None:
    """A file where the folder should be: exit code 2, the path and what to do, no traceback."""
    (tmp_path / "out").write_text("", encoding="utf-8")
    run = brief("build", company, "--site", "QRO", "--format", "json", "-o", tmp_path / "out", "--lang", "es")
    assert run.code == 2
    assert "No se pudo escribir" in run.err
    assert str(tmp_path / "out") in run.err


def test_a_fault_of_ours_stops_no_other_site(company: Path, brief: Brief, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is raised all the same, after the others are built."""
    import briefing.pipeline  # noqa: PLC0415

    build = briefing.pipeline.build

    def faulty(dossier: Any, **named: Any) -> Any:
        if dossier.site.code == "MTY":
            raise ZeroDivisionError
        return build(dossier, **named)

    monkeypatch.setattr("briefing.pipeline.build", faulty)
    with pytest.raises(ZeroDivisionError):
        brief("build", company, "--site", "MTY", "--site", "QRO", "--edition", "board", "--format", "json", "-o", tmp_path)
    assert [path.parent.name for path in tmp_path.glob("2026-10/*/briefing.json")] == ["QRO"]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_an_example(name: str, brief: Brief) -> None:
    """`--help` ends with a call one can copy, and every option says what it does."""
    run = brief(name, "--help")
    assert run.code == 0
    assert f"Example:  briefing {name}" in " ".join(run.out.split("\n"))
    options = [each for each in main.commands[name].params if isinstance(each, click.Option)]
    assert [each.name for each in options if not each.help] in ([], ["lang"])


def test_examples_are_calls_that_exist() -> None:
    """The options of each example are the command's own."""
    for command in main.commands.values():
        words = (command.epilog or "").split()
        known = {option for each in command.params for option in each.opts}
        assert {word for word in words if word.startswith("-")} <= known


@pytest.mark.parametrize("lang", LANGS)
def test_check_says_all_findings_at_once(lang: str, company: Path, brief: Brief) -> None:
    """By sheet and cell, in the language asked for, as text and as JSON alike; then a line for each file."""
    october = company / "submissions" / "2026-10"
    places = [spoiling.put(october / "MTY.xlsx", "KPIs", code, "2026-10", "n/d") for code in ("OTD", "FPY")]
    text = brief("check", october / "MTY.xlsx", october / "QRO.xlsx", "--lang", lang)
    rows = json.loads(brief("check", october / "MTY.xlsx", october / "QRO.xlsx", "--lang", lang, "--format", "json").out)
    assert text.code == 1
    assert [row["cell"] for row in rows if row["severity"] == "error"] == sorted(places)
    assert all(set(row) == {"file", "sheet", "cell", "severity", "code", "message", "hint"} for row in rows)
    assert all(row["message"] in text.out and row["hint"] in text.out and f"[{row['code']}]" in text.out for row in rows)
    assert f"{october / 'QRO.xlsx'}: {'month; 0 errors' if lang == 'en' else 'mes; 0 errores'}" in text.out


def test_check_gives_null_for_a_place_that_has_no_sheet(brief: Brief, tmp_path: Path) -> None:
    """A file that could not be read has neither sheet nor cell; the exit code is 2."""
    run = brief("check", tmp_path / "none.xlsx", "--format", "json")
    (row,) = json.loads(run.out)
    assert (run.code, row["sheet"], row["cell"], row["file"]) == (2, None, None, str(tmp_path / "none.xlsx"))


def test_the_highest_exit_code_wins(company: Path, brief: Brief) -> None:
    """0, 1 and 2 together are 2."""
    october = company / "submissions" / "2026-10"
    spoiling.put(october / "MTY.xlsx", "KPIs", "OTD", "2026-10", "n/d")
    (october / "TIJ.xlsx").write_bytes(b"torn")
    codes = [brief("check", *(october / f"{site}.xlsx" for site in sites)).code for sites in (["QRO"], ["QRO", "MTY"], ["MTY", "TIJ", "QRO"])]
    assert codes == [0, 1, 2]


def test_a_charter_that_cannot_be_used_is_no_charter_left_out(company: Path, brief: Brief) -> None:
    """`--charter` with a file that is missing or a month: exit code 2, not a check against nothing."""
    month = company / "submissions" / "2026-10" / "QRO.xlsx"
    missing = brief("check", month, "--charter", company / "nope.xlsx")
    other = brief("check", month, "--charter", company / "submissions" / "2026-10" / "MTY.xlsx")
    right = brief("check", month, "--charter", company / "charter.xlsx")
    assert (missing.code, other.code, right.code) == (2, 2, 0)
    assert "nope.xlsx" in missing.out
    assert "MTY.xlsx" in other.out


def test_explain_follows_a_figure_down_to_its_cells(made: Path, brief: Brief) -> None:
    """The range of line 3's stop rests on the register's row and the charter's driver."""
    run = brief("explain", made, "R-014.range")
    assert run.code == 0
    assert run.out.startswith("R-014.range = 944000 .. 2124000 USD")
    assert "submissions/2026-10/MTY.xlsx › Registro › E4" in run.out
    assert "charter.xlsx › Drivers › " in run.out


@pytest.mark.parametrize("site", ["MTY", "QRO", "TIJ"])
@pytest.mark.parametrize("lang", LANGS)
def test_explain_follows_page_one(site: str, lang: str, data: Mapping[str, Any], brief: Brief, tmp_path: Path) -> None:
    """The first sentence by its id, its figures, and the same by its evidence number, down to cells of the site's workbook."""
    path = tmp_path / "briefing.json"
    path.write_text(json.dumps(data[site]), encoding="utf-8")
    by_id, by_number = (brief("explain", path, name, "--edition", "board.en", "--lang", lang) for name in ("one.bottom.1", "e1"))
    assert by_id.code == by_number.code == 0
    lead = data[site]["editions"]["board.en"]["sections"][0]["blocks"][0]["sentences"][0]
    assert by_id.out == by_number.out
    assert "".join(run["text"] for run in lead["runs"]) in by_id.out
    places = [" › ".join((cell["file"], cell["sheet"], cell["cell"])) for cell in lead["cells"]]
    assert len(places) > 2
    assert [place for place in places if place not in by_id.out] == []
    for fact in (run["fact"] for run in lead["runs"] if run["type"] == "number"):
        assert brief("explain", path, fact).code == 0


def test_explain_gives_the_whole_row_of_a_table(made: Path, data: Mapping[str, Any], brief: Brief) -> None:
    """An evidence number beside a table's row stands for all its cells, as the appendix prints it."""
    board = data["MTY"]["editions"]["board.en"]
    table = next(block for block in board["sections"][0]["blocks"] if block["type"] == "table")
    said = [sentence for cell in table["rows"][0]["cells"] for sentence in cell["sentences"]]
    number = next(sentence["note"] for sentence in said if sentence["note"])
    run = brief("explain", made, f"e{number}", "--edition", "board.en")
    assert run.code == 0
    resting = [sentence for sentence in said if sentence["cells"]]
    assert len(resting) > 4
    assert [sentence["id"] for sentence in resting if sentence["id"] not in run.out] == []


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(("wrong", "near"), [("R-14.range", "R-014.range"), ("r-014.RANGE", "R-014.range"), ("R-014", "R-014.chance"),
                                             ("one.botom.1", "one.bottom.1")])
def test_an_unknown_id_gives_near_ones(wrong: str, near: str, lang: str, made: Path, brief: Brief) -> None:
    """Exit code 2 and what may have been meant."""
    run = brief("explain", made, wrong, "--lang", lang)
    assert (run.code, run.out) == (2, "")
    assert near in run.err


def test_explain_names_the_editions_there_are(made: Path, brief: Brief) -> None:
    """An edition that this briefing does not have is no unknown id."""
    run = brief("explain", made, "one.bottom.1", "--edition", "press.en")
    assert run.code == 2
    assert "board.en, board.es, hq.en" in run.err


@pytest.mark.parametrize("content", [b"{}", b"no", b"[1]", b'{"facts": 1, "editions": {}}', b"\xff\xfe", b"[" * 100_000])
def test_explain_refuses_what_is_no_briefing(content: bytes, brief: Brief, tmp_path: Path) -> None:
    """A message, not a traceback."""
    path = tmp_path / "briefing.json"
    path.write_bytes(content)
    run = brief("explain", path, "R-014.chance")
    assert run.code == 2
    assert str(path) in run.err


@pytest.mark.parametrize("lang", LANGS)
def test_a_workspace_from_nothing(lang: str, brief: Brief, tmp_path: Path) -> None:
    """init, then check of what it made: it asks for the company's name and for nothing that nobody could know yet."""
    start = brief("init", tmp_path / "new", "--site", "mty", "--name", "Monterrey", "--lang", lang)
    again = brief("init", tmp_path / "new", "--lang", lang)
    checked = json.loads(brief("check", tmp_path / "new" / "charter.xlsx", "--format", "json", "--lang", lang).out)
    assert (start.code, again.code) == (0, 2)
    assert "charter.xlsx" in start.out
    assert "charter.xlsx" in again.err
    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == ["charter.xlsx", "publication", "responses", "submissions"]
    assert [row["code"] for row in checked if row["severity"] == "error"] == ["CHA-101"]


def test_from_a_plants_own_file_to_a_briefing(sample: Path, brief: Brief, tmp_path: Path) -> None:
    """Init --from, workbook, check and build, in a folder that was empty."""
    source = sample / "submissions" / "2026-10" / "MTY.xlsx"
    folder = tmp_path / "co"
    month = folder / "submissions" / "2026-10" / "MTY.xlsx"
    assert brief("init", folder, "--from", source, "--site", "MTY", "--lang", "es").code == 0
    handed = brief("workbook", folder, "--site", "MTY", "--period", "2026-10", "--lang", "es", "-o", month)
    assert handed.code == 0
    assert load_workbook(month).sheetnames[0] == "Portada"
    assert brief("check", month, "--lang", "es").code in {0, 1}
    run = brief("build", folder, "--lang", "es", "--format", "json,html", "-o", tmp_path / "out")
    assert run.code in {0, 1}
    assert (tmp_path / "out" / "2026-10" / "MTY" / "site.es.html").is_file()


def test_a_workbook_for_next_month_carries_what_is_known(sample: Path, brief: Brief, tmp_path: Path) -> None:
    """It says how many cells are left, within an ordinary month's budget of sixty."""
    run = brief("workbook", sample, "--site", "MTY", "--period", "2026-11", "--lang", "es", "-o", tmp_path / "deep" / "MTY.xlsx")
    assert run.code == 0
    left = int(next(word for word in run.out.split() if word.isdigit()))
    assert 0 < left <= 60
    assert [path.name for path in (tmp_path / "deep").iterdir()] == ["MTY.xlsx"]


@pytest.mark.parametrize("lang", LANGS)
def test_no_workbook_for_a_site_nobody_knows(lang: str, sample: Path, brief: Brief, tmp_path: Path) -> None:
    """Exit code 2, and nothing is written."""
    run = brief("workbook", sample, "--site", "ZZZ", "--period", "2026-11", "--lang", lang, "-o", tmp_path / "w.xlsx")
    assert run.code == 2
    assert "WSP-103" in run.err
    assert list(tmp_path.iterdir()) == []


def test_a_workbook_that_cannot_be_written(sample: Path, brief: Brief, tmp_path: Path) -> None:
    """A file in the way of the folder."""
    (tmp_path / "way").write_text("", encoding="utf-8")
    run = brief("workbook", sample, "--site", "MTY", "--period", "2026-11", "-o", tmp_path / "way" / "w.xlsx")
    assert run.code == 2
    assert "could not be written" in run.err


def test_the_demo_builds_the_sample(sample: Path, brief: Brief, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three sites, two editions each, over what an earlier demo left; told where."""
    monkeypatch.setattr("briefing.cli.building.formats_of", lambda _text: ("json",))  # what it renders is tested elsewhere
    (tmp_path / "demo" / "company").mkdir(parents=True)
    shutil.copy(sample / "charter.xlsx", tmp_path / "demo" / "company")
    run = brief("demo", tmp_path / "demo", "--lang", "es")
    assert run.code == 0
    assert str(tmp_path / "demo" / "briefings" / "2026-10") in run.out
    assert sorted(path.parent.name for path in (tmp_path / "demo").glob("briefings/2026-10/*/briefing.json")) == ["MTY", "QRO", "TIJ"]


def test_a_folder_that_is_no_workspace(brief: Brief, tmp_path: Path) -> None:
    """Missing, empty, or with a month's folder and no charter nor workbook."""
    missing, empty = brief("build", tmp_path / "none", "-o", tmp_path / "o"), brief("build", tmp_path, "-o", tmp_path / "o")
    (tmp_path / "submissions" / "2026-10").mkdir(parents=True)
    bare = brief("build", tmp_path, "-o", tmp_path / "o", "--lang", "es")
    assert (missing.code, empty.code, bare.code) == (2, 2, 2)
    assert "WSP-101" in missing.err
    assert "2026-10" in bare.err
    shutil.rmtree(tmp_path / "submissions")


def test_check_writes_an_annotated_copy(company: Path, brief: Callable[..., Run], tmp_path: Path) -> None:
    """With --annotate the copy has the findings; the exit code is that of the findings; what it prints for programs stays JSON."""
    month, copy = company / "submissions" / "2026-10" / "MTY.xlsx", tmp_path / "copy.xlsx"
    place = spoiling.put(month, "KPIs", "OTD", "2026-10", "n/d")
    run = brief("check", month, "--annotate", copy, "--format", "json", "--lang", "es")
    assert run.code == 1
    assert place in [each["cell"] for each in json.loads(run.out)]
    assert "[KPI-104]" in load_workbook(copy)["KPIs"][place].comment.text
    assert brief("check", copy, "--annotate", tmp_path / "again.xlsx").code == 1


def test_an_annotated_copy_needs_one_workbook_and_another_name(company: Path, brief: Callable[..., Run], tmp_path: Path) -> None:
    """Two files, the file's own name, and a file that is no workbook are told so with exit 2."""
    month = company / "submissions" / "2026-10" / "MTY.xlsx"
    (tmp_path / "page.xlsx").write_text("<html>")
    for files in ((month, company / "charter.xlsx"), (tmp_path / "page.xlsx",)):
        assert brief("check", *files, "--annotate", tmp_path / "copy.xlsx").code == 2
    assert brief("check", month, "--annotate", month).code == 2
    assert not (tmp_path / "copy.xlsx").exists()


@pytest.mark.parametrize("lang", LANGS)
def test_review_tells_the_author_in_private(lang: str, company: Path, brief: Brief) -> None:
    """Facts, advice that says who sees it, the first questions and gaps, and with --all every one of them."""
    call = ("review", company, "--period", "2026-10", "--site", "MTY", "--lang", lang)
    short, whole = brief(*call), brief(*call, "--all")
    assert (short.code, whole.code) == (0, 0)
    assert ("only you see this advice" if lang == "en" else "sólo tú los ves") in short.out
    assert "KPIs, AA9: " in short.out
    assert "[CAN-101]" in short.out
    assert "--all" in short.out
    assert "--all" not in whole.out
    assert len(whole.out.splitlines()) > len(short.out.splitlines())


def test_review_as_json_keeps_facts_and_advice_apart(company: Path, brief: Brief) -> None:
    """Each part by its name, the advice marked as private, each question with its places."""
    told = json.loads(brief("review", company, "--period", "2026-10", "--site", "TIJ", "--format", "json").out)
    assert set(told) == {"site", "period", "as_of", "facts", "advice", "questions", "rules", "gaps"}
    assert told["advice"]["private"] is True
    assert {row["code"][:5] for row in told["facts"]} == {"CAN-1"}
    assert {row["code"][:5] for row in told["advice"]["findings"]} == {"CAN-2"}
    assert [question["rank"] for question in told["questions"]] == list(range(1, len(told["questions"]) + 1))
    assert all(question["answered"] == any(place["section"] for place in question["places"]) for question in told["questions"])


def test_review_annotates_the_facts_and_never_the_advice(company: Path, brief: Brief, tmp_path: Path) -> None:
    """The copy has a comment where a status is claimed; no word of advice is in any of its parts."""
    run = brief("review", company, "--period", "2026-10", "--site", "MTY", "--annotate", tmp_path / "copy.xlsx")
    assert run.code == 0
    assert "advice on wording is not in it" in run.err
    book = load_workbook(tmp_path / "copy.xlsx")
    assert "out of tolerance" in str(book["KPIs"]["AA9"].comment.text)
    assert not [cell.coordinate for sheet in book for row in sheet.iter_rows() for cell in row
                if "CAN-2" in f"{cell.comment and cell.comment.text} {cell.value}"]


def test_review_exits_as_check_does(company: Path, brief: Brief, tmp_path: Path) -> None:
    """1 with an error in the data or a headline missing on page one, 2 for a month that is not there or a wrong call."""
    call = ("review", company, "--site", "MTY", "--period")
    assert brief(*call, "2026-12").code == 2
    assert brief("review", company, "--site", "ZZZ", "--period", "2026-10").code == 2
    assert brief(*call, "2026-10", "--annotate", company / "charter.xlsx" / "copy.xlsx").code == 2
    spoiling.put(company / "submissions" / "2026-10" / "MTY.xlsx", "KPIs", "OTD", "2026-10", "n/d")
    assert brief(*call, "2026-10").code == 1
    (company / "submissions" / "2026-10" / "QRO.xlsx").write_bytes(b"torn")
    assert brief("review", company, "--site", "QRO", "--period", "2026-10").code == 2
