"""The shell of the command line: exit codes, messages, streams, and what commands share."""

from __future__ import annotations

import importlib.util
import json
import os
import signal
import subprocess
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from workflow.cli import COMMANDS, common, main
from workflow.cli.boundary import Boundary
from workflow.errors import (
    ArticleError,
    ConfigError,
    EngineError,
    ErrorGroup,
    NotReadyError,
    WorkflowError,
)
from workflow.model import Locale

ROOT = Path(__file__).parent.parent


def run(error: BaseException | None = None, **environment: str) -> Result:
    """Run a command behind the boundary that raises ``error``."""

    @click.group(cls=Boundary)
    def group() -> None:
        pass

    @group.command()
    def command() -> None:
        click.echo("result")
        if error is not None:
            raise error

    return CliRunner(env=environment).invoke(group, ["command"])


def python(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=60,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "ascii"},
    )


class TestBoundary:
    def test_a_command_that_works_ends_with_0(self) -> None:
        result = run()
        assert (result.exit_code, result.stdout, result.stderr) == (0, "result\n", "")

    @pytest.mark.parametrize(
        ("error", "code"),
        [
            (WorkflowError("x"), 2),
            (ConfigError("x"), 2),
            (NotReadyError("x"), 1),
            (EngineError("x"), 3),
            (ErrorGroup([NotReadyError("x"), EngineError("x")]), 3),
        ],
    )
    def test_the_error_decides_the_exit_code(self, error: WorkflowError, code: int) -> None:
        result = run(error)
        assert result.exit_code == code
        assert result.stdout == "result\n"

    def test_file_line_message_and_hint_go_to_standard_error(self) -> None:
        error = ArticleError("no title", hint="Add one.", file="articles/x.md", line=3)
        assert run(error).stderr == "error: articles/x.md:3: no title\n  hint: Add one.\n"

    def test_a_group_says_one_after_the_other(self) -> None:
        inner = ErrorGroup([ArticleError("two", file="b.md"), ArticleError("three")])
        result = run(ErrorGroup([ArticleError("one", file="a.md", line=1), inner]))
        assert result.stderr == "error: a.md:1: one\nerror: b.md: two\nerror: three\n"

    def test_a_path_is_shown_as_one_would_type_it(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        inside = run(ArticleError("x", file=str(tmp_path / "a" / "b.md"), line=2))
        assert inside.stderr == f"error: {Path('a', 'b.md')}:2: x\n"
        outside = run(ArticleError("x", file=str(tmp_path.parent / "b.md")))
        assert outside.stderr == f"error: {tmp_path.parent / 'b.md'}: x\n"

    def test_colours_are_for_terminals_that_want_them(self) -> None:
        group = Boundary(commands=[click.Command("command", callback=_fail)])
        wanted = CliRunner().invoke(group, ["command"], color=True)
        refused = CliRunner(env={"NO_COLOR": "1"}).invoke(group, ["command"], color=True)
        assert "\x1b[" in wanted.stderr
        assert "\x1b[" not in refused.stderr

    def test_the_system_s_refusal_is_a_message(self) -> None:
        result = run(PermissionError(13, "Permission denied", "locales/x.po"))
        assert result.exit_code == 2
        assert result.stderr.startswith("error: locales/x.po: Permission denied\n  hint: ")

    @pytest.mark.parametrize("error", [KeyboardInterrupt(), click.Abort()])
    def test_an_interruption_ends_with_130(self, error: BaseException) -> None:
        result = run(error)
        assert result.exit_code == 130
        assert "interrupted; what was done so far is kept" in result.stderr

    def test_a_usage_error_stays_clicks(self) -> None:
        result = run(click.UsageError("not so"))
        assert result.exit_code == 2
        assert "not so" in result.stderr

    def test_a_defect_goes_to_a_log_file_of_the_project(self, project: Path) -> None:
        result = run(ZeroDivisionError("by a comma"))
        assert result.exit_code == 2
        assert "ZeroDivisionError: by a comma" in result.stderr
        assert "Traceback" not in result.stderr
        (log,) = (project / ".workflow").glob("error-*.log")
        assert log.name in result.stderr
        assert "Traceback" in log.read_text(encoding="utf-8")

    def test_outside_a_project_the_log_is_in_the_users_folder(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        monkeypatch.setattr(click, "get_app_dir", lambda name: str(tmp_path / "user" / name))
        result = run(ZeroDivisionError())
        (log,) = (tmp_path / "user" / "workflow").glob("error-*.log")
        assert str(log.relative_to(tmp_path)) in result.stderr

    def test_a_log_that_no_folder_takes_is_no_second_error(
        self, project: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (project / ".workflow").write_text("a file in the way")
        monkeypatch.setattr(click, "get_app_dir", lambda _: str(project / ".workflow" / "user"))
        monkeypatch.setattr("tempfile.gettempdir", lambda: str(project / ".workflow" / "tmp"))
        result = run(ZeroDivisionError("by a comma"))
        assert result.exit_code == 2
        assert "ZeroDivisionError: by a comma" in result.stderr


def _fail() -> None:
    raise WorkflowError("no", hint="Say yes.")


SCRIPT = """
import signal, sys, time, click
from workflow.cli.boundary import Boundary
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background ignores it
group = Boundary(commands=[
    click.Command("pour", callback=lambda: [click.echo("x" * 100) for _ in range(100_000)]),
    click.Command("wait", callback=lambda: (click.echo("ready"), time.sleep(60))),
])
group(sys.argv[1:])
"""


@pytest.mark.skipif(os.name == "nt", reason="signals and closed pipes are POSIX's here")
class TestProcess:
    def start(self, command: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-c", SCRIPT, command],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )

    def test_a_reader_that_goes_away_is_no_news(self) -> None:
        with self.start("pour") as process:
            assert process.stdout is not None
            assert process.stderr is not None
            process.stdout.readline()
            process.stdout.close()
            assert process.stderr.read() == b""
            assert process.wait(60) == 141

    def test_ctrl_c(self) -> None:
        with self.start("wait") as process:
            assert process.stdout is not None
            process.stdout.readline()
            process.send_signal(signal.SIGINT)
            _, stderr = process.communicate(timeout=60)
            assert process.returncode == 130
            assert stderr == b"\ninterrupted; what was done so far is kept\n"


class TestContents:
    def test_help_lists_the_commands_in_the_order_of_the_work(self) -> None:
        result = CliRunner().invoke(main, ["--help"])
        assert result.exit_code == 0
        places = [result.stdout.index(f"\n  {name} ") for name in COMMANDS]
        assert places == sorted(places)
        for _, summary in COMMANDS.values():
            assert summary in result.stdout

    def test_help_and_version_import_no_heavy_library(self) -> None:
        """What keeps `workflow --help` fast, without a clock in the test."""
        code = (
            "import sys; from workflow.cli import main; main(['--help'], standalone_mode=False);"
            "heavy = {'babel', 'rich', 'polib', 'sqlalchemy', 'lxml', 'jinja2'};"
            "sys.exit(', '.join(heavy & sys.modules.keys()) or None)"
        )
        result = python("-c", code)
        assert (result.returncode, result.stderr) == (0, "")

    @pytest.mark.parametrize("name", COMMANDS)
    def test_every_command_listed_is_there_and_has_help(self, name: str) -> None:
        module = COMMANDS[name][0].split(":")[0]
        if importlib.util.find_spec(module) is None:
            pytest.skip(f"{module} is not written yet")
        result = CliRunner().invoke(main, [name, "--help"])
        assert result.exit_code == 0, result.output
        assert result.stdout.startswith(f"Usage: main {name}")

    def test_python_m_workflow_tells_the_version(self) -> None:
        result = python("-m", "workflow", "--version")
        assert result.returncode == 0
        assert result.stdout.startswith("workflow, version ")

    @pytest.mark.parametrize("arguments", [["bogus"], ["--bogus"], ["-C", "no/such", "init"]])
    def test_wrong_usage_ends_with_2_and_says_so_on_standard_error(
        self, arguments: list[str]
    ) -> None:
        result = CliRunner().invoke(main, arguments)
        assert (result.exit_code, result.stdout) == (2, "")
        assert "Error: " in result.stderr

    def test_output_is_utf8_whatever_the_console_speaks(self) -> None:
        result = python("-m", "workflow", "init", "--source", "é")
        assert result.returncode == 2
        assert "unknown locale “é”" in result.stderr

    def test_the_project_option_is_as_if_started_there(self, tmp_path: Path) -> None:
        (tmp_path / "setup.cfg").write_text("[workflow]\nsouce_locale = fr\n")
        here = Path.cwd()
        result = CliRunner().invoke(main, ["-C", str(tmp_path), "status"])
        assert result.exit_code == 2
        assert result.stderr.startswith("error: setup.cfg:2: unknown key “souce_locale”")
        assert Path.cwd() == here

    def test_without_a_project_the_way_to_one_is_told(self, tmp_path: Path) -> None:
        result = CliRunner().invoke(main, ["-C", str(tmp_path), "status"])
        assert (result.exit_code, result.stdout) == (2, "")
        assert "workflow init" in result.stderr


class TestCommon:
    def test_the_project_is_found_from_a_folder_inside_it(
        self, project: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        pytest.importorskip("workflow.project.workspace", reason="not written yet")
        monkeypatch.chdir(project / "articles")
        app = common.App()
        assert app.workspace.root == project
        assert app.workspace is app.workspace

    def test_json_is_one_object_in_the_order_given_and_readable(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        common.emit_json({"version": 1, "rows": [{"z": "新闻", "a": None}]})
        common.note("done")
        captured = capsys.readouterr()
        assert list(json.loads(captured.out)["rows"][0]) == ["z", "a"]
        assert "新闻" in captured.out
        assert captured.err == "done\n"

    def test_a_table_for_another_program_is_not_cut(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        long = "mot " * 60 + "fin"
        rows = [["新闻", 7, long], ["[fr] x", 12, ":smile:"]]
        common.print_table(["article", "words", "text"], rows, right=["words"])
        lines = capsys.readouterr().out.splitlines()
        assert lines[0].split() == ["article", "words", "text"]
        assert [line.split(maxsplit=1)[0] for line in lines[1:]] == ["新闻", "[fr]"]
        assert lines[1].rstrip().endswith(f"    7  {long}")
        assert lines[2].rstrip().endswith("   12  :smile:")

    def test_progress_is_silent_where_there_is_no_terminal(
        self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(common, "PROGRESS_AFTER", 0.0)
        with common.progress("Translating", 2) as advance:
            advance(1)
            advance(1)
        captured = capsys.readouterr()
        assert (captured.out, captured.err) == ("", "")

    @pytest.mark.parametrize(("after", "shown"), [(0.0, True), (3600.0, False)])
    def test_progress_shows_on_a_terminal_once_the_work_takes_long(
        self,
        capsys: pytest.CaptureFixture[str],
        monkeypatch: pytest.MonkeyPatch,
        after: float,
        shown: bool,
    ) -> None:
        monkeypatch.setattr(common, "PROGRESS_AFTER", after)
        monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
        with common.progress("Translating", 2) as advance:
            advance(1)
            advance(1)
        captured = capsys.readouterr()
        assert captured.out == ""
        assert ("Translating" in captured.err) is shown

    def test_progress_shows_before_the_first_step_is_done(
        self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        shown = threading.Event()
        monkeypatch.setattr(common, "PROGRESS_AFTER", 0.01)
        monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
        bar = click.progressbar

        def seen(*arguments: Any, **options: Any) -> Any:
            shown.set()
            return bar(*arguments, **options)

        monkeypatch.setattr(click, "progressbar", seen)
        with common.progress("Translating", 2):
            assert shown.wait(30)
        assert "Translating" in capsys.readouterr().err

    def test_the_clock_can_be_set(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
        assert common.now() == datetime(1970, 1, 1, tzinfo=UTC)
        monkeypatch.delenv("SOURCE_DATE_EPOCH")
        assert common.now().tzinfo is UTC
        assert common.now().microsecond == 0

    @pytest.mark.parametrize("value", ["yesterday", "", "9" * 30])
    def test_a_clock_set_wrong_is_an_error(
        self, monkeypatch: pytest.MonkeyPatch, value: str
    ) -> None:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", value)
        with pytest.raises(ConfigError, match="SOURCE_DATE_EPOCH"):
            common.now()


class TestOptions:
    @pytest.mark.parametrize(
        ("arguments", "expected"),
        [
            ([], ()),
            (["--locale", "en"], ("en",)),
            (["-l", "zh-hant,EN", "--locale", "en"], ("zh_Hant", "en")),
        ],
    )
    def test_locales(self, arguments: list[str], expected: tuple[str, ...]) -> None:
        seen: list[tuple[Locale, ...]] = []
        command = click.command()(
            common.locale_option(lambda **given: seen.append(given["locales"]))
        )
        assert CliRunner().invoke(command, arguments).exit_code == 0
        assert seen == [tuple(map(Locale, expected))]

    def test_an_unknown_locale_is_wrong_usage(self) -> None:
        command = click.command()(common.locale_option(lambda locales: None))
        result = CliRunner().invoke(command, ["--locale", "frr_FRR"])
        assert result.exit_code == 2
        assert "Did you mean" in result.stderr

    def test_articles_and_format(self) -> None:
        seen: list[object] = []
        body = common.format_option("table", "json")(lambda **given: seen.append(given))
        command = click.command()(common.articles_argument(body))
        CliRunner().invoke(command, [])
        CliRunner().invoke(command, ["a", "articles/b.md", "--format", "json"])
        assert seen == [
            {"articles": (), "output": "table"},
            {"articles": ("a", "articles/b.md"), "output": "json"},
        ]
        assert CliRunner().invoke(command, ["--format", "xml"]).exit_code == 2

    @pytest.fixture
    def actor(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> pytest.MonkeyPatch:
        """No actor is known, neither to the environment nor to git."""
        monkeypatch.chdir(tmp_path)
        monkeypatch.delenv("WORKFLOW_ACTOR", raising=False)
        for name in ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"):
            monkeypatch.setenv(name, str(tmp_path / "gitconfig"))
        return monkeypatch

    def test_the_actor_comes_from_option_environment_and_git(
        self, actor: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        (tmp_path / "gitconfig").write_text("[user]\nemail = git@example.org\n")
        if common._git_email():  # a machine without git goes without this part
            assert common.resolve_actor() == "git@example.org"
        actor.setenv("WORKFLOW_ACTOR", "env@example.org")
        assert common.resolve_actor() == "env@example.org"
        assert common.resolve_actor("me@example.org") == "me@example.org"

    def test_without_an_actor_the_ways_to_name_one_are_told(
        self, actor: pytest.MonkeyPatch
    ) -> None:
        with pytest.raises(WorkflowError, match="not known") as caught:
            common.resolve_actor()
        assert "--actor" in caught.value.hint
        actor.setenv("PATH", "")
        with pytest.raises(WorkflowError, match="not known"):
            common.resolve_actor()

    def test_an_actor_is_an_e_mail_address(self) -> None:
        with pytest.raises(WorkflowError, match="“aline” is not an e-mail address"):
            common.resolve_actor("aline")
