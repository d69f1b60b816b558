"""The review page under load: ``python bench/review.py [--units 5000] [--articles 10000]``.

One article of ``--units`` messages and a project of ``--articles`` in one language are made, served
by ``workflow review serve`` in a process of its own, and opened in headless Chromium. Told are the
browser's own performance entries (first paint, long tasks, the time from a key to the next frame)
and, of each answer, the time on the clock and the CPU that the server's process took for it (user
and system, from /proc): on a machine that does other things too, only the latter tells of the
program.
"""

from __future__ import annotations

import argparse
import html
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, Request, build_opener

from selenium.webdriver import ActionChains, Chrome
from selenium.webdriver.support.ui import WebDriverWait

from tests import browser
from workflow.flows.init import init_project
from workflow.model import Locale

TICK = os.sysconf("SC_CLK_TCK")
KEYS = """
window.waits = [];
addEventListener("keydown", event => {
  const start = event.timeStamp;
  requestAnimationFrame(() => setTimeout(() => waits.push(performance.now() - start)));
}, true);
window.tasks = [];
new PerformanceObserver(list => tasks.push(...list.getEntries().map(each => each.duration)))
  .observe({type: "longtask", buffered: true});
"""
"""Notes how long each key waits until the frame after it is painted, and tasks above 50 ms."""
PAINT = """
const [entry] = performance.getEntriesByName("first-contentful-paint");
const [page] = performance.getEntriesByType("navigation");
return entry ? [entry.startTime, page.responseStart - page.requestStart] : null;
"""


def made(root: Path, units: int, articles: int) -> None:
    """A project with one long article, and many short ones; all drafted by a copy of the source."""
    init_project(root, Locale("fr"), (Locale("en"),), date(2026, 1, 15))
    folder = root / "articles"
    for each in folder.rglob("*.md"):
        each.unlink()
    texts = (f"Le texte numéro {number} parle de la ville et du port." for number in range(units))
    _write(folder / "long.md", "Un long texte", texts)
    for number in range(articles):
        name = folder / f"{number // 1000:02}" / f"article-{number}.md"
        name.parent.mkdir(exist_ok=True)
        _write(name, f"Article {number}", (f"Le port {number} est ouvert.", "Une autre ligne."))
    subprocess.run([sys.executable, "-m", "workflow", "extract"], cwd=root, check=True, stdout=-3)
    for path in (root / "locales" / "en").rglob("*.po"):
        text = path.read_text("utf-8")
        done = re.sub(r'msgid "(.+)"\nmsgstr ""', r'msgid "\1"\nmsgstr "\1 (EN)"', text)
        path.write_text(done, "utf-8")
    subprocess.run([sys.executable, "-m", "workflow", "status"], cwd=root, check=False, stdout=-3)


def _write(path: Path, title: str, texts: Iterator[str] | tuple[str, ...]) -> None:
    path.write_text(f"---\ntitle: {title}\nlang: fr\n---\n\n" + "\n\n".join(texts) + "\n", "utf-8")


class Served:
    """The server's process."""

    def __init__(self, process: subprocess.Popen[str], address: str) -> None:
        self.process, self.address = process, address
        self.origin = address.partition("/?")[0]
        self.opener: OpenerDirector = build_opener(HTTPCookieProcessor())
        self.opener.open(address).read()

    @property
    def cpu(self) -> float:
        """Seconds of CPU so far, of all its threads."""
        fields = (
            Path(f"/proc/{self.process.pid}/stat").read_text("utf-8").rpartition(")")[2].split()
        )
        return (int(fields[11]) + int(fields[12])) / TICK

    def timed(self, act: Callable[[], object]) -> tuple[float, float]:
        """Milliseconds on the clock, and of the server's CPU, that ``act`` takes."""
        cpu, start = self.cpu, time.perf_counter()
        act()
        return (time.perf_counter() - start) * 1000, (self.cpu - cpu) * 1000

    def get(self, path: str) -> bytes:
        data: bytes = self.opener.open(self.origin + path).read()
        return data


@contextmanager
def served(root: Path) -> Iterator[Served]:
    command = [sys.executable, "-m", "workflow", "review", "serve", "--port", "0"]
    command += ["--actor", "editor@example.org"]
    process = subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout
        found = re.search(r"http://\S+", process.stdout.readline())
        assert found
        yield Served(process, found[0])
    finally:
        process.terminate()
        process.wait()


def told(what: str, runs: list[tuple[float, float]]) -> None:
    """Print medians and the worst, of clock and CPU."""
    clock, cpu = zip(*runs, strict=True)
    print(
        f"{what:38} clock {statistics.median(clock):7.0f} (worst {max(clock):.0f})   "
        f"server's CPU {statistics.fmean(cpu):7.0f} ms"
    )


def of_answers(server: Served, runs: int) -> None:
    """What the server takes for pages and acts, the browser apart."""
    for name, path in (
        ("queue, first", "/"), ("queue", "/"), ("queue, searched", "/?q=article-77"),
        ("article, first", "/en/long/"), ("article", "/en/long/"),
    ):  # fmt: skip
        times = 1 if name.endswith("first") else runs
        told(name, [server.timed(lambda path=path: server.get(path)) for _ in range(times)])


def of_acts(server: Served, runs: int) -> None:
    """What the server takes for each kind of act on the long article, asked as its script asks."""
    kinds: dict[str, Callable[[str, str, int], dict[str, str]]] = {
        "accept": lambda name, seen, _: {"accept": f"{name} {seen}"},
        "undo of it": lambda name, seen, _: {"act": "retract", "retract": f"{name} {seen}"},
        "comment": lambda *_: {"act": "comment", "note": "Which harbour?"},
        "suggest": lambda *_: {"act": "suggest", "text": "The harbour is open."},
        "edit": lambda _, __, number: {"act": "edit", "text": f"The harbour is open, {number}."},
        "undo of an edit": lambda _, __, number: {"act": "edit", "text": f"Harbour {number}."},
        "reject": lambda *_: {"act": "reject", "category": "style", "severity": "minor"},
    }
    page = server.get("/en/long/").decode()
    token = html.unescape(search(r'data-token="([^"]+)"', page))
    seen = dict(re.findall(r'data-name="([^"]+)"\s+data-seen="([^"]+)"', page))
    names = list(seen)[10 : 10 + runs]
    for kind, fields in kinds.items():
        runs_of = []
        for number, name in enumerate(names):
            form = {"token": token, "name": name, "seen": seen[name]}
            form |= fields(name, seen[name], number)
            answer: dict[str, Any] = {}
            runs_of.append(server.timed(partial(act, server, form, answer)))
            assert answer["result"] == "done", answer
            seen[name] = search(r'data-seen="([^"]+)"', next(iter(answer["units"].values())))
        told(kind, runs_of)


def act(server: Served, form: dict[str, str], answer: dict[str, Any]) -> None:
    """Send a form of the long article's page; ``answer`` takes what its script is told."""
    headers = {"Accept": "application/json", "Origin": server.origin}
    address = f"{server.origin}/en/long/"
    request = Request(address, urlencode(form).encode(), headers)  # noqa: S310 - our own server
    answer |= json.loads(server.opener.open(request).read())


def search(pattern: str, text: str) -> str:
    """What the pattern's group found, which must be there."""
    found = re.search(pattern, text)
    assert found
    return found[1]


def of_browser(server: Served, window: Chrome, runs: int) -> None:
    """What an editor sees of the long article."""
    window.get(server.address)
    paints = []
    for _ in range(runs):
        window.get("about:blank")
        cpu = server.cpu
        window.get(f"{server.origin}/en/long/")
        WebDriverWait(window, 60).until(lambda _: window.execute_script(PAINT))
        paint, first_byte = window.execute_script(PAINT)
        paints.append((paint, (server.cpu - cpu) * 1000))
        print(f"  first byte {first_byte:.0f} ms, first paint {paint:.0f} ms")
    told("first paint", paints)
    numbers = range(2, runs + 2)
    accepted = [server.timed(lambda number=each: accept(window, number)) for each in numbers]
    told("accept: click to new state", accepted)
    window.execute_script(KEYS)
    window.find_element("css selector", "#m50 .text.target").click()
    for sign in 'The text number of the harbour, l\'eau; et "oui" ':
        ActionChains(window).send_keys(sign).perform()
    waits, tasks = window.execute_script("return [waits, tasks]")
    waits.sort()
    print(
        f"typing, key to painted frame: median {statistics.median(waits):.1f} ms, "
        f"95 % {waits[int(len(waits) * 0.95)]:.1f}, worst {waits[-1]:.1f}; "
        f"tasks above 50 ms: {len(tasks)} {[round(each) for each in tasks]}"
    )


def accept(window: Chrome, number: int) -> None:
    """Accept a message by its button, until its state is shown."""
    script = (
        "const done = arguments[1], id = 'm' + arguments[0];"
        "document.querySelector(`#${id} button.accept`).click();"
        "const look = () => document.getElementById(id).dataset.state === 'reviewed' ? done() "
        ": requestAnimationFrame(look); look();"
    )
    window.execute_async_script(script, number)


def main() -> None:
    """Measure, and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--units", type=int, default=5_000)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--runs", type=int, default=7)
    options = parser.parse_args()
    print(f"load {os.getloadavg()[0]:.1f}")
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "project"
        made(root, options.units, options.articles)
        print("project made")
        with served(root) as server:
            of_answers(server, options.runs)
            of_acts(server, options.runs)
            with browser.chromium() as window:
                of_browser(server, window, options.runs)
    print(f"load {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
