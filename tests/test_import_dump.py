"""Text dumps: what is the article, its title and its date, and what is the page around it."""

from __future__ import annotations

import pytest

from workflow.importing import ImportedArticle, import_article
from workflow.importing.bylines import find_dateline
from workflow.importing.dates import find_date
from workflow.importing.people import is_contact, mend_email
from workflow.model import Locale

EN, FR, ZH = Locale("en"), Locale("fr"), Locale("zh")

TITLE = "Ferries return to the northern islands"
FIRST = "The first ferry to the northern islands since January left the quay at noon today."
SECOND = "On board were forty passengers, nine sheep and the post, said the harbour master."
THIRD = "Ferries will sail twice a day until the ice returns, which is seldom before December."
MENU = "Home\nTimetables\nTimetables\nFares and tickets\n- Day tickets\n- Season tickets\nAbout us"
FOOTER = "Share\nPrint\n© 2021 Island Lines. All rights reserved.\nPrivacy\nTerms"


def load(text: str, lang: Locale = EN) -> ImportedArticle:
    return import_article(text.encode(), name="dump.txt", lang=lang)


def paragraphs(text: str) -> list[str]:
    return load(text).body.split("\n\n")


BODY = f"{FIRST}\n{SECOND}\n{THIRD}"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"{MENU}\n{TITLE}\n{BODY}\n{FOOTER}", id="menu before, footer after"),
        pytest.param(f"{TITLE}\n{BODY}\n{MENU}\n{FOOTER}", id="menu after"),
        pytest.param(f"{TITLE}\n{BODY}", id="nothing else"),
        pytest.param(f"{MENU}\n{TITLE}\n{TITLE}\n{BODY}", id="title repeated"),
        pytest.param(f"{TITLE} | Island Lines\n{MENU}\n{TITLE}\n{BODY}", id="title of the page"),
        pytest.param(f"{MENU}\n{TITLE}\nShare on Facebook\n{BODY}", id="button after the title"),
        pytest.param(f"{MENU}\n\n{TITLE}\n\n{FIRST}\n\n{SECOND}\n\n{THIRD}\n", id="blank lines"),
        pytest.param(f"{MENU}\n{TITLE}\n{BODY}\n{FOOTER}".replace("\n", "\r\n"), id="CRLF"),
        pytest.param(f"\ufeff{TITLE}\n{BODY}", id="BOM"),
        pytest.param(f"{MENU}\n\u00a0{TITLE}\u00a0\n{BODY}\u00a0", id="no-break spaces"),
        pytest.param(f"{MENU}\f{TITLE}\n{BODY}\x00"[:-1], id="form feed"),
        pytest.param(
            f"{MENU}\nAbout\nAboutThe company has run these boats since 1903, and means to go on.\n"
            f"{TITLE}\n{BODY}",
            id="menu entries unfolded",
        ),
        pytest.param(
            f"We use cookies to make this site better. By staying you agree to all of them.\nOK\n"
            f"{MENU}\n{TITLE}\n{BODY}",
            id="banner before the menu",
        ),
        pytest.param(
            f"{MENU}\n{TITLE}\n{BODY}\nMore news\nA whale in the harbour\n3 May 2021\n"
            "It stayed an hour and was seen by all.\nRead more\nNew paint\n2 May 2021\nRead more",
            id="teasers after",
        ),
    ],
)
def test_article_is_found(text: str) -> None:
    article = load(text)
    assert article.fields["title"] == TITLE
    assert article.body.split("\n\n") == [FIRST, SECOND, THIRD]


def test_one_paragraph() -> None:
    article = load(f"{MENU}\n{TITLE}\n{FIRST}\n{FOOTER}")
    assert (article.fields["title"], article.body) == (TITLE, FIRST)


def test_no_title_line() -> None:
    article = import_article(f"- Home\n- News\n{BODY}".encode(), name="island_ferries-2021.txt")
    assert article.fields["title"] == "Island ferries 2021"
    assert article.slug == "island-ferries-2021"
    assert article.body.split("\n\n") == [FIRST, SECOND, THIRD]


def test_title_that_is_a_question() -> None:
    question = "When do the ferries to the islands sail again?"
    article = load(f"{MENU}\n{question}\n{BODY}")
    assert (article.fields["title"], article.body.split("\n\n")[0]) == (question, FIRST)


def test_standfirst_is_kept() -> None:
    standfirst = "Forty passengers and nine sheep on board as the ferries to the islands sail"
    article = load(f"{MENU}\n{TITLE}\n{standfirst}\n1 June 2021\n{BODY}")
    assert article.fields["title"] == TITLE
    assert article.body.split("\n\n") == [standfirst, FIRST, SECOND, THIRD]


def test_windows_1252_leftovers() -> None:
    assert paragraphs(
        f"{TITLE}\nIt\x92s the \x93Skua\x94 that sails first, at half past four."
    ) == ["It’s the “Skua” that sails first, at half past four."]


def test_french_spaces_stay() -> None:
    text = "Le bac repart\nLe capitaine l’a dit\u00a0: «\u00a0nous partons à midi\u00a0»."
    assert load(text, FR).body == "Le capitaine l’a dit\u00a0: «\u00a0nous partons à midi\u00a0»."


def test_lists_and_headings_of_the_article() -> None:
    items = "* sheep\n  * rams\n* post"
    introduction = "The ferry carried, as every spring:"
    assert paragraphs(f"{MENU}\n{FIRST}\nOn board\n{introduction}\n{items}\n{THIRD}") == [
        FIRST,
        "## On board",
        introduction,
        "- sheep\n  - rams\n- post",
        THIRD,
    ]


@pytest.mark.parametrize(
    ("items", "markdown"),
    [
        ("1. one\n2. two", "1. one\n2. two"),
        ("4) one\n5) two", "4. one\n5. two"),
        ("• one\n•two", "- one\n- two"),
        ("- # one\n- 1. two", "- \\# one\n- 1\\. two"),
    ],
)
def test_lists(items: str, markdown: str) -> None:
    assert paragraphs(f"{FIRST}\nThe rules are these:\n{items}\n{THIRD}")[2] == markdown


@pytest.mark.parametrize(
    ("line", "markdown"),
    [
        ("2021. A year of ice, and of long nights.", "2021\\. A year of ice, and of long nights."),
        ("# is how they mark the worn-out boats.", "\\# is how they mark the worn-out boats."),
        (
            "He wrote *late*, _soon_ and `never`.",
            "He wrote \\*late\\*, \\_soon\\_ and \\`never\\`.",
        ),
        (
            "It says <closed> & the door says &amp; too.",
            "It says \\<closed> & the door says \\&amp; too.",
        ),
        (
            "See https://example.org/a_b/_c_ for more.",
            "See <https://example.org/a_b/_c_> for more.",
        ),
        (
            "Note [1] and [a text](for all) were kept.",
            "Note \\[1\\] and \\[a text\\](for all) were kept.",
        ),
        (
            "Notes […] were kept, and so were file_names.",
            "Notes […] were kept, and so were file_names.",
        ),
    ],
)
def test_text_renders_as_it_reads(line: str, markdown: str) -> None:
    assert paragraphs(f"{FIRST}\n{line}\n{THIRD}")[1] == markdown


def test_hard_wrapped_paragraphs() -> None:
    text = (
        "Ferries return\n\nThe first ferry to the northern islands since January left the\n"
        "quay at noon today, with forty passengers, nine sheep and the\npost on board.\n\n"
        "- sheep, of which there were fewer than the shepherds who stood\n  on the quay had hoped\n"
        "- post\n"
    )
    assert paragraphs(text) == [
        "The first ferry to the northern islands since January left the quay at noon today, "
        "with forty passengers, nine sheep and the post on board.",
        "- sheep, of which there were fewer than the shepherds who stood on the quay had hoped\n"
        "- post",
    ]


def test_hard_wrapped_chinese_gets_no_spaces() -> None:
    lines = [
        "渡轮恢复通航",
        "",
        "今年一月以来的首班渡轮今天中午驶离码头，开往北部岛屿，船上载有",
        "四十名乘客、九只绵羊和岛上居民等待了整整一个冬天的邮件与包裹，",
        "码头上站满了前来送行的人。",
    ]
    assert load("\n".join(lines), ZH).body == "".join(lines[2:])


def test_short_lines_are_not_taken_for_wrapped() -> None:
    assert paragraphs(f"{TITLE}\n{BODY}") == [FIRST, SECOND, THIRD]


@pytest.mark.parametrize(
    ("line", "lang", "expected"),
    [
        ("12 May 2017", EN, "2017-05-12"),
        ("Published: May 12th, 2017, 10:30", EN, "2017-05-12T10:30"),
        ("Publié le 1er août 2020 à 8 h", FR, "2020-08-01T08:00"),
        ("2017年5月12日 10:12", ZH, "2017-05-12T10:12"),
        ("3 de mayo de 2020", Locale("es"), "2020-05-03"),
        ("2017-05-12", FR, "2017-05-12"),
        ("05/12/2017", EN, None),
        ("31 February 2017", EN, None),
        ("novembre 2016", FR, None),
    ],
)
def test_dates(line: str, lang: Locale, expected: str | None) -> None:
    found = find_date(line, lang)
    assert (found.iso if found else None) == expected
    article = load(f"{MENU}\n{TITLE}\n{line}\n{BODY}", lang)
    assert article.fields.get("date") == expected
    assert article.fields["title"] == TITLE


@pytest.mark.parametrize(
    ("lead", "place", "date"),
    [
        ("Chine - Un atelier a eu lieu.", "Chine", None),
        ("GENEVA, 12 May 2017 – The talks began.", "GENEVA", "2017-05-12"),
        ("Lyon, le 3 mai 2017 — Le fleuve monte.", "Lyon", "2017-05-03"),
        ("Port-au-Prince (Haïti) - L’eau.", "Port-au-Prince (Haïti)", None),
        ("**Chine** - Un *atelier*.", "Chine", None),
        ("**Chine -** Un atelier.", "Chine", None),
        ("南宁——研讨会今天开幕。", "南宁", None),
        ("南宁，2017年5月12日——研讨会开幕。", "南宁", "2017-05-12"),
    ],
)
def test_datelines(lead: str, place: str, date: str | None) -> None:
    found = find_dateline(lead, FR)
    assert found is not None
    assert (found.place, found.date) == (place, date)


@pytest.mark.parametrize(
    "lead",
    [
        "Jane Doe – A teacher – said so.",
        "Post-war Europe was cold.",
        "The weather - Or what is left of it.",
        "Chine - un atelier.",
        "[Chine](https://example.org) - Un atelier.",
        "Chine",
    ],
)
def test_no_dateline(lead: str) -> None:
    assert find_dateline(lead, FR) is None


def test_dateline_with_another_date_than_the_page_stays() -> None:
    lead = f"Oban, 3 May 2021 – {FIRST}"
    article = load(f"{TITLE}\n4 May 2021\n{lead}\n{SECOND}")
    assert article.fields["date"] == "2021-05-04"
    assert "dateline" not in article.fields
    assert article.body.startswith(lead)


@pytest.mark.parametrize(
    ("lines", "contact"),
    [
        ("Write to Ann Field, ann@example.org", "Write to Ann Field, ann@example.org"),
        ("Telephone: + 44 1632 960 123", "Telephone: + 44 1632 960 123"),
        ("Press office, (555) 123-4567", "Press office, (555) 123-4567"),
        (
            "For more, please contact:\nAnn Field, ann@example.org2\nTel. 01 99 00 12 34",
            "For more, please contact: Ann Field, ann@example.org Tel. 01 99 00 12 34",
        ),
    ],
)
def test_contact(lines: str, contact: str) -> None:
    article = load(f"{TITLE}\n{BODY}\n{lines}\n{FOOTER}")
    assert article.fields["contact"] == contact
    assert article.body.split("\n\n")[3:] == lines.replace("org2", "org").split("\n")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a@example.org2", "a@example.org"),
        ("Mail a.b-c@mail.example.int12", "Mail a.b-c@mail.example.int"),
        ("a@example.org", "a@example.org"),
        ("a@example.org2 and more", "a@example.org2 and more"),
        ("in 2017", "in 2017"),
        ("a@example2.org", "a@example2.org"),
    ],
)
def test_digits_after_an_address(text: str, expected: str) -> None:
    assert mend_email(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("+86 138 1120 9875", True),
        ("+33 (0)1 99 00 12 34", True),
        ("010-6532 1234", True),
        ("in 2017 and 2018", False),
        ("12 000 000 000 francs", False),
        ("0.123456789", False),
    ],
)
def test_telephone_numbers(text: str, expected: bool) -> None:
    assert is_contact(text) is expected


INTERVIEW = """首页 > 文化 > 访谈

专访作家林夏：我在山里写雨

2026年03月14日 09:12 来源：示例晚报 记者：王明

记者：您为什么搬到山里？
林夏：因为城里听不见雨。
记者：新书写了多久？
林夏：三年。前两年都在听，最后一年才动笔，写得很慢。

《雨声》节选：
　　雨落在瓦上，
　　瓦落在梦里，
　　梦里有一条河。

记者：下一本呢？
林夏：还没想好。（完）

责任编辑：李华
分享到：微信 微博
"""


def test_a_chinese_interview_is_whole_and_its_title_no_question() -> None:
    article = import_article(INTERVIEW.encode(), name="a.txt", lang=Locale("zh"))
    assert article.fields["title"] == "专访作家林夏：我在山里写雨"
    said = INTERVIEW[INTERVIEW.index("记者：您") : INTERVIEW.index("责任")]
    assert "".join(article.body.replace("\\\n", "").split()) == "".join(said.split())


def test_steps_with_text_of_a_dump_that_begins_with_its_title() -> None:
    steps = "1) Visit the hall\nIt opens at four, so go early.\n2) Eat\nBring an appetite."
    lead = "You have one day and it rains? Here is our list."
    text = f"Two things to do in Lorient\n\n{lead}\n\n{steps}"
    article = import_article(f"{text}\n\nPublished 14 March 2026\n".encode(), name="a.txt")
    assert "Bring an appetite." in article.body
    assert [one.text for one in article.left_out] == ["Published 14 March 2026"]


def test_the_subject_of_an_e_mail_is_the_title() -> None:
    head = "From: Press <press@agency.example>\nSubject: Fwd: Ten villages get safe water\n\n"
    text = "Ten villages in the hills of Kindia were connected to safe water this week."
    article = import_article(
        f"{head}Ten villages get safe water\n\n{text}\n".encode(), name="a.txt"
    )
    assert article.fields["title"] == "Ten villages get safe water"
    assert article.body == text


def test_the_first_stanza_is_whole() -> None:
    stanza = "Le canal dort sous la lune,\nLes péniches sont à quai,\nEt le veilleur fatigué."
    text = (
        f"Les heures du canal\n\n{stanza}\n\nLéa Martin vit à Nevers, où elle a publié un recueil."
    )
    article = import_article(text.encode(), name="a.txt", lang=Locale("fr"))
    assert article.body.startswith(stanza.replace("\n", "\\\n"))
