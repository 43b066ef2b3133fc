"""Into the workspace: answers and replies become lines of `responses/PERIOD.csv`, each once, each file whole or not at all."""

from __future__ import annotations

import logging
import time
from datetime import datetime

from briefing.collecting.importing import NotAppendable, appended
from briefing.distribution.ledger import LedgerBusy, held
from briefing.model.charter import Charter
from briefing.portal.lines import MARK, response_of, waiting_lines
from briefing.portal.models import Answer, Message
from briefing.portal.selectors.charter import charter_in_force
from briefing.portal.store import workspace_folder
from briefing.workspace import RESPONSES, write_atomically

log = logging.getLogger("briefing.portal.answers")
TRIES, PAUSE_SECONDS = 40, 0.05
"""How long somebody else who is writing the files is waited for."""


def write_waiting(when: datetime) -> int:
    """Write what waits into the files of its months; gives how many still wait: their month's file is held or cannot be added to."""
    if not waiting_lines():
        return 0
    for _ in range(TRIES):
        try:
            with held(workspace_folder() / RESPONSES):
                return _write(when)
        except LedgerBusy:
            time.sleep(PAUSE_SECONDS)
    return len(waiting_lines())


def _write(when: datetime) -> int:
    """Write while the files are ours; what another process wrote in the meantime is known by its mark."""
    charter, months = charter_in_force(), dict[str, list[Answer | Message]]()
    for line in waiting_lines():
        months.setdefault(line.publication.period, []).append(line)
    return sum(len(lines) for period, lines in sorted(months.items()) if not _add(period, lines, charter, when))


def _add(period: str, lines: list[Answer | Message], charter: Charter, when: datetime) -> bool:
    path = workspace_folder() / RESPONSES / f"{period}.csv"
    before = path.read_bytes() if path.exists() else b""
    new = [line for line in lines if f"{MARK} {line.mark}".encode() not in before]
    try:
        if new:
            write_atomically(path, appended(before, [response_of(line, charter) for line in new]))
    except (NotAppendable, OSError) as fault:
        log.error("answers of %s wait: their file cannot be added to (%s)", period, type(fault).__name__)  # noqa: TRY400 - never the file's text
        return False
    for line in lines:
        type(line).objects.filter(pk=line.pk).update(written_at=when)
    return True
