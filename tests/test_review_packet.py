"""The packet in headless Chromium, opened from a disk: what a reviewer without the tool does."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import html
from selenium.webdriver import ActionChains, Chrome
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select, WebDriverWait

from tests import browser
from tests.browser import faults
from tests.packet_files import ACTOR, decided, desk_of, review, saved
from tests.test_review_acts import NASTY, events, message
from tests.test_review_browser import PATIENCE
from tests.test_review_helpers import (
    edit,
    log,
    po,
    run,
    set_msgstr,
    translated,
    write_article,
)
from workflow.reports.i18n import Words
from workflow.web.filling import static
from workflow.web.packet_page import MODULES, packet_page


@pytest.fixture
def root(project: Path) -> Path:
    (project / "articles" / "media").mkdir(exist_ok=True)
    write_article(project)
    edit(po(project), translated)
    edit(po(project, "zh"), translated)
    return project


def tree_of(text: str) -> Any:
    return html.document_fromstring(text)


def packet(root: Path, locale: str = "en") -> Path:
    file = root / f"packet.{locale}.html"
    result = run("review", "packet", "atelier", "-l", locale, "-o", str(file))
    assert result.exit_code == 0, result.output
    return file


# The file


def test_the_same_texts_and_time_make_the_same_file(root: Path) -> None:
    first = packet(root).read_bytes()
    assert packet(root).read_bytes() == first


def test_what_texts_hold_stays_text(root: Path) -> None:
    set_msgstr(po(root), "Les suites", f"x {NASTY} </script> <!-- ]]>")
    run("review", "comment", "atelier", "3", f"c {NASTY}", "-l", "en")
    text = packet(root).read_text("utf-8")
    tree = tree_of(text)
    assert len(tree.xpath("//script")) == 2
    assert not tree.xpath("//img | //link | //*[@onerror] | //script[@src] | //*[@style]")
    (data,) = tree.xpath("//script[@id='data']/text()")
    assert json.loads(data)["messages"][2]["seen"].startswith(f"x {NASTY}")
    assert NASTY in tree.xpath("string(//article[@id='m3'])")


def test_it_shows_what_changed_since_the_approval(root: Path) -> None:
    edit(po(root), translated)
    assert run("approve", "atelier", "-l", "en").exit_code == 0
    said = message(root, "Les suites")
    run(
        "review",
        "suggest",
        "atelier",
        "3",
        "WHAT COMES NEXT",
        "-l",
        "en",
        "--actor",
        "li@example.org",
    )
    file = saved(root, review(root, decided(said, text="LES SUITES AND MORE")))
    assert run("review", "import", str(file), "--yes").exit_code == 0
    tree = tree_of(packet(root).read_text("utf-8"))
    (was,) = tree.xpath("//article[@id='m3']//p[@class='was']")
    assert was.xpath(".//ins/text()") == [" AND MORE"]
    assert tree.xpath("//article[@id='m3']//button[contains(@class,'take')]/@data-text") == [
        "WHAT COMES NEXT"
    ]


@pytest.mark.parametrize("language", ["en", "fr", "zh"])
def test_it_is_in_the_language_of_who_makes_it(root: Path, language: str) -> None:
    page = packet_page(desk_of(root), "2026-01-15T09:00:00Z", Words(language))
    assert tree_of(page).get("lang", "").startswith(language)


def test_the_source_itself_has_no_packet(root: Path) -> None:
    result = run("review", "packet", "atelier", "-l", "fr", "-o", "x.html")
    assert result.exit_code == 2
    assert not (root / "x.html").exists()


def test_the_modules_are_all_that_a_packet_imports() -> None:
    for at, name in enumerate(MODULES):
        text = (static(name) or b"").decode()
        for line in text.splitlines():
            if line.startswith("import "):
                assert line.rsplit('"', 2)[1].removeprefix("./") in MODULES[:at]
        assert "</script" not in text


# In a browser


@pytest.fixture(scope="module")
def window() -> Iterator[Chrome]:
    with browser.chromium() as found:
        yield found


class Reviewer:
    """Somebody with the file and a browser."""

    def __init__(self, window: Chrome, folder: Path) -> None:
        self.window, self.folder = window, folder

    def open(self, file: Path, width: int = 1280) -> None:
        browser.show(self.window, file, width)
        command = {"behavior": "allow", "downloadPath": str(self.folder)}
        self.window.execute_cdp_cmd("Browser.setDownloadBehavior", command)

    def press(self, *keys: str) -> None:
        for each in keys:
            ActionChains(self.window).send_keys(each).perform()

    def until(self, found: Callable[[], object]) -> None:
        WebDriverWait(self.window, PATIENCE).until(lambda _: found())

    def run(self, script: str) -> Any:
        return self.window.execute_script(f"return {script}")

    def decided(self, number: int) -> str:
        return self.window.find_element("css selector", f"#m{number} .decided").text

    def saved(self) -> Path:
        """The file that "Save my review" makes."""
        file = self.folder / "atelier.en.review.json"
        self.window.find_element("id", "save").click()
        self.until(lambda: file.exists() and file.stat().st_size)
        return file


@pytest.fixture
def reviewer(window: Chrome, tmp_path: Path) -> Iterator[Reviewer]:
    folder = tmp_path / "downloads"
    folder.mkdir()
    window.get("about:blank")
    for kind in ("browser", "performance"):
        browser.log(window, kind)
    yield Reviewer(window, folder)
    window.execute_script("localStorage.clear()")
    window.get("about:blank")
    wrong = [each for each in browser.log(window, "browser") if each["level"] == "SEVERE"]
    assert wrong == []
    asked = [
        json.loads(each["message"])["message"]["params"]["request"]["url"]
        for each in browser.log(window, "performance")
        if '"Network.requestWillBeSent"' in each["message"]
    ]
    schemes = {url.partition(":")[0] for url in asked}
    assert schemes <= {"file", "data", "blob", "about"}, asked


@pytest.mark.skipif(bool(browser.missing()), reason=browser.missing())
@pytest.mark.xdist_group("browser")
def test_a_review_without_the_tool(root: Path, reviewer: Reviewer) -> None:
    reviewer.open(packet(root))
    reviewer.window.find_element("id", "reviewer").send_keys("Zoé")
    reviewer.press(Keys.ESCAPE)
    reviewer.run("document.activeElement.blur()")
    reviewer.press("j", "a")
    reviewer.until(lambda: reviewer.decided(1).startswith("Accepted."))
    reviewer.press("j", "e")
    chips = "[...document.querySelectorAll('.editor .chip')].map(each => each.dataset.raw)"
    assert reviewer.run(chips) == ["[", "](https://example.org/programme)"]
    reviewer.press(" MORE")
    ActionChains(reviewer.window).key_down(Keys.CONTROL).send_keys(Keys.ENTER).key_up(
        Keys.CONTROL
    ).perform()
    reviewer.until(lambda: reviewer.decided(2).startswith("Your text."))
    reviewer.press("j", "r")
    Select(reviewer.window.find_element("name", "category")).select_by_value("accuracy/omission")
    reviewer.window.find_element("name", "note").send_keys("the end")
    reviewer.press(Keys.TAB, Keys.ENTER)
    reviewer.until(lambda: "(major) the end" in reviewer.decided(3))
    reviewer.press("j", "c", f"why? {NASTY}", Keys.TAB, Keys.ENTER)
    reviewer.until(lambda: NASTY in reviewer.decided(4))
    reviewer.press("j", "a")
    reviewer.until(lambda: reviewer.decided(5))
    reviewer.press("u")
    reviewer.until(lambda: not reviewer.decided(5))
    # What was decided is kept while the browser is closed.
    reviewer.open(packet(root))
    assert reviewer.decided(1).startswith("Accepted.")
    assert reviewer.window.find_element("id", "tally").text == "Decided: 4 of 5"
    file = reviewer.saved()
    result = run("review", "import", str(file), "--yes", "--actor", ACTOR)
    assert result.exit_code == 0, result.output
    assert message(root, "Deux jours").msgstr == translated(message(root, "Deux jours")).msgstr + (
        " MORE"
    )
    found = {each["action"]: each for each in events(root)}
    assert sorted(each["action"] for each in events(root)) == [
        "accept",
        "comment",
        "edit",
        "reject",
    ]
    assert (found["reject"]["category"], found["reject"]["severity"]) == (
        "accuracy/omission",
        "major",
    )
    assert found["comment"]["note"].startswith(f"why? {NASTY} [Zoé, ")
    before = log(root).read_bytes()
    assert run("review", "import", str(file), "--yes").exit_code == 0
    assert log(root).read_bytes() == before


@pytest.mark.skipif(bool(browser.missing()), reason=browser.missing())
@pytest.mark.xdist_group("browser")
def test_the_page_as_it_will_be_stands_beside(root: Path, reviewer: Reviewer) -> None:
    reviewer.open(packet(root))
    reviewer.press("j", "j", "j", "p")
    frame = "document.querySelector('iframe').contentDocument"
    reviewer.until(lambda: reviewer.run(f"{frame}?.querySelector('.shown-unit')?.textContent"))
    assert reviewer.run(f"{frame}.querySelector('.shown-unit').textContent") == "LES SUITES"
    # Its style sheet counts.
    assert reviewer.run(f"getComputedStyle({frame}.querySelector('h1')).fontSize") != "32px"
    reviewer.run(f"{frame}.querySelector('[data-unit=\"5\"]').parentElement.click()")
    reviewer.until(lambda: reviewer.run("document.activeElement.id") == "m5")


@pytest.mark.skipif(bool(browser.missing()), reason=browser.missing())
@pytest.mark.xdist_group("browser")
def test_a_saved_review_goes_on_elsewhere(root: Path, reviewer: Reviewer) -> None:
    file = packet(root)
    reviewer.open(file)
    reviewer.press("j", "j", "j", "a")
    saved = reviewer.saved()
    reviewer.run("localStorage.clear()")
    reviewer.open(file)
    assert not reviewer.decided(3)
    reviewer.window.find_element("id", "saved").send_keys(str(saved))
    reviewer.until(lambda: reviewer.decided(3).startswith("Accepted."))
    other = root / "other.json"
    other.write_text("{}", "utf-8")
    reviewer.window.find_element("id", "saved").send_keys(str(other))
    reviewer.until(
        lambda: "no review of this page" in reviewer.window.find_element("id", "said").text
    )
    assert reviewer.decided(3).startswith("Accepted.")


@pytest.mark.skipif(bool(browser.missing()), reason=browser.missing())
@pytest.mark.xdist_group("browser")
@pytest.mark.parametrize("width", browser.WIDTHS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(root: Path, reviewer: Reviewer, scheme: str, width: int) -> None:
    (root / "glossary.csv").write_text(
        "fr,en,en forbidden\nsuites,next steps,sequel\natelier,workshop,\n", "utf-8"
    )
    set_msgstr(po(root), "Les suites", "The  sequel")
    run("review", "comment", "atelier", "2", "Which one?", "-l", "en")
    run("review", "suggest", "atelier", "2", "Two days", "-l", "en")
    media = {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
    reviewer.window.execute_cdp_cmd("Emulation.setEmulatedMedia", media)
    try:
        reviewer.open(packet(root), width)
        assert faults(reviewer.window) == []
        reviewer.press("j", "a", "j", "e")
        assert faults(reviewer.window) == [], "editing"
        reviewer.press(Keys.ESCAPE, "r")
        assert faults(reviewer.window) == [], "rejecting"
        assert reviewer.run("document.documentElement.scrollWidth") <= width
        reviewer.press(Keys.ESCAPE, "?")
        assert faults(reviewer.window) == [], "keys"
        reviewer.press(Keys.ESCAPE)
    finally:
        reviewer.window.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})
