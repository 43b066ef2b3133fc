"""Softening: found by phrase and context, in both languages, and lifted where something makes it plain."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from briefing.language import LANGUAGES, Language
from briefing.preflight.lexicon_files import lexicon
from briefing.preflight.score import main, report, score
from briefing.preflight.softness import fold, sentences_of, softenings

DATA = Path(__file__).parents[1] / "data" / "candor"
PRECISION, RECALL = 0.85, 0.75


def kinds(text: str, language: Language) -> list[str]:
    """Give the kinds of what is found."""
    return [each.kind for each in softenings(text, language)]


@pytest.mark.parametrize("path", sorted(DATA.glob("*.tsv")), ids=lambda path: path.stem)
def test_labelled_sentences_are_told_apart(path: Path) -> None:
    """Precision and recall of every labelled file, ours and those that others wrote."""
    result = score(path, "es" if path.stem.endswith("es") else "en")
    assert result.precision >= PRECISION, report(result)
    assert result.recall >= RECALL, report(result)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_development_set_is_large_and_well_formed(language: Language) -> None:
    """At least 120 sentences a language, each once, with label and kind."""
    with (DATA / f"development.{language}.tsv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    assert len(rows) >= 120
    assert {row["label"] for row in rows} == {"soft", "plain"}
    assert all(row["kind"] and row["sentence"] for row in rows)
    assert len({row["sentence"] for row in rows}) == len(rows)


@pytest.mark.parametrize(("soft", "plain"), [
    ("El proceso está bajo control.", "El proceso no está bajo control."),
    ("Se espera normalizar pronto.", "Se espera normalizar el 15 de marzo."),
    ("Tuvimos una mejora importante.", "Tuvimos una mejora importante: de 3.4 % a 2.2 %."),
    ("Se está revisando el plan.", "Se está revisando el plan. Responsable: gerente de calidad, 12 de noviembre."),
    ("Se avisa a la brevedad.", "La norma exige que se avise a la brevedad."),
    ("Todo está bajo control.", "El proveedor escribió: «todo está bajo control»."),
    ("En eso estamos, ahorita lo vemos.", "No sé todavía, lo sabré el 20 de diciembre."),
    ("Fue un retraso menor.", "La cobertura es menor que el límite."),
    ("Esperamos mejorar en la línea 3.", "Esperamos mejorar a 95 % en la línea 3."),
    ("aorita lo vemos, le damos segimiento", "El seguimiento lo lleva compras cada lunes."),
    ("x ahora ntp, se esta checando cn calidad", "Se revisan cinco piezas cada hora."),
])
def test_context_lifts_in_spanish(soft: str, plain: str) -> None:
    """The same words, with and without what makes them plain; accents and spelling do not matter."""
    assert kinds(soft, "es")
    assert kinds(fold(soft, "es").upper(), "es")
    assert kinds(plain, "es") == []


@pytest.mark.parametrize(("soft", "plain"), [
    ("The process is under control.", "The process isn't under control."),
    ("It should be fine.", "Suppliers should deliver by 8 am per contract."),
    ("We expect it to normalize soon.", "We expect it to normalize by 15 March."),
    ("A significant improvement in scrap.", "A significant improvement in scrap, from 3.4 % to 2.2 %."),
    ("The plan is being reviewed.", "The plan is being reviewed by the quality manager, done on 12 November."),
    ("Everything is under control.", "The carrier said 'everything is under control' and came late again."),
    ("We don't know, we are working on it.", "I don't know yet, I will by the 20th."),
    ("It is a minor delay.", "The minor nonconformity was closed on 2 October."),
    ("We hope line 3 recovers.", "We believe there is a 60 % chance that line 3 stops."),
    ("Shoud be fine.", "We dont expect the part before 12 March."),
    ("No major concerns.", "There are major concerns about the press."),
])
def test_context_lifts_in_english(soft: str, plain: str) -> None:
    """As in Spanish."""
    assert kinds(soft, "en")
    assert kinds(soft.upper(), "en")
    assert kinds(plain, "en") == []


def test_a_past_date_lifts_nothing() -> None:
    """A day after `since` is no deadline, and a figure of another clause measures another thing."""
    assert kinds("Since June deliveries are late; we hope they normalize.", "en") == ["hedge"]
    assert kinds("El inventario bajó a 19 días, pero esperamos que se normalice.", "es") == ["hedge"]


@pytest.mark.parametrize(("language", "soft", "plain"), [
    ("en", "Scrap reached 6 % and is being handled.", "Scrap reached 6 % and is being handled by the quality manager."),
    ("en", "The 14 late orders are being looked at.", "Late orders are being looked at, 14 pieces an hour."),
    ("en", "On Monday the line stopped, but we expect to recover.", "The line stopped, but we expect to recover on Monday."),
    ("en", "The 9 leaks are under control.", "Leaks are under control at 9 a month."),
    ("es", "El desperdicio llegó a 6 % y se está atendiendo.", "El desperdicio llegó a 6 % y se está atendiendo; queda el 4 de mayo."),
    ("es", "El cliente sigue tranquilo a pesar de 9 quejas.", "El cliente no sigue tranquilo a pesar de 9 quejas."),
    ("es", "Paró la línea el lunes, pero esperamos recuperar.", "Paró la línea, pero esperamos recuperar el lunes."),
])
def test_a_figure_date_or_owner_makes_plain_only_its_own_clause(language: Language, soft: str, plain: str) -> None:
    """What measures the problem does not make the remedy concrete."""
    assert kinds(soft, language)
    assert kinds(plain, language) == []


@pytest.mark.parametrize(("language", "soft", "plain"), [
    ("en", "The palletizer is a stone's throw away.", "The palletizer is cracked."),
    ("en", "Cleanliness is way up.", "The hoses are leaking."),
    ("es", "El balanceo está en su mejor versión.", "El molde es propiedad del cliente."),
])
def test_a_sentence_with_nothing_firm_in_it_is_soft(language: Language, soft: str, plain: str) -> None:
    """A state of affairs without figure, date, owner or event, in whatever words."""
    assert kinds(soft, language)
    assert kinds(plain, language) == []


def test_each_sentence_of_a_text_is_looked_at_for_itself() -> None:
    """A plain sentence does not lift its neighbour; only an owner named right after does."""
    text = "El inventario bajó a 19 días. Se espera normalizar pronto. Auditoría el 3 de diciembre."
    assert [each.sentence for each in softenings(text, "es")][:1] == ["Se espera normalizar pronto."]
    assert len({each.sentence for each in softenings(text, "es")}) == 1


def test_stops_inside_numbers_and_abbreviations_end_no_sentence() -> None:
    """`96.5 %` and `aprox.` stay whole."""
    assert sentences_of("Bajó a 96.5 %. Son aprox. 40 piezas.") == ("Bajó a 96.5 %.", "Son aprox. 40 piezas.")
    assert sentences_of("  ") == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_long_and_strange_texts_are_read_quickly(language: Language) -> None:
    """A cell of the longest length, of repeated words of the lexicon, takes no longer than one can bear."""
    import time  # noqa: PLC0415

    words = {"es": "se está muy bastante revisando un poco de la muy buena no ", "en": "we are very some a few of the being really not more "}[language]
    for text in ((words * 60)[:2000], "a " * 1000, "1 " * 1000, "(" * 2000, '"' * 2000, "\n" * 2000, "á" * 2000, "'a" * 1000):
        start = time.perf_counter()
        softenings(text, language)
        assert time.perf_counter() - start < 1.0


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_lexicon_says_what_it_lifts_with_known_words(language: Language) -> None:
    """A misspelt lifter would lift nothing and nobody would notice."""
    known = {"negation", "date", "figure", "number", "owner", "event", "anything firm", "unless then"}
    phrases = lexicon(language).phrases
    assert {lifter for phrase in phrases for lifter in phrase.lifted_by} <= known
    assert {phrase.kind for phrase in phrases} == {"hedge", "reassurance", "time", "progress", "minimiser", "adjective", "effort"}


def test_the_score_prints_its_misses(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Precision, recall, counts and each sentence that was missed or flagged wrongly; nothing to find counts as found."""
    path = tmp_path / "own.en.tsv"
    path.write_text("label\tkind\tsentence\nsoft\thedge\tIt should be fine.\nsoft\thedge\tzzz\nplain\tfact\tAll good.\n", encoding="utf-8")
    main([str(path)])
    out = capsys.readouterr().out
    assert "precision 0.500, recall 0.500" in out
    assert "missed       [hedge] zzz" in out
    assert "false alarm  [fact] All good." in out
    empty = tmp_path / "none.tsv"
    empty.write_text("label\tkind\tsentence\n", encoding="utf-8")
    result = score(empty, "es")
    assert (result.precision, result.recall) == (1.0, 1.0)
