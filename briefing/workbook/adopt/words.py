"""The words by which plants, consultants and templates name what the contract asks for, in English and Spanish.

A role is what a column is taken for. Phrases are written as people type them, parted by `|`; matching leaves case,
accents and signs out of account. English phrases end with the word that carries the meaning, Spanish ones begin with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

REGISTER_ROLES: Final = (
    "id", "event", "description", "cause", "consequence", "likelihood", "impact", "impact_money", "impact_days", "score",
    "owner", "status", "treatment", "response", "due", "identified", "closed", "category", "area", "warning_sign", "note",
)
KPI_ROLES: Final = (
    "kpi", "code", "unit", "target", "value", "forecast", "previous", "variance", "attainment", "owner", "status", "period",
    "year", "measure", "frequency", "definition", "direction", "weight", "low_limit", "high_limit", "category", "objective",
    "initiative", "note", "cause", "treatment", "site", "total",
)

ENGLISH: Final[Mapping[str, str]] = {
    "id": "id|no|nr|num|number|#|item|item no|item number|ref|ref no|reference|risk id|risk no|risk number|risk ref|risk #|s no|sr no|"
          "sl no|serial no|serial number|seq|issue id|record id|risk code|log no|entry|rid|uid|key|id no|risk reference",
    "event": "risk|risk title|risk name|risk event|event|hazard|threat|risk statement|risk item|failure mode|"
             "potential failure mode|potential risk|identified risk|risk identified|what can go wrong|opportunity|"
             "name of risk|uncertain event|hazardous event|risks|risk factor|title|summary|hazards|issue|risk summary|key risk|threat event|"
             "what is the risk|risk scenario|scenario|threat opportunity",
    "description": "description|risk description|description of risk|event description|details|risk details|detail|"
                   "detailed description|risk and description|full description|issue description|hazard description|explanation|"
                   "risk event description|description of the risk",
    "cause": "cause|root cause|causes|risk cause|potential cause|source|source of risk|risk source|potential causes|driver|drivers|"
             "risk driver|reason|reasons|cause of risk|vulnerability|contributing factors|causes of failure|variance cause|root causes",
    "consequence": "consequence|consequences|effect|effects|impact description|potential effect|potential consequences|potential impact|"
                   "description of impact|effect of failure|potential effects of failure|outcome|risk effect|consequence description|"
                   "result|impact details|business impact|who might be harmed",
    "likelihood": "likelihood|likeliness|prob|probability|probability score|likelihood score|chance|occurrence|likelihood rating|"
                  "probability rating|probability of occurrence|likelihood of occurrence|chance of occurrence|risk probability|"
                  "risk likelihood|lh|occ|frequency of occurrence|likelihood level|probability level|probability percent|p|l|"
                  "probability value|likelihood value|how likely|odds|occurence|chance by that date",
    "impact": "impact|severity|impact score|severity score|impact rating|impact level|severity level|consequence rating|consequence score|"
              "risk impact|magnitude|sev|seriousness|impact value|severity rating|overall impact|i|s|c|consequence level|"
              "harm|risk severity|impact severity|gravity|severity of impact|impact on project",
    "impact_money": "cost impact|cost exposure|financial impact|impact cost|cost of impact|budget impact|expected loss|"
                    "estimated cost|monetary impact|money impact|exposure amount|loss amount|estimated loss|potential loss|risk exposure cost|"
                    "financial exposure|cost of risk|risk cost|emv|expected monetary value|impact amount|impact usd|dollar impact|"
                    "contingency cost|most likely cost|likely case",
    "impact_days": "schedule impact|schedule exposure|schedule exposure days|schedule impact days|impact days|time impact|delay days|schedule delay|"
                   "days of delay",
    "score": "score|level|risk score|risk rating|rating|risk level|level of risk|risk value|rpn|risk priority number|risk exposure|exposure|"
             "risk factor score|pxi|p x i|lxi|l x i|pi score|total score|overall score|inherent risk|residual risk|risk class|risk grade|"
             "priority|risk priority|criticality|rank|risk rank|ranking|risk index|total risk|overall risk|current risk|target risk|"
             "severity x likelihood|likelihood x impact|probability x impact|impact x likelihood|overall rating|risk ranking|"
             "risk magnitude|risk category score|inherent score|residual score|heat|rag rating score|gross risk|net risk|"
             "risk evaluation|risk assessment|initial risk|final risk|revised risk|risk significance|significance|urgency",
    "owner": "owner|risk owner|responsible|responsible person|responsible party|assignee|assigned to|accountable|lead|"
             "person responsible|person in charge|pic|action owner|mitigation owner|control owner|kpi owner|metric owner|manager|"
             "responsibility|owned by|risk manager|responsible role|responsible department|action by|who|owner name|owner role|"
             "process owner|responsible owner|risk lead|accountable person|accountability|data owner|assigned owner|custodian|champion|"
             "point of contact|poc|by whom|response owner|treatment owner|responsible entity",
    "status": "status|state|risk status|current status|open closed|kpi status|action status|progress status|status rag|rag|rag status|"
              "traffic light|mitigation status|treatment status|stage|status as you see it|open or closed|issue status|health|condition",
    "treatment": "mitigation|mitigation plan|mitigation strategy|mitigation action|mitigation actions|mitigation measures|mitigations|"
                 "risk mitigation|planned response|risk response|response plan|treatment|treatment plan|risk treatment|controls|"
                 "existing controls|current controls|control measures|control|contingency|contingency plan|action plan|actions|"
                 "action|action items|planned actions|recommended action|recommended actions|countermeasure|countermeasures|"
                 "corrective action|corrective actions|preventive action|preventive actions|preventative actions|key controls|risk controls|"
                 "additional controls|mitigating actions|mitigating controls|mitigating factors|planned mitigation|safeguards|"
                 "response actions|risk action plan|further action|further actions|proposed actions|actions required|action required|"
                 "control description|mitigation steps|proposed treatment|response description|mitigation approach|current mitigation|"
                 "controls in place|required actions|preventive measures|next steps|actions taken|action taken|fallback plan|"
                 "contingency actions|risk reduction measures|existing control measures|additional control measures|current control|"
                 "what is being done|response action|response|planned controls|proposed mitigation|suggested mitigation|remediation|"
                 "remediation plan|mitigation contingency|mitigation description",
    "response": "response strategy|response type|treatment option|strategy|risk strategy|risk response strategy|treatment strategy|"
                "risk treatment option|risk response type|treatment type|decision|treatment decision|risk decision|handling|"
                "risk handling|risk treatment strategy|mitigation type|response category",
    "due": "due date|due|target date|deadline|target completion|target completion date|expected resolution|completion date|close by|"
           "due by|expected closure|expected close date|resolution date|planned completion|planned end date|end date|finish date|"
           "target closure|target resolution date|estimated completion|action due date|due on|needed by|by when|timeline|time frame|"
           "timeframe|implementation date|target closure date|expected date|expected completion date|by date|action date|milestone date|when|"
           "mitigation date|mitigation due date|target end date|planned date|expected resolution date|eta|completion target",
    "identified": "date identified|identified date|identified on|date raised|raised on|date opened|opened|open date|created|created on|"
                  "date created|creation date|date logged|logged on|entry date|date of entry|date added|reported date|date reported|"
                  "identification date|start date|date entered|raised date|date found|detected on|first disclosed",
    "closed": "closed date|date closed|closed on|close date|closure date|actual close date|actual closure|date resolved|resolved on|"
              "actual completion date|actual end date|completed on|date completed|actual finish|actual start date",
    "category": "category|risk category|type|risk type|class|classification|domain|theme|risk area|perspective|kpi category|"
                "category of risk|type of risk|risk class|group|family|bsc perspective|pillar|strategic theme|kpi type|kpi group|dimension|"
                "risk source category|subcategory|sub category|risk group|focus area|kpi area|metric type|key result area|kra|"
                "threat type|metric category|key performance area|kpa|goal category",
    "area": "area|department|dept|process|function|business unit|division|workstream|work package|wbs|wbs id|project|phase|activity|"
            "location|section|unit name|business process|team|project phase|line|machine|equipment|workcenter|asset|assets|"
            "process step|operation|task|product|region|system|item function|subprocess|sub process|component|project name|impact area",
    "warning_sign": "trigger|triggers|risk trigger|early warning|warning sign|early warning sign|early warning indicator|"
                    "risk indicator|trigger condition|trigger event|trigger date|kri|key risk indicator|risk symptoms|warning signs|indicators of risk",
    "note": "comment|comments|comment root cause|note|notes|remark|remarks|observations|observation|additional comments|status update|update|updates|"
            "latest update|additional notes|commentary|explanation of variance|justification|rationale|last update comment|evidence|"
            "risk notes|progress|progress update|status comments|review comments|latest status|analysis|variance explanation",
    "review": "review date|last review|next review|last updated|last update|date updated|updated on|date of review|revision date|"
              "last reviewed|next review date|update date|date modified|modified|last modified|status date|last review date|review frequency|"
              "reviewed on|date of assessment|assessment date|monitoring|review|updated date|date last updated|monitoring date",
    "detection": "detection|detectability|det|d|detection rating|control effectiveness|effectiveness|velocity|proximity|risk velocity|"
                 "detection method|effectiveness of controls|control rating|confidence|vulnerability score|detection score|controllability",
    "impact_on": "schedule|cost|quality|scope|safety|reputation|environment|financial|operational|legal|confidentiality|integrity|"
                 "availability|people|compliance|cost range",
    "kpi": "kpi|kpis|kpi name|metric|metrics|metric name|indicator|indicators|indicator name|measure|measures|measure name|"
           "key performance indicator|key performance indicators|performance indicator|performance measure|kpi description|measurement|"
           "key performance indicator kpi|kpi metric|key metric|key metrics|parameter|parameters|performance indicators|kpi indicator|"
           "key indicator|name|success measure|success metric|goal name|line item|description of kpi|particulars|performance metric|"
           "kpi title|key result|key results|kpi measure|performance metrics|performance measures|operational metrics",
    "code": "code|kpi code|kpi id|metric id|indicator code|kpi no|metric code|kpi number|kpi ref|indicator id|measure id|kpi #",
    "unit": "unit|units|uom|unit of measure|unit of measurement|measure unit|measurement unit|kpi unit|unit measure|units of measure|format|data type",
    "target": "target|goal|budget|plan|planned|target value|goal value|kpi target|monthly target|planned value|objective value|standard|"
              "benchmark|threshold value|tgt|targets|goals|budgeted|target level|quota|desired value|target performance|budget amount|"
              "annual target|target score|expected|expected value|target annual|desired|desired level|current target|std|target kpi|"
              "yearly target|pl|tar|plan value",
    "value": "actual|value|actual value|result|results|current|current value|actuals|actual performance|achieved|achievement value|"
             "measured value|observed|reading|actual result|current performance|kpi value|metric value|performance|latest value|"
             "actual amount|realized|amount|act|ac|measurement value|data value|current month|this month|current period|mtd|achieved value|actual score|"
             "actual achieved|actual achievement|kpi result|actual kpi|latest|current result|monthly actual|month actual|month value|reported value",
    "forecast": "forecast|projection|projected|estimate|outlook|fc|fcst|forecasted|latest estimate|forecast value|projected value|"
                "estimated value|predicted|expected result|le|full year forecast|rolling forecast|likely|forecast actual",
    "previous": "previous|prior|last month|previous month|prior month|previous value|last year|prior year|previous year|baseline|"
                "base|initial value|starting value|baseline value|py|ly|previous period|prior period|last period|same month last year|"
                "historical|starting point|actual last year|current baseline",
    "variance": "variance|var|deviation|difference|delta|gap|change|variance percent|variance to target|vs target|vs plan|vs budget|"
                "actual vs target|variation|growth|yoy|mom|percent change|over under|diff|difference percent|change vs previous|variance amount|trend|"
                "budget variance|target variance|percent variance|target vs actual|plan vs actual|goal vs actual|fav unfav",
    "attainment": "attainment|achievement|percent achieved|percent of target|achievement percent|completion|percent complete|"
                  "progress percent|percentage achieved|score percent|achievement rate|percent achievement|attainment percent|percent to target|"
                  "complete|kpi score|target achievement|weighted score|achieved percent|percent attained|performance percent|performance score|"
                  "target met|met target|on track|target achieved|goal met|completion percent|percent completed|achievement ratio|percentage|"
                  "target status|percent of goal|progress to target|weighted achievement|percent of budget|percent progress",
    "period": "month|period|period date|date|reporting period|reporting month|month year|year month|reporting date|week ending|"
              "time period|calendar month|fiscal month|fiscal period|period end|period start|month name|month end|quarter|week|day|"
              "measurement date|report date|data date|timestamp|production date|order date|transaction date|report month|as of|"
              "reference month|date time|datetime|invoice date|record date|month of|month date|year quarter|as of date|ds|months|posting date",
    "year": "year|fiscal year|calendar year|fy",
    "measure": "type of value|version|data series|series|plan actual|actual plan|scenario type|value type|row type|target actual|goal actual",
    "frequency": "frequency|reporting frequency|measurement frequency|freq|cadence|measurement interval|monitoring frequency|"
                 "update frequency|frequency of measurement|collection frequency|interval|reporting cycle|measure frequency|periodicity",
    "definition": "definition|formula|calculation|calculation method|how calculated|kpi definition|metric definition|kpi formula|measurement method|"
                  "method|method of calculation|numerator|denominator|data source|source of data|how to measure|equation|how measured|"
                  "formula calculation|measurement formula|calculation formula|purpose|what it measures|means of verification|business question|"
                  "data collection|calculation logic|computation|source system|dax|dax formula|metric formula|technical definition",
    "direction": "direction|good is|polarity|desired direction|better|desired trend|goal direction|higher is better|optimize|favorable direction|"
                 "good direction|target direction",
    "weight": "weight|weighting|weightage|weight percent|kpi weight|importance|weights|weighted",
    "low_limit": "lower limit|low limit|minimum|min|threshold|lower bound|lower threshold|red threshold|min value|floor|lcl|lower control limit|"
                 "minimum value|lsl|lower specification limit|red|critical threshold|minimum acceptable|alert threshold",
    "high_limit": "upper limit|high limit|maximum|max|upper bound|upper threshold|max value|stretch|stretch target|ceiling|ucl|upper control limit|"
                  "maximum value|green threshold|amber threshold|yellow threshold|usl|upper specification limit|green|amber|yellow|warning threshold",
    "objective": "objective|strategic objective|objectives|strategic objectives|strategic goal|goal description|business objective|"
                 "strategic goals|company objective|critical success factor|csf|success factor|outcome objective|business goal|objective description|goal statement",
    "initiative": "initiative|initiatives|strategic initiative|strategic initiatives|project initiative|programs|program|action initiative|key initiatives|activities",
    "site": "site|plant|facility|factory|branch|site code|plant code|store|site name|plant name|store name|business|company|country|office",
    "total": "total|ytd|year to date|average|avg|mean|sum|cumulative|grand total|full year|annual|ytd actual|ytd total|ytd average|"
             "annual total|total year|fy total|median|running total|year total|total ytd|ytd value|yearly|subtotal|overall|"
             "ytd target|ytd budget|ytd goal|ytd plan|annual average|quarter total|qtd|yearly total|mat|totals|yearly average",
}
"""English phrases of each role."""

SPANISH: Final[Mapping[str, str]] = {
    "id": "id|no|num|n|nº|núm|número|código|clave|folio|ref|referencia|item|ítem|id riesgo|id del riesgo|código del riesgo|código riesgo|"
          "número de riesgo|no riesgo|no de riesgo|id de riesgo|consecutivo|cons|cod|cód|cód riesgo|nro|nro riesgo|cod riesgo|registro|orden|#",
    "event": "riesgo|riesgos|nombre del riesgo|riesgo identificado|evento|evento de riesgo|amenaza|peligro|factor de riesgo|modo de falla|"
             "modo de fallo|modo potencial de falla|título|título del riesgo|peligro identificado|riesgo asociado|riesgo u oportunidad|"
             "riesgos identificados|riesgo potencial|peligros|amenazas|riesgo oportunidad|qué puede pasar|evento riesgoso|enunciado del riesgo|"
             "riesgo principal|problema|evento adverso|redacción del riesgo|escenario de riesgo|oportunidad",
    "description": "descripción|descripción del riesgo|descripción de riesgo|descripción riesgo|detalle|detalle del riesgo|"
                   "descripción del evento|descripción del peligro|descripción de la amenaza|riesgo descripción|"
                   "descripción detallada|descripción del problema|definición del riesgo",
    "cause": "causa|causas|causa raíz|causa del riesgo|origen|fuente|causas potenciales|causa potencial|vulnerabilidad|vulnerabilidades|"
             "fuente de riesgo|fuente del riesgo|factor|factores|motivo|causa principal|causa inmediata|causas del riesgo|posibles causas|causa probable|"
             "causa de la desviación|agente generador|causas raíz|causa posible|disparador causa",
    "consequence": "consecuencia|consecuencias|efecto|efectos|efectos posibles|posible efecto|descripción del impacto|impacto potencial|efecto potencial|"
                   "consecuencias potenciales|posible consecuencia|posibles consecuencias|efecto de la falla|posibles efectos|daño|resultado esperado riesgo|"
                   "efectos potenciales|consecuencia del riesgo|efectos del riesgo|daños|consecuencia potencial",
    "likelihood": "probabilidad|prob|ocurrencia|posibilidad|probabilidad de ocurrencia|nivel de probabilidad|probabilidad del riesgo|"
                  "frecuencia de ocurrencia|valor probabilidad|escala de probabilidad|probabilidad a esa fecha|grado de probabilidad|"
                  "probabilidad nri|probabilidad nrr|índice de ocurrencia|probabilidad de que ocurra|probabilidad ocurrencia|"
                  "puntaje de probabilidad|calificación de probabilidad|probabilidad inherente|probabilidad residual|p|o",
    "impact": "impacto|severidad|gravedad|magnitud|nivel de impacto|impacto del riesgo|nivel de severidad|nivel de consecuencia|"
              "valor impacto|escala de impacto|grado de impacto|impacto nri|impacto nrr|índice de severidad|puntaje de impacto|"
              "calificación de impacto|impacto inherente|impacto residual|nivel de gravedad|magnitud del impacto|valoración del impacto|i|g|"
              "severidad del impacto|impacto en el proyecto|grado de severidad",
    "impact_money": "impacto económico|impacto financiero|costo del impacto|impacto en costo|costo estimado|pérdida estimada|pérdida esperada|"
                    "exposición económica|monto del impacto|impacto monetario|monto|monto estimado|valor económico|costo del riesgo|exposición|"
                    "impacto en costos|impacto costo|caso probable|coste estimado|valor monetario esperado|vme|pérdida potencial|costo de impacto",
    "impact_days": "impacto en plazo|impacto en tiempo|días de retraso|impacto en cronograma|impacto en días|retraso estimado|impacto cronograma|impacto tiempo",
    "score": "nivel de riesgo|nivel del riesgo|valor del riesgo|calificación|calificación del riesgo|valoración|valoración del riesgo|puntaje|"
             "puntuación|puntaje de riesgo|npr|ipr|nivel|riesgo inherente|riesgo residual|criticidad|prioridad|exposición al riesgo|"
             "pxi|p x i|severidad del riesgo|clasificación del riesgo|zona de riesgo|evaluación|evaluación del riesgo|magnitud del riesgo|"
             "valor de riesgo|riesgo total|interpretación|nri|nrr|nivel de riesgo inherente|nivel de riesgo residual|índice de riesgo|grado de riesgo|"
             "riesgo actual|riesgo inicial|riesgo final|total riesgo|factor de exposición|interpretación del riesgo|significancia|"
             "probabilidad x impacto|impacto x probabilidad|nivel de prioridad|semáforo de riesgo|rango|estimación del riesgo|riesgo puro|urgencia|"
             "aceptabilidad|aceptabilidad del riesgo|valor del riesgo residual|puntuación del riesgo|ponderación del riesgo",
    "owner": "responsable|resp|responsable y fecha|responsable y plazo|responsable fecha|dueño|propietario|encargado|responsable rol|dueño del riesgo|propietario del riesgo|responsable del riesgo|"
             "a cargo de|asignado a|responsables|líder|responsable de la acción|responsable del plan|área responsable|titular|responsable del kpi|"
             "dueño del kpi|dueño del indicador|responsable del indicador|quién|responsable del control|gestor|persona responsable|"
             "responsable del tratamiento|responsable de seguimiento|responsable asignado|responsable de mitigación|cargo responsable|dueño del proceso|"
             "responsable de la medición|responsable de ejecución|responsable de medición|unidad responsable|custodio",
    "status": "estado|estatus|situación|estado actual|estado del riesgo|situación actual|semáforo|estatus según la planta|abierto cerrado|"
              "estado de la acción|estatus del riesgo|etapa|status|estado del tratamiento|estado de implementación|estado del indicador|estado del plan",
    "treatment": "mitigación|plan de mitigación|acciones|acción|medidas|medidas de control|controles|controles existentes|control|"
                 "tratamiento|plan de acción|plan de tratamiento|plan de contingencia|contingencia|respuesta|plan de respuesta|"
                 "acciones de mitigación|medidas de mitigación|medidas preventivas|acciones tomadas|acciones realizadas|acciones preventivas|acción preventiva|"
                 "acciones correctivas|acción correctiva|controles actuales|control existente|acciones a tomar|acciones de tratamiento|"
                 "acciones propuestas|medida de control|medidas de prevención|estrategia de mitigación|respuesta al riesgo|acciones recomendadas|"
                 "acción recomendada|acciones de control|tratamiento del riesgo|acción de mitigación|controles propuestos|salvaguardas|"
                 "medidas correctivas|respuesta planificada|qué se está haciendo|medida de mitigación|mitigación propuesta|medidas existentes|"
                 "controles de mitigación|medidas de intervención|acciones de contingencia|respuesta planeada|acciones para abordar el riesgo|"
                 "medida preventiva|acciones planificadas|acciones de respuesta|controles implementados|control actual|medidas propuestas|"
                 "acciones de mejora|plan de mejora|medidas a tomar|actividad de control|actividades de control|remediación|recomendaciones|salvaguarda",
    "response": "estrategia|estrategia de respuesta|tipo de respuesta|opción de tratamiento|tipo de tratamiento|opción de manejo|decisión|"
                "estrategia de tratamiento|opciones de manejo|tipo de acción|medida de respuesta|manejo del riesgo|opción de respuesta|tipo de estrategia|"
                "tratamiento elegido|medida de tratamiento",
    "due": "fecha límite|fecha compromiso|fecha objetivo|fecha de cierre|fecha fin|vencimiento|plazo|fecha prevista|fecha de vencimiento|"
           "fecha de compromiso|fecha de término|fecha final|fecha de entrega|fecha estimada|fecha de implementación|fecha meta|para cuándo|"
           "fecha de ejecución|fecha programada|fecha de resolución|fecha prevista de cierre|fecha estimada de cierre|cuándo|fecha tope|"
           "fecha de finalización|a la fecha|plazo de ejecución|tiempo de ejecución|fecha planificada|fecha esperada|fecha máxima|cronograma|fecha plan|"
           "fecha objetivo de cierre|fecha de cumplimiento|fecha prevista de resolución|fecha término",
    "identified": "fecha de identificación|fecha de registro|fecha identificación|fecha de apertura|fecha de alta|fecha de detección|"
                  "fecha inicio|fecha de inicio|fecha de creación|fecha registro|identificado el|fecha de reporte|fecha apertura|fecha alta|fecha detección",
    "closed": "fecha de cierre real|fecha cierre real|cerrado el|fecha real de cierre|fecha actual de resolución|fecha de solución|"
              "fecha real|fecha real de resolución|fecha de cierre efectivo|fecha real de término|fecha real de finalización",
    "category": "categoría|categoría del riesgo|tipo|tipo de riesgo|clase|clase de riesgo|clasificación|perspectiva|categoría de riesgo|dimensión|"
                "rubro|grupo|familia|eje|subcategoría|pilar|tipo de indicador|factor de riesgo categoría|tipo de peligro|clasificación del peligro|"
                "tipología|tipo de amenaza|tipología de riesgo|naturaleza|clasificación riesgo|tipo riesgo|categoría del kpi|perspectiva bsc|ámbito",
    "area": "área|departamento|proceso|función|gerencia|unidad de negocio|actividad|fase|proyecto|ubicación|línea|máquina|equipo|subproceso|"
            "macroproceso|tarea|dependencia|zona|lugar|puesto|nombre del proceso|activo|activos|etapa del proceso|zona lugar|área proceso|"
            "producto|entregable|nombre del proyecto|turno|operario|operador|cliente|objetivo del proceso|paquete de trabajo|servicio|sistema|región",
    "warning_sign": "disparador|disparadores|señal de alerta|alerta temprana|indicador de alerta|señal|gatillo|síntoma|síntomas|"
                    "indicador de riesgo|evento disparador|señales de alerta|indicador clave de riesgo|desencadenante|alerta",
    "note": "comentario|comentarios|observación|observaciones|nota|notas|seguimiento|comentarios adicionales|justificación|avance|"
            "avances|análisis|evidencia|explicación|observaciones y comentarios|soporte|evidencias|comentario del mes|comentarios del mes|explicación de la desviación",
    "review": "fecha de revisión|última revisión|próxima revisión|fecha de actualización|última actualización|fecha de seguimiento|fecha revisión|"
              "actualizado el|fecha de evaluación|monitoreo|revisión|fecha actualización|fecha seguimiento|fecha de monitoreo|fecha de última revisión|frecuencia de revisión",
    "detection": "detección|detectabilidad|efectividad|eficacia|efectividad del control|efectividad de los controles|d|velocidad|capacidad de detección|"
                 "nivel de detección|eficacia del control|proximidad|nivel de exposición|nivel de deficiencia|nivel exposición|evaluación del control",
    "impact_on": "costo|calidad|alcance|reputación|financiero|operativo|legal|seguridad|confidencialidad|integridad|disponibilidad|imagen|"
                 "ambiental|cumplimiento normativo|económico",
    "kpi": "kpi|kpis|indicador|indicadores|nombre|nombre del kpi|nombre del indicador|métrica|métricas|concepto|indicador clave|nombre indicador|"
           "indicador de desempeño|indicadores clave|indicador kpi|medición|indicador de gestión|parámetro|medida|nombre de la métrica|"
           "indicador de resultado|indicadores de desempeño|variable|kpi indicador|indicadores de gestión|indicador clave de desempeño|nombre kpi|resultado clave|"
           "conceptos|rubros|partida|cuenta|indicador estratégico|indicador propuesto",
    "code": "código|clave|clave kpi|clave del kpi|código del indicador|código kpi|id kpi|no indicador|id indicador|clave del indicador|código indicador|clave indicador",
    "unit": "unidad|unidades|um|u m|unidad de medida|unidad medida|medida unidad|u de m|udm|ud|unidad de medición|formato|tipo de dato",
    "target": "meta|objetivo|metas|presupuesto|plan|planeado|programado|valor meta|valor objetivo|meta mensual|meta anual|objetivo anual|"
              "objetivo mensual|estándar|ppto|presupuestado|planificado|esperado|meta del mes|meta 100|valor esperado|meta kpi|meta propuesta|"
              "proyectado meta|valor planificado|budget|previsto|benchmark|referencia meta|línea meta|meta del indicador|meta del periodo|cuota|valor deseado",
    "value": "real|valor|actual|resultado|resultados|valor real|valor actual|ejecutado|logrado|alcanzado|medición actual|resultado actual|"
             "resultado obtenido|valor obtenido|resultado del mes|dato|cumplimiento real|logro|realizado|real del mes|valor del mes|mes actual|importe|"
             "desempeño actual|valor medido|valor alcanzado|resultado real|resultado mensual|ejecución|valor registrado|desempeño real|cantidad|lectura|"
             "resultado del indicador|dato real|obtenido|valor del indicador|valor kpi",
    "forecast": "pronóstico|proyección|proyectado|estimado|estimación|proyección de cierre|cierre estimado|pronosticado|probable|previsión|"
                "forecast|fc|estimado de cierre|valor proyectado|proyección anual|valor estimado",
    "previous": "anterior|mes anterior|periodo anterior|año anterior|valor anterior|línea base|linea base|valor inicial|mismo mes año anterior|base|"
                "real año anterior|resultado anterior|año pasado|valor base|punto de partida|histórico|mes previo|valor de referencia|promedio histórico|aa",
    "variance": "variación|desviación|diferencia|var|brecha|desvío|cambio|variación porcentual|variación vs meta|vs meta|vs presupuesto|"
                "tendencia|diferencia vs meta|variación contra presupuesto|crecimiento|variación absoluta|desviación porcentual|vs mes anterior|"
                "variación respecto a meta|delta|real vs meta|real vs presupuesto|vs año anterior|variación anual",
    "attainment": "cumplimiento|avance porcentual|porcentaje de cumplimiento|porcentaje de avance|nivel de cumplimiento|logro porcentual|"
                  "cumplimiento de meta|cumplimiento meta|avance físico|grado de cumplimiento|alcance de meta|eficacia meta|cumple|cumplimiento porcentual|"
                  "porcentaje cumplimiento|porcentaje avance|porcentaje logrado|cumplimiento del mes|calificación kpi|cumplimiento kpi|avance vs meta|puntaje obtenido|"
                  "se cumple|cumple meta|porcentaje|porcentaje de logro|cumplió|cumplimiento de la meta",
    "period": "mes|fecha|periodo|período|mes año|año mes|fecha de medición|periodo de reporte|mes de reporte|fecha de corte|trimestre|semana|día|"
              "meses|fecha del dato|periodo reportado|fecha de producción|fecha reporte|mes reportado|fecha medición|fecha corte|periodo evaluado|mes evaluado|fecha y hora",
    "year": "año|ejercicio|año fiscal|anio|gestión|ano",
    "measure": "tipo de valor|versión|serie|plan real|real meta|meta real|tipo de dato valor|concepto valor|dato tipo",
    "frequency": "frecuencia|periodicidad|frecuencia de medición|frecuencia de reporte|frecuencia medición|frec|periodicidad de medición|"
                 "frecuencia de monitoreo|frecuencia del indicador|frecuencia de seguimiento|frecuencia de análisis|frecuencia de cálculo|frecuencia de actualización",
    "definition": "definición|fórmula|cálculo|método de cálculo|forma de cálculo|descripción del indicador|fórmula de cálculo|descripción del kpi|"
                  "fuente de datos|fuente de información|numerador|denominador|definición operativa|cómo se mide|fuente de verificación|"
                  "medio de verificación|medios de verificación|fórmula del indicador|qué mide|propósito|definición del indicador|método de medición|origen de datos|"
                  "descripción de la fórmula|fuente del dato|metodología|fórmula kpi|objetivo del indicador|fuente de los datos|"
                  "descripción indicador|fuente información|medio verificación|cálculo del indicador|variables",
    "direction": "sentido|lo bueno es|dirección|polaridad|sentido del indicador|comportamiento esperado|tendencia deseada|tendencia esperada|comportamiento",
    "weight": "peso|ponderación|ponderado|peso porcentual|importancia|ponderador|pesos",
    "low_limit": "límite inferior|mínimo|valor mínimo|rojo|umbral mínimo|límite bajo|tolerancia inferior|umbral|insatisfactorio|crítico|umbral rojo|mínimo aceptable|"
                 "deficiente|rango crítico|límite crítico",
    "high_limit": "límite superior|máximo|valor máximo|verde|umbral máximo|límite alto|tolerancia superior|amarillo|sobresaliente|ámbar|umbral verde|umbral amarillo|"
                  "satisfactorio|límite aceptable|excelente|óptimo|aceptable|tolerancia",
    "objective": "objetivo estratégico|objetivos estratégicos|objetivo general|objetivo específico|objetivos|factor crítico de éxito|"
                 "meta estratégica|objetivo de calidad|objetivo del negocio|objetivo institucional|objetivo de la organización|lineamiento|objetivo operativo",
    "initiative": "iniciativa|iniciativas|iniciativa estratégica|iniciativas estratégicas|proyecto estratégico|programa|programas|acción estratégica|acciones estratégicas|"
                  "planes de acción|actividades|proyectos",
    "site": "planta|sitio|sucursal|centro|fábrica|clave de planta|nave|empresa|tienda|sede|centro de trabajo|país|oficina|unidad productiva",
    "total": "total|promedio|acumulado|suma|acum|ytd|acumulado anual|promedio anual|total anual|media|total general|acumulado del año|gran total|subtotal|"
             "anual|total año|acumulado real|acumulado meta|cierre anual|promedio acumulado|total acumulado|promedio mensual|cierre|meta acumulada|real acumulado|totales",
}
"""Spanish phrases of each role."""
