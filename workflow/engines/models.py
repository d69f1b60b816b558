"""Translation models on this machine: one file a model, kept as it came, under its digest.

They are large and the same for every project, so they lie in the user's data folder
(``WORKFLOW_MODELS`` names another). A model is read only if its bytes still have the digest
that is in its name.
"""

from __future__ import annotations

import hashlib
import json
import re
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from workflow.engines.archives import MOST, Contents, unpacked
from workflow.errors import ConfigError, FileError
from workflow.files.atomic import file_error, replacing
from workflow.model import Locale
from workflow.model.phrase import phrase

_NAME = re.compile(r"(argos|firefox)\.(\w+)\.(\w+)\.([0-9a-f]{64})\.model")
_ARGOS_CODES = {"zt": "zh_Hant", "pb": "pt_BR"}
"""Argos's codes that are none of ISO 639."""
_FIREFOX_MODEL = re.compile(r"(?:.*/)?model\.(?P<pair>[a-z]{4})?.*\.bin")
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Model:
    """An installed model."""

    engine: str
    """``argos`` or ``firefox``."""
    source: Locale
    target: Locale
    sha256: str
    """Of the file, in hex."""
    path: Path

    def contents(self) -> Contents:
        """Return the files in it; raise :class:`FileError` where it is not what was installed."""
        try:
            with self.path.open("rb") as file:
                if hashlib.file_digest(file, "sha256").hexdigest() != self.sha256:
                    raise FileError(
                        phrase("this model is not what was installed: its digest is another"),
                        hint=phrase("Delete the file, then install the model again."),
                        file=str(self.path),
                    )
                return unpacked(file, self.path.name)
        except OSError as error:
            raise file_error(self.path, "read", error) from error


def models_folder(environ: Mapping[str, str]) -> Path:
    """Where models are: ``WORKFLOW_MODELS``, else ``workflow/models`` in the user's data folder.

    That is ``XDG_DATA_HOME``, else ``~/.local/share``.
    """
    if named := environ.get("WORKFLOW_MODELS"):
        return Path(named)
    data = environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(data) / "workflow" / "models"


def installed_models(folder: Path) -> tuple[Model, ...]:
    """The models in a folder; of one pair and engine, the one that was installed last."""
    try:
        paths = sorted(folder.glob("*.model"), key=lambda path: path.stat().st_mtime_ns)
    except OSError as error:
        raise file_error(folder, "read", error) from error
    found: dict[tuple[str, str, str], Model] = {}
    for path in paths:
        if name := _NAME.fullmatch(path.name):
            engine, source, target, sha256 = name.groups()
            model = Model(engine, Locale(source), Locale(target), sha256, path)
            found[engine, source, target] = model
    return tuple(found[key] for key in sorted(found))


def install_model(
    pair: tuple[Locale, Locale], name: str, blocks: Iterable[bytes], folder: Path, sha256: str = ""
) -> Model:
    """Install the archive that ``blocks`` are, and return the model; ``name`` is for errors.

    Which engine it is for is told from what it holds. It takes the place of the model of that
    engine and pair at once and whole, or nothing is changed. Raises :class:`ConfigError` where it
    is too large, is no model, is of another pair, or has another digest than ``sha256`` (hex;
    empty: any); what :func:`unpacked` raises; :class:`FileError` where it cannot be kept.
    """
    source, target = (locale.minimal for locale in pair)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as file:
            digest = _received(file, blocks, name)
            _check_digest(digest, sha256, name)
            engine = _engine_of(unpacked(file, name), (source, target), name)
            path = folder / f"{engine}.{source}.{target}.{digest}.model"
            file.seek(0)
            with replacing(path) as new:
                while block := file.read(_BLOCK):
                    new.file.write(block)
        for other in folder.glob(f"{engine}.{source}.{target}.*.model"):
            if other != path:
                other.unlink(missing_ok=True)
    except OSError as error:
        raise file_error(folder, "write", error) from error
    return Model(engine, source, target, digest, path)


def _received(file: IO[bytes], blocks: Iterable[bytes], name: str) -> str:
    """Write the blocks to ``file``, and return their digest."""
    digest = hashlib.sha256()
    size = 0
    for block in blocks:
        size += len(block)
        if size > MOST:
            raise ConfigError(phrase("{name}: more than {size} bytes", name=name, size=MOST))
        digest.update(block)
        file.write(block)
    return digest.hexdigest()


def _check_digest(digest: str, wanted: str, name: str) -> None:
    if wanted and digest != wanted.lower():
        raise ConfigError(
            phrase(
                "{name}: its SHA-256 digest is {digest}, not the one that was given",
                name=name,
                digest=digest,
            ),
            hint=phrase("Do not use this file. Get it again, from the place that its makers name."),
        )


def _engine_of(contents: Contents, pair: tuple[Locale, Locale], name: str) -> str:
    """The engine whose model it is; raise :class:`ConfigError` where it is none of the pair."""
    letters = {found["pair"] for found in map(_FIREFOX_MODEL.fullmatch, contents) if found}
    if {"metadata.json", "model/model.bin", "sentencepiece.model"} <= contents.keys():
        engine, found = "argos", _argos_pair(contents["metadata.json"], name)
        wanted = "-".join(each.name for each in pair)
    elif letters and any(each.endswith(".spm") for each in contents):
        wanted = "".join(each.name[:2] for each in pair)
        engine, found = "firefox", next(iter(letters)) or wanted
    else:
        raise ConfigError(
            phrase("{name} holds no model that can be used here", name=name),
            hint=phrase(
                "For argos: an .argosmodel with a file `sentencepiece.model`; for firefox: "
                "an archive or folder with `model.….bin` and `….spm`."
            ),
        )
    if found != wanted:
        raise ConfigError(
            phrase("{name} is a model of another pair: {pair}", name=name, pair=found),
            hint=phrase("Name its pair, or get the model of the one that was named."),
        )
    return engine


def _argos_pair(metadata: bytes, name: str) -> str:
    try:
        told = json.loads(metadata)
        codes = (str(told["from_code"]), str(told["to_code"]))
    except (ValueError, KeyError, TypeError) as error:
        raise ConfigError(
            phrase("{name}: its `metadata.json` does not name a pair", name=name)
        ) from error
    return "-".join(Locale.parse(_ARGOS_CODES.get(code, code)).minimal.name for code in codes)
