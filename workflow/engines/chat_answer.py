"""Reading what a chat engine answers: the JSON in it whatever stands around, and its errors."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Literal

from workflow.engines.client import Reply
from workflow.engines.faults import Malformed, TextRefused
from workflow.model.phrase import phrase

_THOUGHT = re.compile(
    r"\A\s*(?:<(?P<tag>think(?:ing)?|reasoning|thought)>.*?</(?P=tag)>\s*)+", re.DOTALL
)
_THOUGHT_END = re.compile(r"\A.*</(?:think(?:ing)?|reasoning|thought)>", re.DOTALL)
"""Some templates give the opening tag with the question, so that only the end comes back."""
_BEGINS = re.compile(r"[{\[]")
_BRACKETS = 1_000
"""Places where JSON may begin that are looked at: an answer of brackets alone is no work."""
_TEXT = ("translation", "text", "target")
"""What models call a translation; where a text is beside it, that is the source."""
Trouble = Literal["quota", "length", "model", "format", "temperature", "system role", "filter"]
_TROUBLES: Sequence[tuple[Trouble, range, str]] = (
    ("quota", range(400, 600), r"insufficient.(?:quota|balance|credit)|credit balance"),
    (
        "length",
        range(400, 600),
        r"context.(?:length|size|window)|maximum context|too many tokens|max_model_len|"
        r"(?:prompt|input) is too long",
    ),
    ("model", range(400, 405), r"model_not_found|\bmodel\b.{0,80}\b(?:not found|not exist)"),
    ("format", range(400, 502), r"response_format|json_schema|json_object|grammar"),
    ("temperature", range(400, 423), r"temperature"),
    (
        "system role",
        range(400, 501),
        r"\bsystem\b.{0,30}\b(?:role|message|prompt)s?\b|roles must alternate",
    ),
    ("filter", range(400, 423), r"content.(?:filter|policy|management)"),
)
"""What errors speak of that their status does not tell, by the words that servers have for it."""


def body_of(reply: Reply) -> Any:
    """Return the JSON of an answer, also of one that a server streams though it was not to.

    Raises :class:`Malformed` for what is neither, and for a stream that has no end.
    """
    streamed = reply.media_type == "text/event-stream" or reply.body[:5] == b"data:"
    return _streamed(reply) if streamed else reply.json()


def _streamed(reply: Reply) -> Any:
    """Server-sent events (HTML standard, 9.2) with a piece each, put together."""
    try:
        lines = reply.text.splitlines()
        data = [line[5:].strip() for line in lines if line.startswith("data:")]
        events = [json.loads(each) for each in data if each and each != "[DONE]"]
        choices = [each["choices"][0] for each in events if each.get("choices")]
        content = "".join((each.get("delta") or {}).get("content") or "" for each in choices)
        reasons = [each["finish_reason"] for each in choices if each.get("finish_reason")]
        usage = next((each["usage"] for each in reversed(events) if each.get("usage")), None)
    except (ValueError, RecursionError, KeyError, IndexError, TypeError, AttributeError):
        raise Malformed(phrase("the answer is a stream that cannot be read")) from None
    if not reasons and "[DONE]" not in data:
        raise Malformed(phrase("the answer is a stream that was cut off"))
    message = {"content": content}
    reason = reasons[-1] if reasons else None
    return {"choices": [{"message": message, "finish_reason": reason}], "usage": usage}


def content_of(body: object) -> str:
    """Return the text of the first choice.

    Raises :class:`Malformed` where there is none, :class:`TextRefused` where the service says
    that it did not translate, or that the answer is not whole.
    """
    try:
        choice = body["choices"][0]  # type: ignore[index]
        message, reason = choice["message"], choice.get("finish_reason")
        content, refusal = message.get("content"), message.get("refusal")
    except (KeyError, IndexError, TypeError, AttributeError):
        raise Malformed(phrase("the answer is not that of a chat")) from None
    if reason == "length":
        raise TextRefused(phrase("the answer was cut off at the model’s limit of length"))
    if refusal or reason == "content_filter":
        raise TextRefused(phrase("the model refused this text"))
    if isinstance(content, list):  # parts, as newer services may give them
        parts = [each.get("text") for each in content if isinstance(each, dict)]
        content = "".join(each for each in parts if isinstance(each, str))
    if not isinstance(content, str) or not content.strip():
        raise Malformed(phrase("the answer is empty"))
    return content


def translations_of(content: str, ids: Sequence[str]) -> tuple[str, ...]:
    """Return the translations in the order of ``ids``.

    Prose, code fences and thoughts around the JSON are passed over. Raises :class:`Malformed`
    where there is no JSON that has just these identifiers, each with a text.
    """
    bare = _THOUGHT.sub("", content)
    for text in dict.fromkeys((bare, _THOUGHT_END.sub("", bare))):
        for value in _values(text):
            inner = value.values() if isinstance(value, Mapping) else ()
            for each in (value, *inner):
                found = _pairs(each)
                texts = dict(found or ())
                if found and len(found) == len(ids) and texts.keys() == {*ids}:
                    return tuple(texts[number] for number in ids)
    raise Malformed(phrase("the answer is not the JSON that was asked for"))


def _values(text: str) -> Iterator[object]:
    """The JSON values in a text, none inside another."""
    decoder = json.JSONDecoder(strict=False)
    done = 0
    for begin in islice(_BEGINS.finditer(text), _BRACKETS):
        if begin.start() < done:
            continue
        try:
            value, done = decoder.raw_decode(text, begin.start())
        except ValueError:
            continue
        except RecursionError:
            return
        yield value


def _pairs(value: object) -> list[tuple[str, str]] | None:
    """(id, text) of an answer, in the forms that models give it; None for something else."""
    if isinstance(value, Mapping):
        single = {"id", *_TEXT} & value.keys() > {"id"}
        value = [value] if single else [{"id": name, "text": value[name]} for name in value]
    if not isinstance(value, list):
        return None
    found = []
    for each in value:
        if not isinstance(each, Mapping):
            return None
        number, text = each.get("id"), next((each[name] for name in _TEXT if name in each), None)
        if not isinstance(number, str) or not isinstance(text, str) or not text.strip():
            return None
        found.append((number, text))
    return found


def error_of(reply: Reply) -> tuple[str, str]:
    """Return what an answer that is an error says for people, and all that it says."""
    try:
        body = reply.json()
    except Malformed:
        return "", ""
    error = body.get("error", body) if isinstance(body, Mapping) else body
    if not isinstance(error, Mapping):
        error = {"message": error}
    told = error.get("message") or error.get("detail") or ""
    text = told if isinstance(told, str) else json.dumps(told, ensure_ascii=False)
    return " ".join(text.split()), " ".join(str(error.get(key)) for key in error)


def trouble_of(status: int, told: str) -> Trouble | None:
    """What an error of this status is about, by all that it says; None: what its status says."""
    if status == 413:
        return "length"
    return next(
        (
            kind
            for kind, statuses, words in _TROUBLES
            if status in statuses and re.search(words, told, re.IGNORECASE)
        ),
        None,
    )
