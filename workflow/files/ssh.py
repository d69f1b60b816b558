"""The edge to OpenSSH: ``ssh-keygen -Y`` signs, and tells whether a signature is good.

See https://man.openbsd.org/ssh-keygen, ALLOWED SIGNERS and ``-Y``. Exit codes alone are relied
on, never what the program says. The message goes by standard input: of a file that was signed
before, ``-Y sign`` keeps the old signature, and ends with 0.
"""

from __future__ import annotations

import codecs
import os
import re
import subprocess
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, NamedTuple, TypeVar

from workflow.errors import WorkflowError
from workflow.model.phrase import phrase
from workflow.model.signature import Signature

Job = TypeVar("Job")
Done = TypeVar("Done")
PROGRAM: Final = "ssh-keygen"
NAMESPACE: Final = "workflow-review"
"""What is signed for this purpose is signed for no other."""
PATIENCE: Final = 60.0
"""Seconds to answer; an agent may ask its user, a hardware key waits for a finger."""
_ASKED: Final = 600.0
"""Seconds for a person to type a passphrase."""
_ARMOUR: Final = re.compile(
    "-----BEGIN SSH SIGNATURE-----\n[A-Za-z0-9+/=\n]+\n-----END SSH SIGNATURE-----"
)
_LITERAL: Final = re.compile(r"(?:key::)?((?:ssh|ecdsa|sk-ssh|sk-ecdsa)-[\w@.-]+ AAAA[\w+/=]+.*)")
"""A public key itself, as git's ``user.signingkey`` may have it."""
# Signed once with a key that was thrown away: where this is refused, the program is not fit.
_KNOWN: Final = b"workflow"
_KNOWN_SIGNATURE: Final = """-----BEGIN SSH SIGNATURE-----
U1NIU0lHAAAAAQAAADMAAAALc3NoLWVkMjU1MTkAAAAgpPGCgxk+sicjfxkSmmcLB78WQS
Kk/2V66AIaJSdONHoAAAAPd29ya2Zsb3ctcmV2aWV3AAAAAAAAAAZzaGE1MTIAAABTAAAA
C3NzaC1lZDI1NTE5AAAAQJPuqmkfkpjBWqkumPxrmOBiR/+ZZ71oLON8MMzZWXOOaRJMis
t8r3qFWesgnK0QSfZKowAzLxTkKx+q6TLVAQk=
-----END SSH SIGNATURE-----"""
_KNOWN_SIGNER: Final = (
    b"a@example.org ssh-ed25519 "
    b"AAAAC3NzaC1lZDI1NTE5AAAAIKTxgoMZPrInI38ZEppnCwe/FkEipP9leugCGiUnTjR6\n"
)
_KNOWN_TIME: Final = datetime(2026, 11, 30, tzinfo=UTC)


class Claim(NamedTuple):
    """What somebody is said to have signed."""

    message: bytes
    signature: str
    """Armoured."""
    signer: str
    """E-mail address."""
    time: datetime
    """When, with its zone: the key has to be the signer's at that time."""


class KeyTroubleError(WorkflowError):
    """Nothing could be signed."""


class _Failed(Exception):
    """The program is not there, or does not answer; says so, and what helps."""


def sign(key: str, messages: Sequence[bytes], *, ask: bool = False) -> list[str]:
    """Return the armoured signature of each message, without an end of line.

    ``key``: path of a private key, or of a public one whose other half is beside it or in the
    agent, or such a public key itself. With ``ask`` the program may ask for a passphrase on the
    terminal, if there is one message. Raises :class:`KeyTroubleError`.
    """
    with TemporaryDirectory(prefix="workflow-") as folder, _key_file(key, Path(folder)) as path:
        work = partial(_signed, path, ask=ask and len(messages) == 1)
        return list(_side_by_side(work, messages))


def verify(claims: Sequence[Claim], signers: bytes) -> list[Signature]:
    """Tell of each claim whether it is true, by ``signers``: a file as git's allowedSignersFile.

    Times without a zone in that file are in UTC here, whatever the machine's zone, and a signer
    is looked up as he or she is written, then in small letters.
    """
    if not claims:
        return []
    with TemporaryDirectory(prefix="workflow-") as name:
        folder = Path(name)
        # With a BOM, as Windows writes it, the first signer would not be known.
        (folder / "signers").write_bytes(signers.removeprefix(codecs.BOM_UTF8))
        work = partial(_verified, folder)
        found = list(_side_by_side(work, enumerate(claims)))
        if Signature.ALTERED in found and not _is_fit(folder):
            found = [Signature.UNKNOWN if each is Signature.ALTERED else each for each in found]
    return found


def public_key(key: str) -> str:
    """The public half of a key as a line of OpenSSH has it; empty where it cannot be told."""
    if literal := _LITERAL.fullmatch(key):
        return literal[1]
    path = Path(key).expanduser()
    for each in (path, path.with_name(f"{path.name}.pub")):
        try:
            text = each.read_text("utf-8", "replace").strip()
        except OSError:
            continue
        if _LITERAL.fullmatch(text):
            return text
    return ""


@contextmanager
def _key_file(key: str, folder: Path) -> Iterator[str]:
    """The path of a file with the key."""
    literal = _LITERAL.fullmatch(key)
    if literal is None:
        path = Path(key).expanduser()
        if not path.is_file():
            raise KeyTroubleError(phrase("there is no key at {path}", path=key))
        yield str(path)
    else:
        path = folder / "key.pub"
        path.write_text(f"{literal[1]}\n", "utf-8")
        yield str(path)


def _signed(path: str, message: bytes, *, ask: bool = False) -> str:
    # Without a passphrase given and without a terminal, the program would take the first line of
    # the message for it, and sign the rest.
    quiet = () if ask else ("-P", "")
    try:
        done = _run(
            "-q", *quiet, "-Y", "sign", "-n", NAMESPACE, "-f", path, message=message, asking=ask
        )
    except _Failed as error:
        what, hint = error.args
        raise KeyTroubleError(what, hint=hint) from error
    found = done.stdout.decode("ascii", "replace").strip()
    if done.returncode or not _ARMOUR.fullmatch(found):
        raise KeyTroubleError(
            phrase("the key {path} does not sign", path=path),
            hint=phrase(
                "If it has a passphrase, run `ssh-add {path}` first, then the command again.",
                path=path,
            ),
        )
    return found


def _verified(folder: Path, numbered: tuple[int, Claim]) -> Signature:
    number, claim = numbered
    if not _ARMOUR.fullmatch(claim.signature):
        return Signature.ALTERED
    path = folder / str(number)
    path.write_text(f"{claim.signature}\n", "ascii")
    try:
        return _answer(folder, path, claim)
    except _Failed:
        return Signature.UNKNOWN
    finally:
        path.unlink()


def _answer(folder: Path, path: Path, claim: Claim) -> Signature:
    time = claim.time.astimezone(UTC).strftime("%Y%m%d%H%M%S")
    about = ("-n", NAMESPACE, "-s", str(path))
    who = ("-f", str(folder / "signers"), "-O", f"verify-time={time}")
    for signer in _spellings(claim.signer):
        done = _run("-Y", "verify", *about, *who, "-I", signer, message=claim.message)
        if done.returncode == 0:
            return Signature.GOOD
    done = _run("-Y", "check-novalidate", *about, message=claim.message)
    return Signature.ALTERED if done.returncode else Signature.UNTRUSTED


def _is_fit(folder: Path) -> bool:
    """Whether the program takes what is certainly good.

    It may be too old, or refuse to do anything at all: for a user who has no name, say, as in
    many containers.
    """
    (folder / "signers").write_bytes(_KNOWN_SIGNER)
    claim = Claim(_KNOWN, _KNOWN_SIGNATURE, "a@example.org", _KNOWN_TIME)
    return _verified(folder, (0, claim)) is Signature.GOOD


def _spellings(signer: str) -> Iterable[str]:
    """Principals are compared with their case, people of the settings are not."""
    return dict.fromkeys((signer, signer.casefold()))


def _run(
    *arguments: str, message: bytes = b"", asking: bool = False
) -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, "LC_ALL": "C", "TZ": "UTC"}
    if not asking:  # in no window either
        environment["SSH_ASKPASS_REQUIRE"] = "never"
    try:
        return subprocess.run(
            [PROGRAM, *arguments],
            input=message,
            stdout=subprocess.PIPE,
            stderr=None if asking else subprocess.DEVNULL,
            timeout=_ASKED if asking else PATIENCE,
            check=False,
            env=environment,
            start_new_session=not asking,  # away from the terminal: nobody there is asked
        )
    except FileNotFoundError:
        raise _Failed(
            phrase("{program} is not installed", program=PROGRAM),
            phrase("Install OpenSSH 8.9 or newer; on Debian: `apt install openssh-client`"),
        ) from None
    except subprocess.TimeoutExpired:
        raise _Failed(
            phrase("{program} does not answer", program=PROGRAM),
            phrase("Look whether your agent or your hardware key waits for you."),
        ) from None
    except (OSError, ValueError) as error:  # no right to run it, a NUL in a name
        raise _Failed(phrase("{program}: {error}", program=PROGRAM, error=error), "") from None


def _side_by_side(work: Callable[[Job], Done], jobs: Iterable[Job]) -> Iterator[Done]:
    """Each job's result, in order; most of the time goes by in other processes."""
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        yield from pool.map(work, jobs)
