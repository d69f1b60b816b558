"""The glossary: brought in, given out, checked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from workflow.checks.termbase import CHECK, check_termbase
from workflow.errors import GlossaryError, WorkflowError, raise_all
from workflow.files.atomic import again, held
from workflow.flows.check import check
from workflow.glossary.merging import Merged, identified, merge
from workflow.glossary.usage import Terminology
from workflow.model import Article, Concept, Finding, Glossary, Locale
from workflow.model.checked import Checked
from workflow.model.phrase import phrase
from workflow.project.glossary_files import (
    load_glossary,
    read_glossary,
    write_glossary,
)
from workflow.project.settings import GLOSSARY
from workflow.project.workspace import Workspace


@dataclass(frozen=True, slots=True)
class GlossaryReport:
    """What a check of the glossary found."""

    findings: tuple[Finding, ...]
    """On the glossary, then on the translations that do not follow it."""
    concepts: int
    unused: tuple[Concept, ...]
    """Concepts that no article names."""
    errors: tuple[WorkflowError, ...] = ()
    """Of catalogues that cannot be read; the others are checked."""


def import_terms(workspace: Workspace, path: Path) -> tuple[Merged, Sequence[WorkflowError]]:
    """Bring the terms of a table or TBX file into the project's glossary.

    Makes the glossary where there is none. A concept with a mistake in it is left out, and the
    mistake returned. Raises what :func:`read_glossary` does, what was left out where that was
    everything, and :class:`GlossaryError` for a file without terms; then nothing is changed.
    """
    left_out: list[WorkflowError] = []
    other = read_glossary(path, left_out=left_out)
    if not other.concepts:
        raise_all(left_out)
        raise GlossaryError(
            phrase("there is no term in it"),
            hint=phrase("Nothing was changed."),
            file=str(path),
            line=1,
        )
    named = workspace.settings.glossary or GLOSSARY
    with workspace.lock():
        return again(partial(_merge_into, workspace, named, other)), left_out


def _merge_into(workspace: Workspace, named: str, other: Glossary) -> Merged:
    """Merge the terms of ``other`` into the project's glossary."""
    path = workspace.root / named
    old = held(path) if path.is_file() else None
    own = Glossary(file=named) if old is None else load_glossary(workspace.root, named)
    merged = merge(own, other)
    if merged.added or merged.changed or old is None:
        write_glossary(path, old, merged.glossary)
    return merged


def export_terms(workspace: Workspace, path: Path, *, older: bool = False) -> int:
    """Write the project's glossary to a table or TBX file; return how many concepts it has.

    ``older``: TBX of 2008 rather than of 2019. Raises :class:`GlossaryError` where there is
    none to give out.
    """
    there = held(path) if path.is_file() else None
    glossary = workspace.terms.glossary
    if not glossary.concepts:
        raise GlossaryError(
            phrase("the project has no glossary"),
            hint=phrase(
                "Write {file} (see docs/glossary.md), or bring one in: workflow glossary import "
                "FILE",
                file=glossary.file,
            ),
        )
    own = path.resolve() == (workspace.root / glossary.file).resolve()
    write_glossary(path, there, glossary if own else identified(glossary), older=older)
    return len(glossary.concepts)


def check_terms(
    workspace: Workspace, articles: Sequence[Article], locales: Sequence[Locale] = ()
) -> GlossaryReport:
    """Check the glossary itself, and the translations of ``articles`` against it.

    An article that switches the check off is left out.
    """
    glossary = workspace.terms.glossary
    spoken = (*workspace.settings.target_locales, *(article.locale for article in articles))
    found = check_termbase(glossary, set(spoken))
    names = [article.slug for article in articles]
    # Of no article, for no name would stand for all.
    checked = check(workspace, names, locales) if names else Checked((), (), 0, 0)
    of_translations = (one for one in checked.findings if one.check == CHECK)
    return GlossaryReport(
        (*found, *of_translations),
        len(glossary.concepts),
        _unused(workspace, workspace.terms, articles),
        checked.errors,
    )


def _unused(
    workspace: Workspace, terms: Terminology, articles: Sequence[Article]
) -> tuple[Concept, ...]:
    used = {
        id(each.concept)
        for article in articles
        for segment in workspace.document(article).segments
        for each in terms.index(article.locale).all(segment.source)
    }
    return tuple(concept for concept in terms.glossary.concepts if id(concept) not in used)
