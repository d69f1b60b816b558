"""The program's words in the language of the reader, from gettext catalogues.

English stands in the code. ``workflow/locales/LANGUAGE/LC_MESSAGES/workflow.po`` is read by the
program's own reader, and only where something is said in that language; a ``.mo`` file would
be a binary that can fall behind the text a translator edits. After a change of a sentence::

    scripts/program-words
"""

from __future__ import annotations

import gettext
import re
from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Final

from workflow.model.phrase import Phrase

if TYPE_CHECKING:
    from workflow.po.catalogue import Catalogue

LANGUAGES: Final = ("fr", "en", "zh")
"""Those that reports are written in."""
SOURCE: Final = "en"
DOMAIN: Final = "workflow"

_SIGNS: Final[Mapping[str, Mapping[int, str]]] = {
    "fr": str.maketrans({",": "\u202f", ".": ","}),
}
"""How a language writes numbers where that is not as English does; CLDR's symbols."""


def language_of(environ: Mapping[str, str]) -> str:
    """The language that the environment asks for, as gettext reads it; English if it has none.

    ``LANGUAGE`` may name several, best first; it counts for nothing where the locale is the
    untranslated one, C or POSIX.
    """
    names = (environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    locale = next(filter(None, names), "")
    if locale in ("C", "POSIX"):
        return SOURCE
    for wanted in (environ.get("LANGUAGE") or locale).split(":"):
        language = re.split("[_.@-]", wanted, maxsplit=1)[0].casefold()
        if language in LANGUAGES:
            return language
    return SOURCE


@cache
def catalogue_of(language: str) -> Catalogue:
    """The program's own words in ``language``, one of :data:`LANGUAGES` but English."""
    # Here, not above: what is said in English needs no catalogue.
    from workflow.project.catalogues import read_catalogue  # noqa: PLC0415

    folder = Path(str(files("workflow"))) / "locales" / language / "LC_MESSAGES"
    return read_catalogue(folder / f"{DOMAIN}.po")


@cache
def _plural_form(language: str) -> Callable[[int], int]:
    rule = catalogue_of(language).headers["Plural-Forms"].partition("plural=")[2]
    return gettext.c2py(rule.strip("; "))


class Words:
    """Makes texts for readers of one language."""

    def __init__(self, language: str = SOURCE) -> None:
        """``language`` is one of :data:`LANGUAGES`."""
        self.language = language

    def __call__(self, text: str) -> str:
        """``text`` in the reader's language: a phrase said anew, any other text as it is."""
        if self.language == SOURCE or not isinstance(text, Phrase):
            return str(text)
        params = {name: self._param(value) for name, value in text.params.items()}
        return self.template(text).format_map(params)

    def template(self, text: Phrase) -> str:
        """``text`` in the reader's language with its fields still to be filled."""
        if self.language == SOURCE:
            several = text.plural and text.params["count"] != 1
            return text.plural if several else text.msgid
        found = catalogue_of(self.language).get((text.context, text.msgid))
        if not text.plural:
            return (found.msgstr if found else "") or text.msgid
        count = int(str(text.params["count"]))
        forms = found.msgstr_plural if found else ()
        if not forms or not all(forms):
            return text.msgid if count == 1 else text.plural
        return forms[_plural_form(self.language)(count)]

    def number(self, value: float) -> object:
        """``value``, which fields of sentences then write with the signs of the language."""
        return _Number(value, self.language)

    def _param(self, value: object) -> object:
        if isinstance(value, str):
            return self(value)
        return self.number(value) if isinstance(value, int | float) else value


ENGLISH: Final = Words()
"""For what is read by no person in particular."""


class _Number:
    """A number that the fields of a sentence write with the signs of its language."""

    def __init__(self, value: float, language: str) -> None:
        self._value = value
        self._signs = _SIGNS.get(language, {})

    def __format__(self, form: str) -> str:
        return format(self._value, form).translate(self._signs)
