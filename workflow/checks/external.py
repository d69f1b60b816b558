"""Links to other hosts: which there are, and what is to be said of what their hosts answered.

Nothing is asked here: who has asked hands the answers over.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

from workflow.checks.subject import Remark, Source
from workflow.formats import Document, linking
from workflow.formats.parsing import field_line
from workflow.model import Severity
from workflow.model.link_answer import LinkAnswer
from workflow.model.phrase import Phrase, phrase

_GONE: Final = frozenset({404, 410})
"""What says for certain that there is nothing (RFC 9110, 15.5.5 and 15.5.11)."""
_FIELD: Final = "source"
"""The field of the front matter that names an address on the web."""


def external_addresses(document: Document) -> Iterator[tuple[str, int]]:
    """The addresses on other hosts that a page links to, each as it is asked for, with a line.

    Without what follows ``#``, which no host is told.
    """
    for url, shown, line in linking.references(document):
        if not shown and (address := asked_as(url)):
            yield address, line
    field = document.front_matter.get(_FIELD)
    if isinstance(field, str) and (address := asked_as(field.strip())):
        yield address, field_line(document, _FIELD)


def asked_as(url: str) -> str:
    """How a link's address is asked for; empty for one that is on no other host."""
    address = f"https:{url}" if url.startswith("//") else url
    try:
        parts = urlsplit(address)
    except ValueError:  # a bracketed host that is no IPv6 address: rule `links` tells it
        return ""
    return parts._replace(fragment="").geturl() if parts.scheme in {"http", "https"} else ""


def check_external(source: Source) -> Iterator[tuple[int, Remark]]:
    """A link to another host leads nowhere, elsewhere, or could not be followed."""
    if not source.answers:
        return
    for url, line in external_addresses(source.document):
        answer = source.answers.get(url)
        if answer is not None and (told := _said(url, answer)):
            said, severity = told
            yield line, Remark(said, severity=severity)


def _said(url: str, answer: LinkAnswer) -> tuple[Phrase, Severity] | None:
    """What is to be said of an answer, and how grave it is."""
    if answer.trouble:
        said = phrase(
            "the link {url} could not be checked: {reason}", url=url, reason=answer.trouble
        )
        if answer.dead:
            said = phrase(
                "the link {url} leads nowhere: {reason}; correct it, or take it out",
                url=url,
                reason=answer.trouble,
            )
        return said, Severity.WARNING if answer.dead else Severity.INFO
    if answer.status in _GONE:
        said = phrase(
            "the link {url} leads to a page that is not there (HTTP {status}): correct it, or take "
            "it out",
            url=url,
            status=answer.status,
        )
        return said, Severity.WARNING
    if answer.good and answer.moved:
        said = phrase(
            "the link {url} has moved for good: write {address}", url=url, address=answer.moved
        )
        return said, Severity.INFO
    if answer.good:
        return None
    said = phrase(
        "the link {url} could not be checked: its host answers HTTP {status}; open it yourself",
        url=url,
        status=answer.status,
    )
    return said, Severity.INFO
