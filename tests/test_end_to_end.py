"""The main job on real articles: the whole path, and the pages in a real browser."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest
from click.testing import CliRunner, Result

from tests import browser
from workflow.cli import main

ROOT = Path(__file__).parent.parent
DUMP = ROOT.parent / "shared" / "articles" / "iom-nanning-2017.txt"
LOCALES = ("fr", "en", "zh-Hans")


def run(*arguments: str, code: int = 0) -> Result:
    """Run a command in the current folder; fail where it ends with another code."""
    result = CliRunner().invoke(main, arguments, catch_exceptions=False)
    assert result.exit_code == code, result.output
    return result


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The repository's own project, released from a copy."""
    root = tmp_path_factory.mktemp("own")
    for name in ("articles", "locales", "reviews"):
        shutil.copytree(ROOT / name, root / name)
    shutil.copy(ROOT / "setup.cfg", root)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(root)
        patch.setenv("WORKFLOW_ACTOR", "publisher@example.org")
        run("extract")
        run("check")
        run("release", "publish")
    yield root / "public"


def test_the_catalogues_of_the_repository_are_up_to_date(published: Path) -> None:
    root = published.parent
    for path in sorted((ROOT / "locales").rglob("*.po*")):
        assert (root / path.relative_to(ROOT)).read_bytes() == path.read_bytes(), path


def test_at_least_three_articles_are_published_in_all_three_languages(published: Path) -> None:
    slugs = [
        {path.parent.name for path in (published / tag).glob("*/index.html")} for tag in LOCALES
    ]
    assert len(slugs[0] & slugs[1] & slugs[2]) >= 3
    assert "nanning-workshop" in slugs[0] & slugs[1] & slugs[2]


def test_nothing_goes_out_that_was_not_approved(published: Path) -> None:
    approved = {path.stem for path in (ROOT / "reviews").rglob("*.jsonl")}
    for tag in LOCALES:
        pages = {path.parent.name for path in (published / tag).glob("*/index.html")}
        assert pages - {"archive", "search", "tags"} <= approved


@pytest.mark.skipif(bool(browser.missing()), reason=browser.missing())
def test_every_page_fits_telephone_and_desk_and_asks_nothing_of_others(published: Path) -> None:
    with browser.chromium() as window:
        for page in sorted(published.rglob("index.html")):
            for width in browser.WIDTHS:
                browser.show(window, page, width)
                assert window.execute_script("return document.documentElement.scrollWidth") <= width
                assert window.execute_script("return document.documentElement.lang")
        events = [
            json.loads(entry["message"])["message"] for entry in browser.log(window, "performance")
        ]
        asked = {
            event["params"]["request"]["url"]
            for event in events
            if event["method"] == "Network.requestWillBeSent"
        }
        assert asked
        # chrome: is the browser's own empty first page.
        assert [url for url in asked if not url.startswith(("file:", "data:", "chrome:"))] == []
        severe = [each for each in browser.log(window, "browser") if each["level"] == "SEVERE"]
        # A page that is opened as a file may load no module: search needs a server.
        assert [each for each in severe if "/search" not in each["message"]] == []


@pytest.mark.skipif(not DUMP.exists(), reason=f"{DUMP.name} is not beside the repository")
def test_the_dump_of_a_real_page_becomes_an_english_and_a_chinese_page(project: Path) -> None:
    lines = [line for line in DUMP.read_text(encoding="utf-8").splitlines() if line.strip()]
    title = next(line for line in lines if line.startswith("Des experts"))
    *paragraphs, contact = lines[lines.index(title) + 1 :]
    run("import", str(DUMP), "--slug", "nanning")
    article = (project / "articles" / "nanning.md").read_text(encoding="utf-8")
    assert len(paragraphs) == 7
    body = [text for text in article.split("---\n", 2)[2].split("\n\n") if text.strip()]
    assert len(body) == len(paragraphs) + 1
    assert all(paragraph in article for paragraph in paragraphs)
    assert f"title: {title}\n" in article
    assert "\ndateline: Chine\n" in article
    assert contact in article
    assert not any(line in article for line in lines[: lines.index(title)] if len(line) > 1)

    run("extract", "nanning")
    run("translate", "nanning")
    for locale in ("en", "zh"):
        by_a_translator(project / "locales" / locale / "LC_MESSAGES" / "nanning.po", locale)
    run("check", "nanning")
    run("approve", "nanning", "--locale", "en,zh")
    run("release", "publish")
    for tag in LOCALES:
        page = (project / "public" / tag / "nanning" / "index.html").read_text(encoding="utf-8")
        assert f'<html lang="{tag}"' in page
        assert all(f'hreflang="{other}"' in page for other in (*LOCALES, "x-default"))


def by_a_translator(path: Path, locale: str) -> None:
    """What a person does in an editor: words in, fuzzy off."""
    catalogue = polib.pofile(str(path))
    for entry in catalogue:
        entry.msgstr = f"[{locale}] {entry.msgid}"
        entry.flags = []
    catalogue.save()
