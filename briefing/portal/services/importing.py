"""Bringing in a workspace that was kept without the portal: its files, its charter, and its published months as jobs."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.db import transaction

from briefing.portal import store
from briefing.portal.models import CharterVersion, JobKind, Person, Publication, RightKind
from briefing.portal.scratch import pictures
from briefing.portal.selectors.charter import charter_in_force
from briefing.portal.services import jobs
from briefing.portal.services.people import add_person, give_right
from briefing.resources import folder
from briefing.workspace import CHARTER, MAPPINGS, PUBLICATION, RESPONSES, SUBMISSIONS

DEMO_DOMAIN = "alderquill.example.com"
DEMO: tuple[tuple[str, str, str, str, tuple[tuple[RightKind, str, str], ...]], ...] = (
    ("autor.mty", "Lucía Ferrer", "plant director", "es", ((RightKind.AUTHOR, "MTY", ""),)),
    ("aprueba.mty", "Ramón Ibarra", "plant controller", "es", ((RightKind.APPROVER, "MTY", ""),)),
    ("autor.qro", "Teresa Olmos", "plant director", "es", ((RightKind.AUTHOR, "QRO", ""),)),
    ("autor.tij", "Hugo Salas", "plant director", "es", ((RightKind.AUTHOR, "TIJ", ""),)),
    ("coo", "Dana Whitfield", "COO", "en", ((RightKind.HQ_OWNER, "", ""),)),
    ("staff", "Miles Archer", "chief of staff", "en", ((RightKind.CHIEF_OF_STAFF, "", ""),)),
    ("secretary", "Ruth Calloway", "corporate secretary", "en", ((RightKind.SECRETARY, "", ""),)),
    ("chair", "Owen Pritchard", "director, chair of the board", "en", ((RightKind.READER, "", "board"),)),
    ("admin", "Elena Duarte", "administrator", "es", ((RightKind.ADMINISTRATOR, "", ""),)),
)
"""The fictional people of the sample company: mailbox, name, role, language, rights."""


def bring_in_demo(when: datetime) -> Iterator[tuple[str, str]]:
    """Bring in the sample company, with people of every kind; gives their addresses and roles. Done once."""
    if not Person.objects.exists():
        bring_in_workspace(folder("sample_data") / "company", when)
        for mailbox, name, signs_as, language, rights in DEMO:
            person = add_person(None, when, email=f"{mailbox}@{DEMO_DOMAIN}", name=name, signs_as=signs_as, language=language)
            for kind, site, edition in rights:
                give_right(None, person, when, kind=kind, site=site, edition=edition)
    return ((f"{mailbox}@{DEMO_DOMAIN}", signs_as) for mailbox, _, signs_as, _, _ in DEMO)


def bring_in_workspace(source: Path, when: datetime) -> int:
    """Copy a workspace into the empty one and have its published months frozen, the latest first; gives how many.

    Raises:
        FileExistsError: The portal has a charter or months already.
    """
    root = store.workspace_folder()
    if (root / CHARTER).is_file() or Publication.objects.exists():
        raise FileExistsError(str(root))
    for part in (SUBMISSIONS, RESPONSES, PUBLICATION, MAPPINGS):
        if (source / part).is_dir():
            shutil.copytree(source / part, root / part, dirs_exist_ok=True)
    for path in pictures(source):
        (root / path.relative_to(source)).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, root / path.relative_to(source))
    if (source / CHARTER).is_file():
        shutil.copy2(source / CHARTER, root / CHARTER)
    with transaction.atomic():
        if (root / CHARTER).is_file():
            CharterVersion.objects.create(sha256=store.freeze((root / CHARTER).read_bytes()), received_at=when, person=None, in_force=True)
        known = {site.code for site in charter_in_force().sites}
        months = sorted((path for path in (root / PUBLICATION).glob("*/*.toml") if not known or path.stem in known),
                        key=lambda path: path.parent.name, reverse=True)
        for path in months:
            if any((root / SUBMISSIONS / path.parent.name).glob(f"{path.stem}.*")):
                jobs.ask(JobKind.IMPORT, priority=jobs.LATER, site=path.stem, period=path.parent.name)
    return len(months)
