"""Names of other languages in Chinese characters, as 玛丽·居里.

Which characters such names are written with: Xinhua, 世界人名翻译大辞典, its tables for English and
French; and those of Taiwan, Ministry of Education. GB/T 15834, 4.14: the dot between their parts is
U+00B7 (W3C clreq); Taiwan's 音界號 may be U+2027 or U+FF0E as well.
"""

from __future__ import annotations

from collections.abc import Iterator

from workflow.inline.han_context import Change
from workflow.inline.scripts import HAN
from workflow.model import lazy_re as re

SOUNDS = (
    "阿埃艾爱安昂敖奥澳巴白拜班邦包保鲍贝本比彼毕别宾波伯博勃布蔡策查茨達达戴丹当德登邓迪底"
    "蒂丁东杜多顿厄恩尔耳法凡菲费芬丰冯佛弗伏福夫富盖甘冈戈歌格葛根贡古顾瓜圭郭哈海汉翰豪赫黑亨洪侯胡华"
    "怀惠霍姬基吉济加贾简江杰捷金京居喀卡凯坎康考科克肯孔库夸昆奎拉腊莱赖兰朗劳勒雷蕾里理利莉丽黎连列林琳"
    "霖灵刘留柳龙隆娄卢鲁露路吕伦罗洛马玛麦迈曼毛茂梅门蒙孟米密蜜敏明摩莫墨默姆木穆拿纳娜乃南内尼妮宁纽农"
    "努诺欧帕派潘庞培佩彭蓬皮匹平珀蒲普奇齐契恰乔切钦琴琼丘曲屈让热日荣茹儒若萨塞赛瑟森沙莎珊山绍舍申圣"
    "胜诗施什石史士舒朔丝思斯司松苏素索塔台泰坦汤唐陶特腾滕藤提替田铁廷亭图土托瓦娃万旺王威韦维卫魏温文翁"
    "沃乌吴伍西希悉席锡夏香肖萧谢欣辛兴雄休徐许雅亚延扬杨耀耶叶伊易音英永尤尤于余约赞泽曾扎詹张章赵珍芝治"
    "朱茱兹宗祖佐亞爾倫維納諾馬羅蘭麗萊賴勞雷倫盧魯邁蒙內寧歐龐喬瓊熱榮薩賽紹聖勝詩絲蘇鐵圖萬韋衛溫烏錫"
    "蕭謝興許揚楊葉約贊張趙遜愛奧貝畢賓達東頓費豐馮富蓋岡貢顧華懷濟賈簡傑喬凱連劉龍婁呂德戴當迪豪雨果菲茜薇"
    "娅逊遜露涅泊赫纽茅旎缇翠荻娣黛婭罕亨丽亚玻坡博迭贾谷戛赖垒鲍阔楚慈彻褚岑"
)
"""Characters that other languages' names are written with in Chinese."""
_SOUND = f"[{SOUNDS}]"
_POINT = re.compile(
    rf"(?:(?<={_SOUND}{{2}})(?=\.{_SOUND}{{2}})|(?<={_SOUND}{{3}})(?=\.{_SOUND}))\."
    rf"|(?<=[{HAN}])[・•∙⋅･‧．](?=[{HAN}])"
    rf"|(?<={_SOUND}{{2}}) ?[·・•‧] ?(?={_SOUND}{{2}})"
)
_LAWFUL = {"·": "", "‧": "Hant", "．": "Hant"}


def dots(line: str, script: str) -> Iterator[Change]:
    """Dots in names that are none of ``script``'s (``Hans``, ``Hant``), or have blanks around."""
    for found in _POINT.finditer(line):
        if found[0] not in _LAWFUL or _LAWFUL[found[0]] not in ("", script):
            yield Change("dot", found.start(), found.end(), "·")
