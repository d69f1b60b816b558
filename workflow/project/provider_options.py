"""Which keys of a ``[workflow:mt.NAME]`` section each provider has a use for.

A key that a provider would not heed is an error in the settings, not a wish that is dropped
without a word.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

COMMON = frozenset(
    {
        "provider",
        "in_flight",
        "timeout",
        "characters_per_month",
        "price_per_million",
        "batch",
        "requests_per_minute",
    }
)
"""Of every service that is asked over the network."""
_LOCAL = frozenset({"provider", "in_flight", "timeout"})
"""Of programs and models on the machine itself."""

OPTIONS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "libretranslate": COMMON | {"url", "key_env"},
        "deepl": COMMON | {"url", "key_env", "model", "formality", "glossary_id"},
        "microsoft": COMMON | {"url", "key_env", "model"},
        "google-cloud": COMMON | {"url", "key_env", "model"},
        "mymemory": COMMON | {"url", "key_env", "email"},
        "openai": COMMON | {"url", "key_env", "model", "formality"},
        "google": COMMON,
        "baidu": COMMON | {"key_env"},
        "apertium": _LOCAL,
        "argos": _LOCAL,
        "firefox": _LOCAL,
        "opencc": _LOCAL,
        "dummy": _LOCAL,
    }
)
"""Provider → all keys it takes; one that is not here (an entry point's) may take any."""
