"""The sentences about an ask's options: what each costs, leaves and avoids, and the trade-off between them."""

from __future__ import annotations

from briefing import numbers
from briefing.analysis.options import NOTHING as DO_NOTHING
from briefing.analysis.options import Choice, Weighed
from briefing.analysis.portfolio import Portfolio
from briefing.evidence import Fact, derived
from briefing.framing.wording.pen import MISSING_VALUE, Part, Pen
from briefing.sentences import Sentence, Stance

OPTION_LINES = ("cost", "capital", "effect", "reversible", "chance", "left", "avoided", "net", "delay", "above")
TYPED_LINES = frozenset({"cost", "capital", "effect", "reversible"})


def option_line(pen: Pen, portfolio: Portfolio | None, line: str) -> Part:
    """Name a line of the comparison."""
    if line == "above" and portfolio is not None:
        return pen.join("line.above", amount=pen.money(portfolio.amount))
    return pen.word(f"line.{line}")


def option_title(pen: Pen, weighed: Weighed, choice: Choice) -> str:
    """Give the header of an option's column."""
    option = choice.option
    title = pen.text("do_nothing") if choice.letter == DO_NOTHING and not (option.title_en or option.title_es) else "".join(
        run.text for run in pen.clause(option.title_en, option.title_es, option.source, "title").runs)
    key = "option_header.recommended" if choice.letter == weighed.ask.recommendation else "option_header"
    return pen.text(key).format(letter=choice.letter, title=title)


def option_value(pen: Pen, weighed: Weighed, choice: Choice, line: str) -> Sentence | None:
    """Give one line of the comparison for one option; None where it says nothing."""
    identifier = f"ask.{weighed.ask.id}.{choice.letter}.{line}"
    part = _option_part(pen, choice, line)
    return pen.phrase(identifier, part, stance=Stance.FACT if line in TYPED_LINES else Stance.ANALYSIS)


def _option_part(pen: Pen, choice: Choice, line: str) -> Part:
    dash, option = pen.plain(MISSING_VALUE), choice.option
    if line == "cost":
        return option_cost(pen, choice)
    if line == "effect":
        if choice.letter == DO_NOTHING or option.months_to_effect is None:
            return dash
        fact = Fact(f"{option.ask}.{option.letter}.months_to_effect", option.months_to_effect, "months",
                    cells=(option.source.at("months_to_effect"),))
        weeks = option.months_to_effect * 52 / 12
        if option.months_to_effect == 0:
            return pen.join("effect.at_once", fact=pen.number(fact, pen.text("at_once")))
        whole = option.months_to_effect >= 3 or abs(option.months_to_effect - round(option.months_to_effect)) < 1e-9
        count = round(option.months_to_effect, 1) if whole else max(round(weeks), 1)
        return pen.join("effect.months" if whole else "effect.weeks", count,
                        count=pen.number(fact, numbers.decimal(count, pen.language)))
    if line == "capital":
        if option.capital is None:
            return dash
        cost = choice.cost
        unit = cost.inputs[0].unit if cost and cost.inputs else pen.currency
        return pen.money(Fact(f"{option.ask}.{option.letter}.capital", option.capital, unit, cells=(option.source.at("capital"),)))
    if line == "reversible":
        return dash if option.reversible is None else Part(pen.word("yes" if option.reversible else "no").runs, (option.source.at("reversible"),))
    return _computed_part(pen, choice, line)


def _computed_part(pen: Pen, choice: Choice, line: str) -> Part:
    dash = pen.plain(MISSING_VALUE)
    if line == "chance":
        return pen.chance_figure(choice.chance)
    if line == "avoided":
        return _avoided(pen, choice)
    if line == "above":
        above = choice.above
        if above is None:
            return dash
        named = above.low.id.rpartition(".")[0] if choice.avoided else "exposure.above"
        return pen.join("of_hundred", bracket=pen.bracket(named, above.low, above.high))
    fact = {"left": choice.left, "net": choice.net, "delay": choice.delay}[line]
    return pen.money(fact) if fact is not None else dash


def _avoided(pen: Pen, choice: Choice) -> Part:
    """Give the loss avoided on average, and between which amounts it lies in eight years of ten."""
    if choice.avoided is None:
        return pen.plain(MISSING_VALUE)
    if choice.avoided_low is None or choice.avoided_high is None:
        return pen.money(choice.avoided)
    span = pen.money_range(f"{choice.avoided.id}.range", choice.avoided_low, choice.avoided_high)
    return pen.join("avoided_range", mean=pen.money(choice.avoided), range=span)


def option_cost(pen: Pen, choice: Choice) -> Part:
    """Give what an option costs, once or a month and in all."""
    option = choice.option
    if choice.letter == DO_NOTHING and not option.cost_once and not option.cost_month:
        return pen.plain("0")
    if choice.cost is None:
        return pen.word("not_costed")
    monthly = next((fact for fact in _leaves(choice.cost) if fact.id.endswith("cost_month")), None)
    if monthly is None:
        return pen.join("cost.once", cost=pen.money(choice.cost))
    return pen.join("cost.monthly", month=pen.money(monthly), total=pen.money(choice.cost))


def _leaves(fact: Fact) -> list[Fact]:
    if not fact.inputs:
        return [fact]
    return [leaf for part in fact.inputs for leaf in _leaves(part)]


def trade_off(pen: Pen, weighed: Weighed) -> list[Sentence]:
    """Say what the figures favour, call ties ties, and leave the recommendation the site's."""
    identifier = f"ask.{weighed.ask.id}.trade_off"
    chosen, best = weighed.ask.recommendation, weighed.choice(weighed.best)
    found = []
    if best is None:
        untouchable = any(loss.row.limit for loss in weighed.losses)
        found.append(pen.say(identifier, "trade_off.absolute" if untouchable else "trade_off.none", stance=Stance.ANALYSIS))
    elif weighed.tied:
        found.append(_tie(pen, identifier, weighed, best))
    elif best.letter == chosen:
        found.append(pen.say(identifier, "trade_off.same", stance=Stance.ANALYSIS, letter=pen.plain(best.letter)))
    else:
        found.append(pen.say(identifier, "trade_off.other", stance=Stance.ANALYSIS, letter=pen.plain(best.letter), chosen=pen.plain(chosen)))
    found += _give_and_take(pen, identifier, weighed)
    late = [choice for choice in weighed.choices if choice.too_late]
    if late:
        found.append(pen.say(f"{identifier}.late", "trade_off.late", len(late), stance=Stance.ANALYSIS,
                             letters=pen.listed(pen.plain(choice.letter) for choice in late)))
    return found


def _give_and_take(pen: Pen, identifier: str, weighed: Weighed) -> list[Sentence]:
    """Say in which ways the recommended option is better and in which its rival: the best, else the next by avoided less cost."""
    chosen = weighed.recommended
    rivals = sorted((each for each in weighed.choices if each.net and each is not chosen), key=lambda each: -(each.net.number if each.net else 0.0))
    if chosen is None or not chosen.net or not rivals:
        return []
    pair = (chosen, rivals[0])
    named = [
        (pen.join("give_and_take.of", letter=pen.plain(one.letter), list=pen.listed(reasons)), pen.plain(other.letter))
        for one, other in (pair, pair[::-1]) if (reasons := _better(pen, weighed, one, other))
    ]
    if not named:
        return []
    (first, rival), *second = named
    said = pen.join("give_and_take.both", left=first, right=second[0][0]) if second else pen.join("give_and_take.one", left=first, other=rival)
    return [pen.say(f"{identifier}.between", "sentence", stance=Stance.ANALYSIS, said=said)]


def _better(pen: Pen, weighed: Weighed, one: Choice, other: Choice) -> list[Part]:
    """Give the ways in which one option is better than another: cost, time, chance left, a way back."""
    found = []
    if one.cost and other.cost and other.cost.number - one.cost.number > 0.5:
        gap = derived(f"{weighed.ask.id}.{one.letter}{other.letter}.cheaper", other.cost.number - one.cost.number, one.cost.unit,
                      "option.gap", (one.cost, other.cost))
        found.append(pen.join("better.cheaper", gap=pen.money(gap)))
    soon, late = one.option.months_to_effect, other.option.months_to_effect
    if soon is not None and late is not None and soon < late:
        found.append(Part(pen.word("better.sooner").runs, tuple(each.option.source.at("months_to_effect") for each in (one, other))))
    if one.chance and other.chance and _smaller(pen, one.chance, other.chance):
        found.append(Part(pen.word("better.chance").runs, (*one.chance.evidence(), *other.chance.evidence())))
    if one.option.reversible and other.option.reversible is False:
        found.append(Part(pen.word("better.reversible").runs, tuple(each.option.source.at("reversible") for each in (one, other))))
    return found


def _smaller(pen: Pen, one: Fact, other: Fact) -> bool:
    """Tell whether a chance is smaller as printed."""
    written = [numbers.chance(fact.number, pen.language, typed=fact.method == "typed") for fact in (one, other)]
    return one.number < other.number and written[0] != written[1]


def _tie(pen: Pen, identifier: str, weighed: Weighed, best: Choice) -> Sentence:
    other = weighed.choice(weighed.tied[0])
    nets = [choice.net.number if choice and choice.net else 0.0 for choice in (best, other)]
    facts = tuple(choice.net for choice in (best, other) if choice and choice.net)
    gap = derived(f"{weighed.ask.id}.gap", abs(nets[0] - nets[1]), pen.exchange.currency, "option.gap", facts)
    letters = pen.listed(pen.plain(letter) for letter in sorted((best.letter, *weighed.tied)))
    key = "trade_off.tie" if len(weighed.tied) == 1 else "trade_off.ties"
    if weighed.ask.recommendation in (best.letter, *weighed.tied):
        key += ".chosen"
    return pen.say(identifier, key, stance=Stance.ANALYSIS, letters=letters, gap=pen.money(gap), chosen=pen.plain(weighed.ask.recommendation))
