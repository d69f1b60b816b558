"""Chinese typography: what is found in a line of words, and what mending it leaves."""

from __future__ import annotations

import json
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.labels import pairs_of
from workflow.checks import Source, Subject, Translation, check_source
from workflow.checks.chinese import check_spaces
from workflow.checks.chinese_beside import beside
from workflow.formats import parse
from workflow.inline.han_setting import changes, is_calm, set_in_chinese
from workflow.inline.prose import veil
from workflow.model import Article, Locale, Message, Segment, Severity, Text

_PIECES = st.sampled_from(
    [
        *"诊所疫苗村里有新井和等了玛丽亚卡拉斯北京",
        *",.:;!?()\"'-– —~…。，、：；！？（）“”‘’「」『』《》〈〉«»·・•　１Ａ％\n",
        "...", "。。", "——", "……", "3.5", "1,000", "14:30", "Node.js", "word", "OK", "%s",
        chr(0xF0000), chr(0xF0001),
    ]
)  # fmt: skip
LINES = st.lists(_PIECES, max_size=24).map("".join)
SCRIPTS = st.sampled_from(["Hans", "Hant"])
GOOD = [
    (pair.place, pair.target.replace("\\n", "\n"), "Hant" if "Hant" in pair.pair else "Hans")
    for pair in pairs_of("seen")
    if pair.pair.split("-")[1].startswith("zh") and not pair.expect and "chinese" in pair.place
]


def letters(text: str) -> str:
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text)))


@given(LINES, SCRIPTS)
def test_mending_comes_to_rest_and_changes_no_letter(line: str, script: str) -> None:
    once = set_in_chinese(line, script)
    assert set_in_chinese(once, script) == once
    assert letters(once) == letters(line)


@given(LINES, SCRIPTS)
def test_what_is_kept_stays_where_it_is_and_lines_stay_lines(line: str, script: str) -> None:
    def kept(text: str) -> list[str]:
        return [each for each in text if each == "\n" or each >= "\U000f0000"]

    assert kept(set_in_chinese(line, script)) == kept(line)


@given(LINES, SCRIPTS)
def test_changes_are_in_order_and_none_lies_over_another(line: str, script: str) -> None:
    found = changes(line, script)
    for one, other in pairwise(found):
        assert one.start <= one.end <= other.start
    assert all(line[each.start : each.end] != each.new for each in found)


@given(st.text(alphabet="abc,.;:!?()'\" -—…«»“”‘’0123456789\n", max_size=40), SCRIPTS)
def test_a_line_without_chinese_is_left_alone(line: str, script: str) -> None:
    assert not changes(line, script)


@given(
    st.text(alphabet="他和了大卫本·，。、：？()（）《“_&Fa1% -", max_size=12),
    st.sampled_from(["They left", "Jean-Pierre Martin", "A, b and c", "x - y – z"]),
    SCRIPTS,
    st.booleans(),
)
def test_what_is_calm_at_a_first_look_has_nothing_wrong(
    line: str, said: str, script: str, bare_text: bool
) -> None:
    if is_calm(line, bare_text=bare_text):
        assert not changes(line, script, bare_text=bare_text) and not beside(said, line)


@pytest.mark.parametrize(("place", "target", "script"), GOOD, ids=lambda each: str(each)[-24:])
def test_good_text_is_left_as_it_is(place: str, target: str, script: str) -> None:
    line = veil(Text(target, "markdown")).line
    assert set_in_chinese(line, script) == line


def test_what_autocorrect_finds_is_found() -> None:
    autocorrect = pytest.importorskip("autocorrect_py")
    spaces = ("word", "punctuation", "bracket", "backticks", "dash", "dollar")
    autocorrect.load_config(json.dumps({"rules": {f"space-{name}": 0 for name in spaces}}))
    for pair in pairs_of("seen"):
        if pair.expect and pair.pair.endswith("-zh") and "chinese" in pair.place:
            text = pair.target.replace("\\n", "\n")
            if autocorrect.format(text) != text:
                assert changes(veil(Text(text, "markdown")).line, "Hans"), pair.place


def translation(*targets: str) -> Translation:
    article = Article("a", "articles/a.md", "markdown", Locale("fr"), "")
    subjects = tuple(
        Subject(
            article,
            Locale("zh"),
            Segment(0, 0, f"Un {number}", "paragraph", 1, markup="markdown"),
            Message(f"Un {number}", target),
            "a.po",
            number,
        )
        for number, target in enumerate(targets)
    )
    return Translation(article, Locale("zh"), parse("Un."), subjects)


def test_latin_words_stand_in_an_article_as_most_of_its_do() -> None:
    tight = ["在GitHub上发布", "用Python编写", "由WHO公布", "按ISO标准"]
    found = [(subject.line, remark) for subject, remark in
             check_spaces(translation(*tight, "在 Debian 上安装"))]  # fmt: skip
    assert [line for line, _ in found] == [4]
    assert not list(check_spaces(translation(*tight)))
    assert not list(check_spaces(translation("在GitHub上发布", "在 Debian 上安装")))


def test_fields_of_an_article_as_it_is_written_are_looked_at() -> None:
    text = "---\ntitle: 谁?\n---\n# 论坛开幕 各国代表到场\n\n桥封闭了,请乘渡船。\n"
    article = Article("a", "articles/a.md", "markdown", Locale("zh"), text)
    source = Source(article, parse(text), "articles", exists=lambda _: True)
    found = [(each.check, each.line, each.severity) for each in check_source(source)
             if each.check.startswith("zh-")]  # fmt: skip
    assert found == [
        ("zh-width", 2, Severity.WARNING),
        ("zh-space", 4, Severity.INFO),
        ("zh-width", 6, Severity.WARNING),
    ]
