"""Models come from a file, a folder or a server: the right one, whole, and nothing beside."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import tarfile
import threading
import tracemalloc
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.engines.archives import unpacked
from workflow.engines.models import installed_models, models_folder
from workflow.errors import ConfigError, EngineError, FileError, WorkflowError
from workflow.flows.install_model import install
from workflow.model import Locale

FIREFOX = {"model.fren.intgemm.alphas.bin": b"weights" * 100, "vocab.fren.spm": b"words"}


def zipped(files: Mapping[str, bytes], top: str = "") -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(top + name, content)
    return data.getvalue()


def tarred(files: Mapping[str, bytes], mode: str = "w:gz") -> bytes:
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode=mode) as archive:  # type: ignore[call-overload]
        for name, content in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return data.getvalue()


def put(folder: Path, pair: str, origin: Path | str, sha256: str = "") -> Path:
    seen: list[int] = []
    model = install(
        pair,
        str(origin),
        {"WORKFLOW_MODELS": str(folder)},
        lambda _label, _length: nullcontext(seen.append),
        sha256=sha256,
    )
    return model.path


def test_models_lie_in_the_user_s_data_folder(tmp_path: Path) -> None:
    assert models_folder({"WORKFLOW_MODELS": "/srv/models"}) == Path("/srv/models")
    assert models_folder({"XDG_DATA_HOME": "/data"}) == Path("/data/workflow/models")
    assert models_folder({}) == Path.home() / ".local/share/workflow/models"


@pytest.mark.parametrize(
    "data",
    [
        zipped(FIREFOX),
        zipped(FIREFOX, "fr-en/"),
        tarred(FIREFOX),
        tarred({f"fren/{name}": content for name, content in FIREFOX.items()}, "w"),
        zipped({f"{name}.gz": gzip.compress(content) for name, content in FIREFOX.items()}),
    ],
)
def test_an_archive_is_kept_as_it_came_under_its_digest(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "package").write_bytes(data)
    path = put(tmp_path / "models", "fr-en", tmp_path / "package")
    assert path.read_bytes() == data
    digest = hashlib.sha256(data).hexdigest()
    assert path.name == f"firefox.fr.en.{digest}.model"
    (model,) = installed_models(tmp_path / "models")
    assert (model.engine, model.source, model.target) == ("firefox", Locale("fr"), Locale("en"))
    assert model.sha256 == digest
    assert model.contents() == FIREFOX


def test_a_folder_gives_the_same_digest_each_time(tmp_path: Path) -> None:
    for name in ("one", "two"):
        folder = tmp_path / name
        folder.mkdir()
        for file, content in reversed(FIREFOX.items()) if name == "two" else FIREFOX.items():
            (folder / file).write_bytes(content)
    first = put(tmp_path / "a", "fr-en", tmp_path / "one")
    second = put(tmp_path / "b", "fr-en", tmp_path / "two")
    assert first.name == second.name
    assert installed_models(tmp_path / "a")[0].contents() == FIREFOX


def test_a_folder_with_too_much_in_it_is_refused(tmp_path: Path) -> None:
    for number in range(2_001):
        (tmp_path / f"{number}.bin").write_bytes(b"")
    with pytest.raises(ConfigError, match="too much"):
        put(tmp_path / "models", "fr-en", tmp_path)


def test_a_new_model_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    for number in (b"1", b"2"):
        (tmp_path / "package").write_bytes(zipped({**FIREFOX, "lex.fren.bin": number}))
        put(tmp_path / "models", "fr-en", tmp_path / "package")
    (path,) = (tmp_path / "models").iterdir()
    assert installed_models(tmp_path / "models")[0].contents()["lex.fren.bin"] == b"2"
    assert path.suffix == ".model"


def test_argos_codes_of_chinese_are_known(tmp_path: Path) -> None:
    files = {
        "metadata.json": json.dumps({"from_code": "en", "to_code": "zt"}).encode(),
        "sentencepiece.model": b"x",
        "model/model.bin": b"y",
    }
    (tmp_path / "package").write_bytes(zipped(files, "translate-en_zt/"))
    assert put(tmp_path / "models", "en-zh_TW", tmp_path / "package").name.startswith(
        "argos.en.zh_Hant."
    )


def bomb() -> bytes:
    return zipped({"model.fren.bin": b"\0" * (80 << 20), "vocab.fren.spm": b"x"})


def linked(kind: bytes, target: str) -> bytes:
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w") as archive:
        info = tarfile.TarInfo("vocab.fren.spm")
        info.type, info.linkname = kind, target
        archive.addfile(info)
    return data.getvalue()


def zip_link() -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        info = zipfile.ZipInfo("vocab.fren.spm")
        info.external_attr = 0o120777 << 16
        archive.writestr(info, "/etc/passwd")
    return data.getvalue()


def doubled() -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for content in (b"one", b"two"):
            with pytest.warns(UserWarning) if content == b"two" else nullcontext():
                archive.writestr("vocab.fren.spm", content)
    return data.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"not an archive",
        zipped(FIREFOX)[:-30],
        tarred(FIREFOX)[:-40],
        zipped({"../model.fren.bin": b"x", "vocab.fren.spm": b"y"}),
        zipped({"/model.fren.bin": b"x"}),
        zipped({"a/../../model.fren.bin": b"x"}),
        zipped({"C:\\model.fren.bin": b"x"}),
        tarred({"../../model.fren.bin": b"x"}),
        tarred({"/etc/model.fren.bin": b"x"}),
        linked(tarfile.SYMTYPE, "/etc/passwd"),
        linked(tarfile.LNKTYPE, "../x"),
        linked(tarfile.CHRTYPE, ""),
        linked(tarfile.FIFOTYPE, ""),
        zip_link(),
        doubled(),
        bomb(),
        zipped({"model.fren.bin.gz": b"not gzip", "vocab.fren.spm": b"x"}),
        zipped({f"file{number}": b"" for number in range(2_001)}),
        zipped({"readme.txt": b"x"}),
        zipped({"model.fren.bin": b"x"}),
        zipped({"metadata.json": b"{}", "model/model.bin": b"", "sentencepiece.model": b""}),
        zipped({"metadata.json": b"[", "model/model.bin": b"", "sentencepiece.model": b""}),
        zipped({"model.enfr.bin": b"x", "vocab.enfr.spm": b"x"}),
    ],
    ids=range(24),
)
def test_what_is_no_model_changes_nothing(tmp_path: Path, data: bytes) -> None:
    good, bad = tmp_path / "good", tmp_path / "bad"
    good.write_bytes(zipped(FIREFOX))
    bad.write_bytes(data)
    path = put(tmp_path / "models", "fr-en", good)
    with pytest.raises(ConfigError):
        put(tmp_path / "models", "fr-en", bad)
    assert [*(tmp_path / "models").iterdir()] == [path]
    assert path.read_bytes() == good.read_bytes()


def test_a_bomb_is_not_unpacked_whole() -> None:
    zeros = b"\0" * (80 << 20)
    inner = zipped({"model.fren.bin.gz": gzip.compress(zeros)})
    for data in (zipped({"model.fren.bin": zeros}), tarred({"model.fren.bin": zeros}), inner):
        tracemalloc.start()
        with pytest.raises(ConfigError):
            unpacked(io.BytesIO(data), "x")
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert peak < 150 << 20  # at most two copies of the 64 MiB that so small a file may hold


def test_the_digest_that_was_given_must_be_that_of_the_file(tmp_path: Path) -> None:
    data = zipped(FIREFOX)
    (tmp_path / "package").write_bytes(data)
    digest = hashlib.sha256(data).hexdigest()
    with pytest.raises(ConfigError, match=digest):
        put(tmp_path / "models", "fr-en", tmp_path / "package", "0" * 64)
    assert [*(tmp_path / "models").iterdir()] == []
    assert put(tmp_path / "models", "fr-en", tmp_path / "package", digest.upper()).is_file()


@pytest.mark.parametrize(
    ("pair", "sha256"), [("fr", ""), ("fr-", ""), ("-en", ""), ("fr-en", "abc"), ("fr-xx1", "")]
)
def test_a_pair_or_digest_that_is_none(tmp_path: Path, pair: str, sha256: str) -> None:
    with pytest.raises(WorkflowError):
        put(tmp_path, pair, tmp_path / "missing", sha256)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FileError):
        put(tmp_path / "models", "fr-en", tmp_path / "missing")


# Servers


@contextmanager
def server(answers: Mapping[str, tuple[int, Mapping[str, str], bytes]]) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, headers, body = answers[self.path]
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_arguments: object) -> None:
            pass

    httpd = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=httpd.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{httpd.server_port}"
    finally:
        httpd.shutdown()
        httpd.server_close()


def test_a_model_comes_from_a_server(tmp_path: Path) -> None:
    data = zipped(FIREFOX)
    digest = hashlib.sha256(data).hexdigest()
    length = {"Content-Length": str(len(data))}
    answers = {"/m": (200, length, data), "/moved": (302, {"Location": "/m"}, b"")}
    with server(answers) as url:
        for path in ("/m", "/moved"):
            put(tmp_path / path[1:], "fr-en", url + path, digest)
            assert installed_models(tmp_path / path[1:])[0].contents() == FIREFOX
        with pytest.raises(ConfigError, match="http"):
            put(tmp_path / "bare", "fr-en", url + "/m")


@pytest.mark.parametrize(
    "answer",
    [
        (404, {}, b"no"),
        (500, {}, b"no"),
        (200, {"Content-Length": "99999"}, zipped(FIREFOX)),
        (200, {"Content-Encoding": "gzip"}, b"not gzip"),
    ],
)
def test_a_server_that_fails_leaves_nothing(
    tmp_path: Path, answer: tuple[int, Mapping[str, str], bytes]
) -> None:
    with server({"/m?key=secret": answer}) as url, pytest.raises(EngineError) as caught:
        put(tmp_path / "models", "fr-en", f"{url}/m?key=secret", "0" * 64)
    assert "secret" not in str(caught.value)
    assert [*(tmp_path / "models").glob("*")] == []


def test_a_server_that_is_not_there(tmp_path: Path) -> None:
    with server({}) as url:
        pass
    with pytest.raises(EngineError):
        put(tmp_path / "models", "fr-en", f"{url}/m", "0" * 64)


@given(
    st.binary(max_size=300)
    | st.builds(
        lambda start, end: start + end,
        st.sampled_from([zipped(FIREFOX), tarred(FIREFOX), tarred(FIREFOX, "w")]).flatmap(
            lambda data: st.integers(0, len(data)).map(lambda at: data[:at])
        ),
        st.binary(max_size=40),
    )
)
def test_any_bytes_are_files_or_are_refused(data: bytes) -> None:
    try:
        found = unpacked(io.BytesIO(data), "x")
    except ConfigError:
        return
    assert all(not name.startswith("/") and ".." not in name.split("/") for name in found)
