"""The plants beside each other: shared issues said once, shared KPIs with declared adjustments, the record of each."""

from __future__ import annotations

from collections.abc import Sequence

from briefing.document.blocks import Block, Bullets, Cell, Layout, Mark, Paragraph, Row, Section, Table
from briefing.evidence import Fact, derived
from briefing.framing.wording.lists import shortened
from briefing.framing.wording.pen import MISSING_VALUE, NOTHING, Part
from briefing.group.digest import Digest, KpiLine, TallyLine
from briefing.group.page import more
from briefing.group.setting import Setting, columns
from briefing.group.sharing import SharedIssue, shared_issues
from briefing.model.submission import Status
from briefing.sentences import Sentence, Stance

SIDE_BY_SIDE = 4
"""More plants than this are compared by the worst of each KPI; the others stand in their briefings."""
WORST = 3
REASONS_SHOWN = 8
RECORD = ("own_ranges", "told", "kept_site", "answered", "kept_hq")
_STANDING = (Status.OUT_OF_TOLERANCE, Status.WITHIN_TOLERANCE, Status.NOT_AGREED, Status.ON_TARGET, Status.NOT_MEASURED)

Shown = tuple[Digest, KpiLine]


def compare_sections(setting: Setting, shared: int, kpis: int, record: int) -> tuple[Section, ...]:
    """Compose so much of what the plants share, of their KPIs and of their records; nothing where there are not two plants to compare."""
    if len(setting.view.here) < 2:
        return ()
    made = (
        setting.composed(f"shared {shared}", lambda: _shared(setting, shared)),
        setting.composed(f"kpis {kpis}", lambda: kpis_section(setting, kpis)),
        setting.composed(f"record {record}", lambda: _records(setting, record)),
    )
    return tuple(section for section in made if section is not None)


def _section(setting: Setting, anchor: str, *blocks: Block) -> Section:
    return Section(anchor, setting.pen.text(f"group.label.{anchor.replace('-', '_')}"), blocks, Layout.APPENDIX if anchor.startswith("all-") else Layout.FLOW)


def _shared(setting: Setting, most: int) -> Section | None:
    found = shared_issues(setting.view)
    if not found:
        return None
    items = tuple((_shared_line(setting, each),) for each in found[:most])
    return _section(setting, "shared", Bullets((*items, *_rest(setting, "shared", len(found) - most))))


def _rest(setting: Setting, name: str, rest: int, key: str = "group.rest") -> tuple[tuple[Sentence, ...], ...]:
    pen = setting.pen
    return ((pen.say(f"group.{name}.rest", key, rest, count=pen.plain(str(rest))),),) if rest > 0 else ()


def _shared_line(setting: Setting, each: SharedIssue) -> Sentence:
    """Say an issue once, with the plants it stands at and what they share."""
    pen = setting.pen
    plant, lead = each.members[0]
    ties = [pen.join(f"group.tie.{tie.kind}", what=setting.get(tie.said)) for tie in each.ties]
    where = [pen.join("group.member", site=setting.get(other.name), id=pen.plain(issue.id), what=setting.get(issue.event)) for other, issue in each.members]
    key = "group.shared" if each.expected else "group.shared.untranslated"
    parts = {"ties": pen.listed(ties), "where": shortened(pen, where, WORST)}
    if each.expected:
        parts["expected"] = pen.money(each.expected)
    return pen.say(f"group.shared.{plant.site}.{lead.id}", key, stance=Stance.ANALYSIS, strong=False, **parts)


def kpis_section(setting: Setting, most: int, anchor: str = "kpis") -> Section | None:
    """Compose the KPIs that several plants measure, the most missed first; what a board is spared stands in headquarters' edition."""
    shared = shared_kpis(setting)
    if not shared:
        return None
    shown = dict(list(shared.items())[:most])
    plants = setting.view.here
    name = "all.kpi" if anchor == "all-kpis" else "group.kpi"
    table = _matrix(setting, name, shown, plants) if len(plants) <= SIDE_BY_SIDE else _worst(setting, name, shown)
    notes = tuple(note for pairs in shown.values() for note in _reasons(setting, name, pairs))
    blocks: list[Block] = [table]
    if notes:
        blocks.append(Bullets((*((note,) for note in notes[:REASONS_SHOWN]), *_rest(setting, f"{anchor}.reasons", len(notes) - REASONS_SHOWN))))
    rest = len(shared) - len(shown)
    if rest > 0 and setting.view.is_board:
        blocks += [Paragraph(each, role="small") for each in _rest(setting, "kpis", rest, "group.rest.hq")]
    elif rest > 0:
        blocks.append(Paragraph((more(setting, "kpis", rest, "all-kpis"),), role="small"))
    return _section(setting, anchor, *blocks)


def shared_kpis(setting: Setting) -> dict[str, list[Shown]]:
    """Give the KPIs that at least two plants measured, the one that most plants miss first."""
    return setting.composed("kpis", lambda: _shared_kpis(setting))


def _shared_kpis(setting: Setting) -> dict[str, list[Shown]]:
    found: dict[str, list[Shown]] = {}
    for plant in setting.view.here:
        for line in plant.measured:
            found.setdefault(line.code, []).append((plant, line))
    several = {code: pairs for code, pairs in found.items() if len(pairs) > 1}
    missed = {code: sum(line.status is Status.OUT_OF_TOLERANCE for _, line in pairs) / len(pairs) for code, pairs in several.items()}
    return dict(sorted(several.items(), key=lambda item: (-missed[item[0]], item[0])))


def _matrix(setting: Setting, prefix: str, shared: dict[str, list[Shown]], plants: Sequence[Digest]) -> Table:
    """Give a row a KPI and a column a plant: the value, the adjusted one where declared, and the months measured."""
    pen = setting.pen
    rows = tuple(
        Row((setting.cell(f"{prefix}.{code}", setting.get(pairs[0][1].name)), *(_value(setting, f"{prefix}.{code}", plant, pairs) for plant in plants)))
        for code, pairs in shared.items()
    )
    headers = [pen.text("column.kpi"), *("".join(run.text for run in setting.get(plant.name).runs) for plant in plants)]
    widths = (0.3, *(0.7 / len(plants) for _ in plants))
    return Table(columns(headers, widths, set()), rows, pen.text("group.kpis.caption"), "kpis")


def _value(setting: Setting, prefix: str, plant: Digest, pairs: Sequence[Shown]) -> Cell:
    line = next((line for other, line in pairs if other is plant), None)
    name = f"{prefix}.{plant.site}"
    if line is None:
        return setting.cell(name, setting.pen.plain(MISSING_VALUE))
    made = setting.cell(name, _figure(setting, line))
    return Cell(made.sentences, Mark(line.status.value))


def _figure(setting: Setting, line: KpiLine) -> Part:
    """Give a value, the adjusted one beside it, and n."""
    pen = setting.pen
    key = "group.kpi.adjusted" if line.adjusted else "group.kpi"
    return pen.join(key, value=setting.get(line.value), adjusted=setting.get(line.adjusted), months=pen.count(line.months))


def _worst(setting: Setting, prefix: str, shared: dict[str, list[Shown]]) -> Table:
    """Give a row a KPI: how many plants measure it, how many are on target, and the three furthest on the bad side."""
    pen = setting.pen
    rows = []
    for code, pairs in shared.items():
        ranked = sorted(pairs, key=lambda pair: (_STANDING.index(pair[1].status), -pair[1].gap, pair[0].site))
        named = [pen.join("group.kpi.at", site=setting.get(plant.name), value=_figure(setting, line)) for plant, line in ranked[:WORST]]
        rows.append(Row((
            setting.cell(f"{prefix}.{code}", setting.get(pairs[0][1].name)),
            setting.cell(f"{prefix}.{code}.on_target", _on_target(setting, code, pairs), stance=Stance.ANALYSIS),
            setting.cell(f"{prefix}.{code}.worst", pen.listed(named)),
        )))
    headers = [pen.text("column.kpi"), pen.text("group.column.plants_on_target"), pen.text("group.column.worst")]
    return Table(columns(headers, (0.25, 0.12, 0.63), {1}), tuple(rows), pen.text("group.kpis.worst_caption"), "kpis")


def _on_target(setting: Setting, code: str, pairs: Sequence[Shown]) -> Part:
    cells = tuple(dict.fromkeys(cell for _, line in pairs for cell in line.value.en.cells))
    hits = sum(line.status is Status.ON_TARGET for _, line in pairs)
    name = f"group.kpi.{code}.on_target"
    return setting.pen.of(name, Fact(f"{name}.hits", hits, "count", "status", cells=cells), Fact(f"{name}.total", len(pairs), "count", "status", cells=cells))


def _reasons(setting: Setting, prefix: str, pairs: Sequence[Shown]) -> list[Sentence]:
    return [
        setting.pen.say(f"{prefix}.adjusted.{plant.site}.{line.code}", "group.adjusted", kpi=setting.get(line.name), site=setting.get(plant.name),
                        reason=setting.get(line.reason))
        for plant, line in pairs if line.adjusted
    ]


def _records(setting: Setting, most: int) -> Section:
    """Give both sides' record, of all plants and of the first; that of a plant in its safe start is the plant's alone, headquarters' is not."""
    pen, plants = setting.pen, setting.view.here
    rows = (*(_record_row(setting, plant) for plant in plants[:most]), _record_total(setting))
    headers = [pen.text("group.column.plant"), *(pen.text(f"group.column.{name}") for name in RECORD)]
    table = Table(columns(headers, (0.2, 0.16, 0.16, 0.16, 0.16, 0.16), {1, 2, 3, 4, 5}), rows, pen.text("group.record.caption"), "plain")
    notes = [pen.say("group.record.few", "group.record.few", stance=Stance.NOTICE)]
    if any(plant.is_safe_start for plant in plants):
        notes.append(pen.say("group.record.safe_start", "group.record.safe_start", stance=Stance.NOTICE))
    if setting.view.is_board:
        notes.append(pen.say("group.record.hq", "group.record.hq", stance=Stance.NOTICE))
    rest = [] if setting.view.is_board else [line for lines in _rest(setting, "record", len(plants) - most) for line in lines]
    return _section(setting, "record", table, Paragraph((*rest, *notes), role="small"))


def _record_total(setting: Setting) -> Row:
    """Add up the counts of all plants; they are counts, so they add."""
    cells = (setting.cell(f"group.record.all.{name}", _tally_of_all(setting, name), stance=Stance.ANALYSIS) for name in RECORD)
    return Row((setting.cell("group.record.all", setting.pen.word("group.exposure.all")), *cells), strong=True)


def _tally_of_all(setting: Setting, name: str) -> Part:
    def made() -> tuple[Fact, Fact]:
        lines = [line for plant in setting.view.all.here for line in plant.record if line.name == name and line.total.number]
        hits, total = (derived(f"group.record.{name}.{part}", int(sum(fact.number for fact in facts)), "count", "group.sum", facts)
                       for part, facts in (("hits", [line.hits for line in lines]), ("total", [line.total for line in lines])))
        return hits, total

    hits, total = setting.view.all.once(f"record {name}", made)
    return setting.pen.of(f"group.record.{name}", hits, total) if total.number else setting.pen.plain(MISSING_VALUE)


def _record_row(setting: Setting, plant: Digest) -> Row:
    tallies = {line.name: line for line in plant.record}
    cells = (setting.cell(f"group.record.{plant.site}.{name}", _tally(setting, plant, name, tallies.get(name)), stance=Stance.ANALYSIS) for name in RECORD)
    return Row((setting.cell(f"group.record.{plant.site}", setting.get(plant.name)), *cells))


def _tally(setting: Setting, plant: Digest, name: str, line: TallyLine | None) -> Part:
    pen = setting.pen
    if line is None:
        return pen.word("group.record.hidden")
    if not line.total.number:
        return pen.plain(MISSING_VALUE)
    return pen.of(f"{plant.site}/record.{name}", line.hits, line.total) or NOTHING
