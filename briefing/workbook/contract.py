"""The one declaration of both workbooks: sheets, columns, names in both languages, kinds and levels.

The reader, the template writer and `docs/contract.md` are made from it. A column's `field` is the name of the
attribute of the model's record; headers are matched without regard to case, accents, spaces or order.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from briefing.language import Text
from briefing.model.asks import Ask, Option
from briefing.model.charter import (
    Adjustment,
    Appetite,
    CadenceItem,
    Company,
    Driver,
    EscalationStep,
    Kpi,
    Priority,
    Reader,
    ScaleStep,
    Scenario,
    Site,
    Target,
)
from briefing.model.register import RegisterRow
from briefing.model.submission import Cover, FollowUp, KpiReport
from briefing.workbook import vocabulary as words
from briefing.workbook.vocabulary import Choice, Kind


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table, or one line of a form."""

    field: str
    text: Text
    kind: Kind
    help: Text
    required: bool = False
    level: int = 1
    choices: tuple[Choice, ...] = ()
    aliases: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None
    width: int = 14
    locked: bool = False
    """Filled by us from the charter or an earlier month; people don't type here."""
    links: str = ""
    """Key of the sheet whose codes this column names."""


class Layout(StrEnum):
    """How a sheet is laid out."""

    FORM = "form"
    """A label in column A, its value in column B."""
    TABLE = "table"
    """One header row, a record in each row below."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its names, its columns and the record each row becomes."""

    key: str
    text: Text
    layout: Layout
    record: type
    columns: tuple[Column, ...]
    help: Text
    level: int = 1
    aliases: tuple[str, ...] = ()
    unique: tuple[str, ...] = ()
    """Fields that together may occur only once."""
    prefix: str = ""
    """Start of the codes of this sheet's findings."""
    months: bool = False
    """Whether month columns and forecast columns stand beside the declared ones."""
    in_sight: bool = False
    """Whether the sheet is visible in a workbook with nothing typed."""

    def column(self, name: str) -> Column:
        """Give the column of that field; KeyError if there is none."""
        for column in self.columns:
            if column.field == name:
                return column
        raise KeyError(name)


@dataclass(frozen=True, slots=True)
class Workbook:
    """A workbook: its kind and its sheets in order."""

    kind: str
    text: Text
    sheets: tuple[Sheet, ...] = ()

    def sheet(self, key: str) -> Sheet:
        """Give the sheet of that key; KeyError if there is none."""
        for sheet in self.sheets:
            if sheet.key == key:
                return sheet
        raise KeyError(key)


def _c(name: str, en: str, es: str, kind: Kind, help_en: str, help_es: str, **more: Any) -> Column:  # noqa: ANN401
    return Column(name, Text(en, es), kind, Text(help_en, help_es), **more)


_VALID_FROM = _c("valid_from", "Valid from", "Vigente desde", Kind.PERIOD,
                 "First month in which this row holds. Blank: always.",
                 "Primer mes en que vale este renglón. Vacío: siempre.", aliases=("desde", "from"))
_KPI_LINK = _c("kpi", "KPI", "KPI", Kind.CODE, "Code of the KPI, as on the KPIs sheet.",
               "Clave del KPI, como en la hoja KPIs.", required=True, links="kpis", aliases=("kpi code", "clave kpi"))
_SITE_LINK = _c("site", "Site", "Planta", Kind.CODE, "Code of the site. Blank: all sites.",
                "Clave de la planta. Vacío: todas.", links="sites", aliases=("sitio", "plant"))

COMPANY = Sheet("company", Text("Company", "Empresa"), Layout.FORM, Company, (
    _c("name", "Company", "Empresa", Kind.TEXT, "Name as it is to be printed.", "Nombre como debe imprimirse.",
       required=True, aliases=("name", "nombre", "company name"), width=40),
    _c("currency", "Reporting currency", "Moneda de reporte", Kind.CURRENCY, "Three letters, such as USD.",
       "Tres letras, por ejemplo USD.", required=True, aliases=("currency", "money", "moneda")),
    _c("loss_amount", "We accept losing more than", "Aceptamos perder más de", Kind.MONEY,
       "The group's one loss figure: more than this amount ...", "La cifra de pérdida del grupo: más de este monto ...",
       low=0, aliases=("loss amount", "monto de pérdida")),
    _c("loss_years", "at most once in (years)", "a lo más una vez en (años)", Kind.NUMBER,
       "... at most once in this many years, for example 20.", "... a lo más una vez en tantos años, por ejemplo 20.",
       low=1, aliases=("loss years", "años")),
    _c("loss_measure", "Measure of that loss", "Medida de esa pérdida", Kind.CHOICE,
       "EBITDA unless you say otherwise.", "EBITDA si no se indica otra cosa.", level=2, choices=words.MEASURES),
    _c("answers_directors", "Answers of directors", "Respuestas de consejeros", Kind.CHOICE,
       "How directors' answers are collected; counsel chooses.",
       "Cómo se reciben las respuestas de consejeros; lo decide el área legal.", level=2, choices=words.ANSWERS),
    _c("answers_executives", "Answers of executives", "Respuestas de ejecutivos", Kind.CHOICE,
       "How executives' answers are collected.", "Cómo se reciben las respuestas de ejecutivos.", level=2,
       choices=words.ANSWERS),
    _c("comments_directors", "Directors' comments kept", "Se guardan comentarios de consejeros", Kind.YES_NO,
       "No unless counsel says yes.", "No, salvo que el área legal diga que sí.", level=2, choices=words.YES_NO),
    _c("answer_days", "Days to answer an ask", "Días para responder una solicitud", Kind.WHOLE,
       "Calendar days; 20 where blank.", "Días naturales; 20 si está vacío.", level=2, low=1, high=365),
    _c("materiality_percent", "Materiality of changed terms (%)", "Materialidad de cambios (%)", Kind.SHARE,
       "Changed costs below this share don't reopen an answer; 10 % where blank.",
       "Cambios de costo menores no reabren una respuesta; 10 % si está vacío.", level=2, low=0, high=1),
    _c("materiality_amount", "Materiality of changed terms (amount)", "Materialidad de cambios (monto)", Kind.MONEY,
       "And below this amount, in the reporting currency; 25,000 where blank.",
       "Y menores a este monto, en la moneda de reporte; 25,000 si está vacío.", level=2, low=0),
    _c("board_materiality", "Board materiality (amount)", "Materialidad del consejo (monto)", Kind.MONEY,
       "Matters below this stay out of the board edition; 0 where blank: everything is in.",
       "Asuntos menores no van en la edición del consejo; 0 si está vacío: va todo.", level=2, low=0),
    _c("common_factor", "Common factor of risks", "Factor común de los riesgos", Kind.SHARE,
       "How far risks move together, 0 to 100 %; 30 % where blank.",
       "Cuánto se mueven juntos los riesgos, de 0 a 100 %; 30 % si está vacío.", level=2, low=0, high=1),
    _c("retention_years", "Records kept (years)", "Conservación de registros (años)", Kind.NUMBER,
       "Chosen by counsel.", "Lo decide el área legal.", level=2, low=0),
    _c("legal_hold", "Legal hold", "Retención legal", Kind.YES_NO, "Yes stops every deletion.",
       "Sí detiene toda eliminación.", level=2, choices=words.YES_NO),
    _c("money_in_mail", "Money and events in mail", "Montos y eventos en correos", Kind.YES_NO,
       "No where blank: mail says site, month, number of decisions and date.",
       "No si está vacío: el correo dice planta, mes, número de decisiones y fecha.", level=2, choices=words.YES_NO),
    _c("confidentiality_en", "Confidentiality line (English)", "Línea de confidencialidad (inglés)", Kind.TEXT,
       "Printed on every page.", "Se imprime en cada página.", level=3, width=40),
    _c("confidentiality_es", "Confidentiality line (Spanish)", "Línea de confidencialidad (español)", Kind.TEXT,
       "Printed on every page.", "Se imprime en cada página.", level=3, width=40),
    _c("paper", "Paper", "Papel", Kind.CHOICE, "Letter where blank.", "Carta si está vacío.", level=3,
       choices=words.PAPERS),
), Text("What the group has agreed for all its sites.", "Lo que el grupo acordó para todas sus plantas."),
    prefix="CHA", in_sight=True, aliases=("compania", "group", "grupo"))

SITES = Sheet("sites", Text("Sites", "Plantas"), Layout.TABLE, Site, (
    _c("code", "Code", "Clave", Kind.CODE, "Short and permanent, such as MTY; it names the site's files.",
       "Corta y permanente, como MTY; da nombre a los archivos de la planta.", required=True,
       aliases=("site", "site code", "planta", "codigo")),
    _c("name", "Name", "Nombre", Kind.TEXT, "As it is to be printed.", "Como debe imprimirse.", required=True,
       aliases=("site name", "nombre de la planta"), width=28),
    _c("currency", "Currency", "Moneda", Kind.CURRENCY, "Money of the site's own edition; MXN where blank.",
       "Moneda de la edición de la planta; MXN si está vacío."),
    _c("decider", "Decides", "Decide", Kind.TEXT, "Role that decides this site's matters unless a row says otherwise.",
       "Puesto que decide los asuntos de la planta, salvo que un renglón diga otra cosa.",
       aliases=("decider", "quien decide"), width=24),
    _c("escalation", "Escalation to", "Se escala a", Kind.TEXT, "Role that is told when no answer comes.",
       "Puesto al que se avisa cuando no hay respuesta.", aliases=("escalation", "escalamiento"), width=24),
    _c("due_day", "Due day", "Día de entrega", Kind.WHOLE, "Day of the following month by which the month is sent.",
       "Día del mes siguiente en que se entrega el mes.", low=1, high=31, aliases=("due", "entrega")),
    _c("first_period", "Reports since", "Reporta desde", Kind.PERIOD,
       "First month reported here: in its first three months a site's record is shown to the site alone.",
       "Primer mes reportado: en sus primeros tres meses su historial lo ve sólo la planta.", level=2),
), Text("The plants that report.", "Las plantas que reportan."), prefix="CHA", unique=("code",), in_sight=True,
    aliases=("sitios", "plants"))

KPIS = Sheet("kpis", Text("KPIs", "KPIs"), Layout.TABLE, Kpi, (
    _c("code", "Code", "Clave", Kind.CODE, "Short and permanent, such as OTD.", "Corta y permanente, como OTD.",
       required=True, aliases=("kpi", "kpi code", "codigo")),
    _c("name_en", "Name (English)", "Nombre (inglés)", Kind.CLAUSE, "Name for English readers.",
       "Nombre para lectores en inglés.", aliases=("name", "english name"), width=30),
    _c("name_es", "Name (Spanish)", "Nombre (español)", Kind.CLAUSE, "Name for Spanish readers.",
       "Nombre para lectores en español.", aliases=("nombre", "spanish name"), width=30),
    _c("unit", "Unit", "Unidad", Kind.TEXT, "Such as %, days, pieces, USD. With % type 95 % (stored 0.95).",
       "Por ejemplo %, días, piezas, USD. Con % escribe 95 % (se guarda 0.95).", required=True),
    _c("direction", "Good is", "Lo bueno es", Kind.CHOICE, "Higher, lower, or within a band.",
       "Mayor, menor o dentro de una banda.", required=True, choices=words.DIRECTIONS,
       aliases=("direction", "dirección", "sentido")),
    _c("owner", "Owner", "Responsable", Kind.TEXT, "Role, not a person's name.", "Puesto, no el nombre de una persona.",
       width=24),
    _c("unit_es", "Unit (Spanish)", "Unidad (español)", Kind.TEXT, "Where the unit is not a common one.",
       "Si la unidad no es de las comunes.", level=3, width=16),
    _c("kind", "Kind", "Tipo", Kind.CHOICE, "Outcome, or leading indicator of a risk.",
       "Resultado o indicador anticipado de un riesgo.", level=2, choices=words.KPI_KINDS),
    _c("category", "Category", "Categoría", Kind.TEXT, "Such as delivery, quality, people.",
       "Por ejemplo entrega, calidad, personal.", level=2),
    _c("definition_en", "Definition (English)", "Definición (inglés)", Kind.NARRATIVE,
       "What exactly is counted, what is not, and when.", "Qué se cuenta exactamente, qué no y cuándo.", level=2, width=40),
    _c("definition_es", "Definition (Spanish)", "Definición (español)", Kind.NARRATIVE,
       "What exactly is counted, what is not, and when.", "Qué se cuenta exactamente, qué no y cuándo.", level=2, width=40),
    _c("formula", "Formula", "Fórmula", Kind.TEXT, "Such as shipped on time / promised.",
       "Por ejemplo embarcado a tiempo / prometido.", level=2, width=30),
    _c("lower_bound", "Natural minimum", "Mínimo natural", Kind.VALUE, "The value can't be lower, for example 0.",
       "El valor no puede ser menor, por ejemplo 0.", level=2),
    _c("upper_bound", "Natural maximum", "Máximo natural", Kind.VALUE, "The value can't be higher, for example 100 %.",
       "El valor no puede ser mayor, por ejemplo 100 %.", level=2),
    _c("seasonal", "Seasonal", "Estacional", Kind.YES_NO, "Yes if the months of a year differ by habit.",
       "Sí, si los meses del año difieren por costumbre.", level=2, choices=words.YES_NO),
    _c("value_group", "Value group", "Grupo de valor", Kind.CODE,
       "KPIs of one group speak of the same money; only one of them carries it.",
       "Los KPIs de un grupo hablan del mismo dinero; sólo uno lo lleva.", level=2),
    _c("decider", "Decides", "Decide", Kind.TEXT, "Role that decides when the limit is passed.",
       "Puesto que decide cuando se pasa el límite.", level=2, aliases=("decider",), width=24),
    _c("escalation", "Escalation to", "Se escala a", Kind.TEXT, "Role that is told next.",
       "Puesto al que se avisa después.", level=2, width=24),
    _c("priority", "Priority", "Prioridad", Kind.CODE, "Code of the priority it serves.",
       "Clave de la prioridad a la que sirve.", level=2, links="priorities"),
    _c("absolute", "Absolute limit", "Límite absoluto", Kind.CHOICE,
       "Safety, environment, integrity, compliance, security, cyber: never priced.",
       "Seguridad, ambiente, integridad, cumplimiento, seguridad patrimonial, ciberseguridad: no se le pone precio.",
       level=2, choices=words.ABSOLUTE),
    _c("decimals", "Decimals", "Decimales", Kind.WHOLE, "Shown after the point.", "Los que se muestran.", level=3,
       low=0, high=4),
    _VALID_FROM,
), Text("What is measured, and what each word means.", "Qué se mide y qué significa cada palabra."), prefix="CHA",
    unique=("code", "valid_from"), in_sight=True, aliases=("kpi", "indicadores", "indicators"))

TARGETS = Sheet("targets", Text("Targets", "Metas"), Layout.TABLE, Target, (
    _KPI_LINK,
    _SITE_LINK,
    _VALID_FROM,
    _c("target", "Target", "Meta", Kind.VALUE, "What is expected.", "Lo que se espera.", aliases=("goal", "objetivo")),
    _c("low_limit", "Low limit", "Límite inferior", Kind.VALUE, "Lowest value still tolerated, included.",
       "Menor valor que aún se tolera, incluido.", aliases=("minimum", "mínimo", "límite bajo")),
    _c("high_limit", "High limit", "Límite superior", Kind.VALUE, "Highest value still tolerated, included.",
       "Mayor valor que aún se tolera, incluido.", aliases=("maximum", "máximo", "límite alto")),
    _c("value_per_unit", "Value per unit", "Valor por unidad", Kind.MONEY,
       "Money for one unit of the KPI; for a % KPI, for one percentage point.",
       "Dinero por una unidad del KPI; en un KPI en %, por un punto porcentual.", level=2,
       aliases=("money per unit", "dinero por unidad")),
    _c("currency", "Currency", "Moneda", Kind.CURRENCY, "Of the value; the reporting currency where blank.",
       "Del valor; la moneda de reporte si está vacío.", level=2),
    _c("basis", "Basis", "Base", Kind.CHOICE, "Whether the value is for a month, once, or a year.",
       "Si el valor es por mes, una vez o por año.", level=2, choices=words.BASES),
    _c("measure", "Measure", "Medida", Kind.CHOICE, "EBITDA, cash or revenue; never mixed in a sum.",
       "EBITDA, efectivo o ingresos; nunca se mezclan en una suma.", level=2, choices=words.MEASURES),
    _c("valid_low", "Value holds from", "El valor vale desde", Kind.VALUE,
       "Outside this range the value per unit says nothing.", "Fuera de este rango el valor por unidad no dice nada.",
       level=2),
    _c("valid_high", "Value holds to", "El valor vale hasta", Kind.VALUE,
       "Outside this range the value per unit says nothing.", "Fuera de este rango el valor por unidad no dice nada.",
       level=2),
    _c("agreed_hq_by", "Agreed by (HQ)", "Acordado por (corporativo)", Kind.TEXT, "Role at headquarters.",
       "Puesto en el corporativo.", level=2, width=20),
    _c("agreed_hq_on", "Agreed on (HQ)", "Acordado el (corporativo)", Kind.DATE, "Day.", "Día.", level=2),
    _c("agreed_site_by", "Agreed by (site)", "Acordado por (planta)", Kind.TEXT, "Role at the site.",
       "Puesto en la planta.", level=2, width=20),
    _c("agreed_site_on", "Agreed on (site)", "Acordado el (planta)", Kind.DATE, "Day.", "Día.", level=2),
), Text("Targets and limits of tolerance, by site and from when.", "Metas y límites de tolerancia, por planta y desde cuándo."),
    prefix="CHA", unique=("kpi", "site", "valid_from"), in_sight=True, aliases=("objetivos", "goals"))

READERS = Sheet("readers", Text("Readers", "Lectores"), Layout.TABLE, Reader, (
    _c("code", "Code", "Clave", Kind.CODE, "Short, such as COO.", "Corta, como COO.", required=True, aliases=("reader", "lector")),
    _c("role", "Role", "Puesto", Kind.TEXT, "As it is to be printed.", "Como debe imprimirse.", required=True, width=28),
    _c("reader_class", "Class", "Clase", Kind.CHOICE, "Director, executive or site.", "Consejero, ejecutivo o planta.",
       choices=words.READER_CLASSES),
    _c("email", "E-mail", "Correo", Kind.TEXT, "Where the briefing goes.", "A dónde va el informe.",
       aliases=("email", "mail"), width=28),
    _c("edition", "Edition", "Edición", Kind.CHOICE, "Board, HQ or site.", "Consejo, corporativo o planta.",
       choices=words.EDITION_NAMES),
    _c("language", "Language", "Idioma", Kind.CHOICE, "English or Spanish.", "Inglés o español.",
       choices=words.LANGUAGE_NAMES),
    _c("sites", "Sites", "Plantas", Kind.CODES, "Codes; blank: all.", "Claves; vacío: todas.", links="sites"),
), Text("Who receives which edition.", "Quién recibe qué edición."), prefix="CHA", unique=("code",))

DRIVERS = Sheet("drivers", Text("Drivers", "Factores"), Layout.TABLE, Driver, (
    _c("code", "Code", "Clave", Kind.CODE, "Permanent, such as D-03.", "Permanente, como D-03.", required=True,
       aliases=("driver", "factor")),
    _c("name_en", "Name (English)", "Nombre (inglés)", Kind.CLAUSE, "Such as a lost day of line 3.",
       "Por ejemplo un día perdido de la línea 3.", aliases=("name",), width=30),
    _c("name_es", "Name (Spanish)", "Nombre (español)", Kind.CLAUSE, "The same for Spanish readers.",
       "Lo mismo para lectores en español.", aliases=("nombre",), width=30),
    _c("unit", "Unit", "Unidad", Kind.TEXT, "Such as days.", "Por ejemplo días.", required=True),
    _c("value", "Value per unit", "Valor por unidad", Kind.MONEY, "What one unit costs.", "Lo que cuesta una unidad.",
       required=True),
    _c("currency", "Currency", "Moneda", Kind.CURRENCY, "Reporting currency where blank.",
       "Moneda de reporte si está vacío."),
    _c("measure", "Measure", "Medida", Kind.CHOICE, "EBITDA where blank.", "EBITDA si está vacío.", choices=words.MEASURES),
    _SITE_LINK,
    _VALID_FROM,
    _c("agreed_hq_by", "Agreed by (HQ)", "Acordado por (corporativo)", Kind.TEXT, "Role.", "Puesto.", width=20),
    _c("agreed_site_by", "Agreed by (site)", "Acordado por (planta)", Kind.TEXT, "Role.", "Puesto.", width=20),
    _c("agreed_on", "Agreed on", "Acordado el", Kind.DATE, "Day.", "Día."),
), Text("What one unit of something costs.", "Lo que cuesta una unidad de algo."), level=2, prefix="CHA",
    unique=("code", "site", "valid_from"), aliases=("impulsores",))

APPETITE = Sheet("appetite", Text("Appetite", "Apetito"), Layout.TABLE, Appetite, (
    _c("scope", "Scope", "Alcance", Kind.CODE, "Code of a site; blank: the group.", "Clave de una planta; vacío: el grupo.",
       links="sites", aliases=("site", "planta")),
    _c("category", "Category", "Categoría", Kind.TEXT, "A kind of risk; blank: the total.",
       "Un tipo de riesgo; vacío: el total."),
    _c("amount", "Losing more than", "Perder más de", Kind.MONEY, "In the reporting currency, within twelve months.",
       "En la moneda de reporte, en doce meses.", required=True, low=0, aliases=("amount", "monto")),
    _c("yearly_chance", "Accepted chance a year", "Probabilidad aceptada al año", Kind.SHARE, "Such as 5 %.",
       "Por ejemplo 5 %.", required=True, low=0, high=1, aliases=("chance", "probabilidad")),
), Text("How much loss is accepted, and how often.", "Cuánta pérdida se acepta y cada cuánto."), level=2, prefix="CHA",
    unique=("scope", "category", "amount"), aliases=("tolerancia", "tolerance"))

PRIORITIES = Sheet("priorities", Text("Priorities", "Prioridades"), Layout.TABLE, Priority, (
    _c("code", "Code", "Clave", Kind.CODE, "Such as P-1.", "Por ejemplo P-1.", required=True, aliases=("priority", "prioridad")),
    _c("name_en", "Priority (English)", "Prioridad (inglés)", Kind.CLAUSE, "Such as dual-source critical materials.",
       "Para lectores en inglés.", width=40),
    _c("name_es", "Priority (Spanish)", "Prioridad (español)", Kind.CLAUSE, "The same for Spanish readers.",
       "Para lectores en español.", width=40),
    _c("by_year", "By year", "Para el año", Kind.WHOLE, "Such as 2028.", "Por ejemplo 2028.", low=2000, high=2100),
    _c("owner", "Owner", "Responsable", Kind.TEXT, "Role.", "Puesto.", width=24),
), Text("What the board wants to have reached, and by when.", "Lo que el consejo quiere lograr y para cuándo."), level=2,
    prefix="CHA", unique=("code",))

ESCALATION = Sheet("escalation", Text("Escalation", "Escalamiento"), Layout.TABLE, EscalationStep, (
    _c("step", "Step", "Paso", Kind.WHOLE, "1, 2, 3.", "1, 2, 3.", required=True, low=1, high=20),
    _c("role", "Role", "Puesto", Kind.TEXT, "Who is told.", "A quién se avisa.", required=True, width=28),
    _c("within_hours", "Within hours", "En horas", Kind.NUMBER, "From the event.", "A partir del evento.", low=0),
    _c("when_en", "When (English)", "Cuándo (inglés)", Kind.CLAUSE, "What starts this step.", "Qué inicia este paso.", width=40),
    _c("when_es", "When (Spanish)", "Cuándo (español)", Kind.CLAUSE, "What starts this step.", "Qué inicia este paso.", width=40),
), Text("Who is told next, and how soon.", "A quién se avisa después y en cuánto tiempo."), level=2, prefix="CHA",
    unique=("step",))

CADENCE = Sheet("cadence", Text("Cadence", "Calendario"), Layout.TABLE, CadenceItem, (
    _c("name_en", "What (English)", "Qué (inglés)", Kind.CLAUSE, "Such as monthly review.", "Por ejemplo revisión mensual.",
       required=True, aliases=("what",), width=30),
    _c("name_es", "What (Spanish)", "Qué (español)", Kind.CLAUSE, "The same for Spanish readers.",
       "Lo mismo para lectores en español.", aliases=("qué",), width=30),
    _c("day", "Day of the following month", "Día del mes siguiente", Kind.WHOLE, "1 to 31.", "1 a 31.", low=1, high=31,
       aliases=("day", "día")),
    _c("role", "Role", "Puesto", Kind.TEXT, "Who holds it.", "Quién la lleva.", width=24),
    _c("review", "Briefing speaks from this day", "El informe habla desde este día", Kind.YES_NO,
       "Yes for one line: the review day.", "Sí en una línea: el día de revisión.", choices=words.YES_NO),
), Text("The rhythm of the month.", "El ritmo del mes."), level=2, prefix="CHA", aliases=("cadencia", "rhythm"))

SCENARIOS = Sheet("scenarios", Text("Scenarios", "Escenarios"), Layout.TABLE, Scenario, (
    _c("code", "Code", "Clave", Kind.CODE, "Such as S-1; lines with one code act jointly.",
       "Por ejemplo S-1; líneas con la misma clave actúan juntas.", required=True),
    _c("name_en", "Name (English)", "Nombre (inglés)", Kind.CLAUSE, "Such as the peso at 17.", "Para lectores en inglés.", width=30),
    _c("name_es", "Name (Spanish)", "Nombre (español)", Kind.CLAUSE, "The same for Spanish readers.",
       "Para lectores en español.", width=30),
    _c("driver", "Driver", "Factor", Kind.CODE, "Code of the driver that is shocked.", "Clave del factor que cambia.",
       links="drivers", required=True),
    _c("shock", "Shock", "Cambio", Kind.NUMBER, "In units of the driver, a month.", "En unidades del factor, al mes.", required=True),
    _c("start", "From", "Desde", Kind.PERIOD, "First month; blank: next month.", "Primer mes; vacío: el siguiente."),
    _c("months", "Months", "Meses", Kind.WHOLE, "How long; 12 where blank.", "Cuánto dura; 12 si está vacío.", low=1, high=60),
    _c("ramp_months", "Ramp (months)", "Rampa (meses)", Kind.WHOLE, "Months until the full shock.",
       "Meses hasta el cambio completo.", low=0, high=60),
    _c("trigger_kpi", "Trigger KPI", "KPI de aviso", Kind.CODE, "The KPI that announces it.", "El KPI que lo anuncia.", links="kpis"),
    _c("trigger_limit", "Trigger at", "Aviso en", Kind.NUMBER, "The value that starts the response.",
       "El valor que inicia la respuesta."),
    _c("response_en", "Response (English)", "Respuesta (inglés)", Kind.CLAUSE, "What is prepared.", "Lo que está preparado.", width=40),
    _c("response_es", "Response (Spanish)", "Respuesta (español)", Kind.CLAUSE, "What is prepared.", "Lo que está preparado.", width=40),
    _c("response_cost", "Cost of the response", "Costo de la respuesta", Kind.MONEY, "Reporting currency.", "Moneda de reporte.", low=0),
    _c("lead_days", "Lead time (days)", "Tiempo de respuesta (días)", Kind.WHOLE, "Days from the trigger until it works.",
       "Días desde el aviso hasta que funciona.", low=0),
), Text("Named shocks, their trigger and the prepared response.", "Cambios con nombre, su aviso y la respuesta preparada."),
    level=3, prefix="CHA")

ADJUSTMENTS = Sheet("adjustments", Text("Adjustments", "Ajustes"), Layout.TABLE, Adjustment, (
    _KPI_LINK,
    _c("site", "Site", "Planta", Kind.CODE, "Code of the site.", "Clave de la planta.", required=True, links="sites"),
    _c("amount", "Adjustment", "Ajuste", Kind.VALUE, "Added to the raw figure for comparison, in the KPI's unit.",
       "Se suma a la cifra real para comparar, en la unidad del KPI.", required=True),
    _c("reason_en", "Reason (English)", "Motivo (inglés)", Kind.TEXT, "Why the sites differ.", "Por qué difieren las plantas.", width=40),
    _c("reason_es", "Reason (Spanish)", "Motivo (español)", Kind.TEXT, "Why the sites differ.", "Por qué difieren las plantas.", width=40),
    _VALID_FROM,
), Text("Declared differences between sites.", "Diferencias declaradas entre plantas."), level=3, prefix="CHA")

SCALES = Sheet("scales", Text("Scales", "Escalas"), Layout.TABLE, ScaleStep, (
    _c("word", "Word", "Palabra", Kind.TEXT, "Such as high.", "Por ejemplo alta.", required=True),
    _c("meaning", "Means a", "Significa", Kind.CHOICE, "Chance or impact.", "Probabilidad o impacto.", required=True,
       choices=words.SCALE_MEANINGS),
    _c("low", "From", "Desde", Kind.NUMBER, "Lowest; 0 to 1 for a chance.", "Mínimo; 0 a 1 si es probabilidad."),
    _c("value", "Use", "Usar", Kind.NUMBER, "The figure to work with.", "La cifra con que se trabaja.", required=True),
    _c("high", "To", "Hasta", Kind.NUMBER, "Highest.", "Máximo."),
), Text("What words such as high or low mean in figures.", "Qué significan en cifras palabras como alta o baja."), level=3,
    prefix="CHA", unique=("word", "meaning"))

CHARTER = Workbook("charter", Text("Charter", "Acuerdo"), (
    COMPANY, SITES, KPIS, TARGETS, READERS, DRIVERS, APPETITE, PRIORITIES, ESCALATION, CADENCE, SCENARIOS, ADJUSTMENTS,
    SCALES,
))

COVER = Sheet("cover", Text("Cover", "Portada"), Layout.FORM, Cover, (
    _c("site", "Site", "Planta", Kind.CODE, "Code of the site.", "Clave de la planta.", required=True, links="sites",
       aliases=("site code", "clave de planta", "sitio")),
    _c("period", "Month", "Mes", Kind.PERIOD, "Such as 2026-10.", "Por ejemplo 2026-10.", required=True,
       aliases=("period", "periodo")),
    _c("prepared_by", "Prepared by (role)", "Preparado por (puesto)", Kind.TEXT, "Role, not a name.",
       "Puesto, no un nombre.", aliases=("prepared by", "preparado por", "elaborado por"), width=28),
    _c("currency", "Currency", "Moneda", Kind.CURRENCY, "Of this workbook's amounts unless a row says otherwise.",
       "De los montos de este libro, salvo que un renglón diga otra cosa."),
    _c("rate", "Currency units per USD", "Moneda por USD", Kind.NUMBER, "Such as 18.42.", "Por ejemplo 18.42.", low=0,
       aliases=("mxn per usd", "tipo de cambio", "fx", "exchange rate", "pesos por dólar")),
    _c("rate_on", "Rate of (date)", "Tipo de cambio del (fecha)", Kind.DATE, "Day of the rate.", "Día del tipo de cambio.",
       aliases=("fx date", "fecha del tipo de cambio")),
    _c("rate_source", "Source of the rate", "Fuente del tipo de cambio", Kind.TEXT, "Such as the central bank's FIX.",
       "Por ejemplo el FIX del banco central.", aliases=("fx source",), width=28),
    _c("decimal_sign", "Decimal sign", "Signo decimal", Kind.CHOICE, "For numbers written as text; point where blank.",
       "Para números escritos como texto; punto si está vacío.", choices=words.DECIMAL_SIGNS),
    _c("received_on", "Workbook handed out on", "Libro entregado el", Kind.DATE, "Filled when the workbook is made.",
       "Se llena al crear el libro.", locked=True, aliases=("received on", "recibido el")),
    _c("words_en", "The month in your words (English)", "El mes en tus palabras (inglés)", Kind.NARRATIVE,
       "Quoted as it stands, never rewritten.", "Se cita tal cual, nunca se reescribe.", width=60),
    _c("words_es", "The month in your words (Spanish)", "El mes en tus palabras (español)", Kind.NARRATIVE,
       "Quoted as it stands, never rewritten.", "Se cita tal cual, nunca se reescribe.", width=60),
), Text("Who reports, on which month, in which money.", "Quién reporta, qué mes y en qué moneda."), prefix="COV",
    in_sight=True, aliases=("caratula",))

MONTH_KPIS = Sheet("kpis", Text("KPIs", "KPIs"), Layout.TABLE, KpiReport, (
    _c("code", "Code", "Clave", Kind.CODE, "From the charter.", "Del acuerdo.", required=True, links="kpis",
       aliases=("kpi", "kpi code", "codigo"), locked=True, width=10),
    _c("claimed", "Status as you see it", "Estatus según la planta", Kind.CHOICE,
       "Optional. The printed status is computed.", "Opcional. El estatus impreso se calcula.", choices=words.STATUSES,
       aliases=("status", "estatus", "estado", "claimed status"), width=18),
    _c("reason", "Reason if it differs", "Motivo si difiere", Kind.NARRATIVE,
       "Printed with the author's role.", "Se imprime con el puesto del autor.", aliases=("reason", "motivo"), width=30),
    _c("cause", "Cause", "Causa", Kind.NARRATIVE, "Only where out of tolerance or likely to be.",
       "Sólo si está fuera de tolerancia o es probable.", width=40),
    _c("meaning", "What it means", "Qué significa", Kind.NARRATIVE, "For customers, money, people.",
       "Para clientes, dinero, personal.", aliases=("meaning", "significado", "implicación"), width=40),
    _c("action", "What is being done", "Qué se está haciendo", Kind.NARRATIVE, "Action, role and date.",
       "Acción, puesto y fecha.", aliases=("action", "acción", "acciones"), width=40),
), Text("One row a KPI, one column a month.", "Un renglón por KPI, una columna por mes."), prefix="KPI", months=True,
    unique=("code",), in_sight=True, aliases=("kpi", "indicadores", "indicators"))

REGISTER = Sheet("register", Text("Register", "Registro"), Layout.TABLE, RegisterRow, (
    _c("id", "Id", "Id", Kind.CODE, "Permanent, such as R-014; never reused.", "Permanente, como R-014; no se reutiliza.",
       required=True, aliases=("row", "folio", "clave", "no"), width=9),
    _c("kind", "Kind", "Tipo", Kind.CHOICE, "What the row speaks of.", "De qué habla el renglón.", required=True,
       choices=words.ROW_KINDS, aliases=("type", "categoría", "category")),
    _c("event_en", "Event (English)", "Evento (inglés)", Kind.CLAUSE,
       "What would happen, as a clause: line 3 stops for want of resin.",
       "Qué pasaría, como frase corta, para lectores en inglés.", aliases=("event",), width=40),
    _c("event_es", "Event (Spanish)", "Evento (español)", Kind.CLAUSE, "The same for Spanish readers.",
       "Qué pasaría: la línea 3 para por falta de resina.", aliases=("evento",), width=40),
    _c("bad", "Bad case", "Caso malo", Kind.NUMBER, "Only 1 time in 10 it would be worse. Think of this first.",
       "Sólo 1 vez de 10 sería peor. Piensa en éste primero.", low=0, aliases=("p90", "impacto malo", "worst")),
    _c("likely", "Likely case", "Caso probable", Kind.NUMBER, "Most likely impact.", "Impacto más probable.", low=0,
       aliases=("impacto probable",)),
    _c("good", "Good case", "Caso bueno", Kind.NUMBER, "Only 1 time in 10 it would be better.",
       "Sólo 1 vez de 10 sería mejor.", low=0, aliases=("p10", "impacto bueno", "best")),
    _c("driver", "Times driver", "Por factor", Kind.CODE,
       "Code of the driver the impact is counted in; blank: the impact is money.",
       "Clave del factor en que se cuenta el impacto; vacío: el impacto es dinero.", links="drivers",
       aliases=("driver", "factor")),
    _c("currency", "Currency", "Moneda", Kind.CURRENCY, "Of the impact where it is money; the Cover's where blank.",
       "Del impacto si es dinero; la de la Portada si está vacío."),
    _c("measure", "Measure", "Medida", Kind.CHOICE, "EBITDA where blank.", "EBITDA si está vacío.", level=2, choices=words.MEASURES),
    _c("occurs", "Occurs", "Ocurre", Kind.CHOICE, "Once, or can repeat.", "Una vez o puede repetirse.", choices=words.OCCURS),
    _c("chance", "Chance by that date", "Probabilidad a esa fecha", Kind.SHARE,
       "That it happens by the date, with today's controls: 30 %.", "De que ocurra a la fecha, con los controles de hoy: 30 %.",
       low=0, high=1, aliases=("chance", "probability", "probabilidad")),
    _c("by_date", "By date", "A la fecha", Kind.DATE, "End of the window the chance speaks of.",
       "Fin del plazo del que habla la probabilidad.", aliases=("by", "fecha límite", "fecha")),
    _c("earliest", "Earliest date", "Desde la fecha", Kind.DATE, "When it could first happen.",
       "Cuándo podría ocurrir por primera vez.", level=2, aliases=("earliest", "no antes de")),
    _c("times_in_five_years", "Times in five years", "Veces en cinco años", Kind.NUMBER,
       "For what repeats: how often it happened in five years.", "Para lo que se repite: cuántas veces pasó en cinco años.",
       level=2, low=0),
    _c("cause", "Cause", "Causa", Kind.NARRATIVE, "As you know it.", "La que se conoce.", width=40),
    _c("consequence", "Consequence", "Consecuencia", Kind.NARRATIVE, "What follows from it.", "Qué se sigue de ello.", width=40),
    _c("kpis", "KPIs", "KPIs", Kind.CODES, "Codes of the KPIs it would move.", "Claves de los KPIs que movería.",
       links="kpis", aliases=("kpi",)),
    _c("rows", "Linked rows", "Renglones ligados", Kind.CODES, "Ids of other rows.", "Ids de otros renglones.", level=2,
       links="register"),
    _c("absolute", "Absolute limit", "Límite absoluto", Kind.CHOICE, "Where one is touched; such a row is never priced.",
       "Si toca alguno; a ese renglón no se le pone precio.", level=2, choices=words.ABSOLUTE),
    _c("common_factor", "Common factor", "Factor común", Kind.TEXT, "What moves it together with other rows, such as FX.",
       "Qué lo mueve junto con otros renglones, como el tipo de cambio.", level=2),
    _c("owner", "Owner", "Responsable", Kind.TEXT, "Role.", "Puesto.", width=22),
    _c("response", "Response", "Respuesta", Kind.CHOICE, "Avoid, reduce, transfer, accept until.",
       "Evitar, reducir, transferir, aceptar hasta.", choices=words.ROW_RESPONSES),
    _c("accept_until", "Accepted until", "Aceptado hasta", Kind.DATE, "An accepted risk expires.", "Un riesgo aceptado vence.", level=2),
    _c("warning_sign", "Warning sign", "Señal de aviso", Kind.TEXT, "What would be seen first.", "Qué se vería primero.", width=30),
    _c("priority", "Priority", "Prioridad", Kind.CODE, "Code of the priority it touches.", "Clave de la prioridad que toca.",
       level=2, links="priorities"),
    _c("state", "State", "Estado", Kind.CHOICE, "Open, happened, closed.", "Abierto, ocurrió, cerrado.", choices=words.ROW_STATES,
       aliases=("status", "estatus")),
    _c("happened_on", "Happened on", "Ocurrió el", Kind.DATE, "Day.", "Día.", level=2),
    _c("note", "Note of the month", "Nota del mes", Kind.NARRATIVE, "What changed this month.", "Qué cambió este mes.",
       aliases=("note", "nota", "comentarios"), width=40),
    _c("quote", "Quote", "Cita", Kind.NARRATIVE, "Someone's own words, printed as they stand.",
       "Palabras textuales; se imprimen tal cual.", level=2, width=30),
    _c("quote_language", "Language of the quote", "Idioma de la cita", Kind.CHOICE, "English or Spanish.", "Inglés o español.",
       level=2, choices=words.LANGUAGE_NAMES),
    _c("quote_role", "Said by (role)", "Dicho por (puesto)", Kind.TEXT, "Role.", "Puesto.", level=2, width=22),
    _c("privileged", "With counsel", "Con el área legal", Kind.YES_NO, "Yes: only counted, never described.",
       "Sí: sólo se cuenta, no se describe.", level=2, choices=words.YES_NO),
), Text("Risks and constraints: one list.", "Riesgos y restricciones: una sola lista."), prefix="REG", unique=("id",),
    in_sight=True, aliases=("riesgos", "risks", "risk register", "registro de riesgos"))

ASKS = Sheet("asks", Text("Asks", "Solicitudes"), Layout.TABLE, Ask, (
    _c("id", "Id", "Id", Kind.CODE, "Permanent, such as A-007.", "Permanente, como A-007.", required=True,
       aliases=("ask", "folio", "clave"), width=9),
    _c("title_en", "What is asked (English)", "Qué se pide (inglés)", Kind.CLAUSE, "A clause: second source for resin.",
       "Frase corta para lectores en inglés.", aliases=("title", "ask title", "what is asked"), width=40),
    _c("title_es", "What is asked (Spanish)", "Qué se pide (español)", Kind.CLAUSE, "The same for Spanish readers.",
       "Frase corta: segundo proveedor de resina.", aliases=("título", "qué se pide"), width=40),
    _c("purpose", "Purpose", "Propósito", Kind.CHOICE, "Decision, discussion, information.",
       "Decisión, discusión, información.", choices=words.PURPOSES),
    _c("recommendation", "Recommended option", "Opción recomendada", Kind.CODE, "Letter of the option.", "Letra de la opción.",
       aliases=("recommendation", "recomendación")),
    _c("decider", "Decides", "Decide", Kind.TEXT, "Role; the charter's where blank.", "Puesto; el del acuerdo si está vacío.",
       aliases=("decider", "quien decide"), width=20),
    _c("needed_by", "Needed by", "Se necesita para el", Kind.DATE, "Day of the decision.", "Día de la decisión.",
       aliases=("by", "fecha límite", "para el")),
    _c("first_raised", "First raised on", "Planteada por primera vez", Kind.DATE, "Day.", "Día.", aliases=("first raised",)),
    _c("sent_on", "Terms sent on", "Términos enviados el", Kind.DATE, "When the present terms were sent.",
       "Cuándo se enviaron los términos actuales.", aliases=("sent on", "enviada el")),
    _c("consulted_site", "Consulted (site)", "Consultados (planta)", Kind.TEXT, "Who and when.", "Quién y cuándo.", level=2, width=30),
    _c("consulted_hq", "Consulted (HQ)", "Consultados (corporativo)", Kind.TEXT, "Who and when.", "Quién y cuándo.", level=2, width=30),
    _c("priority", "Priority", "Prioridad", Kind.CODE, "Code of the priority it serves.", "Clave de la prioridad a la que sirve.",
       level=2, links="priorities"),
    _c("context", "Context", "Contexto", Kind.NARRATIVE, "What readers need to know.", "Lo que el lector necesita saber.", width=40),
    _c("delay_cost", "Your cost of a month's delay", "Tu costo de un mes de demora", Kind.MONEY,
       "Your own figure, shown beside the computed one.", "Tu propia cifra, junto a la calculada.", level=2, low=0),
    _c("currency", "Currency", "Moneda", Kind.CURRENCY, "Of this ask; the Cover's where blank.",
       "De esta solicitud; la de la Portada si está vacío.", level=2),
    _c("state", "State", "Estado", Kind.CHOICE, "Open, decided, withdrawn.", "Abierta, decidida, retirada.",
       choices=words.ASK_STATES, aliases=("status", "estatus")),
    _c("decision", "Decided option", "Opción decidida", Kind.CODE, "Letter.", "Letra.", level=2),
    _c("decided_on", "Decided on", "Decidida el", Kind.DATE, "Day.", "Día.", level=2),
    _c("minute", "Minute", "Acta", Kind.TEXT, "Reference of the minute.", "Referencia del acta.", level=2),
), Text("What is asked of headquarters or the board.", "Lo que se pide al corporativo o al consejo."), prefix="ASK",
    unique=("id",), aliases=("peticiones", "decisions", "decisiones"))

OPTIONS = Sheet("options", Text("Options", "Opciones"), Layout.TABLE, Option, (
    _c("ask", "Ask", "Solicitud", Kind.CODE, "Id of the ask.", "Id de la solicitud.", required=True, links="asks",
       aliases=("ask id", "id"), width=9),
    _c("letter", "Letter", "Letra", Kind.CODE, "A is to do nothing; letters never change.",
       "A es no hacer nada; las letras no cambian.", required=True, aliases=("option", "opción"), width=8),
    _c("title_en", "Option (English)", "Opción (inglés)", Kind.CLAUSE, "A clause.", "Frase corta.", aliases=("title",), width=34),
    _c("title_es", "Option (Spanish)", "Opción (español)", Kind.CLAUSE, "A clause.", "Frase corta.", aliases=("título",), width=34),
    _c("cost_once", "Cost once", "Costo único", Kind.MONEY, "Paid once.", "Se paga una vez.", low=0),
    _c("cost_month", "Cost a month", "Costo por mes", Kind.MONEY, "Paid each month ...", "Se paga cada mes ...", low=0),
    _c("months", "for months", "durante meses", Kind.NUMBER, "... for so many months; to the window's end where blank.",
       "... durante tantos meses; hasta el fin del plazo si está vacío.", low=0, aliases=("months", "meses")),
    _c("months_to_effect", "Months to effect", "Meses para surtir efecto", Kind.NUMBER, "From the decision until it works.",
       "Desde la decisión hasta que funciona.", low=0),
    _c("rows", "Acts on rows", "Actúa sobre", Kind.CODES, "Ids of register rows.", "Ids de renglones del registro.",
       links="register", aliases=("rows", "renglones")),
    _c("chance_after", "Chance left", "Probabilidad restante", Kind.SHARE, "Of those rows, by their date.",
       "De esos renglones, a su fecha.", low=0, high=1, aliases=("chance after",)),
    _c("impact_after", "Impact left", "Impacto restante", Kind.SHARE, "Share of the impact; 100 % where blank.",
       "Parte del impacto; 100 % si está vacío.", level=2, low=0, high=1, aliases=("impact after",)),
    _c("capital", "Of which capital", "De ello, inversión", Kind.MONEY, "Part of the cost that is capital.",
       "Parte del costo que es inversión.", level=2, low=0, aliases=("capital", "capex")),
    _c("reversible", "Reversible", "Reversible", Kind.YES_NO, "Can it be undone?", "¿Se puede deshacer?", level=2,
       choices=words.YES_NO),
    _c("currency", "Currency", "Moneda", Kind.CURRENCY, "The ask's where blank.", "La de la solicitud si está vacío.", level=2),
), Text("The options of each ask; A is to do nothing.", "Las opciones de cada solicitud; A es no hacer nada."), prefix="OPT",
    unique=("ask", "letter"))

FOLLOW_UP = Sheet("follow_up", Text("Follow-up", "Seguimiento"), Layout.TABLE, FollowUp, (
    _c("id", "Id", "Id", Kind.CODE, "Permanent, such as C-003.", "Permanente, como C-003.", required=True,
       aliases=("folio", "clave"), width=9),
    _c("kind", "Kind", "Tipo", Kind.CHOICE, "Commitment, win, obstacle, dependency, waiting on HQ.",
       "Compromiso, logro, obstáculo, dependencia, en espera del corporativo.", required=True,
       choices=words.FOLLOW_UP_KINDS, aliases=("type",), width=18),
    _c("side", "Side", "Lado", Kind.CHOICE, "Site or HQ.", "Planta o corporativo.", choices=words.SIDES),
    _c("who", "Who (role)", "Quién (puesto)", Kind.TEXT, "Role.", "Puesto.", aliases=("who", "quién"), width=22),
    _c("text_en", "What (English)", "Qué (inglés)", Kind.CLAUSE, "A clause.", "Frase corta.", aliases=("what",), width=40),
    _c("text_es", "What (Spanish)", "Qué (español)", Kind.CLAUSE, "A clause.", "Frase corta.", aliases=("qué",), width=40),
    _c("since", "Since", "Desde", Kind.DATE, "Promised, reached or waiting since.", "Prometido, logrado o en espera desde.",
       aliases=("promised on", "prometido el")),
    _c("due", "Due", "Vence", Kind.DATE, "Promised for.", "Prometido para.", aliases=("due date", "para el")),
    _c("state", "State", "Estado", Kind.CHOICE, "Open, kept, kept late, broken, closed.",
       "Abierto, cumplido, cumplido tarde, incumplido, cerrado.", choices=words.FOLLOW_UP_STATES,
       aliases=("status", "estatus"), width=14),
    _c("done_on", "Done on", "Hecho el", Kind.DATE, "Day.", "Día."),
    _c("kpi", "KPI", "KPI", Kind.CODE, "KPI that shows it.", "KPI que lo muestra.", links="kpis"),
    _c("ask", "Ask", "Solicitud", Kind.CODE, "Ask it belongs to.", "Solicitud a la que pertenece.", links="asks"),
    _c("shared_with", "Shared credit with", "Mérito compartido con", Kind.TEXT, "Role or team.", "Puesto o equipo.", level=2, width=22),
), Text("Commitments of both sides, wins and context.", "Compromisos de ambos lados, logros y contexto."), prefix="FUP",
    unique=("id",), aliases=("follow up", "compromisos", "commitments"))

MONTH = Workbook("month", Text("Month", "Mes"), (COVER, MONTH_KPIS, REGISTER, ASKS, OPTIONS, FOLLOW_UP))
WORKBOOKS = (CHARTER, MONTH)

FORECAST_PARTS = {"likely": Text("likely", "probable"), "low": Text("low", "mínimo"), "high": Text("high", "máximo")}
"""Headers of the own forecast: a month and one of these words, such as `2026-11 likely`."""
HISTORY_MONTHS = 14
FORECAST_MONTHS = 3
REVIEW = Text("Review", "Revisión")
"""The sheet of plain formulas that shows what is missing; the reader passes it over."""
