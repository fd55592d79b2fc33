"""What a balancer of the local cloud lets through, and how soon it obeys; src/bench/proxy runs it."""

import http.client
import os
import pathlib
import re
import socket
import statistics
import subprocess
import sys
import threading
import time
import urllib.parse

from conftest import PROJECT, Slipway, eventually, get, new_state
from local_cloud import resident

ROUNDS = 3
SECONDS = 10
MOVES = 300
TARGETS = {"127.0.0.2": 90, "127.0.0.3": 10}
BALANCER = "127.0.0.4"
HAPROXY_AT = "127.0.0.5"
# (connections, pause between two requests of a connection in ms): as much as goes through, and a load far below that.
FULL = (32, 0)
CALM = (8, 20)
DIRECT = "no balancer"
PEER = "haproxy"

HAPROXY = """
global
  maxconn 1024
defaults
  mode http
  timeout connect 5s
  timeout client 50s
  timeout server 50s
  option http-keep-alive
frontend balancer
  bind {balancer}
  default_backend targets
backend targets
  balance random(1)
{servers}
"""

COMMON = """
daemon off;
worker_processes 1;
pid {folder}/{name}.pid;
error_log stderr;
events {{ worker_connections 1024; }}
http {{
  access_log off;
  keepalive_requests 1000000;
  client_body_temp_path {folder}/{name}-body;
  proxy_temp_path {folder}/{name}-proxy;
  fastcgi_temp_path {folder}/{name}-fastcgi;
  uwsgi_temp_path {folder}/{name}-uwsgi;
  scgi_temp_path {folder}/{name}-scgi;
  {rest}
}}
"""


def nginx(folder, name, rest):
    """An nginx with a configuration of its own."""
    file = folder / f"{name}.conf"
    file.write_text(COMMON.format(folder=folder, name=name, rest=rest))
    return subprocess.Popen(["nginx", "-e", "stderr", "-p", folder, "-c", file])


def targets(folder, port):
    """Each answers with its own weight, so that a caller knows who served it."""
    servers = " ".join(
        f'server {{ listen {address}:{port}; location / {{ return 200 "{weight}"; }} }}' for address, weight in TARGETS.items()
    )
    return nginx(folder, "targets", servers)


def peer(folder, port):
    servers = " ".join(f"server {address}:{port} weight={weight};" for address, weight in TARGETS.items())
    return nginx(
        folder,
        "balancer",
        f"upstream targets {{ {servers} keepalive 64; }}"
        f" server {{ listen {BALANCER}:{port}; location / {{ proxy_pass http://targets;"
        ' proxy_http_version 1.1; proxy_set_header Connection ""; } }',
    )


def haproxy(folder, port):
    """A HAProxy with Debian's timeouts, and as many threads as it takes by itself."""
    weighted = "\n".join(f"  server {weight} {address}:{port} weight {weight}" for address, weight in TARGETS.items())
    file = folder / "haproxy.cfg"
    file.write_text(HAPROXY.format(balancer=f"{HAPROXY_AT}:{port}", servers=weighted))
    return subprocess.Popen(["haproxy", "-db", "-f", file])


def forward(groups, weights):
    """The whole action list, as every writer of weights sends it."""
    return [
        {
            "Type": "forward",
            "ForwardConfig": {
                "TargetGroups": [{"TargetGroupArn": group, "Weight": weight} for group, weight in zip(groups, weights)]
            },
        }
    ]


def local(elb, port):
    """A balancer of the local cloud with a rule of two weighted groups: (URL, rule, the groups in the targets' order)."""
    balancer = elb.create_load_balancer(Name="bench", Scheme="internal", Subnets=["subnet-a", "subnet-b"])["LoadBalancers"][0]
    groups = []
    for address, weight in TARGETS.items():
        group = elb.create_target_group(
            Name=f"weight-{weight}", Protocol="HTTP", Port=port, VpcId="vpc-1", TargetType="ip", HealthCheckPath="/"
        )["TargetGroups"][0]["TargetGroupArn"]
        elb.register_targets(TargetGroupArn=group, Targets=[{"Id": address}])
        groups.append(group)
    listener = elb.create_listener(
        LoadBalancerArn=balancer["LoadBalancerArn"],
        Protocol="HTTP",
        Port=80,
        DefaultActions=[{"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "503"}}],
    )["Listeners"][0]["ListenerArn"]
    rule = elb.create_rule(
        ListenerArn=listener,
        Priority=1,
        Conditions=[{"Field": "path-pattern", "PathPatternConfig": {"Values": ["/*"]}}],
        Actions=forward(groups, TARGETS.values()),
    )["Rules"][0]["RuleArn"]
    return "http://" + balancer["DNSName"], rule, groups


def wrk(url, load, seconds=SECONDS):
    """(requests a second, p50 in ms, p99 in ms)"""
    connections, pause = load
    paced = ["-s", PROJECT / "src" / "bench" / "paced.lua"] if pause else []
    text = subprocess.run(
        ["wrk", "-t", "1", "-c", str(connections), "-d", f"{seconds}s", "--latency", *paced, url + "/"]
        + (["--", str(pause)] if pause else []),
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    assert "Non-2xx" not in text and "Socket errors" not in text, text
    return float(re.search(r"Requests/sec:\s+([\d.]+)", text).group(1)), milliseconds(text, 50), milliseconds(text, 99)


def milliseconds(text, percentile):
    value, unit = re.search(rf"{percentile}%\s+([\d.]+)(us|ms|s)\b", text).groups()
    return float(value) * {"us": 0.001, "ms": 1, "s": 1000}[unit]


def measured(ways, load):
    """Each way's (rate, p50, p99): the medians of the rounds, in which the ways take turns."""
    taken = {name: [] for name in ways}
    for _ in range(ROUNDS):
        for name, url in ways.items():
            taken[name].append(wrk(url, load))
    return {name: tuple(statistics.median(column) for column in zip(*rounds)) for name, rounds in taken.items()}


def compare(ways, memory):
    """How much goes through, and what a request waits for at a load that leaves the machine to it."""
    for url in ways.values():
        wrk(url, FULL)
    full, calm = measured(ways, FULL), measured(ways, CALM)
    for name in ways:
        rate, _, late = full[name]
        calm_rate, *calm_late = calm[name]
        added = ", ".join(
            f"{word} {own:.2f} ms ({own - direct:+.2f})" for word, own, direct in zip(("p50", "p99"), calm_late, calm[DIRECT][1:])
        )
        print(
            f"{name}: {rate:.0f} requests/s, {rate / full[DIRECT][0]:.2f} of direct, {rate / full[PEER][0]:.2f} of {PEER}, p99"
            f" {late:.1f} ms, on {FULL[0]} connections; at {calm_rate:.0f} requests/s {added}"
            + (f"; {resident(memory[name])} MB resident" if name in memory else ""),
            flush=True,
        )


class Caller(threading.Thread):
    """Asks again and again on one connection, and notes who answered when."""

    def __init__(self, url):
        super().__init__(daemon=True)
        self.address = urllib.parse.urlsplit(url)
        self.seen = "", 0.0
        self.ending = threading.Event()
        self.failures = []

    def run(self):
        connection = http.client.HTTPConnection(self.address.hostname, self.address.port, timeout=30)
        connection.connect()
        connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        while not self.ending.is_set():
            connection.request("GET", "/")
            answer = connection.getresponse()
            body = answer.read().decode()
            if answer.status != 200:
                self.failures.append((answer.status, body))
            self.seen = body, time.perf_counter()
        connection.close()


def moves(elb, url, rule, groups):
    """From the call of ModifyRule to the end of the first answer that obeys, as all is given to one group and then the other."""
    caller = Caller(url)
    caller.start()
    took = []
    for number in range(MOVES + 20):
        index = number % 2
        wanted = str(list(TARGETS.values())[index])
        began = time.perf_counter()
        elb.modify_rule(RuleArn=rule, Actions=forward(groups, [100, 0] if index == 0 else [0, 100]))

        def obeyed():
            body, moment = caller.seen
            return moment - began if body == wanted and moment > began else None

        first = wait(obeyed)
        if number >= 20:  # what came before warms both ends
            took.append(first * 1000)
    caller.ending.set()
    caller.join()
    assert not caller.failures, caller.failures[:3]
    took.sort()
    print(
        f"a move is in force: {len(took)} moves, p50 {statistics.median(took):.1f} ms, p99 {took[int(0.99 * (len(took) - 1))]:.1f} ms,"
        f" most {took[-1]:.1f} ms from the call to the end of the first answer that obeys",
        flush=True,
    )


def wait(condition):
    end = time.monotonic() + 60
    while (result := condition()) is None:
        assert time.monotonic() < end, "the rule is not obeyed"
        time.sleep(0.0005)
    return result


def main():
    parts = sys.argv[1:] or ["load", "moves"]
    unknown = [part for part in parts if part not in ("load", "moves")]
    if unknown:
        sys.exit(f"no part {', '.join(unknown)}; there are: load, moves")
    subprocess.run([PROJECT / "packaging" / "run", "--version"], check=True, stdin=subprocess.DEVNULL, stdout=sys.stderr)
    slipway = Slipway(new_state())
    folder = pathlib.Path(slipway.state)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    servers = []
    try:
        servers += [targets(folder, port), peer(folder, port), haproxy(folder, port)]
        elb = slipway.client("elbv2")
        url, rule, groups = local(elb, port)
        ways = {
            DIRECT: f"http://{next(iter(TARGETS))}:{port}",
            "nginx": f"http://{BALANCER}:{port}",
            PEER: f"http://{HAPROXY_AT}:{port}",
            "local cloud": url,
        }
        for name, way in ways.items():
            eventually(lambda: answers(way), f"{name} answers")
        print(f"load of the machine before: {os.getloadavg()[0]:.1f}", flush=True)
        if "load" in parts:
            compare(ways, {"nginx": worker(servers[1]), PEER: servers[2].pid, "local cloud": slipway.cloud()})
        if "moves" in parts:
            eventually(lambda: all(healthy(elb, group) for group in groups), "both targets are healthy")
            moves(elb, url, rule, groups)
    finally:
        for server in servers:
            server.terminate()
            server.wait()
        slipway.end()


def worker(master):
    """nginx's process that does the work."""
    return int(pathlib.Path("/proc", str(master.pid), "task", str(master.pid), "children").read_text().split()[0])


def healthy(elb, group):
    found = elb.describe_target_health(TargetGroupArn=group)["TargetHealthDescriptions"]
    return [target["TargetHealth"]["State"] for target in found] == ["healthy"]


def answers(url):
    try:
        return get(url + "/")[0] == 200
    except OSError:
        return False


if __name__ == "__main__":
    main()
