"""A pseudo-translator for tests and previews: it shows what is translated, and how it fits.

Letters get accents, so that untranslated text stands out, and words the length that
translations tend to have. It serves every pair, sends nothing and never fails; as a
complete engine in a few lines it is also the example to start from.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from workflow.engines.engine import MACHINE, Draft, Estimate, Options, Outcome, Request, Tools
from workflow.engines.forms import join_runs, runs
from workflow.engines.masking import mask
from workflow.model import Locale

_ACCENTS = str.maketrans("aceilnorsuyzACEILNORSUYZ", "åçéîļñøŕšûýžÅÇÉÎĻÑØŔŠÛÝŽ")


class Dummy:
    """See the module's description."""

    pretends = True
    """Its drafts are no translations, and not verified as such."""

    def __init__(self, options: Options, tools: Tools) -> None:
        self.name = options.name
        self._meter = tools.meter

    def serves(self, source: Locale, target: Locale) -> bool:
        """Every pair."""
        return source != target

    def advice(self, source: Locale, target: Locale) -> str:
        """None is needed."""
        return ""

    def estimate(self, requests: Sequence[Request]) -> Estimate:
        """The texts as they are; nothing leaves the machine."""
        return Estimate(len(requests), sum(len(request.text) for request in requests))

    def translate(self, requests: Sequence[Request]) -> Iterator[tuple[int, Outcome]]:
        """Yield each text with accents; what is to be kept is kept."""
        for index, request in enumerate(requests):
            yield index, self._outcome(request)

    def _outcome(self, request: Request) -> Outcome:
        if not self._meter.take(len(request.text)):
            return None
        masked = mask(request.value, request.keep)
        text = join_runs(masked, {run: pseudo(run, request.target) for run in runs(masked)})
        return Draft(text, MACHINE, self.name) if text else None


def pseudo(text: str, target: Locale) -> str:
    """Return ``text`` with accents, between brackets that show where it ends."""
    return f"⟦{text.translate(_ACCENTS)} {target.bcp47}⟧"
