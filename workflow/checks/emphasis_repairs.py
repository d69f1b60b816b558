"""What may be meant by marks of emphasis that mark nothing.

A mark opens or closes where CommonMark says so (0.31.2, 6.2): not beside white space, nor with
punctuation on its inner side and a letter on the outer one; Chinese characters are letters.
"""

from __future__ import annotations

from collections.abc import Iterator

from workflow.inline.scripts import HAN
from workflow.model import lazy_re as re

_STOPS = re.escape("，。、；：！？…,.;:!?")
_OPENERS = re.escape("“‘「『（《〈【«(")
_ENDS = re.escape("”’」』）》〉】»)") + _STOPS
_REPAIRS = (
    # _word_ inside a word, or beside a character that Unicode takes for a letter
    (re.compile(r"(?<!_)_([^_]+?)_(?!_)"), r"*\1*"),
    (re.compile(r"(?<!_)__([^_]+?)__(?!_)"), r"**\1**"),
    # punctuation goes outside the marks, a pair of quotation marks together
    (re.compile(rf"(\*{{1,3}})([^*]*[^*{_STOPS}])([{_STOPS}]++)\1"), r"\1\2\1\3"),
    (re.compile(rf"(\*{{1,3}})([{_OPENERS}]++)([^*]*[^*{_ENDS}])([{_ENDS}]++)\1"), r"\2\1\3\1\4"),
    # so does white space, which parts words there
    (re.compile(r"(\*{1,3})([^*\s](?:[^*]*[^*\s])?)(\s++)\1(?=\w)"), r"\1\2\1\3"),
    (re.compile(r"(?<=\w)(\*{1,3})(\s++)([^*]*[^*\s])\1(?=\s|\Z)"), r"\2\1\3\1"),
    (re.compile(r"(\*{1,3})\s*+([^*]*[^*\s])\s*+\1"), r"\1\2\1"),
    (re.compile(r"(?<!\*)(?:\*\*([^*]+?)\*|\*([^*]+?)\*\*)(?!\*)"), r"**\1\2**"),  # a star lost
    # a sign beside a Chinese character: a blank, or what belongs to a figure goes outside
    (re.compile(rf"(\*{{1,3}})([^*]*[^\w\s*])\1(?=[{HAN}])"), r"\1\2\1 "),
    (re.compile(rf"(\*{{1,3}})([^*]*\d)([%‰℃％°]++)\1(?=[{HAN}])"), r"\1\2\1\3"),
    (re.compile(rf"(?<=[{HAN}])(\*{{1,3}})([$€£¥￥]++)(\d[^*]*)\1"), r"\2\1\3\1"),
)
_MIXED = re.compile(rf"[{HAN}][*_]*+[0-9A-Za-z$€£]|[0-9A-Za-z%‰][*_]*+[{HAN}]")
"""Chinese beside a figure or word of letters, without a blank: a text that does so once does so
everywhere."""


def repairs(msgstr: str) -> Iterator[str]:
    """``msgstr`` with its marks set otherwise, the likeliest first; each has to be tried."""
    for pattern, replacement in _REPAIRS:
        fixed = pattern.sub(replacement, msgstr)
        if fixed.count(" ") <= msgstr.count(" ") or not _MIXED.search(fixed):
            yield fixed
