"""Which language a text is written in."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from babel.core import get_global
from babel.localedata import locale_identifiers

from workflow.errors import ArticleError, LocaleError
from workflow.formats import parse
from workflow.inline.pattern import read
from workflow.inline.scripts import simplified, traditional
from workflow.model import Locale, Text
from workflow.model.phrase import phrase

_ENOUGH = 20_000
"""Characters that tell the language of the longest article."""
_SURE = 0.5
_ENOUGH_LETTERS = 60
_ENOUGH_HAN = 4
_HAN_WORTH = 4
"""Latin letters that say what one Chinese character says, about."""
_HAN = re.compile("[\u4e00-\u9fff]")
_KANA = re.compile("[\u3040-\u30ff]")


def declared(tag: str | None, default: Locale | None) -> Locale | None:
    """Return the locale a document declares (``fr-FR``, ``zh-CN``), None if it is no locale.

    The territory says where the publisher sits, seldom in what language the article is: it is
    dropped, unless the project's own locale (``default``) names it too. A script that is not
    the language's usual one stays (CLDR's likely subtags: ``zh-TW`` → ``zh_Hant``).
    """
    try:
        locale = Locale.parse(tag or "")
    except LocaleError:
        return None
    if locale == default:
        return locale
    language, script = _likely(locale.name)
    usual = _likely(language)[1]
    return Locale(language if script == usual else f"{language}_{script}")


def _likely(name: str) -> tuple[str, str]:
    """Return the language of a locale and the script it is most likely written in."""
    parts = name.split("_")
    scripts = [part for part in parts[1:] if len(part) == 4 and part.isalpha()]
    likely = get_global("likely_subtags")
    full = likely.get(name) or likely.get(parts[0]) or f"{parts[0]}_Latn_ZZ"
    return parts[0], scripts[0] if scripts else full.split("_")[1]


def prose(title: str, body: str) -> str:
    """Return what of an article, in Markdown, tells its language: its text, not its code.

    Quotations count where there is little else: they may be in another language. Addresses,
    HTML and code within a sentence are left out.
    """
    document = parse(f"\n{body}", format="markdown")  # a body has no front matter
    own = [one.text for one in document.segments if not one.kind.startswith("quot")]
    texts = own if sum(map(_letters, own)) >= _ENOUGH_LETTERS else None
    if texts is None:
        texts = [title, *(one.text for one in document.segments)]
    return "\n".join(" ".join(read(Text(text, "markdown")).between) for text in texts)


def _letters(text: str) -> int:
    return sum(map(str.isalpha, text))


def detect(text: str, default: Locale | None) -> Locale:
    """Return the language of ``text``; of a text too short to tell, ``default``.

    A text with many Chinese characters is Chinese, whatever names and quotations stand in it.
    Raises :class:`ArticleError` where the text does not tell and there is no default.
    """
    text = text[:_ENOUGH]
    han, kana = len(_HAN.findall(text)), len(_KANA.findall(text))
    if han >= _ENOUGH_HAN and _HAN_WORTH * han >= _letters(text) and not kana * 20 > han:
        name, probability = "zh", 1.0
    else:
        name, probability = _identifier().classify(text)
    if probability < _SURE:
        if default is None:
            raise ArticleError(
                phrase("the text is too short to tell its language"),
                hint=phrase("Name it: --lang fr, say."),
            )
        return default
    if name == "zh" and len(traditional(text)) > len(simplified(text)):
        name = "zh_Hant"
    if default is not None and default.minimal.name == name:
        return default
    if default is not None and name != "zh" and default.name.split("_")[0] == name:
        return default
    return Locale.parse(name)


@cache
def _identifier() -> Any:
    """Return py3langid's identifier, restricted to languages official in some territory (CLDR).

    Of its further languages (Esperanto, Latin, Occitan, Walloon …) nearly all its answers on
    short texts are mistakes for a neighbour. Loading takes about a second, hence here.
    """
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(sorted(_official() & set(identifier.labels)))
    return identifier


def _official() -> set[str]:
    """Return the two-letter codes of languages that are official in a whole territory."""
    known = set(locale_identifiers())
    return {
        language
        for languages in get_global("territory_languages").values()
        for language, facts in languages.items()
        if facts["official_status"] in ("official", "de_facto_official")
        and len(language) == 2
        and language in known
    }
