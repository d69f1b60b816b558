"""Services of our own as engines: from messages to drafts, by the protocol of each."""

from __future__ import annotations

import traceback
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import pytest

from tests.services import (
    KEY,
    PROTOCOLS,
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
