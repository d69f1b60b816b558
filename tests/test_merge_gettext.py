"""The catalogues GNU gettext tests its own msgmerge with: we keep all that it keeps."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from workflow.merge.merge import merge
from workflow.model import Message
from workflow.project.catalogues import read_catalogue

CASES = Path(__file__).parent.parent / "build" / "corpora" / "gettext" / "cases"
NOT_READ = {
    "msgmerge-2.1": "one file of msgid and msgstr on one line, with duplicates",
    "msgmerge-9.1": "one file of msgid and msgstr on one line, with duplicates",
    "msgmerge-7.1": "several domains in one file",
}
"""What our reader refuses; the first two msgmerge refuses as well."""


@pytest.mark.skipif(not CASES.exists(), reason="not here: run `scripts/gettext-cases`")
@pytest.mark.skipif(shutil.which("msgmerge") is None, reason="needs msgmerge (gettext)")
def test_every_translation_that_msgmerge_keeps_is_kept(tmp_path: Path) -> None:
    cases = [case for case in sorted(CASES.iterdir()) if case.name not in NOT_READ]
    assert len(cases) >= 20
    for case in cases:
        old, template = read_catalogue(case / "old.po"), read_catalogue(case / "new.pot")
        theirs = _msgmerge(case, tmp_path / "out.po")
        ours = merge(old.messages, template.messages)
        live = {message.key: message for message in ours if not message.obsolete}
        texts = {text for message in ours for text in _texts(message)}
        for message in theirs:
            assert set(_texts(message)) <= texts, case.name
            if message.usable:
                assert live[message.key].msgstr == message.msgstr, case.name
        assert merge(ours, template.messages) == ours


def _msgmerge(case: Path, out: Path) -> tuple[Message, ...]:
    files = map(str, (out, case / "old.po", case / "new.pot"))
    subprocess.run(["msgmerge", "--quiet", "--output-file", *files], check=True)
    return read_catalogue(out).messages


def _texts(message: Message) -> list[str]:
    return [text for text in (message.msgstr, *message.msgstr_plural) if text]
