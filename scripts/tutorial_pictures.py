"""Take the pictures of the tutorials anew: ``python scripts/tutorial_pictures.py``.

Real pages of the practice project in headless Chromium (Debian: chromium, chromium-driver,
fonts-noto-cjk).
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from urllib.parse import urljoin

from selenium import webdriver

ROOT: Final = Path(__file__).resolve().parent.parent
IMAGES: Final = ROOT / "docs" / "images"
WORKFLOW: Final = (sys.executable, "-m", "workflow")


@contextmanager
def served(command: Sequence[str], folder: Path, environ: dict[str, str]) -> Iterator[str]:
    """The address that a server of the program prints."""
    with subprocess.Popen(
        [*WORKFLOW, *command, "--port", "0"],
        cwd=folder, env=environ, stdout=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        try:
            line = next(iter(process.stdout or ()))
            yield line[line.index("http://") :].split()[0]
        finally:
            process.terminate()


def main() -> None:
    """See above."""
    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium") or "chromium"
    for each in ("--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"):
        options.add_argument(each)
    environ = {**os.environ, "PYTHONUNBUFFERED": "1"}
    eve, paul = ({**environ, "WORKFLOW_ACTOR": f"{who}@example.org"} for who in ("eve", "paul"))
    with tempfile.TemporaryDirectory() as name, webdriver.Chrome(options=options) as browser:
        folder = Path(name) / "practice"
        shutil.copytree(ROOT / "docs/tutorials/practice", folder)
        browser.set_window_size(1280, 900)
        with served(["--lang", "en", "review", "serve"], folder, eve) as address:
            browser.get(address)
            browser.get(urljoin(address, "/zh/pont-de-la-tour/"))
            browser.save_screenshot(str(IMAGES / "tutorial-review.png"))
        for command in (
            ["extract"],
            ["approve", "pont-de-la-tour", "--locale", "fr,zh"],
        ):
            subprocess.run([*WORKFLOW, *command], cwd=folder, env=eve, check=True)
        subprocess.run([*WORKFLOW, "release", "publish"], cwd=folder, env=paul, check=True)
        browser.set_window_size(900, 900)
        with served(["serve", "--no-drafts"], folder, paul) as address:
            browser.get(f"{address.rstrip('/')}/zh-Hans/pont-de-la-tour/")
            browser.save_screenshot(str(IMAGES / "tutorial-page.png"))


if __name__ == "__main__":
    main()
