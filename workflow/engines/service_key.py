"""The key of a service: where it is read, and how a person is told that it lacks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from workflow.engines.engine import Options
from workflow.model.phrase import phrase


def read_key(options: Options, environ: Mapping[str, str]) -> str:
    """The key in the variable that the settings name; empty where there is none."""
    return environ.get(options.key_env or "", "").strip()


def key_advice(options: Options, parts: Sequence[str] = ()) -> str:
    """How to give a service its key; ``parts`` name those of a key that has several."""
    if not options.key_env:
        return phrase(
            "key_env = NAME in [workflow:mt.{name}], the variable that holds the key",
            name=options.name,
        )
    if parts:
        return phrase(
            "export {name}=… ({parts}, the key for {provider})",
            name=options.key_env,
            parts=":".join(parts),
            provider=options.provider,
        )
    return phrase(
        "export {name}=… (the key for {provider})",
        name=options.key_env,
        provider=options.provider,
    )
