"""Translations that say less or more than their source, or end otherwise: length, sentences and
items lost or added, the mark at the end, quotations and brackets left open.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Final

from workflow.checks.landmarks import landmarks
from workflow.checks.pairing import Pairing, weigh
from workflow.checks.rows import ROW, may_list, plain, rows, two_things
from workflow.checks.sentence_pairs import is_sure, sentence, unpaired
from workflow.checks.subject import Remark, Subject
from workflow.inline.scripts import han
from workflow.model import lazy_re as re
from workflow.model.phrase import Phrase, phrase, phrases

_ALIKE: Final = 0.42
"""By how much (of its logarithm) the length of a good translation of a long text may differ …"""
_SHORT_MORE: Final = 2.7
"""… and by how much more that of a text of one letter; it falls with the root of the length."""
_TERSE, _BRIEF = 1.2, 60
"""How much wider the bounds are where one of the texts is Chinese, up to so many letters, or
where only one has acronyms."""
_ACRONYM: Final = re.compile("[A-Z]{3}")
_BROKEN: Final = 0.5
"""How much narrower they are for a text that ends without the mark its source has."""
_TELLING, _SENTENCE = 20, 30
"""Letters that have to be missing or too many, twice as many of a text shorter than the second."""
_MOST: Final = 12
"""Sentences of a text that are paired one by one: the way through longer ones takes long."""
_CHANGED: Final = 0.9
"""A text is shorter than this where a sentence of it is lost (or longer, the other way round)."""
_END: Final = re.compile(r"(?P<marks>[.。｡!！?？…:：;；,，、]+)[\s\"'”’»）)」』》\]*_]*\Z")
_ENDS: Final = {
    **dict.fromkeys(".。｡", "."),
    **dict.fromkeys("!！", "!"),
    **dict.fromkeys("?？", "?"),
    **dict.fromkeys(":：", ":"),
    **dict.fromkeys(";；", ";"),
    **dict.fromkeys(",，、", ","),
    "…": "…",
}
_KEY: Final = re.compile(r"\s*[(（][_&]?\w[)）]\s*\Z")
"""A key for a command, as programs name it after one in Chinese."""
_LAST: Final = 200
"""Characters at the end of a text that are looked at for its end mark."""
_TELLING_MARKS: Final = frozenset(":?!…")
"""Marks that even a word or two end with on purpose."""
_COLON: Final = re.compile("[:：]")
_SHUT: Final = (")", "）", " ")
_PHRASE: Final = 8
"""Letters of what is more than an abbreviation."""
_SHORTENED: Final = re.compile(
    r"(?:\b(?:etc|Inc|Ltd|Corp|Co|Jr|Sr|al|approx|vol|ed|no|p\.m|a\.m|e\.g|i\.e|[A-Z](?:\.[A-Z])+|"
    r"[A-ZÀ-Þ])|\bav\. J\.-C)\.\W*\Z"
)
"""An abbreviation at the end, whose point may be all the point there is."""
_MISSED: Final = 0.6
"""Of the length of a sentence that is missing, how much the whole is shorter for it, at least."""
_TELLING_TEXT: Final = re.compile(r"(?:\A|>)[^<>]*\w[^<>]*(?:<|\Z)")
"""Words that are not in a tag, which plain text may have."""
_OPENING: Final = re.compile("[“«「『]")
_SEVERAL: Final = re.compile(r"[.!?…。｡！？][^.!?…。｡！？]*\w")
"""An end of a sentence with words after it."""
_PAIRS: Final = (
    ("“", "”", "quotes"),
    ("«", "»", "quotes"),
    ("「", "」", "quotes"),
    ("『", "』", "quotes"),
    ("《", "》", "quotes"),
    ("〈", "〉", "quotes"),
    ("(（", ")）", "brackets"),
    ("［", "］", "brackets"),
    ("【", "】", "brackets"),
)
_BROKEN_LINK: Final = re.compile(r"(?<=\w)\( ")
"""What is left of a link that is not closed; another rule speaks of it."""
_FACE: Final = re.compile(r"(?<!\S)[:;=]['’]?-?[()]+")
_NUMBERED: Final = re.compile(
    r"(?:[\s；;、，,。：:]|\A)(?:[a-zA-Z]|\d{1,2}|[ivx]{1,4}|[一二三四五六七八九十]{1,2})\Z"
)
"""What numbers an item of a list, before its bracket."""
_SINGLE: Final = (*((opening[-1], closing[-1]) for opening, closing, _ in _PAIRS),)
_PAIRED: Final = re.compile(f'[{re.escape("".join(a + b for a, b, _ in _PAIRS))}‘"]')
"""Marks that have partners, of which a text without any is passed over."""
_INCHES: Final = re.compile(r'(?<=\d)"')


def check_length(subject: Subject) -> Sequence[Remark]:
    """A translation that is far shorter or longer than those of its pair are."""
    it = subject.pairing
    least = _TELLING if it.size >= _SENTENCE else 2 * _TELLING
    if abs(it.ratio - 1) * it.size < least or not it.drafted.strip():
        return ()
    if "|" in it.said and "|" not in it.drafted and subject.segment.markup == "text":
        return ()  # what a program says of a message stands before it: month|May
    away = math.log(it.ratio) if it.ratio else -math.inf
    bound = _ALIKE + _SHORT_MORE / math.sqrt(it.size)
    if "zh" in it.languages and it.size < _BRIEF:
        bound *= _TERSE
    if bool(_ACRONYM.search(it.said)) != bool(_ACRONYM.search(it.drafted)):
        bound *= _TERSE
    if away < 0 and _end(it.said) and not _end(it.drafted).strip(","):
        bound *= _BROKEN
    if abs(away) <= bound:
        return ()
    if away < 0:
        return (Remark(phrase("far shorter than its source: is all of it there?")),)
    return (Remark(phrase("far longer than its source: does it say more?")),)


def check_sentences(subject: Subject) -> Sequence[Remark]:
    """Sentences and items of lists that only one of the two has."""
    it = subject.pairing
    lost, added, sure = _odd_sentences(it)
    if not (lost or added):
        return _odd_items(it)
    if not sure:
        return (Remark(_so_many(len(lost), len(added))),)
    missing = (
        phrase("“{text}” of the source seems to be missing: translate it", text=_head(each))
        for each in lost
    )
    own = (
        phrase("“{text}” seems not to be in the source: take it out", text=_head(each))
        for each in added
    )
    return tuple(Remark(said) for said in (*missing, *own))


def _so_many(lost: int, added: int) -> Phrase:
    """What is said where it is not sure which sentences it is."""
    if lost:
        return phrases(
            "{count} sentence of the source seems to be missing: translate all of it",
            "{count} sentences of the source seem to be missing: translate all of it",
            lost,
        )
    return phrases(
        "{count} sentence seems not to be in the source: take out what is not",
        "{count} sentences seem not to be in the source: take out what is not",
        added,
    )


def _odd_sentences(it: Pairing) -> tuple[list[str], list[str], bool]:
    """Sentences without a partner: those lost, those added; and whether it is sure which."""
    several = _SEVERAL.search(it.said) or _SEVERAL.search(it.drafted)
    if not several or _CHANGED < it.ratio < 1 / _CHANGED:
        return [], [], True
    source, target = it.sentences
    if not target or len(source) == len(target) or max(len(source), len(target)) > _MOST:
        return [], [], True
    lost, added = unpaired(
        [sentence(each, weigh(each, han(each)) * it.usual) for each in source],
        [sentence(each, weigh(each, han(each))) for each in target],
    )
    odd = [*(source[each] for each in lost), *(target[each] for each in added)]
    otherwise = (lost and added) or _parted(it, odd) or not any(map(_TELLING_TEXT.search, odd))
    if otherwise or _joined(it, source, lost) or _joined(it, target, added):
        return [], [], True
    if lost and (len(target) > len(source) or it.ratio > 1):
        return [], [], True
    if added and (len(source) > len(target) or it.ratio < 1):
        return [], [], True
    named = _named(it, len(lost), len(added))
    lost, added = named or (lost, added)
    return [source[each] for each in lost], [target[each] for each in added], named is not None


def _named(it: Pairing, lost: int, added: int) -> tuple[list[int], list[int]] | None:
    """Which sentences it is that have no partner, by all that can be recognised in both texts;
    None where others are hardly less likely."""
    (source, target), (first, second) = it.sentences, it.languages
    both = landmarks(it.said, first) & landmarks(it.drafted, second)
    ours = [
        sentence(each, weigh(each, han(each)) * it.usual, landmarks(each, first) & both)
        for each in source
    ]
    theirs = [
        sentence(each, weigh(each, han(each)), landmarks(each, second) & both) for each in target
    ]
    odd = unpaired(ours, theirs)
    as_many = (len(odd[0]), len(odd[1])) == (lost, added)
    return odd if as_many and is_sure(ours, theirs, odd) else None


def _joined(it: Pairing, sentences: Sequence[str], odd: Sequence[int]) -> bool:
    """Whether the texts are too nearly as long for these sentences to be missing: they were joined
    to others, or parted from them."""
    whole = sum(weigh(each, han(each)) for each in sentences)
    share = sum(weigh(sentences[each], han(sentences[each])) for each in odd) / max(1.0, whole)
    return bool(odd) and min(it.ratio, 1 / max(it.ratio, 0.01)) > 1 - share * _MISSED


def _parted(it: Pairing, odd: Sequence[str]) -> bool:
    """Whether one of these is of a quotation that one text parts by « dit-elle »."""
    return any(map(_OPENING.search, odd)) and (
        len(_OPENING.findall(it.said)) == len(_OPENING.findall(it.drafted))
    )


def _head(text: str) -> str:
    """The beginning of a sentence, to name it by."""
    return text if len(text) <= 60 else f"{text[:57]}…"


def _odd_items(it: Pairing) -> Sequence[Remark]:
    """A row of three or more things that is one shorter or longer in the translation."""
    source, target = it.languages
    if not (may_list(it.said, source) or may_list(it.drafted, target)):
        return ()
    wanted, given = rows(it.said, source), rows(it.drafted, target)
    if wanted == [ROW] and it.ratio < 1 and plain(it.said, source) and given in ([], [ROW - 1]):
        given = two_things(it.drafted, target)
    elif (
        given == [ROW] and it.ratio > 1 and plain(it.drafted, target) and wanted in ([], [ROW - 1])
    ):
        wanted = two_things(it.said, source)
    elif min(*wanted, *given, ROW, ROW) < ROW:
        return ()
    if not len(wanted) == len(given) == 1 or abs(wanted[0] - given[0]) != 1:
        return ()
    said = phrase(
        "{given} things in a row where the source has {wanted}: is one missing or too many?",
        given=str(given[0]),
        wanted=str(wanted[0]),
    )
    return (Remark(said),)


def check_end_marks(subject: Subject) -> Sequence[Remark]:
    """A text that ends otherwise than its source: as a question, say, or as no sentence.

    A point after a word or two is that of an abbreviation, and a colon may move with what it
    announces.
    """
    pairing = subject.pairing
    wanted, given = _end(pairing.said), _end(pairing.drafted)
    if wanted == given or {wanted, given} == {"", ","}:
        return ()
    short = min(pairing.size, weigh(pairing.drafted, pairing.drafted_han)) < _PHRASE
    if short and not {wanted, given} & _TELLING_MARKS:
        return ()
    if {wanted, given} == {"", ":"} and _COLON.search(pairing.drafted if wanted else pairing.said):
        return ()
    if {wanted, given} == {"", "."} and (
        _SHORTENED.search(pairing.said) or _SHORTENED.search(pairing.drafted)
    ):
        return ()
    if not wanted:
        said = phrase("ends with “{given}”, its source with no mark", given=given)
    elif not given:
        said = phrase("ends with no mark, its source with “{wanted}”", wanted=wanted)
    else:
        said = phrase("ends with “{given}”, its source with “{wanted}”", given=given, wanted=wanted)
    return (Remark(said),)


def _end(text: str) -> str:
    """The sign that a text ends with, by its Latin form; empty for none."""
    if text[-1:].isalnum():
        return ""
    if text[-2:-1].isalnum() and text[-1] in _ENDS:
        return _ENDS[text[-1]]
    found = _END.search(_KEY.sub("", text[-_LAST:]) if text[-1:] in _SHUT else text[-_LAST:])
    if found is None:
        return ""
    marks = found["marks"]
    if "?" in marks or "？" in marks:
        return "?"
    return "…" if marks.startswith("..") else _ENDS[marks[-1]]


def check_open_quotes(subject: Subject) -> Sequence[Remark]:
    """A quotation or bracket that is not closed, or was not opened, where the source's are."""
    it = subject.pairing
    if _balanced(it.drafted):
        return ()
    there = dict(_unbalanced(it.said))
    for kind, mark in _unbalanced(it.drafted):
        if kind not in there:
            place = subject.message.msgstr.find(mark)
            said = phrase("“{mark}” has no partner: close it, or take it out", mark=mark)
            return (Remark(said, (place, place + len(mark)) if place >= 0 else None),)
    return ()


def _balanced(text: str) -> bool:
    """Whether as many marks open as close, the first opens and the last closes, at a first look."""
    if not _PAIRED.search(text):
        return True
    if text.count('"') % 2 or not _in_turn(text, "(", ")"):
        return False
    return text.isascii() or (
        all(_in_turn(text, opening, closing) for opening, closing in _SINGLE)
        and text.count("‘") <= text.count("’")
    )


def _in_turn(text: str, opening: str, closing: str) -> bool:
    count = text.count(opening)
    return count == text.count(closing) and (
        not count
        or (text.find(opening) < text.find(closing) and text.rfind(opening) < text.rfind(closing))
    )


def _unbalanced(text: str) -> Iterator[tuple[str, str]]:
    """Marks without a partner: of which kind, and which mark."""
    rest = _BROKEN_LINK.sub("  ", _FACE.sub(" ", text))
    for opening, closing, kind in _PAIRS:
        depth = 0
        for place, each in enumerate(rest):
            if each in opening:
                depth += 1
            elif each in closing:
                if not depth and kind == "brackets" and _NUMBERED.search(rest[:place]):
                    continue
                depth -= 1
                if depth < 0:
                    yield kind, each
                    break
        else:
            if depth:
                yield kind, next(each for each in rest if each in opening)
    if rest.count("‘") > rest.count("’"):
        yield "quotes", "‘"
    if _INCHES.sub("", rest).count('"') % 2:
        yield "straight", '"'
