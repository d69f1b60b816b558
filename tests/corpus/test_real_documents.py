"""Documents that others wrote: thousands of Markdown files and web pages."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.corpus.conftest import CORPORA, documents
from tests.corpus.proof import Finding, prove
from workflow.errors import WorkflowError
from workflow.files.atomic import read_text
from workflow.formats.parsing import formats

REPORT = CORPORA.parent / "corpus-report"
LEAST = {"markdown": 1000, "html": 200}
KEPT = 0.999
"""Part of the documents that must come through both pseudo-locales with every message in."""


class Proved(NamedTuple):
    """What came of one document."""

    findings: list[Finding]
    seconds: float


def _prove(path: Path, format: str) -> Proved:
    started = time.perf_counter()
    findings = prove(path.read_bytes().decode("utf-8"), format)
    return Proved(findings, time.perf_counter() - started)


@pytest.mark.parametrize("kind", LEAST)
def test_real_documents_come_through(
    kind: str, record_property: Callable[[str, object], None]
) -> None:
    if kind not in formats():
        pytest.skip(f"the format {kind} is not registered")
    paths = documents(kind)
    outcome: dict[str, Proved] = {}
    with ProcessPoolExecutor(2) as pool:
        futures = {path: pool.submit(_prove, path, kind) for path in paths}
        for path, future in futures.items():
            name = path.relative_to(CORPORA / kind).as_posix()
            crash = future.exception()
            outcome[name] = (
                Proved([Finding("crash", "", repr(crash))], 0) if crash else future.result()
            )
    _write_report(kind, outcome)
    unreadable = _having(outcome, lambda finding: finding.what == "refused")
    named = _having(outcome, lambda finding: finding.what == "named")
    failed = _having(outcome, lambda finding: finding.failed)
    readable = len(outcome) - len(unreadable)
    kept = 1 - len(named | failed) / readable
    record_property(
        "figures",
        f"{kind}: {len(outcome)} documents; unreadable front matter {len(unreadable)}; "
        f"skeleton kept in both pseudo-locales {kept:.2%}, translations refused by name in "
        f"{len(named)}, failed {len(failed)}; slowest "
        f"{max(each.seconds for each in outcome.values()):.1f} s; report in {REPORT}/{kind}.tsv",
    )
    assert len(outcome) >= LEAST[kind]
    assert failed == set()
    assert kept >= KEPT


def _having(outcome: dict[str, Proved], is_such: Callable[[Finding], bool]) -> set[str]:
    return {name for name, proved in outcome.items() if any(map(is_such, proved.findings))}


def _write_report(kind: str, outcome: dict[str, Proved]) -> None:
    """Every finding on a line; below them the documents that took longest."""
    lines = [
        f"{name}\t{each.line or ''}\t{each.what}\t{each.locale}\t{' '.join(each.reason.split())}"
        for name, proved in outcome.items()
        for each in proved.findings
    ]
    slowest = sorted(outcome, key=lambda name: -outcome[name].seconds)[:20]
    lines += [f"{name}\t\tseconds\t\t{outcome[name].seconds:.2f}" for name in slowest]
    REPORT.mkdir(exist_ok=True)
    (REPORT / f"{kind}.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def test_a_file_in_another_encoding_is_refused_with_file_and_reason(tmp_path: Path) -> None:
    """Every fiftieth document that is not plain ASCII, saved as UTF-16 and Latin-1 would be."""
    tried = 0
    for path in documents("markdown")[::50]:
        text = path.read_bytes().decode("utf-8")
        latin = text.encode("latin-1", "ignore")
        for data in (text.encode("utf-16"), latin):
            try:
                data.decode("utf-8")
            except UnicodeDecodeError:
                tried += 1
                place = tmp_path / path.name
                place.write_bytes(data)
                with pytest.raises(WorkflowError) as caught:
                    read_text(place)
                assert caught.value.hint
    assert tried > 50
