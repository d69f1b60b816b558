"""English typography: one reading of a text finds what is wrong with quotation marks, apostrophes,
spaces and dashes (:mod:`.edits`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Final

from workflow.checks.edits import Edit, Look
from workflow.checks.english_quotes import SINGLE, quote_faults
from workflow.checks.english_signs import Signs, signs_of
from workflow.checks.english_words import (
    ARTICLE,
    CAPITALS,
    apostrophe_faults,
    article_faults,
    capital_faults,
)
from workflow.checks.sentence_capitals import small_first
from workflow.checks.subject import Remark, Subject, Translation
from workflow.inline.prose import Veiled
from workflow.inline.scripts import HAN
from workflow.model import Profile, Severity
from workflow.model import lazy_re as re
from workflow.model.phrase import Phrase, phrase

SPACES, DASHES = "en-spaces", "en-dashes"
_Kind = Callable[[str], str]
_BLANK: Final = "[ \u00a0\u202f\u2009]"
_END: Final = r"(?=[\s\"'”’\]]|\Z)"
_SPACE: Final = re.compile(
    rf"(?P<before>(?<=[^\s([{{/])(?<![-–—]){_BLANK}+"
    rf"(?=[;!?]+{_END}|(?<!\d.):{_END}|,(?!\d)|\.(?:[\s\"”’]|\Z)))"
    rf"|(?P<shut>(?<=[\w.!?'’”%]){_BLANK}+(?=\)(?!\)*:)))"
    rf"|(?P<percent>(?<=\d){_BLANK}+(?=%(?!\w)))"
    rf"|(?P<opened>(?<=\(){_BLANK}+(?=\w))"
    rf"|(?P<cut>(?<=[^\W\d_]){_BLANK}+(?=['’]s(?!\w)|n['’]t(?!\w)))"
    r"|(?P<double>(?<=[^\s:]) {2,3}(?=\S))"
)
"""Blanks that are to go, or one of two."""
_ANY_SPACE: Final = re.compile(rf"{_BLANK}(?:[;:!?,.)%]|['’]s|n['’]t|{_BLANK})|\({_BLANK}")
_ANY_GLUED: Final = re.compile(r"[,;.:!?)][^\W\d_]|[^\W\d_]\(")
"""What stands wherever the patterns beside them find something."""
_GLUED: Final = re.compile(
    r"(?P<mark>(?<=[^\W\d_]{2})[,;](?=[^\W\d_]{2})"
    r"|(?<=[a-zà-ÿ]{2})(?:[.:](?=[A-Z][a-z]+(?![\w(.]))|[?!](?=[A-Z][a-z])))"
    r"|(?P<opening>(?<=[a-zà-ÿ]{3})\((?=[^()]* [^()]*\)|[a-z]{4,}\)(?: [a-z]|[.,])))"
    r"|(?P<closing>(?<=\w)\)(?=[^\W\d_]{2}))"
)
"""Marks that a blank is missing at."""
_LIST = 3
"""Commas without a blank that are a list for programs."""
_WIDE: Final = re.compile(rf"(?<![{HAN}])[，。；：！？（）、](?![{HAN}])|……")
_NARROW: Final = dict(zip("，。；：！？（）、", ",.;:!?(),", strict=True))
_SMALL: Final = (
    "(?:an?|the|which|who|that|and|but|or|not|in|at|on|for|with|his|her|its|it|they|he|she|we|as)"
)
_ASIDE: Final = re.compile(
    rf"(?P<hyphen>(?<=[\w,)”’%\x01]){_BLANK}-{_BLANK}(?=[\w“‘(\x01]))"
    rf"|(?P<two>(?<=[\w,)”’%\x01.!?])(?:{_BLANK}---?{_BLANK}|---?)(?=[\w“‘(\x01]))"
    rf"|(?P<long>——)"
    rf"|(?P<shut>(?<=[^\W\d_]{{2}})–(?={_SMALL}(?!\w)))"
    r"|(?P<range>(?<![\w./-])\d{1,4}-\d{1,4}(?![\w./-]))"
)
_BOTH: Final = re.compile(
    rf"(?P<em>(?<=[\w,)”’%])—(?=[\w“‘(]))|(?P<en>(?<=[^\W\d_]|[,)”’%]){_BLANK}–{_BLANK}(?=[\w“‘(]))"
)
_MENTIONED: Final = {"“": "”", "‘": "’", '"': '"', "(": ")"}
_WORD_BEFORE: Final = re.compile(r"(?<!\w)[^\W\d_][\w’-]+[,)”’]*\Z")


def english(veiled: Veiled, profile: Profile) -> Sequence[Edit]:
    """All that is to be written otherwise in an English text."""
    signs = signs_of(veiled)
    quotes = tuple(quote_faults(signs, profile))
    return (
        *(quotes or _two_kinds(signs)),
        *apostrophe_faults(signs),
        *_space_faults(signs),
        *_figure_faults(signs),
        *_dash_faults(signs, profile),
        *capital_faults(signs),
        *article_faults(signs),
    )


def _two_kinds(signs: Signs) -> Iterator[Edit]:
    """Quotations in both kinds of marks in one text, neither within the other."""
    if "“" not in signs.seen or "‘" not in signs.seen:
        return
    for found in SINGLE.finditer(signs.seen):
        before = signs.seen[: found.start()]
        if before.count("“") <= before.count("”"):
            yield signs.edit("en-quotes", found.span(), None, _both_marks())
            return


def _space_faults(signs: Signs) -> Iterator[Edit]:
    """Blanks too many, blanks that are missing, and marks of another script."""
    seen = signs.seen
    if not seen.isascii():
        yield from _wide_marks(signs)
    edit = partial(signs.edit, SPACES)
    for found in _SPACE.finditer(seen) if _ANY_SPACE.search(seen) else ():
        at = found.end()
        if found.lastgroup == "double":
            yield edit(found.span(), " ", phrase("two spaces: write one"))
            continue
        if found.lastgroup == "before" and _lawful(seen, found):
            continue
        mark = seen[at]
        said = {
            "opened": phrase("a space after “{mark}”: take it out", mark="("),
            "cut": phrase("a space before an apostrophe: take it out"),
        }.get(found.lastgroup or "", phrase("a space before “{mark}”: take it out", mark=mark))
        yield edit(found.span(), "", said)
    if not _ANY_GLUED.search(seen):
        return
    many = seen.count(",") >= _LIST and ", " not in seen
    for found in _GLUED.finditer(seen):
        mark, at = found[0], found.start()
        if (mark == "," and many) or (mark == ":" and seen.startswith("?")):
            continue
        if found.lastgroup == "closing" and " " not in seen[seen.rfind("(", 0, at) : at]:
            continue
        if found.lastgroup == "opening":
            said = phrase("no space before “{mark}”: write one", mark=mark)
            yield edit(found.span(), f" {mark}", said)
        else:
            said = phrase("no space after “{mark}”: write one", mark=mark)
            yield edit(found.span(), f"{mark} ", said)


_GROUPED: Final = re.compile(
    rf"(?<![\w.,+:/-])(?<!\d{_BLANK})[1-9]\d{{0,2}}(?:{_BLANK}\d{{3}})+(?![\d.,-]"
    rf"|{_BLANK}\d)(?={_BLANK}[a-z]{{3,}})"
)
_MONEY: Final = re.compile(
    rf"(?P<before>[€£$¥]{_BLANK}+(?=\d))"
    rf"|(?<![\w.,$€£/])(?P<figure>\d[\d.,]*)(?P<sign>{_BLANK}?[€£¥]|\$(?=[\s.,;]|\Z))(?![\w€£])"
)
_LABELLED: Final = re.compile(
    r"(?:\A|(?<=[.;,] ))(?P<label>[A-Z][a-z]{2,}(?: [a-z]+)?)(?P<colon>:)(?=[\d$€£]"
    r"[\d.,]*(?:%| ?(?:km|kg|cm|mm|m|g|h|l|mph|°C|hours?|minutes?|days?|years?|euros?|dollars?"
    r"|people|miles?)\b|\Z))"
)
_CALL: Final = re.compile(r"\b(?:call|phone|tel|telephone|fax|number|code|no)\b", re.IGNORECASE)


def _figure_faults(signs: Signs) -> Iterator[Edit]:
    """Blanks in figures and beside signs of currencies, and none after the colon of a label."""
    seen = signs.seen
    edit = partial(signs.edit, SPACES)
    for found in _GROUPED.finditer(seen) if not _CALL.search(seen) else ():
        new = re.sub(_BLANK, ",", found[0])
        said = phrase("“{place}”: English separates thousands by commas: “{new}”",
                      place=found[0], new=new)  # fmt: skip
        yield edit(found.span(), new, said)
    for found in _MONEY.finditer(seen):
        if found["before"]:
            said = phrase("a space after “{mark}”: take it out", mark=found[0][0])
            yield edit(found.span(), found[0][0], said)
            continue
        sign = found["sign"].strip(_BLANK[1:-1])
        new = f"{sign}{found['figure'].rstrip('.,')}"
        said = phrase("“{place}”: English writes the sign of a currency first: “{new}”",
                      place=found[0], new=new)  # fmt: skip
        yield edit(found.span(), new, said)
    for found in _LABELLED.finditer(seen):
        yield edit(
            found.span("colon"), ": ", phrase("no space after “{mark}”: write one", mark=":")
        )


def _lawful(seen: str, found: re.Match[str]) -> bool:
    """Whether a mark may have a blank before it: an ellipsis, a ratio, a sign for a face."""
    start, end = found.span()
    if seen.startswith("..", end) or seen[start - 1] == ".":
        return True
    return seen[end] == ":" and seen[start - 1].isdigit() and seen[end + 2 : end + 3].isdigit()


def _wide_marks(signs: Signs) -> Iterator[Edit]:
    """Marks of Chinese among letters."""
    seen = signs.seen
    for found in _WIDE.finditer(seen):
        start, end = found.span()
        if _spoken_of(seen, start, end):
            continue
        new = _NARROW.get(found[0], "…")
        said = phrase("{sign} is a mark of Chinese: write {wanted}", sign=found[0], wanted=new)
        follows = seen[end : end + 1]
        if new == "(":
            new = new if not start or seen[start - 1].isspace() else f" {new}"
        elif new != "…" and follows and (follows.isalnum() or follows in "“‘(（"):
            new = f"{new} "
        yield signs.edit(SPACES, (start, end), new, said)


def _spoken_of(seen: str, start: int, end: int) -> bool:
    """Whether a mark is itself what is spoken of: it stands alone in quotation marks."""
    return (
        seen[start - 1 : start] in _MENTIONED and seen[end : end + 1] == _MENTIONED[seen[start - 1]]
    )


def _dash_faults(signs: Signs, profile: Profile) -> Iterator[Edit]:
    """Hyphens for dashes, and two kinds of dashes in one text."""
    seen = signs.seen
    if "-" not in seen and "—" not in seen and "–" not in seen:
        return
    edit = partial(signs.edit, DASHES)
    for found in _ASIDE.finditer(seen):
        start, end = found.span()
        kind = found.lastgroup
        if _spoken_of(seen, start, end):
            continue
        if kind == "range":
            one, other = found[0].split("-")
            if len(one) == len(other) and one < other:
                said = phrase("“{text}” is a range: write it with a dash, –", text=found[0])
                yield edit((start, end), None, said, Severity.INFO)
            continue
        if kind == "hyphen" and not _aside(seen, start, end):
            continue
        if kind == "two" and not (seen[start - 1].isalnum() or seen[end].isalnum()):
            continue
        if kind == "shut":
            said = phrase("– without spaces joins words: write it with spaces, or —")
            yield edit((start, end), "—" if profile == "en-US" else " – ", said)
            continue
        if (
            kind == "two"
            and seen[start - 1].isdigit()
            and seen[end].isdigit()
            and " " not in found[0]
        ):
            said = phrase("“{text}” is a range: write it with a dash, –", text=found[0])
            yield edit((start, end), "–", said)
            continue
        open_ = kind != "long" and (profile == "en-GB" or (profile == "en" and seen[start] != "-"))
        new = " – " if open_ else "—"
        said = phrase("“{text}” in the place of a dash: write {wanted}", text=found[0].strip(),
                      wanted=new.strip())  # fmt: skip
        yield edit((start, end), new, said)
    if "—" in seen and "–" in seen:
        kinds = {found.lastgroup: found.span() for found in _BOTH.finditer(seen)}
        if len(kinds) == 2:
            yield edit(max(kinds.values()), None, _mixed())


def _aside(seen: str, start: int, end: int) -> bool:
    """Whether a hyphen between blanks stands for a dash: not between names, nor in a sum."""
    before = _WORD_BEFORE.search(seen, max(0, start - 40), start)
    small = before is not None and before[0][0].islower()
    return small or (seen[end].islower() and not seen[end : end + 2].isspace())


def _both_marks() -> Phrase:
    return phrase("both `“ ”` and `‘ ’` for quotations: write one of them throughout")


def _mixed() -> Phrase:
    return phrase("two kinds of dashes for asides, `–` and `—`: write one of them throughout")


_QUOTES, _SPACES, _DASHES, _CAPITALS, _ARTICLE = (
    Look(english, name) for name in ("en-quotes", SPACES, DASHES, CAPITALS, ARTICLE)
)
check_articles = _ARTICLE.at_message
articles_of_source = _ARTICLE.at_source
capitals_of_source = _CAPITALS.at_source
spaces_of_source = _SPACES.at_source
dashes_of_source = _DASHES.at_source
quotes_of_source = _QUOTES.at_source


def check_spaces(subject: Subject) -> Sequence[Remark]:
    """Blanks of a message; what was copied from its source is another rule's."""
    return () if subject.message.msgid == subject.message.msgstr else _SPACES.at_message(subject)


def check_capitals(subject: Subject) -> Sequence[Remark]:
    """Names in small letters, and a sentence that begins with one."""
    return (*_CAPITALS.at_message(subject), *small_first(subject))


def check_dashes(translation: Translation) -> Iterator[tuple[Subject, Remark]]:
    """Dashes of each message, and whether the article has but one kind of them."""
    yield from _each(translation, _DASHES, _dash_kind, _mixed())


def check_quotes(translation: Translation) -> Iterator[tuple[Subject, Remark]]:
    """Quotation marks of each message, and whether the article has but one kind outside."""
    yield from _each(translation, _QUOTES, _quote_kind, _both_marks())


def _each(
    translation: Translation, look: Look, kind_of: _Kind, said: Phrase
) -> Iterator[tuple[Subject, Remark]]:
    kinds: dict[int, str] = {}
    for number, subject in enumerate(translation.subjects):
        remarks = look.at_message(subject)
        yield from ((subject, remark) for remark in remarks)
        kind = "" if remarks else kind_of(subject.pairing.drafted)
        if kind:
            kinds[number] = kind
    counted = Counter(kinds.values()).most_common()
    if len(counted) > 1:
        rarer = counted[1][0]
        for number, kind in kinds.items():
            if kind == rarer:
                yield translation.subjects[number], Remark(said)


def _dash_kind(text: str) -> str:
    """Which dash a text has for asides; empty for none."""
    found = _BOTH.search(text) if "–" in text or "—" in text else None
    return found.lastgroup or "" if found else ""


def _quote_kind(text: str) -> str:
    """Which marks stand outside in a text that quotes; empty for none."""
    double, single = text.find("“"), SINGLE.search(text) if "‘" in text else None
    if single is None or 0 <= double < single.start():
        return "“" * (double >= 0)
    return "‘"
