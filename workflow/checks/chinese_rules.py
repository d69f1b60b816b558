"""The rules of Chinese typography, in the order of reports."""

from __future__ import annotations

from typing import Final

from workflow.checks.chinese import (
    check_spaces,
    check_titles_in_articles,
    in_articles,
    in_translation,
)
from workflow.checks.rule import Example, Part, Rule
from workflow.model import Severity
from workflow.model.phrase import phrase

_CHINESE: Final = frozenset({"zh"})
CHINESE_RULES: Final = (
    Rule(
        "zh-width",
        Severity.WARNING,
        phrase("Chinese: half-width and full-width marks"),
        phrase(
            "`,` `.` `:` `;` `!` `?` in a Chinese sentence, where `，` `。` `：` `；` `！` `？` "
            "belong; letters, figures and the marks inside a number at full width (`１２`, "
            "`14：30`); the same mark twice; a line that begins with a mark"
        ),
        "GB/T 15834-2011, 4 and 5.1; GB/T 15835-2011; W3C, clreq, 3.1",
        of_message=Part(in_translation, "zh-width"),
        of_source=in_articles("zh-width"),
        languages=_CHINESE,
        wrong=(
            Example(
                "Le pont est fermé, prenez le bac.",
                "桥封闭了, 请乘渡船.",
                "fr-zh",
                fixed="桥封闭了，请乘渡船。",
            ),
            Example("It opens at 14:30.", "１４：３０开门。", "en-zh", fixed="14:30开门。"),
            Example("Who is it?", "是誰?", "en-zh_Hant", fixed="是誰？"),
            Example("桥封闭了,请乘渡船。\n", pair="zh-fr"),
        ),
        right=(
            Example("Version 3.5, 1,000 users", "3.5版，1,000名用户", "en-zh"),
            Example("The score is 3:1 at 14:30.", "14:30时比分为3:1。", "en-zh"),
            Example("He said: “Never, my friend.”", "他说：“Never, my friend.”", "en-zh"),
            Example("使用Node.js，见`a,b`。\n", pair="zh-fr"),
        ),
    ),
    Rule(
        "zh-quotes",
        Severity.WARNING,
        phrase("Chinese: quotation marks"),
        phrase(
            "quotation marks of another script or language: simplified Chinese has `“ ”` and "
            "inside them `‘ ’`, traditional Chinese `「 」` and `『 』`"
        ),
        "GB/T 15834-2011, 4.8; 重訂標點符號手冊 (Ministry of Education, Taiwan)",
        of_message=Part(in_translation, "zh-quotes"),
        of_source=in_articles("zh-quotes"),
        languages=_CHINESE,
        wrong=(
            Example("Qui ? « Moi »", '谁？"我"', "fr-zh", fixed="谁？“我”"),
            Example("A “green” label", "“綠色”標籤", "en-zh_Hant", fixed="「綠色」標籤"),
            Example("« Il a dit “oui” »", "“他说“好””", "fr-zh", fixed="“他说‘好’”"),
            Example("「绿色」标签\n", pair="zh-fr"),
        ),
        right=(
            Example("A “green” label", "“绿色”标签", "en-zh"),
            Example("Il habite à Xi’an", "他住在西安（Xi’an）", "fr-zh"),
            Example("「綠色」標籤\n", pair="zh_Hant-fr"),
        ),
    ),
    Rule(
        "zh-enumeration",
        Severity.WARNING,
        phrase("Chinese: the comma of lists"),
        phrase(
            "`，` between short things that are listed, where `、` belongs, and `、` between "
            "clauses; `、` before `和`, `及`, `与`, `或`, `等`"
        ),
        "GB/T 15834-2011, 4.5",
        of_message=Part(in_translation, "zh-enumeration"),
        of_source=in_articles("zh-enumeration"),
        languages=_CHINESE,
        wrong=(
            Example(
                "des pommes, des poires et du raisin",
                "苹果，梨和葡萄",
                "fr-zh",
                fixed="苹果、梨和葡萄",
            ),
            Example("Salt, oil, and rice", "盐、油、和米", "en-zh", fixed="盐、油和米"),
            Example("苹果、梨，葡萄和无花果\n", pair="zh-fr"),
        ),
        right=(
            Example("Hier, Anna et Paul sont partis.", "昨天，安娜和保罗走了。", "fr-zh"),
            Example("war, peace and grief", "战争、和平与悲伤", "en-zh"),
            Example("天空湛蓝，空气清新，大海平静。\n", pair="zh-fr"),
        ),
    ),
    Rule(
        "zh-ellipsis",
        Severity.WARNING,
        phrase("Chinese: ellipses"),
        phrase("`...`, `…` or `。。。` where `……` belongs; `等` and `……` together"),
        "GB/T 15834-2011, 4.11; W3C, clreq, 3.1",
        of_message=Part(in_translation, "zh-ellipsis"),
        of_source=in_articles("zh-ellipsis"),
        languages=_CHINESE,
        wrong=(
            Example("Je croyais…", "我还以为…", "fr-zh", fixed="我还以为……"),
            Example("I thought…", "我還以為...", "en-zh_Hant", fixed="我還以為……"),
            Example("我还以为。。。\n", pair="zh-fr"),
        ),
        right=(
            Example("See `a/.../b`…", "见`a/.../b`……", "en-zh"),
            Example("Les pages […] manquent.", "那些书页[...]丢失了。", "fr-zh"),
            Example("我还以为……\n", pair="zh-fr"),
        ),
    ),
    Rule(
        "zh-dash",
        Severity.WARNING,
        phrase("Chinese: dashes"),
        phrase(
            "`--`, `－－`, `──` or, where the source has a dash, `-` and `—`: `——` belongs there"
        ),
        "GB/T 15834-2011, 4.10; W3C, clreq, 3.1",
        of_message=Part(in_translation, "zh-dash"),
        of_source=in_articles("zh-dash"),
        languages=_CHINESE,
        wrong=(
            Example("Une chose – le temps", "一件事-时间", "fr-zh", fixed="一件事——时间"),
            Example("One thing — time", "一件事--時間", "en-zh_Hant", fixed="一件事——時間"),
            Example("一件事--时间\n", pair="zh-fr"),
        ),
        right=(
            Example("La ligne Paris-Lyon", "巴黎—里昂线", "fr-zh"),
            Example("Pages 10–20", "第10–20页", "en-zh"),
            Example("2019—2026年\n", pair="zh-fr"),
        ),
    ),
    Rule(
        "zh-space",
        Severity.WARNING,
        phrase("Chinese: spaces"),
        phrase(
            "a space between Chinese characters or beside a full-width mark; Latin words with "
            "spaces around them here, and without there"
        ),
        "W3C, clreq, 3.2",
        of_document=check_spaces,
        of_source=in_articles("zh-space"),
        languages=_CHINESE,
        wrong=(
            Example("Le village a un puits.", "村里 有水井 。", "fr-zh", fixed="村里有水井。"),
            Example("The GitHub page", "在 GitHub上的頁面", "en-zh_Hant", fixed="在GitHub上的頁面"),
            Example("终于， 村里有了水井。\n", pair="zh-fr"),
        ),
        right=(
            Example("The GitHub page", "在 GitHub 上的页面", "en-zh"),
            Example("Le trajet fait 5 km.", "路程为 5 km。", "fr-zh"),
            Example("在GitHub上的页面\n", pair="zh-fr"),
        ),
    ),
    Rule(
        "zh-brackets",
        Severity.WARNING,
        phrase("Chinese: brackets"),
        phrase("`( )` around or after Chinese, where `（ ）` belong; two of different width"),
        "GB/T 15834-2011, 4.9 and 5.1",
        of_message=Part(in_translation, "zh-brackets"),
        of_source=in_articles("zh-brackets"),
        languages=_CHINESE,
        wrong=(
            Example("L’OMS (Genève)", "世卫组织 (日内瓦)", "fr-zh", fixed="世卫组织（日内瓦）"),
            Example("Ali (8) won.", "阿里（8歲)獲勝。", "en-zh_Hant", fixed="阿里（8歲）獲勝。"),
            Example("大桥(建于1932年)已封闭。\n", pair="zh-fr"),
        ),
        right=(
            Example("Article 3(2) and f(x)", "第3(2)条和f(x)", "en-zh"),
            Example("(1) Lavez-vous les mains", "(1) 洗手", "fr-zh"),
            Example("大桥（建于1932年）已封闭。\n", pair="zh-fr"),
        ),
    ),
    Rule(
        "zh-titles",
        Severity.WARNING,
        phrase("Chinese: titles of works"),
        phrase(
            "titles of books, films, newspapers in emphasis or quotation marks, where `《》` "
            "belong; a title within a title, which stands in `〈〉`; a mark without its other"
        ),
        "GB/T 15834-2011, 4.15; W3C, clreq, 3.4",
        of_message=Part(in_translation, "zh-titles"),
        of_source=check_titles_in_articles,
        languages=_CHINESE,
        wrong=(
            Example("Le roman *Terre rouge*", "小说*红土*", "fr-zh", fixed="小说《红土》"),
            Example(
                "Read *On “Hamlet”*.",
                "請讀《論《哈姆雷特》》。",
                "en-zh_Hant",
                fixed="請讀《論〈哈姆雷特〉》。",
            ),
            Example("电影《*雨*》获奖。\n", pair="zh-fr"),
        ),
        right=(
            Example("Il est *toujours* là.", "他*总是*在。", "fr-zh"),
            Example("The *Titanic* sank.", "“泰坦尼克号”沉没了。", "en-zh"),
            Example("《论〈论语〉》\n", pair="zh-fr"),
        ),
    ),
    Rule(
        "zh-names-dot",
        Severity.WARNING,
        phrase("Chinese: the dot in foreign names"),
        phrase("`.`, `・`, `•`, a hyphen or a space where `·` stands between parts of a name"),
        "GB/T 15834-2011, 4.14; W3C, clreq, 3.1",
        of_message=Part(in_translation, "zh-names-dot"),
        of_source=in_articles("zh-names-dot"),
        languages=_CHINESE,
        wrong=(
            Example("Victor Hugo", "维克多.雨果", "fr-zh", fixed="维克多·雨果"),
            Example("Nelson Mandela", "納爾遜•曼德拉", "en-zh_Hant", fixed="納爾遜·曼德拉"),
            Example("维克多・雨果\n", pair="zh-fr"),
        ),
        right=(
            Example("Jean-Jacques Rousseau", "让-雅克·卢梭", "fr-zh"),
            Example("Nelson Mandela", "納爾遜‧曼德拉", "en-zh_Hant"),
            Example("维克多·雨果\n", pair="zh-fr"),
        ),
    ),
)
