"""AWS's own session-manager-plugin against the local cloud, built from its public source where Go is at hand."""

import json
import os
import pathlib
import pty
import select
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request

import pytest

from conftest import PROJECT, eventually
from test_exec import execute, target_of, tasks_of

AWS = pathlib.Path(sys.executable).parent / "aws"
# Its public source has no tags. This is the state after release 1.2.792.0; from 1.2.889.0 on the plugin may refuse addresses
# that are not AWS's.
VERSION = "v0.0.0-20260401221635-b79d06c1d3a2"
# The plugin has no go.mod; newer versions of this one have another API.
UUID = "github.com/twinj/uuid@v0.0.0-20151029044442-89173bcdda19"
PACKAGE = "github.com/aws/session-manager-plugin/src/sessionmanagerplugin-main"


@pytest.fixture(scope="session")
def plugin():
    """The folder with the plugin, built once."""
    go = shutil.which("go")
    if go is None:
        pytest.skip("the plugin is built with Go, which is not on the PATH (apt install golang-go)")
    folder = PROJECT / "target" / f"session-manager-plugin-{VERSION}"
    if not (folder / "session-manager-plugin").exists():
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "go.mod").write_text("module plugin\n")
        for step in (["get", f"{PACKAGE}@{VERSION}", UUID], ["build", "-o", "built", PACKAGE]):
            ended = subprocess.run([go, *step], cwd=folder, capture_output=True, text=True, timeout=900)
            assert ended.returncode == 0, ended.stderr
        (folder / "built").rename(folder / "session-manager-plugin")
    return folder


class Terminal:
    """A command at a terminal of 100 columns."""

    def __init__(self, slipway, plugin, *command):
        self.shown = b""
        environment = {
            **slipway.environment,
            **slipway.aws_environment(),
            "PATH": f"{plugin}{os.pathsep}{os.environ['PATH']}",
            "TERM": "xterm-256color",
        }
        self.pid, self.end = pty.fork()
        if self.pid == 0:
            subprocess.run(["stty", "cols", "100", "rows", "30"])
            os.execvpe(command[0], command, environment)

    def until(self, wanted, seconds=60):
        end = time.monotonic() + seconds
        while wanted not in self.shown:
            assert time.monotonic() < end, f"waited {seconds} s in vain for {wanted!r}: {self.shown!r}"
            if select.select([self.end], [], [], 0.2)[0]:
                try:
                    got = os.read(self.end, 65536)
                except OSError:
                    raise AssertionError(f"ended without {wanted!r}: {self.shown!r}") from None
                self.shown += got
                for _ in range(got.count(b"\x1b[6n")):
                    os.write(self.end, b"\x1b[1;1R")

    def type(self, keys):
        os.write(self.end, keys)

    def close(self):
        try:
            os.kill(self.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        os.waitpid(self.pid, 0)
        os.close(self.end)


def use_irb(terminal):
    terminal.until(b"irb(main)")
    terminal.type(b"1+1\r")
    # The answer alone has a 2; the plugin leaves the terminal's own line ends on.
    terminal.until(b"2\x1b[0m")
    terminal.type(b"exit\r")
    terminal.until(b"Exiting session with sessionId")


def test_irb_is_used_by_the_cli_and_the_plugin(deployed, plugin):
    task = tasks_of(deployed, "api")[0]
    terminal = Terminal(
        deployed, plugin, str(AWS), "ecs", "execute-command", "--cluster", "dev", "--task", task["taskArn"],
        "--container", "api", "--interactive", "--command", "irb",
    )
    try:
        use_irb(terminal)
    finally:
        terminal.close()


def test_irb_is_used_by_the_plugin_alone(deployed, plugin):
    task = tasks_of(deployed, "api")[0]
    session = execute(deployed, task, "irb")["session"]
    endpoint = deployed.aws_environment()["AWS_ENDPOINT_URL"]
    terminal = Terminal(
        deployed, plugin, str(plugin / "session-manager-plugin"), json.dumps(session), "eu-west-1", "StartSession", "",
        json.dumps({"Target": target_of(task)}), endpoint,
    )
    try:
        use_irb(terminal)
    finally:
        terminal.close()


def test_port_is_forwarded_by_the_plugin(deployed, plugin):
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    def active():
        return {session["SessionId"] for session in deployed.client("ssm").describe_sessions(State="Active")["Sessions"]}

    others = active()
    terminal = Terminal(
        deployed, plugin, str(AWS), "ssm", "start-session", "--target", target_of(tasks_of(deployed, "api")[0]),
        "--document-name", "AWS-StartPortForwardingSession", "--parameters", f"portNumber=4567,localPortNumber={port}",
    )
    try:
        terminal.until(f"Port {port} opened".encode())
        # One connection after the other.
        for _ in range(3):
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthcheck", timeout=30) as answer:
                assert answer.status == 200
        terminal.type(b"\x03")
        terminal.until(b"Exiting session")
        eventually(lambda: active() <= others, "its session is over", 30)
    finally:
        terminal.close()
