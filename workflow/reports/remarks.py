"""What is said beside a report, on standard error: a line each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from workflow.model.phrase import Phrase, listed, phrase, phrases
from workflow.model.results import Beside, Pruning, TranslateReport, Unused, UnusedKind

_NAMED = 3
"""Articles of one language that are named."""


def unused_catalogues(unused: Sequence[Unused]) -> Iterator[str]:
    """A line for each reason and folder."""

    def alike(each: Unused) -> tuple[str, Unused]:
        folder = each.file.rpartition("/")[0]
        return folder, Unused(folder, each.kind, each.name, each.own)

    for (folder, one), group in groupby(unused, alike):
        files = list(group)
        place: str = files[0].file
        if len(files) > 1:
            place = phrases(
                "{count} file in {folder}", "{count} files in {folder}", len(files), folder=folder
            )
        yield phrase(
            "{place}: {reason}, so no command works with it. {advice}",
            place=place,
            reason=why_unused(one),
            advice=_advice(one),
        )


def why_unused(unused: Unused) -> Phrase:
    """Why no command works with a catalogue, in a clause."""
    name = unused.name
    return {
        UnusedKind.ARTICLE_GONE: phrase("there is no such article any more"),
        UnusedKind.MISPLACED: phrase("catalogues stand in <locale>/LC_MESSAGES/"),
        UnusedKind.OWN_LANGUAGE: phrase("the article itself is written in {name}", name=name),
        UnusedKind.NO_LOCALE: phrase("“{name}” is no locale", name=name),
        UnusedKind.OTHER_SPELLING: phrase(
            "{name} is {own} here, by another name", name=name, own=unused.own
        ),
        UnusedKind.NO_TARGET: phrase("{name} is not in target_locales", name=name),
    }[unused.kind]


def _advice(unused: Unused) -> Phrase:
    folder = unused.file.removesuffix("/LC_MESSAGES").removesuffix(f"/{unused.name}")
    return {
        UnusedKind.ARTICLE_GONE: phrase(
            "If the article was renamed, run: workflow extract. Else bring it back, name its old "
            "slug in “aliases” of the one that took its place, or delete the file (git keeps what "
            "was committed)."
        ),
        UnusedKind.MISPLACED: phrase("Move it there, or delete it."),
        UnusedKind.OWN_LANGUAGE: phrase(
            "Delete it; if it holds translations, the article's “lang” may be wrong."
        ),
        UnusedKind.NO_LOCALE: phrase("Rename the folder, or delete it."),
        UnusedKind.OTHER_SPELLING: phrase(
            "Move what it holds to {folder}/{own}/LC_MESSAGES (where both have a file: msgcat "
            "--use-first), and have the tool that made it use that name.",
            folder=folder,
            own=unused.own,
        ),
        UnusedKind.NO_TARGET: phrase(
            "Add {name} to target_locales in setup.cfg, or delete the folder.", name=unused.name
        ),
    }[unused.kind]


def beside_targets(found: Iterable[Beside]) -> Iterator[str]:
    """A line for each language that stands beside a target locale."""
    for each in found:
        names: str = listed(each.slugs[:_NAMED])
        if (more := len(each.slugs) - _NAMED) > 0:
            names = phrase("{names} and {more} more", names=names, more=more)
        yield phrase(
            "{locale} is treated as a language of its own beside {others}: {names} will be "
            "translated into {others}. If the text is in {first}, write “lang: {first}”.",
            locale=each.locale,
            others=_both(each.targets),
            names=names,
            first=each.targets[0],
        )


def _both(names: Sequence[str]) -> str:
    """``a and b and c``."""
    *some, last = names
    return phrase("{some} and {last}", some=_both(some), last=last) if some else last


def translated(result: TranslateReport, *, dry_run: bool) -> Phrase:
    """What a run of ``translate`` came to; ``dry_run``: would come to."""
    if not result.rows:
        return phrase("Nothing to translate.")
    filled = sum(row.filled for row in result.rows)
    if dry_run:
        return phrase(
            "{filled} messages would be drafted, {left} left; {requests} requests, "
            "{characters} characters.",
            filled=filled,
            left=result.left,
            requests=result.requests,
            characters=result.characters,
        )
    return phrase(
        "{filled} messages drafted, {left} left; {requests} requests, {characters} characters.",
        filled=filled,
        left=result.left,
        requests=result.requests,
        characters=result.characters,
    )


def pruned(pruning: Pruning) -> Iterator[str]:
    """What was dropped, or would be."""
    count = len(pruning.messages)
    if not count:
        yield phrase("no obsolete messages")
    elif pruning.dry_run:
        yield phrases(
            "would drop {count} obsolete message; nothing was changed",
            "would drop {count} obsolete messages; nothing was changed",
            count,
        )
        yield phrase(
            "their translations would leave the memory as well: `workflow tm export` keeps them"
        )
    else:
        yield phrases(
            "dropped {count} obsolete message; their translations leave the translation memory "
            "as well",
            "dropped {count} obsolete messages; their translations leave the translation memory "
            "as well",
            count,
        )
