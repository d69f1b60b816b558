"""`workflow review revert`: a person's work taken back, from the log and from git."""

from __future__ import annotations

import json
import os
import subprocess
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.test_release_flow import ACTOR, Newsroom
from workflow.flows.edit import edit
from workflow.flows.judge import accept
from workflow.flows.word import Word
from workflow.model import Locale, Message, MessageAction, MessageEvent
from workflow.model.message_event import source_of, translation_of
from workflow.project.catalogues import read_catalogue, write_catalogue
from workflow.project.workspace import Workspace
from workflow.review.outcome import Place, Result
from workflow.review.reverting import Past, Sound, Version, Whose, with_accepted

BO, EVE, FAY = "bo@example.org", "eve@example.org", "fay@example.org"
EN = Locale("en")
DAY = datetime(2026, 11, 20, tzinfo=UTC)


class House(Newsroom):
    """A newsroom with one article in English, approved by Aline."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        (root / "articles/atelier.md").unlink()

    @property
    def path(self) -> Path:
        return Path(self.root, "locales/en/LC_MESSAGES/second.po")

    @property
    def messages(self) -> tuple[Message, ...]:
        return read_catalogue(self.path).messages

    @property
    def texts(self) -> list[str]:
        return [message.msgstr for message in self.messages]

    def save(self, number: int, **changes: Any) -> None:
        """As a PO editor does."""
        catalogue = read_catalogue(self.path)
        write_catalogue(catalogue.with_messages([replace(catalogue.messages[number], **changes)]))

    def edit(self, who: str, number: int, text: str, day: int = 22) -> None:
        """As the review page does."""
        place = Place("second", EN, self.messages[number].key)
        word = Word(who, datetime(2026, 11, day, tzinfo=UTC))
        assert edit(Workspace.open(self.root), place, text, word, None).result is Result.DONE

    def accept(self, who: str, number: int) -> None:
        place = Place("second", EN, self.messages[number].key)
        word = Word(who, datetime(2026, 11, 22, tzinfo=UTC))
        (done,) = accept(Workspace.open(self.root), [(place, None)], word)
        assert done.result is Result.DONE

    def revert(self, *options: str, code: int = 0, whose: str = EVE) -> list[dict[str, Any]]:
        arguments = ("--actor", whose, "--since", "2026-11-20", "--format", "json")
        result = self.run("review", "revert", *arguments, *options, code=code)
        told: dict[str, Any] = json.loads(result.stdout)
        assert told["version"] == 1
        rows: list[dict[str, Any]] = told["rows"]
        return rows

    def git(self, *arguments: str, who: str = ACTOR, day: int = 10) -> None:
        date = f"2026-11-{day}T12:00:00Z"
        environment = {
            **os.environ,
            "GIT_AUTHOR_NAME": "N",
            "GIT_COMMITTER_NAME": "N",
            "GIT_AUTHOR_EMAIL": who,
            "GIT_COMMITTER_EMAIL": ACTOR,
            "GIT_AUTHOR_DATE": date,
            "GIT_COMMITTER_DATE": "2026-11-24T12:00:00Z",
        }
        subprocess.run(["git", "-C", str(self.root), *arguments], check=True, env=environment)

    def commit(self, who: str, day: int = 10) -> None:
        self.git("add", ".")
        self.git("commit", "-q", "-m", "work", who=who, day=day)

    def approved(self) -> bool:
        rows = json.loads(self.run("status", "--format", "json", code=None).stdout)["rows"]
        return any(row["approved"] for row in rows if row["locale"] == "en")


@pytest.fixture
def house(tmp_path: Path) -> House:
    house = House(tmp_path / "project")
    house.ready("second", "en", "English")
    return house


@pytest.fixture
def repository(house: House) -> House:
    house.git("init", "-q")
    house.git("config", "user.email", BO)
    house.commit(ACTOR)
    return house


def kinds(rows: list[dict[str, Any]]) -> list[tuple[Any, Any]]:
    return [(row["text"], row["kind"]) for row in rows]


def test_the_plan_is_shown_and_nothing_is_written(house: House) -> None:
    before = house.texts
    house.edit(EVE, 0, "Spam")
    house.edit(EVE, 0, "More spam")
    log = house.root / "reviews/en/second.jsonl"
    data = (log.read_bytes(), house.path.read_bytes())
    (row,) = house.revert("--dry-run")
    assert (row["msgstr"], row["text"], row["kind"]) == ("More spam", before[0], "approved")
    assert (row["number"], row["result"]) == (1, None)
    assert (log.read_bytes(), house.path.read_bytes()) == data
    table = house.run("review", "revert", "--actor", EVE, "--since", "2026-11-20", "--dry-run")
    assert "More spam" in table.stdout
    assert (
        "--yes"
        in house.run("review", "revert", "--actor", EVE, "--since", "2026-11-20", code=2).stderr
    )


def test_approved_texts_come_back_and_with_them_the_approval(house: House) -> None:
    before = house.texts
    house.edit(EVE, 0, "Spam")
    house.edit(EVE, 1, "Spam")
    assert not house.approved()
    rows = house.revert("--yes")
    assert [row["result"] for row in rows] == ["done", "done"]
    assert house.texts == before
    assert house.approved()
    last = json.loads((house.root / "reviews/en/second.jsonl").read_text().splitlines()[-1])
    assert (last["action"], last["actor"], last["before"]) == ("edit", ACTOR, "Spam")
    assert "eve@example.org since 2026-11-20" in last["note"]
    assert house.revert("--yes") == []


def test_who_brings_texts_back_has_not_written_them(house: House) -> None:
    house.write(
        "setup.cfg",
        f"{(house.root / 'setup.cfg').read_text()}\n[workflow:review]\nfour_eyes = yes\n",
    )
    house.edit(EVE, 0, "Spam")
    house.revert("--yes")  # as Aline, who approved them
    assert house.approved()
    house.edit(ACTOR, 0, "Aline's own")
    house.edit(EVE, 0, "Spam", day=23)
    house.revert("--yes")
    assert house.texts[0] == "Aline's own"
    assert "four" in house.run("approve", "second", "-l", "en", code=1).stderr


def test_what_was_made_before_or_by_others_stays(house: House) -> None:
    house.edit(EVE, 0, "Eve's, long ago", day=19)
    house.edit(FAY, 1, "Fay's")
    assert house.revert("--yes") == []
    house.edit(EVE, 0, "Eve's, of late")
    house.edit(EVE, 1, "Eve's")
    assert kinds(house.revert("--yes")) == [("Eve's, long ago", "human"), ("Fay's", "human")]


def test_what_somebody_changed_since_stays_and_is_named(house: House) -> None:
    house.edit(EVE, 0, "Spam")
    house.edit(FAY, 0, "Better", day=23)
    (row,) = house.revert("--yes")
    assert (row["text"], row["result"]) == (None, None)
    assert FAY in row["reason"]
    assert house.texts[0] == "Better"


def test_work_of_who_has_no_role_any_more_is_taken_back(house: House) -> None:
    before = house.texts
    house.edit(EVE, 0, "Spam")
    roles = f"\n[workflow:roles]\n{ACTOR} = editor\n"
    house.write("setup.cfg", (house.root / "setup.cfg").read_text() + roles)
    house.revert("--yes", whose="Eve@Example.org")
    assert house.texts == before
    house.edit(ACTOR, 0, "Aline's")
    result = house.run(
        "review", "revert", "--actor", ACTOR, "--since", "2026-11-20", "--yes", code=None
    )
    assert result.exit_code == 0


def test_who_may_not_edit_brings_nothing_back(house: House) -> None:
    house.edit(EVE, 0, "Spam")
    roles = f"\n[workflow:roles]\n{BO} = editor\n"
    house.write("setup.cfg", (house.root / "setup.cfg").read_text() + roles)
    assert (
        "may not edit"
        in house.run(
            "review", "revert", "--actor", EVE, "--since", "2026-11-20", "--yes", code=2
        ).stderr
    )
    assert house.texts[0] == "Spam"


def test_a_machine_s_draft_comes_back_as_one(tmp_path: Path) -> None:
    house = House(tmp_path / "project")
    house.run("extract")
    house.run("translate", "second", "-l", "en", "--engine", "dummy")
    drafts = house.texts
    house.accept(EVE, 0)
    house.edit(EVE, 1, "Spam")
    assert not any(message.fuzzy for message in house.messages)
    assert kinds(house.revert("--yes")) == [(drafts[0], "draft"), (drafts[1], "draft")]
    assert house.texts == drafts
    assert all(message.is_draft for message in house.messages)


def test_what_was_untranslated_is_so_again(tmp_path: Path) -> None:
    house = House(tmp_path / "project")
    house.run("extract")
    house.edit(EVE, 0, "Spam")
    assert kinds(house.revert("--yes")) == [("", "nothing")]
    assert house.texts == ["", ""]


def test_a_save_between_plan_and_act_is_left_alone(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.edit(EVE, 0, "Spam")
    house.edit(EVE, 1, "Spam")

    def answered(*_: object, **__: object) -> bool:
        house.save(0, msgstr="Saved meanwhile")
        return True

    monkeypatch.setattr("workflow.cli.reverts.on_terminal", lambda: True)
    monkeypatch.setattr("click.confirm", answered)
    rows = house.revert(code=1)
    assert [row["result"] for row in rows] == ["changed", "done"]
    assert house.texts[0] == "Saved meanwhile"


def test_saves_in_a_po_editor_are_known_from_git(repository: House) -> None:
    before = repository.texts
    repository.save(0, msgstr="Spam by editor")
    repository.commit(EVE, day=21)
    repository.save(0, msgstr="More spam")
    repository.save(1, msgstr="Spam too")
    repository.commit(EVE, day=22)
    assert kinds(repository.revert("--dry-run")) == [(each, "approved") for each in before]
    repository.revert("--yes")
    assert repository.texts == before
    assert repository.approved()


def test_log_and_git_are_read_together(repository: House) -> None:
    repository.save(0, msgstr="Fay's, by editor")
    repository.commit(FAY, day=18)
    repository.edit(EVE, 0, "Spam on the page")
    repository.commit(ACTOR, day=23)  # whoever committed it, the log knows who wrote it
    repository.save(0, msgstr="Spam by editor")
    repository.commit(EVE, day=24)
    assert kinds(repository.revert("--yes")) == [("Fay's, by editor", "human")]


def test_what_git_saw_others_change_since_stays(repository: House) -> None:
    repository.save(0, msgstr="Spam")
    repository.commit(EVE, day=21)
    repository.save(0, msgstr="Fay's")
    repository.commit(FAY, day=22)
    (row,) = repository.revert("--yes")
    assert row["text"] is None
    assert FAY in row["reason"]


def test_a_draft_that_git_knows_was_one_is_passed_over(repository: House) -> None:
    repository.write("articles/second.md", "---\ntitle: Tiers article\nlang: fr\n---\n\nUn mot.\n")
    repository.run("extract")
    repository.save(0, msgstr="Human", flags=())
    repository.commit(FAY, day=11)
    repository.save(0, msgstr="Half done", flags=("fuzzy",))
    repository.commit(FAY, day=12)
    repository.save(0, msgstr="Spam", flags=())
    repository.commit(EVE, day=21)
    assert kinds(repository.revert("--yes", "--locale", "en")) == [("Human", "human")]


def test_what_is_not_committed_is_of_who_works_here(repository: House) -> None:
    before = repository.texts
    repository.save(1, msgstr="Bo's")
    assert repository.revert("--dry-run") == []
    assert kinds(repository.revert("--yes", whose=BO)) == [(before[1], "approved")]


def test_a_renamed_article_keeps_its_past(repository: House) -> None:
    before = repository.texts
    repository.save(0, msgstr="Spam")
    repository.commit(EVE, day=21)
    (repository.root / "articles/second.md").rename(repository.root / "articles/third.md")
    repository.run("extract")
    repository.commit(ACTOR, day=22)
    rows = repository.revert("--dry-run")
    assert [(row["article"], row["text"]) for row in rows] == [("third", before[0])]


def test_since_may_be_a_time_and_has_to_be_one(house: House) -> None:
    house.edit(EVE, 0, "Spam")
    for since, count in (("2026-11-22T01:00+02:00", 1), ("2026-11-22T00:00:01", 0)):
        found = house.run(
            "review", "revert", "--actor", EVE, "--since", since, "--dry-run", "--format", "json"
        )
        assert len(json.loads(found.stdout)["rows"]) == count
    assert (
        "2026-12-24"
        in house.run("review", "revert", "--actor", EVE, "--since", "monday", code=2).stderr
    )


@given(st.data())
def test_what_comes_back_is_never_the_person_s_own(data: st.DataObject) -> None:
    people, texts = st.sampled_from([EVE, FAY]), st.sampled_from(["", "a", "b", "c", "d"])
    days = st.integers(10, 28)
    key = (None, "x")

    def time(day: int) -> str:
        return f"2026-11-{day}T00:00:00Z"

    edits = [
        MessageEvent(
            time(day),
            who,
            MessageAction.EDIT,
            "a",
            "en",
            source_of(key),
            translation_of(text),
            text=text,
            before=before,
        )
        for day, who, text, before in sorted(
            data.draw(st.lists(st.tuples(days, people, texts, texts), max_size=8))
        )
    ]
    versions = [
        Version(Message("x", text), who, datetime(2026, 11, day, tzinfo=UTC))
        for day, who, text in sorted(
            data.draw(st.lists(st.tuples(days, people, texts), max_size=8)), reverse=True
        )
    ]
    now = data.draw(texts)
    vouched = frozenset(map(translation_of, data.draw(st.sets(texts))))
    whose = Whose(EVE, DAY)
    past = Past(Message("x", now), edits, vouched, lambda: versions)
    back = past.back(whose)
    if back is None:
        return
    assert back.text != now
    assert (back.sound is Sound.NOTHING) == (back.text == "")
    if back.sound is Sound.APPROVED:
        assert translation_of(back.text) in vouched
    if back.sound is Sound.HUMAN:
        made = past._made(back.text)
        assert made is None or not whose.has(made.actor, made.time)


def test_an_accepted_text_that_a_stale_save_took_away_comes_back(repository: House) -> None:
    """It was never committed: the log alone has it."""
    before = repository.texts[0]
    repository.save(0, msgstr="Fay's, never committed")
    repository.accept(ACTOR, 0)
    repository.save(0, msgstr=before)
    repository.save(0, msgstr="Opened yesterday, saved today")
    found = kinds(repository.revert("--yes", whose=BO))
    assert found == [("Fay's, never committed", "approved")]
    assert repository.texts[0] == "Fay's, never committed"


def test_a_text_in_an_acceptance_that_is_not_of_its_digest_brings_nothing_back() -> None:
    message = Message("Source", "Now")
    event = MessageEvent(
        "2026-11-22T00:00:00Z", ACTOR, MessageAction.ACCEPT, "a", "en", "", translation_of("Then")
    )
    assert with_accepted(message, [], [event]) == []
    assert with_accepted(message, [], [replace(event, text="Forged")]) == []
    (found,) = with_accepted(message, [], [replace(event, text="Then")] * 2)
    assert (found.text, found.author) == ("Then", "")
