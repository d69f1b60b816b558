"""Runs of `workflow translate` as processes of their own: stopped, killed, side by side."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import polib
import pytest
from click.testing import CliRunner

from tests.libre import Libre, quick, serving
from tests.servers import _RUN
from tests.services import KEY, Sent
from workflow.cli import main

__all__ = ["quick"]

SENTENCES = {
    "fr": "Le bateau numéro {number} attend au quai que la marée monte.",
    "en": "Boat number {number} waits at the quay until the tide comes in.",
    "zh": "第{number}号船在码头等待涨潮。",
}
TARGETS = {"fr": ("en", "zh"), "en": ("fr", "zh"), "zh": ("fr", "en")}
TEXTS = 6
"""Paragraphs of an article."""


def newsroom(project: Path, lang: str, articles: int = 2) -> int:
    """Articles in ``lang``, extracted, for two languages; return how many texts there are."""
    for path in (project / "articles").iterdir():
        path.unlink()
    (project / "setup.cfg").write_text(
        f"[workflow]\nsource_locale = {lang}\ntarget_locales = {', '.join(TARGETS[lang])}\n"
        "engines = memory\n",
        encoding="utf-8",
    )
    for article in range(articles):
        numbers = range(article * TEXTS, (article + 1) * TEXTS)
        paragraphs = "\n\n".join(SENTENCES[lang].format(number=number) for number in numbers)
        text = f"---\ntitle: '{article}'\nlang: {lang}\n---\n\n{paragraphs}\n"
        (project / "articles" / f"a-{article}.md").write_text(text, encoding="utf-8")
    done = CliRunner().invoke(main, ["extract"])
    assert done.exit_code == 0, done.output
    return articles * TEXTS * 2


@pytest.fixture(params=SENTENCES)
def lang(request: pytest.FixtureRequest) -> str:
    found: str = request.param
    return found


@pytest.fixture
def libre(project: Path, lang: str) -> Iterator[Libre]:
    newsroom(project, lang)
    with serving(project, "in_flight = 1", "batch = 1") as service:
        service.spoken = translated
        yield service


def translated(text: str, target: str) -> str:
    """The sentence in another language."""
    number = "".join(filter(str.isdigit, text))
    return SENTENCES[target].format(number=number)


@pytest.fixture(autouse=True)
def _known_key(quick: None) -> None:
    """The key of the service is in the environment."""


def start(*arguments: str, **options: object) -> subprocess.Popen[str]:
    """The command as a process of its own."""
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)}
    given = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options}
    return subprocess.Popen(  # type: ignore[call-overload, no-any-return]
        [sys.executable, "-c", _RUN, "translate", "--engine", "libre", *arguments],
        text=True,
        env=environment,
        **given,
    )


def run(*arguments: str, code: int = 0) -> str:
    """The same in this process, which takes a tenth of the time; what it said."""
    done = CliRunner().invoke(main, ["translate", "--engine", "libre", *arguments])
    assert done.exit_code == code, done.output
    assert KEY not in done.output
    return done.stdout if "json" in arguments else done.stderr


def drafts() -> list[str]:
    """The msgid of each draft in any catalogue."""
    return [
        entry.msgid
        for path in sorted(Path("locales").glob("*/LC_MESSAGES/*.po"))
        for entry in polib.pofile(str(path))
        if entry.msgstr and "machine translation: libre" in entry.tcomment
    ]


class Hanging:
    """Answers some requests, and then no more until it is let go."""

    def __init__(self, service: Libre, after: int) -> None:
        self.service = service
        self.reached = threading.Event()
        self.let_go = threading.Event()
        self._good = iter(range(after))
        service.answer = self._answer

    def _answer(self, texts: Sequence[str]) -> Sent | None:
        if next(self._good, None) is None:
            self.reached.set()
            self.let_go.wait(30)
        return None


def test_ctrl_c_ends_a_request_that_hangs_and_keeps_every_answer(libre: Libre) -> None:
    whole = 2 * 2 * TEXTS
    hanging = Hanging(libre, after=8)
    process = start()
    assert hanging.reached.wait(60)
    process.send_signal(signal.SIGINT)
    sent = time.monotonic()
    _, errors = process.communicate(timeout=20)
    # Two seconds, on a machine that has nothing else to do; the request hangs for thirty.
    assert time.monotonic() - sent < 15
    assert (process.returncode, "interrupted" in errors) == (130, True)
    assert "Traceback" not in errors
    written = len(drafts()) - len(copied())
    hanging.let_go.set()
    libre.answer = lambda _texts: None
    libre.seen.clear()
    report = json.loads(run("--format", "json"))
    assert Counter(libre.texts).most_common(1)[0][1] <= 2  # once for each pair
    assert len(libre.texts) == report["requests"] == whole - 8
    assert written + report["reused"] == 8, "what was not written yet is kept"
    assert len(drafts()) == whole + len(copied())


def copied() -> list[str]:
    """Titles, which are numbers here: what has no words is copied and never sent."""
    return [msgid for msgid in drafts() if msgid.isdigit()]


def test_kill_9_and_again_sends_nothing_twice(libre: Libre) -> None:
    whole = 2 * 2 * TEXTS
    hanging = Hanging(libre, after=8)
    process = start()
    assert hanging.reached.wait(60)
    process.kill()
    process.communicate()
    hanging.let_go.set()
    libre.answer = lambda _texts: None
    libre.seen.clear()
    report = json.loads(run("--format", "json"))
    assert len(libre.texts) == report["requests"] == whole - 8
    assert report["reused"] <= 8, "of the rest the drafts had been written"
    assert len(drafts()) == whole + len(copied())
    assert run().startswith("Nothing to translate.")


def test_two_runs_side_by_side_send_each_text_once(project: Path) -> None:
    texts = newsroom(project, "fr", articles=3)
    with serving(project, "in_flight = 2", "batch = 2") as service:
        service.spoken = slowly
        processes = [start("--format", "json") for _ in range(2)]
        said = [process.communicate(timeout=60) for process in processes]
    assert [process.returncode for process in processes] == [0, 0], said
    assert len(service.texts) == texts
    reports = [json.loads(output) for output, _ in said]
    assert sum(report["requests"] for report in reports) == len(service.seen)
    assert len(drafts()) == texts + len(copied())
    assert Counter(drafts()).most_common(1)[0][1] == 2, "each once in each language"


def slowly(text: str, target: str) -> str:
    time.sleep(0.03)
    return translated(text, target)


def test_other_commands_go_on_while_an_engine_works(libre: Libre) -> None:
    hanging = Hanging(libre, after=1)
    process = start()
    assert hanging.reached.wait(60)
    extracted = CliRunner().invoke(main, ["extract"])
    assert extracted.exit_code == 0, extracted.output
    hanging.let_go.set()
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 0, errors


def first_answer(service: Libre, act: Callable[[], object]) -> None:
    """Do ``act`` when the service is asked first."""
    todo = [act]

    def answer(_texts: Sequence[str]) -> None:
        if todo:
            todo.pop()()

    service.answer = answer


def test_a_catalogue_deleted_meanwhile_stays_deleted_and_is_named(lang: str, libre: Libre) -> None:
    gone = Path(f"locales/{TARGETS[lang][0]}/LC_MESSAGES/a-1.po")
    first_answer(libre, gone.unlink)
    errors = run(code=1)
    assert f"error: {gone}: somebody deleted this file" in errors
    assert not gone.exists()
    assert len(drafts()) == 3 * TEXTS + len(copied())
    CliRunner().invoke(main, ["extract"])
    report = json.loads(run("--format", "json"))
    assert (report["requests"], report["reused"]) == (0, TEXTS), "its answers were kept"


def test_a_catalogue_broken_meanwhile_is_named_and_left(lang: str, libre: Libre) -> None:
    path = Path(f"locales/{TARGETS[lang][1]}/LC_MESSAGES/a-0.po")
    first_answer(libre, lambda: path.write_text('msgid "x"\nmsgstr "y\n', encoding="utf-8"))
    errors = run(code=2)
    assert f"error: {path}:2: " in errors
    assert path.read_text("utf-8") == 'msgid "x"\nmsgstr "y\n'
    path.unlink()
    assert len(drafts()) == 3 * TEXTS + len(copied())


@pytest.mark.parametrize("number", [0, 3])
def test_a_translators_save_before_and_after_survives(lang: str, libre: Libre, number: int) -> None:
    path = Path(f"locales/{TARGETS[lang][0]}/LC_MESSAGES/a-0.po")

    def save() -> None:
        catalogue = polib.pofile(str(path))
        catalogue[number + 1].msgstr = "⟨mine⟩"
        catalogue.save()

    save()
    first_answer(libre, save)
    run()
    save()
    run()
    found = polib.pofile(str(path))
    assert found[number + 1].msgstr == "⟨mine⟩"
    assert not found[number + 1].tcomment
    assert len(drafts()) == 4 * TEXTS - 1 + len(copied())


def test_a_bar_tells_texts_characters_cost_and_time(project: Path) -> None:
    newsroom(project, "fr")
    parent, child = pty.openpty()
    with serving(project, "in_flight = 1", "batch = 1", "price_per_million = 1000") as service:
        service.spoken = translated
        service.answer = lambda _texts: time.sleep(0.1)
        process = start(stderr=child, stdout=subprocess.DEVNULL)
        os.close(child)
        said = b""
        while part := _read(parent):
            said += part
        assert process.wait(60) == 0
    shown = said.decode()
    assert "Translating" in shown
    assert "characters, cost 0." in shown
    assert "%  00:00:0" in shown


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 1 << 16)
    except OSError:  # the other end is closed
        return b""
