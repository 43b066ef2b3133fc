"""The kinds of cell and the words people may choose from, in both languages: the vocabulary of the contract."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from briefing.language import Text
from briefing.model.asks import AskState, Purpose
from briefing.model.charter import AbsoluteLimit, Answers, Direction, KpiKind
from briefing.model.register import Occurs, RowKind, RowResponse, RowState
from briefing.model.submission import FollowUpKind, FollowUpState, Side, Status
from briefing.money import Basis, Measure

CLAUSE_LENGTH = 90
NARRATIVE_LENGTH = 2000


class Kind(StrEnum):
    """What a cell of a column holds."""

    TEXT = "text"
    """One line, at most 200 characters."""
    CLAUSE = "clause"
    """What a headline is made of: at most 90 characters, no full stop at the end."""
    NARRATIVE = "narrative"
    """Up to 2,000 characters, in either language or both."""
    CODE = "code"
    """A permanent id or a link to one: letters, digits, `-`, `_`, `.`."""
    CODES = "codes"
    """Several ids, parted by commas, semicolons or spaces."""
    NUMBER = "number"
    SHARE = "share"
    """A number between 0 and 1 that the sheet shows as percent."""
    MONEY = "money"
    VALUE = "value"
    """A number in the KPI's own unit: a share where the unit is %."""
    WHOLE = "whole number"
    DATE = "date"
    PERIOD = "month"
    CHOICE = "choice"
    YES_NO = "yes or no"
    CURRENCY = "currency"


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a list, with what people may write for it."""

    value: Any
    text: Text
    aliases: tuple[str, ...] = ()


def _choices(**texts: tuple[Any, str, str] | tuple[Any, str, str, str]) -> tuple[Choice, ...]:
    found = []
    for value, en, es, *more in texts.values():
        found.append(Choice(value, Text(en, es), tuple(more[0].split("|")) if more else ()))
    return tuple(found)


YES_NO = _choices(yes=(True, "yes", "sí", "y|s|true|x|1"), no=(False, "no", "no", "n|false|0"))
DIRECTIONS = _choices(
    higher=(Direction.HIGHER, "higher", "mayor", "up|higher is better|más alto|mayor es mejor|sube"),
    lower=(Direction.LOWER, "lower", "menor", "down|lower is better|más bajo|menor es mejor|baja"),
    band=(Direction.BAND, "band", "banda", "range|rango|entre"),
)
KPI_KINDS = _choices(
    kpi=(KpiKind.KPI, "outcome (KPI)", "resultado (KPI)", "kpi|outcome|resultado"),
    kri=(KpiKind.KRI, "leading (KRI)", "anticipado (KRI)", "kri|leading|anticipado|indicador de riesgo"),
)
ABSOLUTE = _choices(
    safety=(AbsoluteLimit.SAFETY, "safety", "seguridad de las personas", "seguridad e higiene|seguridad laboral"),
    environment=(AbsoluteLimit.ENVIRONMENT, "environment", "medio ambiente", "ambiental"),
    integrity=(AbsoluteLimit.INTEGRITY, "integrity", "integridad", "ética|ethics"),
    compliance=(AbsoluteLimit.COMPLIANCE, "customs and legal compliance", "cumplimiento aduanero y legal",
                "compliance|cumplimiento|aduanas|customs"),
    security=(AbsoluteLimit.SECURITY, "security", "seguridad patrimonial", "seguridad física"),
    cyber=(AbsoluteLimit.CYBER, "cyber", "ciberseguridad", "informática"),
)
ANSWERS = _choices(
    off=(Answers.OFF, "off", "no", "none|ninguna"),
    secretary=(Answers.VIA_SECRETARY, "via secretary", "por el secretario", "secretary|secretario|vía secretario"),
    direct=(Answers.DIRECT, "direct", "directo", "directa"),
)
BASES = _choices(
    month=(Basis.MONTH, "month", "mes", "monthly|mensual|a month|al mes"),
    once=(Basis.ONCE, "once", "una vez", "única vez|one time"),
    year=(Basis.YEAR, "year", "año", "yearly|anual|a year|al año"),
)
MEASURES = _choices(
    ebitda=(Measure.EBITDA, "EBITDA", "EBITDA", "uafida"),
    cash=(Measure.CASH, "cash", "efectivo", "flujo|caja|cash flow"),
    revenue=(Measure.REVENUE, "revenue", "ingresos", "ventas|sales"),
)
ROW_KINDS = _choices(
    risk=(RowKind.RISK, "risk", "riesgo"),
    talent=(RowKind.TALENT, "talent", "talento", "personal|people"),
    supply=(RowKind.SUPPLY, "supply", "suministro", "proveedor|proveedores|abasto|supplier"),
    customer=(RowKind.CUSTOMER, "customer", "cliente", "clientes"),
    regulation=(RowKind.REGULATION, "regulation", "regulación", "regulatorio|legal"),
    alignment=(RowKind.ALIGNMENT, "alignment", "alineación", "acuerdo"),
    safety=(RowKind.SAFETY, "safety", "seguridad de las personas", "seguridad e higiene|seguridad laboral"),
    security=(RowKind.SECURITY, "security", "seguridad patrimonial", "seguridad física"),
)
OCCURS = _choices(
    once=(Occurs.ONCE, "once", "una vez", "única vez"),
    repeat=(Occurs.CAN_REPEAT, "can repeat", "puede repetirse", "repeat|repetible|repite|several times|varias veces"),
)
ROW_RESPONSES = _choices(
    avoid=(RowResponse.AVOID, "avoid", "evitar"),
    reduce=(RowResponse.REDUCE, "reduce", "reducir", "mitigate|mitigar"),
    transfer=(RowResponse.TRANSFER, "transfer", "transferir"),
    accept=(RowResponse.ACCEPT_UNTIL, "accept until", "aceptar hasta", "accept|aceptar"),
)
ROW_STATES = _choices(
    open=(RowState.OPEN, "open", "abierto", "abierta|active|activo|vigente"),
    happened=(RowState.HAPPENED, "happened", "ocurrió", "ocurrido|occurred|materializado"),
    closed=(RowState.CLOSED, "closed", "cerrado", "cerrada|ended"),
)
PURPOSES = _choices(
    decision=(Purpose.DECISION, "decision", "decisión", "decide|decidir"),
    discussion=(Purpose.DISCUSSION, "discussion", "discusión", "discuss|discutir|conversación"),
    information=(Purpose.INFORMATION, "information", "información", "inform|informar"),
)
ASK_STATES = _choices(
    open=(AskState.OPEN, "open", "abierta", "abierto|pendiente|pending"),
    decided=(AskState.DECIDED, "decided", "decidida", "decidido|cerrada|closed"),
    withdrawn=(AskState.WITHDRAWN, "withdrawn", "retirada", "retirado|cancelada"),
)
STATUSES = _choices(
    on_target=(Status.ON_TARGET, "on target", "en meta", "green|verde|ok"),
    within=(Status.WITHIN_TOLERANCE, "within tolerance", "dentro de tolerancia", "amber|yellow|amarillo|ámbar"),
    out=(Status.OUT_OF_TOLERANCE, "out of tolerance", "fuera de tolerancia", "red|rojo"),
    not_measured=(Status.NOT_MEASURED, "not measured", "sin medición", "n/d|n/a|no medido|sin dato"),
    not_agreed=(Status.NOT_AGREED, "not agreed yet", "sin acuerdo", "no acordado"),
)
FOLLOW_UP_KINDS = _choices(
    commitment=(FollowUpKind.COMMITMENT, "commitment", "compromiso", "promise|promesa"),
    win=(FollowUpKind.WIN, "win", "logro", "éxito"),
    obstacle=(FollowUpKind.OBSTACLE, "obstacle", "obstáculo"),
    dependency=(FollowUpKind.DEPENDENCY, "dependency", "dependencia"),
    waiting=(FollowUpKind.WAITING, "waiting on HQ", "en espera del corporativo", "waiting|en espera"),
)
SIDES = _choices(
    site=(Side.SITE, "site", "planta", "sitio|plant"),
    hq=(Side.HQ, "HQ", "corporativo", "headquarters|oficinas centrales"),
)
FOLLOW_UP_STATES = _choices(
    open=(FollowUpState.OPEN, "open", "abierto", "abierta|pendiente"),
    kept=(FollowUpState.KEPT, "kept", "cumplido", "cumplida|done|hecho"),
    late=(FollowUpState.KEPT_LATE, "kept late", "cumplido tarde", "late|tarde"),
    broken=(FollowUpState.BROKEN, "broken", "incumplido", "incumplida|not kept"),
    closed=(FollowUpState.CLOSED, "closed", "cerrado", "cerrada"),
)
READER_CLASSES = _choices(
    director=("director", "director", "consejero", "board member|consejera"),
    executive=("executive", "executive", "ejecutivo", "ejecutiva|officer"),
    site=("site", "site", "planta"),
)
EDITION_NAMES = _choices(
    board=("board", "board", "consejo"), hq=("hq", "HQ", "corporativo"), site=("site", "site", "planta"),
)
LANGUAGE_NAMES = _choices(en=("en", "English", "inglés", "en"), es=("es", "Spanish", "español", "es"))
DECIMAL_SIGNS = _choices(
    point=(".", "point", "punto", ".|dot|1,234.5"), comma=(",", "comma", "coma", ",|1.234,5"),
)
PAPERS = _choices(letter=("letter", "Letter", "Carta"), a4=("a4", "A4", "A4"))
SCALE_MEANINGS = _choices(
    chance=("chance", "chance", "probabilidad"), impact=("impact", "impact", "impacto"),
)
