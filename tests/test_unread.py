"""What cannot be read holds itself back, by name, and is in the way of nothing else."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import polib
import pytest
from click.testing import CliRunner, Result

from workflow.cli import main
from workflow.flows.init import init_project
from workflow.flows.preview import LivePreview
from workflow.model import Locale
from workflow.web.answer import answer

TEXTS = {
    "fr": ("Le port", "Trois bateaux attendent."),
    "en": ("The market", "Two stalls are open."),
    "zh": ("研讨会", "在南宁举行三天。"),
}
SLUGS = {"fr": "port", "en": "market", "zh": "yantaohui"}
LANGUAGES = pytest.mark.parametrize("lang", TEXTS)


def run(*arguments: str, code: int = 0) -> Result:
    result = CliRunner().invoke(main, list(arguments))
    assert result.exit_code == code, result.output
    assert "Traceback" not in result.output
    return result


def read(*arguments: str, code: int = 0) -> Any:
    return json.loads(run(*arguments, "--format", "json", code=code).stdout)


def po(slug: str, locale: str) -> Path:
    return Path(f"locales/{locale}/LC_MESSAGES/{slug}.po")


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An article in each language, translated into the other two, approved and published."""
    root = tmp_path_factory.mktemp("published")
    init_project(root, Locale("fr"), (Locale("fr"), Locale("en"), Locale("zh")), date(2026, 1, 15))
    for path in (root / "articles").iterdir():
        path.unlink()
    for lang, (title, body) in TEXTS.items():
        (root / f"articles/{SLUGS[lang]}.md").write_text(
            f"---\ntitle: {title}\nlang: {lang}\ndate: 2026-01-10\n---\n\n{body}\n",
            encoding="utf-8",
        )
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(root)
        patch.setenv("SOURCE_DATE_EPOCH", "1768471200")
        patch.setenv("WORKFLOW_ACTOR", "editor@example.org")
        run("extract")
        for path in root.glob("locales/*/LC_MESSAGES/*.po"):
            translate(path, "")
        run("approve", *SLUGS.values(), "--locale", "fr,en,zh")
        run("release", "publish")
    shutil.rmtree(root / ".workflow")
    return root


@pytest.fixture
def site(project: Path, published: Path) -> Path:
    """A copy of it, which is the current folder."""
    for path in (project / "articles").iterdir():
        path.unlink()
    shutil.copytree(published, project, symlinks=True, dirs_exist_ok=True)
    return project


def translate(path: Path, more: str) -> None:
    catalogue = polib.pofile(str(path))
    for entry in catalogue:
        entry.msgstr = f"{path.parent.parent.name} {entry.msgid.rstrip('.。')}{more}"
        if entry.msgid.endswith((".", "。")):
            entry.msgstr += entry.msgid[-1]
    catalogue.save()


def broken_po(lang: str) -> str:
    path = po(SLUGS[lang], other(lang))
    path.write_bytes(path.read_bytes() + b'\nmsgid "x\nmsgstr ""\n')
    return path.as_posix()


def conflict(lang: str) -> str:
    path = po(SLUGS[lang], other(lang))
    path.write_bytes(b"<<<<<<< HEAD\n" + path.read_bytes())
    return path.as_posix()


def other(lang: str) -> str:
    return {"fr": "en", "en": "zh", "zh": "fr"}[lang]


def third(lang: str) -> str:
    return other(other(lang))


def line_of(file: str) -> int:
    return len(Path(file).read_text(encoding="utf-8").splitlines()) - 1


@pytest.mark.parametrize(
    ("lang", "spoil"), [("fr", broken_po), ("en", conflict), ("zh", broken_po)]
)
def test_a_broken_catalogue_holds_back_itself_alone(
    site: Path, lang: str, spoil: Callable[[str], str]
) -> None:
    slug = SLUGS[lang]
    translate(po(slug, third(lang)), " 2")
    run("approve", slug, "--locale", third(lang))
    file = spoil(lang)
    line = 1 if spoil is conflict else line_of(file)
    place = f"{file}:{line}: "

    rows = {(row["article"], row["locale"]): row for row in read("status", code=2)["rows"]}
    assert len(rows) == 6
    row = rows.pop((slug, other(lang)))
    assert len(row["blockers"]) == 1
    assert row["blockers"][0].startswith(place)
    assert (row["approved"], row["releasable"]) == (False, False)
    assert all(each["releasable"] for each in rows.values())
    assert f"error: {place}" in run("status", code=2).stderr

    checked = read("check", code=2)
    assert [(each["article"], each["locale"]) for each in checked["unchecked"]] == [
        (slug, other(lang))
    ]
    assert checked["unchecked"][0]["reason"].startswith(place)
    assert f"error: {place}" in run("check", code=2).stderr

    plan = {(row["article"], row["locale"]): row for row in read("release", "plan", code=2)["rows"]}
    assert plan[slug, other(lang)]["action"] == "carried"
    assert plan[slug, other(lang)]["reasons"][0].startswith(place)
    assert plan[slug, third(lang)]["action"] == "changed"
    assert {row["action"] for key, row in plan.items() if key[0] != slug} == {"unchanged"}

    before = page(site, slug, other(lang))
    result = run("release", "publish", code=2)
    assert "Published" in result.stdout
    assert f"error: {place}" in result.stderr
    assert page(site, slug, other(lang)) == before
    assert " 2" in page(site, slug, third(lang))
    run("release", "verify")


def page(site: Path, slug: str, locale: str) -> str:
    folder = {"zh": "zh-Hans"}.get(locale, locale)
    text = (site / f"public/{folder}/{slug}/index.html").read_text(encoding="utf-8")
    return text[text.index("<h1") :].partition("<nav")[0].partition("<footer")[0]


@pytest.mark.parametrize(
    ("lang", "spoilt", "line"),
    [
        ("fr", "---\ntitle: a: b\nlang: fr\n---\n\nx\n", 2),
        ("en", "no front matter\n", 1),
        ("zh", "---\ntitle: x\nlang: xx-yyyyyyyyy\n---\n\nx\n", 3),
    ],
)
def test_a_broken_article_stays_as_it_is_live_and_the_rest_goes_out(
    site: Path, lang: str, spoilt: str, line: int
) -> None:
    slug = SLUGS[lang]
    file = f"articles/{slug}.md"
    Path(file).write_text(spoilt, encoding="utf-8")
    changed = SLUGS[other(lang)]
    translate(po(changed, third(lang)), " 2")
    run("approve", changed, "--locale", third(lang))
    place = f"{file}:{line}: "
    assert {row["article"] for row in read("status", code=2)["rows"]} == {
        each for each in SLUGS.values() if each != slug
    }
    assert f"error: {place}" in run("status", code=2).stderr
    assert f"error: {place}" in run("check", code=2).stderr
    plan = {(row["article"], row["locale"]): row for row in read("release", "plan", code=2)["rows"]}
    assert {row["action"] for key, row in plan.items() if key[0] == slug} == {"carried"}
    assert all(plan[slug, each]["reasons"][0].startswith(place) for each in TEXTS)
    assert plan[changed, third(lang)]["action"] == "changed"
    before = {locale: page(site, slug, locale) for locale in TEXTS}
    result = run("release", "publish", code=2)
    assert "Published" in result.stdout
    assert {locale: page(site, slug, locale) for locale in TEXTS} == before
    assert " 2" in page(site, changed, third(lang))


def test_a_broken_article_that_was_never_live_is_withheld_by_name(site: Path) -> None:
    Path("articles/neuf.md").write_text("---\ntitle: a: b\n---\nx\n", encoding="utf-8")
    plan = read("release", "plan", code=2)["rows"]
    rows = [row for row in plan if row["article"] == "neuf"]
    assert {(row["locale"], row["action"]) for row in rows} == {
        (locale, "withheld") for locale in TEXTS
    }
    assert all("articles/neuf.md:2: " in row["reasons"][0] for row in rows)
    assert "Nothing to change" in run("release", "publish", code=2).stdout


def test_an_approval_withdrawn_from_a_broken_catalogue_takes_the_page_down(site: Path) -> None:
    run("approve", "port", "--locale", "en", "--withdraw")
    broken_po("fr")
    plan = {(row["article"], row["locale"]): row for row in read("release", "plan", code=2)["rows"]}
    assert plan["port", "en"]["action"] == "removed"
    run("release", "publish", code=2)
    assert not (site / "public/en/port/index.html").exists()


RENAMED = {
    "the alias is there": "---\ntitle: a: b\nlang: {lang}\naliases: [{slug}]\n---\n\nx\n",
    "never extracted": "---\ntitle: [\n---\nx\n",
    "no UTF-8": "---\ntitle: \udce9\n---\nx\n",
}


@pytest.mark.parametrize(
    ("lang", "text"), list(zip(SLUGS, RENAMED.values(), strict=True)), ids=list(RENAMED)
)
def test_what_a_broken_article_may_have_been_before_stays_live(
    site: Path, lang: str, text: str
) -> None:
    slug = SLUGS[lang]
    Path(f"articles/{slug}.md").unlink()
    new = Path("articles/neuf.md")
    new.write_bytes(text.format(lang=lang, slug=slug).encode("utf-8", "surrogateescape"))
    rows = read("release", "plan", code=2)["rows"]
    mine = [row for row in rows if row["article"] == slug]
    assert {row["action"] for row in mine} == {"carried"}
    assert all("articles/neuf.md cannot be read" in row["reasons"][0] for row in mine)
    before = {locale: page(site, slug, locale) for locale in TEXTS}
    run("release", "publish", code=2)
    assert {locale: page(site, slug, locale) for locale in TEXTS} == before
    new.unlink()
    rows = read("release", "plan")["rows"]
    assert {row["action"] for row in rows if row["article"] == slug} == {"removed"}


@LANGUAGES
def test_an_article_renamed_and_not_extracted_yet_stays_live(site: Path, lang: str) -> None:
    slug = SLUGS[lang]
    Path(f"articles/{slug}.md").rename("articles/neuf.md")
    rows = read("release", "plan")["rows"]
    mine = [row for row in rows if row["article"] == slug]
    assert {row["action"] for row in mine} == {"carried"}
    assert all("run workflow extract neuf" in row["reasons"][0] for row in mine)
    before = {locale: page(site, slug, locale) for locale in TEXTS}
    run("release", "publish")
    assert {locale: page(site, slug, locale) for locale in TEXTS} == before
    run("extract")
    rows = {(row["article"], row["action"]) for row in read("release", "plan")["rows"]}
    assert {(slug, "removed"), ("neuf", "new")} <= rows


def test_a_broken_article_that_was_never_another_keeps_nothing_live(site: Path) -> None:
    Path("articles/port.md").unlink()
    Path("articles/market.md").write_text("---\ntitle: a: b\n---\nx\n", encoding="utf-8")
    rows = {(row["article"], row["action"]) for row in read("release", "plan", code=2)["rows"]}
    assert ("port", "removed") in rows
    assert ("market", "carried") in rows


@LANGUAGES
def test_two_files_of_one_name_hold_back_that_article_alone(site: Path, lang: str) -> None:
    slug = SLUGS[lang]
    source = Path(f"articles/{slug}.md")
    twin = source.with_suffix(".html")
    twin.write_bytes(source.read_bytes())
    changed = SLUGS[other(lang)]
    translate(po(changed, third(lang)), " 2")
    place = f"error: articles/{slug}"
    for command in ("status", "check", "extract", "translate", "release plan"):
        said = run(*command.split(), code=2).stderr
        assert place in said, command
        assert twin.as_posix() in said, command
    run("approve", "--all", "--locale", third(lang), code=2)
    before = page(site, slug, other(lang))
    run("release", "publish", code=2)
    assert page(site, slug, other(lang)) == before
    assert " 2" in page(site, changed, third(lang))
    assert run("status", twin.as_posix(), code=2).stderr.count("two articles") == 1
    twin.unlink()
    assert slug in run("status").stdout
    assert "Nothing to change" in run("release", "publish").stdout


@LANGUAGES
def test_a_broken_file_is_in_the_way_of_no_draft_and_no_word(site: Path, lang: str) -> None:
    slug, sound = SLUGS[lang], SLUGS[other(lang)]
    po(sound, third(lang)).unlink()
    run("extract")
    file = broken_po(lang)
    broken = Path(f"articles/{SLUGS[third(lang)]}.md")
    broken.write_text("---\ntitle: a: b\n---\nx\n", encoding="utf-8")
    spoilt = Path(file).read_bytes()
    result = run("translate", "--engine", "dummy", code=2)
    assert f"error: {file}:" in result.stderr
    assert f"error: {broken.as_posix()}:2: " in result.stderr
    assert all(entry.msgstr for entry in polib.pofile(str(po(sound, third(lang)))))
    assert Path(file).read_bytes() == spoilt

    translate(po(slug, third(lang)), " 2")
    for command, said in (((), "approved"), (("--withdraw",), "approval withdrawn")):
        result = run("approve", "--all", "--locale", "fr,en,zh", *command, code=2)
        assert f"{slug} {third(lang)}: {said}\n" in result.stdout
        assert f"error: {broken.as_posix()}:2: " in result.stderr
    result = run("approve", "--all", "--locale", "fr,en,zh", code=2)
    assert f"{slug} {other(lang)}: not approved\n" in result.stdout
    assert result.stderr.count(f"error: {file}:") == 1


def test_a_broken_file_is_in_the_way_of_no_approval_carried_over(site: Path) -> None:
    Path("articles/market.md").write_text("---\ntitle: a: b\n---\nx\n", encoding="utf-8")
    broken_po("fr")
    path = po("port", "zh")
    path.write_text(
        path.read_text("utf-8").replace("zh Trois bateaux", "zh «Trois» bateaux"), "utf-8"
    )
    run("approve", "port", "--locale", "zh")
    path.write_text(path.read_text("utf-8").replace("«Trois»", "“Trois”"), "utf-8")
    result = run("approve", "--carry-over", "--yes", code=2)
    assert "port zh: 1 message changed" in result.stdout
    assert "carried over: 1 approval" in result.stderr
    assert "error: articles/market.md:2: " in result.stderr
    assert "error: locales/en/LC_MESSAGES/port.po:" in result.stderr


@LANGUAGES
def test_the_preview_shows_the_rest(site: Path, lang: str) -> None:
    slug, sound = SLUGS[lang], SLUGS[other(lang)]
    file = broken_po(lang)
    broken = Path(f"articles/{SLUGS[third(lang)]}.md")
    broken.write_text("---\ntitle: a: b\n---\nx\n", encoding="utf-8")
    said: list[str] = []
    live = LivePreview(
        site, "http://127.0.0.1:1/", drafts=True, report=lambda error: said.append(str(error))
    )
    tag = {"zh": "zh-Hans"}.get(other(lang), other(lang))
    for name, where in ((slug, f"{file}:"), (broken.stem, f"{broken.as_posix()}:2:")):
        for path in (f"/{tag}/{name}/", f"/{tag}/{name}"):
            found = answer(path, live.get())
            assert found.status == 500
            assert where in found.body.decode()
    assert answer(f"/{tag}/{sound}/", live.get()).status == 200
    assert answer(f"/{tag}/none/", live.get()).status == 404
    assert answer("/", live.get()).status == 200
    assert len(said) == 2, "each is said once"
    po(slug, third(lang)).touch()
    Path("articles/neu.md").write_text(f"---\ntitle: x\nlang: {lang}\n---\n\nx\n", "utf-8")
    live.get()
    assert len(said) == 2


def test_the_words_and_terms_of_the_others_are_told(site: Path) -> None:
    Path("articles/market.md").write_text("---\ntitle: a: b\n---\nx\n", encoding="utf-8")
    file = broken_po("fr")
    Path("glossary.csv").write_text("fr,zh\nport,港口\nbateaux,船\n", encoding="utf-8")
    events = {(each["article"], each["locale"]) for each in read("review", "log", code=2)["events"]}
    assert {("port", "fr"), ("port", "zh"), ("yantaohui", "en")} <= events
    assert ("port", "en") not in events
    for command in ("review log", "glossary check"):
        said = run(*command.split(), code=2).stderr
        assert said.count("error: articles/market.md:2: ") == 1, command
        assert said.count(f"error: {file}:") == 1, command
    checked = read("glossary", "check", code=2)["findings"]
    assert {(each["article"], each["locale"]) for each in checked} == {("port", "zh")}
    assert run("tm", "search", "Le port").stderr.count("articles/market.md:2") == 1


def test_named_articles_are_read_alone(site: Path) -> None:
    broken_po("fr")
    run("status", "market")
    run("check", "market")
    run("status", "port", "--locale", "zh")


# What is not looked at is said


@LANGUAGES
def test_check_says_what_it_did_not_look_at(site: Path, lang: str) -> None:
    slug = SLUGS[lang]
    for locale in TEXTS:
        for path in (site / f"locales/{locale}/LC_MESSAGES").glob("*.po"):
            path.unlink()
    result = run("check", slug)
    locales = ", ".join(each for each in ("fr", "en", "zh") if each != lang)
    assert f"{slug}: not extracted yet in {locales}" in result.stderr
    assert f"workflow extract {slug}" in result.stderr
    assert "nothing found in the articles; no translation was there to check" in result.stderr
    assert [(each["locale"], each["reason"]) for each in read("check", slug)["unchecked"]] == [
        (each, "not extracted yet") for each in ("fr", "en", "zh") if each != lang
    ]
    everything = run("check").stderr
    assert everything.count("not extracted yet") == 3
    run("extract")
    assert "not extracted" not in run("check", slug).stderr
    assert read("check", slug)["unchecked"] == []


@LANGUAGES
def test_check_says_that_a_catalogue_is_behind(site: Path, lang: str) -> None:
    slug = SLUGS[lang]
    path = Path(f"articles/{slug}.md")
    path.write_text(path.read_text(encoding="utf-8") + "\nEncore un / one more.\n", "utf-8")
    assert f"{slug} in {other(lang)}: the catalogue is behind the article" in run("check").stderr
    assert "lacks 1 of its 3 texts" in run("check", slug).stderr
    run("extract")
    path.write_text(
        path.read_text(encoding="utf-8").replace("\nEncore un / one more.\n", ""), "utf-8"
    )
    assert "it has 1 that it has no more. Run: workflow extract" in run("check", slug).stderr
    run("extract")
    assert "behind" not in run("check").stderr


@LANGUAGES
@pytest.mark.parametrize(
    "content",
    [
        b'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\nmsgid "a\n',
        'msgid ""\nmsgstr ""\n'.encode("utf-16"),
        b'<<<<<<< ours\nmsgid ""\nmsgstr ""\n=======\n>>>>>>> theirs\n',
    ],
)
def test_where_nothing_can_be_read_nothing_is_called_in_order(
    site: Path, lang: str, content: bytes
) -> None:
    slug = SLUGS[lang]
    for locale in TEXTS:
        if locale != lang:
            (site / po(slug, locale)).write_bytes(content)
    checked = run("check", slug, code=2).stderr
    assert "nothing found" not in checked
    assert checked.startswith("2 files could not be checked\n")
    assert "up to date" not in run("extract", slug, code=2).stderr
    drafted = run("translate", slug, "--engine", "memory", code=2).stderr
    assert "Nothing to translate" not in drafted
    assert "Nothing was translated." in drafted


def test_check_of_no_article_says_so(project: Path) -> None:
    for path in (project / "articles").iterdir():
        path.unlink()
    assert "there is no article to check" in run("check").stderr


# Catalogues that no command works with

FOREIGN = {
    "pt_BR": "pt_BR is not in target_locales",
    "zh_Hant": "zh_Hant is not in target_locales",
    "ar": "ar is not in target_locales",
    "zh_Hans": "zh_Hans is zh here, by another name",
    "zh_CN": "zh_CN is zh here, by another name",
    "old": "“old” is no locale",
}


def test_catalogues_of_other_languages_are_named(site: Path) -> None:
    for name in FOREIGN:
        folder = site / f"locales/{name}/LC_MESSAGES"
        folder.mkdir(parents=True)
        for path in (site / "locales/en/LC_MESSAGES").glob("*.po"):
            (folder / path.name).write_bytes(path.read_bytes())
    files = sorted(
        f"locales/{name}/LC_MESSAGES/{slug}.po"
        for name in FOREIGN
        for slug in ("port", "yantaohui")
    )
    for command in ("status", "extract", "catalog prune", "catalog lint"):
        result = CliRunner().invoke(main, [*command.split(), "--format", "json"])
        assert [each["file"] for each in json.loads(result.stdout)["unused"]] == files, command
        for name, words in FOREIGN.items():
            assert f"2 files in locales/{name}/LC_MESSAGES: {words}" in result.stderr, command


def test_catalogues_of_deleted_articles_are_named(site: Path) -> None:
    Path("articles/port.md").unlink()
    run("extract")
    files = ["locales/en/LC_MESSAGES/port.po", "locales/port.pot", "locales/zh/LC_MESSAGES/port.po"]
    for command in ("status", "extract", "catalog prune", "catalog lint"):
        result = run(*command.split())
        assert result.stderr.count("there is no such article any more") == 3, command
        assert "aliases" in result.stderr
        assert [each["file"] for each in read(*command.split())["unused"]] == files
    assert all(Path(file).exists() for file in files), "they are named, not deleted"


def test_a_catalogue_in_the_articles_own_language_or_a_wrong_place_is_named(site: Path) -> None:
    po("port", "fr").write_bytes(po("port", "en").read_bytes())
    Path("locales/es.po").write_bytes(po("port", "en").read_bytes())
    reasons = {each["file"]: each["reason"] for each in read("status")["unused"]}
    assert reasons == {
        "locales/es.po": "catalogues stand in `<locale>/LC_MESSAGES/`",
        "locales/fr/LC_MESSAGES/port.po": "the article itself is written in fr",
    }


def test_a_project_in_order_has_nothing_unused(site: Path) -> None:
    for command in ("status", "extract", "catalog prune", "catalog lint"):
        assert read(*command.split())["unused"] == []
