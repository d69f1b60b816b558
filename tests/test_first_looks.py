"""What is passed over at a first look has nothing to say."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.labels import Pair, pairs_of
from workflow.checks import doubled, other_language, rendering
from workflow.checks.subject import Remark, Subject
from workflow.inline import mojibake
from workflow.model import Article, Locale, Message, Segment

PAIRS = tuple(pairs_of("seen"))
PIECES = (
    "", " ", "XX1XX", "qzxa", "translation:", "Je suis désolé", "I’m sorry", "的的", "天天",
    "我我们我们", "the the", "la la la", "抱歉", "翻译：", "©", "Ã©", "茅", "涓枃", "?", "de",
    "and", "und", "の", "я", "ß", "µ", "於", "—", "’", "1", "&#39;", "</s>", "\u200b", "▁",
)  # fmt: skip
Rule = Callable[[Subject], Sequence[Remark]]


def subject_of(pair: str, msgid: str, msgstr: str) -> Subject:
    source, target = map(Locale, pair.split("-"))
    article = Article("a", "articles/a.md", "markdown", source, "")
    segment = Segment(0, 0, msgid, "paragraph", 1, markup="markdown")
    return Subject(article, target, segment, Message(msgid, msgstr), "a.po", 7)


@pytest.mark.parametrize(
    ("rule", "module", "look", "open_"),
    [
        (rendering.check_encoding, rendering, "is_harmless", False),
        (rendering.check_repeated, rendering, "says_again", True),
        (doubled.check_doubled, doubled, "says_again", True),
        (other_language.check_language, other_language, "_at_home", False),
        (rendering.check_leftovers, rendering, "_may_be_left", True),
    ],
    ids=lambda each: getattr(each, "__name__", ""),
)
def test_what_is_passed_over_has_nothing_to_say(
    rule: Rule, module: object, look: str, open_: bool
) -> None:
    @given(
        st.sampled_from(PAIRS),
        st.lists(st.tuples(st.integers(0, 200), st.sampled_from(PIECES)), max_size=3),
    )
    def told(pair: Pair, changes: list[tuple[int, str]]) -> None:
        msgstr = pair.target
        for place, piece in changes:
            at = place % (len(msgstr) + 1)
            msgstr = f"{msgstr[:at]}{piece}{msgstr[at + 1 :]}"
        subject = subject_of(pair.pair, pair.source, msgstr)
        found = rule(subject)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(module, look, lambda *_: open_)
            assert list(rule(subject_of(pair.pair, pair.source, msgstr))) == list(found)

    told()


@given(st.text(alphabet=st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), min_size=1))
def test_chinese_read_as_gbk_is_looked_for_wherever_it_may_be(text: str) -> None:
    for each in (text, text.encode().decode("gb18030", "ignore")):
        if list(mojibake._as_gbk(each)):
            assert mojibake._may_be_gbk().search(each)
