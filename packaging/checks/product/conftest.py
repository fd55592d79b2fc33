"""The product driven from outside: packaging/run as a person runs it, each test with a local cloud of its own under a
state folder of its own. boto3 and the AWS CLI judge what the local cloud answers."""

import contextlib
import datetime
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

import boto3
import botocore.config
import pytest

PROJECT = pathlib.Path(__file__).resolve().parents[3]
# Fixtures with a deployment that tests share.
SHARED = {"deployed", "survivor", "shared"}
# Files whose tests take longest, in this order.
LONGEST = ["test_release", "test_interrupted", "test_failures", "test_load", "test_traffic", "test_stuck", "test_lifecycle"]
# Long enough for a deploy on a machine that is busy with other things; a deploy that is fine takes 30 s.
DEPLOY_SECONDS = 240


class Slipway:
    """One person's Slipway: the project, a state folder, the processes that come of it."""

    def __init__(self, state, project=PROJECT, user=None, environment=None):
        self.state = pathlib.Path(state)
        self.project = pathlib.Path(project)
        self.user = user
        # (the local cloud that told it, what `local env` told)
        self.told = None
        self.environment = {
            # No profile and no key of the person's own reaches a test, whatever goes wrong.
            **{key: value for key, value in os.environ.items() if not key.startswith(("AWS_", "SLIPWAY_", "XDG_"))},
            "XDG_STATE_HOME": str(self.state / "state"),
            "HOME": str(self.state / "home"),
            **(environment or {}),
        }
        for folder in ("state", "home"):
            (self.state / folder).mkdir(mode=0o700)
            if user is not None:
                os.chown(self.state / folder, user, user)

    def start(self, *arguments):
        """Starts packaging/run in a session of its own, as a terminal would."""
        as_user = {} if self.user is None else {"user": self.user, "group": self.user, "extra_groups": []}
        return subprocess.Popen(
            [self.project / "packaging" / "run", *arguments],
            cwd=self.state / "home",
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
            **as_user,
        )

    def run(self, *arguments, status=0, seconds=DEPLOY_SECONDS):
        """Runs a command to its end and returns what it printed, after its exit status has been checked."""
        process = self.start(*arguments)
        try:
            out, err = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            out, err = process.communicate()
            pytest.fail(f"{arguments} did not end within {seconds} s\n{out}\n{err}")
        if status is not None:
            assert process.returncode == status, f"{arguments} ended with {process.returncode}\n{out}\n{err}"
        return Ended(process.returncode, out, err)

    def deploy(self, *arguments):
        """Deploys and returns the URL that it printed."""
        return url_in(self.run("deploy", *arguments).out)

    def status(self):
        return json.loads(self.run("status", "--output", "json", seconds=60).out)

    def aws_environment(self):
        """What `local env` tells other tools: AWS_* variables. It starts the local cloud where none runs, and is asked again
        only once it is another one."""
        if self.told is None or self.serving() != self.told[0]:
            printed = self.run("local", "env", seconds=60).out
            told = dict(re.findall(r"""^export (AWS_\w+)=["']?([^"'\n]*)["']?$""", printed, re.MULTILINE))
            self.told = self.serving(), told
        return self.told[1]

    def serving(self):
        """What tells the local cloud that serves from any other, before or after it; None where none does."""
        try:
            endpoint = json.loads((self.state / "state" / "slipway" / "endpoint.json").read_text())
        except FileNotFoundError:
            return None
        return endpoint if endpoint["pid"] in self.processes() else None

    def client(self, service, **changes):
        """A boto3 client of this local cloud."""
        told = self.aws_environment()
        return boto3.client(
            service,
            **{
                "endpoint_url": told["AWS_ENDPOINT_URL"],
                "region_name": told["AWS_DEFAULT_REGION"],
                "aws_access_key_id": told["AWS_ACCESS_KEY_ID"],
                "aws_secret_access_key": told["AWS_SECRET_ACCESS_KEY"],
                "config": botocore.config.Config(retries={"total_max_attempts": 1}),
                **changes,
            },
        )

    def cloud_now(self):
        """Cloud time, in seconds since the epoch."""
        with urllib.request.urlopen(self.aws_environment()["AWS_ENDPOINT_URL"] + "/_slipway/now", timeout=20) as answer:
            return int(datetime.datetime.fromisoformat(json.loads(answer.read())["now"]).timestamp())

    def stacks(self):
        """Name → status of every stack that is there."""
        pages = self.client("cloudformation").get_paginator("describe_stacks").paginate()
        return {stack["StackName"]: stack["StackStatus"] for page in pages for stack in page["Stacks"]}

    def processes(self):
        """Every process that this Slipway started, pid → command line: they carry its state folder."""
        found = {}
        mark = str(self.state).encode()
        for folder in pathlib.Path("/proc").glob("[0-9]*"):
            try:
                command = (folder / "cmdline").read_bytes()
                if mark in command or mark in (folder / "environ").read_bytes() or mark in os.readlink(folder / "cwd").encode():
                    if (folder / "stat").read_text().rpartition(")")[2].split()[0] != "Z":
                        found[int(folder.name)] = command.replace(b"\0", b" ").decode().strip()
            except OSError:
                continue  # It ended while we looked.
        return found

    def ports(self):
        """The TCP ports at which processes of this Slipway listen."""
        sockets = {}
        for table in ("tcp", "tcp6"):
            for line in pathlib.Path("/proc/net", table).read_text().splitlines()[1:]:
                fields = line.split()
                if fields[3] == "0A":
                    sockets[f"socket:[{fields[9]}]"] = int(fields[1].rpartition(":")[2], 16)
        found = set()
        for pid in self.processes():
            for file in pathlib.Path("/proc", str(pid), "fd").glob("*"):
                try:
                    found.add(sockets.get(os.readlink(file)))
                except OSError:
                    continue  # It was closed while we looked.
        return found - {None}

    def cloud(self):
        """The pid of the local cloud, or None. One that was started beside it finds the folder held and ends: it gets time for that."""
        found = []

        def settled():
            found[:] = [pid for pid, command in self.processes().items() if "slipway.app.Main local" in command]
            return len(found) <= 1

        eventually(settled, "no second local cloud shares the state folder", 20)
        return found[0] if found else None

    def children(self):
        """The processes that the local cloud runs: the application's."""
        own = ("slipway.app.Main", "slipway-watchdog")
        return {pid: command for pid, command in self.processes().items() if not any(name in command for name in own)}

    def end(self):
        """Ends everything, whatever state a test has left it in."""
        if self.cloud() is not None:
            self.run("local", "stop", status=None, seconds=60)
        # A watchdog looks around for a second after a kill of its local cloud.
        patience = time.monotonic() + 3
        while self.processes() and time.monotonic() < patience:
            time.sleep(0.1)
        left = self.processes()
        for pid in left:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
        shutil.rmtree(self.state, ignore_errors=True)
        return left


class Ended:
    """A command that has ended."""

    def __init__(self, status, out, err):
        self.status = status
        self.out = out
        self.err = err

    def __repr__(self):
        return f"exit status {self.status}\n{self.out}\n{self.err}"


def url_in(text):
    found = re.findall(r"http://localhost:\d+", text)
    assert found, f"no URL in:\n{text}"
    return found[-1]


def get(url, seconds=20):
    """GET → (status, body), of errors too."""
    try:
        with urllib.request.urlopen(url, timeout=seconds) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as answer:
        return answer.code, answer.read().decode()


def eventually(condition, what, seconds=60):
    """Waits until the condition holds."""
    end = time.monotonic() + seconds
    while True:
        result = condition()
        if result:
            return result
        assert time.monotonic() < end, f"waited {seconds} s in vain until {what}"
        time.sleep(0.1)


def new_state():
    # Not pytest's tmp_path: another user must be able to get there, and Unix sockets want short paths.
    folder = tempfile.mkdtemp(prefix="slipway-")
    os.chmod(folder, 0o755)
    return folder


def pytest_configure(config):
    config.addinivalue_line("markers", "xdist_group(name): tests that one worker runs, one after the other")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """What shares a deployment stays together, and what takes longest comes first, so that several workers end together."""
    for item in items:
        for shared in SHARED & set(item.fixturenames):
            item.add_marker(pytest.mark.xdist_group(shared))
    items.sort(key=lambda item: LONGEST.index(item.path.stem) if item.path.stem in LONGEST else len(LONGEST))


@pytest.fixture(scope="session", autouse=True)
def built():
    """Builds once, before a test's own time begins to run. Of several workers one builds, the others wait for it."""
    subprocess.run([PROJECT / "packaging" / "run", "--version"], check=True, stdin=subprocess.DEVNULL, stdout=sys.stderr)


@pytest.fixture
def slipway():
    """A Slipway without anything."""
    made = Slipway(new_state())
    yield made
    made.end()


@contextlib.contextmanager
def deployment():
    """A Slipway whose environment is deployed, with its URL, until the `with` block is left; then nothing of it may be left."""
    made = Slipway(new_state())
    try:
        made.url = made.deploy()
        yield made
    finally:
        left = made.end()
    assert not left, f"local stop left processes: {left}"


@pytest.fixture(scope="session")
def deployed():
    """A deployment that tests share. Those that use it leave the stacks as they are."""
    with deployment() as made:
        yield made
