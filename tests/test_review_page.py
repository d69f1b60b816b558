"""``workflow review serve``: the page over the loopback, its forms, and in a browser."""

from __future__ import annotations

import html
import json
import re
import shutil
import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st
from selenium.webdriver.support.ui import WebDriverWait
from starlette.requests import Request

from tests import browser
from tests.review_client import ACTOR, PAGE, Client, served
from tests.test_review_helpers import (
    ARTICLE,
    drafted,
    edit,
    log,
    po,
    run,
    set_msgstr,
    set_roles,
    translated,
    workspace,
    write_article,
)
from tests.texts import md
from workflow.cli.workers import quiet_processes
from workflow.errors import NotReadyError
from workflow.flows.approve import Seen
from workflow.flows.queue import entries_of
from workflow.model import Locale
from workflow.model.phrase import phrase
from workflow.project.workspace import Workspace
from workflow.reports.i18n import ENGLISH, Words
from workflow.review.highlights import (
    Mark,
    MarkKind,
    cut,
    plain_marks,
)
from workflow.web import article_page, open_queue, open_reviews, queue_page
from workflow.web.gate import LARGEST, Visitor, read_form, refusal
from workflow.web.markup import coded, difference, marked
from workflow.web.open_reviews import OpenReviews

WORD = "//button[@value='approve' or @value='withdraw']"
NASTY = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"


@pytest.fixture
def root(project: Path) -> Path:
    write_article(project)
    edit(po(project), translated)
    return project


@pytest.fixture
def client(root: Path) -> Iterator[Client]:
    with served(root) as found:
        yield found


def events(root: Path, locale: str = "en") -> list[dict[str, Any]]:
    file = log(root, locale)
    return [json.loads(line) for line in file.read_text("utf-8").splitlines() if file.exists()]


def approved(root: Path, locale: str = "en") -> bool:
    project = workspace(root)
    (article,) = project.articles
    return project.translation(article, Locale(locale)).standing.approved


# The list


def test_the_list_has_every_translation_by_what_can_be_done(client: Client) -> None:
    page = client.get("/")
    assert page.status == 200
    assert page.words("//h2") == ["Can be approved 1", "In work 1"]
    (ready,) = page.tree.xpath("//section[@aria-labelledby='ready']//a/@href")
    (work,) = page.tree.xpath("//section[@aria-labelledby='work']//a/@href")
    assert (ready, work) == ("/en/atelier/", "/zh-Hans/atelier/")
    assert "5 untranslated" in page.words("//section[@aria-labelledby='work']")[0]
    assert page.tree.xpath("//h3//span[@lang='fr']")


def test_the_list_can_be_narrowed_to_a_language(client: Client) -> None:
    page = client.get("/?locale=zh-Hans")
    assert page.words("//h2") == ["In work 1"]


def test_the_list_shows_what_was_approved(root: Path, client: Client) -> None:
    assert "Approved by" not in client.get("/").text
    run("approve", "atelier", "-l", "en")
    page = client.get("/")
    assert page.words("//h2")[1] == "Approved 1"
    assert f"Approved by {ACTOR} on 2026-01-15" in page.words("//main")[0]


def test_a_broken_catalogue_is_named_and_the_rest_is_listed(root: Path, client: Client) -> None:
    po(root, "zh").write_text('msgid "x"\nmsgstr "unfinished\n', "utf-8")
    page = client.get("/")
    assert page.words("//h2") == ["Cannot be read 1", "Can be approved 1"]
    assert "locales/zh/LC_MESSAGES/atelier.po:" in page.words("//section")[0]
    broken = client.get("/zh/atelier/")
    broken = client.get(broken.headers["Location"])
    assert broken.status == 500
    assert re.search(r"^locales/zh/LC_MESSAGES/atelier\.po:\d+$", broken.words("//code")[0])
    assert str(root) not in broken.text
    assert client.get().status == 200


def test_a_broken_article_is_named_and_the_rest_is_listed(root: Path, client: Client) -> None:
    (root / "articles" / "second.md").write_text("no front matter\n", "utf-8")
    page = client.get("/")
    assert page.words("//h2") == ["Cannot be read 1", "Can be approved 1", "In work 1"]
    assert "articles/second.md:1" in page.words("//section")[0]
    assert client.get("/en/second/").status == 500


def test_a_broken_setting_is_shown_until_it_is_mended(root: Path, client: Client) -> None:
    good = (root / "setup.cfg").read_text("utf-8")
    (root / "setup.cfg").write_text(good + "\n[workflow:nonsense]\nx = y\n", "utf-8")
    assert client.get("/").status == 500
    (root / "setup.cfg").write_text(good, "utf-8")
    assert client.get("/").status == 200


def test_nobody_waits_for_the_articles_that_are_still_being_read(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = OpenReviews(root, lambda: datetime(2026, 1, 15, tzinfo=UTC)).queue()
    shutil.rmtree(root / ".workflow")
    monkeypatch.setattr(open_queue, "AT_ONCE", 0)
    look, go = entries_of, threading.Event()

    def slow(workspace: Workspace, slugs: Sequence[str], *rest: Any) -> Iterator[Any]:
        assert not slugs or go.wait(60)
        yield from look(workspace, slugs, *rest)

    monkeypatch.setattr(open_queue, "entries_of", slow)
    with served(root) as client:
        page = client.get("/")
        assert page.words("//*[@id='reading']//p") == [
            "1 article is still being read; it is not in the list yet. Show the list as it is now"
        ]
        assert not page.words("//li[@class='entry']")
        assert client.get().status == 200  # its page is there all the same
        edit(po(root), drafted)  # while it is read
        go.set()
        reader = client.server.reviews._queue._reader
        assert reader is not None
        reader.join(60)
        after = client.get("/")
        assert not after.words("//*[@id='reading']")
        assert len(after.words("//li[@class='entry']")) == len(whole.entries)
        fresh = OpenReviews(root, lambda: datetime(2026, 1, 15, tzinfo=UTC)).queue()
        assert client.server.reviews.queue().entries == fresh.entries != whole.entries


def test_what_the_checks_find_is_found_by_another_process_and_kept(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.rmtree(root / ".workflow")
    monkeypatch.setattr(open_reviews, "AT_ONCE", -1)  # as if the article were long
    clock = lambda: datetime(2026, 1, 15, tzinfo=UTC)  # noqa: E731
    reviews, done = OpenReviews(root, clock, quiet_processes), threading.Event()
    look = reviews._check

    def noticed(*each: Any) -> None:
        look(*each)
        done.set()

    monkeypatch.setattr(reviews, "_check", noticed)
    assert reviews.desk(reviews.open(), "atelier", Locale("en")).checked is None
    assert done.wait(120)
    found = reviews.desk(reviews.open(), "atelier", Locale("en")).checked
    again = OpenReviews(root, clock)  # a second start
    assert again.desk(again.open(), "atelier", Locale("en")).checked == found is not None


def test_nothing_is_looked_at_again_while_nothing_changes(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reviews = OpenReviews(root, lambda: datetime(2026, 1, 15, tzinfo=UTC))
    first = reviews.queue()
    with monkeypatch.context() as patch:
        patch.setattr("workflow.project.facts._maker", pytest.fail)
        assert reviews.queue() == first
    edit(po(root), drafted)
    assert reviews.queue() != first


def test_a_log_under_a_former_name_is_looked_at(root: Path) -> None:
    reviews = OpenReviews(root, lambda: datetime(2026, 1, 15, tzinfo=UTC))
    article = root / "articles" / "atelier.md"
    text = article.read_text("utf-8")
    article.write_text(text.replace("---\n", "---\naliases: [pluie]\n", 1), "utf-8")
    shown = reviews.desk(reviews.open(), "atelier", Locale("en"))
    log = root / "reviews" / "en" / "pluie.jsonl"
    log.parent.mkdir(parents=True, exist_ok=True)
    log.write_text("no line of a log\n", "utf-8")
    again = reviews.desk(reviews.open(), "atelier", Locale("en"))
    assert again is not shown
    assert again.translation.words.unread


# One article


def test_source_and_translation_stand_side_by_side_in_their_languages(client: Client) -> None:
    page = client.get()
    assert page.words("//h1") == ["Un atelier à Nanning"]
    assert len(page.tree.xpath("//article")) == 5
    french, english = page.tree.xpath("//article[@id='m1']/div[contains(@class,'text')]")
    assert (french.get("lang"), french.text_content()) == ("fr", "Un atelier à Nanning")
    assert (english.get("lang"), english.text_content()) == ("en", "UN ATELIER À NANNING")
    kinds = [heading.split(maxsplit=1)[1] for heading in page.words("//article//h3")]
    assert kinds == ["title", "paragraph", "heading 2", "list item", "list item"]


def test_a_reload_shows_what_a_translator_saved(root: Path, client: Client) -> None:
    assert "QUITE NEW" not in client.get().text
    set_msgstr(po(root), "Les suites", "QUITE NEW")
    assert "QUITE NEW" in client.get().text


def test_drafts_comments_and_notes_are_shown(root: Path, client: Client) -> None:
    note = "<!-- translators: what comes next -->\n\n## Les suites"
    write_article(root, ARTICLE.replace("## Les suites", note))
    edit(
        po(root),
        lambda message: replace(
            drafted(message),
            translator_comments=("seen with Li", *drafted(message).translator_comments),
        ),
    )
    page = client.get()
    assert page.words("//article//p[@class='origin']")[0].startswith("Machine translation apertium")
    assert "Translator seen with Li" in page.words("//article//p[@class='note']")
    assert "Author what comes next" in page.words("//article//p[@class='note']")
    assert page.words("//article[1]//span[contains(@class,'badge')]") == ["machine draft"]


def test_a_changed_source_shows_what_changed(root: Path, client: Client) -> None:
    run("approve", "atelier", "-l", "en")
    (root / "articles" / "atelier.md").write_text(ARTICLE.replace("Deux", "Trois"), "utf-8")
    run("extract")
    page = client.get("/en/atelier/?show=attention")
    assert page.words("//article//del") == ["Deux"]
    assert page.words("//article//ins") == ["Trois"]
    assert "changed since approval" in page.words("//article//span[contains(@class,'new')]")
    assert "the source changed since" in page.words("//section[@class='standing']")[0]
    assert "(1 in wording)" in page.words("//section[@class='standing']")[0]


def test_drafts_are_shown_the_weakest_first(root: Path, client: Client) -> None:
    assert "weakest first" not in client.get("/en/atelier/").text
    edit(po(root), drafted)
    page = client.get("/en/atelier/?show=drafts")
    scores = [
        int(text.split()[1]) for text in page.words("//p[@class='aside']") if "of 100" in text
    ]
    assert scores == sorted(scores)
    assert len(scores) == len(page.tree.xpath("//article"))
    assert "Machine drafts, the weakest first 5" in page.words("//nav//a")


def test_the_filter_keeps_what_needs_a_look(root: Path, client: Client) -> None:
    assert "Nothing needs a look" in client.get("/en/atelier/?show=attention").text
    set_msgstr(po(root), "Les suites", "")
    set_msgstr(po(root), "Deux jours", "DEUX JOURS")  # the link is lost
    page = client.get("/en/atelier/?show=attention")
    assert len(page.tree.xpath("//article")) == 2
    assert page.tree.xpath("//article//div[contains(@class,'finding')]")
    assert page.words("//nav[@aria-label='Messages shown']//a")[:2] == [
        "All messages 5",
        "Only what needs a look 2",
    ]


def test_a_finding_is_marked_where_it_is_and_a_fix_proposed(root: Path, client: Client) -> None:
    glossary(root, "fr,en,en forbidden\nsuites,next steps,sequel\n")
    set_msgstr(po(root), "Les suites", "The sequel")
    page = client.get()
    assert page.words("//article//div[contains(@class,'text')]//span[@class='error']") == ["sequel"]
    assert page.words("//article//p[@class='fix']//ins") == ["next steps"]
    assert page.words("//article//p[@class='fix']//del") == ["sequel"]


# The glossary


def glossary(root: Path, table: str) -> None:
    (root / "glossary.csv").write_text(table, "utf-8")


TERMS = """\
fr,en,zh,en admitted,en forbidden,zh forbidden,translate,note
atelier,workshop,讲习班,seminar,studio,工作室,,not a building
Nanning,,,,,,no,
programme,programme,日程,,,,,
"""


def test_terms_are_marked_where_they_stand(root: Path, client: Client) -> None:
    glossary(root, TERMS)
    set_msgstr(po(root), "Un atelier", "A seminar in Nanning")
    page = client.get()
    first = "//article[@id='m1']"
    assert page.words(f"{first}//mark[@class='term']") == ["atelier", "Nanning"]
    assert page.words(f"{first}//mark[@class='followed']") == ["seminar", "Nanning"]
    terms = page.words(f"{first}//dl[@class='terms']/div")
    assert terms[0] == (
        "atelier workshop preferred seminar admitted studio forbidden not a building"
    )
    assert terms[1] == "Nanning do not translate"


def test_a_forbidden_term_is_marked_as_misuse(root: Path, client: Client) -> None:
    glossary(root, TERMS)
    set_msgstr(po(root), "Un atelier", "A studio in Nanning")
    page = client.get()
    assert page.words("//article[1]//mark[@class='forbidden']") == ["studio"]
    assert "a forbidden term is used" in page.words("//article[1]//dl")[0]


def test_a_word_that_is_banned_everywhere_is_marked(root: Path, client: Client) -> None:
    glossary(root, "fr,en forbidden,translate,note\n,crippled,,say disabled\n,awful,no,\n")
    set_msgstr(po(root), "Un atelier", "A crippled and awful workshop")
    page = client.get()
    assert page.words("//article[1]//mark[@class='forbidden']") == ["crippled", "awful"]
    terms = page.tree.xpath("//section[@aria-labelledby='terms']//dt")
    assert [(each.text, each.get("lang")) for each in terms] == [
        ("crippled", "en"),
        ("awful", "en"),
    ]


def test_a_term_that_is_missing_is_said_to_be(root: Path, client: Client) -> None:
    glossary(root, TERMS)
    assert "missing in the translation" in client.get().words("//article[1]//dl")[0]


def test_chinese_terms_are_found_and_marked(root: Path, client: Client) -> None:
    glossary(root, TERMS)
    set_msgstr(po(root, "zh"), "Un atelier", "Nanning讲习班")
    page = client.get("/zh-Hans/atelier/")
    found = page.tree.xpath("//article[1]//mark[@class='followed']")
    assert [each.text for each in found] == ["Nanning", "讲习班"]
    assert found[0].getparent().get("lang") == "zh-Hans"
    set_msgstr(po(root, "zh"), "Un atelier", "Nanning工作室")
    page = client.get("/zh-Hans/atelier/")
    assert page.words("//article[1]//mark[@class='forbidden']") == ["工作室"]


def test_the_terms_of_the_whole_article_are_listed_once(root: Path, client: Client) -> None:
    glossary(root, TERMS)
    page = client.get()
    rows = page.words("//section[@aria-labelledby='terms']//dl/div")
    assert [row.split()[0] for row in rows] == ["atelier", "Nanning", "programme"]
    assert page.tree.xpath("//section[@aria-labelledby='terms']//a/@href") == ["#m1", "#m1", "#m2"]


def test_a_broken_glossary_is_shown_with_its_line(root: Path, client: Client) -> None:
    glossary(root, "fr,nonsense\n")
    page = client.get()
    assert page.status == 500
    assert page.words("//code") == ["glossary.csv:1"]


# What a text holds stays text


def test_nothing_in_a_text_becomes_markup(root: Path, client: Client) -> None:
    quoted = NASTY.replace('"', '""')
    glossary(root, f'fr,en,en forbidden,note\natelier,"{quoted}",studio,"{quoted}"\n')
    title = f"title: '{NASTY.replace(chr(39), chr(39) * 2)} atelier'"
    note = f"<!-- translators: {NASTY} -->\n\n## Les suites"
    text = ARTICLE.replace("title: Un atelier à Nanning", title).replace("## Les suites", note)
    write_article(root, text)
    edit(
        po(root),
        lambda message: replace(
            message, msgstr=f"{NASTY} studio", translator_comments=(NASTY,), flags=("fuzzy",),
            previous_msgid=f"{NASTY} {message.msgid}",
        ),
    )  # fmt: skip
    for page in (client.get(), client.get("/"), client.get("/?locale=<script>")):
        assert page.status == 200
        assert not page.tree.xpath("//script[not(@src)] | //img | //@onerror | //@style")
    page = client.get()
    assert NASTY in page.tree.xpath("string(//article[2]/div[2])")
    assert page.tree.xpath("string(//p[@class='note'])").endswith(NASTY)


def marks(text: str) -> st.SearchStrategy[list[Mark]]:
    place = st.integers(-2, len(text) + 2)
    return st.lists(st.builds(Mark, place, place, st.sampled_from(MarkKind), st.text(max_size=5)))


@given(st.data(), st.text() | st.text(alphabet="a<>&\"'\u00a0\u200b \n"))
def test_marks_never_change_a_text(data: st.DataObject, text: str) -> None:
    found = [*data.draw(marks(text)), *plain_marks(md(text))]
    page = str(marked(cut(text, found)))
    assert html.unescape(re.sub(r"<[^>]*>", "", page)) == html.unescape(html.escape(text)) == text


@given(st.data(), st.text(max_size=30))
def test_every_mark_covers_what_it_is_meant_to_cover(data: st.DataObject, text: str) -> None:
    wanted = data.draw(marks(text))
    covered: dict[Mark, list[int]] = {}
    place = 0
    for piece in cut(text, wanted):
        for mark in piece.marks:
            covered.setdefault(mark, []).extend(range(place, place + len(piece.text)))
        place += len(piece.text)
    assert place == len(text)
    for mark, places in covered.items():
        assert sorted(set(places)) == list(range(mark.start, mark.end))


@given(st.lists(st.tuples(st.sampled_from(["same", "removed", "added"]), st.text())))
def test_what_changed_is_never_cut_nor_markup(pieces: list[Any]) -> None:
    page = str(difference(pieces))
    changes = re.findall(r"<(del|ins)>(.*?)</\1>", page, re.DOTALL)
    wanted = [text for kind, text in pieces if kind != "same"]
    assert [html.unescape(text) for _, text in changes] == wanted
    assert "<" not in re.sub(r"</?(del|ins)>", "", page)


# Approving


def test_an_approval_is_in_the_log_and_on_the_page(root: Path, client: Client) -> None:
    page = client.get()
    assert page.words(WORD) == ["Approve"]
    answer = client.post(page.form("approve", note=" relu\n deux fois "))
    assert (answer.status, answer.text) == (303, "")
    assert answer.headers["Location"] == "/en/atelier/?said=approved"
    (event,) = events(root)
    assert (event["action"], event["actor"], event["note"]) == ("approve", ACTOR, "relu deux fois")
    assert event["time"] == "2026-01-15T12:00:00Z"
    page = client.get(answer.headers["Location"])
    assert page.words("//p[@role='status']")[0].startswith("Approved.")
    assert page.words("//h2[@id='standing']") == ["approved"]
    assert "“relu deux fois”" in page.text
    assert approved(root)


def test_what_is_said_of_a_form_is_not_said_once_it_is_no_longer_so(
    root: Path, client: Client
) -> None:
    said = client.post(client.get().form("approve")).headers["Location"]
    assert client.get(said).words("//p[@role='status']")
    set_msgstr(po(root), "Les suites", "SOMETHING ELSE")
    assert not client.get(said).words("//p[@role='status']")
    for other in ("withdrawn", "refused", "<b>", ""):
        assert not client.get(f"{PAGE}?said={other}").words("//p[@role='status']")


def test_a_note_stays_text(client: Client) -> None:
    client.post(client.get().form("approve", note=NASTY))
    page = client.get()
    assert NASTY in page.words("//section[@class='standing']")[0]
    assert not page.tree.xpath("//script[not(@src)] | //img")


def test_while_another_command_writes_nothing_is_approved(
    root: Path, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def held(self: Workspace) -> None:
        raise NotReadyError("another `workflow` command is writing in this project")

    form = client.get().form("approve")
    monkeypatch.setattr(Workspace, "lock", held)
    answer = client.post(form)
    assert answer.status == 409
    assert answer.words("//h1") == ["Nothing was done"]
    assert "another `workflow` command" in answer.text
    assert not log(root).exists()


def test_an_approval_can_be_taken_back(root: Path, client: Client) -> None:
    client.post(client.get().form("approve"))
    page = client.get()
    assert page.words(WORD) == ["Withdraw the approval"]
    answer = client.post(page.form("withdraw"))
    assert answer.headers["Location"] == "/en/atelier/?said=withdrawn"
    assert [event["action"] for event in events(root)] == ["approve", "withdraw"]
    assert not approved(root)
    assert "withdrawn by" in client.get().words("//section[@class='standing']")[0]


def test_texts_that_changed_since_they_were_shown_are_not_approved(
    root: Path, client: Client
) -> None:
    old = client.get()
    set_msgstr(po(root), "Les suites", "SOMETHING ELSE")
    answer = client.post(old.form("approve"))
    assert answer.headers["Location"] == "/en/atelier/?said=changed"
    assert not log(root).exists()
    page = client.get(answer.headers["Location"])
    assert "the texts or an image changed meanwhile" in page.words("//p[@role='status']")[0]
    assert "SOMETHING ELSE" in page.text


def test_a_picture_that_changed_since_it_was_shown_is_not_approved(
    root: Path, client: Client
) -> None:
    picture = root / "articles" / "carte.png"
    picture.write_bytes(b"one")
    write_article(root, ARTICLE + "\n![](carte.png)\n")
    old = client.get()
    picture.write_bytes(b"two")
    answer = client.post(old.form("approve"))
    assert answer.headers["Location"] == "/en/atelier/?said=changed"
    assert not log(root).exists()
    answer = client.post(client.get().form("approve"))
    assert answer.headers["Location"] == "/en/atelier/?said=approved"
    picture.write_bytes(b"2nd")
    words = client.get().words("//section[@class='standing']")[0]
    assert "image carte.png changed since editor@example.org approved it" in words


def test_a_source_that_changed_since_it_was_shown_is_not_approved(
    root: Path, client: Client
) -> None:
    old = client.get()
    with (root / "articles" / "atelier.md").open("a", encoding="utf-8") as file:
        file.write("\n")
    assert client.post(old.form("approve")).headers["Location"].endswith("?said=changed")
    assert not log(root).exists()


def test_without_the_digests_nothing_is_approved(root: Path, client: Client) -> None:
    answer = client.post(client.get().form("approve", source="", translation=""))
    assert answer.headers["Location"].endswith("?said=changed")
    assert not log(root).exists()


def test_machine_drafts_cannot_be_approved(root: Path, client: Client) -> None:
    edit(po(root), drafted)
    page = client.get()
    assert page.words(WORD) == []
    assert "5 machine drafts" in page.words("//section[@class='standing']")[0]
    assert "Look the machine drafts through" in page.words("//ul[@class='advice']")[0]
    form = {"token": client.token(), **digests(root), "act": "approve"}
    answer = client.post(form)
    assert answer.headers["Location"].endswith("?said=refused")
    assert not log(root).exists()
    assert "not ready" in client.get(answer.headers["Location"]).words("//p[@role='status']")[0]


def test_who_is_no_editor_sees_no_button_and_is_refused(root: Path) -> None:
    set_roles(root, aline="editor[en]", li="translator")
    with served(root, "li@example.org") as client:
        page = client.get()
        assert page.words(WORD) == []
        assert "li@example.org may not approve in en" in page.text
        assert "aline@example.org" in page.text
        said = {"token": client.token("li@example.org"), **digests(root), "act": "approve"}
        answer = client.post(said)
        assert answer.status == 403
        assert "may not approve" in answer.text
    assert not log(root).exists()
    with served(root, "aline@example.org") as client:
        assert client.get().words(WORD) == ["Approve"]
        assert client.get("/zh-Hans/atelier/").words(WORD) == []


def digests(root: Path) -> dict[str, str]:
    project = workspace(root)
    found = project.translation(project.articles[0], Locale("en"))
    return Seen.of(found.bound)._asdict()


# Who may send what


REFUSED = [
    ({"Origin": "http://evil.example"}, {}, 403),
    ({"Origin": "null"}, {}, 403),
    ({"Sec_Fetch_Site": "cross-site"}, {}, 403),
    ({"Sec_Fetch_Site": "same-site"}, {}, 403),
    ({"Host": "evil.example"}, {}, 421),
    ({}, {"token": ""}, 403),
    ({}, {"token": "né"}, 403),
    ({"Content_Type": "text/plain"}, {}, 415),
    ({"Content_Type": "multipart/form-data; boundary=x"}, {}, 415),
    ({}, {"act": "publish"}, 400),
]


@pytest.mark.parametrize(("headers", "fields", "status"), REFUSED)
def test_a_form_that_is_not_the_pages_own_is_refused(
    root: Path, client: Client, headers: dict[str, str], fields: dict[str, str], status: int
) -> None:
    answer = client.post({**client.get().form("approve"), **fields}, **headers)
    assert answer.status == status
    assert not log(root).exists()


def test_the_pages_own_form_passes_with_what_browsers_say_of_it(root: Path, client: Client) -> None:
    origin = client.server.origin
    answer = client.post(client.get().form("approve"), Origin=origin, Sec_Fetch_Site="same-origin")
    assert answer.headers["Location"].endswith("?said=approved")


def test_a_token_is_of_one_server_alone(root: Path, client: Client) -> None:
    with served(root) as other:
        assert client.post(other.get().form("approve")).status == 403


def test_a_body_that_is_too_large_is_refused_and_said_so(root: Path, client: Client) -> None:
    form = client.get().form("approve", note="x" * LARGEST)
    answer = client.post(form)
    assert answer.status == 413
    assert "512 KB" in answer.text
    assert not log(root).exists()


def test_a_body_of_no_sensible_length_is_refused(client: Client) -> None:
    answer = client.ask("POST", PAGE, None, Content_Length="many")
    assert answer.status == 400


def test_what_cannot_be_sent_to_is_said_so(client: Client) -> None:
    fields = {"token": client.token(), "act": "approve"}
    assert client.post(fields, "/").status == 405
    assert client.ask("PUT", PAGE).status == 405
    assert client.ask("DELETE", PAGE).status == 405


@given(st.binary(max_size=200), st.text(max_size=20))
def test_no_body_is_taken_for_a_form_with_the_token(body: bytes, token: str) -> None:
    visitor = Visitor(ACTOR, f"{token}secret", ENGLISH)
    request = Request(
        {
            "type": "http",
            "headers": [(b"content-type", b"application/x-www-form-urlencoded")],
            "state": {"visitor": visitor, "origin": "http://127.0.0.1:1"},
        }
    )
    assert refusal(request, read_form(body)) is not None


def test_pages_are_locked_down(client: Client) -> None:
    for path in ("/", PAGE, "/static/review.css", "/nowhere"):
        headers = client.get(path).headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "form-action 'self'" in policy
        assert "script-src 'self';" in policy
        assert "unsafe" not in policy
        assert headers["Cache-Control"] == "no-store"
        assert headers["X-Content-Type-Options"] == "nosniff"


def test_another_host_gets_nothing(client: Client) -> None:
    answer = client.get(Host="evil.example")
    assert answer.status == 421
    assert "Nanning" not in answer.text


MISSING = [
    "/nowhere", "/en/nowhere/", "/de/atelier/", "/static/../setup.cfg", "/static/server.py",
    "/static/%2e%2e/pages.py", "/en/../../setup.cfg", "/en/..%2fsetup/", "/en/", "/fr/atelier/",
    "/en/atelier/%00/", "//etc/passwd", "/en/articles/atelier.md",
]  # fmt: skip


@pytest.mark.parametrize("path", MISSING)
def test_what_is_not_there_is_not_found(client: Client, path: str) -> None:
    assert client.get(path).status == 404


def test_other_spellings_lead_to_the_page(client: Client) -> None:
    for path in (
        "/zh/atelier",
        "/zh-CN/atelier/",
        "/cmn_Hans/atelier",
        "/ZH-hans/atelier/",
        "/zh-Hans/atelier",
    ):
        answer = client.get(f"{path}?show=attention")
        assert answer.status == 301
        assert answer.headers["Location"] == "/zh-Hans/atelier/?show=attention"


def test_an_article_in_a_folder_has_its_page(root: Path, client: Client) -> None:
    (root / "articles" / "news").mkdir()
    (root / "articles" / "news" / "été.md").write_text(ARTICLE, "utf-8")
    (link,) = [each for each in client.get("/").tree.xpath("//h3/a/@href") if "en/news" in each]
    assert link == "/en/news/%C3%A9t%C3%A9/"
    assert client.get(link).status == 200


def test_a_head_has_no_body(client: Client) -> None:
    answer = client.ask("HEAD", PAGE)
    assert (answer.status, answer.text) == (200, "")
    assert int(answer.headers["Content-Length"]) > 1000


def test_only_this_machine_is_listened_to(client: Client) -> None:
    assert client.server.server_address[0] == "127.0.0.1"


# In a browser


def fits(window: Any, width: int) -> None:
    assert window.execute_script("return document.documentElement.scrollWidth") <= width


@pytest.mark.skipif(bool(browser.missing()), reason=browser.missing())
def test_an_editor_reads_and_approves_in_a_browser(root: Path, client: Client) -> None:
    glossary(root, TERMS)
    long = "https://example.org/" + "very-long-" * 20
    write_article(root, ARTICLE.replace("https://example.org/programme", long))
    set_msgstr(po(root), "Un atelier", "A studio in Nanning")
    address = f"{client.server.origin}/"
    with browser.chromium() as window:
        window.get(client.server.address)
        for width in browser.WIDTHS:
            metrics = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 500}
            window.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
            for path in ("", "en/atelier/", "en/atelier/?show=attention", "zh-Hans/atelier/"):
                window.get(f"{address}{path}")
                fits(window, width)
        set_msgstr(po(root), "Un atelier", "A workshop in Nanning")
        edit(po(root), lambda message: message if message.usable else translated(message))
        edit(po(root), lambda message: message.without_fuzzy())
        window.get(f"{address}en/atelier/")
        window.find_element("name", "note").send_keys("vu à l’écran")
        window.find_element("xpath", "//button[.='Approve']").click()
        WebDriverWait(window, 20).until(lambda here: "said=" in here.current_url)
        assert window.find_element("xpath", "//p[@role='status']").text.startswith("Approved.")
        assert [entry for entry in browser.log(window, "browser") if entry["level"] != "INFO"] == []
    (event,) = events(root)
    assert (event["action"], event["note"]) == ("approve", "vu à l’écran")


@pytest.mark.parametrize(
    ("language", "tag", "said"),
    [("fr", "fr", "Ce qu’il y a à relire"), ("zh", "zh-Hans", "待审校的内容")],
)
def test_the_pages_are_in_the_language_of_the_reader(
    root: Path, language: str, tag: str, said: str
) -> None:
    words, reviews = Words(language), OpenReviews(root, lambda: datetime(2026, 1, 15, tzinfo=UTC))
    page = lxml.html.document_fromstring(queue_page.index(reviews.queue(), {}, ACTOR, root, words))
    assert page.get("lang") == tag
    assert page.xpath("string(//h1)") == said
    found = reviews.desk(reviews.open(), "atelier", Locale("en"))
    editor = article_page.Editor("editor@example.org", "token", None)
    page = lxml.html.document_fromstring(article_page.article(found, editor, {}, words))
    text = str(page.xpath("string()"))
    assert not re.search(r"\b(?:Messages shown|needs a look|can be approved|paragraph)\b", text)


@pytest.mark.parametrize("kind", ["sans", "serif"])
def test_latin_languages_get_no_han_font_before_a_latin_one(kind: str) -> None:
    sheet = (files("workflow.web") / "static/review.css").read_text("utf-8")
    (fonts, *_) = re.findall(rf"--{kind}: ([^;]+);", sheet)
    names = [each.strip().strip('"') for each in fonts.split(",")]
    han = re.compile("CJK|SC$|SimSun|YaHei")
    first = next(at for at, name in enumerate(names) if han.search(name))
    assert {"sans": "sans-serif", "serif": "serif"}[kind] in names[:first]
    assert all(han.search(name) for name in names[first:])


def test_code_of_a_sentence_is_code_on_the_page_and_what_it_is_about_stays_text() -> None:
    said = phrase("`{field}` is not “{text}”: write `<hr>`", field="date", text=f"`{NASTY}`")
    shown = str(coded(said))
    assert re.findall("<code>.*?</code>", shown) == ["<code>date</code>", "<code>&lt;hr&gt;</code>"]
    assert "<script" not in shown
    assert f"“`{html.escape(NASTY, quote=False)}`”" in shown.replace("&#34;", '"').replace(
        "&#39;", "'"
    )
