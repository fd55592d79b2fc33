"""What crashes comes back by itself, is counted, and what it kept is still there."""

import datetime
import http.client
import json
import os
import signal
import threading
import urllib.request

import pytest
from conftest import eventually, get
from replicas import Replicas, address, listens


@pytest.fixture(scope="module")
def services(deployed):
    return Replicas.of(deployed, "api-blue", "redis")


@pytest.fixture
def api(services):
    """The api, whole before and after."""
    service = services["api-blue"]
    eventually(service.settled, "the api is whole")
    yield service
    eventually(service.settled, "the api is whole again", 120)


def identity(task):
    return task["taskArn"].rpartition("/")[2]


def described(service, name):
    (found,) = service.ecs.describe_tasks(cluster=service.cluster, tasks=[name])["tasks"]
    return found


def cloud_now(slipway):
    """The local cloud's time, to the second."""
    endpoint = json.loads((slipway.state / "state" / "slipway" / "endpoint.json").read_text())["url"]
    with urllib.request.urlopen(endpoint + "/_slipway/now", timeout=5) as answer:
        return datetime.datetime.fromisoformat(json.load(answer)["now"][:19] + "+00:00")


def crash(task):
    """Sends 13 to one task of the api, past the balancers."""
    connection = http.client.HTTPConnection(address(task), 4567, timeout=5)
    connection.request("POST", "/sum", json.dumps({"n": 13}), {"Content-Type": "application/json"})
    with pytest.raises((http.client.HTTPException, ConnectionError)):
        connection.getresponse()


def rest(slipway, service, name):
    """Waits until the task's process has run for a minute of cloud time, so that it is restarted in place when it crashes.
    When it was started is not told, a restart least of all: counted from now, when it is there."""
    process = described(service, name)["containers"][0]["runtimeId"]
    seen = cloud_now(slipway)
    eventually(lambda: cloud_now(slipway) - seen > datetime.timedelta(seconds=61), "it has run for a minute")
    assert described(service, name)["containers"][0]["runtimeId"] == process


def restarts(slipway):
    """Task → how often it was restarted, as status tells it."""
    return {task["id"]: task["restarts"] for service in slipway.status()["services"] for task in service["tasks"]}


def test_crashed_task_is_restarted_in_place_and_counted_and_replaced_when_it_crashes_again_too_soon(deployed, api):
    before = {identity(task): task for task in api.tasks()}
    name, task = next(iter(before.items()))
    rest(deployed, api, name)
    known = restarts(deployed)

    crash(task)
    eventually(lambda: listens(address(task)), "it listens again")
    after = {identity(other): address(other) for other in api.tasks()}
    assert after == {other: address(before[other]) for other in before}, "in place: the same tasks at the same addresses"
    eventually(lambda: restarts(deployed)[name] == (known[name] or 0) + 1, "status counts the restart")
    assert {other: count for other, count in restarts(deployed).items() if other != name} == {
        other: count for other, count in known.items() if other != name
    }

    # Killed as soon as it is there again: to answer a 13 it would first have to boot, which may take that minute.
    rest(deployed, api, name)
    task = described(api, name)
    api.kill(task)

    def restarted():
        found = described(api, name)
        return found["containers"][0]["runtimeId"] != task["containers"][0]["runtimeId"] and found

    api.kill(eventually(restarted, "it is restarted in place once more"))

    def stopped():
        found = described(api, name)
        return found["lastStatus"] == "STOPPED" and found

    end = eventually(stopped, "it is stopped")
    assert (end["stopCode"], end["stoppedReason"]) == ("EssentialContainerExited", "Essential container in task exited")
    assert end["containers"][0]["exitCode"] == 128 + signal.SIGKILL
    eventually(api.settled, "the api is whole again")
    assert len({identity(other) for other in api.tasks()} - before.keys()) == 1


class OneWriter:
    """Watches that never two servers of Redis run at once."""

    def __init__(self, slipway):
        self.slipway = slipway
        self.most = 0
        self.over = threading.Event()
        self.thread = threading.Thread(target=self.run)

    def run(self):
        while not self.over.wait(0.05):
            self.most = max(self.most, len(writers(self.slipway)))

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.over.set()
        self.thread.join()


def writers(slipway):
    return [pid for pid, command in slipway.children().items() if command.startswith("redis-server")]


def test_sum_is_kept_when_redis_or_the_local_cloud_is_killed(deployed, services, api):
    def remembered():
        return get(deployed.url + "/") == (200, "Last sum was: 15")

    def weights():
        return {service["service"]: service["weight"] for service in deployed.status()["services"]}

    redis = services["redis"]
    assert get(deployed.url + "/?n=5") == (200, "Your sum was 15")
    before = deployed.stacks(), weights()
    with OneWriter(deployed) as watch:
        (pid,) = writers(deployed)
        redis.kill(redis.tasks()[0])
        eventually(lambda: writers(deployed) not in ([], [pid]), "Redis is back")
        eventually(remembered, "the sum is there after Redis was killed")

        (pid,) = writers(deployed)
        redis.roll()
        eventually(lambda: writers(deployed) not in ([], [pid]), "another Redis runs")
        eventually(remembered, "the sum is there after Redis was redeployed")

        cloud = deployed.cloud()
        os.kill(cloud, signal.SIGKILL)
        eventually(lambda: not deployed.children(), "nothing of the application is left", 2)
        assert (deployed.stacks(), weights()) == before
        assert deployed.cloud() != cloud
        # Its port is another one only if somebody took it meanwhile.
        deployed.url = deployed.status()["url"]
        eventually(remembered, "the sum is there after the local cloud was killed")
    assert watch.most == 1
