"""Why a run over places and machines elsewhere cannot start or go on, in the user's language."""

from __future__ import annotations

from briefing.language import Language, catalogue


class Refusal(Exception):  # noqa: N818 - it names what is told, not a fault of the program
    """A reason to stop that a person can act on: a key of the catalogue `cluster` and its values.

    `key` alone stands in the catalogue for what was met; `key.hint` beside it for the next step.
    """

    def __init__(self, key: str, **values: object) -> None:
        """Keep what is told."""
        super().__init__(key)
        self.key, self.values = key, values

    def text(self, language: Language) -> str:
        """Say what was met, and the next step."""
        words = catalogue("cluster", language)
        return " ".join(words.pattern(key).format(**self.values) for key in (self.key, f"{self.key}.hint"))
