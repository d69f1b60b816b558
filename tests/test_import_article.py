"""``import_article``: made-up sources against the Markdown they should become, and its contract."""

from __future__ import annotations

from pathlib import Path

import pytest
from ruamel.yaml import YAML

from workflow.errors import ArticleError, FileError, WorkflowError
from workflow.formats import parse
from workflow.importing import ImportedArticle, import_article
from workflow.importing.draft import slug
from workflow.model import Locale

DATA = Path(__file__).parent / "data" / "import"
IOM = Path(__file__).parent.parent.parent / "shared" / "articles" / "iom-nanning-2017.txt"
ENCODINGS = {"pommes.html": "cp1252", "tushuguan.html": "gb18030"}
"""The charsets these pages declare; the files are kept as UTF-8, to be read."""
SOURCES = sorted(path.name for path in DATA.iterdir() if path.suffix != ".md")

PROSE = "The river rose in the night, and by the morning the lower meadows were under water.\n"


def source(name: str) -> bytes:
    return (DATA / name).read_text(encoding="utf-8").encode(ENCODINGS.get(name, "utf-8"))


@pytest.mark.parametrize("name", SOURCES)
def test_source_becomes_its_article(name: str) -> None:
    expected = (DATA / name).with_suffix(".md").read_text(encoding="utf-8")
    assert import_article(source(name), name=name).to_markdown() == expected


@pytest.mark.parametrize("name", SOURCES)
def test_imported_article_is_a_fixed_point(name: str) -> None:
    """What import wrote, it reads as Markdown and leaves alone."""
    once = import_article(source(name), name=name).to_markdown()
    assert import_article(once.encode(), name=f"{name}.md").to_markdown() == once


def test_segments_of_an_imported_page() -> None:
    document = parse(import_article(source("atelier.html"), name="atelier.html").to_markdown())
    kinds = {segment.kind for segment in document.segments}
    assert {"image text", "caption", "table cell", "list item", "quotation"} <= kinds
    assert {"front matter: title", "front matter: dateline", "front matter: contact"} <= kinds


class TestRealDump:
    """The dump the project was asked to import; nothing of it is copied here."""

    @pytest.fixture
    def lines(self) -> list[str]:
        if not IOM.exists():
            pytest.skip(f"{IOM.name} is not there (../shared/articles beside the repository)")
        text = IOM.read_text(encoding="utf-8").rstrip()
        return text.rstrip("0123456789").splitlines()  # some copies have a digit at the end

    @pytest.fixture
    def article(self, lines: list[str]) -> ImportedArticle:
        return import_article(IOM.read_bytes(), name=IOM.name)

    def test_title_is_the_ninth_line_from_the_end(
        self, lines: list[str], article: ImportedArticle
    ) -> None:
        assert article.fields["title"] == lines[-9]

    def test_body_is_the_seven_paragraphs_and_the_contact(
        self, lines: list[str], article: ImportedArticle
    ) -> None:
        place, _, _ = lines[-8].partition(" - ")
        assert article.fields["dateline"] == place
        assert article.body.split("\n\n") == lines[-8:]

    def test_contact_is_kept_whole(self, lines: list[str], article: ImportedArticle) -> None:
        assert article.fields["contact"] == lines[-1]

    def test_digit_after_the_address_goes(self, lines: list[str]) -> None:
        marked = import_article(IOM.read_bytes() + b"2", name=IOM.name)
        assert marked.fields["contact"] == lines[-1]
        assert marked.body.endswith(lines[-1])

    def test_language_and_slug(self, article: ImportedArticle) -> None:
        assert article.fields["lang"] == "fr"
        assert article.slug.startswith("des-experts-de-l-oim-et-de-l-ue-forme")
        assert len(article.slug) <= 80


class TestFields:
    def test_order(self) -> None:
        article = import_article(source("atelier.html"), name="atelier.html")
        assert list(article.fields) == [
            "title", "lang", "date", "source", "dateline", "contact", "author"
        ]  # fmt: skip

    @pytest.mark.parametrize(
        "value",
        ["no", "12:30", "2017-05-12", "a: b", "# x", "- x", "l’été", "“quoted”", "'", "null", "*a"],
    )
    def test_awkward_titles_are_read_back(self, value: str) -> None:
        text = ImportedArticle({"title": value}, "Body.", "x").to_markdown()
        for version in ((1, 1), (1, 2)):
            yaml = YAML(typ="safe", pure=True)
            yaml.version = version
            assert yaml.load(text.split("---\n")[1]) == {"title": value}

    def test_long_values_stay_on_one_line_and_readable(self) -> None:
        title = "Où les éléphants dorment : « une très longue histoire » " * 5
        text = ImportedArticle({"title": title.strip()}, "Body.", "x").to_markdown()
        assert text.count("\n") == 5
        assert title.strip() in text

    @pytest.mark.parametrize(
        ("url", "expected"),
        [(None, None), ("https://example.org/a", "https://example.org/a")],
    )
    def test_source_of_a_dump(self, url: str | None, expected: str) -> None:
        article = import_article(PROSE.encode(), name="a.txt", url=url)
        assert article.fields.get("source") == expected


class TestLanguage:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("La rivière a débordé pendant la nuit, et les prés du bas sont sous l’eau.", "fr"),
            ("The river rose in the night, and the lower meadows are under water.", "en"),
            ("河水夜里上涨，下游的草地到早晨已经全部被淹没，村民们都撤到了山上。", "zh"),
            ("河水夜裡上漲，下游的草地到早晨已經全部被淹沒，村民們都撤到了山上。", "zh_Hant"),
            ("El río creció durante la noche y los prados bajos están bajo el agua.", "es"),
        ],
    )
    def test_detected(self, text: str, expected: str) -> None:
        assert import_article(text.encode(), name="a.txt").fields["lang"] == expected

    def test_given_wins(self) -> None:
        article = import_article(PROSE.encode(), name="a.txt", lang=Locale("fr"))
        assert article.fields["lang"] == "fr"

    @pytest.mark.parametrize(
        ("tag", "default", "expected"),
        [
            ("en-US", None, "en"),
            ("en-GB", "en_GB", "en_GB"),
            ("zh-CN", None, "zh"),
            ("zh-TW", None, "zh_Hant"),
            ("fr", None, "fr"),
            ("nonsense", None, "en"),
            ("", None, "en"),
        ],
    )
    def test_declared_by_a_page(self, tag: str, default: str | None, expected: str) -> None:
        page = f"<html lang='{tag}'><body><article><p>{PROSE * 3}</p></article></body></html>"
        default_lang = Locale(default) if default else None
        article = import_article(page.encode(), name="a.html", default_lang=default_lang)
        assert article.fields["lang"] == expected

    def test_too_short_to_tell(self) -> None:
        text = b"# 42\n\n12 345 678\n"
        assert import_article(text, name="a", default_lang=Locale("fr")).fields["lang"] == "fr"
        with pytest.raises(ArticleError) as caught:
            import_article(text, name="a.md")
        assert (caught.value.file, bool(caught.value.hint)) == ("a.md", True)


class TestSlug:
    @pytest.mark.parametrize(
        ("title", "name", "expected"),
        [
            ("Des élèves à l’œuvre : Noël", "x.txt", "des-eleves-a-l-oeuvre-noel"),
            ("Łódź, Straße & Smørrebrød", "x.txt", "lodz-strasse-smorrebrod"),
            ("南宁研讨会", "nanning-2017.txt", "nanning-2017"),
            ("南宁研讨会", "研讨会.txt", "article"),
            ("42", "x.txt", "x"),
        ],
    )
    def test_slug(self, title: str, name: str, expected: str) -> None:
        assert slug(title, name) == expected

    def test_long_titles_are_cut_between_words(self) -> None:
        assert slug("abc def " * 20, "x") == "-".join(["abc-def"] * 7 + ["abc"])


class TestErrors:
    @pytest.mark.parametrize(
        ("data", "kind", "line"),
        [
            (b"", ArticleError, None),
            (b" \n\n", ArticleError, None),
            (b"Home\nNews\nContact\n", ArticleError, None),
            (b"<html><body></body></html>", ArticleError, None),
            (b"%PDF-1.7\n", ArticleError, None),
            (b"PK\x03\x04\x14", ArticleError, None),
            (b"text\0text", ArticleError, None),
            (b"First line.\nSecond \xe9t\xe9.\n", FileError, 2),
            ("Été".encode("utf-16")[:-1], FileError, 1),
            (b"<html><meta charset=utf-8>\n<p>\xe9t\xe9\n", FileError, 2),
            (b"---\ntitle: a: b\n---\n\nText.\n", ArticleError, 2),
            (b"---\ntitle: a\nlang: xx-yy\n---\n\nText.\n", WorkflowError, None),
            (b"---\ntitle: a\n---\n", ArticleError, None),
        ],
    )
    def test_says_where_and_what_to_do(
        self, data: bytes, kind: type[WorkflowError], line: int | None
    ) -> None:
        with pytest.raises(kind) as caught:
            import_article(data, name="a.txt", default_lang=Locale("fr"))
        assert caught.value.file == "a.txt"
        assert caught.value.line == line
        assert caught.value.hint


class TestMarkdown:
    def test_front_matter_is_kept_and_completed(self) -> None:
        text = (
            "---\n# ours\nsummary: 'no'  # short\ndate: 2017-05-12\ntags: [a, b]\n---\n\n"
            "# A *new* bridge\n\n"
        ) + PROSE
        article = import_article(text.encode(), name="bridge.md")
        assert (
            article.to_markdown()
            == (
                "---\n# ours\nsummary: 'no'  # short\ndate: '2017-05-12'\ntags: [a, b]\n"
                "title: A new bridge\nlang: en\n---\n\n"
            )
            + PROSE
        )

    @pytest.mark.parametrize(
        ("body", "title", "left"),
        [
            ("# One\n\nText.", "One", "Text."),
            ("# One #\nText.", "One", "Text."),
            ("One\n===\n\nText.", "One", "Text."),
            ("Text.\n\n# One\n\nMore.", "One", "Text.\n\n# One\n\nMore."),
            ("## Two\n\nText.", "Bridge", "## Two\n\nText."),
            ("# Été *là*\r\n\r\nText.\r\n", "Été là", "Text."),
        ],
    )
    def test_title(self, body: str, title: str, left: str) -> None:
        article = import_article(body.encode(), name="bridge.txt", lang=Locale("en"))
        assert (article.fields["title"], article.body) == (title, left)

    def test_body_stays_as_it_is(self) -> None:
        body = "*  odd   list\n\n    code\n\n[x]: y  \n<b>html</b> \\* 1\\. `a`\n\n\n- end"
        article = import_article(f"# T\n\n{body}\n".encode(), name="a", lang=Locale("en"))
        assert article.body == body

    def test_name_and_markup_together_say_markdown(self) -> None:
        text = f"{PROSE}\nSee [the map](map.png)."
        assert "[the map](map.png)" in import_article(text.encode(), name="a.md").body
        assert "[the map](map.png)" not in import_article(text.encode(), name="a.txt").body
