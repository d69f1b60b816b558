"""The whole tree of a generator: pages, what stands in for some, and what they share."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from workflow.errors import ConfigError
from workflow.formats.linking import caseless
from workflow.generators.exported import Edition, Exported
from workflow.generators.generator import Generator, Made
from workflow.generators.page_files import page_file
from workflow.model.phrase import phrase


def tree(
    generator: Generator, edition: Edition, done: Callable[[int], None] = lambda _: None
) -> Iterator[Made]:
    """Every file but media; ``done`` is called with 1 after each page.

    Raises :class:`ConfigError` where two pages would be one file.
    """
    known: dict[str, Exported] = {}
    for page in edition.pages:
        path = generator.path(edition, page)
        other = known.setdefault(caseless(path), page)
        if other is not page:
            raise ConfigError(
                phrase(
                    "“{one}” and “{other}” would both be the file {path}",
                    one=other.shown.slug,
                    other=page.shown.slug,
                    path=path,
                ),
                hint=phrase("Rename one of the two articles."),
            )
        yield page_file(generator, edition, page, path)
        done(1)
    for path, page in generator.stand_ins(edition):
        yield page_file(generator, edition, page, path, unlisted=True)
    for path, text in generator.shared(edition).items():
        yield Made(path, text.encode())
