"""The charter in force."""

from __future__ import annotations

from threading import Lock

from briefing.errors import BriefingError
from briefing.model.charter import Charter
from briefing.portal.store import workspace_folder
from briefing.workspace import CHARTER, load_workspace

_known: dict[str, tuple[tuple[int, int], Charter]] = {}
_one_reader = Lock()


def charter_in_force() -> Charter:
    """Give the workspace's charter; an empty one where there is none or it cannot be read. Read again when the file changes."""
    path = workspace_folder() / CHARTER
    try:
        stat = path.stat()
    except OSError:
        return Charter()
    mark = stat.st_mtime_ns, stat.st_size
    with _one_reader:
        known = _known.get(str(path))
        if known and known[0] == mark:
            return known[1]
        try:
            charter, _ = load_workspace(workspace_folder()).charter()
        except BriefingError:
            charter = Charter()
        _known.clear()
        _known[str(path)] = mark, charter
    return charter
