"""Translations that are wholly in another language, short ones too.

What is asked of a machine's draft (:mod:`.foreign`) is asked of any translation; besides, small
words of the languages that translators mix up are looked for where hardly any word is one of the
target's. Names of places and people, and all that the source has as well, tell nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cache
from typing import Final

from workflow.checks.foreign import of_language, of_script
from workflow.checks.pairing import Pairing
from workflow.checks.source_words import kept_apart
from workflow.checks.subject import Remark, Subject
from workflow.inline.lexis import ALPHABETIC, SMALL, of_a_program, own_words
from workflow.inline.scripts import HAN
from workflow.inline.vocabulary import VOCABULARIES, known, tells
from workflow.model import Severity
from workflow.model import lazy_re as re
from workflow.model.phrase import phrase

_SMALL: Final[Mapping[str, frozenset[str]]] = {
    "de": frozenset(
        "auf aus bei bitte das dem den der die durch ein eine einem einen einer es für gegen "
        "haben hat hier ich ihre im in ins ist kein keine mit nach nicht noch nur oder seit "
        "sich sie sind um und von vor war warten wegen werden wir wird zu zum zur über".split()
    ),
    "es": frozenset(
        "aquí con cuando de del donde el ella en entre es esta este estos está están fue ha han "
        "hasta la las lo los muy más no nuestra nuestro nuevo o para pero por que se sin sobre "
        "son su sus también un una y ya".split()
    ),
    "it": frozenset(
        "agli ai al alla alle anche che chi come con da dal dalla degli dei del della delle di "
        "dopo fino gli ha hanno i il in la le lo ma nei nel nella non ogni per più presso prima "
        "qui sarà senza si sono su sul sulla tra un una è".split()
    ),
    "pt": frozenset(
        "a ao aos as até com da das de do dos e ela em entre está estão foi há já mais mas "
        "muito na nas no nos não o os ou para pela pelo por quando que se será seu sob sobre "
        "sua são também um uma você é".split()
    ),
}
"""Small words of languages that neither article nor translation is in."""
_ODD: Final = re.compile(
    "[^\x00-\x7f\u00a0\u00ab\u00b0\u00b7\u00bb\u00c0-\u024f\u2010-\u203a\u20ac]"
)
"""What may be a letter of another script than that of French and English."""
_ODD_IN_CHINESE: Final = re.compile(
    f"[^\x00-\x7f{HAN}\u2010-\u203a\u3001\u3002\u3008-\u3011\uff01\uff08\uff09\uff0c\uff1a\uff1b\uff1f]"
    "|[a-zß-ÿ]{3}"
)
"""The same in Chinese, and words of alphabets."""
_STRANGE = 2
"""Small words of another language that make a text of it."""
_MANY = 5
"""Different words that make a text of a language without a small one of it."""
_WORD: Final = re.compile(r"[^\W\d_]+")
_KANA: Final = re.compile("[\u3041-\u3096][\u3041-\u3096]|[\u30a1-\u30fa]{3}")
"""Japanese, which one sign of a brand (の) is not."""
_SAID: Final = phrase("this is in another language or script, or half translated: translate it")


def check_language(subject: Subject) -> Sequence[Remark]:
    """Another language or script altogether; letters of another script alone are a note."""
    pairing = subject.pairing
    if _at_home(pairing) or pairing.drafted.isupper():
        return ()
    found = [
        *(fault for fault in pairing.found_by(of_script) if fault.kind == "script"),
        *(fault for fault in pairing.found_by(of_language) if fault.kind == "language"),
    ]
    strong = any(fault.kind == "language" or fault.weight == "reject" for fault in found)
    if strong or (pairing.drafted_han and _japanese(subject)) or _foreign(pairing):
        return (Remark(_SAID),)
    return (Remark(_SAID, severity=Severity.INFO),) if found else ()


def _at_home(it: Pairing) -> bool:
    """Whether a text is in its language, at a first look: in its script, with a small word of it
    or hardly a word, and next to none of another's; in Chinese without any."""
    source, target = it.languages
    text, words = it.drafted, it.draft_known
    if target == "zh":
        return _ODD_IN_CHINESE.search(text) is None and it.drafted_han > 0
    if target not in VOCABULARIES or source == target:
        return False
    if not text.isascii() and _ODD.search(text):
        return False
    if len(words) < _FEW - 1:
        return len(it.draft_words) < _FEW
    own, others, foreign = _telling_words(source, target)
    if words.isdisjoint(own) and len(words) >= _MANY:
        return False
    return len(words & others) < _STRANGE and (
        len(it.draft_words) < _FEW or not words.isdisjoint(foreign)
    )


@cache
def _telling_words(
    source: str, target: str
) -> tuple[AbstractSet[str], AbstractSet[str], AbstractSet[str]]:
    """Small words of the target's language that the source's has not, those of other languages
    that it has not, and those that none of :data:`_SMALL` has."""
    own = own_words(target, source if source in ALPHABETIC else "")
    others = frozenset[str]().union(*(own_words(each, target) for each in ALPHABETIC - {target}))
    return own, others, _own(target)


def _japanese(subject: Subject) -> bool:
    pairing, text = subject.pairing, subject.message.msgstr
    if pairing.languages[1] != "zh" or not _KANA.search(text):
        return False
    found = _KANA.search(kept_apart(text))
    return found is not None and found[0] not in pairing.said


def _foreign(pairing: Pairing) -> bool:
    """Whether hardly a word is one of the target's, and one at least a small one of another."""
    source, target = pairing.languages
    if target not in VOCABULARIES or source == target or pairing.drafted_han or pairing.same:
        return False
    if of_a_program(pairing.source.value) and pairing.source.markup == "text":
        return False
    if len(pairing.draft_words) < _FEW or not pairing.draft_known.isdisjoint(_own(target)):
        return False
    text = kept_apart(pairing.drafted)
    words = [word for word in _WORD.findall(text) if word.lower() not in pairing.source_known]
    lower = [word for word in words if word.islower() and len(word) > 2]
    strange = [word for word in lower if not known(word, target)]
    if len(words) < _FEW or not strange:
        return False
    mostly = 2 * len(strange) >= len(lower)
    other = "en" if target == "fr" else "fr"
    if mostly and len(strange) > 1 and all(tells(word, other, target) for word in strange):
        return True
    folded = {word.lower() for word in words}
    return any(
        (hits := len(small & folded)) >= (1 if mostly else 2)
        and (hits >= _FEW or any(word not in small for word in strange))
        for small in _smalls(target)
    )


@cache
def _smalls(target: str) -> tuple[frozenset[str], ...]:
    """Small words of each language that the target has not."""
    return tuple(
        frozenset(
            word
            for word in small - SMALL[target] - _SHORT[target]
            if len(word) > 1 or word in "èé"
            if len(word) < _FEW or not known(word, target) or word in _TELLING
        )
        for small in _SMALL.values()
    )


_SHORT: Final[Mapping[str, frozenset[str]]] = {
    "en": frozenset(
        "am an as at be by do go he if in is it me my no of on or so to up us we".split()
    ),
    "fr": frozenset(
        "ai as au ce ci de du en es et eu ha il je la le ma me ne ni on ou os par "
        "pu sa se si son su ta te tu un une va vu".split()
    ),
}
"""Words of two letters, which the vocabularies have not."""
_TELLING: Final = frozenset("die das der hat hier sind ist sie son las los".split())
"""Small words that a dictionary of French or English has in a sense of its own."""


@cache
def _own(target: str) -> frozenset[str]:
    """Small words of a language that none of the others has."""
    return SMALL[target].difference(*_SMALL.values())


_FEW = 3
"""Words that make a text of a language."""
