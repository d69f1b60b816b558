"""constraints.txt: the version of everything that `make` installs, and nothing else."""

from __future__ import annotations

import re
from configparser import ConfigParser
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
LINE = re.compile(r"(?P<name>[A-Za-z0-9][A-Za-z0-9._-]*)==(?P<version>[0-9][A-Za-z0-9.]*)")


def pinned() -> dict[str, str]:
    found: dict[str, str] = {}
    for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            match = LINE.fullmatch(line)
            assert match, f"neither a comment nor NAME==VERSION: {line}"
            assert canonicalize_name(match["name"]) not in found
            found[canonicalize_name(match["name"])] = match["version"]
    return found


def test_every_requirement_is_pinned_to_a_version_that_will_do() -> None:
    setup = ConfigParser()
    setup.read(ROOT / "setup.cfg", encoding="utf-8")
    extras = setup["options.extras_require"]
    wanted = "\n".join([setup["options"]["install_requires"], extras["test"], extras["postgresql"]])
    pins = pinned()
    for line in wanted.splitlines():
        if line and not line.startswith("#"):
            requirement = Requirement(line)
            version = pins[canonicalize_name(requirement.name)]
            assert requirement.specifier.contains(version, prereleases=True), line


def test_the_project_and_its_installer_are_not() -> None:
    assert not {"workflow", "pip", "setuptools", "wheel"} & pinned().keys()
