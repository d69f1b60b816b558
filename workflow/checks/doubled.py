"""Words that stand twice, and what is said twice over, in French, English and Chinese."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from workflow.checks.pairing import Pairing
from workflow.checks.subject import Remark, Subject
from workflow.inline.scripts import HAN
from workflow.model import lazy_re as re
from workflow.model.phrase import phrase

_LATIN: Final = re.compile(
    r"(?<![\w'’/=-])(?P<word>[^\W\d_]{2,}|[aày])(?:\s+)(?P=word)(?![\w'’-])", re.IGNORECASE
)
_LAWFUL: Final = frozenset(
    "had that nous vous très si bye no so very oui non là toc ha hé ho ah eh oh long far many "
    "really hip pom chut cha can boo tut knock tam bora pago wagga bang bis tchou".split()
)  # fmt: skip
"""Words that are said twice: auxiliaries, pronouns, what is insisted on, calls, parts of names."""
_THINGS: Final = (
    "价格|政府|问题|会议|国家|城市|人民|公司|学校|学生|老师|总统|总理|部长|主席|经济|社会|政治|文化|历史|世界|地区|项目|工程|工人|农民"
    "|居民|村民|市民|公民|游客|乘客|司机|医生|护士|病人|患者|医院|药物|疫苗|病毒|疾病|警方|警察|法院|法律|法官|律师|证人|证据|记者|媒体"
    "|新闻|报告|报纸|消息|电影|音乐|艺术|作品|作家|诗人|画家|小说|比赛|球队|球员|教练|冠军|选手|火车|飞机|汽车|公路|铁路|桥梁|大桥|机场"
    "|车站|港口|船只|海洋|河流|湖泊|山区|森林|动物|植物|气候|天气|温度|洪水|地震|火灾|事故|灾害|能源|电力|石油|煤炭|食品|粮食|农业|工业"
    "|企业|银行|市场|资金|贷款|税收|预算|成本|收入|工资|价值|数据|信息|系统|网络|网站|电脑|手机|软件|用户|密码|文件|邮件|地址|时间|日期"
    "|上午|下午|晚上|早上|年度|年代|世纪|孩子|儿童|青年|老人|妇女|女性|男性|家庭|父母|母亲|父亲|朋友|邻居|建筑|房屋|大学|教授|专家|技术"
    "|条约|协议|合同|条款|政策|措施|方案|选举|选民|议会|议员|政党|军队|士兵|战争|和平|难民|移民|机构|部门|协会|联盟|东部|西部|南部|北部"
    "|法国|中国|美国|英国|德国|日本|俄罗斯|欧洲|非洲|亚洲|巴黎|北京|伦敦|上海|價格|會議|國家|問題|經濟|歷史|電影|醫生|學生|老師|總統"
)
"""Nouns, which are not said twice as verbs are (研究研究)."""
_CHINESE: Final = re.compile(
    f"(?P<sign>[的了在是和与及对被把从向将于以其该由而或也都很还但])(?P=sign)(?![{HAN}]?(?:确|非|之))"
    "|(?P<word>大家|我们|他们|她们|它们|你们|自己|这个|那个|这些|那些|一个|什么|怎么|因为|所以|但是|如果|可以"
    "|已经|没有|不是|就是|目前|今天|明天|昨天|今年|去年|其中|以及|并且|或者|由于|对于|关于|通过|进行|根据)(?P=word)"
    f"|(?<![元多])(?P<thing>{_THINGS})(?P=thing)(?![学家者员库夹])"
    "|(?P<day>(?<=[昨今明前后当])天)天(?![天气氣空色晴亮黑冷热气生未还才刚就没不会使下花津地山主安鹅时])"
    "|(?<=[今去明前后当每])(?P<year>年)年(?![年初末底中终关轻级度龄均会产收薪纪味夜号检审假报费月])"
    f"|(?P<long>(?!的|(?P<same>[{HAN}])(?P=same))[{HAN}]{{3,8}})(?P=long)(?!(?P=long))"
)
_AT_ONCE: Final = re.compile(r"(\w)\1")
_LAWFUL_CHINESE: Final = re.compile(
    "不了了之|了了之|一目了了|小时了了|可以以|得以以|首都都|对对象|[相绝应核]对对|的的确确|是是非非|实实在在|自自在在|和和美美|和和气气|对对子|对对碰|双双对对|成双成对|从从容容|存在在|现在在|实在在|正在在"
    "|目的的|的的士|打的的|和和平|对对方|对对手|对对此|以以色列|与与会|与与此|是是否|被被子|将将军|将将来|其其"
    "|由由于|从从前|在在线|在在校|在在职|在在场|在在野|在在座|向向日葵|而而今|及及时|于于|把把手|把把关"
)
_FEW = 3
"""Words of what is said twice, at least."""
_SAID_TWICE: Final = re.compile(
    rf"(?P<chinese>[{HAN}\d]{{5,30}})[，、；]\s?(?P=chinese)"
    r"|(?<!\w)(?P<words>\w+(?:[ ’'-]+\w+){2,12})[,;]?\s+(?P=words)(?!\w)",
    re.IGNORECASE,
)


def says_again(pairing: Pairing) -> bool:
    """Whether a translation may say anything twice, at a first look: a word of an alphabet, or two
    characters, or one of those that stand twice by mistake."""
    text = pairing.drafted
    if len(pairing.draft_words) > len(pairing.draft_known):
        return True
    if not pairing.drafted_han:
        begun = text.lstrip()
        return begun[:1] in begun[1:]  # the whole twice
    return len(set(map(str.__add__, text, text[1:]))) < len(text) - 1 or bool(_AT_ONCE.search(text))


def check_doubled(subject: Subject) -> Sequence[Remark]:
    """A word that stands twice in a row, lawful ones and what the source says twice apart."""
    pairing = subject.pairing
    if not says_again(pairing):
        return ()
    return tuple(_remark(subject, *found) for found in doubled_words(pairing))


def doubled_words(pairing: Pairing) -> Iterator[tuple[str, str]]:
    """Words that stand twice in a row in a translation, and both as they stand there; lawful ones
    and what the source says twice apart."""
    text = pairing.drafted
    if len(pairing.draft_words) > len(pairing.draft_known):
        for found in _LATIN.finditer(text):
            if not (
                _lawful(pairing, found)
                or _LATIN.search(pairing.said)
                or _CHINESE.search(pairing.said)
            ):
                yield found["word"], found[0]
    if not pairing.drafted_han:
        return
    lawful = {place for each in _LAWFUL_CHINESE.finditer(text) for place in range(*each.span())}
    for found in _CHINESE.finditer(text):
        if not lawful.isdisjoint(range(*found.span())):
            continue
        half = found[0][: len(found[0]) // 2]
        if not (half * 2 in pairing.said or _LATIN.search(pairing.said)):
            yield half, found[0]


def _lawful(pairing: Pairing, found: re.Match[str]) -> bool:
    """Whether a word may stand twice where it does, or something stands between the two."""
    word, text = found["word"], pairing.drafted
    first, second = word, found[0].split()[-1]
    if found.start() and first.islower() != second.islower():
        return True  # « la partie Est est … », « le fichier FICHIER »
    if word.lower() in _LAWFUL or (word[0].isupper() and found[0].split()[1][0].isupper()):
        return True
    if word.lower() == "en" and re.match(r"\s\w+ant\b", text[found.end() :]):
        return True
    if word.lower() == "is" and re.search(r"\bwhat\b|\bit\s\Z", text[: found.start()], re.I):
        return True
    gap = r"(?:[ \u00a0]|[^\S\n]*+\n\s*+|[*_]++|</?\w[^<>]*+>){1,4}"
    return not re.search(rf"(?i){word}{gap}{word}", pairing.draft.value)  # a placeholder, columns


def _remark(subject: Subject, word: str, place: str) -> Remark:
    at = subject.message.msgstr.find(place)
    span = (at, at + len(place)) if at >= 0 else None
    return Remark(phrase("“{text}” stands twice: take one out", text=word), span)


def said_twice(subject: Subject) -> bool:
    """Whether some words are said again at once, which the source does not."""
    pairing = subject.pairing
    text = pairing.drafted
    if pairing.drafted_han == 0 and len(pairing.draft_words) - len(pairing.draft_known) < _FEW:
        return False
    return bool(_SAID_TWICE.search(text) and not _SAID_TWICE.search(pairing.said))
