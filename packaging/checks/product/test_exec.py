"""Terminal sessions in running tasks, driven by boto3 and a client of the data channel that knows the protocol alone."""

import json
import pathlib

import botocore.exceptions
import pytest
import websocket

from channel import FLAG, Channel
from conftest import eventually, get
from test_aws_tools import aws

TERMINATE = (2).to_bytes(4, "big")


def tasks_of(slipway, tier):
    """The running tasks of the tier's live colour, as ECS describes them."""
    ecs = slipway.client("ecs")
    arns = ecs.list_tasks(cluster="dev", serviceName=f"dev-{tier}")["taskArns"] if tier == "redis" else [
        arn
        for colour in ("blue", "green")
        for arn in ecs.list_tasks(cluster="dev", serviceName=f"dev-{tier}-{colour}")["taskArns"]
    ]
    tasks = ecs.describe_tasks(cluster="dev", tasks=arns)["tasks"]
    return [task for task in tasks if task["lastStatus"] == "RUNNING"]


def target_of(task):
    """What Session Manager calls the task's container."""
    return f"ecs:dev_{task['taskArn'].rpartition('/')[2]}_{task['containers'][0]['runtimeId']}"


def execute(slipway, task, command):
    """ExecuteCommand → the answer."""
    return slipway.client("ecs").execute_command(
        cluster="dev", task=task["taskArn"], container=task["containers"][0]["name"], interactive=True, command=command
    )


def open_session(slipway, task, command):
    return Channel(execute(slipway, task, command)["session"])


def open_irb(slipway, task):
    """A session in which irb asks for input."""
    channel = open_session(slipway, task, "irb")
    channel.until(b"irb(main)")
    return channel


def start_port(slipway, task, document, **parameters):
    """StartSession for a port → the channel."""
    return Channel(slipway.client("ssm").start_session(
        Target=target_of(task), DocumentName=document, Parameters={name: [str(value)] for name, value in parameters.items()}
    ))


def refusal(ask):
    with pytest.raises(botocore.exceptions.ClientError) as refused:
        ask()
    return refused.value.response["Error"]["Code"], refused.value.response["Error"]["Message"]


def test_irb_answers_in_a_running_api(deployed):
    assert get(deployed.url + "/?n=3") == (200, "Your sum was 6")
    task = tasks_of(deployed, "api")[0]
    answer = execute(deployed, task, "irb")
    assert answer["containerName"] == "api"
    assert answer["session"]["sessionId"].startswith("ecs-execute-command-")
    channel = Channel(answer["session"])
    channel.until(b"irb(main)")
    assert channel.session_type == "InteractiveCommands"

    channel.type("1+1\r")
    channel.until(b"2\x1b[0m\r\n")
    channel.output = b""
    # redis is found by the name that the template gives it, which no name server here knows.
    channel.type("print 'pong'.upcase if redis.ping == 'PONG'\r")
    channel.until(b"PONG")
    channel.type("exit\r")

    assert channel.end() == ""


def test_session_has_the_tasks_own_place_and_environment(deployed):
    task = tasks_of(deployed, "api")[0]
    channel = open_session(deployed, task, "sh -c 'pwd; echo $APP_ENV $TERM; stty size; ls app.rb'")

    assert channel.end() == ""

    lines = channel.output.decode().splitlines()
    assert lines[0].startswith(str(deployed.state)), lines
    assert lines[1] == "production xterm-256color"
    assert lines[-1] == "app.rb"


def test_interrupt_reaches_a_loop(deployed):
    channel = open_irb(deployed, tasks_of(deployed, "api")[0])
    channel.type("print 'go'.upcase; loop {}\r")
    channel.until(b"GO")

    channel.type("\x03")
    channel.output = b""
    channel.type("print 'on'.upcase\r")

    channel.until(b"ON")
    channel.close()


def test_session_is_logged_to_the_clusters_group(deployed):
    answer = execute(deployed, tasks_of(deployed, "api")[0], "echo for-the-log")
    Channel(answer["session"]).end()

    logs = deployed.client("logs")

    def logged():
        return [
            event["message"]
            for event in logs.get_log_events(
                logGroupName="/dev/exec", logStreamName=answer["session"]["sessionId"], startFromHead=True
            )["events"]
        ]

    assert eventually(logged, "the session is in the log", 20) == ["for-the-log"]


def test_sessions_are_described_and_terminated(deployed):
    ssm = deployed.client("ssm")
    task = tasks_of(deployed, "api")[0]
    answer = execute(deployed, task, "sh")
    channel = Channel(answer["session"])
    channel.type("echo $((40 + 2))\r")
    channel.until(b"42")
    identity = answer["session"]["sessionId"]

    def described(state):
        filters = [{"key": "SessionId", "value": identity}]
        return ssm.describe_sessions(State=state, Filters=filters)["Sessions"]

    assert [(session["Status"], session["Target"]) for session in described("Active")] == [("Connected", target_of(task))]
    ssm.terminate_session(SessionId=identity)

    assert channel.end() == ""
    channel.close()
    assert eventually(lambda: described("History"), "the session is history", 20)[0]["Status"] == "Terminated"
    assert "TokenValue" not in ssm.resume_session(SessionId=identity)


def test_session_goes_on_after_its_socket_was_lost(deployed):
    answer = execute(deployed, tasks_of(deployed, "api")[0], "sh")
    channel = Channel(answer["session"])
    channel.type("echo $((40 + 2))\r")
    channel.until(b"42")
    resumed = deployed.client("ssm").resume_session(SessionId=answer["session"]["sessionId"])

    # The old token is void from here on.
    channel.socket.sock.close()
    channel.connect(resumed)
    channel.type("echo $((50 + 5))\r")

    channel.until(b"55")
    channel.close()


def test_port_of_a_task_is_forwarded(deployed):
    channel = start_port(deployed, tasks_of(deployed, "api")[0], "AWS-StartPortForwardingSession", portNumber=4567)
    channel.send(1, b"GET /healthcheck HTTP/1.1\r\nHost: api\r\nConnection: close\r\n\r\n")

    assert channel.until(b"\r\n\r\n").startswith(b"HTTP/1.1 200 ")
    assert channel.session_type == "Port"
    assert channel.properties["portNumber"] == "4567"
    channel.send(FLAG, TERMINATE)
    assert channel.end() == ""


def test_redis_is_reached_from_a_task_by_its_name(deployed):
    channel = start_port(
        deployed,
        tasks_of(deployed, "api")[0],
        "AWS-StartPortForwardingSessionToRemoteHost",
        host="redis.dev.internal",
        portNumber=6379,
    )
    channel.send(1, b"PING\r\n")

    channel.until(b"+PONG\r\n")
    channel.close()


def test_command_is_refused_with_ecs_codes(deployed):
    ecs = deployed.client("ecs")
    api = tasks_of(deployed, "api")[0]
    redis = tasks_of(deployed, "redis")[0]
    common = {"cluster": "dev", "interactive": True, "command": "irb"}

    def ask(**changes):
        return refusal(lambda: ecs.execute_command(**{**common, "task": api["taskArn"], **changes}))

    assert ask(interactive=False) == ("InvalidParameterException", "Interactive is the only mode supported currently.")
    assert ask(cluster="other")[0] == "ClusterNotFoundException"
    assert ask(task="0123456789")[0] == "InvalidParameterException"
    assert "no container named 'web'" in ask(container="web")[1]
    # The template does not enable exec for Redis.
    code, message = ask(task=redis["taskArn"])
    assert code == "InvalidParameterException" and "execute command was not enabled" in message
    ended = aws(deployed, "ecs", "execute-command", "--cluster", "dev", "--task", redis["taskArn"], "--interactive", "--command", "sh")
    assert ended.returncode != 0
    assert "InvalidParameterException" in ended.stderr or "SessionManagerPlugin is not found" in ended.stderr


def test_session_is_refused_with_ssm_codes(deployed):
    ssm = deployed.client("ssm")
    target = target_of(tasks_of(deployed, "api")[0])

    def ask(**request):
        return refusal(lambda: ssm.start_session(**request))

    assert ask(Target="i-0123456789")[0] == "TargetNotConnected"
    assert ask(Target=target, DocumentName="AWS-StartSSHSession")[0] == "InvalidDocument"
    remote = {"DocumentName": "AWS-StartPortForwardingSessionToRemoteHost"}
    code, message = ask(Target=target, Parameters={"host": ["example.com"], "portNumber": ["80"]}, **remote)
    assert code == "InvalidParameters" and "example.com cannot be reached" in message
    assert refusal(lambda: ssm.resume_session(SessionId="nobody-1"))[0] == "DoesNotExistException"


def test_channel_admits_neither_web_pages_nor_wrong_tokens(deployed):
    session = execute(deployed, tasks_of(deployed, "api")[0], "sh")["session"]

    with pytest.raises(websocket.WebSocketBadStatusException) as page:
        websocket.create_connection(session["streamUrl"], origin="http://localhost:7777")
    assert page.value.status_code == 403
    with pytest.raises(AssertionError, match="the socket was closed"):
        Channel({**session, "tokenValue": "wrong"}).until(b"$")
    deployed.client("ssm").terminate_session(SessionId=session["sessionId"])


def test_session_ends_with_its_task_and_leaves_nothing(slipway):
    slipway.deploy()
    task = tasks_of(slipway, "api")[0]
    channel = open_session(slipway, task, "sh -c 'setsid sleep 4321 & echo started; wait'")
    channel.until(b"started")
    assert [command for command in slipway.children().values() if command == "sleep 4321"]

    slipway.client("ecs").stop_task(cluster="dev", task=task["taskArn"], reason="Enough")

    assert channel.end(120) == "The task has stopped: Enough"
    eventually(
        lambda: not [command for command in slipway.children().values() if "sleep 4321" in command],
        "what the session has started is gone",
        20,
    )

    last = open_session(slipway, tasks_of(slipway, "client")[0], "sh -c 'echo started; sleep 4321'")
    last.until(b"started")
    stopping = slipway.start("local", "stop")
    assert last.end(60) == "The local cloud was stopped."
    last.close()
    assert stopping.wait(timeout=60) == 0
    assert slipway.processes() == {}


def test_ended_session_tells_its_exit_code(deployed):
    channel = open_session(deployed, tasks_of(deployed, "client")[0], "sh -c 'exit 3'")
    assert channel.end() == "The command ended with exit code 3."


def test_missing_program_is_told(deployed):
    channel = open_session(deployed, tasks_of(deployed, "client")[0], "no-such-program")
    assert '"no-such-program": executable file not found' in channel.end()


def test_document_of_a_session_is_json(deployed):
    """What is kept of sessions holds no token."""
    session = execute(deployed, tasks_of(deployed, "client")[0], "sh")["session"]
    kept = (deployed.state / "state" / "slipway" / "sessions.json").read_text()
    assert session["sessionId"] in json.dumps(json.loads(kept))
    assert session["tokenValue"] not in kept
    assert session["tokenValue"] not in (deployed.state / "state" / "slipway" / "local-cloud.log").read_text()
    deployed.client("ssm").terminate_session(SessionId=session["sessionId"])


def belongings(slipway):
    """What the local cloud holds: threads, open files, processes of the application, resident MB."""
    proc = pathlib.Path("/proc", str(slipway.cloud()))
    resident = next(line for line in (proc / "status").read_text().splitlines() if line.startswith("VmRSS:"))
    return len(list((proc / "task").iterdir())), len(list((proc / "fd").iterdir())), len(slipway.children()), int(resident.split()[1]) >> 10


def test_two_hundred_sessions_leave_nothing_behind(deployed):
    task = tasks_of(deployed, "api")[0]
    ssm = deployed.client("ssm")

    def active():
        return len(ssm.describe_sessions(State="Active")["Sessions"])

    others = active()

    def one(number):
        answer = execute(deployed, task, "cat")
        channel = Channel(answer["session"])
        channel.type("on\r")
        channel.until(b"on\r\non")
        if number % 3 == 0:  # the program ends
            channel.type("\x04")
            channel.end()
        else:  # its caller ends it, or loses it and ends it then
            if number % 3 == 1:
                channel.close()
            ssm.terminate_session(SessionId=answer["session"]["sessionId"])
        channel.close()

    for number in range(40):  # pools fill, classes are loaded and compiled
        one(number)
    eventually(lambda: active() <= others, "the first sessions are history")
    before = belongings(deployed)

    for number in range(200):
        one(number)

    # Pools breathe by a few threads and files; two hundred of anything would show.
    allowed = [value + room for value, room in zip(before, (10, 10, 0, 24))]
    seen = []

    def at_rest():
        seen[:] = belongings(deployed)
        return all(value <= most for value, most in zip(seen, allowed))

    try:
        eventually(at_rest, "threads, files, processes and memory are as before")
    except AssertionError as left:
        raise AssertionError(f"before {before}, after {seen}") from left
