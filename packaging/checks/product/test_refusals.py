"""Templates that are wrong: refused before anything starts, with the place; and a resource that fails half-way."""

import re
import shutil

import pytest
from conftest import PROJECT


@pytest.fixture
def templates(slipway):
    """A copy of the shipped templates to break."""
    return shutil.copytree(PROJECT / "stacks", slipway.state / "templates")


def append_resources(file, lines):
    """Puts the lines first into the template's Resources and returns the number of the first of them."""
    text = file.read_text().splitlines()
    at = text.index("Resources:") + 1
    file.write_text("\n".join(text[:at] + lines + text[at:]) + "\n")
    return at + 1


REFUSED = {
    # what is put into the template's Resources, the line of it that is wrong, words of the refusal
    "wrong type": (["  Wrong:", "    Type: AWS::Nowhere::Thing"], 1, "AWS::Nowhere::Thing"),
    "missing Ref": (
        ["  Wrong:", "    Type: AWS::Logs::LogGroup", "    Properties:", "      LogGroupName: !Ref Missing"],
        3,
        "Missing",
    ),
    "cycle": (
        [
            "  WrongOne:",
            "    Type: AWS::Logs::LogGroup",
            "    DependsOn: WrongTwo",
            "  WrongTwo:",
            "    Type: AWS::Logs::LogGroup",
            "    DependsOn: WrongOne",
        ],
        None,
        "WrongTwo",
    ),
    "duplicate key": (
        ["  Wrong:", "    Type: AWS::Logs::LogGroup", "    Type: AWS::Logs::LogGroup"],
        2,
        "Type",
    ),
    "YAML that does not parse": (["  Wrong: [unclosed", "  Other: }"], None, ""),
}


@pytest.mark.parametrize("fault", REFUSED)
def test_template_is_refused_with_its_place_before_anything_starts(slipway, templates, fault):
    lines, wrong, words = REFUSED[fault]
    first = append_resources(templates / "platform.yaml", lines)
    ended = slipway.run("deploy", "--templates", str(templates), status=None)
    assert ended.status == 1, ended
    said = ended.out + ended.err
    place = re.search(r"platform\.yaml\D{1,20}(\d+)\D{1,20}(\d+)", said)
    assert place, said
    line, column = int(place[1]), int(place[2])
    if wrong is None:
        assert first <= line <= first + len(lines), said
    else:
        assert line == first + wrong, said
    assert column >= 1
    assert words in said
    assert "\tat " not in said, said
    assert slipway.stacks() == {}
    assert slipway.children() == {}


def test_cause_comes_first_and_the_stack_is_rolled_back_when_a_resource_fails_half_way(slipway, templates):
    group = ["    Type: AWS::Logs::LogGroup", "    Properties:", "      LogGroupName: /dev/taken"]
    append_resources(templates / "platform.yaml", ["  First:", *group, "  Second:", *group, "    DependsOn: First"])
    ended = slipway.run("deploy", "--templates", str(templates), status=None)
    assert ended.status == 1, ended
    # The report stands by itself below the progress, and its first line is the cause.
    report = (ended.out + ended.err).rpartition("\n\n")[2]
    assert "already exists" in report.splitlines()[0], ended
    assert "dev-platform" in report and "Second" in report, ended
    assert slipway.stacks()["dev-platform"] == "ROLLBACK_COMPLETE"
    events = slipway.client("cloudformation").describe_stack_events(StackName="dev-platform")["StackEvents"]
    assert ("Second", "CREATE_FAILED") in [(event["LogicalResourceId"], event["ResourceStatus"]) for event in events]
    assert ("First", "DELETE_COMPLETE") in [(event["LogicalResourceId"], event["ResourceStatus"]) for event in events]
    # With the cause removed, the next deploy goes through.
    slipway.deploy()
    assert set(slipway.stacks().values()) == {"CREATE_COMPLETE"}
