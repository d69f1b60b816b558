"""What is wrong in a Chinese translation by what its source says: dashes, names, lists, brackets.

``-`` between Chinese characters may be a dash, a range or part of a name, and ``，`` may stand
between clauses or things: the source tells which.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from workflow.inline.han_context import GAP, Change
from workflow.inline.han_lists import NO_THING
from workflow.inline.han_names import SOUNDS
from workflow.inline.scripts import HAN
from workflow.model import lazy_re as re

_SOURCE_DASH = re.compile(r"\s[–—]+\s|\s--\s|[^\W\d]—[^\W\d]|—[\"”»]|\A—")
_JOINED = re.compile(r"\w[-–—−]\w|\s-\s|\b(?:from|between|de|entre|du)\b.*\b(?:to|and|à|et|au)\b|/")
_DASH = re.compile(
    rf"(?<=[{HAN}”）》」])[{GAP}]*[-–—－―][{GAP}]*(?=[{HAN}“《「（])|(?<=[{HAN}])[-–—](?=[”」])"
    rf"|(?<![—\-])[{GAP}][–—][{GAP}]"
)
_LINE = re.compile(r"\b[A-ZÀ-ÖØ-Þ][\w-]*\s[–—]\s[A-ZÀ-ÖØ-Þ]")
_SENTENCE = re.compile(r"[.!?…:;]['\"”’»)]*\s*\Z|(?:\S+\s+){7}")
_LONE_DASH = re.compile(rf"(?<=[{HAN}”）》」])(?:[{GAP}]*[—－][{GAP}]*)(?=[{HAN}“《「（])")
_NAME = re.compile(
    r"\b[A-ZÀ-ÖØ-Þ][\w’'-]*\.?(?:[ \u00a0](?:de|da|di|du|von|van|der|del|la|le|bin|ibn|al|el|dos))*"
    r"[ \u00a0-][A-ZÀ-ÖØ-Þ]\w"
)
_HYPHENED = re.compile(r"\b[A-ZÀ-ÖØ-Þ]\w*[-‐‑–]\w")
_SENTENCE_END = re.compile(r"[.!?…]['\"”’»)]*\s")
_SOUND = f"[{SOUNDS}]"
_WITHIN = rf"(?:(?<={_SOUND}{{2}})SIGN(?={_SOUND}{{2}})|(?<={_SOUND}{{3}})SIGN(?={_SOUND}))"
_HYPHEN, _BLANK, _STOP, _POINT = (
    re.compile(_WITHIN.replace("SIGN", sign)) for sign in ("-", "[ \u00a0\u3000]", "。", r"\.")
)
_MAYBE_NAME = re.compile(rf"[{HAN}][- \u00a0\u3000。.][{HAN}]")
_DET = r"(?:(?:the|an?|le|la|les|un|une|des|du|de la|de|en|au|aux|à)\s|[ld][’'])"
_WORDS = r"[\w’'-]+(?:[ \u00a0][\w’'-]+)?"
_NO_ITEM = (
    r"(?:for|with|by|to|from|without|who|which|that|where|when|while|if|but|so|it|he|she|they|we|pour"
    r"|par|avec|sans|dans|sur|chez|qui|que|où|quand|si|mais|il|elle|ils|elles|on|nous|dont)\b"
)
_COMMA = re.compile(r",(?!\s(?:and|or|et|ou)\s)")
_LIST = re.compile(
    rf"(?<![\w’'-])(?P<d1>{_DET})?(?P<first>{_WORDS}),\s(?!{_NO_ITEM})(?P<d2>{_DET})?{_WORDS}"
    rf"(?P<more>(?:,\s{_DET}?{_WORDS})*?),?\s(?:and|et|or|ou)\s(?:{_DET})?[\w’'-]+",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"(?:bonjour|bonsoir|merci|bienvenue|hello|hi|dear|welcome|thanks|thank you|please"
    r"|yesterday|today|tomorrow|now|then|so|indeed|however|finally|sir|madam|hier"
    r"|aujourd.hui|demain|ainsi|puis|enfin|alors|or|donc|monsieur|madame|in \w+|en \w+"
    r"|on \w+|au \w+|à \w+"
    r"|\w+ly|\w+ment"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day|lundi|mardi|mercredi|jeudi|vendredi|samedi"
    r"|dimanche|later|still|yes|no|oui|non|also|too|well|lui|elle|eux|him|her|them|fact|effet|example"
    r"|exemple|particular|particulier|instance|there|here|but|mais|\d+)\Z",
    re.IGNORECASE,
)
_PREPOSITION = re.compile(
    r"(?:\A|[.!?:;…—–]\s*)[«“\"]?\s*(?:malgré|selon|d[’']après|pendant|après"
    r"|avant|depuis|dans|en|à|au"
    r"|pour|avec|sans|chez|sous|sur|outre|grâce à|face à|despite"
    r"|after|before|during|according to|in|on|at"
    r"|for|with|without|since|as|like|unlike|because of|thanks to|near|under|of|from|by"
    r"|besides|if|si|when|quand)\s\Z",
    re.IGNORECASE,
)
_BEGINS = re.compile(r"(?:\A|[.!?:;…—–])\W*\Z")
_PARTICLES = (
    "了着著过過是有在就都不会會把被很也说說让讓使从從对對为為将將要能可到去来來得我你您他她它这這那"
)
_SEGMENT = rf"[{HAN}A-Za-z]{{1,6}}"
_ITEM = rf"(?!{NO_THING}){_SEGMENT}"
_THINGS = re.compile(
    rf"(?P<head>(?:\A|(?<=[。；：！？，“（]))[^，。；：！？]*?[^，。；：！？]{{1,4}})"
    rf"(?P<run>(?:，{_ITEM})*?，{_ITEM}?)[和与與及或](?={_SEGMENT})"
)
_LEADS = re.compile(
    r"(?:[昨今明后後前次当當]天|昨日|今日|明日|[年月日号號时時后後前中里裡内內外间間际際上下]|目前|此外|然而|因此|据悉|據悉"
    r"|同时|同時|另外|例如|比如|注意|其中|最后|最後|首先|其次|先生|女士|各位|事实上|事實上|晚|早|[着了的]|而言|来说|來說|看来|看來|包括|昨晚|今晚|周.|星期.|週.)\Z"
)
_OPENS = re.compile(
    "尽管|儘管|虽然|雖然|如果|据|據|随着|隨著|为了|為了|由于|由於|对于|對於|关于|關於|当|當|因|除了|经过|經過|根据|根據|按照"
    "|你好|您好|你们好|大家好|谢谢|謝謝|感谢|感謝|欢迎|歡迎|再见|再見|亲爱|親愛|无论|無論|不管|即使|除非|每逢|自从|自從"
)
"""What a sentence begins with before its first comma, where things are not listed."""
_CHUNK = re.compile(rf"[{HAN}A-Za-z]{{1,4}}")
_START = re.compile(r"\A[，。、；：！？”’）》」』]+")


def beside(said: str, line: str) -> Sequence[Change]:
    """What is to be written otherwise in the words of a translation, by those of its source."""
    if said and re.search(f"[{HAN}]", said):
        return ()
    found: list[Change] = []
    if said[:1].isalnum() and (first := _START.match(line)):
        found.append(Change("start", *first.span(), None))
    found += _names(said, line)
    if any(sign in line for sign in "-–—－―"):
        found += _dashes(said, line)
    if "，" in line and ("," in said):
        found += _lists(said, line)
    if "（" in line or "）" in line:
        found += _open_brackets(said, line)
    return found


def _names(said: str, line: str) -> Iterator[Change]:
    """Parts of a name with another sign between them than a dot."""
    if not _MAYBE_NAME.search(line) or not _NAME.search(said):
        return
    looks = [_BLANK]
    if not _HYPHENED.search(said):
        looks.append(_HYPHEN)
    if not _SENTENCE_END.search(said):
        looks += (_STOP, _POINT)
    for look in looks:
        for found in look.finditer(line):
            yield Change("dot", *found.span(), "·")


def _dashes(said: str, line: str) -> Iterator[Change]:
    """Dashes that are short, or hyphens."""
    if _SOURCE_DASH.search(said):
        look = _DASH
    elif not _JOINED.search(said):
        look = _LONE_DASH
    else:
        return
    label = not _SENTENCE.search(said)
    if label and len(_LINE.findall(said)) == len(_SOURCE_DASH.findall(said)) > 0:
        return  # from here to there
    for found in look.finditer(line):
        if label and len(found[0]) > 1:
            continue  # the sign between the parts of a label
        if found[0] == "-" and _HYPHENED.search(said) and line[found.start() - 1] in SOUNDS:
            continue
        if line[found.end() : found.end() + 1] != "—" and line[found.start() - 1] != "—":
            yield Change("dash", *found.span(), "——")


def _lists(said: str, line: str) -> Iterator[Change]:
    """Commas between things that the source lists: as many as it has there."""
    counts = {
        1 + found["more"].count(",")
        for found in _LIST.finditer(said)
        if (found["d1"] or not found["d2"])
        and not _PREPOSITION.search(said, 0, found.start())
        and not (_BEGINS.search(said, 0, found.start()) and _LEAD.search(found["first"]))
    }
    if not counts:
        return
    alone = len(_COMMA.findall(said))
    yield from _first_things(said, line)
    for found in _THINGS.finditer(line):
        run = found["run"]
        few = run.count("，") == 1 and (alone > 1 or line.count("，") > 1)
        head = found["head"]
        if few or run.count("，") not in counts or _LEADS.search(head) or _OPENS.match(head):
            continue
        if set(run) & set(_PARTICLES):
            continue
        for sign in re.finditer("，", run):
            at = found.start("run") + sign.start()
            yield Change("list", at, at + 1, "、")


def lists_beside(said: str, line: str) -> Sequence[Change]:
    """Of a line with full-width commas those that list things, as the source does."""
    return [] if "," not in said else [*_lists(said, line)]


def _first_things(said: str, line: str) -> Iterator[Change]:
    """Things that a sentence begins with, listed without a word for *and*: 铁，锌，铜很贵."""
    first = _LIST.match(said)
    if first is None or said[-1:] not in ".!?" or _SENTENCE_END.search(said):
        return
    commas = 1 + first["more"].count(",")
    if _LEAD.search(first["first"]) or said.count(",") not in (commas, commas + 1):
        return
    *things, rest = line.split("，")
    if len(things) != commas + 1 or "、" in line:
        return
    if not all(_CHUNK.fullmatch(each) for each in things) or set("".join(things)) & set(_PARTICLES):
        return
    if any(re.match(NO_THING, each) for each in (*things, rest)) or _LEADS.search(things[0]):
        return
    at = -1
    for each in things:
        at += len(each) + 1
        yield Change("list", at, at + 1, "、")


def _open_brackets(said: str, line: str) -> Iterator[Change]:
    if said.count("(") != said.count(")"):
        return
    opened = [found.start() for found in re.finditer("[（(]", line)]
    closed = [found.start() for found in re.finditer("[）)]", line)]
    if len(opened) == len(closed):
        return
    for at in opened[len(closed) :] or closed[len(opened) :]:
        if line[at] in "（）":
            yield Change("alone", at, at + 1, None)
