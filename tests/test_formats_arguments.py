"""Text arguments of Markdown's directives: which are segments, and what no msgstr can change."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import document_lines, msgstrs
from workflow.cli import main
from workflow.errors import ArticleError, ConfigError
from workflow.formats import Document, parse
from workflow.project.config import load_settings

NAMES = frozenset(("caption", "title", "alt", "label", "summary"))


def parsed(text: str) -> Document:
    return parse(text, arguments=NAMES)


FOUND = [
    # Hugo
    ('{{< figure src="a.jpg" caption="Un mot" >}}', [("shortcode caption", "Un mot")]),
    ('{{< figure caption="dit \\"oui\\"" alt=`C:\\`>}}', [("shortcode caption", 'dit "oui"'),
                                                         ("shortcode alt", "C:\\")]),
    ("{{% callout title=`a \"b\"\n  c` %}}", [("shortcode title", 'a "b" c')]),
    ('{{< figure caption="\\alpha" />}}', [("shortcode caption", "\\alpha")]),
    ('{{< figure caption="\\alpha \\"b\\"" >}}', []),
    ('{{< f title="un" >}}{{< f title="deux" >}}', [("shortcode title", "un"),
                                                     ("shortcode title", "deux")]),
    ('{{< figure "a.jpg" "Un mot" >}}', []),
    ("{{< figure caption=Mot >}}", []),
    ('{{< figure data-caption="non" x="caption=`non`" >}}', []),
    ('{{< figure caption="non >}}', []),
    ('{{< figure caption="12" title=" " >}}', []),
    ('{{</* figure caption="exemple" */>}}', []),
    ('{{< /details >}}', []),
    # Jekyll, Liquid, Nunjucks
    ('{% include f.html caption="Un mot" %}', [("template tag caption", "Un mot")]),
    ("{%- include f.html caption='l\\'été' -%}", [("template tag caption", "l'été")]),
    ('{% include f.html caption = "dit \\"oui\\"" %}', [("template tag caption", 'dit "oui"')]),
    ("{% render 'f', caption: \"Un mot\" %}", [("template tag caption", "Un mot")]),
    ('{% callout title="a \\"b\\"" %}', []),
    ("{% include f.html caption=page.title %}", []),
    # MkDocs
    ('!!! note "Un titre"', [("admonition title", "Un titre")]),
    ('??? tip inline end "Un titre"', [("admonition title", "Un titre")]),
    ('???+ "Un "bon" titre"  ', [("admonition title", 'Un "bon" titre')]),
    ("!!! note", []),
    ('!!! note ""', []),
    ('=== "Un *titre*"', [("tab title", "Un *titre*")]),
    ('===+ "Un "bon" titre"  ', [("tab title", 'Un "bon" titre')]),
    ('=== "12"', []),
    # Docusaurus, Pandoc, VitePress
    (":::note[Un *titre*]", [("container title", "Un *titre*")]),
    (":::note[a \\] [b](c)]{#id}", [("container title", "a \\] [b](c)")]),
    (":::note Un titre", [("container title", "Un titre")]),
    ("::: details Un titre {open}", [("container title", "Un titre")]),
    ('::: {.callout-note title="a &quot;b&quot;"}', [("container title", 'a "b"')]),
    (":::tip[Un]{label='Deux'}", [("container title", "Un"), ("container label", "Deux")]),
    ('::: {.callout-note title="a \\"b\\""}', []),
    ("::: code-group labels=[npm,pnpm]", []),
    (":::{note} Un titre", [("container title", "Un titre")]),
    ("```{note} Un titre\n:alt: Un texte\n```", [("container title", "Un titre"),
                                                ("container alt", "Un texte")]),
    ("/// note | Un titre\n///", [("container title", "Un titre")]),
    (":::{figure} pas-un-titre.png\n:::", []),
    (":::", []),
    # MDX
    ('<Tabs label="Un &amp; deux">', [("component label", "Un & deux")]),
    ("<Figure\n  src={a}\n  caption='Un mot'\n/>", [("component caption", "Un mot")]),
    ('<Card title="Un mot" />', [("title attribute", "Un mot")]),
    ("<Card label={title} />", []),
    ("<Tabs\n  a={{b: 1}}\n  label='Un'\n>", [("component label", "Un")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), FOUND)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_what_is_a_segment(text: str, expected: list[tuple[str, str]], newline: str) -> None:
    source = text.replace("\n", newline) + newline
    document = parsed(source)
    assert [(s.kind, s.text) for s in document.segments] == expected
    assert document.render(lambda segment: segment.text) == source
    assert parse(source, arguments=frozenset(("other",))).segments == parse(source).segments


PLACES = [
    ('```\n{{< f caption="non" >}}\n```\n', []),
    ('un\n\n    {{< f caption="non" >}}\n', ["un"]),
    ('- un\n\n    {{< f caption="deux" >}}\n', ["un", "deux"]),
    ('<!--\n{{< f caption="non" >}}\n-->\n', []),
    ('<!--\n<Tabs label="non">\n-->\n', []),
    ('<pre>\n<Tabs label="non">\n</pre>\n', []),
    ('<div>\n{{< f caption="oui" >}}\n</div>\n', ["oui"]),
    ('{% raw %}\n{% include f caption="non" %}\n{% endraw %}\n', []),
    ('{{< highlight html >}}\n{{< f caption="non" >}}\n{{< /highlight >}}\n', []),
    ('{{< comment >}}\n\n{{< f caption="oui" >}}\n', ["oui"]),
    ('<!-- workflow: skip -->\n{{< f caption="non" >}}\n\noui\n', ["oui"]),
    ('<!-- workflow: skip -->\n- non\n\n  {{< f caption="non" >}}\n\noui\n', ["oui"]),
    ('<!-- workflow: skip -->\n- non\n\n{{< f caption="oui" >}}\n', ["oui"]),
    ('<!-- workflow: skip -->\n!!! note "non"\n\n    non\n\noui\n', ["oui"]),
    (
        '<!-- workflow: skip-begin -->\n\n{{< f caption="non" >}}\n\n<Tabs label="non">\n\n'
        "<!-- workflow: skip-end -->\n\noui\n",
        ["oui"],
    ),
    (
        '!!! note "un"\n\n    deux\n\n    !!! tip "trois"\n\n        quatre\n',
        ["un", "deux", "trois", "quatre"],
    ),
    ('::: a un\n\ndeux\n\n<X label="trois">\n\n:::\n', ["un", "deux", "trois"]),
    (
        '<Tabs>\n<Tab label="un" title="deux">\n\ntrois\n\n</Tab>\n</Tabs>\n',
        ["un", "deux", "trois"],
    ),
    ('<X a={["b"]} label="dedans">\n', ['<X a={["b"]} label="dedans">']),
    ('{{< x\n<Tabs label="un">\n>}}\n', ["un"]),
]


@pytest.mark.parametrize(("text", "expected"), PLACES)
def test_where_directives_are_obeyed(text: str, expected: list[str]) -> None:
    assert [segment.text for segment in parsed(text).segments] == expected


def test_an_admonition_holds_what_follows_a_blank_line() -> None:
    document = parse('!!! note "non"\n\n    un\n\n    deux\n\n        code\n')
    assert [segment.text for segment in document.segments] == ["un", "deux"]


def test_comments_before_a_directive_are_for_its_arguments() -> None:
    document = parsed(
        "# Chemin\n\n<!-- translators: court -->\n<!-- context: nom -->\n"
        '{{< f caption="un" >}}\n\ndeux\n\n'
        '<!-- translators: tout -->\n!!! note "trois"\n    quatre\n'
    )
    assert [(s.text, s.context, s.notes, s.heading, s.line) for s in document.segments[1:]] == [
        ("un", "nom", ("court",), "Chemin", 5),
        ("deux", None, (), "Chemin", 7),
        ("trois", None, ("tout",), "Chemin", 10),
        ("quatre", None, ("tout",), "Chemin", 11),
    ]


def test_titles_are_markdown_and_quoted_arguments_are_plain_text() -> None:
    document = parsed('!!! a "un"\n\n:::b[deux]\n\n{{< f title="trois" >}}\n\n<X label="quatre">\n')
    assert [(segment.text, segment.markup) for segment in document.segments] == [
        ("un", "markdown"),
        ("deux", "markdown"),
        ("trois", "text"),
        ("quatre", "text"),
    ]


RENDERED = [
    ('{{< f caption="un" >}}', 'dit "oui"\nici', '{{< f caption="dit \\"oui\\" ici" >}}'),
    ("{{< f caption=`un` >}}", 'dit "oui" \\', '{{< f caption=`dit "oui" \\` >}}'),
    ("{% include f caption='un' %}", 'l\'été "bon"', "{% include f caption='l\\'été \"bon\"' %}"),
    ('{% f title: "un" %}', "l'été", '{% f title: "l\'été" %}'),
    ('!!! note "un"', 'dit "oui"', '!!! note "dit "oui""'),
    ('=== "un"', 'dit "oui"', '=== "dit "oui""'),
    ('<Tabs\n  label="un"\n>', 'a "b"\n', '<Tabs\n  label="a &quot;b&quot;"\n>'),
    (":::note[un]", "a] [b", ":::note[a\\] \\[b]"),
    (":::note un", "a\nb", ":::note a b"),
    ('::: {title="un"}', 'dit "oui" &amp;', '::: {title="dit &quot;oui&quot; &amp;amp;"}'),
    ("<Tabs label='un'>", "l'été", "<Tabs label='l&#39;été'>"),
]


@pytest.mark.parametrize(("source", "translation", "expected"), RENDERED)
def test_a_translation_is_escaped_where_the_syntax_can(
    source: str, translation: str, expected: str
) -> None:
    document = parsed(source)
    assert document.render(lambda segment: translation) == expected
    assert document.breakage(lambda segment: translation) == ()


BROKEN = [
    ('{{< f caption="un" >}}', "deux >}} trois"),
    ('{{< f caption="un" >}}', "{{< deux"),
    ('{{< f caption="un" >}}', "deux\\"),
    ('{{< f caption="un" >}}', 'C:\\ "deux"'),
    ('{{< f caption="un" >}}', "  "),
    ('{{< f caption="un" >}}', "<script>deux</script>"),
    ('{{< f caption="un" >}}', "[deux](javascript:alert)"),
    ("{{< f caption=`un` >}}", "deux` src=`b"),
    ('{% include f caption="un" %}', "deux %} trois"),
    ('{% f title="un" %}', 'deux" src="b'),
    ('{% f title="un" %}', "deux\\"),
    (":::note un", "deux {open}"),
    (":::note un", "a=deux"),
    (":::note[un]", "{deux}"),
    ('!!! note "un"', '<b onclick="deux">'),
    ('=== "un"', "[deux](javascript:alert)"),
    ('<Tabs label="un">', "<b>deux</b>"),
    ('<Tabs\n  label="un"\n>', "<b>deux</b>"),
]


@pytest.mark.parametrize(("source", "translation"), BROKEN)
def test_what_cannot_be_escaped_is_refused_and_named(source: str, translation: str) -> None:
    document = parsed(f"mot\n\n{source}\n\nmot\n")
    wrong = {"un": translation}
    ((segment, reason),) = document.breakage(lambda segment: wrong.get(segment.text))
    assert segment.text == "un"
    assert reason


def test_markup_of_the_source_may_stay_and_move() -> None:
    document = parsed('{{< f caption="un <b>mot</b> [ici](u)" >}}')
    assert document.breakage(lambda segment: "[here](u) a <b>word</b>") == ()
    assert document.breakage(lambda segment: "[here](v) a <b>word</b>")


directives = st.sampled_from([text for text, _ in FOUND])
mixed = st.lists(directives | document_lines | st.just(""), max_size=12).map("\n".join)
hostile = msgstrs | st.text(
    st.sampled_from("ab \"'`\\{}[]<>%=:/&;\n#!é"), min_size=1, max_size=12
)  # fmt: skip


@given(mixed)
def test_rebuilding_gives_the_source_back_and_nothing_else_changes(text: str) -> None:
    try:
        document, plain = parsed(text), parse(text)
    except ArticleError:  # the text happens to have broken front matter
        return
    assert document.render(lambda segment: segment.text) == text
    done = 0
    for segment in document.segments:
        assert done <= segment.start < segment.end
        done = segment.end
    if "<!--" not in text:  # what authors say of a directive is said of no other block
        assert [s for s in document.segments if s in plain.segments] == list(plain.segments)


@given(directives, hostile)
def test_any_translation_keeps_the_directive_or_is_named(text: str, translation: str) -> None:
    source = f"mot\n\n{text}\n\nfin\n"
    document = parsed(source)
    for segment in document.segments[1:-1]:
        wanted = {segment.start: translation}
        if document.breakage(lambda each: wanted.get(each.start)):  # noqa: B023 - used at once
            continue
        rendered = document.render(lambda each: wanted.get(each.start))  # noqa: B023
        data = source.encode()
        before, after = data[: segment.start].decode(), data[segment.end :].decode()
        assert rendered.startswith(before)
        assert rendered.endswith(after)
        again = parsed(rendered)
        assert again.skeleton == document.skeleton
        plain = segment.markup == "text" and "\\\n" not in translation
        if plain and len(again.segments) == len(document.segments):
            (read,) = [each for each in again.segments if each.start == segment.start]
            assert read.text.split() == translation.split()


def test_extract_reads_the_arguments_that_the_setting_names(project: Path) -> None:
    cfg = Path("setup.cfg")
    text = cfg.read_text(encoding="utf-8")
    cfg.write_text(
        text.replace("directive_arguments =\n", "directive_arguments = caption\n"),
        encoding="utf-8",
    )
    Path("articles/a.md").write_text(
        '---\ntitle: Titre\nlang: fr\n---\n\n{{< figure src="a.jpg" caption="Un mot" alt="x" >}}\n',
        encoding="utf-8",
    )
    result = CliRunner().invoke(main, ["extract", "--format", "json", "a"])
    assert result.exit_code == 0, result.output
    assert {row["messages"] for row in json.loads(result.stdout)["rows"]} == {2}
    template = Path("locales/a.pot").read_text(encoding="utf-8")
    assert '#. shortcode caption\n#: articles/a.md\nmsgid "Un mot"\n' in template
    assert "alt" not in template


@pytest.mark.parametrize(
    ("value", "said"), [("caption, a b", "not the name"), ("src", "address"), ("onclick", "code")]
)
def test_a_setting_that_names_no_text_is_refused(tmp_path: Path, value: str, said: str) -> None:
    (tmp_path / "setup.cfg").write_text(
        f"[workflow]\ndirective_arguments = {value}\n", encoding="utf-8"
    )
    with pytest.raises(ConfigError, match=said):
        load_settings(tmp_path)
