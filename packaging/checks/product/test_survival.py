"""The local cloud killed with -9 under load: nothing of it is left, and everything comes back."""

import os
import signal
import subprocess
import threading
import time
import urllib.error

import pytest
from conftest import deployment, eventually, get, url_in

# Each round takes 10 s: every build has a few, KILLS=10 is for the longer look.
KILLS = int(os.environ.get("KILLS", "2"))
# Forks a process that ignores SIGHUP, leaves session and group, and loses its parent.
STRAY = "trap '' HUP; (setsid nohup sleep 1000 >/dev/null 2>&1 &); exec sleep 1000"


@pytest.fixture(scope="module")
def survivor():
    with deployment() as made:
        yield made


class Load:
    """Asks for sums on a few connections until it is left."""

    def __init__(self, url):
        self.url = url
        self.answered = 0
        self.ended = threading.Event()
        self.threads = [threading.Thread(target=self.ask, daemon=True) for _ in range(4)]

    def ask(self):
        while not self.ended.is_set():
            try:
                status, _ = get(self.url + "/?n=3", seconds=5)
                self.answered += status == 200
            except (OSError, urllib.error.URLError):
                time.sleep(0.05)

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        eventually(lambda: self.answered > 20, "the load is on")
        return self

    def __exit__(self, *_):
        self.ended.set()
        for thread in self.threads:
            thread.join()


def run_stray(slipway):
    """Runs a task beside the application's, and returns once its stray process is there."""
    ecs = slipway.client("ecs")
    cluster = ecs.list_clusters()["clusterArns"][0]
    service = ecs.describe_services(cluster=cluster, services=["dev-redis"])["services"][0]
    definition = ecs.register_task_definition(
        family="stray",
        requiresCompatibilities=["FARGATE"],
        networkMode="awsvpc",
        cpu="256",
        memory="512",
        containerDefinitions=[
            {"name": "stray", "image": "public.ecr.aws/docker/library/redis:7.4-alpine", "command": ["sh", "-c", STRAY]}
        ],
    )["taskDefinition"]["taskDefinitionArn"]
    before = strays(slipway)
    ecs.run_task(cluster=cluster, taskDefinition=definition, networkConfiguration=service["networkConfiguration"])
    eventually(lambda: len(strays(slipway)) == len(before) + 2, "the stray process runs")


def strays(slipway):
    return [pid for pid, command in slipway.children().items() if command == "sleep 1000"]


def answer(url):
    """GET → (status, body); (0, why) where nobody listens."""
    try:
        return get(url)
    except OSError as refused:
        return 0, str(refused)


def come_back(slipway):
    """Waits until all is well again. Any command starts the local cloud; its port is another one only if that is taken."""
    ended = slipway.run("status", status=None, seconds=120)
    slipway.url = url_in(f"{ended.out}\n{ended.err}")

    eventually(lambda: answer(slipway.url)[0] == 200, "the application answers again", seconds=120)


def test_kill_of_the_local_cloud_leaves_no_process_and_all_comes_back(survivor):
    for kill in range(1, KILLS + 1):
        run_stray(survivor)
        with Load(survivor.url):
            os.kill(survivor.cloud(), signal.SIGKILL)
            killed = time.monotonic()
            eventually(lambda: not survivor.children(), "no process of the application is left", seconds=2)
            print(f"kill {kill}: no process left after {time.monotonic() - killed:.2f} s")

        began = time.monotonic()
        come_back(survivor)
        print(f"kill {kill}: answering {time.monotonic() - began:.1f} s after the next command")

    assert set(survivor.stacks().values()) == {"CREATE_COMPLETE"}
    ecs = survivor.client("ecs")
    cluster = ecs.list_clusters()["clusterArns"][0]
    for name in ("dev-redis", "dev-api-blue", "dev-client-blue"):
        service = ecs.describe_services(cluster=cluster, services=[name])["services"][0]
        lost = [event for event in service["events"] if "lost its tasks, because the local cloud ended" in event["message"]]
        assert len(lost) == KILLS, service["events"]
        stopped = ecs.list_tasks(cluster=cluster, serviceName=name, desiredStatus="STOPPED")["taskArns"]
        reasons = {
            task["stoppedReason"] for task in ecs.describe_tasks(cluster=cluster, tasks=stopped)["tasks"]
        }
        assert reasons == {"The local cloud ended without being stopped"}, reasons


def test_new_task_names_the_remedy_when_the_disk_is_full(survivor):
    folder = survivor.state / "state" / "slipway" / "tasks"
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4k", "tmpfs", folder], capture_output=True, text=True)
    if mounted.returncode != 0:
        pytest.skip(f"this machine lets nobody mount a small disk: {mounted.stderr.strip()}")
    ecs = survivor.client("ecs")
    cluster = ecs.list_clusters()["clusterArns"][0]

    def service():
        return ecs.describe_services(cluster=cluster, services=["dev-client-blue"])["services"][0]

    def failed():
        arns = ecs.list_tasks(cluster=cluster, serviceName="dev-client-blue", desiredStatus="STOPPED")["taskArns"]
        tasks = ecs.describe_tasks(cluster=cluster, tasks=arns)["tasks"] if arns else []
        return [task["stoppedReason"] for task in tasks if task.get("stopCode") == "TaskFailedToStart"]

    try:
        victim = ecs.list_tasks(cluster=cluster, serviceName="dev-client-blue")["taskArns"][0]
        ecs.stop_task(cluster=cluster, task=victim)
        reason = eventually(failed, "the replacement cannot be started")[0]
        assert reason == (
            "ResourceInitializationError: the files of container client cannot be laid out: no space left on device:"
            f" make room on the disk of {folder}/" + reason.rpartition("/")[2]
        ), reason
    finally:
        subprocess.run(["umount", "-l", folder], check=True)
    eventually(lambda: service()["runningCount"] == 2, "the service has two tasks again", seconds=120)
