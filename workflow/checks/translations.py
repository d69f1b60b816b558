"""Translations as wholes: one that is empty, the source's own text, built otherwise than its page,
or at odds with the glossary."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from workflow.checks.subject import Remark, Subject, Translation
from workflow.glossary.usage import Misuse, Omission
from workflow.inline.lexis import SMALL, of_a_program, small_words
from workflow.inline.pattern import read
from workflow.inline.vocabulary import VOCABULARIES, known, tells
from workflow.model import Key, Severity, Term
from workflow.model import lazy_re as re
from workflow.model.phrase import listed, named, phrase

_MEASURE = re.compile(
    r"(?<=\d)[ \u00a0\u202f]?"
    r"(?:[kcdmµMGT]?(?:m|g|l|L|W|Wh|Hz|B|V|A|Pa|J|s)[²³]?|°[CF]|ha|h|min|t|%)(?![^\W\d_])"
)
"""Units after a number: they are written alike everywhere."""
_TITLE = re.compile(r"(?<![*_\w])([*_])(?=[^\W\d_a-zà-ÿ])[^*_.!?。！？\n]{1,60}\1(?![*_\w])")
"""The name of a work, which many leave as it is: emphasis, no sentence."""
_WORD = re.compile(r"[^\W\d_]+")
_JOINING = frozenset(
    "a al alla am an and au aux avenue boulevard d da das de degli dei del della delle den "
    "der des di do dos du e el en et ibn im l la las le les lez los of place quai rue sous "
    "sur the van von y zu zum zur".split()
)
"""Small words that stand in names."""


def check_empty(subject: Subject) -> Sequence[Remark]:
    """The translation is only white space: a reader would find a hole in the page.

    A message without any translation is no finding; `workflow status` counts it.
    """
    msgstr = subject.message.msgstr
    if msgstr.strip() or not subject.message.msgid.strip():
        return ()
    return (
        Remark(phrase("the translation is only white space: translate it"), (0, len(msgstr)), ""),
    )


def check_same_as_source(subject: Subject) -> Sequence[Remark]:
    """The translation is the source's text, word for word: it was forgotten, or copied.

    Numbers, placeables, names, and titles in emphasis may be the same in every language and are
    let through.
    """
    text = subject.message.msgstr
    if text.strip() != subject.message.msgid.strip():
        return ()
    between = _TITLE.sub("", "".join(read(subject.target).between))
    words = _WORD.findall(_MEASURE.sub("", between))
    if not words or _only_names(words, subject.east_asian) or _may_stay(subject, words):
        return ()
    if _known_to_both(subject, words):
        return ()
    said = phrase(
        "the translation is the source’s text: translate it (or leave it if it is a name)"
    )
    alone = len(words) == 1 and words[0] < "\u2000" and not subject.east_asian  # as “action”
    program = subject.segment.markup == "text" and of_a_program(text)
    severity = Severity.INFO if alone or program else None
    return (Remark(said, (0, len(text)), severity=severity),)


def _only_names(words: list[str], east_asian: bool) -> bool:
    """Whether every word begins with a capital.

    One word alone that does is a name among Latin letters (and a cognate is often right:
    “Contact”), but in Chinese more often a heading that was forgotten.
    """
    capitals = all(word[0].isupper() for word in words)
    return capitals and (not east_asian or len(words) > 1 or words[0].isupper())


def _may_stay(subject: Subject, words: list[str]) -> bool:
    """Whether words are no words of the source's language, or make a name in capitals.

    Small words between capitals are of a name where the source's language would write the rest
    small, as French does (« Rue de la Paix »), or are of neither language (“Teatro alla Scala”).
    """
    source, target = subject.pairing.languages
    if source not in VOCABULARIES:
        return False
    lower = [word for word in words if word.islower()]
    long = [word.lower() for word in words if len(word) > 2]
    told = any(known(word, source) for word in long) or small_words({*lower}, source, target)
    if not told and all(map(str.isascii, words)) and (len(lower) == len(words)):
        return True
    if subject.east_asian or len(words) - len(lower) < 2 or not words[-1][0].isupper():
        return False
    return all(word in _JOINING and (source == "fr" or word not in SMALL[source]) for word in lower)


def _known_to_both(subject: Subject, words: list[str]) -> bool:
    """Whether a few words are of the target's language as well: “direction”, “signature”."""
    source, target = subject.pairing.languages
    if not {source, target} <= VOCABULARIES or len(words) > 3:
        return False
    lower = [word.lower() for word in words]
    return all(known(word, target) and not tells(word, source, target) for word in lower)


def check_structure(translation: Translation) -> Iterator[tuple[Subject, Remark]]:
    """With the translation the page would be built otherwise than its source: another kind
    of block, another table, other code, other front matter.

    What can be escaped safely is escaped when the page is made; this is what cannot.
    """
    messages = [subject.message for subject in translation.subjects]
    texts = {message.key: message.msgstr for message in messages}
    subjects = dict(zip(texts, translation.subjects, strict=True))
    seen: set[tuple[Key, str]] = set()
    for segment, reason in translation.document.breakage(lambda each: texts.get(each.key)):
        if (segment.key, reason) not in seen:  # one message may stand in several places
            seen.add((segment.key, reason))
            subject = subjects[segment.key]
            yield (
                subject,
                Remark(
                    phrase(
                        "breaks the page ({kind}): {reason}; write it on one line, built as the "
                        "source is",
                        kind=named(segment.kind),
                        reason=reason,
                    ),
                    (0, len(subject.message.msgstr)),
                ),
            )


def check_glossary(translation: Translation) -> Iterator[tuple[Subject, Remark]]:
    """A term the glossary forbids (error), or one of the source that the translation does not
    have as the glossary gives it (warning).

    Case and inflection do not matter; nothing is asked where the glossary has no translation.
    """
    terms = translation.terms
    if terms:
        for subject in translation.subjects:
            languages = subject.article.locale, subject.locale
            said = terms.compare(subject.source, languages[0], subject.target, languages[1])
            for each in said:
                if isinstance(each, Misuse):
                    yield subject, _misuse(each, subject.message.msgstr)
                else:
                    yield subject, _omission(each)


def _misuse(misuse: Misuse, msgstr: str) -> Remark:
    start, end = misuse.found.span
    used = msgstr[start:end]
    said = phrase("“{used}” is forbidden by the glossary: say it otherwise", used=used)
    if misuse.wanted:
        said = phrase(
            "“{used}” is forbidden by the glossary: write {terms}",
            used=used,
            terms=_either(misuse.wanted),
        )
    if note := misuse.found.concept.note:
        said = phrase("{message} ({note})", message=said, note=note)
    return Remark(
        said,
        (start, end),
        misuse.fix,
        Severity.ERROR,
    )


def _omission(omission: Omission) -> Remark:
    term = omission.source.term.text
    if not omission.source.concept.translate:
        return Remark(
            phrase(
                "“{term}” is not to be translated, says the glossary: write it as it is", term=term
            )
        )
    return Remark(
        phrase(
            "“{term}” is {terms} in the glossary: use that",
            term=term,
            terms=_either(omission.wanted),
        )
    )


def _either(terms: Sequence[Term]) -> str:
    *some, last = (phrase("“{text}”", text=each) for each in dict.fromkeys(t.text for t in terms))
    return phrase("{some} or {last}", some=listed(some), last=last) if some else last
