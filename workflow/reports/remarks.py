"""What is said beside a report, on standard error: a line each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

from workflow.errors import EngineError
from workflow.model.phrase import Phrase, listed, phrase, phrases, sentences
from workflow.model.unused_file import Unused, UnusedKind
from workflow.reports.screen import Screen

if TYPE_CHECKING:
    from workflow.importing.draft import LeftOut
    from workflow.model.results import (
        Beside,
        EngineFailure,
        ExtractRow,
        Pruning,
        ToldText,
        TranslateReport,
        TranslateRow,
    )

_FIRST_WORDS = 60
"""Characters shown of a text that was left out."""
_LEFT = 20
"""Reasons that are told."""
_NAMED = 3
"""Articles of one language, or texts left for one reason, that are named."""


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
        UnusedKind.MISPLACED: phrase("catalogues stand in `<locale>/LC_MESSAGES/`"),
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
            "Delete it; if it holds translations, the article’s “lang” may be wrong."
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
            "translated into {others}. If the text is in {first}, write `lang: {first}`.",
            locale=each.locale,
            others=_both(each.targets),
            names=names,
            first=each.targets[0],
        )


def withheld(slugs: Sequence[str]) -> str:
    """That articles (one at least) lack an approval in their own language."""
    names: str = listed(slugs[:_NAMED])
    if (more := len(slugs) - _NAMED) > 0:
        names = phrase("{names} and {more} more", names=names, more=more)
    return phrase(
        "not approved in the language it was written in, so not released in it: {names}. See: "
        "workflow release plan",
        names=names,
    )


def _both(names: Sequence[str]) -> str:
    """``a and b and c``."""
    *some, last = names
    return phrase("{some} and {last}", some=_both(some), last=last) if some else last


def translated(result: TranslateReport, *, dry_run: bool) -> str:
    """What a run of ``translate`` came to; ``dry_run``: would come to."""
    if not result.rows:
        if result.broken:
            return phrase("Nothing was translated.")
        return phrase("Nothing to translate.")
    figures = {
        "left": len(result.left),
        "requests": phrases("{count} request", "{count} requests", result.requests),
        "characters": phrases("{count} character", "{count} characters", result.characters),
    }
    filled = sum(row.filled for row in result.rows)
    drafted = phrases("{count} message drafted", "{count} messages drafted", filled)
    if dry_run:
        drafted = phrases(
            "{count} message would be drafted", "{count} messages would be drafted", filled
        )
    said = phrase("{drafted}, {left} left; {requests}, {characters}.", drafted=drafted, **figures)
    more = []
    if result.cost is not None:
        more.append(phrase("Cost: {cost:.2f}.", cost=result.cost))
    if result.reused:
        more.append(
            phrases(
                "{count} answer was kept from before, and is not paid for again.",
                "{count} answers were kept from before, and are not paid for again.",
                result.reused,
            )
        )
    return sentences([said, *more])


def engine_failed(failure: EngineFailure) -> EngineError:
    """What an engine failed with, and how many texts are left for it."""
    said = phrases(
        "{engine}: {reason} ({count} text)",
        "{engine}: {reason} ({count} texts)",
        failure.left,
        engine=failure.engine,
        reason=failure.error.message,
    )
    return EngineError(said, hint=failure.error.hint)


def stood_in(failures: Iterable[EngineFailure]) -> Iterator[str]:
    """A line for each failure of an engine after which others drafted all its texts."""
    for each in failures:
        if not each.left:
            yield phrases(
                "{engine}: {reason} ({count} text, which another engine drafted)",
                "{engine}: {reason} ({count} texts, which other engines drafted)",
                each.count,
                engine=each.engine,
                reason=each.error.message,
            )


def spent(characters: int, cost: float | None) -> Phrase:
    """What was sent so far, behind a bar."""
    if cost is None:
        return phrases("{count:,} character", "{count:,} characters", characters)
    return phrases(
        "{count:,} character, cost {cost:.2f}",
        "{count:,} characters, cost {cost:.2f}",
        characters,
        cost=cost,
    )


def texts_left(result: TranslateReport) -> Iterator[str]:
    """A line for each reason for which texts were left though an engine serves their pair; not
    too many. A reason that stands in an error is not repeated."""
    told = {f"{each.engine}: {each.error.message}" for each in result.failures if each.left}
    groups = _by_reason(each for each in result.left if each.served)
    for reason, some in groups[:_LEFT]:
        if len(some) == 1 and reason in told:
            yield phrase(
                "{file}:{line}: left without a draft in {locale}: “{text}”", **_named(some[0])
            )
        elif len(some) == 1:
            yield phrase(
                "{file}:{line}: left without a draft in {locale}: “{text}” ({reason})",
                **_named(some[0]),
            )
        elif reason in told:
            yield phrase("left without a draft in {locales}: {names}", **_several(some))
        else:
            yield phrases(
                "{count} text left without a draft in {locales} for this reason: {reason}: {names}",
                "{count} texts left without a draft in {locales} for this reason: {reason}: "
                "{names}",
                len(some),
                reason=reason,
                **_several(some),
            )
    if more := sum(len(some) for _, some in groups[_LEFT:]):
        yield phrases(
            "… and {count} more text was left; --format json names all",
            "… and {count} more texts were left; --format json names all",
            more,
        )


def drafts_marked(marked: Sequence[ToldText]) -> Iterator[str]:
    """A line for each thing that is odd about drafts; not too many."""
    groups = _by_reason(marked)
    for reason, some in groups[:_LEFT]:
        if len(some) == 1:
            yield phrase(
                "{file}:{line}: look at the draft in {locale}: “{text}” ({reason})",
                **_named(some[0]),
            )
        else:
            yield phrases(
                "look at {count} draft in {locales}: {reason}: {names}",
                "look at {count} drafts in {locales}: {reason}: {names}",
                len(some),
                reason=reason,
                **_several(some),
            )
    if more := sum(len(some) for _, some in groups[_LEFT:]):
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


def _by_reason(texts: Iterable[ToldText]) -> list[tuple[str, list[ToldText]]]:
    groups: dict[str, list[ToldText]] = {}
    for each in texts:
        groups.setdefault(each.reason, []).append(each)
    return list(groups.items())


def _several(some: Sequence[ToldText]) -> dict[str, str]:
    """The languages of texts, and a few of the texts by name; the others are counted."""
    names = listed(phrase("{file}:{line} “{text}”", **_named(each)) for each in some[:_NAMED])
    if (more := len(some) - _NAMED) > 0:
        names = phrase("{names} and {more} more (--format json names all)", names=names, more=more)
    return {"locales": listed(dict.fromkeys(each.locale for each in some)), "names": names}


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
        phrase("reused"),
        phrase("obsolete"),
    )
    values = attrgetter(
        "article", "locale", "messages", "new", "fuzzy", "repaired", "found", "obsolete"
    )
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
