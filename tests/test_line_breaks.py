"""Line breaks in translations, as people write them in the editors of catalogues."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import msgstrs
from tests.test_checks_messages import findings
from tests.texts import MARKUPS
from workflow.formats import parse
from workflow.inline.commonmark import to_html
from workflow.model import Markup
from workflow.model.finding import SWITCHES

ADDRESS = "12, rue du Lac\\\n1203 Genève"
SAME = "fine"
BREAKS = [
    # what was written, what stands on the page, the fix
    ("12 Lake Road\\\n1203 Geneva", "12 Lake Road|1203 Geneva", None),
    ("12 Lake Road  \n1203 Geneva", "12 Lake Road|1203 Geneva", None),
    ("12 Lake Road\n1203 Geneva", "12 Lake Road|1203 Geneva", None),
    ("12 Lake Road \n 1203 Geneva", "12 Lake Road|1203 Geneva", None),
    ("日内瓦\n湖路12号", "日内瓦|湖路12号", None),
    ("12 Lake Road\\n\n1203 Geneva", None, "12 Lake Road\\\n1203 Geneva"),
    ("12 Lake Road\\n1203 Geneva", None, "12 Lake Road\\\n1203 Geneva"),
    ("12 Lake Road\\r\\n1203 Geneva", None, "12 Lake Road\\\n1203 Geneva"),
    ("12 Lake Road \\n 1203 Geneva", None, "12 Lake Road\\\n1203 Geneva"),
    ("12 Lake Road\\ 1203 Geneva", None, "12 Lake Road\\\n1203 Geneva"),
    ("12 Lake Road\\\u00a01203 Geneva", None, "12 Lake Road\\\n1203 Geneva"),
    ("12 Lake Road\\\\\n1203 Geneva", None, "12 Lake Road\\\n1203 Geneva"),
    ("12 Lake Road\\\n1203 Geneva\\", None, "12 Lake Road\\\n1203 Geneva"),
    ("12 Lake Road\\\n1203 Geneva\\n", None, "12 Lake Road\\\n1203 Geneva"),
    ("日内瓦\\n\n湖路12号", None, "日内瓦\\\n湖路12号"),
    ("日内瓦\\ 湖路12号", None, "日内瓦\\\n湖路12号"),
]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize(("msgstr", "page", "fix"), BREAKS)
def test_a_break_written_in_an_editor(
    msgstr: str, page: str | None, fix: str | None, newline: str
) -> None:
    found = findings(ADDRESS, msgstr, off=("placeables",))
    assert {finding.fix for finding in found} == ({fix} if fix else set())
    assert all(finding.check == "line-breaks" and finding.severity == "error" for finding in found)
    document = parse(f"> {ADDRESS}\n".replace("\n", f"{newline}> "), format="markdown")
    shown = to_html(document.render(lambda _: fix or msgstr))
    assert shown.count("<br />") == 1
    assert "\\" not in shown
    if page:
        assert f"<p>{page}</p>".replace("|", "<br />\n") in shown
    if fix:
        assert findings(ADDRESS, fix, off=("placeables",)) == ()


@pytest.mark.parametrize(
    ("msgid", "msgstr", "markup", "fix"),
    [
        ("Ouvrir la page", "Open the\\npage", "markdown", "Open the page"),
        ("Ouvrir la page", "打开\\n页面", "markdown", "打开页面"),
        ("Ouvrir la page", "打开\\\n页面", "markdown", "打开页面"),
        ("Ouvrir la page", "Open the page\\n", "text", "Open the page"),
        ("Ouvrir la page", "Open the\\npage", "html", "Open the page"),
        ("Un \\*mot\\*", "A \\\\*word\\\\*", "markdown", "A \\*word\\*"),
        ("Dans C:\\news", "In C:\\news\\n", "markdown", "In C:\\news"),
        ("a\\\n`b\\n`", "a\\n`b\\n`", "markdown", "a\\\n`b\\n`"),
        (ADDRESS, "12 Lake Road<br>1203 Geneva", "markdown", "12 Lake Road\\\n1203 Geneva"),
        (ADDRESS, "12 Lake Road\\\n1203\nGeneva", "markdown", "12 Lake Road\\\n1203 Geneva"),
        (ADDRESS, "12 Lake Road\n\n1203 Geneva", "markdown", "12 Lake Road\\\n1203 Geneva"),
        (ADDRESS, "日内瓦 \n \n湖路12号", "markdown", "日内瓦\\\n湖路12号"),
        ("Un<br>Deux", "One\\nTwo", "markdown", "One<br>Two"),
        ("Un<br>Deux", "One\nTwo", "markdown", "One<br>Two"),
        ("Un<br/>Deux<br/>trois", "一\\\n二<br/>三", "markdown", "一<br/>二<br/>三"),
        ("Un<br>Deux", "一 \n二", "html", "一<br>二"),
        ("Un<br class=a>Deux", "One\\nTwo", "html", "One Two"),
        ("Un<br>Deux", "One\nand\nTwo\\n", "html", "One\nand\nTwo"),
        (ADDRESS, "12 Lake Road, 1203 Geneva", "markdown", None),
        (ADDRESS, "12 Lake Road\\\n1203\\\nGeneva", "markdown", None),
    ],
)
def test_another_break_is_found(msgid: str, msgstr: str, markup: Markup, fix: str | None) -> None:
    found = [
        finding
        for finding in findings(msgid, msgstr, format=markup)
        if finding.check == "line-breaks"
    ]
    assert found
    assert {finding.fix for finding in found} == {fix}


@pytest.mark.parametrize(
    ("msgid", "msgstr"),
    [
        ("Dans C:\\news ou `\\n`", "In C:\\news or `\\n`"),
        ("La formule $\\alpha$", "The formula $\\alpha$"),
        ("Un \\* seul", "One \\* only"),
        ("Une ligne", "One\nline"),
        ("Une ligne", "一\n行"),
    ],
)
def test_what_is_no_break_is_left_alone(msgid: str, msgstr: str) -> None:
    assert [each for each in findings(msgid, msgstr) if each.check == "line-breaks"] == []


@pytest.mark.parametrize(
    ("source", "msgstr", "rendered"),
    [
        ("Lundi\n", "星期\n一", "星期一\n"),
        ("Lundi\n", "星期 \n  一", "星期一\n"),
        ("Lundi\n", "星期一\nMonday", "星期一 Monday\n"),
        ("Lundi\n", "On\nMonday", "On Monday\n"),
        ("# Lundi\n", "星期\n一", "# 星期一\n"),
        ("# Lundi\n", "On\\\nMonday", "# On Monday\n"),
        ("| Lundi |\n|---|\n| x |\n", "星期\n一", "| 星期一 |\n|---|\n| x |\n"),
        ("![Lundi](x.png)\n", "星期\n一", "![星期一](x.png)\n"),
        ("---\ntitle: Lundi\n---\n", "星期\n一", "---\ntitle: 星期一\n---\n"),
        ("---\ntitle: Lundi\n---\n", "On\nMonday", "---\ntitle: On Monday\n---\n"),
        ("<p>Lundi</p>\n", "星期\n一", "<p>星期一</p>\n"),
    ],
)
def test_a_line_end_where_there_is_no_break(source: str, msgstr: str, rendered: str) -> None:
    document = parse(source, format="markdown")
    assert document.render(lambda segment: msgstr if "Lundi" in segment.text else None) == rendered


OTHERS = tuple(set(SWITCHES) - {"line-breaks"})


@given(msgstrs, st.sampled_from(MARKUPS))
def test_a_fix_leaves_nothing_to_find(msgstr: str, markup: Markup) -> None:
    for finding in findings(ADDRESS, msgstr, format=markup, off=OTHERS):
        if finding.check == "line-breaks" and finding.fix is not None:
            again = findings(ADDRESS, finding.fix, format=markup, off=OTHERS)
            assert [each for each in again if each.check == "line-breaks"] == []
