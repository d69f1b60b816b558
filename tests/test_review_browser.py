"""An editor at work on the review page, in headless Chromium."""

from __future__ import annotations

import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from selenium.webdriver import ActionChains, Chrome
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from tests import browser
from tests.keys import keys as keys  # noqa: PLC0414 - a fixture
from tests.keys import signer
from tests.review_client import ACTOR, Client, served
from tests.test_review_acts import events, message, refused
from tests.test_review_helpers import (
    ARTICLE,
    drafted,
    edit,
    po,
    set_msgstr,
    set_option,
    translated,
    write_article,
)
from workflow.files.atomic import TRIES
from workflow.flows.queue import entries_of
from workflow.model.message_event import source_of
from workflow.project.workspace import Workspace
from workflow.reports.i18n import Words
from workflow.web import open_queue

pytestmark = [
    pytest.mark.skipif(bool(browser.missing()), reason=browser.missing()),
    pytest.mark.xdist_group("browser"),
]
PATIENCE = 20
"""Seconds to wait for what is to come; nothing is measured."""


@pytest.fixture(scope="module")
def window() -> Iterator[Chrome]:
    with browser.chromium() as found:
        yield found


@pytest.fixture
def root(project: Path) -> Path:
    write_article(project)
    edit(po(project), translated)
    edit(po(project, "zh"), translated)
    return project


class Editor:
    """Somebody at a keyboard."""

    def __init__(self, window: Chrome, client: Client) -> None:
        self.window, self.client = window, client
        window.get(client.server.address)
        window.execute_script("localStorage.clear()")

    def open(self, path: str, width: int = 1280) -> None:
        metrics = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 500}
        self.window.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
        self.window.get(self.client.server.origin + path)

    def press(self, *keys: str) -> None:
        for each in keys:
            ActionChains(self.window).send_keys(each).perform()

    def save(self) -> None:
        chain = ActionChains(self.window).key_down(Keys.CONTROL).send_keys(Keys.ENTER)
        chain.key_up(Keys.CONTROL).perform()

    def until(self, found: Callable[[], object]) -> None:
        WebDriverWait(self.window, PATIENCE).until(lambda _: found())

    def run(self, script: str, *values: object) -> Any:
        return self.window.execute_script(f"return {script}", *values)

    @property
    def said(self) -> str:
        return self.window.find_element("id", "said").text

    @property
    def at(self) -> str:
        return str(self.run("document.activeElement.id"))

    @property
    def typed(self) -> str:
        """What stands in the editor, a bar before and after what is a chip."""
        found = self.run(
            "[...(document.querySelector('.editor')?.childNodes ?? [])].map(each => "
            "each.dataset?.raw === undefined ? each.textContent : `|${each.dataset.raw}|`).join('')"
        )
        return str(found)

    def select_all(self) -> None:
        ActionChains(self.window).key_down(Keys.CONTROL).send_keys("a").key_up(
            Keys.CONTROL
        ).perform()


@pytest.fixture
def editor(root: Path, window: Chrome) -> Iterator[Editor]:
    with served(root) as client:
        yield Editor(window, client)
        window.get("about:blank")
        wrong = [each for each in browser.log(window, "browser") if each["level"] == "SEVERE"]
        # A refused save is answered with a status that the browser notes.
        assert [each for each in wrong if "409" not in each["message"]] == []


def test_a_day_at_the_keyboard(root: Path, editor: Editor) -> None:
    editor.open("/en/atelier/")
    editor.press("j", "j", "j")
    editor.until(lambda: editor.at == "m3")
    editor.press("k", "a")
    editor.until(lambda: editor.said.startswith("Accepted."))
    assert [each["action"] for each in events(root)] == ["accept"]
    assert editor.at == "m2"
    editor.press("u")
    editor.until(lambda: len(events(root)) == 2)
    assert events(root)[1]["action"] == "retract"
    editor.until(lambda: editor.run("document.getElementById('m2').dataset.state") == "translated")
    editor.press("j", "e")
    editor.until(lambda: editor.typed == "LES SUITES")
    editor.press(" AND MORE")
    editor.save()
    editor.until(lambda: editor.said.startswith("Saved."))
    assert message(root, "Les suites").msgstr == "LES SUITES AND MORE"
    assert editor.at == "m3"
    editor.press("u")
    editor.until(lambda: message(root, "Les suites").msgstr == "LES SUITES")
    editor.press("c")
    editor.until(lambda: editor.at == "comment")
    editor.press("why?")
    editor.press(Keys.TAB, Keys.ENTER)
    editor.until(lambda: events(root)[-1]["action"] == "comment")
    editor.until(lambda: editor.at == "m3")
    editor.press("r")
    editor.until(lambda: editor.at == "category")
    editor.press(Keys.TAB, Keys.TAB, "no", Keys.TAB, Keys.ENTER)
    editor.until(lambda: events(root)[-1]["action"] == "reject")
    editor.until(lambda: editor.run("document.getElementById('m3').dataset.state") == "rejected")
    editor.press("k", "k", "n")
    editor.until(lambda: editor.at == "m3")
    editor.press("u")
    editor.until(lambda: events(root)[-1]["action"] == "retract")
    editor.until(lambda: editor.run("document.getElementById('m3').dataset.state") == "translated")
    editor.press("?")
    editor.until(lambda: editor.run("document.getElementById('keys').open"))
    editor.press(Keys.ESCAPE)
    editor.until(lambda: not editor.run("document.getElementById('keys').open"))


def test_many_are_accepted_after_a_look_at_the_list(root: Path, editor: Editor) -> None:
    edit(po(root), drafted)
    editor.open("/en/atelier/")
    editor.press("A")
    editor.until(lambda: editor.run("document.querySelectorAll('dialog.bulk li').length") == 5)
    assert not (root / "reviews" / "en" / "atelier.jsonl").exists()
    editor.press(Keys.ENTER)
    editor.until(lambda: editor.said.startswith("Accepted."))
    assert {each["action"] for each in events(root)} == {"accept"}
    assert not message(root, "Les suites").fuzzy
    editor.press("u")
    editor.until(lambda: message(root, "Les suites").fuzzy)


def test_what_is_carried_over_is_a_chip_that_cannot_be_broken(root: Path, editor: Editor) -> None:
    editor.open("/en/atelier/")
    editor.press("j", "j", "e")
    link = "](https://example.org/programme)"
    editor.until(lambda: editor.typed == f"DEUX JOURS DE TRAVAIL, |[|PROGRAMME|{link}| COMPRIS.")
    assert editor.run("document.querySelector('.missing').textContent") == ""
    # Nine steps to the left are behind the chip, whatever it holds; then it goes whole.
    editor.press(*[Keys.ARROW_LEFT] * 9, Keys.BACKSPACE)
    editor.until(lambda: editor.typed == "DEUX JOURS DE TRAVAIL, |[|PROGRAMME COMPRIS.")
    editor.until(lambda: link in editor.run("document.querySelector('.missing').textContent"))
    editor.window.find_element("css selector", ".missing button").click()
    editor.until(lambda: f"|{link}|" in editor.typed)
    editor.press(" NOW")
    editor.save()
    editor.until(lambda: editor.said.startswith("Saved."))
    text = f"DEUX JOURS DE TRAVAIL, [PROGRAMME{link} NOW COMPRIS."
    assert message(root, "Deux jours").msgstr == text


FRENCH = [
    ('Il dit "oui" ; et "non"', "Il dit «\u00a0oui\u00a0»\u202f; et «\u00a0non\u00a0»"),
    ("l'an: quoi ?", "l’an\u00a0: quoi\u202f?"),
    ("attendre...", "attendre…"),
    ("https://example.org 12:30", "https://example.org 12:30"),
]
CHINESE = [
    ("工作,很好.", "工作，很好。"),
    ('他说"好"', "他说“好”"),
    ("(见表)", "(见表)"),
    ("工作(见表)", "工作（见表）"),
    ("3.5, 4", "3.5, 4"),
]


@pytest.fixture
def francophone(project: Path, window: Chrome) -> Iterator[Editor]:
    set_option(project, "target_locales", "fr, en, zh")
    text = "---\ntitle: 工作坊\nlang: zh\n---\n\n两天的工作。\n"
    write_article(project, text)
    with served(project) as client:
        yield Editor(window, client)


@pytest.mark.parametrize(("sent", "wanted"), FRENCH)
def test_french_is_typed_with_its_signs(francophone: Editor, sent: str, wanted: str) -> None:
    francophone.open("/fr/atelier/")
    francophone.press("j", "j", "e")
    francophone.until(lambda: francophone.run("document.querySelector('.editor') !== null"))
    francophone.press(sent)
    assert francophone.typed == wanted


@pytest.mark.parametrize(("sent", "wanted"), CHINESE)
def test_chinese_is_typed_with_its_signs(editor: Editor, sent: str, wanted: str) -> None:
    editor.open("/zh-Hans/atelier/")
    editor.press("j", "j", "j", "e")
    editor.until(lambda: editor.typed == "LES SUITES")
    editor.select_all()
    editor.press(sent)
    assert editor.typed == wanted


def test_chinese_is_typed_with_its_signs_in_the_open_message_too(editor: Editor) -> None:
    editor.open("/zh-Hans/atelier/")
    editor.press("j", "j", "j", "o")
    editor.until(lambda: editor.at == "text")
    editor.select_all()
    editor.press("好,")
    assert editor.run("document.activeElement.value") == "好，"
    ActionChains(editor.window).key_down(Keys.CONTROL).send_keys("z").key_up(Keys.CONTROL).perform()
    assert editor.run("document.activeElement.value") == "好,"


def test_what_the_language_writes_is_undone(editor: Editor) -> None:
    editor.open("/zh-Hans/atelier/")
    editor.press("j", "j", "j", "e")
    editor.until(lambda: editor.typed == "LES SUITES")
    editor.select_all()
    editor.press("好,")
    assert editor.typed == "好，"
    ActionChains(editor.window).key_down(Keys.CONTROL).send_keys("z").key_up(Keys.CONTROL).perform()
    assert editor.typed == "好,"


def test_a_save_by_another_program_is_shown_and_neither_is_lost(root: Path, editor: Editor) -> None:
    editor.open("/en/atelier/")
    editor.press("j", "j", "j", "e")
    editor.until(lambda: editor.typed == "LES SUITES")
    editor.press(" MINE")
    set_msgstr(po(root), "Les suites", "THEIRS")
    editor.save()
    editor.until(lambda: "THEIRS" in editor.run("document.querySelector('.conflict').textContent"))
    assert editor.typed == "LES SUITES MINE"
    assert editor.said.startswith("Not saved: ")
    assert message(root, "Les suites").msgstr == "THEIRS"
    editor.save()
    editor.until(lambda: editor.said.startswith("Saved."))
    assert message(root, "Les suites").msgstr == "LES SUITES MINE"
    assert events(root)[-1]["before"] == "THEIRS"


def test_a_text_that_could_not_be_saved_stays_in_the_editor(
    root: Path, editor: Editor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody keeps saving the file, in the end also another text of the same message."""
    editor.open("/en/atelier/")
    editor.press("j", "j", "j", "e")
    editor.until(lambda: editor.typed == "LES SUITES")
    editor.press(" MINE")
    note = "document.querySelector('.conflict')?.textContent"
    for _ in range(2):
        tries = refused(monkeypatch, TRIES)
        editor.save()
        editor.until(lambda: "somebody saved or deleted" in (editor.run(note) or ""))
        assert next(tries, None) is None
        assert editor.typed == "LES SUITES MINE"
        assert "Saved." not in editor.said
        editor.run("document.querySelector('.conflict').replaceChildren()")
    assert message(root, "Les suites").msgstr == "LES SUITES"
    set_msgstr(po(root), "Les suites", "THEIRS")
    editor.save()
    editor.until(lambda: "THEIRS" in (editor.run(note) or ""))
    assert message(root, "Les suites").msgstr == "THEIRS"
    editor.save()
    editor.until(lambda: editor.said.startswith("Saved."))
    assert not editor.run("document.querySelector('.editor')")
    assert message(root, "Les suites").msgstr == "LES SUITES MINE"
    assert [each["before"] for each in events(root)] == ["THEIRS"]


def test_what_is_being_typed_survives_leaving_the_page(root: Path, editor: Editor) -> None:
    editor.open("/en/atelier/")
    editor.press("j", "j", "j", "e")
    editor.until(lambda: editor.typed == "LES SUITES")
    editor.press(" HALF")
    editor.open("/")
    editor.until((root / "reviews" / "en" / "atelier.jsonl").exists)
    (event,) = events(root)
    assert (event["action"], event["text"]) == ("suggest", "LES SUITES HALF")
    assert message(root, "Les suites").msgstr == "LES SUITES"
    editor.open("/en/atelier/")
    editor.press("j", "j", "j", "e")
    editor.until(lambda: editor.typed == "LES SUITES HALF")


def test_a_click_on_the_page_leads_to_the_message(editor: Editor) -> None:
    editor.open("/en/atelier/")
    editor.press("p")
    inside = "document.querySelector('iframe').contentDocument"
    editor.until(lambda: editor.run(f"{inside}?.querySelector('[data-unit=\"3\"]') != null"))

    def clicked() -> bool:  # the page hears clicks from when it is loaded
        editor.run(f"{inside}.querySelector('[data-unit=\"3\"]').parentElement.click()")
        return editor.at == "m3"

    editor.until(clicked)
    shown = f"{inside}.querySelector('.shown-unit')?.textContent"
    editor.until(lambda: editor.run(shown) == "LES SUITES")
    editor.press("p")
    editor.until(lambda: not editor.run("document.querySelector('iframe')"))


def test_a_fix_is_applied_by_a_click_and_undone(root: Path, editor: Editor) -> None:
    (root / "glossary.csv").write_text("fr,en,en forbidden\nsuites,next steps,sequel\n", "utf-8")
    set_msgstr(po(root), "Les suites", "The sequel")
    editor.open("/en/atelier/")
    editor.window.find_element("css selector", "#m3 button[name=fix]").click()
    editor.until(lambda: message(root, "Les suites").msgstr == "The next steps")
    editor.until(lambda: editor.at == "m3")
    editor.press("u")
    editor.until(lambda: message(root, "Les suites").msgstr == "The sequel")


def test_all_that_is_known_of_a_message_opens_in_its_place(root: Path, editor: Editor) -> None:
    editor.open("/en/atelier/")
    editor.press("j", "o")
    editor.until(lambda: editor.run("document.querySelector('#m1 .panel h2') !== null"))
    editor.until(lambda: editor.run("document.querySelector('#m1 div.more') !== null"))
    field = editor.window.find_element("css selector", "#m1 .panel textarea[name=text]")
    field.clear()
    field.send_keys("A workshop in Nanning")
    editor.window.find_element("css selector", "#m1 .panel button[value=edit]").click()
    editor.until(lambda: message(root, "Un atelier").msgstr == "A workshop in Nanning")
    editor.until(lambda: not editor.run("document.querySelector('.panel')"))


def test_more_messages_come_as_one_goes_on(root: Path, editor: Editor) -> None:
    many = "\n\n".join(f"Le texte {number}." for number in range(150))
    write_article(root, ARTICLE + "\n" + many)
    editor.open("/en/atelier/")
    editor.run("scrollTo(0, document.body.scrollHeight)")
    editor.until(lambda: editor.run("document.querySelectorAll('article.passage').length") == 155)


# Everybody can use it


def signing(root: Path) -> None:
    """Want words signed, where nobody has a key."""
    path = root / "setup.cfg"
    section = "[workflow:review]\nsignatures = required"
    path.write_text(path.read_text("utf-8").replace("[workflow:review]", section), "utf-8")


def test_a_signature_is_sent_as_a_file(root: Path, editor: Editor, keys: Path) -> None:
    signing(root)
    (root / "reviews").mkdir(exist_ok=True)
    (root / "reviews/allowed_signers").write_text(signer(ACTOR, keys / "aline"), "utf-8")
    editor.open("/en/atelier/")
    editor.press("j", "a")
    editor.until(lambda: "/sign/" in editor.window.current_url)
    address = editor.window.find_element("css selector", "a[download]").get_attribute("href")
    data = editor.window.execute_async_script(
        "fetch(arguments[0]).then(each => each.text()).then(arguments[1])", address
    )
    file = root / "downloaded.json"
    file.write_bytes(data.encode())
    command = ["ssh-keygen", "-q", "-Y", "sign", "-n", "workflow-review"]
    command += ["-f", str(keys / "aline"), str(file)]
    subprocess.run(command, check=True, capture_output=True)
    editor.window.find_element("id", "sig").send_keys(f"{file}.sig")
    editor.until(lambda: "BEGIN" in editor.run("document.getElementById('signatures').value"))
    editor.window.find_element("css selector", "button[value=sign]").click()
    editor.until(lambda: "/en/atelier/" in editor.window.current_url)
    (event,) = events(root)
    assert (event["action"], event["signature"][:10]) == ("accept", "-----BEGIN")


@pytest.mark.parametrize("path", ["/nowhere/", "/?key=guess"])
def test_a_bare_page_fits_a_telephone_and_has_its_style(
    root: Path, window: Chrome, path: str
) -> None:
    with served(root) as client:
        editor = Editor(window, client)
        browser.log(window, "browser")
        if "key" in path:
            window.delete_all_cookies()
        editor.open(path, 375)
        assert editor.run("document.documentElement.scrollWidth") == 375
        assert editor.run("getComputedStyle(document.body).fontFamily") == "sans-serif"
        told = [each["message"] for each in browser.log(window, "browser")]
        assert [each for each in told if "Content Security Policy" in each] == []
        window.get("about:blank")


def test_a_text_has_the_fonts_of_its_language_whatever_that_of_the_page(
    root: Path, window: Chrome
) -> None:
    families = {}
    for words in (Words("en"), Words("zh")):
        with served(root, words=words, fixed=True) as client:
            editor = Editor(window, client)
            for path in ("/en/atelier/", "/zh-Hans/atelier/"):
                editor.open(path)
                families[words.language, path] = editor.run(
                    "[...document.querySelectorAll('.text[lang]')].map(each => "
                    "[each.lang, getComputedStyle(each).fontFamily])"
                )
            window.get("about:blank")
    for path in ("/en/atelier/", "/zh-Hans/atelier/"):
        assert families["en", path] == families["zh", path] != []


@pytest.mark.parametrize("width", browser.WIDTHS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(root: Path, editor: Editor, scheme: str, width: int) -> None:
    (root / "glossary.csv").write_text(
        "fr,en,en forbidden\nsuites,next steps,sequel\natelier,workshop,\n", "utf-8"
    )
    set_msgstr(po(root), "Les suites", "The  sequel")
    set_msgstr(po(root), "Un atelier", "A workshop in Nanning")
    said = message(root, "Les suites")
    editor.open("/en/atelier/", width)
    editor.press("j", "j", "j", "c")
    editor.until(lambda: editor.at == "comment")
    editor.press("why?", Keys.TAB, Keys.ENTER)
    editor.until((root / "reviews" / "en" / "atelier.jsonl").exists)
    media = {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
    editor.window.execute_cdp_cmd("Emulation.setEmulatedMedia", media)
    try:
        for path in (
            "/",
            "/en/atelier/",
            f"/en/atelier/?unit={source_of(said.key)}",
            "/search/?q=a",
        ):
            editor.open(path, width)
            assert browser.faults(editor.window) == [], path
            assert editor.run("document.documentElement.scrollWidth") <= width
        editor.open("/en/atelier/", width)
        editor.press("j", "j", "e")
        editor.until(lambda: "JOURS" in editor.typed)
        assert browser.faults(editor.window) == [], "editing"
        editor.press(Keys.ESCAPE, "o")
        editor.until(lambda: editor.run("document.querySelector('.panel')"))
        assert browser.faults(editor.window) == [], "a panel"
        assert editor.run("document.documentElement.scrollWidth") <= width
        editor.press(Keys.ESCAPE, "?")
        editor.until(lambda: editor.run("document.getElementById('keys').open"))
        assert browser.faults(editor.window) == [], "the keys"
        signing(root)
        editor.open("/en/atelier/", width)
        editor.press("j", "a")
        editor.until(lambda: "/sign/" in editor.window.current_url)
        assert browser.faults(editor.window) == [], "to be signed"
        assert editor.run("document.documentElement.scrollWidth") <= width
    finally:
        editor.window.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})


def test_the_list_says_how_much_is_still_read_until_all_is(
    root: Path, window: Chrome, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.rmtree(root / ".workflow")
    monkeypatch.setattr(open_queue, "AT_ONCE", 0)
    look, go = entries_of, threading.Event()

    def slow(workspace: Workspace, slugs: Sequence[str], *rest: Any) -> Iterator[Any]:
        assert not slugs or go.wait(60)
        yield from look(workspace, slugs, *rest)

    monkeypatch.setattr(open_queue, "entries_of", slow)
    with served(root) as client:
        editor = Editor(window, client)
        editor.open("/", 375)
        said = "document.getElementById('reading').innerText.trim()"
        assert "still being read" in editor.run(said)
        assert browser.faults(window) == []
        go.set()
        editor.until(lambda: editor.run(said) == "Show the list as it is now")
        assert browser.faults(window) == []
        window.find_element("css selector", "#reading a").click()
        editor.until(lambda: editor.run("document.querySelectorAll('li.entry').length") == 2)
        assert editor.run("document.getElementById('reading')") is None
