"""Tags and authors: which spellings are one, and that their addresses are readable and apart."""

from __future__ import annotations

import unicodedata
from urllib.parse import quote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from workflow.errors import ArticleError
from workflow.site.addresses import check_slug
from workflow.site.naming import known_by, name_of

SPELLINGS = (
    *("climat", "Climat", "CLIMAT", "côte", "cote", "Côte d’Azur", "côte d'azur", "C++", "C#", "C"),
    *("气候", "氣候", "ＡＩ", "AI", "人工智能", "AI 与社会", "con", "NUL", "page", "!!!"),
    *("ı", "İ", "ß", "ŉ"),
)
WORDS = st.text(st.characters(codec="utf-8"), min_size=1, max_size=12) | st.sampled_from(SPELLINGS)


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Climat", "climat"),
        ("Côte d’Azur", "côte-d-azur"),
        ("sea  level", "sea-level"),
        ("人工智能", "人工智能"),
        ("ＡＩ 与社会", "ai-与社会"),
        ("Straße", "strasse"),
    ],
)
def test_addresses_of_tags_can_be_read(words: str, name: str) -> None:
    assert name_of(words) == name


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Climat", "climat", True),
        ("ＡＩ", "AI", True),
        ("sea level", "Sea-Level", True),
        ("l'eau", "L’eau", True),
        ("cafe\u0301", "café", True),
        ("marche", "marché", False),
        ("C++", "C#", False),
        ("C++", "C", False),
        ("气候", "氣候", False),
        ("R&D", "R D", False),
    ],
)
def test_which_spellings_are_one_tag(one: str, other: str, same: bool) -> None:
    assert (known_by(one) == known_by(other)) is same
    assert (name_of(one) == name_of(other)) is same


@given(WORDS, WORDS)
@example("ı", "I")
@example("C++", "c~")
def test_two_addresses_are_one_only_for_one_tag(one: str, other: str) -> None:
    for blind in (str, str.upper, str.lower, str.casefold):
        names = [unicodedata.normalize("NFD", blind(name_of(each))) for each in (one, other)]
        assert (names[0] == names[1]) is (known_by(one) == known_by(other))


@given(WORDS | st.text(min_size=1, max_size=300, alphabet=st.sampled_from("新a闻é -'")))
def test_a_folder_can_have_that_name_everywhere(words: str) -> None:
    name = name_of(words)
    check_slug(f"x/{name}")
    assert name not in {"", "page"}
    assert not set(name) & set('<>:"/\\|?*%#&')
    assert len(quote(name)) <= 3 * 140
    assert known_by(known_by(words)) == known_by(words)


@pytest.mark.parametrize(
    "slug",
    (
        *("tags", "tags/climat", "Authors/a", "archive/2026", "archive/2026/page/2", "page/2"),
        *("search", "feed.json", "FEED.xml", "404.html", "news/rain/translation"),
    ),
)
def test_an_article_takes_no_place_that_the_site_needs(slug: str) -> None:
    with pytest.raises(ArticleError, match="cannot be the address of a page"):
        check_slug(slug)


@pytest.mark.parametrize("slug", ["archive/2020-look", "page", "tagsoup", "translation", "a/tags"])
def test_other_articles_keep_their_places(slug: str) -> None:
    check_slug(slug)
