"""Argos's translation models on this machine (extra ``argos``).

Its packages are read here, and run by the two libraries that do the work, CTranslate2 and
SentencePiece. Argos Translate itself would bring PyTorch, spaCy and Stanza with it, makes
folders in the user's home when it is imported, and fetches what it lacks while it translates.
"""

from __future__ import annotations

import importlib
import json
import os
from collections.abc import Sequence
from itertools import pairwise
from typing import Any, ClassVar

from workflow.engines.models import Model
from workflow.engines.offline import Offline, Translate
from workflow.errors import EngineError
from workflow.formats.format import sentence_ends
from workflow.model.phrase import phrase

_BEAMS = 4
_ROOM = 4
"""Pieces that a translation may have for each of its source, beside some to begin with."""
_SPARE = 40
_SPACE = "\u2581"
"""What SentencePiece writes for a space."""


class Argos(Offline):
    """The only user of both libraries, which are loaded once there is something to translate."""

    engine: ClassVar[str] = "argos"
    libraries: ClassVar[Sequence[str]] = ("ctranslate2", "sentencepiece")

    def load(self, model: Model) -> Translate:
        """See :meth:`Offline.load`. Texts are translated sentence by sentence."""
        contents = model.contents()
        network = importlib.import_module("ctranslate2")
        pieces = importlib.import_module("sentencepiece")
        files = {
            name.removeprefix("model/"): data
            for name, data in contents.items()
            if name.startswith("model/")
        }
        try:
            prefix = json.loads(contents["metadata.json"]).get("target_prefix", "")
            words = pieces.SentencePieceProcessor(model_proto=contents["sentencepiece.model"])
            translator = network.Translator(
                f"{model.source}-{model.target}",
                files=files,
                intra_threads=min(self.in_flight, os.cpu_count() or 1),
            )
        except (RuntimeError, ValueError, KeyError, AttributeError) as error:
            raise EngineError(
                phrase(
                    "the model {name} cannot be used: {error}",
                    name=f"{model.source}-{model.target}",
                    error=" ".join(str(error).split())[:200],
                ),
                hint=phrase("Install it again with `workflow mt install`."),
            ) from error
        return _Sentences(model, translator, words, prefix)


class _Sentences:
    """A loaded model."""

    def __init__(self, model: Model, translator: Any, words: Any, prefix: str) -> None:
        self._translator = translator
        self._words = words
        self._prefix = [prefix] if prefix else None
        self._ends = sentence_ends(model.source.name.split("_")[0])
        self._gapless = model.target.script in ("Hans", "Hant", "Jpan")

    def __call__(self, text: str) -> str:
        ends = (0, *self._ends(text), len(text))
        sentences = [text[start:end] for start, end in pairwise(ends)]
        pieces = [self._words.encode(each.strip(), out_type=str) for each in sentences]
        most = _SPARE + _ROOM * max(map(len, pieces))
        try:
            answers = self._translator.translate_batch(
                pieces,
                target_prefix=[self._prefix] * len(pieces) if self._prefix else None,
                beam_size=_BEAMS,
                replace_unknowns=True,
                max_input_length=0,  # by default a long sentence loses its end without a word
                max_decoding_length=most,
            )
        except RuntimeError as error:  # a sentence with more pieces than the model has places
            raise EngineError(phrase("the model cannot translate so long a sentence")) from error
        found = [each.hypotheses[0] for each in answers]
        if any(len(each) >= most for each in found):
            raise EngineError(phrase("the model does not come to an end"))
        return "".join(map(self._joined, sentences, found))

    def _joined(self, sentence: str, pieces: Sequence[str]) -> str:
        prefix = len(self._prefix or ())
        text = "".join(pieces[prefix:]).replace(_SPACE, " ").strip()
        return text if self._gapless else text + sentence[len(sentence.rstrip()) :]
