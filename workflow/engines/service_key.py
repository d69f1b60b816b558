"""The key of a service: where it is read, and how a person is told what is wrong with it, or with
the address."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from workflow.engines.engine import Options
from workflow.engines.faults import Fault, ServiceDenied, Unreached
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


@contextmanager
def advised(options: Options) -> Iterator[None]:
    """Give a fault of the block the hint that names the line of the settings to look at."""
    try:
        yield
    except Fault as fault:
        fault.hint = fault.hint or _hint(fault, options)
        raise


def _hint(fault: Fault, options: Options) -> str:
    match fault:
        case Unreached() if options.url:
            return phrase(
                "Is the server running? Its address is the line url in [workflow:mt.{name}].",
                name=options.name,
            )
        case Unreached():
            return phrase("Is there a network? If it needs a proxy, name it in HTTPS_PROXY.")
        case ServiceDenied(of_key=True) if options.key_env:
            return phrase(
                "The service refuses the key in the variable {name}.", name=options.key_env
            )
        case ServiceDenied(of_key=True):
            return key_advice(options)
    return ""
