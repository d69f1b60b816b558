"""Words with which a text is often denied in one language and affirmed in another.

« n’a pas laissé indifférent » is 打动, ``no stranger to`` is 一向, ``never misses`` is
每次都: litotes, words of all and only, proverbs. Where a text has one, its negation tells nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from workflow.model import lazy_re as re

_DENIED: Final[Mapping[str, re.Pattern[str]]] = {
    "en": re.compile(
        r"(?:n['’]t|\b(?:not?|never|nothing|nobody|none|neither|hardly|without))\s(?:[\w’'-]+\s){0,3}?"
        r"(?:strangers?|newcomers?|(?:agree|ask|care|wish|hope)\s\w*\s?more|more|better|happier|prouder"
        r"|miss(?:es|ed)?|rare|rarity|uncommon|unusual|indifferent|strange|surpris\w+|secret|shortage"
        r"|alone|far|bad|mean|mind|afraid|fear|discourag\w+|deter\w*|daunt\w+"
        r"|dampen\w*|spared?|match|rival|equal|end|exception|excuse|wrong|idle|wast\w+|stop\w*"
        r"|wait|worry|fear|dry\seye|soul|thank\w*|(?:look\w*|hold\w*)\sback|go\swrong"
        r"|dull|hurry|long|denying|joke|picnic|coincidence|accident|limit|shy|immune|fool)\b"
        r"|(?:n['’]t|\b(?:not|nothing|hardly))\s(?:a\s)?(?:new|novel|novelty)\b"
    ),
    "fr": re.compile(
        r"\b(?:pas|jamais|rien|personne|aucune?|guère|ni|sans)\s(?:[^\s,.;:]+\s){0,4}?"
        r"(?:d['’]|l['’]|s['’])?(?:indifférent\w*|rares?|insensibles?|inconnu\w*|neuf|seule?s?"
        r"|étonn\w+|secret|manqu\w+|rat\w+|loin|mal|mauvais\w*"
        r"|crain\w+|peur|découra\w+|épargn\w+|empêch\w+|égal\w*|rival\w*|exception|hasard|démenti\w*"
        r"|marbre|démord\w*|mâch\w+|langue|compté\s(?:ses|leurs|nos)|veille|attend\w*|près|échapp\w+|tard\w*|âme"
        r"|œil|ménag\w+|lés\w+|chôm\w+|fin|limites?|anodin\w*|négligeable\w*|mieux|meilleur\w*|peine|bredouille)\b"
        r"|\b(?:pas|rien)\s(?:de\s|une?\s)?(?:nouve|neuf|étrang)"
        r"|\bne\s(?:quittez|jetez|bougez|traîn\w+|tard\w+|mâch\w+|lâch\w+|perdez)\s(?:pas|rien)"
        r"|\bn['’]en\s(?:démord|revien|croi|pouv|peu|fini)\w*\s(?:pas|plus)"
        r"|\b(?:mâche|démord\w?|échapp\w+|déç\w+|fait|lass\w+|tari\w*)\s(?:pas|jamais|à\spersonne)\b"
        r"|\bni\s.{1,40}\sni\s.{1,40}\bn(?:e\b|['’]).{0,12}(?:découra|entam|arrêt|empêch|dissua|refroid)"
    ),
    "zh": re.compile(
        "世上|天下|不菲|不[^，。]{1,6}非|不眠|不休|二话不说|迫不及待|好不[^容]|不通(?!过|知)|从[未不没]间断|不愧|不绝|不凡|不俗"
        "|不到[^，。]{1,6}不|不分昼夜|不遗|不辞|不惜|不乏|不约|无一(?:例外|人|不|处)|无不|说不尽|不知疲倦|不知不觉|不在话下|"
        "哪有|岂[不能有]|何[必尝况]|难道|谁[不能会没]|没有?人能|无人[能可敢]|难事|有心人"
        "|不[容慌][^许易]|[毫并]?不[^，。]{0,2}(?:陌生|孤单|寂寞|输|逊|落后|亚于|示弱|例外|意外|罕见|少见|稀奇|新鲜|乏|缺)"
        "|没有?(?:白费|辜负|让[^，。]{1,8}失望|输|落下|错过|缺席)|[不没无][^，。]{0,3}(?:落下|错过|缺席|辜负|间断)"
    ),
}
"""Words that are denied for the sake of the opposite, and Chinese proverbs and questions."""

_WHOLE: Final[Mapping[str, re.Pattern[str]]] = {
    "en": re.compile(
        r"\b(?:only|solely|merely|deserted|braving|braved|def(?:y|ied|ying)"
        r"|it\stakes|rare|common(?:ly)?|where\sthere|make\sthe\smost|completely\sagree)\b"
    ),
    "fr": re.compile(
        r"\b(?:seule?s?|seulement|uniquement|désert\w?s?|brav\w+|rares?"
        r"|(?<!au\s)courante?s?|profit\w+|qu['’]à\sla\sfin)\b"
    ),
    "zh": re.compile("只(?=[有要收是需怕])|仅|一向|历来|完全同意|冒着|常见|得靠"),
}
"""Words of all, only and always, which say by themselves what another language denies."""


def restated(denying: str, affirming: str, languages: tuple[str, str]) -> bool:
    """Whether what one text denies may be what the other affirms, in words without a negation.

    ``languages``: of the text that denies, and of the other; of ``en``, ``fr`` and ``zh``.
    """
    there, here = languages
    if _DENIED[there].search(denying.lower()):
        return True
    return bool(
        _WHOLE[here].search(affirming.lower()) and not _WHOLE[there].search(denying.lower())
    )
