"""Text dumps: short lines, broken lines, and a word for whatever is left out."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.test_review_helpers import run
from workflow.errors import WorkflowError
from workflow.importing import ImportedArticle, import_article
from workflow.importing.lines import _between, blocks
from workflow.importing.plain import columns
from workflow.model import Locale

P1 = "Le musée du Tonnerre ouvre ses portes samedi, après deux ans de travaux dans la halle."
P2 = "On y entend l’orage de 1910, enregistré sur un rouleau de cire par le curé du village."
E1 = "The first ferry to the northern islands since January left the quay at noon today."
E2 = "On board were forty passengers, nine sheep and the post, said the harbour master."
Z1 = "经过八个月的改造，老城区最大的菜市场昨天重新开放，四百多个摊位全部回到原来的位置。"
Z2 = "市场管理方介绍，改造没有涨摊位费，只是换了屋顶、地面和下水管道，并增加了一部货梯。"
MENU = "Accueil\nActualités\nCulture\nSport\nContact"
FOOTER = "Partager\nImprimer\n© 2026 Le Courrier"


def load(text: str, *, keep_all: bool = False) -> ImportedArticle:
    return import_article(
        text.encode(), name="dump.txt", default_lang=Locale("fr"), keep_all=keep_all
    )


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("text", "title"),
    [
        (f"Suivez le guide\n\n{P1}\n\n{P2}", "Suivez le guide"),
        (f"Suivez le guide\n{P1}\n{P2}", "Suivez le guide"),
        (f"Rideau\n\n{P1}\n\n{P2}", "Rideau"),
        (f"{MENU}\nSuivez le guide\n{P1}\n{P2}\n{FOOTER}", "Suivez le guide"),
        (f"{MENU}\n\nRideau\n\n{P1}\n\n{P2}\n\n{FOOTER}", "Rideau"),
        (f"Suivez le guide !\nPar Jeanne Dupont\n{P1}\n{P2}", "Suivez le guide !"),
        (f"{MENU}\nSuivez le guide\nPublié le 1er mars 2026\nPar Jo Doe\n{P1}\n{P2}",
         "Suivez le guide"),
        (f"Follow the guide\n\n{E1}\n\n{E2}", "Follow the guide"),
        (f"跟我来\n{Z1}\n{Z2}", "跟我来"),
        (f"首页\n新闻\n视频\n春天来了\n2026年03月14日 08:30 来源：晚报\n{Z1}\n{Z2}", "春天来了"),
    ],
)  # fmt: skip
def test_short_headlines(text: str, title: str, newline: str) -> None:
    article = load(text.replace("\n", newline))
    assert article.fields["title"] == title
    assert len(article.body.split("\n\n")) == 2


@pytest.mark.parametrize(
    ("text", "last"),
    [
        (f"{MENU}\nLe musée ouvre samedi\n{P1}\n{P2}\nEntrée libre.\n{FOOTER}", "Entrée libre."),
        (f"{MENU}\nLe musée ouvre samedi\n{P1}\n{P2}\n(AFP)\n{FOOTER}", "(AFP)"),
        (f"Le musée ouvre samedi\n\n{P1}\n\n{P2}\n\nÀ suivre", "À suivre"),
        (f"Le musée ouvre samedi\n\n{P1}\n\n{P2}\n\nRendez-vous le 3 mai 2026", None),
        (f"Ferries return\n{E1}\n{E2}\nNo sheep was lost.", None),
        (f"Ferries return\n{E1}\n{E2}\nGood!", None),
        (f"菜市场开放\n{Z1}\n{Z2}\n欢迎光临。", "欢迎光临。"),
        (f"首页\n新闻\n菜市场重新开放\n{Z1}\n{Z2}\n（完）\n版权所有 © 2026", "（完）"),
        (f"{MENU}\nLe musée ouvre samedi\n{P1}\n{P2}\n« Jamais. »\n{FOOTER}", "« Jamais. »"),
    ],
)
def test_short_last_paragraphs(text: str, last: str | None) -> None:
    body = load(text).body.split("\n\n")
    assert body[-1] == (last or text.rpartition("\n")[2])
    assert len(body) == 3


@pytest.mark.parametrize("blank", ["\n", "\n\n"])
@pytest.mark.parametrize(
    "lines",
    [
        ["La première fois", "Et la pluie"],
        ["Et après ?", "On verra.", "Vous dormez ?", "Non."],
        ["Le Courrier", "Comment avez-vous commencé ?", "Jeanne Dupont", "Par hasard.",
         "Le Courrier", "Et maintenant ?", "Jeanne Dupont"],
        ["Mignonne, allons voir", "Qui ce matin avait déclose", "Sa robe de pourpre"],
        ["Si bleu, si calme !", "Berce sa palme."],
        ["— Oui", "— Non", "— Peut-être"],
    ],
)  # fmt: skip
def test_short_lines_between_paragraphs(lines: list[str], blank: str) -> None:
    middle = blank.join([P1, *lines, P2, P1[:50] + P2])
    article = load(f"{MENU}\nLe musée du Tonnerre ouvre\n{middle}\n{FOOTER}")
    text = article.body.replace("## ", "")
    assert [line for line in text.split("\n\n") if line in lines] == lines
    assert P1 in text and P2 in text


def test_chinese_interview() -> None:
    text = f"菜市场重新开放\n{Z1}\n第一次来\n还会再来吗\n{Z2}\n会。\n{Z1[:20]}{Z2}\n责任编辑：李华"
    body = load(text).body
    assert all(line in body for line in ("第一次来", "还会再来吗", "会。"))
    assert "责任编辑" not in body


def test_verse_keeps_its_lines_and_an_address_too() -> None:
    verse = "Les sanglots longs\nDes violons\nDe l’automne"
    address = "Musée du Tonnerre\n3, rue du Pont\nEntrée libre"
    body = load(f"Chanson d’automne\n\n{P1}\n\n{verse}\n\n{P2}\n\n{address}\n").body
    assert body.split("\n\n")[1] == verse.replace("\n", "\\\n")
    assert body.split("\n\n")[3] == address.replace("\n", "\\\n")


def test_a_poem_alone() -> None:
    poem = (
        "Le ciel est, par-dessus le toit,\nSi bleu, si calme !\n\nLa cloche, dans le ciel,\nTinte."
    )
    article = load(f"Le ciel est bleu\n\n{poem}\n")
    assert article.fields["title"] == "Le ciel est bleu"
    assert article.body == poem.replace("toit,\n", "toit,\\\n").replace("ciel,\n", "ciel,\\\n")


def test_a_banner_is_no_part_of_the_article() -> None:
    banner = "Nous utilisons des cookies pour améliorer ce site et mesurer son audience."
    article = load(f"{banner}\nOK\nLe musée du Tonnerre ouvre ses portes\n{P1}\n{P2}")
    assert article.body.split("\n\n") == [P1, P2]
    assert banner in article.left_out[0].text


# Lines broken by hand


CHINESE = (
    "今年一月以来的首班渡轮今天中午驶离码头，开往北部岛屿，船上载有四十名乘客、九只绵羊和"
    "岛上居民等待了整整一个冬天的邮件与包裹。“天气真好，”船长说，“码头上站满了人。”"
    "一位名叫 Ann 的乘客用 Linux 写下了这一切。"
)
SECOND = "开往北部岛屿，船上载有四十名乘客、九只绵羊和岛上居民等待了整整一个冬天的邮件与包裹。"


def wrapped(text: str, width: int, measure: Callable[[str], int] = columns) -> str:
    """``text`` broken as editors do: no closing mark begins a line, no opening one ends it."""
    lines, word = [""], ""
    for at, char in enumerate(text):
        word += char
        after = text[at + 1 : at + 2]
        latin = char.isascii() and after.isascii() and " " not in (char, after)
        if after and (latin or after in "，。、；：？！”’）》" or char in "“‘（《"):
            continue
        if measure(lines[-1] + word.rstrip()) > width:
            lines.append("")
        lines[-1] += word if lines[-1] else word.lstrip()
        word = ""
    return "\n".join(line.rstrip() for line in lines)


@pytest.mark.parametrize("width", [32, 36, 40, 50, 60, 66, 72, 80])
def test_chinese_lines_broken_by_columns(width: int) -> None:
    text = f"渡轮恢复通航\n\n{wrapped(CHINESE, width)}\n\n{wrapped(SECOND, width)}\n"
    assert [one.text for one in blocks(text)] == ["渡轮恢复通航", CHINESE, SECOND]


@pytest.mark.parametrize("count", [20, 25, 30, 35, 40])
def test_chinese_lines_broken_by_characters(count: int) -> None:
    text = f"渡轮恢复通航\n\n{wrapped(CHINESE, count, len)}\n\n{wrapped(SECOND, count, len)}\n"
    assert [one.text for one in blocks(text)] == ["渡轮恢复通航", CHINESE, SECOND]


@pytest.mark.parametrize("width", [40, 60, 72])
def test_a_line_that_is_set_in_begins_a_paragraph(width: int) -> None:
    first, second = wrapped(f"　　{CHINESE}", width), wrapped(f"　　{SECOND}", width)
    found = [one.text.strip("\u3000") for one in blocks(f"渡轮恢复通航\n{first}\n{second}\n")]
    assert found == ["渡轮恢复通航", CHINESE, SECOND]


@pytest.mark.parametrize(
    ("before", "after", "spaced", "between"),
    [
        ("他说：“", "好。”", False, ""),
        ("他说", "“好。”", True, ""),
        ("他说“好”", "的时候", True, ""),
        ("用 Python", "写成", True, " "),
        ("用Python", "写成", False, ""),
        ("一位名叫", "Ann 的乘客", True, " "),
        ("他说：", "Linux", True, ""),
        ("한국어", "문장", False, " "),
        ("The first", "ferry", False, " "),
        ("il dit « ", "oui »", False, " "),
        ("これは", "文です", False, ""),
    ],
)
def test_what_stands_between_joined_lines(
    before: str, after: str, spaced: bool, between: str
) -> None:
    assert _between(before, after, spaced=spaced) == between


def test_one_long_title_does_not_hide_that_lines_were_broken() -> None:
    title = "A title that is a good deal longer than any of the lines of the text beneath it here"
    text = "\n\n".join([title, textwrap.fill(f"{E1} {E2}", 60), textwrap.fill(f"{E2} {E1}", 60)])
    assert [one.text for one in blocks(text)] == [title, f"{E1} {E2}", f"{E2} {E1}"]


def test_long_dumps_take_time_in_proportion() -> None:
    text = "word word word word word word word word word word word\n" * 20_000
    assert len(blocks(text)) == 1


# What is left out


def everything(article: ImportedArticle) -> str:
    parts = [str(article.fields.get("title", "")), article.body]
    return " ".join([*parts, *(one.text for one in article.left_out)])


@pytest.mark.parametrize(
    "text",
    [
        f"{MENU}\nLe musée du Tonnerre ouvre\nPar Jo Doe\nPartager\n{P1}\n{P2}\n{FOOTER}",
        f"{MENU}\nMusée\nMuséeUn menu déplié qui parle du musée et des horaires.\nLe musée ouvre\n"
        f"{P1}\n{P1}\n{P2}\n- Un\n- Deux\n{FOOTER}",
        f"首页\n新闻\n菜市场重新开放\n来源：晚报\n{Z1}\n{Z2}\n上一篇：江边\n责任编辑：李华\n© 2026",
    ],
)
def test_every_line_is_in_the_article_or_named(text: str) -> None:
    article = load(text)
    said = everything(article)
    assert [line for line in text.split("\n") if line.strip("- ") not in said] == []
    assert all(one.reason for one in article.left_out)


def test_keep_all_keeps_all() -> None:
    text = f"{MENU}\nLe musée du Tonnerre ouvre\nPar Jo Doe\n{P1}\n{P2}\n{FOOTER}"
    article = load(text, keep_all=True)
    assert article.left_out == ()
    assert [line for line in text.split("\n") if line not in everything(article)] == []
    assert article.fields["title"] == "Le musée du Tonnerre ouvre"


def test_the_command_names_what_it_left_out(project: Path, tmp_path: Path) -> None:
    source = tmp_path / "musee.txt"
    source.write_text(f"{MENU}\nLe musée du Tonnerre ouvre\n{P1}\n{P2}\n{FOOTER}\n", "utf-8")
    result = run("import", str(source))
    assert result.stdout == "articles/le-musee-du-tonnerre-ouvre.md\n"
    assert "Left out, 76 characters:" in result.stderr
    assert "“Accueil Actualités Culture Sport Contact” (40 characters; before" in result.stderr
    assert "--keep-all" in result.stderr
    result = run("import", str(source), "--slug", "b", "--keep-all")
    assert "Nothing was left out." in result.stderr
    assert "Accueil" in (project / "articles" / "b.md").read_text("utf-8")


def test_the_report_for_programs(project: Path, tmp_path: Path) -> None:
    source = tmp_path / "musee.txt"
    source.write_text(f"{MENU}\nLe musée du Tonnerre ouvre\n{P1}\n{P2}\n", "utf-8")
    report = json.loads(run("import", str(source), "--format", "json").stdout)
    assert report == {
        "version": 1,
        "article": "le-musee-du-tonnerre-ouvre",
        "file": "articles/le-musee-du-tonnerre-ouvre.md",
        "left_out": [
            {"text": MENU.replace("\n", " "), "reason": "before the article: menu or header"}
        ],
        "images": [],
    }


# Language and encoding


CODE = "```python\ndef fetch(url):\n    # Return the page at the given address.\n    get(url)\n```"


@pytest.mark.parametrize(
    ("body", "lang"),
    [
        (f"{P1}\n\n{CODE}\n\n{CODE}\n\n{P2}", "fr"),
        (f"Voici comment lire une page du site.\n\n{CODE}\n\n{CODE}", "fr"),
        (f"{E1}\n\n```fr\n{P1} {P2}\n```", "en"),
        (f"{Z1}\n\n{CODE}\n\n{CODE}\n\n{CODE}", "zh"),
        (f"{P1}\n\n> {E1} {E2} {E1}\n\n{P2}", "fr"),
        (f"{E1}\n\n> {P1} {P2} {P1}\n\n{E2}", "en"),
        (f"{Z1}\n\n> {E1} {E2}\n\n{Z2}", "zh"),
        (f"> {P1}\n> {P2}", "fr"),
        (f"{P1} Tapez `return the page at the given address of this site`.", "fr"),
        (f"{P1} <https://example.org/the/first/ferry/to/the/northern/islands/of/this/year>", "fr"),
        (f"{P2}\n\n<div class='the first ferry to the northern islands'></div>", "fr"),
        ("为什么用 Linux？因为 GNU Compiler Collection 和 Python 都很好用。", "zh"),
    ],
)
def test_language_of_the_prose(body: str, lang: str) -> None:
    for default in (None, Locale("fr"), Locale("en")):
        article = import_article(f"# T\n\n{body}\n".encode(), name="a.md", default_lang=default)
        assert article.fields["lang"] == lang


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030", "gbk", "gb2312"])
def test_encodings_of_chinese_text(encoding: str) -> None:
    article = import_article(f"菜市场开放\n{Z1}\n{Z2}\n".encode(encoding), name="a.txt")
    assert article.body == f"{Z1}\n\n{Z2}"


@pytest.mark.parametrize("encoding", ["cp1252", "iso-8859-15"])
def test_other_encodings_are_not_guessed(encoding: str) -> None:
    with pytest.raises(WorkflowError) as caught:
        import_article(f"Le bac\n{P1}".replace("’", "'").encode(encoding), name="a.txt")
    assert caught.value.line == 2


@pytest.mark.parametrize("row", ["* * *", "***", "*", "＊＊＊", "◆◆◆", "-----", "⁂"])
@pytest.mark.parametrize("blank", ["\n\n", "\r\n\r\n"])
def test_a_row_of_signs_parts_scenes(row: str, blank: str) -> None:
    text = blank.join(["La nuit du phare", P1, f"    {row}", P2, "# # #"])
    article = load(text)
    assert article.body == f"{P1}\n\n***\n\n{P2}"
    assert [one.text for one in article.left_out] == ["# # #"]
