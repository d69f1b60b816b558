"""Engines that translate by models on this machine: what argos and firefox have in common.

A pair without a model of its own goes by way of one language between. Kept parts are written as
tokens; where a model loses one, the runs of words between them are translated each by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from importlib.util import find_spec
from typing import ClassVar

from workflow.engines.engine import MACHINE, Draft, Estimate, Options, Outcome, Request, Tools
from workflow.engines.forms import TOKENS, join_runs, runs
from workflow.engines.masking import assemble, mask
from workflow.engines.models import Model, installed_models, models_folder
from workflow.errors import EngineError, WorkflowError
from workflow.model import Locale
from workflow.model.phrase import phrase

Translate = Callable[[str], str]
"""A text → its translation. Raises :class:`EngineError` for one that the model cannot do."""


class Offline:
    """See the module's description; a subclass says which library reads its models, and how."""

    engine: ClassVar[str]
    """Of whose models it is, and the extra that installs what it needs."""
    libraries: ClassVar[Sequence[str]]
    """Modules that must be there."""

    def __init__(self, options: Options, tools: Tools) -> None:
        self.name = options.name
        self.in_flight = options.in_flight
        """Threads that a library may use, where it can be told."""
        self._folder = models_folder(tools.environ)
        self._loaded: dict[Model, Translate | EngineError] = {}
        """Models that were asked for, or why one cannot be used."""

    def load(self, model: Model) -> Translate:
        """Make a model ready; raise :class:`EngineError` for one the library cannot read."""
        raise NotImplementedError

    def serves(self, source: Locale, target: Locale) -> bool:
        """Whether its library and models for the pair are installed."""
        return self._is_there and bool(self._route(source, target))

    def advice(self, source: Locale, target: Locale) -> str:
        """The command that installs what is missing."""
        if not self._is_there:
            return phrase('`pip install "workflow[{extra}]"`', extra=self.engine)
        if self._route(source, target):
            return ""
        return phrase(
            "workflow mt install {source}-{target} --from FILE (a model for {engine})",
            source=source,
            target=target,
            engine=self.engine,
        )

    def estimate(self, requests: Sequence[Request]) -> Estimate:
        """Nothing is sent: it works on this machine."""
        return Estimate(0, 0)

    def translate(self, requests: Sequence[Request]) -> Iterator[tuple[int, Outcome]]:
        """Translate text by text; a model that cannot be loaded is said of each of its texts."""
        for index, request in enumerate(requests):
            try:
                yield index, self._outcome(request)
            except EngineError as error:
                yield index, error

    def _outcome(self, request: Request) -> Outcome:
        route = self._route(*request.pair)
        if not route:
            return None
        masked = mask(request.value, request.keep)
        answer = self._by(route, TOKENS.encode(masked))
        text = assemble(masked, TOKENS.decode(answer, masked)) if answer.strip() else None
        if text is None and masked.kept:
            text = join_runs(masked, {run: self._by(route, run) for run in runs(masked)})
        if text is None:
            raise EngineError(phrase("the model lost parts that are to be kept"))
        names = ", ".join(f"{each.source}-{each.target}" for each in route)
        return Draft(text, MACHINE, self.name, model=names)

    def _by(self, route: Sequence[Model], text: str) -> str:
        for model in route:
            translate = self._loaded[model] if model in self._loaded else self._load(model)
            if isinstance(translate, EngineError):
                raise translate
            text = translate(text)
        return text

    def _load(self, model: Model) -> Translate | EngineError:
        loaded: Translate | EngineError
        try:
            loaded = self.load(model)
        except EngineError as error:
            loaded = error
        except WorkflowError as error:  # of its file
            loaded = EngineError(error.message, hint=error.hint, file=error.file)
        self._loaded[model] = loaded
        return loaded

    @cached_property
    def _is_there(self) -> bool:
        return all(find_spec(each) is not None for each in self.libraries)

    @cached_property
    def _models(self) -> Mapping[tuple[Locale, Locale], Model]:
        models = installed_models(self._folder)
        return {(each.source, each.target): each for each in models if each.engine == self.engine}

    def _route(self, source: Locale, target: Locale) -> tuple[Model, ...]:
        """The models to go through: one, two by way of a third language, or none."""
        for first in (each.minimal for each in source.chain):
            for last in (each.minimal for each in target.chain):
                if direct := self._models.get((first, last)):
                    return (direct,)
                for (start, pivot), model in self._models.items():
                    if start == first and (second := self._models.get((pivot, last))):
                        return (model, second)
        return ()
