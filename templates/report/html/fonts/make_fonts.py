
"""Cut the web faces from the font packages: Latin letters only, renamed as the licence asks (see OFL.txt).

Run it after changing CHARACTERS: `python templates/report/html/fonts/make_fonts.py`. The result is committed, for
cutting costs half a second a face and a build should not pay it.
"""

from __future__ import annotations

from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

from briefing.rendering import theme

CHARACTERS = [
    *range(0x20, 0x7F), *range(0xA0, 0x180), *range(0x2010, 0x2027), 0x202F, 0x2030, 0x2039, 0x203A, 0x20AC,
    *range(0x2190, 0x2194), 0x2212, 0x2248, 0x2260, 0x2264, 0x2265,
]
FACES = (
    (theme.SANS, "Regular"), (theme.SANS, "Semibold"), (theme.SERIF, "Regular"), (theme.SERIF, "It"),
    (theme.SERIF, "Semibold"),
)
COPYRIGHT, FAMILY, LICENCE, LICENCE_ADDRESS = 0, 1, 13, 14


def cut(family: str, style: str, folder: Path) -> None:
    """Write one face as WOFF beside this file."""
    options = Options()
    options.hinting = False
    options.layout_features = ["kern"]
    options.name_IDs = [COPYRIGHT, FAMILY, LICENCE, LICENCE_ADDRESS]
    font = TTFont(theme.font_file(family, style), recalcTimestamp=False)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=CHARACTERS)
    subsetter.subset(font)
    name = "Briefing Sans" if family == theme.SANS else "Briefing Serif"
    for record in font["name"].names:
        if record.nameID == FAMILY:
            record.string = name
    font.flavor = "woff"
    font.save(folder / f"{name.replace(' ', '')}-{style}.woff")


if __name__ == "__main__":
    for each_family, each_style in FACES:
        cut(each_family, each_style, Path(__file__).parent)
