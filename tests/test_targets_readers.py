"""What docs/targets.md says of web servers, tried: its own lines, run by the real programs."""

from __future__ import annotations

import json
import re
import shutil
import socket
import subprocess
import time
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import requests

from tests import places
from tests.places import publish
from tests.test_release_publisher import NOON, pages_of, put_out
from workflow.targets.headers import PAGES

DOCS = Path(__file__).parent.parent / "docs/targets.md"
LATER = NOON + timedelta(hours=1)


def block(language, number=0):
    """A block of code of the page."""
    return re.findall(rf"```{language}\n(.*?)```", DOCS.read_text("utf-8"), re.DOTALL)[number]


@pytest.fixture
def bucket():
    with places.bucket() as made:
        made.empty()
        allowed = {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject",
                   "Resource": "arn:aws:s3:::newsroom/*"}  # fmt: skip
        policy = json.dumps({"Version": "2012-10-17", "Statement": [allowed]})
        made.client.put_bucket_policy(Bucket="newsroom", Policy=policy)
        yield made


class Nginx:
    """nginx with a server block, for as long as a test runs."""

    def __init__(self, folder, block, before=""):
        program = shutil.which("nginx") or "/usr/sbin/nginx"
        if not Path(program).exists():
            pytest.skip("needs: apt install nginx-light")
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        folder.chmod(0o755)
        kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        spare = "".join(f"{each}_temp_path {folder}/{each};\n" for each in kinds)
        block = block.replace("server {", f"server {{ listen 127.0.0.1:{self.port};")
        (folder / "conf").write_text(
            f"daemon off; pid {folder}/pid; error_log stderr; events {{}}\n"
            f"http {{ access_log off; include /etc/nginx/mime.types;\n{spare}{before}\n{block} }}\n"
        )
        self.process = subprocess.Popen([program, "-c", str(folder / "conf")])

    def __enter__(self):
        until = time.monotonic() + 20
        while time.monotonic() < until:
            try:
                socket.create_connection(("127.0.0.1", self.port)).close()
            except OSError:
                time.sleep(0.05)
            else:
                return self
        raise RuntimeError("nginx does not start")

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(10)

    def get(self, path):
        url = f"http://127.0.0.1:{self.port}{path}"
        return requests.get(url, timeout=10, allow_redirects=False)


def test_nginx_before_a_folder():
    with TemporaryDirectory(prefix="nginx-") as name:
        root = Path(name)
        put_out(root, "un")
        lines = block("nginx").replace("/srv/news/public", str(root / "public"))
        with Nginx(root, lines) as nginx:
            page = nginx.get("/en/a/")
            assert (page.content, page.headers["Cache-Control"]) == (b"un", "public, max-age=60")
            assert nginx.get("/en/a").status_code == 301
            assert nginx.get("/none/").status_code == 404
            put_out(root, "deux", LATER)
            assert nginx.get("/en/a/").content == b"deux"


def test_nginx_before_a_bucket(bucket, tmp_path):
    release = publish(bucket, tmp_path, "un")
    lines = block("nginx", 1).replace("/bucket/news/", "/newsroom/site/")
    lines = lines.replace("https://s3.example.org", bucket.url)
    lines = lines.replace("include /etc/nginx/news-release.conf;", "")
    found = re.search(r"`(map \$host .*?\})`", DOCS.read_text("utf-8"))
    assert found is not None
    known = found[1].replace("20261124T060000Z-1a2b3c4d", release)
    with TemporaryDirectory(prefix="nginx-") as name, Nginx(Path(name), lines, known) as nginx:
        for path, data in pages_of("un").items():
            page = nginx.get(f"/{path.removesuffix('index.html')}")
            assert (page.status_code, page.content) == (200, data)
        assert nginx.get("/en/a/").headers["Cache-Control"] == PAGES
        assert nginx.get("/none/").status_code == 404


ASK = """
const edge = (await import(process.argv[2])).default;
const said = [];
for (const path of process.argv.slice(3)) {
  const found = await edge.fetch(new Request(`https://news.example.org${path}`));
  said.push([found.status, await found.text(), found.headers.get("location")]);
}
console.log(JSON.stringify(said));
"""


def test_the_function_at_the_edge(bucket, tmp_path):
    if shutil.which("node") is None:
        pytest.skip("needs: apt install nodejs")
    publish(bucket, tmp_path, "un")
    lines = block("js").replace("https://bucket.s3.example.org/news", f"{bucket.url}/newsroom/site")
    (tmp_path / "edge.mjs").write_text(lines)
    (tmp_path / "ask.mjs").write_text(ASK)
    command = ["node", tmp_path / "ask.mjs", tmp_path / "edge.mjs", "/en/a/", "/", "/en/a", "/no/"]
    done = subprocess.run(command, check=True, capture_output=True, timeout=60)
    page, home, moved, lost = json.loads(done.stdout)
    assert (page[:2], home[:2]) == ([200, "un"], [200, "home"])
    assert (moved[0], moved[2]) == (301, "https://news.example.org/en/a/")
    assert lost[0] == 404
