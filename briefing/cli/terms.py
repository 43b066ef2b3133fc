"""What every command takes: months, days, languages, papers, and the exit codes."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click

from briefing.group.places import located
from briefing.language import LANGUAGES, Language
from briefing.periods import Period

OK, DATA_ERRORS, UNREADABLE = 0, 1, 2


class PeriodType(click.ParamType[Period]):
    """A month such as 2026-10."""

    name = "month"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Period:
        """Read the month, or end the call saying what was expected."""
        try:
            return value if isinstance(value, Period) else Period.parse(value)
        except ValueError:
            self.fail(f"{value!r} is not a month; write it as 2026-10.", param, ctx)


class DayType(click.ParamType[date]):
    """A day such as 2026-11-06."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Read the day, or end the call saying what was expected."""
        try:
            return value if isinstance(value, date) else date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is not a day; write it as 2026-11-06.", param, ctx)


class LanguagesType(click.ParamType[tuple[Language, ...]]):
    """One language or several, parted by commas."""

    name = "languages"

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        """Give what is printed for the value."""
        del param, ctx
        return f"[{'|'.join(LANGUAGES)}],..."

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[Language, ...]:
        """Read the languages, each once, or end the call saying what was expected."""
        if isinstance(value, tuple):
            return value
        asked = dict.fromkeys(part.strip() for part in value.split(",") if part.strip())
        unknown = [part for part in asked if part not in LANGUAGES]
        if unknown or not asked:
            self.fail(f"{', '.join(unknown) or repr(value)} is none of {', '.join(LANGUAGES)}.", param, ctx)
        return tuple(language for part in asked for language in LANGUAGES if language == part)


class PlaceType(click.ParamType[Any]):
    """A folder, or an address such as s3://bucket/folder."""

    name = "folder"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path | str:
        """Tell a folder from an address."""
        del param, ctx
        return value if isinstance(value, Path) else located(str(value))


PERIOD, DAY, PLACE, LANGUAGES_ASKED = PeriodType(), DayType(), PlaceType(), LanguagesType()
LANG = click.option("--lang", type=click.Choice(LANGUAGES), default="en", show_default=True, help="Language of the messages.")
PAPER = click.option("--paper", type=click.Choice(["letter", "a4"], case_sensitive=False), help="Sheet of the briefings; the charter's where left out.")
JOBS = click.option("--jobs", type=click.IntRange(1, 64), help="How many sites to build at a time; unchanged ones are left as they are.")
SCHEDULER = click.option("--scheduler", metavar="ADDRESS", help="Address of a dask scheduler, such as tcp://host:8786, whose workers build the sites.")
