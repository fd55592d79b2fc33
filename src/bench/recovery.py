"""What callers notice when tasks are replaced or killed; src/bench/recovery runs it."""

import argparse
import collections
import re
import signal
import statistics
import subprocess
import sys
import time

from conftest import PROJECT, Slipway, eventually, new_state
from replicas import Replicas, address, failed_requests

CONNECTIONS = 8
SERVICES = ("client-blue", "api-blue")
REDIS = "redis"
PORTS = {REDIS: 6379}
# A log line's duration is rounded to the millisecond.
ROUNDING = 0.002
# Redis listens before it has loaded its file, and api asks it again after a pause of its own.
REDIS_LOADS = 2
# Until an answer on its way has come and is noted, on a machine that is busy.
STRAGGLERS = 1


class Wrk:
    """wrk, until it is told to end; its own count of failures is what decides."""

    def __init__(self, url, folder, connections=CONNECTIONS):
        self.notes = folder / "failures"
        self.notes.touch()
        self.process = subprocess.Popen(
            ["wrk", "-t", "1", "-c", str(connections), "-d", "24h", "--timeout", "60s", "--latency"]
            + ["-s", PROJECT / "src" / "bench" / "failures.lua", url, "--", self.notes],
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()

    def failures(self, since=0.0):
        """(when, status, first words) of each answer that was not 200."""
        found = []
        for line in self.notes.read_text().splitlines():
            moment, status, words = (line + "  ").split(" ", 2)
            if float(moment) >= since:
                found.append((float(moment), int(status), words.strip()))
        return found

    def end(self):
        """Its report: (requests, answers other than 2xx and 3xx, socket errors, the text)."""
        self.process.send_signal(signal.SIGINT)
        text = self.process.communicate(timeout=90)[0]
        requests = int(re.search(r"(\d+) requests in", text).group(1))
        answers = re.search(r"Non-2xx or 3xx responses: (\d+)", text)
        sockets = re.search(r"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)", text)
        return requests, int(answers.group(1)) if answers else 0, sum(map(int, sockets.groups())) if sockets else 0, text


def spread(seconds):
    ordered = sorted(seconds)
    return (
        f"{len(ordered)} times: least {ordered[0]:.2f} s, median {statistics.median(ordered):.2f} s,"
        f" p90 {ordered[int(0.9 * (len(ordered) - 1))]:.2f} s, most {ordered[-1]:.2f} s"
    )


def replace(slipway, url, rounds):
    """Planned replacements: nobody may notice."""
    took = collections.defaultdict(list)
    with Wrk(url, slipway.state) as wrk:
        for name, service in Replicas.of(slipway, *SERVICES).items():
            for number in range(rounds):
                for what, act in (("StopTask", stop_one), ("scale down and up", scale), ("rolling update", roll)):
                    began = time.time()
                    act(service)
                    eventually(service.settled, f"{service.name} is whole again after {what} {number + 1}", 240)
                    took[what, name].append(time.time() - began)
                    failures = wrk.failures(began)
                    print(f"{what} {number + 1} of {name}: {took[what, name][-1]:.1f} s, {len(failures)} failed", flush=True)
                    for failure in failures[:5]:
                        print(f"  {failure}", flush=True)
        requests, answers, sockets, text = wrk.end()
    print(text)
    for (what, name), seconds in took.items():
        print(f"{what} of {name}: whole again after, {spread(seconds)}")
    print(f"replaced: {requests} requests, {answers} failed answers, {sockets} socket errors")
    return answers == 0 and sockets == 0


def stop_one(service):
    before = {task["taskArn"] for task in service.tasks()}
    service.stop(service.tasks()[0])
    eventually(lambda: {task["taskArn"] for task in service.tasks()} != before, "the task is stopped")


def scale(service):
    wanted = service.described()["desiredCount"]
    service.scale(wanted - 1)
    eventually(service.settled, f"{service.name} is one less", 120)
    service.scale(wanted)
    eventually(lambda: service.described()["desiredCount"] == wanted, f"{service.name} wants {wanted}")


def roll(service):
    before = service.described()["deployments"][0]["id"]
    service.roll()
    eventually(lambda: service.described()["deployments"][0]["id"] != before, "the deployment has begun")


def kill(slipway, url, rounds):
    """Crashes: who was asked of the killed task may notice, while it is dead, and each time the log names the task."""
    public = next(
        balancer["LoadBalancerArn"].partition(":loadbalancer/")[2]
        for balancer in slipway.client("elbv2").describe_load_balancers()["LoadBalancers"]
        if balancer["Scheme"] == "internet-facing"
    )
    services = Replicas.of(slipway, *SERVICES, REDIS)
    wrong, back, failed = [], collections.defaultdict(list), collections.defaultdict(list)
    with Wrk(url, slipway.state) as wrk:
        for number in range(rounds):
            for name, service in services.items():
                for task in service.tasks():
                    at = address(task)
                    began = time.time()
                    service.kill(task)
                    how = eventually(
                        lambda: service.outcome(at, PORTS.get(name, 4567)), f"{at} listens again or is deregistered", 240
                    )
                    recovered = time.time()
                    eventually(service.settled, f"{service.name} is whole again", 240)
                    # Redis has no target whose health would tell that it has loaded its file and api has found it.
                    end = recovered + (REDIS_LOADS if name == REDIS else STRAGGLERS)
                    eventually(lambda: time.time() > end, "stragglers are noted")
                    back[name, how].append(recovered - began)
                    failures = wrk.failures(began)
                    failed[name].append(len(failures))
                    found = judge(name, f"{at}:4567", failures, failed_requests(slipway, began), recovered, public)
                    wrong += [f"round {number + 1}, {name} {at}: {words}" for words in found]
                    print(
                        f"kill {number + 1} of {name} {at}: {how} after {recovered - began:.2f} s, {len(failures)} failed,"
                        f" last after {max([failure[0] for failure in failures], default=began) - began:.2f} s"
                        + "".join(f"\n  WRONG: {words}" for words in found),
                        flush=True,
                    )
        requests, answers, sockets, text = wrk.end()
        noted = len(wrk.failures())
    print(text)
    for (name, how), seconds in sorted(back.items()):
        print(f"{name} killed, {how} after, {spread(seconds)}")
    for name, counts in failed.items():
        print(f"{name} killed: failed requests at most {max(counts)}, median {statistics.median(counts):.0f}")
    print(f"killed: {requests} requests, {answers} failed answers, {sockets} socket errors, {len(wrong)} against the rules")
    return not wrong and sockets == 0 and answers == noted


def passed_on(line):
    """Whether a target gave the answer itself. One killed while it answers has sent a status, and its caller gets a 502."""
    return line.get("target_status_code") == line["elb_status_code"]


def judge(name, target, failures, lines, recovered, public):
    """What is against the rules, in words."""
    wrong = []
    statuses = {status for _, status, _ in failures}
    if not statuses <= ({503} if name == REDIS else {502, 503, 504}):
        wrong.append(f"statuses {statuses}")
    at_public = [line for line in lines if public in line.get("listener", "")]
    if len(at_public) != len(failures):
        noted, logged = [failure[0] for failure in failures], [line["ended"] for line in at_public]
        wrong.append(
            f"{len(noted)} requests failed from {min(noted, default=0):.3f} to {max(noted, default=0):.3f},"
            f" and {len(logged)} are logged from {min(logged, default=0):.3f} to {max(logged, default=0):.3f}"
        )
    # A client that is killed leaves its calls to api, which is 460 there.
    by_balancers = [line for line in lines if not passed_on(line) and line["elb_status_code"] != 460]
    if name == REDIS:
        wrong += [f"logged to a target that was well: {line}" for line in by_balancers[:3]]
        if any("Redis" not in words for _, _, words in failures):
            wrong.append(f"words that do not name Redis: {failures[0]}")
    else:
        wrong += [f"logged to another target: {line}" for line in by_balancers if line.get("target") != target][:3]
        by_client = [line for line in at_public if passed_on(line)]
        inside = [line for line in by_balancers if public not in line.get("listener", "")]
        if len(by_client) != len(inside):
            words = [failure for failure in failures if "Bad Gateway" not in failure[2]]
            wrong.append(f"{len(by_client)} failures passed on by client, {len(inside)} logged behind it: {by_client[:3]}, {words[:3]}")
    late = [line for line in lines if line["ended"] - line["seconds"] - ROUNDING > recovered + (REDIS_LOADS if name == REDIS else 0)]
    wrong += [f"begun after it had recovered: {line}" for line in late[:3]]
    return wrong


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("what", nargs="*", metavar="replace|kill")
    parser.add_argument("--rounds", type=int, default=20)
    chosen = parser.parse_args()
    parts = {"replace": replace, "kill": kill}
    if not set(chosen.what) <= set(parts):
        parser.error(f"no part {', '.join(set(chosen.what) - set(parts))}; there are: {', '.join(parts)}")
    subprocess.run([PROJECT / "packaging" / "run", "--version"], check=True, stdin=subprocess.DEVNULL, stdout=sys.stderr)
    kept = True
    for what in chosen.what or parts:
        slipway = Slipway(new_state())
        try:
            url = slipway.deploy() + "/?n=50"
            kept &= parts[what](slipway, url, chosen.rounds)
        finally:
            slipway.end()
    sys.exit(not kept)


if __name__ == "__main__":
    main()
