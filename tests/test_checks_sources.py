"""Checks of articles as they are written: their links, and what pages cannot show."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.test_review_helpers import run
from workflow.errors import ExitCode
from workflow.project.workspace import Workspace

OTHER = (
    "---\ntitle: Port\nlang: zh\naliases: [quai, 旧港]\n---\n\n"
    "## Le quai\n\n## 潮汐：表\n\n<a name='vieux'></a>x\n"
)


def findings(root: Path, body: str, name: str = "news/a.md", front: str = "") -> list[str]:
    """What the checks say of an article with ``body``: check, severity, line of the body."""
    (root / "articles/news").mkdir(exist_ok=True)
    (root / "articles/port.md").write_text(OTHER, "utf-8")
    (root / "articles/plan.pdf").write_bytes(b"x")
    head = f"---\ntitle: T\nlang: fr\n{front}---\n"
    (root / "articles" / name).write_text(head + body, "utf-8")
    workspace = Workspace.open(root)
    (article,) = workspace.select([name.rsplit(".", 1)[0]])
    lines = head.count("\n")
    return [
        f"{each.check} {each.severity} {each.line - lines}: {each.message}"
        for each in workspace.translation(article, article.locale).findings
    ]


@pytest.mark.parametrize(
    "link",
    [
        "../port.md", "/port.md", "../port", "../port/", "../port.html#le-quai", "/zh/port/",
        "/zh-CN/port/", "/fr-FR/", "/ZHO/port/",
        "/zh-Hans/port/index.html#潮汐表", "../port.md#%E6%BD%AE%E6%B1%90%E8%A1%A8",
        "../port.md#vieux", "../port.md#top", "/fr/", "/", "a.md", "#un-titre", "./a.md#un-titre",
        "../plan.pdf", "/plan.pdf", "https://example.org/nowhere", "//example.org/x",
        "mailto:a@example.org", "tel:+3312345678",
    ],
)  # fmt: skip
def test_a_link_that_leads_somewhere_is_no_finding(project: Path, link: str) -> None:
    assert (
        findings(
            project, f"## Un titre\n\n[x]({link}) [y][z] <a href='{link}'>w</a>\n\n[z]: {link}\n"
        )
        == []
    )


@pytest.mark.parametrize(
    ("link", "says"),
    [
        ("../prot.md", "error 3: link “../prot.md” leads to no article: did you mean “port”?"),
        ("/fr/prot/", "error 3: link “/fr/prot/” leads to no article: did you mean “port”?"),
        ("/de/port/", "error 3: link “/de/port/” leads to no article: did you mean “port”?"),
        (
            "wwwwwww.md",
            "error 3: link “wwwwwww.md” leads to no article, page or file",
        ),
        ("../../x.md", "error 3: link “../../x.md” leads out of articles/, where articles are"),
        ("../../x.pdf", "error 3: link “../../x.pdf” leads out of articles/: move the file there"),
        ("x.pdf", "error 3: link “x.pdf” leads to no file: put it at articles/news/x.pdf"),
        (
            "../port.md#quai",
            "warning 3: link “../port.md#quai”: no “#quai” in “port”; did you mean",
        ),
        (
            "#Un-titre",
            "warning 3: link “#Un-titre”: no “#Un-titre” here; did you mean “#un-titre”?",
        ),
        ("#", "warning 3: link “#” leads nowhere: give it an address"),
        ("../PORT.md", "error 3: link “../PORT.md” leads to no article: did you mean “port”?"),
        (
            "www.e.org/x",
            "error 3: link “www.e.org/x” leads to no article: if it is on the web, wri",
        ),
        ("e.org/x.html", "error 3: link “e.org/x.html” leads to no article: if it is on the web"),
        ("ftp://e.org/x", "warning 3: link “ftp://e.org/x” is plain text on pages: they lead to"),
        ("sms:+3312345678", "warning 3: link “sms:+3312345678” is plain text on pages"),
        ("file:///c/x.md", "error 3: link “file:///c/x.md” is a place on somebody’s own machine"),
        ("C:/textes/x.md", "error 3: link “C:/textes/x.md” is a place on somebody’s own machine"),
        ("../quai.md", "warning 3: link “../quai.md” leads to an old address of “port”: name"),
        ("/fr/旧港/", "warning 3: link “/fr/旧港/” leads to an old address of “port”: name its"),
    ],
)
@pytest.mark.parametrize(
    "written",
    ["[x]({})", "> - [x]({})", "<a href='{}'>x</a>", "[x][y]\n\n[y]: {}", "[x]({})\r\n"],
)
def test_a_link_that_leads_nowhere_is_named_with_its_line(
    project: Path, link: str, says: str, written: str
) -> None:
    (found,) = findings(project, f"## Un titre\n\n{written.format(link)}\n")
    line = 5 if "[y]" in written else 3
    assert found.startswith(f"links {says.replace(' 3:', f' {line}:')}")


@pytest.mark.parametrize("name", ["th\u00e9", "the\u0301"])
def test_a_link_may_have_another_normal_form_than_the_file(project: Path, name: str) -> None:
    (project / f"articles/{name}.md").write_text("---\ntitle: T\nlang: fr\n---\nx\n", "utf-8")
    body = "[x](../th\u00e9.md) [y](../the\u0301.md) [z](/fr/the%CC%81/)\n"
    assert findings(project, body) == []


@pytest.mark.parametrize("name", ["News/A", "NEWS/a", "news/A"])
def test_names_that_disks_confuse_are_named(project: Path, name: str) -> None:
    (project / f"articles/{name}.md").parent.mkdir(parents=True, exist_ok=True)
    (project / f"articles/{name}.md").write_text("---\ntitle: T\nlang: fr\n---\nx\n", "utf-8")
    (found,) = findings(project, "x\n")
    says = f"disks and servers may take the article “news/a” for “{name}”; no release has either"
    assert found.startswith(f"metadata warning -3: {says}")


def test_links_in_code_and_unused_definitions_are_none(project: Path) -> None:
    assert findings(project, "`[x](y.md)`\n\n    [x](y.md)\n\n```\n[x](y.md)\n```\n") == []


def test_a_broken_article_is_told_where_it_is_looked_at(project: Path) -> None:
    body = "[x](../broken.md#a)\n"
    (project / "articles/broken.md").write_text("---\ntitle: [\n---\n\nx\n", "utf-8")
    assert findings(project, body) == []


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (
            "<iframe src='https://e.org/v' title='Film'></iframe>",
            "<iframe> is shown as a link to https://e.org/v",
        ),
        ("<embed src='x.swf'>", "<embed> is shown as a link to x.swf"),
        ("<object data='x.pdf'>Plan</object>", "<object> is shown as a link to x.pdf"),
        ("Un <svg><script>x</script></svg>.", "<svg>: pages show drawings from files"),
        ("<canvas></canvas>", "<canvas>: pages run nothing"),
        ("<form>Nom</form>", "<form>: pages send nothing"),
        ("<script>if (a < b) {}</script>", "<script>: pages run nothing: it is left out"),
        ("<title>Titre</title>", "<title>: pages have the title of the front matter"),
        ("<img src='//e.org/x.png' alt=x>", "the image //e.org/x.png is shown as a link: pages"),
        ("<img src='data:image/gif;base64,A' alt=x>", "the image data:image/gif;base64,A is left"),
        ("![港](https://e.org/x.png)", "the image https://e.org/x.png is shown as a link"),
        ("[![x][y]](/)\n\n[y]: file:///c/x.png", "the image file:///c/x.png is left out: pages"),
        ("<noscript>Sans</noscript>", "<noscript>: pages run nothing: what is in it"),
        ("$$\nx^2\n$$", "the formula $$x^2$$ is shown as code"),
        ("$$x$$", "the formula $$x$$ is shown as code"),
        ("- **$$n*m$$**", "the formula $$n*m$$ is shown as code"),
        ("> $$ x $$", "the formula $$x$$ is shown as code"),
        ('<iframe src="about:blank" title="Film"></iframe>', "<iframe>: pages play nothing"),
        ("- 式 $$a_1*b*c$$。", "the formula $$a_1*b*c$$ is shown as code"),
        ("![[papiers]]", "![[papiers]]: pages bring in nothing from elsewhere"),
        ('--8<-- "papiers.md"', '--8<-- "papiers.md": pages bring in nothing'),
        ("[[toc]]", "[[toc]]: pages have no list of their headings"),
        ("作者:: 张三", "作者:: 张三: pages show no properties"),
        ('{{< figure src="a.jpg" >}}', '{{< figure src="a.jpg" >}}: pages know no shortcodes'),
        ("+---+\n| a |\n+---+", "+---+: a table whose lines are drawn is shown as code"),
        ("#+BEGIN_SRC\na\n#+END_SRC", "#+BEGIN_SRC: pages show no raw output"),
        ("::film{id=x}", "::film{id=x}: pages know no directives"),
        ("::film[Un film]{id=x}", "::film[…]: pages show its words alone"),
    ],
)
def test_what_a_page_cannot_show_is_named_with_its_line(
    project: Path, body: str, says: str
) -> None:
    for before, line in (("", 1), ("中文\n\n", 3), ("a\r\n\r\n> b\r\n\r\n", 5)):
        (found,) = [each for each in findings(project, before + body) if each.startswith("embeds")]
        assert found.startswith(f"embeds warning {line}: {says}")
    if body.startswith("<"):
        shown = findings(project, f"<p>x</p>\n{body}", "page.html")
        (found, *_) = [each for each in shown if each.startswith("embeds")]
        assert found.startswith(f"embeds warning 2: {says}")


@pytest.mark.parametrize(
    "body",
    ["`<iframe>` et `$$x^2$$`", "```\n<iframe src=x>\n$$x^2$$\n```", "- [x] fait",
     "de 5 $$ à 10 $$", "cost $$5 and $$10", "$$$$",
     "% un commentaire", "(cible)=", "*[HTML]: Langue", "> [!NOTE] Un\n> deux",
     "```\n[TOC]\n{{< x >}}\n```", "{% raw %}\nx\n{% endraw %}", ":::note\nun\n:::", "un ^bloc",
     "<details><summary>s</summary>t</details>", "<picture><img alt='' src='data:,'></picture>"],
)  # fmt: skip
def test_what_a_page_shows_is_no_finding(project: Path, body: str) -> None:
    assert findings(project, body + "\n") == []


def test_a_project_may_switch_them_off(project: Path) -> None:
    findings(project, "[x](y.md) <form></form>\n", front="checks_off: [links, embeds]\n")
    result = run("check", "news/a")
    assert result.exit_code == ExitCode.DONE, result.stdout


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("![x](.env)", "“.env” is hidden, and hidden files are not published"),
        ("文字 ![x](../port.md)", "“../port.md” is an article’s source"),
        ("<img src=x.exe>", "“x.exe” is of a kind that is not published (.exe)"),
        ("<video src=non.mp4></video>", "file “non.mp4” is missing"),
        ("![x](../../x.png)", "image “../../x.png” lies outside articles/"),
    ],
)
def test_what_a_release_would_withhold_is_named_before(project: Path, body: str, says: str) -> None:
    (project / "articles/news").mkdir(exist_ok=True)
    for name in (".env", "x.exe"):
        (project / "articles/news" / name).write_text("x", "utf-8")
    found = [each for each in findings(project, f"x\n\n{body}\n") if "metadata" in each]
    assert [each.startswith(f"metadata error 3: {says}") for each in found] == [True]


@pytest.mark.parametrize("field", ["image: {}", "image:\n  src: {}", "image: [{}]"])
def test_a_lead_image_elsewhere_is_named(project: Path, field: str) -> None:
    (found,) = findings(project, "x\n", front=field.format("https://e.org/x.png") + "\n")
    line = -2 if "\n" in field else -1
    assert found.startswith(f"embeds warning {line}: the image https://e.org/x.png is shown as a")


def test_what_a_page_has_nothing_of_is_not_looked_for(project: Path) -> None:
    body = "<link rel=stylesheet href=style.css>\n<base href=x>\n<p>Texte.</p>\n"
    assert findings(project, body, "page.html") == []


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("2026/03/05", "is not how a date is written here: write `date: 2026-03-05`"),
        ("5 mars 2026", "is not how a date is written here: write `date: 2026-03-05`"),
        ("1er févr. 2026", "is not how a date is written here: write `date: 2026-02-01`"),
        ("March 5th, 2026", "is not how a date is written here: write `date: 2026-03-05`"),
        ("5 de mayo de 2026", "is not how a date is written here: write `date: 2026-05-05`"),
        ("2026-3-5", "is not how a date is written here: write `date: 2026-03-05`"),
        ("20260305", "is not how a date is written here: write `date: 2026-03-05`"),
        ("05.03.2026", "is not how a date is written here: write `date: 2026-03-05`"),
        ("25/03/2026", "is not how a date is written here: write `date: 2026-03-25`"),
        ("05/03/2026", "is no date: write year-month-day, as in `date: 2026-03-31`"),
        ("2026年3月5日 08:30", "is not how a date is written here: write `date: 2026-03-05 08:30`"),
        ("2026年3月5日 下午8:30", "write `date: 2026-03-05 20:30`"),
        ("Thu, 05 Mar 2026 08:30:00 +0100", "write `date: 2026-03-05 08:30 +0100`"),
        ("March 5, 2026 12:05 a.m.", "write `date: 2026-03-05 00:05`"),
        ("12 decembre 2026 à 8h05", "write `date: 2026-12-12 08:05`"),
        ("2026-03-05 soir", "is not how a date is written here: write `date: 2026-03-05`"),
        ("demain", "is no date: write year-month-day, as in `date: 2026-03-31`"),
        ("[2026]", "is no date"),
        ("2026-02-31", "`: there is no such day or time; correct it"),
        ("2026-13-01 08:30", "`: there is no such day or time; correct it"),
        ("2026-03-05T25:00", "`: there is no such day or time; correct it"),
    ],
)
def test_a_date_that_is_none_is_an_error_with_the_right_form(
    project: Path, written: str, says: str
) -> None:
    for name in ("date", "updated"):
        (found,) = findings(project, "x\n", front=f"{name}: {written}\n")
        assert found.startswith(f"fields error -1: `{name}: ")
        assert says.replace("`date:", f"`{name}:").replace("no updated:", "no date:") in found


@pytest.mark.parametrize(
    "written",
    ["2026-03-05", '"2026-03-05"', "2026-03-05 08:30", "2026-03-05T08:30:00+08:00",
     "2026-03-05 08:30:00 Z", "2026-03-05 8:30 +0800", "", "~"],
)  # fmt: skip
def test_a_date_is_none_of_them(project: Path, written: str) -> None:
    assert findings(project, "x\n", front=f"date: {written}\n") == []


@pytest.mark.parametrize(
    ("field", "says"),
    [
        ("titel: x", "warning -1: no field is named “titel”: did you mean “title”, which is there"),
        ("sumary: x", "warning -1: no field is named “sumary”: did you mean “summary”?"),
        ("Date: 2026-03-05", "warning -1: no field is named “Date”: did you mean “date”?"),
        ("cover: a.png", "warning -1: no field is named “cover”: did you mean “image”?"),
        ("auteur: A", "warning -1: no field is named “auteur”: did you mean “author”?"),
        ("作者: 甲", "warning -1: no field is named “作者”: did you mean “author”?"),
        (
            "featured-image: a",
            "warning -1: no field is named “featured-image”: did you mean “im",
        ),
        ("layout: post", "info -1: not used: layout (docs/pages.md"),
        ("weight: 3\nlayout: post", "info -2: not used: weight, layout (docs/pages.md"),
        ("source: dump.txt", "warning -1: “source” is the address where"),
        ("summary: Un *mot*", "warning -1: “summary” is plain text: readers would see “*mot*”"),
        ("summary: 一个**词**", "warning -1: “summary” is plain text: readers would see “**词**”"),
        (
            "summary: '[x](y.md)'",
            "warning -1: “summary” is plain text: readers would see “](y",
        ),
    ],
)
def test_fields_that_are_not_what_their_author_thinks(project: Path, field: str, says: str) -> None:
    (found,) = findings(project, "x\n", front=f"{field}\n")
    assert found.startswith(f"fields {says}")


def test_fields_that_are_used_are_no_finding(project: Path) -> None:
    front = (
        "summary: 3 * 4 * 5, a_b_c\ndateline: Genève\nauthor: [A, B]\ntags: [a]\n"
        "source: 'Le Monde, https://example.org/x'\nupdated: 2026-03-05\n"
        "image: /plan.png\nimage_alt: x\ndraft: false\npublish_at: 2026-03-05 08:30 +0800\n"
    )
    (project / "articles/plan.png").write_bytes(b"x")
    assert findings(project, "x\n", front=front) == []
