"""Four eyes with git: who wrote the lines of a text as they stand may not approve it."""

from __future__ import annotations

import os
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from tests.test_release_flow import Newsroom
from workflow.errors import WorkflowError
from workflow.files.git import line_authors
from workflow.model import Locale
from workflow.po.catalogue import Catalogue
from workflow.project.authorship import authors_of
from workflow.project.catalogues import read_catalogue, write_catalogue
from workflow.project.workspace import Workspace

ALINE, BO, CHEN = "aline@example.org", "bo@example.org", "chen@example.org"


class Repository(Newsroom):
    """A newsroom in git; :data:`BO` works at this machine."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.write("setup.cfg", (root / "setup.cfg").read_text() + "\n[workflow:review]\n")
        self.rule("four_eyes = yes")
        self.git("init", "-q")
        self.git("config", "user.email", BO)
        self.git("config", "user.name", "Bo")

    def rule(self, line: str) -> None:
        self.write("setup.cfg", (self.root / "setup.cfg").read_text() + f"{line}\n")

    def git(self, *arguments: str, who: str = BO) -> None:
        names = {"GIT_AUTHOR_NAME": "N", "GIT_COMMITTER_NAME": "N", "GIT_COMMITTER_EMAIL": BO}
        environment = {**os.environ, **names, "GIT_AUTHOR_EMAIL": who}
        subprocess.run(["git", "-C", str(self.root), *arguments], check=True, env=environment)

    def commit(self, who: str) -> None:
        self.git("add", ".")
        self.git("commit", "-q", "-m", "work", who=who)

    def catalogue(self, locale: str = "en") -> Catalogue:
        return read_catalogue(self.root / f"locales/{locale}/LC_MESSAGES/second.po")

    def change(self, number: int, text: str) -> None:
        catalogue = self.catalogue()
        message = replace(catalogue.messages[number].without_fuzzy(), msgstr=text)
        write_catalogue(catalogue.with_messages([message]))

    def authors(self, locale: str = "en") -> set[str]:
        workspace = Workspace.open(self.root)
        (article,) = workspace.select(["second"])
        return set(authors_of(workspace.translation(article, Locale(locale))))


@pytest.fixture
def house(tmp_path: Path) -> Repository:
    """Bo extracted, Aline translated into English."""
    house = Repository(tmp_path / "project")
    house.run("extract")
    house.commit(BO)
    house.translate("second", "en", "English")
    house.commit(ALINE)
    return house


def test_who_wrote_a_text_may_not_approve_it(house: Repository) -> None:
    result = house.run("approve", "second", "-l", "en", code=1)  # as Aline
    assert ALINE in result.stderr
    house.run("approve", "second", "-l", "en", "--actor", BO)
    (line,) = (house.root / "reviews/en/second.jsonl").read_text().splitlines()
    assert f'"contributors": ["{ALINE}"]' in line


def test_who_mended_one_line_may_not_either(house: Repository) -> None:
    house.change(1, "Nothing but a sentence.")
    house.commit(CHEN)
    assert house.authors() == {ALINE, CHEN}
    house.run("approve", "--all", "-l", "en", "--actor", CHEN, code=1)
    house.change(0, "Second")
    assert house.authors() == {CHEN, BO}  # what is not committed is of who works here
    house.run("approve", "second", "-l", "en", "--actor", BO, code=1)
    house.approve("second", "en")


def test_comments_headers_and_sources_are_nobody_s_translation(house: Repository) -> None:
    path = house.catalogue().path
    text = path.read_text("utf-8").replace("#:", "# relu\n#:").replace("UTF-8", "utf-8")
    path.write_text(text, "utf-8")
    house.commit(CHEN)
    assert house.authors() == {ALINE}


def test_a_text_of_several_lines_is_of_who_wrote_these(house: Repository) -> None:
    path = house.catalogue().path
    text = path.read_text("utf-8")
    (whole,) = (line for line in text.splitlines() if line.startswith('msgstr "English: Rien'))
    rest = whole.removeprefix('msgstr "English: Rien')
    lines = text.replace(whole, f'msgstr ""\n"English: Rien"\n"{rest}').replace("\n", "\r\n")
    path.write_bytes(lines.encode())
    house.commit(ALINE)
    path.write_bytes(lines.replace('"English: Rien"', '"Almost"').encode())
    house.commit(CHEN)
    assert house.authors() == {ALINE, CHEN}


def test_what_a_machine_drafted_is_nobody_s_until_somebody_changes_it(house: Repository) -> None:
    house.run("translate", "second", "-l", "zh", "--engine", "dummy")
    house.commit(ALINE)
    assert house.authors("zh") == set()
    catalogue = house.catalogue("zh")
    drafts = [message.without_fuzzy() for message in catalogue.messages]
    write_catalogue(catalogue.with_messages(drafts))
    house.commit(ALINE)
    assert house.authors("zh") == set()
    catalogue = house.catalogue("zh")
    write_catalogue(catalogue.with_messages([replace(drafts[0], msgstr="第二篇文章")]))
    house.commit(CHEN)
    assert house.authors("zh") == {CHEN}


def test_an_author_does_not_approve_the_own_article(house: Repository) -> None:
    article = house.root / "articles/second.md"
    article.write_text(article.read_text().replace("Rien", "Presque rien"))
    house.commit(CHEN)
    assert house.authors("fr") == {BO, CHEN}
    house.run("approve", "second", "-l", "fr", "--actor", CHEN, code=1)
    house.approve("second", "fr")


def test_a_mail_map_is_followed(house: Repository) -> None:
    house.write(".mailmap", f"Chen <{CHEN}> <{ALINE}>\n")
    assert house.authors() == {CHEN}


def test_a_file_that_git_does_not_know_is_of_who_works_here(house: Repository) -> None:
    house.git("rm", "-q", "--cached", "-r", "locales")
    house.git("commit", "-q", "-m", "out", who=CHEN)
    assert house.authors() == {BO}


def test_without_a_repository_nobody_is_known(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("a\n")
    assert line_authors(tmp_path / "file") == []


def test_a_history_that_is_cut_off_tells_nothing(house: Repository, tmp_path: Path) -> None:
    clone = tmp_path / "clone"
    url = house.root.as_uri()
    subprocess.run(["git", "clone", "-q", "--depth", "1", url, str(clone)], check=True)
    house.root = clone
    result = house.run("approve", "second", "-l", "en", "--actor", BO, code=2)
    assert "git fetch --unshallow" in result.stderr
    with pytest.raises(WorkflowError):
        line_authors(clone / "setup.cfg")


def test_nobody_is_asked_where_two_eyes_will_do(
    house: Repository, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    settings = (house.root / "setup.cfg").read_text()
    house.write("setup.cfg", settings.replace("four_eyes = yes", ""))
    monkeypatch.setenv("PATH", str(tmp_path))  # there is no git
    house.approve("second", "en")
    assert "contributors" not in (house.root / "reviews/en/second.jsonl").read_text()
