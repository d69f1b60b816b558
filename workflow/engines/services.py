"""The services that are asked over HTTP: a row each of address, request, answer, limits, errors.

What a row says is what the service documents (``docs/engines.md`` has it as a table).
:class:`~workflow.engines.http_backend.HttpBackend` makes a backend of it.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from typing import Any

from workflow.engines.backend import Limits
from workflow.engines.client import Reply, retry_after
from workflow.engines.faults import Apart, Busy, Fault, Malformed, ServiceDenied, TextRefused
from workflow.engines.forms import HTML, HTML_CLASS, TOKENS, XML
from workflow.engines.service_row import Call, Question, Service, quoted
from workflow.model.phrase import phrase

_KEY = re.compile(r"api[ _-]?key", re.IGNORECASE)

# LibreTranslate: https://github.com/LibreTranslate/LibreTranslate (its /spec)


def _libretranslate(question: Question) -> Call:
    texts = question.texts
    body: dict[str, object] = {
        # servers of old take one text alone
        "q": list(texts) if len(texts) > 1 else texts[0],
        "source": question.source,
        "target": question.target,
        # not "html": it translates what is between two tags by itself, without the sentence
        "format": "text",
    }
    return Call(body | ({"api_key": question.key} if question.key else {}))


def _libretranslate_texts(answer: Any, question: Question) -> Sequence[object]:
    texts = answer["translatedText"]
    if isinstance(texts, str) and len(question.texts) > 1:
        raise Apart(phrase("the service takes one text at a time"))
    if not isinstance(texts, str | list):
        raise TypeError
    return [texts] if isinstance(texts, str) else texts


def _libretranslate_fault(reply: Reply, answer: Any, text: str) -> Fault | None:
    """A key that is missing is a 400 on some servers, which else speaks of the text."""
    denied = reply.status == 400 and _KEY.search(text)
    return ServiceDenied(quoted(reply.status, text), of_key=True) if denied else None


# DeepL: https://developers.deepl.com/api-reference/translate


def _deepl(question: Question) -> Call:
    options = question.options
    body: dict[str, object] = {
        "text": list(question.texts),
        # a source has no variant: EN, ZH
        "source_lang": question.source.partition("-")[0],
        "target_lang": question.target,
        "tag_handling": "xml",
        # the older way, which some accounts have by default, moves empty elements about
        "tag_handling_version": "v2",
        "ignore_tags": ["x"],
        "non_splitting_tags": ["g", "x"],
        "outline_detection": False,
        "preserve_formatting": True,
    }
    if formality := options.get("formality"):
        # “prefer”: languages that know no formality are no error
        body["formality"] = f"prefer_{formality}"
    if model := options.get("model"):
        body["model_type"] = model
    if glossary := options.get("glossary_id"):
        body["glossary_id"] = glossary
    headers = {"Authorization": f"DeepL-Auth-Key {question.key}"} if question.key else {}
    return Call(body, headers=headers)


def _deepl_address(key: str) -> str:
    return "https://api-free.deepl.com" if key.endswith(":fx") else "https://api.deepl.com"


def _deepl_texts(answer: Any, question: Question) -> Sequence[object]:
    return [each["text"] for each in answer["translations"]]


def _deepl_fault(reply: Reply, answer: Any, text: str) -> Fault | None:
    """529 asks for time as 429 does."""
    if reply.status != 529:
        return None
    return Busy(phrase("HTTP {status}", status=529), retry_after(reply.headers))


# Microsoft Translator 3.0: https://learn.microsoft.com/azure/ai-services/translator/


def _microsoft(question: Question) -> Call:
    key, _, region = question.key.partition(":")
    headers = {
        "Ocp-Apim-Subscription-Key": key,
        "Ocp-Apim-Subscription-Region": region,
    }
    params = {
        "api-version": "3.0",
        "from": question.source,
        "to": question.target,
        "textType": "html",
        "category": question.options.get("model", ""),
    }
    return Call(
        [{"Text": text} for text in question.texts],
        {name: value for name, value in params.items() if value},
        {name: value for name, value in headers.items() if value},
    )


def _microsoft_texts(answer: Any, question: Question) -> Sequence[object]:
    return [each["translations"][0]["text"] for each in answer]


# Google Cloud Translation 2: https://cloud.google.com/translate/docs/reference/rest/v2/translate


def _google_cloud(question: Question) -> Call:
    body: dict[str, object] = {
        "q": list(question.texts),
        "source": question.source,
        "target": question.target,
        "format": "html",
    }
    if model := question.options.get("model"):
        body["model"] = model
    # not as a parameter: addresses are logged, by servers and by proxies
    return Call(body, headers={"X-Goog-Api-Key": question.key} if question.key else {})


def _google_cloud_texts(answer: Any, question: Question) -> Sequence[object]:
    return [each["translatedText"] for each in answer["data"]["translations"]]


def _google_cloud_fault(reply: Reply, answer: Any, text: str) -> Fault | None:
    """A 403 that asks for time; a 400 that speaks of the key."""
    try:
        reason = answer["error"]["errors"][0]["reason"]
    except (KeyError, TypeError, IndexError):
        reason = ""
    if reply.status == 403 and reason in {"userRateLimitExceeded", "rateLimitExceeded"}:
        return Busy(quoted(403, text), retry_after(reply.headers))
    if reply.status == 403 and reason.endswith("LimitExceeded"):
        return ServiceDenied(quoted(403, text))  # the day's: nothing is wrong with the key
    if reply.status == 400 and _KEY.search(text):
        return ServiceDenied(quoted(400, text), of_key=True)
    return None


# MyMemory: https://mymemory.translated.net/doc/spec.php


def _mymemory(question: Question) -> Call:
    params = {
        "q": question.texts[0],
        "langpair": f"{question.source}|{question.target}",
        "de": question.options.get("email", ""),
        "key": question.key,
    }
    return Call(params={name: value for name, value in params.items() if value})


def _mymemory_texts(answer: Any, question: Question) -> Sequence[object]:
    text = answer["responseData"]["translatedText"]
    # some of its translations are of web pages, with references
    return [html.unescape(text) if "&" not in question.texts[0] else text]


_IN_PLACE = re.compile(
    r"MYMEMORY WARNING|QUERY LENGTH LIMIT|NO QUERY SPECIFIED|PLEASE SELECT TWO|INVALID EMAIL"
    r"|INVALID (?:SOURCE|TARGET) LANGUAGE|'.{0,20}' IS AN? INVALID|INVALID LANGUAGE PAIR"
)
"""How texts begin that it sends in the place of a translation."""
_MYMEMORY_DENIES = re.compile(r"MYMEMORY WARNING|QUOTA|LIMIT EXCEEDED|EMAIL|\bKEY\b")


def _mymemory_fault(reply: Reply, answer: Any, text: str) -> Fault | None:
    """Its own status is inside the answer, a number or a string, and HTTP's is 200."""
    if not isinstance(answer, Mapping):
        return None
    data = answer.get("responseData")
    translated = data.get("translatedText") if isinstance(data, Mapping) else None
    in_place = isinstance(translated, str) and bool(_IN_PLACE.match(translated))
    status = str(answer.get("responseStatus", 200))
    if status == "200" and not in_place:
        return None
    told = (translated if in_place else "") or text or status
    reason = phrase("MyMemory {status}, “{text}”", status=status, text=told)
    if "QUERY LENGTH" in told:
        return TextRefused(reason)
    denied = reply.status in {401, 402, 403, 456} and not in_place
    if denied or answer.get("quotaFinished") is True or _MYMEMORY_DENIES.search(told):
        return ServiceDenied(reason, of_key="401" in {status, str(reply.status)} or status == "403")
    if status == "429":
        return Busy(reason, retry_after(reply.headers))
    return Malformed(reason) if status.startswith(("2", "5")) else TextRefused(reason)


SERVICES: Mapping[str, Service] = {
    "libretranslate": Service(
        lambda _key: "https://libretranslate.com",
        "/translate",
        _libretranslate,
        _libretranslate_texts,
        TOKENS,
        # no limit but what a server is told to have; it works through a batch text by text
        Limits(texts=50, total=10_000),
        most_texts=1000,
        check=_libretranslate_fault,
    ),
    "deepl": Service(
        _deepl_address,
        "/v2/translate",
        _deepl,
        _deepl_texts,
        XML,
        Limits(texts=50, total=100_000, unit="bytes"),
        most_texts=50,
        body=128 * 1024,
        check=_deepl_fault,
    ),
    "microsoft": Service(
        lambda _key: "https://api.cognitive.microsofttranslator.com",
        "/translate",
        _microsoft,
        _microsoft_texts,
        HTML_CLASS,
        Limits(texts=1000, total=50_000),
        most_texts=1000,
    ),
    "google-cloud": Service(
        lambda _key: "https://translation.googleapis.com",
        "/language/translate/v2",
        _google_cloud,
        _google_cloud_texts,
        HTML,
        # 5,000 is what it recommends, 30,000 what it takes
        Limits(texts=128, total=5_000),
        most_texts=128,
        body=100_000,
        check=_google_cloud_fault,
    ),
    "mymemory": Service(
        lambda _key: "https://api.mymemory.translated.net",
        "/get",
        _mymemory,
        _mymemory_texts,
        TOKENS,
        Limits(texts=1, text=500, unit="bytes"),
        most_texts=1,
        needs_key=False,
        check=_mymemory_fault,
    ),
}
