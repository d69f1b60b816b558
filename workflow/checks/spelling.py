"""Words that no spelling dictionary has (extra ``spelling``), where a project asks for it.

Names, what the source has as well, quotations, emphasis and code are passed over. The
dictionaries are those of hunspell, as systems install them (Debian: hunspell-fr, hunspell-en-us,
hunspell-en-gb).
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final

from workflow.checks.source_words import kept_apart
from workflow.checks.subject import Remark, Subject
from workflow.errors import NotReadyError
from workflow.model import Locale, Profile
from workflow.model import lazy_re as re
from workflow.model.phrase import listed, phrase

_DICTIONARIES: Final[Mapping[str, Sequence[str]]] = {
    "fr-FR": ("fr_FR",),
    "fr-CH": ("fr_CH", "fr_FR"),
    "fr-CA": ("fr_CA", "fr_FR"),
    "en-GB": ("en_GB",),
    "en-US": ("en_US",),
    "en": ("en_US", "en_GB"),
}
"""Profile → names of dictionaries; a word is right that one of them has."""
_PACKAGES: Final = {"fr": "hunspell-fr", "en": "hunspell-en-us"}
"""Language → the package of Debian."""
_FOLDERS: Final = ("/usr/share/hunspell", "/usr/share/myspell/dicts", "/Library/Spelling")
_WORD: Final = re.compile(
    r"(?<![\w@#$./=:\[{<\\&%'-])[^\W\d_]+(?:['-][^\W\d_]+)*(?![\w@/=\]}>\\*'-]|[.:]\w)"
)
_LEAST = 3
"""Letters of a word that is no sign."""


def require(locales: Sequence[Locale]) -> None:
    """Raise :class:`NotReadyError` where words of ``locales`` could not be looked up: without the
    library, or a dictionary of one of those that have any."""
    try:
        import hunspell  # noqa: F401, PLC0415 - only with the extra
    except ImportError as error:
        raise NotReadyError(
            phrase("spelling cannot be checked: the package chunspell is not installed"),
            hint=phrase(
                "Run `pip install 'workflow[spelling]'`, or take `spelling` out of `checks_on`."
            ),
        ) from error
    languages = dict.fromkeys(locale.name.partition("_")[0] for locale in locales)
    missing = [
        _PACKAGES[each]
        for each in languages
        if each in _PACKAGES and not _readers("fr-FR" if each == "fr" else "en")
    ]
    if missing:
        raise NotReadyError(
            phrase("spelling cannot be checked: a dictionary is not installed"),
            hint=phrase("On Debian, run `apt install {packages}`.", packages=listed(missing)),
        )


def check_spelling(subject: Subject) -> Sequence[Remark]:
    """Words in small letters that no dictionary of the language has."""
    readers = _readers(subject.profile)
    if not readers:
        return ()
    text = kept_apart(subject.message.msgstr).replace("’", "'")
    drafted = subject.pairing.drafted.replace("’", "'")
    known = subject.pairing.source_known
    found: list[Remark] = []
    for place in _WORD.finditer(text):
        word = place[0]
        bare = word.rpartition("'")[2]
        plain = bare.islower() and bare.replace("-", "").isalpha() and len(bare) >= _LEAST
        if plain and bare not in known and word in drafted and not _right(word.lower(), readers):
            found.append(_remark(bare, (place.end() - len(bare), place.end()), readers))
    return found


def _remark(word: str, span: tuple[int, int], readers: tuple[str, ...]) -> Remark:
    near = _near(word, readers)
    if near:
        return Remark(phrase("“{text}” is in no dictionary: “{near}”?", text=word, near=near), span)
    return Remark(phrase("“{text}” is in no dictionary", text=word), span)


@lru_cache(maxsize=65536)
def _right(word: str, readers: tuple[str, ...]) -> bool:
    """Whether a dictionary has a word, or each of the words that hyphens join."""
    loaded = [_dictionary(each) for each in readers]
    if any(each.spell(word) for each in loaded):
        return True
    parts = word.rpartition("'")[2].split("-")
    return all(any(each.spell(part) for each in loaded) for part in parts)


@lru_cache(maxsize=4096)
def _near(word: str, readers: tuple[str, ...]) -> str:
    """The word that the first dictionary proposes instead; empty where it knows none."""
    return next(iter(_dictionary(readers[0]).suggest(word)), "")


@cache
def _readers(profile: Profile | None) -> tuple[str, ...]:
    """The dictionaries of a profile that are there; paths without ending."""
    try:
        import hunspell  # noqa: F401, PLC0415 - only with the extra
    except ImportError:
        return ()
    own = os.environ.get("DICPATH", "")
    folders = [*filter(None, own.split(os.pathsep)), *_FOLDERS]
    found = []
    for name in _DICTIONARIES.get(profile or "", ()):
        paths = (Path(folder, name) for folder in folders)
        found += [str(path) for path in paths if path.with_suffix(".dic").exists()][:1]
    return tuple(found)


@cache
def _dictionary(path: str) -> Any:
    from hunspell import Hunspell  # noqa: PLC0415 - only with the extra

    return Hunspell(Path(path).name, hunspell_data_dir=str(Path(path).parent))
