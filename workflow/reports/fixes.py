"""What fixes changed, told; and what they would change, as a unified diff."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import unified_diff

from workflow.model.phrase import listed, phrase, phrases
from workflow.model.results import FixRow
from workflow.reports.screen import Screen, visible

_NAMED = 5
"""Articles that one line names."""


def corrected(rows: Sequence[FixRow]) -> Iterator[str]:
    """A line for each catalogue and article: how many texts were changed, and by which checks.

    Last what is to be done where articles themselves were.
    """
    for row in rows:
        rules = Counter(name for names in row.rules for name in names)
        # named here: an extractor reads no sentence in which another one stands
        counted = listed(
            phrase("{name}: {number}", name=name, number=number) for name, number in rules.items()
        )
        if row.own:
            yield phrases(
                "{file}: {count} text corrected ({rules})",
                "{file}: {count} texts corrected ({rules})",
                len(row.rules),
                file=row.file,
                rules=counted,
            )
            continue
        yield phrases(
            "{article} in {locale}: {count} message corrected ({rules})",
            "{article} in {locale}: {count} messages corrected ({rules})",
            len(row.rules),
            article=row.article,
            locale=row.locale,
            rules=counted,
        )
    slugs = [row.article for row in rows if row.own]
    if slugs:
        command = " ".join(("workflow extract", *(slugs if len(slugs) <= _NAMED else ())))
        yield phrase(
            "The catalogues still have the texts as they were before. Run: {command}",
            command=command,
        )


def as_diff(rows: Sequence[FixRow], screen: Screen) -> Iterator[str]:
    """Lines of a unified diff."""
    for row in rows:
        texts = row.before.split("\n"), row.after.split("\n")
        for line in unified_diff(*texts, f"a/{row.file}", f"b/{row.file}", lineterm=""):
            role = {"+": "good", "-": "bad", "@": "aside"}.get(line[:1])
            shown = visible(line)
            yield screen.style(shown, role) if role else shown
