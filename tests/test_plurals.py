"""Plural forms as data of our own: the same on every machine."""

from __future__ import annotations

import gettext
import re
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest
from babel.localedata import locale_identifiers
from babel.messages import plurals as babel_plurals

from workflow.errors import LocaleError
from workflow.model import Locale
from workflow.model.plurals import _CLDR, _GETTEXT, plural_forms
from workflow.po.catalogue import parse_catalogue
from workflow.po.serialize import po_text

NUMBERS = [*range(130), 1000, 20_000, 1_000_000]
KNOWN = {
    "fr": "nplurals=2; plural=(n > 1);",
    "fr_CA": "nplurals=2; plural=(n > 1);",
    "en": "nplurals=2; plural=(n != 1);",
    "es": "nplurals=2; plural=(n != 1);",
    "it": "nplurals=2; plural=(n != 1);",
    "pt": "nplurals=2; plural=(n != 1);",
    "pt_PT": "nplurals=2; plural=(n != 1);",
    "pt_BR": "nplurals=2; plural=(n > 1);",
    "he": "nplurals=2; plural=(n != 1);",
    "zh": "nplurals=1; plural=0;",
    "zh_Hant_HK": "nplurals=1; plural=0;",
    "th": "nplurals=1; plural=0;",
    "hi": "nplurals=2; plural=(n > 1);",
    "la": "nplurals=2; plural=(n != 1);",
}
# Numbers of each form in order, by the examples that CLDR gives for its rules.
EXAMPLES = {
    "ar": [0, 1, 2, 3, 11, 100],
    "br": [1, 2, 3, 1_000_000, 0],
    "cy": [0, 1, 2, 3, 6, 4],
    "fil": [1, 4],
    "gd": [1, 12, 13, 20],
    "gv": [1, 2, 40, 3],
    "is": [21, 11],
    "kw": [0, 1, 22, 3, 21, 4],
    "mk": [1, 111],
    "mt": [1, 2, 0, 11, 20],
    "shi": [0, 10, 11],
    "sr_Latn": [21, 2, 12],
    "vec": [1, 1_000_000, 0],
}


def rule(value: str) -> tuple[int, str]:
    found = re.fullmatch(r"nplurals=(\d); plural=(.+);", value)
    assert found, value
    return int(found[1]), found[2]


@pytest.mark.parametrize(("name", "value"), KNOWN.items(), ids=KNOWN)
def test_what_is_written_into_headers(name: str, value: str) -> None:
    assert Locale(name).plural_forms == value
    text = po_text("a", [], datetime(2026, 3, 1, tzinfo=UTC), Locale(name))
    assert parse_catalogue(Path("a.po"), text).headers["Plural-Forms"] == value


@pytest.mark.parametrize(("name", "numbers"), EXAMPLES.items(), ids=EXAMPLES)
def test_numbers_take_the_forms_that_cldr_gives_them(name: str, numbers: list[int]) -> None:
    count, expression = rule(Locale.parse(name).plural_forms)
    form = gettext.c2py(expression)
    assert [form(number) for number in numbers] == list(range(count))


@pytest.mark.parametrize("value", sorted({*_GETTEXT, *_CLDR}), ids=lambda value: value[:40])
def test_every_form_of_a_rule_is_some_number_s(value: str) -> None:
    count, expression = rule(value)
    assert {gettext.c2py(expression)(number) for number in NUMBERS} == set(range(count))


def test_every_locale_has_one_and_no_version_of_babel_changes_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(babel_plurals, "PLURALS", {})
    monkeypatch.setattr(babel_plurals, "DEFAULT_PLURAL", (9, "babel"))
    for name in locale_identifiers():
        try:
            rule(Locale.parse(name).plural_forms)
        except LocaleError:  # CLDR has a few that no other program could name
            continue
    assert rule(Locale("fr").plural_forms)[0] == 2


@pytest.mark.skipif(shutil.which("msginit") is None, reason="needs gettext's msginit")
@pytest.mark.parametrize("names", _GETTEXT.values(), ids=str)
def test_msginit_writes_the_same(names: str, tmp_path: Path) -> None:
    pot = tmp_path / "a.pot"
    pot.write_text(po_text("a", [], datetime(2026, 3, 1, tzinfo=UTC)), encoding="utf-8")
    for name in set(names.split()) - {"ca"}:  # in gettext's table since its version 0.22
        done = subprocess.run(
            ["msginit", "--no-translator", "-i", pot, "-l", name, "-o", "-"],
            capture_output=True, check=True, text=True,
        )  # fmt: skip
        value = parse_catalogue(Path("a.po"), done.stdout).headers["Plural-Forms"]
        assert value == plural_forms(name), name


def test_an_existing_header_is_never_changed(tmp_path: Path) -> None:
    when = datetime(2026, 3, 1, tzinfo=UTC)
    text = po_text("a", [], when, Locale("fr")).replace(
        KNOWN["fr"], "nplurals=3; plural=(n < 2 ? 0 : n % 1000000 ? 2 : 1);"
    )
    changed = parse_catalogue(tmp_path / "a.po", text).with_creation_date(when)
    assert changed.headers["Plural-Forms"].startswith("nplurals=3")
