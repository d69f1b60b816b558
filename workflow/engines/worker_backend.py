"""deep-translator's classes as a backend: each request in a worker process, with a deadline.

A worker that has not answered in time is ended, and its answer with it; the next request starts
another. Workers know nothing of the project: class, arguments and text go through a pipe.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from workflow.engines.backend import Answer, Form, Limits, Wire
from workflow.engines.deep_classes import CLASSES
from workflow.engines.engine import Options, Request
from workflow.engines.faults import (
    Busy,
    Fault,
    Malformed,
    ServiceDenied,
    TextRefused,
    Transient,
    Unreached,
    too_late,
)
from workflow.engines.forms import TOKENS
from workflow.engines.service_codes import code_for, codes
from workflow.engines.service_key import advised, key_advice, read_key
from workflow.model import Locale
from workflow.model.phrase import phrase
from workflow.model.secrecy import Secrets

START = 60.0
"""Seconds a worker may take to load deep-translator."""
_SCRIPT = Path(__file__).with_name("deep_worker.py")
_LINE = 4 * 1024 * 1024
"""Bytes of an answer, at most."""
_FAULTS: Mapping[str, type[Fault]] = {
    "TooManyRequests": Busy,
    "RequestError": Transient,
    "RequestException": Transient,
    "ServerException": Transient,
    "NotValidLength": TextRefused,
    "NotValidPayload": TextRefused,
    "LanguageNotSupportedException": TextRefused,
    "InvalidSourceOrTargetLanguage": TextRefused,
}
"""Names of errors; any other says that the answer had another shape than the class expects."""


_OF_KEY = frozenset({"ApiKeyException", "AuthorizationException"})


class WorkerBackend:
    """One of :data:`CLASSES` with its settings."""

    def __init__(self, options: Options, environ: Mapping[str, str]) -> None:
        self._options = options
        self._class = CLASSES[options.provider]
        self._key = read_key(options, environ)
        self._secrets = Secrets([self._key])
        self._environ = {**os.environ, **environ}
        self._codes = codes(options.provider)
        self._idle: list[_Worker] = []
        self._ended: list[_Worker] = []

    @property
    def identity(self) -> str:
        """The provider: nothing else changes its answers."""
        return f"deep-translator {self._options.provider}"

    @property
    def model(self) -> str:
        """There is but one."""
        return ""

    @property
    def price(self) -> float | None:
        """As the settings have it."""
        return self._options.price_per_million

    @property
    def limits(self) -> Limits:
        """One text in a request."""
        return self._class.limits

    @property
    def form(self) -> Form:
        """None of the services keeps tags when it is asked in this way."""
        return TOKENS

    @property
    def repairs(self) -> bool:
        """It is shown nothing but the text."""
        return False

    def group(self, request: Request) -> str:
        """Each text goes alone."""
        return ""

    def code(self, locale: Locale) -> str | None:
        """As the class spells it."""
        return code_for(locale, self._codes)

    def missing(self) -> str:
        """How to give it its key, if it needs one."""
        parts = self._class.keys
        has_all = bool(self._key) and len(self._key.split(":")) == len(parts)
        return "" if has_all or not parts else key_advice(self._options, parts)

    def forecast(self, texts: Sequence[Wire]) -> float | None:
        """Nothing is known that its price does not tell."""
        return None

    async def translate(self, texts: Sequence[Wire]) -> Answer:
        """Have a worker ask for one text; see :meth:`Backend.translate`."""
        (wire,) = texts
        arguments = dict(zip(self._class.keys, self._key.split(":"), strict=False))
        question = {
            "class": self._class.name,
            "arguments": {"source": wire.source, "target": wire.target, **arguments},
            "text": wire.text,
        }
        worker = await self._free()
        try:
            async with asyncio.timeout(self._options.timeout):
                answer = await worker.ask(question)
        except TimeoutError:
            raise Transient(too_late(self._options.timeout)) from None
        finally:
            if worker.is_free:
                self._idle.append(worker)
            else:
                self._end(worker)
        with advised(self._options):
            return Answer([self._read(answer)])

    async def close(self) -> None:
        """End all workers."""
        for worker in self._idle:
            self._end(worker)
        self._idle.clear()
        ended, self._ended = self._ended, []
        for worker in ended:
            await worker.process.wait()

    async def _free(self) -> _Worker:
        if self._idle:
            return self._idle.pop()
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-P",  # the folder of the script is not for imports
            str(_SCRIPT),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env=self._environ,
            limit=_LINE,
            start_new_session=True,  # Ctrl-C is for this program, which ends its workers
        )
        if process.stdin is None or process.stdout is None:
            raise AssertionError("pipes were asked for")
        worker = _Worker(process, process.stdin, process.stdout)
        try:
            async with asyncio.timeout(START):
                await worker.read()
        except (TimeoutError, Transient):
            raise ServiceDenied(
                phrase("deep-translator cannot be loaded"),
                phrase(
                    "Install the version this program asks for: `pip install --upgrade workflow`"
                ),
            ) from None
        finally:
            if not worker.is_free:
                self._end(worker)
        return worker

    def _end(self, worker: _Worker) -> None:
        with suppress(ProcessLookupError):
            worker.process.kill()
        self._ended.append(worker)

    def _read(self, answer: Mapping[str, Any]) -> str:
        if error := answer.get("error"):
            said = str(answer.get("said") or "")
            for pattern, kind in self._class.says.items():
                if re.search(pattern, said, re.IGNORECASE):
                    raise kind(phrase("“{text}”", text=self._redacted(said)))
            if answer.get("unreached"):
                raise Unreached(phrase("no connection to the service"))
            reason = phrase("no translation ({name})", name=error)
            if error == "RequestException":
                reason = phrase("the connection was cut")
            if error in _OF_KEY:
                raise ServiceDenied(reason, of_key=True)
            raise _FAULTS.get(error, Malformed)(reason)
        text = answer.get("text")
        if not isinstance(text, str) or not text.strip():
            raise Malformed(phrase("the answer is empty"))
        if self._secrets.are_in(text):
            raise Malformed(phrase("the answer has the key in it"))
        if self._class.in_place and re.match(self._class.in_place, text):
            raise Malformed(phrase("“{text}”", text=self._redacted(text)))
        return text

    def _redacted(self, text: str) -> str:
        return self._secrets.redacted(text)[:200]


class _Worker:
    """A process that answers one question at a time."""

    def __init__(
        self,
        process: asyncio.subprocess.Process,
        questions: asyncio.StreamWriter,
        answers: asyncio.StreamReader,
    ) -> None:
        self.process = process
        self._questions = questions
        self._answers = answers
        self.is_free = False
        """Whether nothing is under way; what was given up never is."""

    async def ask(self, question: Mapping[str, object]) -> Mapping[str, Any]:
        """Return the answer; raise :class:`Transient` where the process ends without one."""
        self.is_free = False
        with suppress(ConnectionError):  # reading tells
            self._questions.write(json.dumps(question).encode() + b"\n")
            await self._questions.drain()
        return await self.read()

    async def read(self) -> Mapping[str, Any]:
        """Return the next line; likewise."""
        line = await self._answers.readline()
        if not line.endswith(b"\n"):
            raise Transient(phrase("deep-translator ended without an answer"))
        self.is_free = True
        answer: Mapping[str, Any] = json.loads(line)
        return answer
