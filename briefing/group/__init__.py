"""Many sites: built side by side, an unchanged one left as it is, and all of them on one page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from briefing.group.rollup import Made, Run, build_group, build_sites

__all__ = ["Made", "Run", "build_group", "build_sites"]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - a module's attributes have any type
    """Import a public name on first use: a worker that only builds needs no page."""
    if name in __all__:
        from importlib import import_module  # noqa: PLC0415 - the point is to import late

        return getattr(import_module("briefing.group.rollup"), name)
    message = f"module 'briefing.group' has no attribute {name!r}"
    raise AttributeError(message)
