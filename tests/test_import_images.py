"""Images of imported files: which are copied, under what name, and what the article shows."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.test_review_helpers import run
from workflow.errors import FileError
from workflow.files import atomic as files
from workflow.flows import import_article
from workflow.flows.import_article import relink

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20
OTHER = b"\x89PNG\r\n\x1a\n" + b"\1" * 20
PROSE = "The river rose in the night, and by the morning the lower meadows were under water."


@pytest.fixture
def folder(project: Path, tmp_path: Path) -> Path:
    made = tmp_path / "downloads"
    made.mkdir()
    return made


def imported(folder: Path, body: str, **files: bytes) -> dict[str, Any]:
    """Import Markdown with ``body``; return the report."""
    (folder / "river.md").write_text(f"# A river\n\n{PROSE}\n\n{body}\n", "utf-8")
    result = run("import", str(folder / "river.md"), "--lang", "en", "--format", "json")
    assert result.exit_code == 0, result.output
    report: dict[str, Any] = json.loads(result.stdout)
    return report


def put(path: Path, data: bytes = PNG) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def article(project: Path) -> str:
    return (project / "articles" / "a-river.md").read_text("utf-8")


@pytest.mark.parametrize(
    ("markdown", "on_disk", "copy"),
    [
        ("![x](a.png)", "a.png", "a.png"),
        ("![x](./river_files/a.png)", "river_files/a.png", "a.png"),
        ("![x](river_files/Photo%201%20%C3%A9t%C3%A9.PNG)", "river_files/Photo 1 été.PNG",
         "photo-1-ete.png"),
        ("![x](<river files/a b.png> 'title')", "river files/a b.png", "a-b.png"),
        ("![x](照片.png)", "照片.png", "image.png"),
        ("![x](%E7%85%A7%E7%89%87.png)", "照片.png", "image.png"),
        ("![x](a.png?w=800)", "a.png", "a.png"),
        ("![x](a.png%3Fw=800)", "a.png?w=800", "a.png"),
        ("![x](photo)", "photo", "photo.png"),
        ("[![x](a.png)](a.png)", "a.png", "a.png"),
        ("![x][1]\n\n[1]: a.png", "a.png", "a.png"),
        ("<img src=\"a.png\" alt=\"x\">", "a.png", "a.png"),
        ("![x](CON..png)", "CON..png", "con.png"),
    ],
)  # fmt: skip
def test_an_image_beside_the_file_is_copied(
    project: Path, folder: Path, markdown: str, on_disk: str, copy: str
) -> None:
    put(folder / on_disk)
    (image,) = imported(folder, markdown)["images"]
    assert image["file"] == f"articles/images/{copy}"
    assert (project / image["file"]).read_bytes() == PNG
    text = article(project)
    assert f"images/{copy}" in text
    assert image["source"] not in text.replace(f"images/{copy}", "")


@pytest.mark.parametrize(
    "markdown",
    [
        "![x](https://example.org/a.png)",
        "![x](//example.org/a.png)",
        "![x](../secret.png)",
        "![x](/etc/hostname)",
        "![x](missing.png)",
        "![x](notes.txt)",
        "![x](other.md)",
        "![x](.hidden.png)",
        "![x](page.png)",
        "![x](link.png)",
        "![x](http://[bad/a.png)",
    ],
)
def test_what_is_not_copied_is_named(project: Path, folder: Path, markdown: str) -> None:
    put(folder.parent / "secret.png")
    put(folder / "notes.txt", b"x")
    put(folder / "other.md", b"x")
    put(folder / ".hidden.png")
    put(folder / "page.png", b"<!doctype html><script>1</script>")
    (folder / "link.png").symlink_to(folder.parent / "secret.png")
    (image,) = imported(folder, markdown)["images"]
    assert image["file"] is None
    assert markdown in article(project)
    assert not (project / "articles" / "images").exists()
    (project / "articles" / "a-river.md").unlink()
    said = run("import", str(folder / "river.md"), "--lang", "en").stderr
    assert f"Image {image['source']}: " in said


def test_a_copy_takes_no_other_files_place(project: Path, folder: Path) -> None:
    put(project / "articles" / "images" / "a.png", OTHER)
    put(folder / "one" / "a.png")
    put(folder / "two" / "a.png")
    put(folder / "three" / "a.png", PNG + b"3")
    images = imported(folder, "![x](one/a.png) ![x](two/a.png) ![x](three/a.png)")["images"]
    assert [each["file"] for each in images] == [
        "articles/images/a-2.png",
        "articles/images/a-2.png",
        "articles/images/a-3.png",
    ]
    assert (project / "articles" / "images" / "a.png").read_bytes() == OTHER


def test_the_front_matters_image(project: Path, folder: Path) -> None:
    put(folder / "a.png")
    (folder / "river.md").write_text(f"---\ntitle: A river\nimage: a.png\n---\n\n{PROSE}\n")
    run("import", str(folder / "river.md"), "--lang", "en", "--slug", "2026/a-river")
    text = (project / "articles" / "2026" / "a-river.md").read_text("utf-8")
    assert "image: ../images/a.png" in text


def test_nothing_is_left_where_the_article_cannot_be_written(
    project: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = files.save

    def refuse(path: Path, old: bytes | None, new: bytes) -> bool:
        if path.suffix == ".md":
            raise FileError("cannot write", hint="Free some space.", file=str(path))
        return write(path, old, new)

    monkeypatch.setattr(files, "save", refuse)
    put(folder / "a.png")
    (folder / "river.md").write_text(f"# A river\n\n{PROSE}\n\n![x](a.png)\n")
    assert run("import", str(folder / "river.md"), "--lang", "en").exit_code == 2
    assert not list((project / "articles" / "images").glob("*"))


FRENCH = "Le musée du Tonnerre ouvre ses portes samedi, après deux ans de travaux dans la halle."


@pytest.mark.parametrize(
    ("img", "source", "copied"),
    [
        ('<img src="page_files/a.png" alt="x">', "page_files/a.png", True),
        ('<img src="./page_files/a%20b.png" alt="x">', "./page_files/a%20b.png", True),
        ('<img src="img/a.png" alt="x">', "img/a.png", True),
        ('<img src="img/gone.png" alt="x">', "https://example.org/musee/img/gone.png", False),
        ('<img data-src="page_files/a.png" src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">',
         "page_files/a.png", True),
        ('<img data-src="page_files/a.png" src="img/blank.gif">', "page_files/a.png", True),
        ('<img src="page_files/a.png" data-src="/big.png">', "page_files/a.png", True),
        ('<img srcset="page_files/s.png 400w, page_files/a.png 800w" alt="x">',
         "page_files/a.png", True),
        ('<picture><source srcset="page_files/a.png 2x"><img alt="x"></picture>',
         "page_files/a.png", True),
        ('<img data-srcset="/s.png 400w, /l.png 1.5x" src="data:,">',
         "https://example.org/s.png", False),
        ('<img src="//cdn.example.org/a.png">', "https://cdn.example.org/a.png", False),
        ('<img src="https://cdn.example.org/a.png">', "https://cdn.example.org/a.png", False),
    ],
)  # fmt: skip
def test_images_of_a_saved_page(
    project: Path, folder: Path, img: str, source: str, copied: bool
) -> None:
    for name in ("page_files/a.png", "page_files/s.png", "page_files/a b.png", "img/a.png"):
        put(folder / name)
    (folder / "page.html").write_text(
        '<html lang="fr"><head><meta charset="utf-8"><title>Le musée ouvre</title>'
        '<link rel="canonical" href="https://example.org/musee/"></head><body><article>'
        f"<h1>Le musée ouvre</h1><p>{FRENCH}</p><figure>{img}</figure>"
        f"<p>{FRENCH} {FRENCH}</p><p>Fin. {FRENCH}</p></article></body></html>",
        "utf-8",
    )
    result = run("import", str(folder / "page.html"), "--format", "json")
    (image,) = json.loads(result.stdout)["images"]
    assert image["source"] == source
    assert (image["file"] is not None) is copied
    shown = (project / "articles" / "le-musee-ouvre.md").read_text("utf-8")
    assert ("](images/a" if copied else f"]({source}") in shown


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("![a](x.png) and ![b](x.png.png)", "![a](i/x.png) and ![b](x.png.png)"),
        ('![a](x.png "caption")', '![a](i/x.png "caption")'),
        ("text x.png stays", "text x.png stays"),
        ("![a](<x.png>)", "![a](i/x.png)"),
        ("<img alt=a src=x.png>", "<img alt=a src=i/x.png>"),
    ],
)
def test_relink(body: str, expected: str) -> None:
    assert relink(body, {"x.png": "i/x.png"}) == expected


def test_images_folder_is_below_the_articles() -> None:
    assert import_article.FOLDER == "images"
