"""What stands in a text besides words: told in one go, for most texts have next to nothing of it.

Nearly all that a rule may speak of shows in a sign, a figure or a blank. Whoever knows which of
them a text has need not look for what needs another.
"""

from __future__ import annotations

from collections.abc import Callable

from workflow.model import lazy_re as re

LETTERS = "a-zA-ZàâçéèêëîïôùûüÉÀ"
"""Letters that texts in French and English are full of. None of them alone gives away that a text
was read in another encoding."""
_LATIN = re.compile(rf"[^ {LETTERS}]|(?<= ) ")
_CHINESE = re.compile("[^a-zA-Z\u4e00-\u9fff]")
USUAL = (
    " !\"#$%&'()*+,-./0123456789:;<=>?@[\\]^_`{|}~\t\n\u00a0\u202f«»‘’“”–—…€£°×œŒæÇÈÊÂÎÔüö"
    "·、。，：；！？（）《》「」【】"
)
"""Those that texts usually have. A blank stands for two in a row, in Chinese for one."""


def telling(language: str) -> Callable[[str], list[str]]:
    """What gives the characters of a text that are neither letters nor blanks, as often as they
    stand there.

    Letters are those of the text's language (``fr``, without territory), Chinese characters of
    Chinese alone.
    """
    return (_CHINESE if language == "zh" else _LATIN).findall
