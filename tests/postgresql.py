"""A PostgreSQL server of one's own: a temporary cluster, on a socket, for as long as tests run."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import sqlalchemy as sql

OPTIONS = "-c listen_addresses='' -c fsync=off -c full_page_writes=off -c shared_buffers=16MB"


class CannotStartError(Exception):
    """Why there is no server."""


@contextmanager
def server() -> Iterator[str]:
    """Yield an SQLAlchemy URL without a database's name; raise CannotStartError with the reason."""
    programs = _programs()
    user = _user()
    with TemporaryDirectory(prefix="pg-") as name:  # not pytest's: a socket's path is short
        folder = Path(name)
        if user is not None:
            os.chown(folder, pwd.getpwnam(user).pw_uid, -1)
        data = folder / "data"
        _run(user, folder, programs / "initdb", "-D", data, "-U", "tester", "-A", "trust", "-N",
             "--locale=C.UTF-8", "-E", "UTF8")  # fmt: skip
        control = (programs / "pg_ctl", "-D", data, "-w", "-l", folder / "log")
        _run(user, folder, *control, "-o", f"{OPTIONS} -k {folder}", "start")
        try:
            yield f"postgresql+psycopg://tester@/{{database}}?host={folder}"
        finally:
            _run(user, folder, *control, "-m", "immediate", "stop")


def make_database(url: str, name: str) -> str:
    """Make an empty database and return its URL."""
    engine = sql.create_engine(url.format(database="postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(sql.text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return url.format(database=name)


def _programs() -> Path:
    try:
        import psycopg  # noqa: F401
    except ImportError as error:
        raise CannotStartError("needs: pip install 'workflow[postgresql]'") from error
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    found = installed[-1] if installed else shutil.which("initdb")
    if found is None:
        raise CannotStartError("needs: apt install postgresql")
    return Path(found).resolve().parent


def _user() -> str | None:
    """Who runs the server, which refuses to run as root; None: whoever runs the tests."""
    if os.getuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name).pw_name
        except KeyError:
            continue
    raise CannotStartError("root cannot run PostgreSQL, and there is no user postgres or nobody")


def _run(user: str | None, folder: Path, *command: object) -> None:
    try:
        subprocess.run(
            [str(part) for part in command],
            check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE, user=user, cwd=folder, timeout=60,
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError) as error:
        output = (getattr(error, "stderr", None) or b"").decode(errors="replace").strip()
        raise CannotStartError(f"PostgreSQL does not start: {output or error}") from error
