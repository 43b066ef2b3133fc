"""Words by which people grade: chance, impact, colours; states of a risk; and what stands for a target or a result."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from briefing.workbook.normalise import key, without_gender

_GRADES: Final = (
    ("very low|lowest|rare|remote|remoto|muy bajo|muy baja|negligible|insignificant|insignificante|casi imposible|raro|despreciable|trivial|minimal|mínimo|"
     "extremely low|muy improbable|very unlikely|improbable remoto|excepcional|nulo|almost no chance|highly unlikely|almost never|muy raro|extremadamente bajo|inexistente|incidental|minimum|muy leve|casi nulo|rara vez"),
    ("low|bajo|baja|unlikely|improbable|poco probable|minor|menor|leve|green|verde|seldom|small|slight|tolerable|ligero|l|b|marginal|poco|ligeramente dañino|infrecuente|"
     "bajo medio|low medium|acceptable|aceptable|eventual"),
    ("medium|medio|media|moderate|moderado|moderada|possible|posible|amber|yellow|amarillo|ámbar|occasional|ocasional|med|mid|average|regular|m|significativo|dañino|"
     "significant|normal|serious|serio|importante|about even|tan probable como no|medium low|medium high|naranja claro|notable|medianamente|modest|considerable"),
    ("high|alto|alta|likely|probable|major|mayor|grave|orange|naranja|frequent|frecuente|elevado|elevada|severe|severo|h|a|critical|crítico|crítica|red|rojo|alto medio|"
     "extremadamente dañino|muy grave|substantial|mayor probable|large|medio alto|medium high risk|bastante probable|peligroso|hazardous"),
    ("very high|muy alto|muy alta|almost certain|casi seguro|casi seguridad|casi certeza|certain|certeza|seguro|extreme|extremo|extrema|catastrophic|catastrófico|"
     "catastrófica|highest|muy probable|very likely|extremely high|intolerable|inaceptable|unacceptable|showstopper|siempre|constant|constante|"
     "highly likely|muy frecuente|inminente|imminent|near certain|near certainty|expected|cierto|severe critical|always|muy severo|fatal|extremely likely|prácticamente seguro|disastrous|desastroso|muy crítico"),
)
GRADES: Final[Mapping[str, int]] = {
    without_gender(key(word)): grade for grade, words in enumerate(_GRADES, 1) for word in words.split("|")
}
"""By key without gender: 1 for the least, 5 for the most; only the order is meant."""

_STATES: Final[Mapping[str, str]] = {
    "open": "open|abierto|abierta|active|activo|activa|vigente|in progress|en proceso|en progreso|en curso|ongoing|identified|identificado|new|nuevo|nueva|"
            "pending|pendiente|not started|no iniciado|sin iniciar|monitoring|monitoreo|en monitoreo|watch|under review|en revisión|assigned|asignado|"
            "in review|being mitigated|mitigating|en tratamiento|en seguimiento|por iniciar|planned|planeado|started|iniciado|draft|borrador|on hold|en espera|"
            "escalated|escalado|en mitigación|under mitigation|reopened|reabierto|on going|wip|latente|proposed|atrasado|overdue|delayed|in treatment|to do|"
            "planificado|en análisis|en ejecución|potential|potencial|treating|managed|controlled|controlado|under control|programado|activado",
    "happened": "happened|ocurrió|ocurrido|occurred|materializado|materialized|materialised|realized|realised|issue|converted to issue|triggered|became an issue|"
                "materializada|impacted|se materializó|turned into issue",
    "closed": "closed|cerrado|cerrada|resolved|resuelto|resuelta|done|completed|completado|completada|terminado|terminada|concluido|concluida|retired|retirado|"
              "eliminated|eliminado|expired|cancelled|canceled|cancelado|ended|finalizado|finalizada|inactive|inactivo|obsolete|complete|rejected|rechazado|"
              "dismissed|no vigente|archived|archivado|implementado|implementada|implemented|cerrado sin ocurrir",
}
STATES: Final[Mapping[str, str]] = {without_gender(key(word)): state for state, words in _STATES.items() for word in words.split("|")}
"""By key without gender: the contract's state of a row."""
DOUBTFUL_STATES: Final = frozenset(without_gender(key(word)) for word in (
    "controlled", "controlado", "managed", "on hold", "en espera", "draft", "borrador", "proposed", "realized", "realised", "issue", "implemented",
    "implementado", "rejected", "rechazado", "impacted", "under control"))
"""Words that may mean something else at this site: proposed, for a person to confirm."""
MITIGATED: Final = frozenset(without_gender(key(word)) for word in ("mitigated", "mitigado", "accepted", "aceptado", "transferred", "transferido", "tratado", "treated", "avoided"))
"""Words of a treatment that some write as a state."""

_RESPONSES: Final[Mapping[str, str]] = {
    "avoid": "avoid|evitar|avoidance|eliminate|eliminar|terminate|evita|prevent|prevenir|evadir",
    "reduce": "reduce|reducir|mitigate|mitigar|mitigation|mitigación|treat|tratar|control|controlar|minimize|minimizar|reduction|reducción|disminuir|mitiga",
    "transfer": "transfer|transferir|share|compartir|transference|transferencia|compartir o transferir|insure|asegurar|trasladar|transfiere",
    "accept until": "accept|aceptar|acceptance|aceptación|retain|retener|tolerate|tolerar|asumir|monitor|accepted|accept risk|aceptar riesgo|asumir el riesgo|acepta",
}
RESPONSES: Final[Mapping[str, str]] = {key(word): response for response, words in _RESPONSES.items() for word in words.split("|")}

_MEASURES: Final[Mapping[str, str]] = {
    "target": "target|goal|budget|plan|planned|meta|objetivo|presupuesto|planeado|programado|ppto|budgeted|pl|tgt|presupuestado|planificado|previsto|target goal|standard",
    "value": "actual|actuals|real|value|valor|result|resultado|ejecutado|act|ac|achieved|logrado|alcanzado|realizado|logro|reales|current|obtenido|actual value",
    "forecast": "forecast|fcst|fc|pronóstico|proyección|proyectado|estimado|estimate|projection|outlook|likely|probable|esperado|expected|projected|le|rf|est|pronosticado",
    "forecast_low": "low|mínimo|minimum|min|bajo|forecast low|low forecast",
    "forecast_high": "high|máximo|maximum|max|alto|forecast high|high forecast",
    "previous": "previous|prior|py|ly|last year|prior year|previous year|año anterior|anterior|aa|baseline|línea base|previous month",
    "variance": "variance|var|variación|desviación|diff|difference|diferencia|gap|brecha|delta|dif|desv|var percent|variance percent|vs plan|vs meta|vs target|trend|tendencia",
    "attainment": "attainment|achievement|cumplimiento|percent achieved|cump|porcentaje|avance|percent|pct|ach|percent of target|score|cumpl|percent complete|achieved percent|rating|calificación",
    "status": "status|estado|estatus|rag|semáforo",
    "note": "comments|comment|comentarios|notes|notas|observaciones|remarks|análisis|acciones",
    "total": "total|ytd|average|promedio|acumulado|avg|acum|suma|sum|mtd|cum",
}
MEASURES: Final[Mapping[str, str]] = {key(word): measure for measure, words in _MEASURES.items() for word in words.split("|")}
"""What a column beside a month, or a row of a block, holds."""

TOTALS: Final = frozenset(key(word) for word in (
    "total", "totales", "subtotal", "subtotales", "gran total", "total general", "grand total", "suma total", "suma", "sum", "promedio", "promedios",
    "average", "averages", "avg", "acumulado", "ytd", "overall", "media", "mean", "total risks", "total riesgos", "sumatoria", "promedio general", "total kpi score",
    "total score", "puntaje total", "weighted total", "overall average"))
_TOTAL_STARTS: Final = re.compile(r"^(?:sub)?total(?:es)?\b|^(?:gran|grand) total\b|^promedio\b|^average\b|^suma (?:total|de)\b|^acumulado\b|^ytd\b", re.IGNORECASE)
_GRADED: Final = re.compile(r"^(?:[(\[]?\d{1,2}[)\]]?\s*[-.:=)\u2013]\s*)?([^\d()\[\]]+?)\s*(?:[-:=\u2013]?\s*[(\[]?\s*\d{1,3}(?:\s*[-\u2013]\s*\d{1,3})?\s*%?\s*[)\]]?)?$")


@lru_cache(maxsize=4096)
def grade_of(text: str) -> int | None:
    """Give the grade of a word such as `Alta`, `4 - Likely`, `Medium (3)`; None if it is none."""
    bare = text.strip()
    if not bare or len(bare) > 40 or (len(bare) == 1 and not bare.isupper()):
        return None
    for part in (bare, *(found[1] for found in [_GRADED.match(bare)] if found), *re.split(r"[/|(]", bare)[:1]):
        grade = GRADES.get(without_gender(key(part)))
        if grade:
            return grade
    return None


def state_of(text: str) -> str:
    """Give the contract's state for a site's word; blank if there is none beyond doubt or guess."""
    return STATES.get(without_gender(key(text)), "")


def response_of(text: str) -> str:
    """Give the contract's response for a site's word; blank if it is none."""
    return RESPONSES.get(key(text), "")


def measure_of(text: str) -> str:
    """Give what a word such as `Meta` or `Actual` beside a month stands for; blank if nothing."""
    return MEASURES.get(key(text.replace("%", " percent ")), "") or MEASURES.get(key(text), "")


def is_total(text: str) -> bool:
    """Tell whether a label names a total or an average."""
    bare = " ".join(text.split()).strip(" :")
    return key(bare) in TOTALS or (len(bare) < 40 and _TOTAL_STARTS.match(bare) is not None)
