"""Nobody's save is overwritten: files that people save while a command is about to write them."""

from __future__ import annotations

import ast
import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import IO

import polib
import pytest
from click.testing import CliRunner, Result

from tests.libre import quick, serving
from workflow.cli import main
from workflow.errors import ChangedError, FileError
from workflow.files import atomic as files

__all__ = ["quick"]

ROOT = Path(__file__).parent.parent
SOURCES = {
    "fr": "---\ntitle: Un atelier\nlang: fr\n---\n\nTrois jours à Nanning.\n\nEntrée libre.\n",
    "en": "---\ntitle: A workshop\nlang: en\n---\n\nThree days in Nanning.\n\nFree of charge.\n",
    "zh": "---\ntitle: 研讨会\nlang: zh\n---\n\n在南宁举行三天。\n\n免费入场。\n",
}
TARGET = {"fr": "zh", "en": "fr", "zh": "en"}
WORD = {"fr": "Atelier : « Été »", "en": "Workshop", "zh": "“工作坊”"}

Save = Callable[[Path, bytes], None]


def in_place(path: Path, data: bytes) -> None:
    """As nano, gedit and most small editors save."""
    path.write_bytes(data)


def by_rename(path: Path, data: bytes) -> None:
    """As vim and Poedit save."""
    new = path.with_name(f"{path.name}~new")
    new.write_bytes(data)
    new.replace(path)


def anew(path: Path, data: bytes) -> None:
    """As git puts another version into the work tree."""
    path.unlink(missing_ok=True)
    path.write_bytes(data)


SAVES = pytest.mark.parametrize("save", [in_place, by_rename, anew])
LANGUAGES = pytest.mark.parametrize("lang", SOURCES)


@pytest.fixture(autouse=True)
def _no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "PAUSE", 0.0)


def before_rename(
    monkeypatch: pytest.MonkeyPatch, path: Path, act: Callable[[], object], times: int = 1
) -> list[str]:
    """Do ``act`` when the new text is on disk, right before the look that precedes the rename."""
    done: list[str] = []
    real = files._flush

    def flush(file: IO[bytes], target: str) -> None:
        real(file, target)
        if target == os.path.realpath(path) and len(done) < times:
            done.append(target)
            act()

    monkeypatch.setattr(files, "_flush", flush)
    return done


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(main, list(arguments))
    assert "Traceback" not in result.output
    return result


def po(lang: str, slug: str = "a") -> Path:
    return Path.cwd() / f"locales/{TARGET[lang]}/LC_MESSAGES/{slug}.po"


def translated(path: Path, text: str, number: int = 1) -> bytes:
    """The catalogue as a translator saves it, with the message of this number done."""
    catalogue = polib.pofile(str(path))
    catalogue[number].msgstr = text
    catalogue[number].flags.clear()
    return str(catalogue).encode()


def texts(path: Path) -> dict[str, str]:
    return {entry.msgid: entry.msgstr for entry in polib.pofile(str(path)) if not entry.obsolete}


@pytest.fixture
def started(project: Path, lang: str) -> Path:
    """A project with one article in ``lang``, extracted."""
    for path in (project / "articles").iterdir():
        path.unlink()
    (project / "setup.cfg").write_text(
        f"[workflow]\nsource_locale = {lang}\ntarget_locales = {TARGET[lang]}\nengines = dummy\n",
        encoding="utf-8",
    )
    (project / "articles/a.md").write_text(SOURCES[lang], encoding="utf-8")
    assert run("extract").exit_code == 0
    return project


# One file


@pytest.mark.parametrize("kept", [True, False], ids=["as it was", "saved"])
@SAVES
def test_a_file_is_replaced_only_while_it_holds_what_was_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, save: Save, kept: bool
) -> None:
    path = tmp_path / "a.po"
    path.write_bytes(b"old")
    data = b"old" if kept else b"theirs"
    assert not before_rename(monkeypatch, path, lambda: save(path, data))
    if kept:
        assert files.save(path, b"old", b"new")
    else:
        with pytest.raises(ChangedError, match=r"a\.po: somebody saved") as caught:
            files.save(path, b"old", b"new")
        assert caught.value.exit_code == 1
        assert caught.value.hint
    assert path.read_bytes() == (b"new" if kept else b"theirs")
    assert [each.name for each in tmp_path.iterdir()] == ["a.po"]


def test_a_save_into_the_file_itself_at_the_very_rename_is_put_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.po"
    path.write_bytes(b"old")
    inode = path.stat().st_ino
    real = os.replace
    once = iter([True])

    def replace(source: str, target: str) -> None:
        if next(once, False):
            path.write_bytes(b"theirs")
        real(source, target)

    monkeypatch.setattr(os, "replace", replace)
    with pytest.raises(ChangedError):
        files.save(path, b"old", b"new")
    assert (path.read_bytes(), path.stat().st_ino) == (b"theirs", inode)
    assert [each.name for each in tmp_path.iterdir()] == ["a.po"]


def test_a_file_made_where_there_was_none_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.po"
    before_rename(monkeypatch, path, lambda: path.write_bytes(b"theirs"))
    with pytest.raises(ChangedError):
        files.save(path, None, b"new")
    assert path.read_bytes() == b"theirs"


def test_a_file_deleted_meanwhile_is_not_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.po"
    path.write_bytes(b"old")
    before_rename(monkeypatch, path, path.unlink)
    with pytest.raises(ChangedError):
        files.save(path, b"old", b"new")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("links", [True, False], ids=["hard links", "a disk without them"])
def test_times_are_not_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool
) -> None:
    """A save within the clock's tick, or one that sets the time back, is seen; a touch is none."""
    path = tmp_path / "a.po"
    path.write_bytes(b"old")
    times = (path.stat().st_atime_ns, path.stat().st_mtime_ns)
    if not links:
        monkeypatch.setattr(os, "link", _no_links)
    os.utime(path)
    assert files.save(path, b"old", b"new")
    path.write_bytes(b"hey")
    os.utime(path, ns=times)
    with pytest.raises(ChangedError):
        files.save(path, b"new", b"old")
    assert files.save(tmp_path / "b.po", None, b"new")
    with pytest.raises(ChangedError):
        files.save(path, None, b"old")
    assert path.read_bytes() == b"hey"


def _no_links(*_: object) -> None:
    raise PermissionError(1, "Operation not permitted")


@pytest.mark.parametrize("piece", [b"new", b"old"])
def test_a_file_written_piece_by_piece_is_guarded_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, piece: bytes
) -> None:
    path = tmp_path / "memory.tmx"
    path.write_bytes(b"old")
    before_rename(monkeypatch, path, lambda: path.write_bytes(b"theirs"))
    with pytest.raises(ChangedError), files.replacing(path) as new:
        new.file.write(piece)
    assert path.read_bytes() == b"theirs"


@SAVES
def test_what_was_saved_is_not_deleted(tmp_path: Path, save: Save) -> None:
    path = tmp_path / "a.po"
    save(path, b"theirs")
    with pytest.raises(ChangedError):
        files.remove(path, b"old")
    assert path.read_bytes() == b"theirs"
    files.remove(path, b"theirs")
    files.remove(path, b"theirs")
    assert list(tmp_path.iterdir()) == []


def test_tries_end(tmp_path: Path) -> None:
    tries: list[int] = []

    def attempt() -> None:
        tries.append(1)
        raise files.changed(tmp_path / "a.po")

    with pytest.raises(ChangedError, match=r"a\.po"):
        files.again(attempt)
    assert len(tries) == files.TRIES


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664, 0o444, 0o755, 0o2664])
@pytest.mark.parametrize("link", [False, True])
def test_a_rewritten_file_keeps_its_permissions(tmp_path: Path, mode: int, link: bool) -> None:
    path = tmp_path / "real.po"
    path.write_bytes(b"old")
    path.chmod(mode)
    named = tmp_path / "link.po" if link else path
    if link:
        named.symlink_to("real.po")
    assert files.save(named, b"old", b"new")
    assert (stat.S_IMODE(path.stat().st_mode), path.read_bytes()) == (mode, b"new")
    assert named.is_symlink() == link


@pytest.mark.skipif(os.getuid() != 0, reason="only root gives files away")
def test_a_rewritten_file_keeps_its_owner(tmp_path: Path) -> None:
    path = tmp_path / "a.po"
    path.write_bytes(b"old")
    os.chown(path, 4711, 4712)
    path.chmod(0o4640)
    assert files.save(path, b"old", b"new")
    found = path.stat()
    assert (found.st_uid, found.st_gid, stat.S_IMODE(found.st_mode)) == (4711, 4712, 0o4640)


# The commands


@pytest.mark.parametrize(
    ("lang", "save"), list(zip(SOURCES, (in_place, by_rename, anew), strict=True))
)
def test_a_translator_saves_while_an_engine_is_slow(
    started: Path, lang: str, save: Save, quick: None
) -> None:
    """The service answers only once the translator has saved, whatever the machine does."""
    path = po(lang)
    todo = [translated(path, WORD[lang])]

    def answer(text: str) -> str:
        if todo:
            save(path, todo.pop())
        return f"{text} (?)"

    del quick
    with serving(started, "in_flight = 1") as service:
        service.translate = answer
        done = run("translate", "--engine", "libre")
    assert done.exit_code == 0, done.stderr
    entries = polib.pofile(str(path))
    assert entries[1].msgstr == WORD[lang]
    assert not entries[1].fuzzy
    assert "machine" not in entries[1].tcomment
    assert [entry.msgstr for entry in entries if entry.fuzzy] == [
        f"{entry.msgid} (?)" for entry in entries if entry.fuzzy
    ]
    assert sum(entry.fuzzy for entry in entries) == 2
    assert "1 draft was not needed: somebody saved the file meanwhile" in done.stderr
    assert "2 messages drafted, 0 left" in done.stderr


@pytest.mark.parametrize("lang", ["fr"])
def test_drafts_for_a_catalogue_that_was_deleted_are_said_to_be_lost(
    started: Path, lang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = po(lang)
    before_rename(monkeypatch, path, path.unlink)
    done = run("translate")
    assert done.exit_code == 1
    assert "a.po: somebody deleted this file" in done.stderr
    assert not path.exists()


@LANGUAGES
@SAVES
def test_a_translator_saves_right_before_drafts_are_written(
    started: Path, lang: str, save: Save, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = po(lang)
    fired = before_rename(
        monkeypatch, path, lambda: save(path, translated(path, WORD[lang], number=2))
    )
    assert run("translate").exit_code == 0
    assert fired
    entries = polib.pofile(str(path))
    assert entries[2].msgstr == WORD[lang]
    assert [entry.fuzzy for entry in entries] == [True, True, False]


@LANGUAGES
@SAVES
def test_a_translator_saves_right_before_extract_writes(
    started: Path, lang: str, save: Save, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = po(lang)
    Path("articles/a.md").write_text(SOURCES[lang] + "\nNanning, 2026.\n", encoding="utf-8")
    fired = before_rename(monkeypatch, path, lambda: save(path, translated(path, WORD[lang])))
    assert run("extract").exit_code == 0
    assert fired
    found = texts(path)
    assert "Nanning, 2026." in found
    assert WORD[lang] in found.values()
    assert "0 of 1" not in run("extract").stderr, "and the next run has nothing to do"


@pytest.mark.parametrize("lang", ["fr"])
def test_who_keeps_saving_is_not_overwritten_and_the_file_is_named(
    started: Path, lang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = po(lang)
    Path("articles/a.md").write_text(SOURCES[lang] + "\nEncore.\n", encoding="utf-8")
    words = iter(f"Draft {number}" for number in range(99))
    before_rename(
        monkeypatch,
        path,
        lambda: in_place(path, translated(path, next(words))),
        times=99,
    )
    done = run("extract")
    assert done.exit_code == 1
    assert "locales/zh/LC_MESSAGES/a.po: somebody saved" in done.stderr
    assert f"Draft {files.TRIES - 1}" in texts(path).values()


@pytest.mark.parametrize("lang", ["fr"])
def test_a_file_that_is_half_saved_is_waited_for(
    started: Path, lang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = po(lang)
    whole = translated(path, WORD[lang])
    Path("articles/a.md").write_text(SOURCES[lang] + "\nEncore.\n", encoding="utf-8")
    half = whole[: whole.index(WORD[lang].encode()) + 3]
    before_rename(monkeypatch, path, lambda: path.write_bytes(half))
    pauses = iter([lambda: None, lambda: path.write_bytes(whole)])
    monkeypatch.setattr("time.sleep", lambda _: next(pauses, lambda: None)())
    assert run("extract").exit_code == 0
    assert WORD[lang] in texts(path).values()
    assert "Encore." in texts(path)


@pytest.mark.parametrize("lang", ["fr"])
def test_a_catalogue_made_where_there_was_none_is_brought_up_to_the_article(
    started: Path, lang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = po(lang)
    theirs = translated(path, WORD[lang])
    path.unlink()
    before_rename(monkeypatch, path, lambda: path.write_bytes(theirs))
    assert run("extract").exit_code == 0
    assert WORD[lang] in texts(path).values()


@LANGUAGES
@SAVES
def test_a_catalogue_saved_while_it_moves_with_its_article(
    started: Path, lang: str, save: Save, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The save comes between the write of the new file and the end of the old one."""
    old, new = po(lang), po(lang, "b")
    run("translate")
    Path("articles/a.md").rename("articles/b.md")
    fired = before_rename(monkeypatch, new, lambda: save(old, translated(old, WORD[lang])))
    assert run("extract").exit_code == 0
    assert fired
    assert WORD[lang] in texts(new).values()
    assert not old.exists()
    assert not Path("locales/a.pot").exists()


@LANGUAGES
@SAVES
@pytest.mark.parametrize("late", [False, True], ids=["before the word", "before the rename"])
def test_a_translator_saves_while_drafts_are_accepted(
    started: Path, lang: str, save: Save, monkeypatch: pytest.MonkeyPatch, late: bool
) -> None:
    run("translate")
    path = po(lang)
    log = Path.cwd() / f"reviews/{TARGET[lang]}/a.jsonl"
    theirs = translated(path, WORD[lang])
    fired = before_rename(monkeypatch, path if late else log, lambda: save(path, theirs))
    done = run("approve", "a", "--locale", TARGET[lang], "--accept-machine")
    assert fired
    assert done.exit_code == 1
    assert "a.po: somebody saved" in done.stderr
    assert path.read_bytes() == theirs
    assert '"approved": true' not in run("status", "--format", "json").stdout


@pytest.mark.parametrize("lang", ["fr"])
def test_a_log_line_that_git_brings_meanwhile_stays(
    started: Path, lang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("translate")
    assert run("approve", "a", "--locale", "zh", "--accept-machine").exit_code == 0
    log = Path.cwd() / "reviews/zh/a.jsonl"
    line = log.read_text(encoding="utf-8").replace("editor@", "other@")
    before_rename(monkeypatch, log, lambda: by_rename(log, log.read_bytes() + line.encode()))
    done = run("approve", "a", "--locale", "zh", "--withdraw")
    assert done.exit_code == 0, done.output
    first, second, third = log.read_text(encoding="utf-8").splitlines()
    assert "editor@" in first
    assert second + "\n" == line
    assert '"withdraw"' in third


@LANGUAGES
@SAVES
def test_a_translator_saves_while_obsolete_messages_are_dropped(
    started: Path, lang: str, save: Save, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = po(lang)
    run("translate")
    Path("articles/a.md").write_text(SOURCES[lang].rsplit("\n\n", 1)[0] + "\n", encoding="utf-8")
    run("extract")
    assert b"#~ msgid" in path.read_bytes()
    fired = before_rename(monkeypatch, path, lambda: save(path, translated(path, WORD[lang])))
    assert run("catalog", "prune").exit_code == 0
    assert fired
    assert WORD[lang] in texts(path).values()
    assert b"#~ msgid" not in path.read_bytes()


@pytest.mark.parametrize("lang", ["fr"])
@SAVES
def test_a_term_added_while_terms_are_imported_stays(
    started: Path, lang: str, save: Save, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = Path.cwd() / "glossary.csv"
    own.write_text("fr,zh\natelier,研讨会\n", encoding="utf-8")
    Path("more.csv").write_text("fr,zh\nentrée,入场\n", encoding="utf-8")
    theirs = own.read_bytes() + "norme,标准\n".encode()
    fired = before_rename(monkeypatch, own, lambda: save(own, theirs))
    assert run("glossary", "import", "more.csv").exit_code == 0
    assert fired
    assert own.read_text(encoding="utf-8").splitlines() == [
        "fr,zh",
        "atelier,研讨会",
        "norme,标准",
        "entrée,入场",
    ]


@pytest.mark.parametrize(
    "name", ["setup.cfg", ".gitignore", "articles/relire-avant-de-traduire.md"]
)
def test_what_somebody_writes_while_a_project_is_made_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    path = tmp_path / name
    if name != "articles/relire-avant-de-traduire.md":
        path.write_bytes(b"# mine\n")
    before_rename(monkeypatch, path, lambda: path.write_bytes(b"# mine, later\n"))
    done = run("init", str(tmp_path))
    assert done.exit_code == 1
    assert name in done.stderr
    assert path.read_bytes() == b"# mine, later\n"


@pytest.mark.parametrize("lang", ["fr"])
def test_an_article_that_comes_while_another_is_imported_stays(
    started: Path, lang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("page.md").write_text(SOURCES["en"], encoding="utf-8")
    path = Path.cwd() / "articles/b.md"
    before_rename(monkeypatch, path, lambda: path.write_bytes(b"mine"))
    done = run("import", "page.md", "--slug", "b")
    assert done.exit_code == 1
    assert "articles/b.md" in done.stderr
    assert path.read_bytes() == b"mine"


@pytest.mark.parametrize("lang", ["fr"])
def test_what_stands_where_an_export_goes(
    started: Path, lang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may be replaced: its name was given. What is saved there meanwhile may not."""
    (started / "glossary.csv").write_text("fr,zh\natelier,研讨会\n", encoding="utf-8")
    for arguments in (["glossary", "export"], ["tm", "export"]):
        path = started / ("out.csv" if "glossary" in arguments else "out.tmx")
        path.write_bytes(b"fr,zh\nx,y\n")
        assert run(*arguments, str(path)).exit_code == 0
        path.write_bytes(b"fr,zh\nx,y\n")
        before_rename(monkeypatch, path, lambda: path.write_bytes(b"mine"))  # noqa: B023
        done = run(*arguments, str(path))
        assert (done.exit_code, path.read_bytes()) == (1, b"mine"), done.output
        assert path.name in done.stderr


@pytest.mark.parametrize("lang", ["fr"])
def test_the_commands_on_single_catalogues(
    started: Path, lang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = po(lang)
    Path("articles/a.md").write_text(SOURCES[lang] + "\nEncore.\n", encoding="utf-8")
    old = path.read_bytes()
    run("extract")
    out = started / "out.po"
    for arguments, target in (
        (("merge", "in.po", "locales/a.pot", "-o", "out.po"), out),
        (("merge", "out.po", "locales/a.pot", "-o", "out.po"), out),
        (("merge-driver", "base.po", "out.po", str(path)), out),
    ):
        for name in ("in.po", "out.po", "base.po"):
            Path(name).write_bytes(old)
        with monkeypatch.context() as patch:
            fired = before_rename(patch, target, lambda: target.write_bytes(b"mine"))  # noqa: B023
            done = run("catalog", *arguments)
        assert fired
        assert (done.exit_code, out.read_bytes()) == (1, b"mine"), done.output
        assert "out.po" in done.stderr


# No writer is forgotten

DERIVED = {
    ("workflow/cli/boundary.py", "write_text"),
    ("workflow/memory/near_misses.py", "write_text"),
    ("workflow/flows/check_links.py", "write_text"),
    ("workflow/files/atomic.py", "write_bytes"),
    ("workflow/files/ssh.py", "write_bytes"),
    ("workflow/files/ssh.py", "write_text"),
    ("workflow/flows/release/bringing.py", "write_bytes"),
    ("workflow/flows/release/publisher.py", "write_bytes"),
    ("workflow/project/picturefile.py", "write_bytes"),
    ("workflow/targets/pages_branch.py", "write_bytes"),
}
"""Calls that replace a file whatever it holds: logs of defects, the memory's index,
what hosts of links answered, what `ssh-keygen` is to read in a folder made for it; files of a
release of another machine in a folder made for them, and copies of pictures by digest."""
PRIMITIVES = {"write_bytes", "write_text", "replace", "rename", "open"}


def test_every_other_file_is_written_by_way_of_the_guard() -> None:
    found = set()
    for path in (ROOT / "workflow").rglob("*.py"):
        name = path.relative_to(ROOT).as_posix()
        text = path.read_text(encoding="utf-8")
        if not any(word in text for word in ("open", "write_bytes", "write_text")):
            continue  # to parse all of the program takes seconds
        for call in ast.walk(ast.parse(text)):
            if isinstance(call, ast.Call) and _writes(call):
                found.add((name, ast.unparse(call.func).rpartition(".")[2]))
    own = {
        "workflow/files/atomic.py",
        "workflow/project/builder.py",
        "workflow/project/releases.py",
        "workflow/targets/folder.py",
    }
    assert {each for each in found if each[0] not in own} == {
        each for each in DERIVED if each[0] not in own
    }


def _writes(call: ast.Call) -> bool:
    function = call.func
    if isinstance(function, ast.Name):
        return function.id in {"write_bytes", "write_text"}
    if not isinstance(function, ast.Attribute):
        return False
    if function.attr == "open":
        modes = [*call.args, *(word.value for word in call.keywords if word.arg == "mode")]
        texts = [each.value for each in modes if isinstance(each, ast.Constant)]
        return any(isinstance(text, str) and set(text) <= set("wxabt+") for text in texts)
    return function.attr in {"write_bytes", "write_text"}


def test_a_disk_error_is_no_change(tmp_path: Path) -> None:
    (tmp_path / "folder").write_bytes(b"")
    with pytest.raises(FileError):
        files.save(tmp_path / "folder" / "a.po", None, b"new")
