"""Handouts of a small project for the tests of files that go out and come back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from tests.test_review_helpers import run
from workflow.exchange.handout import Handout, HandoutUnit, MatchHint, TermHint
from workflow.model import Locale, Markup, State

PIECES = (
    *(
        "mot",
        "日本語",
        "English",
        " ",
        "  ",
        "\n",
        "\t",
        "&",
        "<",
        ">",
        "é\u00a0!",
        "«\u202fx\u202f»",
    ),
    *(
        "**gras**",
        "*italique*",
        "[lien](https://example.org/é?a=1&b=2)",
        "`code < 1`",
        "\\*",
        "&nbsp;",
    ),
    *("<b>", "</b>", "<br>", "{name}", "%(n)s", "![alt](p.jpg)", "[^1]", "-5", "=1+1", "+33", "@x"),
    *("\x0b", "\x00", "\r", '"', "'", "，", "😀", "]]>", "<!-- x -->", "<?pi?>", "\ufffe", "''"),
    *('<img alt="mot" src="x.png">', '<a href="/x" title="t">', "</a>", "{{< ref >}}", "$a_1$"),
)
_TEXTS = st.lists(st.sampled_from(PIECES) | st.text(max_size=3), min_size=1, max_size=8).map(
    "".join
)
texts = _TEXTS.filter(lambda text: text.isprintable() or bool(text.strip())).map(
    lambda text: text.encode("utf-8", "ignore").decode()
)
"""Texts as catalogues have them, and worse."""


@st.composite
def units(draw: st.DrawFn) -> HandoutUnit:
    """A message with everything that goes out beside it."""
    state = draw(st.sampled_from(State))
    markups: tuple[Markup, ...] = ("markdown", "html", "text")
    return HandoutUnit(
        key=(draw(st.none() | texts), draw(texts.filter(str.strip))),
        msgstr="" if state is State.UNTRANSLATED else draw(texts.filter(str.strip)),
        state=state,
        markup=draw(st.sampled_from(markups)),
        kind="paragraph",
        heading=draw(st.just("") | texts),
        notes=tuple(draw(st.lists(texts.filter(str.strip), max_size=2))),
        comments=tuple(draw(st.lists(texts.filter(str.strip), max_size=2))),
        max_length=draw(st.sampled_from((0, 80))),
        terms=(TermHint("mot", ("word",), draw(st.just("") | texts)),),
        matches=(MatchHint(draw(texts.filter(str.strip)), "a **word**", 87, "other"),),
    )


@st.composite
def handouts(draw: st.DrawFn) -> Handout:
    """An article in a locale."""
    found = draw(st.lists(units(), min_size=1, max_size=4, unique_by=lambda unit: unit.key))
    return Handout("atelier", Locale("fr"), Locale("zh"), tuple(found))


def exported(root: Path, kind: str, name: str, *options: str) -> Path:
    """The file with the article in English."""
    result = run("export", "--format", kind, "-l", "en", "-o", name, *options)
    assert result.exit_code == 0, result.output
    return root / name


def imported(*names: str, code: int = 0) -> dict[str, Any]:
    """What comes of the files, as JSON has it."""
    result = run("import-translations", *names, "--format", "json")
    assert result.exit_code == code, result.output
    told: dict[str, Any] = json.loads(result.stdout)
    return told


def results(told: dict[str, Any]) -> list[str]:
    return [row["result"] for row in told["rows"]]
