"""A LibreTranslate of our own on the loopback address, and deep-translator's classes against it.

It speaks the wire protocol of LibreTranslate's `POST /translate`: q, source, target, format and
api_key, as a form or as JSON; `{"translatedText": …}` or `{"error": …}` with a status. Faults
are injected in the order given, one a request.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from tenacity import wait_none

from tests.texts import NOW, outcomes
from workflow.engines.deep import DeepTranslator
from workflow.engines.engine import Draft, Meter, Options, Outcome, Request, Tools
from workflow.engines.http import ATTEMPTS, GIVE_UP_AFTER
from workflow.engines.providers import code_for
from workflow.errors import ConfigError, EngineError
from workflow.model import Locale
from workflow.project.settings import EngineSettings

FR, EN, ZH = Locale("fr"), Locale("en"), Locale("zh")
KEY = "secret-0123456789"


@dataclass
class Service:
    """What the service does, and what it was asked."""

    translate: Callable[[str], str] = str.upper
    key: str = ""
    faults: list[str] = field(default_factory=list)
    """``429``, ``500``, … (a status), ``slow``, ``garbage``, ``drop`` or ``ok``."""
    always: str = "ok"
    """The fault once the list is used up."""
    delay: float = 0.0
    seen: list[Mapping[str, str]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    most_at_once: int = 0
    url: str = ""

    def __post_init__(self) -> None:
        self._lock = threading.Lock()
        self._now = 0

    @property
    def texts(self) -> list[str]:
        return [request["q"] for request in self.seen]

    def enter(self, request: Mapping[str, str], path: str) -> str:
        with self._lock:
            self._now += 1
            self.most_at_once = max(self.most_at_once, self._now)
            self.seen.append(request)
            self.paths.append(path)
            return self.faults.pop(0) if self.faults else self.always

    def leave(self) -> None:
        with self._lock:
            self._now -= 1

    def answer(self, request: Mapping[str, str], fault: str) -> tuple[int, bytes]:
        if fault.isdigit():
            return int(fault), json.dumps({"error": f"Fault {fault} for {self.key}"}).encode()
        if fault == "garbage":
            return 200, b"<html>{not json"
        if self.key and request.get("api_key") != self.key:
            return 403, json.dumps({"error": "Invalid API key"}).encode()
        if not {"q", "source", "target"} <= request.keys():
            return 400, json.dumps({"error": "Invalid request: missing parameter"}).encode()
        return 200, json.dumps({"translatedText": self.translate(request["q"])}).encode()


@contextmanager
def running(service: Service) -> Iterator[Service]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            parts = urlsplit(self.path)
            if "json" in (self.headers.get("Content-Type") or ""):
                request = json.loads(body)
            else:
                pairs = parse_qs(parts.query) | parse_qs(body)
                request = {name: values[0] for name, values in pairs.items()}
            fault = service.enter(request, self.path)
            try:
                time.sleep(service.delay)
                if fault == "slow":
                    stop.wait(5)
                if fault in ("slow", "drop"):
                    self.close_connection = True
                    return
                status, data = service.answer(request, fault)
            finally:
                service.leave()  # before the answer goes out: the client sends the next at once
            self.send_response(status if parts.path == "/translate" else 404)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    stop = threading.Event()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    service.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield service
    finally:
        stop.set()
        server.shutdown()
        server.server_close()


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    """A running service; attempts follow one another at once, and no proxy is in between."""
    monkeypatch.setattr("workflow.engines.http.BACK_OFF", wait_none())
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with running(Service()) as it:
        yield it


@contextmanager
def libre(
    service: Service, meter: Meter | None = None, *, timeout: float = 5, in_flight: int = 4
) -> Iterator[DeepTranslator]:
    options = EngineSettings(
        "libre",
        "libretranslate",
        url=service.url,
        key_env="LIBRE_API_KEY" if service.key else None,
        timeout=timeout,
        in_flight=in_flight,
    )
    with ThreadPoolExecutor(16) as executor:
        tools = Tools(meter or Meter(), executor, {"LIBRE_API_KEY": KEY}, NOW)
        yield DeepTranslator(options, tools)


def drafts(engine: DeepTranslator, *texts: str) -> list[str | None]:
    found = outcomes(engine, [Request(text, FR, EN) for text in texts])
    return [outcome.text if isinstance(outcome, Draft) else None for outcome in found]


def error(engine: DeepTranslator, text: str = "Un texte") -> EngineError:
    (outcome,) = outcomes(engine, [Request(text, FR, EN)])
    assert isinstance(outcome, EngineError)
    return outcome


def test_texts_go_through_deep_translator_in_order(service: Service) -> None:
    with libre(service) as engine:
        requests = [Request(text, FR, EN) for text in ("Un atelier", "Deux jours")]
        found = outcomes(engine, requests)
    assert found == [
        Draft("UN ATELIER", "machine translation", "libre (libretranslate)"),
        Draft("DEUX JOURS", "machine translation", "libre (libretranslate)"),
    ]
    assert {(r["source"], r["target"], r["format"]) for r in service.seen} == {("fr", "en", "text")}


def test_the_text_and_the_key_travel_in_the_body(service: Service) -> None:
    service.key = KEY
    with libre(service) as engine:
        assert drafts(engine, "Un texte " * 2000) == [("UN TEXTE " * 2000)]
    assert service.paths == ["/translate"]
    assert service.seen[0]["api_key"] == KEY


def test_without_a_key_none_is_sent(service: Service) -> None:
    with libre(service) as engine:
        drafts(engine, "Un texte")
    assert "api_key" not in service.seen[0]


@pytest.mark.parametrize(
    ("source", "translated"),
    [
        (
            "Voir les [normes](https://example.org/a_b) et **deux** points.",
            "VOIR LES [NORMES](https://example.org/a_b) ET **DEUX** POINTS.",
        ),
        ("Écrire à presse@example.org[^1].", "ÉCRIRE À presse@example.org[^1]."),
        ("Rue du Port\\\nParis", "RUE DU PORT\\\nPARIS"),
        ("Un <b>mot</b> et `du code`", "UN <b>MOT</b> ET `du code`"),
        ("![Une salle](salle.jpg)", "![UNE SALLE](salle.jpg)"),
    ],
)
def test_what_is_to_be_kept_is_kept(service: Service, source: str, translated: str) -> None:
    with libre(service) as engine:
        assert drafts(engine, source) == [translated]
    assert len(service.seen) == 1


def test_a_service_that_loses_tokens_gets_the_words_between_them(service: Service) -> None:
    service.translate = lambda text: "" if "[X" in text else text.upper()
    with libre(service) as engine:
        assert drafts(engine, "les [normes](a) et **deux**") == ["LES [NORMES](a) ET **DEUX**"]
    assert sorted(service.texts[1:]) == ["deux", "et", "les", "normes"]


def test_what_cannot_be_made_right_is_left(service: Service) -> None:
    service.translate = lambda text: f"**{text}** http://other.example/"
    with libre(service) as engine:
        assert drafts(engine, "les [normes](a)", "un mot") == [None, None]


@pytest.mark.parametrize("fault", ["429", "500", "503", "garbage", "drop"])
def test_a_passing_fault_is_tried_again(service: Service, fault: str) -> None:
    service.faults = [fault, fault]
    with libre(service) as engine:
        assert drafts(engine, "Un texte") == ["UN TEXTE"]
    assert len(service.seen) == 3


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("500", "libre: HTTP 500, “Fault 500 for …”"),
        ("429", "libre: HTTP 429, “Fault 429 for …”"),
        ("garbage", "libre: the answer cannot be read"),
        ("drop", "libre: the connection failed"),
    ],
)
def test_a_lasting_fault_is_an_error_without_the_key(
    service: Service, fault: str, said: str
) -> None:
    service.always, service.key = fault, KEY
    with libre(service) as engine:
        found = error(engine)
    assert found.message == said
    assert KEY not in f"{found.message} {found.hint} {found.__cause__} {found.__context__}"
    assert len(service.seen) == ATTEMPTS


def test_a_slow_service_is_not_waited_for(service: Service) -> None:
    service.faults = ["slow"]
    start = time.monotonic()
    with libre(service, timeout=0.2) as engine:
        assert drafts(engine, "Un texte") == ["UN TEXTE"]
    assert time.monotonic() - start < 4


def test_a_wrong_key_is_asked_for_once_in_a_run(service: Service) -> None:
    service.key = "another"
    with libre(service) as engine:
        found = error(engine)
        again = error(engine, "Un autre texte")
    assert found.message == "libre: HTTP 403, “Invalid API key”"
    assert found.hint == "Check the key in the variable LIBRE_API_KEY."
    assert again.message == found.message
    assert len(service.seen) == 1


def test_a_refused_text_does_not_keep_others_from_being_sent(service: Service) -> None:
    service.faults = ["400"]
    with libre(service, in_flight=1) as engine:
        assert drafts(engine, "Premier", "Second") == [None, "SECOND"]


def test_a_service_that_is_down_is_given_up(service: Service) -> None:
    service.always = "500"
    with libre(service, in_flight=1) as engine:
        assert drafts(engine, *(f"Texte {number}" for number in "abcdefgh")) == [None] * 8
    assert len(service.seen) == GIVE_UP_AFTER * ATTEMPTS


def test_no_more_than_in_flight_requests_at_a_time(service: Service) -> None:
    service.delay = 0.02
    with libre(service, in_flight=3) as engine:
        drafts(engine, *(f"Texte {letter}" for letter in "abcdefghijkl"))
    assert 1 < service.most_at_once <= 3


def test_the_meter_counts_what_is_sent_and_stops_before_the_limit(service: Service) -> None:
    meter = Meter(20)
    with libre(service, meter) as engine:
        assert drafts(engine, "Un texte", "**Gras**", "Encore un") == ["UN TEXTE", None, None]
    assert (meter.requests, meter.characters, meter.exhausted) == (1, 8, True)
    assert service.texts == ["Un texte"]


@pytest.mark.parametrize(
    ("provider", "key_env", "url", "serves", "advice"),
    [
        ("google", None, None, True, ""),
        ("mymemory", None, None, True, ""),
        ("libretranslate", None, "http://127.0.0.1:1", True, ""),
        ("libretranslate", "SET", None, True, ""),
        ("deepl", "SET", None, True, ""),
        ("baidu", "SET", None, True, ""),
        ("deepl", "UNSET", None, False, "export UNSET=… (the key for deepl)"),
        (
            "deepl",
            None,
            None,
            False,
            "key_env = NAME in [workflow:mt.x], the variable that holds the key",
        ),
    ],
)
def test_what_a_provider_needs(
    provider: str, key_env: str | None, url: str | None, serves: bool, advice: str
) -> None:
    engine = make(EngineSettings("x", provider, url=url, key_env=key_env))
    assert engine.serves(FR, ZH) is serves
    assert engine.advice(FR, ZH) == advice
    assert not engine.serves(FR, Locale("vai"))


def test_only_a_service_one_can_host_takes_a_url() -> None:
    with pytest.raises(ConfigError, match="provider google takes no url"):
        make(EngineSettings("x", "google", url="http://127.0.0.1/"))


def make(options: Options) -> DeepTranslator:
    with ThreadPoolExecutor(1) as executor:
        return DeepTranslator(options, Tools(Meter(), executor, {"SET": "id:key"}, NOW))


GOOGLE = {
    "chinese (simplified)": "zh-CN",
    "chinese (traditional)": "zh-TW",
    "english": "en",
    "french": "fr",
    "portuguese": "pt",
}
MYMEMORY = {"french": "fr-FR", "french canada": "fr-CA", "portuguese brazil": "pt-BR"}
BAIDU = {"chinese (simplified)": "zh", "chinese (traditional)": "cht", "french": "fra"}


@pytest.mark.parametrize(
    ("name", "languages", "code"),
    [
        ("zh", GOOGLE, "zh-CN"),
        ("zh_Hant", GOOGLE, "zh-TW"),
        ("zh_Hant_TW", GOOGLE, "zh-TW"),
        ("pt_BR", GOOGLE, "pt"),
        ("fr", GOOGLE, "fr"),
        ("fr", MYMEMORY, "fr-FR"),
        ("fr_CA", MYMEMORY, "fr-CA"),
        ("pt_BR", MYMEMORY, "pt-BR"),
        ("fr", BAIDU, "fra"),
        ("zh", BAIDU, "zh"),
        ("zh_Hant", BAIDU, "cht"),
        ("zh_Hant", {"chinese": "zh"}, None),
        ("sr", GOOGLE, None),
    ],
)
def test_how_a_provider_spells_a_locale(
    name: str, languages: Mapping[str, str], code: str | None
) -> None:
    assert code_for(Locale(name), languages) == code


class Answer:
    """What `requests.request` returns."""

    def __init__(self, text: str) -> None:
        self.status_code, self.text = 200, text
        self.headers: Mapping[str, str] = {}

    def json(self) -> Any:
        return json.loads(self.text)

    def close(self) -> None:
        """Nothing is open."""


LANGUAGES = '{"translation": {"fr": {"name": "French"}, "zh-Hans": {"name": "Chinese"}}}'


@pytest.mark.parametrize(
    ("provider", "answers", "method", "sent"),
    [
        ("google", ['<div class="result-container">一 &lt; 二</div>'], "GET", "zh-CN"),
        ("mymemory", ['{"responseData": {"translatedText": "一 < 二"}}'], "GET", "fr-FR|zh-CN"),
        ("deepl", ['{"translations": [{"text": "一 < 二"}]}'], "POST", "DeepL-Auth-Key id:key"),
        ("microsoft", [LANGUAGES, '[{"translations": [{"text": "一 < 二"}]}]'], "POST", "zh-hans"),
        ("baidu", ['{"trans_result": [{"dst": "一 < 二"}]}'], "POST", "fra"),
    ],
)
def test_each_provider_is_asked_as_it_wants(
    monkeypatch: pytest.MonkeyPatch, provider: str, answers: list[str], method: str, sent: str
) -> None:
    calls: list[tuple[str, str, Any]] = []

    def request(method: str, url: str, **options: Any) -> Answer:
        calls.append((method, url, options))
        assert options.pop("timeout") == 7
        return Answer(answers[len(calls) - 1])

    monkeypatch.setattr("requests.request", request)
    assert ask(EngineSettings(provider, provider, key_env="SET", timeout=7)) == Draft(
        "一 < 二", "machine translation", provider
    )
    assert len(calls) == len(answers)
    assert calls[-1][0] == method
    assert sent in str(calls[-1][2])
    assert "key" not in calls[-1][1]


@pytest.mark.parametrize("warning", ["MYMEMORY WARNING: YOU USED ALL", "INVALID LANGUAGE PAIR"])
def test_a_warning_is_no_translation(monkeypatch: pytest.MonkeyPatch, warning: str) -> None:
    answer = Answer(json.dumps({"responseData": {"translatedText": warning}}))
    monkeypatch.setattr("requests.request", lambda *_, **__: answer)
    outcome = ask(EngineSettings("mymemory", "mymemory"))
    assert isinstance(outcome, EngineError)
    assert warning in outcome.message


@pytest.mark.parametrize(("seconds", "calls"), [("3600", 1), ("0", ATTEMPTS)])
def test_a_service_that_asks_for_an_hour_is_not_waited_for(
    monkeypatch: pytest.MonkeyPatch, seconds: str, calls: int
) -> None:
    monkeypatch.setattr("workflow.engines.http.BACK_OFF", wait_none())
    answer = Answer("{}")
    answer.status_code, answer.headers = 429, {"Retry-After": seconds}
    asked: list[str] = []

    def request(method: str, url: str, **options: Any) -> Answer:
        asked.append(url)
        return answer

    monkeypatch.setattr("requests.request", request)
    assert isinstance(ask(EngineSettings("google", "google")), EngineError)
    assert len(asked) == calls


def test_other_code_sees_the_requests_it_always_saw() -> None:
    import deep_translator.google
    import requests

    assert deep_translator.google.requests is requests


def ask(options: Options) -> Outcome:
    with ThreadPoolExecutor(1) as executor:
        engine = DeepTranslator(options, Tools(Meter(), executor, {"SET": "id:key"}, NOW))
        return outcomes(engine, [Request("un < deux", FR, ZH)])[0]
