"""A service as an engine: one backend, all catalogues of a run in one pool."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Iterator, Sequence

from workflow.engines.account import Account
from workflow.engines.answers import Key
from workflow.engines.backend import Backend, Limits
from workflow.engines.background import stream
from workflow.engines.backlog import Item, next_batch
from workflow.engines.dispatch import Dispatcher
from workflow.engines.engine import Estimate, Options, Outcome, Request, Tools
from workflow.engines.message_pieces import Messages
from workflow.engines.open_files import most_requests
from workflow.engines.pacing import Pace, Patience
from workflow.model import Locale
from workflow.model.phrase import phrases

Indexed = tuple[int, Outcome]


class ServiceEngine:
    """See the module's description."""

    def __init__(
        self, options: Options, tools: Tools, backend: Backend, patience: Patience | None = None
    ) -> None:
        self.name = options.name
        self._options = options
        self._tools = tools
        self._backend = backend
        self._patience = patience or Patience()
        most = backend.limits.texts
        self._batch = most if options.batch is None else min(options.batch, most)

    @property
    def limits(self) -> Limits:
        """What one request to the service may hold."""
        return self._backend.limits

    @property
    def repairs(self) -> bool:
        """Whether it makes use of translated texts that are like the one to translate."""
        return self._backend.repairs

    def serves(self, source: Locale, target: Locale) -> bool:
        """Whether nothing is missing that the service needs, and it knows both languages."""
        return not self._backend.missing() and self._knows(source, target)

    def advice(self, source: Locale, target: Locale) -> str:
        """What is missing, where that is all it lacks."""
        return self._backend.missing() if self._knows(source, target) else ""

    def estimate(self, requests: Sequence[Request]) -> Estimate:
        """Count texts, in batches, without those whose answers are kept."""
        messages = self._messages(requests, lambda _: None)
        items: dict[Key, Item] = {}
        while (more := messages.more()) is not None:
            items |= {item.key: item for item in more}
        known = self._tools.answers.known(items)
        pairs: dict[tuple[str, str], deque[Item]] = defaultdict(deque)
        for key, item in items.items():
            if key not in known:
                pairs[item.wire.source, item.wire.target].append(item)
        characters = sum(len(item.wire.text) for each in pairs.values() for item in each)
        cost = self._account().cost(characters)
        count = 0
        for fresh in pairs.values():
            while fresh:
                batch = next_batch(fresh, self._backend, self._batch)
                count += 1
                charged = self._backend.forecast([item.wire for item in batch])
                cost = cost if charged is None else (cost or 0.0) + charged
        return Estimate(count, characters, cost, len(known))

    def translate(self, requests: Sequence[Request]) -> Iterator[Indexed]:
        """Yield outcomes as answers come.

        After Ctrl-C requests are ended and the answers that came by then are kept, all in one go;
        then :class:`KeyboardInterrupt` is raised again.
        """

        async def run(tell: Callable[[Indexed], None]) -> None:
            pace = Pace(self._in_flight(), self._options.requests_per_minute, self._patience)
            messages = self._messages(requests, tell)
            try:
                await Dispatcher(self._backend, self._account(), pace, messages, self._batch).run()
            finally:
                self._tools.answers.forget(messages.useless)

        return stream(run)

    @property
    def _origin(self) -> str:
        provider = self._options.provider
        return self.name if self.name == provider else f"{self.name} ({provider})"

    def _knows(self, source: Locale, target: Locale) -> bool:
        return None not in (self._backend.code(source), self._backend.code(target))

    def _in_flight(self) -> int:
        wanted = self._options.in_flight
        most = most_requests(wanted)
        if most < wanted:
            self._tools.meter.say(
                phrases(
                    "{engine}: {count} request at a time instead of {wanted}, for this process may "
                    "not open more files (ulimit -n)",
                    "{engine}: {count} requests at a time instead of {wanted}, for this process "
                    "may not open more files (ulimit -n)",
                    most,
                    engine=self.name,
                    wanted=wanted,
                )
            )
        return most

    def _account(self) -> Account:
        return Account(self._options, self._tools, self._backend.price)

    def _messages(self, requests: Sequence[Request], tell: Callable[[Indexed], None]) -> Messages:
        return Messages(self._backend, requests, self._origin, tell)
