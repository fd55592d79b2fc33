package slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import slipway.async.AdvancingTimer;
import slipway.model.Failure;
import slipway.model.FailureException;
import slipway.ui.Samples;
import slipway.ui.ServiceSamples;

/** {@code slipway status} in words and as JSON. */
class StatusCommandTest {
    private final CommandRun slipway = new CommandRun();

    @Test
    void text_showsStacksServicesTasksAndUrl_whenDeployed() {
        assertThat(slipway.run("status")).isZero();

        assertThat(slipway.outLines())
                .startsWith(
                        "dev on the local cloud, read 2026-03-02T16:31:20Z (times are cloud time)",
                        "URL http://localhost:7777")
                .contains("dev-network       CREATE_COMPLETE  2026-03-02T14:31:23Z")
                .contains("dev-api-blue      3f2c1ab  2 of 2   2        100     100 %  2 to 6  -")
                .contains("dev-api-green     none     0 of 0   0        0       0 %    0 to 0  -")
                .contains("9c41e7d0a20   dev-api-blue     3f2c1ab     RUNNING  healthy  0         127.77.1.20")
                .contains("volume             fs-0a1b2c3d  14.2 KB");
        assertThat(slipway.err()).isEmpty();
    }

    @Test
    void text_saysWhatDeploys_whenNothingIs() {
        slipway.deeds.status = Samples.nothing();

        assertThat(slipway.run("status", "--env", "dev")).isZero();

        assertThat(slipway.outLines().getLast()).isEqualTo("Nothing is deployed; slipway deploy --env dev deploys it.");
    }

    @Test
    void text_saysHowToGoOn_whenInterrupted() {
        slipway.deeds.status = Samples.interrupted();

        slipway.run("status");

        assertThat(slipway.out())
                .contains("interrupted after 6 of 10 stacks, begun 2026-03-02T14:31:20Z; slipway deploy continues it");
    }

    @Test
    void text_saysWhyTheLastDeploymentFailed_causeFirst() {
        slipway.deeds.status = Samples.deploymentFailed();

        slipway.run("status");

        assertThat(slipway.outLines())
                .containsSequence(
                        "The last deployment failed at 2026-03-02T14:31:54Z:",
                        Samples.crash().cause())
                .contains("    | /app/app.rb:7:in 'fetch': key not found: \"REDIS_URL\" (KeyError)");
    }

    @Test
    void document_holdsTheFailure_whenTheLastDeploymentFailed() {
        slipway.deeds.status = Samples.deploymentFailed();

        slipway.run("status", "--output", "json");

        var failure = slipway.json().path("failure");
        assertThat(failure.path("cause").asText()).isEqualTo(Samples.crash().cause());
        assertThat(failure.path("task").path("id").asText()).isEqualTo("5d02ab7714c04ea0b9f2");
    }

    @Test
    void text_saysTheWayOut_whenAStackIsStuck() {
        stick();

        slipway.run("status", "--env", "dev");

        assertThat(slipway.outLines())
                .containsSequence(
                        "dev-api-blue is UPDATE_ROLLBACK_FAILED: Service failed: ECS Deployment Circuit Breaker was triggered",
                        "  " + Samples.stuckRollback().sentence(),
                        "  way out: slipway repair dev-api-blue --env dev   (Continue the rollback)",
                        "  or:      slipway repair dev-api-blue --skip Service --env dev   (Skip Service)");
    }

    @Test
    void document_holdsTheWayOut_whenAStackIsStuck() {
        stick();

        slipway.run("status", "--output", "json");

        JsonNode stuck = slipway.json().path("stuck").get(0);
        assertThat(stuck.path("stack").asText()).isEqualTo("dev-api-blue");
        assertThat(stuck.path("kind").asText()).isEqualTo("continue_rollback");
        assertThat(stuck.path("resources").get(0).asText()).isEqualTo("Service");
        assertThat(stuck.path("command").asText()).isEqualTo("slipway repair dev-api-blue");
        assertThat(stuck.path("otherCommand").asText()).isEqualTo("slipway repair dev-api-blue --skip Service");
    }

    @Test
    void text_saysWhoIsReachable_whenDeployed() {
        slipway.run("status");

        assertThat(slipway.outLines())
                .containsSequence(
                        "EXPOSURE",
                        "internet → client  yes  80 on the balancer, from anywhere",
                        "internet → api     no   4567 from the internal balancer only",
                        "internet → Redis   no   6379 from api only",
                        "internet → volume  no   2049 from Redis only");
    }

    @Test
    void text_namesTheRule_whenSomethingIsOpenThatShouldNotBe() {
        slipway.deeds.exposure = Samples.exposed();

        slipway.run("status");

        assertThat(slipway.outLines())
                .containsSequence(
                        "internet → Redis   YES     6379 on a public address of its own, from anywhere",
                        "                           opened by dev-network: RedisFromApi.CidrIp is 0.0.0.0/0");
        assertThat(slipway.out()).contains("internet → api     ALMOST");
    }

    @Test
    void document_namesTheRule_whenSomethingIsOpenThatShouldNotBe() {
        slipway.deeds.exposure = Samples.exposed();

        slipway.run("status", "--output", "json");

        JsonNode exposure = slipway.json().path("exposure");
        assertThat(exposure.path("wrong").asBoolean()).isTrue();
        assertThat(exposure.path("parts").get(0).path("reach").asText()).isEqualTo("yes");
        assertThat(exposure.path("parts").get(0).path("wrong").asBoolean()).isFalse();
        JsonNode rule = exposure.path("parts").get(2).path("rules").get(0);
        assertThat(rule.path("stack").asText()).isEqualTo("dev-network");
        assertThat(rule.path("logicalId").asText()).isEqualTo("RedisFromApi");
        assertThat(rule.path("property").asText()).isEqualTo("CidrIp");
        assertThat(rule.path("value").asText()).isEqualTo("0.0.0.0/0");
    }

    @Test
    void text_showsTheRest_whenTheTemplatesMayNotBeRead() {
        slipway.deeds.exposureFailure = Optional.of(new Failure.Denied(
                "cloudformation:GetTemplate", "Not allowed to read the template of dev-network.", ""));

        assertThat(slipway.run("status")).isZero();

        assertThat(slipway.outLines())
                .contains("not shown: exposure. Not allowed to read the template of dev-network.")
                .doesNotContain("EXPOSURE");
    }

    private void stick() {
        slipway.deeds.status = Samples.stuck();
        slipway.deeds.waysOut = List.of(Samples.stuckRollback());
    }

    @Test
    void document_holdsEverything_whenDeployed() {
        slipway.run("status", "--output", "json");

        JsonNode document = slipway.json();
        assertThat(document.path("environment").asText()).isEqualTo("dev");
        assertThat(document.path("url").asText()).isEqualTo("http://localhost:7777");
        assertThat(document.get("interrupted").isNull()).isTrue();
        assertThat(document.path("stacks").get(0).path("changed").asText()).isEqualTo("2026-03-02T14:31:23Z");
        JsonNode api = document.path("services").get(2);
        assertThat(api.path("tier").asText() + " " + api.path("colour").asText())
                .isEqualTo("api blue");
        assertThat(api.path("running").asInt()).isEqualTo(2);
        assertThat(api.path("desired").asInt()).isEqualTo(2);
        assertThat(api.path("weight").asInt()).isEqualTo(100);
        assertThat(api.get("cpuPercent").isNull()).isTrue();
        assertThat(api.path("tasks").get(0).path("health").asText()).isEqualTo("healthy");
        assertThat(document.path("balancers").get(1).path("internal").asBoolean())
                .isTrue();
        assertThat(document.path("redis").path("running").asInt()).isEqualTo(1);
        assertThat(document.path("volume").path("bytes").asLong()).isEqualTo(14_233);
        assertThat(document.path("readAt").asText()).isEqualTo("2026-03-02T16:31:20Z");
    }

    @Test
    void text_tellsStoppedTasksOfTheLastHour_withExitAndReason() {
        slipway.deeds.status = ServiceSamples.crashed();

        slipway.run("status");

        assertThat(slipway.outLines())
                .contains(
                        "STOPPED       SERVICE       VERSION  AT                    EXIT  REASON",
                        "02fe7c31a8d0  dev-api-blue  3f2c1ab  2026-03-02T15:48:20Z  1     Essential container in task exited")
                .noneMatch(line -> line.contains("d19b43"));
    }

    @Test
    void text_namesWhatMayNotBeRead_andShowsTheRest() {
        slipway.deeds.status = ServiceSamples.withoutTasks();

        slipway.run("status");

        assertThat(slipway.outLines().getLast()).isEqualTo("not shown: tasks. slipway-dev lacks ecs:ListTasks.");
        assertThat(slipway.out()).contains("dev-api-blue");
    }

    @Test
    void document_holdsStoppedTasksAndWhatWasRefused() {
        slipway.deeds.status = ServiceSamples.crashed();

        slipway.run("status", "--output", "json");

        JsonNode stopped = slipway.json().path("stopped");
        assertThat(stopped).hasSize(3);
        assertThat(stopped.get(1).path("id").asText()).isEqualTo("02fe7c31a8d0");
        assertThat(stopped.get(1).path("containers").get(0).path("exitCode").asInt())
                .isEqualTo(1);
        assertThat(stopped.get(1).path("stopCode").asText()).isEqualTo("EssentialContainerExited");
    }

    @Test
    void document_holdsNulls_whenNothingIsDeployed() {
        slipway.deeds.status = Samples.nothing();

        slipway.run("status", "--output", "json");

        assertThat(slipway.json().get("url").isNull()).isTrue();
        assertThat(slipway.json().get("redis").isNull()).isTrue();
        assertThat(slipway.json().get("volume").isNull()).isTrue();
        assertThat(slipway.json().path("stacks")).isEmpty();
    }

    @Test
    void document_tellsHowFarItCame_whenInterrupted() {
        slipway.deeds.status = Samples.interrupted();

        slipway.run("status", "--output", "json");

        JsonNode interrupted = slipway.json().path("interrupted");
        assertThat(interrupted.path("finishedStacks").asInt()).isEqualTo(6);
        assertThat(interrupted.path("plannedStacks").asInt()).isEqualTo(10);
    }

    @Test
    void watch_printsADocumentALine_untilInterrupted() {
        slipway.waiting = new AdvancingTimer();
        slipway.deeds.reading = count -> {
            if (count == 3) {
                slipway.terminal.interrupt();
            }
        };

        assertThat(slipway.run("status", "--watch", "--output", "json")).isZero();

        assertThat(slipway.outLines())
                .hasSize(3)
                .allSatisfy(line -> assertThat(line).startsWith("{\"environment\":\"dev\""));
        assertThat(slipway.deeds.done).endsWith("close");
    }

    @Test
    void watch_goesOn_whenAReadingFailsInAWayThatPasses() {
        slipway.waiting = new AdvancingTimer();
        slipway.deeds.reading = count -> {
            if (count == 2) {
                throw new FailureException(new Failure.Unreachable("no answer in time", ""));
            }
            if (count == 3) {
                slipway.terminal.interrupt();
            }
        };

        assertThat(slipway.run("status", "--watch", "--output", "json")).isZero();

        assertThat(slipway.outLines()).hasSize(2);
        assertThat(slipway.errLines()).containsExactly("no answer in time");
    }

    @Test
    void failure_isTheFirstLine_whenTheTargetDoesNotAnswer() {
        slipway.deeds.failure = new Failure.Unreachable("Cannot read the environment dev: no answer in time.", "");

        assertThat(slipway.run("status")).isEqualTo(1);

        assertThat(slipway.errLines()).containsExactly("Cannot read the environment dev: no answer in time.");
        assertThat(slipway.out()).isEmpty();
    }
}
