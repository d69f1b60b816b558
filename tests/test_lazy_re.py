"""Patterns that are compiled when they are first used are those that ``re`` makes."""

from __future__ import annotations

import copy
import gc
import importlib
import pkgutil
import re
from typing import Any

import pytest

import workflow
from workflow.model import lazy_re


def test_a_pattern_is_compiled_at_its_first_use_and_stands_in_its_place_then() -> None:
    home: dict[str, Any] = {"other": 1}
    waiting = lazy_re._Waiting(r"(?P<word>\w+) (\d)", lazy_re.IGNORECASE, home)
    home["ONE"] = home["TWO"] = waiting
    assert waiting.pattern == r"(?P<word>\w+) (\d)"
    assert home["ONE"] is waiting
    assert waiting.sub(r"\2", "Un 1, deux 2") == "1, 2"
    real = re.compile(r"(?P<word>\w+) (\d)", re.IGNORECASE)
    assert home == {"other": 1, "ONE": real, "TWO": real}
    # Whoever took it before goes on with what it was.
    assert waiting.search("a 1")["word"] == "a"
    assert (waiting.groupindex, waiting.flags) == (real.groupindex, real.flags)


def test_it_goes_to_other_processes_as_a_pattern() -> None:
    pattern = lazy_re.compile("a+")
    assert copy.copy(pattern) == re.compile("a+")
    assert pattern.findall("aab") == ["aa"]


def test_what_is_no_pattern_is_told_at_its_first_use() -> None:
    wrong = lazy_re.compile("(")
    assert not hasattr(wrong, "__wrapped__")
    with pytest.raises(re.error):
        wrong.search("a")


def test_every_pattern_of_the_program_is_one() -> None:
    for module in pkgutil.walk_packages(workflow.__path__, "workflow."):
        if not module.name.endswith(("__main__", "deep_worker")):
            importlib.import_module(module.name)
    waiting = [each for each in gc.get_objects() if type(each) is lazy_re._Waiting]
    assert len(waiting) > 100
    for each in waiting:
        assert re.compile(each.pattern, each._flags)
