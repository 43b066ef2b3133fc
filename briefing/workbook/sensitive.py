"""What does not belong in a monthly workbook: people, pending litigation, health. Notes with advice, never a verdict.

Only what the month's words say is looked at, not the rows with counsel. A finding repeats none of it, or the
finding itself would keep it; of litigation it names the word of our own list that was seen.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache
from typing import Any, Final

from briefing.evidence import Source
from briefing.findings import Finding
from briefing.model.submission import Submission
from briefing.workbook.codes import raised
from briefing.workbook.contract import MONTH
from briefing.workbook.vocabulary import Kind

WORDS: Final = frozenset({Kind.TEXT, Kind.CLAUSE, Kind.NARRATIVE})
_FLAGS: Final = re.IGNORECASE | re.UNICODE

EMAIL: Final = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}(?!\w)", _FLAGS)
CURP: Final = re.compile(r"(?<!\w)[A-Z]{4}(\d{6})[HMX][A-Z]{5}[A-Z\d]\d(?!\w)", _FLAGS)
RFC: Final = re.compile(r"(?<!\w)[A-ZÑ&]{4}[- ]?(\d{6})[- ]?[A-Z\d]{3}(?!\w)")
"""Of a person: four letters; that of a company has three."""
SSN: Final = re.compile(r"(?<![\w-])(?!000|666|9)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\w-])")
LABELLED: Final = re.compile(r"\b(?:NSS|IMSS|SSN|social security (?:number|no\.?)|n[úu]mero de seguro social)\b\D{0,12}\d(?:[ -]?\d){8,10}(?!\d)", _FLAGS)

_TITLES: Final = r"(?:Sr|Sra|Srta|Ing|Lic|Dr|Dra|Arq|Mtro|Mtra|Mr|Mrs|Ms)\."
PERSON: Final = re.compile(rf"(?<!\w)(?:{_TITLES}|Don|Doña)\s+[A-ZÁÉÍÓÚÑ][a-záéíóúñ]+(?!\w|['’]s\s)")
"""A form of address before a name; a capital letter alone is more often a company, a product or a place."""

_BETWEEN: Final = r"(?:(?!mayor|menor|más|alta|fuerte|creciente|poca|baja|buena|gran|mucha|la\b)\w+\s+){0,2}?"
_BROUGHT: Final = (r"present(?:ó|aron|ar|ado)|interpus(?:o|ieron)|interpuesta|pus(?:o|ieron)|met(?:ió|ieron)|levant(?:ó|aron)|entabl(?:ó|aron)|promovi(?:ó|eron)|"
                   r"recib(?:ió|imos|ieron)|notific(?:ó|aron)|enfrent(?:a|amos|an)")
_ANSWERED: Final = r"contest(?:ar|ó|amos)|perd(?:imos|ió)|gan(?:amos|ó)|se\s+desisti(?:ó|eron)\s+de"
LITIGATION: Final[tuple[tuple[str, re.Pattern[str]], ...]] = tuple((word, re.compile(pattern, _FLAGS)) for word, pattern in (
    ("demanda", rf"\b(?:{_BROUGHT})\s+{_BETWEEN}(?:una|dos|varias)\s+(?:nuevas?\s+)?demandas?\b(?!\s+(?:de\s+(?:producto|piezas|energ|material|mercado|clientes\b)|mayor|menor|más|alta))"),
    ("demanda", rf"\b(?:{_ANSWERED})\s+la\s+demanda\b(?!\s+de\s)"),
    ("demanda", r"\b(?:interpus(?:o|ieron)|entabl(?:ó|aron)|promovi(?:ó|eron))\s+demandas?\b"),
    ("demanda", r"\bdemandas?\s+(?:laboral|civil|colectiva|mercantil|penal|judicial|legal|administrativa)(?:es)?\b"),
    ("demanda", r"\bdemandas?\s+(?:en\s+)?contra\s+(?:de\s+)?(?:la\s+|el\s+|los\s+|una?\s+|nuestr|nosotros|del?\s)"),
    ("demanda", r"\bdemandas?\s+(?:por\s+(?:despido|daños|incumplimiento|acoso|discriminación)|ante\s+(?:el|la|los)\b)"),
    ("demanda", r"\bdemandas?\s+de(?:l|\s+un|\s+una)?\s+(?:ex\s?-?\s?(?:empleado|trabajador|gerente|proveedor)|trabajador|empleado|sindicato)"),
    ("demandar", r"\b(?:nos|lo|la|los|le)\s+(?:va[n]?\s+a\s+)?demand(?:ó|aron|an|ar|arán|ará)\b|\bdemandad[oa]s?\s+por\b|\bdemandó\s+a\b"),
    ("juicio", r"\bjuicios?\s+(?:laboral|mercantil|civil|penal|de\s+amparo|pendiente|de\s+nulidad)(?:es|s)?\b|\ben\s+juicio\s+con\b"),
    ("litigio", r"\blitigios?\b"),
    ("denuncia", r"\bdenuncias?\s+(?:penal(?:es)?|ante)\b"),
    ("abogado", r"\b(?:nuestr[oa]s?|el|la|los)\s+abogad[oa]s?\s+(?:nos\s+)?(?:dic|opin|recomiend|aconsej|consider|cree|sugier|dij)\w*"),
    ("conciliación laboral", r"\bjunta\s+(?:local\s+|federal\s+)?de\s+conciliación\b|\bcentro\s+(?:federal\s+|local\s+)?de\s+conciliación\b"),
    ("lawsuit", r"\blaw\s?suits?\b|\bclass[- ]action\b"),
    ("litigation", r"\blitigations?\b|\blitigating\b"),
    ("sue", r"\b(?:sued|suing|sues)\b|\b(?:will|may|could|to|threatens? to|threatened to)\s+sue\b"),
    ("our lawyer", r"\bour\s+(?:lawyers?|attorneys?|(?:outside\s+|legal\s+)?counsel)\s+(?:say|said|advis|believ|recommend|think|expect|told|consider|warn)\w*"),
    ("plaintiff", r"\bplaintiffs?\b|\bsubpoena\w*|\bout[- ]of[- ]court\b"),
))

_ILLNESS: Final = (r"(?:cáncer|cancer|diabetes|vih|hiv|sida|aids|leucemia|leukemia|depresión|depression|epilepsia|epilepsy|hepatitis|covid(?:-19)?|"
                   r"tuberculosis)\b")
_HEALTH: Final = (
    r"\bdiagnosed\s+with\b", r"\b(?:fue|ha\s+sido|le|lo|la|está)\s+diagnostic(?:ad[oa]|aron|ó)\b", r"\bdiagnosticad[oa]s?\s+(?:con|de)\b",
    r"\bdiagnóstico\s+(?:médico|de\s+(?:cáncer|diabetes|depresión|covid))\b", r"\bmedical\s+(?:diagnosis|condition)\b",
    rf"\b(?:tiene|padece|sufre\s+de|murió\s+de|has|have|suffers\s+from|died\s+of)\s+(?:un\s+|a\s+)?{_ILLNESS}",
    r"\bestá\s+(?:muy\s+)?enferm[oa]\b", r"\b(?:se\s+enfermó|enfermó\s+de|cayó\s+enferm[oa])\b", r"\b(?:is|was|fell|has\s+been)\s+(?:seriously\s+|very\s+)?(?:ill|sick)\b",
    r"\b(?:está|estuvo)\s+embarazada\b", r"\b(?:is|was)\s+pregnant\b", r"\b(?:fue|está|estuvo)\s+hospitalizad[oa]\b", r"\b(?:was|is|been)\s+hospitali[sz]ed\b",
    r"\b(?:sufrió|tuvo)\s+un\s+infarto\b", r"\bhad\s+a\s+(?:heart\s+attack|stroke)\b", r"\bde\s+(?:incapacidad|licencia)\s+(?:médica\s+)?por\s+(?:enfermedad|cáncer|depresión)\b",
    r"\bis\s+on\s+(?:sick|medical)\s+leave\b",
)
"""Of a person only: rates of sick leave and the health of a line are everyday words of a plant."""
HEALTH: Final = re.compile("|".join(_HEALTH), _FLAGS)


def sensitive_findings(submission: Submission) -> Iterator[Finding]:
    """Yield a note for each cell whose words seem to name a person, a pending case or somebody's health."""
    for text, source, name in _texts(submission):
        for code, parameters in _remembered(text):
            yield raised(source.at(name), code, **parameters)


@lru_cache(maxsize=4096)
def _remembered(text: str) -> tuple[tuple[str, dict[str, str]], ...]:
    """Give what a text holds; a register says most of it again month after month."""
    return tuple(found_in(text))


def found_in(text: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the codes a text gives reason for, each once, with what its message may repeat."""
    if EMAIL.search(text):
        yield "LAW-201", {}
    if _holds_number(text):
        yield "LAW-202", {}
    word = next((word for word, pattern in LITIGATION if pattern.search(text)), "")
    if word:
        yield "LAW-203", {"word": word}
    if HEALTH.search(text):
        yield "LAW-204", {}
    if PERSON.search(text):
        yield "LAW-205", {}


def _holds_number(text: str) -> bool:
    dated = (match[1] for pattern in (CURP, RFC) for match in pattern.finditer(text))
    return any(map(_is_birthday, dated)) or bool(SSN.search(text) or LABELLED.search(text))


def _is_birthday(digits: str) -> bool:
    """Tell whether six digits are year, month and day: what a part number seldom is."""
    try:
        return bool(date(2000 + int(digits[:2]), int(digits[2:4]), int(digits[4:])))
    except ValueError:
        return digits[2:] == "0229"


def _texts(submission: Submission) -> Iterator[tuple[str, Source, str]]:
    """Yield every text that people typed in the month, rows with counsel apart."""
    rows = [row for row in submission.register if not row.privileged]
    options = [option for ask in submission.asks for option in ask.options]
    for name, records in (("cover", [submission.cover]), ("kpis", submission.kpis), ("register", rows), ("asks", submission.asks), ("options", options),
                          ("follow_up", submission.follow_ups)):
        yield from _of_sheet(name, records)


def _of_sheet(name: str, records: Iterable[Any]) -> Iterator[tuple[str, Source, str]]:
    fields = [column.field for column in MONTH.sheet(name).columns if column.kind in WORDS]
    for record in records:
        for field in fields:
            text = getattr(record, field, "")
            if isinstance(text, str) and text.strip():
                yield text, record.source, field
