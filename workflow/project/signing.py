"""Words are signed as they are written, by whoever has a key: all commands, and the page, alike.

Where the settings want signatures, a word without one is refused before it is written. Where
they do not, a word is signed if the key that is known here is the actor's by the file of allowed
signers.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from workflow.errors import NotSignedError, ReviewError, WorkflowError
from workflow.files.git import setting
from workflow.files.ssh import NAMESPACE, Claim, KeyTroubleError, public_key, sign, verify
from workflow.model import Event
from workflow.model.phrase import phrase
from workflow.model.signature import Signature
from workflow.project.event_lines import signed_bytes
from workflow.project.verdicts import allowed_signers, keep_as_good
from workflow.review.log import moment
from workflow.review.signed_words import OPEN

if TYPE_CHECKING:
    from workflow.project.workspace import Workspace

VARIABLE: Final = "WORKFLOW_SIGNING_KEY"
"""Environment variable: path of an SSH key, or a public key itself that the agent has."""


_BAD: Final = {
    Signature.ALTERED: phrase("the signature is of something else than was to be signed"),
    Signature.UNTRUSTED: phrase(
        "the file of allowed signers does not give you the key that signed"
    ),
    Signature.UNKNOWN: phrase("the signature cannot be verified here: is ssh-keygen installed?"),
}
_HELP: Final = {
    Signature.ALTERED: phrase(
        "Sign the file as it was downloaded, in the namespace that is given."
    ),
    Signature.UNTRUSTED: phrase("Sign with the key that is in that file, or have yours added."),
}


class Key(NamedTuple):
    """What somebody signs with."""

    name: str
    """Path or public key."""
    asked_for: bool
    """Whether it was named for this program, not for git."""


def signed(workspace: Workspace, events: Sequence[Event]) -> list[Event]:
    """Return ``events``, with signatures where they can and are to have any.

    Raises :class:`NotSignedError`, with what helps and what would have to be signed, where one has
    to be signed and is not, or the signature would not count: nothing may be written then.
    """
    if not events:
        return []
    required = workspace.settings.review.signatures == "required"
    signers = allowed_signers(workspace)
    needed = required and any(event.action not in OPEN for event in events)
    if not signers and not needed:
        return list(events)
    done: dict[str, list[Event]] = {}
    for event in events:
        done.setdefault(event.actor, []).append(event)
    found = {
        actor: iter(_signed_by(workspace, actor, words, signers)) for actor, words in done.items()
    }
    return [next(found[event.actor]) for event in events]


def signature_of(workspace: Workspace, actor: str, message: bytes, time: str) -> str:
    """The actor's signature of ``message``, said at ``time``; empty where none is to be had.

    Raises :class:`ReviewError` as :func:`signed` does.
    """
    required = workspace.settings.review.signatures == "required"
    signers, key = allowed_signers(workspace), signing_key(workspace.root)
    if key is None:
        if required:
            raise _no_key()
        return ""
    wanted = required or (key.asked_for and bool(signers))
    if not wanted and not _may_be_in(signers, key):
        return ""
    try:
        (signature,) = sign(key.name, [message], ask=workspace.asks)
    except KeyTroubleError as error:
        if not wanted:
            return ""
        raise ReviewError(
            phrase("this cannot be signed: {what}", what=error.message), hint=error.hint
        ) from error
    said = moment(time)
    if said and verify([Claim(message, signature, actor, said)], signers) == [Signature.GOOD]:
        return signature
    if not wanted:
        return ""
    raise _not_theirs(workspace, key, actor)


def _signed_by(
    workspace: Workspace, actor: str, events: Sequence[Event], signers: bytes
) -> Sequence[Event]:
    required = workspace.settings.review.signatures == "required"
    deciding = any(event.action not in OPEN for event in events)
    if workspace.by_hand is not None:
        needed = deciding and (required or bool(workspace.by_hand))
        return (
            _signed_elsewhere(workspace, workspace.by_hand, events, signers) if needed else events
        )
    key = signing_key(workspace.root)
    if key is None:
        if required and deciding:
            raise _unsigned(_no_key(), events)
        return events
    wanted = deciding and (required or key.asked_for)
    if not wanted and not _may_be_in(signers, key):
        return events
    messages = list(map(signed_bytes, events))
    try:
        signatures = sign(key.name, messages, ask=workspace.asks)
    except KeyTroubleError as error:
        if not deciding:  # the text of an edit is in the catalogue by now
            return events
        said = phrase("this cannot be signed: {what}", what=error.message)
        raise _unsigned(ReviewError(said, hint=error.hint), events) from error
    time = moment(events[0].time)
    claims = [Claim(messages[0], signatures[0], actor, time)] if time else []
    if verify(claims, signers) != [Signature.GOOD]:
        if not wanted:
            return events
        raise _unsigned(_not_theirs(workspace, key, actor), events)
    return _with_signatures(workspace, events, signatures, signers)


def _signed_elsewhere(
    workspace: Workspace, known: Mapping[bytes, str], events: Sequence[Event], signers: bytes
) -> Sequence[Event]:
    """``events`` with the signatures that are ``known``, each of which has to be good."""
    messages = list(map(signed_bytes, events))
    if not all(message in known for message in messages):
        said = phrase("this has to be signed by you (signatures = required)")
        raise _unsigned(ReviewError(said), events)
    signatures = [known[message] for message in messages]
    claims = [
        Claim(message, signature, event.actor, time)
        for event, message, signature in zip(events, messages, signatures, strict=True)
        if (time := moment(event.time)) is not None
    ]
    found = set(verify(claims, signers))
    if len(claims) < len(events) or found != {Signature.GOOD}:
        why = min(found - {Signature.GOOD}, default=Signature.ALTERED)
        raise _unsigned(ReviewError(_BAD[why], hint=_HELP.get(why, "")), events)
    return _with_signatures(workspace, events, signatures, signers)


def _with_signatures(
    workspace: Workspace, events: Sequence[Event], signatures: Sequence[str], signers: bytes
) -> Sequence[Event]:
    done = [
        replace(event, signature=signature)
        for event, signature in zip(events, signatures, strict=True)
    ]
    # The key is the same, and so is the time at which it is the actor's.
    keep_as_good(workspace, (each for each in done if each.time == done[0].time), signers)
    return done


def _may_be_in(signers: bytes, key: Key) -> bool:
    """Whether a file of signers may know a key: by itself, or by who certified it."""
    public = public_key(key.name).split()[1:2]
    return not public or public[0].encode() in signers or b"cert-authority" in signers


def _not_theirs(workspace: Workspace, key: Key, actor: str) -> ReviewError:
    file = workspace.relative(workspace.signers_path)
    return ReviewError(
        phrase(
            "{file} does not say that the key {key} is {actor}’s",
            key=key.name,
            actor=actor,
            file=file,
        ),
        hint=phrase(
            "If it is, have this line added: {line}",
            line=signer_line(actor, public_key(key.name)),
        ),
    )


def signer_line(actor: str, public: str) -> str:
    """What says in a file of allowed signers that a public key is an actor's, for reviews alone."""
    kind_and_key = " ".join(public.split()[:2])
    return f'{actor} namespaces="{NAMESPACE}" {kind_and_key or "ssh-ed25519 AAAA…"}'


def signing_key(root: Path) -> Key | None:
    """What is signed with here; None where no key is known.

    That of the environment, else git's ``user.signingkey``, where git signs by SSH. A relative
    path starts from the current folder, or else from the project's.
    """
    if named := os.environ.get(VARIABLE, "").strip():
        return Key(_placed(named, root), asked_for=True)
    with suppress(WorkflowError):  # no git
        if setting(root, "gpg.format") == "ssh":
            named = setting(root, "user.signingkey") or ""
            return Key(_placed(named, root), asked_for=False) if named else None
    return None


def _placed(name: str, root: Path) -> str:
    path = Path(name)
    inner = root / path
    return str(inner) if " " not in name and not path.exists() and inner.exists() else name


def _unsigned(error: ReviewError, events: Sequence[Event]) -> NotSignedError:
    """The error, with what would have to be signed."""
    found = NotSignedError(error.message, hint=error.hint)
    found.messages = tuple(map(signed_bytes, events))
    return found


def _no_key() -> ReviewError:
    return ReviewError(
        phrase(
            "what reviewers say has to be signed here (signatures = required), but no key is known"
        ),
        hint=phrase(
            "Set {variable} to the path of your SSH key, or run: git config --global gpg.format "
            "ssh, and git config --global user.signingkey ~/.ssh/id_ed25519.pub",
            variable=VARIABLE,
        ),
    )
