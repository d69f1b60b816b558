"""What a project's settings say of its releases."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_ADDRESS: Final = re.compile(r"[,，]\s*([^\s,，]*(?:@|://)[^\s,，]*)\s*\Z")


@dataclass(frozen=True, slots=True)
class ReleaseRules:
    """Section ``[workflow:release]``."""

    policy: str = "each"
    """``each``: a language goes out when it is ready; ``all``: the languages of an article go out
    together."""
    disclosure: str = "unreviewed"
    """When readers are told of machine translation: ``always``, ``unreviewed`` or ``never``."""
    responsible: str = ""
    """Who answers for what is published: ``Name, address``; empty: nobody is named."""
    target: str = ""
    """Where releases go: a folder of the project, or an address with a scheme; empty: the folder
    that the setting ``public`` names."""
    before: tuple[str, ...] = ()
    """The words of a command that has to succeed before anything is published; none: no command."""
    after: tuple[str, ...] = ()
    """Those of one that is run after readers get another release."""

    @property
    def responsible_name(self) -> str:
        """The name in :attr:`responsible`."""
        return _ADDRESS.split(self.responsible)[0].strip()

    @property
    def responsible_address(self) -> str:
        """The e-mail or web address in :attr:`responsible`; empty where it has none."""
        found = _ADDRESS.search(self.responsible)
        return found[1] if found else ""


PLAIN_RELEASE: Final = ReleaseRules()
"""Those of a project that sets none."""
