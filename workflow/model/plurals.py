"""How many plural forms a language has, and which number takes which: data of our own.

A catalogue's header must be the same whatever version of a library is installed, and programs
differ here: CLDR counts a third form in French (« 1 000 000 de pages »), gettext and the editors
that follow it two. So gettext's table comes first, for the languages that it knows; CLDR's rules
stand for the others, written in C as ``Plural-Forms`` wants them.

Sources: GNU gettext 1.0, ``gettext-tools/src/plural-table.c``, the values as they stand there
(``msginit`` writes the same); Unicode CLDR 48, ``common/supplemental/plurals.xml``, the cardinal
rules for whole numbers.
"""

from __future__ import annotations

from collections.abc import Mapping

_ONE_FORM = "nplurals=1; plural=0;"
_ONE = "nplurals=2; plural=(n != 1);"
_NONE_OR_ONE = "nplurals=2; plural=(n > 1);"
_EAST_SLAVIC = (
    "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : "
    "n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);"
)
_GETTEXT = {
    _ONE_FORM: "ja vi ko",
    _ONE: "en de nl sv da no nb nn fo es pt it ca bg el fi et he eo hu tr",
    _NONE_OR_ONE: "pt_BR fr",
    "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n != 0 ? 1 : 2);": "lv",
    "nplurals=3; plural=n==1 ? 0 : n==2 ? 1 : 2;": "ga",
    "nplurals=3; plural=n==1 ? 0 : (n==0 || (n%100 > 0 && n%100 < 20)) ? 1 : 2;": "ro",
    "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : "
    "n%10>=2 && (n%100<10 || n%100>=20) ? 1 : 2);": "lt",
    _EAST_SLAVIC: "ru uk be sr hr",
    "nplurals=3; plural=(n==1) ? 0 : (n>=2 && n<=4) ? 1 : 2;": "cs sk",
    "nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);": "pl",
    "nplurals=4; plural=(n%100==1 ? 0 : n%100==2 ? 1 : n%100==3 || n%100==4 ? 2 : 3);": "sl",
}
"""Rule → the locales that gettext gives it."""
_CLDR = {
    _ONE_FORM: """bm bo dz hnj id ig ii in jbo jv jw kde kea km lkt lo ms my nqo osa sah ses sg su
    th to tpi wo yo yue zh""",
    _ONE: """af an asa ast az bal bem bez brx ce cgg chr ckb dv ee eu fur fy gl gsw ha haw ia ie io
    iw jgo ji jmc ka kaj kcg kk kkj kl ks ksb ku ky lb lg lij mas mgo ml mn mr nah nd ne nnh nr ny
    nyn om or os pap ps rm rof rwk saq sc sd sdh seh sn so sq ss ssy st sw syr ta te teo tig tk tn
    ts ug ur uz ve vo vun wae xh xog yi""",
    _NONE_OR_ONE: """ak am as bho bn csw doi fa ff gu guw hi hy kab kn kok ln mg nso pa pcm si ti
    wa zu""",
    "nplurals=2; plural=(n%10!=1 || n%100==11);": "is mk",
    "nplurals=2; plural=(n>3 && (n%10==4 || n%10==6 || n%10==9));": "ceb fil tl",
    "nplurals=2; plural=(n>1 && (n<11 || n>99));": "tzm",
    "nplurals=3; plural=(n==0 ? 0 : n==1 ? 1 : 2);": "blo cv ksh lag",
    "nplurals=3; plural=(n==1 ? 0 : n==2 ? 1 : 2);": "iu naq sat se sma smi smj smn sms",
    "nplurals=3; plural=(n==1 ? 0 : n!=0 && n%1000000==0 ? 1 : 2);": "lld scn vec",
    "nplurals=3; plural=(n==1 ? 0 : n==0 || n%100>=1 && n%100<=19 ? 1 : 2);": "mo",
    "nplurals=3; plural=(n<=1 ? 0 : n<=10 ? 1 : 2);": "shi",
    "nplurals=3; plural=(n%10==0 || n%100>=11 && n%100<=19 ? 0 : n%10==1 ? 1 : 2);": "prg",
    _EAST_SLAVIC: "bs sh",
    "nplurals=4; plural=(n%100==1 ? 0 : n%100==2 ? 1 : n%100==3 || n%100==4 ? 2 : 3);": "dsb hsb",
    "nplurals=4; plural=(n==1 || n==11 ? 0 : n==2 || n==12 ? 1 : n>=3 && n<=19 ? 2 : 3);": "gd",
    "nplurals=4; plural=(n%10==1 ? 0 : n%10==2 ? 1 : n%20==0 ? 2 : 3);": "gv",
    "nplurals=4; plural=(n%10==1 && n%100!=11 ? 0 : n==2 ? 1 : "
    "n%10>=2 && n%10<=9 && (n%100<11 || n%100>19) ? 2 : 3);": "sgs",
    "nplurals=5; plural=(n%10==1 && n%100!=11 && n%100!=71 && n%100!=91 ? 0 : "
    "n%10==2 && n%100!=12 && n%100!=72 && n%100!=92 ? 1 : "
    "(n%10==3 || n%10==4 || n%10==9) && (n%100<10 || n%100>19) && (n%100<70 || n%100>79) && "
    "(n%100<90 || n%100>99) ? 2 : n!=0 && n%1000000==0 ? 3 : 4);": "br",
    "nplurals=5; plural=(n==1 ? 0 : n==2 ? 1 : n==0 || n%100>=3 && n%100<=10 ? 2 : "
    "n%100>=11 && n%100<=19 ? 3 : 4);": "mt",
    "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n==3 ? 3 : n==6 ? 4 : 5);": "cy",
    "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : "
    "n%100>=11 ? 4 : 5);": "ar ars",
    "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n%20==2 || n%1000==0 && "
    "(n%100000>=1000 && n%100000<=20000 || n%100000==40000 || n%100000==60000 || "
    "n%100000==80000) || n!=0 && n%1000000==100000 ? 2 : n%20==3 ? 3 : n!=1 && n%20==1 ? 4 : "
    "5);": "kw",
}
"""Rule → the locales that CLDR gives it and gettext does not know."""


def _by_locale(*tables: Mapping[str, str]) -> Mapping[str, str]:
    return {
        name: rule for table in tables for rule, names in table.items() for name in names.split()
    }


_RULES = _by_locale(_CLDR, _GETTEXT)


def plural_forms(*names: str) -> str:
    """The value of ``Plural-Forms`` for the first of ``names`` that is known.

    Two forms, as in English, where none is.
    """
    return next((_RULES[name] for name in names if name in _RULES), _ONE)
