"""How French, English and Chinese deny, as patterns; each way is in one of the groups

- ``no``: a negation that any translation has to say somehow;
- ``weak``: one that others often say without (« n’hésitez pas », ``not until``, 不仅);
- ``form``: a word that denies in form alone (an expletive *ne*);
- ``other``: words that look like it.

They are verbose and blind to case.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

_NE: Final = r"\b(?:ne\b|n['’])"
_GAP: Final = r"(?:[^\s.;:!?…]+\s+){0,%d}?"
_SHUT: Final = (
    r"(?:pas|plus|jamais|rien"
    r"|(?<!par\s)(?<!une\s)(?<!la\s)(?<!chaque\s)(?<!cette\s)personne|aucune?|guère|point"
    r"|nulle?|ni)\b"
)

_FRENCH: Final = rf"""
  (?P<other> \b(?:un|le|les|du|au|de|des|par|ses|leurs?|mes|premiers?|grands?|petits?|bons?|faux
      |quelques|plusieurs|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|vingt|trente|cinquante
      |cents?|mille|millions?\s+de|milliers\s+de|dizaines?\s+de|chaque|son|ce|ces|nos|vos|\d+)
      \s+pas\b(?!\s+encore)
    | \bpas\s+à\s+pas\b | \bpas-de-\w+ | \bn['’]importe\b | \bsans[ -](?:doute|cesse|arrêt
      |relâche|précédent|tarder)\b
    | \bn['’]est-ce\s+pas\b | \bn°|\bque\s+jamais\b|\bqu['’]aucune?\s+autre\b|\bsi\s+jamais\b)
| (?P<weak> \brien\s+ne\s+sert\b
    | (?:\A|[.;:!?(]\s*|,\s*(?:et|mais)\s+)plus\s+(?:d['’]|de(?!\s+\d)\b|aucun\w*|par\b
      |disponible|possible|valable)
    | {_NE}\s*{_GAP % 4}pas\s+plus\s+longtemps\b | {_NE}\s*{_GAP % 4}qu['’]une?\s+seul
    | {_NE}\s*{_GAP % 4}pas\s+(?:assez|aussi|autant|si|tr[eè]s|trop|vraiment
      |toujours|forcément|nécessairement)\b
    | {_NE}\s*(?:[^\s.;:!?…]+\s+){{0,2}}?hésite\w*\s+(?:surtout\s+)?pas\b
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
    | {_NE}\s*{_GAP % 4}plus\s+de\s+(?:\d|deux|trois|dix|vingt|trente|cent|mille)
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
      (?:[^.;:!?…]{{0,40}}?\b(?:par|et|ou|dans)\s+(?:aucune?|pas)\b)*
    | \b(?:personne|aucune?s?|nulle?s?|rien|jamais|ni
      |pas\s+une?)\b[^.;:!?…]{{0,60}}?{_NE}(?:\s*[^\s.;:!?…]+\s+(?:plus|jamais|rien)\b)?
    | \bsans\b(?!\s+que\b)(?:\s+aucune?)? | \bpas\b
    | \baucune?\b(?:[^.;:!?…]{{0,40}}?\b(?:et|ou)\s+aucune?\b)* | \bnul\s+besoin\b )
| (?P<form> \b(?:non|ni|rien|jamais)\b | \bsans\s+que\b | \bne\b | \bn['’](?!en\b) )
"""

_ENGLISH: Final = r"""
  (?P<other> --?no-\w+ | \bno-?name\b | \b[Nn]os?\.\s*\d | \bNo\.\s | (?<=\w\s)No\.\Z
    | \bno\s+doubt\b | \b(?:is
      |are|was|were|do|does|did|has|have|ca|wo|would|could|should)n['’]t\s+(?:it|he|she|they|we
      |you|I|there)\b(?=\s*\?) )
| (?P<weak> \b(?:not|n['’]t)\s+(?:only|just|merely|simply|solely|least|until|till|to\s+mention
      |exceed|hesitate)\b
    | (?:\bdo\s+not|\bdon['’]t|\bnever|\bnot)\s+(?:hesitate|forget)\b | (?:\bnot
      |n['’]t)\b[^.;:!?]{0,50}\b(?:until|till|only|exceed\w*|unless|but|(?<!,\s)(?<!and\s)without)\b
    | \b(?:cannot|can['’]t)\b[^.;:!?]{0,80}\bif\b[^.;:!?]{0,30}(?:\bnot|n['’]t)\b
    | \b(?:cannot|can\s*not|can['’]t|could\s*not|couldn['’]t)\s+(?:but|help)\b
      | \bnothing\s+(?:but|less|short)\b | \bnone\s+other\b
    | \b(?:not|no|n['’]t|never|nobody|no\s+one|nothing|none)\b[^.;,:!?]{0,30}?\s(?:un(?!der|it
      |ion|iver|ique|til|less)|in(?:cap|corr|compat|signif|accura|evit)|im(?:poss|prob)
      |rule[sd]?\s+out|ruling\s+out|without|den(?:y|ied)|exclud|fail|refus|prevent|doubt|object
      |disput|forbid|prohib|illegal)\w*
    | \b(?:no|not|n['’]t)\s+(?:\w+\s+){0,4}?(?:more|fewer|less|later|earlier|longer|over|above
      |greater|higher|lower|bigger)\s+than\b | \b(?:no|not)\s+(?:fewer|less|later|more|earlier
      |sooner)\b
    | \b(?:not|n['’]t)\s+(?:as|so|far|nearly|quite|very|too|that|enough|much|even|far|unlike
      |fully|completely|entirely)\b | n['’]t\s+\w+\s+enough\b
      | \bno\s+(?:small|little|trouble|problem|difficulty|means\s+of|worry|worries|great|good
      |idea|closer|nearer|different|exception|surprise
      |match|longer\s+than)\b | :\s*No\s*\Z|[/,(]\s*none\b | \bnone\s+of\s+(?:its|their|his|her
      |the)\b | \bor\s+not\b | \bif\s+not\b | \bwhy\s+not\b | \bno\s+(?:matter|wonder|sooner
      |other|choice|option|alternative)\b | \bas\s+not\b|\bnot\s+(?:a\s+few|a\s+little|bad|all
      |every|everyone|everybody|always|necessarily)\b
    | \bthan\s+never\b | \bnever\s+mind\b
    | \bnor\b | \bno-one-\w+ | \bNo,)
| (?P<no> \bneither\b(?:[^.;:!?]{0,60}?\bnor\b)? | \b(?:not|never|nobody|nothing|none|nowhere
      |cannot)\b(?:[^.;:!?]{0,40}?\bor\s+(?:\w+\s+)?not\b)?
    | n['’]t\b | \b(?:do|does|did|is|are|was|were|has|have|had|could|should|would)nt\b
    | \bno\b(?:[\s-]one\b|\s+longer\b)? | \bwithout\b )
"""

_NO_NEGATIONS: Final = (
    "非常 非洲 菲 未来 区别 特别 级别 性别 分别 类别 识别 告别 辨别 "
    "差别 鉴别 离别 送别 个别 道别 久别 派别 国别 是否 能否 可否 会否 "
    "与否 不过 不仅 不但 不光 不只 不妨 不愧 不禁 不料 不丹 不透明 "
    "不间断 无障碍 不列颠 不来梅 不锈钢 不动产 不时 不由 差不多 对不起 "
    "了不起 无论 不管 不论 无线 无人机 无锡 无花果 无非 没收 淹没 沉没 "
    "埋没 吞没 出没 没落 覆没 隐没 没顶 索不达 毫无疑问 非盟 并非没有 "
    "南非 公而无私 有没有 是不是 要不是 要不 好不容易 说不定"
).split()
LEXICAL: Final = "|".join(sorted(_NO_NEGATIONS, key=len, reverse=True))
"""Words with a character of a negation that deny nothing, as a pattern."""

_CHINESE: Final = rf"""
  (?P<other> {LEXICAL}|别[的人处墅名针]|[东西北中]非|莫[斯扎桑尔里奈罕名拉大利]
      |不停(?!靠|车|泊|留)|(?P<x>[\u4e00-\u9fff])不(?P=x)|无(?=\d) )
| (?P<weak> 不足[，,]?[^，。；]{{0,4}}?(?:无法|不能)|不[同久断少如止]
      |[不未无非][^，。；：的]{{1,5}}的(?!是)|独一无二|有无|未[满到及足达](?=\d)|比不\w{{1,2}}好|再也?不能|无可\w
      |无疑|宁[可愿肯][^。；]{{1,30}}不|未经[^，。]{{1,10}}不[得准能可许]
      |不能[忽忘缺少]|空无\S|不容(?!许|易)|概不|哪有不|[岂怎][能会]?不|何[尝必]不|谁不
      |(?:[并毫绝]?不|并?非)(?:算|是|那么)?(?:新鲜|陌生|罕见|少见|稀奇|奇怪|意外|鲜见|孤单|罕有|稀罕|新奇|新事|秘密)
      |没有?(?:任何)?人[能可会](?:够|以)?(?:独|单独|一个人|一人)
      |几乎(?:没有?|不|无)|寥寥无几|怀疑[^，。；：]{{1,14}}不|(?:无法|不
      |没有?)[^。；]{{1,20}}除非|而[不非]是?|(?:不
      |并非)[^，。；：]{{1,16}}[，,]?而是|不得不|(?:[很许好][久多]|多年)(?:都|来)?没有?|不(?:佳|会?太|必太|是太
      |好|善|擅|变|分|动|快|适(?![用合应宜])|利
      |常|全|强|弱|受|怎|太|很|甚|拔|渝|倦|舍|逊|菲|惊|乱|扰|相[同等]|等(?!待|候)|，|、
      |[^，。；：]{{1,12}}，?而(?!且)|错|小|大|多|高|远|长
      |低|慎|禁|妙|明|详|当|法|公|利|凡|义|孝|和|愉|舒|自然|顾|惜|经意|择手段|动声色|败|灭|死
      |起|由得|例外|慌|相上下|卑|亢|愧|拘)|不知(?!道)|不一会
      |不可(?:小|一世|收拾|开交|告人|理喻|抗拒|挡)|看不[起惯]|[买付负]不起|义无反顾|战无不胜
      |[坚牢势]不可\w|出其不意|无(?:政府|赖|路可退|可匹|匹|敌|畏
      |名|声|用|条件|止境|孔不入|时不刻)|不能不|不可不|不会不|无不|无一不|无所不\w|(?:没有?
      |无)[^，。；：？！]{{1,10}}(?:不|没有?)
      | 非[^，。；]{{1,8}}不可 | 不[^，。；]{{0,8}}(?:不[行可成]|没有) | 不[得能可应宜会]?(?:超过
      |高于|多于|大于|少于|低于|小于|晚于|迟于|早于
      |亚于|下于) | 不(?:到|足|满|及|下)(?=[一二三两四五六七八九十百千半几数\d])
      | 不[无乏免排]\S | 没(?=多久|想到|料到) | (?:在
      |还)?没有?[^，。；]{{1,12}}(?:之前|以前|前[，就便])
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
| (?P<no> (?:没有?|不|未|无)[^。！？；：]{{1,30}}?[，,、]?也(?:没有?|不|未|无)|从[不未没]
      |[并毫绝决]不|不再|不[是会能得要许准可应该必用敢愿肯]
      |[没沒](?:有)?(?:人|任何)?|尚未|[从并]未|未能|未曾|[无無](?:法|人|需|须|权|力|意)|不|未
      |[无無]|勿|并非|绝非|非 )
"""

FORMS: Final[Mapping[str, str]] = {"en": _ENGLISH, "fr": _FRENCH, "zh": _CHINESE}
