"""``reviews/withdrawn.jsonl``: which articles were taken back, and whether that was lifted.

JSON Lines in UTF-8, one event a line; the file only ever grows. It is read so that doubt keeps an
article back: every line that withdraws counts, signed or not, by whomever, be it damaged; a lift
counts only if it is whole, by who may lift, and signed well where signatures are wanted. A lift
names the withdrawals that it ends by their digests. So neither clocks nor the order of lines
matter, and a union merge of two copies means what both mean. What a deleted line withdrew is known
from the live release, which has its tombstone.
"""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from workflow.errors import ReviewError, WorkflowError, raise_all
from workflow.files.atomic import again, read_bytes, save
from workflow.files.ssh import Claim, verify
from workflow.model import digest
from workflow.model.phrase import listed, phrase
from workflow.model.release import Page
from workflow.model.same_person import is_among
from workflow.model.signature import Signature
from workflow.model.tombstone import Gone, GonePage, Withdrawal, WithdrawalAction
from workflow.project.sources import caseless
from workflow.project.verdicts import allowed_signers
from workflow.project.workspace import Workspace
from workflow.review.log import moment
from workflow.review.policy import publishers

NAME: Final = "withdrawn.jsonl"
_RESTORE: Final = phrase(
    "Restore the line from version control: until it can be read, nobody knows what it withdraws, "
    "and nothing is published."
)


@dataclass(frozen=True)
class Tombstones:
    """What is withdrawn at present."""

    standing: tuple[Gone, ...] = ()
    """Sorted by article and event."""
    notes: tuple[str, ...] = ()
    """Lifts that do not count, and why, and what else is odd, for people."""

    def of(self, page: Page, former: Iterable[str] = ()) -> Gone | None:
        """The tombstone of the article that a page shows; None where it may go out.

        ``former``: slugs that the article had before. Another article that took the address, and
        a copy of the text under another name, are held as well.
        """
        if not self.standing:
            return None
        for name in (page.article, *former):
            if found := self._by_name.get(caseless(name)):
                return found
        return self._by_digest.get(page.source_digest) or self._by_digest.get(page.text)

    def named(self, names: Iterable[str]) -> tuple[Gone, ...]:
        """Those of an article that has or had one of ``names``."""
        wanted = set(map(caseless, names))
        return tuple(
            gone for gone in self.standing if wanted.intersection(map(caseless, gone.names))
        )

    @cached_property
    def _by_name(self) -> Mapping[str, Gone]:
        return {caseless(name): gone for gone in self.standing for name in gone.names}

    @cached_property
    def _by_digest(self) -> Mapping[str, Gone]:
        return {each: gone for gone in self.standing for each in gone.digests if each}


def tombstones(
    workspace: Workspace, live: Iterable[Gone] = (), *, in_spite: bool = False
) -> Tombstones:
    """What is withdrawn, by the log and by the tombstones of the ``live`` release.

    Raises :class:`ReviewError` for each line that cannot be read, as nobody knows what it
    withdraws, and :class:`FileError` where the file cannot be; not so ``in_spite`` of that, which
    is for what takes pages from readers and gives them none.
    """
    lines, errors = _lines(workspace)
    if not in_spite:
        raise_all(errors)
    standing = {gone.event: gone for gone in live}
    logged = {
        line.event: gone_of(line.said, line.event)
        for line in lines
        if line.said.action is WithdrawalAction.WITHDRAW
    }
    standing |= logged
    notes = []
    lifts = [line for line in lines if line.said.action is WithdrawalAction.LIFT]
    for line, signature in zip(lifts, _signatures(workspace, lifts), strict=True):
        ended = [standing[event] for event in line.said.lifts if event in standing]
        if not ended:
            continue
        if trouble := _trouble(workspace, line, signature, ended):
            place = f"{_shown(workspace)}:{line.number}"
            notes.append(phrase("{place}: {what}", place=place, what=trouble))
            continue
        for gone in ended:
            del standing[gone.event]
    found = sorted(standing.values(), key=lambda gone: (gone.article, gone.event))
    notes += [
        phrase(
            "the withdrawal of {article} is not in {file} any more; it stands, as the live release "
            "has it: restore the line, or lift it",
            article=gone.article,
            file=_shown(workspace),
        )
        for gone in found
        if gone.event not in logged
    ]
    return Tombstones(tuple(found), tuple(notes))


def gone_of(said: Withdrawal, event: str) -> Gone:
    """The tombstone that comes of a withdrawal."""
    names = tuple(sorted({said.article, *said.names}))
    pages = tuple(sorted(set(said.pages)))
    return Gone(event, said.article, names, said.digests, said.time, said.reason, pages)


def event_digest(said: Withdrawal) -> str:
    """What names a withdrawal: a digest over all that it says but the signature."""
    return _digest(_record(said))


def may_withdraw(workspace: Workspace, actor: str, locales: Iterable[str]) -> bool:
    """Whether ``actor`` publishes in each of ``locales`` (gettext's spelling)."""
    roles = workspace.settings.roles
    return not roles or all(is_among(actor, publishers(roles, each)) for each in set(locales))


def locales_to_lift(workspace: Workspace, ended: Iterable[Gone]) -> set[str]:
    """The languages in which one has to publish to lift withdrawals: all there are."""
    settings = workspace.settings
    own = {each.name for each in (settings.source_locale, *settings.target_locales)}
    return own | {page.locale for gone in ended for page in gone.pages}


def signed_text(said: Withdrawal) -> bytes:
    """What a signature of an event is of, see :func:`.event_lines.signed_bytes`."""
    return _canonical(_record(said))


def append_withdrawals(workspace: Workspace, events: Sequence[Withdrawal]) -> None:
    """Add events at the end of the log, durably.

    Whatever stands there is kept byte for byte. Raises :class:`FileError`.
    """
    path = path_of(workspace)
    added = "".join(
        json.dumps(
            {**_record(each), **({"signature": each.signature} if each.signature else {})},
            ensure_ascii=False,
        )
        + "\n"
        for each in events
    ).encode()

    def write() -> None:
        old = read_bytes(path) if path.exists() else None
        end = b"\n" if old and not old.endswith(b"\n") else b""
        save(path, old, (old or b"") + end + added)

    again(write)


def path_of(workspace: Workspace) -> Path:
    """Where the log is."""
    return workspace.reviews_folder / NAME


# Reading


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    said: Withdrawal
    event: str
    record: Mapping[str, Any]
    damaged: bool
    """Whether something is missing in it, or is not what it should be."""


def _lines(workspace: Workspace) -> tuple[list[_Line], list[WorkflowError]]:
    path = path_of(workspace)
    if not workspace._exists(path):
        return [], []
    found: list[_Line] = []
    errors: list[WorkflowError] = []
    data = workspace.read_bytes(path).removeprefix(codecs.BOM_UTF8)
    for number, raw in enumerate(data.split(b"\n"), start=1):
        if not raw.strip():
            continue
        try:
            found.append(_line(raw.strip(), number))
        except ValueError as error:
            errors.append(
                ReviewError(str(error.args[0]), hint=_RESTORE, file=str(path), line=number)
            )
    return found, errors


def _line(raw: bytes, number: int) -> _Line:
    """A line, as far as it can be read; ValueError says why nobody knows what it withdraws."""
    if raw.startswith((b"<<<<<<<", b"|||||||", b"=======", b">>>>>>>")):
        raise ValueError(phrase("merge conflict marker: keep the lines of both sides, delete it"))
    try:
        record = json.loads(raw.decode())
    except (ValueError, RecursionError):
        raise ValueError(phrase("damaged: not JSON")) from None
    if not isinstance(record, dict):
        raise ValueError(phrase("damaged: not a JSON object"))
    try:
        action = WithdrawalAction(str(record.get("action")))
    except ValueError:
        raise ValueError(
            phrase(
                "the act “{name}” is not known to this version: update `workflow`",
                name=str(record.get("action")),
            )
        ) from None
    article = record.get("article")
    if not (isinstance(article, str) and article):
        raise ValueError(phrase("damaged: the key “{name}” is missing", name="article"))
    said = Withdrawal(
        time=_text(record, "time"),
        actor=_text(record, "actor"),
        action=action,
        article=article,
        reason=_text(record, "reason"),
        names=tuple(_texts(record, "names")),
        digests=tuple(_texts(record, "digests")),
        pages=tuple(_pages(record)),
        lifts=tuple(_texts(record, "lifts")),
        signature=_text(record, "signature"),
    )
    whole = _record(said) == {key: each for key, each in record.items() if key != "signature"}
    return _Line(number, said, _digest(record), record, not whole)


def _text(record: Mapping[str, Any], key: str) -> str:
    value = record.get(key, "")
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else ""


def _texts(record: Mapping[str, Any], key: str) -> Iterator[str]:
    value = record.get(key)
    for each in value if isinstance(value, list) else ():
        if isinstance(each, str):
            yield _text({key: each}, key)


def _pages(record: Mapping[str, Any]) -> Iterator[GonePage]:
    value = record.get("pages")
    for each in value if isinstance(value, list) else ():
        if isinstance(each, dict) and (path := _text(each, "path")):
            yield GonePage(_text(each, "locale"), path, _text(each, "id"))


def _record(said: Withdrawal) -> dict[str, Any]:
    """An event as its line has it, without the signature; what says nothing is left out."""
    values: dict[str, Any] = {
        "time": said.time,
        "actor": said.actor,
        "action": str(said.action),
        "article": said.article,
        "reason": said.reason,
        "names": list(said.names),
        "digests": list(said.digests),
        "pages": [
            {key: text for key, text in page._asdict().items() if text} for page in said.pages
        ],
        "lifts": list(said.lifts),
    }
    return {key: value for key, value in values.items() if value}


def _canonical(record: Mapping[str, Any]) -> bytes:
    told = {key: value for key, value in record.items() if key != "signature"}
    text = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8", "surrogatepass")


def _digest(record: Mapping[str, Any]) -> str:
    return digest("withdrawal", bytearray(_canonical(record)))


# Lifting


def _trouble(workspace: Workspace, line: _Line, signature: Signature, ended: Sequence[Gone]) -> str:
    """Why a lift does not count; empty where it does."""
    who, what = line.said.actor, listed(gone.article for gone in ended)
    if line.damaged or not who:
        return phrase("the lift of {what} does not count: the line is damaged", what=what)
    if not may_withdraw(workspace, who, locales_to_lift(workspace, ended)):
        return phrase(
            "the lift of {what} does not count: {actor} does not publish in all languages",
            what=what,
            actor=who,
        )
    required = workspace.settings.review.signatures == "required"
    if signature.bad or (required and signature is not Signature.GOOD):
        return phrase(
            "the lift of {what} does not count: its signature is {signature}",
            what=what,
            signature=signature.shown,
        )
    return ""


def _signatures(workspace: Workspace, lines: Sequence[_Line]) -> list[Signature]:
    found = [Signature.NONE] * len(lines)
    claims = []
    for place, line in enumerate(lines):
        if not line.said.signature:
            continue
        found[place] = Signature.UNTRUSTED
        if time := moment(line.said.time):
            text = _canonical(line.record)
            claims.append((place, Claim(text, line.said.signature, line.said.actor, time)))
    if claims:
        answers = verify([claim for _, claim in claims], allowed_signers(workspace))
        for (place, _), answer in zip(claims, answers, strict=True):
            found[place] = answer
    return found


def _shown(workspace: Workspace) -> str:
    return workspace.relative(path_of(workspace))
