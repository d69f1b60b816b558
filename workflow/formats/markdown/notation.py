"""Marks of Markdown's dialects, and tags of site generators: what they look like.

CommonMark has none of them, so that a parser of it takes them for text. They are those of MyST,
Obsidian, Logseq, Quarto, pandoc, Docusaurus, VitePress, Hexo, Hugo, kramdown, MkDocs-Material and
PyMdown Extensions, as their syntax pages have them; ``docs/formats.md`` lists what is kept.
"""

from __future__ import annotations

from enum import Enum
from functools import cache
from typing import NamedTuple

from workflow.model import lazy_re as re

VERBATIM = frozenset(
    ("code", "codeblock", "comment", "highlight", "katex", "math", "mermaid", "raw", "verbatim")
)
"""Names of tags between which tags are shown or dropped, not obeyed."""
EXPRESSION = r"\{(?:[^{}<]|\{[^{}<]*+\})*+\}"
"""An expression in braces (MDX), with one more level of braces inside at most."""
TAG = re.compile(
    r"\{\{[<%](?:(?![>%]\}\}|\{\{[<%]).)*+[>%]\}\}|\{%(?:(?!%\}|\{%).)*+%\}", re.DOTALL
)
"""A shortcode or a template tag."""
TAG_NAME = re.compile(r"\{(?:\{[<%]|%-?)\s*+(/?)\s*+([\w./-]*+)")
"""A slash, if it ends another, and the name."""
EXPORT = r"""export[ \t]+(?:
      (?:const|let|var)[ \t]+(?:[{\[]|[\w$]++[ \t]*+(?:[=:,;]|(?=[\r\n]|\Z)))
    | (?:async[ \t]+)?function\b[ \t*]*+[\w$]*+[ \t]*+[(<]
    | default[ \t]+(?:[({\[<"'`] | (?:async|class|function|new)\b
        | [\w$.]++(?:\(|[ \t]*+(?:;|=>|(?=[\r\n]|\Z))))
    | class[ \t]+[\w$]++[^\r\n{]*+\{
    | (?:type|interface|enum)[ \t]+[\w$]++[ \t]*+[=<{]
    )"""
"""How a statement begins that exports (MDX), and no sentence does; to be read verbosely."""
COMPONENT_END = re.compile(r"^[ \t]*+</(?P<name>[A-Z][\w.]*+)\s*+>[ \t]*+(?=[\r\n]|\Z)", re.M)
"""The tag that closes one."""
TITLES = {
    "abbreviation": "abbreviation",
    "callout": "callout title",
    "caption": "table caption",
    "leaf": "directive label",
    "verse": "line of verse",
}
"""Marks before a text that ends with its line, and what kind of text that is."""
CONTAINERS = r"(?:[ \t]*+(?:>|[-*+](?=[ \t])|\d{1,9}[.)](?=[ \t])))*+"
"""The marks of quotations and lists that a line may begin with."""
FENCE = rf"{CONTAINERS}[ \t]*+(?:`{{3,}}+(?=[^`\r\n]*+(?:[\r\n]|\Z))|~{{3,}})"
"""How a line begins that opens or closes fenced code."""
LINE_END = r"[ \t]*+(?=[\r\n]|\Z)"
NEXT_LINE = r"\r?\n(?:[ \t]*+>)*+"
"""The start of a line that follows, in quotations or not."""
_ATTRIBUTE = r"""(?:\#[^\s{}#="'`<>\\]++|\.(?!\d)[^\s{}#.="'`<>\\]++|-(?=[ \t}])
    |[A-Za-z_:][\w:.-]*+=(?:"[^"\r\n]*+"|'[^'\r\n]*+'|[^\s{}"'=<>`\\]++))"""
ATTRIBUTES = rf"\{{:?[ \t]*+(?:{_ATTRIBUTE}(?:[ \t]++|(?=[}}\#.])))++\}}"
"""Attributes in braces, each an id, a class, or a name with a value (pandoc: ``-`` as well);
to be read verbosely."""
_PLAIN = r"(?:[^\[\]\\\r\n]|\\[^\r\n])"
_NESTED = rf"(?:{_PLAIN}|\[{_PLAIN}*+\])"
_LABEL = rf"(?:{_PLAIN}|\[(?:{_NESTED}|\[{_NESTED}*+\])*+\])"
"""What stands in brackets, with more of them inside, three deep at most."""
_QUOTED = r"""(?:"[^"\r\n]*+"|'[^'\r\n]*+')"""
_INNER = r"""(?:[^{}"'\r\n]|"[^"\r\n]*+"|'[^'\r\n]*+')*+"""
_ENDED = r"[ \t]*+(?:;[^\r\n]*+|//[^\r\n]*+)?+(?=[\r\n]|\Z)"
_PARENTHESES = rf"\((?:[^()\\\r\n]|{NEXT_LINE}(?![ \t]*+[\r\n]))*+\){LINE_END}"
OPTIONS = rf"""(?:(?:{NEXT_LINE}[ \t]*+:[\w-]++:(?:[ \t][^\r\n]*+)?+(?=[\r\n]|\Z))++
    |{NEXT_LINE}[ \t]*+---[ \t]*+(?:{NEXT_LINE}(?![ \t]*+---)[^\r\n]*+)*+
      {NEXT_LINE}[ \t]*+---{LINE_END}
    )?+"""
"""The options of a directive of MyST, on the lines below it."""
_DIRECTIVE = rf"""
    :{{3,}}+[ \t]*+\{{[A-Za-z][\w:+.-]*+\}}[^\r\n]*+{OPTIONS}                  # MyST
  | :{{3,}}+[^\r\n]*+                                                      # a container
  | ::[A-Za-z][\w-]*+\{{[^{{}}\r\n]*+\}}{LINE_END}                         # a leaf
  | /{{3,}}+(?:[ \t]++[\w-]++(?:[ \t]*+\|[^\r\n]*+|(?=[ \t]*+[\r\n]))       # PyMdown
      (?:{NEXT_LINE}(?:[ ]{{4}}|[ ]{{0,3}}\t)[ \t]*+[\w-]++:(?:[ \t][^\r\n]*+)?+)*+)?+{LINE_END}
  | (?:\{{\{{[<%](?:(?![>%]\}}\}}|\{{\{{[<%]).)*[>%]\}}\}}[ \t]*               # shortcodes
      |\{{%(?:(?!%\}}|\{{%).)*%\}}[ \t]*)+(?=[\r\n]|\Z)                      # template tags
"""
_ADMONITION = r"""
    (?:!!!|\?\?\?\+?)(?=[ \t]+\S)(?![^\r\n\"]*+(?<=[!?.…！？。])[ \t]*+(?:[\r\n]|\Z))[^\r\n]*+
  | ===[!+]{0,2}(?=[ \t]+\"[^\r\n]*\"[ \t]*(?:[\r\n]|\Z))[^\r\n]*+
"""
_COMMENT = rf"""
    %(?![ \t]*+(?:of|de|des|du|d['’])\b)(?:[ \t][^\r\n]*+)?+{LINE_END}       # MyST
  | \[//\]:(?:[ \t]*+(?:<[^<>\r\n]*+>|[#-])[ \t]*+{_PARENTHESES}|[^\r\n]*+)
  | \[(?P<label>[^\[\]\r\n]++)\]:[ \t]*+(?:<>|\#|-)(?=[ \t])[ \t]*+
      (?:{_PARENTHESES}|{_QUOTED}{LINE_END}|(?P<bare>[^\r\n]*+))
  | \{{\#(?:(?!\#\}}|\{{\#).)*+\#\}}{LINE_END}                               # Jinja
  | \{{\{{!--(?:(?!--\}}\}}|\{{\{{!).)*+--\}}\}}{LINE_END}                     # Handlebars
"""
_CONTENTS = rf"""
    (?: \[(?P<toc>TOCM?(?:[ \t]++[^\[\]\r\n]*+)?+)\] | \[\[[ ]?_?TOC_?[ ]?\]\]
      | @\[TOC\](?:\([^()\r\n]*+\))?+ | \$?\{{\{{?[ \t]*+>?_?TOC_?[ \t]*+\}}?\}} | <<TOC>>
    ){LINE_END}
"""
_MACROS = "embed|query|video|youtube|tweet|twitter|renderer|namespace"
_INCLUDE = rf"""
  (?: -{{1,2}}8<-{{1,2}}[ \t]++{_QUOTED} | \{{!>?[^{{}}\r\n]*+(?<=!)\}}
    | \{{\*[ \t][^{{}}\r\n]*+(?<=[ \t]\*)\}}
    | <<<[ \t]*+(?=[^\s<>]*[./])[@.~/\w][^\s<>{{]*+(?:\{{[^{{}}\r\n]*+\}})?+
      (?:[ \t]*+\[[^\]\r\n]*+\])?+
    | <<[ \t]*+(?:\[[^\]\r\n]*+\])?+(?:\([^()\r\n]*+\)|\{{[^{{}}\r\n]*+\}})
    | \[!(?:[A-Za-z][\w-]*+[ \t]*+\[[^\[\]\r\n]*+\]\([^()\r\n]*+\)|(?i:VIDEO|div)[ \t])
      [^\[\]\r\n]*+\]
    | !\[\[[^\[\]\r\n]++\]\]
    | (?i:@include)[ \t]*+\([^()\r\n]*+\) | (?i:[@!](?:include|import))[ \t]++{_QUOTED}
    | [@!]include[ \t]++[^\s()]++(?:(?<=\.[a-z][a-z])|(?<=\.[a-z][a-z][a-z]))
    | !!!include\([^()\r\n]*+\)!!!
    | @\[(?:code|youtube|vimeo|bilibili|pdf|codepen|video)\b[^\]\r\n]*+\]\([^()\r\n]*+\)
    | :\[[^\[\]\r\n]*+\]\([^()\r\n]++\)
    | \{{\{{[#>/^][^{{}}\r\n]*+\}}\}} | \{{\{{[ \t]*+(?:{_MACROS})\b[^{{}}\r\n]*+\}}\}}
    | \{{\{{[^{{}}\s|]++(?:(?<=\.md)|(?<=\.txt)|(?<=\.csv)|(?<=\.html))\}}\}}
  ){LINE_END}
"""
_PROPERTY = rf"""
    (?P<strong>\*\*|__)?+[^\W\d_][\w/-]*+(?:(?P=strong)|(?!\*|__))::[ \t]++(?=\S)[^\r\n]*+
  | :(?:orphan|tocdepth|no-?search):[^\r\n]*+
  | (?:SCHEDULED|DEADLINE):[ \t]*+<\d{{4}}-[^<>\r\n]*+>{LINE_END}
"""
_COMMAND = rf"""
    \\(?:newpage|pagebreak|clearpage|cleardoublepage|tableofcontents|listof(?:figures|tables)
      |appendix|[vh]space|(?:big|med|small)skip|noindent|centering|maketitle|printbibliography
      |bibliography|bibliographystyle|label|frontmatter|mainmatter|backmatter)
      \*?(?:\[[^\]\r\n]*+\]|\{{[^{{}}\r\n]*+\}})*+{LINE_END}
"""
_STATEMENT = rf"""
    import\b[^\r\n"']*[^\w$\r\n"']from[ \t]*{_QUOTED}{_ENDED} | import[ \t]*{_QUOTED}{_ENDED}
  | export[ \t]*(?:\*[^\r\n"']*|\{{[^{{}}\r\n"']*\}}[ \t]*)from[ \t]*{_QUOTED}{_ENDED}
  | {EXPORT}[^\r\n]*
"""
_LINE = rf"""\n(?:
      (?P<statement>{_STATEMENT})
    | (?P<prefix>{CONTAINERS})(?P<it>[ \t]*+(?:
        (?P<admonition>{_ADMONITION})
      | (?P<directive>{_DIRECTIVE})
      | (?P<leaf>::[A-Za-z][\w-]*+\[[ \t]*+){_LABEL}++
          (?P<rest>\](?:\{{[^{{}}\r\n]*+\}})?+{LINE_END})
      | (?P<attributes>\{{(?::|[ \t]*+(?=[.#][\w-])){_INNER}\}}{LINE_END} | {ATTRIBUTES}{LINE_END})
      | (?P<target>\([^()\s][^()\r\n]*+\)={LINE_END})
      | (?P<break>\+\+\+(?:[ \t]*+\{{[^\r\n]*+)?+{LINE_END})
      | (?P<contents>(?i:{_CONTENTS}))
      | (?P<include>{_INCLUDE})
      | (?P<callout>\[!(?P<type>[^\W_][\w-]*+)[ \t]*+(?P<meta>\|[^\[\]\r\n]*+)?+\]
          (?P<fold>[+-]?)(?:[ \t]++(?=[^\s])|{LINE_END}))
      | (?P<abbreviation>\*\[[^\[\]\r\n]++\]:(?:[ \t]++(?=[^\s])|{LINE_END})
          (?![^\r\n]*+(?<=\*){LINE_END}))
      | (?P<comment>{_COMMENT})
      | (?P<id>\^(?:[A-Za-z0-9][\w-]*+)?+{LINE_END})
      | (?P<property>{_PROPERTY})
      | (?P<command>{_COMMAND})
      | (?P<verse>\|[ \t]++(?=[^\s|]))
      | (?P<org>\#\+(?i:begin|end)_[A-Za-z]++{LINE_END})
      | (?P<caption>(?:[Tt]able)?:[ \t]++(?=[^\s]))
      | (?P<example>\(@[\w-]*+\)[ \t]++(?=[^\s]))
      | (?P<colon>:(?=[^\s]))
    )))"""
BEGINS = re.compile(
    rf"""\n(?: (?:import|export)\b | {CONTAINERS}[ \t]*+(?:
        :: | :[^\s:] | /// | \{{[^}}\r\n] | \$\{{ | ![!\[iI] | \?\?\? | ===[!+ \t]
      | \(@ | \([^()\s][^()\r\n]*+\)= | \+\+\+ | %[ \t\r\n] | @[\[iI] | << | --?8< | \^
      | \[[!/\[] | \[[^\[\]\r\n]++\]:[ \t]*+[<\#-] | \[[Tt][Oo][Cc] | \*\[ | [\\](?=[a-z])
      | \#\+[BbEe]
      | \|[ \t](?![^\r\n]*+(?<=\|)[ \t]*+[\r\n])(?![^\r\n]*\|[ \t]++[\r\n])
      | [Tt]able: | :[ \t] | SCHED | DEADL
    ))""",
    re.VERBOSE,
)
"""How a line begins that may hold a mark; most texts have none."""
KEYED = re.compile(
    rf"\n{CONTAINERS}[ \t]*+(?:\*\*|__)?[^\W\d_][\w/-]*+(?:\*\*|__)?+::[ \t]", re.VERBOSE
)
"""The same of a property, which takes long to tell from the first word of a text."""
KINDS = (
    "directive", "leaf", "attributes", "target", "break", "contents", "include", "callout",
    "abbreviation", "comment", "id", "property", "command", "verse", "org",
    "caption", "example", "colon",
)  # fmt: skip
"""The names of the groups of :func:`whole_line`, of which one is there after a prefix."""


def quoted(inside: str) -> str:
    """A string in double or single quotes; Q in ``inside`` stands for the quote."""
    return "|".join(f"{quote}(?:{inside.replace('Q', quote)})*+{quote}" for quote in "\"'")


COMPONENT = re.compile(
    rf"""^[ \t]*+<(?P<name>[A-Z][\w.]*+)
      (?:\s++[\w:-]++(?:\s*+=\s*+(?:{quoted("[^Q]")}|{EXPRESSION}))?+)*+
    \s*+(?P<empty>/?)>[ \t]*+(?=[\r\n]|\Z)""",
    re.VERBOSE | re.MULTILINE,
)
"""A tag that opens a component (MDX), or is all of it, alone on its lines."""


class Form(Enum):
    """What the parser sees in the place of a mark."""

    BLANK = "spaces"
    TITLE = "the mark of a heading, which ends with its line"
    ITEM = "a list item that begins with a heading"
    NUMBER = "the number of a list item"
    TEXT = "a full stop, for what would begin a block and begins none"
    ITSELF = "what stands there; a page needs to know of it"


class Mark(NamedTuple):
    """A stretch of text that is not for readers as it is; offsets in characters."""

    start: int
    end: int
    kind: str
    form: Form = Form.BLANK
    quotes: int = 0
    """How many marks of quotations each of its lines begins with."""


@cache
def whole_line() -> re.Pattern[str]:
    """A whole line, or more, or the start of one; a line feed before it is sooner found than ``^``.

    Compiled where one is met: most texts have none, and it takes longer than to read several.
    """
    return re.compile(_LINE, re.VERBOSE | re.DOTALL)
