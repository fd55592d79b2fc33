"""What AWS's own tools see when they are pointed at the local cloud with `eval "$(packaging/run local env)"`."""

import json
import pathlib
import subprocess
import sys

import botocore.exceptions
import pytest

AWS = pathlib.Path(sys.executable).parent / "aws"


def aws(slipway, *arguments, before=""):
    """The stock AWS CLI, in a shell that has evaluated `local env`."""
    script = f'set -e; eval "$("$RUN" local env)"; {before} exec "$AWS" "$@" --output json'
    return subprocess.run(
        ["bash", "-c", script, "aws", *arguments],
        env={**slipway.environment, "RUN": str(slipway.project / "packaging" / "run"), "AWS": str(AWS)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
    )


def answer(slipway, *arguments):
    ended = aws(slipway, *arguments)
    assert ended.returncode == 0, ended.stderr
    return json.loads(ended.stdout)


def test_stack_events_are_listed_when_asked_by_the_cli(deployed):
    events = answer(deployed, "cloudformation", "describe-stack-events", "--stack-name", "dev-network")["StackEvents"]
    assert events[0]["ResourceStatus"] == "CREATE_COMPLETE"
    assert events[0]["ResourceType"] == "AWS::CloudFormation::Stack"
    assert events[-1]["ResourceStatusReason"] == "User Initiated"


def test_services_are_described_when_asked_by_the_cli(deployed):
    cluster = answer(deployed, "ecs", "list-clusters")["clusterArns"][0]
    names = answer(deployed, "ecs", "list-services", "--cluster", cluster)["serviceArns"]
    services = answer(deployed, "ecs", "describe-services", "--cluster", cluster, "--services", *names)["services"]
    running = {service["serviceName"]: service["runningCount"] for service in services}
    assert sorted(running.values()) == [0, 0, 1, 2, 2], running


def test_tasks_are_listed_when_asked_by_the_cli(deployed):
    cluster = answer(deployed, "ecs", "list-clusters")["clusterArns"][0]
    assert len(answer(deployed, "ecs", "list-tasks", "--cluster", cluster)["taskArns"]) == 5


def test_rules_hold_the_weights_when_asked_by_the_cli(deployed):
    weights = []
    for balancer in answer(deployed, "elbv2", "describe-load-balancers")["LoadBalancers"]:
        for listener in answer(deployed, "elbv2", "describe-listeners", "--load-balancer-arn", balancer["LoadBalancerArn"])["Listeners"]:
            for rule in answer(deployed, "elbv2", "describe-rules", "--listener-arn", listener["ListenerArn"])["Rules"]:
                if rule["Priority"] == "1000":
                    groups = rule["Actions"][0]["ForwardConfig"]["TargetGroups"]
                    weights.append([group["Weight"] for group in groups])
    assert weights == [[100, 0], [100, 0]]


def test_caller_is_told_when_asked_by_the_cli(deployed):
    caller = answer(deployed, "sts", "get-caller-identity")
    assert len(caller["Account"]) == 12
    assert caller["Arn"].startswith("arn:aws:")


def test_request_is_refused_when_the_secret_is_wrong(deployed):
    ended = aws(deployed, "sts", "get-caller-identity", before="export AWS_SECRET_ACCESS_KEY=wrong;")
    assert ended.returncode != 0
    assert "SignatureDoesNotMatch" in ended.stderr


@pytest.mark.parametrize(
    "service, ask",
    [
        ("sts", lambda client: client.get_caller_identity()),
        ("ecs", lambda client: client.list_clusters()),
        ("cloudformation", lambda client: client.describe_stacks()),
        ("cloudwatch", lambda client: client.describe_alarms()),
    ],
)
def test_status_is_403_when_the_secret_is_wrong(deployed, service, ask):
    with pytest.raises(botocore.exceptions.ClientError) as refused:
        ask(deployed.client(service, aws_secret_access_key="wrong"))
    assert refused.value.response["ResponseMetadata"]["HTTPStatusCode"] == 403
    # JSON services of AWS name the same refusal differently; what counts is that one is named.
    assert refused.value.response["Error"]["Code"] in ("SignatureDoesNotMatch", "InvalidSignatureException")


@pytest.mark.parametrize(
    "service, ask, name",
    [
        ("cloudformation", lambda client: client.list_types(), "ListTypes"),
        ("ecs", lambda client: client.list_attributes(targetType="container-instance"), "ListAttributes"),
        ("elbv2", lambda client: client.describe_trust_stores(), "DescribeTrustStores"),
        ("cloudwatch", lambda client: client.list_metric_streams(), "ListMetricStreams"),
    ],
)
def test_operation_is_named_with_501_when_it_does_not_exist_here(deployed, service, ask, name):
    with pytest.raises(botocore.exceptions.ClientError) as refused:
        ask(deployed.client(service))
    assert refused.value.response["ResponseMetadata"]["HTTPStatusCode"] == 501
    assert refused.value.response["Error"]["Code"] == "NotImplemented"
    assert name in refused.value.response["Error"]["Message"]


def test_metrics_are_read_back_when_put_by_the_cli(deployed):
    for value in ("1", "2", "9"):
        ended = aws(
            deployed, "cloudwatch", "put-metric-data", "--namespace", "Check", "--metric-name", "load", "--value", value
        )
        assert ended.returncode == 0, ended.stderr
    metrics = answer(deployed, "cloudwatch", "list-metrics", "--namespace", "Check")["Metrics"]
    assert [metric["MetricName"] for metric in metrics] == ["load"]
    query = {
        "Id": "load",
        "MetricStat": {"Metric": {"Namespace": "Check", "MetricName": "load"}, "Period": 60, "Stat": "Sum"},
    }
    now = deployed.cloud_now()
    window = ["--start-time", str(now - 1800), "--end-time", str(now + 60)]
    results = answer(deployed, "cloudwatch", "get-metric-data", "--metric-data-queries", json.dumps([query]), *window)
    assert sum(results["MetricDataResults"][0]["Values"]) == 12
    points = answer(
        deployed,
        *("cloudwatch", "get-metric-statistics", "--namespace", "Check", "--metric-name", "load"),
        *("--period", "3600", "--statistics", "Maximum", *window),
    )["Datapoints"]
    assert max(point["Maximum"] for point in points) == 9


def test_metrics_page_when_boto3_asks_for_few_points(deployed):
    client = deployed.client("cloudwatch")
    now = deployed.cloud_now()
    client.put_metric_data(
        Namespace="Pages",
        MetricData=[{"MetricName": "n", "Value": n, "Timestamp": now - 60 * n} for n in range(5)],
    )
    pages = client.get_paginator("get_metric_data").paginate(
        MetricDataQueries=[
            {
                "Id": "n",
                "MetricStat": {"Metric": {"Namespace": "Pages", "MetricName": "n"}, "Period": 60, "Stat": "Average"},
            }
        ],
        StartTime=now - 3600,
        EndTime=now + 60,
        PaginationConfig={"PageSize": 2},
    )
    assert [value for page in pages for result in page["MetricDataResults"] for value in result["Values"]] == [0, 1, 2, 3, 4]


def test_namespace_of_aws_is_refused_when_a_caller_puts_metrics(deployed):
    with pytest.raises(botocore.exceptions.ClientError) as refused:
        deployed.client("cloudwatch").put_metric_data(Namespace="AWS/ECS", MetricData=[{"MetricName": "n", "Value": 1}])
    assert refused.value.response["Error"]["Code"] in ("InvalidParameterValue", "InvalidParameterValueException")
    assert "The value AWS/ for parameter Namespace is invalid" in refused.value.response["Error"]["Message"]
