"""deep-translator's providers (Google, MyMemory, LibreTranslate, DeepL, …) as engines.

The only module that loads deep_translator, and only once an engine is asked something.
"""

from __future__ import annotations

import importlib
import importlib.util
import threading
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, partial
from types import ModuleType
from typing import Any

from workflow.engines import sending
from workflow.engines.engine import MACHINE, Draft, Estimate, Options, Outcome, Request, Tools
from workflow.engines.http import Http, Patience, RefusedError, TransientError
from workflow.engines.masking import Masked, assemble, mask
from workflow.engines.providers import PROVIDERS, code_for, tag_for
from workflow.engines.sending import join_runs, run_windowed, runs
from workflow.errors import ConfigError, EngineError
from workflow.model import Locale
from workflow.model.phrase import phrase

_MALFORMED = (ValueError, KeyError, IndexError, TypeError, AttributeError)
"""What deep-translator raises over an answer it does not expect."""


class DeepTranslator:
    """One provider with its settings."""

    def __init__(self, options: Options, tools: Tools) -> None:
        """Raise :class:`ConfigError` for settings the provider cannot be used with."""
        self.name = options.name
        self._options = options
        self._provider = PROVIDERS[options.provider]
        self._tools = tools
        if options.url and not self._provider.takes_url:
            raise ConfigError(
                phrase(
                    "[workflow:mt.{name}]: provider {provider} takes no url",
                    name=options.name,
                    provider=options.provider,
                ),
                hint=phrase("Delete the line, or set provider = libretranslate."),
                file="setup.cfg",
            )
        self._key = tools.environ.get(options.key_env or "", "")
        self._http = Http(options.timeout, self._key)
        self._patience = Patience(options.name, options.key_env)
        self._made = threading.local()

    def serves(self, source: Locale, target: Locale) -> bool:
        """Whether its key is there, if it needs one, and it knows both languages."""
        return not self._lacks_key() and None not in (self._code(source), self._code(target))

    def advice(self, source: Locale, target: Locale) -> str:
        """How to give it its key, where that is all it lacks."""
        if not self._lacks_key() or None in (self._code(source), self._code(target)):
            return ""
        if self._options.key_env:
            return phrase(
                "export {name}=… (the key for {provider})",
                name=self._options.key_env,
                provider=self._options.provider,
            )
        return phrase(
            "key_env = NAME in [workflow:mt.{name}], the variable that holds the key",
            name=self.name,
        )

    def estimate(self, requests: Sequence[Request]) -> Estimate:
        """The texts with their tokens, cut where the provider has a limit."""
        pieces = [piece for request in requests for piece in self._pieces(request)]
        return Estimate(len(pieces), sum(map(len, pieces)))

    def translate(self, requests: Sequence[Request]) -> Iterator[tuple[int, Outcome]]:
        """Translate with at most ``in_flight`` requests at a time; failures are outcomes."""
        todo: list[int] = []
        for index, request in enumerate(requests):
            if self._allowed(self._pieces(request)):
                todo.append(index)
            else:
                yield index, None
        try:
            outcomes = run_windowed(
                self._tools.executor,
                lambda index: self._outcome(requests[index]),
                todo,
                self._options.in_flight,
            )
        except BaseException:
            self._patience.end()
            raise
        yield from zip(todo, outcomes, strict=True)

    def _pieces(self, request: Request) -> Sequence[str]:
        return sending.cut(sending.encode(_masked(request)), self._provider.limit)

    def _allowed(self, payloads: Sequence[str]) -> bool:
        return bool(payloads) and self._tools.meter.take(
            sum(map(len, payloads)), requests=len(payloads)
        )

    def _lacks_key(self) -> bool:
        needed = bool(self._provider.keys) and not (self._options.url and not self._options.key_env)
        return needed and not self._key

    # One message

    def _outcome(self, request: Request) -> Outcome:
        masked = _masked(request)
        pair = (self._code(request.source) or "", self._code(request.target) or "")
        try:
            text = self._whole(masked, pair) or self._by_runs(masked, pair)
        except EngineError as error:
            return error
        return Draft(text, MACHINE, self._origin) if text else None

    def _whole(self, masked: Masked, pair: tuple[str, str]) -> str | None:
        pieces = sending.cut(sending.encode(masked), self._provider.limit)
        answer = sending.join(pieces, [self._send(piece, pair) for piece in pieces])
        return assemble(masked, sending.decode(answer, masked)) if answer.strip() else None

    def _by_runs(self, masked: Masked, pair: tuple[str, str]) -> str | None:
        pieces = list(dict.fromkeys(runs(masked)))
        if not masked.kept or not self._allowed(pieces):
            return None
        return join_runs(masked, {piece: self._send(piece, pair) for piece in pieces})

    @cached_property
    def _origin(self) -> str:
        provider = self._options.provider
        return self.name if self.name == provider else f"{self.name} ({provider})"

    # One request

    def _send(self, text: str, pair: tuple[str, str]) -> str:
        """Return the service's translation; raise :class:`EngineError` after all attempts."""
        return self._patience.call(partial(self._ask, text, pair))

    def _ask(self, text: str, pair: tuple[str, str]) -> str:
        # "from None": deep-translator puts texts and keys into its errors.
        errors = importlib.import_module("deep_translator.exceptions")
        try:
            answer = self._translator(pair).translate(text)
        except _MALFORMED:
            raise TransientError(phrase("the answer cannot be read")) from None
        except (errors.BaiduAPIerror, errors.MicrosoftAPIerror) as error:
            raise RefusedError(self._http.redact(error.api_message)) from None
        except (errors.BaseError, errors.ServerException, errors.RequestError) as error:
            raise RefusedError(
                phrase("no translation ({name})", name=type(error).__name__)
            ) from None
        answer = answer if isinstance(answer, str) else ""
        if answer.startswith(self._provider.refusals or "\0"):
            raise RefusedError(phrase("“{text}”", text=answer[:200]), status=403)
        return answer

    # deep-translator

    @cached_property
    def _languages(self) -> Mapping[str, str] | None:
        if self._provider.languages is None:
            return None
        constants = importlib.import_module("deep_translator.constants")
        table: Mapping[str, str] = getattr(constants, self._provider.languages)
        return table

    def _code(self, locale: Locale) -> str | None:
        if self._languages is None:
            return tag_for(locale)
        return code_for(locale, self._languages)

    @cached_property
    def _module(self) -> ModuleType:
        """A copy of the provider's module, with our HTTP for its ``requests``."""
        spec = importlib.util.find_spec(f"deep_translator.{self._provider.module}")
        if spec is None or spec.loader is None:
            raise EngineError(
                phrase("deep-translator has no module {module}", module=self._provider.module),
                hint=phrase(
                    "Install the version this program asks for: pip install --upgrade workflow"
                ),
            )
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        vars(module)["requests"] = self._http
        return module

    def _translator(self, pair: tuple[str, str]) -> Any:
        """This thread's translator for the pair (they keep the text they work on)."""
        known: dict[tuple[str, str], Any] = getattr(self._made, "known", {})
        if pair not in known:
            self._made.known = known | {pair: self._make(pair)}
        return self._made.known[pair]

    def _make(self, pair: tuple[str, str]) -> Any:
        make = getattr(self._module, self._provider.name)
        keys = self._provider.keys
        parts = self._key.split(":") if len(keys) > 1 else [self._key]
        arguments: dict[str, Any] = dict(zip(keys, parts, strict=False))
        if self._options.provider == "deepl":
            arguments["use_free_api"] = self._key.endswith(":fx")
        if self._provider.takes_url:
            url = self._options.url or "https://libretranslate.com"
            arguments |= {"custom_url": url.rstrip("/") + "/", "api_key": self._key or "none"}
        translator = make(source=pair[0], target=pair[1], **arguments)
        if self._provider.takes_url:
            translator.api_key = self._key  # an empty one is not sent, but refused above
        return translator


def _masked(request: Request) -> Masked:
    return mask(request.value, request.keep)
