"""Files that travel with the package: templates, sample data and catalogues."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def folder(name: str) -> Path:
    """Give the folder `templates` or `sample_data`: of the wheel first, then beside the package."""
    installed = PACKAGE / "_data" / name
    return installed if installed.is_dir() else PACKAGE.parent / name
