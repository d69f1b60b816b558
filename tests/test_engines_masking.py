"""Masking: what is not words survives every way a machine may treat the words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.texts import MARKUPS, md
from workflow.engines import stream
from workflow.engines.forms import TOKENS, join_runs, runs
from workflow.engines.masking import (
    Masked,
    Part,
    Role,
    assemble,
    mask,
    same_placeables,
    sound,
)
from workflow.inline.pattern import read
from workflow.model import Markup, Text

FRAGMENTS = (
    "Un atelier", " de ", "deux jours", "**", "*", "_", "~~", "[", "](https://example.org/a_b)",
    "![", "](img.png)", "`code`", "<b>", "</b>", "<br>", "&amp;", "\\*", "[^1]", "\\\n", " ", ".",
    "presse@example.org", "+33 1 99 00 12 34", "https://example.org", "{name}", "中文，", "«\u00a0",
    "<code>", "</code>", '<i translate="no">', "</i>", "<https://example.org/x>", "[X1X]", "qzxa",
)  # fmt: skip
messages = st.lists(st.sampled_from(FRAGMENTS) | st.text(max_size=4), max_size=12).map("".join)


markups = st.sampled_from(MARKUPS)


@given(messages, markups)
def test_the_parts_are_the_message(text: str, markup: Markup) -> None:
    assert mask(Text(text, markup)).source == Text(text, markup)


@given(messages, markups)
def test_the_pieces_are_the_message(text: str, markup: Markup) -> None:
    line = text.replace("\r", " ").replace("\n", " ").strip()
    assert (
        "".join(line[piece.start : piece.end] for piece in read(Text(line, markup)).pieces) == line
    )


ORDINARY = (
    "Un atelier", "**deux** jours", "<b>deux</b> jours", "*sic*", "3 < 4", "5 * 3 * 2", "_x_",
    "R&amp;D", "R&D", "[normes](a_b)", '<a href="x" title="a > b">lien</a>', "<nom>", "<br>",
    "1\\2", "`a`",
    "<code>a <i>b</i></code>", '<i translate="no">OK</i>', "mot<sup>1</sup>", "https://a.example/x",
    "+33 1 99 00 12 34", "{name}", "中文。",
)  # fmt: skip


@given(st.lists(st.sampled_from(ORDINARY), max_size=8).map(" ".join), markups)
def test_a_message_whose_parts_come_back_as_they_went_is_as_it_was(
    text: str, markup: Markup
) -> None:
    masked = mask(Text(text, markup))
    assert assemble(masked, masked.parts) == text


@given(messages, st.sampled_from(("html", "text")))
def test_whatever_html_or_plain_text_is_it_comes_back_but_for_spaces(
    text: str, markup: Markup
) -> None:
    masked = mask(Text(text, markup))
    result = assemble(masked, masked.parts)
    assert result is not None
    assert "".join(result.split()) == "".join(text.split())


@given(messages, markups)
def test_every_pair_opens_and_closes_once(text: str, markup: Markup) -> None:
    waiting: list[int] = []
    for part in mask(Text(text, markup)).parts:
        if part.role is Role.OPEN:
            waiting.append(part.number)
        elif part.role is Role.CLOSE:
            assert waiting.pop() == part.number
    assert not waiting


@given(messages, markups, st.randoms(use_true_random=False))
def test_nothing_is_lost_or_doubled_whatever_comes_back(
    text: str, markup: Markup, random: object
) -> None:
    masked = mask(Text(text, markup))
    parts = list(masked.parts)
    random.shuffle(parts)  # type: ignore[attr-defined]
    for candidate in (parts, parts[1:], [*parts, *parts[:1]]):
        result = assemble(masked, candidate)
        assert result is None or (
            same_placeables(Text(text, markup), Text(result, markup))
            and sound(Text(text, markup), Text(result, markup))
        )


@given(messages, markups)
def test_tokens_bring_every_part_back(text: str, markup: Markup) -> None:
    masked = mask(Text(text, markup))
    back = TOKENS.decode(TOKENS.encode(masked), masked)
    assert [part for part in back if part.role is not Role.TEXT] == list(masked.kept)
    result = assemble(masked, back)
    assert result is None or sound(Text(text, markup), Text(result, markup))


@given(messages, markups)
def test_a_stream_that_comes_back_as_it_went_is_the_message_or_nothing(
    text: str, markup: Markup
) -> None:
    masked = mask(Text(text, markup))
    parts = stream.decode(stream.encode(masked, str), masked, str)
    assert parts is not None
    result = assemble(masked, parts)
    assert result is None or sound(Text(text, markup), Text(result, markup))


@given(messages, markups)
def test_runs_put_back_are_sound_or_nothing(text: str, markup: Markup) -> None:
    masked = mask(Text(text, markup))
    result = join_runs(masked, {run: run.upper() for run in runs(masked)})
    assert result is None or sound(Text(text, markup), Text(result, markup))


WORDS = ("un atelier", "à Nanning", "the harbour", "two days", "研讨班", "在南宁，", "為期兩天")
MARKED = (
    "**{}**", "*{}*", "[{}](a_b)", '[{}](a "titre")', "<b>{}</b>", '<a href="x">{}</a>',
    "~~{}~~", "`{}`", "<code>{}</code>", "![{}](a.png)", "{{nom}} {}", "[^1] {}", "{} <br> {}",
)  # fmt: skip
well_formed = st.lists(
    st.tuples(st.sampled_from(MARKED), st.sampled_from(WORDS)).map(
        lambda pair: pair[0].replace("{}", pair[1])
    )
    | st.sampled_from(WORDS),
    min_size=1,
    max_size=6,
).map(" ".join)


@given(well_formed, st.data())
def test_parts_lost_doubled_or_crossed_are_refused(text: str, data: st.DataObject) -> None:
    masked = mask(md(text))
    assert assemble(masked, masked.parts) == text
    if not masked.kept:
        return
    parts = list(masked.parts)
    at = parts.index(data.draw(st.sampled_from(masked.kept)))
    assert assemble(masked, [*parts[:at], *parts[at + 1 :]]) is None
    assert assemble(masked, [*parts, parts[at]]) is None
    if parts[at].role is Role.OPEN:
        close = next(
            place
            for place, part in enumerate(parts)
            if part.role is Role.CLOSE and part.number == parts[at].number
        )
        parts[at], parts[close] = parts[close], parts[at]
        assert assemble(masked, parts) is None


def shape(text: str, markup: Markup = "markdown") -> str:
    """Parts parted by bars: text as it is, opaque in ⟨⟩, opening in (, closing in )."""
    marks = {Role.TEXT: "{}", Role.OPAQUE: "⟨{}⟩", Role.OPEN: "({}", Role.CLOSE: "{})"}
    return "|".join(marks[part.role].format(part.text) for part in mask(Text(text, markup)).parts)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Un atelier", "Un atelier"),
        ("# pas un titre", "# pas un titre"),
        ("1. pas une liste", "1. pas une liste"),
        ("**deux** jours", "(**|deux|**)| jours"),
        ("les [normes](a_b)", "les |([|normes|](a_b))"),
        ('[x](a "titre")', '([|x|](a "titre"))'),
        ("[x][ref]", "([|x|][ref])"),
        ("***a** b*", "(*|(**|a|**)| b|*)"),
        ("![Une salle](a.png)", "(![|Une salle|](a.png))"),
        ("[![](a.png)](b)", "([|⟨![](a.png)⟩|](b))"),
        ("`a` <https://b.example>", "⟨`a`⟩| |⟨<https://b.example>⟩"),
        ("mot[^1].", "mot|⟨[^1]⟩|."),
        ("R&amp;D", "R|⟨&amp;⟩|D"),
        (r"\*a\*", r"⟨\*⟩|a|⟨\*⟩"),
        ("a\\\nb", "a|⟨\\\n⟩|b"),
        ("<b>a</b><br>b</i>", "(<b>|a|</b>)|⟨<br>⟩|b|⟨</i>⟩"),
        ("<code>a *b*</code> c", "⟨<code>a *b*</code>⟩| c"),
        ('<i translate="no">a</i> c', '⟨<i translate="no">a</i>⟩| c'),
        ("Tél. +33 1 99 00 12 34", "Tél. |⟨+33 1 99 00 12 34⟩"),
    ],
)
def test_what_is_what(text: str, parts: str) -> None:
    assert shape(text) == parts


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ('<a href="x">lien</a> 3 < 4 *sic*', '(<a href="x">|lien|</a>)| 3 < 4 *sic*'),
        (r"**a** _b_ `c` [d](e) \*", r"**a** _b_ `c` [d](e) \*"),
        ("R&amp;D, R&D, &lt;b>", "R|⟨&amp;⟩|D, R&D, |⟨&lt;⟩|b>"),
        ("<b>a<br>b</b><wbr>c</i>", "(<b>|a|⟨<br>⟩|b|</b>)|⟨<wbr>⟩|c|⟨</i>⟩"),
        ("<b>a <i>b</b> c</i>", "(<b>|a |⟨<i>⟩|b|</b>)| c|⟨</i>⟩"),
        ("<code>a *b* <i>c</i></code> d", "⟨<code>a *b* <i>c</i></code>⟩| d"),
        ("<svg><text>a</text></svg> d", "⟨<svg><text>a</text></svg>⟩| d"),
        ('<i translate="no">a</i> c', '⟨<i translate="no">a</i>⟩| c'),
        ('<i class="x notranslate">a</i> c', '⟨<i class="x notranslate">a</i>⟩| c'),
        ('<img alt="a > b" src=x> c<!-- d -->', '⟨<img alt="a > b" src=x>⟩| c|⟨<!-- d -->⟩'),
        ('<a title="a > b">c</a>', '(<a title="a > b">|c|</a>)'),
        ("Tél. +33 1 99 00 12 34", "Tél. |⟨+33 1 99 00 12 34⟩"),
    ],
)
def test_what_is_what_in_html(text: str, parts: str) -> None:
    assert shape(text, "html") == parts


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("5 * 3 * 2", "5 * 3 * 2"),
        (r"_nom_ <nom> `nom` [x](y) \* R&amp;D", r"_nom_ <nom> `nom` [x](y) \* R&amp;D"),
        ("C:\\\nfin", "C:\\|⟨\n⟩|fin"),
        ("à {name}, https://a.example/x", "à |⟨{name}⟩|, |⟨https://a.example/x⟩"),
    ],
)
def test_what_is_what_in_plain_text(text: str, parts: str) -> None:
    assert shape(text, "text") == parts


@pytest.mark.parametrize(
    ("markup", "source", "translation", "is_sound"),
    [
        ("markdown", "un mot", "a *word*", False),
        ("html", "un mot", "a *word*", True),
        ("text", "un mot", "a *word*", True),
        ("markdown", "un mot", "a <b>word</b>", False),
        ("html", "un mot", "a <b>word</b>", False),
        ("text", "un mot", "a <b>word</b>", True),
        ("html", "<b>a</b> mot", "</b>a<b> word", False),
        ("html", "<i>a</i> <b>b</b>", "<b>b</b> <i>a</i>", True),
        ("html", '<img alt="a" src=x> b', '<img alt="c" src=x> d', True),
        ("html", '<img alt="a" src=x> b', '<img alt="a" src=y> b', False),
        ("html", "3 < 4", "3 <b 4", False),
    ],
)
def test_what_is_sound_depends_on_the_markup(
    markup: Markup, source: str, translation: str, is_sound: bool
) -> None:
    assert sound(Text(source, markup), Text(translation, markup)) is is_sound


def text(words: str) -> Part:
    return Part(Role.TEXT, words)


def test_spaces_go_outside_of_emphasis() -> None:
    masked = mask(md("un **mot** ici"))
    _, opening, _, closing, _ = masked.parts
    parts = [text("a"), opening, text(" word "), closing, text("here")]
    assert assemble(masked, parts) == "a **word** here"


def test_a_footnote_mark_stays_at_its_word() -> None:
    masked = mask(md("Un mot[^1]."))
    assert assemble(masked, [text("A word "), masked.parts[1], text(".")]) == "A word[^1]."


def test_white_space_around_the_message_stays() -> None:
    masked = mask(md("\n un mot\n"))
    assert assemble(masked, [text("a word")]) == "\n a word\n"


def test_badly_nested_pairs_are_refused() -> None:
    masked = mask(md("**a** [b](c)"))
    bold, a, unbold, gap, link, b, unlink = masked.parts
    assert assemble(masked, [bold, a, link, unbold, gap, b, unlink]) is None


def test_words_that_would_be_markup_are_refused() -> None:
    assert assemble(mask(md("un mot")), [text("a *word*")]) is None


@pytest.mark.parametrize(
    ("text", "encoded"),
    [
        ("Un atelier.", "Un atelier.[]"),
        ("Inscription", "Inscription.[]"),
        ("a [b](c) d", "a [[t:p:2]]b[[/]] d.[]"),
        ("***a** b*", "[[t:p:0; t:p:1]]a[[/]] [[t:p:0]]b[[/]].[]"),
        ("voir `x`, oui", "voir qzxb, oui.[]"),
        ("mot[^1]", "mot qzxb.[]"),
        ("5 < 6 @moi ^ [sic] $", r"5 \< 6 \@moi \^ [[t:p:13]]sic[[/]] \$.[]"),
    ],
)
def test_how_apertium_gets_a_message(text: str, encoded: str) -> None:
    assert stream.encode(mask(md(text)), str) == encoded


def test_apertium_never_takes_an_asterisk_for_its_mark_of_an_unknown_word() -> None:
    masked = mask(Text("3 < 4 *sic*", "html"))
    sent = stream.encode(masked, str)
    assert sent == r"3 \< 4 ∗sic∗.[]"
    parts = stream.decode(sent, masked, str)
    assert parts is not None
    assert assemble(masked, parts) == "3 < 4 *sic*"


@pytest.mark.parametrize(
    ("source", "answer", "translation"),
    [
        ("Inscription", "Registration.[]", "Registration"),
        ("Fin.", "End.[]", "End."),
        (
            "les [normes vertes](a)",
            "the [[t:p:4]]green[[/]] [[t:p:4]]norms[[/]].[]",
            "the [green norms](a)",
        ),
        (
            "***a** b*",
            "[[t:p:0]]B[[/]] [[t:p:0; t:p:1]]A[[/]].[]",
            "*B **A***",
        ),
        ("voir `x`", "Qzxb see.[]", "`x` see"),
        ("voir `x`", "see.[]", None),
        ("voir `x`", "qzxb qzxb.[]", None),
        ("voir `x`", "see qzxb", None),
        ("a **b**", "a b.[]", None),
        ("a \\[b", r"a qzxb\<b.[]", "a \\[<b"),
    ],
)
def test_what_is_made_of_apertiums_answer(
    source: str, answer: str, translation: str | None
) -> None:
    masked: Masked = mask(md(source))
    parts = stream.decode(answer, masked, str)
    assert (None if parts is None else assemble(masked, parts)) == translation
