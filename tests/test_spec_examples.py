"""Every example of the CommonMark and GFM specifications goes through whole."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.corpus.proof import prove

EXAMPLES = Path(__file__).parent.parent / "build" / "corpora" / "spec"
# Of inline marks that pair with nothing (a lone backtick), ``workflow check`` says what a
# translation made of them; the format layer answers for bytes and blocks.
BROKEN = ("identity", "silent", "stuck")
VARIANTS: dict[str, Callable[[str], str]] = {
    "as it is": lambda text: text,
    "CRLF": lambda text: text.replace("\n", "\r\n"),
    "CR": lambda text: text.replace("\n", "\r"),
    "BOM": lambda text: "\ufeff" + text,
    "no line end at the end": lambda text: text.rstrip("\n"),
}


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize(("spec", "number"), [("commonmark", 652), ("gfm", 672)])
def test_every_example_round_trips_and_survives_both_pseudo_locales(
    spec: str, number: int, variant: str
) -> None:
    path = EXAMPLES / f"{spec}.json"
    if not path.exists():
        pytest.skip("the specifications are not here: run `scripts/corpora spec`")
    examples = json.loads(path.read_text(encoding="utf-8"))
    assert len(examples) == number
    failures = [
        f"{example['example']}: {finding.what} ({finding.locale}): {finding.reason}"
        for example in examples
        for finding in prove(VARIANTS[variant](example["markdown"]))
        if finding.what in BROKEN
    ]
    assert failures == []
