"""Kill -9 of whoever deploys, previews or deletes, at moments drawn with a fixed seed: the same command again completes it,
and nothing is left over or there twice."""

import collections
import os
import random
import signal
import time

from conftest import eventually, get
from test_deploy import STACKS

SEED = 20
KILLS = 20

DEPLOY = ("deploy",)
PREVIEW = ("deploy", "--dry-run", "--param", "LogRetentionDays=30")
DELETE = ("delete", "--yes", "--erase-data")
# Seconds within which a command is killed, and how often in a row at most. What was begun goes on in the meantime, so that
# each time the command finds more of it done; on a slower machine the moments come earlier in its work.
WITHIN = {DEPLOY: 6, PREVIEW: 4, DELETE: 5}
MOST = {DEPLOY: 6, PREVIEW: 3, DELETE: 4}


def killed(slipway, command, moment):
    """Starts the command and kills it at the moment, if it lasts that long."""
    process = slipway.start(*command)
    end = time.monotonic() + moment
    while process.poll() is None and time.monotonic() < end:
        time.sleep(0.01)
    lasted = process.poll() is None
    if lasted:
        # The whole group, as when a session ends: the local cloud must not be in it.
        os.killpg(process.pid, signal.SIGKILL)
    out, err = process.communicate(timeout=60)
    assert lasted or process.returncode == 0, f"{command} ended with {process.returncode}\n{out}\n{err}"
    return lasted


def ledger(slipway):
    """What the environment remembers about itself."""
    pages = slipway.client("ssm").get_paginator("get_parameters_by_path").paginate(Path="/dev", Recursive=True)
    names = [parameter["Name"] for page in pages for parameter in page["Parameters"]]
    return [name for name in names if name in ("/dev/deployment", "/dev/retained-file-system")]


def everything_is_there_once(slipway):
    assert slipway.stacks() == {f"dev-{name}": "CREATE_COMPLETE" for name in STACKS}
    cloudformation = slipway.client("cloudformation")
    for stack in slipway.stacks():
        pages = cloudformation.get_paginator("describe_stack_events").paginate(StackName=stack)
        created = collections.Counter(
            event["LogicalResourceId"]
            for page in pages
            for event in page["StackEvents"]
            if event["ResourceStatus"] == "CREATE_COMPLETE"
        )
        assert set(created.values()) == {1}, f"{stack} created more than once: {created}"
        assert cloudformation.list_change_sets(StackName=stack)["Summaries"] == [], stack
    ecs = slipway.client("ecs")
    (cluster,) = ecs.list_clusters()["clusterArns"]
    assert len(ecs.list_services(cluster=cluster)["serviceArns"]) == 5
    assert len(ecs.list_tasks(cluster=cluster)["taskArns"]) == 5
    ecr = slipway.client("ecr")
    images = {
        repository["repositoryName"]: len(ecr.describe_images(repositoryName=repository["repositoryName"])["imageDetails"])
        for repository in ecr.describe_repositories()["repositories"]
    }
    assert images == {"dev/api": 1, "dev/client": 1}
    assert ledger(slipway) == []
    status = slipway.status()
    assert (status["interrupted"], status["stuck"]) == (None, [])
    assert get(status["url"] + "/") == (200, "Last sum was: 0")


def nothing_is_there(slipway):
    assert slipway.stacks() == {}
    assert ledger(slipway) == []
    assert slipway.client("ecr").describe_repositories()["repositories"] == []
    eventually(lambda: not slipway.children(), "no process of the application is left")


def test_same_command_completes_it_when_its_runner_is_killed_at_any_moment(slipway):
    moments = random.Random(SEED)
    kills = collections.Counter()
    shown = 0
    # One environment: created, looked at, deleted, created again, until it was killed often enough.
    while kills.total() < KILLS:
        for command, then in ((DEPLOY, everything_is_there_once), (PREVIEW, everything_is_there_once), (DELETE, nothing_is_there)):
            for kill in range(min(MOST[command], KILLS - kills.total())):
                if not killed(slipway, command, moments.uniform(0.3, WITHIN[command])):
                    break
                kills[command] += 1
                if command == DEPLOY and kill == 2:
                    told = slipway.run("status", seconds=60).out
                    shown += "interrupted after" in told and "slipway deploy continues it" in told
            else:
                slipway.run(*command)
            assert slipway.cloud() is not None
            then(slipway)
    assert kills.total() == KILLS and shown > 0, (kills, shown)
