"""Every kind of page of a site, by the Nu HTML Checker, by axe in Chromium, and by its weight."""

from __future__ import annotations

import gzip
import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import lxml.html
import pytest
from selenium.webdriver import Chrome

from tests import browser
from tests.every_page import built, one_of_each, served, write
from workflow.site import frame
from workflow.site.theme import NO_THEME, templates

FILES, KINDS = built()
PAGES = [path for path in FILES if path.endswith(".html")]
SHOWN = one_of_each(KINDS)
CHECKER = max((Path(__file__).parent.parent / "build/vnu").glob("*.jar"), default=None)
NO_CHECKER = "java" if not shutil.which("java") else "" if CHECKER else "scripts/nu-validator"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    write(FILES, folder)
    return folder


def test_the_site_of_these_tests_has_every_kind_of_page() -> None:
    cache: Any = frame._environment(NO_THEME).cache
    assert {name for _, name in cache} >= {*templates()} - {"style.css"}
    assert {path.split("/")[0] for path in SHOWN} >= {"ar", "en", "fr", "zh-Hans", "index.html"}


# The checker reads files; nothing is “self” to a policy there. What the policy does is seen below,
# in a browser. A script of data is run by nobody, so that the policy does not concern it (HTML,
# “prepare the script element”, 8 to 13).
ABOUT_POLICIES = "violates Content Security Policy"


def checked(*files: Path) -> list[str]:
    """What the checker says of pages, without what it says of policies."""
    command = ["java", "-jar", str(CHECKER), "--format", "json", *map(str, files)]
    said = json.loads(subprocess.run(command, capture_output=True, check=False).stderr)["messages"]
    return [
        f"{each['url'].rpartition('/site')[2]}:{each.get('lastLine')}: {each['message']}"
        for each in said
        if ABOUT_POLICIES not in each["message"]
    ]


@pytest.mark.skipif(bool(NO_CHECKER), reason=f"not there: {NO_CHECKER}")
def test_the_nu_html_checker_finds_nothing(site: Path, tmp_path: Path) -> None:
    assert checked(*(site / path for path in PAGES)) == []
    fault = tmp_path / "fault.html"
    fault.write_bytes(FILES[SHOWN[-1]].replace(b"</h1>", b"</h2>"))
    assert len(checked(fault)) >= 1


# Budgets, so that a page is there at once on a slow line: 40,000 bytes of HTML at most, as issue
# 19 has it, and one style sheet that arrives in the first fourteen kilobytes (the ten packets that
# a connection begins with, RFC 6928).


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_light_and_needs_one_style_sheet(path: str) -> None:
    assert len(FILES[path]) < 40_000
    root: Any = lxml.html.document_fromstring(FILES[path].decode())
    assert len(root.xpath("//link[@rel='stylesheet']")) == 1
    assert not root.xpath("//style | //@style")
    # The page of search alone runs a script, which is loaded with it.
    assert len(root.xpath("//script[@src]")) == path.endswith("/search/index.html")
    for image in root.xpath("//img"):
        assert image.get("width") and image.get("height")


def test_the_style_sheet_is_light_and_mirrors_by_itself() -> None:
    text = templates()["style.css"].decode()
    assert len(gzip.compress(text.encode(), mtime=0)) < 9_000
    plain = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    sides = r"(?:margin|padding|border|inset)-(?:left|right|top|bottom)\b"
    assert not re.findall(rf"{sides}|text-align: (?:left|right)|^\s*(?:left|right):", plain, re.M)
    assert not re.findall(r"(?<![-\w])(?:min-|max-)?(?:width|height)\s*:(?![^{}]*\{)", plain)
    assert "url(" not in plain and "@import" not in plain


@pytest.fixture(scope="module")
def window() -> Iterator[Chrome]:
    with browser.chromium() as started:
        yield started


LAYOUT = """
const done = arguments[0], shifts = [];
const observer = new PerformanceObserver(list => {
  shifts.push(...list.getEntries().map(each => each.value));
});
observer.observe({type: "layout-shift", buffered: true});
requestAnimationFrame(() => requestAnimationFrame(() => {
  const blocking = performance.getEntriesByType("resource")
    .filter(each => each.renderBlockingStatus === "blocking").map(each => each.name);
  done({shifts, blocking, wide: document.documentElement.scrollWidth});
}));
"""


@pytest.mark.skipif(bool(browser.missing()), reason=browser.missing())
@pytest.mark.parametrize("width", browser.WIDTHS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_no_page_asks_another_host(
    site: Path, window: Chrome, scheme: str, width: int
) -> None:
    media = {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
    window.execute_cdp_cmd("Emulation.setEmulatedMedia", media)
    metrics = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
    window.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    with served(site) as base:
        for path in SHOWN:
            browser.log(window, "performance")
            window.get(base + quote(path))
            found = window.execute_async_script(LAYOUT)
            assert found["wide"] <= width, path
            assert sum(found["shifts"]) < 0.01, path
            assert [each.rpartition("/")[2][:5] for each in found["blocking"]] == ["style"], path
            assert [each for each in requested(window) if not each.startswith(base)] == [], path
            assert browser.log(window, "browser") == [], path
            assert browser.faults(window) == [], path


# Whether each mark of a note stands on the line of the character before it, at every width.
TIGHT = """
const prose = document.querySelector(".prose"), loose = [];
for (let width = 120; width < 420; width += 3) {
  prose.style.inlineSize = width + "px";
  for (const mark of document.querySelectorAll(".footnote-reference")) {
    const before = document.createRange(), text = mark.previousSibling;
    const end = text.nodeType === 3 ? text : text.lastChild;
    before.setStart(end, end.length - 1);
    before.setEnd(end, end.length);
    const [one, other] = [before, mark.querySelector("a")].map(
      each => [...each.getClientRects()].pop());
    if (Math.abs(one.top + one.bottom - other.top - other.bottom) > 40) loose.push(width);
  }
}
return loose;
"""


@pytest.mark.skipif(bool(browser.missing()), reason=browser.missing())
@pytest.mark.parametrize("tag", ["fr", "en", "zh-Hans", "ar"])
def test_no_line_begins_with_the_mark_of_a_note(site: Path, window: Chrome, tag: str) -> None:
    browser.show(window, site / tag / "flood/index.html", 900)
    assert window.execute_script("return document.querySelectorAll('.footnote-reference').length")
    assert window.execute_script(TIGHT) == []


def requested(window: Chrome) -> list[str]:
    """The addresses that the browser asked for since it was last asked."""
    events = (json.loads(each["message"])["message"] for each in browser.log(window, "performance"))
    found = [
        str(each["params"]["request"]["url"])
        for each in events
        if each["method"] == "Network.requestWillBeSent"
    ]
    assert found  # it does listen
    return [each for each in found if not each.startswith("data:")]
