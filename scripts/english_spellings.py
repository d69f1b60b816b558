"""Writes workflow/inline/spellings.tsv: words that British and American English spell otherwise.

    scripts/english_spellings.py AMERICAN BRITISH > workflow/inline/spellings.tsv

Both are lists of words, one a line, as Debian's wamerican and wbritish have them (SCOWL, whose
licence permits this): /usr/share/dict/american-english and british-english. Two words are a pair
where one is made of the other by a change that is known below, and the American one is in that
list alone.
Needed only to make the table anew.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

CHANGES = (
    ("our", "or"), ("re", "er"), ("is", "iz"), ("ys", "yz"), ("ll", "l"), ("l", "ll"),
    ("ence", "ense"), ("enc", "ens"), ("ogue", "og"), ("ae", "e"), ("oe", "e"), ("mme", "m"),
    ("grey", "gray"), ("plough", "plow"), ("mould", "mold"), ("moult", "molt"), ("sulph", "sulf"),
    ("pyjama", "pajama"), ("sceptic", "skeptic"), ("aluminium", "aluminum"), ("ageing", "aging"),
    ("aeroplane", "airplane"), ("moustache", "mustache"), ("ggon", "gon"),
    ("cosy", "cozy"), ("cosi", "cozi"), ("maths", "math"), ("oeu", "eu"), ("tred", "tered"),
    ("tring", "tering"), ("bred", "bered"), ("ltre", "lter"), ("phoney", "phony"),
    ("smoulder", "smolder"), ("axe", "ax"), ("baulk", "balk"), ("ourise", "orize"),
    ("ourisi", "orizi"), ("ouris", "oriz"), ("aesthetis", "esthetiz"), ("skilful", "skillful"),
    ("wilful", "willful"), ("fulfil", "fulfill"), ("oeuvre", "euver"), ("oeuvri", "euveri"),
    ("oeuvra", "euvera"), ("gaol", "jail"), ("tyre", "tire"), ("jewellery", "jewelry"),
)  # fmt: skip
"""British, American; one at a time."""
SAME = frozenset(
    "aegis artefact artefacts aesthete aesthetes aesthetic aesthetics amoeba amoebae amoebas "
    "amoebic archaeological archaeologist archaeologists archaeology cancellation cosies "
    "defenced defencing demagogue "
    "demagoguery demagogues dialogues epilogue epilogues louvre louvres mantoes monologue "
    "monologues moustache moustaches nitre ochre patinae pedagogue pedagogues philtre philtres "
    "prologue prologues snowshoed spiraea spiraeas travelogue travelogues".split()
)
"""Words that Americans spell so as well, whatever else they may write; and what is no pair."""
BY_HAND = {
    "programme": "program", "programmes": "programs", "cheque": "check", "cheques": "checks",
    "tyre": "tire", "tyres": "tires", "kerb": "curb", "kerbs": "curbs", "draught": "draft",
    "draughts": "drafts", "storey": "story", "storeys": "stories", "licence": "license",
    "licences": "licenses", "practise": "practice", "practised": "practiced",
    "practises": "practices", "practising": "practicing", "metre": "meter", "metres": "meters",
    "gramme": "gram", "grammes": "grams", "kilogramme": "kilogram", "kilogrammes": "kilograms",
    "micrometre": "micrometer", "micrometres": "micrometers",
}  # fmt: skip
"""Pairs of which the American word is British as well, in another sense."""


def words(path: str) -> set[str]:
    """The common words of a list."""
    found = Path(path).read_text("utf-8").split()
    return {word for word in found if re.fullmatch("[a-z]{3,}", word)}


def changed(word: str, old: str, new: str) -> Iterator[str]:
    """The word with ``old`` changed to ``new`` at each place where it stands."""
    for found in re.finditer(f"(?={re.escape(old)})", word):
        yield word[: found.start()] + new + word[found.start() + len(old) :]


def main() -> None:
    """Write the table."""
    american, british = words(sys.argv[1]), words(sys.argv[2])
    pairs: dict[str, str] = dict(BY_HAND)
    for old, new in CHANGES:
        for word in british:
            for other in changed(word, old, new):
                if other in american - british and word not in SAME:
                    pairs.setdefault(word, other)
    for word, other in sorted(pairs.items()):
        which = "British" if other in BY_HAND.values() else "both"
        sys.stdout.write(f"{word}\t{other}\t{which}\n")


if __name__ == "__main__":
    main()
