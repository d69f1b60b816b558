"""Passages in another language that do not say so: they are read out as if they were not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from workflow.checks.subject import Remark, Source
from workflow.errors import ArticleError
from workflow.inline.prose import veil
from workflow.inline.scripts import HAN
from workflow.model import Severity, Text
from workflow.model import lazy_re as re
from workflow.model.phrase import phrase

_MARKED: Final = re.compile(
    r"<(?P<tag>[a-z][a-z0-9]*)\b(?=[^>]*\blang\s*=)[^>]*>.{0,9999}?</(?P=tag)\s*>",
    re.IGNORECASE | re.DOTALL,
)
"""An element that says its language, with what is in it."""
_CHINESE: Final = re.compile(
    rf"[{HAN}](?:[{HAN}，、；：。！？“”‘’《》（）…—·0-9]*[{HAN}])?[。！？]?"
)
_SENTENCE: Final = re.compile("[的了是在我你他她们不这那就也和]|[，。！？；]")
"""What stands in sentences, and hardly in names."""
_LEAST_CHINESE: Final = 8
_LEAST_OTHER: Final = 15
"""Letters of five words; what has fewer is a row of symbols."""
_LATIN: Final = re.compile(
    r"(?<![\w@/.])(?P<before>[“‘\"'《「『«(（]?\s*)"
    r"(?P<text>[A-Za-zÀ-ɏ][\w'’-]*(?:[,;:]?\s+[A-Za-zÀ-ɏ0-9][\w'’-]*){7,}[.!?]?)"
)
_SMALL: Final = frozenset(
    "the of and to in is are was were be that for with on as by it this from at an not which has "
    "de la le les des et en un une du est que dans pour sur qui ne pas au aux sont avec par ce "
    "el los las una y del por con il della che di per der die das und ist nicht".split()
)
"""Small words, of which every sentence has some."""
_LEAST_SMALL: Final = 2
_QUOTING: Final = frozenset("“‘\"'《「『«")
_OTHER: Final = re.compile(
    r"(?<![\u0370-\u1fff\uac00-\ud7af])[\u0370-\u1fff\uac00-\ud7af]++"
    r"(?:[\s,;:.!?،؛؟-]++[\u0370-\u1fff\uac00-\ud7af]++){4,}+"
)
"""Five words and more in letters that none of the three languages has."""
_JAPANESE: Final = re.compile(rf"[{HAN}\u3040-\u30ff、。]{{8,}}+")
_KANA: Final = re.compile("[\u3040-\u309f]")
_LONGEST: Final = 40


def check_foreign_passages(source: Source) -> Iterator[tuple[int, Remark]]:
    """A sentence of the article is in another language, and no ``lang`` says so."""
    chinese = source.article.locale.name.partition("_")[0] == "zh"
    if source.article.format == "text":
        return
    for segment in source.document.segments:
        if segment.markup == "text" or (segment.text.isascii() and not chinese):
            continue
        text = _MARKED.sub(" ", segment.text)
        try:
            words = veil(Text(text, segment.markup)).line
        except ArticleError:  # of the parser; what reads the article tells it
            continue
        if first := next(_foreign(words, chinese=chinese), None):
            passage, severity = first
            said = phrase(
                "“{text}” is in another language: say in which, as in "
                '`<span lang="…">…</span>`, so that it is read out right',
                text=passage if len(passage) <= _LONGEST else f"{passage[: _LONGEST - 1]}…",
            )
            yield segment.line, Remark(said, severity=severity)


def _foreign(words: str, *, chinese: bool) -> Iterator[tuple[str, Severity | None]]:
    """Passages in another language; info where one may be a name."""
    for found in _OTHER.finditer(words):
        if sum(map(str.isalpha, found[0])) >= _LEAST_OTHER:
            yield found[0], None
    japanese = [each for each in _JAPANESE.findall(words) if _KANA.search(each)]
    for text in japanese:
        yield text, None
    if chinese:
        for found in _LATIN.finditer(words):
            quoted = found["before"][:1] in _QUOTING and found["before"]
            if not quoted and _is_sentence(found["text"]):
                yield found["text"], None
    elif not japanese:
        for found in _CHINESE.finditer(words):
            if len(re.findall(f"[{HAN}]", found[0])) >= _LEAST_CHINESE:
                named = not _SENTENCE.search(found[0])
                yield found[0], Severity.INFO if named else None


def _is_sentence(text: str) -> bool:
    """Whether words are no name, title or list: most in small letters, some of every sentence."""
    words = text.split()
    small = [word for word in words if word[0].islower()]
    told = sum(word.casefold().strip(",;:.!?") in _SMALL for word in words)
    return len(small) * 5 >= len(words) * 3 and told >= _LEAST_SMALL
