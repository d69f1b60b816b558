"""What an approval is bound to: the source text and the translation, as digests."""

from __future__ import annotations

from collections.abc import Iterable

from workflow.model import Article, Message, digest


def source_digest(article: Article) -> str:
    """Return the digest of the article's whole text, front matter and line ends included."""
    return article.digest


def translation_digest(messages: Iterable[Message]) -> str:
    """Return the digest over context, msgid and msgstr of ``messages``.

    ``messages`` are the document's, in document order, each once; one that the catalogue does
    not have yet counts as a message without translation. Flags and comments are not covered:
    a reader never sees them. No context and an empty context are different keys to gettext,
    and so they are here.
    """
    parts: list[str] = []
    for message in messages:
        context = "" if message.msgctxt is None else f"={message.msgctxt}"
        parts += (context, message.msgid, message.msgstr)
    return digest(*parts)
