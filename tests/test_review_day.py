"""A day of a newsroom: two people at the review page, a PO editor, and a running translation."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests import browser
from tests.libre import serving
from tests.review_client import served
from tests.services import KEY
from tests.test_review_acts import events, message
from tests.test_review_browser import Editor, pytestmark  # noqa: F401 - where there is no browser
from tests.test_review_helpers import (
    edit,
    po,
    set_msgstr,
    set_option,
    set_roles,
    translated,
    write_article,
)
from workflow.model import Message
from workflow.web.doors import ProxyDoor, networks

HEADER = "X-Forwarded-Email"
TEXTS = ("La salle", "Le port", "La rive", "Le pont", "La gare", "Le marché")
ARTICLE = "---\ntitle: La ville\nlang: fr\n---\n\n" + "\n\n".join(
    f"{each} est ouverte à tous les habitants depuis hier." for each in TEXTS
)
UNTRANSLATED = ("La gare", "Le marché")
PATIENCE = 60
"""Seconds to wait for another program; nothing is measured."""


@pytest.fixture
def root(project: Path) -> Path:
    write_article(project, ARTICLE)

    def begun(each: Message) -> Message:
        return each if each.msgid.startswith(UNTRANSLATED) else translated(each)

    edit(po(project), begun)
    set_roles(project, aline="editor", li="translator")
    return project


@contextmanager
def translating(root: Path) -> Iterator[tuple[threading.Event, subprocess.Popen[str]]]:
    """``workflow translate``, which waits for its first answer until it is let go on."""
    asked, go_on = threading.Event(), threading.Event()

    def answer(_texts: object) -> None:
        asked.set()
        assert go_on.wait(PATIENCE)

    with serving(root, "batch = 1") as service:
        service.answer = answer
        set_option(root, "engines", "libre")
        environment: dict[str, str] = {**os.environ, "LIBRE_API_KEY": KEY}
        environment["NO_PROXY"] = "127.0.0.1"
        environment["PYTHONPATH"] = str(Path(__file__).parent.parent)
        command = [sys.executable, "-m", "workflow", "translate", "--locale", "en"]
        pipe = subprocess.PIPE
        with subprocess.Popen(
            command, stdout=pipe, stderr=pipe, text=True, cwd=root, env=environment
        ) as process:
            try:
                assert asked.wait(PATIENCE)
                yield go_on, process
            finally:
                go_on.set()
                process.kill()


@contextmanager
def people(root: Path) -> Iterator[tuple[Editor, Editor]]:
    """Two browsers, behind a proxy that says whose each is."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    door = ProxyDoor(HEADER, networks(["127.0.0.1"]), f"http://127.0.0.1:{port}/")
    with (
        served(root, port=port, proxy=door) as client,
        browser.chromium() as one,
        browser.chromium() as other,
    ):
        for window, name in ((one, "aline"), (other, "li")):
            window.execute_cdp_cmd("Network.enable", {})
            said = {"headers": {HEADER: f"{name}@example.org"}}
            window.execute_cdp_cmd("Network.setExtraHTTPHeaders", said)
        yield Editor(one, client), Editor(other, client)


def begin(editor: Editor, number: int) -> None:
    """Open the editor of a message and empty it."""
    editor.window.find_element("css selector", f"#m{number} .text.target").click()
    editor.until(lambda: editor.run("document.querySelector('.editor') !== null"))
    editor.select_all()


def saved(editor: Editor) -> None:
    editor.save()
    editor.until(lambda: editor.said.startswith("Saved."))


def test_nothing_is_lost_and_nobody_overwritten(root: Path) -> None:
    with people(root) as (aline, li), translating(root) as (go_on, process):
        for each in (aline, li):
            each.open("/en/atelier/")
        # Both write the same text: who comes second sees both, and loses neither.
        begin(li, 2)
        li.press("The hall, by Li")
        begin(aline, 2)
        aline.press("The hall, by Aline")
        saved(aline)
        li.save()
        li.until(lambda: "by Aline" in li.run("document.querySelector('.conflict').textContent"))
        assert li.typed == "The hall, by Li"
        li.press("\ue00c")  # Escape: kept in the browser
        # Each writes a text of his or her own, and a third person saves in a PO editor.
        begin(li, 3)
        li.press("The port, by Li")
        set_msgstr(po(root), "La rive", "The shore, in a PO editor")
        saved(li)
        # One is written while the engine is being asked for it.
        begin(aline, 6)
        aline.press("The station, by Aline")
        saved(aline)
        aline.window.find_element("css selector", "#m5 button.accept").click()
        aline.until(lambda: aline.said.startswith("Accepted."))
        go_on.set()
        said, troubles = process.communicate(timeout=PATIENCE)
        assert process.returncode == 0, said + troubles
        texts = {name: message(root, name) for name in TEXTS}
        assert texts["La salle"].msgstr == "The hall, by Aline"
        assert texts["Le port"].msgstr == "The port, by Li"
        assert texts["La rive"].msgstr == "The shore, in a PO editor"
        assert texts["La gare"].msgstr == "The station, by Aline"
        assert texts["Le marché"].is_draft
        words = {(each["action"], each["actor"]) for each in events(root)}
        assert words == {
            ("edit", "aline@example.org"),
            ("edit", "li@example.org"),
            ("accept", "aline@example.org"),
            # What Li had typed when he left the message was not thrown away, either.
            *(words & {("suggest", "li@example.org")}),
        }
        # The draft is accepted, the whole approved: all that was said stands.
        aline.open("/en/atelier/")
        aline.window.find_element("css selector", "#m7 button.accept").click()
        aline.until(lambda: not message(root, "Le marché").fuzzy)
        aline.open("/en/atelier/")
        aline.window.find_element("css selector", "button[value=approve]").click()
        aline.until(lambda: aline.said.startswith("Approved."))
        assert events(root)[-1]["actor"] == "aline@example.org"
