"""What must be equal on two machines for them to draw equal bytes, and words for what is not."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version

from briefing import __version__
from briefing.group.keys import LIBRARIES, code_key
from briefing.language import Language, catalogue

SHOWN = 12
"""Letters of a fingerprint that are printed."""
Versions = Mapping[str, str]


def versions() -> dict[str, str]:
    """Give the version of the method, of Python and of each library that draws or computes, and the fingerprint of the code."""
    found = {"briefing": __version__, "python": ".".join(map(str, sys.version_info[:3]))}
    for name in LIBRARIES:
        with suppress(PackageNotFoundError):
            found[name] = version(name)
    return found | {"code": code_key()[:SHOWN]}


def differences(here: Versions, there: Versions, language: Language) -> tuple[str, ...]:
    """Say what differs, library by library; the code's fingerprint alone where nothing else does, for it holds all the others."""
    words = catalogue("cluster", language)
    named = [name for name in dict.fromkeys((*here, *there)) if name != "code" and here.get(name) != there.get(name)]
    if not named and here.get("code") != there.get("code"):
        named = ["code"]
    return tuple(
        words.text("cluster.differs", name=words.text("cluster.code") if name == "code" else name, there=there.get(name) or "–", here=here.get(name) or "–")
        for name in named
    )
