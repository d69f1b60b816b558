"""Machine translation, measured beside deep-translator: ``python bench/translate.py``.

A LibreTranslate of our own, in a process of its own, answers each request after ``--latency``
milliseconds (100), word by word. 5,000 distinct texts, 7,000 with repeats, of a newsroom's length,
every third with a link and a strong word, are drafted with 25 requests in flight, answers kept on
disk: by the engine alone, as deep-translator would, and by the chain, which verifies and mends.
deep-translator's ``translate_batch`` sends the first ``--sample`` of them (200), one after the
other, and its time is multiplied. Then the same with a server that answers at once: what is left
is our own cost, in CPU time of our process.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import cycle, islice
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from deep_translator import LibreTranslator

from workflow.engines.chain import build_engines
from workflow.engines.drafting import draft_all
from workflow.engines.engine import Draft, Meter, Outcome, Request, Tools
from workflow.engines.kept_answers import KeptAnswers
from workflow.model import Locale
from workflow.project.settings import EngineSettings

FR, EN = Locale("fr"), Locale("en")
IN_FLIGHT = 25
DISTINCT, TEXTS = 5_000, 7_000
WORDS = dict(
    pair.split(":")
    for pair in """
    le:the un:a des:some ville:town port:harbour marché:market pain:bread
    maire:mayor école:school enfants:children habitants:residents route:road pont:bridge
    hiver:winter pluie:rain neige:snow vent:wind bateau:boat pêcheurs:fishermen syndicat:union
    grève:strike accord:agreement ministre:minister loi:law vote:vote budget:budget
    hôpital:hospital médecins:doctors infirmières:nurses vaccin:vaccine musée:museum
    concert:concert roman:novel équipe:team match:match victoire:victory annonce:announces
    ferme:closes ouvre:opens reçoit:receives quitte:leaves attend:awaits demande:asks
    refuse:refuses et:and avec:with pour:for sans:without dans:in sur:on après:after
    avant:before selon:per depuis:since contre:against
    """.split()
)
WORD = re.compile(r"[^\W\d_]+")


def texts(count: int) -> list[str]:
    """So many distinct texts of 8 to 40 words."""
    chance = random.Random(3)
    words = list(WORDS)
    found: list[str] = []
    for number in range(count):
        chosen = chance.sample(words, k=chance.randint(8, 40))
        if number % 3 == 0:
            chosen[3] = f"[{chosen[3]}](https://example.org/{number})"
            chosen[6] = f"**{chosen[6]}**"
        line = " ".join(chosen)
        found.append(f"{line[0].upper()}{line[1:]} {number}.")
    return found


def translated(text: str) -> str:
    """Word by word; what is no word of ours, such as a token, stays."""

    def word(found: re.Match[str]) -> str:
        known = WORDS.get(found[0].lower(), found[0])
        return known.capitalize() if found[0][0].isupper() else known

    return WORD.sub(word, text)


class Protocol(asyncio.Protocol):
    """``POST /translate`` over one connection, whose requests follow one another."""

    latency = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._read = b""

    def data_received(self, data: bytes) -> None:
        """Answer once a request is whole."""
        self._read += data
        head, end, body = self._read.partition(b"\r\n\r\n")
        length = re.search(rb"content-length: *(\d+)", head, re.IGNORECASE)
        if not end or (length and len(body) < int(length[1])):
            return
        self._read = b""
        query = urlsplit(head.split()[1].decode()).query
        asked = json.loads(body) if body else {"q": parse_qs(query)["q"][0]}
        q = asked["q"]
        answer = [translated(each) for each in q] if isinstance(q, list) else translated(q)
        content = json.dumps({"translatedText": answer}).encode()
        reply = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(content), content)
        loop = asyncio.get_running_loop()
        if self.latency:
            loop.call_later(self.latency, self._transport.write, reply)
        else:
            self._transport.write(reply)


async def serve(latency: float) -> None:
    """Serve for ever; the port is the first line that is printed."""
    Protocol.latency = latency
    server = await asyncio.get_running_loop().create_server(Protocol, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


@contextmanager
def service(latency: float) -> Iterator[str]:
    """The address of a service in a process of its own."""
    command = [sys.executable, __file__, "--serve", str(latency)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        try:
            yield f"http://127.0.0.1:{process.stdout.readline().strip()}/"
        finally:
            process.kill()


def ours(url: str, batch: int, distinct: int, count: int, whole: int) -> dict[str, float]:
    """Draft ``count`` texts and tell seconds, CPU seconds, requests, megabytes beyond the texts.

    ``whole``: by the chain, which verifies and mends what the engine alone brings.
    """
    asked = [Request(text, FR, EN) for text in islice(cycle(texts(distinct)), count)]
    found: Counter[str] = Counter()

    def came(_index: int, _engine: str, outcome: Outcome) -> None:
        found["" if isinstance(outcome, Draft) else getattr(outcome, "message", "none")] += 1

    with tempfile.TemporaryDirectory() as folder:
        meter, answers = Meter(), KeptAnswers(Path(folder) / "answers.db")
        tools = Tools(meter, os.environ, datetime.now(UTC), answers)
        section = EngineSettings("libre", "libretranslate", url, in_flight=IN_FLIGHT, batch=batch)
        (engine,) = build_engines(["libre"], {"libre": section}, tools, lambda *_: ())
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        start, cpu = time.perf_counter(), time.process_time()
        if whole:
            draft_all([engine], asked, came)
        else:
            for index, outcome in engine.translate(asked):
                came(index, engine.name, outcome)
        seconds, cpu = time.perf_counter() - start, time.process_time() - cpu
        answers.close()
    assert found.keys() == {""}, f"left: {dict(found)}"
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {
        "seconds": seconds,
        "cpu": cpu,
        "requests": meter.requests,
        "megabytes": (peak - before) / 1024,
    }


def measured(
    url: str, batch: int, *, whole: bool, distinct: int = DISTINCT, count: int = TEXTS
) -> dict[str, float]:
    """The same in a process of its own, the quickest of three."""
    numbers = [str(each) for each in (batch, distinct, count, int(whole))]
    command = [sys.executable, __file__, "--ours", url, *numbers]
    runs: list[dict[str, float]] = []
    for _ in range(3):
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
        runs.append(json.loads(done.stdout))
    return min(runs, key=lambda run: run["seconds"])


def peer(url: str, sample: Sequence[str]) -> float:
    """Seconds that deep-translator takes for a text."""
    translator = LibreTranslator(source="fr", target="en", custom_url=url, api_key="none")
    start = time.perf_counter()
    translator.translate_batch(list(sample))
    return (time.perf_counter() - start) / len(sample)


WAYS = (
    ("the engine, 1 text a request", 1, False),
    ("the engine, 50", 50, False),
    ("the chain, 1", 1, True),
    ("the chain, 50", 50, True),
)


def compare(latency: float, sample: int) -> None:
    """Print the tables."""
    print("| | seconds | requests | × deep-translator | × requests × latency ÷ in flight |")
    print("| --- | ---: | ---: | ---: | ---: |")
    with service(latency) as url:
        theirs = peer(url, texts(sample)) * TEXTS
        print(f"| deep-translator, from {sample} texts | {theirs:.0f} | {TEXTS:,} | 1 | |")
        for name, batch, whole in WAYS:
            found = measured(url, batch, whole=whole)
            least = found["requests"] * latency / IN_FLIGHT
            print(
                f"| {name} | {found['seconds']:.2f} | {found['requests']:,} "
                f"| {theirs / found['seconds']:.0f} | {found['seconds'] / least:.2f} |"
            )
    print("\n| a server that answers at once | ms of CPU a text | seconds | MB beyond the texts |")
    print("| --- | ---: | ---: | ---: |")
    with service(0) as url:
        for name, batch, whole in WAYS:
            told(name, measured(url, batch, whole=whole), TEXTS)
        distinct, count = 8 * DISTINCT, 8 * TEXTS
        found = measured(url, 50, whole=False, distinct=distinct, count=count)
        told("the engine, 50, eight times as many texts", found, count)


def told(name: str, found: dict[str, float], count: int) -> None:
    """Print what ``count`` texts cost of ourselves."""
    print(
        f"| {name} | {found['cpu'] / count * 1000:.2f} | {found['seconds']:.2f} "
        f"| {found['megabytes']:.0f} |"
    )


def main() -> None:
    """See the module's description."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--latency", type=float, default=100, help="milliseconds")
    parser.add_argument("--sample", type=int, default=200)
    parser.add_argument("--serve", type=float, help=argparse.SUPPRESS)
    parser.add_argument("--ours", nargs=5, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.serve is not None:
        asyncio.run(serve(options.serve))
    elif options.ours:
        url, *numbers = options.ours
        print(json.dumps(ours(url, *map(int, numbers))))
    else:
        compare(options.latency / 1000, options.sample)


if __name__ == "__main__":
    main()
