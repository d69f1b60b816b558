"""What a publisher should know that keeps nothing from going out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

from workflow.flows.release.publisher import GONE
from workflow.model.phrase import phrase
from workflow.project.settings import Settings

_RESERVED: Final = ("example", "invalid", "localhost", "test", "local", "internal")
_EXAMPLES: Final = ("example.com", "example.net", "example.org")
_SKELETON: Final[Mapping[str, str]] = {"": "News"}
"""The titles that ``workflow init`` writes."""


def notes(settings: Settings, gone: str | None, lacks: str) -> Iterator[str]:
    """Settings that are still those of an example, and what became of the live release.

    ``gone``: its id, where it was deleted; ``lacks``: a file that it has lost.
    """
    if is_placeholder(settings.base_url):
        yield phrase(
            "base_url is {address}, an address that no reader can reach: feeds, the sitemap and "
            "the links between languages lead there. Set base_url in setup.cfg",
            address=settings.base_url,
        )
    titles = {locale: title.strip() for locale, title in settings.titles.items() if title.strip()}
    if not titles:
        yield phrase(
            "the site has no title, so its address stands in. Set `title` in `[workflow:site]`"
        )
    elif titles == _SKELETON:
        yield phrase(
            "the site is called “{title}”, as workflow init left it. Set `title` in "
            "`[workflow:site]`, `title[fr]` and so on for each language",
            title=titles[""],
        )
    if gone:
        yield phrase(
            "{what} ({release}): this one starts anew, and pages that are not approved are lost",
            what=GONE,
            release=gone,
        )
    elif lacks:
        yield phrase(
            "the live release is damaged ({file}): the next one takes its place", file=lacks
        )


def is_placeholder(address: str) -> bool:
    """Whether ``address`` is reserved for examples, tests or networks at home.

    Sources: RFC 2606 and RFC 6761 (names), RFC 6762 (local), RFC 1918 and its like (numbers).
    """
    host = (urlsplit(address).hostname or "").rstrip(".")
    try:
        return not ip_address(host).is_global
    except ValueError:
        pass
    named = any(host == name or host.endswith(f".{name}") for name in _EXAMPLES)
    return named or "." not in host or host.rpartition(".")[2] in _RESERVED
