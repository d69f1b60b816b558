"""The real site generators build what export wrote, and nothing of a page is lost.

Hugo, Jekyll and MkDocs are asked where they are installed. `make generators` installs the others,
which are large, and names in GENERATORS the folder that has a folder of npm for each.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from tests import generator_sites as sites
from tests.export_project import ARTICLES, Exporting

MODULES = os.environ.get("GENERATORS", "")
# What belongs to one generator is in no other's pages as our own site shows it.
PLAIN = {name: text for name, text in ARTICLES.items() if name != "signes.md"}


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """The project, and its pages as JSON, which tell what has to be there."""
    place = Exporting(tmp_path_factory.mktemp("news") / "project", PLAIN)
    place.export("json", out="json")
    return place


def written(pages, tmp_path, name):
    out = tmp_path / name
    pages.run("export", "--to", name, "-o", str(out))
    return out


def checked(pages, built, address):
    site = sites.Built(built, pages.root.parent / "json")
    site.has_texts(address)
    links, images = site.leads_somewhere(address)
    assert links > 60
    return images


def lacking(program):
    return pytest.mark.skipif(not shutil.which(program), reason=f"{program} is not installed")


def same(page):
    return page["address"]


@lacking("hugo")
def test_hugo(pages, tmp_path):
    built = sites.hugo(written(pages, tmp_path, "hugo"))
    assert checked(pages, built, same) == 12
    text = (built / "fr/atelier/index.html").read_text(encoding="utf-8")
    assert '<a class="language" href="/en/atelier/">' in text
    assert (built / "fr/news/ancien/index.html").is_file()


@lacking("jekyll")
def test_jekyll(pages, tmp_path):
    built = sites.jekyll(written(pages, tmp_path, "jekyll"))
    assert checked(pages, built, same) == 12


@lacking("mkdocs")
def test_mkdocs(pages, tmp_path):
    pytest.importorskip("mkdocs_static_i18n")
    built = sites.mkdocs(written(pages, tmp_path, "mkdocs"))

    def address(page):
        return page["address"].removeprefix("/fr").replace("/zh-Hans/", "/zh/")

    assert checked(pages, built, address) == 12


heavy = pytest.mark.skipif(not MODULES, reason="make generators installs it")


@heavy
def test_vitepress(pages, tmp_path):
    out = written(pages, tmp_path, "vitepress")
    built = sites.vitepress(out, Path(MODULES) / "vitepress/node_modules")
    assert checked(pages, built, lambda page: f"/{page['file'].removesuffix('.json')}.html") == 12


@heavy
def test_eleventy(pages, tmp_path):
    out = written(pages, tmp_path, "eleventy")
    assert checked(pages, sites.eleventy(out, Path(MODULES) / "eleventy/node_modules"), same) == 12


@heavy
def test_docusaurus(pages, tmp_path):
    out = written(pages, tmp_path, "docusaurus")
    dated = {path.stem for path in (out / "blog").rglob("*.md")}

    def address(page):
        home = "" if page["locale"] == "fr" else f"/{page['locale']}"
        name = page["article"].rpartition("/")[2]
        return f"{home}/{'blog' if name in dated else 'docs'}/{page['article']}"

    assert checked(pages, sites.docusaurus(out, Path(MODULES) / "docusaurus/node_modules"), address)
