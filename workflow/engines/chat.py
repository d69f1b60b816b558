"""Chat models behind any OpenAI-compatible address: vLLM, Ollama, llama.cpp, providers.

One request holds some texts of one article, and shows what stands around them. What comes back is
used only if it is the JSON that was asked for and reads like translations: see
:mod:`workflow.engines.suspicion`.
"""

from __future__ import annotations

import json
import re
import secrets
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlsplit, urlunsplit

from workflow.engines.backend import Answer, Limits, Wire
from workflow.engines.chat_answer import (
    Trouble,
    body_of,
    content_of,
    error_of,
    translations_of,
    trouble_of,
)
from workflow.engines.client import Client, Reply, fault_of
from workflow.engines.context import Context
from workflow.engines.engine import Options, Request
from workflow.engines.faults import Apart, Fault, Malformed, Reworded, ServiceDenied, TextRefused
from workflow.engines.forms import XML, Tagged
from workflow.engines.prompt import ROOM, VERSION, Prompt, make_prompt
from workflow.engines.service_key import advised, key_advice, read_key
from workflow.engines.suspicion import doubt, speaks_to_model, strayed, swayed
from workflow.errors import ConfigError
from workflow.model import Locale, digest
from workflow.model.phrase import phrase

OPENAI = "https://api.openai.com/v1"
_TEXTS, _LENGTH, _TOTAL = 20, 4_000, 8_000
"""Texts in a request, characters of one and of all: what models answer without losing one."""
_Place = tuple[str, Locale]
"""An article in a language."""
_ODD = 3
"""Odd answers to the same texts after which one of them is taken for the reason."""
_FORMATS: tuple[str, ...] = ("json_schema", "json_object", "")
"""Ways to ask for JSON, the strictest first; not every server takes each."""


@dataclass(frozen=True, slots=True)
class Way:
    """How a server is asked; with less where it does not take something."""

    formats: tuple[str, ...] = _FORMATS
    """Ways to ask for JSON that are left, the one in use first."""
    temperature: bool = True
    system_role: bool = True

    def without(self, trouble: Trouble | None, *, plainly: bool) -> Way | None:
        """The way without what the server has trouble with; None where it is about nothing here.

        ``plainly``: it may be about the format though it does not say so; some servers say no
        more than "bad request".
        """
        if self.formats[0] and (trouble == "format" or (trouble is None and plainly)):
            return replace(self, formats=self.formats[1:])
        if self.temperature and trouble == "temperature":
            return replace(self, temperature=False)
        if self.system_role and trouble == "system role":
            return replace(self, system_role=False)
        return None


class Chat:
    """A chat model as a backend of the dispatcher."""

    form: Tagged = XML
    price: float | None = None
    repairs = True

    def __init__(self, options: Options, environ: Mapping[str, str], context: Context) -> None:
        """Raise :class:`ConfigError` where the settings name no model."""
        if not options.model:
            raise ConfigError(
                phrase("[workflow:mt.{name}]: it names no model", name=options.name),
                hint=phrase("Add a line such as: `model = NAME` (as the server calls it)"),
                file="setup.cfg",
            )
        self.model = options.model
        self.limits = Limits(texts=min(options.batch or _TEXTS, _TEXTS), text=_LENGTH, total=_TOTAL)
        self._options = options
        self._url = chat_address(options.url or OPENAI)
        self._key = read_key(options, environ)
        self._client = Client(options.timeout, environ, [self._key])
        self._context = context
        self._nonce = secrets.token_hex(4)
        self._alone: set[_Place] = set()
        """Articles with a text that a model obeyed: each of their texts goes by itself."""
        self._rooms: dict[_Place, int] = {}
        """Characters of context that were not too many, of articles where more were."""
        self._odd: Counter[str] = Counter()
        self._way = Way()
        self._proved = False
        """Whether that way has brought an answer."""

    @property
    def identity(self) -> str:
        """See :class:`~workflow.engines.backend.Backend`."""
        styles = sorted((each.name, text) for each, text in self._context.styles.items())
        concepts = self._context.terms.glossary.concepts if self._context.terms else ()
        terms = sorted(repr(replace(each, line=0)) for each in concepts)
        told = digest(VERSION, self._options.formality or "", json.dumps(styles), *terms)
        return f"openai {self._url} {self.model} {told}"

    def group(self, request: Request) -> str:
        """An article; a text of its own where it is to go alone."""
        return f"{request.article}\0{digest(request.text)}" * self._is_alone(request) or (
            request.article
        )

    def code(self, locale: Locale) -> str | None:
        """Every language: models are told its name."""
        return locale.bcp47

    def missing(self) -> str:
        """The variable of its key, where the settings name one, or the address asks for one."""
        if self._key or (self._options.url and not self._options.key_env):
            return ""
        return key_advice(self._options)

    def forecast(self, texts: Sequence[Wire]) -> float | None:
        """The price of the question, and of an answer as long as its texts."""
        prompt = self._prompt(texts, self._room(texts))
        answers = (prompt.control, *(wire.text for wire in texts))
        return self._price(_tokens(prompt.system, prompt.user, *answers))

    async def translate(self, texts: Sequence[Wire]) -> Answer:
        """See :class:`~workflow.engines.backend.Backend`."""
        place = _place(texts[0].request)
        room = self._room(texts)
        prompt, way = self._prompt(texts, room), self._way
        with advised(self._options):
            reply = await self._client.send(
                "POST", self._url, json=self._body(prompt), headers=self._headers()
            )
            if fault := self._fault(reply, place, room, way):
                raise fault
        body = body_of(reply)
        cost = self._cost(body, prompt)
        try:
            return Answer(self._read(body, texts, prompt, room), cost)
        except Fault as fault:
            fault.cost = cost
            raise

    async def close(self) -> None:
        """See :class:`~workflow.engines.backend.Backend`."""
        await self._client.close()

    def _is_alone(self, request: Request) -> bool:
        return _place(request) in self._alone or speaks_to_model(request.text)

    # What is sent

    def _room(self, texts: Sequence[Wire]) -> int:
        """Characters of the article that may go along."""
        if any(self._is_alone(wire.request) for wire in texts):
            return 0
        return self._rooms.get(_place(texts[0].request), ROOM)

    def _prompt(self, texts: Sequence[Wire], room: int) -> Prompt:
        return make_prompt(
            texts,
            self._context,
            nonce=self._nonce,
            room=room,
            formality=self._options.formality or "",
            system_role=self._way.system_role,
        )

    def _headers(self) -> Mapping[str, str]:
        return {"Authorization": f"Bearer {self._key}"} if self._key else {}

    def _body(self, prompt: Prompt) -> Mapping[str, object]:
        body: dict[str, object] = {
            "model": self.model,
            "messages": prompt.messages,
            "stream": False,
        }
        if self._way.temperature:
            body["temperature"] = 0
        if self._way.formats[0] == "json_schema":
            schema = {"name": "translations", "strict": True, "schema": prompt.schema}
            body["response_format"] = {"type": "json_schema", "json_schema": schema}
        elif self._way.formats[0]:
            body["response_format"] = {"type": self._way.formats[0]}
        return body

    # What comes back

    def _fault(self, reply: Reply, place: _Place, room: int, way: Way) -> Fault | None:
        """What kept a request from an answer; ``way`` is how it was asked."""
        said, told = error_of(reply) if reply.status >= 300 else ("", "")
        fault = fault_of(reply, self._client.redact(said)[:200])
        reason = fault.reason if fault else ""
        trouble = trouble_of(reply.status, told)
        if other := way.without(trouble, plainly=reply.status == 400 and not self._proved):
            if self._way is way:  # else it was changed since, for a request of the same moment
                self._way = other
            return Reworded(reason)
        match trouble:
            case "quota":
                fault = ServiceDenied(reason)
            case "model":
                hint = phrase("Check the line `model` in its section of setup.cfg.")
                fault = ServiceDenied(reason, hint)
            case "length":
                fault = self._too_long(place, room, reason)
            case "filter":
                fault = TextRefused(phrase("the model refused this text"))
        return fault

    def _read(
        self, body: object, texts: Sequence[Wire], prompt: Prompt, room: int
    ) -> tuple[str, ...]:
        """The translations in an answer; what is none may be the work of a text around."""
        try:
            content = content_of(body)
            self._proved = True
        except TextRefused as fault:
            if len(texts) > 1 or not room:
                raise
            raise self._distrusted(texts, room, fault.reason) from None
        try:
            answers = translations_of(content, prompt.ids)
        except Malformed as fault:
            if self._count(texts) < _ODD or not (room or len(texts) > 1):
                raise
            raise self._distrusted(texts, room, fault.reason) from None
        if any(map(self._client.holds_key, answers)):
            raise Malformed(phrase("the answer has the key in it"))
        if reason := self._doubt(texts, answers, prompt):
            raise self._distrusted(texts, room, reason)
        return answers[: len(texts)]

    def _too_long(self, place: _Place, room: int, reason: str) -> Fault:
        """Less of the article goes along the next time; without any, the text is too long."""
        if not room:
            return TextRefused(reason)
        least = room // 4
        self._rooms[place] = min(self._rooms.get(place, ROOM), least if least > ROOM // 10 else 0)
        return Malformed(reason)

    def _doubt(self, texts: Sequence[Wire], answers: Sequence[str], prompt: Prompt) -> str:
        if any(self._nonce in answer for answer in answers):
            return phrase("the answer repeats what the model was told")
        sent, target = [wire.text for wire in texts], texts[0].request.target
        if prompt.control:
            sent.append(prompt.control)
            if reason := swayed(answers, target, prompt.material):
                return reason
        if texts[0].request.source.babel.language != target.babel.language and (
            reason := strayed(sent, answers, prompt.material, target)
        ):
            return reason
        return doubt(sent, answers, target, [prompt.system])

    def _count(self, texts: Sequence[Wire]) -> int:
        """How many answers to just these texts were odd, this one included."""
        what = digest(*(wire.text for wire in texts))
        self._odd[what] += 1
        return self._odd[what]

    def _distrusted(self, texts: Sequence[Wire], room: int, reason: str) -> Fault:
        """Of an article with such an answer each text goes alone from now on, without the others
        around it; one that gets no other answer even so is left."""
        self._alone.add(_place(texts[0].request))
        if len(texts) > 1:
            return Apart(reason)
        return Malformed(reason) if room or self._count(texts) < _ODD else TextRefused(reason)

    def _cost(self, body: object, prompt: Prompt) -> float | None:
        """The price of the tokens of question and answer, as far as the server counts them."""
        usage = body.get("usage") if isinstance(body, dict) else None
        tokens = usage.get("total_tokens") if isinstance(usage, dict) else None
        if type(tokens) is not int or tokens < 0:
            tokens = _tokens(prompt.system, prompt.user, json.dumps(body, ensure_ascii=False))
        return self._price(tokens)

    def _price(self, tokens: float) -> float | None:
        price = self._options.price_per_million
        return None if price is None else tokens * price / 1_000_000


def _tokens(*texts: str) -> float:
    """About how many tokens texts are: a word of an alphabet has one or two, a Chinese character
    one; that is one for three bytes of UTF-8, rather too many than too few."""
    return sum(len(text.encode()) for text in texts) / 3


def _place(request: Request) -> _Place:
    return request.article, request.target


def chat_address(url: str) -> str:
    """The address of chat completions at ``url``: a server's, its ``/v1``, or the whole."""
    parts = urlsplit(url)
    path = parts.path.rstrip("/")
    if not path.endswith("/chat/completions"):
        versioned = any(re.fullmatch(r"v\d\w*", each) for each in path.split("/"))
        path += "/chat/completions" if versioned else "/v1/chat/completions"
    return urlunsplit(parts._replace(path=path))
