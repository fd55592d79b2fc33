"""Callers that come again and again, while tasks are replaced and killed under them: src/bench/recovery does the same for longer."""

import time

import pytest
from conftest import eventually, get
from load import Load
from replicas import Replicas, address, failed_requests, listens

TIERS = ["client-blue", "api-blue"]


@pytest.fixture(scope="module")
def services(deployed):
    return Replicas.of(deployed, *TIERS, "redis")


@pytest.fixture
def sums(deployed, services):
    """Load on an environment that is whole before, and has to be whole after."""

    def whole():
        return all(services[name].settled() for name in TIERS)

    eventually(whole, "all tasks are healthy")
    with Load(deployed.url + "/?n=50") as load:
        yield load
    assert load.requests > 0
    eventually(whole, "all tasks are healthy again", 120)


def test_no_request_fails_when_tasks_are_stopped_and_services_rolled_and_scaled(services, sums):
    tiers = [services[name] for name in TIERS]

    def tasks():
        return {task["taskArn"] for service in tiers for task in service.tasks()}

    def whole():
        return all(service.settled() for service in tiers)

    for act in (lambda service: service.stop(service.tasks()[0]), Replicas.roll):
        before = tasks()
        for service in tiers:
            act(service)
        eventually(lambda: whole() and tasks() != before, "all are replaced", 120)
        assert not sums.failures, sums.told()
    for count in (1, 2):
        for service in tiers:
            service.scale(count)
        eventually(lambda: whole() and len(tasks()) == 2 * count, f"there are {count} of each", 120)
        assert not sums.failures, sums.told()


@pytest.mark.parametrize("name", TIERS)
def test_only_the_killed_task_fails_requests_and_only_until_it_listens(deployed, services, sums, name):
    service = services[name]
    task = service.tasks()[0]
    began = time.time()
    service.kill(task)
    eventually(lambda: listens(address(task)), "it listens again")
    recovered = time.time()
    eventually(service.settled, "the service is whole again")
    end = time.time() + 1
    eventually(lambda: time.time() > end, "it has been well for a second")

    # A client that is killed leaves its calls to api, which is 460 there.
    failed = [line for line in failed_requests(deployed, began) if line["elb_status_code"] != 460]
    of_balancers = [line for line in failed if "target_status_code" not in line]
    assert {line["target"] for line in of_balancers} == {f"{address(task)}:4567"}
    assert {line["elb_status_code"] for line in failed} <= {502, 503, 504}
    late = [line for line in failed if line["ended"] - line["seconds"] - 0.002 > recovered]
    assert not late, late
    assert {status for _, _, status, _ in sums.failures} <= {502, 503, 504}, sums.told()


def test_crash_on_thirteen_is_told_in_words_and_is_over_by_itself(deployed, services, sums):
    api = services["api-blue"]
    began = time.time()
    status, body = get(deployed.url + "/?n=13")
    assert status == 502
    assert body == "The api does not answer. It may have crashed; try again in a moment."
    targets = {line["target"] for line in failed_requests(deployed, began) if "target_status_code" not in line}
    assert len(targets) == 1, targets
    crashed = next(iter(targets)).partition(":")[0]
    eventually(lambda: api.outcome(crashed) and api.settled(), "the api is back")
    recovered = time.time()
    assert get(deployed.url + "/?n=3") == (200, "Your sum was 6")
    assert all(ended <= recovered for _, ended, _, _ in sums.failures), sums.told(recovered)


def test_redis_that_is_killed_is_ridden_out_in_words_and_keeps_the_sum(deployed, services):
    redis, api = services["redis"], services["api-blue"]
    assert get(deployed.url + "/?n=5") == (200, "Your sum was 15")
    before = {address(task) for task in api.tasks()}
    with Load(deployed.url + "/") as load:
        redis.kill(redis.tasks()[0])
        eventually(lambda: get(deployed.url + "/") == (200, "Last sum was: 15"), "the sum is there again")
        replaced = redis.tasks()[0]["taskArn"]
        redis.stop(redis.tasks()[0])
        eventually(lambda: redis.settled() and redis.tasks()[0]["taskArn"] != replaced, "another Redis is there")
        eventually(lambda: get(deployed.url + "/") == (200, "Last sum was: 15"), "the sum is there again")
    assert load.requests > 0
    for _, _, status, body in load.failures:
        assert (status, body) == (503, "Redis does not answer, so no sum can be kept or read. Try again later.")
    assert all(ended - began < 10 for began, ended, _, _ in load.failures), load.told()
    assert {address(task) for task in api.tasks()} == before, "an outage of Redis must cost no api"
