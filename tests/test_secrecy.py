"""A key is found in a text however it is written there."""

from __future__ import annotations

import json
from collections.abc import Callable
from html import escape
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.model.secrecy import HIDDEN, redacted

WAYS: dict[str, Callable[[str], str]] = {
    "as it is": str,
    "address": lambda key: quote(key, safe=""),
    "path": quote,
    "form": quote_plus,
    "small letters": lambda key: quote(key, safe="").lower(),
    "JSON": lambda key: json.dumps(key)[1:-1],
    "JSON in Unicode": lambda key: json.dumps(key, ensure_ascii=False)[1:-1],
    "JSON with slashes": lambda key: json.dumps(key)[1:-1].replace("/", "\\/"),
    "HTML": escape,
    "numbers": lambda key: "".join(f"&#{ord(each)};" for each in key),
}
KEYS = [
    "s3cr3t-0123456789",
    "a/b+c=d&e?f #g%h",
    "quo\"te\\back<slash>'s",
    "clé-秘密-🔑-clé",
    "0123abcd-ef45:fx",
    "0123456789abcdef:westeurope",
]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("key", KEYS)
def test_a_key_is_taken_out_in_every_spelling(key: str, way: str) -> None:
    for part in (key, key.partition(":")[0]):
        text = f"403 for “{WAYS[way](part)}”: no such key"
        assert redacted(text, [key]) == f"403 for “{HIDDEN}”: no such key"


SIGNS = st.characters(exclude_categories=["Cc", "Cs"])


@given(st.text(SIGNS, min_size=4, max_size=12), st.sampled_from(sorted(WAYS)))
def test_any_key_is_taken_out(key: str, way: str) -> None:
    assert redacted(f"<{WAYS[way](key)}>", [key]) == f"<{HIDDEN}>"


@given(st.text())
def test_without_a_key_a_text_stays(text: str) -> None:
    assert redacted(text, []) == redacted(text, ["", "abc", ":"]) == text
