"""Cells that hold figures: plain numbers, shares, and values in a KPI's unit."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from math import isfinite
from typing import Final

from briefing.workbook import codes
from briefing.workbook.contract import Column
from briefing.workbook.grid import Cell, CellKind
from briefing.workbook.normalise import key, one_line, without_gender
from briefing.workbook.number_text import Doubt, parse_number, parse_out_of
from briefing.workbook.percent import Scale, as_share
from briefing.workbook.reading import Fault, Read, Settings, shown
from briefing.workbook.vocabulary import Kind


def plain_number(value: float, column: Column) -> str:
    """Write a bound as people would type it in this column."""
    return f"{value * 100:.6g} %" if column.kind is Kind.SHARE else f"{value:,.10g}"


@dataclass(frozen=True, slots=True)
class _Number:
    value: float | None
    percent: bool = False
    faults: tuple[Fault, ...] = ()


LARGEST: Final = 1e15
"""No plant counts or pays more; a larger number is a slip, and a double keeps no cents of it."""


def _number_of(cell: Cell, settings: Settings) -> _Number:
    """Give a cell's number as it stands, before any unit is thought of."""
    if cell.kind is CellKind.NUMBER and isinstance(cell.value, float):
        return _Number(cell.value, cell.percent)
    if cell.kind is CellKind.DATE:
        return _Number(None, faults=(Fault(codes.DATE_FOR_NUMBER, {"found": shown(cell)}),))
    found = shown(cell).strip()
    if cell.kind is CellKind.BOOLEAN:
        return _Number(None, faults=(Fault(codes.NOT_A_NUMBER, {"found": found}),))
    parsed = parse_number(found, settings.sign, settings.scale.unit)
    if parsed.doubt is Doubt.OTHER_SIGN:
        other = "," if settings.sign == "." else "."
        fixed = found.translate({ord("."): ",", ord(","): "."})
        return _Number(None, faults=(Fault(codes.DECIMAL_SIGN, {"found": found, "sign": settings.sign, "other": other,
                                                               "suggestion": fixed}),))
    if parsed.value is None or not isfinite(parsed.value):
        return _Number(None, faults=(Fault(codes.NOT_A_NUMBER, {"found": found}),))
    faults = (Fault(codes.DOUBTFUL_THOUSANDS, {"found": found, "used": parsed.value}),) \
        if parsed.doubt is Doubt.THOUSANDS else ()
    return _Number(parsed.value, parsed.percent, faults)


def read_number(cell: Cell, column: Column, settings: Settings) -> Read:
    """Read a number, amount or count within the column's bounds."""
    number = _number_of(cell, settings)
    if number.value is None:
        return None, number.faults
    if number.percent:
        return None, (Fault(codes.UNEXPECTED_PERCENT, {"found": shown(cell), "unit": settings.scale.unit or "-"}),)
    if column.kind is Kind.WHOLE and number.value != int(number.value):
        return None, (Fault(codes.NOT_WHOLE, {"found": shown(cell)}),)
    fault = _out_of_range(number.value, column, shown(cell))
    if fault:
        return None, (*number.faults, fault)
    return int(number.value) if column.kind is Kind.WHOLE else number.value, number.faults


def _out_of_range(value: float, column: Column, found: str) -> Fault | None:
    high = column.high if column.high is not None or abs(value) <= LARGEST else LARGEST
    low = column.low if column.low is not None or value >= -LARGEST else -LARGEST
    return beyond(value, low, high, lambda: found, lambda bound: plain_number(bound, column))


def beyond(value: float, low: float | None, high: float | None, found: Callable[[], str],
           write: Callable[[float], str]) -> Fault | None:
    """Give the fault of a value outside its bounds, both included; None if it is inside."""
    if (low is None or value >= low) and (high is None or value <= high):
        return None
    if low is None or high is None:
        bound = write(low if low is not None else high or 0.0)
        ends = (f"{bound} or more", f"{bound} o más") if high is None else (f"{bound} or less", f"{bound} o menos")
    else:
        ends = (f"between {write(low)} and {write(high)}", f"entre {write(low)} y {write(high)}")
    return Fault(codes.OUT_OF_RANGE, {"found": found(), "range_en": ends[0], "range_es": ends[1]})


def read_share(cell: Cell, column: Column, settings: Settings) -> Read:
    """Read a share of one; a chance may be `6 in 10` or a word that the charter's scales define."""
    number = _number_of(cell, settings)
    if number.value is None:
        return _share_in_words(cell, column, settings, number.faults)
    scale = Scale(unit="%", percent=True, lower=column.low, upper=column.high)
    value, divided = as_share(number.value, shown=number.percent, scale=scale)
    fault = _out_of_range(value, column, shown(cell))
    if fault:
        return None, (fault,)
    faults = number.faults
    if divided:
        faults = (*faults, Fault(codes.PERCENT_AS_WHOLE, {"found": shown(cell), "used": f"{value * 100:.6g} %"}))
    elif value == 1 and not number.percent and "chance" in column.field:
        faults = (*faults, Fault(codes.ONE_AS_WHOLE, {"found": shown(cell)}))
    return value, faults


def _share_in_words(cell: Cell, column: Column, settings: Settings, faults: tuple[Fault, ...]) -> Read:
    """Read `6 in 10`, or a word that the charter's scales define."""
    if "chance" not in column.field or cell.kind is not CellKind.TEXT:
        return None, faults
    typed = one_line(shown(cell))
    share = parse_out_of(typed)
    if share is not None:
        return share, ()
    word = without_gender(key(typed))
    if word in settings.chance_words:
        share = settings.chance_words[word]
        return share, (Fault(codes.CHANCE_BY_SCALE, {"found": typed, "used": f"{share * 100:.6g} %"}),)
    if word in NOT_KNOWN_WORDS or not re.fullmatch(r"[^\W\d_][^\d%]*", typed):
        return None, faults
    return None, (Fault(codes.CHANCE_IN_WORDS, {"found": typed}),)


NOT_KNOWN_WORDS: Final = frozenset(
    {"nd", "no", "sd", "tbd", "pendiente", "pending", "pordefinir", "nodisponible", "notavailable", "sindato", "x", "ns",
     "nose", "unknown", "desconocido", "notknown", "nosesabe", "porconfirmar", "tbc", "none", "ninguno", "nulo", "null",
     "nan", "noaplica", "notapplicable"} | {without_gender("na")},
)
"""Keys, without gender, of what people write in place of a figure."""


def value_in_unit(cell: Cell, settings: Settings, beside: tuple[float, ...] = ()) -> Read:
    """Read a number in a KPI's unit: a share where the unit is %; `beside` are sure shares of the same row."""
    scale = settings.scale
    if cell.kind is CellKind.NUMBER and not cell.percent and not scale.percent and isinstance(cell.value, float) and (
            (scale.lower is None or cell.value >= scale.lower) and (scale.upper is None or cell.value <= scale.upper)):
        return cell.value, ()  # a plain number within its bounds: nearly every cell
    number = _number_of(cell, settings)
    if number.value is None:
        return None, number.faults
    if scale.percent is False and number.percent:
        return None, (Fault(codes.UNEXPECTED_PERCENT, {"found": shown(cell), "unit": scale.unit or "-"}),)
    value, faults = number.value, number.faults
    if scale.percent:
        value, divided = as_share(value, shown=number.percent, scale=scale, beside=beside)
        if divided:
            faults = (*faults, Fault(codes.PERCENT_AS_WHOLE, {"found": shown(cell), "used": f"{value * 100:.6g} %"}))
    fault = beyond(value, scale.lower, scale.upper, lambda: shown(cell), lambda bound: in_unit(bound, scale))
    return (None, (*faults, fault)) if fault else (value, faults)


def in_unit(value: float, scale: Scale) -> str:
    """Write a value in a KPI's unit as people would type it."""
    return f"{value * 100:.6g} %" if scale.percent else f"{value:,.10g}"


def sure_share(cell: Cell, settings: Settings) -> float | None:
    """Give a cell's share if it shows a percent sign or cannot be anything but a whole percentage."""
    if cell.kind not in {CellKind.NUMBER, CellKind.TEXT}:
        return None
    number = _number_of(cell, settings)
    if number.value is None:
        return None
    value, divided = as_share(number.value, shown=number.percent, scale=settings.scale)
    return value if (divided or number.percent) and value else None
