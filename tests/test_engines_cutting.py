"""Cutting: within the service's limit, at the best places, and whole again afterwards."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.test_engines_forms import forms
from tests.test_engines_masking import markups, messages
from tests.texts import md
from workflow.engines.backend import Form, Limits, Unit
from workflow.engines.cutting import cut, rejoin, size
from workflow.engines.faults import TextRefused
from workflow.engines.forms import HTML, TOKENS, XML, plain
from workflow.engines.masking import Masked, Part, Role, assemble, mask
from workflow.model import Markup, Text

FR = (
    "M. Dupont est arrivé à 3 h. Il a dit : « Bonjour, [les amis](https://e.org) ! » Puis il est "
    "parti, sans un mot ; la nuit tombait. **Fin de l’histoire. Vraiment.** Oui & non."
)
EN = "Dr. Smith left the U.S. in 1990. He said “No.” She left too, and so did **he. Both** did."
ZH = "他说：“你好。”然后离开了，没有回头。第二句！[链接](https://e.org)第三句？（完。）"


def pieces(text: str, most: int, unit: Unit, language: str) -> list[str]:
    return [
        TOKENS.encode(piece)
        for piece in cut(mask(md(text)), TOKENS, Limits(text=most, unit=unit), language)
    ]


@given(
    st.lists(messages | st.sampled_from([FR, EN, ZH]), max_size=4).map(" ".join),
    markups,
    forms,
    st.builds(Limits, text=st.integers(1, 300), unit=st.sampled_from(["characters", "bytes"])),
    st.sampled_from(["fr", "en", "zh"]),
)
def test_pieces_fit_and_are_the_message(
    text: str, markup: Markup, form: Form, limits: Limits, language: str
) -> None:
    masked = mask(Text(text, markup))
    try:
        found = cut(masked, form, limits, language)
    except TextRefused:
        return
    assert "".join(piece.source.value for piece in found) == text
    assert limits.text is not None
    assert all(size(form.encode(piece), limits.unit) <= limits.text for piece in found)
    for piece in found:
        roles = [part.role for part in piece.parts]
        assert roles.count(Role.OPEN) == roles.count(Role.CLOSE)
    parts = rejoin(found, [form.decode(form.encode(piece), piece) for piece in found])
    assert [part for part in parts if part.role is not Role.TEXT] == list(masked.kept)


@pytest.mark.parametrize("form", [TOKENS, XML, HTML])
@pytest.mark.parametrize(
    ("text", "language", "most"), [(FR, "fr", 120), (EN * 2, "en", 120), (ZH * 3, "zh", 90)]
)
def test_pieces_that_come_back_as_they_were_are_the_message(
    form: Form, text: str, language: str, most: int
) -> None:
    masked = mask(md(text))
    found = cut(masked, form, Limits(text=most), language)
    assert len(found) > 1
    parts = rejoin(found, [form.decode(form.encode(piece), piece) for piece in found])
    assert assemble(masked, parts) == text


@pytest.mark.parametrize(
    ("text", "language", "most", "expected"),
    [
        (
            FR, "fr", 80,
            ["M. Dupont est arrivé à 3 h. Il a dit : « Bonjour, [X1X]les amis[X2X] ! »",
             "Puis il est parti, sans un mot ; la nuit tombait.",
             "[X1X]Fin de l’histoire. Vraiment.[X2X] Oui & non."],
        ),
        (
            FR, "fr", 43,
            ["M. Dupont est arrivé à 3 h.", "Il a dit : « Bonjour,", "[X1X]les amis[X2X] ! »",
             "Puis il est parti, sans un mot ;", "la nuit tombait.",
             "[X1X]Fin de l’histoire. Vraiment.[X2X] Oui", "& non."],
        ),
        (
            EN, "en", 46,
            ["Dr. Smith left the U.S. in 1990. He said “No.”",
             "She left too,", "and so did [X1X]he. Both[X2X] did."],
        ),
        (
            ZH, "zh", 24,
            ["他说：“你好。”然后离开了，没有回头。第二句！", "[X1X]链接[X2X]第三句？（完。）"],
        ),
        (ZH, "zh", 18, ["他说：“你好。”然后离开了，", "没有回头。第二句！",
                        "[X1X]链接[X2X]第三句？", "（完。）"]),
        ("一二三四五六七八九十" * 2, "zh", 8, ["一二三四五六七八", "九十一二三四五六", "七八九十"]),
    ],
)  # fmt: skip
def test_cuts_are_at_the_best_places(
    text: str, language: str, most: int, expected: list[str]
) -> None:
    assert pieces(text, most, "characters", language) == expected


@pytest.mark.parametrize(("most", "count"), [(500, 2), (501, 2), (1000, 1), (166, 6)])
def test_bytes_are_counted_where_the_service_counts_bytes(most: int, count: int) -> None:
    text = "这是一个关于移民的句子，共十九个字。" * 18  # 324 characters, 972 bytes
    assert len(text.encode()) == 972
    found = pieces(text, most, "bytes", "zh")
    assert len(found) == count
    assert all(piece.endswith("。") for piece in found)


def test_escaping_counts() -> None:
    masked = plain("Oui & non. Non & oui.")
    assert len(cut(masked, TOKENS, Limits(text=21))) == 1
    assert [XML.encode(each) for each in cut(masked, XML, Limits(text=21), "fr")] == [
        "Oui &amp; non.",
        "Non &amp; oui.",
    ]


@pytest.mark.parametrize(
    ("text", "most"),
    [
        ("anticonstitutionnellement", 20),
        ("**Une phrase. Une autre phrase, plus longue.**", 40),  # no end outside of the pair
        ("e\u0301" * 3, 1),  # a letter and its accent are one
        ("👩‍👩‍👧", 2),
    ],
)
def test_what_cannot_be_cut_is_refused(text: str, most: int) -> None:
    with pytest.raises(TextRefused, match=f"longer than the service takes \\({most} characters\\)"):
        cut(mask(md(text)), TOKENS, Limits(text=most), "fr")


def text_parts(*texts: str) -> list[list[Part]]:
    return [[Part(Role.TEXT, text)] for text in texts]


@pytest.mark.parametrize(
    ("source", "translated", "joined"),
    [
        ("Une phrase. Une autre.", ("第一句。", "第二句。"), "第一句。第二句。"),
        ("第一句。第二句。", ("Une phrase. ", "Une autre."), "Une phrase. Une autre."),
        ("Une phrase. Une autre.", (" A sentence.", "Another. "), "A sentence. Another."),
        ("Il dit « non ». Puis oui.", ("He says “no.”", "Then yes."), "He says “no.” Then yes."),
        ("Une phrase. Une autre.", ("他说“不。”", "“好。”"), "他说“不。”“好。”"),
        (
            "第一句。第二句。",
            ("Il dit non.", "« Oui », dit-elle."),
            "Il dit non. « Oui », dit-elle.",
        ),
        ("第一句。第二句。", ("He says no.", "“Yes,” she says."), "He says no. “Yes,” she says."),
    ],
)
def test_spaces_between_pieces_are_those_of_the_scripts(
    source: str, translated: tuple[str, str], joined: str
) -> None:
    masked = mask(md(source))
    language = "zh" if source.startswith("第") else "fr"
    found = cut(masked, TOKENS, Limits(text=len(source) - 4), language)
    assert len(found) == 2
    assert rejoin(found, text_parts(*translated)) in (
        [Part(Role.TEXT, joined)],
        [Part(Role.TEXT, part) for part in (translated[0].strip(), " ", translated[1].strip())],
        [Part(Role.TEXT, part) for part in translated],
    )
    assert "".join(part.text for part in rejoin(found, text_parts(*translated))) == joined


def test_spaces_around_the_message_are_kept_by_the_pieces() -> None:
    found = cut(mask(md("  Un mot. Deux mots. \n")), TOKENS, Limits(text=10), "fr")
    assert [piece.source.value for piece in found] == ["  Un mot. ", "Deux mots. \n"]
    assert isinstance(found[0], Masked)


def test_a_long_text_is_cut_in_good_time() -> None:
    text = " ".join(f"Voici la phrase **{number}**, avec `code`." for number in range(3000))
    found = cut(mask(md(text)), TOKENS, Limits(text=500, unit="bytes"), "fr")
    assert "".join(piece.source.value for piece in found) == text


def test_a_piece_that_begins_with_emphasis_gets_its_space() -> None:
    masked = mask(md("第一句话说完了。**第二**句。"))
    found = cut(masked, TOKENS, Limits(text=16), "zh")
    translated = [
        TOKENS.decode("One sentence. ", found[0]),
        TOKENS.decode("[X1X]The second[X2X] one.", found[1]),
    ]
    assert assemble(masked, rejoin(found, translated)) == "One sentence. **The second** one."
