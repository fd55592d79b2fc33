"""Versions that do not work: the deployment ends by itself, what served goes on serving, and the first thing that is said
is the log line that tells why."""

import json
import os
import pathlib
import shutil
import threading
import time

import pytest
from conftest import PROJECT, Slipway, get, new_state

GRACE = "HealthCheckGracePeriodSeconds: "
DYING = "key not found: \"GREETING\" (KeyError)"
SICK = "Not ready: the greeting is missing"


@pytest.fixture
def workshop():
    """A Slipway with an application and templates of its own, which a test may change."""
    state = pathlib.Path(new_state())
    project = state / "project"
    for part in ("packaging", "client", "api"):
        shutil.copytree(PROJECT / part, project / part, symlinks=True, ignore=shutil.ignore_patterns("checks", "__pycache__"))
    shutil.copytree(PROJECT / "stacks", project / "templates")
    (project / "target").symlink_to(PROJECT / "target")
    # A version that never gets healthy is given up when its grace period is over, and that is real time. For the versions
    # that shall fail alone: on a busy machine a good one takes longer to boot.
    service = project / "templates" / "service.yaml"
    text = service.read_text()
    assert text.count(GRACE + "60") == 1
    service.write_text(text.replace(GRACE + "60", GRACE + "2"))
    made = Slipway(state, project=project)
    yield made
    made.end()


def change(slipway, old, new):
    """Changes the api; keeps the file's age, so that packaging/run does not take it for a source to be built."""
    file = slipway.project / "api" / "app.rb"
    age = file.stat()
    text = (PROJECT / "api" / "app.rb").read_text()
    assert text.count(old) == 1
    file.write_text(text.replace(old, new))
    for path in (file, file.parent):
        os.utime(path, ns=(age.st_atime_ns, age.st_mtime_ns))


def make_it_die(slipway):
    change(slipway, "class Api < Sinatra::Base\n", "class Api < Sinatra::Base\n  GREETING = ENV.fetch('GREETING')\n")


def make_it_sick(slipway):
    change(
        slipway,
        "    content_type 'text/plain'\n    'OK'\n",
        f"    warn '{SICK}'\n    halt 500, 'not yet'\n",
    )


def fail(slipway, condition, *arguments):
    """A deployment that is taken back because of api tasks that stopped so."""
    before = failed_tasks(slipway, condition)
    ended = slipway.run("deploy", "--templates", str(slipway.project / "templates"), *arguments, status=1)
    # Counted at once: stopped tasks stay listed for an hour of cloud time. The third failure ends a deployment. Two tasks are
    # wanted, so up to four are there at a time: some may have been on their way when it ended.
    failed = failed_tasks(slipway, condition) - before
    assert 3 <= len(failed) <= 6, failed
    return ended


def died(task):
    return task["stopCode"] == "EssentialContainerExited"


def was_sick(task):
    return "failed ELB health checks" in task["stoppedReason"]


def first_line(ended):
    """What is said first once the progress is over."""
    return ended.err.partition("\n\n")[2].splitlines()[0]


def broken_images(slipway):
    """The images of the broken versions, in the order in which they were published."""
    repository = slipway.client("ecr").describe_images(repositoryName="dev/api")["imageDetails"]
    uri = slipway.client("ecr").describe_repositories(repositoryNames=["dev/api"])["repositories"][0]["repositoryUri"]
    return [f"{uri}:{image['imageTags'][0]}" for image in sorted(repository, key=lambda image: image["imagePushedAt"])]


def failed_tasks(slipway, condition):
    """The tasks of the api that stopped so, as far as they are still listed."""
    ecs = slipway.client("ecs")
    clusters = ecs.list_clusters()["clusterArns"]
    if not clusters:
        return set()
    arns = ecs.list_tasks(cluster=clusters[0], family="dev-api-blue", desiredStatus="STOPPED")["taskArns"]
    stopped = ecs.describe_tasks(cluster=clusters[0], tasks=arns)["tasks"] if arns else []
    return {task["taskArn"] for task in stopped if condition(task)}


class Caller:
    """Calls the URL again and again, and remembers every answer that was none of 200."""

    def __init__(self, url):
        self.url = url
        self.calls = 0
        self.failures = []
        self.over = threading.Event()
        self.thread = threading.Thread(target=self.run)

    def run(self):
        while not self.over.wait(0.05):
            self.calls += 1
            try:
                status, body = get(self.url + "/?n=3")
            except OSError as failed:
                status, body = None, str(failed)
            if status != 200:
                self.failures.append((time.monotonic(), status, body))

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.over.set()
        self.thread.join()


def test_failing_version_is_taken_back_and_told_by_its_log_line(workshop):
    # A first create whose process dies at boot.
    make_it_die(workshop)
    ended = fail(workshop, died)
    assert "dev-api-blue" in first_line(ended) and DYING in first_line(ended), ended
    assert "Delete and create again" in ended.err, ended
    assert workshop.stacks()["dev-api-blue"] == "ROLLBACK_COMPLETE"
    failure = workshop.status()["failure"]
    assert DYING in failure["cause"] and failure["stack"]["status"] == "CREATE_FAILED", failure
    assert failure["task"]["stopCode"] == "EssentialContainerExited"
    assert failure["task"]["containers"][0]["exitCode"] == 1

    # A first create of one that never gets healthy, over what the last one left.
    make_it_sick(workshop)
    ended = fail(workshop, was_sick, "--output", "json")
    failure = json.loads(ended.out)["failure"]
    assert "Health checks failed with these codes: [500]" in failure["cause"], failure
    assert SICK in failure["cause"] and any(SICK in line for line in failure["lines"]), failure
    assert "failed ELB health checks" in failure["task"]["reason"], failure
    assert workshop.stacks()["dev-api-blue"] == "ROLLBACK_COMPLETE"

    # The same command, once the version works.
    shutil.copy2(PROJECT / "api" / "app.rb", workshop.project / "api" / "app.rb")
    url = workshop.deploy()
    assert workshop.status()["failure"] is None

    # The same two as updates, under load: nobody notices.
    dying, sick, _ = broken_images(workshop)
    with Caller(url) as caller:
        ended = fail(workshop, died, "--param", f"api-blue.Image={dying}")
        assert "dev-api-blue" in first_line(ended) and DYING in first_line(ended), ended
        assert workshop.stacks()["dev-api-blue"] == "UPDATE_ROLLBACK_COMPLETE"
        ended = fail(workshop, was_sick, "--param", f"api-blue.Image={sick}")
        assert "[500]" in first_line(ended) and SICK in first_line(ended), ended
        assert workshop.stacks()["dev-api-blue"] == "UPDATE_ROLLBACK_COMPLETE"
    assert caller.calls > 20 and caller.failures == []
    assert get(url + "/") == (200, "Last sum was: 6")
