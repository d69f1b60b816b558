"""What kinds and weights of translation errors are called, in the language of the reader."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from workflow.model.phrase import Phrase, phrase

_KINDS: Final[Mapping[str, Phrase]] = {
    "terminology": phrase("terminology"),
    "accuracy": phrase("accuracy"),
    "linguistic": phrase("language"),
    "style": phrase("style"),
    "locale": phrase("conventions of the country"),
    "audience": phrase("readers"),
    "markup": phrase("markup"),
    "other": phrase("another kind"),
}
_CHILDREN: Final[Mapping[str, Phrase]] = {
    "terminology/inconsistent": phrase("not the same throughout"),
    "terminology/wrong-term": phrase("wrong term"),
    "terminology/not-the-glossary": phrase("not as the glossary says"),
    "accuracy/mistranslation": phrase("says something else"),
    "accuracy/overtranslation": phrase("says more than the source"),
    "accuracy/undertranslation": phrase("says less than the source"),
    "accuracy/addition": phrase("something is added"),
    "accuracy/omission": phrase("something is left out"),
    "accuracy/untranslated": phrase("left in the source language"),
    "accuracy/do-not-translate": phrase("translated what stays as it is"),
    "linguistic/grammar": phrase("grammar"),
    "linguistic/punctuation": phrase("punctuation"),
    "linguistic/spelling": phrase("spelling"),
    "linguistic/unintelligible": phrase("cannot be understood"),
    "linguistic/encoding": phrase("garbled characters"),
    "linguistic/consistency": phrase("contradicts itself"),
    "style/house-style": phrase("not the house style"),
    "style/register": phrase("too formal or too familiar"),
    "style/awkward": phrase("awkward"),
    "style/unidiomatic": phrase("nobody would say it so"),
    "style/inconsistent-style": phrase("changes its style"),
    "locale/number-format": phrase("numbers"),
    "locale/date-format": phrase("dates and times"),
    "locale/measurement": phrase("measures"),
    "locale/currency": phrase("currencies"),
    "locale/name-format": phrase("names and addresses"),
    "audience/culture": phrase("means nothing to them, or something else"),
    "audience/offensive": phrase("offends them"),
    "audience/unclear": phrase("asks too much of them"),
    "markup/tags": phrase("tags"),
    "markup/links": phrase("links"),
    "markup/layout": phrase("layout"),
    "markup/truncation": phrase("cut off"),
}
SEVERITIES: Final[Mapping[str, Phrase]] = {
    "neutral": phrase("neutral"),
    "minor": phrase("minor"),
    "major": phrase("major"),
    "critical": phrase("critical"),
}
"""Weight of an error → what it is called."""


def error_kind(name: str) -> str:
    """What a category of :mod:`workflow.model.mqm` is called; any other name stays as it is."""
    kind, _, child = name.partition("/")
    if kind not in _KINDS or (child and name not in _CHILDREN):
        return name
    if not child:
        return _KINDS[kind]
    return phrase("{kind}: {what}", kind=_KINDS[kind], what=_CHILDREN[name])


def severity_name(name: str) -> str:
    """What a severity is called; any other name stays as it is."""
    return SEVERITIES.get(name, name)
