"""How well two versions of a text are paired: ``python bench/alignment.py [--runs N] [NAME …]``.

Parallel documents whose pairs are known are damaged as versions of an article differ, and paired
again: of each version one block in twelve is left out, one in twenty joined with the next, one in
twenty parted in two. Cells of tables and front matter stay. Printed for each set and
language pair: precision and recall of the links between segments, for all and for those above
a confidence, by structure and length alone and with meaning (extra ``semantic``).

The sets: this repository's articles with their translations, and documents of the corpus
(``scripts/corpora all``) of which two languages have the same kinds of segments in the same
order. NAME chooses sets.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from workflow.errors import WorkflowError
from workflow.formats import parse, sentence_ends
from workflow.memory.alignment import align
from workflow.memory.embeddings import likeness
from workflow.model import Key, Segment
from workflow.project import Project

ROOT = Path(__file__).resolve().parent.parent
CORPORA = ROOT / "build" / "corpora"
LEFT_OUT, JOINED, PARTED = 0.08, 0.05, 0.05
THRESHOLDS = (0.0, 0.5, 0.8, 0.9, 0.95)
LEAST = 8
"""Segments a document has, else there is nothing to pair wrongly."""
Link = tuple[int, int]
_WHOLE = ("table cell", "front matter", "title attribute")
"""Kinds of segments that are not left out one by one."""


@dataclass(frozen=True)
class Parallel:
    """Two versions of a text; segment n of one belongs to segment n of the other."""

    languages: tuple[str, str]
    source: tuple[Segment, ...]
    target: tuple[Segment, ...]


@dataclass(frozen=True)
class Piece:
    """A segment of a damaged version, and the numbers of those it is made of."""

    segment: Segment
    numbers: tuple[int, ...]


# The documents


def own_articles() -> Iterator[Parallel]:
    """The articles of this repository, each translation rendered and parsed again."""
    project = Project.find(ROOT)
    for article in project.articles:
        document = project.document(article)
        for locale in project.targets(article):
            catalogue = project.catalogue(article, locale)
            if catalogue is None or not any(each.msgstr for each in catalogue.messages):
                continue
            texts = {each.key: each.msgstr for each in catalogue.messages}
            rendered = document.render(partial(_translation, texts))
            languages = (article.locale.name, locale.name)
            target = parse(rendered, format=article.format).segments
            yield Parallel(languages, document.segments, target)


def _translation(texts: dict[Key, str], segment: Segment) -> str | None:
    return texts[segment.key] or None


def fastapi() -> Iterator[Parallel]:
    """FastAPI's documentation, in Markdown."""
    folder = CORPORA / "markdown" / "fastapi" / "docs"
    yield from _folders(
        folder,
        "docs/**/*.md",
        "markdown",
        ("en", "fr", "zh", "es", "ja"),
    )


def cordova() -> Iterator[Parallel]:
    """The documentation of Cordova's plugins, in Markdown."""
    for folder in sorted((CORPORA / "markdown").glob("cordova-*/doc")):
        yield from _folders(folder, "*.md", "markdown", ("fr", "zh", "de", "es"))


def debian() -> Iterator[Parallel]:
    """Manuals of Debian, in HTML; a file's language stands before its ending."""
    found: dict[tuple[str, str], dict[str, Path]] = defaultdict(dict)
    for path in sorted((CORPORA / "html").rglob("*.html")):
        stem, _, language = path.stem.rpartition(".")
        if stem and language in ("en", "fr", "zh-cn", "ja", "de"):
            book = "faq" if "FAQ" in path.parts else path.parent.name
            found[book, stem][language] = path
    for versions in found.values():
        yield from _versions(versions, "html")


def _folders(
    folder: Path, pattern: str, format: str, languages: Sequence[str]
) -> Iterator[Parallel]:
    found: dict[str, dict[str, Path]] = defaultdict(dict)
    for language in languages:
        for path in sorted((folder / language).glob(pattern)):
            found[path.relative_to(folder / language).as_posix()][language] = path
    for versions in found.values():
        yield from _versions(versions, format)


def _versions(versions: dict[str, Path], format: str) -> Iterator[Parallel]:
    parsed = {}
    for language, path in versions.items():
        try:
            parsed[language] = parse(path.read_text(encoding="utf-8"), format=format).segments
        except (WorkflowError, UnicodeDecodeError):
            continue
    names = sorted(parsed)
    for place, one in enumerate(names):
        for other in names[place + 1 :]:
            pair = (parsed[one], parsed[other])
            if len(pair[0]) >= LEAST and _translated(*pair):
                yield Parallel((one, other), *pair)


def _translated(source: Sequence[Segment], target: Sequence[Segment]) -> bool:
    """Whether the two are built alike, and one is not the other, untranslated."""
    if [each.kind for each in source] != [each.kind for each in target]:
        return False
    same = sum(one.text == other.text for one, other in zip(source, target, strict=True))
    return same < len(source) / 4


SETS: dict[str, Callable[[], Iterator[Parallel]]] = {
    "articles": own_articles,
    "fastapi": fastapi,
    "cordova": cordova,
    "debian": debian,
}


# Damage


def damaged(segments: Sequence[Segment], language: str, chance: random.Random) -> list[Piece]:
    """Leave out some segments, join some with the next, part some where a sentence ends."""
    pieces: list[Piece] = []
    numbered = iter(enumerate(segments))
    for number, segment in numbered:
        fate = chance.random()
        if fate < LEFT_OUT and not segment.kind.startswith(_WHOLE):
            continue
        if fate < LEFT_OUT + JOINED and _running(segment):
            following = next(numbered, None)
            if following is None:
                pieces.append(Piece(segment, (number,)))
            elif following[1].kind != segment.kind:
                pieces += [Piece(segment, (number,)), Piece(following[1], (following[0],))]
            else:
                text = f"{segment.text} {following[1].text}"
                pieces.append(Piece(replace(segment, text=text), (number, following[0])))
        elif fate < LEFT_OUT + JOINED + PARTED and segment.kind == "paragraph":
            pieces += [Piece(each, (number,)) for each in _parted(segment, language)]
        else:
            pieces.append(Piece(segment, (number,)))
    return pieces


def _running(segment: Segment) -> bool:
    return segment.kind in ("paragraph", "list item")


def _parted(segment: Segment, language: str) -> Iterator[Segment]:
    ends = sentence_ends(language[:2])(segment.text)
    middle = ends[len(ends) // 2] if ends else len(segment.text)
    for part in (segment.text[:middle], segment.text[middle:]):
        if part.strip():
            yield replace(segment, text=part.strip())


# The measure


def links(source: Sequence[Piece], target: Sequence[Piece]) -> set[Link]:
    """The places of pieces that have a segment in common."""
    return {
        (i, j)
        for i, one in enumerate(source)
        for j, other in enumerate(target)
        if set(one.numbers) & set(other.numbers)
    }


def proposed(
    source: Sequence[Piece], target: Sequence[Piece], *, semantic: bool
) -> dict[Link, float]:
    """The links that are found, each with its confidence."""
    one, other = ([piece.segment for piece in side] for side in (source, target))
    texts = ([segment.text for segment in side] for side in (one, other))
    found: dict[Link, float] = {}
    i = j = 0
    meaning = likeness(next(texts), next(texts)) if semantic else None
    for pair in align(one, other, meaning):
        for row in range(i, i + len(pair.sources)):
            for column in range(j, j + len(pair.targets)):
                found[row, column] = pair.confidence
        i, j = i + len(pair.sources), j + len(pair.targets)
    return found


@dataclass
class Tally:
    """Links of one set and language pair, for each threshold: right, found, and true ones."""

    texts: int = 0
    true: int = 0
    right: list[int] = field(default_factory=lambda: [0] * len(THRESHOLDS))
    found: list[int] = field(default_factory=lambda: [0] * len(THRESHOLDS))

    def add(self, found: dict[Link, float], true: set[Link]) -> None:
        """Count one alignment."""
        self.true += len(true)
        for place, threshold in enumerate(THRESHOLDS):
            kept = {link for link, confidence in found.items() if confidence >= threshold}
            self.right[place] += len(kept & true)
            self.found[place] += len(kept)

    def __str__(self) -> str:
        shares = (
            f"{right / max(found, 1):.1%} {right / max(self.true, 1):.1%}"
            for right, found in zip(self.right, self.found, strict=True)
        )
        return f"{self.texts:>6}{self.true:>7}" + "".join(f"{each:>15}" for each in shares)


def main() -> int:
    """Measure what is asked for and print a line each."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--runs", type=int, default=3)
    options.add_argument("--most", type=int, default=12, help="documents of a language pair")
    options.add_argument("names", nargs="*", default=list(SETS))
    given = options.parse_args()
    for semantic in (False, True):
        if semantic:
            try:
                likeness(["one"], ["un"])
            except WorkflowError as error:
                print(f"with meaning: not measured: {error}")
                continue
        print("with meaning" if semantic else "structure and length alone")
        head = "".join(f"{f'≥ {threshold}':>15}" for threshold in THRESHOLDS)
        print(f"{'set':<10}{'pair':<10}{'texts':>6}{'links':>7}{head}")
        for name in given.names:
            documents = _some(SETS[name](), given.most)
            for pair, tally in _measured(documents, given.runs, semantic=semantic).items():
                print(f"{name:<10}{pair:<10}{tally}", flush=True)
    return 0


def _some(documents: Iterator[Parallel], most: int) -> list[Parallel]:
    """No more than ``most`` of each language pair, the same each time."""
    found: dict[tuple[str, str], list[Parallel]] = defaultdict(list)
    for document in documents:
        found[document.languages].append(document)
    for each in found.values():
        random.Random(len(each)).shuffle(each)
    return [document for each in found.values() for document in each[:most]]


def _measured(documents: Sequence[Parallel], runs: int, *, semantic: bool) -> dict[str, Tally]:
    tallies: dict[str, Tally] = defaultdict(Tally)
    for number, document in enumerate(documents):
        tally = tallies["–".join(document.languages)]
        tally.texts += 1
        for run in range(runs):
            chance = random.Random(number * 1000 + run)
            source = damaged(document.source, document.languages[0], chance)
            target = damaged(document.target, document.languages[1], chance)
            if source and target:
                tally.add(proposed(source, target, semantic=semantic), links(source, target))
    return tallies


if __name__ == "__main__":
    sys.exit(main())
