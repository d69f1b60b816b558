"""The pace of a service, by a clock that stands still: windows, waits, and giving up."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.engines.pacing import Pace, Patience


def busy(pace: Pace, now: float, retry_after: float = 0.0) -> None:
    """A request that begins and is told at once to come later."""
    pace.began(now)
    pace.busy(now, now, retry_after, "HTTP 429")
    pace.ended()


def test_it_opens_with_all_that_the_settings_allow() -> None:
    pace = Pace(3)
    for _ in range(3):
        assert pace.wait(0) == 0
        pace.began(0)
    assert pace.wait(0) is None
    pace.ended()
    assert pace.wait(0) == 0


@pytest.mark.parametrize(("asked", "waited"), [(0, 0.5), (0.1, 0.5), (7, 7)])
def test_all_wait_for_one_clock_and_half_as_many_go_on(asked: float, waited: float) -> None:
    pace = Pace(8)
    busy(pace, 100, asked)
    assert pace.wait(100) == waited
    assert pace.wait(100 + waited) == 0
    assert pace.width == 4


def test_answers_to_what_was_sent_before_say_nothing_new() -> None:
    pace = Pace(8)
    for _ in range(8):
        pace.began(0)
    for now in range(1, 9):
        pace.busy(0, now / 100, 1, "HTTP 429")
        pace.ended()
    assert pace.width == 4
    assert pace.wait(0.08) == 1
    assert not pace.gone


def test_each_success_opens_it_by_a_little() -> None:
    pace = Pace(8)
    busy(pace, 0)
    widths = []
    for _ in range(60):
        pace.succeeded()
        widths.append(pace.width)
    assert widths[0] == 4
    assert widths == sorted(widths)
    assert widths[-1] == 8


def test_a_service_that_answers_in_between_is_never_given_up() -> None:
    pace = Pace(1)
    for now in range(0, 100_000, 50):
        busy(pace, now, 50)
        pace.succeeded()
    assert not pace.gone


def test_a_service_that_asks_for_an_hour_is_given_up_at_once() -> None:
    pace = Pace(4)
    busy(pace, 0, 3600)
    assert pace.gone == ("HTTP 429; it asks for 3600 seconds, longer than one run waits")


@pytest.mark.parametrize("asked", [0, 0.5, 1, 5, 30])
def test_a_429_that_stays_is_given_up_within_the_bound(asked: float) -> None:
    pace, now, requests = Pace(25), 0.0, 0
    while not pace.gone:
        now += pace.wait(now) or 0
        busy(pace, now, asked)
        requests += 1
    assert 30 <= now <= pace.patience.bound
    assert requests < 12


def until_gone(
    pace: Pace, in_flight: int, takes: float, *, unreached: bool = False
) -> tuple[float, int]:
    """Seconds and requests until a service is given up that fails ``takes`` seconds after each."""
    ends: list[float] = []
    now, requests, again = 0.0, 0, 0.0
    while not pace.gone:
        while len(ends) < in_flight and (new := pace.wait_with_new(now) == 0.0) | (again <= now):
            pace.began(now, new=new)
            again = now + 0.5
            ends.append(now + takes)
            requests += 1
        now = min([*ends, now + 0.1])
        for end in [end for end in ends if end <= now]:
            ends.remove(end)
            pace.ended()
            pace.failed(now, "HTTP 500", unreached=unreached)
    return now, requests


@pytest.mark.parametrize(
    ("in_flight", "takes", "seconds"),
    [(1, 0, 21), (8, 0, 21), (25, 0.1, 21), (25, 5, 31), (8, 20, 61), (4, 20, 85), (1, 20, 165)],
)
def test_a_service_that_fails_on_everything_is_given_up(
    in_flight: int, takes: float, seconds: float
) -> None:
    pace = Pace(in_flight)
    now, requests = until_gone(pace, in_flight, takes)
    assert 20 <= now <= seconds
    assert requests < 160
    assert str(pace.gone).startswith("HTTP 500; ")


def test_nothing_that_listens_is_told_sooner_but_not_while_a_service_restarts() -> None:
    assert until_gone(Pace(8), 8, 0, unreached=True)[0] < 6
    pace = Pace(8)
    pace.succeeded()
    assert until_gone(pace, 8, 0, unreached=True)[0] >= 20


def test_no_number_of_failures_speaks_of_the_service_within_a_moment() -> None:
    pace = Pace(25)
    for count in range(1000):
        pace.failed(count / 100, "HTTP 500")
    assert not pace.gone
    pace.failed(20, "HTTP 500")
    assert pace.gone


@pytest.mark.parametrize(("alone", "requests"), [(True, 16), (False, 128)])
def test_a_service_that_never_speaks_its_protocol_is_found_out_by_number(
    alone: bool, requests: int
) -> None:
    def wrong(pace: Pace, now: float) -> None:
        pace.answered_wrongly(alone=alone)
        pace.failed(now, "the answer is none")

    pace, sent = Pace(4), 0
    while not pace.gone:
        wrong(pace, sent * 0.15)
        sent += 1
    assert sent == requests
    quick, right = Pace(4), Pace(4)
    right.succeeded()
    for _ in range(requests * 2):
        wrong(quick, 1)
        wrong(right, 3)
    assert not quick.gone
    assert not right.gone


def test_a_service_that_never_answered_is_asked_one_thing_at_a_time() -> None:
    pace = Pace(8)
    for _ in range(8):
        pace.began(0)
    pace.failed(0, "HTTP 500")
    pace.ended()
    assert pace.probing
    assert pace.wait(1) is None
    for _ in range(7):
        pace.failed(1, "HTTP 500")
        pace.ended()
    assert pace.wait(1) == 2
    pace.succeeded()
    assert not pace.probing
    assert pace.wait(1) == 0


def test_so_is_one_that_answers_no_more() -> None:
    pace = Pace(4)
    pace.succeeded()
    for count in range(9):
        assert pace.probing is False
        pace.failed(count / 10, "HTTP 500")
    assert pace.probing


def test_new_texts_go_now_and_then_while_nothing_succeeds() -> None:
    pace, sent = Pace(2), []
    for tenth in range(150):
        now = tenth / 10
        if pace.wait_with_new(now) == 0:
            pace.began(now, new=True)
            pace.failed(now, "HTTP 500")
            pace.ended()
            sent.append(now)
    assert sent[:6] == [0, 0.1, 0.2, 2.2, 4.2, 6.2]
    pace.succeeded()
    assert pace.wait_with_new(20) == 0


def test_thousands_that_fail_at_once_are_no_trouble_to_count() -> None:
    pace = Pace(4000)
    for _ in range(4000):
        pace.began(0.0)
    for _ in range(4000):
        pace.failed(1.0, "HTTP 500")
        pace.ended()
    assert pace.retry(4000) == pace.patience.longest_retry
    for at in range(4000):
        pace.busy(2.0 + at, 2.0 + at, 0.0, "HTTP 429")
    assert pace.gone


def test_a_success_in_between_forgives_all() -> None:
    pace = Pace(1)
    for now in range(10_000):
        pace.failed(now, "HTTP 500")
        if now % 10 == 9:
            pace.succeeded()
    assert not pace.gone


def test_requests_per_minute_are_spread() -> None:
    pace, now, starts = Pace(25, 600), 0.0, []
    while now < 60:
        wait = pace.wait(now)
        assert wait is not None
        now += wait
        pace.began(now)
        pace.ended()
        starts.append(now)
    assert 600 <= len(starts) <= 601
    assert min(after - before for before, after in pairwise(starts)) > 0.099


@given(
    st.integers(1, 50),
    st.lists(st.tuples(st.sampled_from(["ok", "busy", "fail"]), st.floats(0, 5)), max_size=60),
)
def test_whatever_happens_it_lets_one_through_some_time_or_says_why_not(
    width: int, events: list[tuple[str, float]]
) -> None:
    pace, now = Pace(width, patience=Patience()), 0.0
    for kind, seconds in events:
        now += seconds
        pace.began(now)
        if kind == "ok":
            pace.succeeded()
        elif kind == "busy":
            pace.busy(now, now, seconds, "HTTP 429")
        else:
            pace.failed(now, "HTTP 500")
        pace.ended()
        assert 1 <= pace.width <= width
        wait = pace.wait(now)
        assert wait is not None
        assert wait <= 60 or pace.gone
