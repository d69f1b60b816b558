"""Articles whose language stands beside a target locale of the same language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from workflow.model import Locale
from workflow.model.results import Beside
from workflow.project.settings import Settings


def beside_targets(settings: Settings, languages: Mapping[str, Locale]) -> Iterator[Beside]:
    """Yield each locale that is one of its own beside a target (``fr_CA``, ``fr``).

    ``languages``: slug → the article's own locale. Target locales are none of them.
    """
    for locale in sorted(set(languages.values())):
        if targets := settings.beside(locale):
            slugs = sorted(slug for slug in languages if languages[slug] == locale)
            yield Beside(locale.name, tuple(slugs), tuple(target.name for target in targets))
