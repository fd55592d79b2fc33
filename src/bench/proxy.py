"""What a balancer of the local cloud lets through; src/bench/proxy runs it."""

import pathlib
import re
import socket
import statistics
import subprocess
import sys

from conftest import PROJECT, Slipway, eventually, get, new_state

ROUNDS = 3
SECONDS = 10
TARGETS = {"127.0.0.2": 90, "127.0.0.3": 10}
BALANCER = "127.0.0.4"

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
    listen = " ".join(f"listen {address}:{port};" for address in TARGETS)
    return nginx(folder, "targets", f'server {{ {listen} location / {{ return 200 "OK"; }} }}')


def peer(folder, port):
    servers = " ".join(f"server {address}:{port} weight={weight};" for address, weight in TARGETS.items())
    return nginx(
        folder,
        "balancer",
        f"upstream targets {{ {servers} keepalive 64; }}"
        f" server {{ listen {BALANCER}:{port}; location / {{ proxy_pass http://targets;"
        ' proxy_http_version 1.1; proxy_set_header Connection ""; } }',
    )


def local(slipway, port):
    """A balancer of the local cloud with a rule of two weighted groups; returns its URL."""
    elb = slipway.client("elbv2")
    balancer = elb.create_load_balancer(Name="bench", Scheme="internal", Subnets=["subnet-a", "subnet-b"])["LoadBalancers"][0]
    groups = []
    for address, weight in TARGETS.items():
        group = elb.create_target_group(
            Name=f"weight-{weight}", Protocol="HTTP", Port=port, VpcId="vpc-1", TargetType="ip", HealthCheckPath="/"
        )["TargetGroups"][0]["TargetGroupArn"]
        elb.register_targets(TargetGroupArn=group, Targets=[{"Id": address}])
        groups.append({"TargetGroupArn": group, "Weight": weight})
    elb.create_listener(
        LoadBalancerArn=balancer["LoadBalancerArn"],
        Protocol="HTTP",
        Port=80,
        DefaultActions=[{"Type": "forward", "ForwardConfig": {"TargetGroups": groups}}],
    )
    return "http://" + balancer["DNSName"]


def wrk(url):
    """(requests a second, p99 in ms)"""
    text = subprocess.run(
        ["wrk", "-t", "1", "-c", "32", "-d", f"{SECONDS}s", "--latency", url + "/"], check=True, capture_output=True, text=True
    ).stdout
    assert "Non-2xx" not in text and "Socket errors" not in text, text
    value, unit = re.search(r"99%\s+([\d.]+)(us|ms|s)", text).groups()
    return float(re.search(r"Requests/sec:\s+([\d.]+)", text).group(1)), float(value) * {"us": 0.001, "ms": 1, "s": 1000}[unit]


def main():
    subprocess.run([PROJECT / "packaging" / "run", "--version"], check=True, stdin=subprocess.DEVNULL, stdout=sys.stderr)
    slipway = Slipway(new_state())
    folder = pathlib.Path(slipway.state)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    servers = []
    try:
        servers += [targets(folder, port), peer(folder, port)]
        ways = {
            "no balancer": f"http://{next(iter(TARGETS))}:{port}",
            "nginx": f"http://{BALANCER}:{port}",
            "local cloud": local(slipway, port),
        }
        for name, url in ways.items():
            eventually(lambda: answers(url), f"{name} answers")
            wrk(url)
        figures = {name: [] for name in ways}
        for _ in range(ROUNDS):
            for name, url in ways.items():
                figures[name].append(wrk(url))
        direct = statistics.median(rate for rate, _ in figures["no balancer"])
        for name, taken in figures.items():
            rate = statistics.median(rate for rate, _ in taken)
            print(
                f"{name}: {rate:.0f} requests/s ({', '.join(f'{rate:.0f}' for rate, _ in taken)}), {rate / direct:.2f} of direct,"
                f" p99 {statistics.median(late for _, late in taken):.1f} ms"
            )
    finally:
        for server in servers:
            server.terminate()
            server.wait()
        slipway.end()


def answers(url):
    try:
        return get(url + "/") == (200, "OK")
    except OSError:
        return False


if __name__ == "__main__":
    main()
