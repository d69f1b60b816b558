"""How each service spells languages, and the way from our locales to its codes.

A language that a service does not list is not sent to it; what its servers have installed, and
for which pairs, only they know.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from babel.core import get_global, parse_locale

from workflow.model import Locale

_GOOGLE = """
    af sq am ar hy as ay az bm eu be bn bho bs bg ca ceb ny zh-CN zh-TW co hr cs da dv doi nl en eo
    et ee tl fi fr fy gl ka de el gn gu ht ha haw iw hi hmn hu is ig ilo id ga it ja jw kn kk km rw
    gom ko kri ku ckb ky lo la lv ln lt lg lb mk mai mg ms ml mt mi mr mni-Mtei lus mn my ne no or
    om ps fa pl pt pa qu ro ru sm sa gd nso sr st sn sd si sk sl so es su sw sv tg ta tt te th ti ts
    tr tk ak uk ur ug uz vi cy xh yi yo zu
"""
_GOOGLE_NAMES = "fil=tl he=iw jv=jw nb=no"
_REGIONAL = "en-001=EN-GB es-419=ES-419 no=NB"
_CODES = {
    "libretranslate": """
        ar az bg bn ca cs da de el en eo es et eu fa fi fr ga gl he hi hu id it ja ko ky lt lv ms nb
        nl pl pt ro ru sk sl sq sr sv sw th tl tr uk ur vi pt-BR=pb zh-Hans=zh zh-Hant=zt fil=tl
        no=nb
    """,
    "deepl": f"""
        AR BG CS DA DE EL EN-GB EN-US ES ES-419 ET FI FR HE HU ID IT JA KO LT LV NB NL PL PT-BR
        PT-PT RO RU SK SL SV TH TR UK VI ZH-HANS ZH-HANT {_REGIONAL}
    """,
    "microsoft": """
        af am ar as az ba bg bho bn bo brx bs ca cs cy da de doi dsb dv el en es et eu fa fi fil fj
        fo fr fr-CA ga gl gom gu ha he hi hne hr hsb ht hu hy id ig ikt is it iu iu-Latn ja ka kk km
        kmr kn ko ks ku ky ln lo lt lug lv lzh mai mg mi mk ml mn-Cyrl mn-Mong mr ms mt mww my nb ne
        nl nso nya or otq pa pl prs ps pt pt-PT ro ru run rw sd si sk sl sm sn so sq sr-Cyrl sr-Latn
        st sv sw ta te th ti tk tlh-Latn tn to tr tt ty ug uk ur uz vi xh yo yua yue zh-Hans zh-Hant
        zu no=nb tl=fil
    """,
    "google-cloud": f"{_GOOGLE} fr-CA pt-PT {_GOOGLE_NAMES}",
    "mymemory": """
        af am ar az be bg bn bs ca cs cy da de el en en-GB en-US eo es es-419 es-MX et eu fa fi fr
        fr-CA ga gl gu ha he hi hr ht hu hy id ig is it ja ka kk km kn ko ky la lb lo lt lv mg mi mk
        ml mn mr ms mt my nb ne nl no pa pl ps pt pt-BR pt-PT ro ru rw sd si sk sl sm sn so sq
        sr-Cyrl sr-Latn st su sv sw ta te tg th tk tl tr tt ug uk ur uz vi xh yi yo zh-CN zh-TW zu
        fil=tl
    """,
    "google": f"{_GOOGLE} {_GOOGLE_NAMES}",
    "baidu": """
        cs de el en hu it nl pl pt ru th yue zh-Hans=zh zh-Hant=cht ar=ara bg=bul da=dan es=spa
        et=est fi=fin fr=fra ja=jp ko=kor lzh=wyw ro=rom sl=slo sv=swe vi=vie
    """,
}
"""Provider → its codes; ``ours=theirs`` where they are not those of BCP 47."""


def codes(provider: str) -> Mapping[str, str]:
    """Tag in lower case → the provider's code."""
    pairs = (entry.rpartition("=") for entry in _CODES[provider].split())
    return MappingProxyType({(ours or theirs).lower(): theirs for ours, _, theirs in pairs})


def code_for(locale: Locale, known: Mapping[str, str]) -> str | None:
    """Return a provider's code for a locale; None where it does not know the language.

    Of the ways to write the locale (``zh-HK``, ``zh-Hant``, ``zh-TW``) the nearest that is
    ``known``; never one in another script.
    """
    return next((known[tag.lower()] for tag in _tags(locale) if tag.lower() in known), None)


def _tags(locale: Locale) -> Iterator[str]:
    own = locale.babel
    usual = Locale(own.language).script
    yield locale.name.replace("_", "-")
    if own.territory:
        yield f"{own.language}-{own.territory}"
    parents = get_global("parent_exceptions")  # en_AU → en_001, pt_AO → pt_PT
    parent = parents.get(locale.name)
    while parent:
        yield parent.replace("_", "-")
        parent = parents.get(parent)
    if locale.script:
        yield f"{own.language}-{locale.script}"
        yield from _with_territory(own.language, f"{own.language}_{locale.script}")
    if locale.script == usual:
        yield own.language
        yield from _with_territory(own.language, own.language)


def _with_territory(language: str, name: str) -> Iterator[str]:
    """The language with the territory where most readers of ``name`` are (zh_Hant → zh-TW)."""
    likely = get_global("likely_subtags").get(name)
    if likely and (territory := parse_locale(likely)[1]):
        yield f"{language}-{territory}"
