"""The group's page for a board and for headquarters: one rule of what a board is spared, equal facts, and what headquarters works with."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from briefing.analysis import portfolio
from briefing.cli.choosing import editions_of
from briefing.document.blocks import Document, Layout, Row, Table, all_sentences, sentences_of
from briefing.document.editions import EDITIONS, Audience, Edition
from briefing.evidence import closure
from briefing.group.arrivals import absent, attended
from briefing.group.digest import Digest
from briefing.group.digesting import digest_of
from briefing.group.document import compose_group
from briefing.group.exposure import exposure_of
from briefing.group.headquarters import desks, owed
from briefing.group.keeping import kept, restored
from briefing.group.rollup import Run as GroupRun
from briefing.group.setting import links_to
from briefing.group.sharing import shared_issues
from briefing.group.view import GroupView
from briefing.language import LANGUAGES, Language
from briefing.model.charter import Charter, Site
from briefing.model.dossier import Dossier
from briefing.model.submission import FollowUp, FollowUpKind, FollowUpState, Side
from briefing.periods import Period
from briefing.pipeline import Briefing, build
from briefing.workspace import load_workspace
from tests.builders import AS_OF, COMPANY, OCTOBER, ask, charter, dossier, month, option, row, source
from tests.conftest import Run
from tests.document.test_editions import rows_and_asks, with_minor_matters
from tests.group.test_rollup import files
from tests.group.views import many, view_of

PAGES = tuple(edition for edition in EDITIONS if edition.audience is not Audience.SITE)
BOARD, HEADQUARTERS = Edition(Audience.BOARD, "en"), Edition(Audience.HQ, "en")
MONTERREY, QUERETARO = (Site(code, name, decider="COO", source=source("Sites", line, "charter.xlsx")) for code, name, line in (
    ("MTY", "Monterrey", 4), ("QRO", "Querétaro", 5)))


def view_from(agreed: Charter, *dossiers: Dossier) -> GroupView:
    """Give the view of plants built from dossiers."""
    digests = [digest_of(build(known, editions=()).frame) for known in dossiers]
    plants = tuple(attended(agreed, known.site, digest) for known, digest in zip(dossiers, digests, strict=True))
    return GroupView(agreed, OCTOBER, AS_OF, plants, exposure_of(agreed, digests, 1))


def minor_view() -> tuple[GroupView, Dossier]:
    """Give a group of one plant whose board wants to hear of 500,000 dollars and more."""
    known = with_minor_matters()
    return view_from(known.charter, known), known


def page(view: GroupView, edition: Edition) -> Document:
    """Compose one edition."""
    return compose_group(view, edition, links_to(str(edition), "html"))


def texts(document: Document, anchor: str) -> list[str]:
    """Give the sentences of a section."""
    return [each.text for section in document.sections if section.anchor == anchor for each in sentences_of(section)]


def rows(document: Document, anchor: str, index: int = 0) -> list[list[str]]:
    """Give a table of a section as texts."""
    (section,) = [each for each in document.sections if each.anchor == anchor]
    table = [block for block in section.blocks if isinstance(block, Table)][index]

    def texts_of(line: Row) -> list[str]:
        return [" ".join(each.text for each in cell.sentences) for cell in line.cells]

    return [texts_of(line) for line in table.rows]


def test_a_board_is_spared_what_its_plants_own_board_edition_spares_it() -> None:
    """The group's page follows the plant's to the row and to the ask."""
    view, known = minor_view()
    briefing = build(known, editions=EDITIONS)
    for audience in (Audience.BOARD, Audience.HQ):
        of_rows, of_asks = rows_and_asks(briefing.documents[Edition(audience, "en")])
        (plant,) = view.told(audience).here
        assert {each.id for each in plant.asks} == of_asks
        assert {each.id for each in plant.issues if each.id.startswith("R-")} == of_rows
    assert {each.id for each in view.told(Audience.BOARD).here[0].issues} >= {"R-003", "R-004", "R-005"}  # a limit, a broken tolerance, an unknown


def test_what_a_board_is_spared_is_counted_with_the_amount_and_its_place() -> None:
    """Once, on page one, each count and the amount a fact with its cells; headquarters' page has nothing to say."""
    view, _ = minor_view()
    for edition in PAGES:
        document = page(view, edition)
        said = [each for each in all_sentences(document) if each.key == "left_out"]
        assert len(said) == (1 if edition.audience is Audience.BOARD else 0)
    (said,) = [each for each in sentences_of(page(view, BOARD).sections[0]) if each.key == "left_out"]

    assert said.text == ("Below the board's materiality of $500k and not in this edition: 1 row of the register and 1 ask. "
                         "They stand in the HQ edition.")
    assert set(said.facts) == {"group.minor.rows", "group.minor.asks", "group.board_materiality"}
    assert any(cell.sheet == "Register" for cell in said.cells)
    assert any(cell.file == "charter.xlsx" for cell in said.cells)
    assert "A-002" not in " ".join(each.text for each in all_sentences(page(view, BOARD)))
    assert "A-002" in " ".join(each.text for each in all_sentences(page(view, HEADQUARTERS)))


def test_without_a_materiality_both_hear_of_the_same_asks(briefings: Mapping[str, Briefing]) -> None:
    """The sample's charter names none: nothing is left out, and no sentence says that anything is."""
    view = view_of(briefings)
    listed = [{each.id for each in all_sentences(page(view, edition)) if each.id.startswith("all.ask")} for edition in PAGES]

    assert all(ids == listed[0] for ids in listed)
    assert not [each for edition in PAGES for each in all_sentences(page(view, edition)) if each.key == "left_out"]


@pytest.mark.parametrize("case", ["sample", "without one", "minor"])
def test_one_fact_has_one_value_in_every_edition(case: str, briefings: Mapping[str, Briefing]) -> None:
    """Same id, same value, unit and method; the sums over all plants stand in each."""
    view = minor_view()[0] if case == "minor" else view_of(briefings, without="QRO" if case == "without one" else "")
    seen: dict[str, tuple[Any, ...]] = {}
    for edition in PAGES:
        facts = {fact.id: fact for fact in closure(page(view, edition).facts)}
        for fact in facts.values():
            assert seen.setdefault(fact.id, (fact.value, fact.unit, fact.method)) == (fact.value, fact.unit, fact.method)
        assert {"group.mean", "group.p90", "group.decisions", "group.here", "group.plants"} <= facts.keys()


@pytest.mark.parametrize("audience", [Audience.BOARD, Audience.HQ])
def test_both_languages_have_the_same_sections_and_facts(audience: Audience, briefings: Mapping[str, Briefing]) -> None:
    """Whichever is composed first."""
    english, spanish = (page(view_of(briefings, without="TIJ"), Edition(audience, language)) for language in LANGUAGES)

    assert [each.anchor for each in english.sections] == [each.anchor for each in spanish.sections]
    assert {name for each in all_sentences(english) for name in each.facts} == {name for each in all_sentences(spanish) for name in each.facts}
    assert (english.edition, spanish.edition) == (audience, audience)


def plant(site: Site, agreed: Charter, **given: Any) -> Dossier:
    """Give a plant's October."""
    return replace(dossier(replace(month(**given), site=site.code), agreed=agreed), site=site)


def small(site: Site, agreed: Charter) -> Dossier:
    """Give a plant with one small row of a common factor: 0.4 of about 20,000 dollars."""
    return plant(site, agreed, register=(row("R-001", common_factor="peso", good=1e4, likely=2e4, bad=3e4),))


@pytest.mark.parametrize(("least", "told"), [(5e3, 1), (1e4, 1), (1e5, 0)])
def test_small_losses_of_many_plants_by_one_cause_are_told_where_they_matter_together(least: float, told: int) -> None:
    """8,000 dollars at each of two plants: 16,000 together, above 10,000 and below 100,000; headquarters hears of it whatever it is."""
    agreed = replace(charter(company=replace(COMPANY, board_materiality=least)), sites=(MONTERREY, QUERETARO))
    view = view_from(agreed, small(MONTERREY, agreed), small(QUERETARO, agreed))
    (shared,) = shared_issues(view)
    board = view.told(Audience.BOARD)

    assert shared.expected is not None
    assert shared.expected.number == pytest.approx(16e3, rel=0.05)
    assert len(shared_issues(board)) == told
    assert len(board.here[0].issues) == (1 if least < 8e3 else 0)
    said = [each.text for each in all_sentences(page(view, BOARD)) if each.key == "left_out"]
    assert said == ([] if told else ["Below the board's materiality of $100k and not in this edition: 2 rows of the register. They stand in the HQ edition."])


def test_decisions_stand_by_who_takes_them_with_the_days_they_have_been_open(briefings: Mapping[str, Briefing]) -> None:
    """Who has most past their day first; then by the day they are needed; longest from the day first raised."""
    view = view_of(briefings)
    document = page(view, HEADQUARTERS)
    found = desks(view)

    assert [(desk.key, len(desk.asks), desk.past) for desk in found] == [("vp hr", 3, 1), ("coo", 4, 0)]
    assert rows(document, "decisions")[0] == ["VP HR", "3", "1", "147", "A-009 · retention plan for line technicians, Monterrey: $59k"]
    table = rows(document, "decisions", 1)
    assert [line[0] for line in table] == ["VP HR"] * 3 + ["COO"] * 4
    a004 = next(line for line in table if line[2].startswith("A-004"))
    raised = next(each.first_raised for each in briefings["MTY"].dossier.submission.asks if each.id == "A-004")  # type: ignore[union-attr]
    assert a004[4] == str((AS_OF - raised).days)  # type: ignore[operator]
    assert "decisions" not in [section.anchor for section in page(view, BOARD).sections]


def follow_up(identifier: str, **given: Any) -> FollowUp:
    """Give an open promise of headquarters."""
    usual: dict[str, Any] = {"kind": FollowUpKind.COMMITMENT, "side": Side.HQ, "who": "CFO", "text_en": f"promise {identifier}",
                             "text_es": f"promesa {identifier}", "source": source("Follow-up", int(identifier[-3:]))}
    return FollowUp(identifier, **(usual | given))


def test_what_headquarters_owes_stands_with_its_days() -> None:
    """Late promises first, then what waits, then what is to come; kept ones and the plant's own are not owed."""
    agreed = replace(charter(), sites=(MONTERREY,))
    known = plant(MONTERREY, agreed, follow_ups=(
        follow_up("X-001", due=date(2026, 12, 1)), follow_up("X-002", due=date(2026, 11, 1)), follow_up("X-003", due=date(2026, 10, 1)),
        follow_up("X-004", kind=FollowUpKind.WAITING, side=Side.SITE, since=date(2026, 1, 5)), follow_up("X-005"),
        follow_up("X-006", due=date(2026, 9, 1), state=FollowUpState.KEPT), follow_up("X-007", due=date(2026, 9, 1), side=Side.SITE),
    ))
    view = view_from(agreed, known)

    assert [line.id for _, line in owed(view)] == ["X-003", "X-002", "X-004", "X-001", "X-005"]
    assert [[line[1], line[2], line[3], line[4]] for line in rows(page(view, HEADQUARTERS), "owed")] == [
        ["X-003 · promise X-003", "CFO", "promised for 1 Oct", "36 late"],  # from 1 October to 6 November
        ["X-002 · promise X-002", "CFO", "promised for 1 Nov", "5 late"],
        ["X-004 · promise X-004", "CFO", "waiting since 5 Jan", "305 waiting"],
        ["X-001 · promise X-001", "CFO", "promised for 1 Dec", "–"],
        ["X-005 · promise X-005", "CFO", "promised, no day named", "–"],
    ]


def test_a_group_to_which_nothing_is_owed_says_so() -> None:
    """Nothing is a statement too."""
    agreed = replace(charter(), sites=(MONTERREY,))
    assert texts(page(view_from(agreed, plant(MONTERREY, agreed)), HEADQUARTERS), "owed") == [
        "No plant's workbook names an open promise of headquarters, or anything that waits on it."]


def test_months_that_are_away_stand_with_what_no_total_holds(briefings: Mapping[str, Briefing]) -> None:
    """Headquarters sees each with its days and the sum left out; the board reads of them on page one."""
    view = view_of(briefings, without="QRO", on=date(2026, 11, 9))
    last = next(each.last for each in view.plants if each.last)
    document = page(view, HEADQUARTERS)

    assert rows(document, "late") == [
        ["Querétaro", "missing", "5 Nov", "4", str(sum(not each.is_settled for each in last.asks)), "$630k"],
        ["In no total here", "–", "–", "–", str(sum(not each.is_settled for each in last.asks)), "$630k"]]
    assert "late" not in [section.anchor for section in page(view, BOARD).sections]
    assert "late" not in [section.anchor for section in page(view_of(briefings), HEADQUARTERS).sections]


@pytest.mark.parametrize("edition", PAGES, ids=str)
def test_a_group_with_everything_at_once_has_one_page_and_six(edition: Edition, briefings: Mapping[str, Briefing]) -> None:
    """A hundred and twenty plants here, sixty away; every list that is cut leads to a part that is there."""
    view = many(view_of(briefings), 120)
    away = tuple(absent(view.charter, replace(view.plants[0].site, code=f"Z{number:02d}"), Period(2026, 10), date(2026, 12, 1), view.plants[number].digest)
                 for number in range(60))
    document = page(replace(view, plants=(*view.plants, *away)), edition)
    counted = replace(document, sections=tuple(section for section in document.sections if section.layout is not Layout.APPENDIX))
    anchors = {section.anchor for section in document.sections}
    targets = {run.target for section in document.sections for sentence in sentences_of(section) for run in sentence.runs
               if (run_target := getattr(run, "target", "")) and "/" not in run_target}

    assert len(pikepdf.open(io.BytesIO(render_pdf(counted))).pages) <= 7
    assert {each for each in targets if each.startswith("all-")} <= anchors


def render_pdf(document: Document) -> bytes:
    """Print a document."""
    from briefing.rendering import render  # noqa: PLC0415 - it starts the typesetter

    return render(document, "pdf")


def group(brief: Callable[..., Run], company: Path, out: Path, *more: object) -> Run:
    """Call `briefing group` for October."""
    return brief("group", company, "--period", "2026-10", "-o", out, *more)


@pytest.fixture
def _few_years(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(portfolio, "YEARS", 2_000)


@pytest.mark.usefixtures("_few_years")
def test_editions_and_languages_make_a_page_each_that_leads_to_its_like(company: Path, tmp_path: Path, brief: Callable[..., Run]) -> None:
    """Parted by commas or asked again; the JSON holds a tree of each, and the facts once."""
    run = group(brief, company, tmp_path, "--edition", "board,hq", "--lang", "en,es", "--format", "html,json")
    folder = tmp_path / "2026-10"
    data = json.loads((folder / "group.json").read_bytes())

    assert run.code == 0, run.err
    assert sorted(path.name for path in folder.glob("group*")) == sorted([*(f"group.{edition}.html" for edition in PAGES), "group.json"])
    assert data["version"] == 2
    assert data["editions"].keys() == {str(edition) for edition in PAGES}
    assert {name: tree["edition"] for name, tree in data["editions"].items()} == {str(edition): str(edition.audience) for edition in PAGES}
    for edition in PAGES:
        assert f'href="MTY/{edition}.html"' in (folder / f"group.{edition}.html").read_text(encoding="utf-8")
        assert (folder / "MTY" / f"{edition}.html").is_file()


@pytest.mark.parametrize(("editions", "pages"), [
    ((), ("board.es",)), (("site.es",), ("hq.es",)), (("site.es", "site.en"), ("hq.es", "hq.en")), (("site.es", "board.en"), ("board.en",)),
    (("hq.en", "board.es"), ("hq.en", "board.es"))])
def test_the_plants_own_edition_has_no_page_of_the_group(editions: tuple[str, ...], pages: tuple[str, ...], company: Path) -> None:
    """Where only it is asked for headquarters' is made; where nothing is, the board's."""
    run = GroupRun(load_workspace(company), Period(2026, 10), company, "es", tuple(map(Edition.parse, editions)))
    assert tuple(map(str, run.pages)) == pages


@pytest.mark.usefixtures("_few_years")
def test_a_page_for_which_no_like_edition_is_made_leads_to_what_is(company: Path, tmp_path: Path, brief: Callable[..., Run]) -> None:
    """Headquarters' page of plants whose own editions alone are made."""
    run = group(brief, company, tmp_path, "--edition", "site", "--lang", "es", "--format", "html")

    assert run.code == 0, run.err
    assert [path.name for path in (tmp_path / "2026-10").glob("group*")] == ["group.hq.es.html"]
    assert 'href="MTY/site.es.html"' in (tmp_path / "2026-10" / "group.hq.es.html").read_text(encoding="utf-8")


@pytest.mark.usefixtures("_few_years")
def test_a_page_kept_for_one_edition_is_not_taken_for_another(company: Path, tmp_path: Path, brief: Callable[..., Run]) -> None:
    """Each set of pages is kept under its own name; a second run of the same writes nothing, in whatever order they are asked for."""
    group(brief, company, tmp_path, "--edition", "board", "--format", "json")
    board = (tmp_path / "2026-10" / "group.json").read_bytes()
    group(brief, company, tmp_path, "--edition", "hq", "--format", "json")
    headquarters = (tmp_path / "2026-10" / "group.json").read_bytes()
    written = files(tmp_path)
    group(brief, company, tmp_path, "--edition", "hq", "--format", "json")

    assert json.loads(board)["editions"].keys() == {"board.en", "board.es"}
    assert json.loads(headquarters)["editions"].keys() == {"hq.en", "hq.es"}
    assert files(tmp_path) == written
    assert {path.name for path in (tmp_path / "2026-10" / ".kept").glob("*.page")} == {"group.board.en.page", "group.hq.en.page"}
    group(brief, company, tmp_path, "--edition", "board", "--format", "json")
    assert (tmp_path / "2026-10" / "group.json").read_bytes() == board


def test_all_editions_side_by_side_give_the_bytes_of_one_after_the_other(company: Path, tmp_path: Path, brief: Callable[..., Run]) -> None:
    """In two workers and in this process."""
    for count in (1, 2):
        assert group(brief, company, tmp_path / str(count), "--edition", "board,hq", "--lang", "es,en", "--format", "html,json", "--jobs", count).code == 0
    one, two = (files(tmp_path / str(count)) for count in (1, 2))

    assert one.keys() == two.keys()
    assert [name for name in one if one[name] != two[name]] == []


@pytest.mark.parametrize("command", ["build", "group"])
@pytest.mark.parametrize(("option_", "value", "expected"), [("--lang", "en,fr", "fr is none of en, es"), ("--lang", ",", "is none of en, es"),
                                                             ("--edition", "board,owner", "'owner' is none of board, hq, site"), ("--edition", "", "'' is none of")])
def test_an_unknown_edition_or_language_is_refused(command: str, option_: str, value: str, expected: str, company: Path, tmp_path: Path,
                                                   brief: Callable[..., Run]) -> None:
    """With those there are; nothing is written."""
    run = brief(command, company, option_, value, "-o", tmp_path / "out")

    assert run.code == 2
    assert expected in run.err
    assert not (tmp_path / "out").exists()


def test_what_a_board_is_spared_is_given_back_as_it_was_kept() -> None:
    """Rows with their cells, asks and issues with their marks, and what headquarters owes."""
    agreed = replace(charter(company=replace(COMPANY, board_materiality=5e5)), sites=(MONTERREY,))
    known = plant(MONTERREY, agreed, register=(row("R-001", good=1e4, likely=2e4, bad=3e4),), follow_ups=(follow_up("X-001", due=date(2026, 10, 1)),))
    digest = digest_of(build(known, editions=()).frame)

    assert [each.id for each in digest.minor] == ["R-001"]
    assert [each.id for each in digest.owed] == ["X-001"]
    assert restored(Digest, json.loads(json.dumps(kept(digest)))) == digest


@pytest.mark.parametrize(("names", "languages", "expected"), [
    ((), (), ("board.en", "site.es")), (("board,hq",), ("en", "es"), ("board.en", "board.es", "hq.en", "hq.es")), (("hq", "site"), (), ("hq.en", "site.es")),
    (("board", "board.es"), ("es",), ("board.es",)), ((" HQ , board.en",), ("es",), ("hq.es", "board.en"))])
def test_editions_are_named_alike_in_every_command(names: tuple[str, ...], languages: tuple[Language, ...], expected: tuple[str, ...]) -> None:
    """Asked again or parted by commas, in each language; an edition with its language is that one alone, and none is made twice."""
    assert tuple(map(str, editions_of(names, languages))) == expected


def test_an_ask_whose_day_of_raising_nobody_gives_has_waited_since_it_was_sent() -> None:
    """And one with neither says nothing."""
    agreed = replace(charter(), sites=(MONTERREY,))
    asks = (ask("A-001", option("A"), option("B"), sent_on=date(2026, 11, 1)), ask("A-002", option("A"), option("B")),
            ask("A-003", option("A"), option("B"), sent_on=date(2026, 11, 1), first_raised=date(2026, 10, 1)))
    (digest,) = view_from(agreed, plant(MONTERREY, agreed, asks=asks)).here

    assert {each.id: each.waited.value if each.waited else None for each in digest.asks} == {"A-001": 5, "A-002": None, "A-003": 36}
