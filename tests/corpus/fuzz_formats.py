"""Fuzz one format for some minutes: ``python -m tests.corpus.fuzz_formats markdown --minutes 10``.

Guided by coverage (atheris) where that is installed, by hypothesis otherwise. On every input:
nothing is raised but the project's own errors, identity is exact, a pseudo-localised document
keeps its skeleton or what breaks it is named, and all of that within :data:`SLOW` seconds. The
smallest input of each kind of failure is kept in build/fuzz/FORMAT/. Exit code 1 if there is any.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import re
import resource
import shutil
import subprocess
import sys
import time
import traceback
from collections.abc import Iterator
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from tests.corpus.proof import prove
from tests.strategies import documents
from workflow.formats.parsing import formats

BUILD = Path(__file__).parents[2] / "build"
SLOW = 2.0
"""Seconds one input (of at most :data:`LONGEST` bytes) may take, all proofs together."""
LONGEST = 2048
MEMORY = 2048
"""Megabytes the process may use in all."""
TOKENS = {
    "markdown": [
        "# ", "===\n", "---\n", "***\n", "- ", "1. ", "> ", "    ", "\t", "```", "~~~", "`", "*",
        "**", "_", "~~", "[", "](", "]: ", "[^1]", "[^1]: ", "![", '"t"', "<", ">", "<b>", "</b>",
        "<div>", "</div>", "<!-- ", " -->", "workflow: skip", "translators: ", "|", "|---|\n", "\\",
        "&amp;", "&#0;", ": ", "- [ ] ", "{#id}", "{{< a >}}", "{% b %}", ":::note\n", "!!! note\n",
        "import a from 'b'\n", "> [!NOTE]\n", "$x$", "$$", "https://a.example/", "a@b.example",
        "title: ", "\ufeff", "\r", "\r\n", "\n\n", "\0", "\u2028", "北京", "é", "  \n", "\\\n",
    ],
    "html": [
        "<p>", "</p>", "<div ", "</div>", "<a href='", "<b>", "</b>", "<img alt=\"", '">', "<br>",
        "<script>", "</script>", "<style>", "<pre>", "</pre>", "<textarea>", "<title>", "</title>",
        "<!-- ", " -->", "<!DOCTYPE html>", "<html lang=fr>", "<body>", "<head>", "<meta name=",
        'translate="no"', "content=", "&amp;", "&lt;", "&eacute", "&#x0;", "<![CDATA[", "]]>", "<?",
        "<table>", "<tr>", "<td>", "<li>", "<ul>", "<svg>", "<math>", "<template>", "</", "<", "/>",
        "=", "'", '"', "\0", "\r", "\n", "\ufeff", "é", "北京", "onclick=", "javascript:", "title=",
        "---\ntitle: a\n---\n", "workflow: skip-begin", "translators: ",
    ],
    "text": [
        "- ", "1. ", "(2) ", "\u2022 ", "    ", "\t", "\r", "\n", "\n\n", "\r\n", "\ufeff", "é",
        "北京", "\u00a0", "\u2028", "\0", "x" * 50, "<!-- workflow: skip -->",
        "---\ntitle: a\n---\n",
        "{name}", "https://a.example/", "\\", "é\u0301",
    ],
}  # fmt: skip
"""What each format's grammar turns on."""


def main() -> int:
    """Run the command line; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("format", choices=sorted(set(TOKENS) & set(formats())))
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    guided = importlib.util.find_spec("atheris") is not None
    if options.inside:
        (guide if guided else draw)(options.format, options.minutes)
        return 0
    folder = BUILD / "fuzz" / options.format
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    inside = [sys.executable, "-m", "tests.corpus.fuzz_formats", "--inside", options.format]
    with (folder / "log").open("wb") as log:
        done = subprocess.run(
            [*inside, "--minutes", str(options.minutes)], check=False, stdout=log, stderr=log
        )
    return _report(folder, "atheris" if guided else "hypothesis", done.returncode)


def _report(folder: Path, driver: str, exit_code: int) -> int:
    known = folder / "failures.json"
    summary = json.loads(known.read_text(encoding="utf-8")) if known.exists() else {}
    failures = summary.get("failures", {})
    sys.stdout.write(
        f"{folder.name}: {summary.get('inputs', 0)} inputs ({driver}), "
        f"peak {summary.get('megabytes', 0)} MB, {len(failures)} kinds of failure\n"
    )
    for key, text in failures.items():
        sys.stdout.write(f"  {key}\n    {text!r}\n")
    if exit_code:
        sys.stdout.write(f"  the driver ended with {exit_code}: see {folder}/log\n")
    return 1 if failures or exit_code else 0


class Record:
    """The inputs tried, and the smallest input of each kind of failure; saved as it grows."""

    def __init__(self, format: str) -> None:
        self.format = format
        self.path = BUILD / "fuzz" / format / "failures.json"
        self.inputs = 0
        self.failures: dict[str, str] = {}

    def try_out(self, text: str) -> None:
        """Prove one input and keep what fails."""
        self.inputs += 1
        for key in self._keys(text):
            known = self.failures.get(key)
            if known is None or len(text) < len(known):
                self.failures[key] = text
                self.save()
        if self.inputs % 1000 == 0:
            self.save()

    def _keys(self, text: str) -> Iterator[str]:
        started = time.perf_counter()
        try:
            findings = prove(text, self.format)
        except Exception as error:  # noqa: BLE001 - whatever comes out is what is looked for
            place = traceback.extract_tb(error.__traceback__)[-1]
            yield f"crash: {type(error).__name__} in {Path(place.filename).name}:{place.name}"
            return
        for finding in findings:
            if finding.failed:
                known = re.match(r"as HTML, [\w/ ]+|[A-Za-z ,]+", finding.reason)
                reason = known[0].strip() if known and finding.what != "link" else ""
                yield f"{finding.what} ({finding.locale}) {reason}".strip()
        if time.perf_counter() - started > SLOW:
            yield f"slow: over {SLOW} s"

    def save(self) -> None:
        """Write what is known so far."""
        megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        summary = {"inputs": self.inputs, "megabytes": megabytes, "failures": self.failures}
        self.path.write_text(json.dumps(summary, ensure_ascii=True, indent=1), encoding="utf-8")


def guide(format: str, minutes: float) -> None:
    """Let atheris look for inputs that reach new code."""
    import atheris

    record = Record(format)
    folder = record.path.parent
    seeds = folder / "seeds"
    seeds.mkdir()
    for number, text in enumerate(_seeds(format)):
        (seeds / str(number)).write_bytes(text)
    lines = ("".join(f"\\x{byte:02x}" for byte in token.encode()) for token in TOKENS[format])
    (folder / "tokens").write_text("".join(f'"{line}"\n' for line in lines), encoding="ascii")

    @atheris.instrument_func  # type: ignore[untyped-decorator]
    def one(data: bytes) -> None:
        record.try_out(data.decode("utf-8", "surrogateescape" if data[:1] == b"\xff" else "ignore"))

    _instrument(atheris)
    arguments = [
        f"-max_total_time={int(minutes * 60)}", f"-max_len={LONGEST}", f"-timeout={SLOW * 10:.0f}",
        f"-rss_limit_mb={MEMORY}", f"-dict={folder / 'tokens'}", f"-artifact_prefix={folder}/",
    ]  # fmt: skip
    atheris.Setup([sys.argv[0], *arguments, str(seeds)], one)
    atheris.Fuzz()


def _instrument(atheris: object) -> None:
    """Have atheris see the branches of every function of the format layer."""
    for name, module in list(sys.modules.items()):
        if not name.startswith("workflow.formats"):
            continue
        for holder in (module, *(each for each in vars(module).values() if isinstance(each, type))):
            for key, value in list(vars(holder).items()):
                if getattr(value, "__module__", "") == name and hasattr(value, "__code__"):
                    setattr(holder, key, atheris.instrument_func(value))  # type: ignore[attr-defined]


def _seeds(format: str) -> Iterator[bytes]:
    """Small documents of the corpus, where there is one."""
    for path in sorted((BUILD / "corpora" / "spec").glob("*.json") if format == "markdown" else ()):
        for example in json.loads(path.read_text(encoding="utf-8")):
            yield example["markdown"].encode()
    files = (path for path in sorted((BUILD / "corpora" / format).rglob("*")) if path.is_file())
    small = (path.read_bytes()[:LONGEST] for path in files if path.stat().st_size < 4 * LONGEST)
    yield from (text for number, text in enumerate(small) if number % 4 == 0)
    yield "".join(TOKENS[format]).encode()


def draw(format: str, minutes: float) -> None:
    """Let hypothesis draw inputs, a thousand at a time from a new seed, until time is up."""
    record = Record(format)
    token = st.sampled_from(TOKENS[format]) | st.text(max_size=6)
    texts = st.lists(token, max_size=60).map("".join)
    inputs = documents() | texts if format == "markdown" else texts
    number = 0
    until = time.monotonic() + minutes * 60
    while time.monotonic() < until:
        number += 1

        @seed(number)
        @settings(
            max_examples=1000, deadline=None, database=None, phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        @given(inputs)
        def one(text: str) -> None:
            if time.monotonic() < until:
                record.try_out(text)

        one()
    record.save()


if __name__ == "__main__":
    sys.exit(main())
