"""Bring a translation model from a file, a folder or an address to this machine."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack
from functools import partial
from pathlib import Path, PurePosixPath
from typing import IO
from urllib.parse import urlsplit

import requests

from workflow.engines.archives import packed
from workflow.engines.models import Model, install_model, models_folder
from workflow.errors import ConfigError, EngineError
from workflow.files.atomic import file_error
from workflow.model import Locale
from workflow.model.phrase import phrase

_BLOCK = 1 << 20
_PATIENCE = 30.0
"""Seconds that a server may say nothing."""
Progress = Callable[[str, int], AbstractContextManager[Callable[[int], None]]]
"""(label, bytes) → a context whose value is told of bytes as they come."""


def install(
    pair: str, origin: str, environ: Mapping[str, str], progress: Progress, *, sha256: str = ""
) -> Model:
    """Install the model of ``pair`` (``fr-en``, ``en-zh``) that ``origin`` has; return it.

    ``origin`` is a file, a folder or an address (http, https); ``sha256`` the digest it must have,
    in hex, which plain http cannot do without. Raises :class:`ConfigError` for a pair or digest
    that is none, and for a file that is not what was asked for (the model that was there stays),
    :class:`FileError`, :class:`LocaleError`, and :class:`EngineError` for a server that fails.
    """
    source, dash, target = pair.partition("-")
    if not dash or not target:
        raise ConfigError(
            phrase("“{pair}” is no pair of languages", pair=pair),
            hint=phrase("Write it as in fr-en, source first."),
        )
    if sha256 and not re.fullmatch("[0-9a-fA-F]{64}", sha256):
        raise ConfigError(
            phrase("“{digest}” is no SHA-256 digest", digest=sha256),
            hint=phrase("It has 64 digits from 0 to f."),
        )
    locales = (Locale.parse(source), Locale.parse(target))
    with ExitStack() as stack:
        if re.match("https?://", origin, re.IGNORECASE):
            blocks = _fetched(origin, bool(sha256), stack, progress)
            name = PurePosixPath(urlsplit(origin).path).name
        else:
            blocks = _read(Path(origin), stack)
            name = origin
        return install_model(locales, name, blocks, models_folder(environ), sha256)


def _read(path: Path, stack: ExitStack) -> Iterator[bytes]:
    try:
        file: IO[bytes] = packed(path) if path.is_dir() else path.open("rb")
        stack.enter_context(file)
        yield from iter(partial(file.read, _BLOCK), b"")
    except OSError as error:
        raise file_error(path, "read", error) from error


def _fetched(url: str, pinned: bool, stack: ExitStack, progress: Progress) -> Iterator[bytes]:
    # "from None" below: errors repeat the address, which may hold a password.
    host = urlsplit(url).hostname or ""
    try:
        answer = stack.enter_context(requests.get(url, stream=True, timeout=_PATIENCE))
        if answer.status_code != requests.codes.ok:
            raise EngineError(
                phrase("{host}: HTTP {status}", host=host, status=answer.status_code),
                hint=phrase("Check the address, or try again later."),
            )
        if not pinned and any(
            each.url.lower().startswith("http:") for each in (*answer.history, answer)
        ):
            raise ConfigError(
                phrase("{host}: what comes by http may be anybody’s", host=host),
                hint=phrase("Use https, or give the digest that the file must have: --sha256"),
            )
        length = answer.headers.get("Content-Length", "")
        advance = (
            stack.enter_context(progress(phrase("Fetching"), int(length)))
            if length.isdigit()
            else lambda _bytes: None
        )
        for block in answer.iter_content(_BLOCK):
            yield block
            advance(len(block))
    except requests.RequestException:
        raise EngineError(
            phrase("{host}: the connection failed or was cut", host=host),
            hint=phrase("Check the address, or try again later."),
        ) from None
