"""An editor's whole day: two people in two browsers, a translator's PO editor and a running
``workflow translate`` at the same catalogue at once. Nothing is lost, and nobody overwritten.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import polib
import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from starlette.requests import Request

from tests import browser
from tests.libre import Libre, serving
from tests.po_editor import Desk, opened
from tests.review_client import Client, served
from tests.services import KEY
from tests.test_review_browser import Editor
from tests.test_review_helpers import log, po, run, set_msgstr, set_roles, write_article
from workflow.web.doors import ProxyDoor, networks

pytestmark = [
    pytest.mark.skipif(bool(browser.missing()), reason=browser.missing()),
    pytest.mark.xdist_group("browser"),
]
TEXTS = (
    "Un atelier à Nanning", "Aube sur la rivière.", "Bateau à quai.", "Carte du quartier.",
    "Départ du groupe.", "Escale au marché.", "Forêt de bambous.", "Gare du sud.",
    "Hameau voisin.", "Image du soir.", "Jardin fermé.", "Kiosque à musique.",
)  # fmt: skip
ARTICLE = "---\ntitle: {}\nlang: fr\n---\n\n{}\n".format(TEXTS[0], "\n\n".join(TEXTS[1:]))
HEADER = "X-Forwarded-Email"
REFUSED = (
    "(note => { const told = note?.textContent; note?.replaceChildren(); return Boolean(told); })"
    "(document.querySelector('.conflict'))"
)
"""Whether the editor says that a save was refused; it says so once."""
EDITOR, TRANSLATOR = "aline@example.org", "li@example.org"


class Door(ProxyDoor):
    """A proxy in front of the server that people reach by the server's own address."""

    def origin(self, request: Request) -> str:
        return f"http://{request.headers['host']}"


class Person(Editor):
    """Somebody at a browser, whom the proxy names."""

    def __init__(self, window: Chrome, client: Client, name: str) -> None:
        self.window, self.client = window, client
        self.saved: list[str] = []
        """What he or she was told is saved, or kept."""
        window.execute_cdp_cmd("Network.enable", {})
        window.execute_cdp_cmd("Network.setExtraHTTPHeaders", {"headers": {HEADER: name}})

    def look(self) -> None:
        self.open("/en/atelier/")

    def unit(self, number: int) -> str:
        """What the page shows as the translation."""
        script = "document.querySelector(`#m${arguments[0]} .text.target`).textContent"
        return str(self.run(script, number))

    def state(self, number: int) -> str:
        return str(self.run("document.getElementById(`m${arguments[0]}`).dataset.state", number))

    def go(self, number: int) -> None:
        """Make a message the one that keys are about."""
        self.run("document.querySelector(`#m${arguments[0]} h3`).click()", number)
        self.until(lambda: self.run("document.querySelector('.current')?.id") == f"m{number}")

    def write(self, number: int, text: str) -> None:
        """Put a text into the editor of a message; it is not saved."""
        self.go(number)
        self.press("e")
        self.until(lambda: self.run("document.querySelector('.editor') !== null"))
        self.select_all()
        self.press(text)
        self.until(lambda: self.typed == text)

    def saving(self, text: str) -> None:
        """Save what is in the editor; a save that was refused is tried again, as people do."""
        self.saved.append(text)

        def told() -> bool:
            if self.run("document.querySelector('.editor') === null"):
                return True
            if self.run(REFUSED):
                self.save()
            return False

        self.save()
        self.until(told)

    def edit(self, number: int, text: str) -> None:
        self.write(number, text)
        self.saving(text)

    def panel(self, number: int, key: str, field: str) -> None:
        """Open what is known of a message, at one of its forms."""
        self.go(number)
        self.press(key)
        self.until(lambda: self.run("document.activeElement.matches(arguments[0])", field))

    def send(self, number: int, act: str) -> None:
        button = f"#m{number} .panel button[value={act}]"
        self.run("document.querySelector(arguments[0]).click()", button)
        self.until(lambda: not self.run("document.querySelector('.panel')"))


@pytest.fixture(scope="module")
def windows() -> Iterator[tuple[Chrome, Chrome]]:
    with browser.chromium() as one, browser.chromium() as other:
        yield one, other


@pytest.fixture
def root(project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1768478400")  # the noon at which the pages are served
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("LIBRE_API_KEY", KEY)
    write_article(project, ARTICLE)
    set_msgstr(po(project), TEXTS[0], TEXTS[0].upper())
    set_roles(project, aline="editor, publisher", li="translator[en]")
    return project


@contextmanager
def translating(root: Path, service: Libre) -> Iterator[threading.Event]:
    """Let ``workflow translate`` run, stopped in the middle of its drafts until the event is set.

    At the end it has to have done its work.
    """
    go_on, asked = threading.Event(), threading.Event()

    def answer(text: str) -> str:
        asked.set()
        assert go_on.wait(60)
        return text.upper()

    service.translate = answer
    process = subprocess.Popen(
        [sys.executable, "-m", "workflow", "translate", "--engine", "libre", "--locale", "en,zh"],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with process:
        try:
            assert asked.wait(60)
            yield go_on
            go_on.set()
            told = process.communicate(timeout=60)
            assert process.returncode == 0, told
        finally:
            go_on.set()
            process.kill()


def texts(root: Path) -> list[str]:
    """The translations, in the order of the article."""
    known = {each.msgid: each for each in polib.pofile(str(po(root)))}
    return [("? " if known[each].fuzzy else "") + known[each].msgstr for each in TEXTS]


def events(root: Path) -> list[dict[str, str]]:
    file = log(root)
    lines = file.read_text("utf-8").splitlines() if file.exists() else []
    return [json.loads(line) for line in lines]


def acts(root: Path) -> list[tuple[str, str]]:
    return [(each["actor"].partition("@")[0], each["action"]) for each in events(root)]


def test_an_editors_day(root: Path, windows: tuple[Chrome, Chrome]) -> None:
    door = Door(HEADER, networks(["127.0.0.1"]), "https://review.example.org/")
    with (
        serving(root, "in_flight = 1") as service,
        served(root, proxy=door) as client,
        opened(po(root)) as desk,
    ):
        aline = Person(windows[0], client, EDITOR)
        li = Person(windows[1], client, TRANSLATOR)
        morning(root, service, aline, li, desk)
        talk(root, aline, li)
        conflict(root, aline, li)
        by_desk = stale(root, aline, desk)
        by_desk += storm(root, aline, li, desk)
        by_desk += sign_off(root, aline, li, desk)
    lasts(root, [*aline.saved, *li.saved, *by_desk])


def morning(root: Path, service: Libre, aline: Person, li: Person, desk: Desk) -> None:
    """Three people write while drafts are on their way: no draft takes the place of a text."""
    with translating(root, service) as go_on:
        for person in (aline, li):
            person.look()
        aline.go(1)
        aline.press("a")
        aline.until(lambda: aline.state(1) == "reviewed")
        aline.edit(2, "DAWN BY ALINE.")
        li.edit(3, "BOAT BY LI.")
        desk.do("open")
        desk.do("set", "Carte", "MAP BY DESK.")
        desk.do("save", "rename", 30)
        aline.write(5, "DEPARTURE BY ALINE.")
        go_on.set()
    aline.saving("DEPARTURE BY ALINE.")
    # Where the draft came between, it was shown before it was written over, knowingly.
    found = texts(root)
    assert found[1:5] == [
        "DAWN BY ALINE.", "BOAT BY LI.", "MAP BY DESK.", "DEPARTURE BY ALINE."
    ]  # fmt: skip
    assert found[5:] == [f"? {each.upper()}" for each in TEXTS[5:]]


def talk(root: Path, aline: Person, li: Person) -> None:
    """Accept, reject, comment, suggest: each sees what the other said."""
    for person in (aline, li):
        person.look()
    aline.go(8)
    aline.press("a")
    aline.until(lambda: aline.state(8) == "reviewed")
    assert texts(root)[7] == "GARE DU SUD."
    aline.panel(3, "r", "[name=category]")
    aline.send(3, "reject")
    aline.until(lambda: aline.state(3) == "rejected")
    li.panel(9, "c", "#comment")
    li.press("which village? <b>")
    li.send(9, "comment")
    li.panel(9, "o", ".panel *")
    field = li.window.find_element(By.CSS_SELECTOR, "#m9 .panel textarea[name=text]")
    field.clear()
    field.send_keys("THE NEXT HAMLET.")
    li.send(9, "suggest")
    li.saved += ["THE NEXT HAMLET.", "which village? <b>"]
    li.go(9)
    li.press("a")  # a translator accepts nothing
    aline.look()
    aline.panel(9, "o", ".panel *")
    aline.until(lambda: "which village? <b>" in str(aline.run("document.body.innerText")))
    take = "#m9 .panel [aria-labelledby=suggestions-h] button"
    aline.run("document.querySelector(arguments[0]).click()", take)
    aline.until(lambda: aline.unit(9) == "THE NEXT HAMLET.")
    assert aline.state(9) == "translated"
    li.edit(3, "BOAT AGAIN BY LI.")
    aline.look()
    assert aline.state(3) == "translated"
    assert acts(root)[-5:] == [
        ("aline", "reject"), ("li", "comment"), ("li", "suggest"), ("aline", "edit"),
        ("li", "edit"),
    ]  # fmt: skip


def conflict(root: Path, aline: Person, li: Person) -> None:
    """Both write the same message: who comes second is shown the first one's text."""
    for person in (aline, li):
        person.look()
    aline.write(10, "IMAGE BY ALINE.")
    li.edit(10, "IMAGE BY LI.")
    aline.save()
    aline.until(
        lambda: "IMAGE BY LI." in aline.run("document.querySelector('.conflict').textContent")
    )
    assert aline.typed == "IMAGE BY ALINE."
    assert texts(root)[9] == "IMAGE BY LI."
    aline.saving("IMAGE BY ALINE.")
    aline.until(lambda: texts(root)[9] == "IMAGE BY ALINE.")
    assert events(root)[-1]["before"] == "IMAGE BY LI."
    # What was accepted of a text is not said of the next one.
    li.look()
    assert li.state(10) == "translated"
    assert li.unit(10) == "IMAGE BY ALINE."


def stale(root: Path, aline: Person, desk: Desk) -> list[str]:
    """A PO editor saves a file that it opened before: what it takes away stands in the log."""
    desk.do("open")
    aline.look()
    aline.edit(11, "GARDEN BY ALINE.")
    aline.go(12)
    aline.press("a")
    aline.until(lambda: aline.state(12) == "reviewed")
    desk.do("set", "Forêt", "FOREST BY DESK.")
    desk.do("save", "overwrite", 200)
    assert texts(root)[10] == "? JARDIN FERMÉ."
    aline.look()
    assert aline.state(11) == "machine"  # it is not shown as if somebody had seen to it
    assert aline.state(12) == "machine"
    aline.panel(11, "o", ".panel *")
    new = "[...document.querySelectorAll('#m11 [aria-labelledby=history-h] ins')]"
    assert aline.run(f"{new}.map(each => each.textContent).join(' ')") == "GARDEN BY ALINE"
    aline.press(Keys.ESCAPE)
    aline.look()
    aline.edit(11, "GARDEN BY ALINE.")
    assert texts(root)[10] == "GARDEN BY ALINE."
    return ["FOREST BY DESK."]


def storm(root: Path, aline: Person, li: Person, desk: Desk) -> list[str]:
    """All save at once, over and over, in three ways of saving."""
    for person in (aline, li):
        person.look()
    desk.begin("busy", "Carte", "MAP BY DESK")
    wrong: list[BaseException] = []

    def work(person: Person, numbers: tuple[int, ...], name: str) -> None:
        try:
            for number in numbers:
                person.edit(number, f"TEXT {number} BY {name}.")
        except BaseException as error:  # noqa: BLE001 - told below
            wrong.append(error)

    other = threading.Thread(target=work, args=(li, (6, 3), "LI"))
    other.start()
    work(aline, (2, 5), "ALINE")
    other.join()
    desk.begin("open")
    count = desk.end()
    desk.end()
    assert wrong == []
    assert isinstance(count, int)
    assert texts(root)[3] == f"MAP BY DESK {count}"
    return [f"MAP BY DESK {count}"]


def sign_off(root: Path, aline: Person, li: Person, desk: Desk) -> list[str]:
    """Many at once, undo, the approval, a release, and what happens after it."""
    accept_all(root, aline)
    aline.press("u")
    buttons = "document.querySelectorAll('button.accept').length"
    aline.until(lambda: aline.run(buttons) and acts(root)[-1] == ("aline", "retract"))
    accept_all(root, aline)
    assert not any(each.startswith("? ") for each in texts(root))
    li.look()
    assert not li.run("document.querySelector('button[value=approve]')")
    aline.look()
    aline.window.find_element(By.CSS_SELECTOR, "button[value=approve]").click()
    aline.until(lambda: acts(root)[-1] == ("aline", "approve"))
    approved = texts(root)
    page = published(root)
    assert all(each in page for each in approved)
    assert not list((root / "public" / "zh-Hans").glob("atelier/*"))
    desk.do("open")
    desk.do("set", "Gare", "STATION BY DESK.")
    desk.do("save", "overwrite", 78)
    assert "STATION BY DESK." not in published(root)
    aline.look()
    assert aline.state(8) == "translated"
    aline.window.find_element(By.CSS_SELECTOR, "button[value=approve]").click()
    aline.until(lambda: acts(root).count(("aline", "approve")) == 2)
    assert "STATION BY DESK." in published(root)
    aline.look()
    aline.run("document.querySelector('button[value=withdraw]').closest('details').open = true")
    aline.window.find_element(By.CSS_SELECTOR, "button[value=withdraw]").click()
    aline.until(lambda: acts(root)[-1] == ("aline", "withdraw"))
    assert published(root) == ""
    return ["STATION BY DESK."]


def accept_all(root: Path, aline: Person) -> None:
    """Accept what is shown, after a look at the list."""
    aline.look()
    buttons = "document.querySelectorAll('button.accept').length"
    many, before = aline.run(buttons), len(events(root))
    aline.press("A")
    aline.until(lambda: aline.run("document.querySelectorAll('dialog.bulk li').length") == many)
    aline.press(Keys.ENTER)
    aline.until(lambda: not aline.run(buttons))
    assert acts(root)[before:] == [("aline", "accept")] * many
    assert many > 5


def published(root: Path) -> str:
    """The English page, once all is out that is approved; empty where there is none."""
    assert run("release", "publish", "--actor", EDITOR).exit_code in (0, 1)
    file = root / "public" / "en" / "atelier" / "index.html"
    return file.read_text("utf-8") if file.exists() else ""


def lasts(root: Path, saved: list[str]) -> None:
    """Every text that anybody saved is in the catalogue, or in the log; and the log is whole."""
    said = events(root)
    kept = {*texts(root)}
    kept |= {each.get(name, "") for each in said for name in ("before", "text", "note")}
    assert [each for each in saved if each not in kept] == []
    assert run("review", "verify").exit_code == 0
    listed = run("review", "log", "--format", "json")
    assert listed.exit_code == 0
    assert not [each for each in json.loads(listed.stdout)["events"] if each.get("problem")]
