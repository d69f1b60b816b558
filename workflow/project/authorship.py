"""Who wrote the texts of a translation, as far as git knows: they may not approve them alone."""

from __future__ import annotations

from workflow.files.git import line_authors
from workflow.project.translation import Translation


def authors_of(translation: Translation) -> frozenset[str]:
    """E-mail addresses, casefolded, of those who wrote the texts as they stand, by ``git blame``.

    In a translation the lines of the catalogue count that hold its texts, but not those that a
    machine drafted and nobody changed; in an article's own language all lines of the article.
    Empty where there is no git repository. Raises what :func:`line_authors` raises, and what
    reading the catalogue raises.
    """
    if translation.own:
        lines = line_authors(translation.workspace.root / translation.article.path)
        return frozenset(author.casefold() for author in lines if author)
    catalogue = translation.catalogue
    if catalogue is None:
        return frozenset()
    wanted = {
        line
        for message in translation.messages
        if message.msgstr and not (message.unedited or message.untouched)
        for line in catalogue.translation_lines(message.key)
    }
    found = enumerate(line_authors(catalogue.path), start=1) if wanted else ()
    return frozenset(author.casefold() for line, author in found if author and line in wanted)
