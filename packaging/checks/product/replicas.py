"""The tasks and targets of one service, as AWS's APIs and the local cloud's access log tell them."""

import datetime
import json
import os
import pathlib
import signal
import socket

from conftest import eventually


class Replicas:
    """One service of a deployed environment."""

    def __init__(self, ecs, elb, name, environment="dev"):
        self.ecs = ecs
        self.elb = elb
        self.cluster = environment
        self.name = f"{environment}-{name}"

    @classmethod
    def of(cls, slipway, *names):
        """Name → service. The clients are made once: each asks the command line for its key first."""
        ecs, elb = slipway.client("ecs"), slipway.client("elbv2")
        return {name: cls(ecs, elb, name) for name in names}

    def described(self):
        return self.ecs.describe_services(cluster=self.cluster, services=[self.name])["services"][0]

    def tasks(self):
        """Those that shall run."""
        arns = self.ecs.list_tasks(cluster=self.cluster, serviceName=self.name)["taskArns"]
        return self.ecs.describe_tasks(cluster=self.cluster, tasks=arns)["tasks"] if arns else []

    def targets(self):
        """Address → health state, of those that get requests or may get them."""
        return {
            target["Target"]["Id"]: target["TargetHealth"]["State"]
            for balancer in self.described().get("loadBalancers", [])
            for target in self.elb.describe_target_health(TargetGroupArn=balancer["targetGroupArn"])["TargetHealthDescriptions"]
            if target["TargetHealth"]["State"] != "draining"
        }

    def settled(self):
        """Whether everything that is wanted is there, and nothing else, and all of it is healthy."""
        service = self.described()
        if len(service["deployments"]) != 1 or service["deployments"][0]["rolloutState"] != "COMPLETED":
            return False
        if not service["runningCount"] == service["desiredCount"] == len(self.tasks()):
            return False
        healthy = list(self.targets().values())
        return not service.get("loadBalancers") or healthy == ["healthy"] * service["desiredCount"]

    def outcome(self, at, port=4567):
        """What came of a killed task, once something has: a restart in place changes neither its state nor its target's at
        once."""
        if listens(at, port):
            return "listens again"
        if at not in {address(task) for task in self.tasks()} and self.settled():
            return "replaced"
        return None

    def kill(self, task):
        """kill -9 of a task's own process. Returns once nothing is left of it: until then its port may still answer."""
        pid = int(task["containers"][0]["runtimeId"].rpartition("-")[2])
        os.kill(pid, signal.SIGKILL)
        eventually(lambda: not pathlib.Path("/proc", str(pid)).exists(), f"process {pid} is gone")

    def stop(self, task):
        self.ecs.stop_task(cluster=self.cluster, task=task["taskArn"])

    def scale(self, count):
        self.ecs.update_service(cluster=self.cluster, service=self.name, desiredCount=count)

    def roll(self):
        self.ecs.update_service(cluster=self.cluster, service=self.name, forceNewDeployment=True)


def address(task):
    """Where a task listens; None before it has an address."""
    details = (detail for attachment in task["attachments"] for detail in attachment["details"])
    return next((detail["value"] for detail in details if detail["name"] == "privateIPv4Address"), None)


def listens(host, port=4567):
    with socket.socket() as caller:
        caller.settimeout(1)
        return caller.connect_ex((host, port)) == 0


def failed_requests(slipway, since):
    """The lines of the balancers' access log from a moment on (time.time()). Each gets `ended`, in the same seconds."""
    lines = []
    for name in ("balancers-1.log", "balancers-0.log"):
        file = slipway.state / "state" / "slipway" / name
        if file.exists():
            for text in file.read_text().splitlines():
                line = json.loads(text)
                line["ended"] = datetime.datetime.fromisoformat(line["time"][:26].rstrip("Z") + "+00:00").timestamp()
                if line["ended"] >= since:
                    lines.append(line)
    return lines

