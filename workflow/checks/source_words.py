"""Words of the source that a translation has left as they were.

In French and English a word counts that the source has too and that is of its language alone
(:mod:`workflow.inline.vocabulary`); in Chinese any word of the source's language. Names, what is
quoted, emphasised or in brackets, and phrases that a language has taken are kept on purpose.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import Final

from workflow.checks.pairing import Pairing, untranslated
from workflow.checks.subject import Remark, Subject
from workflow.inline.lexis import ALPHABETIC, SMALL, TELLING, of_a_program, small_words
from workflow.inline.vocabulary import VOCABULARIES, known, tells
from workflow.model import Severity
from workflow.model import lazy_re as re

KEPT: Final = re.compile(
    r"“[^“”]*”|\"[^\"]*\"|‘[^‘’]*’(?!\w)|«[^»]*»|「[^」]*」|『[^』]*』|《[^》]*》|\([^()]*\)|（[^（）]*）"
    r"|(?<!\*)\*[^*]+\*(?!\*)|(?<![\w_])_[^_]+_(?![\w_])|`[^`]*`|<[^<>]*>"
    r"|(?<![\w’'])'[^'\n]*'(?![\w’'])"
)
"""What may be of another language."""
_WORD: Final = re.compile(
    r"(?<![\w@#$./=:\[{<\\&%-])[^\W\d_]+(?:[-’'][^\W\d_]+)*(?![\w@/=\]}>\\*]|[.:]\w)"
)
_LATIN: Final = re.compile(
    r"(?<![A-Za-zÀ-ÿœŒ0-9_./@=\[|{#&%$\\'’-])[A-Za-zÀ-ÿœŒ]+(?:[ '’-][A-Za-zÀ-ÿœŒ]+)*"
    r"(?![A-Za-zÀ-ÿœŒ0-9_|=/\[(}]|[.@:-][\w/])"
)
_IN_CHINESE: Final = frozenset(
    "air app apps bar base bit bits blog blogs bug bugs bus byte bytes cache cap cd cookie "
    "cookies cos cosplay cover css daemon demo demos disco dpi email emails emoji emojis etc "
    "fans flash geek gif git gnu hacker hackers ham hashtag hip hop html ibm idol iii jar jazz "
    "jpg karaoke kernel key live log logo logos mail mails map max mic min mini mod model mol "
    "net npm offline one online org out party pet pin pip pixel pixels plugin plugins podcast "
    "podcasts pop pro prompt proxy rap raw ray remix rip rock rom root set shell show sin "
    "socket solo spa spam sub sum sup tag tan tar tips tofu token tokens top two usb versus via "
    "vip vlog vlogs vpn wav web widget wifi yoga".split()
)
"""Latin words that Chinese prose has."""
_LETTERS: Final = re.compile(r"[^\W\d_]+")
_ELIDED: Final = re.compile(r"[’']([^\W\d_]+(?:-[^\W\d_]+)*)")
"""Words behind an elision (l’*usine*)."""
_JARGON: Final = frozenset(
    "accounts add alternates apply array away bash basic bind binding binning block boot "
    "bracketing branch build byte bytes cache canvas checker checkout click clone commit "
    "commits core create daemon dark debug default delete device dialog diff disable disk done "
    "dump enable exec exit export false fetch file filter firmware flag flags flash force git "
    "guile hardware hash head header help host import index info init insert install kernel key "
    "layer list lock log login logout loop map mask merge metal minuend mount nautilus next nil "
    "none null overlay packet patch path ping pipe pixel plugin port power print prompt pull "
    "push query quilt quit raw read realm rebase ref refs register remote remove request reset "
    "restore return root router rpm ruby sap save say script search seed set shader shading "
    "shell show slot socket solver source sparse spool stash stat stats status string submodule "
    "subtrahend swap switch sync system tag tags tar tell template templates test text thread "
    "thunderbolt tiles token tree true tunnel update upstream user users value verity view warn "
    "warning widget window worktree write yes".split()
)
"""Names of commands, values and things of programs, which their texts keep."""
_CAPITALS: Final = re.compile(r"(?<![\w’'.-])[A-Z][a-z]+(?: [A-Z][a-z]+)+(?![\w’'-])")
_BODIES: Final = frozenset(
    "Adviser Affairs Agency Assembly Authority Board Bureau Chair Chief City Committee Council "
    "County Court Department Deputy Director District Executive Finance Fire Foreign Head Health "
    "Hall Hospital Housing Human Joint Legal Library Mayor Meeting Ministry Office Officer Parish "
    "Permanent Planning Police Press Prime Public Regional Relations Resources School Secretary "
    "Service Services Social Staff State Station Supreme Task Force Team Town Training Transport "
    "Treasury Unit Village Ward Welfare Works Youth".split()
)
"""Words of which offices and public bodies are called, each by many."""
_DATES: Final = frozenset(
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May "
    "June July August September October November December".split()
)
"""Words with capitals in English that are no names."""
_LEAST = 3
"""Letters of a word that is no sign."""
_SHORT: Final = 4
"""Letters of a word that no unit or sign is."""
_LABEL: Final = 4
"""Words of a text that may be a label or a command with its operand."""
_ENDED: Final = re.compile(r"(?:\A|[.!?:…\n]\W*)\Z")


@cache
def _phrases() -> re.Pattern[str]:
    """Phrases that French or English has taken from the other."""
    lines = (files("workflow.checks") / "data/loan-phrases.txt").read_text("utf-8").splitlines()
    found = (re.escape(line).replace(r"\-", "[ -]").replace("’", "[’']") for line in lines[1:])
    return re.compile(rf"(?<!\w)(?:{'|'.join(found)})(?!\w)", re.IGNORECASE)


def kept_apart(text: str) -> str:
    """A text with blanks for what may be of another language; as long as it was."""
    return KEPT.sub(lambda found: " " * len(found[0]), text)


def check_source_words(subject: Subject) -> Sequence[Remark]:
    """Words of the source, or small ones of any language, that stand in the translation."""
    pairing = subject.pairing
    source, target = pairing.languages
    if source == target or pairing.same or pairing.drafted.isupper():
        return ()
    if target == "zh":
        return _in_chinese(subject) if pairing.drafted_han and pairing.draft_words else ()
    if target not in ALPHABETIC:
        return ()
    left = _left(pairing)
    found = tuple(_placed(subject, left)) if left else ()
    if not found and target == "fr" and source == "en":
        found = tuple(_titled(subject))
    if not found:
        return ()
    if subject.segment.markup != "text":
        return found
    signs = of_a_program(subject.message.msgid) or _is_label(pairing)
    return tuple(
        replace(each, severity=Severity.INFO)
        if signs or _jargon(each) or _is_named(subject, each)
        else each
        for each in found
    )


def _is_named(subject: Subject, remark: Remark) -> bool:
    """Whether it has a capital within a sentence, as a program’s name has."""
    start, text = (remark.span or (0, 0))[0], subject.message.msgstr
    return text[start : start + 1].isupper() and not _ENDED.search(text, 0, start)


def _is_label(pairing: Pairing) -> bool:
    """Whether the source is a few words without a mark at their end, as on a button."""
    return len(pairing.source_words) <= _LABEL and pairing.said.rstrip()[-1:].isalnum()


def _jargon(remark: Remark) -> bool:
    """Whether words may be names of things of programs."""
    words = _LETTERS.findall(str(remark.message.params["text"]))
    return max(map(len, words)) <= _SHORT or not _JARGON.isdisjoint(words)


def _left(pairing: Pairing) -> set[str]:
    """Words, in lower case, that may have been left, wherever they stand."""
    source, target = pairing.languages
    words = pairing.draft_known
    if target == "fr":
        words |= _elided(pairing.drafted)
    left = set(words & _telling(target))
    if source in VOCABULARIES and target in VOCABULARIES:
        copied = words & pairing.source_known
        if source == "fr":
            copied |= words & _elided(pairing.said)
        left.update(word for word in copied if tells(word, source, target))
    return left


def _elided(text: str) -> frozenset[str]:
    """The words behind elisions, which are none to themselves elsewhere."""
    found = _ELIDED.findall(text) if "’" in text or "'" in text else ()
    return frozenset(found)


@cache
def _telling(target: str) -> frozenset[str]:
    """Small words of other languages than ``target``."""
    others = (TELLING[each] for each in ALPHABETIC - {target})
    return frozenset[str]().union(*others) - SMALL[target]


def _placed(subject: Subject, left: set[str]) -> Iterator[Remark]:
    """Those that no name, quotation or phrase holds: each run of them once."""
    text = _phrases().sub(lambda found: " " * len(found[0]), kept_apart(subject.message.msgstr))
    tokens = list(_WORD.finditer(text))
    pairing = subject.pairing
    drafted = frozenset(pairing.draft_words) | _elided(pairing.drafted)
    end = 0
    for number, found in enumerate(tokens):
        word = found[0].rpartition("’")[2].rpartition("'")[2]
        if found.start() < end or word.lower() not in left or word not in drafted:
            continue
        if not word.islower() and not (
            _was_small(pairing, word)
            and (pairing.languages[1] == "fr" or _ENDED.search(text, 0, found.start()))
        ):
            continue  # English has capitals of its own, as in “Breton”
        if _of_a_name(pairing, text, tokens, number):
            continue
        end = _run_end(pairing, text, tokens, number)
        start = found.end() - len(word)
        yield Remark(untranslated(text[start:end]), (start, end))


def _titled(subject: Subject) -> Iterator[Remark]:
    """Offices and bodies in capitals, which are no names: “the Press Office”."""
    if _BODIES.isdisjoint(subject.pairing.draft_words):
        return
    for found in _CAPITALS.finditer(kept_apart(subject.message.msgstr)):
        told = f"the {found[0]}".lower() in subject.pairing.said.lower()
        if told and _BODIES.issuperset(found[0].split()):
            yield Remark(untranslated(found[0]), found.span())


def _was_small(pairing: Pairing, word: str) -> bool:
    """Whether a word with a capital has none in the source, so that it is no name."""
    known_so = pairing.source_words
    return (
        len(word) > _SHORT + 1
        and word[1:].islower()
        and word.lower() in known_so
        and word not in known_so
    )


def _of_a_name(pairing: Pairing, text: str, tokens: Sequence[re.Match[str]], number: int) -> bool:
    """Whether a word goes on to a capital, with words of the source alone: « rue des Lilas »."""
    for step in (-1, 1):
        place = number
        while 0 <= place + step < len(tokens):
            first, last = sorted((place, place + step))
            if text[tokens[first].end() : tokens[last].start()].strip(" \u00a0"):
                break
            place += step
            start, end = sorted((place, number))
            run = text[tokens[start].start() : tokens[end].end()]
            word = tokens[place][0]
            if run not in pairing.said or word in _CLAUSAL or word in _DATES:
                break
            if word[0].isupper() and not _ENDED.search(text, 0, tokens[place].start()):
                return tokens[number][0] not in _CLAUSAL or _between_capitals(tokens, number)
    return False


def _between_capitals(tokens: Sequence[re.Match[str]], number: int) -> bool:
    """Whether a small word joins two that have capitals (*Save the Children*)."""
    beside = tokens[max(0, number - 1) : number + 2]
    return len(beside) == 3 and beside[0][0][0].isupper() and beside[2][0][0].isupper()


_CLAUSAL: Final = frozenset[str]().union(*TELLING.values())
"""Small words that stand in no name."""


def _run_end(pairing: Pairing, text: str, tokens: Sequence[re.Match[str]], number: int) -> int:
    """Where the words end that were left together."""
    start, end = tokens[number].start(), tokens[number].end()
    for found in map(tokens.__getitem__, range(number + 1, len(tokens))):
        if text[start : found.end()] not in pairing.said or not found[0].islower():
            break
        end = found.end()
    return end


def _in_chinese(subject: Subject) -> Sequence[Remark]:
    """Words of the source in small letters; in a program's texts, which name so much, a note."""
    pairing = subject.pairing
    source = pairing.languages[0]
    if not pairing.draft_known & pairing.source_known:
        return ()
    text = kept_apart(subject.message.msgstr)
    drafted = frozenset(pairing.draft_words)
    for found in _LATIN.finditer(text):
        run = found[0]
        words = re.split("[ '’-]", run)
        if not run.islower() or run not in pairing.said or words[0] not in drafted:
            continue
        if _is_said(words, source):
            note = Severity.INFO if subject.segment.markup == "text" else None
            return (Remark(untranslated(run), found.span(), severity=note),)
    return ()


def _is_said(words: Sequence[str], source: str) -> bool:
    """Whether words are of the source's language, not names of things."""
    if source not in SMALL:
        return any(len(word) >= _SHORT for word in words)
    if len(words) > 1 and small_words(set(words), source, "zh"):
        return True
    return any(
        len(word) >= _LEAST
        and word not in _IN_CHINESE
        and (source not in VOCABULARIES or known(word, source))
        for word in words
    )
