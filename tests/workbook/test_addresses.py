"""E-mail addresses in the charter: one that cannot be sent to is found by `check`."""

from __future__ import annotations

from dataclasses import replace

import pytest

from briefing.model.addresses import mail_address, same_address
from briefing.model.charter import Charter, Reader
from briefing.workbook.checks import charter_findings
from tests.builders import COMPANY, SITE, source


@pytest.mark.parametrize("typed", ["coo@example.com", "COO@Example.COM", "a.b+c@sub.example.mx", "x@méxico.example"])
def test_an_address_is_kept_as_a_server_takes_it(typed: str) -> None:
    """The domain in ASCII and lower case."""
    assert mail_address(f"  {typed} ") == typed.rpartition("@")[0] + "@" + typed.rpartition("@")[2].encode("idna").decode().lower()


@pytest.mark.parametrize("typed", ["", "coo", "coo@", "@example.com", "coo@example", "a b@example.com", "coo@example..com", "coo@-a.com", "a@b.com, c@d.com",
                                   "COO <coo@example.com>", "ñandú@example.com", "a@example.com\r\nBcc: b@example.com", "a" * 65 + "@example.com",
                                   "a@" + "b" * 64 + ".com", "a@" + "b." * 200 + "com", "..@example.com", "a@b@example.com", "a@exa\x00mple.com"])
def test_anything_else_is_no_address(typed: str) -> None:
    """Nothing is repaired by guessing."""
    assert "" == mail_address(typed)


def test_case_makes_no_other_mailbox() -> None:
    """And two blanks are not the same one."""
    assert (same_address("COO@example.com", "coo@EXAMPLE.com"), same_address("", ""), same_address("coo@", "coo@")) == (True, False, False)


def test_an_address_that_cannot_be_sent_to_is_found_with_its_cell() -> None:
    """Of the answers and of each reader; a blank one is no fault of the charter."""
    company = replace(COMPANY, reply_to="the secretary", source=source("Company", 4, "charter.xlsx"))
    readers = (Reader("A", "COO", source=source("Readers", 4, "charter.xlsx")),
               Reader("B", "CFO", email="cfo at example.com", source=source("Readers", 5, "charter.xlsx")),
               Reader("C", "CEO", email="ceo@example.com", source=source("Readers", 6, "charter.xlsx")))
    found = [each for each in charter_findings(Charter(company, (SITE,), readers=readers)) if each.code == "CHA-240"]
    assert [("Company", "REPLY_TO4"), ("Readers", "EMAIL5")] == [(each.where.sheet, each.where.cell) for each in found]
