"""deep-translator in a process of its own: its classes know no time-out, a process can be ended.

Run as a script by :mod:`.worker_backend`. Reads a question a line from standard input, as JSON:
``class``, ``arguments`` and ``text``; answers each with a line: ``text``, or ``error``, the name of
what was raised, with ``said``, the service's words where they hold neither text nor key. It ends
when standard input does.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from collections.abc import Callable, Mapping
from queue import SimpleQueue
from typing import Any, TextIO

import deep_translator
import requests
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError


def main() -> None:
    """Answer until there is nobody left to ask."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # some of its classes print
    questions: SimpleQueue[str] = SimpleQueue()
    # In a thread, so that the end of the one who asks is seen during a request without an end.
    threading.Thread(target=_work, args=(questions, answers), daemon=True).start()
    for line in sys.stdin.buffer:
        questions.put(line.decode())


def _work(questions: SimpleQueue[str], answers: TextIO) -> None:
    translators: dict[str, Callable[[str], object]] = {}
    answers.write("{}\n")  # ready
    answers.flush()
    while True:
        answers.write(json.dumps(_answer(json.loads(questions.get()), translators)) + "\n")
        answers.flush()


def _answer(
    question: Mapping[str, Any], translators: dict[str, Callable[[str], object]]
) -> Mapping[str, object]:
    made = json.dumps([question["class"], question["arguments"]])
    try:
        if made not in translators:
            translator = getattr(deep_translator, question["class"])(**question["arguments"])
            translators[made] = translator.translate
        return {"text": translators[made](question["text"])}
    except requests.JSONDecodeError:
        return {"error": "JSONDecodeError"}
    except requests.RequestException as error:
        return {"error": "RequestException", "unreached": _is_unreached(error)}
    except Exception as error:  # noqa: BLE001 - whatever it is, it is told
        return {"error": type(error).__name__, "said": getattr(error, "api_message", "")}


def _is_unreached(error: requests.RequestException) -> bool:
    """Whether there was no name or no connection, so that nothing was sent."""
    reason = getattr(error.args[0], "reason", None) if error.args else None
    reason = getattr(reason, "original_error", reason)  # of a proxy
    return isinstance(reason, NewConnectionError | ConnectTimeoutError)


if __name__ == "__main__":
    main()
