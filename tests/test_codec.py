"""Values ↔ JSON, by their types."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.errors import ArticleError, ReviewError, WorkflowError
from workflow.model import Media, State
from workflow.model.blocker import Blocker, BlockerKind, Lapse, Reason, Void
from workflow.model.digest import digest, digest_of
from workflow.model.phrase import Phrase, phrase, phrases
from workflow.project.codec import decode, encode
from workflow.reports.json_text import json_text

TEXTS = st.text(st.characters(codec="utf-8"))
NUMBERS = st.integers()
PHRASES = st.one_of(
    st.builds(lambda text: phrase("a {b} c", b=text), TEXTS),
    st.builds(
        lambda n, text: phrases("{count} {b}", "{count} {b}s", n, b=text), st.integers(), TEXTS
    ),
    st.builds(lambda text: phrase("a {b}", b=phrase("c {d}", d=text)), TEXTS),
)
VOIDS = st.builds(Void, st.sampled_from(Lapse), TEXTS, TEXTS, st.booleans())
BLOCKERS = st.builds(
    Blocker,
    kind=st.sampled_from(BlockerKind),
    count=st.integers(),
    changes=st.dictionaries(TEXTS, st.integers()),
    detail=st.one_of(TEXTS, PHRASES),
    field=TEXTS,
    until=st.none() | st.datetimes(timezones=st.just(UTC)),
    void=st.none() | VOIDS,
)
MOMENTS = st.datetimes(timezones=st.just(UTC))


@dataclass(frozen=True, slots=True)
class Everything:
    """A field of each type."""

    number: int = 0
    part: float = 0.5
    yes: bool = False
    text: str = ""
    pair: tuple[str, int] = ("", 0)
    states: Mapping[State, int] = field(default_factory=dict)
    times: tuple[datetime, ...] = ()
    versions: Mapping[tuple[str, str], str] = field(default_factory=dict)
    maybe: tuple[str, str] | None = None
    word: str | None = None
    reasons: tuple[Reason, ...] = ()
    media: tuple[Media, ...] = ()


@given(
    st.builds(
        Everything,
        number=st.integers(),
        part=st.floats(allow_nan=False),
        yes=st.booleans(),
        text=st.one_of(TEXTS, PHRASES),
        pair=st.tuples(TEXTS, st.integers()),
        states=st.dictionaries(st.sampled_from(State), st.integers()),
        times=st.lists(MOMENTS).map(tuple),
        versions=st.dictionaries(st.tuples(TEXTS, TEXTS), TEXTS),
        word=st.none() | TEXTS,
        maybe=st.none() | st.tuples(TEXTS, TEXTS),
        media=st.lists(st.builds(Media, TEXTS, TEXTS)).map(tuple),
        reasons=st.lists(st.one_of(TEXTS, PHRASES, BLOCKERS)).map(tuple),
    )
)
def test_every_value_comes_back(value: Everything) -> None:
    again = decode(Everything, encode(value))
    assert again == value
    assert encode(again) == encode(value)
    assert isinstance(again.text, Phrase) == isinstance(value.text, Phrase)


@given(st.sampled_from([ArticleError, ReviewError]), st.one_of(TEXTS, PHRASES), TEXTS)
def test_errors_come_back(kind: type[WorkflowError], message: str, hint: str) -> None:
    (again,) = decode(
        tuple[WorkflowError, ...], encode((kind(message, hint=hint, file="a", line=3),))
    )
    assert (type(again), again.message, again.hint) == (kind, message, hint)
    assert (again.file, again.line) == ("a", 3)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"{}",
        b"null",
        b"[1,2]",
        b'["x",0,[],"","",null,null,[]]',
        b'[["ErrorGroup","",""]]',
    ],
)
def test_what_is_something_else_is_refused(data: bytes) -> None:
    with pytest.raises((ValueError, TypeError, LookupError, AttributeError)):
        decode(Blocker, data)


@pytest.mark.parametrize("name", ["raise_all", "ExitCode", "Sequence", "nothing"])
def test_only_errors_are_errors(name: str) -> None:
    with pytest.raises((TypeError, AttributeError)):
        decode(tuple[WorkflowError, ...], f'[["{name}","","",null,null]]'.encode())


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | TEXTS | PHRASES
    | st.sampled_from(State),
    lambda inner: st.lists(inner) | st.lists(inner).map(tuple) | st.dictionaries(TEXTS, inner),
)  # fmt: skip


@given(VALUES)
def test_reports_are_written_as_json_writes_them(value: object) -> None:
    assert json_text(value) == json.dumps(value, ensure_ascii=False, indent=2)


@given(st.lists(TEXTS), st.lists(st.sampled_from(["é" * 9_999, "é" * 10_001])))
def test_a_digest_is_one_however_long_its_parts_are(short: list[str], long: list[str]) -> None:
    assert digest(*short, *long) == digest_of([*short, *long])
    assert digest(*short) == digest(*(bytearray(each.encode()) for each in short))
