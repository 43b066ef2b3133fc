"""The logo as renderers need it: its size at the masthead, and one form that all of them can draw."""

from __future__ import annotations

from base64 import b64encode
from typing import Any

from briefing.model.brand import Logo

WIDTH, HEIGHT = 110.0, 24.0
"""The box in points that a logo fills in one direction."""


def size(logo: Logo) -> tuple[float, float]:
    """Give width and height in points."""
    scale = min(WIDTH / logo.width, HEIGHT / logo.height)
    return round(logo.width * scale, 2), round(logo.height * scale, 2)


def as_svg(logo: Logo) -> str:
    """Give the logo as SVG; a PNG inside one, since text is all that Typst's data can hold."""
    if logo.format == "svg":
        return logo.data
    width, height = f"{logo.width:g}", f"{logo.height:g}"
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">'
            f'<image width="{width}" height="{height}" href="data:image/png;base64,{logo.data}"/></svg>')


def logo_data(logo: Logo, alternative: str) -> dict[str, Any]:
    """Give the logo for templates: an address that holds it whole, the SVG, its size, and what it says."""
    width, height = size(logo)
    kind, data = ("svg+xml", b64encode(logo.data.encode()).decode()) if logo.format == "svg" else ("png", logo.data)
    return {"uri": f"data:image/{kind};base64,{data}", "svg": as_svg(logo), "width": width, "height": height, "alternative": alternative}
