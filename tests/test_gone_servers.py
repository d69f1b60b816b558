"""Withdrawn articles are answered with 410 (Gone) by the real Apache and the real nginx."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote

import pytest

from tests.test_release_flow import Newsroom

APACHE, NGINX = shutil.which("apache2"), shutil.which("nginx")
TEXT = "Texte secret"
SLUG = "été/à vendre"
TAGS = {"fr": "Cet article a été retiré", "en": "This article was withdrawn"}


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A site in a folder of a server (``/news/``) with a withdrawn article, and one below it."""
    newsroom = Newsroom(tmp_path_factory.mktemp("gone") / "project")
    setup = newsroom.root / "setup.cfg"
    settings = setup.read_text().replace("news.example.org/", "news.example.org/news/")
    setup.write_text(settings)
    for slug in (SLUG, f"{SLUG}/suite"):
        text = f"---\ntitle: Titre de {slug}\nlang: fr\n---\n\n{TEXT}.\n"
        newsroom.write(f"articles/{slug}.md", text)
        newsroom.ready(slug, "en", TEXT)
        newsroom.approve(slug, "fr")
    newsroom.publish()
    newsroom.run("release", "withdraw", SLUG, "--reason", "Erreur.")
    return newsroom.root / "public"


@pytest.fixture
def opened(site):
    """The root of a server with the site below it, which any user of this machine can read."""
    with TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        shutil.copytree(site, Path(name) / "news")
        yield name


def get(url):
    """Status and body; without following anything elsewhere."""
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:  # noqa: S310 - on the loopback
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


def assert_answers(base):
    for tag, said in TAGS.items():
        for ending in ("/", "/index.html", ""):
            status, body = get(f"{base}/news/{tag}/{quote(SLUG)}{ending}")
            assert (status, said in body, TEXT in body) == (410, True, False), (tag, ending, body)
        status, body = get(f"{base}/news/{tag}/{quote(SLUG)}/suite/")
        assert (status, TEXT in body) == (200, True)
        status, _ = get(f"{base}/news/{tag}/")
        assert status == 200
        status, body = get(f"{base}/news/{tag}/{quote(SLUG)}/.htaccess")
        assert status in (403, 404), body


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


@contextmanager
def serving(command: list[str], port: int) -> Iterator[str]:
    """Run a server in the foreground until the block ends."""
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as process:
        try:
            for _ in range(200):
                assert process.poll() is None, process.stdout and process.stdout.read().decode()
                try:
                    socket.create_connection(("127.0.0.1", port), 0.1).close()
                    break
                except OSError:
                    time.sleep(0.05)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(20)


def documented(heading: str) -> str:
    """The code block behind a heading of docs/releases.md."""
    text = Path("docs/releases.md").read_text(encoding="utf-8")
    found = re.search(rf"{heading}.*?```[a-z]*\n(.*?)```", text, re.DOTALL)
    assert found
    return found[1]


@pytest.mark.skipif(not APACHE, reason="apache2 is not installed (Debian: apt install apache2)")
def test_apache(opened, tmp_path):
    port, modules = free_port(), "/usr/lib/apache2/modules"
    names = ("authz_core", "mime", "dir", "rewrite", "mpm_event")
    loads = [
        f"LoadModule {name}_module {modules}/mod_{name}.so"
        for name in names
        if Path(f"{modules}/mod_{name}.so").exists()
    ]
    as_root = "User www-data\nGroup www-data\n" if os.geteuid() == 0 else ""
    (tmp_path / "apache.conf").write_text(
        "\n".join(loads)
        + f"""
ServerName localhost
Listen 127.0.0.1:{port}
PidFile {tmp_path}/pid
ErrorLog {tmp_path}/error.log
DocumentRoot {opened}
{as_root}TypesConfig /dev/null
AddType text/html .html
DirectoryIndex index.html
<Files ".ht*">
Require all denied
</Files>
<Directory {opened}>
Require all granted
{documented("On Apache")}
</Directory>
"""
    )
    command = [str(APACHE), "-D", "FOREGROUND", "-f", str(tmp_path / "apache.conf")]
    with serving(command, port) as base:
        assert_answers(base)


@pytest.mark.skipif(not NGINX, reason="nginx is not installed (Debian: apt install nginx-light)")
def test_nginx(opened, tmp_path):
    port = free_port()
    user = "user root;\n" if os.geteuid() == 0 else ""
    temporary = "".join(
        f"{name}_temp_path {tmp_path}/{name};\n"
        for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (tmp_path / "nginx.conf").write_text(
        f"""{user}daemon off;
pid {tmp_path}/pid;
error_log {tmp_path}/error.log;
events {{}}
http {{
{temporary}access_log off;
types {{ text/html html; }}
absolute_redirect off;
server {{
listen 127.0.0.1:{port};
root {opened};
{documented("On nginx")}
}}
}}
"""
    )
    command = [str(NGINX), "-c", str(tmp_path / "nginx.conf")]
    with serving(command, port) as base:
        assert_answers(base)
