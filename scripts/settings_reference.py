"""Print docs/settings.md: the settings as ``workflow init`` writes and explains them."""

from __future__ import annotations

import sys
from importlib.resources import files

HEADER = """# Settings

All settings stand in `setup.cfg`. This is the file that `workflow init` writes: each setting with
its default, explained in the line above it. A line that begins with `#` is switched off. Written by
`make docs`, compared by the tests.
"""


def reference() -> str:
    """Return the whole document."""
    text = (files("workflow.flows") / "skeleton" / "workflow.cfg").read_text("utf-8")
    text = text.replace("$source", "fr").replace("$targets", "fr, en, zh")
    return f"{HEADER}\n```ini\n{text.rstrip()}\n```\n"


if __name__ == "__main__":
    sys.stdout.write(reference())
