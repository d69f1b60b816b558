"""The search in a browser: it reads words as the index was written, and finds what it should."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from typing import Any
from urllib.parse import quote, unquote, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selenium.webdriver import Chrome, Keys
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from tests.browser import WIDTHS, chromium, log, missing
from tests.test_search import ENGLISH, FRENCH, HANT, articles
from tests.test_site import EN, FR, SETTINGS, ZH, publication
from workflow.site import build_site
from workflow.site.search_index import BUCKETS
from workflow.site.search_terms import bucket_of, fold, found_in, key_of, terms
from workflow.targets.headers import content_type

pytestmark = pytest.mark.skipif(bool(missing()), reason=missing() or "all is there")
AXE = files("selenium_axe_python").joinpath("axe-core/axe.min.js").read_text("utf-8")
LOCALES = (FR, EN, ZH, HANT)


def article(slug: str, locale: Any, day: int, title: str, **more: Any) -> Any:
    body = more.pop("body", "")
    return publication(
        slug, locale, fields={"title": title, "date": date(2026, 1, day), **more}, body=body
    )


ARTICLES = (
    article("texte", FR, 1, "Un titre", body="Dans le texte : l’oasis.\n\n" + "Autre chose. " * 60),
    article("titre", FR, 2, "L’oasis d’Été", body="Rien."),
    article("chapeau", FR, 3, "Deux", summary="Près d'une oasis, l’œuvre d’un porte-parole."),
    article("intertitre", FR, 4, "Trois", body="## Les oasis\n\nEncore."),
    article("recent", FR, 5, "Quatre", body="Une oasis. Cœur, 12\u202f500 pas."),
    article("texte", EN, 1, "A title", body="The newsroom’s co-operation with Mr O’Neill."),
    article("texte", ZH, 1, "天气", body="天气预报说，让·雅克·卢梭来了。"),
    article("texte", HANT, 1, "天氣", body="天氣預報。"),
    article("seul", HANT, 2, "單獨", body="只有天氣。"),
    *(article(f"m{n}", EN, 1 + n % 28, f"Many {n}", body="Rhubarb.") for n in range(25)),
)
SITE = build_site(ARTICLES, replace(SETTINGS, locales=LOCALES))


@pytest.fixture(scope="module")
def asked() -> list[str]:
    return []


@pytest.fixture(scope="module")
def served(asked: list[str]) -> Iterator[str]:
    with serving(SITE, asked) as address:
        yield address


class serving:
    """A server with a site."""

    def __init__(self, site: Mapping[str, bytes], asked: list[str]) -> None:
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                path = unquote(urlsplit(self.path).path).removeprefix("/")
                path += "index.html" if path.endswith("/") or not path else ""
                asked.append(path)
                self.send_response(200 if path in site else 404)
                self.send_header("Content-Type", content_type(path))
                self.end_headers()
                self.wfile.write(site.get(path, b""))

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)

    def __enter__(self) -> str:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{self._server.server_port}"

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Chrome]:
    with chromium() as found:
        yield found


@pytest.fixture(scope="module")
def script(browser: Chrome, served: str) -> Chrome:
    """A browser whose page has the functions of the script in ``window.search``."""
    browser.get(f"{served}/fr/search/index.html")
    path = next(path for path in SITE if path.endswith(".js"))
    browser.execute_async_script(
        "const done = arguments[1];"
        "import(arguments[0]).then(found => { window.search = found; done(); });",
        f"/{path}",
    )
    return browser


TEXTS = st.one_of(
    st.lists(st.sampled_from([*FRENCH, *ENGLISH, "l’", "qu'", "’s", "—", "«"]), max_size=8).map(
        " ".join
    ),
    st.text("天气预报让雅克卢梭，。·、！的 5aあアーข𠮷", max_size=14),
    st.text(
        "aàâçéèêëîïôùûüÿœæßŒÆ’'-‑·.,:/ \u00a0\u202f\u00ad0123456789ＡｂＣ１①²ﬁﬀİıς", max_size=14
    ),
    # What Python's Unicode does not know yet, a newer browser may.
    st.text(st.characters(exclude_categories=("Cs", "Cn")), max_size=14),
)


@settings(max_examples=25, deadline=None)
@given(texts=st.lists(TEXTS, min_size=40, max_size=40))
def test_the_browser_reads_words_as_the_index_has_them(script: Chrome, texts: list[str]) -> None:
    read = script.execute_script(
        "return arguments[0].map(text => [Array.from(text, search.foldChar).join(''),"
        "search.foundIn(text), search.unitsOf(text).map(each => each.all.map("
        "term => [term, search.shardOf(term, 64)]))]);",
        texts,
    )
    for text, (folded, found, units) in zip(texts, read, strict=True):
        assert folded == fold(text)
        assert found == found_in(text)
        said = terms([text])
        for term, shard in (each for unit in units for each in unit):
            assert any(word.startswith(term) for word in said)
            assert shard == bucket_of(key_of(term), BUCKETS) % 64


def results(browser: Chrome, address: str, query: str) -> list[str]:
    """The titles that are found, in order."""
    browser.get(f"{address}?q={quote(query)}")
    return listed(browser)


def test_results_follow_what_is_typed(browser: Chrome, served: str) -> None:
    browser.get(f"{served}/fr/search/index.html")
    field = browser.switch_to.active_element
    for typed, titles in (("oeuv", ["Deux"]), ("re porte", ["Deux"]), (" zzz", [])):
        field.send_keys(typed)
        until(browser, partial(shows, browser, titles))
    assert unquote(browser.current_url).endswith("?q=oeuvre+porte+zzz")


def until(browser: Chrome, holds: Callable[[], bool]) -> None:
    WebDriverWait(browser, 60, 0.05).until(lambda _: holds())


def shows(browser: Chrome, titles: list[str], most: int = 10) -> bool:
    return listed(browser)[:most] == titles


def has(browser: Chrome, results: int) -> bool:
    return len(browser.find_elements(By.CSS_SELECTOR, ".results li")) == results


def listed(browser: Chrome) -> list[str]:
    def told(_: Chrome) -> bool:
        said = browser.find_element(By.CSS_SELECTOR, "[role=status]").text
        return bool(said) and not said.rstrip("….").endswith(("cours", "Searching", "搜索"))

    WebDriverWait(browser, 60, 0.05).until(told)
    found: list[str] = browser.execute_script(
        "return [...document.querySelectorAll('.results h2')].map(each => each.textContent)"
    )
    return found


@pytest.mark.parametrize(
    ("tag", "query", "titles"),
    [
        ("fr", "oasis", ["L’oasis d’Été", "Deux", "Trois", "Quatre", "Un titre"]),
        ("fr", "OASIS", ["L’oasis d’Été", "Deux", "Trois", "Quatre", "Un titre"]),
        ("fr", "l'oasis", ["L’oasis d’Été", "Deux", "Trois", "Quatre", "Un titre"]),
        ("fr", "ete", ["L’oasis d’Été"]),
        ("fr", "d’été", ["L’oasis d’Été"]),
        ("fr", "oeuv", ["Deux"]),
        ("fr", "porte-parole", ["Deux"]),
        ("fr", "parole oasis", ["Deux"]),
        ("fr", "coeur 12500", ["Quatre"]),
        ("fr", "12 500", ["Quatre"]),
        ("fr", "oasis introuvable", []),
        ("en", "newsroom", ["A title"]),
        ("en", "cooperation oneill", ["A title"]),
        ("en", "o'neill", ["A title"]),
        ("zh-Hans", "天气", ["天气"]),
        ("zh-Hans", "天气预报", ["天气"]),
        ("zh-Hans", "报说", ["天气"]),
        ("zh-Hans", "说让", []),
        ("zh-Hans", "卢梭", ["天气"]),
        ("zh-Hans", "让雅克", ["天气"]),
        ("zh-Hans", "梭", ["天气"]),
        ("zh-Hans", "天氣", ["天气", "單獨"]),
        ("zh-Hant", "天气", ["天氣"]),
        ("zh-Hant", "天氣", ["天氣", "單獨"]),
    ],
)
def test_what_is_found(
    browser: Chrome, served: str, tag: str, query: str, titles: list[str]
) -> None:
    assert results(browser, f"{served}/{tag}/search/index.html", query) == titles


def test_a_search_from_any_page_with_the_keyboard_alone(
    browser: Chrome, served: str, asked: list[str]
) -> None:
    browser.get(f"{served}/fr/texte/index.html")
    asked.clear()
    field = browser.find_element(By.CSS_SELECTOR, "header input[type=search]")
    field.send_keys("oasis autre", Keys.ENTER)
    until(browser, lambda: "/fr/search/" in browser.current_url)
    assert listed(browser) == ["Un titre"]
    assert "1 résultat" in browser.page_source
    # The passage comes from the page itself; both words are marked in it.
    until(browser, lambda: bool(browser.find_elements(By.CSS_SELECTOR, ".results p mark")))
    marks = browser.find_elements(By.CSS_SELECTOR, ".results p mark")
    assert {each.text for each in marks} <= {"oasis", "Autre"}
    assert marks
    assert [path for path in asked if path.startswith("search/")] == [
        *("search/fr/index.json",),
        *(path for path in asked if "/words-" in path or "/pages-" in path),
    ]
    browser.switch_to.active_element.send_keys(Keys.TAB)
    link = browser.find_element(By.CSS_SELECTOR, ".results a")
    for _ in range(12):
        if browser.switch_to.active_element == link:
            break
        browser.switch_to.active_element.send_keys(Keys.TAB)
    link.send_keys(Keys.ENTER)
    until(browser, lambda: browser.current_url.endswith("/fr/texte/index.html"))
    browser.back()
    assert listed(browser) == ["Un titre"]


def test_nothing_is_loaded_until_somebody_searches(
    browser: Chrome, served: str, asked: list[str]
) -> None:
    for path in ("fr/texte/index.html", "fr/index.html", "fr/search/index.html"):
        asked.clear()
        browser.get(f"{served}/{path}")
        assert not [each for each in asked if each.startswith("search/")]
        loaded = sum(len(SITE.get(each, b"")) for each in asked)
        assert loaded < 100_000
        assert any(each.endswith(".js") for each in asked) is path.endswith("search/index.html")


def test_more_results_are_shown_when_they_are_asked_for(browser: Chrome, served: str) -> None:
    assert len(results(browser, f"{served}/en/search/index.html", "rhubarb")) == 10
    assert browser.find_element(By.CSS_SELECTOR, "[role=status]").text == "25 results"
    button = browser.find_element(By.CSS_SELECTOR, ".further")
    for count in (20, 25):
        button.send_keys(Keys.ENTER)
        until(browser, partial(has, browser, count))
    assert not button.is_displayed()
    assert len({each.text for each in browser.find_elements(By.CSS_SELECTOR, ".results h2")}) == 25


def test_files_of_two_releases_are_not_mixed(browser: Chrome) -> None:
    many = [*articles(70, [FR]), article("z-last", FR, 2, "Dernier", body="zébu")]
    site = build_site(many, SETTINGS)
    with serving(site, []) as address:
        assert results(browser, f"{address}/fr/search/index.html", "zebu") == ["Dernier"]
        # Somebody publishes while the page is open: now other pages have the same numbers.
        more = [article(f"a-{each}", FR, 9, "Neuf", body="yack") for each in range(20)]
        site.update(build_site([*more, *many[1:]], SETTINGS))
        field = browser.find_element(By.CSS_SELECTOR, "main input[type=search]")
        for typed, title in (("yack", "Neuf"), ("zebu", "Dernier")):
            field.clear()
            field.send_keys(typed)
            until(browser, partial(shows, browser, [title], 1))


@pytest.mark.parametrize("tag", ["fr", "en", "zh-Hans"])
def test_a_page_without_scripts_says_so_and_leads_on(
    browser: Chrome, served: str, tag: str
) -> None:
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        browser.get(f"{served}/{tag}/search/index.html?q=oasis")
        notice = browser.find_element(By.CSS_SELECTOR, ".unscripted")
        assert notice.is_displayed()
        assert "JavaScript" in notice.text
        links = [each.get_attribute("href") for each in notice.find_elements(By.TAG_NAME, "a")]
        assert f"{served}/{tag}/archive/index.html" in links
    finally:
        browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
    browser.get(f"{served}/{tag}/search/index.html")
    assert not browser.find_elements(By.CSS_SELECTOR, ".unscripted")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("searched", ["fr/oasis", "en/rhubarb", "zh-Hans/天气"])
def test_the_results_are_accessible_and_fit(
    browser: Chrome, served: str, searched: str, scheme: str
) -> None:
    tag, _, query = searched.partition("/")
    features = [{"name": "prefers-color-scheme", "value": scheme}]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
    for width in WIDTHS:
        metrics = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 500}
        browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
        for path in (f"{tag}/search/index.html?q={quote(query)}", f"{tag}/index.html"):
            browser.get(f"{served}/{path}")
            assert "?" not in path or listed(browser)
            browser.execute_script(AXE)
            found = browser.execute_async_script(
                "const done = arguments[0]; axe.run().then(found => done(found.violations));"
            )
            assert not found, found
            assert browser.execute_script("return document.documentElement.scrollWidth") <= width
    assert not [each for each in log(browser, "browser") if "Security" in each["message"]]
