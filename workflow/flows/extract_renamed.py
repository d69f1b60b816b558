"""What goes with an article that was renamed: its review logs, and its old address."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from workflow.errors import WorkflowError, gathered
from workflow.files.atomic import (
    held,
    read_bytes,
    remove,
    save,
)
from workflow.formats.frontmatter.values import double_quoted
from workflow.model import Article
from workflow.model.phrase import listed, phrase
from workflow.project.articles import (
    aliases_of,
    parse_article,
)
from workflow.project.workspace import Workspace


def follow(workspace: Workspace, slug: str, before: str) -> Iterator[str]:
    """Take along what stands under ``before``, the slug that the article ``slug`` had.

    Review logs move, line for line; where there are any, the old slug is written into the
    front matter (``aliases``), so that their words count and readers of the old address find
    the page. Yields what was done, for people. Raises :class:`WorkflowError` where a file
    cannot be read or written, or was changed meanwhile.
    """
    moved = [
        workspace.relative(target)
        for folder in sorted(workspace.reviews_folder.glob("*/"))
        if (target := _moved(folder / f"{before}.jsonl", folder / f"{slug}.jsonl"))
    ]
    yield phrase(
        "{before} was renamed to {slug}: its translations went along", before=before, slug=slug
    )
    if not moved:
        return
    yield phrase("its review logs too: {files}", files=listed(moved))
    article, _ = workspace.read(slug)
    if before in article.aliases and slug not in article.aliases:
        return
    path = workspace.source_path(slug)
    text = _with_alias(workspace, article, before)
    if text is None:
        yield phrase(
            "{file}: add “{before}” to `aliases` in the front matter, so that its approvals count "
            "and its old address leads on",
            file=article.path,
            before=before,
        )
        return
    save(path, article.text.encode(), text.encode())
    yield phrase(
        "{file}: “{before}” was added to `aliases`, so that its old address leads on",
        file=article.path,
        before=before,
    )


def _moved(old: Path, new: Path) -> Path | None:
    """Add the lines of a log to another's, and delete it; None where there is none."""
    if not old.is_file():
        return None
    lines, there = read_bytes(old), held(new)
    end = b"\n" if there and not there.endswith(b"\n") else b""
    save(new, there, (there or b"") + end + lines)
    remove(old, lines)
    return new


def _with_alias(workspace: Workspace, article: Article, alias: str) -> str | None:
    """The article with ``alias`` in its front matter; None where that cannot be done alone."""
    for text in _candidates(article, alias, workspace):
        errors: list[WorkflowError] = []
        with gathered(errors):
            document = parse_article(text, article.format, workspace.settings)
            again = replace(
                article,
                text=text,
                aliases=aliases_of(document.front_matter),
                unbound=document.aliases,
            )
            # The proof that nothing else was touched is that every approval still holds.
            if alias in again.aliases and again.digest == article.digest:
                return text
    return None


def _candidates(article: Article, alias: str, workspace: Workspace) -> Iterator[str]:
    text = article.text
    newline = "\r\n" if "\r\n" in text else "\n"
    sign = " = " if text.lstrip("\ufeff").startswith("+++") else ": "
    # Renamed back: what was an old name is the name again.
    old = dict.fromkeys((*article.aliases, alias))
    names = ", ".join(double_quoted(each) for each in old if each != article.slug)
    entry = f"aliases{sign}[{names}]{newline}"
    start, end = article.unbound
    if start < end:
        if "#" not in text[start:end]:  # a comment would be lost
            yield text[:start] + entry + text[end:]
        return
    body = parse_article(text, article.format, workspace.settings).body
    head = text[: len(text) - len(body)].rstrip("\r\n")
    for place in (head.rfind("\n") + 1, head.find("\n") + 1):
        yield text[:place] + entry + text[place:]
