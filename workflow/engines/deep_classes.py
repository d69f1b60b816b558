"""deep-translator's translators: how each is asked, its limits, and why some are not.

As of 1.11.4. Its classes for MyMemory, LibreTranslate, DeepL and Microsoft are not used: those
services have rows of their own in :mod:`.services` (its class for DeepL sends GET with the key in
the address, which DeepL refuses now; none of them has batches, time-outs, or errors one can
tell apart).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from workflow.engines.backend import Limits
from workflow.engines.faults import Busy, Fault, ServiceDenied, TextRefused, Transient
from workflow.model.phrase import Phrase, phrase


@dataclass(frozen=True, slots=True)
class DeepClass:
    """One of the package's public classes."""

    name: str
    limits: Limits
    """Bytes, not characters: both classes put the text into the address, where each byte of a
    letter that is not ASCII takes three."""
    keys: tuple[str, ...] = ()
    """Its arguments for the key, parted by colons in the environment variable; none: free."""
    in_place: str = ""
    """A pattern: how texts begin that it returns in the place of a translation."""
    says: Mapping[str, type[Fault]] = field(default_factory=dict)
    """Patterns of what the service says, where the class keeps its words but not its codes."""


CLASSES: Mapping[str, DeepClass] = MappingProxyType(
    {
        "google": DeepClass(
            "GoogleTranslator",
            Limits(text=4999, unit="bytes"),
            in_place=r"Error \d{3} \(",
        ),
        "baidu": DeepClass(
            "BaiduTranslator",
            Limits(text=2000, unit="bytes"),
            keys=("appid", "appkey"),
            says={
                r"access limit|frequen": Busy,
                r"unauthorized|invalid sign|recharge|balance|client ip|service": ServiceDenied,
                r"timeout|system error": Transient,
                r"param|long|query|lang": TextRefused,
            },
        ),
    }
)
"""Provider → class. The text of a page is all that Google's class returns, so that tags are lost:
tokens go instead, as with all of them."""

_GONE = phrase("its service was shut down")
_WORDS = phrase("it is a dictionary of single words")
UNSAFE: Mapping[str, Phrase] = MappingProxyType(
    {
        "yandex": _GONE,  # API 1.5, in August 2020
        "papago": _GONE,  # openapi.naver.com, in February 2024
        "qcri": phrase("deep-translator puts its key into the address, and drops its errors"),
        "chatgpt": phrase("deep-translator’s class needs openai before 1: use `provider = openai`"),
        "linguee": _WORDS,
        "pons": _WORDS,
    }
)
"""Providers of deep-translator that are not used → why."""
