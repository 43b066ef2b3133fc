"""A proposal as TOML: what is sure as lines that hold, what is not as commented lines that a person confirms."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from briefing.language import Language, catalogue
from briefing.workbook.adopt.found import SURE
from briefing.workbook.adopt.mapping import VERSION, CellRule, ColumnRule, KpiRule, SiteMapping, TableRule

Said = Callable[..., str]
OFFERED = 40
"""Names that are no KPI of the charter and are offered as lines to fill in."""
_BARE = re.compile(r"[A-Za-z0-9_-]+")


def mapping_toml(proposal: SiteMapping, language: Language) -> str:
    """Write a proposal; the same proposal gives the same bytes."""
    return "\n".join(_lines(proposal, language)) + "\n"


def quoted(text: str) -> str:
    """Write a basic TOML string; what is typed in a sheet can close no string and start no key."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(each if each >= " " and each != "\x7f" and each not in "\u2028\u2029" else f"\\u{ord(each):04x}" for each in escaped) + '"'


def _key(text: str) -> str:
    return text if _BARE.fullmatch(text) else quoted(text)


def _remark(text: str) -> str:
    """Give a text that cannot leave its comment."""
    return " ".join("".join(each if each.isprintable() else " " for each in text).split())


def _lines(proposal: SiteMapping, language: Language) -> Iterator[str]:
    texts = catalogue("adopt", language)

    def said(name: str, **values: object) -> str:
        return f"# {_remark(texts.pattern(name).format(**values))}"

    yield said("toml.head", file=proposal.made_from)
    yield said("toml.confirm", sure=SURE)
    yield f"version = {VERSION}"
    yield f"made_from = {quoted(proposal.made_from)}"
    yield _held(f"site = {quoted(proposal.site or '?')}", proposal.sure.get("site", 100), said("toml.site"))
    yield f"language = {quoted(proposal.language)}"
    yield f"decimal_sign = {quoted(proposal.decimal_sign)}  " + said(f"toml.sign_{'stated' if proposal.sure.get('decimal_sign', 100) >= SURE else 'unseen'}")
    yield _held(f"currency = {quoted(proposal.currency or 'MXN')}", proposal.sure.get("currency", 100), said("toml.currency"))
    if proposal.tables_left:
        yield said("toml.tables_left")
        yield "tables_left = [" + ", ".join(quoted(each) for each in proposal.tables_left) + "]"
    yield ""
    yield from _period(proposal, said("toml.period"), said("toml.period_cell"))
    if proposal.cover:
        yield ""
        yield said("toml.cover")
        yield "[cover]"
        for name, place in proposal.cover.items():
            yield _held(f"{name} = {_cell(place)}", proposal.sure.get(f"cover.{name}", 100), "")
    yield from _scales(proposal, said)
    if proposal.states:
        yield ""
        yield said("toml.states")
        yield "[states]"
        for word, state in proposal.states.items():
            yield _held(f"{_key(word)} = {quoted(state)}", proposal.sure.get(f"states.{word}", 100), "")
    for rule in proposal.tables:
        yield ""
        yield from _table(rule, said, language)


def _held(line: str, sure: int, remark: str) -> str:
    """Give a line, commented where it is not sure."""
    held = line if sure >= SURE else f"# {line}"
    return f"{held}  {remark}" if remark and sure < SURE else held


def _cell(rule: CellRule) -> str:
    parts = {"sheet": rule.sheet, "label": rule.label, "cell": rule.cell}
    return "{ " + ", ".join(f"{name} = {quoted(value)}" for name, value in parts.items() if value) + " }"


def _period(proposal: SiteMapping, head: str, cell: str) -> Iterator[str]:
    yield head
    yield "[period]"
    yield f"from = {quoted(proposal.period_from)}"
    rule = proposal.period_cell
    if rule is not None:
        yield cell
        lead = "" if proposal.period_from == "cell" else "# "
        if lead:
            yield '# from = "cell"'
        for name, value in (("sheet", rule.sheet), ("label", rule.label), ("cell", rule.cell)):
            if value:
                yield f"{lead}{name} = {quoted(value)}"


def _scales(proposal: SiteMapping, said: Said) -> Iterator[str]:
    for name, steps in proposal.scales.items():
        yield ""
        yield said(f"toml.scale_{name}")
        yield f"[scales.{name}]"
        for word, figure in steps.items():
            if figure is None:
                yield f"# {_key(word)} =   {said('toml.fill')}"
            elif proposal.sure.get(f"scales.{name}.{word}", 100) < SURE:
                yield f"# {_key(word)} = {figure!r}   {said('toml.from_legend')}"
            else:
                yield f"{_key(word)} = {figure!r}"


def _table(rule: TableRule, said: Said, language: Language) -> Iterator[str]:
    texts = catalogue("adopt", language)
    yield said("toml.table", kind=texts.text(f"kind.{rule.kind}"), place=f"{rule.sheet}!{rule.range}")
    if rule.sure < SURE:
        yield said("toml.table_doubt", sure=rule.sure)
    off = "" if rule.sure >= SURE else "# "
    yield f"{off}[[tables]]"
    plain = [f"sheet = {quoted(rule.sheet)}", f"kind = {quoted(rule.kind.value)}", f"title = {quoted(rule.title)}", f"range = {quoted(rule.range)}"]
    plain += [f"occurrence = {rule.occurrence}"] if rule.occurrence > 1 else []
    plain += [f"decimal_sign = {quoted(rule.sign)}"] if rule.sign else []
    plain += [f"currency = {quoted(rule.currency)}"] if rule.currency else []
    for line in plain:
        yield off + line
    for line in _choices(rule, said):
        yield line if line.startswith("#") else off + line
    for name, entries in (("columns", [_column(each) for each in rule.columns]),
                          ("months", [(_month(each.beside, each.take_as), each.sure, "") for each in rule.months]),
                          ("kpis", [*(_kpi(each) for each in rule.kpis), *(_kpi(KpiRule(label, "", 0)) for label in rule.labels_left[:OFFERED])])):
        if entries:
            yield f"{off}{name} = ["
            for entry, sure, why in entries:
                remark = _remark(" ".join(part for part in (f"{sure} %" if sure else "", texts.text(f"why.{why}") if f"why.{why}" in texts else "") if part))
                yield f"{off}  {'' if sure >= SURE else '# '}{entry}," + (f"  # {remark}" if remark else "")
            yield f"{off}]"
    for name, words in (("left", rule.left), ("labels_left", rule.labels_left)):
        if words:
            yield f"{off}{name} = [" + ", ".join(quoted(each) for each in words) + "]"


def _choices(rule: TableRule, said: Said) -> Iterator[str]:
    if rule.year:
        yield f"year = {quoted(rule.year)}" if not rule.year.startswith("?") else f'# year = "period"  {said("toml.year")}'
    if rule.combine:
        yield f'# combine = {quoted(rule.combine.lstrip("?"))}  {said("toml.combine")}' if rule.combine.startswith("?") else f"combine = {quoted(rule.combine)}"
    if rule.kind == "register":
        yield f"# window_months = 12  {said('toml.window')}"


def _column(rule: ColumnRule) -> tuple[str, int, str]:
    parts = [f"header = {quoted(rule.header)}", f"take_as = {quoted(rule.take_as)}"]
    parts += [f"kpi = {quoted(rule.kpi)}"] if rule.kpi else []
    parts += [f"unit = {quoted(rule.unit)}"] if rule.unit else []
    parts += [f"column = {quoted(rule.column)}"] if rule.column else []
    return "{ " + ", ".join(parts) + f", sure = {rule.sure} }}", rule.sure, rule.why


def _month(beside: str, take_as: str) -> str:
    return f"{{ beside = {quoted(beside)}, take_as = {quoted(take_as)} }}"


def _kpi(rule: KpiRule) -> tuple[str, int, str]:
    factor = f", factor = {rule.factor!r}" if rule.factor != 1 else ""
    return f"{{ label = {quoted(rule.label)}, code = {quoted(rule.code or '?')}{factor} }}", rule.sure, rule.why
