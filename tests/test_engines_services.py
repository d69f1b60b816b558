"""Services of our own against servers on the loopback address that speak their protocols."""

from __future__ import annotations

import asyncio
import traceback
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.services import KEY, PROTOCOLS, Loopback, Sent, as_json, running, sent_texts
from tests.texts import md
from workflow.engines.backend import Wire
from workflow.engines.deep_classes import CLASSES
from workflow.engines.engine import Request
from workflow.engines.faults import (
    Apart,
    Busy,
    Fault,
    Malformed,
    ServiceDenied,
    TextRefused,
    Transient,
)
from workflow.engines.http_backend import HttpBackend, joined
from workflow.engines.masking import assemble, mask
from workflow.engines.service_codes import code_for, codes
from workflow.engines.service_row import Question
from workflow.engines.services import SERVICES
from workflow.model import Locale
from workflow.project.settings import EngineSettings

FR, EN, ZH = Locale("fr"), Locale("en"), Locale("zh")
MESSAGES = {
    FR: "Voir [les **normes**](https://e.org/a_b) & `co<de>` : 3 < 4, à l’[ONU](/o).[^1]",
    EN: "See [the **rules**](https://e.org/a_b) & `co<de>`: 3 < 4, at the [UN](/o).[^1]",
    ZH: "参见[**规范**](https://e.org/a_b)和`co<de>`：3 < 4，在[联合国](/o)。[^1]",
}
PAIRS = [(FR, EN), (EN, ZH), (ZH, FR), (FR, Locale("zh_Hant"))]
every_provider = pytest.mark.parametrize("provider", PROTOCOLS)


@pytest.fixture
def service(request: pytest.FixtureRequest) -> Iterator[Loopback]:
    with running(Loopback(PROTOCOLS[request.getfixturevalue("provider")])) as it:
        if it.protocol is PROTOCOLS["microsoft"]:
            it.key = f"{KEY}:westeurope"
        yield it


def backend(provider: str, service: Loopback, **options: Any) -> HttpBackend:
    settings = EngineSettings("x", provider, url=service.url, key_env="X_KEY", timeout=5)
    return HttpBackend(replace(settings, **options), {"X_KEY": service.key, "no_proxy": "*"})


def ask(
    engine: HttpBackend, texts: Sequence[str], source: Locale = FR, target: Locale = EN
) -> Sequence[str]:
    """One request."""

    async def once() -> Sequence[str]:
        codes = engine.code(source) or "", engine.code(target) or ""
        wires = [Wire(text, *codes, Request(text, source, target)) for text in texts]
        try:
            return (await engine.translate(wires)).texts
        finally:
            await engine.close()

    return asyncio.run(once())


def fault(provider: str, service: Loopback, *texts: str, **options: Any) -> Fault:
    """The fault one request brings; the key is in nothing of it."""
    engine = backend(provider, service, **options)
    with pytest.raises(Fault) as caught:
        ask(engine, texts or ["Un texte"])
    shown = "".join(traceback.format_exception(caught.value)) + repr(engine) + engine.identity
    assert not {part for part in service.key.split(":") if part in shown}
    return caught.value


@every_provider
@pytest.mark.parametrize(("source", "target"), PAIRS)
def test_a_message_goes_out_and_comes_back_with_all_its_parts(
    provider: str, service: Loopback, source: Locale, target: Locale
) -> None:
    engine = backend(provider, service)
    masked = mask(md(MESSAGES[source]))
    (answer,) = ask(engine, [engine.form.encode(masked)], source, target)
    upper = "".join(
        part.text.upper() if part.role.value == "text" else part.text for part in masked.parts
    )
    assert assemble(masked, engine.form.decode(answer, masked)) == upper


@pytest.mark.parametrize("provider", ["mymemory"])
@pytest.mark.parametrize("status", [401, 402, 403, 456])
def test_a_status_of_http_speaks_of_the_service_whatever_mymemory_says(
    provider: str, service: Loopback, status: int
) -> None:
    answer = {"responseData": {"translatedText": ""}, "responseStatus": str(status)}
    service.faults = [as_json(answer | {"responseDetails": "ACCESS DENIED"}, status)]
    assert type(fault(provider, service)) is ServiceDenied


@pytest.mark.parametrize("provider", ["libretranslate"])
def test_a_server_of_old_is_sent_one_text_at_a_time(provider: str, service: Loopback) -> None:
    engine = backend(provider, service)
    assert engine.limits.texts == 50
    service.faults = [as_json({"translatedText": "one string for all"})]
    with pytest.raises(Apart):
        ask(engine, ["Un", "Deux"])
    assert engine.limits.texts == 1
    assert ask(engine, ["Un"]) == ["UN"]


@pytest.mark.parametrize("provider", [name for name in PROTOCOLS if name != "mymemory"])
def test_a_batch_is_one_request_and_its_answers_are_in_order(
    provider: str, service: Loopback
) -> None:
    engine = backend(provider, service)
    texts = [f"Texte {number} à l’œuvre, n° {number}" for number in range(40)]
    assert ask(engine, texts) == [text.upper() for text in texts]
    assert len(service.seen) == 1


@pytest.mark.parametrize(
    ("provider", "batch", "texts"),
    [
        ("libretranslate", None, 50),
        ("libretranslate", 200, 200),
        ("deepl", None, 50),
        ("deepl", 500, 50),
        ("deepl", 10, 10),
        ("microsoft", None, 1000),
        ("google-cloud", 1000, 128),
        ("mymemory", 50, 1),
    ],
)
def test_texts_of_a_request_are_those_wanted_at_most_those_allowed(
    provider: str, batch: int | None, texts: int, service: Loopback
) -> None:
    assert backend(provider, service, batch=batch).limits.texts == texts


@pytest.mark.parametrize("provider", ["libretranslate"])
def test_libretranslate_is_asked_as_it_documents(provider: str, service: Loopback) -> None:
    engine = backend(provider, service)
    ask(engine, ["Un mot"])
    ask(engine, ["Un mot", "R&amp;D"], FR, Locale("zh_TW"))
    one, two = (request.json for request in service.seen)
    assert one == {
        "q": "Un mot", "source": "fr", "target": "en", "format": "text", "api_key": KEY
    }  # fmt: skip
    assert (two["q"], two["target"]) == (["Un mot", "R&amp;D"], "zt")


@pytest.mark.parametrize("provider", ["libretranslate"])
def test_without_a_key_none_is_sent(provider: str, service: Loopback) -> None:
    service.key = ""
    ask(backend(provider, service, key_env=None), ["Un mot"])
    assert "api_key" not in service.seen[0].json


@pytest.mark.parametrize("provider", ["deepl"])
def test_deepl_is_asked_as_it_documents(provider: str, service: Loopback) -> None:
    wishes = {"formality": "more", "glossary_id": "g-1", "model": "quality_optimized"}
    engine = backend(provider, service, **wishes)
    ask(engine, ['Un <x id="1"/> mot'], EN, Locale("pt_PT"))
    (seen,) = service.seen
    assert seen.headers["authorization"] == f"DeepL-Auth-Key {KEY}"
    assert seen.headers["content-type"] == "application/json"
    body = seen.json
    assert (body["source_lang"], body["target_lang"]) == ("EN", "PT-PT")
    assert (body["tag_handling"], body["tag_handling_version"]) == ("xml", "v2")
    assert body["ignore_tags"] == ["x"]
    assert body["formality"] == "prefer_more"  # “more” is an error for English and Chinese
    assert (body["glossary_id"], body["model_type"]) == ("g-1", "quality_optimized")
    assert not seen.query
    assert engine.model == "quality_optimized"


@pytest.mark.parametrize("provider", ["deepl"])
def test_a_formality_that_a_language_lacks_is_no_error(provider: str, service: Loopback) -> None:
    engine = backend(provider, service, formality="more")
    assert ask(engine, ["Un mot"], FR, ZH) == ["UN MOT"]


@pytest.mark.parametrize("provider", ["deepl"])
def test_what_is_longer_in_json_than_deepl_takes_is_not_sent(
    provider: str, service: Loopback
) -> None:
    error = fault(provider, service, *['"' * 40_000] * 2)
    assert isinstance(error, TextRefused)
    assert not service.seen
    chinese = "汉" * 40_000  # 120 kB as it is, 240 kB in escapes
    assert ask(backend(provider, service), [chinese], ZH, EN) == [chinese]


@pytest.mark.parametrize(
    ("key", "host"),
    [("0123:fx", "https://api-free.deepl.com"), ("0123", "https://api.deepl.com")],
)
def test_deepl_free_and_pro_have_addresses_of_their_own(key: str, host: str) -> None:
    settings = EngineSettings("x", "deepl", key_env="X_KEY")
    assert host.partition("//")[2] in HttpBackend(settings, {"X_KEY": key}).identity


@pytest.mark.parametrize("provider", ["microsoft"])
def test_microsoft_is_asked_as_it_documents(provider: str, service: Loopback) -> None:
    ask(backend(provider, service, model="my-category"), ["Un mot"], FR, ZH)
    (seen,) = service.seen
    assert seen.query == {
        "api-version": "3.0", "from": "fr", "to": "zh-Hans", "textType": "html",
        "category": "my-category",
    }  # fmt: skip
    assert seen.headers["ocp-apim-subscription-key"] == KEY
    assert seen.headers["ocp-apim-subscription-region"] == "westeurope"
    assert seen.json == [{"Text": "Un mot"}]


@pytest.mark.parametrize("provider", ["microsoft"])
def test_a_key_of_microsoft_without_a_region_sends_none(provider: str, service: Loopback) -> None:
    service.key = KEY
    ask(backend(provider, service), ["Un mot"])
    assert "ocp-apim-subscription-region" not in service.seen[0].headers


@pytest.mark.parametrize("provider", ["google-cloud"])
def test_google_cloud_is_asked_as_it_documents(provider: str, service: Loopback) -> None:
    ask(backend(provider, service, model="nmt"), ["Un mot", "Deux"], FR, Locale("zh_Hant"))
    (seen,) = service.seen
    assert seen.json == {
        "q": ["Un mot", "Deux"], "source": "fr", "target": "zh-TW", "format": "html",
        "model": "nmt",
    }  # fmt: skip
    assert seen.headers["x-goog-api-key"] == KEY
    assert not seen.query  # addresses are logged


@pytest.mark.parametrize("provider", ["mymemory"])
def test_mymemory_is_asked_as_it_documents(provider: str, service: Loopback) -> None:
    engine = backend(provider, service, key_env=None, email="redaction@example.org")
    text = "Œuvre & cie [X1X] + 100 % « été » 汉字"
    assert ask(engine, [text], FR, ZH) == [text.upper()]
    (seen,) = service.seen
    assert seen.method == "GET"
    assert seen.query == {"q": text, "langpair": "fr|zh-CN", "de": "redaction@example.org"}


@pytest.mark.parametrize("provider", ["mymemory"])
def test_500_bytes_go_through_mymemory_and_501_do_not(provider: str, service: Loopback) -> None:
    limits = backend(provider, service).limits
    assert (limits.text, limits.unit, limits.texts) == (500, "bytes", 1)
    assert ask(backend(provider, service), ["汉" * 166 + "ab"], ZH, EN)
    error = fault(provider, service, "汉" * 167)
    assert isinstance(error, TextRefused)
    assert "QUERY LENGTH LIMIT EXCEEDED" in error.reason


@pytest.mark.parametrize("provider", ["mymemory"])
@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        ({"responseData": {"translatedText": "MYMEMORY WARNING: YOU USED ALL"},
          "responseStatus": 200}, ServiceDenied),
        ({"responseData": {"translatedText": ""}, "quotaFinished": True,
          "responseStatus": "429", "responseDetails": "YOU USED ALL"}, ServiceDenied),
        ({"responseData": {"translatedText": ""}, "responseStatus": 429}, Busy),
        ({"responseData": {"translatedText": ""}, "responseStatus": "403",
          "responseDetails": "INVALID EMAIL PROVIDED"}, ServiceDenied),
        ({"responseData": {"translatedText": "INVALID LANGUAGE PAIR SPECIFIED"},
          "responseStatus": 200}, Malformed),
        ({"responseData": {"translatedText": "'XX' IS AN INVALID TARGET LANGUAGE"},
          "responseStatus": "403"}, TextRefused),
        ({"responseData": {"translatedText": None}, "responseStatus": 500}, Malformed),
        ({"responseData": {"translatedText": None}, "responseStatus": 200}, Malformed),
        ({"responseData": None, "responseStatus": 200}, Malformed),
        ({"matches": []}, Malformed),
    ],
)  # fmt: skip
def test_mymemory_tells_errors_inside_of_good_answers(
    provider: str, service: Loopback, answer: dict[str, object], kind: type[Fault]
) -> None:
    service.faults = [as_json(answer)]
    assert type(fault(provider, service)) is kind


@pytest.mark.parametrize("provider", ["mymemory"])
def test_references_in_what_mymemory_found_on_a_web_page_are_read(
    provider: str, service: Loopback
) -> None:
    service.translate = lambda _text: "It&#39;s &quot;so&quot;"
    assert ask(backend(provider, service), ["C’est « ainsi »"]) == ['It\'s "so"']
    assert ask(backend(provider, service), ["Écrire &quot;"]) == ["It&#39;s &quot;so&quot;"]


HTML_PAGE = Sent(502, b"<html><h1>Bad Gateway</h1></html>", {"Content-Type": "text/html"})


@every_provider
@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (as_json({"message": "Slow down"}, 429), Busy),
        (as_json({"message": "Later"}, 503, Retry_After="7"), Busy),
        (as_json({"message": "No"}, 503), Transient),
        (as_json({"message": "No"}, 500), Transient),
        (HTML_PAGE, Transient),
        (as_json({"error": "No"}, 408), Transient),
        (as_json({"error": {"message": "No"}}, 400), TextRefused),
        (as_json({"message": "Too long"}, 413), TextRefused),
        (Sent(414, b""), TextRefused),
        (as_json({"message": "No"}, 422), TextRefused),
        (as_json({"error": "No"}, 401), ServiceDenied),
        (as_json({"message": "No money"}, 402), ServiceDenied),
        (as_json({"error": "Banned"}, 403), ServiceDenied),
        (as_json({"message": "Quota Exceeded"}, 456), ServiceDenied),
        (as_json({"message": "?"}, 404), ServiceDenied),
        (Sent(200, b"<html>Sign in</html>"), Malformed),
        (Sent(200, b""), Malformed),
        (Sent(200, b"[" * 100_000), Malformed),
        (Sent(200, b'{"error":' * 500 + b"1" + b"}" * 500), Malformed),
        (Sent(200, b'{"translations": [{"te'), Malformed),
        (Sent(200, b'Here it is: {"translatedText": "x"}'), Malformed),
        (as_json({"error": "Out of memory"}), Malformed),
        (as_json({}), Malformed),
        (as_json([]), Malformed),
        (as_json(None), Malformed),
        (as_json("text"), Malformed),
        (as_json(7), Malformed),
    ],
)
def test_each_kind_of_fault_is_told_apart(
    provider: str, service: Loopback, answer: Sent, kind: type[Fault]
) -> None:
    service.faults = [answer]
    assert type(fault(provider, service)) is kind


SHAPES = {
    "libretranslate": lambda texts: {"translatedText": texts},
    "deepl": lambda texts: {"translations": [{"text": text} for text in texts]},
    "microsoft": lambda texts: [{"translations": [{"text": text}]} for text in texts],
    "google-cloud": lambda texts: {
        "data": {"translations": [{"translatedText": text} for text in texts]}
    },
}


@pytest.mark.parametrize("provider", SHAPES)
@pytest.mark.parametrize(
    "texts", [["A"], ["A", "B", "C"], [], ["A", ""], ["A", "  "], ["A", None], ["A", 3]]
)
def test_a_wrong_number_of_texts_or_an_empty_one_is_no_answer(
    provider: str, service: Loopback, texts: list[object]
) -> None:
    service.faults = [as_json(SHAPES[provider](texts))]
    assert type(fault(provider, service, "Un", "Deux")) is Malformed


@pytest.mark.parametrize("provider", [name for name in PROTOCOLS if name != "mymemory"])
def test_a_wrong_key_is_denied_and_never_shown(provider: str, service: Loopback) -> None:
    right, service.key = service.key, "another"
    engine = backend(provider, service)
    service.key = right
    with pytest.raises(ServiceDenied) as caught:
        ask(engine, ["Un mot"])
    assert "another" not in "".join(traceback.format_exception(caught.value))


@every_provider
def test_a_server_that_repeats_the_key_is_not_repeated(provider: str, service: Loopback) -> None:
    service.faults = [as_json({"error": f"key {KEY} is unknown"}, 403)]
    assert "key … is unknown" in fault(provider, service).reason


@every_provider
@pytest.mark.parametrize("status", [401, 403])
def test_a_key_that_is_refused_is_named_by_its_variable(
    provider: str, service: Loopback, status: int
) -> None:
    service.faults = [as_json({"error": {"message": "No"}}, status)]
    assert "in the variable X_KEY" in fault(provider, service).hint


@every_provider
def test_nobody_who_listens_is_named_with_the_line_to_look_at(
    provider: str, service: Loopback
) -> None:
    found = fault(provider, service, url=f"http://127.0.0.1:1/v1?user={KEY}")
    assert found.reason == "no connection to 127.0.0.1:1"
    assert "line url in [workflow:mt.x]" in found.hint


@pytest.mark.parametrize("provider", ["google-cloud"])
@pytest.mark.parametrize(
    ("reason", "kind"),
    [
        ("userRateLimitExceeded", Busy),
        ("rateLimitExceeded", Busy),
        ("dailyLimitExceeded", ServiceDenied),
        ("accessNotConfigured", ServiceDenied),
    ],
)
def test_google_cloud_asks_for_time_with_403(
    provider: str, service: Loopback, reason: str, kind: type[Fault]
) -> None:
    error = {"code": 403, "message": "Limit", "errors": [{"reason": reason}]}
    service.faults = [as_json({"error": error}, 403)]
    assert type(fault(provider, service)) is kind


@pytest.mark.parametrize("provider", ["deepl"])
def test_deepl_asks_for_time_with_529(provider: str, service: Loopback) -> None:
    service.faults = [Sent(529, b"", {"Retry-After": "3"})]
    error = fault(provider, service)
    assert isinstance(error, Busy)
    assert error.retry_after == 3


@pytest.mark.parametrize("provider", ["libretranslate"])
def test_libretranslate_asks_for_a_key_with_400(provider: str, service: Loopback) -> None:
    said = "Visit https://portal.libretranslate.com to get an API key"
    service.faults = [as_json({"error": said}, 400)]
    assert type(fault(provider, service)) is ServiceDenied


@every_provider
def test_a_pair_that_the_service_does_not_have_is_asked_for_once(
    provider: str, service: Loopback
) -> None:
    engine = backend(provider, service)
    german = Locale("de")
    for text in ("Un", "Deux"):
        with pytest.raises(TextRefused):
            ask(engine, [text], FR, german)
    assert len(service.seen) == 1
    assert ask(engine, ["Trois"]) == ["TROIS"]


@pytest.mark.parametrize("provider", ["libretranslate"])
def test_words_of_an_article_in_an_error_condemn_no_pair(provider: str, service: Loopback) -> None:
    engine = backend(provider, service)
    service.faults = [as_json({"error": "cannot translate: la langue du pays, a language"}, 400)]
    with pytest.raises(TextRefused):
        ask(engine, ["La langue du pays"])
    assert ask(engine, ["Trois"]) == ["TROIS"]


@pytest.mark.parametrize(
    ("provider", "given", "address"),
    [
        ("libretranslate", "http://h:5000", "http://h:5000/translate"),
        ("libretranslate", "http://h:5000/", "http://h:5000/translate"),
        ("libretranslate", "http://h/translate", "http://h/translate"),
        ("libretranslate", "http://h/libre/", "http://h/libre/translate"),
        ("deepl", "https://h", "https://h/v2/translate"),
        ("deepl", "https://h/v2", "https://h/v2/translate"),
        ("deepl", "https://h/v2/", "https://h/v2/translate"),
        ("deepl", "https://h/v2/translate", "https://h/v2/translate"),
        ("deepl", "https://h/p/v2/translate/", "https://h/p/v2/translate"),
        ("microsoft", "https://h/translator/text/v3.0", "https://h/translator/text/v3.0/translate"),
        ("google-cloud", "https://h", "https://h/language/translate/v2"),
        ("google-cloud", "https://h/language/translate/v2", "https://h/language/translate/v2"),
        ("mymemory", "https://h/get", "https://h/get"),
        ("mymemory", "https://h", "https://h/get"),
        ("mymemory", "https://h/widget", "https://h/widget/get"),
    ],
)
def test_an_address_is_taken_with_or_without_the_path(
    provider: str, given: str, address: str
) -> None:
    assert joined(given, SERVICES[provider].path) == address


@pytest.mark.parametrize(
    ("provider", "key_env", "url", "missing"),
    [
        ("mymemory", None, None, ""),
        ("libretranslate", None, "http://127.0.0.1:1", ""),
        ("libretranslate", "SET", None, ""),
        ("deepl", "SET", None, ""),
        ("deepl", "UNSET", None, "export UNSET=… (the key for deepl)"),
        ("mymemory", "UNSET", None, "export UNSET=… (the key for mymemory)"),
        ("libretranslate", "UNSET", "http://h", "export UNSET=… (the key for libretranslate)"),
        ("google-cloud", None, None,
         "key_env = NAME in [workflow:mt.x], the variable that holds the key"),
    ],
)  # fmt: skip
def test_what_a_provider_lacks(
    provider: str, key_env: str | None, url: str | None, missing: str
) -> None:
    settings = EngineSettings("x", provider, url=url, key_env=key_env)
    assert HttpBackend(settings, {"SET": "id:key"}).missing() == missing


def test_an_identity_is_that_of_the_answers() -> None:
    def identity(provider: str = "deepl", **options: Any) -> str:
        settings = replace(EngineSettings("x", provider, key_env="K"), **options)
        return HttpBackend(settings, {"K": KEY}).identity

    same = identity(name="y", in_flight=2, timeout=3.0, batch=7, price_per_million=1.0)
    assert identity() == same
    others = {
        identity(),
        identity("microsoft"),
        identity(model="m"),
        identity(formality="less"),
        identity(glossary_id="g"),
        identity(url="http://h"),
        identity(url="http://h:81"),
    }
    assert len(others) == 7
    hidden = identity(url="http://user:pass-word@h/")
    assert "pass-word" not in hidden
    assert hidden == identity(url="http://h/")


CODES = {
    "libretranslate": {"fr": "fr", "zh": "zh", "zh_Hant": "zt", "zh_TW": "zt", "pt_BR": "pb"},
    "deepl": {"en": "EN-US", "en_GB": "EN-GB", "en_AU": "EN-GB", "zh": "ZH-HANS",
              "zh_Hant": "ZH-HANT", "zh_HK": "ZH-HANT", "pt": "PT-BR", "pt_AO": "PT-PT",
              "fr_CA": "FR", "es_MX": "ES-419", "no": "NB"},
    "microsoft": {"zh": "zh-Hans", "zh_SG": "zh-Hans", "zh_TW": "zh-Hant", "fr_CA": "fr-CA",
                  "fr_BE": "fr", "sr": "sr-Cyrl", "sr_Latn": "sr-Latn", "pt_PT": "pt-PT"},
    "google-cloud": {"zh": "zh-CN", "zh_HK": "zh-TW", "he": "iw", "nb": "no", "fr_CA": "fr-CA"},
    "mymemory": {"fr": "fr", "zh": "zh-CN", "zh_Hant": "zh-TW", "fr_CA": "fr-CA"},
    "google": {"zh": "zh-CN", "zh_Hant_TW": "zh-TW", "fr_CA": "fr", "pt_BR": "pt"},
    "baidu": {"zh": "zh", "zh_Hant": "cht", "fr": "fra", "es_MX": "spa"},
}  # fmt: skip


@pytest.mark.parametrize(
    ("provider", "name", "code"),
    [(provider, *pair) for provider, pairs in CODES.items() for pair in pairs.items()],
)
def test_how_a_provider_spells_a_locale(provider: str, name: str, code: str) -> None:
    assert code_for(Locale(name), codes(provider)) == code


@pytest.mark.parametrize("provider", CODES)
def test_languages_and_scripts_that_no_service_has_are_not_sent(provider: str) -> None:
    assert code_for(Locale("vai"), codes(provider)) is None
    if provider not in ("microsoft", "mymemory"):
        assert code_for(Locale("sr_Latn"), codes(provider)) is None


def test_the_texts_seen_are_those_sent() -> None:
    with running(Loopback(PROTOCOLS["deepl"])) as service:
        ask(backend("deepl", service), ["Un", "Deux"])
        assert sent_texts(service.seen) == ["Un", "Deux"]


@every_provider
def test_a_key_with_a_line_end_is_the_key(provider: str, service: Loopback) -> None:
    settings = EngineSettings("x", provider, url=service.url, key_env="X_KEY", timeout=5)
    engine = HttpBackend(settings, {"X_KEY": f"{service.key}\n", "no_proxy": "*"})
    assert ask(engine, ["Un mot"]) == ["UN MOT"]


def test_what_is_sent_is_not_shown_with_its_key() -> None:
    question = Question(["Un mot"], "fr", "en", KEY, {"email": "a@example.org"})
    for service in SERVICES.values():
        assert KEY not in repr(question) + repr(service.ask(question))


def test_the_documentation_has_a_row_for_each_service() -> None:
    text = (Path(__file__).parent.parent / "docs" / "engines.md").read_text(encoding="utf-8")
    rows = [line.split(" | ") for line in text.splitlines() if line.startswith("| `")]
    cells = {row[0].strip("| `"): row for row in rows if len(row) > 5 and row[3][0].isdigit()}
    assert cells.keys() == {*SERVICES, *CLASSES}
    for name, service in SERVICES.items():
        assert cells[name][3].replace(",", "").startswith(str(service.limits.texts))
