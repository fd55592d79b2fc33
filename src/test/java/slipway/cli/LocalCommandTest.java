package slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** {@code slipway local} and what is below it. */
class LocalCommandTest {
    private final CommandRun slipway = new CommandRun();

    @Test
    void local_runsTheCloud_tenTimesAsFastAndAtAFreePort_whenNothingIsSaid() {
        assertThat(slipway.run("local")).isZero();

        assertThat(slipway.served).containsExactly("run 10.0 OptionalInt.empty");
    }

    @Test
    void local_runsTheCloud_asItIsTold() {
        slipway.run("local", "--clock", "2.5", "--port", "4566");

        assertThat(slipway.served).containsExactly("run 2.5 OptionalInt[4566]");
    }

    @Test
    void stop_saysThatItEnded_whenOneRan() {
        assertThat(slipway.run("local", "stop")).isZero();

        assertThat(slipway.served).containsExactly("stop");
        assertThat(slipway.outLines()).containsExactly("The local cloud has ended.");
    }

    @Test
    void stop_isDone_whenNoneRan() {
        slipway.cloudRuns = false;

        assertThat(slipway.run("local", "stop")).isZero();

        assertThat(slipway.outLines()).containsExactly("No local cloud was running.");
    }

    @Test
    void env_printsLinesForAShell_whateverIsInTheSecret() {
        assertThat(slipway.run("local", "env")).isZero();

        assertThat(slipway.outLines())
                .containsExactly(
                        "export AWS_ENDPOINT_URL='http://127.0.0.1:4321'",
                        "export AWS_REGION='eu-west-1'",
                        "export AWS_DEFAULT_REGION='eu-west-1'",
                        "export AWS_ACCESS_KEY_ID='AKIALOCAL'",
                        "export AWS_SECRET_ACCESS_KEY='it'\\''s/secret'",
                        "unset AWS_PROFILE AWS_DEFAULT_PROFILE AWS_SESSION_TOKEN");
        assertThat(slipway.err()).isEmpty();
    }

    @Test
    void env_printsADocument_whenJsonIsAsked() {
        slipway.run("local", "env", "--output", "json");

        assertThat(slipway.json().path("AWS_SECRET_ACCESS_KEY").asText()).isEqualTo("it's/secret");
    }

    @Test
    void env_saysWhy_whenTheCloudCannotStart() {
        slipway.cloudRuns = false;

        assertThat(slipway.run("local", "env")).isEqualTo(1);

        assertThat(slipway.errLines()).containsExactly("the local cloud cannot be started: no room.");
        assertThat(slipway.out()).isEmpty();
    }
}
