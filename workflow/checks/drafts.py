"""What may be wrong with a machine's draft, told from it and its source alone.

A fault either throws a draft away or is a mark on it. What a person may well have meant (a name
left as it is, a number in words) is no fault: of good translations hardly one in a hundred may be
thrown away.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from workflow.checks.doubled import doubled_words
from workflow.checks.foreign import of_language, of_leftovers, of_sameness, of_script
from workflow.checks.pairing import Fault, Pairing, has_any, marked, rejected
from workflow.inline.figure import WRITTEN
from workflow.inline.mojibake import mojibake
from workflow.inline.pattern import read
from workflow.inline.scripts import HAN
from workflow.model import Locale, Text
from workflow.model import lazy_re as re
from workflow.model.phrase import Phrase, phrase

Rule = Callable[[Pairing], Iterator[Fault]]
_SENTENCE, _PARAGRAPH = 25, 60
"""Letters from which a length tells something, and much."""
_SAID = 6
"""Characters that are hardly said twice by chance."""
_A_WORD = 5
"""Letters that a placeable may stand for."""
_TOKENS = re.compile(
    r"[\[［【]\s*[XxＸｘ]\s*[\d０-９]+\s*[XxＸｘ]\s*[\]］】]|＜\s*[/／]?\s*[A-Za-zＡ-Ｚａ-ｚ][^＞\n]{0,40}＞"
    r"|\bqzx[a-z]+|</?(?:x|g|ph|mrk|keep)\b[^>]*>|[\ue000-\uf8ff]",
    re.IGNORECASE,
)
"""Stand-ins for what engines must keep, and full-width copies of tags."""
_TOKEN_LIKE = re.compile(
    r"[\[［【]\s*[XxＸｘ]|＜|[qQ][zZ][xX]|</?(?:[xXgGpP]|mrk|keep)|[\ue000-\uf8ff]|&lt;"
)
_SERVICES = re.compile(
    r"MYMEMORY WARNING|YOU USED ALL AVAILABLE FREE TRANSLATIONS|QUERY LENGTH LIMIT"
    r"|NO QUERY SPECIFIED|PLEASE SELECT TWO DISTINCT LANGUAGES|INVALID (?:TARGET |SOURCE )?LANGUAGE"
    r"|IS AN INVALID (?:TARGET|SOURCE) LANGUAGE|Error 5\d\d \(Server Error\)|That[’']s an error\."
    r"|Traceback \(most recent call last\)|<!doctype html|<html[\s>]|\A\s*\{\s*\"\w+\"\s*:"
    r"|\bas an AI (?:language )?model\b|en tant que modèle de langage"
    r"|作为(?:一个|一名)?(?:人工智能|AI|语言模型)",
    re.IGNORECASE,
)
_SERVICE_WORDS = (
    "mymemory", "available free", "query", "two distinct", "invalid", "error", "traceback", "<",
    "{", "model", "modèle", "人工智能", "语言模型", "作为",
)  # fmt: skip
"""One of them is in whatever the pattern above finds."""
_LIKE_A_SERVICE = re.compile(
    r"\b(?:too many requests|quota (?:has been )?exceeded|rate limit|internal server error"
    r"|bad gateway|service (?:temporarily )?unavailable|gateway time-?out|forbidden|unauthorized"
    r"|invalid api key|authentication failed|translation (?:failed|error)"
    r"|request entity too large)\b"
    r"|\bI(?:[’']m| am) sorry\b|\bI can(?:no|[’'])t (?:help|assist|translate|provide)"
    r"|\bje ne peux pas (?:traduire|répondre|vous aider)|\bje suis désolée?\b"
    r"|抱歉|我(?:无法|不能)(?:翻译|提供)"
    r"|\A\W*(?:sure\b[^\n]{0,20}[,!:]|here(?:[’']s| is) (?:the|your) |voici la traduction"
    r"|translation ?:|traduction\s?:|(?:以下|这)是?(?:您的)?(?:翻译|译文)|(?:翻译|译文)\s?[:：])",
    re.IGNORECASE,
)
_LIKE_WORDS = (
    "request", "quota", "rate limit", "server error", "gateway", "unavailable", "forbidden",
    "unauthor", "api key", "authent", "transla", "sorry", "can't", "can’t", "cannot", "ne peux pas",
    "désol", "抱歉", "无法", "不能", "sure", "here", "voici", "traduction", "译",
)  # fmt: skip
_SPEAKS_SO = re.compile(
    r"request|requête|error|erreur|quota|server|serveur|forbid|interdi|unauthori|autoris|\bAPI\b|limit"
    r"|sorry|désol|regret|translat|tradui|traduct|here|voici|authenti|unavailable|indisponible|can[’']t|cannot"
    r"|peux pas|bien sûr|sure"
    r"|请求|错误|配额|限制|服务|禁|授权|抱歉|对不起|遗憾|翻译|译|以下|这是|无法|不能",
    re.IGNORECASE,
)
"""A source that speaks of such things may well be translated so."""
_ENDS = re.compile(r"[.!?…。！？][\s\"'”’»）)」』】\]]*\Z")
_LOOP = re.compile(
    r"(?<![\w%$&{])(?P<words>\w+(?:\W+\w+){0,7}?)(?:\W+(?P=words)){2,}(?!\w)", re.IGNORECASE
)
_CHINESE_LOOP = re.compile(rf"(?P<chinese>[{HAN}][{HAN}，、。；]{{0,14}}?)(?P=chinese){{3,}}")
_TIMES = 3
"""How often words of a loop stand there."""
_LONGEST_LOOP = 8
"""Words that :data:`_LOOP` takes for one turn."""
_TOLD = re.compile(r"(?<![\w%$&{])\w+")
"""A word; no conversion of printf."""
_MANY = 30
_LOOPED = 0.35
"""A long text with fewer different words among its words says the same again and again."""


def of_emptiness(it: Pairing) -> Iterator[Fault]:
    """Nothing is left of the words."""
    least = _A_WORD if read(it.draft).placeables else 0
    told = it.size > least and any(map(str.isalnum, it.said))
    if told and not any(map(str.isalnum, it.drafted)):
        yield rejected("empty", phrase("the answer has no words"))


def of_encoding(it: Pairing) -> Iterator[Fault]:
    """Letters that were read in another encoding."""
    marks = "?" in it.said
    found = mojibake(it.drafted)
    if any(piece not in it.source.value and not (marks and piece == "?") for piece in found):
        yield rejected("mojibake", phrase("the answer is garbled: read in a wrong encoding"))


def of_remains(it: Pairing) -> Iterator[Fault]:
    """Stand-ins that were to be taken out again, or tags that were escaped once too often."""
    draft = it.draft.value
    if draft.isascii() and not any(each in draft for each in ("[", "<", "&lt;", "X", "x")):
        return
    if not _TOKEN_LIKE.search(draft):
        return
    if any(token[0] not in it.source.value for token in _TOKENS.finditer(draft)):
        yield rejected("remains", phrase("the answer has marks left that stand for markup"))
    elif re.search("&lt;/?[A-Za-z]", draft) and "&lt;" not in it.source.value:
        yield rejected("remains", phrase("the answer has tags in it as text"))


def of_messages(it: Pairing) -> Iterator[Fault]:
    """A service's own words in place of a translation, or a model's around one."""
    draft, source = it.draft.value, it.source.value
    low = draft.lower()
    found = _SERVICES.search(draft) if has_any(low, _SERVICE_WORDS) else None
    own = found is not None and found[0].lower() not in source.lower()
    like = has_any(low, _LIKE_WORDS) and _LIKE_A_SERVICE.search(it.drafted)
    if own or (like and not _SPEAKS_SO.search(it.said)):
        yield rejected("message", phrase("the answer is a message of the service"))


def of_loops(it: Pairing) -> Iterator[Fault]:
    """Words said over and over, as models do that lost the thread, or twice in a row."""
    if _twice(it.drafted) and not _twice(it.said):
        yield rejected("loop", phrase("the answer says the same words over and over"))
        return
    many, different = len(it.draft_words), len(it.draft_known)
    if different == many and not it.drafted_han:
        return
    poor = many >= _MANY and different < _LOOPED * many
    if (_loops(it.drafted) and not _loops(it.said)) or (
        poor and len(it.source_known) >= _LOOPED * len(it.source_words)
    ):
        yield rejected("loop", phrase("the answer says the same words over and over"))
        return
    for word, _ in doubled_words(it):
        yield marked("doubled", phrase("“{text}” stands twice", text=word))


def _loops(text: str) -> bool:
    """Whether words follow one another three times, or Chinese characters four times."""
    if not text.isascii() and _CHINESE_LOOP.search(text):
        return True
    words = _TOLD.findall(text.lower())
    often = len(words) - len(set(words)) >= 2 and max(Counter(words).values()) >= _TIMES
    return often and _in_a_row(words) and _LOOP.search(text) is not None


def _in_a_row(words: Sequence[str]) -> bool:
    """Whether some words stand three times in a row, whatever is between them: to look for what
    is between them, too, at each word of each text takes ten times as long."""
    for length in range(1, min(_LONGEST_LOOP, len(words) // 3) + 1):
        same = 0
        for word, later in zip(words, words[length:], strict=False):
            same = same + 1 if word == later else 0
            if same == 2 * length:
                return True
    return False


def _twice(text: str) -> bool:
    """Whether a text is one sentence and the same again."""
    whole = text.strip()
    half = len(whole) // 2
    return half >= _SAID and whole[:half].strip() == whole[-half:].strip()


def of_length(it: Pairing) -> Iterator[Fault]:
    """Far shorter or longer than translations of its pair are."""
    if it.size < _SENTENCE:
        return
    whole = not _ENDS.search(it.said) or _ENDS.search(it.drafted)
    if it.size >= _PARAGRAPH and it.ratio < 0.2:
        yield rejected("short", phrase("the answer is cut off"))
    elif it.ratio < (0.6 if it.size >= _PARAGRAPH else 0.35) or (not whole and it.ratio < 0.75):
        yield marked("short", phrase("much shorter than its source"))
    elif it.ratio > 5:
        yield rejected("long", phrase("the answer says far more than the source"))
    elif it.ratio > (1.8 if it.size >= _PARAGRAPH else 3):
        yield marked("long", phrase("much longer than its source"))


def of_numbers(it: Pairing) -> Iterator[Fault]:
    """Numbers, times and months that only one of the two has."""
    if it.figures is None:
        return
    instead, lost, added = it.figures.placed
    if any(each.weight == WRITTEN for pair in instead for each in (*pair[0], *pair[1])):
        yield rejected("number", phrase("the answer changes a number"))
        return
    for each in lost:
        if each.weight == WRITTEN:
            found = it.said[each.start : each.end].strip()
            yield marked("number", _missing(each.kind, found))
    for each in added:
        if each.weight == WRITTEN:
            found = it.drafted[each.start : each.end].strip()
            yield marked("number", _added(each.kind, found))


def _missing(kind: str, found: str) -> Phrase:
    return {
        "number": phrase("the number {number} is missing", number=found),
        "time": phrase("the time {time} is missing", time=found),
        "month": phrase("the date of {month} is missing", month=found),
    }[kind]


def _added(kind: str, found: str) -> Phrase:
    return {
        "number": phrase("the number {number} is not in the source", number=found),
        "time": phrase("the time {time} is not in the source", time=found),
        "month": phrase("the date of {month} is not in the source", month=found),
    }[kind]


RULES: Sequence[Rule] = (
    of_emptiness, of_encoding, of_remains, of_messages, of_sameness, of_script, of_language,
    of_leftovers, of_loops, of_length, of_numbers,
)  # fmt: skip


def faults(source: Text, draft: Text, pair: tuple[Locale, Locale]) -> tuple[Fault, ...]:
    """What is wrong with a draft of ``source``, those it is thrown away for first.

    ``pair`` is what it is translated from and to. Raises as the parser of Markdown does.
    """
    return faults_of(Pairing(source, draft, pair))


def faults_of(it: Pairing) -> tuple[Fault, ...]:
    """The same of what has been read already."""
    found = [fault for rule in RULES for fault in it.found_by(rule)]
    return tuple(sorted(found, key=lambda fault: fault.weight == "mark"))
