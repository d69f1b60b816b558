"""Texts that speak to the model which translates them, and answers that are no translations.

An article may say "ignore your instructions"; it is translated like any other sentence, and must
change nothing else. Nobody can tell every such text from its words. So there are two walls: one
that is recognised is sent alone and shown to no other text; and what comes back is looked at, for
a model that obeyed gives itself away. Then nothing of that answer is used.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from html import unescape
from itertools import chain, pairwise, takewhile
from unicodedata import category, normalize

from rapidfuzz.fuzz import ratio

from workflow.model import Locale
from workflow.model.phrase import phrase

_ANY = r"[^.!?。！？\n]"
_SPOKEN = (
    # English
    rf"\b(?:ignor\w*|disregard\w*|forget|overrid\w+|bypass)\b{_ANY}{{0,40}}"
    r"\b(?:instruction|prompt|rule|order|direction|guideline|above|previous|task)s?\b",
    r"\b(?:system|developer|initial|original|hidden)\s+(?:prompt|message|instruction)s?\b",
    r"\byou\s+are\s+(?:now\s+)?(?:an?|the|in)\b.{0,40}\b(?:assistant|model|ai|bot|chatbot|mode)\b",
    r"\b(?:language|translation)\s+model\b|\bas\s+an\s+ai\b|\b(?:chatgpt|jailbreak)\b",
    r"\b(?:do\s+not|don['’]t|never|stop)\s+translat\w+\b|\b(?:instead\s+of|rather\s+than)"
    r"\s+(?:the\s+)?translat\w+",
    rf"\btranslat(?:e|ing|ion|ions|or)\b{_ANY}{{0,30}}\b(?:every|all|each|other|following|any)\b",
    rf"\b(?:every|all|each|other)\b{_ANY}{{0,30}}\b(?:text|message|translation|answer|id)s?\b"
    rf"{_ANY}{{0,40}}\b(?:by|with|as|to|say|write|replace)\b",
    rf"\b(?:answer|reply|respond|output|print|write|return|say|add|append|insert)\b{_ANY}{{0,30}}"
    r"\b(?:only|just|exactly|verbatim|instead|translation|json|everywhere|every|each|all)\b",
    rf"\b(?:reveal|repeat|print|show|output|display|disclose|tell)\b{_ANY}{{0,40}}"
    r"\b(?:prompt|instruction|api\s*key|secret|password|setting|configuration|context)s?\b",
    r"\b(?:translate|render|replace|substitute|swap|call)\b.{1,60}\b(?:as|by|with|into)\b",
    r"\b(?:write|use|put|say|read)\b.{1,60}\b(?:instead|in\s+place\s+of|rather\s+than|wherever"
    r"|whenever|every\s+time)\b|\b(?:wherever|whenever|each\s+time|every\s+time)\b.{0,60}"
    r"\b(?:write|use|put|say|translate)\b",
    r"\b(?:start|begin|end|finish|close|open|sign)\b.{0,20}\b(?:every|all|each|other|next)\b",
    # French
    rf"\b(?:ignor\w+|oubli\w+|néglig\w+|fai(?:s|tes)\s+abstraction|ne\s+t\w+\s+(?:pas|aucun)"
    rf"\s+compte){_ANY}{{0,40}}\b(?:instruction|consigne|règle|ordre|invite|précéd\w+|ci-dessus)",
    r"\b(?:prompt|(?:invite|consigne|instruction|message)s?\s+(?:du\s+)?système)\b",
    r"\b(?:tu\s+es|vous\s+êtes)\b.{0,40}\b(?:assistant|modèle|robot|ia|traducteur)\b",
    r"\bmodèle\s+de\s+(?:langue|langage|traduction)\b|\ben\s+tant\s+qu['’]ia\b",
    r"\bne\s+(?:le\s+|les\s+|la\s+)?tradui\w+\s+(?:pas|rien|plus)|\bne\s+(?:pas|rien)\s+traduire"
    r"|\bau\s+lieu\s+de\s+(?:la\s+)?tradu\w+|\bplutôt\s+que\s+(?:de\s+)?tradu\w+",
    rf"\btradu\w+\b{_ANY}{{0,30}}\b(?:chaque|tous|toutes|autres|suivante?s?)\b",
    rf"\b(?:chaque|tous|toutes|autres?)\b{_ANY}{{0,30}}\b(?:texte|message|traduction|réponse)s?\b",
    rf"\b(?:répon\w+|écri\w+|affich\w+|renvo\w+|retourn\w+|ajout\w+|insér\w+)\b{_ANY}{{0,30}}"
    r"\b(?:seulement|uniquement|exactement|simplement|plutôt|partout|json|tel(?:le)?s?\s+quel)",
    rf"\b(?:révél\w+|répèt\w+|répét\w+|affich\w+|montr\w+|divulgu\w+|donn\w+)\b{_ANY}{{0,40}}"
    r"\b(?:instruction|consigne|clé|secret|mot\s+de\s+passe|réglage|configuration)s?\b",
    r"\b(?:traduis(?:ez)?|rempla(?:ce|cez|cer)|substitu\w+|rends|rendez|appel(?:le|ez))\b"
    r".{1,60}\b(?:par|en|comme|à)\b|\btraduire\b.{1,60}\b(?:par|comme)\b",
    r"\b(?:écri\w+|utilis\w+|mets|mettez|mettre|dis|dites|lis(?:ez)?)\b.{1,60}\b(?:au\s+lieu"
    r"|à\s+la\s+place|plutôt\s+que|partout|chaque\s+fois)\b|\b(?:partout\s+où|chaque\s+fois|dès\s+que)\b"
    r".{0,60}\b(?:écri\w+|utilis\w+|mets|mettez|dites|tradui\w+)\b",
    r"\b(?:commenc\w+|termin\w+|finis\w*|conclu\w+|sign\w+)\b.{0,20}\b(?:chaque|tous|toutes|autres?)\b",
    # Chinese
    r"(?:忽略|忽视|忽視|无视|無視|忘记|忘記|不要理会|不要理會|不用管|违反|繞過|绕过)"
    r".{0,14}(?:指令|指示|提示|规则|規則|要求|命令|以上|上述|之前)",
    r"系统(?:提示|消息|指令|设定)|系統(?:提示|訊息|指令|設定)|提示[词詞]|语言模型|語言模型",
    r"你(?:现在|現在)?是.{0,12}(?:助手|模型|机器人|機器人|人工智能|翻译|翻譯)",
    r"(?:不要|不得|别|別|请勿|請勿|停止|而不是|而非|不必)(?:再)?(?:翻译|翻譯)",
    r"(?:输出|輸出|回复|回復|回答|返回|写出|寫出|写上|打印|显示|顯示|加上|添加|插入).{0,12}"
    r"(?:只|仅|僅|所有|每|全部|系统|系統|你的|以下|译文|譯文|翻译|翻譯|JSON)",
    r"(?:只|仅|僅|请|請|直接)(?:输出|輸出|回复|回復|回答|返回|写|寫)",
    r"(?:所有|全部|每个|每個|每一|其他|其它|别的|其余).{0,8}(?:文本|消息|译文|譯文|翻译|翻譯|段落)",
    r"(?:翻译|翻譯|译|譯|改|替换|替換|换|換|写|寫|称|稱)(?:成|为|為|作)",
    r"(?:把|将|將).{1,20}(?:翻译|翻譯|译|譯|改|替换|替換|换|換|写|寫|说|說)",
    r"(?:凡是|每当|每當|每次|遇到|一律|统一|統一|全都|都要).{0,20}(?:写|寫|用|译|譯|改|换|換|说|說)",
    r"(?:开头|開頭|结尾|結尾|末尾|句首|句末|段首|段末).{0,10}(?:加|写|寫|添|用)",
    r"(?:泄露|洩露|透露|公开|公開|告诉我|告訴我).{0,14}(?:指令|提示|密钥|密鑰|密码|密碼|设置|設定)",
    # The notation of chats, of any language
    r"<\|.{0,40}?\|>|\[/?INST\]|<</?SYS>>|^\s*#{2,}\s*(?:instruction|system|response|user)",
    r"^\s*(?:system|assistant|user|human|ai|système|utilisateur|系统|用户|助手)\s*[:：]",
    r"[\"']?(?:translations?|role|content|texts?|system)[\"']\s*:\s*[\[{\"']|\b(?:id|role)[\"']?\s*[:=]",
    r"</?(?:think(?:ing)?|reasoning|system|instructions?|texts?|article|translations?)>",
)
_SPEAKS = re.compile("|".join(f"(?:{each})" for each in _SPOKEN), re.IGNORECASE | re.MULTILINE)
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_LETTER = re.compile(r"[^\W\d_]")
_MARK = re.compile(r"</?[gx](?:\s[^<>]*)?>")
"""The elements of :data:`workflow.engines.forms.XML`."""
_ADDRESS = re.compile(r"(?:https?://|www\.|\w[\w.+-]*@)\w[\w.-]*\w", re.IGNORECASE)
_BLANK = re.compile(r"\s+")
_CONTROLS = {
    "fr": "Le train de midi part du quai numéro quatre.",
    "en": "The noon train leaves from platform four.",
    "zh": "中午的火车从四号站台出发。",
}
_EXPECTED = {
    "fr": frozenset(
        "le la les train de du des midi part partira partant quitte démarre départ depuis au à sur "
        "un quai voie plateforme plate-forme plate forme numéro no quatre en direction gare heures "
        "douze".split()
    ),
    "en": frozenset(
        "a an the noon midday 12 twelve clock train leaves leave leaving departs depart departing "
        "goes will from at on platform track quay gate number no four of pm is station".split()
    ),
    "zh": frozenset(
        "中正午的火车車列车次班趟那这從从由于於在自将會会四号號站台月台第出发發開开出驶駛离離启啟程点點十二时時此一"
    ),
}
"""Words (in Chinese, characters) that a translation of a control may well have."""
_UNIT = re.compile(rf"{_HAN.pattern}|(?:(?!{_HAN.pattern})[^\W\d_]){{2,}}")
"""A word of an alphabet, or a Chinese character."""
_OF_CONTROLS = frozenset(
    word for control in _CONTROLS.values() for word in _UNIT.findall(control.casefold())
)
_PLAIN_SENTENCE = re.compile(r"\w.*\w[.。．]?", re.DOTALL)
_SHINGLE = 60
"""Characters of what was told to the model that no translation has by chance."""
_COMMON = 8
"""Letters that three translations in a row begin or end with by chance, at most."""
_UNLIKE = 60
"""Percent of likeness below which two texts have not one translation by chance."""
_PAIR = 9
"""Letters of two words that stand in texts of two languages by chance, at most."""
_WORDS = re.compile(rf"(?:(?!{_HAN.pattern})[^\W_])+")
_HAN_RUN = re.compile(rf"{_HAN.pattern}{{4,}}")
_NAME = re.compile(r"(?<=[\w,;’'] )[A-ZÀ-Þ][\w-]{2,}")
_IN_QUOTES = re.compile(r"[«“\"「『‘]\s*([^«»“”\"「」『』‘’\n]{3,60}?)\s*[»”\"」』’]")
_DENSE = 3.0
"""Letters of an alphabet that one Chinese character stands for, roughly."""


@lru_cache(maxsize=4096)
def speaks_to_model(text: str) -> bool:
    """Whether the text may be meant for whoever translates it, in French, English or Chinese.

    It may be an honest sentence on that very subject: it is translated all the same, by itself.
    Emphasis, invisible characters, references and wide letters hide nothing.
    """
    plain = "".join(
        character
        for character in normalize("NFKC", unescape(text))
        if character not in "*_~`\\" and category(character) != "Cf"
    )
    return _SPEAKS.search(plain) is not None


def control_of(source: Locale) -> str:
    """A sentence that no article has, to be translated along with its texts.

    A model that does something to all texts, or to all others but the one that asked for it,
    does it to this one as well.
    """
    return _CONTROLS.get(source.name.split("_")[0], _CONTROLS["en"])


def swayed(answers: Sequence[str], target: Locale, material: Sequence[str]) -> str:
    """Say whether the answer to the control, the last one, has something added to it.

    ``material`` are the source texts that went along: a word of theirs is none of the control's.
    Nor is a word at its beginning or end that another answer has there too, or a sign before or
    after it. Where the usual words of its translation are not known, its first and last word
    alone are looked at. Empty: it is as it should be.
    """
    *others, answer = map(_plain, answers)
    if not _PLAIN_SENTENCE.fullmatch(answer):
        return phrase("texts that differ got answers with the same words added")
    found = _UNIT.findall(answer)
    usual = _EXPECTED.get(target.name.split("_")[0])
    known = (usual or frozenset()) | _OF_CONTROLS
    doubtful = ({*found} if usual else {found[0], found[-1]}) - known
    if doubtful and not doubtful.isdisjoint(_UNIT.findall(_plain("\n".join(material)))):
        return phrase("the answer has words of another text")
    ends = [_UNIT.findall(each)[-1:] for each in others]
    begins = [_UNIT.findall(each)[:1] for each in others] if usual else []
    if found[-1] in doubtful and _shared(found[-1], ends, usual is not None):
        return phrase("texts that differ got answers with the same words added")
    if found[0] in doubtful and _shared(found[0], begins, usual is not None):
        return phrase("texts that differ got answers with the same words added")
    return ""


def _shared(word: str, others: Sequence[Sequence[str]], known: bool) -> bool:
    """Whether other answers have the word too: one, or all of several in a language that is not
    known so well."""
    same = [word in each for each in others]
    return any(same) if known else len(same) > 1 and all(same)


def _plain(text: str) -> str:
    return normalize("NFKC", unescape(_MARK.sub("", text))).casefold().strip()


def doubt(
    texts: Sequence[str],
    answers: Sequence[str],
    target: Locale,
    told: Sequence[str],
) -> str:
    """Say why answers to texts of one request are not taken for translations; empty: they are.

    ``texts`` as they were sent, ``told`` what else the model was told and must not repeat: an
    answer that has it is no translation, unless its text has it as well.
    """
    secrets = _shingles(told)
    for text, answer in zip(texts, answers, strict=True):
        if reason := _one(text, answer, target) or _repeats(text, answer, secrets):
            return reason
    return _alike(texts, answers)


def _one(text: str, answer: str, target: Locale) -> str:
    plain, translated = _MARK.sub("", text), _MARK.sub("", answer)
    before, after = _weight(plain), _weight(translated)
    if after > 4 * before + 40 or (before > 40 and after < before / 6):
        return phrase("the answer is far from the length of its text")
    if set(map(str.lower, _ADDRESS.findall(answer))) - set(map(str.lower, _ADDRESS.findall(text))):
        return phrase("the answer has an address that is not in its text")
    han, letters = len(_HAN.findall(translated)), len(_LETTER.findall(translated))
    if target.script in ("Hans", "Hant"):
        wrong = before > 60 and letters > 20 and not han
    else:
        wrong = target.script == "Latn" and letters > 4 and han > letters / 2
    return phrase("the answer is not in the script of its language") if wrong else ""


def _weight(text: str) -> float:
    """The length of a text in letters of an alphabet."""
    han = len(_HAN.findall(text))
    return len(_LETTER.findall(text)) - han + _DENSE * han


def _shingles(told: Sequence[str]) -> tuple[str, ...]:
    """Overlapping pieces, so that whoever repeats twice that length has one of them whole."""
    plain = (_BLANK.sub(" ", each) for each in told)
    return tuple(
        each[at : at + _SHINGLE]
        for each in plain
        for at in range(0, max(1, len(each) - _SHINGLE + 1), _SHINGLE // 2)
        if len(each) >= _SHINGLE
    )


def _repeats(text: str, answer: str, secrets: Sequence[str]) -> str:
    said, own = _BLANK.sub(" ", answer), _BLANK.sub(" ", text)
    if any(each in said and each not in own for each in secrets):
        return phrase("the answer repeats what the model was told")
    return ""


def _alike(texts: Sequence[str], answers: Sequence[str]) -> str:
    """Whether unlike texts were given the same answer, or the same words to begin or end with."""
    own = list(dict(zip(map(_folded, texts), map(_folded, answers), strict=True)).items())
    first: dict[str, str] = {}
    for text, answer in own:
        # A plural, or a woman's form of a word, may well have the same translation.
        if _weight(answer) > 3 and ratio(text, first.setdefault(answer, text)) < _UNLIKE:
            return phrase("texts that differ got one answer")
    width = min(len(own), 3)  # two may agree by chance, if not in that much
    least = _COMMON if width == 3 else 2 * _COMMON
    for at in range(len(own) - width + 1) if width > 1 else ():
        some = own[at : at + width]
        for step in (1, -1):
            told, said = (_beginning([each[side][::step] for each in some]) for side in (0, 1))
            if _weight(said) > max(least, 3 * _weight(told)):
                return phrase("texts that differ got answers with the same words added")
    return ""


def strayed(
    texts: Sequence[str], answers: Sequence[str], material: Sequence[str], target: Locale
) -> str:
    """Say whether an answer has words of another text that its own has not; empty: none has.

    Two words in a row (four Chinese characters) of another source, what stands in quotation marks
    there, or a name there in the place of one of its own: that is how a model looks which does to
    one text what another one says. Two languages may have the same words by chance; then no more
    is lost than a request, for each text goes by itself then.
    """
    sources = [_plain(each) for each in texts]
    told = {*sources, *map(_plain, material)}
    for text, source, answer in zip(texts, sources, answers, strict=True):
        others = [each for each in told if each != source and source not in each]
        there, own = {*chain.from_iterable(map(_marks_of, others))}, _marks_of(source)
        if any(mark in there and mark not in own for mark in _marks_of(_plain(answer))):
            return phrase("the answer has words of another text")
        quoted = {found for each in others for found in _IN_QUOTES.findall(each)}
        if any(each in _plain(answer) and each not in source for each in quoted):
            return phrase("the answer has words of another text")
        if target.script == "Latn" and _swapped(text, answer, others):
            return phrase("the answer has words of another text")
    return ""


def _marks_of(plain: str) -> frozenset[str]:
    """What two texts share hardly by chance: pairs of words, four Chinese characters."""
    words = _WORDS.findall(plain)
    pairs = (f"{one} {two}" for one, two in pairwise(words) if len(one) + len(two) > _PAIR)
    runs = (run[at : at + 4] for run in _HAN_RUN.findall(plain) for at in range(len(run) - 3))
    return frozenset(chain(pairs, runs))


def _swapped(text: str, answer: str, others: Sequence[str]) -> bool:
    """Whether a name of the text is not in the answer, and one of another text is."""
    own, found = ({*_NAME.findall(_MARK.sub("", each))} for each in (text, answer))
    lost = {each for each in own if each[:4] not in answer}
    strange = {each.casefold() for each in found - own if each[:4] not in text}
    return bool(lost) and any(not strange.isdisjoint(_WORDS.findall(each)) for each in others)


def _folded(text: str) -> str:
    return _BLANK.sub(" ", _MARK.sub("", text)).strip(" .!?。！？…").casefold()


def _beginning(texts: Sequence[str]) -> str:
    """The characters that all of them begin with."""
    alike = takewhile(lambda column: len({*column}) == 1, zip(*texts, strict=False))
    return "".join(column[0] for column in alike)
