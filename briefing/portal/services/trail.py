"""The trail's one writer, and its check."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

from django.db import transaction

from briefing.portal.models import Act, Person, TrailEntry, TrailHead


def record(act: Act, actor: Person | None, when: datetime, **detail: Any) -> TrailEntry:  # noqa: ANN401 - JSON types
    """Add an entry behind the last one. `detail` holds codes, months, numbers and hashes: nothing that names a person."""
    with transaction.atomic():
        head, _ = TrailHead.objects.select_for_update().get_or_create(pk=1)
        entry = TrailEntry(
            number=head.number + 1, done_at=when.astimezone(UTC).isoformat(timespec="seconds"), actor=actor.pseudonym if actor else "", act=act.value,
            detail=detail, before=head.digest,
        )
        entry.digest = digest_of(entry)
        entry.save(force_insert=True)
        head.number, head.digest = entry.number, entry.digest
        head.save()
    return entry


def digest_of(entry: TrailEntry) -> str:
    """Give the hash of an entry over all it says and the hash of the one before."""
    said = [entry.number, entry.done_at, entry.actor, entry.act, entry.detail, entry.before]
    return hashlib.sha256(json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode()).hexdigest()


def first_broken() -> int | None:
    """Give the number of the first entry that is not as it was written or not in its place; None for a whole chain."""
    before, number = "0" * 64, 0
    for entry in TrailEntry.objects.order_by("number").iterator():
        number += 1
        if entry.number != number or entry.before != before or entry.digest != digest_of(entry):
            return number
        before = entry.digest
    head = TrailHead.objects.filter(pk=1).first()
    whole = head is None or (head.number, head.digest) == (number, before)
    return None if whole else number + 1
