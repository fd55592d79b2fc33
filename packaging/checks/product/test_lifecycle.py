"""Delete, deploy again, interrupt: what stays, what goes, and that nothing is there twice."""

import collections
import os
import signal

import pytest
from conftest import DEPLOY_SECONDS, eventually, get
from test_deploy import STACKS


def test_sum_is_kept_or_erased_as_asked_when_the_environment_is_deleted(slipway):
    url = slipway.deploy()
    assert get(url + "/?n=5") == (200, "Your sum was 15")

    slipway.run("delete", "--yes")
    assert slipway.stacks() == {}
    eventually(lambda: not slipway.children(), "no process of the application is left")

    url = slipway.deploy()
    assert get(url + "/") == (200, "Last sum was: 15")
    assert int(url.rpartition(":")[2]) in slipway.ports()

    slipway.run("delete", "--erase-data", "--yes")
    assert slipway.stacks() == {}
    eventually(lambda: not slipway.children(), "no process of the application is left")
    # Somebody else may listen there by now.
    assert int(url.rpartition(":")[2]) not in slipway.ports()

    cloud = slipway.cloud()
    assert cloud is not None
    slipway.run("local", "stop", seconds=60)
    eventually(lambda: not slipway.processes(), "the local cloud is gone")


def test_one_local_cloud_serves_all_when_several_commands_start_it_at_once(slipway):
    commands = [slipway.start("local", "env") for _ in range(4)]
    told = {command.communicate(timeout=120)[0] for command in commands}
    assert [command.returncode for command in commands] == [0] * 4
    assert len(told) == 1, told
    assert slipway.cloud() is not None


def test_command_gets_a_new_local_cloud_when_the_old_one_is_ending(slipway):
    slipway.run("local", "env", seconds=60)
    old = slipway.cloud()
    endpoint = slipway.state / "state" / "slipway" / "endpoint.json"
    stop = slipway.start("local", "stop")
    eventually(lambda: not endpoint.exists(), "the old one is ending")
    new = slipway.start("local", "env")
    for command in (stop, new):
        out, err = command.communicate(timeout=120)
        assert command.returncode == 0, out + err
    assert slipway.cloud() not in (None, old)


def interrupt(slipway, how):
    """Starts a deploy, and interrupts it once some of its stacks are there, but not all."""
    cloudformation = slipway.client("cloudformation")
    deploy = slipway.start("deploy")

    def half_way():
        done = [stack for stack in cloudformation.describe_stacks()["Stacks"] if stack["StackStatus"] == "CREATE_COMPLETE"]
        return len(done) >= 2

    eventually(lambda: deploy.poll() is not None or half_way(), "some stacks are there", DEPLOY_SECONDS)
    assert deploy.poll() is None, f"the deploy ended before it could be interrupted\n{deploy.communicate()}"
    # The whole group, as a terminal's Ctrl-C or a closed session reaches it: the local cloud must not be in it.
    os.killpg(deploy.pid, how)
    out, err = deploy.communicate(timeout=60)
    assert deploy.returncode != 0
    return out + err


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL], ids=["ctrl-c", "kill -9"])
def test_second_deploy_completes_the_first_when_that_was_interrupted(slipway, how):
    said = interrupt(slipway, how)
    assert slipway.cloud() is not None, said
    if how == signal.SIGINT:
        assert "Deployment cancelled after" in said, said
    shown = slipway.run("status", status=None, seconds=60)
    assert "interrupted" in shown.out + shown.err, shown

    url = slipway.deploy()
    assert get(url + "/") == (200, "Last sum was: 0")

    assert slipway.stacks() == {f"dev-{name}": "CREATE_COMPLETE" for name in STACKS}
    cloudformation = slipway.client("cloudformation")
    for stack in slipway.stacks():
        events = cloudformation.describe_stack_events(StackName=stack)["StackEvents"]
        created = collections.Counter(
            event["LogicalResourceId"] for event in events if event["ResourceStatus"] == "CREATE_COMPLETE"
        )
        assert set(created.values()) == {1}, f"{stack} created more than once: {created}"
    ecs = slipway.client("ecs")
    assert len(ecs.list_tasks(cluster=ecs.list_clusters()["clusterArns"][0])["taskArns"]) == 5
    ecr = slipway.client("ecr")
    for repository in ecr.describe_repositories()["repositories"]:
        images = ecr.describe_images(repositoryName=repository["repositoryName"])["imageDetails"]
        assert len(images) == 1, images
