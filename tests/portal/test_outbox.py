"""The outbox: mails are written and shown, a person releases them, workers bring each once; what is unsure waits for a person."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.urls import reverse
from django.utils import timezone

from briefing.analysis import portfolio
from briefing.collecting.importing import import_files
from briefing.distribution.ledger import State, ledger_path, read_ledger
from briefing.distribution.letter import Letter
from briefing.distribution.smtp import Outcome, Result, Security, Server
from briefing.model.charter import Company
from briefing.portal import environment, store
from briefing.portal.letters import letter_data, letter_from, masked
from briefing.portal.models import Dispatch, DispatchState, Mailing, Publication, RightKind, TrailEntry
from briefing.portal.services import backups, outbox
from briefing.portal.services.distribution import NotReleased, mark_now, prepare, release, send_again
from briefing.portal.services.people import give_right
from briefing.portal.services.publishing import bring_in
from briefing.portal.services.records import purge
from briefing.portal.worker import work_off
from briefing.workspace import load_workspace
from tests.distribution.servers import Box, Rule, free_port, mail_server, take
from tests.portal.conftest import NOW, SEPTEMBER, Portal
from tests.portal.test_records import empty_database
from tests.spoiling import edit

CEO, COO, CHAIR, PLANT = (f"{name}@alderquill.example.com" for name in ("ceo", "coo", "chair", "direccion.mty"))
PAGE = {"code": "MTY", "period": "2026-09", "number": 1}
S = DispatchState


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        """Start when things are published."""
        self.at = NOW

    def __call__(self) -> datetime:
        """Give the time."""
        return self.at

    def passes(self, **time: float) -> None:
        """Let time pass."""
        self.at += timedelta(**time)


@pytest.fixture
def clock() -> Clock:
    """Give a clock."""
    return Clock()


@pytest.fixture
def ready(portal: Portal, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Portal:
    """Give a portal with a mail server and a secret address, whose charter names four readers of Monterrey."""
    monkeypatch.setattr(portfolio, "YEARS", 2_000)  # no figure of the exposure is looked at here
    settings.ADDRESS, settings.DEFAULT_FROM_EMAIL = "https://portal.example.com", "briefing@example.com"
    monkeypatch.delenv("BRIEFING_PDF_PASSWORD", raising=False)
    monkeypatch.setenv("BRIEFING_SMTP_URL", f"smtp://127.0.0.1:{free_port()}")
    outbox._paper.cache_clear()
    change_readers()
    return portal


def change_readers(**emails: str | None) -> None:
    """Leave four of the charter's readers, with other addresses where they are given."""
    def change(book: Any) -> None:
        sheet = book["Readers"]
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4)]
        sheet.delete_rows(4, sheet.max_row)
        for row in rows:
            if row[0] in {"CEO", "COO", "PD-MTY", "DIR-1"}:
                sheet.append([*row[:3], emails.get(row[0].replace("-", "_"), row[3]), *row[4:]])

    edit(store.workspace_folder() / "charter.xlsx", change)


def pdf_to_directors() -> None:
    """Let the charter have directors' mail bring the PDF."""
    edit(store.workspace_folder() / "charter.xlsx", lambda book: book["Company"].append(["PDF in mail to directors", "yes"]))


LETTER = Letter("en", "Monterrey, September: no decision is asked for", ("The September briefing is ready.",), reading="Read it and answer:", link="https://portal.example.com/x/",
                asks=(("A-007", "0123456789ab"),))


def mails(publication: Publication, count: int = 3, **more: Any) -> list[Dispatch]:
    """Give mails of a publication that is not built, to readers R0, R1, ... under their own addresses."""
    Mailing.objects.create(publication=publication, prepared_at=NOW, mark=mark_now(), sender="Alderquill")
    given = {"publication": publication, "site": publication.site, "edition": "board.en", "version": "0" * 16, "letter": letter_data(LETTER), **more}
    return [Dispatch.objects.create(reader=f"R{number}", role="CEO", address=f"r{number}@example.com", shown=f"r•••@example.com{number}", **given) for number in range(count)]


@pytest.fixture
def written(ready: Portal, published: Publication) -> Publication:
    """Give a publication with three mails that nobody has released."""
    mails(published)
    return published


@pytest.fixture
def released(ready: Portal, written: Publication) -> Publication:
    """Give a publication with three mails that are due."""
    let_go(ready, written)
    return written


def let_go(portal: Portal, publication: Publication) -> int:
    """Release the mails as the page does."""
    return release(portal.people["staff"], publication, Mailing.objects.get(publication=publication).mark, NOW)


def states() -> dict[str, str]:
    """Give where the mails stand, by reader."""
    return dict(Dispatch.objects.values_list("reader", "state"))


def plain(box: Box) -> Server:
    """Give the server as a worker reaches it."""
    return Server("127.0.0.1", box.port, Security.NONE)


def bring(clock: Clock, rule: Rule = take, owner: str = "one") -> Box:
    """Bring all that is due to a server with that rule; gives the server's box."""
    with mail_server(rule) as box:
        while outbox.deliver(owner, plain(box), clock):
            pass
    return box


def page(portal: Portal, who: str = "staff", name: str = "readers", **more: Any) -> str:
    """Give a page's text as somebody sees it."""
    answer = portal.client(who).get(reverse(name, kwargs=PAGE | more))
    assert answer.status_code == 200
    return answer.content.decode()


def post(portal: Portal, name: str, who: str = "staff", **more: Any) -> str:
    """Press a button; gives the page that follows."""
    kwargs = PAGE | {key: more.pop(key) for key in ("pk",) if key in more}
    return portal.client(who).post(reverse(name, kwargs=kwargs), more, follow=True).content.decode()


def test_from_a_published_month_to_the_readers_mailboxes(ready: Portal, clock: Clock) -> None:
    """Written by the worker, seen, released by the chief of staff, brought: each reader's edition and language, a link, the director's own copy, the dates."""
    clock.at = timezone.now() + timedelta(days=1)  # the pages go by the real one
    pdf_to_directors()
    change_readers(COO="the COO")
    publication = bring_in("MTY", SEPTEMBER, NOW)
    assert "aún no se redactan" in page(ready)
    post(ready, "prepare_mail")
    assert "Se están redactando los correos" in page(ready)
    work_off()
    assert {"CEO": S.PREPARED, "COO": S.BAD_ADDRESS, "PD-MTY": S.PREPARED, "DIR-1": S.PREPARED} == states()
    before = page(ready, "owner")
    assert all(text in before for text in ("3 mails are ready to send", "1 reader cannot be sent to", "link and own PDF", "Correct the address in the charter", "c•••@alderquill.example.com"))
    assert CEO not in before
    director = Dispatch.objects.get(reader="DIR-1")
    seen = page(ready, "owner", "mail", pk=director.pk)
    assert all(text in seen for text in ("Silence is not read as agreement.", "https://portal.example.com/briefings/MTY/2026-09/1/asked/", "with role and day on every page"))
    assert bring(clock).tried == []
    after = post(ready, "release_mail", mark=Mailing.objects.get().mark)
    assert "3 correos van en camino" in after
    assert TrailEntry.objects.latest("number").detail == {"site": "MTY", "period": "2026-09", "number": 1, "mails": 3}
    box = bring(clock)
    assert sorted([CEO, CHAIR, PLANT]) == sorted(box.recipients())
    found = {str(mail["to"]): mail for mail in box.mails}
    papers = {who: [each for each in mail.iter_attachments() if each.get_content_type() == "application/pdf"] for who, mail in found.items()}
    assert {CEO: 0, CHAIR: 1, PLANT: 0} == {who: len(each) for who, each in papers.items()}
    with pikepdf.open(BytesIO(papers[CHAIR][0].get_content())) as pdf:
        assert all("/BriefingCopy" in each.resources.XObject for each in pdf.pages)
    assert all(any(each.get_content_type() == "text/calendar" for each in mail.iter_attachments()) for mail in found.values())
    assert all("https://portal.example.com/briefings/MTY/2026-09/1/asked/" in mail.get_body(("plain",)).get_content() for mail in box.mails)
    assert (True, True) == (str(found[PLANT]["subject"]).startswith("Monterrey, septiembre"), str(found[CEO]["subject"]).startswith("Monterrey, September"))
    assert {S.SENT, S.BAD_ADDRESS} == set(states().values())
    assert set(Dispatch.objects.filter(state=S.SENT).values_list("address", flat=True)) == {""}
    assert bring(clock).tried == []
    assert publication.dispatches.count() == 4


def test_months_that_are_brought_in_are_not_written_to_anybody(ready: Portal) -> None:
    """Old months of an imported workspace were sent long ago; a person may still ask for their mails."""
    bring_in("MTY", SEPTEMBER, NOW)
    assert (0, 0) == (work_off(), Dispatch.objects.count())


def test_only_headquarters_releases_and_only_what_was_seen(ready: Portal, written: Publication) -> None:
    """Another mark than the page's is refused; a second press sends nothing more."""
    with pytest.raises(NotReleased, match=r"release\.changed"):
        release(ready.people["owner"], written, "0" * 64, NOW)
    mark = Mailing.objects.get().mark
    change_readers(CEO="other@example.com")
    assert "Redáctalos de nuevo antes de enviar" in page(ready)
    with pytest.raises(NotReleased, match=r"release\.changed"):
        release(ready.people["owner"], written, mark, NOW)
    assert set(states().values()) == {S.PREPARED}
    Mailing.objects.update(mark=mark_now())
    assert 3 == let_go(ready, written)
    with pytest.raises(NotReleased, match=r"release\.nobody"):
        let_go(ready, written)
    change_readers(CEO="third@example.com")
    assert all(text in page(ready) for text in ("3 correos van en camino", "lo ya enviado queda igual"))


@pytest.mark.parametrize(("name", "value", "said"), [
    ("BRIEFING_SMTP_URL", "", "a mail server"), ("BRIEFING_PDF_PASSWORD", "short", "8 characters or more"),
    ("ADDRESS", "http://portal.example.com", "https://"), ("DEFAULT_FROM_EMAIL", "briefing@localhost", "address that the mail comes from"),
])
def test_what_is_not_set_is_named_and_nothing_goes(name: str, value: str, said: str, ready: Portal, written: Publication, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """No button, and no release by hand."""
    if name.startswith("BRIEFING"):
        monkeypatch.setenv(name, value)
    else:
        setattr(settings, name, value)
    Mailing.objects.update(mark=mark_now())
    shown = page(ready, "owner")
    assert (True, False) == (said in shown, "Send 3 mails" in shown)
    with pytest.raises(NotReleased, match=r"release\.hindered"):
        let_go(ready, written)


def test_each_mail_goes_once_whoever_brings_it(released: Publication, clock: Clock) -> None:
    """Two workers, one after the other and both at once: three readers, three mails, and the ledger knows them."""
    with mail_server() as box:
        first, second = outbox.claim("one", clock()), outbox.claim("two", clock())
        assert (3, 0) == (len(first), len(second))
        Dispatch.objects.update(state=S.DUE, lease_owner="")
        outbox.deliver("two", plain(box), clock)
        assert (0, 3) == (outbox.deliver("one", plain(box), clock), len(box.mails))
    outbox.note_sent()
    outbox.note_sent()
    ledger = read_ledger(ledger_path(store.workspace_folder(), "2026-09"))
    assert 3 == len(ledger.entries)
    assert State.SENT is ledger.state(f"R0 MTY {'0' * 16}")
    sent = ledger.of_message(str(box.mails[0]["message-id"]))
    assert sent is not None
    assert (("A-007", "0123456789ab"),) == sent.asks


def test_a_refused_mail_is_final_and_shown_with_the_servers_words(ready: Portal, released: Publication, clock: Clock) -> None:
    """Never brought again by itself; a person does, to the address that the charter has by then."""
    box = bring(clock, lambda who, _: "550 no such mailbox: R1@example.com" if who == "r1@example.com" else "take")
    clock.passes(days=3)
    assert (2, [], S.REFUSED) == (len(box.mails), bring(clock).tried, states()["R1"])
    row = Dispatch.objects.get(reader="R1")
    assert ("550", "550 no such mailbox: r•••@example.com", "") == (row.code, row.answer, row.address)
    assert all(text in page(ready, "owner") for text in ("refused by the server", "550 no such mailbox", "Correct the address in the charter", "Send again"))
    assert "no tiene una dirección utilizable" in post(ready, "send_again", pk=row.pk)
    Dispatch.objects.filter(pk=row.pk).update(reader="CEO")
    assert "va en camino otra vez" in post(ready, "send_again", pk=row.pk)
    assert ("sent_again", "CEO") == (TrailEntry.objects.latest("number").act, TrailEntry.objects.latest("number").detail["reader"])
    clock.at = Dispatch.objects.get(pk=row.pk).next_try_at
    assert [CEO] == bring(clock).recipients()


def test_a_deferred_mail_is_brought_later_and_later_and_then_given_up(released: Publication, ready: Portal, clock: Clock) -> None:
    """One attempt at each of its times and none between; the last words stay."""
    attempts = 0
    for wait in outbox.WAITS:
        assert 3 == len(bring(clock, lambda *_: "451 4.7.1 come back later").tried)
        attempts += 1
        clock.passes(seconds=wait.total_seconds() - 1)
        assert [] == bring(clock).tried
        clock.passes(seconds=1)
        assert {S.DEFERRED} == set(states().values())
    assert "451 4.7.1 come back later" in page(ready)
    assert 3 == len(bring(clock, lambda *_: "451 4.7.1 come back later").tried)
    assert {S.GIVEN_UP} == set(states().values())
    assert {attempts + 1} == set(Dispatch.objects.values_list("attempts", flat=True))
    clock.passes(days=9)
    assert [] == bring(clock).tried


def test_greylisting_is_waited_for(released: Publication, clock: Clock) -> None:
    """Deferred once, taken a minute later."""
    assert [] == bring(clock, lambda *_: "451 later").mails
    clock.passes(minutes=1)
    assert (3, {S.SENT}) == (len(bring(clock).mails), set(states().values()))


def test_a_server_that_cannot_be_reached_defers_all_and_takes_nothing(released: Publication, ready: Portal, clock: Clock) -> None:
    """Said in its words; bounded as any deferral."""
    for wait in (*outbox.WAITS, timedelta()):
        assert 3 == outbox.deliver("one", Server("127.0.0.1", free_port(), Security.NONE), clock)
        clock.passes(seconds=wait.total_seconds())
    assert {S.GIVEN_UP} == set(states().values())
    assert "refused" in Dispatch.objects.all()[0].answer


def test_a_mail_whose_answer_never_came_is_unsure_and_only_a_person_sends_it_again(released: Publication, ready: Portal, clock: Clock) -> None:
    """The line was cut after the end of the mail."""
    box = bring(clock, lambda who, _: "hang up after" if who == "r0@example.com" else "take")
    clock.passes(days=3)
    assert ([], S.UNSURE, 3) == (bring(clock).tried, states()["R0"], len(box.mails))
    assert all(text in page(ready, "owner") for text in ("unsure: it may have arrived", "Ask the reader whether it came", "1 mail needs your decision"))
    row = Dispatch.objects.get(reader="R0")
    with pytest.raises(NotReleased, match=r"again\.not_now"):
        send_again(ready.people["staff"], named("CEO", Dispatch.objects.get(reader="R1")), NOW)
    send_again(ready.people["staff"], named("COO", row), clock())
    again = bring(clock)
    assert [COO] == again.recipients()


def test_a_mail_that_came_back_is_shown_and_may_go_once_more(ready: Portal, released: Publication, clock: Clock, tmp_path: Path) -> None:
    """The notice comes in by `responses import`; a notice that a mail is only late says nothing; sent again, the old notice is past."""
    box = bring(clock)
    outbox.note_sent()
    row = named("CEO", Dispatch.objects.get(reader="R0"))
    ledger = ledger_path(store.workspace_folder(), "2026-09")
    ledger.write_text(ledger.read_text(encoding="utf-8").replace('"R0"', '"CEO"'), encoding="utf-8")
    notice = tmp_path / "notice.eml"
    for action, counted in (("delayed", "3 mails were sent"), ("failed", "1 mail needs your decision")):
        notice.write_text("From: MAILER-DAEMON@example.com\nSubject: Undelivered Mail Returned to Sender\nContent-Type: multipart/report; boundary=b\n\n"
                          f"--b\nContent-Type: message/delivery-status\n\nAction: {action}\n\n--b\nContent-Type: text/rfc822-headers\n\n"
                          f"Message-ID: {box.mails[0]['message-id']}\n\n--b--\n", encoding="utf-8")
        for _ in range(2):
            import_files(load_workspace(store.workspace_folder()), [notice], today=NOW.date())
        assert counted in page(ready, "owner")
    assert 4 == len(read_ledger(ledger).entries)
    assert all(text in page(ready, "owner") for text in ("came back, 20 Nov 2026", "Send again"))
    send_again(ready.people["staff"], row, clock())
    assert [CEO] == bring(clock).recipients()
    outbox.note_sent()
    assert "3 mails were sent" in page(ready, "owner")


def named(reader: str, row: Dispatch) -> Dispatch:
    """Let a mail be that of a reader whom the charter names."""
    row.reader = reader
    Dispatch.objects.filter(pk=row.pk).update(reader=reader)
    return row


class Gone(BaseException):
    """A worker that is killed: nothing of it runs any more."""


@pytest.mark.parametrize(("moment", "found", "taken"), [("before", S.DUE, 0), ("closing", S.DUE, 0), ("closed", S.UNSURE, 0), ("after", S.UNSURE, 1)])
def test_a_worker_that_dies_leaves_its_mail_to_the_next_or_to_a_person(moment: str, found: str, taken: int, released: Publication, clock: Clock,
                                                                       monkeypatch: pytest.MonkeyPatch) -> None:
    """Before the note of the mail's end the next worker brings it; from the note on it is unsure, whether or not it was taken."""
    Dispatch.objects.exclude(reader="R0").delete()
    kept = getattr(outbox._Round, "closing" if moment == "closed" else moment)

    def die(batch: Any, *given: Any) -> None:
        if moment == "closed":
            kept(batch, *given)
        monkeypatch.setattr(outbox._Round, "let_go", lambda _: None)
        raise Gone

    monkeypatch.setattr(outbox._Round, "closing" if moment == "closed" else moment, die)
    with mail_server() as box:
        with pytest.raises(Gone):
            outbox.deliver("one", plain(box), clock)
        monkeypatch.setattr(outbox._Round, "closing" if moment == "closed" else moment, kept)
        assert 0 == outbox.deliver("two", plain(box), clock)
        clock.passes(seconds=outbox.CLOSING.total_seconds() + 1)
        outbox._sort_expired(clock())
        assert (found, taken) == (states()["R0"], len(box.mails))
        outbox.deliver("two", plain(box), clock)
    assert (1 if found == S.DUE else taken) == len(box.mails)


def test_a_worker_that_was_only_slow_does_not_send_what_another_has(released: Publication, clock: Clock) -> None:
    """Its lease ran out while it was under way: it breaks the mail off before its end, and the reader gets one."""
    Dispatch.objects.exclude(reader="R0").delete()
    rows = outbox.claim("one", clock())
    batch = outbox._Round("one", clock, {str(row): row for row in rows})
    parcel = outbox._parcel(rows[0], clock)
    batch.before(parcel)
    clock.passes(seconds=outbox.LEASE.total_seconds() + 1)
    assert ["R0"] == [row.reader for row in outbox.claim("two", clock())]
    for step in (batch.closing, batch.before):
        with pytest.raises(outbox.LostLease):
            step(parcel)
    assert ("two", S.LEASED) == Dispatch.objects.values_list("lease_owner", "state").get()


def test_an_answer_that_comes_late_still_counts(released: Publication, clock: Clock) -> None:
    """Shown as unsure meanwhile, then as sent: who had the mail knows."""
    Dispatch.objects.exclude(reader="R0").delete()
    rows = outbox.claim("one", clock())
    batch = outbox._Round("one", clock, {str(row): row for row in rows})
    parcel = outbox._parcel(rows[0], clock)
    batch.before(parcel)
    batch.closing(parcel)
    clock.passes(seconds=outbox.CLOSING.total_seconds() + 1)
    outbox._sort_expired(clock())
    assert S.UNSURE == states()["R0"]
    batch.after(parcel, Outcome(Result.ACCEPTED, "taken"))
    assert S.SENT == states()["R0"]


def test_a_mail_that_cannot_be_made_does_not_hold_up_the_others(released: Publication, ready: Portal, clock: Clock) -> None:
    """Its fault is ours: said so, without the mail's words, and tried again later."""
    Dispatch.objects.filter(reader="R0").update(letter={"language": "xx"})
    box = bring(clock)
    assert ({"R0": S.DEFERRED, "R1": S.SENT, "R2": S.SENT}, 2) == (states(), len(box.mails))
    assert "no se pudo formar" in page(ready).lower()


def test_what_a_later_publication_takes_the_place_of_does_not_go(ready: Portal, released: Publication, publish_plain: Callable[..., Publication], clock: Clock) -> None:
    """From the moment it is published, before its own mails are written; its page says where to look."""
    publish_plain(ready.people["author"], number=2, reason="corrected")
    assert [] == bring(clock).tried
    assert "una publicación posterior" in page(ready).lower()
    Dispatch.objects.filter(reader="R0").update(state=S.UNSURE)
    with pytest.raises(NotReleased, match=r"release\.superseded"):
        send_again(ready.people["staff"], Dispatch.objects.get(reader="R0"), NOW)


def test_written_anew_follows_the_charter_and_leaves_alone_what_has_gone(ready: Portal, clock: Clock) -> None:
    """A corrected address, a reader who left, one who was sent to already; a month that replaces says so."""
    publication = bring_in("MTY", SEPTEMBER, NOW)
    change_readers(CEO="")
    prepare(publication, NOW)
    assert S.NO_ADDRESS == states()["CEO"]
    let_go(ready, publication)
    bring(clock)
    change_readers(CEO="president@example.com", COO="other@example.com")
    prepare(publication, NOW)
    assert {"CEO": S.PREPARED, "COO": S.SENT, "PD-MTY": S.SENT, "DIR-1": S.SENT} == states()
    let_go(ready, publication)
    assert ["president@example.com"] == bring(clock).recipients()
    edit(store.workspace_folder() / "charter.xlsx", lambda book: book["Readers"].delete_rows(4))
    Dispatch.objects.filter(reader="DIR-1").update(state=S.PREPARED)
    prepare(publication, NOW)
    assert "DIR-1" not in states()


def test_in_its_safe_start_a_sites_own_edition_is_its_own_peoples(ready: Portal, clock: Clock) -> None:
    """The plant director gets it; an executive whom the charter gives that edition is told why not."""
    def change(book: Any) -> None:
        for row in book["Readers"].iter_rows(min_row=4):
            if row[0].value == "COO":
                row[4].value = "site"
                row[5].value = "Spanish"

    edit(store.workspace_folder() / "charter.xlsx", change)
    publication = bring_in("MTY", SEPTEMBER, NOW)
    Publication.objects.filter(pk=publication.pk).update(summary=publication.summary | {"safe_start": True})
    publication.refresh_from_db()
    prepare(publication, NOW)
    assert (S.SAFE_START, S.PREPARED) == (states()["COO"], states()["PD-MTY"])


def test_who_cannot_open_the_link_is_named_before_it_goes(ready: Portal, written: Publication) -> None:
    """Nobody of that address in the portal; once somebody may read the edition, nothing is said."""
    Dispatch.objects.exclude(reader="R0").delete()
    assert "Nobody with this address may open the edition" in page(ready, "owner")
    person = ready.people["nobody"]
    Dispatch.objects.update(address=person.email)
    assert "Nobody with this address" in page(ready, "owner")
    give_right(None, person, NOW, kind=RightKind.READER, site="MTY", edition="board")
    assert "Nobody with this address" not in page(ready, "owner")


def test_a_locked_paper_needs_its_password(ready: Portal, written: Publication, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    """The mail promised a lock: without the password it waits, and no open paper goes."""
    Dispatch.objects.update(attach=True, locked=True)
    Dispatch.objects.exclude(reader="R0").delete()
    let_go(ready, written)
    assert ([], S.DEFERRED) == (bring(clock).mails, states()["R0"])


def test_after_a_restore_what_was_on_its_way_is_unsure(ready: Portal, released: Publication, tmp_path: Path, settings: Any, clock: Clock) -> None:
    """It may have gone since the backup: nothing is sent twice because an old copy came back."""
    Dispatch.objects.filter(reader="R1").update(state=S.SENT, sent_at=NOW, address="")
    backups.backup(tmp_path / "backup.zip")
    empty_database()
    settings.DATA = tmp_path / "anew"
    store.make_folders()
    backups.restore(tmp_path / "backup.zip", NOW)
    assert {"R0": S.UNSURE, "R1": S.SENT, "R2": S.UNSURE} == states()
    clock.passes(days=9)
    assert [] == bring(clock).tried


def test_retention_takes_the_words_and_addresses(ready: Portal, released: Publication) -> None:
    """Who was sent which version and when stays."""
    purge(ready.people["secretary"], Company(retention_years=0.0), NOW + timedelta(days=1))
    row = Dispatch.objects.get(reader="R0")
    assert ({}, "", "", "board.en") == (row.letter, row.address, row.shown, row.edition)


def test_a_letter_is_kept_and_given_back_as_it_was() -> None:
    """Or what was seen is not what is sent."""
    assert LETTER == letter_from(letter_data(LETTER))


def test_an_address_is_masked() -> None:
    """One letter and the company."""
    assert "c•••@example.com" == masked("ceo@example.com")


@pytest.mark.parametrize(("address", "expected"), [
    ("", None), ("smtp://mail.example", Server("mail.example", 587, Security.NONE)), ("smtps://u:p%40@mail.example", Server("mail.example", 465, Security.TLS, "u", "p@")),
    ("smtp://u:p@mail.example:2525", Server("mail.example", 2525, Security.STARTTLS, "u", "p")),
])
def test_the_server_comes_from_the_environment(address: str, expected: Server | None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same address that codes to sign in go through, read the same way."""
    monkeypatch.setenv("BRIEFING_SMTP_URL", address)
    assert expected == environment.mail_server()


def test_the_trail_holds_no_address_and_no_name(ready: Portal, released: Publication) -> None:
    """Only codes, numbers and the pseudonym of who released."""
    entry = TrailEntry.objects.latest("number")
    assert ("released", ready.people["staff"].pseudonym) == (entry.act, entry.actor)
    assert "@" not in str(list(TrailEntry.objects.values_list("detail", flat=True)))
