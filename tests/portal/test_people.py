"""People and rights: what may be given to whom, and what is forgotten."""

from __future__ import annotations

import json

import pytest
from django.urls import reverse

from briefing.portal.models import Person, Publication, Right, RightKind, TrailEntry
from briefing.portal.selectors.people import personal_data
from briefing.portal.services.people import NotAllowed, add_person, erase_person, give_right, make_setup_link, take_right
from briefing.portal.services.trail import first_broken
from tests.portal.conftest import NOW, Portal, right_of


@pytest.mark.parametrize(("who", "kind"), [("author", RightKind.ADMINISTRATOR), ("approver", RightKind.HQ_OWNER), ("owner", RightKind.AUTHOR), ("secretary", RightKind.APPROVER)])
def test_drafts_and_oversight_never_meet_in_one_person(portal: Portal, who: str, kind: RightKind) -> None:
    """Whoever sees drafts oversees nothing, and the other way round."""
    with pytest.raises(NotAllowed, match=r"people\.not_both"):
        give_right(portal.people["admin"], portal.people[who], NOW, kind=kind)


def test_nobody_changes_their_own_rights(portal: Portal) -> None:
    """Not by giving, taking or erasing."""
    admin = portal.people["admin"]
    with pytest.raises(NotAllowed, match="not_yourself"):
        give_right(admin, admin, NOW, kind=RightKind.READER, edition="board")
    with pytest.raises(NotAllowed, match="not_yourself"):
        take_right(admin, right_of(admin), NOW)
    with pytest.raises(NotAllowed, match="not_yourself"):
        erase_person(admin, admin, NOW, held=False)


def test_a_reader_reads_an_edition(portal: Portal) -> None:
    """A reader's right names the board; other rights do not."""
    with pytest.raises(NotAllowed, match="which_edition"):
        give_right(portal.people["admin"], portal.people["nobody"], NOW, kind=RightKind.READER)
    assert give_right(portal.people["admin"], portal.people["nobody"], NOW, kind=RightKind.SECRETARY, site="MTY", edition="hq").site == ""


def test_a_right_taken_away_is_gone_at_once(portal: Portal, published: Publication) -> None:
    """The next click of an open session finds nothing."""
    where = reverse("publication", kwargs={"code": "MTY", "period": "2026-09", "number": 1})
    assert portal.client("reader").get(where).status_code == 200
    take_right(portal.people["admin"], right_of(portal.people["reader"]), NOW)
    assert portal.client("reader").get(where).status_code == 404


def test_an_address_is_known_once(portal: Portal) -> None:
    """In any case of letters."""
    with pytest.raises(NotAllowed, match="email_taken"):
        add_person(portal.people["admin"], NOW, email="AUTHOR@example.com", signs_as="x")


def test_the_administrator_adds_a_person_with_a_right(portal: Portal) -> None:
    """By the two forms, each on the trail."""
    client = portal.client("admin")
    answer = client.post(reverse("people"), {"email": "New@Example.com", "name": "New", "signs_as": "plant controller", "language": "es"})
    added = Person.objects.get(email="new@example.com")
    assert answer["Location"] == reverse("person", args=[added.pk])
    client.post(reverse("give_right", args=[added.pk]), {"kind": "approver", "site": "MTY"})
    assert str(added.rights.get()) == "approver:MTY"
    assert [entry.act for entry in TrailEntry.objects.all()][-2:] == ["person_added", "right_given"]
    refused = client.post(reverse("people"), {"email": "not an address", "signs_as": "", "language": "es"}).content.decode()
    assert "Introduzca una dirección" in refused or "dirección de correo" in refused


def test_erasing_forgets_the_person_and_leaves_the_trail_whole(portal: Portal, published: Publication) -> None:
    """Name, address and sign-in go; what was published stays under the role."""
    author = portal.people["author"]
    alias = author.pseudonym
    client = portal.client("author")
    erase_person(portal.people["admin"], author, NOW, held=False)
    assert client.get(reverse("home")).status_code == 302
    kept = json.dumps([list(row) for row in Person.objects.filter(pk=author.pk).values_list()], default=str)
    assert "author@example.com" not in kept
    assert "Author Rivas" not in kept
    assert first_broken() is None
    assert TrailEntry.objects.get(act="person_erased").detail == {"person": alias}
    assert Publication.objects.get().signed_as == "plant director"


def test_a_legal_hold_stops_erasing(portal: Portal) -> None:
    """Nothing is forgotten while it is on."""
    with pytest.raises(NotAllowed, match="on_hold"):
        erase_person(portal.people["admin"], portal.people["author"], NOW, held=True)
    assert Right.objects.filter(person=portal.people["author"]).exists()


def test_the_trail_names_nobody(portal: Portal, published: Publication) -> None:
    """No name and no address stand in it."""
    portal.upload()
    text = json.dumps([list(row) for row in TrailEntry.objects.values_list()], default=str)
    for person in portal.people.values():
        assert person.email not in text
        assert person.name not in text


def test_a_person_takes_what_is_kept_of_them(portal: Portal) -> None:
    """Everything that names them, in one file."""
    portal.upload()
    given = json.loads(portal.client("author").get(reverse("my_data")).content)
    assert given == json.loads(json.dumps(personal_data(portal.people["author"])))
    assert (given["email"], given["rights"], given["uploads"][0]["version"]) == ("author@example.com", ["author:MTY"], "MTY 2026-10 #1")


def test_a_new_setup_link_voids_the_one_before_and_none_is_made_beside_an_administrator(portal: Portal) -> None:
    """There is one way in at a time, and none once somebody is in."""
    assert make_setup_link(NOW) is None
    right_of(portal.people["admin"]).delete()
    first, second = make_setup_link(NOW), make_setup_link(NOW)
    client = portal.client("")
    assert [client.get(reverse("setup", args=[token])).status_code for token in (first, second)] == [404, 200]
