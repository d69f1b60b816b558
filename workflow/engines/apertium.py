"""Apertium: rule-based translation on this machine, free and offline.

Pairs are those that ``apertium -l`` lists. What has no pair of its own is translated by way of
one language between, French to English by way of Spanish. All messages of a call go through
one process per hop, parted by NUL bytes, at which Apertium's programs start afresh.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from babel.core import get_global

from workflow.checks.pairing import untranslated
from workflow.engines import stream, typography
from workflow.engines.engine import MACHINE, Draft, Estimate, Options, Outcome, Request, Tools
from workflow.engines.forms import join_runs, runs
from workflow.engines.masking import Masked, Part, Role, assemble, mask
from workflow.errors import EngineError
from workflow.model import Locale, Markup, Text
from workflow.model.phrase import phrase

_PACKAGED = frozenset({"fr", "en", "es"})
_BATCH = 100
"""Messages of one call: what comes of them is there before the next are begun."""
_INSTALL = "apt install apertium apertium-fr-es apertium-eng-spa"
_UNKNOWN = re.compile(r"\*([^\W\d_]\w*)")
_MODE = re.compile(r"^\s*(([a-z]{2,3})-([a-z]{2,3}))\s*$", re.MULTILINE)


class Apertium:
    """See the module's description."""

    def __init__(self, options: Options, tools: Tools) -> None:
        self.name = options.name
        self._timeout = options.timeout

    def serves(self, source: Locale, target: Locale) -> bool:
        """Whether modes for the pair are installed."""
        return bool(self._route(source, target))

    def advice(self, source: Locale, target: Locale) -> str:
        """The packages to install, for the languages Debian's packages bring."""
        pair = {_language(source), _language(target)}
        return _INSTALL if pair <= _PACKAGED and not self.serves(source, target) else ""

    def estimate(self, requests: Sequence[Request]) -> Estimate:
        """Nothing is sent: it works on this machine."""
        return Estimate(0, 0)

    def translate(self, requests: Sequence[Request]) -> Iterator[tuple[int, Outcome]]:
        """Translate in batches of one pair; raise :class:`EngineError` after a timeout."""
        pairs: dict[tuple[Locale, Locale], list[int]] = defaultdict(list)
        for index, request in enumerate(requests):
            pairs[request.pair].append(index)
        for pair, taken in pairs.items():
            job = _Job(self._route(*pair), *pair, self._timeout)
            origin = f"{self.name} ({', '.join(job.modes)})"
            for start in range(0, len(taken), _BATCH):
                batch = taken[start : start + _BATCH]
                texts = [mask(requests[each].value, requests[each].keep) for each in batch]
                for index, masked, text in zip(batch, texts, job.translate(texts), strict=True):
                    notes = tuple(map(untranslated, job.left.get(masked, ())))
                    yield index, Draft(text, MACHINE, origin, notes=notes) if text else None

    @cached_property
    def _modes(self) -> Mapping[tuple[str, str], str]:
        """(language, language) → mode; variants such as ``spa-eng_US`` are left aside."""
        if shutil.which("apertium") is None:
            return {}
        listing = _run(["apertium", "-l"], b"", self._timeout).decode()
        return {
            (_short(first), _short(second)): mode for mode, first, second in _MODE.findall(listing)
        }

    def _route(self, source: Locale, target: Locale) -> tuple[str, ...]:
        return find_route(self._modes, _language(source), _language(target))


def find_route(modes: Mapping[tuple[str, str], str], source: str, target: str) -> tuple[str, ...]:
    """Return the modes to go through: one, two by way of a third language, or none."""
    if direct := modes.get((source, target)):
        return (direct,)
    between = sorted(second for first, second in modes if first == source)
    for pivot in between:
        if second := modes.get((pivot, target)):
            return (modes[source, pivot], second)
    return ()


class _Job:
    """One batch of messages of one pair."""

    def __init__(
        self, modes: Sequence[str], source: Locale, target: Locale, timeout: float
    ) -> None:
        self.modes = modes
        self._source = source
        self._target = target
        self._timeout = timeout
        self.left: dict[Masked, list[str]] = {}
        """Message → the words of it that a hop between two languages left untranslated."""

    def translate(self, messages: Sequence[Masked]) -> list[str | None]:
        """Translate messages whole; where a part got lost, by the runs of words between them."""
        found = self._whole(messages)
        broken = [message for message, text in zip(messages, found, strict=True) if text is None]
        pieces = dict.fromkeys(
            mask_run(Text(run, message.markup)) for message in broken for run in runs(message)
        )
        known: dict[Markup, dict[str, str]] = defaultdict(dict)
        for piece, text in zip(pieces, self._whole(list(pieces)), strict=True):
            if text:
                known[piece.markup][piece.source.value] = text
        return [
            join_runs(message, known[message.markup]) if text is None else text
            for message, text in zip(messages, found, strict=True)
        ]

    def _whole(self, messages: Sequence[Masked]) -> list[str | None]:
        streams: list[str | None] = [
            stream.encode(message, lambda text: typography.prepare(text, self._source))
            for message in messages
        ]
        for mode in self.modes:
            streams = self._hop(mode, streams, last=mode == self.modes[-1])
        if len(self.modes) > 1:
            streams = self._without_leaks(streams, messages)
        return [
            None if text is None else self._assemble(text, message)
            for text, message in zip(streams, messages, strict=True)
        ]

    def _hop(
        self, mode: str, streams: Sequence[str | None], *, last: bool = False
    ) -> list[str | None]:
        done = iter(self._batch(mode, [text for text in streams if text is not None], last=last))
        return [None if text is None else next(done) for text in streams]

    def _without_leaks(
        self, streams: Sequence[str | None], messages: Sequence[Masked]
    ) -> list[str | None]:
        """Put the source's own word for each that the last hop does not know.

        A translator from French to English reads the French one, hardly the Spanish one.
        Which is which tells the first hop, given the words of the source one by one.
        """
        leaky = [
            message
            for text, message in zip(streams, messages, strict=True)
            if text is not None and _UNKNOWN.search(text)
        ]
        words = list(dict.fromkeys(word.lower() for each in leaky for word in self._words(each)))
        between = self._hop(self.modes[0], [f"{word}.{stream.END}" for word in words])
        known = {
            text.removesuffix(stream.END).rstrip(".").lower(): word
            for word, text in reversed(list(zip(words, between, strict=True)))
            if text is not None
        }

        def own(found: re.Match[str]) -> str:
            word = known.get(found[1].lower(), "")
            if word in ("", found[1].lower()):
                return found[1]
            return word[0].upper() + word[1:] if found[1][0].isupper() else word

        for message, text in zip(messages, streams, strict=True):
            unknown = [own(found) for found in _UNKNOWN.finditer(text or "")]
            self.left[message] = [
                word
                for word in unknown
                if word.islower() and len(word) > 2 and not stream.WORD.fullmatch(word)
            ]
        return [None if text is None else _UNKNOWN.sub(own, text) for text in streams]

    def _words(self, message: Masked) -> Iterator[str]:
        for part in message.parts:
            if part.role is Role.TEXT:
                yield from re.findall(r"[^\W\d_]{2,}", typography.prepare(part.text, self._source))

    def _batch(self, mode: str, streams: Sequence[str], *, last: bool) -> list[str | None]:
        """Send streams through a mode; one that Apertium chokes on is None, not its neighbours.

        In the ``last`` of two hops unknown words are marked with an asterisk.
        """
        if not streams:
            return []
        data = "".join(f"{text}\0" for text in streams).encode()
        unmarked = [] if last and len(self.modes) > 1 else ["-u"]
        command = ["apertium", "-z", *unmarked, "-f", "none", mode]
        out = _run(command, data, self._timeout).decode(errors="replace").split("\0")
        found = out[: len(streams)]
        if len(found) == len(streams) and all(text.endswith(stream.END) for text in found):
            return list(found)
        if len(streams) == 1:
            return [None]
        middle = len(streams) // 2
        return self._batch(mode, streams[:middle], last=last) + self._batch(
            mode, streams[middle:], last=last
        )

    def _assemble(self, text: str, message: Masked) -> str | None:
        source = message.source.value
        parts = stream.decode(
            text, message, lambda part: typography.finish(part, source, self._target)
        )
        if parts is None:
            return None
        return assemble(message, typography.keep_ends(parts, source))


def mask_run(run: Text) -> Masked:
    """A run of words as a message of its own, with nothing in it to keep."""
    return Masked("", (Part(Role.TEXT, run.value),), "", run.markup)


def _run(command: Sequence[str], data: bytes, timeout: float) -> bytes:
    """Run a program of Apertium's and return its output.

    The program is a shell script that starts a pipeline: it gets a process group of its own,
    which is ended whole after a timeout or Ctrl-C.
    """
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            start_new_session=True,
        )
    except OSError as error:
        raise EngineError(
            phrase("`apertium` does not start: {strerror}", strerror=error.strerror), hint=_INSTALL
        ) from error
    try:
        return process.communicate(data, timeout)[0]
    except subprocess.TimeoutExpired as error:
        raise EngineError(
            phrase("`apertium` took more than {timeout:g} seconds", timeout=timeout),
            hint=phrase("Set a longer timeout in a section of its own in setup.cfg, or try again."),
        ) from error
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _language(locale: Locale) -> str:
    return locale.name.split("_")[0]


def _short(code: str) -> str:
    """The two-letter code of a language, where it has one (CLDR's aliases: ``eng`` → ``en``)."""
    alias: str = get_global("language_aliases").get(code, code)
    return alias
