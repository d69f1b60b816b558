"""`workflow init`: a project that works at once, and nothing that was there is lost."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from workflow.cli import main
from workflow.errors import FileError
from workflow.files.atomic import save
from workflow.flows.init import init_project
from workflow.model import Locale
from workflow.project.config import load_settings

FR, EN, ZH = Locale("fr"), Locale("en"), Locale("zh")


def init(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["init", *arguments])


def tree(folder: Path) -> dict[str, bytes | None]:
    """Everything below a folder: bytes of files, None for folders."""
    return {
        str(path.relative_to(folder)): path.read_bytes() if path.is_file() else None
        for path in sorted(folder.rglob("*"))
    }


def test_a_new_project_in_a_folder_with_spaces(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = init("ma rédaction/site", "--source", "fr", "--targets", "en,zh-hant")
    assert result.exit_code == 0, result.output
    root = tmp_path / "ma rédaction" / "site"
    assert set(tree(root)) == {
        ".gitignore",
        "articles",
        "articles/relire-avant-de-traduire.md",
        "locales",
        "reviews",
        "setup.cfg",
    }
    settings = load_settings(root)
    assert settings.source_locale == FR
    assert settings.target_locales == (EN, Locale("zh_Hant"))
    assert "cd 'ma rédaction/site'\n  workflow extract\n" in result.stdout
    assert "$" not in (root / "setup.cfg").read_text(encoding="utf-8")


def test_the_current_folder_is_the_default(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = init()
    assert result.exit_code == 0
    assert load_settings(tmp_path).target_locales == (FR, EN, ZH)
    assert "cd " not in result.stdout


def test_the_project_option_says_where(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["-C", str(tmp_path), "init", "new"])
    assert result.exit_code == 0
    assert (tmp_path / "new" / "setup.cfg").is_file()


def test_the_sample_is_dated_by_the_clock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    assert init(str(tmp_path)).exit_code == 0
    (sample,) = (tmp_path / "articles").iterdir()
    text = sample.read_text(encoding="utf-8")
    assert text.startswith("---\ntitle: ")
    assert "\nlang: fr\ndate: 1970-01-02\n" in text
    for part in ("\n## ", "\n- ", "\n| ", "](https://example.org/", "@example.org"):
        assert part in text


@pytest.mark.parametrize(
    "text", ["[workflow]\n", "[workflow:site]\ntitle = X\n", "\ufeff[workflow]"]
)
def test_a_project_is_never_made_twice(tmp_path: Path, text: str) -> None:
    (tmp_path / "setup.cfg").write_text(text, encoding="utf-8")
    before = tree(tmp_path)
    result = init(str(tmp_path))
    assert result.exit_code == 2
    assert "setup.cfg: this is a project already" in result.stderr
    assert "hint:" in result.stderr
    assert tree(tmp_path) == before


@pytest.mark.parametrize(
    ("before", "end"),
    [
        (b"[metadata]\nname = x\n", b"\n"),
        (b"[metadata]\nname = x", b"\n"),
        (b"[metadata]\r\nname = x\r\n", b"\r\n"),
    ],
)
def test_an_existing_setup_cfg_gets_the_section_appended(
    tmp_path: Path, before: bytes, end: bytes
) -> None:
    config = tmp_path / "setup.cfg"
    config.write_bytes(before)
    assert init(str(tmp_path)).exit_code == 0
    data = config.read_bytes()
    assert data.startswith(before)
    assert data.count(b"\n") == data.count(end)
    assert load_settings(tmp_path).target_locales == (FR, EN, ZH)


def test_files_that_are_there_stay(tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "mine.md").write_text("# Mine\n")
    (tmp_path / ".gitignore").write_text("*.swp\npublic/")
    assert init(str(tmp_path)).exit_code == 0
    assert [path.name for path in (tmp_path / "articles").iterdir()] == ["mine.md"]
    lines = (tmp_path / ".gitignore").read_text().splitlines()
    assert lines[:2] == ["*.swp", "public/"]
    assert lines.count("public/") == 1
    assert "releases/" in lines
    assert lines[-1] == ".workflow/"
    # what was paid for stands there
    assert not any("thrown away" in line for line in lines)
    assert any("answers.db" in line for line in lines)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--source", "xx"], "unknown locale “xx”"),
        (["--source", "fr,en"], "name one locale"),
        (["--source", ""], "name one locale"),
        (["--targets", "en,frr_FRR"], "Did you mean"),
        (["--targets", ","], "at least one"),
    ],
)
def test_a_bad_locale_makes_nothing(tmp_path: Path, arguments: list[str], words: str) -> None:
    result = init(str(tmp_path / "new"), *arguments)
    assert result.exit_code == 2
    assert words in result.stderr
    assert tree(tmp_path) == {}


@pytest.mark.parametrize("name", ["", "articles", "reviews"])
def test_a_file_in_the_way_is_named(tmp_path: Path, name: str) -> None:
    root = tmp_path / "new"
    if name:
        root.mkdir()
    (root / name).write_text("a file")
    before = tree(tmp_path)
    result = init(str(root))
    assert result.exit_code == 2
    assert str(root / name) in result.stderr
    assert tree(tmp_path) == before


def test_an_unreadable_setup_cfg_is_named(tmp_path: Path) -> None:
    (tmp_path / "setup.cfg").write_bytes(b"[metadata]\n# caf\xe9\n")
    before = tree(tmp_path)
    result = init(str(tmp_path))
    assert result.exit_code == 2
    assert "setup.cfg:2: not UTF-8" in result.stderr
    assert tree(tmp_path) == before


@pytest.mark.parametrize("there", [True, False])
@pytest.mark.parametrize("stop", [0, 1, 2])
def test_what_fails_half_way_leaves_everything_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, there: bool, stop: int
) -> None:
    """A full disk, simulated: the write with the number ``stop`` fails."""
    if there:
        (tmp_path / ".gitignore").write_text("*.swp\n")
        (tmp_path / "setup.cfg").write_text("[metadata]\n")
    before = tree(tmp_path)
    writes: list[Path] = []

    def failing(path: Path, old: bytes | None, new: bytes) -> bool:
        if len(writes) > stop:  # what is brought back
            return save(path, old, new)
        writes.append(path)
        if len(writes) > stop:
            raise FileError("cannot write: No space left on device", file=str(path))
        return save(path, old, new)

    monkeypatch.setattr("workflow.flows.init.save", failing)
    with pytest.raises(FileError):
        init_project(tmp_path, FR, (EN,), date(2026, 1, 15))
    assert len(writes) == stop + 1
    assert tree(tmp_path) == before
