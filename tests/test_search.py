"""The index of the search: what a text is found by, and which files an edit changes."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.test_release_flow import Newsroom
from tests.test_site import EN, FR, SETTINGS, ZH, publication
from workflow.model import Locale
from workflow.site import Publication, Site, build_site, describe
from workflow.site.search_index import BUCKETS, indexed, marks_of, shard_file, shards_of, steps
from workflow.site.search_terms import bucket_of, fold, key_of, terms

HANT = Locale("zh_Hant")
DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
FRENCH = "oasis Été cœur œuvre porte-parole aujourd’hui élève où Noël ÆTHER ﬁlière 1 200 n°5".split(
    " "
)
ENGLISH = "newsroom storm e-mail O’Neill weather it’s co-operation 3.5 2026-03-31 naïve".split()


def unpacked(shard: bytes) -> dict[str, list[list[int]]]:
    """Word → the pages that have it in their text, in headings, in the summary, in the title."""
    found, word = {}, ""
    for line in shard.decode().split("\n")[1:]:
        head, _, places = line.partition("\t")
        word = word[: DIGITS.index(head[0])] + head[1:]
        found[word] = [numbers(each) for each in places.split(" ")]
    return found


def numbers(said: str) -> list[int]:
    found, last, value, shift = [], -1, 0, 0
    for each in said:
        digit = DIGITS.index(each)
        value += (digit & 31) << shift
        shift += 5
        if digit < 32:
            last += value + 1
            found.append(last)
            value = shift = 0
    return found


def words_of(site: Mapping[str, bytes], language: str) -> dict[str, list[list[int]]]:
    files = [site[path] for path in site if path.startswith(f"search/{language}/words-")]
    return {word: places for file in files for word, places in unpacked(file).items()}


@pytest.mark.parametrize(
    ("text", "found", "absent"),
    [
        ("l’oasis d'Été qu’elle", "l oasis d ete qu elle loasis dete quelle", "l’oasis été"),
        ("L’ŒUVRE, Ætna; Straße ﬁn", "oeuvre loeuvre aetna strasse fin", "œuvre"),
        ("ＡＩ ２０２６年", "ai 2026 年", "ＡＩ"),
        ("the newsroom’s porte-parole", "newsroom s porte parole porteparole", "porte-parole"),
        (
            "12\u202f500 € le 2026-03-31, 3.5",
            "12 500 12500 2026 03 31 20260331 3 5 35",
            "2026-03-31",
        ),
        ("C\u00f4te Co\u0302te so\u00adleil", "cote soleil", "leil"),
        ("天气预报", "天气 气预 预报 报", "天 气"),
        ("天气，预报。气候", "天气 预报 气候 气 报 候", "气预 报气"),
        ("让·雅克·卢梭说", "让 雅克 卢梭 梭说 让雅克卢梭说 雅克卢梭说", "让雅 克卢"),
        ("5G网络A股", "5g 网络 络 a 股", "g网 络a"),
        ("a_b @c™ №7", "a b c 7", "tm no"),
    ],
)
def test_what_a_text_is_found_by(text: str, found: str, absent: str) -> None:
    said = terms([text])
    assert set(found.split()) <= said
    assert not set(absent.split()) & said


def test_no_word_goes_from_one_block_to_the_next() -> None:
    table = "| 甲 | 乙 |\n|---|---|\n| 丙 | **丁**戊 |"
    body = f"预报\n\n天气\n\n- 一\n- 二\n\n## 标题\n\n{table}\n\nso**leil**"
    site = build_site([publication(locale=ZH, body=body)], SETTINGS)
    said = words_of(site, "zh")
    assert {"预报", "天气", "标题", "丁戊", "soleil"} <= set(said)
    assert not {"报天", "一二", "二标", "题甲", "甲乙", "乙丙", "丙丁", "戊s"} & set(said)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.sampled_from([*FRENCH, *ENGLISH]),
            st.text("天气预报让雅克卢梭，。·、 5a", min_size=1, max_size=12),
            st.text(min_size=1, max_size=10),
        ),
        max_size=20,
    ),
    st.sampled_from((" ", "\n", ", ")),
)
def test_every_word_and_every_two_characters_are_found(words: list[str], between: str) -> None:
    text = between.join(words)
    said = terms([text])
    for word in "".join(each if each.isalnum() else " " for each in fold(text)).split():
        letters = [each for each in word if not "\u2e80" <= each < "\ufb00"]
        if len(letters) == len(word) and not any(map(_unparted, word)):
            assert word[:40] in said
        elif not letters:
            assert all(one + two in said for one, two in pairwise(word))


def _unparted(char: str) -> bool:
    return len(key_of(char * 3)) == 1


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            *[st.lists(st.sampled_from([*FRENCH, *ENGLISH, "天气预报", "𠮷野"]), max_size=4)] * 4
        ),
        min_size=1,
        max_size=40,
    )
)
def test_shards_hold_each_word_of_each_page_where_it_counts_most(
    pages: list[tuple[list[str], ...]],
) -> None:
    found = [indexed(levels) for levels in pages]
    count = shards_of(len(pages))
    packed = tuple(each.terms.encode() for each in found)
    for shard in range(count):
        file = unpacked(shard_file("", "v", shard, count, packed))
        for word, places in file.items():
            assert bucket_of(key_of(word), BUCKETS) % count == shard
            for level, some in enumerate(reversed(places)):
                for page in some:
                    own = terms(pages[page][_level(len(places), level)])
                    assert word in own
        for page, levels in enumerate(pages):
            for word in terms([each for level in levels for each in level]):
                if bucket_of(key_of(word), BUCKETS) % count == shard:
                    assert sum(page in some for some in file[word]) == 1
    assert len(marks_of([each.marks for each in found], count)) == count


def _level(fields: int, place: int) -> int:
    """Title is 0; lines leave out the last fields that are empty."""
    return 4 - fields + place


@given(st.sets(st.integers(0, 100_000)))
def test_numbers_are_read_as_they_were_written(some: set[int]) -> None:
    assert numbers(steps(sorted(some))) == sorted(some)


def articles(count: int, locales: Iterable[Locale] = (FR, EN, ZH)) -> list[Publication]:
    chance = random.Random(0)
    texts = {
        FR: [f"mot{chance.randrange(3000)}" for _ in range(4000)],
        EN: [f"word{chance.randrange(3000)}" for _ in range(4000)],
        ZH: [chr(0x4E00 + chance.randrange(2000)) for _ in range(4000)],
    }
    return [
        publication(
            f"a{number}",
            locale,
            fields={"title": f"Title {number}", "date": date(2026, 1 + number % 12, 1)},
            body=("" if locale == ZH else " ").join(chance.sample(texts[locale], 120)),
        )
        for number in range(count)
        for locale in locales
    ]


@pytest.mark.parametrize(("locale", "added"), [(FR, "l’oasis d’été"), (EN, "storm"), (ZH, "天气")])
def test_an_edit_writes_the_shards_of_its_words_alone(locale: Locale, added: str) -> None:
    before = articles(70)
    after = [
        replace(each, body=f"{each.body}\n\n{added}")
        if (each.slug, each.locale) == ("a7", locale)
        else each
        for each in before
    ]
    old, new = (build_site(each, SETTINGS) for each in (before, after))
    shards = shards_of(70)
    assert shards == 8
    lang = locale.babel.language
    wanted = {
        f"search/{lang}/words-{bucket_of(key_of(word), BUCKETS) % shards}.txt"
        for word in terms([added]) - terms([before[0].body])
    }
    changed = {path for path in new if path.startswith("search/") and new[path] != old[path]}
    assert changed <= wanted
    assert 0 < len(changed) < shards
    # … and only these are made anew: the keys of all others are as they were.
    sites = [Site(map(describe, each), SETTINGS) for each in (before, after)]
    keys = [{path: task.key for path, task in site.items() if "search/" in path} for site in sites]
    assert {path for path in keys[0] if keys[0][path] != keys[1][path]} == changed


def test_an_edit_of_a_date_or_of_markup_changes_no_shard() -> None:
    before = articles(40, [FR])
    one = before[3]
    for other in (replace(one, updated="2027-01-01"), replace(one, body=f"**{one.body}**")):
        after = [other if each is one else each for each in before]
        old, new = (build_site(each, SETTINGS) for each in (before, after))
        assert not [path for path in new if "/words-" in path and new[path] != old[path]]


def test_the_same_bytes_whatever_the_order() -> None:
    some = articles(30)
    site = build_site(some, SETTINGS)
    random.Random(1).shuffle(some)
    assert build_site(some, SETTINGS) == site


def test_all_tags_of_chinese_share_an_index() -> None:
    some = [
        publication("a", ZH, body="天气"),
        publication("a", HANT, body="天氣"),
        publication("b", HANT, body="天氣"),
    ]
    site = build_site(some, replace(SETTINGS, locales=(FR, ZH, HANT)))
    assert not [path for path in site if path.startswith(("search/fr", "fr/search"))]
    head = json.loads(site["search/zh/index.json"])
    assert [head["tags"][each] for each in head["tagged"]] == ["zh-Hans", "zh-Hant", "zh-Hant"]
    assert head["articles"] == [0, 0, 1]
    said = words_of(site, "zh")
    assert said["天气"][0] == [0]
    assert said["天氣"][0] == [1, 2]
    for tag in ("zh-Hans", "zh-Hant"):
        assert b'data-index="../../search/zh"' in site[f"{tag}/search/index.html"]
    assert b'role="search"' not in site["fr/index.html"]


def test_pages_of_the_project_are_found_and_have_no_date() -> None:
    fields = {"title": "Contact", "kind": "page", "date": date(2026, 1, 1), "menu": "footer"}
    some = [publication("contact", FR, fields=fields, body="Téléphone")]
    site = build_site([*some, publication("a", FR)], SETTINGS)
    assert words_of(site, "fr")["telephone"] == [[1]]
    shown = json.loads(site["search/fr/pages-0.json"])["pages"]
    assert [each[2] for each in shown] == ["24 mars 2026", ""]
    assert json.loads(site["search/fr/index.json"])["ranks"] == [0, 1]


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    made = Newsroom(tmp_path_factory.mktemp("search") / "news")
    text = "---\ntitle: {}\ndate: 2026-03-0{}\n---\n\nUn mot {} et l’oasis.\n"
    for number, word in enumerate(("zébu", "yack", "xérus"), start=1):
        made.write(f"articles/{word}.md", text.format(word.title(), number, word))
        made.run("extract")
        made.approve(word, "fr")
    made.publish()
    return made


def index_of(newsroom: Newsroom) -> dict[str, list[list[int]]]:
    public = newsroom.root / "public"
    site = {
        path.relative_to(public).as_posix(): path.read_bytes()
        for path in public.rglob("search/fr/*")
    }
    return words_of(site, "fr")


def test_a_release_writes_the_index_and_forgets_what_was_withdrawn(newsroom: Newsroom) -> None:
    found = index_of(newsroom)
    assert "zebu" in found
    assert found["oasis"][0] == [0, 1, 2]
    before = inodes(newsroom)
    file = newsroom.root / "articles" / "yack.md"
    file.write_text(file.read_text("utf-8").replace("Un mot", "Un **mot**"), "utf-8")
    newsroom.run("extract")
    newsroom.approve("yack", "fr")
    newsroom.publish(hour=13)
    # Linked from the release before: an edit that changes no word writes no file of the index.
    assert inodes(newsroom) == before
    newsroom.run("release", "withdraw", "zébu", "--reason", "Erreur.")
    found = index_of(newsroom)
    assert "zebu" not in found
    assert found["oasis"][0] == [0, 1]
    public = newsroom.root / "public" / "search"
    assert not [each for each in public.rglob("*.*") if "Zébu" in each.read_text("utf-8")]


def inodes(newsroom: Newsroom) -> Sequence[tuple[str, int]]:
    folder = newsroom.root / "public" / "search"
    return sorted((each.name, each.stat().st_ino) for each in folder.rglob("*.*"))
