"""Characters that write foreign names by their sound, and words that begin with one."""

from __future__ import annotations

from typing import Final

TRANSLITERATING: Final = frozenset(
    "阿埃艾爱安巴贝本比宾波伯博布查达戴丹道德登迪蒂丁杜顿多厄恩尔法范费芬弗福盖戈格古哈汉赫亨霍基吉加杰卡凯坎"
    "康考柯科克肯库拉莱赖兰朗劳勒雷里利莉林龙隆卢鲁路伦罗洛马玛迈麦曼梅门蒙米密莫姆穆纳娜内尼宁纽努诺欧帕潘佩彭"
    "皮珀普奇恰乔切琴丘让日茹若萨塞桑莎沙舍什史斯丝苏索塔泰坦汤特滕提廷图托瓦万威韦维魏温沃乌武西希夏谢辛休雅亚"
    "扬耶叶伊因英尤约泽扎詹珍朱茨兹佐愛貝賓達頓爾範費蓋漢傑凱庫萊賴蘭勞裡龍盧魯倫羅馬瑪邁麥門納內寧紐諾歐潘喬讓"
    "儿兒丽麗娅婭琳妮珊娃芙默布鲍瑟逊遜圭怀懷甘冈岡津昆露吕呂慕庞龐蓬琼瓊薩絲蘇湯圖萬韋維溫烏謝亞揚葉約澤詹"
)
"""Characters that write foreign names by their sound."""
WORDS_AFTER: Final = frozenset(
    "法院 法官 法律 法庭 法案 法学 法規 法规 特使 特种 特工 博士 博物 内阁 內閣 内战 "
    "內戰 内政 西部 南部 东南 大使 马拉 扬言 扬名 维和 维持 温室 多地 多数 多所 多次 "
    "多家 多名 尼姑 达成 達成 登山 登陆 登陸 罗列 因此 因为 因為 耶稣 希望 道路 史上 "
    "史学 普通 普选 基地 基金 利用 利率 图书 沙漠 纳税 福利 本土 本月 本周 本国 恩爱 "
    "夏季 夏天 森林 亚洲 米饭 门票 里程 欧盟 古代 古典 古城 丹麦 丹麥 德国 德國 法国 "
    "法國 泰国 泰國".split()
)
"""Words that begin with such a character, after a name."""
