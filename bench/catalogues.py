"""What ``bench/merge.py`` has processes of their own do: make catalogues, merge, count.

``python bench/catalogues.py make|merge|count FOLDER [N]``: ``make`` writes old.po, new.pot and
edits.tsv with N messages; ``merge`` makes out.po of the two through the library; ``count``
prints for which share of the edits out.po proposes the right old translation.
"""

from __future__ import annotations

import random
import re
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

WHEN = datetime(2026, 1, 1, tzinfo=UTC)
EDITED = 0.05
FEWEST_WORDS = 8
_SENTENCE = re.compile(r"(?<=[.!?]) ")


def make(folder: Path, count: int) -> None:
    """Write a catalogue, the template of a later state, and what was edited between."""
    from workflow.model import Locale, Message  # noqa: PLC0415 - `count` needs none of it
    from workflow.po.serialize import po_text  # noqa: PLC0415

    folder.mkdir(parents=True, exist_ok=True)
    chance = random.Random(count)
    texts = _texts(count, chance)
    new, edits, known = list(texts), [], set(texts)
    for number in sorted(chance.sample(range(count), int(count * EDITED))):
        edited = _edited(texts[number], texts, chance)
        if edited not in known:
            known.add(edited)
            new[number] = edited
            edits.append(f"{number}\t{edited}")
    old = [Message(text, _translation(number, text)) for number, text in enumerate(texts)]
    template = [Message(text) for text in new]
    (folder / "old.po").write_text(po_text("bench", old, WHEN, Locale("fr")), encoding="utf-8")
    (folder / "new.pot").write_text(po_text("bench", template, WHEN), encoding="utf-8")
    (folder / "edits.tsv").write_text("\n".join(edits), encoding="utf-8")


def _texts(count: int, chance: random.Random) -> list[str]:
    """Messages of the corpus in its order; where there are too few, its sentences mixed anew."""
    texts = list(dict.fromkeys(_corpus()))
    known = set(texts)
    sentences = [part for text in texts for part in _SENTENCE.split(text)]
    while len(texts) < count:
        text = " ".join(chance.sample(sentences, chance.choice((1, 2, 2, 3))))
        if text not in known:
            known.add(text)
            texts.append(text)
    start = chance.randrange(len(texts) - count + 1)
    return texts[start : start + count]


def _corpus() -> Iterator[str]:
    """The corpus's prose: paragraphs, items and headings of some words."""
    from formats import bodies  # noqa: PLC0415

    from workflow.formats import parse  # noqa: PLC0415

    for body in bodies():
        for segment in parse(body).segments:
            if segment.text.count(" ") >= FEWEST_WORDS - 1 and "\n" not in segment.text:
                yield segment.text


def _edited(text: str, texts: Sequence[str], chance: random.Random) -> str:
    """The text after an author's hand: words replaced, put in, taken out, a sentence added."""
    parts = text.split(" ")
    for _ in range(chance.choice((1, 1, 1, 2, 2, 3))):
        place = chance.randrange(len(parts))
        other = chance.choice(texts)
        words = [word for word in other.split(" ") if word.isalpha()] or ["also"]
        match chance.choice(("replace", "replace", "insert", "remove", "number", "append")):
            case "insert":
                parts[place:place] = words[: chance.choice((1, 2, 3))]
            case "remove" if len(parts) > FEWEST_WORDS // 2:
                del parts[place]
            case "number" if any(map(str.isdigit, text)):
                parts = [re.sub("[1-9]", lambda _: str(chance.randint(1, 9)), p) for p in parts]
            case "append" if len(sentence := _SENTENCE.split(other)[0]) <= len(text):
                parts += sentence.split(" ")
            case _:
                parts[place] = chance.choice(words)
    return " ".join(parts)


def _translation(number: int, text: str) -> str:
    """As long as the text and unlike it, as a translation is."""
    return f"{_mark(number)} {text.swapcase()}"


def _mark(number: int) -> str:
    """A message's number in letters, which no repair of numbers changes."""
    return "".join("abcdefghij"[int(digit)] for digit in str(number)) + "~"


def merge(folder: Path) -> None:
    """Read, merge and write, through the library alone."""
    from workflow.merge.merge import merge as merged  # noqa: PLC0415
    from workflow.project.catalogues import read_catalogue, write_catalogue  # noqa: PLC0415

    old, template = read_catalogue(folder / "old.po"), read_catalogue(folder / "new.pot")
    new = old.merged(merged(old.messages, template.messages))
    write_catalogue(new.at(folder / "out.po", None))


def share_found(folder: Path) -> float:
    """The share of edited messages whose right old translation is proposed in out.po."""
    import polib  # noqa: PLC0415

    proposed = {entry.msgid: entry.msgstr for entry in polib.pofile(str(folder / "out.po"))}
    lines = (folder / "edits.tsv").read_text(encoding="utf-8").split("\n")
    edits = [line.split("\t", 1) for line in lines]
    right = sum(_mark(int(number)) in proposed.get(msgid, "").split(" ") for number, msgid in edits)
    return right / len(edits)


if __name__ == "__main__":
    what, where = sys.argv[1], Path(sys.argv[2])
    if what == "make":
        make(where, int(sys.argv[3]))
    elif what == "merge":
        merge(where)
    else:
        print(share_found(where))
