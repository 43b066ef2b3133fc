"""The command line: thin over workspace, pipeline and workbook; every message a controller can act on."""

from __future__ import annotations

import atexit
import gc
import os

import click

from briefing import __version__
from briefing.cli.building import build, group
from briefing.cli.mailing import responses, send
from briefing.cli.packing import pack
from briefing.cli.preparing import adopt, demo, init, workbook
from briefing.cli.reading import check, explain, review
from briefing.cli.serving import serve

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # small matrices: threads cost more than they bring, and vary the time
atexit.register(gc.freeze)  # all goes when the process ends: to look through it for garbage first took a tenth of a cold build


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="briefing")
def main() -> None:
    """A site's monthly spreadsheet in, a briefing out that a board can decide on.

    \b
    Start with:  briefing demo
    """  # noqa: D301 - click's mark for lines that keep their breaks


for command in (check, build, group, pack, review, explain, init, workbook, adopt, send, responses, serve, demo):
    main.add_command(command)
