"""What is handed on: the wheel holds what the program reads, the sdist what its tests need."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tarfile
import zipfile
from configparser import ConfigParser
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FOLDERS = (".ci", "articles", "bench", "docs", "locales", "reviews", "scripts", "tests", "workflow")
FILES = (
    ".gitignore", "CHANGELOG.md", "LICENSE", "MANIFEST.in", "Makefile", "README.md",
    "constraints.txt", "glossary.csv", "pyproject.toml", "setup.cfg",
)  # fmt: skip


def kept() -> set[str]:
    """The project's files, less those of a checkout alone and what is made of them."""
    found = (path for folder in FOLDERS for path in (ROOT / folder).rglob("*") if path.is_file())
    names = {path.relative_to(ROOT).as_posix() for path in found if path.suffix != ".mo"}
    return {*FILES, *(name for name in names if "__pycache__" not in name)}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sdist of a copy of the project, and the wheel made of that."""
    source = tmp_path_factory.mktemp("source")
    for name in kept():
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, source / name)
    out = tmp_path_factory.mktemp("out")
    command = [sys.executable, "-m", "build", "--outdir", str(out), str(source)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if "No matching distribution found for setuptools" in done.stdout:
        pytest.skip("setuptools, which builds, cannot be had here")
    assert done.returncode == 0, done.stdout + done.stderr
    return out


def test_the_sdist_holds_all_that_its_tests_need(built: Path) -> None:
    (path,) = built.glob("*.tar.gz")
    with tarfile.open(path) as sdist:
        names = {name.partition("/")[2] for name in sdist.getnames() if name.count("/")}
    assert kept() <= names


def test_the_wheel_holds_the_program_and_the_data_it_reads(built: Path) -> None:
    (path,) = built.glob("*.whl")
    names = {name for name in zipfile.ZipFile(path).namelist() if ".dist-info/" not in name}
    # Templates of catalogues, and what they are made by, are for translators of the program.
    ours = {name for name in kept() if name.startswith("workflow/")}
    assert names == {name for name in ours if not name.endswith((".pot", "babel.cfg"))}


def test_every_pattern_of_package_data_matches() -> None:
    setup = ConfigParser()
    setup.read(ROOT / "setup.cfg", encoding="utf-8")
    for package, patterns in setup["options.package_data"].items():
        folder = ROOT / package.replace(".", "/")
        for pattern in patterns.split():
            matching = folder.glob(pattern.replace("**", "**/*"))
            assert any(path.is_file() for path in matching), (package, pattern)
