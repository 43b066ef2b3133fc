"""Which reader of the charter somebody is, and by what way that reader answers."""

from __future__ import annotations

from dataclasses import dataclass

from briefing.model.charter import Answers, Charter, Reader
from briefing.model.hearing import DIRECTOR, folded, reader_named, switch_of
from briefing.portal.models import Person


def reader_of(charter: Charter, person: Person) -> Reader | None:
    """Give the charter's reader of a person's address; of the role they sign as where one row alone has it, and no address."""
    found = reader_named(charter, person.email)
    if found is not None:
        return found
    role = folded(person.signs_as)
    same = [each for each in charter.readers if role and role in {folded(each.role), folded(each.code)}]
    return same[0] if len(same) == 1 and not same[0].email.strip() else None


@dataclass(frozen=True, slots=True)
class Way:
    """How somebody answers a site's asks: `direct`, `secretary`, `off`, or `unlisted` where the charter does not name them."""

    kind: str
    reader: Reader | None = None
    keeps_comment: bool = True

    @property
    def is_direct(self) -> bool:
        """Tell whether they answer themselves."""
        return self.kind == "direct"

    @property
    def key(self) -> str:
        """The key in the catalogue of why they do or don't."""
        return f"way.{self.kind}"


def way_of(charter: Charter, person: Person, site: str) -> Way:
    """Give how a person answers a site's asks, by the charter's switches."""
    reader = reader_of(charter, person)
    if reader is None or (reader.sites and site not in reader.sites):
        return Way("unlisted")
    kinds = {Answers.DIRECT: "direct", Answers.VIA_SECRETARY: "secretary", Answers.OFF: "off"}
    return Way(kinds[switch_of(charter, reader)], reader, comments_kept(charter, reader))


def comments_kept(charter: Charter, reader: Reader) -> bool:
    """Tell whether a reader's comments may be kept at all: a director's only where the charter says so."""
    return charter.company.comments_directors or reader.reader_class != DIRECTOR
