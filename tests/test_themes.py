"""Themes: the example of the documentation, and what is wrong in one is said with its place."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import lxml.html
import pytest

from tests.test_release_flow import Newsroom
from tests.test_site import PUBLICATIONS, SETTINGS
from workflow.errors import ConfigError
from workflow.project.theme_files import read_theme
from workflow.site import build_site, describe
from workflow.site.structure import Site
from workflow.site.theme import Theme, templates

DOC = Path(__file__).parent.parent / "docs" / "themes.md"
_BLOCK = re.compile(r"^( *)```\w+ (theme/\S+)\n(.*?)^ *```$", re.DOTALL | re.MULTILINE)
EXAMPLE = {name: textwrap.dedent(text) for _, name, text in _BLOCK.findall(DOC.read_text("utf-8"))}


def written(root: Path, files: Mapping[str, str | bytes]) -> Path:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return root


def test_the_example_of_the_documentation_is_what_readers_get(tmp_path: Path) -> None:
    assert set(EXAMPLE) == {
        *("theme/assets/logo.svg", "theme/extra.css", "theme/templates/base.html.j2")
    }
    newsroom = Newsroom(tmp_path / "news")
    newsroom.approve("atelier", "fr")
    newsroom.publish()
    plain = newsroom.page("fr", "atelier")
    written(newsroom.root, EXAMPLE)
    config = newsroom.root / "setup.cfg"
    text = config.read_text("utf-8")
    section = "[workflow:site]\n"
    text = text if section in text else f"{text}\n{section}"
    config.write_text(text.replace(section, f"{section}theme = theme\n"), "utf-8")
    newsroom.publish(hour=13)
    shown = newsroom.page("fr", "atelier")
    assert plain is not None
    assert shown is not None
    assert "imprint" not in plain
    root: Any = lxml.html.document_fromstring(shown)
    assert root.xpath("string(//p[@class='imprint'])") == "Example News, 1 Example Street"
    assert root.xpath("//header//img[@class='logo']/@src") == ["../../assets/logo.svg"]
    sheets: list[str] = root.xpath("//link[@rel='stylesheet']/@href")
    assert [each.split(".")[-3].rpartition("/")[2] for each in sheets] == ["style", "extra"]
    public = newsroom.root / "public"
    assert "#0b5d57" in (public / "fr/atelier" / sheets[1]).read_text("utf-8")
    assert b"circle" in (public / "assets/logo.svg").read_bytes()
    # One edit of the theme alone makes the pages anew.
    written(newsroom.root, {"theme/templates/base.html.j2": "{% extends 'default/base.html.j2' %}"})
    newsroom.publish(hour=14)
    assert "imprint" not in (newsroom.page("fr", "atelier") or "imprint")


@pytest.mark.parametrize(
    ("name", "text", "says", "line"),
    [
        ("templates/base.html.j2", "{% extends 'default/base.html.j2' %}\n{% blok a %}", "blok", 2),
        ("templates/bse.html.j2", "", "no part of a theme", None),
        ("templates/dated.html.j2", "", "no part of a theme", None),
        ("script.js", "", "no part of a theme", None),
        ("assets/script.js", "", "neither a picture nor a font", None),
        ("assets/logo.svg", "<p>", "cannot be used", None),
        ("assets/logo.png", "<html>", "cannot be used", None),
        ("extra.css", "p {}\n@import 'x.css';\n", "@import", 2),
        (
            "extra.css",
            "\n/* url(a)\n */ p { background: url( 'https://x.example/a.png') }",
            "x.ex",
            3,
        ),
        ("style.css", "p { background: url(assets/a.png) }", "is no file in theme/assets", 1),
    ],
)
def test_what_is_wrong_is_said_with_its_place(
    tmp_path: Path, name: str, text: str, says: str, line: int | None
) -> None:
    with pytest.raises(ConfigError, match="cannot be used") as caught:
        read_theme(written(tmp_path, {f"theme/{name}": text}), "theme")
    assert says in str(caught.value)
    assert caught.value.file == f"theme/{name}"
    assert line is None or caught.value.line == line


@pytest.mark.parametrize(
    ("text", "says", "line"),
    [
        ("{% extends 'default/article.html.j2' %}\n{% block more %}\n{{ nowhere }}", "nowhere", 3),
        ("<p>{{ frame.title }}</p>", "Content-Security-Policy", None),
        ("{{ ''.__class__.__mro__ }}", "__class__", 1),
        ("\n{{ 1 // 0 }}", "zero", 2),
        ("{% include 'none.html.j2' %}", "none.html.j2", 1),
    ],
)
def test_a_template_that_fails_is_named(text: str, says: str, line: int | None) -> None:
    text = f"{text}{{% endblock %}}" if "{% block" in text else text
    theme = Theme.of("theme", {"templates/article.html.j2": text}, {})
    settings = replace(SETTINGS, theme=theme)
    with pytest.raises(ConfigError, match="cannot be used") as caught:
        build_site(PUBLICATIONS, settings)
    assert says in str(caught.value)
    assert caught.value.file == "theme/templates/article.html.j2"
    assert line is None or caught.value.line == line


def test_the_documentation_names_every_template_a_theme_may_have() -> None:
    named = set(re.findall(r"`(\w+\.html\.j2)`", DOC.read_text("utf-8")))
    known = {name for name in templates() if name.endswith(".html.j2")}
    assert known - named <= {"entry.html.j2"}
    assert named <= known


def test_a_changed_picture_makes_no_page_anew_and_the_dated_line_may_be_replaced() -> None:
    def keys(logo: bytes, **texts: str) -> dict[str, str]:
        named = {f"templates/{name}.html.j2": text for name, text in texts.items()}
        theme = Theme.of("theme", named, {"logo.svg": logo, "a.png": b"1"})
        site = Site(map(describe, PUBLICATIONS), replace(SETTINGS, theme=theme))
        return {path: task.key for path, task in site.items()}

    one, other, dated = keys(b"<svg/>"), keys(b"<svg />"), keys(b"<svg/>", dated="{{ day }}!")
    assert [path for path in one if one[path] != other[path]] == ["assets/logo.svg"]
    assert {path for path in one if one[path] == dated[path]} >= {"assets/logo.svg", "assets/a.png"}
    theme = Theme.of("theme", {"templates/dated.html.j2": "<p>{{ day }}!</p>"}, {})
    shown = build_site(PUBLICATIONS, replace(SETTINGS, theme=theme))
    for path in ("fr/index.html", "fr/news/rain/index.html"):
        assert "<p>24 mars 2026!</p>" in shown[path].decode()
    theme = Theme.of("theme", {"templates/dated.html.j2": "{{ nothing.here }}"}, {})
    with pytest.raises(ConfigError) as caught:
        build_site(PUBLICATIONS, replace(SETTINGS, theme=theme))
    assert (caught.value.file, caught.value.line) == ("theme/templates/dated.html.j2", 1)
