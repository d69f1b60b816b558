"""Numbers in Chinese characters, and how sure a run of them is one.

一百二十万, 两百五, 二〇二六 and 七八个 are numbers; those of 十分重要, 万一, 四川 and 五角大楼 are
none. A run is one where a measure word, 第 or a scale with digits says so; else it may explain a
number of the other text, and asks for nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache
from typing import Final

from workflow.model import lazy_re as re

_DIGITS: Final = {each: n for n, each in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "两": 2,
    "兩": 2,
}
_SMALL: Final = {"十": 10, "百": 100, "千": 1000}
_LARGE: Final = (("亿", 10**8), ("万", 10**4))
RUN: Final = re.compile(
    "[零〇一二三四五六七八九十百千万萬亿億两兩]+(?:点[零〇一二三四五六七八九]+)?"
)
_IDIOMS: Final = re.compile(
    "十分(?!钟|之|鐘)|万一|千万(?=[别不要记勿请小注当])|百货|百姓|百科|百合|百度|百色|百分[点比率]|三明治|三明|四川|五角大楼|八卦|"
    "四处|四周|四方|四季|四肢|四面八方|七嘴八舌|乱七八糟|三峡|三亚|三沙|三菱|三星|三角|三文鱼|二手|二维码|二氧化|一氧化|"
    "六安|九寨|九江|九龙|五金|五官|五星红旗|七夕|八达岭|八宝|十字|十堰|千方百计|千禧|千岛|万岁|万能|万物|万分|万众|万科|"
    "万达|万宁|亿万|一带一路|一[些起定样直般切旦边面方再律致共向时流心]|统一|之一|唯一|单一|不一|第一线|一一|三三两两|两岸|"
    "两会|三农|四平|九州|五台|五指|三门峡|六合|百慕大|万圣|万象|千瓦|千米|千克|千卡|千古|千里马|半点|十全十美|五花八门|"
    "三番五次|接二连三|三心二意|独一无二|一五一十|丢三落四|再三|百般|百年好合|万事|万里长城|千家万户|千千万万|千变万化|五味|"
    "五颜六色|一举|九牛一毛|七上八下|十有八九|三思|四通八达|五湖四海|三言两语|两栖|三级跳|二胡|三轮车|百叶|百搭|一刀切|初一|"
    "十字路口|三两成群|三人行|三个(?:臭皮匠|和尚)|三天两头|三天打鱼|两天晒网|三日不见|十年树木|"
    "百年树人|三分钟热度|千里之[行外堤]|半斤八两|三百六十行|三十六计|十年寒窗|十年如一日|两口子|两面三刀|三头六臂|三令五申|"
    "三年五载|三长两短|七老八十|九死一生|一石二鸟|一箭双雕|五十步笑百步|三下五除二|四面楚歌|三足鼎立|(?<=个)八度|二进制|八进制|十进制|十六进制|八角|五香|六神|六角|七星|八仙|九华|二话|二哈|李四|张三|王五|小三|老三|老二|老大|第三产业|第三方|第三者|第三世界"
)
_MEASURES: Final = (
    "个名位人年月日天岁元块角吨公米里斤克次届世种项条张家所座栋本部台只头匹件起场支枚份类国省市县村镇区周星礼分小秒度倍成折"
    "点号层楼期版章节页段款卷集批组队轮局盘对双套颗粒棵株根枝朵片块幅首篇句字门艘辆架列趟班户口代辈处边种把瓶杯碗盒包袋箱"
    "桶公英平立摄华欧美港日韩卢法比英镑加毫厘千兆步笔码级等刻旬夜晚餐顿声眼脚拳刀枪场方面孩学士女男兄姐"
)
_AFTER: Final = re.compile(f"[多余餘来來几]?[{_MEASURES}万亿]")


@lru_cache(maxsize=4096)
def value_of(run: str) -> frozenset[Fraction]:
    """What a run of characters may mean (七八 and 三四百 have both); empty: it means nothing."""
    run = run.replace("萬", "万").replace("億", "亿").replace("兩", "两")
    whole, _, tail = run.partition("点")
    if tail:
        part = Fraction(int("".join(str(_DIGITS[each]) for each in tail)), 10 ** len(tail))
        return frozenset(each + part for each in value_of(whole))
    if not any(each in _SMALL or each in "万亿" for each in run):
        digits = [_DIGITS[each] for each in run]
        read = Fraction(int("".join(map(str, digits))))
        if len(digits) == 2 and digits[1] - digits[0] == 1:
            return frozenset({*map(Fraction, digits), read})
        return frozenset({read})
    if found := re.search("([一二三四五六七八两])([二三四五六七八九])(?=[百千万亿十]|$)", run):
        first, second = (
            run[: found.start()] + found[place] + run[found.end() :] for place in (1, 2)
        )
        if run[: found.start()][-1:] in ("", "十", "百", "千", "万", "亿"):
            return value_of(first) | value_of(second)
    value = _parse(run)
    return frozenset() if value is None else frozenset({value})


def _parse(run: str) -> Fraction | None:
    for name, size in _LARGE:
        if name in run:
            left, _, right = run.rpartition(name)
            many = _parse(left) if left else Fraction(1)
            rest = _rest(right, size)
            return None if many is None or rest is None else many * size + rest
    total, waiting, last = Fraction(0), None, 10000
    for each in run:
        if each in _SMALL:
            total += (1 if waiting is None else waiting) * _SMALL[each]
            last, waiting = _SMALL[each], None
        elif each in "零〇":
            last = 1
        elif waiting is not None:
            return None
        else:
            waiting = _DIGITS[each]
    if waiting is None:
        return total
    return total + (waiting * last // 10 if 100 <= last < 10000 else waiting)


def _rest(text: str, size: int) -> Fraction | None:
    """What stands after a scale: 三万五 is 35,000."""
    if len(text) == 1 and _DIGITS.get(text):
        return Fraction(_DIGITS[text] * size, 10)
    return _parse(text.lstrip("零〇")) if text else Fraction(0)


def runs(line: str) -> Iterator[tuple[int, int, frozenset[Fraction], bool]]:
    """(start, end, values, whether it must be a number) of each run of number characters."""
    idioms = [each.span() for each in _IDIOMS.finditer(line)]
    for found in RUN.finditer(line):
        start, end = found.span()
        values = value_of(found[0])
        if not values:
            continue
        idiom = any(start < last and first < end for first, last in idioms)
        if line[start - 1 : start] == "第" and line[end : end + 1] not in ("方", "者", "产", "线"):
            idiom = False
        told = line[start - 1 : start] == "第" or bool(_AFTER.match(line, end))
        compound = len(found[0]) > 1 and not set(found[0]) <= set("百千万亿萬億")
        yield start, end, values, not idiom and (told or compound) and max(values) >= 2
