"""A mail's words as JSON types and back, so that what a person saw is what is sent; and its address as pages show it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from briefing.distribution.letter import Answering, Letter
from briefing.language import as_language


def letter_data(letter: Letter) -> dict[str, Any]:
    """Give a letter as JSON types."""
    return asdict(letter)


def letter_from(data: Mapping[str, Any]) -> Letter:
    """Give the letter back, equal to the one that was kept."""
    return Letter(
        as_language(data["language"]), data["subject"], tuple(data["paragraphs"]),
        tuple(Answering(each["ask"], tuple((words, address) for words, address in each["links"])) for each in data["answering"]),
        tuple(data["closing"]), data["reading"], data["link"], tuple((ask, terms) for ask, terms in data["asks"]),
    )


def masked(address: str) -> str:
    """Give an address so that a person who knows it recognises it, and nobody else can write to it."""
    name, at, domain = address.rpartition("@")
    return f"{name[:1]}•••{at}{domain}"
