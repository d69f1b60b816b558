"""Values ↔ JSON, by their types: what a fact holds is a value, and nothing else can be read.

Dataclasses and named tuples are lists of their fields, enums their values, mappings lists of
pairs, phrases objects with what :mod:`workflow.model.phrase` makes of them, errors the name of
their class and what they say. A union is of one type with None, or of texts with one dataclass.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Mapping
from datetime import datetime
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from workflow import errors
from workflow.errors import WorkflowError
from workflow.model.phrase import Phrase, from_json, to_json

T = TypeVar("T")
_to_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def encode(value: object) -> bytes:
    """``value``, a dataclass or a tuple of values, as JSON in UTF-8."""
    return _to_json(_plain(value)).encode()


def decode(kind: type[T], data: bytes) -> T:
    """The value of type ``kind`` that :func:`encode` was given.

    Raises ``ValueError``, ``TypeError``, ``KeyError`` or ``AttributeError`` for anything else.
    """
    read: Callable[[Any], T] = _reader(cast(Any, kind))
    return read(json.loads(data))


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, str):
        return {"phrase": to_json(value)} if isinstance(value, Phrase) else str(value)
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, WorkflowError):
        said = (value.message, value.hint, value.file, value.line)
        return [type(value).__name__, *map(_plain, said)]
    if dataclasses.is_dataclass(value):
        return [_plain(getattr(value, name)) for name in _names(cast(Any, type(value)))]
    if isinstance(value, Mapping):
        value = value.items()
    return value if _is_plain(value) else [_plain(each) for each in value]


def _is_plain(value: object) -> bool:
    return value is None or isinstance(value, bool | int | float)


@cache
def _names(kind: Any) -> tuple[str, ...]:
    """The fields that a dataclass is made of."""
    return tuple(field.name for field in dataclasses.fields(kind) if field.init)


@cache
def _reader(kind: Any) -> Callable[[Any], Any]:
    """What makes a value of type ``kind`` of a plain one."""
    origin, inner = get_origin(kind), get_args(kind)
    if kind in (bool, int, float, NoneType):
        return _same
    if origin in (Union, UnionType):
        if NoneType in inner:
            (only,) = (_reader(each) for each in inner if each is not NoneType)
            return lambda value: None if value is None else only(value)
        (only,) = (_reader(each) for each in inner if each is not str)
        return lambda value: _text(value) if isinstance(value, str | dict) else only(value)
    if origin is tuple:
        return _reader_of_tuple(inner)
    if origin is Mapping:
        of_key, of_value = map(_reader, inner)
        return lambda value: {of_key(key): of_value(each) for key, each in value}
    return _reader_of_class(kind)


def _reader_of_tuple(inner: tuple[Any, ...]) -> Callable[[Any], Any]:
    if inner[-1] is Ellipsis:
        each = _reader(inner[0])
        return lambda value: tuple([each(one) for one in value])
    readers = tuple(map(_reader, inner))
    return lambda value: tuple([read(one) for read, one in zip(readers, value, strict=True)])


def _reader_of_class(kind: Any) -> Callable[[Any], Any]:
    if issubclass(kind, Enum):
        return {member.value: member for member in kind}.__getitem__
    if issubclass(kind, str):
        return _text
    if kind is datetime:
        return datetime.fromisoformat
    if issubclass(kind, WorkflowError):
        return _error
    hints = get_type_hints(kind)
    names = kind._fields if issubclass(kind, tuple) else _names(kind)
    parts = tuple(_reader(hints[name]) for name in names)
    return lambda value: kind(
        *[
            one if read is _same or (read is _text and type(one) is str) else read(one)
            for read, one in zip(parts, value, strict=True)
        ]
    )


def _text(value: Any) -> str:
    return value if type(value) is str else from_json(value["phrase"])


def _same(value: Any) -> Any:
    return value


def _error(value: Any) -> WorkflowError:
    name, message, hint, file, line = value
    found: type[WorkflowError] = getattr(errors, name)
    if not issubclass(found, WorkflowError):
        raise TypeError(name)
    return found(_text(message), hint=_text(hint), file=file, line=line)
