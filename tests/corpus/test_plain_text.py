"""Plain-text documents that others wrote, translated longer and shorter than they were wrapped."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from itertools import cycle, islice
from pathlib import Path

import pytest

from tests.corpus.conftest import CORPORA
from tests.corpus.proof import identity, words_in_order
from tests.corpus.pseudo import accented
from workflow.formats import Document, parse
from workflow.formats.format import SentenceEnds, sentence_ends

LINE_ENDS = {"LF": "\n", "CRLF": "\r\n", "CR": "\r"}
LOCALES: dict[str, Callable[[str], str]] = {
    "30 characters more": lambda msgid: f"{msgid} trente caractères de plus ici.",
    "accented, 40 % longer": lambda msgid: accented(msgid, "text"),
    "Chinese, a third as long": lambda msgid: "".join(
        islice(cycle("譯文在此"), len(msgid) // 3 + 1)
    ),
}
"""Translations without the placeables of the source: what a page is built of they cannot change."""


@pytest.mark.parametrize("mode", ["paragraph", "sentence"])
def test_no_translation_of_plain_text_is_refused(
    mode: str, record_property: Callable[[str, object], None]
) -> None:
    paths = sorted(path for path in CORPORA.rglob("*.txt") if path.is_file())
    if not paths:
        pytest.skip("no text corpus here: run `make corpora`")
    total: Counter[str] = Counter()
    with ProcessPoolExecutor(2) as pool:
        for found in pool.map(_prove, paths, [mode] * len(paths), chunksize=8):
            total += found
    failed = {name: number for name, number in total.items() if name.startswith("failed")}
    figures = ", ".join(f"{name} {number}" for name, number in sorted(total.items()))
    record_property("figures", f"text, a segment a {mode}: {figures}")
    assert failed == {}
    assert total["documents"] > 400


def _prove(path: Path, mode: str) -> Counter[str]:
    """What is so of one document, counted; what fails begins with ``failed``."""
    source = path.read_bytes().decode()
    plain = re.sub(r"\r\n?", "\n", source.removeprefix("\ufeff"))
    ends = sentence_ends("en") if mode == "sentence" else None
    found = Counter(documents=1)
    found += _identities([source, *(plain.replace("\n", end) for end in LINE_ENDS.values())], ends)
    found += _identities([f"\ufeff{plain}"], ends)
    for locale, translate in LOCALES.items():
        for text in (source, f"\ufeff{plain.replace(chr(10), LINE_ENDS['CRLF'])}"):
            found += _translated(
                parse(text, format="text", sentences=ends), locale, translate, ends
            )
    return found


def _identities(texts: list[str], ends: SentenceEnds | None) -> Counter[str]:
    documents = [parse(text, format="text", sentences=ends) for text in texts]
    different = sum(bool(identity(document)) for document in documents)
    return Counter({"identities": len(texts), "failed identity": different})


def _translated(
    document: Document, locale: str, translate: Callable[[str], str], ends: SentenceEnds | None
) -> Counter[str]:
    """One document in one locale: not refused, no line and no word lost or added.

    Parsed again it may have more or fewer segments, for its lines have other widths and its
    sentences other ends; nothing is extracted from it, so that is counted and no failure.
    """
    texts = {segment.start: translate(segment.text) for segment in document.segments}
    rendered = document.render(lambda segment: texts[segment.start])
    again = parse(rendered, format="text", sentences=ends)
    data = document.text.encode()
    inside = sum(_lines(data[each.start : each.end].decode()) for each in document.segments)
    refused = document.breakage(lambda segment: texts[segment.start])
    kept = len(again.segments) == len(document.segments)
    number = "as many segments" if kept else "other widths, another number"
    return Counter({
        f"translated ({locale})": 1,
        f"{number} ({locale})": 1,
        f"failed: refused ({locale})": bool(refused),
        f"failed: lines ({locale})": _lines(rendered) != _lines(document.text) - inside,
        f"failed: words ({locale})": not words_in_order(texts.values(), again),
    })  # fmt: skip


def _lines(text: str) -> int:
    return len(re.findall(r"\r\n|\r|\n", text))
