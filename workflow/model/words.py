"""Counting words, in languages that part them by spaces and in those that do not."""

from __future__ import annotations

from workflow.model import lazy_re as re

_IDEOGRAPHS = (
    "\u3005-\u3007"  # 々, 〆, 〇
    "\u3041-\u3096\u30a1-\u30fa\u30fc"  # Hiragana, Katakana
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00020000-\U000323af"
)
_PUNCTUATION = (
    "\u3000-\u3004\u3008-\u303f\u30fb\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65"
)
_WORD = re.compile(f"[{_IDEOGRAPHS}]|[^\\s{_IDEOGRAPHS}{_PUNCTUATION}]+")


def count_words(text: str) -> int:
    """Return the number of words in ``text``.

    Chinese and Japanese are counted by character, as translators are paid there; all else by
    runs between white space that hold a letter or digit (``l'atelier`` is one word, a lone
    ``«`` none). Korean parts its words by spaces and is counted so. Ranges: Unicode 16,
    blocks of the scripts Han, Hiragana and Katakana.
    """
    return sum(any(map(str.isalnum, word)) for word in _WORD.findall(text))
