"""E-mail addresses as people type them: one, plain, or none."""

from __future__ import annotations

import re
from typing import Final

LONGEST: Final = 254
_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_LABEL = re.compile(r"[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?")


def mail_address(text: str) -> str:
    """Give a typed address as a mail server takes it, its domain in ASCII and lower case; blank for anything else.

    One address alone, without a name: letters of other alphabets before the @ need a server that few companies run.
    """
    local, found, domain = text.strip().rpartition("@")
    if not found or not _LOCAL.fullmatch(local) or len(local) > 64:
        return ""
    try:
        plain = domain.encode("idna").decode().lower()
    except UnicodeError:
        return ""
    labels = plain.split(".")
    whole = f"{local}@{plain}"
    return whole if len(labels) > 1 and all(map(_LABEL.fullmatch, labels)) and len(whole) <= LONGEST else ""


def same_address(one: str, other: str) -> bool:
    """Tell whether two addresses are one mailbox, as every server in use has it: case does not matter."""
    return bool(one) and mail_address(one).casefold() == mail_address(other).casefold() != ""
