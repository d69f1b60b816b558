"""Commands before and after a release, and the files that run releases elsewhere."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.test_release_flow import Newsroom
from workflow.project.config import load_settings

ROOT = Path(__file__).parent.parent
SAYS = """\
import json, os, sys
names = ("WORKFLOW_ACTOR", "WORKFLOW_RELEASE", "WORKFLOW_RELEASE_BEFORE", "WORKFLOW_SITE")
told = {name: os.environ[name] for name in names if name in os.environ}
with open("told.jsonl", "a", encoding="utf-8") as file:
    print(json.dumps([sys.argv[1:], told]), file=file)
print("\\x1b[31m何か été")
sys.exit(int(sys.argv[-1]))
"""


def hook(name: str, *words: str) -> str:
    return f"{name} = {shlex.join([sys.executable, 'says.py', name, *words])}\n"


@pytest.fixture
def newsroom(tmp_path: Path) -> Newsroom:
    found = Newsroom(tmp_path / "project")
    found.write("says.py", SAYS)
    found.ready("atelier", "en", "one")
    return found


def use(newsroom: Newsroom, *lines: str) -> None:
    settings = (newsroom.root / "setup.cfg").read_text("utf-8")
    head = settings.partition("[workflow:release]")[0]
    newsroom.write("setup.cfg", head + "[workflow:release]\n" + "".join(lines))


def told(newsroom: Newsroom) -> list[Any]:
    path = newsroom.root / "told.jsonl"
    found = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    path.unlink()
    return found


def test_a_release_has_its_commands_run(newsroom: Newsroom) -> None:
    use(newsroom, hook("before", "été d’ici", "0"), hook("after", "0"))
    result = newsroom.publish()
    (before, first), (after, then) = told(newsroom)
    assert before == ["before", "été d’ici", "0"]
    assert first.keys() == {"WORKFLOW_ACTOR"}
    assert after == ["after", "0"]
    live = newsroom.releases()[0]["id"]
    assert then["WORKFLOW_RELEASE"] == live
    assert then["WORKFLOW_RELEASE_BEFORE"] == ""
    assert Path(then["WORKFLOW_SITE"], "en/atelier/index.html").is_file()
    assert "\ufffd[31m何か été" in result.stderr
    assert "何か" not in result.stdout
    newsroom.publish()
    assert [words[0] for words, _ in told(newsroom)] == ["before"]  # nothing changed


def test_where_before_fails_nothing_is_published(newsroom: Newsroom) -> None:
    use(newsroom, hook("before", "3"), hook("after", "0"))
    result = newsroom.publish(code=1)
    assert "exit code 3" in result.stderr
    assert "Nothing was published" in result.stderr
    assert [words[0] for words, _ in told(newsroom)] == ["before"]
    assert newsroom.releases() == []


def test_where_after_fails_the_release_is_live(newsroom: Newsroom) -> None:
    use(newsroom, hook("after", "7"))
    result = newsroom.publish(code=3)
    assert "exit code 7" in result.stderr
    assert newsroom.releases()[0]["live"]
    told(newsroom)


def test_going_back_and_withdrawing_tell_after_alone(newsroom: Newsroom) -> None:
    newsroom.publish()
    newsroom.ready("second", "en", "two")
    newsroom.publish(hour=13)
    old, new = sorted(each["id"] for each in newsroom.releases())
    use(newsroom, hook("before", "1"), hook("after", "0"))
    newsroom.run("release", "rollback", hour=14)
    ((_, back),) = told(newsroom)
    assert (back["WORKFLOW_RELEASE"], back["WORKFLOW_RELEASE_BEFORE"]) == (old, new)
    newsroom.run("release", "withdraw", "atelier", "--reason", "It was wrong.", hour=15)
    ((words, _),) = told(newsroom)
    assert words[0] == "after"


def test_a_command_may_run_this_program(newsroom: Newsroom) -> None:
    words = shlex.join([sys.executable, "-m", "workflow", "check", "--severity", "error"])
    use(newsroom, f"before = {words}\n")
    newsroom.publish()
    assert newsroom.releases()[0]["live"]


@pytest.mark.parametrize("name", ["before", "after"])
@pytest.mark.parametrize("command", ["there-is-none", "./there-is-none", "articles/atelier.md"])
def test_a_command_that_cannot_be_run_is_named(newsroom: Newsroom, name: str, command: str) -> None:
    use(newsroom, f"{name} = {command}\n")
    code = {"before": 2, "after": 3}[name]
    result = newsroom.publish(code=code)
    assert f"{command} cannot be run" in result.stderr
    assert bool(newsroom.releases()) is (name == "after")


@pytest.mark.parametrize(
    ("value", "said"), [('say "hello', "quotation mark"), ("''", ""), ("", "is empty")]
)
def test_a_value_that_is_no_command(newsroom: Newsroom, value: str, said: str) -> None:
    use(newsroom, f"before = {value}\n")
    result = newsroom.run("status", code=None)
    assert (result.exit_code == 2) is bool(said)
    assert said in result.output


def test_no_shell_reads_a_command(newsroom: Newsroom) -> None:
    use(newsroom, f"before = {shlex.join([sys.executable, 'says.py'])} $HOME * 0\n")
    newsroom.publish()
    ((words, _),) = told(newsroom)
    assert words == ["$HOME", "*", "0"]
    assert load_settings(newsroom.root).release.before[-3:] == ("$HOME", "*", "0")


# Elsewhere


@pytest.mark.parametrize(
    ("schema", "file"),
    [
        ("vendor.github-workflows", "docs/ci/github.yml"),
        ("vendor.gitlab-ci", "docs/ci/gitlab.yml"),
        ("vendor.github-actions", "action.yml"),
    ],
)
def test_files_for_other_services_are_as_they_ask(schema: str, file: str) -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, file]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def steps(file: str) -> Iterator[str]:
    """What the jobs of a file run, one after the other, but for the installation."""
    jobs: dict[str, Any] = yaml.safe_load((ROOT / file).read_text("utf-8"))
    for job in jobs.get("jobs", jobs).values():
        if isinstance(job, dict):
            lines = [step["run"] for step in job.get("steps", ()) if "run" in step]
            yield from (each for each in [*lines, *job.get("script", ())] if "pip" not in each)


@pytest.mark.parametrize("file", ["docs/ci/github.yml", "docs/ci/gitlab.yml"])
def test_what_they_run_runs_as_it_is(newsroom: Newsroom, file: str, tmp_path: Path) -> None:
    root, output = newsroom.root, tmp_path / "output"
    environ = {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(tmp_path),
        "GITHUB_OUTPUT": str(output),
        "WORKFLOW_ACTOR": "press@example.org",
        "SOURCE_DATE_EPOCH": str(1795521600 + 3600 * 12),
        "GIT_CONFIG_COUNT": "2",
        "GIT_CONFIG_KEY_0": "user.name",
        "GIT_CONFIG_VALUE_0": "Press",
        "GIT_CONFIG_KEY_1": "user.email",
        "GIT_CONFIG_VALUE_1": "press@example.org",
    }
    commit = "git init -q && git add articles locales reviews setup.cfg && git commit -qm all"
    for step in [commit, *steps(file)]:
        done = subprocess.run(
            ["bash", "-eo", "pipefail", "-c", step],
            cwd=root, env=environ, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, (step, done.stdout, done.stderr)
        kept = output if output.exists() else root / "plan.env"
        if kept.exists():
            environ["DIGEST"] = kept.read_text("utf-8").strip().partition("=")[2]
    assert newsroom.releases()[0]["digest"] == environ["DIGEST"]


def test_hooks_for_pre_commit_name_commands_that_there_are(newsroom: Newsroom) -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    assert [each["id"] for each in hooks] == ["workflow-extract", "workflow-lint", "workflow-check"]
    for each in hooks:
        program, *words = shlex.split(each["entry"])
        files = [] if each.get("pass_filenames") is False else ["locales/atelier.pot"]
        assert program == "workflow"
        done = subprocess.run(
            [sys.executable, "-m", "workflow", *words, *files],
            cwd=newsroom.root, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
