"""`slipway exec` and `slipway forward` as a person uses them: in a terminal, in a pipe, and until something ends them."""

import contextlib
import fcntl
import json
import os
import re
import select
import signal
import socket
import struct
import subprocess
import termios
import threading
import time
import urllib.request

import pytest

from conftest import deployment, eventually

# A session is opened in a second or two; irb starts in as many. The rest is for a machine that is busy.
SECONDS = 90


@pytest.fixture(scope="module")
def shared():
    """An environment of this module's own: its tasks are killed."""
    with deployment() as made:
        yield made


class Terminal:
    """A pseudo-terminal with a command of Slipway's on it. Everything it shows is kept."""

    def __init__(self, slipway, *arguments, columns=100, rows=30, environment=None):
        self.master, self.slave = os.openpty()
        self.resize(columns, rows)
        # Settings of somebody's own, which a restore to what is usual would lose.
        settings = termios.tcgetattr(self.slave)
        settings[0] |= termios.IXANY | termios.IUTF8 if hasattr(termios, "IUTF8") else termios.IXANY
        settings[6][termios.VINTR] = b"\x07"
        termios.tcsetattr(self.slave, termios.TCSANOW, settings)
        self.before = self.modes()
        self.shown = b""
        self.process = subprocess.Popen(
            [slipway.project / "packaging" / "run", *arguments],
            cwd=slipway.state / "home",
            env={**slipway.environment, **(environment or {}), "TERM": "xterm-256color"},
            stdin=self.slave,
            stdout=self.slave,
            stderr=self.slave,
            start_new_session=True,
            preexec_fn=Terminal.take,
        )

    @staticmethod
    def take():
        """In the new process: as a login does. Checks that run under nohup would hand on that a hang-up is ignored."""
        fcntl.ioctl(0, termios.TIOCSCTTY, 0)
        signal.signal(signal.SIGHUP, signal.SIG_DFL)

    def modes(self):
        return subprocess.run(["stty", "-g"], stdin=self.slave, capture_output=True, text=True, check=True).stdout

    def resize(self, columns, rows):
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def type(self, keys):
        os.write(self.master, keys.encode())

    def pump(self, seconds=0.1):
        """Takes what is shown, and answers what programs ask of a terminal, as one does by itself."""
        if select.select([self.master], [], [], seconds)[0]:
            piece = os.read(self.master, 65536)
            self.shown += piece
            for _ in range(piece.count(b"\x1b[6n")):
                os.write(self.master, b"\x1b[1;2R")

    def until(self, text, seconds=SECONDS):
        """Waits until the text is shown after what was waited for before."""
        end = time.monotonic() + seconds
        start = getattr(self, "seen", 0)
        pattern = re.compile(text.encode())
        while True:
            found = pattern.search(self.shown, start)
            if found:
                self.seen = found.end()
                return found
            assert time.monotonic() < end, f"waited {seconds} s in vain for {text!r}, shown:\n{self.text()}"
            assert self.process.poll() is None or self.left(), f"ended with {self.process.returncode} before {text!r}:\n{self.text()}"
            self.pump()

    def left(self):
        return bool(select.select([self.master], [], [], 0)[0])

    def irb(self):
        """Waits for irb's prompt: the session is there, and the terminal hands on keys."""
        self.until(r"irb\(main\):\d+")
        assert self.modes() != self.before, "the terminal still edits lines itself"

    def ended(self, seconds=SECONDS):
        """Waits for the end and returns the exit status, after the terminal was found as it was."""
        end = time.monotonic() + seconds
        while self.process.poll() is None:
            assert time.monotonic() < end, f"did not end within {seconds} s:\n{self.text()}"
            self.pump()
        while self.left():
            self.pump()
        assert self.modes() == self.before, f"the terminal was left in other modes:\n{self.text()}"
        return self.process.returncode

    def text(self):
        return self.shown.decode(errors="replace")

    def close(self):
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        os.close(self.master)
        os.close(self.slave)


@contextlib.contextmanager
def terminal(slipway, *arguments, **options):
    made = Terminal(slipway, *arguments, **options)
    try:
        yield made
    finally:
        made.close()


@contextlib.contextmanager
def holding(slipway, word):
    """An endpoint that hands everything on to the local cloud, but requests that hold the word: those it keeps, and sets the event."""
    told = slipway.aws_environment()["AWS_ENDPOINT_URL"]
    host, _, port = told.rpartition("/")[2].rpartition(":")
    held, over = threading.Event(), threading.Event()

    def relay(client):
        with client, socket.create_connection((host, int(port))) as cloud:
            while not over.is_set():
                for ready in select.select([client, cloud], [], [], 0.2)[0]:
                    piece = ready.recv(65536)
                    if word in piece:
                        held.set()
                        over.wait(SECONDS)
                    if not piece:
                        return
                    (cloud if ready is client else client).sendall(piece)

    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)

        def serve():
            while not over.is_set():
                with contextlib.suppress(TimeoutError):
                    threading.Thread(target=relay, args=[server.accept()[0]], daemon=True).start()

        accepting = threading.Thread(target=serve)
        accepting.start()
        try:
            yield f"http://127.0.0.1:{server.getsockname()[1]}", held
        finally:
            over.set()
            accepting.join()


def sessions(slipway, state="Active"):
    return slipway.client("ssm").describe_sessions(State=state)["Sessions"]


def no_session_is_left(slipway):
    eventually(lambda: not sessions(slipway), "every session was terminated", 20)


def api_task(slipway):
    """The id of an api task that serves."""
    return eventually(
        lambda: json.loads(slipway.run("exec", "--doctor", "--output", "json", status=None).out or "{}").get("task"),
        "an api task is healthy",
        SECONDS,
    )


def piped(slipway, text, *arguments, status=0):
    process = subprocess.run(
        [slipway.project / "packaging" / "run", *arguments],
        input=text,
        cwd=slipway.state / "home",
        env=slipway.environment,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        start_new_session=True,
    )
    assert process.returncode == status, f"{arguments} ended with {process.returncode}\n{process.stdout}\n{process.stderr}"
    return process


class TestTerminal:
    def test_irb_answers_and_exit_ends_it(self, shared):
        with terminal(shared, "exec", "--tier", "api", "--", "irb") as session:
            session.irb()
            session.type("40+2\r")
            session.until("=> .*42")
            session.type("exit\r")
            assert session.ended() == 0
        no_session_is_left(shared)

    def test_end_of_file_key_ends_it(self, shared):
        with terminal(shared, "exec") as session:
            session.irb()
            session.type("\x04")
            assert session.ended() == 0

    def test_control_c_is_the_programs(self, shared):
        with terminal(shared, "exec") as session:
            session.irb()
            session.type("loop {}\r")
            time.sleep(1)
            session.type("\x03")
            session.irb()
            session.type("exit\r")
            assert session.ended() == 0

    @pytest.mark.parametrize("name, status", [("SIGTERM", 143), ("SIGHUP", 129), ("SIGINT", 130)])
    def test_signal_gives_the_terminal_back_and_ends_the_session(self, shared, name, status):
        with terminal(shared, "exec") as session:
            session.irb()
            session.process.send_signal(getattr(signal, name))
            assert session.ended() == status
        no_session_is_left(shared)

    def test_control_c_while_connecting_gives_up(self, shared):
        with holding(shared, b"ExecuteCommand") as (url, held):
            told = shared.aws_environment()
            arguments = ["--target", "aws", "--endpoint-url", url, "--region", told["AWS_DEFAULT_REGION"]]
            with terminal(shared, "exec", *arguments, environment=told) as session:
                eventually(lambda: session.pump() or held.is_set(), "the session is asked for", SECONDS)
                session.type("\x07")
                assert session.ended() == 130
        no_session_is_left(shared)

    def test_killed_task_ends_it_with_the_reason(self, shared):
        task = api_task(shared)
        with terminal(shared, "exec", "--task", task) as session:
            session.irb()
            shared.client("ecs").stop_task(cluster="dev", task=task, reason="the test wants it")
            assert session.ended() == 1
            assert "the test wants it" in session.text()
            assert "lost" in session.text()

    def test_resize_is_followed(self, shared):
        with terminal(shared, "exec", "--", "sh", columns=91, rows=23) as session:
            session.until("[#$] ")
            session.type("stty size\r")
            session.until("23 91")
            session.resize(132, 43)
            eventually(lambda: sized(session, "43 132"), "the new size is told", 30)
            session.type("exit\r")
            assert session.ended() == 0

    def test_error_before_the_session_leaves_the_terminal_alone(self, shared):
        with terminal(shared, "exec", "--", "no-such-program") as session:
            assert session.ended() == 1
            assert "no-such-program" in session.text()


def sized(session, size):
    session.type("stty size\r")
    for _ in range(5):
        session.pump()
    return size in session.text()


class TestPipe:
    def test_irb_evaluates_and_ends_by_itself(self, shared):
        ended = piped(shared, "puts 1+1\n", "exec", "--", "irb")
        assert "\n2\n" in ended.stdout
        assert "\x1b" not in ended.stdout
        assert "\r" not in ended.stdout
        no_session_is_left(shared)

    def test_many_lines_come_in_order(self, shared):
        lines = "".join(f"echo line-{n}-$(({n}*3))\n" for n in range(300))
        ended = piped(shared, lines, "exec", "--", "sh")
        assert re.findall(r"line-\d+-(\d+)$", ended.stdout, re.MULTILINE) == [str(3 * n) for n in range(300)]

    def test_last_line_without_an_end_counts(self, shared):
        assert "\nyes-42\n" in "\n" + piped(shared, "echo yes-$((40+2))", "exec", "--", "sh").stdout

    def test_output_that_nobody_reads_ends_it(self, shared):
        process = subprocess.run(
            ["sh", "-c", f"yes 'echo a line' | head -2000 | {shared.project}/packaging/run exec -- sh | head -3; exit ${{PIPESTATUS:-0}}"],
            cwd=shared.state / "home",
            env=shared.environment,
            capture_output=True,
            text=True,
            timeout=SECONDS,
            start_new_session=True,
        )
        assert process.stdout.count("\n") == 3
        no_session_is_left(shared)


class TestWords:
    def test_doctor_finds_nothing_in_the_way(self, shared):
        found = json.loads(shared.run("exec", "--doctor", "--output", "json").out)
        verdicts = {check["subject"]: check["verdict"] for check in found["checks"]}
        assert found["tier"] == "api"
        assert {verdicts[name] for name in ("Task", "ECS Exec", "Agent", "File system", "Variables", "Clock")} == {"ok"}
        assert "bad" not in verdicts.values()

    @pytest.mark.parametrize(
        "arguments, status, words",
        [
            (["--task", "ffffffff"], 1, "There is no task ffffffff"),
            (["--colour", "green"], 1, "No task of api green runs in dev"),
            (["--env", "nowhere"], 1, "nowhere"),
            (["--tier", "redis"], 2, "redis"),
            (["--output", "json"], 2, "--doctor"),
            (["--doctor", "--", "irb"], 2, "irb"),
            (["--", ""], 2, "empty"),
        ],
    )
    def test_what_cannot_be_is_said(self, shared, arguments, status, words):
        ended = shared.run("exec", *arguments, status=status)
        assert words in ended.err
        assert ended.out == ""


@contextlib.contextmanager
def forwarded(slipway, *arguments):
    """The local port of `slipway forward`, until the block is left; then Ctrl-C has ended it."""
    process = slipway.start("forward", *arguments, "--output", "json")
    try:
        line = process.stdout.readline()
        assert line, process.stderr.read()
        yield json.loads(line)["localPort"]
        process.send_signal(signal.SIGINT)
        assert process.wait(SECONDS) == 0
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


class TestForward:
    def test_redis_answers_on_this_machine(self, shared):
        with forwarded(shared, "--tier", "redis") as port:
            with socket.create_connection(("127.0.0.1", port), 20) as connection:
                connection.settimeout(20)
                connection.sendall(b"PING\r\n")
                assert connection.recv(100) == b"+PONG\r\n"
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", port), 5)
        no_session_is_left(shared)

    def test_api_answers_one_request_after_the_other(self, shared):
        with forwarded(shared, "--tier", "api") as port:
            for _ in range(3):
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthcheck", timeout=30) as answer:
                    assert answer.read() == b"OK"

    def test_taken_port_is_said(self, shared):
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
            ended = shared.run("forward", "--local-port", str(port), status=1)
            assert f"Port {port} of this machine cannot be listened on" in ended.err
        no_session_is_left(shared)


# The last, as it takes the local cloud away.
def test_killed_local_cloud_is_lost(shared):
    with terminal(shared, "exec") as session:
        session.irb()
        os.kill(shared.cloud(), signal.SIGKILL)
        assert session.ended() == 1
        assert "lost" in session.text()
