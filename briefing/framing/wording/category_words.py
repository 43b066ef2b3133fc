"""The sentences about a category of risk and its own tolerance."""

from __future__ import annotations

from collections.abc import Sequence

from briefing.analysis.categories import CategoryStand
from briefing.framing.wording.lists import more
from briefing.framing.wording.pen import Part, Pen
from briefing.sentences import Sentence, Stance

DOMAIN = "category"
_VERDICTS = {True: "category.beyond", False: "category.within", None: "category.unclear"}


def stands(pen: Pen, prefix: str, found: Sequence[CategoryStand]) -> list[Sentence]:
    """Hold each category against its own curve; say of one without rows in money that nothing is held against it."""
    return [stand(pen, f"{prefix}.{each.category.name}", each) for each in found]


def stand(pen: Pen, identifier: str, each: CategoryStand) -> Sentence:
    """Say the chance of losing more than the amount by rows of the category, what was accepted, and whether it is beyond."""
    speaking = pen.speaking(DOMAIN)
    category, amount, accepted = _name(speaking, each), speaking.money(each.amount), speaking.hundredths(each.accepted)
    if each.above is None:
        key = "category.none" if each.category.is_known else "category.unknown"
        return speaking.say(identifier, key, stance=Stance.ANALYSIS, category=category, amount=amount, accepted=accepted)
    bracket = speaking.bracket(each.above.common.id.removesuffix(".common"), each.above.low, each.above.high)
    return speaking.say(identifier, _VERDICTS[each.beyond], stance=Stance.ANALYSIS, strong=each.beyond is True, category=category, amount=amount,
                        bracket=bracket, accepted=accepted)


def rest(pen: Pen, identifier: str, count: int, target: str) -> Sentence:
    """Say how many more categories there are, and lead to where they stand."""
    return more(pen.speaking(DOMAIN), identifier, "categories", count, target)


def _name(pen: Pen, each: CategoryStand) -> Part:
    typed = each.category.typed
    cell = typed.source.at("category")
    return Part(pen.word(f"row_kind.{each.category.name}").runs, (cell,)) if each.category.is_known else pen.typed(typed.category, typed.source, "category")
