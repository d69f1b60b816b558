"""The rules on what stands around the words of a page: more of each kind, and near misses."""

from __future__ import annotations

import pytest
from hypothesis import given, reject
from hypothesis import strategies as st

from tests.test_checks_rules import said_of
from workflow.checks import Example, Rule, Source, built_in
from workflow.checks.page_parts import parts_of_document, parts_of_text
from workflow.checks.page_rules import PAGE_RULES
from workflow.errors import ArticleError
from workflow.formats import parse
from workflow.model import Article, Locale, Severity, Text

RULES = {rule.name: rule for rule in built_in()}
CASES = {
    ("link-text", True): [
        Example("[Cliquez ici](https://a.org) pour voir."),
        Example("Plus d’infos [ici](https://a.org)."),
        Example("[Lire la suite…](https://a.org)"),
        Example("[En savoir plus →](https://a.org)"),
        Example("[en savoir plus](b.md)"),
        Example("[Voir plus](https://a.org)"),
        Example("[lien](https://a.org)"),
        Example("Le rapport est disponible [ici][r].\n\n[r]: https://a.org"),
        Example("<a href='https://a.org'>ici</a>"),
        Example("[**ici**](https://a.org)"),
        Example("[Télécharger ici](https://a.org/x.pdf)"),
        Example("[cliquez sur ce lien](https://a.org)"),
        Example("Consultez la page [à cette adresse](https://a.org)"),
        Example("[Plus d'informations ici](https://a.org)"),
        Example("[Lire l'article complet](https://a.org)"),
        Example("[Click here](https://a.org)", pair="en-fr"),
        Example("Read more [here](https://a.org)", pair="en-fr"),
        Example("[Read more...](https://a.org)", pair="en-fr"),
        Example("[Learn more](https://a.org)", pair="en-fr"),
        Example("[this link](https://a.org)", pair="en-fr"),
        Example("[More info](https://a.org)", pair="en-fr"),
        Example("[Find out more »](https://a.org)", pair="en-fr"),
        Example("[clicking here](https://a.org)", pair="en-fr"),
        Example("[Click here to read more](https://a.org)", pair="en-fr"),
        Example("[by clicking here](https://a.org)", pair="en-fr"),
        Example("[download here](https://a.org)", pair="en-fr"),
        Example("[See here](https://a.org)", pair="en-fr"),
        Example("[Read the full article](https://a.org)", pair="en-fr"),
        Example("[website](https://a.org)", pair="en-fr"),
        Example("[click](https://a.org)", pair="en-fr"),
        Example("[点击这里](https://a.org)", pair="zh-fr"),
        Example("请[点击此处](https://a.org)报名。", pair="zh-fr"),
        Example("[阅读全文>>](https://a.org)", pair="zh-fr"),
        Example("[了解更多](https://a.org)", pair="zh-fr"),
        Example("[更多](https://a.org)", pair="zh-fr"),
        Example("[这里](https://a.org)", pair="zh-fr"),
        Example("[点击查看详情](https://a.org)", pair="zh-fr"),
        Example("[此链接](https://a.org)", pair="zh-fr"),
        Example("[点击下载](https://a.org)", pair="zh-fr"),
        Example("[查看更多内容](https://a.org)", pair="zh-fr"),
        Example("[戳这里](https://a.org)", pair="zh-fr"),
        Example("[點擊這裡](https://a.org)", pair="zh-fr"),
        Example("[请点击链接](https://a.org)", pair="zh-fr"),
        Example("Voir [le rapport](https://a.org)", pair="fr-zh", target="见[这里](https://a.org)"),
        Example("Voir [le rapport](https://a.org)", target="See [this link](https://a.org)"),
        Example(
            "See [the report](https://a.org)", pair="en-fr", target="Voir [ici](https://a.org)"
        ),
        Example("见[报告](https://a.org)", pair="zh-fr", target="Voir [](https://a.org)"),
        Example(
            "See <a href='https://a.org'>the report</a>",
            pair="en-zh",
            target="见<a href='https://a.org'>点击这里</a>",
        ),
        Example("见[报告](https://a.org)", pair="zh-en", target="Click [here](https://a.org)"),
    ],
    ("link-text", False): [
        Example("[le rapport annuel](https://a.org)"),
        Example("[Ici Paris](https://a.org)"),
        Example("[lire le rapport 2026](https://a.org)"),
        Example("[12](https://a.org)"),
        Example("[Le lien social](https://a.org)"),
        Example("[Plus belle la vie](https://a.org)"),
        Example("[suite du dossier sur l’eau](https://a.org)"),
        Example("Écrire à [a@b.org](mailto:a@b.org)"),
        Example("<https://a.org>"),
        Example("[^1]\n\n[^1]: Note"),
        Example("[La Suite numérique](https://a.org)"),
        Example("<a id='x'></a>"),
        Example("<a name='x'></a> texte"),
        Example("[Here and Now](https://a.org)", pair="en-fr"),
        Example("[More in Common](https://a.org)", pair="en-fr"),
        Example("[This American Life](https://a.org)", pair="en-fr"),
        Example("[Read the 2026 report](https://a.org)", pair="en-fr"),
        Example("[UNHCR](https://a.org)", pair="en-fr"),
        Example("[Link Road](https://a.org)", pair="en-fr"),
        Example("[Details of the plan](https://a.org)", pair="en-fr"),
        Example("[Click](https://click.palletsprojects.com/)", pair="en-fr"),
        Example("[更多岗位信息发布会](https://a.org)", pair="zh-fr"),
        Example("[链接未来计划](https://a.org)", pair="zh-fr"),
        Example("[《这里是北京》](https://a.org)", pair="zh-fr"),
        Example("[年度报告](https://a.org)", pair="zh-fr"),
        Example("[详情页设计指南](https://a.org)", pair="zh-fr"),
        Example("Voir [le rapport](https://a.org)", pair="fr-zh", target="见[报告](https://a.org)"),
        Example("Voir [le rapport](https://a.org)", target="See [the report](https://a.org)"),
    ],
    ("alt-text", True): [
        Example("![](a.png)"),
        Example("![photo](a.png)"),
        Example("![Photo 1](a.png)"),
        Example("![image](a.png)"),
        Example("![IMG_2034](a.png)"),
        Example("![DSC00012.JPG](a.png)"),
        Example("![carte.png](carte.png)"),
        Example("![Sans titre](a.png)"),
        Example("![une image](a.png)"),
        Example("![Illustration](a.png)"),
        Example("![capture d’écran 2026-03-01](a.png)"),
        Example("<img src='a.png'>"),
        Example("![Image sans description](a.png)"),
        Example("![PXL_20260301_120000](a.png)"),
        Example("![plan_du_port_v2](images/plan_du_port_v2.png)"),
        Example("![20260301_120455](a.jpg)"),
        Example("---\nimage: a.png\n---\nTexte"),
        Example("---\nimage: a.png\nimage_alt: photo\n---\nTexte"),
        Example("![Logo](a.png)"),
        Example("![picture](a.png)", pair="en-fr"),
        Example("![Untitled](a.png)", pair="en-fr"),
        Example("![image of](a.png)", pair="en-fr"),
        Example("![Screenshot 2026-01-01 at 10.22.33](a.png)", pair="en-fr"),
        Example("![fig 2](a.png)", pair="en-fr"),
        Example("![alt text](a.png)", pair="en-fr"),
        Example("![image description](a.png)", pair="en-fr"),
        Example("![img](a.png)", pair="en-fr"),
        Example("![图片](a.png)", pair="zh-fr"),
        Example("![图1](a.png)", pair="zh-fr"),
        Example("![照片](a.png)", pair="zh-fr"),
        Example("![微信图片_20260301120000](a.png)", pair="zh-fr"),
        Example("![截图](a.png)", pair="zh-fr"),
        Example("![在这里插入图片描述](a.png)", pair="zh-fr"),
        Example("![image-20260301120455123](a.png)", pair="zh-fr"),
        Example("![图片描述](a.png)", pair="zh-fr"),
        Example("![示意图](a.png)", pair="zh-fr"),
        Example(
            "Le plan ![le plan du port](a.png) ici",
            target="The plan ![le plan du port](a.png) here",
        ),
        Example(
            "The map ![map of the harbour](a.png) here",
            pair="en-zh",
            target="地图![map of the harbour](a.png)在此",
        ),
        Example("看![港口地图](a.png)这里", pair="zh-fr", target="Voir ![港口地图](a.png) ici"),
        Example("看![港口地图](a.png)这里", pair="zh-en", target="See ![](a.png) here"),
        Example(
            "Le plan <img src=a.png alt='le plan du port'> ici",
            target="The plan <img src=a.png alt='le plan du port'> here",
        ),
        Example(
            "The map ![map of the harbour](a.png) here",
            pair="en-fr",
            target="La carte ![image](a.png) ici",
        ),
    ],
    ("alt-text", False): [
        Example("![Photo de la mairie](a.png)"),
        Example("![Carte du port de Marseille](a.png)"),
        Example("<img src='a.png' alt=''>"),
        Example("![Logo de l’OIM](a.png)"),
        Example("![Figure 3 : évolution des arrivées](a.png)"),
        Example("![Marie Dupont](a.png)"),
        Example("![Trois élèves devant une carte](a.png)"),
        Example("![A320](a.png)", pair="en-fr"),
        Example("![Covid-19](a.png)", pair="en-fr"),
        Example("![Image of the year: a child on a boat](a.png)", pair="en-fr"),
        Example("![港口照片：两艘渡轮](a.png)", pair="zh-fr"),
        Example("![南宁](a.png)", pair="zh-fr"),
        Example("![P2](a.png)", pair="en-fr"),
        Example("---\nimage: a.png\nimage_alt: Le port à l’aube\n---\nTexte"),
        Example("---\nimage: https://a.org/a.png\n---\nTexte"),
        Example("---\nimage: here.png\n---\n![Le port](here.png)"),
        Example("<img src='a.png' aria-hidden='true'>"),
        Example("<img src='a.png' role='presentation'>"),
        Example("Le plan ![Marseille](a.png) ici", target="The plan ![Marseille](a.png) here"),
        Example(
            "Le plan ![Notre-Dame de Paris](a.png) ici",
            pair="fr-zh",
            target="地图![Notre-Dame de Paris](a.png)在此",
        ),
        Example("Le plan ![carte](a.png) ici", pair="fr-zh", target="![地图](a.png)在此"),
        Example("Menu ![menu](a.png) du jour", target="![menu](a.png) of the day"),
        Example("![](a.png) du jour", target="![](a.png) of the day"),
    ],
    ("heading-order", True): [
        Example("# A\n\n### B\n"),
        Example("## A\n\n#### B\n"),
        Example("---\ntitle: T\n---\n### A\n\nx"),
        Example("## A\n\n## \n\nx"),
        Example("Titre\n-----\n\n#### B\n"),
        Example("<h1>A</h1><h3>B</h3>", markup="html"),
        Example("<h2>A</h2><p>x<h4>B</h4>", markup="html"),
        Example("<h2></h2><p>x", markup="html"),
        Example("## A\n\nx\n\n### B\n\n###### C\n"),
    ],
    ("heading-order", False): [
        Example("## A\n\n### B\n\n## C\n"),
        Example("# A\n\n## B\n"),
        Example("### A\n\n### B\n"),
        Example("> #### Citation\n\n## A"),
        Example("```\n# a\n### b\n```\n\n## A"),
        Example("## ![Le port](here.png)\n"),
        Example('!!! note "Titre"\n    texte\n\n## A\n'),
        Example("---\ntitle: T\n---\n# A\n\n# B\n"),
        Example("<h2>A</h2><h3>B</h3><h2>C</h2>", markup="html"),
    ],
    ("table-head", True): [
        Example("| | |\n|-|-|\n|a|b|\n"),
        Example("<table><tr><td>a<td>b<tr><td>c<td>d</table>", markup="html"),
        Example(
            "<table><thead><tr><td>a</td><td>b</td></tr></thead><tr><td>c</td><td>d</td></tr></table>",
            markup="html",
        ),
        Example(
            "<table>\n<tr><td>Jour</td><td>Lieu</td></tr>\n<tr><td>1</td><td>2</td></tr>\n</table>\n"
        ),
        Example("| &nbsp; | |\n|-|-|\n|a|b|\n"),
    ],
    ("table-head", False): [
        Example("|a|b|\n|-|-|\n|c|d|\n"),
        Example("| |b|\n|-|-|\n|c|d|\n"),
        Example("<table><tr><th>a<th>b<tr><td>c<td>d</table>", markup="html"),
        Example("<table role=presentation><tr><td>a<td>b<tr><td>c<td>d</table>", markup="html"),
        Example("<table><tr><td>a</table>", markup="html"),
    ],
    ("slug", True): [
        Example("x", slug="untitled"),
        Example("x", slug="Untitled-1"),
        Example("x", slug="news/sans-titre"),
        Example("x", slug="无标题"),
        Example("x", slug="nouvel-article"),
        Example("x", slug="new post"),
        Example("x", slug="copie-de-port"),
        Example("x", slug="port-copie"),
        Example("x", slug="brouillon"),
        Example("x", slug="untitled document"),
        Example("x", slug="未命名2"),
        Example("x", slug="a b"),
        Example("x", slug="100%"),
        Example("x", slug="document1"),
        Example("x", slug="新建文档"),
        Example(
            "x",
            slug="xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        ),
        Example("x", slug="new-page-2"),
    ],
    ("slug", False): [
        Example("x", slug="port-de-marseille"),
        Example("x", slug="2026/03/port"),
        Example("x", slug="covid-19"),
        Example("x", slug="marché-de-noël"),
        Example("x", slug="南宁讲习班"),
        Example("x", slug="test-des-sirenes"),
        Example("x", slug="draft-law-on-asylum"),
        Example("x", slug="copy-editing-course"),
        Example("x", slug="index"),
        Example("x"),
        Example("x", slug="documents-needed"),
        Example("x", slug="post-office-closes"),
        Example("x", slug="Article-13"),
    ],
    ("foreign-lang", True): [
        Example("Elle répond : 你好，我们很高兴在这里见到你。"),
        Example("He answered: 我不知道他们为什么不来参加会议", pair="en-fr"),
        Example(
            "他回答说 we do not know why they did not come to the meeting 然后离开。", pair="zh-fr"
        ),
        Example("Il dit « мы не знаем почему они не пришли » et part."),
        Example("He said مرحبا بكم في مدينة الجديدة اليوم and left", pair="en-fr"),
        Example("他说 nous ne savons pas pourquoi ils ne sont pas venus 然后离开", pair="zh-fr"),
        Example("Il a écrit ありがとうございます。またお会いしましょう。"),
    ],
    ("foreign-lang", False): [
        Example("La ville (南宁) est belle."),
        Example("Le journal 《人民日报》 l’écrit."),
        Example("<span lang='zh'>你好，我们很高兴在这里见到你。</span>"),
        Example("他读了 The Lord of the Rings 三遍。", pair="zh-fr"),
        Example("“We do not know why they did not come to the meeting”，他说。", pair="zh-fr"),
        Example("他在 International Organization for Migration 工作。", pair="zh-fr"),
        Example("`你好，我们很高兴在这里见到你。`"),
        Example("安装 `git commit -m the message of the day is in here`。", pair="zh-fr"),
    ],
    ("date-order", True): [
        Example("---\ndate: 2026-03-05 10:00\nupdated: 2026-03-05 09:00\n---\nx"),
    ],
    ("date-order", False): [
        Example("---\ndate: 2026-03-05\nupdated: 2026-03-05 00:10 +0800\n---\nx"),
        Example("---\nupdated: 2020-01-01\n---\nx"),
    ],
}
"""Rule, and whether it warns → texts, most of them articles as they are written."""
PIECES = [
    "# ", "## ", "#### ", "\n", "\n\n", "[", "](", ")", "![", "<a href=x>", "</a>", "<img src=x>",
    "<table>", "<td>", "<th>", "</table>", "<h2>", "</h2>", "| ", "|\n|-|-|\n", "ici", "here",
    "这里", "> ", "<span lang=zh>", "</span>", "`", "```\n", "<!-- ", " -->", "été ",
    "我们在这里等了很久。", "<pre>", "<svg/>", "---\n", "title: a\n", "&nbsp;", "!!! note\n",
    "{{ x }}",
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "bad", "example"),
    [(name, bad, each) for (name, bad), examples in CASES.items() for each in examples],
    ids=lambda each: each.source[:30] if isinstance(each, Example) else str(each),
)
def test_a_rule_warns_of_the_whole_kind_and_not_of_what_is_near(
    name: str, bad: bool, example: Example
) -> None:
    found = said_of(example, RULES[name])
    assert any(each.severity is not Severity.INFO for each in found) is bad, found


@pytest.mark.parametrize("rule", PAGE_RULES, ids=lambda rule: rule.name)
@pytest.mark.parametrize("kind", ["markdown", "html", "text"])
@given(pieces=st.lists(st.sampled_from(PIECES), max_size=30))
def test_no_article_is_too_odd(rule: Rule, kind: str, pieces: list[str]) -> None:
    text = "".join(pieces)
    try:
        document = parse(text, format=kind)
    except ArticleError:  # front matter that is none
        reject()
    for language in ("fr", "zh"):
        article = Article("a", "a", kind, Locale(language), text)
        source = Source(article, document, "articles", exists=lambda _: True)
        for line, remark in rule.of_source(source) if rule.of_source else ():
            assert 1 <= line <= text.count("\n") + 1
            assert remark.message


@given(pieces=st.lists(st.sampled_from(PIECES), max_size=20))
def test_parts_of_a_message_stand_in_it(pieces: list[str]) -> None:
    text = "".join(pieces)
    for each in (*parts_of_text(Text(text, "markdown")), *parts_of_text(Text(text, "html"))):
        if each.name in {"a", "img"}:  # no message is a block
            assert 0 <= each.start < each.end <= len(text)


def test_parts_are_read_alike_in_both_formats() -> None:
    markdown = (
        "## Le *port*\n\nVoir [le plan ![Plan](a.png)](b).\n\n| a | b |\n|---|---|\n| c | d |\n"
    )
    html = (
        "<h2>Le <em>port</em></h2><p>Voir <a href=b>le plan <img src=a.png alt=Plan></a>.</p>"
        "<table><tr><th>a<th>b<tr><td>c<td>d</table>"
    )
    read = [
        [
            (each.name, each.text, each.address, [(cell.name, cell.text) for cell in each.cells])
            for each in parts_of_document(parse(text, format=kind))
        ]
        for text, kind in ((markdown, "markdown"), (html, "html"))
    ]
    assert [each[:3:2] for each in read[0]] == [each[:3:2] for each in read[1]]
    assert [each[3] for each in read[0]] == [each[3] for each in read[1]]
    assert [each[1] for each in read[0]][:3] == ["Le port", "le plan Plan", "Plan"]


def test_an_empty_link_of_a_translation_is_told_whatever_the_source_says() -> None:
    example = Example("Un [lien](https://a.org/x)", "A [](https://a.org/x) here")
    assert said_of(example, RULES["link-text"])
