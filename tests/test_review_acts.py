"""Words on single messages, said on the review page: by its forms, and by its script."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.review_client import ACTOR, PAGE, Client, Reply, served
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
    write_article,
)
from workflow.files import atomic
from workflow.flows import on_messages
from workflow.model import Key, Message
from workflow.model.message_event import source_of, translation_of
from workflow.model.mqm import NAMES, WEIGHTS
from workflow.model.phrase import Phrase
from workflow.po.catalogue import Catalogue
from workflow.project.catalogues import read_catalogue, write_catalogue
from workflow.project.checking import translation_findings
from workflow.project.translation import Translation
from workflow.reports.error_kinds import SEVERITIES, error_kind
from workflow.web import desk, open_reviews
from workflow.web.desk import Checked

NASTY = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"
JSON = {"Accept": "application/json"}


@pytest.fixture
def root(project: Path) -> Path:
    write_article(project)
    edit(po(project), translated)
    return project


@pytest.fixture
def client(root: Path) -> Iterator[Client]:
    with served(root) as found:
        yield found


def message(root: Path, beginning: str, locale: str = "en") -> Message:
    catalogue = read_catalogue(po(root, locale))
    return next(each for each in catalogue.messages if each.msgid.startswith(beginning))


def events(root: Path, locale: str = "en") -> list[dict[str, Any]]:
    file = log(root, locale)
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


def about(client: Client, said: Message, act: str, **fields: str) -> dict[str, str]:
    """A form about one message, as its page would send it."""
    seen = translation_of(said.msgstr)
    names = {"token": client.token(), "name": source_of(said.key), "seen": seen}
    return {**names, "act": act, **fields}


def asked(reply: Reply) -> dict[str, Any]:
    assert reply.headers["Content-Type"] == "application/json"
    found: dict[str, Any] = json.loads(reply.text)
    return found


def refused(monkeypatch: pytest.MonkeyPatch, times: int) -> Iterator[bool]:
    """Let somebody have saved the catalogue whenever it is about to be written, so many times.

    What is returned has an item for each of the times that has not come.
    """
    monkeypatch.setattr(atomic, "PAUSE", 0.0)
    left = iter([True] * times)

    def write(catalogue: Catalogue) -> bool:
        if next(left, False):
            raise atomic.changed(catalogue.path)
        return write_catalogue(catalogue)

    monkeypatch.setattr(on_messages, "write_catalogue", write)
    return left


# Without a script


def test_a_message_is_accepted_by_its_button(root: Path, client: Client) -> None:
    page = client.get()
    (button,) = page.tree.xpath("//article[@id='m3']//button[@name='accept']")
    fields = {"token": client.token(), "accept": button.get("value")}
    answer = client.post(fields)
    assert answer.headers["Location"] == "/en/atelier/?said=done#m3"
    (event,) = events(root)
    assert (event["action"], event["actor"]) == ("accept", ACTOR)
    page = client.get("/en/atelier/?said=done")
    assert page.words("//article[@id='m3']//span[contains(@class,'state')]") == ["reviewed"]
    assert page.words("//p[@role='status']") == ["Done."]
    assert not page.tree.xpath("//article[@id='m3']//button[@name='accept']")


def test_a_draft_that_is_accepted_is_fuzzy_no_more(root: Path, client: Client) -> None:
    edit(po(root), drafted)
    said = message(root, "Les suites")
    value = f"{source_of(said.key)} {translation_of(said.msgstr)}"
    client.post({"token": client.token(), "accept": value})
    assert not message(root, "Les suites").fuzzy
    assert message(root, "Deux jours").fuzzy
    (event,) = events(root)
    assert event["draft"] is True


def test_many_are_accepted_at_once_and_one_that_changed_is_not(root: Path, client: Client) -> None:
    page = client.get()
    values = page.tree.xpath("//button[@name='accept']/@value")
    set_msgstr(po(root), "Les suites", "SOMETHING ELSE")
    fields = {"token": client.token(), "accept": "\n".join(values)}
    answer = asked(client.post(fields, **JSON))
    assert answer["tone"] == "bad"
    assert len(events(root)) == len(values) - 1
    states = client.get().tree.xpath("//article/@data-state")
    assert states.count("reviewed") == len(values) - 1


def test_a_text_is_edited_on_its_page(root: Path, client: Client) -> None:
    said = message(root, "Les suites")
    page = client.get(f"{PAGE}?unit={source_of(said.key)}")
    assert page.words("//textarea[@id='text']") == ["LES SUITES"]
    (field,) = page.tree.xpath("//textarea[@id='text']")
    assert (field.get("lang"), field.get("spellcheck")) == ("en", "true")
    answer = client.post(about(client, said, "edit", text="What comes next"))
    assert answer.status == 303
    assert message(root, "Les suites").msgstr == "What comes next"
    (event,) = events(root)
    assert (event["action"], event["before"], event["text"]) == (
        "edit",
        "LES SUITES",
        "What comes next",
    )
    page = client.get(f"{PAGE}?unit={source_of(said.key)}")
    assert page.words("//section[@aria-labelledby='history-h']//ins") == ["What", "comes next"]


def test_what_somebody_saved_meanwhile_is_shown_beside_ones_own(root: Path, client: Client) -> None:
    said = message(root, "Les suites")
    set_msgstr(po(root), "Les suites", "THEIRS")
    answer = client.post(about(client, said, "edit", text="mine"))
    assert answer.status == 409
    assert message(root, "Les suites").msgstr == "THEIRS"
    assert not log(root).exists()
    assert answer.words("//textarea[@id='text']") == ["mine"]
    assert answer.words("//div[contains(@class,'text target')]") == ["THEIRS"]
    assert "somebody saved another translation" in answer.words("//p[@role='status']")[0]


def test_a_text_that_could_not_be_saved_is_still_in_its_field(
    root: Path, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that somebody keeps saving is given up after some tries, and the text is not."""
    said = message(root, "Les suites")
    before = po(root).read_bytes()
    tries = refused(monkeypatch, atomic.TRIES)
    answer = client.post(about(client, said, "edit", text="mine"))
    assert next(tries, None) is None
    assert answer.words("//textarea[@id='text']") == ["mine"]
    assert "somebody saved or deleted this file" in answer.words("//p[@role='status']")[0]
    assert po(root).read_bytes() == before
    assert not log(root).exists()
    client.post(about(client, said, "edit", text="mine"))
    assert message(root, "Les suites").msgstr == "mine"


@pytest.mark.parametrize("last", ["", "LAST"])
def test_a_text_that_another_program_took_up_before_its_event_was_written_has_one(
    root: Path, client: Client, monkeypatch: pytest.MonkeyPatch, last: str
) -> None:
    """A PO editor saves into the old file, opens the new one, and saves it anew, all before the
    look that follows the rename: the text is there, and what it replaced has to be in the log."""
    monkeypatch.setattr(atomic, "PAUSE", 0.0)
    said, real, once = message(root, "Les suites"), os.replace, iter([True])

    def replace_file(source: str, target: str) -> None:
        if Path(target) != po(root) or not next(once, False):
            return real(source, target)
        po(root).write_bytes(po(root).read_bytes() + b"\n")
        real(source, target)
        assert message(root, "Les suites").msgstr == "Mine"
        new = po(root).with_suffix(".po~new")
        new.write_bytes(po(root).read_bytes())
        set_msgstr(new, "Un atelier", "THEIRS")
        if last:
            set_msgstr(new, "Les suites", last)
        return real(new, po(root))

    monkeypatch.setattr(os, "replace", replace_file)
    answer = asked(client.post(about(client, said, "edit", text="Mine"), **JSON))
    assert next(once, None) is None
    assert message(root, "Un atelier").msgstr == "THEIRS"
    if last:
        assert (answer["result"], answer["text"]) == ("changed", last)
        assert message(root, "Les suites").msgstr == last
        return
    assert (answer["result"], answer["tone"], answer["text"]) == ("done", "good", "Mine")
    assert message(root, "Les suites").msgstr == "Mine"
    (event,) = events(root)
    assert (event["action"], event["before"], event["text"]) == ("edit", said.msgstr, "Mine")


def test_what_somebody_saved_meanwhile_of_another_message_stays(root: Path, client: Client) -> None:
    said = message(root, "Les suites")
    set_msgstr(po(root), "Un atelier", "THEIRS")
    client.post(about(client, said, "edit", text="Mine"))
    assert message(root, "Un atelier").msgstr == "THEIRS"
    assert message(root, "Les suites").msgstr == "Mine"


def test_a_message_is_rejected_with_its_reason(root: Path, client: Client) -> None:
    said = message(root, "Les suites")
    fields = {"category": "accuracy/omission", "severity": "critical", "note": f"non {NASTY}"}
    client.post(about(client, said, "reject", **fields))
    page = client.get()
    assert page.tree.xpath("//article[@id='m3']/@data-state") == ["rejected"]
    assert (
        "accuracy: something is left out (critical)"
        in page.words("//article[@id='m3']//p[@class='note bad']")[0]
    )
    assert NASTY in page.words("//article[@id='m3']//p[@class='note bad']")[0]
    assert page.words("//section[@aria-labelledby='standing']/h2") == ["not ready"]
    assert page.words(f"//a[@href='{PAGE}?show=rejected']") == ["Rejected 1"]


def test_a_draft_that_is_rejected_says_so_and_stays_a_draft(root: Path, client: Client) -> None:
    edit(po(root), drafted)
    said = message(root, "Les suites")
    client.post(about(client, said, "reject", category="accuracy", note="not that"))
    page = client.get()
    assert page.tree.xpath("//article[@id='m3']/@data-state") == ["machine"]
    assert "not that" in page.words("//article[@id='m3']//p[@class='note bad']")[0]


def test_comments_and_suggestions_are_shown_and_taken(root: Path, client: Client) -> None:
    said = message(root, "Les suites")
    client.post(about(client, said, "comment", note=f"what? {NASTY}"))
    client.post(about(client, said, "suggest", text=f"The follow-up {NASTY}"))
    page = client.get(f"{PAGE}?unit={source_of(said.key)}")
    assert not page.tree.xpath("//script[not(@src)] | //img | //@onerror")
    assert NASTY in page.words("//section[@aria-labelledby='comment-h']")[0]
    assert NASTY in page.words("//section[@aria-labelledby='suggestions-h']")[0]
    assert page.words("//article//span[@class='count']") == ["2"]
    assert message(root, "Les suites").msgstr == "LES SUITES"
    (taken,) = page.tree.xpath("//section[@aria-labelledby='suggestions-h']//form")
    client.post({**dict(taken.form_values()), "act": "edit"})
    assert message(root, "Les suites").msgstr == f"The follow-up {NASTY}"


def test_a_fix_is_applied_by_its_button(root: Path, client: Client) -> None:
    (root / "glossary.csv").write_text("fr,en,en forbidden\nsuites,next steps,sequel\n", "utf-8")
    set_msgstr(po(root), "Les suites", "The sequel")
    page = client.get()
    (button,) = page.tree.xpath("//button[@name='fix']")
    fields = {"token": client.token(), "fix": button.get("value")}
    assert client.post(fields).status == 303
    assert message(root, "Les suites").msgstr == "The next steps"
    assert client.post(fields).status == 409  # it was of a text that is there no more
    assert message(root, "Les suites").msgstr == "The next steps"


def test_what_a_check_finds_is_let_stand_with_a_reason(root: Path, client: Client) -> None:
    set_msgstr(po(root), "Les suites", "The  suite")
    page = client.get(f"{PAGE}?unit={source_of(message(root, 'Les suites').key)}")
    (check, *_) = page.tree.xpath("//input[@name='check']/@value")
    said = message(root, "Les suites")
    client.post(about(client, said, "waive", check=check, note="a name"))
    shown = client.get().words("//article[@id='m3']//div[contains(@class,'finding')]")
    assert any(f"waived by {ACTOR} until the text changes: a name" in each for each in shown)


def test_an_article_is_given_to_somebody(root: Path, client: Client) -> None:
    fields = {"token": client.token(), "act": "assign", "assignee": ACTOR, "due": "2026-02-01"}
    assert client.post(fields).status == 303
    assert "due 2026-02-01" in client.get().words("//section[@class='standing']")[0]
    page = client.get("/")
    assert page.words("//a[contains(@href,'mine')]") == ["My work 1"]
    assert len(client.get("/?mine=1").tree.xpath("//li[@class='entry']")) == 1
    assert ACTOR in client.get("/?mine=1").words("//li[@class='entry']")[0]


# By the script


def test_the_script_gets_the_unit_anew_and_where_the_whole_stands(
    root: Path, client: Client
) -> None:
    said = message(root, "Les suites")
    answer = asked(client.post(about(client, said, "edit", text=f"Next {NASTY}"), **JSON))
    assert (answer["result"], answer["tone"]) == ("done", "good")
    assert list(answer["units"]) == ["3"]
    assert "<script>" not in answer["units"]["3"]
    assert answer["units"]["3"].startswith('<article class="passage"')
    assert "standing-box" in answer["standing"]


def test_the_script_is_told_of_what_somebody_saved_meanwhile(root: Path, client: Client) -> None:
    said = message(root, "Les suites")
    set_msgstr(po(root), "Les suites", "THEIRS")
    reply = client.post(about(client, said, "edit", text="mine"), **JSON)
    answer = asked(reply)
    assert (reply.status, answer["result"], answer["text"]) == (409, "changed", "THEIRS")
    assert translation_of("THEIRS") in answer["units"]["3"]


def test_a_part_of_a_page_is_its_units_alone(root: Path, client: Client) -> None:
    part = client.get(f"{PAGE}?part=1")
    assert part.text.count("<article") == 5
    assert "<html" not in part.text
    panel = client.get(f"{PAGE}?unit={source_of(message(root, 'Les suites').key)}&part=1")
    assert panel.text.startswith('<div class="panel"')


def test_a_long_article_is_shown_in_parts(root: Path, client: Client) -> None:
    many = "\n\n".join(f"Le texte {number}." for number in range(250))
    write_article(root, ARTICLE + "\n" + many)
    page = client.get()
    assert len(page.tree.xpath("//article")) == 100
    (later,) = page.tree.xpath("//a[@rel='next']/@href")
    assert len(client.get(later).tree.xpath("//article")) == 100
    last = client.get(f"{PAGE}?from=200")
    assert len(last.tree.xpath("//article")) == 55
    assert not last.tree.xpath("//a[@rel='next']")
    assert client.get(f"{PAGE}?q=texte%2024").words("//article//h3/a")[0] == "30"


# Roles


def test_who_translates_edits_and_does_not_accept(root: Path) -> None:
    set_roles(root, aline="editor[en]", li="translator[en]")
    said = message(root, "Les suites")
    with served(root, "li@example.org") as client:
        page = client.get()
        assert not page.tree.xpath("//button[@name='accept']")
        token = client.token("li@example.org")
        form = {**about(client, said, "edit", text="Next steps"), "token": token}
        assert client.post(form).status == 303
        now = message(root, "Les suites")
        assert now.msgstr == "Next steps"
        accept = f"{source_of(now.key)} {translation_of(now.msgstr)}"
        assert client.post({"token": token, "accept": accept}).status == 403
    assert [each["action"] for each in events(root)] == ["edit"]


def test_who_has_no_role_can_read(root: Path) -> None:
    set_roles(root, aline="editor[en]")
    said = message(root, "Les suites")
    with served(root, "eve@example.org") as client:
        page = client.get()
        assert page.status == 200
        assert not page.tree.xpath("//article//button")
        unit = client.get(f"{PAGE}?unit={source_of(said.key)}")
        assert not unit.tree.xpath("//div[@class='panel']//form")
        for act in ("edit", "suggest", "comment", "reject", "waive"):
            fields = {"text": "x", "note": "x", "check": "markup"}
            form = {**about(client, said, act, **fields), "token": client.token("eve@example.org")}
            assert client.post(form).status == 403, act
    assert not log(root).exists()


# Where there is nothing to say it of


@pytest.mark.parametrize("act", ["edit", "suggest", "comment", "reject", "waive", "fix", "accept"])
def test_of_a_text_that_is_not_there_nothing_is_written(
    root: Path, client: Client, act: str
) -> None:
    form = {"token": client.token(), "act": act, "name": "0" * 32, "seen": "0" * 32, "text": "x"}
    if act in ("fix", "accept"):
        form[act] = "nonsense"
    assert client.post(form).status == 303
    assert client.post(form, **JSON).status == 409
    assert not log(root).exists()


def test_a_text_that_was_never_translated_is_first_translated_here(
    root: Path, client: Client
) -> None:
    set_msgstr(po(root), "Les suites", "")
    said = message(root, "Les suites")
    client.post(about(client, said, "edit", text="Next\r\nsteps"))
    assert message(root, "Les suites").msgstr == "Next\nsteps"


def test_a_fuzzy_text_that_is_saved_as_it_is_is_fuzzy_no_more(root: Path, client: Client) -> None:
    edit(po(root), lambda each: replace(each, flags=("fuzzy",)))
    said = message(root, "Les suites")
    client.post(about(client, said, "edit", text=said.msgstr))
    assert not message(root, "Les suites").fuzzy


# The page as it will be


def test_the_page_is_shown_with_a_mark_for_each_message(root: Path, client: Client) -> None:
    page = client.get("/page/en/atelier/")
    assert page.status == 200
    assert page.tree.xpath("//h1//span/@data-unit") == ["1"]
    assert page.words("//p[span[@data-unit='2']]")[0].startswith("DEUX JOURS")
    assert "\u2e3f" not in page.text
    policy = page.headers["Content-Security-Policy"]
    assert "script-src" not in policy
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'self'" in policy
    (style, *_) = page.tree.xpath("//link[@rel='stylesheet']/@href")
    assert client.get(f"/page/{style.removeprefix('../../')}").status == 200


def test_the_page_shows_its_pictures_and_no_other_file(root: Path, client: Client) -> None:
    pixel = bytes.fromhex(
        "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
        "0000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
    )
    (root / "articles" / "carte.png").write_bytes(pixel)
    (root / "articles" / "secret.png").write_bytes(pixel)
    write_article(root, ARTICLE + "\n![](carte.png)\n")
    page = client.get("/page/en/atelier/")
    (picture,) = page.tree.xpath("//img/@src")
    shown = client.get(f"/page/{picture.removeprefix('../../')}")
    assert (shown.status, shown.headers["Content-Type"]) == (200, "image/png")
    for path in ("media/secret.png", "media/../setup.cfg", "media/%2e%2e/setup.cfg", "setup.cfg"):
        assert client.get(f"/page/{path}").status == 404


def test_a_script_in_a_text_does_not_run_on_the_page(root: Path, client: Client) -> None:
    set_msgstr(po(root), "Les suites", f"Next {NASTY}")
    page = client.get("/page/en/atelier/")
    assert not page.tree.xpath("//script[not(@type)] | //@onerror")


# The queue and the search


def test_the_queue_is_narrowed_and_sorted_by_its_address(root: Path, client: Client) -> None:
    other = ARTICLE.replace("Un atelier à Nanning", "Zone franche")
    (root / "articles" / "zone.md").write_text(other, "utf-8")
    run("extract")
    assert len(client.get("/").tree.xpath("//li[@class='entry']")) == 4
    assert client.get("/?q=franche").words("//h3") == ["Zone franche"] * 2
    assert client.get("/?place=ready").words("//h2") == ["Can be approved 1"]
    titles = client.get("/?sort=title&place=work").words("//h3")
    assert titles == ["Un atelier à Nanning", "Zone franche", "Zone franche"]
    for odd in ("/?sort=x&place=y&from=-1", "/?from=99999999999", "/?q=%00", f"/?q={'x' * 4000}"):
        assert client.get(odd).status == 200
    assert "Nothing found." in client.get("/?q=nowhere").text


def test_every_text_is_searched(root: Path, client: Client) -> None:
    set_msgstr(po(root, "zh"), "Les suites", "后续" + "工作" * 60 + "安排")
    for wanted, count in (("les SUITES", 2), ("作安排", 1), ("nowhere", 0)):
        page = client.get("/search/?q=" + wanted.encode().hex("%", 1).join(("%", "")))
        assert len(page.tree.xpath("//li[@class='hit']")) == count, wanted
    page = client.get("/search/?locale=zh-Hans&q=suites")
    (link,) = page.tree.xpath("//li[@class='hit']//a/@href")
    assert client.get(link).status == 200
    assert client.get("/search/").status == 200
    assert not client.get("/search/?q=%3Cscript%3E").tree.xpath("//script")


def test_the_next_article_is_named(root: Path, client: Client) -> None:
    other = ARTICLE.replace("Un atelier à Nanning", "Zone franche")
    (root / "articles" / "zone.md").write_text(other, "utf-8")
    run("extract")
    assert json.loads(client.get("/next/en/atelier/").text) == {"path": "/en/zone/"}
    assert client.get("/next/en/nowhere/").status == 404


# What else is known of a message


def test_the_text_is_shown_beside_what_was_approved_and_what_the_memory_has(
    root: Path, client: Client
) -> None:
    client.post(client.get().form("approve"))
    said = message(root, "Les suites")
    client.post(about(client, said, "edit", text="What comes next"))
    page = client.get(f"{PAGE}?show=changed")
    assert [each.get("id") for each in page.tree.xpath("//article")] == ["m3"]
    unit = f"{PAGE}?unit={source_of(said.key)}"
    assert client.get(unit).tree.xpath("//p[@class='more']/a/@href") == [f"{unit}&more=1"]
    page = client.get(f"{unit}&more=1")
    (was,) = page.tree.xpath("//li[@class='approved-text']")
    assert was.xpath("string(.//del)") == "LES"
    assert page.words("//section[h2='Translation memory']//li")
    assert "<html" not in client.get(f"{unit}&part=more").text


def test_an_accepted_text_that_a_po_editor_saved_over_can_be_taken_again(
    root: Path, client: Client
) -> None:
    said = message(root, "Les suites")
    client.post(
        about(client, said, "", accept=f"{source_of(said.key)} {translation_of(said.msgstr)}")
    )
    assert events(root)[-1]["text"] == said.msgstr
    set_msgstr(po(root), said.msgid, "Opened yesterday, saved today")
    unit = f"{PAGE}?unit={source_of(said.key)}"
    (other,) = client.get(f"{unit}&more=1").tree.xpath("//li[@class='past-text']")
    assert ACTOR in other.text_content()
    fields = {each.name: each.value or "" for each in other.xpath(".//input")}
    assert client.post({**fields, "act": "edit"}, unit).status == 303
    assert message(root, "Les suites").msgstr == said.msgstr
    told = json.loads(run("explain", "atelier", said.msgid, "-l", "en", "--format", "json").stdout)
    assert told["past"] == []  # it stands there again
    set_msgstr(po(root), said.msgid, "Once more")
    told = json.loads(run("explain", "atelier", said.msgid, "-l", "en", "--format", "json").stdout)
    assert [(each["text"], each["accepted"]) for each in told["past"]] == [(said.msgstr, True)]
    assert said.msgstr in run("explain", "atelier", said.msgid, "-l", "en").output


@pytest.mark.parametrize("locale", ["en", "zh"])
def test_the_text_is_shown_beside_what_readers_get(root: Path, client: Client, locale: str) -> None:
    edit(po(root, locale), translated)
    assert run("approve", "--all", "-l", f"fr,{locale}").exit_code == 0
    assert run("release", "publish", "--actor", "editor@example.org").exit_code in (0, 1)
    said = message(root, "Les suites", locale)
    page = f"/{'zh-Hans' if locale == 'zh' else locale}/atelier/"
    unit = f"{page}?unit={source_of(said.key)}&more=1"
    assert client.get(unit).words("//li[@class='live-text']") == ["Live the same"]
    set_msgstr(po(root, locale), said.msgid, f"{said.msgstr} — new")
    (live,) = client.get(unit).tree.xpath("//li[@class='live-text']")
    assert live.xpath("string(.//ins)").strip().endswith("new")

    # The source is another one by now: readers still get what was published of the one before.
    write_article(root, ARTICLE.replace("Les suites", "Toutes les suites"))
    assert run("extract").exit_code == 0
    now = message(root, "Toutes les suites", locale)
    with served(root) as later:
        more = later.get(f"{page}?unit={source_of(now.key)}&more=1")
    (live,) = more.tree.xpath("//li[@class='live-text']")
    assert live.xpath("string(.)").strip() != "Live"

    # What is taken off the site is live no more.
    (root / "public").unlink()
    with served(root) as later:
        assert later.get(unit).status in (200, 404)
        more = later.get(f"{page}?unit={source_of(now.key)}&more=1")
    assert more.tree.xpath("//li[@class='live-text']") == []


def test_before_the_click_it_is_said_what_an_approval_binds(root: Path, client: Client) -> None:
    (said,) = client.get().words("//p[@class='binds']")
    assert said.startswith("Your approval will cover 5 texts. Look first at what goes out:")
    settings = (root / "setup.cfg").read_text("utf-8")
    twice = settings.replace("[workflow:review]", "[workflow:review]\napprovals = 2")
    (root / "setup.cfg").write_text(twice, "utf-8")
    client.post(client.get().form("approve"))
    assert "1 of 2" in client.get().words("//section[@class='standing']")[0]


def test_every_kind_of_error_has_a_name() -> None:
    assert [name for name in NAMES if not isinstance(error_kind(name), Phrase)] == []
    assert set(SEVERITIES) == set(WEIGHTS)
    assert error_kind("of/tomorrow") == "of/tomorrow"


# Long articles


def test_a_page_does_not_wait_for_the_checks_of_a_long_article(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_msgstr(po(root), "Les suites", "The  suite")
    go_on, of = threading.Event(), Checked.of

    def slow(translation: Translation, before: Checked | None = None) -> Checked:
        assert before is not None or go_on.wait(20)
        return of(translation, before)

    monkeypatch.setattr(open_reviews, "AT_ONCE", 1)
    monkeypatch.setattr(Checked, "of", slow)
    with served(root) as client:
        page = client.get()
        assert "still looking" in page.words("//section[@class='standing']")[0]
        assert page.tree.xpath("//section[@data-checking]")
        # What is saved meanwhile is on the page, and checked with the rest.
        client.post(about(client, message(root, "Un atelier"), "edit", text="A  workshop"))
        go_on.set()
        for _ in range(200):
            page = client.get()
            if not page.tree.xpath("//section[@data-checking]"):
                break
            threading.Event().wait(0.05)
        found = "//article[@id='m{}']//div[contains(@class,'finding')]"
        assert page.tree.xpath(found.format(1))
        assert page.tree.xpath(found.format(3))


def test_only_what_changed_is_checked_again(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looked_at: list[int] = []
    findings = translation_findings

    def counted(translation: Translation, catalogue: Catalogue, keys: set[Key]) -> Any:
        looked_at.append(len(keys))
        return findings(translation, catalogue, keys)

    monkeypatch.setattr(desk, "translation_findings", counted)
    with served(root) as client:
        client.get()
        client.post(about(client, message(root, "Les suites"), "edit", text="The  suite"))
        page = client.get()
        assert looked_at == [5, 1]
        assert page.tree.xpath("//article[@id='m3']//div[contains(@class,'finding')]")
        (root / "glossary.csv").write_text("fr,en\nsuites,sequel\n", "utf-8")
        client.get()
        assert looked_at[-1] == 5  # of other words all is looked at
