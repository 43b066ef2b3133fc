"""Fixed words that only drawing needs; a document's own labels go before them."""

from __future__ import annotations

from briefing.document.blocks import Document
from briefing.language import Text

WORDS = {
    "page": Text(en="page", es="página"),
    "on_page": Text(en="on page", es="en la página"),
    "of": Text(en="of", es="de"),
    "contents": Text(en="Contents", es="Contenido"),
    "evidence": Text(en="Evidence", es="Evidencia"),
    "skip": Text(en="Skip to the briefing", es="Ir al informe"),
    "back": Text(en="Back to the text", es="Volver al texto"),
    "recommendation": Text(en="Recommendation", es="Recomendación"),
    "on_target": Text(en="on target", es="en meta"),
    "within_tolerance": Text(en="within tolerance", es="dentro de tolerancia"),
    "out_of_tolerance": Text(en="out of tolerance", es="fuera de tolerancia"),
    "not_measured": Text(en="not measured", es="no medido"),
    "not_agreed": Text(en="not agreed", es="no acordado"),
}


def labels(document: Document) -> dict[str, str]:
    """Give every fixed word by key in the document's language, its own labels first."""
    return {key: text.get(document.language) for key, text in WORDS.items()} | document.labels
