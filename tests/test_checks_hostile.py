"""What no translator writes on purpose: line ends by the dozen, a thousand figures, odd digits."""

from __future__ import annotations

import pytest

from workflow.checks import Subject, Translation, check_translation, mended
from workflow.formats import parse
from workflow.inline.corrections import Correction, disjoint
from workflow.inline.han_context import Change
from workflow.inline.han_setting import apart
from workflow.inline.word_table import Looked
from workflow.model import Article, Locale, Markup, Message, Segment


def translation(pair: str, msgid: str, msgstr: str, markup: Markup) -> Translation:
    source, target = map(Locale, pair.split("-"))
    article = Article("a", "articles/a.md", "markdown", source, "")
    segment = Segment(0, 0, msgid, "paragraph", 1, markup=markup)
    subject = Subject(article, target, segment, Message(msgid, msgstr), "a.po", 7)
    return Translation(article, target, parse(""), (subject,))


@pytest.mark.parametrize("blank", ["\n", " \n", "\r\n", "**\n"])
def test_a_word_before_many_line_ends_is_read_at_once(blank: str) -> None:
    """A run of 40 line ends once took nine seconds, and each further ten a hundred times more."""
    msgstr = f"We saw the{blank * 200}x the the"
    found = check_translation(translation("fr-en", "le mot", msgstr, "text"))
    assert "doubled-words" in {finding.check for finding in found}


@pytest.mark.parametrize("text", ["报名:1,2–34.，", "1004人,1,0–04", "open 1,0–6 ,1,2-34."])
def test_a_range_of_what_is_no_number_is_read(text: str) -> None:
    for pair in ("fr-zh", "zh-en", "en-fr"):
        check_translation(translation(pair, text, f"Mot {text}", "text"))


@pytest.mark.parametrize("digit", ["٣", "３", "𝟘", "५"])
@pytest.mark.parametrize(
    "frame", ["他有{}分之一", "三分之{}", "百分之{}", "{}成", "{}折", "三块{}", "{}倍"]
)
def test_digits_of_other_scripts_are_read(digit: str, frame: str) -> None:
    for source, target in (("mot 3", frame.format(digit)), ("mot 3", frame.format(f"三{digit}"))):
        check_translation(translation("fr-zh", source, target, "text"))


@pytest.mark.parametrize("msgstr", ["A devil&nbsp;.", "peel&#160;, cut", "b&nbsp;) cut"])
def test_a_fix_is_another_text(msgstr: str) -> None:
    found = check_translation(translation("fr-en", "Un diable.", msgstr, "html"))
    assert all(finding.fix != msgstr for finding in found)


def test_a_figure_that_is_missing_among_thousands_is_told() -> None:
    many = " ".join(str(each) for each in range(1_000, 2_000))
    found = check_translation(
        translation("fr-en", f"Voici {many} 4711.", f"Here {many} 4712.", "text")
    )
    assert "numbers" in {finding.check for finding in found}
    same = check_translation(translation("fr-en", f"Voici {many}.", f"Here {many}.", "text"))
    assert "numbers" not in {finding.check for finding in same}


@pytest.mark.parametrize(
    ("spans", "kept"),
    [
        (((0, 2), (1, 3), (3, 4)), ((0, 2), (3, 4))),
        (((2, 2), (2, 2), (1, 3)), ((2, 2),)),
        (((1, 5), (5, 5), (5, 6), (4, 6)), ((1, 5), (5, 5), (5, 6))),
        (((3, 3), (3, 8), (5, 6)), ((3, 3), (3, 8))),
    ],
)
def test_of_corrections_that_overlap_the_first_is_kept(
    spans: tuple[tuple[int, int], ...], kept: tuple[tuple[int, int], ...]
) -> None:
    given = [Correction(*span, "x", "rule", "fault") for span in spans]
    assert tuple((each.start, each.end) for each in disjoint(given)) == kept


def test_lines_without_blanks_are_not_remembered() -> None:
    table = Looked(len)
    assert [table[word] for word in ("mot", "x" * 10_000)] == [3, 10_000]
    assert list(table) == ["mot"]


def test_of_changes_that_meet_the_first_is_kept() -> None:
    spans = ((4, 6), (5, 8), (0, 1), (6, 7), (1, 4), (3, 3))
    given = [Change("width", *span, "x") for span in spans]
    assert [(each.start, each.end) for each in apart(given)] == [(0, 1), (1, 4), (4, 6), (6, 7)]


@pytest.mark.parametrize(
    "msgstr", ["Un *mot, *ici", "Un * mot * ici", "Un *«mot»*ici", "Un *,,* ici", "Un *mot* ici"]
)
def test_marks_are_set_once(msgstr: str) -> None:
    before = translation("en-fr", "A *word* here", msgstr, "markdown")
    for each in mended(before).values():
        assert not mended(translation("en-fr", "A *word* here", each.msgstr, "markdown"))
