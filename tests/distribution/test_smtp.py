"""Handing over: what a real server takes, refuses, defers or leaves unsure."""

from __future__ import annotations

import ssl
from email.message import EmailMessage
from pathlib import Path

import pytest

from briefing.distribution import smtp
from briefing.distribution.smtp import Parcel, Security, Server, ServerUnusable, hand_over
from tests.distribution.servers import certificate, free_port, mail_server, sign_in


def parcel(name: str, text: str = "Hello") -> Parcel:
    """Give a small mail to a name."""
    message = EmailMessage(policy=smtp.MESSAGE_POLICY)
    message["From"], message["To"], message["Subject"] = "a@example.com", f"{name}@example.com", "October"
    message.set_content(text)
    return Parcel(name, "a@example.com", f"{name}@example.com", lambda: message)


def bring(server: Server, *names: str, waits: tuple[float, ...] = (), context: ssl.SSLContext | None = None,
          ) -> tuple[list[str], list[tuple[str, str]], list[float]]:
    """Give who was begun, the outcomes in order, and the waits."""
    begun: list[str] = []
    told: list[tuple[str, str]] = []
    slept: list[float] = []
    hand_over([parcel(name) for name in names], server, before=lambda each: begun.append(each.key),
              after=lambda each, outcome: told.append((each.key, outcome.result.value)), sleep=slept.append, waits=waits, context=context)
    return begun, told, slept


def plain(port: int) -> Server:
    """Give the server without secrecy, as on one's own machine."""
    return Server("127.0.0.1", port, Security.NONE)


def test_every_mail_is_taken_once_over_one_line() -> None:
    """Nothing is said twice."""
    with mail_server() as box:
        begun, told, slept = bring(plain(box.port), "ceo", "cfo", "coo")
    assert ["ceo@example.com", "cfo@example.com", "coo@example.com"] == box.recipients()
    assert (["ceo", "cfo", "coo"], [(name, "accepted") for name in ("ceo", "cfo", "coo")], []) == (begun, told, slept)


def test_a_refused_recipient_does_not_hold_up_the_others() -> None:
    """A 550 is final, and is not tried again."""
    with mail_server(lambda who, _: "550 no such mailbox" if who.startswith("cfo") else "take") as box:
        _, told, slept = bring(plain(box.port), "ceo", "cfo", "coo", waits=(1, 1))
    assert [("ceo", "accepted"), ("cfo", "refused"), ("coo", "accepted")] == told
    assert (["ceo@example.com", "coo@example.com"], 1, []) == (box.recipients(), box.tried.count("cfo@example.com"), slept)


def test_greylisting_is_waited_for() -> None:
    """A 451 the first time, taken the second: one wait, and only the deferred one is brought again."""
    with mail_server(lambda who, tried: "451 4.7.1 try again later" if who.startswith("cfo") and tried == 1 else "take") as box:
        _, told, slept = bring(plain(box.port), "ceo", "cfo", waits=(60, 300))
    assert [("ceo", "accepted"), ("cfo", "deferred"), ("cfo", "accepted")] == told
    assert ([60], ["ceo@example.com", "cfo@example.com"]) == (slept, box.recipients())


def test_what_stays_deferred_is_said_so() -> None:
    """After the last wait the mail is left, known not to be taken."""
    with mail_server(lambda *_: "450 busy") as box:
        _, told, slept = bring(plain(box.port), "ceo", waits=(5, 7))
    assert ([("ceo", "deferred")] * 3, [5, 7], []) == (told, slept, box.mails)


def test_a_line_cut_before_the_mail_is_whole_is_no_loss() -> None:
    """The mail is brought again, and arrives once."""
    with mail_server(lambda who, tried: "hang up before" if who.startswith("cfo") and tried == 1 else "take") as box:
        _, told, _ = bring(plain(box.port), "ceo", "cfo", "coo", waits=(1,))
    assert [("ceo", "accepted"), ("cfo", "deferred"), ("coo", "accepted"), ("cfo", "accepted")] == told
    assert ["ceo@example.com", "coo@example.com", "cfo@example.com"] == box.recipients()


def test_a_line_cut_after_the_mail_is_whole_leaves_it_unsure() -> None:
    """The server may have taken it, and here it has: it is not brought again; the others go on."""
    with mail_server(lambda who, _: "hang up after" if who.startswith("cfo") else "take") as box:
        begun, told, _ = bring(plain(box.port), "ceo", "cfo", "coo", waits=(1, 1))
    assert [("ceo", "accepted"), ("cfo", "unsure"), ("coo", "accepted")] == told
    assert (["ceo", "cfo", "coo"], 1) == (begun, box.recipients().count("cfo@example.com"))


def test_a_server_that_always_hangs_up_is_given_up() -> None:
    """Bounded: two tries a round, not one a mail."""
    with mail_server(lambda *_: "hang up before") as box:
        _, told, _ = bring(plain(box.port), *(f"r{index}" for index in range(20)))
    assert {"deferred"} == {result for _, result in told}
    assert (20, 2) == (len(told), len(box.tried))


def test_a_password_over_an_open_line_is_never_sent() -> None:
    """But to one's own machine."""
    with pytest.raises(ServerUnusable, match="open line"):
        bring(Server("192.0.2.1", 25, Security.NONE, "me", "secret-1"), "ceo")


@pytest.mark.full
def test_tls_signs_in_and_a_certificate_nobody_knows_is_refused(tmp_path: Path) -> None:
    """STARTTLS with the right name and password; no mail goes to a server that cannot be told apart from another."""
    theirs, ours = certificate(tmp_path)
    settings = {"tls_context": theirs, "require_starttls": True, "authenticator": sign_in(b"me", b"secret-1"), "auth_required": True}
    with mail_server(**settings) as box:
        _, told, _ = bring(Server("127.0.0.1", box.port, Security.STARTTLS, "me", "secret-1"), "ceo", context=ours)
        assert ([("ceo", "accepted")], 1) == (told, len(box.mails))
        with pytest.raises(ServerUnusable, match=r"(?i)certificate"):
            bring(Server("127.0.0.1", box.port, Security.STARTTLS, "me", "secret-1"), "cfo")
        with pytest.raises(ServerUnusable) as wrong:
            bring(Server("127.0.0.1", box.port, Security.STARTTLS, "me", "secret-2"), "cfo", context=ours)
    assert ("secret" not in str(wrong.value), 1) == (True, len(box.mails))


def test_tls_from_the_first_byte(tmp_path: Path) -> None:
    """As servers offer it on port 465."""
    theirs, ours = certificate(tmp_path)
    with mail_server(ssl_context=theirs) as box:
        _, told, _ = bring(Server("127.0.0.1", box.port, Security.TLS), "ceo", context=ours)
    assert ([("ceo", "accepted")], 1) == (told, len(box.mails))


def test_a_server_without_starttls_is_not_spoken_to_in_the_open() -> None:
    """What was asked to be secret is secret or not sent."""
    with mail_server() as box, pytest.raises(ServerUnusable):
        bring(Server("127.0.0.1", box.port, Security.STARTTLS), "ceo")


def test_no_server_at_all_is_said_in_words() -> None:
    """A port that nobody listens on."""
    with pytest.raises(ServerUnusable):
        bring(plain(free_port()), "ceo")


def test_lines_that_begin_with_a_point_arrive_as_they_were() -> None:
    """A point alone would end the mail (RFC 5321, 4.5.2)."""
    message = parcel("ceo", ".\n.hidden\nend").message()
    with mail_server() as box:
        hand_over([Parcel("ceo", "a@example.com", "ceo@example.com", lambda: message)], plain(box.port), before=lambda _: None,
                  after=lambda *_: None, sleep=lambda _: None, waits=())
    assert [".", ".hidden", "end"] == box.mails[0].get_content().split()
    assert message.as_bytes() == box.contents[0]


def test_a_servers_password_is_in_no_text_about_it() -> None:
    """Neither in a traceback's line nor in a log."""
    assert "secret" not in repr(Server("h", user="me", password="secret"))  # noqa: S106 - no real one


def test_what_is_raised_before_the_end_of_a_mail_breaks_the_line_off_and_nothing_is_taken() -> None:
    """The mail before it was taken, its content was not ended, the one after it was not begun."""
    begun: list[str] = []

    def closing(each: Parcel) -> None:
        if each.key == "cfo":
            raise InterruptedError(each.key)

    told: list[tuple[str, str]] = []
    with mail_server() as box, pytest.raises(InterruptedError, match="cfo"):
        hand_over([parcel(name) for name in ("ceo", "cfo", "coo")], plain(box.port), before=lambda each: begun.append(each.key),
                  after=lambda each, outcome: told.append((each.key, outcome.result.value)), sleep=print, waits=(), closing=closing)
    assert (["ceo@example.com"], ["ceo", "cfo"], [("ceo", "accepted")]) == (box.recipients(), begun, told)
