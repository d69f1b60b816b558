"""One door to the services: a backend by the provider's name."""

from __future__ import annotations

from collections.abc import Mapping

from workflow.engines.backend import Backend
from workflow.engines.context import Context
from workflow.engines.deep_classes import CLASSES, UNSAFE
from workflow.engines.engine import Options
from workflow.errors import ConfigError
from workflow.model.phrase import phrase

SERVED = ("libretranslate", "deepl", "microsoft", "google-cloud", "mymemory", "openai", *CLASSES)
"""What :func:`make_backend` makes one of: services of our own, and deep-translator's classes."""


def make_backend(
    options: Options, environ: Mapping[str, str], context: Context | None = None
) -> Backend:
    """The backend of a provider that is :data:`SERVED`; ``environ`` has its key and the proxy.

    ``context`` is for those that look at the article. Raises :class:`ConfigError` for a provider
    of deep-translator that cannot be used, with why, and for settings that lack something.
    """
    # Here, not above: a run without a service does not wait for what speaks HTTP to be loaded.
    if options.provider in CLASSES:
        from workflow.engines.worker_backend import WorkerBackend  # noqa: PLC0415

        return WorkerBackend(options, environ)
    if options.provider == "openai":
        from workflow.engines.chat import Chat  # noqa: PLC0415

        return Chat(options, environ, context or Context())
    if options.provider in SERVED:
        from workflow.engines.http_backend import HttpBackend  # noqa: PLC0415

        return HttpBackend(options, environ)
    raise ConfigError(
        phrase(
            "[workflow:mt.{name}]: provider {provider} cannot be used: {reason}",
            name=options.name,
            provider=options.provider,
            reason=UNSAFE[options.provider],
        ),
        file="setup.cfg",
    )
