"""A key is found in a text however it is written there."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Callable
from html import escape
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.model.secrecy import HIDDEN, Secrets

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
    "address in an address": lambda key: quote(quote(key, safe=""), safe=""),
    "parted by what nobody sees": "\u200b".join,
    "hyphens that may be seen": "\u00ad\ufeff".join,
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
        assert Secrets([key]).redacted(text) == f"403 for “{HIDDEN}”: no such key"


SIGNS = st.characters(exclude_categories=["Cc", "Cs"])


@given(st.text(SIGNS, min_size=4, max_size=12), st.sampled_from(sorted(WAYS)))
def test_any_key_is_taken_out(key: str, way: str) -> None:
    assert Secrets([key]).redacted(f"<{WAYS[way](key)}>") == f"<{HIDDEN}>"


@given(st.binary(max_size=9), st.binary(max_size=9))
def test_a_key_in_base64_among_other_bytes_is_taken_out(before: bytes, after: bytes) -> None:
    key = KEYS[0]
    text = b64encode(before + key.encode() + after).decode()
    whole = b64encode(key.encode()).decode()[4:-4]
    assert HIDDEN in Secrets([key]).redacted(text)
    assert whole not in Secrets([key]).redacted(text)


@given(st.text())
def test_without_a_key_a_text_stays(text: str) -> None:
    for keys in ([], ["", "abc", ":"]):
        assert Secrets(keys).redacted(text) == text
        assert not Secrets(keys).are_in(text)


@pytest.mark.parametrize(
    ("key", "text", "held"),
    [
        ("0123456789abcdef:global", "A global market, 0123 of them", False),
        ("0123456789abcdef:global", "key 0123456789abcdef", True),
        ("20260101000012345:abcdefghij0123456789", "sign abcdefghij0123456789", True),
        ("5ec7e7ed-s3cr-3t00-abcd-0123456789ab:fx", "5ec7e7ed-s3cr-3t00-abcd-0123456789ab", True),
        # keys that whoever hosts a server makes up
        ("test", "This is a test.", False),
        ("translate", "to translate", False),
    ],
)
def test_a_word_of_a_text_is_not_taken_for_a_key(key: str, text: str, *, held: bool) -> None:
    assert Secrets([key]).are_in(text) is held


def test_all_parts_of_a_key_are_taken_out_of_messages() -> None:
    for key in ("app-id-0123:secret-4567", "0123456789abcdef:westeurope"):
        assert Secrets([key]).redacted(f"bad {key.split(':')[1]}!") == f"bad {HIDDEN}!"
