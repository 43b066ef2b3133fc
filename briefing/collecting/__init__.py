"""What `responses import` does: answers that came by mail, merged into the workspace or shown with the reason why not."""

from __future__ import annotations

from briefing.collecting.call import run_import
from briefing.collecting.importing import Imported, import_files

__all__ = ["Imported", "import_files", "run_import"]
