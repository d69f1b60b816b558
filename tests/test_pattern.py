"""The inside of a text: each view of it has everything in its place."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import msgstrs
from tests.texts import MARKUPS, md
from workflow.inline.commonmark import Labels, events_in
from workflow.inline.pattern import read
from workflow.model import Markup, Text

markups = st.sampled_from(MARKUPS)
texts = msgstrs | st.lists(
    st.sampled_from(["mot", " ", "été", "[a]", "[b][c]", "[d](e)", "*", "`", "<b>", "\\", "&amp;"])
).map("".join)


@given(texts, markups)
def test_every_token_stands_in_its_place(value: str, markup: Markup) -> None:
    done = 0
    for token in read(Text(value, markup)).tokens:
        assert token.start == done
        done += len(token.text)
        assert value[token.start : done] == token.text
    assert done == len(value)


@given(texts, markups)
def test_placeables_and_what_is_between_them_are_the_text(value: str, markup: Markup) -> None:
    pattern = read(Text(value, markup))
    held = [value[each.start : each.end] for each in pattern.placeables]
    parts = [part for pair in zip(pattern.between, [*held, ""], strict=True) for part in pair]
    assert "".join(parts) == value


@given(texts, st.sampled_from(["defined", "named", "all"]))
def test_events_are_in_characters_of_the_text(value: str, labels: Labels) -> None:
    for event in events_in(value, labels):
        assert 0 <= event.start <= event.end <= len(value)
        if event.kind == "Code":
            assert value[event.start] == "`" == value[event.end - 1]


def test_a_label_without_definition_is_what_its_reader_takes_it_for() -> None:
    text = md("un [mot][ici] et [là]")
    assert [piece.name for piece in read(text).pieces if piece.role == "open"] == ["Link"] * 2
    assert [each.text for each in read(text).placeables] == ["ici"]
    assert read(text).constructs().constructs == {}
    assert read(text).constructs("[là]: /x").constructs == {"link": 1}
