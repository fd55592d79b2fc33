"""What tasks write, read by `slipway logs` and by AWS's own tools: they agree."""

import json

from conftest import eventually, get
from test_aws_tools import answer

GROUP = "/dev/client-blue"


def lines(slipway, *arguments):
    """What `slipway logs` prints, as documents."""
    printed = slipway.run("logs", *arguments, "--output", "json", seconds=60).out
    return [json.loads(line) for line in printed.splitlines()]


def test_request_is_logged_with_its_task_and_all_tools_agree(deployed):
    assert get(deployed.url + "/only-asked-for-here")[0] == 404
    wanted = ("--since", "30m", "--filter", "only-asked-for-here")

    logged = eventually(lambda: lines(deployed, "--tier", "client", *wanted), "the request is in the log", 20)

    assert len(logged) == 1, logged
    line = logged[0]
    assert (line["tier"], line["colour"], line["level"], line["mark"]) == ("client", "blue", "info", False)
    assert '"GET /only-asked-for-here HTTP/1.1" 404' in line["text"]
    stream = f"client/client/{line['task']}"
    found = answer(
        deployed, "logs", "filter-log-events", "--log-group-name", GROUP, "--filter-pattern", '"only-asked-for-here"'
    )["events"]
    assert [(event["logStreamName"], event["message"]) for event in found] == [(stream, line["text"])]
    events = answer(
        deployed, "logs", "get-log-events", "--log-group-name", GROUP, "--log-stream-name", stream, "--start-from-head"
    )["events"]
    assert [event["message"] for event in events].count(line["text"]) == 1
    assert lines(deployed, "--task", line["task"][:8], *wanted) == [line]


def test_start_of_every_task_is_marked(deployed):
    marks = [line["text"] for line in lines(deployed, "--tier", "redis", "--since", "1d") if line["mark"]]

    assert [mark for mark in marks if mark.startswith("— task started, dev-redis:1 at 127.")], marks


def test_line_is_printed_while_following_and_interrupt_ends_it(deployed):
    following = deployed.start("logs", "--tier", "api", "--since", "1s", "--follow", "--filter", "POST /sum")
    try:
        # A request every half second, until one was seen by whoever follows.
        seen = []

        def asked():
            get(deployed.url + "/?n=7")
            return following.poll() is not None or readable(following.stdout)

        eventually(asked, "a line is printed", 60)
        seen.append(following.stdout.readline())
        following.send_signal(2)
        assert following.wait(timeout=30) == 0
    finally:
        following.kill()
        following.communicate()
    assert "POST /sum" in seen[0]


def readable(stream):
    import select

    return bool(select.select([stream], [], [], 0.5)[0])


def test_wrong_names_are_refused_with_the_way_out(deployed):
    assert "has no service dev-web. Its services are" in deployed.run("logs", "--service", "dev-web", status=1).err
    assert "There is no task ffff in dev" in deployed.run("logs", "--task", "ffff", status=1).err
    assert "There are no logs of api in other" in deployed.run("logs", "--tier", "api", "--env", "other", status=1).err
    assert "Say whose lines" in deployed.run("logs", status=2).err
