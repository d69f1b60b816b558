"""Hypothesis strategies for documents and catalogues, shared by the property tests."""

from __future__ import annotations

from hypothesis import strategies as st

WORDS = (
    "atelier", "Nanning", "北京", "为期两天", "l’OIM", "d’été", "3,5 %", "**gras**", "*it*",
    "`code`", "[lien](https://example.org/a_b)", "![alt](i.png \"t\")", "<b>x</b>", "&amp;",
    "[^1]", "<presse@example.org>", "\\*", "a|b", "1.", "#", "- x", ">", "[x]", "{y}", "$z$",
    "~~s~~", "{{ v }}", "\u00a0:", "…", "_a_", "\\", "\"q\"", "'", "\u2028", "é\u0301",
)  # fmt: skip
NEWLINES = ("\n", "\r\n", "\r")

words = st.sampled_from(WORDS) | st.text(
    st.characters(codec="utf-8", exclude_characters="\r\n"), max_size=8
)
lines = st.lists(words, min_size=1, max_size=6).map(" ".join)
prefixes = st.sampled_from(
    ["", "- ", "  ", "1. ", "> ", "# ", "## ", "    ", "\t", "| ", "[^1]: ", ": ", "* [ ] ", "> - "]
)
special = st.sampled_from(
    [
        "", "---", "***", "===", "```", "~~~ py", "<div>", "</div>", "|---|:-:|", "| a | b |",
        "<!-- translators: note -->", "<!-- context: noun -->", "<!-- workflow: skip -->",
        "<!-- workflow: skip-begin -->", "<!-- workflow: skip-end -->", "[ref]: /url 'title'",
        "+++", "...", "&nbsp;", "\x00",
    ]
)  # fmt: skip
document_lines = st.tuples(prefixes, lines).map("".join) | special


@st.composite
def documents(draw: st.DrawFn) -> str:
    """Markdown-like texts that nest constructs in each other, with any line ends."""
    chosen = draw(st.lists(document_lines, max_size=25))
    newline = draw(st.sampled_from(NEWLINES))
    last = draw(st.sampled_from(["", newline, newline * 3]))
    bom = draw(st.sampled_from(["", "\ufeff"]))
    return bom + newline.join(chosen) + last


msgstrs = st.lists(words, min_size=1, max_size=8).map(" ".join) | st.sampled_from(
    ["# x", "1. x", "- x", "> x", "a | b", "a\n\nb", "a\nb", "a\\\nb", "```", "===", "---",
     "[x] y", "[^1]: z", "]", "[", '"', "\\", " x ", "x #", "x {#id}", "<div>", "<!-- c -->",
     "    code", "\tx", "+ y", "* * *", "| a |", ": d", "[r]: /u", "~~~", "a  \nb", "\n", "12) x"]
)  # fmt: skip
