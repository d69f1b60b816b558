"""Objects of a store that fsspec reaches: read, written, listed, deleted, in this program's words.

S3 is asked for more than fsspec knows: what an object is known by (its ETag), conditions on a
write, types and headers. Libraries of other stores raise errors of their own kinds; all become
:class:`TargetError`, without a secret in them.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, TypeVar

from workflow.errors import TargetError
from workflow.files.atomic import beside
from workflow.model.phrase import phrase
from workflow.model.secrecy import Secrets
from workflow.targets.headers import cache_control, content_type

_S3: Final = frozenset({"s3", "s3a"})
_AT_ONCE: Final = 16
"""Objects that are under way side by side."""
_PART: Final = 50 << 20
"""Bytes of a part of a large object, as s3fs cuts it."""
_REFUSED: Final = frozenset({"PreconditionFailed", "ConditionalRequestConflict", "412", "409"})
"""What S3 says where a condition does not hold."""
_UNKNOWN: Final = frozenset({"NotImplemented", "InvalidArgument", "InvalidRequest", "501"})
"""What stores say that know no conditions."""
Thing = TypeVar("Thing")
Found = TypeVar("Found")


class RefusedError(Exception):
    """A condition of a write does not hold."""


class _MissingError(Exception):
    """There is no such object."""


@dataclass(slots=True)
class Objects:
    """The objects below an address; ``name`` is the rest of the path of one."""

    address: str
    _opened: Any = field(default=None, init=False, repr=False)

    @property
    def is_s3(self) -> bool:
        """Whether the store speaks as S3 does."""
        return self.address.partition(":")[0] in _S3

    def read(self, name: str) -> bytes | None:
        """An object's bytes; None where there is none."""
        return self.tagged(name)[0]

    def tagged(self, name: str) -> tuple[bytes | None, str | None]:
        """An object's bytes and, on S3, the tag of just these; None where there is none."""
        try:
            if not self.is_s3:
                return self._ask(self._fs.cat_file, self._path(name)), None
            from fsspec.asyn import sync  # noqa: PLC0415 - an extra

            found: tuple[bytes, str] = self._ask(sync, self._fs.loop, self._get, name)
        except _MissingError:
            return None, None
        return found

    async def _get(self, name: str) -> tuple[bytes, str]:
        bucket, key, _ = self._fs.split_path(self._path(name))
        found = await self._fs._call_s3("get_object", Bucket=bucket, Key=key)
        async with found["Body"] as body:
            return await body.read(), found["ETag"]

    def write(self, name: str, data: bytes, kept: str, **condition: str) -> None:
        """Write an object; ``kept``: its header Cache-Control.

        ``condition``: ``IfMatch`` a tag, or ``IfNoneMatch``; raises :class:`RefusedError` where it
        does not hold. A store that knows no conditions writes all the same.
        """
        if not self.is_s3:
            self._ask(self._fs.pipe_file, self._path(name), data)
            return
        bucket, key, _ = self._fs.split_path(self._path(name))
        options = {
            "Bucket": bucket,
            "Key": key,
            "Body": data,
            "ContentType": content_type(name),
            "CacheControl": kept,
        }
        try:
            self._ask(self._fs.call_s3, "put_object", **options, **condition)
        except TargetError as error:
            code = _code(error)
            if condition and code in _REFUSED:
                raise RefusedError from error
            if not condition or code not in _UNKNOWN:
                raise
            self._ask(self._fs.call_s3, "put_object", **options)

    def put(self, file: Path, name: str) -> None:
        """Write an object of a file's bytes, with the headers that its name asks for."""
        headers = {}
        if self.is_s3:
            headers = {"ContentType": content_type(name), "CacheControl": cache_control(name)}
        self._ask(self._fs.put_file, str(file), self._path(name), **headers)

    def get(self, name: str, file: Path) -> None:
        """Write a file of an object's bytes, whole or not at all."""
        with beside(str(file)) as (opened, temporary):
            opened.close()
            try:
                self._ask(self._fs.get_file, self._path(name), temporary)
            except _MissingError as error:
                raise self._trouble(FileNotFoundError(name)) from error
            shutil.move(temporary, file)

    def copy(self, old: str, new: str) -> bool:
        """Have S3 copy an object with its headers; False where it does not."""
        if not self.is_s3:
            return False
        with suppress(TargetError, _MissingError):
            self._ask(self._fs.cp_file, self._path(old), self._path(new))
            return True
        return False

    def below(self, name: str) -> dict[str, Mapping[str, Any]]:
        """What fsspec knows of the objects below a path, by their paths from there."""
        top = self._path(name)
        self._fs.invalidate_cache()  # fsspec remembers what it listed before
        with suppress(_MissingError):
            found = self._ask(self._fs.find, top, detail=True)
            return {path[len(top) + 1 :]: each for path, each in found.items()}
        return {}

    def delete(self, name: str) -> None:
        """Delete all objects below a path; nothing where there are none."""
        self._fs.invalidate_cache()
        with suppress(_MissingError):
            self._ask(self._fs.rm, self._path(name), recursive=True)

    def holds(self, file: Path, tag: str) -> bool:
        """Whether what S3 knows by ``tag`` are the bytes of ``file``, as far as a tag tells."""
        return self.is_s3 and tag.strip('"') in _tags(file)

    def each(self, act: Callable[[Thing], Found], things: Iterable[Thing]) -> list[Found]:
        """The results for each thing, several at a time where the store can."""
        if not getattr(self._fs, "async_impl", False):
            return list(map(act, things))
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            jobs = [pool.submit(act, each) for each in things]
            try:
                return [job.result() for job in jobs]
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                raise

    @property
    def _fs(self) -> Any:
        """The store, by fsspec: credentials come from the environment and the usual files."""
        if self._opened is None:
            self._opened = _open(self.address)
        return self._opened

    def _path(self, name: str) -> str:
        return f"{self._fs._strip_protocol(self.address).rstrip('/')}/{name}"

    def _ask(self, call: Callable[..., Any], *given: Any, **options: Any) -> Any:
        """Call the store; raises :class:`_MissingError` or :class:`TargetError`."""
        try:
            return call(*given, **options)
        except FileNotFoundError as error:
            if _code(error) == "NoSuchBucket":
                raise self._trouble(error) from error
            raise _MissingError from error
        except Exception as error:
            raise self._trouble(error) from error

    def _trouble(self, error: Exception) -> TargetError:
        said = str(error).strip().splitlines()
        what = _secrets().redacted(said[0] if said else type(error).__name__)
        return TargetError(
            phrase("the store does not do what it is asked for: {what}", what=what),
            hint=phrase(
                "Readers get what they got before. Check the network, the address and the "
                "credentials, then run the command again: it goes on where it stopped."
            ),
            file=self.address,
        )


def _open(address: str) -> Any:
    """The file system of an address, which remembers no listing."""
    protocol = address.partition("://")[0]
    try:
        import fsspec  # noqa: PLC0415 - an extra

        return fsspec.filesystem(protocol, use_listings_cache=False, skip_instance_cache=True)
    except (ImportError, ValueError) as error:
        package = "s3" if protocol in _S3 else ""
        raise TargetError(
            phrase("no package that is installed reaches `{protocol}://`", protocol=protocol),
            hint=phrase("Install it: `pip install 'workflow[{extra}]'`", extra=package)
            if package
            else str(error),
            file=address,
        ) from error


def _tags(path: Path) -> Iterator[str]:
    """What S3 may know a file by: the digest of its bytes, or of those of its parts."""
    with path.open("rb") as file:
        whole = hashlib.md5(usedforsecurity=False)
        parts = []
        while part := file.read(_PART):
            whole.update(part)
            parts.append(hashlib.md5(part, usedforsecurity=False).digest())
    yield whole.hexdigest()
    yield f"{hashlib.md5(b''.join(parts), usedforsecurity=False).hexdigest()}-{len(parts)}"


def _code(error: BaseException) -> str:
    """What S3 calls the trouble; empty where it is none of its own."""
    cause: BaseException | None = error
    while cause is not None:
        response = getattr(cause, "response", None)
        if isinstance(response, dict):
            return str(response.get("Error", {}).get("Code", ""))
        cause = cause.__cause__
    return ""


def _secrets() -> Secrets:
    """What no message may show: of the environment, whatever is named as a secret is."""
    names = ("SECRET", "TOKEN", "PASSWORD", "_KEY", "ENDPOINT_URL", "CONNECTION_STRING")
    return Secrets(
        value.partition("://")[2].rpartition("@")[0] if "ENDPOINT_URL" in name else value
        for name, value in os.environ.items()
        if any(each in name.upper() for each in names) and value
    )
