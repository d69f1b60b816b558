"""Traditional Chinese from approved simplified Chinese, by the real OpenCC."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from workflow.engines.context import Context
from workflow.engines.engine import MACHINE, Draft, Meter, Request, Tools
from workflow.engines.traditional import Traditional
from workflow.glossary.usage import Terminology
from workflow.memory import Match, Query, Unit
from workflow.model import Concept, Glossary, Locale, Markup, State, Term
from workflow.project.settings import EngineSettings

from .texts import NOW, outcomes

pytest.importorskip("opencc")

FR, EN, ZH = Locale("fr"), Locale("en"), Locale("zh")
TAIWAN, HONG_KONG = Locale("zh_Hant"), Locale("zh_HK")


def converted(
    approved: dict[str, str],
    requests: Sequence[Request],
    terms: Terminology | None = None,
) -> list[str | None]:
    def look_up(
        queries: Sequence[Query], source: Locale, target: Locale, floor: int
    ) -> list[Match | None]:
        assert (target, floor) == (ZH, 100)
        assert source != ZH
        units = {
            text: Unit(source, target, text, chinese, State.APPROVED, "a")
            for text, chinese in approved.items()
        }
        found = (units.get(query.text) for query in queries)
        return [None if unit is None else Match(102, unit, unit.target) for unit in found]

    context = Context(terms, approved=look_up)
    tools = Tools(Meter(), {}, NOW, context=context)
    drafts = outcomes(Traditional(EngineSettings("opencc", "opencc"), tools), requests)
    assert all(each is None or isinstance(each, Draft) for each in drafts)
    return [each.text if isinstance(each, Draft) else None for each in drafts]


def one(text: str, target: Locale = TAIWAN, markup: Markup = "markdown") -> str | None:
    request = Request("source", FR, target, article="a", markup=markup)
    return converted({"source": text}, [request])[0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("头发与发展，皇后与以后", "頭髮與發展，皇后與以後"),
        ("干净的干部和树干", "乾淨的幹部和樹幹"),
        ("台湾、钟表、里程", "臺灣、鐘錶、里程"),
        # Words stay: a procedure is no program, a document no file.
        ("审批程序和文件", "審批程序和文件"),
        ("请看[研究报告](https://例.example/报告)。", "請看[研究報告](https://例.example/报告)。"),
        ("**头发**与`头发`与 {{< ref 头发 >}}", "**頭髮**與`头发`與 {{< ref 头发 >}}"),
        ("注意[^头]：**发展**", "注意[^头]：**發展**"),
    ],
)
def test_words_are_converted_and_markup_is_left(text: str, expected: str) -> None:
    assert one(text) == expected


def test_in_html_tags_and_references_are_left() -> None:
    text = '<a href="/软件" title="x">软件</a>&nbsp;与<code>软件</code>'
    assert one(text, markup="html") == (
        '<a href="/软件" title="x">軟件</a>&nbsp;與<code>软件</code>'
    )


def test_each_place_has_its_characters() -> None:
    assert one("为了里面的群众", TAIWAN) == "為了裡面的群眾"
    assert one("为了里面的群众", HONG_KONG) == "為了裏面的羣眾"


def test_what_is_not_approved_is_left() -> None:
    asked = [("un", FR, "a"), ("two", EN, "a"), ("trois", FR, "a"), ("two", EN, "other")]
    requests = [Request(text, source, TAIWAN, article=slug) for text, source, slug in asked]
    requests.append(replace(requests[1], context="title"))
    assert converted({"two": "两个"}, requests) == [None, "兩個", None, None, None]


def test_an_article_in_simplified_chinese_is_its_own_source() -> None:
    assert converted({}, [Request("头发与发展", ZH, TAIWAN)]) == ["頭髮與發展"]


def test_terms_that_are_not_translated_are_left() -> None:
    term = Concept((Term("华为", ZH),), translate=False)
    terms = Terminology(Glossary((term,)))
    found = converted({"x": "华为的发展"}, [Request("x", FR, TAIWAN, article="a")], terms)
    assert found == ["华为的發展"]


def test_it_serves_traditional_chinese_alone_and_drafts_are_a_machine_s() -> None:
    tools = Tools(Meter(), {}, NOW)
    engine = Traditional(EngineSettings("opencc", "opencc"), tools)
    assert engine.serves(FR, TAIWAN)
    assert engine.serves(ZH, Locale("zh_TW"))
    assert not engine.serves(FR, ZH)
    assert not engine.serves(ZH, EN)
    assert engine.advice(FR, EN) == ""
    draft = outcomes(engine, [Request("头发", ZH, TAIWAN)])[0]
    assert draft == Draft("頭髮", MACHINE, "opencc", model="s2tw, zh")
    assert not draft.trusted
