"""What a text denies: negations that are certain, and words that may stand for one.

French, English and Chinese deny in many ways that no word of one language matches in another:
« n’a pas accepté », ``refused``, 拒绝. So two things are counted, as a range: negations that any
translation has to render somehow (at least), and with them all that may render one (at most): words
that deny by their sense (``lack``, ``unless``, 免), and idioms that deny in form alone (« n’hésitez
pas », 不仅, ``not until``), which translations often put without a negation.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final

from workflow.inline.beginnings import beginnings, literal


@dataclass(frozen=True, slots=True)
class Denials:
    """How a text denies."""

    least: int
    """Negations that any translation has to say somehow."""
    form: int
    """Negations in form, which may be none in sense."""
    implied: frozenset[str]
    """What other words of the text may say a negation, by their sense."""
    words: str = ""
    """The first of the negations."""
    firm: tuple[str, ...] = ()
    """Words that deny plainly by their sense."""


NONE: Final = Denials(0, 0, frozenset())


def _any(words: str, end: str = "") -> str:
    return beginnings(word + end for word in words.split())


_NE: Final = r"\b(?:ne\b|n['’])"
_GAP: Final = r"(?:[^\s.;:!?…]+\s+){0,%d}?"
_SHUT: Final = (
    r"(?:pas|plus|jamais|rien"
    r"|(?<!par\s)(?<!une\s)(?<!la\s)(?<!chaque\s)(?<!cette\s)personne|aucune?|guère|point"
    r"|nulle?|ni)\b"
)

_FRENCH: Final = rf"""
  (?P<other> \b(?:un|le|les|du|au|de|des|par|ses|leurs?|mes|premiers?|grands?|petits?|faux
      |quelques|deux|cent|mille|chaque|son|ce|ces)\s+pas\b(?!\s+encore)
    | \bpas\s+à\s+pas\b | \bpas-de-\w+ | \bn['’]importe\b | \bsans[ -](?:doute|cesse|arrêt
      |relâche|précédent|tarder)\b
    | \bn['’]est-ce\s+pas\b | \bn°|\bque\s+jamais\b|\bqu['’]aucune?\s+autre\b|\bsi\s+jamais\b)
| (?P<weak> {_NE}\s*(?:[^\s.;:!?…]+\s+){{0,2}}?hésite\w*\s+(?:surtout\s+)?pas\b
    | {_NE}\s*{_GAP % 3}manqu\w+\s+(?:surtout\s+)?pas\b | \bn['’]oubli\w+\s+pas\b
      | \bne\s+(?:faut\s+)?pas\s+oublier\b | {_NE}\s*arrêt\w+\s+pas\b | \b[Nn]e\s+nég\w+\s+pas\b
    | \b(?:non|pas)\s+(?:seulement|uniquement|simplement)\b
      | {_NE}\s*{_GAP % 4}pas\s+(?:seulement|uniquement|simplement|que)\b
    | {_NE}\s*{_GAP % 4}(?:pas|jamais|rien|personne|plus)\b(?:[^.;:!?…]{{0,60}}?\bsans\b
      |\s+{_GAP % 4}(?:ne\s+pas\b|nier|ignor\w+|exclu\w+|contest\w+|mal\b|s['’]empêcher|moins\b
      |interdi\w+|refus\w+|illé\w+|impossible\w*|inutile\w*))
    | {_NE}\s*{_GAP % 2}(?:exclu\w+|ignor\w+|nie\b|nient|niait|contest\w+|dout\w+|cess\w+|tard\w+
      |interdi\w+|empêch\w+|refus\w+)\s+(?:pas|plus|jamais|guère)\b
    | \b(?:personne|nul|aucun\w*|rien)\s+{_NE}\s*{_GAP % 3}(?:nie\w*|ignor\w+|exclu\w+|contest\w+
      |dout\w+|sans\b|échapp\w+)
    | {_NE}\s*{_GAP % 4}(?:pas|jamais)\s+{_GAP % 3}(?:dépass\w+|excéd\w+|plus\s+de\b|plus\s+tard
      |autres?\s+\w+\s+que)
    | {_NE}\s*{_GAP % 2}(?:d['’])?autres?\s+\w+\s+que | {_NE}\s*{_GAP % 3}plus\s+qu[e'’]
    | \bpas\s+(?:moins|plus|mal)\s+(?:de|que|d['’])\s* | \bpas\s+plus\b
      | {_NE}\s*{_GAP % 4}(?:presque|quasiment)\s+(?:plus|pas|rien|jamais|personne|aucune?)
      | \bpas\s+(?:très\s+|si\s+)?loin\b | \btant\s+qu[e'’][^.;:!?…]{{0,60}}?\bpas\b
      | \bne\s+serait-ce\b | \bpas\s+(?:aussi|autant|si|tr[eè]s|trop|vraiment|assez
      |tout\s+à\s+fait|toujours|forcément|nécessairement)\b | \bsans\s+(?:pénalité|peine|mal
      |difficulté|problème|encombre|souci|effort|danger|risque|crainte|peur|fin|limite|accroc
      |malus|interruption|exception|égal|pareil|pitié|merci|relâche|répit)\b
    | \bsans\s+(?:nul|aucun|le\s+moindre)\s+doute | \bsans[ -](?:abris?|frontières|fil|titre|nom
      |papiers|domicile
      |emploi)\b|\bsans\s+faute\b)
| (?P<no> {_NE}\s*(?:(?!{_NE})[^\s.;:!?…]+\s+){{0,9}}?{_SHUT}(?:\s*[^\s.,;:!?…]+\s+ni\b
      |\s+(?:jamais|rien|personne|aucune?|non\s+plus)\b)*(?:[^.;:!?…]{{0,40}}?\bni\b)*
    | \b(?:personne|aucune?s?|nulle?s?|rien|jamais|ni
      |pas\s+une?)\b[^.;:!?…]{{0,60}}?{_NE}(?:\s*[^\s.;:!?…]+\s+(?:plus|jamais|rien)\b)?
    | \bsans\b(?!\s+que\b)(?:\s+aucune?)? | \bpas\b | \baucune?\b | \bnul\s+besoin\b )
| (?P<form> \b(?:non|ni|rien|jamais)\b | \bsans\s+que\b | \bne\b | \bn['’](?!en\b) )
"""

_ENGLISH: Final = r"""
  (?P<other> --?no-\w+ | \bno-?name\b | \b[Nn]os?\.\s*\d | \bNo\.\s | \bno\s+doubt\b | \b(?:is
      |are|was|were|do|does|did|has|have|ca|wo|would|could|should)n['’]t\s+(?:it|he|she|they|we
      |you|I|there)\b(?=\s*\?) )
| (?P<weak> \b(?:not|n['’]t)\s+(?:only|just|merely|simply|solely|least|until|till|to\s+mention
      |exceed|hesitate)\b
    | (?:\bdo\s+not|\bdon['’]t|\bnever|\bnot)\s+(?:hesitate|forget)\b | (?:\bnot
      |n['’]t)\b[^.;:!?]{0,50}\b(?:until|till|only|exceed\w*|unless|but|without)\b
    | \b(?:cannot|can\s*not|can['’]t|could\s*not|couldn['’]t)\s+(?:but|help)\b
      | \bnothing\s+(?:but|less|short)\b | \bnone\s+other\b
    | \b(?:not|no|n['’]t|never|nobody|no\s+one|nothing|none)\b[^.;,:!?]{0,30}?\s(?:un(?!der|it
      |ion|iver|ique|til|less)|in(?:cap|corr|compat|signif|accura|evit)|im(?:poss|prob)
      |rule[sd]?\s+out|ruling\s+out|without|den(?:y|ied)|exclud|fail|refus|prevent|doubt|object
      |disput|forbid|prohib|illegal)\w*
    | \b(?:no|not|n['’]t)\s+(?:\w+\s+){0,4}?(?:more|fewer|less|later|earlier|longer|over|above
      |greater|higher|lower|bigger)\s+than\b | \b(?:no|not)\s+(?:fewer|less|later|more|earlier
      |sooner)\b
    | \b(?:not|n['’]t)\s+(?:as|so|far|nearly|quite|very|too|that|enough|much|even|far|unlike)\b
      | \bno\s+(?:small|little|trouble|problem|difficulty|means\s+of|worry|worries|great|good
      |idea|longer\s+than)\b | :\s*No\s*\Z|[/,(]\s*none\b | \bnone\s+of\s+(?:its|their|his|her
      |the)\b | \bor\s+not\b | \bif\s+not\b | \bwhy\s+not\b | \bno\s+(?:matter|wonder|sooner
      |other|choice|option|alternative)\b | \bas\s+not\b|\bnot\s+(?:a\s+few|a\s+little|bad|all
      |every|everyone|everybody|always|necessarily)\b
    | \bnor\b | \bno-one-\w+ | \bNo,)
| (?P<no> \bneither\b(?:[^.;:!?]{0,60}?\bnor\b)? | \b(?:not|never|nobody|nothing|none|nowhere
      |cannot)\b | n['’]t\b | \bno\b(?:[\s-]one\b|\s+longer\b)? | \bwithout\b )
"""

_CHINESE: Final = r"""
  (?P<other> 索不达|非常|非洲|[东西南北中]非|菲|未来|别[的人处墅名针]|区别|特别|级别|性别|分别
      |类别|识别|告别|辨别|差别|鉴别|离别|送别|个别|道别|久别|派别
      |国别|是否|能否|可否|会否|与否|莫[斯扎桑尔里奈罕名拉大利]
    | 不断|不久|不过|不仅|不但|不光|不只|不同|不少|不如|不妨|不愧|不禁|不料|不丹|不列颠|不来梅
      |不锈钢|不动产|不时|不停(?!靠|车|泊|留)|不止|不由|差不多|对不起
      |了不起|无论|不管|不论|无线|无人机|无锡|无花果|无疑|无非|没收|淹没|沉没|埋没|吞没|出没
      |没落|覆没|隐没|没顶
    | 毫无疑问|非盟|并非没有|南非|公而无私 | ([\u4e00-\u9fff])不\2 | 有没有|是不是|要不是|要不
      |好不容易|说不定 | 无(?=\d) )
| (?P<weak> 宁[可愿肯][^。；]{1,30}不|未经[^，。]{1,10}不[得准能可许]|不能[忽忘缺少]
      |几乎(?:没有?|不|无)|寥寥无几|怀疑[^，。；：]{1,14}不|(?:无法|不
      |没有?)[^。；]{1,20}除非|而[不非]是?|(?:不
      |并非)[^，。；：]{1,16}[，,]?而是|不得不|(?:[很许好][久多]|多年)(?:都|来)?没有?|不(?:佳
      |好|善|擅|变|分|动|快|适(?![用合应宜])|利
      |常|全|强|弱|受|怎|太|很|甚|拔|渝|倦|舍|逊|菲|惊|乱|扰|相[同等]|等(?!待|候)|，|、
      |[^，。；：]{1,12}，?而(?!且)|错|小|大|多|高|远|长
      |低|慎|禁|妙|明|详|当|法|公|利|凡|义|孝|和|愉|舒|自然|顾|惜|经意|择手段|动声色|败|灭|死
      |起|由得|例外|慌|相上下|卑|亢|愧|拘)|不知(?!道)|不一会
      |不可(?:小|一世|收拾|开交|告人|理喻|抗拒|挡)|看不[起惯]|[买付负]不起|义无反顾|战无不胜
      |[坚牢势]不可\w|出其不意|无(?:政府|赖|路可退|可匹|匹|敌|畏
      |名|声|用|条件|止境|孔不入|时不刻)|不能不|不可不|不会不|无不|无一不|无所不\w|(?:没有?
      |无)[^，。；：？！]{1,10}(?:不|没有?)
      | 非[^，。；]{1,8}不可 | 不[^，。；]{0,8}(?:不[行可成]|没有) | 不[得能可应宜会]?(?:超过
      |高于|多于|大于|少于|低于|小于|晚于|迟于|早于
      |亚于|下于) | 不(?:到|足|满|及|下)(?=[一二三两四五六七八九十百千半几数\d])
      | 不[无乏免排]\S | 没(?=多久|想到|料到) | (?:在
      |还)?没有?[^，。；]{1,12}(?:之前|以前|前[，就便])
    | 不可(?:思议|或缺|避免|估量|磨灭|限量) | 不(?:约而同|由自主|言而喻|遗余力|懈|亦乐乎|堪|胜
      |翼而飞|计其数|在乎?|够|满|安(?!全)|幸|便|良|料|朽|屈
      |易|适(?![用合应宜])|畏|顾|惜|已|息|绝|休|羁|凡|俗) | 必不可少|坚持不懈|络绎不绝|源源不断
      |滔滔不绝|绵延不绝|念念不忘|目不转睛|供不应求|始终不渝
      |数不(?:胜数|清)|忍不住|禁不住|来不及|睡不着|恨不得|巴不得|舍不得|看不见|听不见|少不了
      |离不开|免不了|大不了|忙不迭|毫不\w\w|从容不迫|无(?:数|奈|比|限
      |穷|私|辜|尽|期|边|助|情|声|形|价|意|休止|家可归|与伦比|微不至|动于衷|处不在|时无刻|所谓
      |关紧要|偿|知|视) | 未(?:婚|成年|知|必|免|雨绸缪)
      | 非(?:法|政府|正式|物质|营利|盈利|凡|但|遗|处方|传统|官方|战斗|典型) | 没(?:事|关系|准
      |错) | 莫 | 否(?:则|认|决|定) | 不单|不尽|不乏
      |不免|不失|不至于|不外|不曾想|不想|不一(?!定)|不定 | 别(?![，。]?有) )
| (?P<no> (?:没有?|不|未|无)[^。！？；：]{1,30}?[，,、]?也(?:没有?|不|未|无)|从[不未没]
      |[并毫绝决]不|不再|不[是会能得要许准可应该必用敢愿肯]
      |[没沒](?:有)?(?:人|任何)?|尚未|[从并]未|未能|未曾|[无無](?:法|人|需|须|权|力|意)|不|未
      |[无無]|勿|并非|绝非|非 )
"""


_FIRM_EN: Final = (
    "refus forbid prohib banned unable hard denie deny fail rare seldom lack unless imp illegal "
    "ignore un inc inv ine insu ina disa disl diss dish few "
)
_FIRM_FR: Final = (
    "refus interdi inc imp ignor dém nie illég rare ind inv ine insu inu ina inj méc sous éch peu "
)
_FIRM: Final[Mapping[str, re.Pattern[str]]] = {
    "en": re.compile(
        rf"(?=(?-i:\b{_any(_FIRM_EN)}))"
        r"\b(?:refus(?:e|es|ed|ing)\s+(?:to|any)|forbidden|prohibited|banned|unable\s+to"
        r"|hardly\s+any|"
        r"denie[sd]|den(?:y|ying)|fail(?:s|ed)\s+to|rarely|seldom|lacks?|lacked|unless"
        r"|impossible|impassable|"
        r"illegal(?:ly)?|ignores?|ignored|un(?:reliable|safe|known|fit|finished|paid|likely"
        r"|willing|"
        r"available|aware|happy|fair|necessary|clear|certain|usable|armed|guarded|harmed"
        r"|used)|in(?:capable|valid|"
        r"complete|correct|visible|effective|sufficient|accurate|accessible|active)"
        r"|dis(?:agree[sd]?|"
        r"like[sd]?|satisfied|honest|approve[sd]?)|(?<!too )few(?!\s+(?:\w+\s+)?(?:hours|days"
        r"|weeks|months|years|minutes|seconds|of|more|other|things|people|hundred|thousand"
        r"|steps|times))(?<!\ba few))\b",
        re.IGNORECASE,
    ),
    "fr": re.compile(
        rf"(?=(?-i:\b{_any(_FIRM_FR)}))"
        r"\b(?:refus(?:e|ent|a|é|ait|aient|èrent)\s+(?:de|d['’]|à)|interdite?s?|incapables?"
        r"|impossibles?|"
        r"impraticables?|refusés?\s+(?:de|d['’]|à)|ignor(?:e|ent|ait)\s+(?:tout|encore)"
        r"|dément|nient|illég\w+|rarement|"
        r"indisponibles?|invalides?|incomplète?s?|incorrecte?s?|invisibles?|inefficaces?"
        r"|insuffisante?s?|inconnue?s?|"
        r"inutiles?|inaccessibles?|injustes?|mécontente?s?|sous\s+silence"
        r"|échoué\s+à|peu\s+de(?=\s+\w+s\b))\b",
        re.IGNORECASE,
    ),
    "zh": re.compile("拒绝(?!率)|否认|禁止|严禁|除非|缺乏|很少|极少"),
}
"""Words that deny so plainly that a translation without any trace of it is wrong."""

_FORMS: Final[Mapping[str, str]] = {"en": _ENGLISH, "fr": _FRENCH, "zh": _CHINESE}


_STARTS: Final[Mapping[str, str]] = {
    "en": rf"""
        \b{_any("no not never nobody nothing none nowhere nor nos neither cannot without", " ")}
      | \b[nN][oO][nN][aA]
      | [nN]['’][tT] | --?[nN][oO]- | [:/,(]\s*[nN][oO] | -[fF] | \b\w+[lL][eE][sS][sS]\b
      | \b{_any("is are was were do does did has have ca wo would could should")}[nN]['’][tT]
      | \b{_any("do or as if why can could")}\s*[nN'’]""",
    "fr": rf"""
        \b{_any("ne non ni", " ")} | \b[nN]['’°] | \b{
        _any("nul pas personne aucun rien jamais sans")
    }
      | \b{_any("que si qu' qu’")}\s*{_any("jamais aucun")} | \b[tT][aA][nN][tT]\s+[qQ]
      | \b{
        _any(
            "un le les du au de des par ses leur leurs mes premier premiers grand grands petit "
            "petits faux quelques deux cent mille chaque son ce ces",
            " ",
        )
    }\s+[pP][aA][sS]""",
    "zh": r"\S{0,4}?[不没沒无無未非否别菲莫宁勿几寥怀]",
}
"""Where any of these forms may begin."""


@cache
def _reader(language: str) -> re.Pattern[str]:
    """Finds what denies in a text, or may: a group for each kind.

    The words that deny by their sense are in ``data/implied-negations.tsv``, the beginnings of
    words in English and French, a line for each sense.
    """
    table = files("workflow.checks").joinpath("data/implied-negations.tsv").read_text("utf-8")
    header, *lines = (line.split("\t") for line in table.rstrip("\n").split("\n"))
    place = header.index(language)
    before, after = ("", "") if language == "zh" else (r"\b", r"\w*")
    words = {line[0]: line[place].split() for line in lines}
    senses = "|".join(f"(?P<{sense}>(?:{'|'.join(own)}){after})" for sense, own in words.items())
    stems = beginnings(filter(None, (literal(word) for own in words.values() for word in own)))
    return re.compile(
        f"(?=(?-i:{_STARTS[language]}|{before}{stems}))(?:{_FORMS[language]}|{before}(?:{senses}))",
        re.VERBOSE | re.IGNORECASE,
    )


_PLAIN: Final[Mapping[str, frozenset[str]]] = {
    "en": frozenset("neither not never nobody nothing none nowhere cannot t no without".split()),
    "fr": frozenset(
        "ne n personne aucun aucune aucuns aucunes nul nulle nuls nulles rien jamais ni pas "
        "sans".split()
    ),
    "zh": frozenset("没沒不未无無勿非拒否禁除缺少"),
}
"""Of negations that a translation has to say, one word or character is here."""
_FIRMLY: Final[Mapping[str, tuple[str, ...]]] = {
    "en": tuple(_FIRM_EN.split()),
    "fr": tuple(_FIRM_FR.split()),
    "zh": (),
}


def may_deny(word: str, language: str) -> bool:
    """Whether a text with a word (in small letters), in Chinese a character, may deny in such a
    way that a translation has to say it."""
    return word in _PLAIN[language] or word.startswith(_FIRMLY[language])


@lru_cache(maxsize=4096)
def denials(text: str, language: str) -> Denials:
    """How often a text (without markup) denies.

    ``language``: ``fr``, ``en`` or ``zh``; of others nothing is known. In a question a negation
    may be mere form (``Isn’t it …?``, 不是……吗).
    """
    if language not in _FORMS:
        return NONE
    least = form = 0
    implied = set()
    words = ""
    asks = text.rstrip(" \u00a0\u202f\"'”’»）)」』").endswith(("?", "？"))
    for found in _reader(language).finditer(text):
        kind = str(found.lastgroup)
        if kind == "no" and not asks:
            least += 1
            words = words or found[0]
        elif kind in ("no", "weak", "form"):
            form += 1
        elif kind not in ("other", "x"):
            implied.add(kind)
    return Denials(least, form, frozenset(implied), words, tuple(_FIRM[language].findall(text)))


def lost(one: Denials, other: Denials) -> bool:
    """Whether ``one`` denies what ``other`` does not."""
    if one.least - other.least > other.form + len(other.implied - one.implied):
        return True
    told = other.least + other.form + max(len(other.implied), len(other.firm))
    return bool(one.firm) and one.least + len(one.firm) > told
