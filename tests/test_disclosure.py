"""What readers are told of machine translation follows from how each text came to be, and from
nothing that somebody can tick."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.test_release_flow import Newsroom
from workflow.flows.preview import draft_preview
from workflow.model import Grade, Locale, Message, Provenance
from workflow.model.tombstone import Correction
from workflow.project.catalogues import read_catalogue, write_catalogue
from workflow.project.workspace import Workspace
from workflow.review.fold import grade
from workflow.site import (
    Content,
    Making,
    Publication,
    about_translation,
    describe,
    disclosure_of,
)
from workflow.site.frame import Common

MT, TM = "machine translation", "translation memory"
APERTIUM = Provenance(MT, "apertium (fra-eng)", "2026-11-24")
LIBRE = Provenance(MT, "libre (libretranslate, opus-mt)", "2026-11-24")
OPENCC = Provenance(MT, "opencc (s2tw, zh)", "2026-11-24")
EXACT = Provenance(TM, "exact match, atelier", "2026-11-24")
NEAR = Provenance(TM, "86 % match, atelier", "2026-11-24")
ORDER = ("human", "machine-edited", "machine")
WORDS = {"fr": "Français", "en": "English", "zh": "中文"}
DESK = "Rédaction, redaction@example.org"

LINES = [
    # language, how it came to be, what is said
    ("fr", Making("machine", ("libre (opus-mt)",)),
     "Traduction automatique (libre (opus-mt)), non modifiée par une personne."),
    ("en", Making("machine-edited", ("apertium (fra-eng)", "libre"), reviewed=True),
     "Machine translation (Apertium and libre), reviewed by a person before publication."),
    ("zh", Making("machine-edited", ("apertium (fra-zho)", "argos (fr, zh)"), reviewed=True),
     "机器翻译（Apertium和Argos Translate），发布前经人工审校。"),
    ("zh_TW", Making("machine-edited", ("opencc (s2tw, zh)",)),
     "Machine translation (OpenCC), edited by a person."),
    ("de", Making("machine", ("google",)),
     "Machine translation (Google Translate), not edited by a person."),
    ("fr", Making("machine", ()),
     "Texte assemblé automatiquement à partir de traductions antérieures, "
     "non modifié par une personne."),
    ("zh", Making("machine-edited", (), reviewed=True),
     "由既有译文自动拼合而成，发布前经人工审校。"),
]  # fmt: skip


@pytest.mark.parametrize(("locale", "made", "line"), LINES)
def test_the_line_says_how_the_text_came_to_be(locale: str, made: Making, line: str) -> None:
    told = disclosure_of(made, "always", DESK, Locale(locale))
    assert told is not None
    assert (told.line, told.name, told.address) == (
        line, "Rédaction", "mailto:redaction@example.org"
    )  # fmt: skip


CODES = [
    (("libre (opus-mt)",), "machine", "trainedAlgorithmicMedia", "ai-autonomous"),
    (("libre",), "machine-edited", "compositeWithTrainedAlgorithmicMedia", "ai-assisted"),
    (("apertium (fra-eng)",), "machine", "algorithmicMedia", "ai-autonomous"),
    (("apertium (fra-spa, spa-eng_US)", "opencc (s2hk, zh)"), "machine-edited",
     "algorithmicMedia", "ai-assisted"),
    # Whatever a project calls an engine of its own, nobody knows that it applies rules.
    (("apertium (openai, gpt-x)",), "machine", "trainedAlgorithmicMedia", "ai-autonomous"),
    (("rules",), "machine", "trainedAlgorithmicMedia", "ai-autonomous"),
    (("apertium (fra-eng)", "libre"), "machine", "trainedAlgorithmicMedia", "ai-autonomous"),
    ((), "machine", "algorithmicallyEnhanced", ""),
]  # fmt: skip


@pytest.mark.parametrize(("engines", "graded", "code", "ai"), CODES)
def test_machines_read_the_codes_of_the_iptc(
    engines: tuple[str, ...], graded: str, code: str, ai: str
) -> None:
    told = disclosure_of(Making(graded, engines), "always", "", Locale("en"))
    assert told is not None
    assert (told.code, told.ai, told.name, told.address) == (code, ai, "", "")
    assert told.source_type == f"http://cv.iptc.org/newscodes/digitalsourcetype/{code}"


makings = st.builds(
    Making,
    st.sampled_from(["", *ORDER]),
    st.lists(st.sampled_from(["apertium (fra-eng)", "libre"]), max_size=2).map(tuple),
    st.booleans(),
)


@given(makings, st.sampled_from(["fr", "en", "zh", "ar"]))
def test_when_readers_are_told(made: Making, locale: str) -> None:
    told = {
        rule: disclosure_of(made, rule, "", Locale(locale))
        for rule in ("always", "unreviewed", "never")
    }
    by_machine = made.grade in ("machine", "machine-edited")
    assert told["never"] is None
    assert (told["always"] is not None) == by_machine
    assert (told["unreviewed"] is not None) == (by_machine and not made.reviewed)


def rank(messages: Sequence[Message], *, approved: bool = False) -> int:
    found = grade(messages, approved=approved)
    return -1 if found is None else ORDER.index(found.value)


texts = st.text("abcé中文 ", min_size=1, max_size=6)
by_machine = st.sampled_from([APERTIUM, LIBRE, OPENCC, NEAR])
Act = Callable[[Message], Message]
acts: st.SearchStrategy[tuple[Act, bool]] = st.one_of(
    # An act on a message, and whether it is a machine's.
    st.builds(lambda t, p: ((lambda m: m.with_draft(t, p)), True), texts, by_machine),
    st.builds(lambda t: ((lambda m: m.corrected(t) if m.msgstr else m), True), texts),
    st.builds(lambda t: ((lambda m: replace(m, msgstr=t)), False), texts),
    st.just(((lambda m: m.without_fuzzy()), False)),
)


@given(st.lists(st.tuples(st.integers(0, 2), acts), max_size=12), st.booleans())
def test_no_act_of_a_machine_makes_a_grade_better(
    history: list[tuple[int, tuple[Act, bool]]], approved: bool
) -> None:
    messages = [Message(f"Texte {number}", f"Text {number}") for number in range(3)]
    for place, (act, machine) in history:
        before = rank(messages)
        messages[place] = act(messages[place])
        if machine:
            assert rank(messages) >= before
        # An approval is all that makes a draft which nobody changed more than a draft …
        assert rank(messages, approved=True) == min(rank(messages), ORDER.index("machine-edited"))
        # … and no approval makes it a person's.
        if any(each.provenance for each in messages):
            assert rank(messages, approved=approved) > ORDER.index("human")


def test_what_the_memory_has_word_for_word_is_a_persons() -> None:
    message = Message("Entrée libre").with_draft("Free entry", EXACT).without_fuzzy()
    assert grade([message], approved=True) is Grade.HUMAN


@pytest.mark.parametrize("locale", ["en", "zh"])
@pytest.mark.parametrize(("clear", "approved"), [(True, True), (True, False), (False, False)])
def test_the_memory_makes_no_persons_text_of_a_draft(
    tmp_path: Path, locale: str, clear: bool, approved: bool
) -> None:
    """An article takes over what another has: it is no more a person's there than here."""
    house = newsroom(tmp_path)
    house.write("articles/fourth.md", "---\ntitle: Quatre\n---\n\nRien qu’une phrase.\n")
    house.run("extract")
    path = tmp_path / f"locales/{locale}/LC_MESSAGES/second.po"
    catalogue = read_catalogue(path)
    drafts = (each.with_draft(f"{WORDS[locale]}.", LIBRE) for each in catalogue.messages)
    write_catalogue(catalogue.with_messages(d.without_fuzzy() if clear else d for d in drafts))
    if approved:
        house.approve("second", locale)
    house.run("translate", "fourth", "--engine", "memory", "--locale", locale, code=None)
    other = read_catalogue(tmp_path / f"locales/{locale}/LC_MESSAGES/fourth.po")
    (taken,) = (each for each in other.messages if each.msgid == "Rien qu’une phrase.")
    if not clear:
        assert not taken.msgstr
        return
    made = taken.provenance
    assert made is not None
    assert made.drafted_by == LIBRE.origin
    assert (made.kind == TM) == approved, "what nobody approved is that engine's draft"
    finished = [taken.without_fuzzy()]
    assert grade(finished, approved=True) is Grade.MACHINE_EDITED
    assert grade(finished, approved=False) is (Grade.MACHINE_EDITED if approved else Grade.MACHINE)


def newsroom(root: Path, disclosure: str = "always", responsible: str = DESK) -> Newsroom:
    house = Newsroom(root)
    settings = (root / "setup.cfg").read_text("utf-8")
    rules = f"disclosure = {disclosure}\nresponsible = {responsible}\n"
    house.write("setup.cfg", f"{settings}\n[workflow:release]\n{rules}")
    # Nothing that an author writes makes it a better text.
    house.write(
        "articles/third.md",
        "---\ntitle: Free entry\nlang: en\ngrade: human\nengines: []\nreviewed: true\n"
        "disclosure: never\n---\n\nAdmission is free.\n",
    )
    return house


def draft(
    house: Newsroom, slug: str, locale: str, made: Provenance, *, edit: str = "", hour: int = 12
) -> None:
    """A translation that a machine drafted, which a person took over, with ``edit`` or without."""
    house.run("extract")
    path = house.root / f"locales/{locale}/LC_MESSAGES/{slug}.po"
    catalogue = read_catalogue(path)
    drafted = [
        each.with_draft(f"{WORDS[locale]}: {each.msgid}", made).without_fuzzy()
        for each in catalogue.messages
    ]
    changed = [replace(each, msgstr=each.msgstr + edit) for each in drafted]
    write_catalogue(catalogue.with_messages(changed))
    house.approve(slug, locale, hour=hour)


def pages(house: Newsroom) -> dict[tuple[str, str], dict[str, object]]:
    return {(each["article"], each["locale"]): each for each in house.manifest()["pages"]}


def told_of(page: str) -> tuple[str, str, str]:
    """The visible line, the meta element, and schema.org's code."""
    line = re.search(r'<p class="notice disclosure">(.*?)</p>', page, re.DOTALL)
    meta = re.search(r'<meta name="ai-disclosure" content="(.*?)">', page)
    linked = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert linked
    code = json.loads(linked[1]).get("digitalSourceType", "")
    shown = " ".join(re.sub("<[^>]*>", "", line[1]).split()) if line else ""
    return shown, meta[1] if meta else "", code.rpartition("/")[2]


def test_pages_feeds_and_evidence_say_the_same(tmp_path: Path) -> None:
    house = newsroom(tmp_path / "project")
    draft(house, "second", "en", APERTIUM, edit=" by hand")
    draft(house, "second", "zh", LIBRE)
    draft(house, "third", "fr", NEAR)
    house.ready("third", "zh", "中文")
    house.publish()
    found = pages(house)
    made = {key: (each.get("grade"), each.get("engines"), each.get("reviewed"))
            for key, each in found.items()}  # fmt: skip
    assert made == {
        ("second", "fr"): ("human", None, True),
        ("second", "en"): ("machine-edited", ["apertium (fra-eng)"], True),
        ("second", "zh"): ("machine-edited", ["libre (libretranslate, opus-mt)"], True),
        ("third", "en"): ("human", None, True),
        ("third", "fr"): ("machine-edited", None, True),
        ("third", "zh"): ("human", None, True),
    }
    rows = json.loads(house.run("status", "--format", "json", code=None).stdout)["rows"]
    status = {(row["article"], row["locale"]): row["grade"] for row in rows}
    for key in found.keys() & status.keys():
        assert found[key]["grade"] == status[key]

    assert told_of(house.page("en", "second")) == (
        "Machine translation (Apertium), reviewed by a person before publication. "
        "Editorial responsibility: Rédaction",
        "ai-assisted",
        "algorithmicMedia",
    )
    assert told_of(house.page("zh-Hans", "second")) == (
        "机器翻译（libre (libretranslate, opus-mt)），发布前经人工审校。 编辑责任： Rédaction",
        "ai-assisted",
        "compositeWithTrainedAlgorithmicMedia",
    )
    assert told_of(house.page("fr", "third")) == (
        "Texte assemblé automatiquement à partir de traductions antérieures, relu par une "
        "personne avant publication. Responsabilité éditoriale : Rédaction",
        "",
        "algorithmicallyEnhanced",
    )
    for key in (("fr", "second"), ("en", "third"), ("zh-Hans", "third")):
        assert told_of(house.page(*key)) == ("", "", "")
    feed = (house.root / "public/zh-Hans/feed.xml").read_text("utf-8")
    (category,) = re.findall(r"<category scheme=.*/>", feed)
    assert 'term="compositeWithTrainedAlgorithmicMedia"' in category
    assert "机器翻译" in category

    items = json.loads((house.root / "public/zh-Hans/feed.json").read_text("utf-8"))["items"]
    (said,) = (each["_disclosure"] for each in items if "_disclosure" in each)
    assert said["text"].startswith("机器翻译（libre")
    assert said["responsible"] == "Rédaction"
    assert said["digital_source_type"].endswith("/compositeWithTrainedAlgorithmicMedia")

    told = json.loads(house.run("release", "evidence").stdout)["pages"]
    for each in told:
        page = found[each["article"], each["locale"]]
        assert each["responsible"] == DESK
        assert (each["grade"], each["engines"]) == (page["grade"], page.get("engines", []))


def test_evidence_of_a_copy_names_the_responsible_desk(tmp_path: Path) -> None:
    house = newsroom(tmp_path / "project")
    draft(house, "second", "en", LIBRE)
    house.publish()
    (live,) = (each["id"] for each in house.releases() if each["live"])
    copy = tmp_path / "copy" / live
    shutil.copytree(house.root / "releases" / live, copy)
    (tmp_path / "signers").write_text("")
    shutil.rmtree(house.root)
    house.root.mkdir()
    where = (str(copy), "--allowed-signers", str(tmp_path / "signers"))
    told = json.loads(house.run("release", "evidence", *where, code=None).stdout)["pages"]
    page = next(each for each in told if each["locale"] == "en")
    assert (page["grade"], page["engines"], page["responsible"]) == (
        "machine-edited", ["libre (libretranslate, opus-mt)"], DESK
    )  # fmt: skip


def test_another_desk_makes_other_evidence_of_the_same_pages(tmp_path: Path) -> None:
    house = newsroom(tmp_path)
    draft(house, "second", "en", LIBRE)
    house.publish()
    before = pages(house)
    settings = (tmp_path / "setup.cfg").read_text("utf-8")
    house.write("setup.cfg", settings.replace(DESK, "Desk, https://example.org/desk"))
    house.publish(hour=13)
    assert pages(house) == before
    assert 'href="https://example.org/desk"' in house.page("en", "second")
    told = json.loads(house.run("release", "evidence").stdout)["pages"]
    assert {each["responsible"] for each in told} == {"Desk, https://example.org/desk"}
    house.publish(hour=14)
    assert len(house.releases()) == 2


@pytest.mark.parametrize("disclosure", ["unreviewed", "never"])
def test_what_editors_approved_is_told_of_only_where_the_settings_want_it(
    tmp_path: Path, disclosure: str
) -> None:
    house = newsroom(tmp_path, disclosure)
    draft(house, "second", "en", LIBRE)
    draft(house, "second", "zh", LIBRE)
    house.publish()
    for locale in ("en", "zh-Hans"):
        assert told_of(house.page(locale, "second")) == ("", "", "")
        assert "category scheme" not in (tmp_path / f"public/{locale}/feed.xml").read_text("utf-8")


def test_a_preview_tells_of_drafts_that_nobody_approved(tmp_path: Path) -> None:
    house = newsroom(tmp_path, "unreviewed")
    draft(house, "second", "en", LIBRE)
    path = tmp_path / "locales/zh/LC_MESSAGES/second.po"
    catalogue = read_catalogue(path)
    write_catalogue(
        catalogue.with_messages(each.with_draft("中", LIBRE) for each in catalogue.messages)
    )
    shown = draft_preview(Workspace.open(tmp_path)).pages
    line, ai, code = told_of(shown["zh-Hans/second/index.html"].decode())
    assert "未经人工修改" in line, "the approval of the English one is none of this"
    assert (ai, code) == ("ai-autonomous", "trainedAlgorithmicMedia")
    assert told_of(shown["en/second/index.html"].decode()) == ("", "", "")


def test_comments_that_are_taken_out_make_no_person_of_a_machine(tmp_path: Path) -> None:
    house = newsroom(tmp_path)
    draft(house, "second", "en", LIBRE)
    house.publish()
    path = tmp_path / "locales/en/LC_MESSAGES/second.po"
    catalogue = read_catalogue(path)
    write_catalogue(
        catalogue.with_messages(
            replace(each, translator_comments=()) for each in catalogue.messages
        )
    )
    house.write("articles/fourth.md", "---\ntitle: Quatre\n---\n\nQuatre.\n")
    house.ready("fourth", "en", "Four", hour=13)
    house.publish(hour=14)
    assert pages(house)["second", "en"]["grade"] == "machine-edited"
    assert "Machine translation (libre" in house.page("en", "second")


CREDITS = "\n[workflow:credits]\naline@example.org = Aline Martin\nwei@example.org = 韦丽\n"


def people(house: Newsroom, locale: str, slug: str) -> tuple[list[str], object]:
    """Who is named as a translator in the JSON-LD, and what the manifest has of people."""
    page = house.page({"zh": "zh-Hans"}.get(locale, locale), slug)
    linked = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert linked
    found = json.loads(linked[1]).get("translator", [])
    kept = pages(house)[slug, locale]
    listed = found if isinstance(found, list) else [found]
    return [each["name"] for each in listed], (kept.get("translators"), kept.get("reviewers"))


def test_people_are_named_by_consent_alone(tmp_path: Path) -> None:
    house = newsroom(tmp_path)
    house.run("extract")
    path = tmp_path / "locales/zh/LC_MESSAGES/second.po"
    header = 'msgstr ""\n"Last-Translator: Wei <WEI@example.org>\\n"\n'
    written = path.read_text("utf-8").replace('msgstr ""\n', header, 1)
    path.write_text(re.sub('"Last-Translator: Auto.*\n', "", written), "utf-8")
    house.ready("second", "zh", "中文")
    draft(house, "second", "en", LIBRE)
    house.publish()
    assert people(house, "zh", "second") == ([], (None, None))
    assert "aline" not in json.dumps(house.manifest())

    settings = (tmp_path / "setup.cfg").read_text("utf-8")
    house.write("setup.cfg", settings + CREDITS)
    house.publish(hour=13)
    assert people(house, "zh", "second") == (["韦丽"], (["韦丽"], ["Aline Martin"]))
    # Whoever approved what a machine drafted and nobody changed has not translated it.
    assert people(house, "en", "second") == ([], (None, ["Aline Martin"]))
    assert "example.org" not in "".join(
        json.dumps(each).replace("https://news.example.org", "") for each in pages(house).values()
    )

    # The article goes on, its translation stays, and the consent is taken back.
    house.write("articles/second.md", "---\ntitle: Second\nlang: fr\n---\n\nTout autre chose.\n")
    house.write("setup.cfg", settings)
    house.run("extract")
    house.ready("third", "fr", "Français", hour=14)
    house.publish(hour=15)
    assert house.actions()["second", "zh"] == "carried"
    assert people(house, "zh", "second")[0] == []


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("aline = Aline", "“aline” is not an e-mail address"),
        ("aline@example.org =", "is empty"),
        ("aline@example.org = wei@example.org", "is an address, not a name"),
        ("aline@example.org = Al\x1bine", "cannot be seen"),
    ],
)
def test_a_bad_credit_is_named_with_its_line(tmp_path: Path, line: str, said: str) -> None:
    house = newsroom(tmp_path)
    settings = (tmp_path / "setup.cfg").read_text("utf-8")
    house.write("setup.cfg", f"{settings}\n[workflow:credits]\n{line}\n")
    shown = house.run("status", code=2).stderr
    assert said in shown
    assert f"setup.cfg:{len(settings.splitlines()) + 3}" in shown


ABOUT = {
    "fr": ("Traduction humaine\u00a0; aucune traduction automatique n’est enregistrée.",
           "Traduction automatique (libre), relue par une personne avant publication."),
    "en": ("Translated by people; no machine translation is on record.",
           "Machine translation (libre), reviewed by a person before publication."),
    "zh": ("人工翻译；没有机器翻译的记录。", "机器翻译（libre），发布前经人工审校。"),
}  # fmt: skip


@pytest.mark.parametrize("locale", ABOUT)
@pytest.mark.parametrize("disclosure", ["always", "never"])
def test_what_is_told_about_a_translation(locale: str, disclosure: str) -> None:
    source = Locale("de")
    said: list[str] = []
    for made in (
        Making("human", (), True, "2026-11-24", ("A", "B"), ("B", "C"), "0123456789abcdef"),
        Making("machine-edited", ("libre",), True),
    ):
        shown = Publication(
            "rain", Locale(locale), source, "text", {"title": "T"}, "B.", "2026-11-25",
            follows="2026-11-20", made=made, corrections=(Correction("2026-11-25", "12, not 21"),),
        )  # fmt: skip
        common = Common(
            shown.locale, "News", "https://news.example.org/", (shown.locale,), True,
            disclosure=disclosure, responsible=DESK, credits=("B", "C"),
        )  # fmt: skip
        about = about_translation(common, describe(shown), Content.of(shown))
        assert about is not None
        assert (about.source_locale, about.follows) == (source, "2026-11-20")
        assert about.corrections == (("2026-11-25", "12, not 21"),)
        assert (about.responsible, about.address) == ("Rédaction", "mailto:redaction@example.org")
        said.append(about.how)
        if made.translators:
            assert (about.translators, about.reviewers) == (("B",), ("B", "C"))
            assert (about.revision, about.approved) == ("0123456789ab", "2026-11-24")
    assert tuple(said) == ABOUT[locale]
    original = replace(shown, locale=source)
    assert about_translation(common, describe(original), Content.of(original)) is None


def test_a_new_draft_begins_anew_and_a_page_that_stays_keeps_what_it_is(tmp_path: Path) -> None:
    house = newsroom(tmp_path)
    house.ready("second", "zh", "中文")
    house.publish()
    assert pages(house)["second", "zh"]["grade"] == "human"
    path = tmp_path / "locales/zh/LC_MESSAGES/second.po"
    catalogue = read_catalogue(path)
    write_catalogue(
        catalogue.with_messages(each.with_draft("机", LIBRE) for each in catalogue.messages)
    )
    house.write("articles/fourth.md", "---\ntitle: Quatre\n---\n\nQuatre.\n")
    house.ready("fourth", "zh", "四", hour=13)
    house.publish(hour=14)
    assert house.actions()["second", "zh"] == "carried"
    assert pages(house)["second", "zh"]["grade"] == "human"
    assert told_of(house.page("zh-Hans", "second")) == ("", "", "")
    draft(house, "second", "zh", LIBRE, hour=15)
    house.publish(hour=16)
    assert pages(house)["second", "zh"]["grade"] == "machine-edited"
    assert "机器翻译" in told_of(house.page("zh-Hans", "second"))[0]
