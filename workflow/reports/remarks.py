"""What is said beside a report, on standard error: a line each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

from workflow.errors import EngineError
from workflow.model.phrase import Phrase, listed, phrase, phrases, sentences
from workflow.model.results import (
    Beside,
    EngineFailure,
    ExtractRow,
    Pruning,
    ToldText,
    TranslateReport,
    TranslateRow,
    Unused,
    UnusedKind,
)
from workflow.reports.screen import Screen

if TYPE_CHECKING:
    from workflow.importing.draft import LeftOut

_FIRST_WORDS = 60
"""Characters shown of a text that was left out."""
_LEFT = 20
"""Texts without a draft that are named."""
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


def translated(result: TranslateReport, *, dry_run: bool) -> str:
    """What a run of ``translate`` came to; ``dry_run``: would come to."""
    if not result.rows:
        return phrase("Nothing to translate.")
    figures = {
        "filled": sum(row.filled for row in result.rows),
        "left": len(result.left),
        "requests": result.requests,
        "characters": result.characters,
    }
    said = phrase(
        "{filled} messages drafted, {left} left; {requests} requests, {characters} characters.",
        **figures,
    )
    if dry_run:
        said = phrase(
            "{filled} messages would be drafted, {left} left; {requests} requests, "
            "{characters} characters.",
            **figures,
        )
    more = []
    if result.cost is not None:
        more.append(phrase("Cost: {cost:.2f}.", cost=result.cost))
    if result.reused:
        more.append(
            phrases(
                "{count} answer was kept from before.",
                "{count} answers were kept from before.",
                result.reused,
            )
        )
    return sentences([said, *more])


def engine_failed(failure: EngineFailure) -> EngineError:
    """What an engine failed with, and on how many texts."""
    said = phrases(
        "{engine}: {reason} ({count} text)",
        "{engine}: {reason} ({count} texts)",
        failure.count,
        engine=failure.engine,
        reason=failure.error.message,
    )
    return EngineError(said, hint=failure.error.hint)


def spent(characters: int, cost: float | None) -> Phrase:
    """What was sent so far, behind a bar."""
    if cost is None:
        return phrase("{characters:,} characters", characters=characters)
    return phrase("{characters:,} characters, cost {cost:.2f}", characters=characters, cost=cost)


def texts_left(left: Sequence[ToldText]) -> Iterator[str]:
    """A line for each text that was left though an engine serves its pair; not too many."""
    told = [each for each in left if each.served]
    for each in told[:_LEFT]:
        yield phrase(
            "{file}:{line}: left without a draft in {locale}: “{text}” ({reason})",
            **_named(each),
        )
    if (more := len(told) - _LEFT) > 0:
        yield phrases(
            "… and {count} more text was left; --format json names all",
            "… and {count} more texts were left; --format json names all",
            more,
        )


def drafts_marked(marked: Sequence[ToldText]) -> Iterator[str]:
    """A line for each draft that is odd; not too many."""
    for each in marked[:_LEFT]:
        yield phrase(
            "{file}:{line}: look at the draft in {locale}: “{text}” ({reason})", **_named(each)
        )
    if (more := len(marked) - _LEFT) > 0:
        yield phrases(
            "… and {count} more draft to look at; --format json names all",
            "… and {count} more drafts to look at; --format json names all",
            more,
        )


def _named(each: ToldText) -> dict[str, str]:
    return {
        "file": each.file,
        "line": str(each.line),
        "locale": each.locale,
        "text": _first_words(each.msgid),
        "reason": each.reason,
    }


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


def extracted(rows: Sequence[ExtractRow], screen: Screen) -> Iterator[str]:
    """A table of the catalogues that were written."""
    numbers = (
        phrase("messages"),
        phrase("new"),
        phrase("fuzzy"),
        phrase("repaired"),
        phrase("found"),
        phrase("obsolete"),
    )
    values = attrgetter("article", "locale", *numbers)
    columns = (phrase("article"), phrase("locale"), *numbers)
    return screen.table(columns, list(map(values, rows)), right=numbers)


def up_to_date(number: int, count: int) -> str:
    """How many of the catalogues had nothing to be written."""
    return phrases(
        "{number} of {count} catalogues are up to date already",
        "{number} of {count} catalogues are up to date already",
        count,
        number=number,
    )


def drafts(rows: Sequence[TranslateRow], screen: Screen) -> Iterator[str]:
    """A table of what each engine did for each catalogue."""
    numbers = (phrase("Filled"), phrase("Left"), phrase("Failed"))
    columns = (phrase("Article"), phrase("Locale"), phrase("Engine"), *numbers)
    cells = [
        (row.article, row.locale, row.engine, row.filled, row.left, row.failed) for row in rows
    ]
    return screen.table(columns, cells, right=numbers)


def left_out(found: Sequence[LeftOut]) -> Iterator[str]:
    """What an import left out, a line each."""
    if not found:
        yield phrase("Nothing was left out.")
        return
    yield phrase("Left out, {number:,} characters:", number=sum(len(each.text) for each in found))
    for each in found:
        yield phrase(
            "  “{text}” ({number:,} characters; {reason})",
            text=_first_words(each.text),
            number=len(each.text),
            reason=each.reason,
        )
    yield phrase("  --keep-all keeps all of it.")


def _first_words(text: str) -> str:
    """A text on one line, not too long."""
    text = " ".join(text.split())
    return text if len(text) <= _FIRST_WORDS else f"{text[:_FIRST_WORDS].rstrip()}…"


def image(source: str, copy: str | None, problem: str) -> str:
    """What became of an image of an imported article; ``copy`` is its file, if there is one."""
    if copy:
        return phrase("Image {source}: copied to {file}", source=source, file=copy)
    return phrase("Image {source}: {problem}", source=source, problem=problem)
