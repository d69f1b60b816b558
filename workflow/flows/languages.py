"""What is said of articles whose language stands beside a target locale of the same language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from workflow.model import Locale
from workflow.project.settings import Settings

_NAMED = 3
"""Articles named before it only says how many there are."""


def notes(settings: Settings, languages: Mapping[str, Locale]) -> Iterator[str]:
    """Yield a line for each locale that is one of its own beside a target (``fr_CA``, ``fr``).

    ``languages``: slug → the article's own locale. Nothing is said of target locales.
    """
    for locale in sorted(set(languages.values())):
        if beside := settings.beside(locale):
            slugs = sorted(slug for slug in languages if languages[slug] == locale)
            names = ", ".join(slugs[:_NAMED])
            more = f" and {len(slugs) - _NAMED} more" if len(slugs) > _NAMED else ""
            others = " and ".join(target.name for target in beside)
            yield (
                f"{locale} is treated as a language of its own beside {others}: {names}{more} "
                f"will be translated into {others}. If the text is in {beside[0]}, write "
                f"“lang: {beside[0]}”."
            )
