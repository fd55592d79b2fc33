"""Whether a request fails while the weights move; src/bench/weights runs it."""

import argparse
import os
import pathlib
import subprocess
import sys
import time

from conftest import PROJECT, Slipway, eventually, new_state
from recovery import Wrk
from test_traffic import fill_green, ledger, recorded, weights

CONNECTIONS = 16


def move(slipway, moves, seconds):
    """Random moves by the project's own writer, which paces them and writes them down."""
    java = pathlib.Path(os.environ["JAVA_HOME"], "bin", "java")
    options = ["-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", os.environ["MOVER"]]
    folder = pathlib.Path(slipway.environment["XDG_STATE_HOME"], "slipway")
    subprocess.run(
        [java, *options, "slipway.app.MovingBench", folder, str(moves), str(seconds)],
        check=True,
        env=slipway.environment,
        stdin=subprocess.DEVNULL,
        stdout=sys.stderr,
    )


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--moves", type=int, default=100)
    parser.add_argument("--seconds", type=int, default=120)
    chosen = parser.parse_args()
    subprocess.run([PROJECT / "packaging" / "run", "--version"], check=True, stdin=subprocess.DEVNULL, stdout=sys.stderr)
    slipway = Slipway(new_state())
    try:
        slipway.url = slipway.deploy()
        fill_green(slipway)
        loaded = os.getloadavg()[0]
        with Wrk(slipway.url + "/?n=3", slipway.state, CONNECTIONS) as wrk:
            began = time.monotonic()
            move(slipway, chosen.moves, chosen.seconds)
            took = time.monotonic() - began
            requests, answers, sockets, text = wrk.end()
            failures = wrk.failures()
        for failure in failures[:10]:
            print(f"  {failure}", flush=True)
        eventually(lambda: recorded(slipway) == weights(slipway), "the stack has the rule's weights")
        state = ledger(slipway)["api"]
        print(
            f"{chosen.moves} moves in {took:.0f} s: {answers} of {requests} requests failed, {sockets} socket errors; api at"
            f" {weights(slipway)}, {state}; load of the machine before {loaded:.1f}, after {os.getloadavg()[0]:.1f}\n{text}",
            flush=True,
        )
    finally:
        slipway.end()
    sys.exit(bool(answers or sockets or state != "in_sync" or not requests))


if __name__ == "__main__":
    main()
