"""Who gets what: from the charter's readers to one delivery for each reader and site."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from briefing.document.editions import Audience, Edition
from briefing.document.replies import may_answer
from briefing.language import as_language
from briefing.model.addresses import mail_address
from briefing.model.charter import Charter, Reader


class Obstacle(StrEnum):
    """Why a reader cannot be sent mail."""

    NO_ADDRESS = "no_address"
    BAD_ADDRESS = "bad_address"


@dataclass(frozen=True, slots=True)
class Delivery:
    """One reader's edition of one site's month; `replies` tells whether it carries links to answer by mail."""

    reader: Reader
    site: str
    edition: Edition
    address: str
    replies: bool = False
    obstacle: Obstacle | None = None


def deliveries(charter: Charter, sites: Iterable[str]) -> tuple[Delivery, ...]:
    """Give every delivery of a month, by site and then as the charter lists its readers; those who cannot be sent to are among them.

    A reader with no sites named reads all of them.
    """
    return tuple(_delivery(charter, reader, site) for site in sites for reader in charter.readers if not reader.sites or site in reader.sites)


def edition_of(reader: Reader) -> Edition:
    """Give the edition and language that the charter names for a reader."""
    return Edition(Audience(reader.edition), as_language(reader.language))


def _delivery(charter: Charter, reader: Reader, site: str) -> Delivery:
    address = mail_address(reader.email)
    obstacle = None if address else Obstacle.BAD_ADDRESS if reader.email.strip() else Obstacle.NO_ADDRESS
    return Delivery(reader, site, edition_of(reader), address, may_answer(charter.company, reader.reader_class), obstacle)
