"""Figures of the local cloud; src/bench/local-cloud runs it."""

import http.client
import json
import os
import pathlib
import signal
import socket
import statistics
import subprocess
import sys
import time
import urllib.parse

import boto3
import botocore.auth
import botocore.awsrequest
from conftest import PROJECT, Slipway, eventually, get, new_state

ROUNDS = 3
CLOCK = 10
VIRTUAL_FRAMEBUFFER = "1440x900x24"


def resident(pid, field="VmRSS"):
    """MB of memory that a process holds now (VmRSS) or held at most (VmHWM)."""
    for line in pathlib.Path("/proc", str(pid), "status").read_text().splitlines():
        if line.startswith(field + ":"):
            return int(line.split()[1]) // 1024
    raise AssertionError(field)


def union(intervals):
    """Seconds that at least one of the intervals covers."""
    covered, end = 0.0, float("-inf")
    for start, stop in sorted(intervals):
        covered += max(0.0, stop - max(start, end))
        end = max(end, stop)
    return covered


def engine_seconds(slipway):
    """From the first stack event to the last, less the time in which a service was waiting for its processes."""
    moments, services = [], []
    cloudformation = slipway.client("cloudformation")
    for stack in slipway.stacks():
        started = {}
        pages = cloudformation.get_paginator("describe_stack_events").paginate(StackName=stack)
        for event in sorted((event for page in pages for event in page["StackEvents"]), key=lambda event: event["Timestamp"]):
            moment = event["Timestamp"].timestamp() / CLOCK  # events tell cloud time
            moments.append(moment)
            if event["ResourceType"] == "AWS::ECS::Service":
                if event["ResourceStatus"].endswith("_IN_PROGRESS"):
                    started.setdefault(event["LogicalResourceId"], moment)
                else:
                    services.append((started.pop(event["LogicalResourceId"]), moment))
    return max(moments) - min(moments) - union(services), union(services)


def deploy():
    for number in range(1, ROUNDS + 1):
        slipway = Slipway(new_state())
        try:
            began = time.monotonic()
            url = slipway.deploy()
            seconds = time.monotonic() - began
            assert get(url)[0] == 200
            engine, waiting = engine_seconds(slipway)
            cloud = slipway.cloud()
            print(
                f"deploy {number}: {seconds:.1f} s from an empty state, of which the engine {engine:.1f} s and services"
                f" {waiting:.1f} s; local cloud {resident(cloud)} MB resident, at most {resident(cloud, 'VmHWM')} MB",
                flush=True,
            )
        finally:
            slipway.end()


def moto():
    """moto_server on a free port: (process, endpoint)."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = pathlib.Path(sys.executable).with_name("moto_server")
    process = subprocess.Popen([server, "-H", "127.0.0.1", "-p", str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def listens():
        with socket.socket() as client:
            return client.connect_ex(("127.0.0.1", port)) == 0

    eventually(listens, "moto_server listens")
    return process, f"http://127.0.0.1:{port}"


def moto_client(endpoint, service):
    return boto3.client(
        service, endpoint_url=endpoint, region_name="eu-west-1", aws_access_key_id="test", aws_secret_access_key="test"
    )


def both(measure, service):
    """Measures the local cloud and then moto_server with the same client library."""
    slipway = Slipway(new_state())
    try:
        measure("local cloud", slipway.client(service))
    finally:
        slipway.end()
    process, endpoint = moto()
    try:
        measure("moto_server", moto_client(endpoint, service))
    finally:
        process.terminate()
        process.wait()


def resources():
    template = {
        "Resources": {
            "Vpc": {"Type": "AWS::EC2::VPC", "Properties": {"CidrBlock": "10.0.0.0/16"}},
            **{
                f"Group{number}": {
                    "Type": "AWS::EC2::SecurityGroup",
                    "Properties": {"GroupDescription": f"number {number}", "VpcId": {"Ref": "Vpc"}},
                }
                for number in range(199)
            },
        }
    }

    def measure(name, cloudformation):
        took = []
        for number in range(ROUNDS):
            stack = f"bench-{number}"
            began = time.monotonic()
            cloudformation.create_stack(StackName=stack, TemplateBody=json.dumps(template))
            eventually(
                lambda: cloudformation.describe_stacks(StackName=stack)["Stacks"][0]["StackStatus"] == "CREATE_COMPLETE",
                "the stack is complete",
            )
            took.append(time.monotonic() - began)
        print(f"200 resources, {name}: {', '.join(f'{seconds:.2f}' for seconds in took)} s", flush=True)

    both(measure, "cloudformation")


def wire():
    """One connection, requests signed beforehand: what is left is the way there, the server and the way back."""

    def measure(name, sts):
        address = urllib.parse.urlsplit(sts.meta.endpoint_url)
        requests = []
        for _ in range(3000):
            request = botocore.awsrequest.AWSRequest(
                "POST",
                sts.meta.endpoint_url + "/",
                data=b"Action=GetCallerIdentity&Version=2011-06-15",
                headers={"Content-Type": "application/x-www-form-urlencoded; charset=utf-8", "Host": address.netloc},
            )
            botocore.auth.SigV4Auth(sts._request_signer._credentials, "sts", sts.meta.region_name).add_auth(request)
            requests.append((request.body, dict(request.headers)))
        connection = http.client.HTTPConnection(address.hostname, address.port)
        connection.connect()
        connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        took = []
        for body, headers in requests:
            began = time.perf_counter()
            connection.request("POST", "/", body, headers)
            answer = connection.getresponse()
            answer.read()
            took.append((time.perf_counter() - began) * 1000)
            assert answer.status == 200
        took = sorted(took[1000:])  # the first third warms both ends
        print(f"GetCallerIdentity, {name}: p50 {statistics.median(took):.2f} ms, p99 {took[-20]:.2f} ms", flush=True)

    both(measure, "sts")


def console():
    """The console's memory in front of a deployed environment, after half a minute on screen."""
    slipway = Slipway(new_state())
    slipway.environment["LIBGL_ALWAYS_SOFTWARE"] = "1"
    try:
        slipway.deploy()
        screen = subprocess.Popen(
            ["xvfb-run", "-a", "-s", f"-screen 0 {VIRTUAL_FRAMEBUFFER}", PROJECT / "packaging" / "run"],
            env=slipway.environment,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            def window():
                return [pid for pid, command in slipway.processes().items() if command.endswith("slipway.app.Main")]

            pid = eventually(window, "the console runs")[0]
            end = time.monotonic() + 30
            eventually(lambda: time.monotonic() > end, "half a minute has passed")
            print(f"console: {resident(pid)} MB resident, at most {resident(pid, 'VmHWM')} MB", flush=True)
        finally:
            os.killpg(screen.pid, signal.SIGTERM)
            screen.wait()
    finally:
        slipway.end()


TALKATIVE = """
$stdout.sync = false
began = Process.clock_gettime(Process::CLOCK_MONOTONIC)
number = 0
SECONDS.times do |second|
  RATE.times { puts format('line %07d of a service that has a lot to say', number += 1) }
  $stdout.flush
  ahead = began + second + 1 - Process.clock_gettime(Process::CLOCK_MONOTONIC)
  sleep ahead if ahead.positive?
end
"""


def logs():
    """A task that writes 10,000 lines a second: whether all of them are there, and what it costs."""
    rate, seconds = 10_000, 20
    slipway = Slipway(new_state())
    try:
        slipway.deploy()
        ecs, logs = slipway.client("ecs"), slipway.client("logs")
        cluster = ecs.list_clusters()["clusterArns"][0]
        service = ecs.describe_services(cluster=cluster, services=["dev-api-blue"])["services"][0]
        definition = ecs.describe_task_definition(taskDefinition=service["taskDefinition"])["taskDefinition"]
        container = definition["containerDefinitions"][0]
        container.pop("healthCheck", None)
        container.pop("restartPolicy", None)
        container["command"] = ["ruby", "-e", TALKATIVE.replace("RATE", str(rate)).replace("SECONDS", str(seconds))]
        kept = ("networkMode", "requiresCompatibilities", "cpu", "memory", "executionRoleArn", "taskRoleArn")
        talkative = ecs.register_task_definition(
            family="talkative", containerDefinitions=[container], **{name: definition[name] for name in kept}
        )["taskDefinition"]["taskDefinitionArn"]
        before = resident(slipway.cloud())
        began = time.monotonic()
        task = ecs.run_task(
            cluster=cluster,
            taskDefinition=talkative,
            launchType="FARGATE",
            networkConfiguration=service["networkConfiguration"],
        )["tasks"][0]["taskArn"]

        def ended():
            return ecs.describe_tasks(cluster=cluster, tasks=[task])["tasks"][0]["lastStatus"] == "STOPPED"

        eventually(ended, "the task has ended", seconds=10 * seconds)
        took = time.monotonic() - began
        options = container["logConfiguration"]["options"]
        stream = f"{options['awslogs-stream-prefix']}/{container['name']}/{task.rpartition('/')[2]}"
        read, token = [], None
        began = time.monotonic()
        while True:
            page = logs.get_log_events(
                logGroupName=options["awslogs-group"],
                logStreamName=stream,
                startFromHead=True,
                **({"nextToken": token} if token else {}),
            )
            read += [int(event["message"].split()[1]) for event in page["events"]]
            if page["nextForwardToken"] == token:
                break
            token = page["nextForwardToken"]
        reading = time.monotonic() - began
        assert read == list(range(1, rate * seconds + 1)), f"{len(read)} lines, from {read[0]} to {read[-1]}"
        size = logs.describe_log_groups(logGroupNamePrefix=options["awslogs-group"])["logGroups"][0]["storedBytes"]
        print(
            f"logs: {len(read)} lines in {took:.1f} s, all there and in order, read back in {reading:.1f} s; the group"
            f" holds {size / 2**20:.1f} MiB; local cloud {before} MB resident before, {resident(slipway.cloud())} MB after,"
            f" at most {resident(slipway.cloud(), 'VmHWM')} MB",
            flush=True,
        )
    finally:
        slipway.end()


if __name__ == "__main__":
    figures = {"deploy": deploy, "resources": resources, "wire": wire, "console": console, "logs": logs}
    chosen = sys.argv[1:] or list(figures)
    unknown = [name for name in chosen if name not in figures]
    if unknown:
        sys.exit(f"no figure {', '.join(unknown)}; there are: {', '.join(figures)}")
    subprocess.run([PROJECT / "packaging" / "run", "--version"], check=True, stdin=subprocess.DEVNULL, stdout=sys.stderr)
    for name in chosen:
        figures[name]()
