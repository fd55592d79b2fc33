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
    # A version that never gets healthy is given up when its grace period is over, and that is real time.
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


def deploy(slipway, *arguments, status):
    return slipway.run("deploy", "--templates", str(slipway.project / "templates"), *arguments, status=status)


def first_line(ended):
    """What is said first once the progress is over."""
    return ended.err.partition("\n\n")[2].splitlines()[0]


def broken_images(slipway):
    """The images of the broken versions, in the order in which they were published."""
    repository = slipway.client("ecr").describe_images(repositoryName="dev/api")["imageDetails"]
    uri = slipway.client("ecr").describe_repositories(repositoryNames=["dev/api"])["repositories"][0]["repositoryUri"]
    return [f"{uri}:{image['imageTags'][0]}" for image in sorted(repository, key=lambda image: image["imagePushedAt"])]


def failed_tasks(slipway, condition):
    """The tasks of the api that stopped so, counted by their task definition."""
    ecs = slipway.client("ecs")
    cluster = ecs.list_clusters()["clusterArns"][0]
    arns = ecs.list_tasks(cluster=cluster, family="dev-api-blue", desiredStatus="STOPPED")["taskArns"]
    counts = {}
    for task in ecs.describe_tasks(cluster=cluster, tasks=arns)["tasks"]:
        if condition(task):
            counts[task["taskDefinitionArn"]] = counts.get(task["taskDefinitionArn"], 0) + 1
    return counts


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
    ended = deploy(workshop, status=1)
    assert "dev-api-blue" in first_line(ended) and DYING in first_line(ended), ended
    assert "Delete and create again" in ended.err, ended
    assert workshop.stacks()["dev-api-blue"] == "ROLLBACK_COMPLETE"
    failure = workshop.status()["failure"]
    assert DYING in failure["cause"] and failure["stack"]["status"] == "CREATE_FAILED", failure
    assert failure["task"]["stopCode"] == "EssentialContainerExited"
    assert failure["task"]["containers"][0]["exitCode"] == 1

    # A first create of one that never gets healthy, over what the last one left.
    make_it_sick(workshop)
    ended = deploy(workshop, "--output", "json", status=1)
    failure = json.loads(ended.out)["failure"]
    assert "Health checks failed with these codes: [500]" in failure["cause"], failure
    assert SICK in failure["cause"] and any(SICK in line for line in failure["lines"]), failure
    assert "failed ELB health checks" in failure["task"]["reason"], failure
    assert workshop.stacks()["dev-api-blue"] == "ROLLBACK_COMPLETE"

    # The same command, once the version works.
    shutil.copy2(PROJECT / "api" / "app.rb", workshop.project / "api" / "app.rb")
    url = deploy(workshop, status=0).out.split()[-1]
    assert workshop.status()["failure"] is None

    # The same two as updates, under load: nobody notices.
    dying, sick, _ = broken_images(workshop)
    with Caller(url) as caller:
        ended = deploy(workshop, "--param", f"api-blue.Image={dying}", status=1)
        assert "dev-api-blue" in first_line(ended) and DYING in first_line(ended), ended
        assert workshop.stacks()["dev-api-blue"] == "UPDATE_ROLLBACK_COMPLETE"
        ended = deploy(workshop, "--param", f"api-blue.Image={sick}", status=1)
        assert "[500]" in first_line(ended) and SICK in first_line(ended), ended
        assert workshop.stacks()["dev-api-blue"] == "UPDATE_ROLLBACK_COMPLETE"
    assert caller.calls > 20 and caller.failures == []
    assert get(url + "/") == (200, "Last sum was: 6")

    # The third failure ends a deployment. Two tasks are wanted, so up to four are there at a time: some may have been on
    # their way when it ended.
    died = failed_tasks(workshop, lambda task: task["stopCode"] == "EssentialContainerExited")
    sick = failed_tasks(workshop, lambda task: "failed ELB health checks" in task["stoppedReason"])
    assert len(died) == len(sick) == 2
    assert all(3 <= count <= 6 for count in [*died.values(), *sick.values()]), (died, sick)
