"""What stands between two marks of a Markdown dialect and is not Markdown: formulas, comments,
lists of files, statements of JavaScript (MDX). Each begins and ends with a line, and may hold
blank ones."""

from __future__ import annotations

from workflow.formats.markdown.notation import EXPORT, FENCE, LINE_END, NEXT_LINE
from workflow.model import lazy_re as re

_FORMULAS = (
    "align|alignat|aligned|array|bmatrix|cases|CD|displaymath|eqnarray|equation|flalign|gather"
    "|gathered|math|matrix|multline|pmatrix|split|subequations|tabular|tikzpicture|vmatrix"
)
BEGINS = rf"""(?:
    (?P<formula>\$\$(?!\$)) | \\begin\{{(?P<environment>(?:{_FORMULAS})\*?)\}} | (?P<bracket>\\\[)
  | (?P<remark>%%(?!%)) | \{{::(?P<extension>comment|nomarkdown)\b[^{{}}\r\n]*+(?<!/)\}}
  | (?P<grid>\+(?:[-=:]{{3,}}+\+)++{LINE_END})
  | \#\+(?i:begin)_(?P<org>(?i:query|src|example|export|comment))(?![^\W_])[^\r\n]*+
  | (?P<snippets>-{{1,2}}8<-{{1,2}}{LINE_END}) | :(?P<drawer>LOGBOOK|PROPERTIES):{LINE_END}
)"""
"""How one begins; to be read verbosely."""
_OWN_LINE = re.compile(rf"\$\${LINE_END}")
_OWN_END = re.compile(rf"{NEXT_LINE}[ \t]*+\$\$(?!\$)")
_LABEL = r"(?:[ \t]*+(?:\{#[^{}\r\n]*+\}|\([^()\r\n]*+\)))?+"
_FORMULA_END = re.compile(rf"{_LABEL}{LINE_END}")
_FORMULA = re.compile(
    r"\$\$(?=[^\r\n]*[\\^_={}+<>)]|[^$\r\n]*[\r\n])"
    rf"(?:\\[^\r\n]|[^$\\\r\n]|{NEXT_LINE}(?![ \t]*+(?:[\r\n]|\Z)))++"
    rf"\$\$(?!\$){_LABEL}{LINE_END}"
)
_WORDS = r"[^\r\n]*[^\W\d_]{2}[ ,;:]++[^\W\d_]{2}"
"""Two words side by side, which are no formula but where it has commands."""
_BRACKET = re.compile(
    rf"""\\\[(?:{LINE_END}(?:(?!\\\]|\\\[).)+{NEXT_LINE}[ \t]*+\\\]
      |(?=[^\r\n]*\\[A-Za-z]|(?!{_WORDS})[^\r\n]*(?<!\\)[=^_])(?:(?!\\\]|\\\[)[^\r\n])++\\\]){LINE_END}""",
    re.VERBOSE | re.DOTALL,
)
_LINE_END = re.compile(LINE_END)
_GRID = re.compile(
    rf"\+(?:[-=:]++\+)++{LINE_END}(?:(?:{NEXT_LINE}[ \t]*+\|[^\r\n]*+(?<=[|\s]))++"
    rf"{NEXT_LINE}[ \t]*+\+[-=:+]++{LINE_END})++"
)
"""A table whose lines are drawn (pandoc)."""
_SNIPPETS_END = re.compile(rf"{NEXT_LINE}[ \t]*+-{{1,2}}8<-{{1,2}}{LINE_END}")
_NAMED = r"[^{}()\"'`~;<>=]*+"
_FROM = r"from\s*+(?:\"[^\"\r\n]*+\"|'[^'\r\n]*+')"
_NAMES = re.compile(
    rf"""(?:import[ \t]*+(?:type[ \t]++)?(?:[\w$]++[ \t]*+,[ \t]*+)?\{{{_NAMED}\}}\s*+{_FROM}
      | export[ \t]*+(?:type[ \t]++)?\{{{_NAMED}\}}(?:\s*+{_FROM})?+
    )[ \t]*+;?[ \t]*+(?=[\r\n]|\Z)""",
    re.VERBOSE,
)
"""An import or export of names."""
_EXPORT = re.compile(EXPORT, re.VERBOSE)
_CODE = re.compile(
    r"""(?P<line>\r?\n) | (?P<open>[(\[{]) | (?P<close>[)\]}])
    | "(?:\\.|[^"\\\r\n])*+"? | (?<!\w)'(?:\\.|[^'\\\r\n])*+'? | `(?:\\.|[^`\\])*+`?
    | /\*(?:(?!\*/).)*+(?:\*/)? | (?<!:)//[^\r\n]*+
    | (?P<other>[^\r\n()\[\]{}"'`/]++ | ['/\r])
    """,
    re.VERBOSE | re.DOTALL,
)
"""What JavaScript is made of, as far as brackets and line ends are concerned."""
_STOP = re.compile(
    rf"^(?:(?:import|export)\b|{FENCE}|[ \t]*+\r?\n(?![ \t\r\n)\]}}]))", re.MULTILINE
)
"""What no statement runs across: another, fenced code, a blank line before text."""
_ENDS_STATEMENT = tuple(")]};,>\"'`")


def end_of(text: str, found: re.Match[str]) -> tuple[str, int] | None:
    """What begins with a match of :data:`BEGINS`, and where it ends; None if it does nowhere."""
    kind, end = "formula", None
    if found["formula"] is not None:
        end = _formula_end(text, found.start("formula"))
    elif found["bracket"] is not None:
        whole = _BRACKET.match(text, found.start("bracket"))
        end = whole.end() if whole else None
    elif found["environment"] is not None:
        end = _closed(text, found.end(), f"\\end{{{found['environment']}}}")
    elif found["remark"] is not None:
        kind, end = "comment", _closed(text, found.end(), "%%")
    elif found["extension"] is not None:
        kind = "comment" if found["extension"] == "comment" else "raw"
        end = _extension_end(text, found.end(), found["extension"])
    elif found["grid"] is not None:
        whole = None if found["quotes"] else _GRID.match(text, found.start("grid"))
        kind, end = "grid", whole.end() if whole else None
    elif found["org"] is not None:
        mark = "#+END_" if "#+BEGIN_" in found[0] else "#+end_"
        kind, end = "raw", _closed(text, found.end(), f"{mark}{found['org']}")
    elif found["snippets"] is not None:
        ending = _SNIPPETS_END.search(text, found.end())
        kind, end = "include", ending.end() if ending else None
    else:
        kind, end = "property", _closed(text, found.end(), ":END:")
    return None if end is None else (kind, end)


def _formula_end(text: str, start: int) -> int | None:
    if _OWN_LINE.match(text, start):
        closing = _OWN_END.search(text, start + len("$$"))
        whole = closing and _FORMULA_END.match(text, closing.end())
    else:
        whole = _FORMULA.match(text, start)
    return whole.end() if whole else None


def _closed(text: str, start: int, mark: str) -> int | None:
    """Where the first ``mark`` ends, if a line ends with that."""
    at = text.find(mark, start)
    ending = _LINE_END.match(text, at + len(mark)) if at >= 0 else None
    return ending.end() if ending else None


def _extension_end(text: str, start: int, name: str) -> int | None:
    """The same for an extension of kramdown, whose end need not name it."""
    places = {mark: text.find(mark, start) for mark in (f"{{:/{name}}}", "{:/}")}
    found = [mark for mark, at in places.items() if at >= 0]
    return _closed(text, start, min(found, key=places.__getitem__)) if found else None


def statement_end(text: str, start: int) -> int | None:
    """Where a statement ends that begins at ``start`` and has more lines than one."""
    if names := _NAMES.match(text, start):
        return names.end() if "\n" in names[0] else None
    if not _EXPORT.match(text, start):
        return None
    stop = _STOP.search(text, start + 1)
    limit = stop.start() if stop else len(text)
    depth, last, lines = 0, "", 0
    for token in _CODE.finditer(text, start, limit):
        if token["line"] is None:
            depth += bool(token["open"]) - bool(token["close"])
            last = token[0].rstrip() or last
        elif depth <= 0 and not last.endswith(("=", "=>")):
            limit = token.start()
            break
        else:
            lines += 1
    ended = depth == 0 and lines > 0 and last.endswith(_ENDS_STATEMENT)
    return limit if ended else None
