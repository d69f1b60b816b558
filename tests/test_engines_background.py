"""An event loop whose values are taken in another thread."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable

import pytest

from workflow.engines.background import stream

Tell = Callable[[int], None]


async def many(tell: Tell) -> None:
    for number in range(1000):
        tell(number)
    await asyncio.sleep(60)


def test_nothing_more_is_yielded_after_ctrl_c() -> None:
    values = stream(many)
    found = [next(values)]
    signal.raise_signal(signal.SIGINT)
    with pytest.raises(KeyboardInterrupt):
        found.extend(values)
    assert found == [0]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_ctrl_c_twice_is_not_waited_with() -> None:
    values = stream(many)
    next(values)
    signal.raise_signal(signal.SIGINT)
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)
    values.close()  # type: ignore[attr-defined]


def test_a_loop_is_ended_when_nobody_takes_more() -> None:
    ended: list[bool] = []

    async def endless(tell: Tell) -> None:
        tell(1)
        try:
            await asyncio.sleep(60)
        finally:
            ended.append(True)

    values = stream(endless)
    assert next(values) == 1
    values.close()  # type: ignore[attr-defined]
    assert ended == [True]


def test_what_goes_wrong_in_the_loop_is_raised_where_values_are_taken() -> None:
    async def wrong(tell: Tell) -> None:
        tell(1)
        raise ValueError("wrong")

    values = stream(wrong)
    assert next(values) == 1
    with pytest.raises(ValueError, match="wrong"):
        next(values)
