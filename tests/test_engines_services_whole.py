"""Services of our own as engines: from messages to drafts, by the protocol of each."""

from __future__ import annotations

import re
import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import pytest

from tests.services import (
    KEY,
    PROTOCOLS,
    Fault,
    Loopback,
    Seen,
    Sent,
    as_json,
    running,
    sent_texts,
)
from tests.texts import NOW, outcomes
from workflow.engines.engine import Draft, Meter, Outcome, Request, Tools
from workflow.engines.masking import same_placeables
from workflow.engines.pacing import Patience
from workflow.engines.providers import make_backend
from workflow.engines.service_engine import ServiceEngine
from workflow.errors import EngineError
from workflow.model import Locale
from workflow.project.settings import EngineSettings

FR, EN, ZH = Locale("fr"), Locale("en"), Locale("zh")
QUICK = Patience(pause=0.002, longest_pause=0.05, longest_retry=0.02, bound=1.0)
every_provider = pytest.mark.parametrize("provider", PROTOCOLS)
LONG = {
    FR: "L’[atelier](https://e.org/1) a lieu le **12 mars** : venez, à dix ou plus ! " * 30,
    EN: "The [workshop](https://e.org/1) is on **12 March**: come along, ten of you or more! " * 30,
    ZH: "[工作坊](https://e.org/1)在**3月12日**举行，欢迎十人以上参加！" * 40,
}
TEXTS = {
    FR: ("Un atelier", "Les **normes** d’*hygiène*", "Écrire à `presse`, 3 < 4 & plus"),
    EN: ("A workshop", "The **rules** of *hygiene*", "Write to `press`, 3 < 4 & more"),
    ZH: ("一个工作坊", "**卫生**的*规范*", "写信给`presse`，3 < 4 & 更多"),
}


@pytest.fixture
def service(request: pytest.FixtureRequest) -> Iterator[Loopback]:
    with running(Loopback(PROTOCOLS[request.getfixturevalue("provider")])) as it:
        yield it


def engine(
    provider: str, service: Loopback, meter: Meter | None = None, **options: Any
) -> ServiceEngine:
    settings = EngineSettings("x", provider, url=service.url, key_env="X_KEY", timeout=5)
    settings = replace(settings, **options)
    environ = {"X_KEY": service.key, "no_proxy": "*"}
    tools = Tools(meter or Meter(), environ, NOW)
    return ServiceEngine(settings, tools, make_backend(settings, environ), QUICK)


def requests(source: Locale, target: Locale, texts: Sequence[str]) -> list[Request]:
    return [Request(text, source, target) for text in texts]


def failures(found: Sequence[Outcome]) -> list[EngineError]:
    """The errors; none of them holds the key."""
    errors = [outcome for outcome in found if isinstance(outcome, EngineError)]
    for error in errors:
        assert KEY not in "".join(traceback.format_exception(error)) + repr(error) + error.hint
    return errors


@every_provider
def test_catalogues_of_several_pairs_are_drafted_in_one_run(
    provider: str, service: Loopback
) -> None:
    asked = [
        request
        for source, target in ((FR, EN), (FR, ZH), (EN, FR), (ZH, EN))
        for request in requests(source, target, (*TEXTS[source], LONG[source]))
    ]
    meter = Meter()
    found = outcomes(engine(provider, service, meter), asked)
    for request, outcome in zip(asked, found, strict=True):
        assert isinstance(outcome, Draft)
        assert same_placeables(request.value, request.value.having(outcome.text))
        assert outcome.origin == f"x ({provider})"
    sent = sent_texts(service.seen)
    assert meter.requests == len(service.seen)
    assert meter.characters == sum(map(len, sent))
    assert service.connections <= 4  # in_flight
    if provider != "mymemory":
        assert len(service.seen) <= 6  # a batch or two a pair


@pytest.mark.parametrize("provider", ["mymemory"])
@pytest.mark.parametrize("source", [FR, EN, ZH])
def test_a_long_paragraph_goes_through_mymemory_in_pieces_of_500_bytes(
    provider: str, service: Loopback, source: Locale
) -> None:
    target = EN if source != EN else FR
    (outcome,) = outcomes(engine(provider, service), requests(source, target, [LONG[source]]))
    assert isinstance(outcome, Draft)
    assert outcome.text.count("https://e.org/1") == LONG[source].count("https://e.org/1")
    sent = sent_texts(service.seen)
    assert all(len(text.encode()) <= 500 for text in sent)
    assert all(text.rstrip().endswith(("!", "！")) for text in sent)


@pytest.mark.parametrize("provider", [name for name in PROTOCOLS if name != "mymemory"])
def test_one_text_that_is_refused_leaves_the_others_of_its_batch(
    provider: str, service: Loopback
) -> None:
    right = service.protocol

    def strict(it: Loopback, seen: Seen) -> Sent:
        if "poison" in seen.body.decode():
            return as_json({"error": {"code": 400, "message": "No"}, "message": "No"}, 400)
        return right(it, seen)

    service.protocol = strict
    texts = [f"Texte numéro {number}" for number in range(20)]
    texts[7] = "Un poison"
    found = outcomes(engine(provider, service), requests(FR, EN, texts))
    assert [isinstance(outcome, Draft) for outcome in found] == [text != texts[7] for text in texts]
    assert [error.message for error in failures(found)] == ["HTTP 400, “No”"]


@pytest.mark.parametrize("provider", ["libretranslate"])
def test_a_server_that_takes_fewer_texts_than_we_think_gets_fewer(
    provider: str, service: Loopback
) -> None:
    service.limit = 4
    texts = [f"Texte numéro {number}" for number in range(21)]
    found = outcomes(engine(provider, service), requests(FR, EN, texts))
    assert [outcome.text for outcome in found if isinstance(outcome, Draft)] == [
        text.upper() for text in texts
    ]


@pytest.mark.parametrize("provider", ["mymemory"])
def test_a_quota_that_ends_leaves_what_was_answered(provider: str, service: Loopback) -> None:
    service.limit = 5
    texts = [f"Texte numéro {number}" for number in range(40)]
    found = outcomes(engine(provider, service, in_flight=2), requests(FR, EN, texts))
    assert sum(isinstance(outcome, Draft) for outcome in found) == 5
    errors = failures(found)
    assert len(errors) == 35
    assert "YOU USED ALL AVAILABLE FREE TRANSLATIONS" in errors[0].message
    assert len(service.seen) <= 7


@every_provider
def test_a_key_that_is_refused_is_asked_for_once(provider: str, service: Loopback) -> None:
    service.protocol = lambda _service, _seen: as_json({"error": f"no key {KEY}"}, 401)
    texts = [f"Texte numéro {number}" for number in range(12)]
    found = outcomes(engine(provider, service, in_flight=1, batch=1), requests(FR, EN, texts))
    assert len(failures(found)) == 12
    assert len(service.seen) == 1


@pytest.mark.parametrize("provider", ["libretranslate"])
def test_a_service_that_loses_its_tags_gets_the_words_between_them(
    provider: str, service: Loopback
) -> None:
    def careless(it: Loopback, seen: Seen) -> Sent:
        body = seen.json
        texts = body["q"] if isinstance(body["q"], list) else [body["q"]]
        found = ["" if "[X" in text else text.upper() for text in texts]
        found = [text or "PERDU" for text in found]
        return as_json({"translatedText": found if isinstance(body["q"], list) else found[0]})

    service.protocol = careless
    (outcome,) = outcomes(
        engine(provider, service), requests(FR, EN, ["les [normes](a) et **deux**"])
    )
    assert isinstance(outcome, Draft)
    assert outcome.text == "LES [NORMES](a) ET **DEUX**"
    assert sorted(sent_texts(service.seen)[1:]) == ["deux", "et", "les", "normes"]


@every_provider
def test_what_never_left_is_not_counted(provider: str, service: Loopback) -> None:
    meter = Meter()
    texts = [f"Texte numéro {number}" for number in range(12)]
    asked = requests(FR, Locale("de"), texts)
    found = outcomes(engine(provider, service, meter, in_flight=1, batch=3), asked)
    assert len(failures(found)) == 12
    assert len(service.seen) == 1
    assert (meter.requests, meter.characters) == (1, sum(map(len, sent_texts(service.seen))))


JSON = b'{"translatedText": "Texte", "translations": [{"text": "Te'
PASSING: dict[str, Fault] = {
    "reset": "reset",
    "cut": "cut",
    "hang": "hang",
    "drip": "drip",
    "429": as_json({"message": "Slow down"}, 429),
    "429 seconds": as_json({"message": "Slow down"}, 429, Retry_After="0"),
    "429 date": as_json({}, 429, Retry_After="Mon, 01 Jan 2024 00:00:00 GMT"),
    "503 seconds": as_json({}, 503, Retry_After="0"),
    **{str(status): as_json({"message": "No"}, status) for status in (408, 425, *range(500, 505))},
    "truncated": Sent(200, JSON),
    "page": Sent(200, b"<!DOCTYPE html><title>Sign in</title>"),
    "empty": Sent(200, b""),
    "wrong count": as_json(
        {"translations": [], "data": {"translations": []}, "translatedText": []}
    ),
    "wrong shape": as_json({"translations": "x", "data": [], "translatedText": {"a": 1}}),
    "error object": as_json({"error": {"code": 1, "message": "No model"}, "responseStatus": 500}),
    "prose": Sent(200, b'Sure! ```json\n{"translatedText": "A"}\n```'),
}


@every_provider
@pytest.mark.parametrize("fault", PASSING.values(), ids=PASSING)
def test_a_fault_that_passes_costs_no_text_of_any_service(
    provider: str, service: Loopback, fault: Fault
) -> None:
    service.faults = [fault, fault]
    texts = [f"Texte numéro {number}, avec des mots" for number in range(6)]
    found = outcomes(engine(provider, service, timeout=0.4), requests(FR, EN, texts))
    assert [outcome.text for outcome in found if isinstance(outcome, Draft)] == [
        text.upper() for text in texts
    ]


DENIED = {
    str(status): as_json({"message": f"No, {KEY}"}, status) for status in (401, 402, 403, 456)
}


@every_provider
@pytest.mark.parametrize("answer", DENIED.values(), ids=DENIED)
def test_a_service_that_denies_us_is_asked_no_more(
    provider: str, service: Loopback, answer: Sent
) -> None:
    right = service.protocol
    service.protocol = lambda it, seen: right(it, seen) if len(it.seen) == 1 else answer
    texts = [f"Texte numéro {number}" for number in range(9)]
    found = outcomes(engine(provider, service, in_flight=1, batch=1), requests(FR, EN, texts))
    assert [isinstance(outcome, Draft) for outcome in found] == [True] + [False] * 8
    assert len(failures(found)) == 8
    assert len(service.seen) == 2


_MARK = re.compile(r"\[X\d+X\]|</?(?:g|x|b|span)\b[^<>]*>")


def crossed(text: str) -> str:
    """The first two marks in each other's place."""
    marks = list(_MARK.finditer(text))
    if len(marks) < 2:
        return text
    one, two = marks[:2]
    between = text[one.end() : two.start()]
    return text[: one.start()] + two[0] + between + one[0] + text[two.end() :]


MANGLED: dict[str, Callable[[str], str]] = {
    "lost": lambda text: _MARK.sub("", text, count=1),
    "all lost": lambda text: _MARK.sub("", text),
    "doubled": lambda text: _MARK.sub(lambda mark: mark[0] * 2, text, count=1),
    "translated": lambda text: _MARK.sub(
        lambda mark: re.sub("^<(/?)[a-z]+", r"<\1gras", mark[0].replace("X", "Y")), text
    ),
    "crossed": crossed,
}


@every_provider
@pytest.mark.parametrize("mangle", MANGLED.values(), ids=MANGLED)
@pytest.mark.parametrize("source", [FR, EN, ZH])
def test_marks_that_come_back_wrong_never_reach_a_draft(
    provider: str, service: Loopback, source: Locale, mangle: Callable[[str], str]
) -> None:
    right = service.protocol

    def careless(it: Loopback, seen: Seen) -> Sent:
        answer = right(it, seen)
        return replace(answer, body=mangle(answer.body.decode()).encode())

    service.protocol = careless
    text = {
        FR: "Les **normes** de `code`, voir [ici](https://e.org/1)",
        EN: "The **rules** of `code`, see [here](https://e.org/1)",
        ZH: "**规范**的`code`，参见[这里](https://e.org/1)",
    }[source]
    target = EN if source != EN else FR
    (outcome,) = outcomes(engine(provider, service), requests(source, target, [text]))
    assert isinstance(outcome, Draft)
    assert outcome.text.lower() == text.lower()
    assert "`code`" in outcome.text
