"""Pages in headless Chromium, at the width of a telephone and of a desk.

As a program it takes screenshots: ``python -m tests.browser public/ shots/ [PAGE …]``.
"""

from __future__ import annotations

import base64
import json
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import Any

from selenium.webdriver import Chrome, ChromeOptions, ChromeService

WIDTHS = (375, 1280)
PAGES = (
    "index.html",
    *(f"{tag}/index.html" for tag in ("fr", "en", "zh-Hans")),
    *(f"{tag}/nanning-workshop/index.html" for tag in ("fr", "en", "zh-Hans")),
)
AXE = files("selenium_axe_python").joinpath("axe-core/axe.min.js").read_text("utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_QUIET = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
)


def missing() -> str:
    """What is not installed, for a test to say why it skips; empty where all is there."""
    lacking = [name for name in ("chromium", "chromedriver") if not shutil.which(name)]
    return f"{' and '.join(lacking)} not installed" if lacking else ""


@contextmanager
def chromium() -> Iterator[Chrome]:
    """A browser with an empty profile of its own."""
    with tempfile.TemporaryDirectory() as profile:
        options = ChromeOptions()
        options.binary_location = shutil.which("chromium") or ""
        for argument in (*_QUIET, f"--user-data-dir={profile}"):
            options.add_argument(argument)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
        browser = Chrome(options, ChromeService(shutil.which("chromedriver")))
        try:
            yield browser
        finally:
            browser.quit()


def show(browser: Chrome, page: Path, width: int) -> None:
    """Open the file at exactly ``width`` CSS pixels, with every image loaded."""
    metrics = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 500}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    browser.get(page.resolve().as_uri())
    browser.execute_async_script(
        "const done = arguments[0], images = [...document.images];"
        "images.forEach(image => image.loading = 'eager');"
        "Promise.allSettled(images.map(image => image.decode())).then(() => done());"
    )


def log(browser: Chrome, kind: str) -> list[dict[str, Any]]:
    """What the browser noted so far: ``browser`` (its console) or ``performance`` (requests)."""
    entries: list[dict[str, Any]] = browser.get_log(kind)
    return entries


def faults(window: Chrome) -> list[tuple[str, str]]:
    """What axe finds on the page: the rule, and the first place."""
    window.execute_script(AXE)
    window.set_script_timeout(60)
    found = window.execute_async_script(
        "const done = arguments[1]; axe.run(document, {runOnly: arguments[0], iframes: false})"
        ".then(found => done(found.violations), error => done([{id: String(error), nodes: []}]))",
        TAGS,
    )
    return [
        (each["id"], json.dumps([node["html"][:200] for node in each["nodes"][:3]]))
        for each in found
    ]


def screenshot(browser: Chrome, file: Path) -> None:
    """Write the whole page, not only what the window shows, as PNG."""
    shot = browser.execute_cdp_cmd("Page.captureScreenshot", {"captureBeyondViewport": True})
    file.write_bytes(base64.b64decode(shot["data"]))


def main(public: str, out: str, *pages: str) -> None:
    """Take screenshots of the pages of a published site at each width."""
    Path(out).mkdir(parents=True, exist_ok=True)
    with chromium() as browser:
        for page in pages or PAGES:
            for width in WIDTHS:
                show(browser, Path(public) / page, width)
                name = page.removesuffix("index.html").strip("/").replace("/", "_") or "home"
                screenshot(browser, Path(out) / f"{name}-{width}.png")


if __name__ == "__main__":
    main(*sys.argv[1:])
