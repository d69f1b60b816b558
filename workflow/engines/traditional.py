"""Traditional Chinese from approved simplified Chinese, by OpenCC (extra ``opencc``).

Characters are converted, not words: the configurations that also put the words of a place
(``s2twp``) take 程序, a procedure, for a program, and 文件, a document, for a file.
"""

from __future__ import annotations

import importlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from importlib.util import find_spec

from workflow.engines.engine import MACHINE, Draft, Estimate, Options, Outcome, Request, Tools
from workflow.engines.masking import Role, assemble, mask
from workflow.memory import Match
from workflow.model import Locale, Text
from workflow.model.phrase import phrase

SIMPLIFIED = Locale("zh")
_HONG_KONG = frozenset(("HK", "MO"))


class Traditional:
    """The only user of opencc, which is loaded once there is something to convert."""

    scope = phrase("translates into traditional Chinese (zh_Hant) alone")

    def __init__(self, options: Options, tools: Tools) -> None:
        self.name = options.name
        self._context = tools.context

    def serves(self, source: Locale, target: Locale) -> bool:
        """Every pair to traditional Chinese, as far as the library is installed."""
        return _is_traditional(target) and find_spec("opencc") is not None

    def advice(self, source: Locale, target: Locale) -> str:
        """How to install the library, or what it needs to work on."""
        if not _is_traditional(target):
            return ""
        if find_spec("opencc") is None:
            return phrase('`pip install "workflow[{extra}]"`', extra="opencc")
        return phrase("approve the translation in {locale}", locale=SIMPLIFIED)

    def estimate(self, requests: Sequence[Request]) -> Estimate:
        """Nothing is sent: it works on this machine."""
        return Estimate(0, 0)

    def translate(self, requests: Sequence[Request]) -> Iterator[tuple[int, Outcome]]:
        """Convert what is approved, and the texts of an article that is written in simplified
        Chinese itself; of others there is nothing to offer.
        """
        for index, text in self._simplified(requests):
            yield index, self._outcome(requests[index], text)

    def _simplified(self, requests: Sequence[Request]) -> Iterator[tuple[int, str | None]]:
        """Of each request its index, and its text in simplified Chinese."""
        by_source: dict[Locale, list[int]] = defaultdict(list)
        for index, request in enumerate(requests):
            by_source[request.source].append(index)
        for source, indexes in by_source.items():
            some = [requests[index] for index in indexes]
            if source.minimal == SIMPLIFIED:
                yield from ((index, requests[index].text) for index in indexes)
            else:
                matches = self._context.approved(some, source, SIMPLIFIED, 100)
                for index, match in zip(indexes, matches, strict=True):
                    yield index, _own(requests[index], match)

    def _outcome(self, request: Request, simplified: str | None) -> Outcome:
        if simplified is None:
            return None
        text = Text(simplified, request.markup)
        terms = self._context.terms
        masked = mask(text, terms.kept(text, SIMPLIFIED) if terms else ())
        configuration = _configuration(request.target)
        convert = _converter(configuration)
        parts = [
            part._replace(text=convert(part.text)) if part.role is Role.TEXT else part
            for part in masked.parts
        ]
        converted = assemble(masked, parts)
        if converted is None:
            return None
        return Draft(converted, MACHINE, self.name, model=f"{configuration}, {SIMPLIFIED}")


def _own(request: Request, match: Match | None) -> str | None:
    """The translation, where it is of the same message of the same article."""
    here = (request.article, request.context)
    return match.target if match and here == (match.article, match.unit.msgctxt) else None


def _is_traditional(locale: Locale) -> bool:
    return locale.script == "Hant" and locale.name.split("_")[0] == "zh"


def _configuration(target: Locale) -> str:
    """OpenCC's name for the characters of a place: Hong Kong's (Macau's too), or Taiwan's."""
    return "s2hk" if _HONG_KONG & {*target.name.split("_")} else "s2tw"


@cache
def _converter(configuration: str) -> Callable[[str], str]:
    convert: Callable[[str], str] = importlib.import_module("opencc").OpenCC(configuration).convert
    return convert
