"""Stacks that are stuck, as they come about in an account that others use too: what is said of them, and that the way out
leads out."""

TEMPLATE = "Resources: {Topic: {Type: 'AWS::SNS::Topic'}}"


def stuck(slipway):
    """The one stuck stack, as status tells of it."""
    (found,) = slipway.status()["stuck"]
    return found


def test_stuck_stack_is_named_with_its_way_out_which_leads_out_when_taken(slipway):
    cloudformation, ecr, logs = (slipway.client(service) for service in ("cloudformation", "ecr", "logs"))

    # Somebody prepares a stack of that name: it is theirs until they say otherwise.
    cloudformation.create_change_set(
        StackName="dev-network", ChangeSetName="theirs", ChangeSetType="CREATE", TemplateBody=TEMPLATE
    )
    told = slipway.run("deploy", status=3)
    assert "dev-network is REVIEW_IN_PROGRESS" in told.err and "theirs of 20" in told.err, told
    assert "slipway repair dev-network" in told.err, told
    cloudformation.delete_change_set(StackName="dev-network", ChangeSetName="theirs")

    # A name is taken: the stack's creation fails and is taken back. The announced stack is no obstacle any more.
    ecr.create_repository(repositoryName="dev/client")
    told = slipway.run("deploy", "--yes", status=1)
    assert "way out: slipway deploy   (Delete and create again)" in told.err, told
    found = stuck(slipway)
    assert (found["stack"], found["status"], found["kind"], found["safe"]) == ("dev-delivery", "ROLLBACK_COMPLETE", "recreate", True)
    assert "ClientRepository failed" in found["cause"] and "already exists" in found["cause"], found
    assert found["sentence"] in slipway.run("status", seconds=60).out
    ecr.delete_repository(repositoryName="dev/client")
    slipway.run("deploy", "--yes")
    assert set(slipway.stacks().values()) == {"CREATE_COMPLETE"}

    # Somebody deletes a log group: it can be neither changed nor set back.
    group = "/dev/api-green"
    logs.delete_log_group(logGroupName=group)
    changes = ("deploy", "--yes", "--param", "api-green.LogRetentionDays=30")
    told = slipway.run(*changes, status=1)
    assert "slipway repair dev-api-green --skip LogGroup" in told.err, told
    assert (stuck(slipway)["status"], stuck(slipway)["resources"]) == ("UPDATE_ROLLBACK_FAILED", ["LogGroup"])
    told = slipway.run(*changes, status=3)
    assert told.err.splitlines()[-1].endswith("its way out has to be chosen: slipway repair dev-api-green"), told
    slipway.run("repair", "dev-api-green", status=1)
    told = slipway.run("repair", "dev-api-green", "--skip", "Service", status=1)
    assert "only what failed can be left alone" in told.err, told
    assert slipway.run("repair", "dev-api-green", "--skip", "LogGroup").out.strip() == "dev-api-green is UPDATE_ROLLBACK_COMPLETE."

    # Once the group is there again, the same update goes through.
    logs.create_log_group(logGroupName=group)
    slipway.run(*changes)
    assert logs.describe_log_groups(logGroupNamePrefix=group)["logGroups"][0]["retentionInDays"] == 30
