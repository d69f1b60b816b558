"""Machine translation, measured beside deep-translator: ``python bench/translate.py``.

A LibreTranslate of our own, in a process of its own, answers each request after ``--latency``
milliseconds (100), word by word. 5,000 distinct texts, 7,000 with repeats, of a newsroom's length,
every third with a link and a strong word, are drafted as `workflow translate` drafts them: by the
chain, answers kept on disk, 25 requests in flight. deep-translator's ``translate_batch`` sends the
first ``--sample`` of them (200), one after the other, and its time is multiplied. Then the same
with a server that answers at once: what is left is our own cost, in CPU time of our process.
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
from workflow.errors import EngineError
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


def ours(url: str, batch: int, distinct: int, count: int) -> dict[str, float]:
    """Draft ``count`` texts and tell seconds, CPU seconds, requests, megabytes beyond the texts."""
    asked = [Request(text, FR, EN) for text in islice(cycle(texts(distinct)), count)]
    drafted = 0
    errors: Counter[str] = Counter()

    def came(_index: int, _engine: str, outcome: Outcome) -> None:
        nonlocal drafted
        drafted += isinstance(outcome, Draft)
        if isinstance(outcome, EngineError):
            errors[outcome.message] += 1

    with tempfile.TemporaryDirectory() as folder:
        meter, answers = Meter(), KeptAnswers(Path(folder) / "answers.db")
        tools = Tools(meter, os.environ, datetime.now(UTC), answers)
        section = EngineSettings("libre", "libretranslate", url, in_flight=IN_FLIGHT, batch=batch)
        engines = build_engines(["libre"], {"libre": section}, tools, lambda *_: ())
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        start, cpu = time.perf_counter(), time.process_time()
        draft_all(engines, asked, came)
        seconds, cpu = time.perf_counter() - start, time.process_time() - cpu
        answers.close()
    assert drafted == count, str(dict(errors))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {
        "seconds": seconds,
        "cpu": cpu,
        "requests": meter.requests,
        "megabytes": (peak - before) / 1024,
    }


def measured(
    url: str, batch: int, distinct: int = DISTINCT, count: int = TEXTS
) -> dict[str, float]:
    """The same in a process of its own."""
    numbers = [str(each) for each in (batch, distinct, count)]
    command = [sys.executable, __file__, "--ours", url, *numbers]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def peer(url: str, sample: Sequence[str]) -> float:
    """Seconds that deep-translator takes for a text."""
    translator = LibreTranslator(source="fr", target="en", custom_url=url, api_key="none")
    start = time.perf_counter()
    translator.translate_batch(list(sample))
    return (time.perf_counter() - start) / len(sample)


def compare(latency: float, sample: int) -> None:
    """Print the table."""
    print("| | seconds | requests | × deep-translator | × requests × latency ÷ in flight |")
    print("| --- | ---: | ---: | ---: | ---: |")
    with service(latency) as url:
        theirs = peer(url, texts(sample)) * TEXTS
        print(f"| deep-translator, from {sample} texts | {theirs:.0f} | {TEXTS:,} | 1 | |")
        for batch in (1, 50):
            found = measured(url, batch)
            least = found["requests"] * latency / IN_FLIGHT
            print(
                f"| ours, {batch} a request | {found['seconds']:.2f} | {found['requests']:,} "
                f"| {theirs / found['seconds']:.0f} | {found['seconds'] / least:.2f} |"
            )
    print("\n| a server that answers at once | ms of CPU a text | seconds | MB beyond the texts |")
    print("| --- | ---: | ---: | ---: |")
    with service(0) as url:
        for batch, distinct in ((1, DISTINCT), (50, DISTINCT), (50, 8 * DISTINCT)):
            count = distinct * TEXTS // DISTINCT
            found = measured(url, batch, distinct, count)
            print(
                f"| {count:,} texts, {batch} a request | {found['cpu'] / count * 1000:.2f} "
                f"| {found['seconds']:.2f} | {found['megabytes']:.0f} |"
            )


def main() -> None:
    """See the module's description."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--latency", type=float, default=100, help="milliseconds")
    parser.add_argument("--sample", type=int, default=200)
    parser.add_argument("--serve", type=float, help=argparse.SUPPRESS)
    parser.add_argument("--ours", nargs=4, help=argparse.SUPPRESS)
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
