"""When an article came out and who wrote it: what texts and pages say in three languages."""

from __future__ import annotations

import pytest

from workflow.importing import import_article
from workflow.importing.bylines import find_dateline
from workflow.importing.dates import find_date
from workflow.importing.people import credit
from workflow.model import Locale

EN, FR, ZH = Locale("en"), Locale("fr"), Locale("zh")


@pytest.mark.parametrize(
    ("text", "locale", "iso"),
    [
        ("2026年03月14日 08:30", ZH, "2026-03-14T08:30"),
        ("2026年3月14日上午8:30", ZH, "2026-03-14T08:30"),
        ("2026年3月14日 下午2点30分", ZH, "2026-03-14T14:30"),
        ("2026年3月14日8时30分", ZH, "2026-03-14T08:30"),
        ("2026-03-14 08:30:05", ZH, "2026-03-14T08:30:05"),
        ("2026/03/14 08:30", ZH, "2026-03-14T08:30"),
        ("2026.03.14", ZH, "2026-03-14"),
        ("二〇二六年三月十四日", ZH, "2026-03-14"),
        ("二零二六年十二月三十一日", ZH, "2026-12-31"),
        ("发布时间：2026年03月14日08:30 来源：新华网", ZH, "2026-03-14T08:30"),
        ("Publié le 1er mars 2026 à 8 h 30", FR, "2026-03-01T08:30"),
        ("Publié le 1er mars 2026 à 8h30", FR, "2026-03-01T08:30"),
        ("1er mars 2026 à 8 heures", FR, "2026-03-01T08:00"),
        ("dimanche 1er mars 2026 – 8 h", FR, "2026-03-01T08:00"),
        ("Publié le 01/03/2026 à 8h30", FR, "2026-03-01T08:30"),
        ("le 3 févr. 2026", FR, "2026-02-03"),
        ("4 fevrier 2026", FR, "2026-02-04"),
        ("Mis à jour le 2 mars 2026 à 9h00, publié le 1er mars 2026", FR, "2026-03-01"),
        ("le 12 mai 2017, 8 000 personnes", FR, "2017-05-12"),
        ("March 14, 2026, 8:30 a.m.", EN, "2026-03-14T08:30"),
        ("March 14, 2026 12:05 a.m.", EN, "2026-03-14T00:05"),
        ("March 14, 2026 12 p.m.", EN, "2026-03-14T12:00"),
        ("March 14, 2026 at 8:30 PM EDT", EN, "2026-03-14T20:30-04:00"),
        ("Sat, 14 Mar 2026 08:30:00 +0000", EN, "2026-03-14T08:30+00:00"),
        ("08:30 GMT, 14 March 2026", EN, "2026-03-14T08:30+00:00"),
        ("14 March 2026 20:15 (UTC+8)", EN, "2026-03-14T20:15+08:00"),
        ("Sept. 4, 2018", EN, "2018-09-04"),
        ("12/25/2017", EN, "2017-12-25"),
        ("May 2, 2021 - 2 boats", EN, "2021-05-02"),
        ("12 May 2017 - 25:99", EN, "2017-05-12"),
        ("03/04/2017", EN, None),
        ("1.2.3", FR, None),
    ],
)
def test_dates(text: str, locale: Locale, iso: str | None) -> None:
    found = find_date(text, locale)
    assert (found.iso if found else None) == iso


@pytest.mark.parametrize(
    ("text", "locale", "authors"),
    [
        ("记者 王明", ZH, ("王明",)),
        ("记者：王明 李华", ZH, ("王明", "李华")),
        ("本报记者王明", ZH, ("王明",)),
        ("（记者 王明 通讯员 李华）", ZH, ("王明", "李华")),
        ("文/王明 图/李华", ZH, ("王明",)),
        ("责任编辑：李华", ZH, ()),
        ("【责任编辑:李华】", ZH, ()),
        ("来源：示例晚报 作者：王明", ZH, ("王明",)),
        ("2026年03月14日 08:30 | 来源：人民网 | 记者：王明", ZH, ("王明",)),
        ("作者：约翰·史密斯", ZH, ("约翰·史密斯",)),
        ("作者: John Smith、王明", ZH, ("John Smith", "王明")),
        ("新华社记者 王明 摄影报道", ZH, ("王明",)),
        ("By Jane Doe and John Roe", EN, ("Jane Doe", "John Roe")),
        ("By Jane Doe | March 14, 2026, 8:30 a.m.", EN, ("Jane Doe",)),
        ("By Jane Doe, Staff Writer", EN, ("Jane Doe",)),
        ("Published March 14, 2026 by Jane van Dyke", EN, ("Jane van Dyke",)),
        ("March 14, 2026", EN, ()),
        ("Par Jean-Luc d’Ormesson et Paul Martin, à Nanning", FR,
         ("Jean-Luc d’Ormesson", "Paul Martin")),
        ("Publié le 1er mars 2026 à 8 h 30 par Jeanne Dupont", FR, ("Jeanne Dupont",)),
        ("Propos recueillis par Jeanne Dupont", FR, ("Jeanne Dupont",)),
        ("Publié le 1er mars 2026, mis à jour le 2 mars 2026 à 9 h", FR, ()),
        ("记者看到，市场二楼还留出一间小教室", ZH, None),
        ("记者节快乐", ZH, None),
        ("文化新闻", ZH, None),
        ("编辑部的故事", ZH, None),
        ("By the way", EN, None),
        ("Par la suite, tout alla mieux.", FR, None),
        ("Inscriptions jusqu’au 3 mai 2026", FR, None),
        ("12 May 2017 was a good day", EN, None),
    ],
)  # fmt: skip
def test_lines_of_date_and_authors(
    text: str, locale: Locale, authors: tuple[str, ...] | None
) -> None:
    found = credit(text, locale)
    assert (found.authors if found else None) == authors


def test_how_chinese_agencies_begin() -> None:
    found = find_dateline("新华社南宁2026年3月14日电（记者王明、李华）研讨会今天开幕。", ZH)
    assert found is not None
    assert (found.place, found.date, found.authors) == ("南宁", "2026-03-14", ("王明", "李华"))


LEAD = "Le musée du Tonnerre ouvre ses portes samedi, après deux ans de travaux dans la halle."
MORE = "On y entend l’orage de 1910, enregistré sur un rouleau de cire par le curé du village."
EVENT = '<div class="event"><time datetime="2026-06-20T14:00">20 juin 2026, 14 h</time></div>'
ARTICLE = (
    '{"@context":"https://schema.org","@graph":[{"@type":"Event","startDate":"2026-06-20"},'
    '{"@type":"NewsArticle","headline":"Le musée ouvre","datePublished":"2026-03-01T07:30:00Z",'
    '"author":[{"@type":"Person","name":"Jeanne Dupont"},{"name":"Paul Martin"}]}]}'
)


def page(near: str = "", head: str = "", after: str = "", lang: str = "fr") -> bytes:
    return (
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8">'
        f"<title>Le musée ouvre</title>{head}</head><body><article><h1>Le musée ouvre</h1>{near}"
        f"<p>{LEAD}</p><p>{MORE}</p><p>{LEAD[:40]} {MORE}</p>{after}</article></body></html>"
    ).encode()


@pytest.mark.parametrize(
    ("parts", "date"),
    [
        ({"near": "<p>Publié le 1er mars 2026 à 8 h 30</p>"}, "2026-03-01T08:30"),
        ({"near": "<p>Publié le <time>1er mars 2026</time></p>", "after": EVENT}, "2026-03-01"),
        ({"near": f"{EVENT}<p>Publié le 1er mars 2026</p>"}, "2026-03-01"),
        ({"near": EVENT}, None),
        ({"after": f"<p>Rendez-vous le 20 juin 2026.</p>{EVENT}"}, None),
        (
            {"near": "<p>Le <time datetime='2026-03-01T08:30+01:00'>1er mars 2026</time></p>"},
            "2026-03-01T08:30+01:00",
        ),
        ({"head": f"<script type='application/ld+json'>{ARTICLE}</script>"},
         "2026-03-01T07:30+00:00"),
        ({"head": "<script type='application/ld+json'>{broken</script>"}, None),
        ({"head": "<meta name='pubdate' content='2026-03-01 08:30:00'>"}, "2026-03-01T08:30"),
        ({"head": "<meta itemprop='datePublished' content='20260301'>"}, "2026-03-01"),
        (
            {"head": "<meta name='date' content='2026-03-01'>", "near": "<p>1 mars 2026, 9 h</p>"},
            "2026-03-01T09:00",
        ),
        ({"head": "<link rel=canonical href='https://a.example/2026/03/01/musee'>"}, "2026-03-01"),
        ({"near": "<p>2026年03月14日 08:30 来源：示例晚报</p>", "lang": "zh"}, "2026-03-14T08:30"),
        ({"near": "<p>March 14, 2026, 8:30 a.m.</p>", "lang": "en"}, "2026-03-14T08:30"),
    ],
)  # fmt: skip
def test_the_date_of_a_page(parts: dict[str, str], date: str | None) -> None:
    assert import_article(page(**parts), name="a.html").fields.get("date") == date


@pytest.mark.parametrize(
    ("parts", "author"),
    [
        ({"head": f"<script type='application/ld+json'>{ARTICLE}</script>"},
         ["Jeanne Dupont", "Paul Martin"]),
        ({"head": "<meta name=author content='Jeanne Dupont'>"}, "Jeanne Dupont"),
        ({"head": "<meta property='article:author' content='https://a.example/jd'>"}, None),
        ({"near": "<div class=x>Par <a href=/j>Jeanne Dupont</a></div>"}, "Jeanne Dupont"),
        ({"near": "<p>来源：示例晚报 记者：王明 责任编辑：李华</p>", "lang": "zh"}, "王明"),
        ({"near": "<p>责任编辑：李华</p>", "lang": "zh"}, None),
    ],
)  # fmt: skip
def test_the_authors_of_a_page(parts: dict[str, str], author: str | list[str] | None) -> None:
    assert import_article(page(**parts), name="a.html").fields.get("author") == author


@pytest.mark.parametrize(
    "unit", [" ", "1 ", "12 mai 2017 ", "à ", "2026年", "1:", "（记者 ", "时间"]
)
def test_long_lines_take_time_in_proportion(unit: str) -> None:
    """A pattern that goes back over what it read would take minutes here."""
    text = unit * 3_000
    for said in (text, f"12 mai 2017{text}", f"{text}12 mai 2017"):
        find_date(said, FR)
        credit(said, FR)
