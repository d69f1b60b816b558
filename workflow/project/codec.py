"""Values ↔ JSON, by their types: what a fact holds is a value, and nothing else can be read.

Dataclasses and named tuples are lists of their fields, enums their values, mappings lists of
pairs, phrases objects of a list of what they are made of, errors the name of their class and what
they say. A union is of one type with None, or of texts with one dataclass. Texts and numbers are
taken as they are: which of both stands where is left to the seal of what is kept.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Mapping
from datetime import datetime
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Final, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from workflow import errors
from workflow.errors import WorkflowError
from workflow.model.phrase import Phrase

T = TypeVar("T")
_PHRASE: Final = ""
"""The one member of the only objects there are."""


def encode(value: object) -> bytes:
    """``value``, a dataclass or a tuple of values, as JSON in UTF-8."""
    return _to_json(_plain(value)).encode()


def decode(kind: type[T], data: bytes) -> T:
    """The value of type ``kind`` that :func:`encode` was given.

    Raises ``ValueError``, ``TypeError``, ``LookupError`` or ``AttributeError`` for anything else.
    """
    text = str(data, "utf-8")
    read: Callable[[Any], T] = _reader(cast(Any, kind))
    value, end = _from_json(text)
    if end != len(text):
        raise ValueError("more than one value")
    return read(value)


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, str):
        return {_PHRASE: _parts(value)} if isinstance(value, Phrase) else str(value)
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


def _parts(value: Phrase) -> list[Any]:
    """What a phrase is made of: its fields are names and values, in turn."""
    fields = (each for name, field in value.params.items() for each in (name, _plain(field)))
    return [value.msgid, value.plural, value.context, *fields]


def _phrase(found: dict[str, Any]) -> Phrase:
    """As objects are read, the innermost first."""
    msgid, plural, context, *fields = found[_PHRASE]
    return Phrase(msgid, plural, dict(zip(fields[::2], fields[1::2], strict=True)), context)


_to_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_from_json = json.JSONDecoder(object_hook=_phrase).raw_decode


@cache
def _names(kind: Any) -> tuple[str, ...]:
    """The fields that a dataclass is made of."""
    return tuple(field.name for field in dataclasses.fields(kind) if field.init)


@cache
def _reader(kind: Any) -> Callable[[Any], Any]:
    """What makes a value of type ``kind`` of a plain one."""
    origin, inner = get_origin(kind), get_args(kind)
    if kind in (bool, int, float, str, NoneType):
        return _same
    if origin in (Union, UnionType):
        return _reader_of_union(inner)
    if origin is tuple:
        return _reader_of_tuple(inner)
    if origin is Mapping:
        of_key, of_value = map(_reader, inner)
        return lambda value: {of_key(key): of_value(each) for key, each in value}
    return _reader_of_class(kind)


def _reader_of_union(inner: tuple[Any, ...]) -> Callable[[Any], Any]:
    readers = [read for read in map(_reader, inner) if read is not _same]
    if not readers:
        return _same
    (only,) = readers
    if NoneType in inner:
        return lambda value: None if value is None else only(value)
    return lambda value: value if isinstance(value, str) else only(value)


def _reader_of_tuple(inner: tuple[Any, ...]) -> Callable[[Any], Any]:
    if inner[-1] is Ellipsis:
        each = _reader(inner[0])
        return tuple if each is _same else lambda value: tuple([each(one) for one in value])
    readers = tuple(map(_reader, inner))
    return lambda value: tuple([read(one) for read, one in zip(readers, value, strict=True)])


def _reader_of_class(kind: Any) -> Callable[[Any], Any]:
    if issubclass(kind, Enum):
        return {member.value: member for member in kind}.__getitem__
    if kind is datetime:
        return datetime.fromisoformat
    if issubclass(kind, WorkflowError):
        return _error
    hints = get_type_hints(kind)
    names = kind._fields if issubclass(kind, tuple) else _names(kind)
    parts = [(place, _reader(hints[name])) for place, name in enumerate(names)]
    # Most fields are texts and numbers, which stay as they are.
    others = [(place, read) for place, read in parts if read is not _same]

    def made(value: list[Any]) -> Any:
        if len(value) != len(parts):
            raise ValueError("fields of something else")
        for place, read in others:
            value[place] = read(value[place])
        return kind(*value)

    return made


def _same(value: Any) -> Any:
    return value


def _error(value: Any) -> WorkflowError:
    name, message, hint, file, line = value
    found: type[WorkflowError] = getattr(errors, name)
    if not issubclass(found, WorkflowError):
        raise TypeError(name)
    return found(message, hint=hint, file=file, line=line)
