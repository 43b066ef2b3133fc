"""Numbers written as text: `1,234.5`, `$1,200`, `(300)`, `95 %`, by the decimal sign the Cover states."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from briefing.workbook.normalise import key


class Doubt(Enum):
    """What stands between a text and a number."""

    NONE = "none"
    NOT_A_NUMBER = "not a number"
    OTHER_SIGN = "written with the other decimal sign"
    THOUSANDS = "used, though its three decimals look like thousands"


@dataclass(frozen=True, slots=True)
class NumberText:
    """A number read from text; `percent` says that a percent sign stood there and the value was divided by 100."""

    value: float | None
    percent: bool = False
    doubt: Doubt = Doubt.NONE


_MONEY = re.compile(r"(?:us\$|mx\$|m\.n\.|u\.s\.d\.|usd|mxn|mxp|dlls|dls|mn|eur|[$€£])", re.IGNORECASE)
_GAPS = re.compile(r"[\s\u00a0\u2007\u2009\u202f'\u2019]+")
_OUT_OF = re.compile(r"(\d+)\s*(?:in|out of|de cada|de|en|/)\s*(10|100|1000)", re.IGNORECASE)
_NOTHING = NumberText(None, doubt=Doubt.NOT_A_NUMBER)


def parse_number(text: str, sign: str = ".", unit: str = "") -> NumberText:
    """Read a number; thousands are grouped by the sign that is not the decimal sign.

    `12,5` under a decimal point is not guessed at (`Doubt.OTHER_SIGN`); `12,500` is twelve thousand five hundred.
    `12.500` is twelve and a half, with a doubt. A trailing unit is allowed if it is the column's own.
    """
    bare = _without_unit(text.strip(), unit)
    percent = bare.endswith("%") or bare.startswith("%")
    bare = _GAPS.sub("", _MONEY.sub("", bare.strip("% \u00a0")))
    bare, negative = _without_minus(bare)
    found = _digits(bare, sign)
    if found.value is None:
        return found
    value = -found.value if negative else found.value
    return NumberText(_shortest(value / 100) if percent else value, percent, found.doubt)


def parse_out_of(text: str) -> float | None:
    """Read `6 in 10`, `14 de 100` as a share; None for anything else."""
    match = _OUT_OF.fullmatch(text.strip())
    if not match or int(match[1]) > int(match[2]):
        return None
    return int(match[1]) / int(match[2])


def _without_unit(text: str, unit: str) -> str:
    match = re.fullmatch(r"(.*\d\)?)\s*([^\W\d][^\d]*)", text)
    if match and unit and key(match[2]) == key(unit):
        return match[1]
    return text


def _without_minus(text: str) -> tuple[str, bool]:
    text = text.replace("\u2212", "-").replace("\u2013", "-")
    if text.startswith("(") and text.endswith(")"):
        return text[1:-1], True
    if text.startswith("-"):
        return text[1:], True
    if text.endswith("-"):
        return text[:-1], True
    return text.removeprefix("+"), False


def _digits(text: str, sign: str) -> NumberText:
    comma = "," if sign == "." else "."
    own, other = re.escape(sign), re.escape(comma)
    if not re.fullmatch(r"[0-9.,]*[0-9][0-9.,]*(?:[eE][+-]?[0-9]{1,2})?", text):
        return _NOTHING
    grouped = rf"[0-9]{{1,3}}(?:{other}[0-9]{{3}})+(?:{own}[0-9]*)?"
    straight = rf"(?:[0-9]+(?:{own}[0-9]*)?|{own}[0-9]+)(?:[eE][+-]?[0-9]{{1,2}})?"
    if re.fullmatch(rf"{grouped}|{straight}", text):
        value = _shortest(float(text.replace(comma, "").replace(sign, ".")))
        doubtful = re.fullmatch(rf"[1-9][0-9]{{0,2}}{own}[0-9]{{3}}", text)
        return NumberText(value, doubt=Doubt.THOUSANDS if doubtful else Doubt.NONE)
    mirrored = rf"[0-9]{{1,3}}(?:{own}[0-9]{{3}})*{other}[0-9]+|[0-9]+{other}[0-9]+|[0-9]{{1,3}}(?:{own}[0-9]{{3}})+"
    return NumberText(None, doubt=Doubt.OTHER_SIGN) if re.fullmatch(mirrored, text) else _NOTHING


def _shortest(value: float) -> float:
    """Drop what is beyond the fifteen digits a spreadsheet keeps."""
    return float(f"{value:.15g}")
