"""Releases of the api under callers' requests: what is bad goes back by itself, what is good comes through without a failed request,
and a release outlives the process that began it. The balancer's rule, the tasks and the callers judge."""

import json
import os
import shutil
import signal
import threading

import botocore.exceptions
import pytest
from conftest import PROJECT, deployment, eventually
from load import Load
from test_traffic import ledger, recorded, weights

# A release of four steps takes 80 s on a machine that is free.
RELEASE_SECONDS = 300
CHECK = "    n = Number.check(body_as_json)\n"


@pytest.fixture(scope="module")
def shared():
    """An environment of this module's own: its versions change."""
    with deployment() as made:
        yield made


class Told:
    """A command that runs, and the lines that it has told so far."""

    def __init__(self, process):
        self.process = process
        self.lines = []
        self.reader = threading.Thread(target=self.read, daemon=True)
        self.reader.start()

    def read(self):
        self.lines.extend(iter(self.process.stderr.readline, ""))

    def await_line(self, words, seconds=RELEASE_SECONDS):
        eventually(
            lambda: any(words in line for line in self.lines) or self.process.poll() is not None, f"it tells {words!r}", seconds
        )
        assert any(words in line for line in self.lines), "".join(self.lines)

    def end(self, status):
        out = self.process.stdout.read()
        assert self.process.wait(RELEASE_SECONDS) == status, "".join(self.lines) + out
        self.reader.join(10)
        return out


def callers(slipway):
    """
    Less than 30 requests a second, each a sum. Many callers that pause long: what a busy machine takes longer to answer hardly
    changes their rate, and the alarm is silent below 20 requests a minute, on a quarter of them.
    """
    return Load(slipway.url + "/?n=3", connections=24, pause=0.85)


def version(folder, name, after_check=""):
    """A copy of the api, another version."""
    copy = folder / name
    shutil.copytree(PROJECT / "api", copy)
    app = copy / "app.rb"
    text = app.read_text()
    assert CHECK in text
    app.write_text(text.replace(CHECK, CHECK + after_check) + f"# {name}\n")
    # The local cloud may run as somebody else.
    folder.chmod(0o755)
    return str(copy)


def colours(slipway):
    """Colour → (tag, wanted tasks, running tasks) of the api."""
    services = slipway.status()["services"]
    return {of["colour"]: (of["image"], of["desired"], of["running"]) for of in services if of["tier"] == "api"}


def retired(slipway, colour):
    eventually(lambda: colours(slipway)[colour][1:] == (0, 0), f"api-{colour} has no task", 60)


def shown(slipway):
    """What `release show` tells of the api."""
    return json.loads(slipway.run("release", "show", "--tier", "api", "--output", "json", seconds=60).out)["tiers"][0]


def locked(slipway):
    try:
        slipway.client("ssm").get_parameter(Name="/dev/traffic-lock")
        return True
    except botocore.exceptions.ClientError as absent:
        assert absent.response["Error"]["Code"] == "ParameterNotFound"
        return False


def in_sync(slipway, live):
    assert weights(slipway) == live
    assert recorded(slipway) == live
    assert ledger(slipway) == {"client": "in_sync", "api": "in_sync"}
    assert not locked(slipway)


def test_bad_version_goes_back_a_good_one_comes_through_and_the_old_one_comes_back(shared, tmp_path):
    first = colours(shared)["blue"][0]
    what_fails_goes_back(shared, version(tmp_path, "bad", "    words 500, 'This version is bad.' if rand(3).zero?\n"))
    in_sync(shared, [100, 0])
    assert colours(shared)["blue"][0] == first

    second = what_is_good_comes_through_although_its_runner_is_killed(shared, version(tmp_path, "good"))
    in_sync(shared, [0, 100])
    assert second != first

    it_comes_back_as_far_as_there_is_traffic(shared, first)
    in_sync(shared, [100, 0])

    shared.deploy()
    in_sync(shared, [100, 0])
    assert colours(shared)["blue"][0] == first


def what_fails_goes_back(slipway, folder):
    with callers(slipway) as load:
        ended = slipway.run(
            "release", "--tier", "api", "--from", folder, "--shift", "25,100", "--output", "json", status=1, seconds=RELEASE_SECONDS
        )
    release = json.loads(ended.out)
    assert release["phase"] == "returned", ended
    # The alarm that fired, and its value: a third, as far as chance goes.
    assert "dev-api-green-5xx" in release["reason"], ended
    value = float(release["reason"].split("dev-api-green-5xx: ")[1].split(" ")[0])
    assert 5 < value < 80, ended
    assert 0 < release["failed"] <= release["requests"], ended
    assert f"{release['failed']} of {release['requests']} requests" in release["reason"], ended
    assert load.failures, "a third of a quarter of the sums should have failed"
    retired(slipway, "green")


def what_is_good_comes_through_although_its_runner_is_killed(slipway, folder):
    refused = slipway.run("release", "--tier", "api", "--from", folder, "--bake", "1m", status=3, seconds=60)
    assert "3 minutes" in refused.err

    words = ("release", "--tier", "api", "--from", folder, "--shift", "5,25,50,100", "--bake", "3m", "--keep", "8m")
    with callers(slipway) as load:
        killed = Told(slipway.start(*words))
        killed.await_line("step 1 of 4")
        os.kill(killed.process.pid, signal.SIGKILL)
        killed.process.wait(60)

        told = shown(slipway)
        assert told["release"]["interrupted"] and told["release"]["phase"] == "shifting", told
        assert told["next"]["command"] == "slipway release continue --tier api", told
        assert weights(slipway) == [95, 5]

        going_on = Told(slipway.start("release", "continue", "--tier", "api"))
        going_on.await_line("is kept until")
        eventually(lambda: not locked(slipway), "the lock is free, not only once the old colour is gone", 40)
        deadline = shown(slipway)["release"]["retireAt"]
        assert deadline is not None
        assert colours(slipway)["blue"][1] > 0, "the old colour goes at its deadline, not before"
        out = going_on.end(0)
    assert load.requests > 0 and not load.failures, load.told()
    assert ", 0 failed" in out, out
    release = shown(slipway)["release"]
    assert release["phase"] == "done", release
    assert release["changed"] >= deadline, release
    retired(slipway, "blue")
    tag, wanted, running = colours(slipway)["green"]
    assert tag == release["version"]["tag"] and wanted == running > 0
    return tag


def it_comes_back_as_far_as_there_is_traffic(slipway, before):
    words = ("rollback", "--tier", "api", "--shift", "30", "--keep", "4m", "--no-send-traffic")
    ended = slipway.run(*words, status=3, seconds=RELEASE_SECONDS)
    assert "Not enough traffic" in ended.out
    assert "slipway release abort --tier api" in ended.out
    assert weights(slipway) == [30, 70]
    assert "slipway release continue --tier api" in slipway.run("status", seconds=60).out

    with callers(slipway) as load:
        ended = slipway.run("release", "continue", "--tier", "api", seconds=RELEASE_SECONDS)
        assert "paused at 30 %" in ended.out
        in_sync(slipway, [30, 70])

        promoted = json.loads(slipway.run("release", "promote", "--tier", "api", "--output", "json", seconds=RELEASE_SECONDS).out)
        assert promoted["phase"] == "done", promoted
        assert promoted["failed"] == 0, promoted
    assert load.requests > 0 and not load.failures, load.told()
    assert promoted["version"]["tag"] == before
    assert colours(slipway)["blue"][0] == before
    retired(slipway, "green")
