"""How well softening is found in a labelled file: `python -m briefing.preflight.score FILE.tsv`.

The file has the columns `label` (`soft` or `plain`), `kind` and `sentence`; its language is its last suffix but one
(`heldout.es.tsv`), or the option `--lang`.
"""

from __future__ import annotations

import csv
import sys
from dataclasses import dataclass
from pathlib import Path

from briefing.language import Language, as_language
from briefing.preflight.softness import softenings

SOFT = "soft"


@dataclass(frozen=True, slots=True)
class Case:
    """A labelled sentence and what was found in it."""

    soft: bool
    kind: str
    sentence: str
    found: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """What was found of what is there, in one language."""

    cases: tuple[Case, ...]

    @property
    def missed(self) -> tuple[Case, ...]:
        """Soft sentences in which nothing was found."""
        return tuple(case for case in self.cases if case.soft and not case.found)

    @property
    def false_alarms(self) -> tuple[Case, ...]:
        """Plain sentences in which something was found."""
        return tuple(case for case in self.cases if not case.soft and case.found)

    @property
    def hits(self) -> int:
        """Soft sentences that were found."""
        return sum(case.soft and bool(case.found) for case in self.cases)

    @property
    def precision(self) -> float:
        """The share of soft sentences among those found; 1 where nothing was found."""
        found = self.hits + len(self.false_alarms)
        return self.hits / found if found else 1.0

    @property
    def recall(self) -> float:
        """The share of soft sentences that were found; 1 where there is none."""
        there = self.hits + len(self.missed)
        return self.hits / there if there else 1.0


def score(path: Path, language: Language) -> Score:
    """Score a labelled file."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return Score(tuple(_case(row["label"], row["kind"], row["sentence"], language) for row in rows))


def _case(label: str, kind: str, sentence: str, language: Language) -> Case:
    found = tuple(f"{each.kind}: {each.words}" for each in softenings(sentence, language))
    return Case(label.strip() == SOFT, kind, sentence, found)


def report(result: Score) -> str:
    """Give precision, recall, counts and every miss as text."""
    lines = [
        f"sentences {len(result.cases)}, soft {result.hits + len(result.missed)}, found {result.hits + len(result.false_alarms)}",
        f"precision {result.precision:.3f}, recall {result.recall:.3f}",
    ]
    lines += [f"missed       [{case.kind}] {case.sentence}" for case in result.missed]
    lines += [f"false alarm  [{case.kind}] {case.sentence}  <{'; '.join(case.found)}>" for case in result.false_alarms]
    return "\n".join(lines)


def main(arguments: list[str]) -> None:
    """Score each file named; `--lang es` where its name does not say the language."""
    chosen = arguments[arguments.index("--lang") + 1] if "--lang" in arguments else ""
    for name in (each for each in arguments if each.endswith(".tsv")):
        path = Path(name)
        sys.stdout.write(f"{name}\n{report(score(path, as_language(chosen or path.stem.rsplit('.', 1)[-1])))}\n")


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]  # always a text stream here
    main(sys.argv[1:])
