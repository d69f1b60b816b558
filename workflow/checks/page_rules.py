"""The rules on what stands around the words of a page, in the order of reports."""

from __future__ import annotations

from typing import Final

from workflow.checks.alternatives import alt_of_message, alt_of_source
from workflow.checks.external import check_external
from workflow.checks.foreign_passages import check_foreign_passages
from workflow.checks.link_texts import link_texts_of_message, link_texts_of_source
from workflow.checks.page_fields import (
    check_date_order,
    check_slug,
    summary_of_message,
    summary_of_source,
    title_of_message,
    title_of_source,
)
from workflow.checks.page_outline import check_heading_order, check_table_head
from workflow.checks.rule import Example, Needs, Rule
from workflow.model import Severity
from workflow.model.phrase import phrase

_LONG = "Les communes du littoral se préparent à une saison des pluies que tous les services "
_LONG_CHINESE = "沿海各城镇正在为气象部门预测将会格外漫长而且多变的雨季做好各项准备工作"

EXTERNAL_LINKS: Final = Rule(
    "external-links",
    Severity.WARNING,
    phrase("Links to other hosts"),
    phrase(
        "a link to a page on another host that is not there (HTTP 404, 410), to a host that is "
        "not, or whose certificate is over or another’s; one that has moved for good, or could "
        "not be checked (notes). Asked for with `check --links` alone"
    ),
    "RFC 9110, 15.4 and 15.5; RFC 9309",
    of_source=check_external,
    wrong=(
        Example("Voir [le guide](https://example.org/gone).\n"),
        Example(
            "<p><a href='https://example.org/old#a'>Guide</a></p>\n", "", "en-fr", markup="html"
        ),
        Example("见[指南](//example.org/gone)。\n", pair="zh-fr"),
    ),
    right=(
        Example("Voir [le guide](https://example.org/here).\n"),
        Example("Voir [le guide](mailto:a@example.org).\n"),
    ),
)
PAGE_RULES: Final = (
    Rule(
        "title-length",
        Severity.WARNING,
        phrase("Titles that are cut off"),
        phrase(
            "a title of more than 100 characters, or 50 of Chinese (from 70, or 35, a note), in "
            "articles and translations; an empty one, one with a full stop at its end (notes)"
        ),
        "WCAG 2.2, 2.4.2; HTML Standard, 4.2.2",
        of_message=title_of_message,
        of_source=title_of_source,
        wrong=(
            Example(f"---\ntitle: {_LONG}de météorologie annoncent longue\n---\nUn texte.\n"),
            Example(f"---\ntitle: {'A long title goes on and on ' * 4}\n---\nA.\n", pair="en-zh"),
            Example(f"---\ntitle: {_LONG_CHINESE * 2}\n---\n一段话。\n", pair="zh-fr"),
            Example("---\ntitle: Le port rouvre.\n---\nUn texte.\n"),
        ),
        right=(
            Example("---\ntitle: Le port rouvre, un an après la tempête\n---\nUn texte.\n"),
            Example("---\ntitle: The harbour reopens, says Harbour Ltd.\n---\nA.\n", pair="en-fr"),
            Example("---\ntitle: 港口在风暴一年后重新开放\n---\n一段话。\n", pair="zh-fr"),
        ),
    ),
    Rule(
        "summary-length",
        Severity.WARNING,
        phrase("Summaries that are cut off"),
        phrase(
            "a `summary` or `description` of more than 320 characters, or 160 of Chinese (from "
            "200, or 100, a note), in articles and translations; one that says what the title "
            "says (note)"
        ),
        "HTML Standard, 4.2.5.1 (description); RFC 4287, 4.2.13 (atom:summary)",
        of_message=summary_of_message,
        of_source=summary_of_source,
        wrong=(
            Example(f"---\nsummary: {_LONG * 4}\n---\nUn texte.\n"),
            Example(f"---\nsummary: {'A summary that goes on. ' * 14}\n---\nA.\n", pair="en-fr"),
            Example(f"---\nsummary: {_LONG_CHINESE * 5}\n---\n一段话。\n", pair="zh-fr"),
        ),
        right=(
            Example("---\nsummary: Le port rouvre après un an de travaux.\n---\nUn texte.\n"),
            Example(f"---\nsummary: {_LONG_CHINESE}。\n---\n一段话。\n", pair="zh-fr"),
        ),
    ),
    Rule(
        "slug",
        Severity.WARNING,
        phrase("Addresses that say nothing"),
        phrase(
            "an article that is named `untitled`, `copie`, `无标题` or the like; blanks and marks "
            "that addresses escape; more than 80 characters; capitals and underscores (note). "
            "Letters of any language are allowed"
        ),
        "RFC 3986, 2.2 and 6.2.2; W3C, “Cool URIs don’t change”",
        of_source=check_slug,
        wrong=(
            Example("Un texte.\n", slug="sans-titre"),
            Example("A text.\n", pair="en-fr", slug="news/untitled-2"),
            Example("一段话。\n", pair="zh-fr", slug="无标题"),
            Example("A text.\n", pair="en-fr", slug="what is new?"),
        ),
        right=(
            Example("Un texte.\n", slug="marche-de-noël"),
            Example("A text.\n", pair="en-fr", slug="news/test-of-the-sirens"),
            Example("一段话。\n", pair="zh-fr", slug="南宁讲习班"),
        ),
    ),
    Rule(
        "date-order",
        Severity.WARNING,
        phrase("Dates in the wrong order"),
        phrase("an article whose `updated` is before its `date`; days to come are allowed"),
        "RFC 4287, 4.2.9 and 4.2.15 (atom:published, atom:updated)",
        of_source=check_date_order,
        wrong=(
            Example("---\ndate: 2026-03-05\nupdated: 2026-03-04\n---\nUn texte.\n"),
            Example("---\ndate: 2026-03-05\nupdated: 2025-03-05\n---\n一段话。\n", pair="zh-fr"),
        ),
        right=(
            Example("---\ndate: 2026-03-05 09:30\nupdated: 2026-03-05\n---\nUn texte.\n"),
            Example("---\ndate: 2030-01-01\n---\nA text.\n", pair="en-fr"),
        ),
    ),
    Rule(
        "alt-text",
        Severity.WARNING,
        phrase("Images without alternative text"),
        phrase(
            "an image of the body or of the field `image` without alternative text (in HTML an "
            "empty `alt` is allowed), or whose text is the name of a file, says `image` alone, or "
            "is left in the source’s language; one of more than 250 characters (note)"
        ),
        "WCAG 2.2, 1.1.1, with techniques H37, F30 and F65",
        of_message=alt_of_message,
        of_source=alt_of_source,
        wrong=(
            Example("![](here.png)\n"),
            Example("![IMG_1234.jpg](here.png)\n", pair="en-fr"),
            Example("![图片1](here.png)\n", pair="zh-fr"),
            Example("<p><img src='here.png'></p>\n", markup="html"),
            Example(
                "Voir ![le plan du port](here.png) avant de partir",
                "先看![le plan du port](here.png)再出发",
                "fr-zh",
            ),
            Example("Voir ![le plan](here.png) ici", "See ![picture](here.png) here"),
        ),
        right=(
            Example("![Le plan du port](here.png)\n"),
            Example("![A photo of the harbour at dawn](here.png)\n", pair="en-fr"),
            Example("![港口的照片](here.png)\n", pair="zh-fr"),
            Example("<p><img src='here.png' alt=''></p>\n", markup="html"),
            Example(
                "Voir ![Café de Flore](here.png) demain",
                "明天看![Café de Flore](here.png)",
                "fr-zh",
            ),
        ),
    ),
    Rule(
        "link-text",
        Severity.WARNING,
        phrase("Links that do not say where they lead"),
        phrase(
            "a link whose words are `click here`, `en savoir plus`, `点击这里` and the like, in "
            "articles and translations; one without words; an address for words, or one text for "
            "two addresses (notes)"
        ),
        "WCAG 2.2, 2.4.4 and 2.4.9, with techniques H30, F84 and F89",
        of_message=link_texts_of_message,
        needs=Needs(target="]<"),
        of_source=link_texts_of_source,
        wrong=(
            Example("Pour vous inscrire, [cliquez ici](https://example.org/).\n"),
            Example(
                "<p><a href='https://example.org/'>Read more »</a></p>\n",
                "",
                "en-fr",
                markup="html",
            ),
            Example("报名请[点击这里](https://example.org/)。\n", pair="zh-fr"),
            Example(
                "Voir [le programme](https://example.org/)", "See [here](https://example.org/)"
            ),
            Example("Avant [](https://example.org/) et après.\n"),
        ),
        right=(
            Example("Voir [le programme d’ici juin](https://example.org/).\n"),
            Example("[Here We Go Again](https://example.org/)\n", pair="en-fr"),
            Example("[更多工作岗位](https://example.org/)\n", pair="zh-fr"),
            Example("Run [`more`](https://example.org/).\n", pair="en-fr"),
            Example(
                "Voir [le programme](https://example.org/)",
                "见[日程](https://example.org/)",
                "fr-zh",
            ),
        ),
    ),
    Rule(
        "heading-order",
        Severity.WARNING,
        phrase("Headings that skip a level"),
        phrase(
            "a heading two levels or more below the one before (the title is level 1), or without "
            "words; more than one heading of level 1 (note)"
        ),
        "WCAG 2.2, 1.3.1 and 2.4.6, with technique G141; HTML Standard, 4.3.11",
        of_source=check_heading_order,
        wrong=(
            Example("## Le port\n\nUn texte.\n\n#### Les quais\n\nUn texte.\n"),
            Example("<h2>Harbour</h2><p>A text.</p><h5>Quays</h5>\n", "", "en-fr", markup="html"),
            Example("## 港口\n\n一段话。\n\n#### 码头\n", pair="zh-fr"),
            Example("## Le port\n\n##\n\nUn texte.\n"),
        ),
        right=(
            Example("## Le port\n\n### Les quais\n\n#### Le premier\n\n## La ville\n"),
            Example("---\ntitle: 港口\n---\n## 码头\n\n### 一号\n\n## 城市\n", pair="zh-fr"),
            Example("# The harbour\n\n## Quays\n", pair="en-fr"),
        ),
    ),
    Rule(
        "table-head",
        Severity.WARNING,
        phrase("Tables without a head"),
        phrase(
            "a table whose first row is empty (Markdown), or that has no `<th>` (HTML; one that "
            'only places things says `role="presentation"`); one without `<caption>` (note)'
        ),
        "WCAG 2.2, 1.3.1, with techniques H51 and H39; HTML Standard, 4.9",
        of_source=check_table_head,
        wrong=(
            Example("|  |  |\n| --- | --- |\n| Quai | Port |\n"),
            Example("|  |  |\n| --- | --- |\n| 码头 | 港口 |\n", pair="zh-fr"),
            Example(
                "<table><tr><td>Day</td><td>Place</td></tr><tr><td>1</td><td>2</td></tr></table>\n",
                "",
                "en-fr",
                markup="html",
            ),
        ),
        right=(
            Example("|  | Lundi |\n| --- | --- |\n| Quai | 8 h |\n"),
            Example("| 码头 | 港口 |\n| --- | --- |\n| 1 | 2 |\n", pair="zh-fr"),
            Example(
                "<table><caption>Days</caption><tr><th>Day</th><td>1</td></tr></table>\n",
                "",
                "en-fr",
                markup="html",
            ),
        ),
    ),
    Rule(
        "foreign-lang",
        Severity.WARNING,
        phrase("Passages in another language"),
        phrase(
            "a sentence in another language or script that no `lang` says the language of, as in "
            '`<span lang="zh">…</span>`; eight Chinese characters and more that may be a name '
            "(note). In Chinese quotations and titles are let be"
        ),
        "WCAG 2.2, 3.1.2, with technique H58",
        of_source=check_foreign_passages,
        wrong=(
            Example("Il a dit : 我们明天早上在港口集合。\n"),
            Example("She wrote 我们明天早上在港口集合，不见不散 on the wall.\n", pair="en-fr"),
            Example("他说：We will meet at the harbour in the morning.\n", pair="zh-fr"),
        ),
        right=(
            Example('Il a dit : <span lang="zh">我们明天早上在港口集合。</span>\n'),
            Example("The city of Nanning (南宁市) is in the south.\n", pair="en-fr"),
            Example(
                "国际红十字会（International Federation of Red Cross and Red Crescent Societies）"
                "发表声明。\n",
                pair="zh-fr",
            ),
        ),
    ),
    EXTERNAL_LINKS,
)
