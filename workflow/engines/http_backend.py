"""A row of :mod:`.services` with the settings of one section: one request, its answer, its faults.

Nothing is tried again here; that is the dispatcher's.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from workflow.engines.backend import Answer, Form, Limits, Wire
from workflow.engines.client import Client, Reply, fault_of
from workflow.engines.engine import Options, Request
from workflow.engines.faults import Apart, Malformed, TextRefused
from workflow.engines.service_codes import code_for, codes
from workflow.engines.service_key import advised, key_advice, read_key
from workflow.engines.service_row import Call, Question, said
from workflow.engines.services import SERVICES
from workflow.model import Locale
from workflow.model.phrase import Phrase, phrase

_FOREIGN = re.compile(
    r"(?:source|target)[ _]lang|language pair|target language from|“\S{2,12} is not supported",
    re.IGNORECASE,
)
"""What services say of a language, or a pair of them, that they do not have."""


_QUOTED = 200
"""Most characters of a service's words that are shown."""


class HttpBackend:
    """See the module's description."""

    def __init__(self, options: Options, environ: Mapping[str, str]) -> None:
        self._options = options
        self._service = SERVICES[options.provider]
        self._key = read_key(options, environ)
        self._url = joined(options.url or self._service.address(self._key), self._service.path)
        self._client = Client(options.timeout, environ, (self._key, *self._key.split(":")))
        self._codes = codes(options.provider)
        wishes = {
            "model": options.model,
            "formality": options.formality,
            "email": options.email,
            "glossary_id": options.glossary_id,
        }
        self._wishes = {name: value for name, value in wishes.items() if value}
        self._foreign: dict[tuple[str, str], str] = {}
        """Pairs the service said it does not have → its words."""
        self._singly = False
        """Whether the service turned out to take one text at a time."""

    @property
    def identity(self) -> str:
        """Provider, address and options."""
        parts = urlsplit(self._url)
        place = f"{parts.hostname}:{parts.port or ''}{parts.path}"  # no name and password
        wishes = {name: value for name, value in self._wishes.items() if name != "email"}
        form = self._service.form.markup
        return json.dumps([self._options.provider, place, form, wishes], sort_keys=True)

    @property
    def model(self) -> str:
        """As the settings name it."""
        return self._wishes.get("model", "")

    @property
    def price(self) -> float | None:
        """As the settings have it."""
        return self._options.price_per_million

    @property
    def limits(self) -> Limits:
        """Those of the service, with as many texts as the settings want."""
        limits = self._service.limits
        texts = min(self._options.batch or limits.texts, self._service.most_texts)
        texts = 1 if self._singly else texts
        return replace(limits, texts=texts)

    @property
    def form(self) -> Form:
        """What the service keeps best."""
        return self._service.form

    @property
    def repairs(self) -> bool:
        """It is shown nothing but the text."""
        return False

    def group(self, request: Request) -> str:
        """All texts of a pair may go together."""
        return ""

    def code(self, locale: Locale) -> str | None:
        """As the service spells it; see :mod:`.service_codes`."""
        return code_for(locale, self._codes)

    def missing(self) -> str:
        """How to give it its key, if it needs one."""
        needed = self._options.key_env or (self._service.needs_key and not self._options.url)
        if self._key or not needed:
            return ""
        return key_advice(self._options)

    def forecast(self, texts: Sequence[Wire]) -> float | None:
        """Nothing is known that its price does not tell."""
        return None

    async def translate(self, texts: Sequence[Wire]) -> Answer:
        """Ask the service once; see :meth:`Backend.translate`."""
        pair = (texts[0].source, texts[0].target)
        if reason := self._foreign.get(pair):
            raise TextRefused(reason, sent=False)
        question = Question([each.text for each in texts], *pair, self._key, self._wishes)
        call = self._service.ask(question)
        self._check_size(call)
        try:
            with advised(self._options):
                reply = await self._client.send(
                    "GET" if call.json is None else "POST",
                    self._url,
                    params=call.params,
                    json=call.json,
                    headers=call.headers,
                )
                return Answer(self._read(reply, question))
        except Apart:
            self._singly = True
            raise
        except TextRefused as refused:
            if _FOREIGN.search(refused.reason):
                self._foreign[pair] = refused.reason
            raise

    async def close(self) -> None:
        """Close the connections."""
        await self._client.close()

    def _check_size(self, call: Call) -> None:
        """Several texts that are longer in JSON than thought are parted by this."""
        most = self._service.body
        if most and len(json.dumps(call.json, ensure_ascii=False).encode()) > most:
            raise TextRefused(
                phrase("longer than the service takes ({most} bytes)", most=most), sent=False
            )

    def _read(self, reply: Reply, question: Question) -> Sequence[str]:
        try:
            answer: Any = reply.json()
        except Malformed:
            if reply.status < 300:
                raise
            answer = None  # an error page is an error all the same
        text = self._shown(said(answer))
        if found := self._service.check(reply, answer, text) or fault_of(reply, text):
            found.reason = self._redacted(found.reason)
            found.args = (found.reason,)
            raise found
        try:
            texts = self._service.read(answer, question)
        except (KeyError, TypeError, IndexError, AttributeError):
            raise Malformed(
                phrase("the answer is none: “{text}”", text=text)
                if text
                else phrase("the answer has another shape than the service documents")
            ) from None
        if len(texts) != len(question.texts):
            raise Malformed(phrase("the answer has another number of texts than were sent"))
        return [self._filled(each) for each in texts]

    def _shown(self, text: str) -> str:
        """What is shown of a service's words: no key, nor the head of one that was cut."""
        return self._client.redact(text)[:_QUOTED]

    def _redacted(self, reason: str) -> str:
        """A reason with words of the service from anywhere in its answer."""
        if not isinstance(reason, Phrase):
            return self._shown(reason)
        params = {
            name: self._shown(value) if isinstance(value, str) else value
            for name, value in reason.params.items()
        }
        return Phrase(reason.msgid, reason.plural, params, reason.context)

    def _filled(self, text: object) -> str:
        if not isinstance(text, str) or not text.strip():
            raise Malformed(phrase("the answer is empty"))
        if self._client.holds_key(text):
            raise Malformed(phrase("the answer has the key in it"))
        return text


def joined(url: str, path: str) -> str:
    """An address with the service's path, as much of it as the address does not end in already."""
    parts = urlsplit(url)
    base, steps = parts.path.rstrip("/"), path.strip("/").split("/")
    given = next(
        count
        for count in range(len(steps), -1, -1)
        if f"{base}/".endswith("/" + "".join(f"{step}/" for step in steps[:count]))
    )
    whole = "/".join([base, *steps[given:]])
    return urlunsplit(parts._replace(path=whole))
