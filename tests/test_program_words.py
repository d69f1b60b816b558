"""The program's own words: complete and sound in every language, and chosen as gettext does."""

from __future__ import annotations

import ast
import copy
import re
import shutil
import string
import subprocess
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.frontend import CommandLineInterface
from babel.messages.pofile import read_po
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import workflow
from workflow.cli import main
from workflow.model import Locale
from workflow.model.phrase import Phrase, from_json, listed, phrase, phrases, to_json, together
from workflow.model.state import State
from workflow.reports.i18n import LANGUAGES, SOURCE, Words, language_of
from workflow.reports.publication import HEADINGS, progress_table
from workflow.reports.screen import Cell, Screen, folded, width
from workflow.review.row import Row

PACKAGE = Path(workflow.__file__).parent
TRANSLATED = [name for name in LANGUAGES if name != SOURCE]


def po(name: str) -> Path:
    return PACKAGE / "locales" / name / "LC_MESSAGES" / "workflow.po"


def catalogue(path: Path, locale: str | None = None) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=locale, abort_invalid=True)


@pytest.fixture(scope="module")
def extracted(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """What the modules say now, as scripts/program-words finds it."""
    out = tmp_path_factory.mktemp("pot") / "workflow.pot"
    options = ["-F", str(PACKAGE / "reports" / "babel.cfg"), "--no-default-keywords"]
    options += [
        "-k",
        "phrase",
        "-k",
        "phrase_in:1c,2",
        "-k",
        "phrases:1,2",
        "-s",
        "-o",
        str(out),
        str(PACKAGE),
    ]
    CommandLineInterface().run(["pybabel", "-q", "extract", *options])
    return catalogue(out)


def ids(found: Catalog) -> set[object]:
    return {(message.context, message.id) for message in found if message.id}


def fields(text: object) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(str(text)) if name is not None}


@pytest.mark.parametrize(
    "path", [PACKAGE / "locales" / "workflow.pot", *map(po, TRANSLATED)], ids=lambda path: path.name
)
def test_catalogues_have_what_the_modules_say(path: Path, extracted: Catalog) -> None:
    assert ids(catalogue(path)) == ids(extracted), "run: scripts/program-words"


def test_no_sentence_stands_where_the_extraction_does_not_look(extracted: Catalog) -> None:
    """Babel reads tokens and finds nothing within an f-string; Python's own parser does."""
    known = {message.id for message in extracted}
    lost = [
        (path.name, call.lineno, call.args[0].value)
        for path in sorted(PACKAGE.rglob("*.py"))
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id == "phrase"
        and call.args
        and isinstance(call.args[0], ast.Constant)
        and call.args[0].value not in known
    ]
    assert lost == []


@pytest.mark.parametrize("name", TRANSLATED)
def test_everything_is_translated_with_the_same_fields(name: str) -> None:
    found = catalogue(po(name), name)
    assert found.plural_forms == Locale(name).plural_forms
    for message in found:
        if not message.id:
            continue
        originals = message.id if isinstance(message.id, tuple) else (message.id,)
        forms = message.string if isinstance(message.string, tuple) else (message.string,)
        assert all(forms) and not message.fuzzy, message.id
        assert len(forms) == (found.num_plurals if message.pluralizable else 1)
        wanted = set[str]().union(*map(fields, originals))
        for form in forms:
            # One form may leave the number out: "one message" says it.
            assert fields(form) | {"count"} == wanted | {"count"}, message.id


@pytest.mark.skipif(shutil.which("msgfmt") is None, reason="needs gettext's msgfmt")
@pytest.mark.parametrize("name", TRANSLATED)
def test_msgfmt_has_nothing_to_say(name: str) -> None:
    done = subprocess.run(
        ["msgfmt", "--check", "--output-file=-", po(name)], capture_output=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize(
    ("environ", "language"),
    [
        ({}, "en"),
        ({"LANG": "fr_FR.UTF-8"}, "fr"),
        ({"LANG": "fr_FR.UTF-8", "LC_MESSAGES": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "fr_FR.UTF-8", "LC_ALL": "en_GB.UTF-8"}, "en"),
        ({"LANG": "fr_FR.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "en_US.UTF-8", "LANGUAGE": "de:zh_CN:fr"}, "zh"),
        ({"LANG": "C.UTF-8", "LANGUAGE": "fr"}, "fr"),
        ({"LANGUAGE": "fr", "LC_ALL": "POSIX"}, "en"),
        ({"LANG": "de_DE@euro"}, "en"),
        ({"LANG": "zh"}, "zh"),
    ],
)
def test_the_environment_chooses_the_language(environ: dict[str, str], language: str) -> None:
    assert language_of(environ) == language


def test_the_option_chooses_before_the_environment(project: Path) -> None:
    def said(*arguments: str, **environ: str) -> str:
        return CliRunner().invoke(main, [*arguments, "status", "x"], env=environ).stderr

    assert said(LANGUAGE="fr").startswith("erreur\u00a0: ")
    assert said("--lang", "zh", LANGUAGE="fr").startswith("错误：")
    assert "错误： " not in said("--lang", "zh")
    assert said("--lang", "en", LANGUAGE="fr").startswith("error: ")
    assert "'de' is not one of" in said("--lang", "de")


class TestPhrase:
    def test_is_its_english_text(self) -> None:
        said = phrases("{count} error in {file}", "{count} errors in {file}", 2, file="a.po")
        assert (said, said.msgid) == ("2 errors in a.po", "{count} error in {file}")
        assert phrases("{count} error", "{count} errors", 1) == "1 error"
        assert phrase("{{{{< x >}}}} {text}", text="{no field}") == "{{< x >}} {no field}"

    def test_lists(self) -> None:
        assert (listed("abc"), together("ab"), listed(["a"]), listed(())) == (
            "a, b, c",
            "a; b",
            "a",
            "",
        )

    @given(
        st.recursive(
            st.text() | st.integers(0, 5),
            lambda inner: st.builds(
                lambda one, two: listed([str(one), phrase("error")]), inner, inner
            ),
        ).map(lambda value: phrases("{count} error", "{count} errors", 3, more=value))
    )
    def test_comes_back_from_json_and_other_processes(self, said: Phrase) -> None:
        for again in (from_json(to_json(said)), copy.deepcopy(said)):
            assert isinstance(again, Phrase)
            assert (again, again.params) == (said, said.params)
            assert Words("zh")(again) == Words("zh")(said)

    def test_is_said_in_the_language_of_the_reader(self) -> None:
        said = listed([phrases("{count} error", "{count} errors", 0), phrase("nothing found"), "x"])
        assert Words("en")(said) == "0 errors, nothing found, x"
        assert Words("fr")(said) == "0\u00a0erreur, rien à signaler, x"
        assert Words("zh")(said) == "0 个错误，未发现问题，x"
        assert Words("fr")("nothing found") == "nothing found"


class TestScreen:
    @pytest.mark.parametrize(
        ("text", "columns"), [("abc", 3), ("新闻", 4), ("é", 1), ("e\u0301", 1), ("\u200b，", 2)]
    )
    def test_width(self, text: str, columns: int) -> None:
        assert width(text) == columns

    @given(st.text(st.sampled_from("ab 甲，é"), max_size=80), st.integers(2, 30))
    def test_folding_loses_no_word(self, text: str, columns: int) -> None:
        lines = folded(text, columns)
        assert all(width(line) <= columns for line in lines)
        assert "".join(lines).replace(" ", "") == text.replace(" ", "")

    @given(
        st.lists(
            st.tuples(st.text(st.sampled_from("ab 甲"), max_size=40), st.integers(0, 10**6)),
            max_size=5,
        ),
        st.sampled_from([None, 30, 80]),
        st.sampled_from(LANGUAGES),
    )
    def test_columns_stay_aligned(
        self, rows: list[tuple[str, int]], columns: int | None, language: str
    ) -> None:
        names = (phrase("fix"), phrase("error"))
        screen = Screen(Words(language), columns)
        lines = list(screen.table(names, rows, right={phrase("error")}))
        edge = width(lines[0])
        numbered = [line for line in lines[1:] if line[-1:].isdigit()]
        assert len(numbered) == len(rows)
        assert {width(line) for line in numbered} <= {edge}
        assert columns is None or edge <= columns

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_headings_of_the_status_stand_apart_over_their_numbers(self, language: str) -> None:
        row = Row(
            "a",
            "zh",
            "fr",
            3,
            9,
            dict.fromkeys(State, 1),
            False,
            False,
            (),
            1234,
            50,
            (),
            False,
            {},
            None,
            0,
        )
        words = Words(language)
        heading, _, counts, _ = progress_table([row], Screen(words))
        names = [words(name) for name in HEADINGS.values()] + [words(phrase("words left"))]
        assert all(f" {name}" in heading for name in names)
        ends = [width(heading[: heading.index(f" {name}") + 1 + len(name)]) for name in names]
        numbers = [width(counts[: each.end()]) for each in re.finditer(r"\d+(?!\s?%|\d)", counts)]
        assert ends == numbers

    def test_colours_are_for_terminals(self) -> None:
        plain, coloured = Screen(Words()), Screen(Words(), 80, colour=True)
        assert plain.style("x", "bad") == "x"
        assert coloured.style("x", "bad") == "\x1b[31m\x1b[1mx\x1b[0m"
        assert coloured.style("x", "") == "x"


@pytest.mark.parametrize(("language", "said"), [("fr", "oui"), ("en", "yes"), ("zh", "是")])
def test_a_cell_that_has_a_style_is_said_in_the_language(language: str, said: str) -> None:
    _, line = Screen(Words(language)).table(["x"], [[Cell(phrase("yes"), "good")]])
    assert line.strip() == said
