"""Writes workflow/inline/words-en.txt and words-fr.txt: words by which a language is known.

    scripts/vocabulary.py ENGLISH LARGE-ENGLISH FRENCH-STEMS FOLDER

ENGLISH and LARGE-ENGLISH are lists of words, one a line, as Debian's wamerican, wbritish and their
large ones have them (SCOWL, whose licence permits this), joined: `cat` them. French words are
those of simplemma 2.0 (MIT), which has to be installed, but for forms of verbs that only old books
have. FRENCH-STEMS is the word list of a spelling dictionary (Debian's hunspell-fr: fr.dic), of
which those words alone are taken that English has as well: loanwords.
A line has the first three letters of words, and what follows them in each.
Needed only to make the tables anew.
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

WORD = re.compile("[a-zà-öø-ÿœæ]{3,}(?:-[a-zà-öø-ÿœæ]{2,})*")
RARE = re.compile(
    "(?:âmes|âtes|îmes|îtes|ûmes|ûtes|[âîû]t|[èiu]rent|[ainu]ss(?:e|es|ions|iez)|[au]ssent"
    "|rai|ras|rons|r?ions|r?iez|ai|as)$"
)
"""What forms of verbs end in that hardly stand in a text, or in none of today."""
_SHORT = 5
COMMON = Path(__file__).with_name("more-french.txt")
"""Words that texts have and simplemma knows by rules alone, adverbs above all."""


def words(path: str) -> set[str]:
    """The common words of a list, or of a dictionary whose words have flags."""
    lines = Path(path).read_text("utf-8").splitlines()
    return {word for line in lines if WORD.fullmatch(word := line.partition("/")[0].strip())}


def french() -> set[str]:
    """Those of simplemma, without rare forms of verbs."""
    from simplemma.strategies.dictionaries import DefaultDictionaryFactory  # noqa: PLC0415

    # those in texts, whatever their form
    found = set(COMMON.read_text("utf-8").split())
    for word, lemma in DefaultDictionaryFactory().get_dictionary("fr").items():
        verb = lemma.endswith(("er", "ir", "re", "oir")) and word != lemma
        rare = verb and len(word) > _SHORT and RARE.search(word)
        if WORD.fullmatch(word) and not rare:
            found.add(word)
    return found


def write(path: Path, found: Iterable[str]) -> None:
    """Words grouped by their first three letters."""
    groups = defaultdict(list)
    for word in sorted(found):
        groups[word[:3]].append(word[3:] or "_")
    lines = (f"{first} {' '.join(rest)}\n" for first, rest in sorted(groups.items()))
    path.write_text("".join(lines), encoding="utf-8")


def main(english: str, large: str, stems: str, folder: str) -> None:
    """Write both tables."""
    fr, en, many = french(), words(english), words(large)
    loans = {each + ending for each in words(stems) for ending in ("", "s")} & en
    write(Path(folder, "words-fr.txt"), fr | loans)
    write(Path(folder, "words-en.txt"), en | (many & fr))


if __name__ == "__main__":
    main(*sys.argv[1:])
