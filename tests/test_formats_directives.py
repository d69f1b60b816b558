"""Directives of site generators: what is text between them, and what no msgstr can change."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.strategies import document_lines, msgstrs
from workflow.errors import ArticleError
from workflow.formats import parse
from workflow.formats.markdown import skeleton
from workflow.formats.markdown.dialect import directives, mask, with_line_feeds
from workflow.formats.markdown.notation import Form
from workflow.model import Segment

ALL = frozenset(("caption", "title", "alt", "label", "summary"))


def texts(source: str, *arguments: str) -> list[str]:
    return [each.text for each in parse(source, arguments=frozenset(arguments)).segments]


VERBATIM = [
    ('un\n{% highlight rb %}\ndef x\n\n  puts "non"\nend\n{% endhighlight %}\ndeux', "un deux"),
    ("{%- raw -%}\nnon\n\n# non\n{%- endraw -%}\nun", "un"),
    ("{% comment %}\nnon\n{% raw %}\nnon\n{% endcomment %}\nun", "un"),
    ("{% verbatim %}\n```\nnon\n{% endverbatim %}\nun", "un"),
    ("{{< highlight go >}}\nnon\n\nnon\n{{< /highlight >}}\nun", "un"),
    ("{{% highlight go %}}\nnon\n{{% /highlight %}}\nun", "un"),
    ("- un\n\n  {% raw %}\n  non\n\nnon\n  {% endraw %}\n\n  deux", "un deux"),
    ("!!! note\n\n    un\n\n    {% raw %}\n    non\n    {% endraw %}\n\n    deux", "un deux"),
    ("{% raw %}\nun\n\n{% endhighlight %}", "un"),
    ("{% endraw %}\nun\n\n{% raw %}", "un"),
    ("{{< raw />}}\nun\n{{< /raw >}}", "un"),
    ("{% rawest %}\nun\n{% endrawest %}", "un"),
    ("un {% raw %}\ndeux\n{% endraw %} trois", "un {% raw %} deux {% endraw %} trois"),
    ("```\n{% raw %}\n```\nun\n\n```\n{% endraw %}\n```", "un"),
    ("    {% raw %}\n\nun\n\n    {% endraw %}", "un"),
    ("<!--\n{% raw %}\n-->\nun\n\n{% endraw %}\n\ndeux", "un deux"),
    ("{% raw %}\n<!-- non -->\n</pre>\n{% endraw %}\nun", "un"),
    ("    {% raw %}\n    non\n\n    {% endraw %}\n\nun", "un"),
]  # fmt: skip
STATEMENTS = [
    ("export const meta = {\n  titre: 'Bonjour',\n  n: 2,\n}\nun", "un"),
    ("export const meta = {\n  a: '}',\n\n  b: `{`, // }\n  c: [/* ] */ 1],\n};\n\nun", "un"),
    ("export const meta =\n  {a: 1}\n\nun", "un"),
    ("export default function X() {\n  return (\n    <p>l'été {n}</p>\n  )\n}\n\nun", "un"),
    ("export class X {\n  a() {}\n}\nun", "un"),
    ('import {\nA,\n  B as C,\n} from "x"\nun', "un"),
    ("import D, {\nA } from 'x';\nun", "un"),
    ("export {\n  a,\n} from 'x'\nun", "un"),
    ("export {a} from 'x'\nexport * as b from 'y'\nun", "un"),
    ("import a from 'a'; import b from 'b' // c\nun", "un"),
    ("export const a = {\n\nun\n\n}", "un"),
    ("export const a = {\n```\nnon\n```\nun\n\n}", "un"),
    ("```js\nexport const a = {\n```\nun\n\n```\n}\n```", "un"),
    ("```js\nimport {\n```\nun\n\n```\n} from 'x'\n```", "un"),
    ("import duties from China (see “x”)\nare up", "import duties from China (see “x”) are up"),
    ('import duties from "China" are high.', 'import duties from "China" are high.'),
    ("import statements {like\nthis} are", "import statements {like this} are"),
    ("export default values (see\nthis) are", "export default values (see this) are"),
    ("export let users download", "export let users download"),
    ("export function keys\nare", "export function keys are"),
]  # fmt: skip
COMPONENTS = [
    ('<Tabs\n  a="b">\nun\n</Tabs>\ndeux', "un deux"),
    ("un\n<Icon\n  a={{b: 1}}\n/>\ndeux", "un deux"),
    ("<A\n b='c'>\nun\n<A\n d='e'\n>\ndeux\n</A>\ntrois\n</A>", "un deux trois"),
    ("<A\n b={() => 1}\n>\nun\n</A>", "un"),
    ("- un\n\n  <A\n    b='c'>\n  deux\n  </A>\n- trois", "un deux trois"),
    ("```\n<A\n```\nun\n\n```\nb='c'>\n```", "un"),
    ("<A\n  b='c'\n\nun", "<A b='c' un"),
    ("{/* non */}\nun\n{/* non\n\n# non\n*/}\ndeux", "un deux"),
    ("<A>\n{/* non */}\nun\n</A>", "un"),
    ("{/*\n```\nnon\n```\n*/}\nun", "un"),
    ("```\n{/*\n```\nun\n\n```\n*/}\n```", "un"),
    ("un {/* oui */}", "un {/* oui */}"),
    ("{/* un\n\ndeux", "{/* un deux"),
]  # fmt: skip
ATTRIBUTES = [
    ("{: .note }\nun\n{: #id}\ndeux", "un deux"),
    ("# un\n{: .a title='b {c}' }\ndeux\n{:.d}", "un deux"),
    ("- un\n{: .a}\n- deux\n  {: .b}\n\n{:toc}", "un deux"),
    ("> un\n{: .prompt }\n\ndeux", "un deux"),
    ("un\n{ .annotate }\n{#id .c}\ndeux", "un deux"),
    ("un {: .a }\ndeux", "un {: .a } deux"),
    ("{un}\n{ deux }", "{un} { deux }"),
    ('=== "Windows"\n\n    un\n\n=== "Mac"\n    deux\n\ntrois', "un deux trois"),
    ('===! "A"\n    un\n\n===+ "B"\n\n    === "C"\n\n        deux', "un deux"),
    ("un\n===\ndeux", "un deux"),
    ('un\n=== "a" b', 'un === "a" b'),
]
CASES = [*VERBATIM, *STATEMENTS, *COMPONENTS, *ATTRIBUTES]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(("source", "expected"), CASES)
def test_what_is_text(source: str, expected: str, newline: str) -> None:
    for end in ("", "\n"):
        written = f"{source}{end}".replace("\n", newline)
        document = parse(written)
        assert " ".join(each.text for each in document.segments) == expected
        assert document.render(lambda segment: segment.text) == written
        assert len(mask(written).encode()) == len(written.encode())
        for translate in PSEUDO:
            assert not document.breakage(translate)
            assert skeleton(document.render(translate)) == skeleton(written)


def test_in_html_the_parser_sees_a_component_is_html() -> None:
    (segment,) = parse("<A>\n<B\n c='d'>\nun\n</B>\n</A>").segments
    assert (segment.text, segment.markup) == ("un", "html")


def longer(segment: Segment) -> str:
    return f"⟦{segment.text} ééé⟧"


def mirrored(segment: Segment) -> str:
    return f"\u202e{segment.text}\u202c"


PSEUDO: list[Callable[[Segment], str]] = [longer, mirrored]


def test_each_text_is_put_back_on_its_own_line() -> None:
    source = '<Tabs\n  a="b">\nun\n</Tabs>\n{: .c }\ndeux\n{/* d */}\ntrois\n'
    document = parse(source)
    assert document.render(lambda each: each.text.upper()) == (
        '<Tabs\n  a="b">\nUN\n</Tabs>\n{: .c }\nDEUX\n{/* d */}\nTROIS\n'
    )


def test_arguments_of_what_runs_over_lines() -> None:
    assert texts('un\n<Figure2\n  title="deux"\n/>\ntrois', "title") == ["un", "deux", "trois"]
    assert texts('=== "un"\n    deux\n\n===+ "trois"\n    quatre', "title") == (
        ["un", "deux", "trois", "quatre"]
    )
    statement = "export const a = {\n  b: `{% f title='non' %}`\n}"
    assert texts(f'{{/*\n{{{{< f title="non" >}}}}\n*/}}\n\n{statement}', "title") == []
    assert texts('{% raw %}\n{% f title="non" %}\n{% endraw %}', "title") == []
    (tab, _) = parse('=== "un"\n    deux\n', arguments=ALL).segments
    assert (tab.kind, tab.markup) == ("tab title", "markdown")


def hidden(body: str) -> list[str]:
    """What no reader sees; a brace or a colon that a page has to know of is part of a text."""
    return [each.text.strip() for each in directives(body) if each.kind not in ("brace", "colon")]


MADE = [
    (":::", "un\n\ndeux\n"),
    ("{% raw %}", "un\n\n{% endraw %}\n"),
    ("{{< highlight >}}", "un\n\ndeux\n\n{{< /highlight >}}\n"),
    ("{: .note }", "un\n\ndeux\n"),
    ('=== "a"', "un\n\n    deux\n"),
    ("!!! note", "un\n\n    deux\n"),
    ("export const a = {", "un\n\n}\n"),
    ("import a from 'a'", "un\n"),
    ("{/*", "un\n\n*/}\n"),
    ("<A\nb='c'>", "un\n\ndeux\n"),
]


@pytest.mark.parametrize(("directive", "source"), MADE)
@pytest.mark.parametrize(
    "msgstr", ["{0}", "mot\\\n{0}", "mot\\\n{0}\\\nmot", "mot\n{0}\nmot", "<b a='\n{0}\n'>x</b>"]
)
def test_a_msgstr_makes_no_directive(directive: str, source: str, msgstr: str) -> None:
    document = parse(source)
    translation = msgstr.format(directive)
    wanted = {"un": translation}
    if document.breakage(lambda each: wanted.get(each.text)):
        return
    page = document.render(lambda each: wanted.get(each.text))
    assert hidden(page) == hidden(source)
    assert len(parse(page).segments) == len(document.segments)


found = st.sampled_from([source for source, _ in CASES])
mixed = st.lists(
    found | document_lines | st.just("") | found.flatmap(lambda s: st.sampled_from(s.split("\n"))),
    max_size=10,
)
prefixed = st.tuples(mixed, st.sampled_from(["", "    ", "  ", "> ", "\t"])).map(
    lambda pair: "\n".join(f"{pair[1]}{line}" for part in pair[0] for line in part.split("\n"))
)
sources = st.tuples(prefixed | mixed.map("\n".join), st.sampled_from(["\n", "\r\n", "\r"])).map(
    lambda pair: pair[0].replace("\n", pair[1])
)


@given(sources)
def test_any_mixture_comes_back_byte_by_byte(source: str) -> None:
    try:
        document = parse(source, arguments=ALL)
    except ArticleError:  # broken front matter, or a panic of the parser
        return
    assert document.render(lambda segment: segment.text) == source
    done = 0
    for segment in document.segments:
        assert done <= segment.start < segment.end
        done = segment.end


SEEN = {
    Form.BLANK: rb"[ \t\r\n>]*",
    Form.TITLE: rb"# *(?:\r?\n *)?",
    Form.ITEM: rb"[ \t]*- # *",
    Form.NUMBER: rb"0*1\. +",
    Form.TEXT: rb"\.",
}


@given(sources)
@example(":0")
def test_what_is_hidden_is_blank_or_a_marker_and_nothing_else_is_changed(source: str) -> None:
    data, masked = with_line_feeds(source).encode(), mask(source).encode()
    assert len(masked) == len(data)
    done = 0
    for each in directives(source):
        assert done <= each.start < each.end
        assert source.encode()[each.start : each.end].decode() == each.text
        assert masked[done : each.start] == data[done : each.start]
        seen = masked[each.start : each.end]
        if each.form is Form.ITSELF:
            assert seen == data[each.start : each.end]
        else:
            assert re.fullmatch(SEEN[each.form], seen)
        done = each.end
    assert masked[done:] == data[done:]


@given(sources, msgstrs | found)
@example("# {y}\n", "x")
def test_a_msgstr_keeps_every_directive_or_is_named(source: str, msgstr: str) -> None:
    try:
        document = parse(source)
    except ArticleError:
        return
    for segment in document.segments[:3]:
        wanted = {segment.start: msgstr}
        if document.breakage(lambda each: wanted.get(each.start)):  # noqa: B023 - used at once
            continue
        page = document.render(lambda each: wanted.get(each.start))  # noqa: B023
        body = page.encode()[len(source.encode()) - len(document.body.encode()) :].decode()
        assert hidden(body) == hidden(document.body)


PIECES = [
    "{% raw %}\n", "{% raw ", "{{< raw ", "{{< raw >}}\n", "{/*\n", "{/*", "{/* /* ", "{: '",
    "{: a", '{: "a" ', "export const a = {\n", "export const a = {", 'export const a = {"\\"',
    '\\"', "export const a = '", "export const a = /*", "export const a = `", "import {\n",
    "export const a = {\n  '", "import {", "import a from ", "import 'a' ", "import a from 'a'",
    "<A\n", "<A b='", "<A b={", "<A\nb='c'>\n", "</A>\n", "<A>\n", '=== "', '=== "a" ', "===",
    "~~~\n", "> - ```", "{ .a ", "{ \t", "export default a", "export {a} ", "export * ",
    "    {% raw %}\n", "\n    {/*\n a", "<A\n b='c'>\n{/* a */}\n", "export const a = {\n\n",
    "export const a = (\n {\n", "- ", "> ", "1. ", "from ", "<A ",
]  # fmt: skip


@pytest.mark.parametrize("piece", PIECES)
def test_time_grows_with_length_alone(piece: str) -> None:
    """On lines of 100,000 characters, and on as many lines."""
    for text in (
        piece * (100_000 // len(piece)),
        f"{piece}{'a ' * 50_000}",
        f"{piece}{' ' * 100_000}x",
    ):
        started = time.process_time()
        assert len(mask(text)) == len(text)
        assert sum(1 for _ in directives(text)) >= 0
        assert time.process_time() - started < 3  # what is quadratic takes a minute
