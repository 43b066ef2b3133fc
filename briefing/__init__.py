"""A site's monthly spreadsheet in, a briefing out that a board can decide on.

The public face is small: `load_workspace`, `build` and `render`; all else is imported on first use.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from briefing.pipeline import Briefing, build
    from briefing.rendering import render
    from briefing.workspace import Workspace, load_workspace

__all__ = ["Briefing", "Workspace", "build", "load_workspace", "render"]
__version__ = "0.1.0"

_HOMES = {
    "Briefing": "briefing.pipeline",
    "Workspace": "briefing.workspace",
    "build": "briefing.pipeline",
    "load_workspace": "briefing.workspace",
    "render": "briefing.rendering",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - a module's attributes have any type
    """Import a public name from its home on first use, so that `import briefing` stays instant."""
    if name in _HOMES:
        from importlib import import_module  # noqa: PLC0415 - the point is to import late

        return getattr(import_module(_HOMES[name]), name)
    message = f"module 'briefing' has no attribute {name!r}"
    raise AttributeError(message)
