"""Why a picture cannot be used."""

from __future__ import annotations

from typing import Final, NoReturn

DAMAGED: Final = "damaged"
HIDING: Final = "hiding"
LARGE: Final = "large"


class PictureFault(Exception):  # noqa: N818 - it carries a reason for a finding, not an error of ours
    """The picture is damaged or of another kind, hides something, or is too large (then with size and limit)."""

    def __init__(self, kind: str, size: str = "", limit: str = "") -> None:
        """Keep the reason."""
        super().__init__(kind)
        self.kind, self.size, self.limit = kind, size, limit


def refuse_large(size: str, limit: str) -> NoReturn:
    """Raise the fault of a picture beyond a limit, both as people read them."""
    raise PictureFault(LARGE, size, limit)
