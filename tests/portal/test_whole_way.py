"""A month's whole way: upload with errors, correct, review, override, approve as a second person, publish, find it, take the archive."""

from __future__ import annotations

import io
import shutil
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.urls import reverse
from openpyxl import load_workbook

from briefing.cli import main
from briefing.portal import store
from briefing.portal.doubts import doubts_in
from briefing.portal.models import Approval, Comment, Job, Override, Publication, RightKind, TrailEntry, Version
from briefing.portal.scratch import published_paths, scratch
from briefing.portal.selectors.charter import charter_in_force
from briefing.portal.services.importing import bring_in_workspace
from briefing.portal.services.people import give_right
from briefing.portal.services.review import toml_of
from briefing.portal.services.trail import first_broken
from briefing.portal.worker import work_off, work_once
from tests.portal.conftest import NOW, OCTOBER, SAMPLE, Portal
from tests.spoiling import edit, put

MONTH = {"code": "MTY", "period": "2026-10"}


def two_people_needed() -> None:
    """Let the charter ask for a second person's approval."""
    path = store.workspace_folder() / "charter.xlsx"

    def change(book: Any) -> None:
        sheet = book["Company"]
        sheet.append(["A second person approves", "yes"])

    edit(path, change)
    assert charter_in_force().company.second_person


def spoiled(tmp_path: Path) -> bytes:
    """Give the sample's October with a word where a figure is due."""
    path = tmp_path / "MTY.xlsx"
    shutil.copy(SAMPLE / "submissions" / "2026-10" / "MTY.xlsx", path)
    put(path, "KPIs", "OTD", "2026-10", "noventa y tantos")
    return path.read_bytes()


def hand_in(portal: Portal, data: bytes, name: str = "Mes de octubre.xlsx") -> Any:
    """Upload a file as the form does."""
    sent = io.BytesIO(data)
    sent.name = name
    return portal.client("author").post(reverse("upload", kwargs=MONTH), {"file": sent})


def page(portal: Portal, who: str, name: str, number: int | None = None, **more: Any) -> str:
    """Give a page's text as somebody sees it."""
    numbered = {} if number is None else {"number": number}
    answer = portal.client(who).get(reverse(name, kwargs=MONTH | numbered | more))
    assert answer.status_code == 200, (name, answer.status_code)
    return answer.content.decode()


def step(portal: Portal, who: str, name: str, number: int, **data: str) -> Any:
    """Do one step of the review."""
    return portal.client(who).post(reverse(name, kwargs=MONTH | {"number": number}), data)


def test_a_month_from_upload_to_archive(portal: Portal, tmp_path: Path) -> None:
    """Every step in its order, each as the person whose turn it is."""
    two_people_needed()
    good = (SAMPLE / "submissions" / "2026-10" / "MTY.xlsx").read_bytes()

    hand_in(portal, spoiled(tmp_path))
    assert "Leyendo el archivo" in page(portal, "author", "version", 1)
    work_off()
    text = page(portal, "author", "version", 1)
    assert "noventa y tantos" in text
    assert "KPIs, T4" in text
    copy = portal.client("author").get(reverse("annotated", kwargs=MONTH | {"number": 1}))
    assert "noventa y tantos" in load_workbook(io.BytesIO(copy.content))["KPIs"]["T4"].comment.text

    hand_in(portal, good)
    work_off()
    text = page(portal, "author", "version", 2)
    assert "cambió" in text
    first = Version.objects.get(number=1)
    assert (first.author, first.file_name) == (portal.people["author"], "Mes de octubre.xlsx")
    assert store.draft_path(Version.objects.get(number=2).stored).read_bytes() == good

    text = page(portal, "author", "review", 2)
    assert "<iframe sandbox" in text
    assert reverse("advice", kwargs=MONTH | {"number": 2}) in text
    assert "Solo tú ves esto" in page(portal, "author", "advice", 2)
    assert "Solo tú ves esto" not in page(portal, "approver", "advice", 2)
    shown = portal.client("approver").get(reverse("preview", kwargs=MONTH | {"number": 2, "name": "board.en"}))
    assert b"Monterrey" in shown.content

    step(portal, "author", "override", 2, kpi="OTD", status="within_tolerance", reason="Dos clientes pidieron <b>esperar</b>")
    assert Override.objects.get().reason == "Dos clientes pidieron <b>esperar</b>"
    assert "Dos clientes pidieron &lt;b&gt;esperar&lt;/b&gt;" in page(portal, "approver", "review", 2)
    step(portal, "author", "publish", 2)
    assert not Job.objects.filter(kind="publish").exists(), "the preview was of before the override"
    work_off()
    step(portal, "author", "publish", 2)
    assert not Job.objects.filter(kind="publish").exists(), "nobody has approved"
    step(portal, "author", "send", 2)
    step(portal, "approver", "comment", 2, text="¿Está confirmada la fecha?")
    assert "¿Está confirmada la fecha?" in page(portal, "author", "review", 2)
    step(portal, "approver", "approve", 2)
    step(portal, "author", "publish", 2)
    assert "Publicando" in page(portal, "author", "month")
    work_off()

    publication = Publication.objects.get()
    assert {"prepared"} == set(publication.dispatches.values_list("state", flat=True))
    _draft_is_dropped_and_month_in_the_workspace(publication, good)
    _readers_get_the_bytes(portal, publication)
    _archive_builds_the_same_bytes(portal, publication, tmp_path)
    assert first_broken() is None
    assert [entry.act for entry in TrailEntry.objects.all()][-5:] == ["uploaded", "uploaded", "approved", "published", "archive_taken"]


def _draft_is_dropped_and_month_in_the_workspace(publication: Publication, good: bytes) -> None:
    assert (publication.signed_as, publication.approver, publication.number) == ("plant director", "plant controller", 1)
    assert list(store.place(store.DRAFTS).iterdir()) == []
    assert [(each.state, each.findings, each.values, each.previews, each.stored, each.file_name) for each in Version.objects.all()] == [
        ("dropped", [], [], {}, "", "")] * 2
    assert not Override.objects.exists()
    toml = (store.workspace_folder() / "publication" / "2026-10" / "MTY.toml").read_text(encoding="utf-8")
    assert 'name = "plant director"' in toml
    assert (store.workspace_folder() / "submissions" / "2026-10" / "MTY.xlsx").read_bytes() == good


def _readers_get_the_bytes(portal: Portal, publication: Publication) -> None:
    for who, name in (("reader", "board.en"), ("owner", "hq.en"), ("author", "site.es")):
        answer = portal.client(who).get(reverse("page", kwargs=MONTH | {"number": 1, "name": name}))
        assert store.digest(answer.content) == publication.outputs[f"{name}.html"]
    assert publication.digest in page(portal, "reader", "publication", 1)
    assert "resin" in portal.client("reader").get(reverse("briefings"), {"q": "RESÍN"}).content.decode()


def _archive_builds_the_same_bytes(portal: Portal, publication: Publication, tmp_path: Path) -> None:
    """What `briefing build` makes from the archive is what was published, byte by byte."""
    answer = portal.client("owner").post(reverse("publication_archive", kwargs=MONTH | {"number": 1}))
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        archive.extractall(tmp_path / "taken")
        sums = dict(reversed(line.split("  ", 1)) for line in archive.read("SHA256SUMS").decode().splitlines())
        assert {name: store.digest(archive.read(name)) for name in archive.namelist() if name not in {"SHA256SUMS", "README.txt"}} == sums
    editions = [part for name in publication.editions for part in ("--edition", name)]
    called = CliRunner().invoke(main, ["build", str(tmp_path / "taken" / "workspace"), "--period", "2026-10", "--site", "MTY", *editions, "-o", str(tmp_path / "again")])
    again = {path.name: store.digest(path.read_bytes()) for path in (tmp_path / "again" / "2026-10" / "MTY").iterdir()}
    assert again == publication.outputs, called.output


@pytest.mark.full
def test_a_correction_supersedes_with_a_reason(portal: Portal, published: Publication, publish_plain: Any) -> None:
    """The earlier bytes stay; without a reason nothing is published."""
    publish_plain(portal.people["author"], period=OCTOBER)
    hand_in(portal, (SAMPLE / "submissions" / "2026-10" / "MTY.xlsx").read_bytes())
    work_off()
    assert "¿Por qué reemplaza a la publicación 1?" in page(portal, "author", "review", 1)
    answer = step(portal, "author", "publish", 1)
    assert answer["Location"] == reverse("review", kwargs=MONTH | {"number": 1})
    step(portal, "author", "publish", 1, reason="Se corrigió la energía de octubre")
    work_off()
    both = Publication.objects.filter(period="2026-10").order_by("number")
    assert [each.reason for each in both] == ["", "Se corrigió la energía de octubre"]
    assert portal.client("reader").get(reverse("page", kwargs=MONTH | {"number": 1, "name": "board.en"})).status_code == 200
    assert "Este informe fue reemplazado" in portal.client("author").get(reverse("publication", kwargs=MONTH | {"number": 1})).content.decode()


def test_a_wrong_month_is_said_and_cannot_be_published(portal: Portal) -> None:
    """September's workbook in October's place: the finding says so, and there is nothing to publish."""
    hand_in(portal, (SAMPLE / "submissions" / "2026-09" / "MTY.xlsx").read_bytes())
    work_off()
    assert "2026-09" in page(portal, "author", "version", 1)
    assert "no se puede hacer un informe" in page(portal, "author", "review", 1)
    step(portal, "author", "publish", 1)
    assert not Job.objects.exists()


def test_a_layout_of_the_sites_own_is_confirmed_before_it_is_read(portal: Portal) -> None:
    """What was understood is shown; once confirmed it is read through the mapping, which is published with the month."""
    lines = ["Indicador,ene-26,feb-26,mar-26,abr-26,may-26,jun-26,jul-26,ago-26,sep-26,oct-26",
             "Entregas a tiempo,94.1%,93.8%,95.0%,94.4%,94.0%,93.1%,92.7%,92.0%,91.2%,90.1%",
             "Rendimiento a la primera,96.1%,96.2%,96.0%,96.4%,96.3%,96.1%,96.0%,95.9%,95.8%,95.7%"]
    hand_in(portal, "\n".join(lines).encode(), "kpis.csv")
    work_off()
    version = Version.objects.get()
    assert version.state == "unmapped"
    text = page(portal, "author", "version", 1)
    assert "Cómo se entendió" in text
    assert "Indicador" in text
    step(portal, "author", "mapping", 1, mapping="not = [toml")
    assert Version.objects.get().state == "unmapped"
    step(portal, "author", "mapping", 1, mapping=version.understood["es"]["mapping"])
    work_off()
    version.refresh_from_db()
    assert version.state == "read"
    assert {row["key"]: row["value"] for row in version.values if row["value"] is not None} == {"OTD": pytest.approx(0.901), "FPY": pytest.approx(0.957)}


def test_the_confirmed_mapping_is_shown_and_reads_the_next_month_by_itself(portal: Portal) -> None:
    """Once published it stands in the workspace; a later upload needs no confirmation, and may change it."""
    (store.workspace_folder() / "mappings").mkdir()
    hand_in(portal, b"Indicador,sep-26,oct-26\nEntregas a tiempo,91.2%,90.1%\nRendimiento a la primera,95.8%,95.7%\n", "kpis.csv")
    work_off()
    text = Version.objects.get().understood["es"]["mapping"]
    (store.workspace_folder() / "mappings" / "MTY.toml").write_text(text, encoding="utf-8")
    hand_in(portal, b"Indicador,sep-26,oct-26\nEntregas a tiempo,91.2%,90.3%\nRendimiento a la primera,95.8%,95.7%\n", "kpis.csv")
    work_off()
    second = Version.objects.get(number=2)
    assert (second.state, second.mapping) == ("read", text)
    assert "Cambiar cómo se lee" in page(portal, "author", "version", 2)


def test_a_row_nobody_was_sure_of_is_settled_by_a_choice(portal: Portal) -> None:
    """On the page, without touching the mapping's text; what is left out stays out."""
    hand_in(portal, b"Indicador,sep-26,oct-26\nEntregas a tiempo,91.2%,90.1%\nRendimiento a la primera,95.8%,95.7%\nRotaci\xc3\xb3n,19%,20%\nZumbido,1,2\n", "kpis.csv")
    work_off()
    understood = Version.objects.get().understood["es"]["mapping"]
    doubts = {doubt.label: doubt for doubt in doubts_in(understood)}
    assert doubts["Rotación"].guess == "TURN"
    assert "quizá TURN" in page(portal, "author", "version", 1)
    step(portal, "author", "mapping", 1, mapping=understood, **{doubts["Rotación"].field: "TURN"})
    work_off()
    said = {row["key"]: row["value"] for row in Version.objects.get().values if row["value"] is not None}
    assert said == {"OTD": pytest.approx(0.901), "FPY": pytest.approx(0.957), "TURN": pytest.approx(0.20)}


@pytest.mark.full
@pytest.mark.parametrize("fails_in", ["_into_workspace", *(pytest.param(name, marks=pytest.mark.full) for name in ("record", "store.drop_drafts"))])
def test_a_publication_cut_short_is_done_once(portal: Portal, monkeypatch: pytest.MonkeyPatch, fails_in: str) -> None:
    """Whatever step a fault strikes, the second try leaves one publication, one line on the trail and the month in the workspace."""
    hand_in(portal, (SAMPLE / "submissions" / "2026-10" / "MTY.xlsx").read_bytes())
    work_off()
    step(portal, "author", "publish", 1)
    where = f"briefing.portal.services.publishing.{fails_in}"
    with monkeypatch.context() as patch:
        patch.setattr(where, _raise)
        work_once()
    work_off()
    assert [each.number for each in Publication.objects.all()] == [1]
    assert TrailEntry.objects.filter(act="published").count() == 1
    assert (store.workspace_folder() / "submissions" / "2026-10" / "MTY.xlsx").is_file()
    assert not Job.objects.exists()
    assert first_broken() is None


@pytest.mark.full
def test_a_version_handed_in_while_another_is_published_stays(portal: Portal) -> None:
    """No upload is lost to a publication that was under way."""
    hand_in(portal, (SAMPLE / "submissions" / "2026-10" / "MTY.xlsx").read_bytes())
    work_off()
    step(portal, "author", "publish", 1)
    hand_in(portal, b"Indicador,oct-26\nEntregas a tiempo,90.1%\n", "kpis.csv")
    assert step(portal, "author", "mapping", 1, mapping="version = 1").status_code == 302
    work_off()
    assert [(each.number, each.state) for each in Version.objects.all()] == [(1, "dropped"), (2, "unmapped")]
    assert store.draft_path(Version.objects.get(number=2).stored).is_file()
    assert Publication.objects.get().inputs["submissions/2026-10/MTY.xlsx"] == Version.objects.get(number=1).sha256


@pytest.mark.full
def test_publishing_that_is_given_up_is_said_and_can_be_tried_again(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing went out; the next order succeeds."""
    hand_in(portal, (SAMPLE / "submissions" / "2026-10" / "MTY.xlsx").read_bytes())
    work_off()
    step(portal, "author", "publish", 1)
    with monkeypatch.context() as patch:
        patch.setattr("briefing.portal.services.publishing.make", _raise)
        work_off()
    assert "falló de nuestro lado" in page(portal, "author", "review", 1)
    step(portal, "author", "publish", 1)
    work_off()
    assert Publication.objects.count() == 1
    assert not Job.objects.exists()


def _raise(*_: object, **__: object) -> None:
    message = "struck"
    raise OSError(message)


def test_an_approval_that_is_waited_for_is_said_at_home(portal: Portal) -> None:
    """The approver's first page names the month and leads there."""
    two_people_needed()
    hand_in(portal, (SAMPLE / "submissions" / "2026-10" / "MTY.xlsx").read_bytes())
    work_off()
    step(portal, "author", "send", 1)
    text = portal.client("approver").get(reverse("home")).content.decode()
    assert "espera que apruebe una segunda persona" in text
    assert step(portal, "author", "approve", 1).status_code == 404


def test_whoever_wrote_a_version_does_not_approve_it(portal: Portal) -> None:
    """Not even with both rights at the site."""
    give_right(portal.people["admin"], portal.people["author"], NOW, kind=RightKind.APPROVER, site="MTY")
    hand_in(portal, (SAMPLE / "submissions" / "2026-10" / "MTY.xlsx").read_bytes())
    work_off()
    assert "no puede aprobarla" in portal.client("author").post(reverse("approve", kwargs=MONTH | {"number": 1}), follow=True).content.decode()
    assert not Approval.objects.exists()


def test_a_change_after_the_approval_needs_another(portal: Portal) -> None:
    """An override takes the approval back, and a new version starts without one."""
    two_people_needed()
    hand_in(portal, (SAMPLE / "submissions" / "2026-10" / "MTY.xlsx").read_bytes())
    work_off()
    step(portal, "approver", "approve", 1)
    assert Approval.objects.count() == 1
    step(portal, "author", "override", 1, kpi="OTD", status="on_target", reason="x")
    assert not Approval.objects.exists()


@pytest.mark.full
def test_a_comment_is_printed_only_when_its_writer_says_so(portal: Portal) -> None:
    """Under the role, in the facts of publication; it takes an approval back, since what was approved has changed."""
    two_people_needed()
    hand_in(portal, (SAMPLE / "submissions" / "2026-10" / "MTY.xlsx").read_bytes())
    work_off()
    step(portal, "approver", "approve", 1)
    step(portal, "author", "comment", 1, text="Solo entre nosotros")
    assert Approval.objects.count() == 1
    step(portal, "approver", "comment", 1, text='La fecha es "firme"', printed="1")
    assert not Approval.objects.exists()
    work_off()
    facts = tomllib.loads(toml_of(Version.objects.get(), NOW.date()))
    assert facts["comments"] == [{"name": "plant controller", "text": 'La fecha es "firme"'}]
    step(portal, "approver", "approve", 1)
    step(portal, "author", "publish", 1)
    work_off()
    written = (store.workspace_folder() / "publication" / "2026-10" / "MTY.toml").read_text(encoding="utf-8")
    assert "firme" in written
    assert "Solo entre nosotros" not in written
    assert not Comment.objects.exists()


def test_a_logo_beside_the_charter_is_frozen_with_the_month(portal: Portal) -> None:
    """Pictures of the workspace are inputs like any other file."""
    (store.workspace_folder() / "brand").mkdir()
    (store.workspace_folder() / "brand" / "logo.png").write_bytes(b"png")
    with scratch("MTY", OCTOBER) as folder:
        assert (folder / "brand" / "logo.png").read_bytes() == b"png"
        assert "brand/logo.png" in published_paths(folder, "MTY", OCTOBER)


def test_a_version_taken_back_leaves_who_and_when(portal: Portal) -> None:
    """The file is gone from the disk."""
    hand_in(portal, (SAMPLE / "submissions" / "2026-10" / "MTY.xlsx").read_bytes())
    work_off()
    step(portal, "author", "withdraw", 1)
    assert list(store.place(store.DRAFTS).iterdir()) == []
    assert "descartada" in page(portal, "author", "month")
    assert portal.client("author").get(reverse("version", kwargs=MONTH | {"number": 1})).status_code == 404


def test_the_prefilled_workbook_knows_last_month(portal: Portal) -> None:
    """And can be handed in again."""
    answer = portal.client("author").get(reverse("workbook", kwargs=MONTH))
    assert "R-014" in str([cell.value for sheet in load_workbook(io.BytesIO(answer.content)) for row in sheet.iter_rows() for cell in row])
    hand_in(portal, answer.content)
    work_off()
    assert Version.objects.get().state == "read"


def test_a_workspace_is_brought_in_with_what_it_had_published(data_folder: Path, db: None) -> None:
    """Its latest month is frozen as `briefing build` makes it; a second import is refused."""
    assert bring_in_workspace(SAMPLE, NOW) == len(list((SAMPLE / "publication").glob("*/*.toml")))
    Job.objects.exclude(arguments={"site": "TIJ", "period": "2026-10"}).delete()
    work_off()
    publication = Publication.objects.get()
    assert (publication.site, publication.period, publication.signed_as, str(publication.as_of)) == ("TIJ", "2026-10", "plant director", "2026-11-06")
    assert publication.published_by is None
    with pytest.raises(FileExistsError):
        bring_in_workspace(SAMPLE, NOW)
