"""A project with a LibreTranslate on the loopback address, for tests of whole commands."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.services import KEY, Loopback, Seen, Sent, as_json, libretranslate, running, sent_texts
from workflow.engines import service_engine
from workflow.engines.pacing import Patience

QUICK = Patience(pause=0.01, longest_pause=0.02, longest_retry=0.01)


@dataclass
class Libre(Loopback):
    """The service, that a test can break."""

    answer: Callable[[Sequence[str]], Sent | None] = lambda _texts: None
    """Takes the texts of a request; what it returns is sent in the place of translations."""

    spoken: Callable[[str, str], str] | None = None
    """Takes a text and a language, returns the text in it."""

    @property
    def texts(self) -> list[str]:
        """All that were sent to it, as they were written."""
        return sent_texts(self.seen)


def _protocol(service: Loopback, seen: Seen) -> Sent:
    assert isinstance(service, Libre)
    texts = sent_texts([seen])
    if fault := service.answer(texts):
        return fault
    if service.spoken is None:
        return libretranslate(service, seen)
    said = [service.spoken(text, seen.json["target"]) for text in texts]
    return as_json({"translatedText": said if isinstance(seen.json["q"], list) else said[0]})


def broken(status: int, after: int = 0) -> Callable[[Sequence[str]], Sent | None]:
    """What a service answers that works ``after`` requests, and then does not any more."""
    good = iter(range(after))

    def answer(texts: Sequence[str]) -> Sent | None:
        if next(good, None) is not None:
            return None
        return as_json({"error": f"Fault {status} for {KEY}"}, status)

    return answer


@contextmanager
def serving(root: Path, *settings: str) -> Iterator[Libre]:
    """Run the service, which the project in ``root`` knows as ``libre``, with ``settings``."""
    with running(Libre(_protocol)) as service:
        assert isinstance(service, Libre)
        with (root / "setup.cfg").open("a", encoding="utf-8") as config:
            config.write(
                "\n[workflow:mt.libre]\nprovider = libretranslate\n"
                f"url = {service.url}\nkey_env = LIBRE_API_KEY\n"
                + "".join(f"{each}\n" for each in settings)
            )
        yield service


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Services are tried again at once, their key is known, and no proxy is in between."""
    monkeypatch.setattr(service_engine, "Patience", lambda: QUICK)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("LIBRE_API_KEY", KEY)
