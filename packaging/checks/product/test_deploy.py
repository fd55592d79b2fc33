"""Deploy, use, look: a person's first quarter of an hour."""

import os
import pathlib
import shutil

import pytest
from conftest import PROJECT, Slipway, eventually, get, new_state

STACKS = ["network", "platform", "data", "traffic", "delivery", "client-blue", "client-green", "api-blue", "api-green", "monitoring"]


def test_url_answers_when_deployed(deployed):
    assert get(deployed.url + "/healthcheck") == (200, "OK")


def test_sum_is_kept_when_asked_for(deployed):
    status, body = get(deployed.url + "/?n=3")
    assert (status, body.strip()) == (200, "Your sum was 6")
    status, body = get(deployed.url + "/")
    assert (status, body.strip()) == (200, "Last sum was: 6")


@pytest.mark.parametrize("n", ["abc", "0", "", "-1", "1.5", "1234567890123"])
def test_n_is_refused_in_words_when_it_is_not_one(deployed, n):
    status, body = get(f"{deployed.url}/?n={n}")
    assert status == 422
    assert len(body.split()) > 2, body
    assert "<" not in body and "Error" not in body, body


def test_public_url_is_loopback_only_when_deployed(deployed):
    port = int(deployed.url.rpartition(":")[2])
    addresses = set()
    for table in ("tcp", "tcp6"):
        for line in pathlib.Path("/proc/net", table).read_text().splitlines()[1:]:
            local, state = line.split()[1], line.split()[3]
            if state == "0A" and int(local.rpartition(":")[2], 16) == port:
                addresses.add(local.rpartition(":")[0])
    loopback = {"0100007F", "00000000000000000000000001000000", "0000000000000000FFFF00000100007F"}
    assert addresses and addresses <= loopback, addresses


def test_status_tells_stacks_services_and_weights_when_deployed(deployed):
    status = deployed.status()
    assert {stack["name"]: stack["status"] for stack in status["stacks"]} == {
        f"dev-{name}": "CREATE_COMPLETE" for name in STACKS
    }
    services = {(service["tier"], service["colour"]): service for service in status["services"]}
    assert {name: (service["running"], service["desired"], service["weight"]) for name, service in services.items()} == {
        (tier, colour): expected
        for tier in ("client", "api")
        for colour, expected in (("blue", (2, 2, 100)), ("green", (0, 0, 0)))
    }
    assert status["url"] == deployed.url


def test_second_deploy_changes_nothing_when_nothing_changed(deployed):
    before = deployed.children()
    assert deployed.deploy() == deployed.url
    assert set(deployed.stacks().values()) == {"CREATE_COMPLETE"}
    assert deployed.children() == before


def test_deploy_works_when_the_user_is_an_ordinary_one():
    if os.getuid() != 0:
        pytest.skip("this run is an ordinary user's already: every other test shows it")
    nobody = 65534
    state = pathlib.Path(new_state())
    # As that user would have it: a built project to read, in a folder that it can get to.
    project = state / "project"
    for part in ("packaging", "src", "stacks", "client", "api", ".mvn", "target/run", "target/lib"):
        shutil.copytree(PROJECT / part, project / part, symlinks=True, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy2(PROJECT / "pom.xml", project)
    environment = {"PATH": "/usr/local/bin:/usr/bin:/bin"}
    java = pathlib.Path(os.environ["JAVA_HOME"])
    if pathlib.Path.home() in java.parents:
        shutil.copytree(java, state / "jdk", symlinks=True)
        java = state / "jdk"
    environment["JAVA_HOME"] = str(java)
    slipway = Slipway(state, project=project, user=nobody, environment=environment)
    try:
        url = slipway.deploy()
        assert get(url + "/?n=4") == (200, "Your sum was 10")
        owners = {pathlib.Path("/proc", str(pid)).stat().st_uid for pid in slipway.processes()}
        assert owners == {nobody}
        slipway.run("delete", "--erase-data", "--yes")
        eventually(lambda: not slipway.children(), "no process of the application is left")
    finally:
        slipway.end()
