"""What the balancers measure and what alarms make of it, as AWS's own client reads it from the local cloud."""

import datetime

from conftest import eventually, get

REQUESTS = 37


def metric(cloudwatch, since, name, dimensions, stat="Sum"):
    """The points of a metric since then, newest first."""
    answer = cloudwatch.get_metric_data(
        StartTime=since,
        EndTime=since + datetime.timedelta(hours=12),
        MetricDataQueries=[
            {
                "Id": "m",
                "MetricStat": {
                    "Metric": {
                        "Namespace": "AWS/ApplicationELB",
                        "MetricName": name,
                        "Dimensions": [{"Name": key, "Value": value} for key, value in dimensions.items()],
                    },
                    "Period": 60,
                    "Stat": stat,
                },
            }
        ],
    )
    return answer["MetricDataResults"][0]["Values"]


def names_in_metrics(slipway):
    """The public balancer, its blue group and its green one, as the platform stack's outputs name them."""
    stack = slipway.client("cloudformation").describe_stacks(StackName="dev-platform")["Stacks"][0]
    outputs = {output["OutputKey"]: output["OutputValue"] for output in stack["Outputs"]}
    return (
        outputs["PublicLoadBalancerFullName"],
        outputs["ClientBlueTargetGroupFullName"],
        outputs["ClientGreenTargetGroupFullName"],
    )


def test_request_count_is_what_was_sent_when_the_cloud_minutes_are_over(deployed):
    cloudwatch = deployed.client("cloudwatch")
    balancer, blue, green = names_in_metrics(deployed)
    # Whole minutes of this test's own: what others have sent to this environment is not counted.
    before = deployed.cloud_now()
    since = datetime.datetime.fromtimestamp(before - before % 60 + 60, datetime.timezone.utc)
    eventually(lambda: deployed.cloud_now() >= since.timestamp() + 1, "the next cloud minute begins")
    for _ in range(REQUESTS):
        assert get(deployed.url + "/?n=3") == (200, "Your sum was 6")

    def counted():
        return sum(metric(cloudwatch, since, "RequestCount", {"LoadBalancer": balancer, "TargetGroup": blue})) == REQUESTS

    eventually(counted, f"{REQUESTS} requests are counted for blue")
    assert sum(metric(cloudwatch, since, "RequestCount", {"LoadBalancer": balancer})) == REQUESTS
    assert sum(metric(cloudwatch, since, "HTTPCode_Target_2XX_Count", {"LoadBalancer": balancer, "TargetGroup": blue})) == REQUESTS
    assert metric(cloudwatch, since, "RequestCount", {"LoadBalancer": balancer, "TargetGroup": green}) == []
    slowest = metric(cloudwatch, since, "TargetResponseTime", {"LoadBalancer": balancer, "TargetGroup": blue}, "p95")
    assert all(0 < seconds < 20 for seconds in slowest) and slowest, slowest


def test_guards_are_listed_with_their_states_when_composite_alarms_are_asked_for(deployed):
    cloudwatch = deployed.client("cloudwatch")

    def states():
        alarms = cloudwatch.describe_alarms(AlarmTypes=["CompositeAlarm"])["CompositeAlarms"]
        return {alarm["AlarmName"]: alarm["StateValue"] for alarm in alarms}

    guards = {f"dev-{tier}-{colour}-guard" for tier in ("client", "api") for colour in ("blue", "green")}
    assert set(states()) == guards
    eventually(lambda: set(states().values()) == {"OK"}, "no guard stops anything")
    assert not any(name["AlarmName"] in guards for name in cloudwatch.describe_alarms()["MetricAlarms"])


def test_alarms_are_evaluated_when_nobody_sets_them(deployed):
    cloudwatch = deployed.client("cloudwatch")

    def unknown():
        alarms = cloudwatch.describe_alarms(AlarmNamePrefix="dev-")["MetricAlarms"]
        return [alarm["AlarmName"] for alarm in alarms if alarm["StateValue"] == "INSUFFICIENT_DATA"]

    eventually(lambda: not unknown(), "every shipped alarm has a state")
    failed = cloudwatch.describe_alarms(AlarmNames=["dev-api-blue-5xx"])["MetricAlarms"][0]
    assert failed["StateValue"] == "OK"
    assert failed["StateReason"].startswith("Threshold Crossed: ")
