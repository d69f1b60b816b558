"""Firefox's translation models on this machine, through fxtranslate (extra ``firefox``)."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from workflow.engines.archives import Contents
from workflow.engines.models import Model
from workflow.engines.offline import Offline, Translate
from workflow.errors import EngineError
from workflow.model.phrase import phrase


class Firefox(Offline):
    """The only user of fxtranslate, which is loaded once there is something to translate."""

    engine: ClassVar[str] = "firefox"
    libraries: ClassVar[Sequence[str]] = ("fxtranslate",)

    def load(self, model: Model) -> Translate:
        """See :meth:`Offline.load`. Long texts are cut by fxtranslate, between sentences."""
        contents = model.contents()
        network, words = _one(contents, "model", ".bin"), _one(contents, "vocab", ".spm")
        source = _one(contents, "srcvocab", ".spm") or words
        target = _one(contents, "trgvocab", ".spm") or words
        shortlist = _one(contents, "lex", ".bin")
        library = importlib.import_module("fxtranslate")
        translator = _safely(
            lambda: library.Translator(network, source, target, shortlist or None), model
        )
        # Not translate(), which cuts a long text without a word.
        return lambda text: str(_safely(lambda: translator.translate_long(text), model))


def _one(contents: Contents, start: str, end: str) -> bytes:
    """The file whose name begins and ends so; empty for none."""
    names = (name for name in sorted(contents) if name.endswith(end))
    return next((contents[each] for each in names if each.split("/")[-1].startswith(start)), b"")


def _safely(act: Callable[[], Any], model: Model) -> Any:
    """What ``act`` returns; an error of the library is one of the model."""
    try:
        return act()
    except ValueError as error:
        raise _broken(model, error) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # Rust's, which is no Exception
            raise
        raise _broken(model, error) from error


def _broken(model: Model, error: BaseException) -> EngineError:
    return EngineError(
        phrase(
            "the model {name} cannot be used: {error}",
            name=f"{model.source}-{model.target}",
            error=" ".join(str(error).split())[:200],
        ),
        hint=phrase("Install it again with `workflow mt install`."),
    )
