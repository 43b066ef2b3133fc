"""The charter: a new version with what changed, and definitions agreed one at a time."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from openpyxl import load_workbook

from briefing.document.serial import plain
from briefing.evidence import Source
from briefing.findings import Finding
from briefing.model.charter import Charter, Kpi, Target
from briefing.periods import Period
from briefing.portal import store
from briefing.portal.models import Act, Agreement, CharterVersion, Person, RightKind
from briefing.portal.selectors.charter import charter_in_force
from briefing.portal.services.reading import finding_data
from briefing.portal.services.trail import record
from briefing.portal.services.uploads import Refused
from briefing.workbook.cells import Book
from briefing.workbook.contract import CHARTER as DECLARED
from briefing.workbook.guard import FILE_BYTES
from briefing.workbook.intake import start_reading
from briefing.workbook.parse import kind_of, parse_charter
from briefing.workspace import CHARTER, write_atomically


@dataclass(frozen=True, slots=True)
class ReadCharter:
    """An uploaded charter: what it says and what was found; no charter where it is none."""

    charter: Charter | None
    findings: tuple[Finding, ...]


def read_charter(data: bytes) -> ReadCharter:
    """Read an uploaded charter in the intake's child process.

    Raises:
        Refused: It is empty or too large.
    """
    if not data:
        raise Refused("upload.empty")
    if len(data) > FILE_BYTES:
        raise Refused("upload.too_large")
    path = store.place(store.INCOMING) / f"{store.random_name()}.xlsx"
    write_atomically(path, data)
    try:
        book = start_reading({CHARTER: path}).result()[CHARTER]
    finally:
        path.unlink(missing_ok=True)
    if not isinstance(book, Book):
        return ReadCharter(None, book)
    if kind_of(book) != "charter":
        return ReadCharter(None, ())
    return ReadCharter(*parse_charter(book))


def propose(person: Person, data: bytes, when: datetime) -> tuple[CharterVersion | None, list[dict[str, Any]]]:
    """Keep an uploaded charter until its owner has seen what it changes; gives it and the findings as JSON types.

    Raises:
        Refused: It is empty, too large or no charter.
    """
    read = read_charter(data)
    if read.charter is None and not read.findings:
        raise Refused("charter.not_one")
    found = [finding_data(each) for each in read.findings]
    if read.charter is None or not read.charter.sites:
        return None, found
    with transaction.atomic():
        CharterVersion.objects.filter(in_force=False, person=person).delete()
        version = CharterVersion.objects.create(sha256=store.freeze(data), received_at=when, person=person, changes=differences(charter_in_force(), read.charter))
    return version, found


def put_in_force(person: Person, version: CharterVersion, when: datetime) -> None:
    """Make a proposed charter the one in force."""
    with transaction.atomic():
        CharterVersion.objects.filter(pk=version.pk).update(in_force=True, received_at=when)
        record(Act.CHARTER_CHANGED, person, when, sha256=version.sha256, changes=len(version.changes))
        write_atomically(store.workspace_folder() / CHARTER, store.frozen_bytes(version.sha256))


def differences(before: Charter, after: Charter) -> list[dict[str, Any]]:
    """Give what differs between two charters, as rows of sheet, key, field, before and after."""
    return [row for sheet in DECLARED.sheets for row in _sheet_differences(sheet.key, _rows(before, sheet.key, sheet.unique), _rows(after, sheet.key, sheet.unique))]


def _rows(charter: Charter, sheet: str, unique: Iterable[str]) -> dict[str, dict[str, Any]]:
    held: Any = getattr(charter, sheet, ())
    records = held if isinstance(held, tuple) else (held,)
    rows: dict[str, dict[str, Any]] = {}
    for number, each in enumerate(records, 1):
        values = {field.name: plain(getattr(each, field.name)) for field in fields(each) if not isinstance(getattr(each, field.name), Source)}
        key = " · ".join(str(values[name]) for name in unique if values.get(name)) or ("" if each is held else str(number))
        rows[key] = values
    return rows


def _sheet_differences(sheet: str, before: dict[str, dict[str, Any]], after: dict[str, dict[str, Any]]) -> Iterable[dict[str, Any]]:
    for key in [*before, *(key for key in after if key not in before)]:
        if key not in after or key not in before:
            yield {"sheet": sheet, "key": key, "field": "", "before": key in before, "after": key in after}
            continue
        for name, value in after[key].items():
            if value != before[key].get(name):
                yield {"sheet": sheet, "key": key, "field": name, "before": before[key].get(name), "after": value}


@dataclass(frozen=True, slots=True)
class Definition:
    """A target row with its KPI's definition, as both sides are asked to agree on it."""

    kpi: Kpi
    target: Target
    terms: str
    signed: tuple[Agreement, ...] = ()

    @property
    def site(self) -> str:
        """The site it holds for; blank for all."""
        return self.target.site

    def lacks(self, side: str) -> bool:
        """Tell whether a side has yet to say yes."""
        written = self.target.agreed_hq_by if side == "hq" else self.target.agreed_site_by
        return not written and not any(each.side == side for each in self.signed)


def definitions(charter: Charter, period: Period) -> tuple[Definition, ...]:
    """Give every definition in force that lacks a side's yes, in the charter's order."""
    signed = list(Agreement.objects.all())
    found = []
    for target in charter.targets:
        kpi = charter.kpi(target.kpi, period)
        in_force = charter.target(target.kpi, target.site, period)
        if kpi is None or in_force is not target or target.agreed:
            continue
        terms = terms_of(kpi, target)
        found.append(Definition(kpi, target, terms, tuple(each for each in signed if each.terms == terms)))
    return tuple(found)


def terms_of(kpi: Kpi, target: Target) -> str:
    """Give the hash of all that the two sides agree on; who agreed and where it is written is left out."""
    left_out = {"source", "agreed_hq_by", "agreed_hq_on", "agreed_site_by", "agreed_site_on"}
    said = [{field.name: plain(getattr(each, field.name)) for field in fields(each) if field.name not in left_out} for each in (kpi, target)]
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def agree(person: Person, definition: Definition, side: RightKind, today: date, when: datetime) -> bool:
    """Say yes for one side; when both have, their roles are written into the charter. True when it was written."""
    name = "hq" if side is RightKind.HQ_OWNER else "site"
    with transaction.atomic():
        Agreement.objects.get_or_create(kpi=definition.kpi.code, site=definition.site, terms=definition.terms, side=name,
                                        defaults={"person": person, "signed_as": person.signs_as, "agreed_on": today})
        record(Act.DEFINITION_AGREED, person, when, kpi=definition.kpi.code, site=definition.site, side=name, terms=definition.terms)
        both = {each.side: each for each in Agreement.objects.filter(terms=definition.terms)}
        target = definition.target
        if not all(side in both or written for side, written in (("hq", target.agreed_hq_by), ("site", target.agreed_site_by))):
            return False
        _write_names(definition, both, person, when)
    return True


def _write_names(definition: Definition, both: dict[str, Agreement], person: Person, when: datetime) -> None:
    """Write the roles and days of both sides into the charter's row, and put that charter in force."""
    path = store.workspace_folder() / CHARTER
    cells = definition.target.source.cells
    book = load_workbook(path)
    sheet = book[definition.target.source.sheet]
    for side, yes in both.items():
        for field, value in ((f"agreed_{side}_by", yes.signed_as), (f"agreed_{side}_on", yes.agreed_on)):
            if field in cells and not getattr(definition.target, field):
                sheet[cells[field]] = value
                sheet[cells[field]].data_type = "s" if isinstance(value, str) else "d"
    stream = io.BytesIO()
    book.save(stream)
    _replace_charter(path, stream.getvalue(), person, when)


def _replace_charter(path: Path, data: bytes, person: Person, when: datetime) -> None:
    """Put a charter in force whose bytes are ours; what it changes is kept with it."""
    read = read_charter(data)
    if read.charter is None:
        raise Refused("charter.not_one")
    changes = differences(charter_in_force(), read.charter)
    version = CharterVersion.objects.create(sha256=store.freeze(data), received_at=when, person=person, changes=changes, in_force=True)
    record(Act.CHARTER_CHANGED, person, when, sha256=version.sha256, changes=len(changes))
    write_atomically(path, data)
