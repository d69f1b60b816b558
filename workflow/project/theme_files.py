"""A theme as it lies in its folder: which files there may be, and what is in them."""

from __future__ import annotations

import posixpath
from difflib import get_close_matches
from pathlib import Path
from typing import Final

from workflow.errors import ArticleError, ConfigError
from workflow.files.atomic import read_bytes
from workflow.formats import svg
from workflow.formats.mediafiles import content_problem
from workflow.model import lazy_re as re
from workflow.model.encoding import decode
from workflow.model.phrase import listed, phrase
from workflow.project.articles import files_below
from workflow.site.theme import EXTRA, FONTS, NO_THEME, STYLE, Theme, templates

_PICTURES: Final = (".svg", ".png", ".jpg", ".jpeg", ".webp", ".avif", ".gif")
_FRAGMENT: Final = "dated.html.j2"
"""A piece that is made once for all pages, so that no theme has its own."""
_ADDRESS: Final = re.compile(r"""url\(\s*(?:"([^"]*)"|'([^']*)'|([^)\s]*))\s*\)|@import\b""", re.I)
_COMMENT: Final = re.compile(r"/\*.*?\*/", re.DOTALL)


def read_theme(root: Path, folder: str) -> Theme:
    """The theme in ``folder`` below ``root``; none where that is empty.

    Raises :class:`ConfigError` for a folder that is not there, for a file that no theme has, a
    template that is none and a style sheet that loads what is not in the theme; and
    :class:`FileError` for what cannot be read.
    """
    if not folder:
        return NO_THEME
    top = root / folder
    if not top.is_dir():
        raise ConfigError(
            phrase("the theme’s folder “{folder}” is not there", folder=folder),
            hint=phrase("Make it, or take the line `theme` out of setup.cfg."),
        )
    texts: dict[str, str] = {}
    assets: dict[str, bytes] = {}
    for name in files_below(top):
        file = top / name
        if not file.resolve().is_relative_to(root.resolve()):
            raise _refused(folder, name, phrase("leads out of the project"))
        if name.startswith("assets/"):
            assets[name.removeprefix("assets/")] = _asset(folder, name, read_bytes(file))
        elif name in (STYLE, EXTRA) or _is_template(name):
            texts[name] = decode(read_bytes(file), file)
        elif posixpath.splitext(name)[1].lower() not in (".md", ".txt"):
            raise _refused(folder, name, phrase("is no part of a theme"), _nearest(name))
    for name in (STYLE, EXTRA):
        _check_style(folder, name, texts.get(name, ""), assets)
    return Theme.of(folder, texts, assets)


def _is_template(name: str) -> bool:
    inner = name.removeprefix("templates/")
    return (
        name.startswith("templates/") and inner in templates() and inner not in (_FRAGMENT, STYLE)
    )


def _nearest(name: str) -> str:
    known = sorted(each for each in templates() if each not in (_FRAGMENT, STYLE))
    near = get_close_matches(posixpath.basename(name), [*known, STYLE, EXTRA], 1)
    if near and near[0] in known:
        near = [f"templates/{near[0]}"]
    if near:
        return phrase("Did you mean “{name}”?", name=near[0])
    return phrase(
        "A theme has `style.css`, `extra.css`, files in `assets`, and in `templates`: {names}.",
        names=listed(known),
    )


def _asset(folder: str, name: str, data: bytes) -> bytes:
    ending = posixpath.splitext(name)[1].lower()
    if ending not in (*_PICTURES, *FONTS):
        raise _refused(
            folder,
            name,
            phrase("is neither a picture nor a font that pages can show"),
            phrase("Endings: {names}.", names=listed([*_PICTURES, *FONTS])),
        )
    if ending in FONTS:
        return data
    if problem := content_problem(name, data[:4096]):
        raise _refused(folder, name, problem)
    if ending != ".svg":
        return data
    try:
        return svg.clean(data)
    except ArticleError as error:
        raise _refused(folder, name, error.message, error.hint, error.line) from error


def _check_style(folder: str, name: str, text: str, assets: dict[str, bytes]) -> None:
    """Every address leads to a file of the theme: pages load nothing from elsewhere."""
    plain = _COMMENT.sub(lambda found: "\n" * found[0].count("\n"), text)
    for found in _ADDRESS.finditer(plain):
        url = next(filter(None, found.groups()), "")
        place = url.partition("#")[0].partition("?")[0]
        if url.startswith(("data:", "#")) or place in assets:
            continue
        if found[0].startswith("@"):
            said, hint = phrase("@import is not possible"), phrase("Put the rules in this file.")
        else:
            said = phrase("“{url}” is no file in {folder}/assets", url=url, folder=folder)
            hint = phrase("Put the file there, and write its name below `assets`: `url(logo.svg)`.")
        raise _refused(folder, name, said, hint, plain.count("\n", 0, found.start()) + 1)


def _refused(
    folder: str, name: str, reason: str, hint: str = "", line: int | None = None
) -> ConfigError:
    return ConfigError(
        phrase("the theme cannot be used: {reason}", reason=reason),
        hint=hint,
        file=f"{folder}/{name}",
        line=line,
    )
