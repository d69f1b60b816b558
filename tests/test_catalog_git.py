"""Catalogues in real git repositories: set up by `workflow init --git`, merged by the driver."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from workflow.cli import main
from workflow.po.catalogue import Catalogue
from workflow.po.messages import NOT_MERGED
from workflow.project.catalogues import read_catalogue, write_catalogue

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")

ROOT = Path(__file__).parent.parent
PO = "locales/en/LC_MESSAGES/été.po"
HEADER = """\
msgid ""
msgstr ""
"POT-Creation-Date: 2026-01-01 10:00+0000\\n"
"PO-Revision-Date: 2026-01-01 10:00+0000\\n"
"Last-Translator: Nobody\\n"
"Language: en\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"""
START = {"Un": "One", "Deux": "Two", "Trois": "Three"}


def po(messages: dict[str, str], header: str = HEADER) -> str:
    return "\n".join([header, *(f'msgid "{k}"\nmsgstr "{v}"\n' for k, v in messages.items())])


@pytest.fixture
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Git without the machine's settings, and a `workflow` that is this one."""
    folder = tmp_path / "bin"
    folder.mkdir()
    program = folder / "workflow"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m workflow "$@"\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{role}_NAME", "A")
        monkeypatch.setenv(f"GIT_{role}_EMAIL", "a@example.org")


@pytest.fixture
def repository(environment: None, project: Path) -> Path:
    """A project under git with one catalogue committed; it is the current folder."""
    git("init", "-q")
    assert init("--git", ".").exit_code == 0
    commit(po(START), "start")
    git("branch", "-M", "main")
    return project


def init(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["init", *arguments])


def git(*arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["git", *arguments], capture_output=True, text=True, check=check)


def commit(text: str, message: str) -> None:
    path = Path(PO)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
    git("add", "-A")
    git("commit", "-q", "-m", message)


def merge(ours: str, theirs: str) -> subprocess.CompletedProcess[str]:
    """Commit two versions on two branches and merge the second into the first."""
    git("checkout", "-q", "-b", "theirs", "main")
    commit(theirs, "theirs")
    git("checkout", "-q", "-b", "ours", "main")
    commit(ours, "ours")
    return git("merge", "theirs", "-m", "both", check=False)


def result() -> Catalogue:
    if shutil.which("msgfmt"):
        subprocess.run(["msgfmt", "--check", "-o", os.devnull, PO], check=True)
    return read_catalogue(Path(PO))


def texts() -> dict[str, str]:
    return {message.msgid: message.msgstr for message in result().messages}


# The merge


CLEAN = [
    ({"Un": "The one"}, {"Deux": "The two"}, {"Un": "The one", "Deux": "The two"}),
    ({"Quatre": "Four"}, {"Cinq": "Five"}, {"Quatre": "Four", "Cinq": "Five"}),
    ({"Deux": None}, {"Un": "I"}, {"Un": "I", "Deux": None}),
    ({"Un": "same"}, {"Un": "same", "Deux": "II"}, {"Un": "same", "Deux": "II"}),
]
"""What each side changes (None: deletes), and what is changed in the end."""


def changed(edits: dict[str, str | None]) -> dict[str, str]:
    return {key: text for key, text in (START | edits).items() if text is not None}


@pytest.mark.usefixtures("repository")
@pytest.mark.parametrize("back", [False, True])
@pytest.mark.parametrize(("ours", "theirs", "expected"), CLEAN)
def test_what_does_not_touch_the_same_message_merges(
    ours: dict[str, str | None],
    theirs: dict[str, str | None],
    expected: dict[str, str | None],
    back: bool,
) -> None:
    sides = (theirs, ours) if back else (ours, theirs)
    done = merge(*(po(changed(side)) for side in sides))
    assert done.returncode == 0, done.stdout + done.stderr
    assert texts() == changed(expected)
    assert git("status", "--porcelain").stdout == ""


@pytest.mark.usefixtures("repository")
@pytest.mark.parametrize("back", [False, True])
def test_the_same_message_translated_twice_stops_git_with_a_file_that_works(back: bool) -> None:
    one, two = po(START | {"Deux": "A pair"}), po(START | {"Deux": "Both", "Un": "I"})
    done = merge(two, one) if back else merge(one, two)
    assert done.returncode == 1
    assert f"{PO}:" in done.stderr
    assert "Traceback" not in done.stderr
    assert git("diff", "--name-only", "--diff-filter=U", "-z").stdout == f"{PO}\0"
    messages = {message.msgid: message for message in result().messages}
    assert messages["Deux"].fuzzy
    (note,) = messages["Deux"].translator_comments
    found = NOT_MERGED.match(note)
    assert found
    assert {messages["Deux"].msgstr, found["text"].strip('"')} == {"A pair", "Both"}
    assert messages["Un"].msgstr == "I"
    git("commit", "-a", "-q", "-m", "to be looked at later")
    assert git("status", "--porcelain").stdout == ""


@pytest.mark.usefixtures("repository")
@pytest.mark.parametrize("back", [False, True])
def test_headers_merge_and_the_later_date_stands(back: bool) -> None:
    early = HEADER.replace("Date: 2026-01-01", "Date: 2026-02-01").replace("Nobody", "Aline")
    late = HEADER.replace("Revision-Date: 2026-01-01", "Revision-Date: 2026-03-01")
    late = late.replace("Nobody", "Bo")
    one, two = po(START | {"Un": "I"}, early), po(START | {"Deux": "II"}, late)
    done = merge(two, one) if back else merge(one, two)
    assert done.returncode == 0, done.stderr
    headers = result().headers
    assert headers["POT-Creation-Date"] == "2026-02-01 10:00+0000"
    assert headers["PO-Revision-Date"] == "2026-03-01 10:00+0000"
    assert headers["Last-Translator"] == "Bo"


@pytest.mark.usefixtures("repository")
@pytest.mark.parametrize("emptied", ["ours", "theirs"])
def test_an_emptied_catalogue_does_not_empty_the_other_side(emptied: str) -> None:
    sides = {"ours": po(START | {"Un": "I"}), "theirs": po(START | {"Deux": "II"})}
    done = merge(**(sides | {emptied: ""}))
    assert done.returncode == 1
    assert f"{emptied.removesuffix('s')} version cannot be read: it is empty" in done.stderr
    assert git("diff", "--name-only", "--diff-filter=U", "-z").stdout == f"{PO}\0"
    assert git("show", f"{'theirs' if emptied == 'ours' else 'ours'}:{PO}").stdout


@pytest.mark.usefixtures("repository")
@pytest.mark.parametrize("back", [False, True])
def test_a_message_that_came_back_stays_though_the_other_side_pruned_it(back: bool) -> None:
    git("checkout", "-q", "main")
    commit(po(START) + '\n#~ msgid "Quatre"\n#~ msgstr "Four"\n', "gone")
    live = po(START | {"Quatre": "Four"})
    done = merge(live, po(START)) if back else merge(po(START), live)
    assert done.returncode == 0, done.stderr
    assert texts() == START | {"Quatre": "Four"}


@pytest.mark.usefixtures("repository")
def test_a_rebase_works_alike() -> None:
    git("checkout", "-q", "-b", "topic")
    commit(po(START | {"Un": "I"}), "one")
    commit(po(START | {"Un": "I", "Deux": "II"}), "two")
    git("checkout", "-q", "main")
    commit(po(START | {"Trois": "III"}), "three")
    git("checkout", "-q", "topic")
    assert git("rebase", "-q", "main", check=False).returncode == 0
    assert texts() == {"Un": "I", "Deux": "II", "Trois": "III"}


@pytest.mark.usefixtures("repository")
def test_a_file_added_on_both_sides() -> None:
    git("rm", "-q", PO)
    git("commit", "-q", "-m", "gone")
    done = merge(po({"Un": "One", "Deux": "Two"}), po({"Un": "One", "Deux": "Both"}))
    assert done.returncode == 1
    assert texts() == {"Un": "One", "Deux": "Two"}


@pytest.mark.usefixtures("repository")
@pytest.mark.parametrize("broken", ['msgid "x\nmsgstr ""\n', "<<<<<<< HEAD\n", "\xff"])
def test_a_version_that_cannot_be_read_leaves_ours_as_it_is(broken: str) -> None:
    ours = po(START | {"Un": "I"})
    git("checkout", "-q", "-b", "theirs", "main")
    Path(PO).write_bytes((po(START) + "\n" + broken).encode("latin-1"))
    git("commit", "-a", "-q", "-m", "theirs")
    git("checkout", "-q", "-b", "ours", "main")
    commit(ours, "ours")
    done = git("merge", "theirs", "-m", "both", check=False)
    assert done.returncode != 0
    assert "their version cannot be read" in done.stderr
    assert PO in done.stderr
    assert Path(PO).read_text(encoding="utf-8") == ours


def test_a_base_that_cannot_be_read_loses_nothing(tmp_path: Path) -> None:
    names = ("base.po", "ours.po", "theirs.po")
    base, ours, theirs = (tmp_path / name for name in names)
    base.write_text("<<<<<<< HEAD\n")
    ours.write_text(po({"Un": "One"}))
    theirs.write_text(po({"Deux": "Two"}))
    done = CliRunner().invoke(main, ["catalog", "merge-driver", *map(str, (base, ours, theirs))])
    assert done.exit_code == 0, done.output
    assert [message.msgid for message in read_catalogue(ours).messages] == ["Un", "Deux"]


def test_two_branches_that_edit_the_article_and_translate(repository: Path) -> None:
    """The whole way: articles merge by line, templates and catalogues by message."""
    (article,) = (repository / "articles").iterdir()
    catalogue = repository / "locales" / "en" / "LC_MESSAGES" / f"{article.stem}.po"

    def branch(name: str, old: str, new: str, msgstr: str) -> None:
        git("checkout", "-q", "-b", name, "main")
        article.write_text(article.read_text().replace(old, new))
        assert CliRunner().invoke(main, ["extract"]).exit_code == 0
        before = read_catalogue(catalogue)
        changed = [each for each in before.messages if each.msgid == new.removeprefix("## ")]
        assert changed
        write_catalogue(
            before.with_messages(replace(each, msgstr=msgstr, flags=()) for each in changed)
        )
        git("commit", "-a", "-q", "-m", name)

    text = article.read_text()
    headings = [line for line in text.splitlines() if line.startswith("## ")]
    assert CliRunner().invoke(main, ["extract"]).exit_code == 0
    git("add", "-A")
    git("commit", "-q", "-m", "extract")
    branch("theirs", headings[-1], "## Leur titre", "Their heading")
    branch("ours", headings[0], "## Notre titre", "Our heading")
    done = git("merge", "theirs", "-m", "both", check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert CliRunner().invoke(main, ["catalog", "lint"]).exit_code == 0
    assert CliRunner().invoke(main, ["extract"]).exit_code == 0
    assert git("status", "--porcelain").stdout == ""
    usable = {each.msgid: each.msgstr for each in read_catalogue(catalogue).messages if each.usable}
    assert usable == {"Leur titre": "Their heading", "Notre titre": "Our heading"}


# init --git


def test_a_new_project_gets_a_repository(environment: None, tmp_path: Path) -> None:
    root = tmp_path / "new"
    done = init("--git", str(root))
    assert done.exit_code == 0, done.output
    assert (root / ".git").is_dir()
    attributes = (root / ".gitattributes").read_text()
    assert "merge=" not in attributes
    assert ".workflow/" in (root / ".gitignore").read_text().splitlines()
    driver = git("-C", str(root), "config", "--local", "merge.workflow-po.driver").stdout
    assert driver == "workflow catalog merge-driver %O %A %B %P\n"
    for path in ("locales/x.pot", "locales/en/LC_MESSAGES/a/b.po"):
        said = git("-C", str(root), "check-attr", "merge", "text", "--", path).stdout
        assert said == f"{path}: merge: workflow-po\n{path}: text: unset\n"


def test_a_second_run_changes_nothing(environment: None, tmp_path: Path) -> None:
    root = tmp_path / "new"
    init("--git", str(root))
    before = snapshot(root)
    done = init("--git", str(root))
    assert done.exit_code == 0
    assert "set up already" in done.stdout
    assert snapshot(root) == before


def snapshot(root: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


def test_a_project_that_is_there_gets_these_lines_and_no_others(
    environment: None, tmp_path: Path
) -> None:
    root = tmp_path / "old"
    root.mkdir()
    (root / "setup.cfg").write_text("[workflow]\nlocales = mes textes\n")
    (root / ".gitattributes").write_text("*.png binary")
    (root / ".gitignore").write_text("*.swp\n")
    git("init", "-q", str(root))
    git("-C", str(root), "config", "merge.workflow-po.driver", "my-own %A")
    done = init("--git", str(root))
    assert done.exit_code == 0, done.output
    names = {path.name for path in root.iterdir()}
    assert names == {".git", ".gitattributes", ".gitignore", "setup.cfg"}
    assert (root / ".gitattributes").read_text().startswith("*.png binary\n")
    assert (root / ".gitignore").read_text() == "*.swp\n.workflow/\n*.mo\n"
    assert git("-C", str(root), "config", "merge.workflow-po.driver").stdout == "my-own %A\n"
    path = "mes textes/en/LC_MESSAGES/x.po"
    said = git("-C", str(root), "check-attr", "merge", "--", path).stdout
    assert said == f"{path}: merge: workflow-po\n"


def test_a_project_inside_a_repository_uses_that(environment: None, tmp_path: Path) -> None:
    git("init", "-q", str(tmp_path / "whole"))
    root = tmp_path / "whole" / "site" / "news"
    assert init("--git", str(root)).exit_code == 0
    assert not (root / ".git").exists()
    said = git("-C", str(root), "check-attr", "merge", "--", "locales/x.pot").stdout
    assert said == "locales/x.pot: merge: workflow-po\n"


def merge_attribute(folder: Path) -> str:
    said = git("-C", str(folder), "check-attr", "-z", "merge", "--", PO).stdout
    return said.split("\0")[2]


EARLIER = """\
# `workflow init --git` makes the driver known, once a clone
locales/**/*.po merge=workflow-po -text
locales/**/*.pot merge=workflow-po -text
"""
"""What earlier versions wrote."""


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_lines_of_earlier_versions_are_mended_and_no_other(
    environment: None, project: Path, end: str
) -> None:
    git("init", "-q")
    theirs = "*.png binary\n\n*.pdf -diff\n"
    Path(".gitattributes").write_bytes((theirs + EARLIER).replace("\n", end).encode())
    assert init("--git", ".").exit_code == 0
    lines = Path(".gitattributes").read_bytes().decode().split(end)
    assert lines[:3] == theirs.splitlines()
    assert lines.count("locales/**/*.po -text") == 1
    assert "merge=" not in "".join(lines)
    assert "\n" not in "".join(lines)
    assert "set up already" in init("--git", ".").stdout


def test_a_line_of_ones_own_with_the_driver_is_named_and_stays(
    environment: None, project: Path
) -> None:
    git("init", "-q")
    own = "po/*.po diff=po merge=workflow-po\n"
    Path(".gitattributes").write_text(own)
    done = init("--git", ".")
    assert done.exit_code == 0
    assert ".gitattributes:1: take out merge=workflow-po" in done.stderr
    assert Path(".gitattributes").read_text().startswith(own)


def test_a_clone_without_the_driver_merges_with_what_it_has(repository: Path) -> None:
    """As on Weblate's servers, which merge PO files by a driver and attributes of their own."""
    git("clone", "-q", str(repository), str(repository.parent / "clone"))
    said = merge_attribute(repository.parent / "clone")
    assert said == "unspecified"


def test_a_work_tree_of_the_clone_merges_by_message_too(repository: Path) -> None:
    tree = repository.parent / "tree"
    git("worktree", "add", "-q", str(tree), "-b", "other")
    assert (tree / ".git").is_file()
    assert "set up already" in init("--git", str(tree)).stdout
    said = merge_attribute(tree)
    assert said == "workflow-po"


def test_the_first_set_up_may_be_in_a_work_tree(environment: None, project: Path) -> None:
    git("init", "-q")
    git("add", "-A")
    git("commit", "-q", "-m", "start")
    tree = project.parent / "tree"
    git("worktree", "add", "-q", str(tree), "-b", "other")
    assert init("--git", str(tree)).exit_code == 0
    for folder in (project, tree):
        said = merge_attribute(folder)
        assert said == "workflow-po"


@pytest.mark.parametrize("crlf", ["true", "input"])
def test_line_ends_survive_a_clone_whatever_it_does_to_text(repository: Path, crlf: str) -> None:
    """Else every approval is void there: they bind every byte."""
    files = {
        "articles/été/marché.md": b"---\ntitle: A\r\n---\n\nUn\r\ndeux\n",
        "articles/新闻.html": "<p>一\r\n</p>\n".encode(),
        "articles/images/a.svg": b"<svg>\r\n</svg>\n",
        "reviews/zh/été/marché.jsonl": b"{}\n",
        "reviews/allowed_signers": b"a\n",
        "glossary.csv": b"fr,en\r\na,b\n",
        "locales/été/marché.pot": b"x\n",
    }
    for name, data in files.items():
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_bytes(data)
    git("add", "-A")
    git("commit", "-q", "-m", "files")
    clone = repository.parent / "clone"
    git("clone", "-q", "-c", f"core.autocrlf={crlf}", str(repository), str(clone))
    assert {name: (clone / name).read_bytes() for name in files} == files
    assert git("-C", str(clone), "status", "--porcelain").stdout == ""


def test_the_glossary_that_the_settings_name_keeps_its_line_ends(
    environment: None, tmp_path: Path
) -> None:
    (tmp_path / "setup.cfg").write_text("[workflow]\nglossary = mes termes/[1].csv\n")
    (tmp_path / "mes termes").mkdir()
    (tmp_path / "mes termes/[1].csv").write_text("fr,en\na,b\n")
    git("init", "-q", str(tmp_path))
    assert init("--git", str(tmp_path)).exit_code == 0
    said = git("-C", str(tmp_path), "check-attr", "text", "--", "mes termes/[1].csv").stdout
    assert said == "mes termes/[1].csv: text: unset\n"


def test_a_project_in_no_repository_is_left_as_it_is(environment: None, project: Path) -> None:
    before = snapshot(project)
    done = init("--git", ".")
    assert done.exit_code == 2
    assert "in no git repository" in done.stderr
    assert "git -C . init" in done.stderr
    assert snapshot(project) == before


def test_without_git_nothing_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path / "none"))
    done = init("--git", str(tmp_path / "new"))
    assert done.exit_code == 2
    assert "git is not installed" in done.stderr
    assert not (tmp_path / "new").exists()
