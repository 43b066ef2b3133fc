"""The same document gives the same bytes in other processes, whatever the hash seed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
PROGRAM = """
import hashlib
from briefing.rendering import render
from tests.rendering.example_document import english, spanish
for document in (english(), spanish()):
    for format in ("html", "pdf", "docx"):
        print(hashlib.sha256(render(document, format)).hexdigest())
"""


def fingerprints(seed: int) -> str:
    """Render in a process of its own, in another zone and clock than ours."""
    environment = os.environ | {"PYTHONHASHSEED": str(seed), "PYTHONPATH": str(PROJECT), "TZ": f"UTC{seed - 7:+d}"}
    return subprocess.run([sys.executable, "-c", PROGRAM], env=environment, cwd=PROJECT, check=True,
                          capture_output=True, text=True).stdout


def test_bytes_do_not_depend_on_the_hash_seed() -> None:
    """Two seeds, two processes, the same six files."""
    first = fingerprints(1)

    assert len(first.split()) == 6
    assert first == fingerprints(12)
