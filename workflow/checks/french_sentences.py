"""What the rules of French typography say of each fault."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from workflow.model.phrase import Phrase, phrase

_SAID: Final[Mapping[tuple[str, str], Callable[[str, str], Phrase]]] = {
    ("fr-spaces", "missing"): lambda place, new: phrase(
        "“{place}”: French has a no-break space there: “{new}”", place=place, new=new
    ),
    ("fr-spaces", "breaking"): lambda place, new: phrase(
        "“{place}”: a line may end at this space: make it a no-break space", place=place
    ),
    ("fr-spaces", "unwanted"): lambda place, new: phrase(
        "“{place}”: there is a space too many: “{new}”", place=place, new=new
    ),
    ("fr-spaces", "wide"): lambda place, new: phrase(
        "“{place}”: this is a Chinese sign: “{new}”", place=place, new=new
    ),
    ("fr-spaces", "elision"): lambda place, new: phrase(
        "“{place}”: no space follows the apostrophe: “{new}”", place=place, new=new
    ),
    ("fr-spaces", "after"): lambda place, new: phrase(
        "“{place}”: a space is missing: “{new}”", place=place, new=new
    ),
    ("fr-spaces", "doubled"): lambda place, new: phrase(
        "“{place}”: there are several spaces: keep one", place=place
    ),
    ("fr-spaces", "points"): lambda place, new: phrase(
        "“{place}”: points of suspension are one sign: “{new}”", place=place, new=new
    ),
    ("fr-spaces", "unit"): lambda place, new: phrase(
        "“{place}”: a line may end between the figure and its unit: put a no-break space there",
        place=place,
    ),
    ("fr-spaces", "missing-unit"): lambda place, new: phrase(
        "“{place}”: French has a no-break space before a unit or sign: “{new}”",
        place=place,
        new=new,
    ),
    ("fr-quotes", "missing"): lambda place, new: phrase(
        "“{place}”: French has a no-break space inside guillemets: “{new}”", place=place, new=new
    ),
    ("fr-quotes", "breaking"): lambda place, new: phrase(
        "“{place}”: a line may end inside the guillemets: put a no-break space there", place=place
    ),
    ("fr-quotes", "foreign"): lambda place, new: phrase(
        "“{place}”: French quotation marks are guillemets: “{new}”", place=place, new=new
    ),
    ("fr-quotes", "nested"): lambda place, new: phrase(
        "“{place}”: inside guillemets write “{new}”", place=place, new=new
    ),
    ("fr-apostrophe", "straight"): lambda place, new: phrase(
        "“{place}”: the apostrophe is ’ in print: “{new}”", place=place, new=new
    ),
    ("fr-apostrophe", "vowel"): lambda place, new: phrase(
        "“{place}”: the vowel falls before another one: “{new}”", place=place, new=new
    ),
    ("fr-apostrophe", "apart"): lambda place, new: phrase(
        "“{place}”: no space follows the apostrophe: “{new}”", place=place, new=new
    ),
    ("fr-dashes", "asks"): lambda place, new: phrase(
        "“{place}”: the t of a question stands between hyphens: “{new}”", place=place, new=new
    ),
    ("fr-dashes", "count"): lambda place, new: phrase(
        "“{place}”: numbers in words are joined by hyphens: “{new}”", place=place, new=new
    ),
    ("fr-dashes", "years"): lambda place, new: phrase(
        "“{place}”: years from one to another are joined by a hyphen: “{new}”",
        place=place,
        new=new,
    ),
    ("fr-numbers", "decimal"): lambda place, new: phrase(
        "“{place}”: French has a decimal comma: “{new}”", place=place, new=new
    ),
    ("fr-numbers", "thousands"): lambda place, new: phrase(
        "“{place}”: French separates thousands by no-break spaces: “{new}”", place=place, new=new
    ),
    ("fr-numbers", "breaking"): lambda place, new: phrase(
        "“{place}”: a line may end inside the figure: put no-break spaces there", place=place
    ),
    ("fr-numbers", "currency"): lambda place, new: phrase(
        "“{place}”: French writes the sign of a currency after the figure: “{new}”",
        place=place,
        new=new,
    ),
    ("fr-capitals", "accent"): lambda place, new: phrase(
        "“{place}”: capitals keep their accents: “{new}”", place=place, new=new
    ),
    ("fr-capitals", "small"): lambda place, new: phrase(
        "“{place}”: days, months, languages, adjectives and words such as `lac`, `mer` or `rue` "
        "have no capital in French: “{new}”",
        place=place,
        new=new,
    ),
    ("fr-capitals", "name"): lambda place, new: phrase(
        "“{place}”: names of countries and towns have a capital: “{new}”", place=place, new=new
    ),
    ("fr-capitals", "people"): lambda place, new: phrase(
        "“{place}”: people of a country have a capital: “{new}”", place=place, new=new
    ),
    ("fr-capitals", "ligature"): lambda place, new: phrase(
        "“{place}” is written with œ: “{new}”", place=place, new=new
    ),
    ("fr-ordinals", "ending"): lambda place, new: phrase(
        "“{place}”: write “{new}”, as in 1er, 1re, 2e", place=place, new=new
    ),
    ("fr-ordinals", "first"): lambda place, new: phrase(
        "“{place}”: the first day of a month is an ordinal: “{new}”", place=place, new=new
    ),
    ("fr-ordinals", "later"): lambda place, new: phrase(
        "“{place}”: only the first day of a month is an ordinal: “{new}”", place=place, new=new
    ),
    ("fr-ordinals", "king"): lambda place, new: phrase(
        "“{place}”: kings and popes are numbered in Roman figures: “{new}”", place=place, new=new
    ),
    ("fr-ordinals", "gender"): lambda place, new: phrase(
        "“{place}”: this ordinal has the other gender: “{new}”", place=place, new=new
    ),
    ("fr-abbreviations", "number"): lambda place, new: phrase(
        "“{place}”: “number” is shortened as n° in French: “{new}”", place=place, new=new
    ),
    ("fr-dashes", "hyphen"): lambda place, new: phrase(
        "“{place}”: asides have dashes, with a no-break space on their inner side: “{new}”",
        place=place,
        new=new,
    ),
    ("fr-dashes", "dialogue"): lambda place, new: phrase(
        "“{place}”: what somebody says begins with a dash and a no-break space: “{new}”",
        place=place,
        new=new,
    ),
    ("fr-dashes", "dialogue-space"): lambda place, new: phrase(
        "“{place}”: put a no-break space after the dash", place=place
    ),
    ("fr-dashes", "inner"): lambda place, new: phrase(
        "“{place}”: the space on the inner side of a dash is a no-break space", place=place
    ),
    ("fr-title-case", "capital"): lambda place, new: phrase(
        "“{place}”: in French only the first word of a title and names have capitals: “{new}”",
        place=place,
        new=new,
    ),
}


def said_of(rule: str, fault: str, place: str, new: str) -> Phrase:
    """The sentence on a fault of a rule; ``place`` is what stands there, ``new`` what should."""
    return _SAID.get((rule, fault), _abbreviation)(place, new)


def _abbreviation(place: str, new: str) -> Phrase:
    return phrase("“{place}”: French shortens this as “{new}”", place=place, new=new)
