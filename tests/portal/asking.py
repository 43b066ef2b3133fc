"""The sample's October of Monterrey as a publication whose asks can be answered, and the people whom its charter lists."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from briefing.analysis import assess
from briefing.framing import frame
from briefing.portal import store
from briefing.portal.models import Publication, PublishedAsks, RightKind
from briefing.portal.services.people import add_person, give_right
from briefing.portal.told import told_of
from briefing.workspace import load_workspace
from tests.portal.conftest import NOW, OCTOBER, SAMPLE, Portal

AS_OF = date(2026, 11, 6)
THEN = datetime(2026, 11, 6, 18, 0, tzinfo=UTC)
"""The day that the sample's October speaks from, noon in Mexico."""
ASKED = {"code": "MTY", "period": "2026-10", "number": 1}
LISTED: dict[str, tuple[str, str, tuple[tuple[RightKind, str, str], ...]]] = {
    "coo": ("coo", "COO", ((RightKind.READER, "", "hq"),)), "cfo": ("cfo", "CFO", ((RightKind.READER, "", "hq"),)),
    "chair": ("chair", "director, chair of the board", ((RightKind.READER, "", "board"),)),
}


@cache
def told() -> str:
    """Give what October's publication of Monterrey keeps of its asks, made once."""
    return json.dumps(told_of(frame(assess(load_workspace(SAMPLE).dossier("MTY", OCTOBER), seed=1))))


def add_listed(portal: Portal) -> None:
    """Add people whom the charter lists as readers."""
    for who, (mailbox, role, rights) in LISTED.items():
        portal.people[who] = add_person(None, NOW, email=f"{mailbox}@alderquill.example.com", name=who.title(), signs_as=role, language="en")
        for kind, site, edition in rights:
            give_right(None, portal.people[who], NOW, kind=kind, site=site, edition=edition)


def publish_asks(portal: Portal, publish_plain: Callable[..., Publication], **more: Any) -> Publication:
    """Publish October of Monterrey with its asks, beside all answers of the sample up to it."""
    for path in (SAMPLE / "responses").glob("*.csv"):
        shutil.copy(path, store.workspace_folder() / "responses")
    published = publish_plain(portal.people["author"], period=OCTOBER, as_of=AS_OF, **more)
    PublishedAsks.objects.create(publication=published, told=json.loads(told()))
    return published
