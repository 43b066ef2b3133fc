"""What a call means: formats, editions, the month and its sites; a wrong word ends the call and says what was expected."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from briefing.cli.saying import say
from briefing.language import Language
from briefing.periods import Period

if TYPE_CHECKING:
    from briefing.document.editions import Edition
    from briefing.workspace import Workspace


def formats_of(text: str) -> tuple[str, ...]:
    """Give the formats named, parted by commas; an unknown one ends the call."""
    from briefing.document.editions import FORMATS

    chosen = tuple(dict.fromkeys(part.strip().lower() for part in text.split(",") if part.strip()))
    unknown = [name for name in chosen if name not in FORMATS]
    if unknown or not chosen:
        message = f"{', '.join(unknown) or text!r} is none of {', '.join(FORMATS)}."
        raise click.BadParameter(message, param_hint="--format")
    return chosen


def editions_of(names: tuple[str, ...], languages: tuple[Language, ...]) -> tuple[Edition, ...]:
    """Give the editions named, such as `board`, `board.es` or `board,hq`, in each language; the usual ones where none is."""
    from briefing.document.editions import Audience, Edition

    found = []
    asked = [part.strip().lower() for name in names for part in name.split(",") if part.strip()]
    for name in asked or names or (Audience.BOARD, Audience.SITE):
        try:
            if "." in name:
                found.append(Edition.parse(name))
                continue
            audience = Audience(name)
        except ValueError:
            message = f"{name!r} is none of board, hq, site, nor such as board.es."
            raise click.BadParameter(message, param_hint="--edition") from None
        usual: Language = "es" if audience is Audience.SITE else "en"
        found.extend(Edition(audience, language) for language in languages or (usual,))
    return tuple(dict.fromkeys(found))


def month_of(workspace: Workspace, period: Period | None, lang: Language) -> Period:
    """Give the month asked for, the latest one where none was; ends the call where nothing was sent in it."""
    periods = workspace.periods()
    if not periods:
        raise click.UsageError(say("no_months", lang, folder=str(workspace.folder)))
    if period is not None and period not in periods:
        raise click.UsageError(say("no_such_month", lang, period=str(period), first=str(periods[0]), last=str(periods[-1])))
    return period or periods[-1]


def asked_for(workspace: Workspace, sites: tuple[str, ...], lang: Language) -> tuple[str, ...]:
    """Give the sites asked for, each once; ends the call where the charter names others but not one of these."""
    charter, _ = workspace.charter()
    unknown = [code for code in sites if charter.sites and charter.site(code) is None]
    if unknown:
        known = ", ".join(site.code for site in charter.sites)
        raise click.UsageError(say("no_such_site", lang, site=", ".join(unknown), sites=known))
    return tuple(dict.fromkeys(sites))


def site_codes(workspace: Workspace, month: Period, lang: Language) -> tuple[str, ...]:
    """Give the sites that sent the month; a month without any ends the call."""
    codes = workspace.sites(month)
    if not codes:
        raise click.UsageError(say("no_sites", lang, period=str(month)))
    return codes
