"""Kill -9 of whoever deploys, previews or deletes, at moments drawn with a fixed seed: the same command again completes it,
and nothing is left over or there twice."""

import collections
import functools
import os
import random
import select
import signal
import subprocess

import pytest
from conftest import DEPLOY_SECONDS, eventually, get
from test_deploy import STACKS

SEED = 20
KILLS = 20

DEPLOY = ("deploy",)
PREVIEW = ("deploy", "--dry-run", "--param", "LogRetentionDays=30")
DELETE = ("delete", "--yes", "--erase-data")
# Seconds within which a command is killed, from its start or from its first words, and how often in a row at most. What was
# begun goes on in the meantime, so that each time the command finds more of it done.
WITHIN = {DEPLOY: 7, PREVIEW: 4, DELETE: 4}
MOST = {DEPLOY: 6, PREVIEW: 3, DELETE: 4}


def killed(slipway, command, moments):
    """Starts the command and kills it at a moment, if it lasts that long."""
    process = slipway.start(*command)
    # A preview has no words before its end. Of the others one in four dies while it begins.
    if command != PREVIEW and moments.random() > 0.25:
        select.select([process.stderr], [], [], 60)
    try:
        process.wait(moments.uniform(0.2, WITHIN[command]))
    except subprocess.TimeoutExpired:
        # The whole group, as when a session ends: the local cloud must not be in it.
        os.killpg(process.pid, signal.SIGKILL)
    out, err = process.communicate(timeout=60)
    assert process.returncode in (0, -signal.SIGKILL), f"{command} ended with {process.returncode}\n{out}\n{err}"
    return process.returncode != 0


class Judge:
    """Looks at one local cloud, which nobody stops meanwhile."""

    def __init__(self, slipway):
        self.slipway = slipway
        self.client = functools.cache(slipway.client)

    def stacks(self):
        return {stack["StackName"]: stack["StackStatus"] for stack in self.client("cloudformation").describe_stacks()["Stacks"]}

    def ledger(self):
        """What the environment remembers about itself."""
        pages = self.client("ssm").get_paginator("get_parameters_by_path").paginate(Path="/dev", Recursive=True)
        names = [parameter["Name"] for page in pages for parameter in page["Parameters"]]
        return [name for name in names if name in ("/dev/deployment", "/dev/retained-file-system")]

    def repositories(self):
        return [repository["repositoryName"] for repository in self.client("ecr").describe_repositories()["repositories"]]

    def everything_is_there_once(self):
        assert self.stacks() == {f"dev-{name}": "CREATE_COMPLETE" for name in STACKS}
        cloudformation = self.client("cloudformation")
        for stack in self.stacks():
            pages = cloudformation.get_paginator("describe_stack_events").paginate(StackName=stack)
            created = collections.Counter(
                event["LogicalResourceId"]
                for page in pages
                for event in page["StackEvents"]
                if event["ResourceStatus"] == "CREATE_COMPLETE"
            )
            assert set(created.values()) == {1}, f"{stack} created more than once: {created}"
            assert cloudformation.list_change_sets(StackName=stack)["Summaries"] == [], stack
        ecs = self.client("ecs")
        (cluster,) = ecs.list_clusters()["clusterArns"]
        assert len(ecs.list_services(cluster=cluster)["serviceArns"]) == 5
        assert len(ecs.list_tasks(cluster=cluster)["taskArns"]) == 5
        images = {name: len(self.client("ecr").describe_images(repositoryName=name)["imageDetails"]) for name in self.repositories()}
        assert images == {"dev/api": 1, "dev/client": 1}
        assert self.ledger() == []
        status = self.slipway.status()
        assert (status["interrupted"], status["stuck"]) == (None, [])
        assert get(status["url"] + "/") == (200, "Last sum was: 0")

    def nothing_is_there(self):
        assert self.stacks() == {}
        assert self.ledger() == []
        assert self.repositories() == []
        eventually(lambda: not self.slipway.children(), "no process of the application is left")


def test_same_command_completes_it_when_its_runner_is_killed_at_any_moment(slipway):
    slipway.run("local", "env", seconds=60)
    judge = Judge(slipway)
    cloud = slipway.cloud()
    moments = random.Random(SEED)
    kills = collections.Counter()
    shown = 0
    # One environment: created, looked at, deleted, created again, until it was killed often enough.
    for _ in range(KILLS):
        if kills.total() == KILLS:
            break
        for command, then in (
            (DEPLOY, judge.everything_is_there_once),
            (PREVIEW, judge.everything_is_there_once),
            (DELETE, judge.nothing_is_there),
        ):
            for _ in range(min(MOST[command], KILLS - kills.total())):
                if not killed(slipway, command, moments):
                    break
                kills[command] += 1
                if command == DEPLOY and judge.ledger() and not shown:
                    told = slipway.run("status", seconds=60).out
                    assert "interrupted after" in told and "slipway deploy continues it" in told, told
                    shown += 1
            else:
                slipway.run(*command)
            then()
    assert kills.total() == KILLS and shown, (kills, shown)
    assert slipway.cloud() == cloud


@pytest.mark.parametrize("stacks", [0, 3, 7])
def test_next_deploy_completes_it_when_the_local_cloud_is_killed_meanwhile(slipway, stacks):
    cloudformation = slipway.client("cloudformation")
    deploy = slipway.start(*DEPLOY)
    select.select([deploy.stderr], [], [], 60)

    def far_enough():
        found = cloudformation.describe_stacks()["Stacks"]
        return bool(found) and sum(stack["StackStatus"] == "CREATE_COMPLETE" for stack in found) >= stacks

    eventually(far_enough, f"{stacks} stacks are there", DEPLOY_SECONDS)
    os.kill(slipway.cloud(), signal.SIGKILL)
    out, err = deploy.communicate(timeout=120)
    assert deploy.returncode == 1, out + err
    assert "The local cloud ended while" in err or "nothing answers there" in err, err
    told = slipway.run("status", seconds=60).out
    # Killed after its last write, while it looks whether the application answers, it has left nothing to continue.
    whole = slipway.stacks() == {f"dev-{name}": "CREATE_COMPLETE" for name in STACKS}
    assert whole or "interrupted after" in told, told
    slipway.run(*DEPLOY)
    Judge(slipway).everything_is_there_once()
