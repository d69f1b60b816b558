"""A pseudo-translator for tests and previews: it shows what is translated, and how it fits.

Letters get accents, so that untranslated text stands out, and words the length that
translations tend to have. It serves every pair, sends nothing and never fails; as a
complete engine in a few lines it is also the example to start from.
"""

from __future__ import annotations

from collections.abc import Sequence

from workflow.engines.engine import MACHINE, Draft, Options, Outcome, Request, Tools
from workflow.engines.masking import mask
from workflow.engines.sending import join_runs, runs
from workflow.model import Locale

_ACCENTS = str.maketrans("aceilnorsuyzACEILNORSUYZ", "åçéîļñøŕšûýžÅÇÉÎĻÑØŔŠÛÝŽ")


class Dummy:
    """See the module's description."""

    def __init__(self, options: Options, tools: Tools) -> None:
        self.name = options.name
        self._meter = tools.meter

    def serves(self, source: Locale, target: Locale) -> bool:
        """Every pair."""
        return source != target

    def advice(self, source: Locale, target: Locale) -> str:
        """None is needed."""
        return ""

    def payloads(self, request: Request) -> Sequence[str]:
        """The text as it is."""
        return (request.text,)

    def translate(
        self, requests: Sequence[Request], source: Locale, target: Locale
    ) -> Sequence[Outcome]:
        """Return each text with accents; what is to be kept is kept."""
        return [self._outcome(request, target) for request in requests]

    def _outcome(self, request: Request, target: Locale) -> Outcome:
        if not self._meter.take(self.payloads(request)):
            return None
        masked = mask(request.source, request.keep)
        text = join_runs(masked, {run: pseudo(run, target) for run in runs(masked)})
        return Draft(text, MACHINE, self.name) if text else None


def pseudo(text: str, target: Locale) -> str:
    """Return ``text`` with accents, between brackets that show where it ends."""
    return f"⟦{text.translate(_ACCENTS)} {target.bcp47}⟧"
