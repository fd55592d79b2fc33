package slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import slipway.cloud.Target;

/** Options, targets, help and wrong usage. */
class UsageTest {
    private final CommandRun slipway = new CommandRun();

    @Test
    void console_opens_whenNoCommandIsGiven() {
        assertThat(slipway.run("--target", "aws", "--env", "test")).isZero();

        assertThat(slipway.opened).containsExactly("aws test");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--help",
                "-h",
                "deploy --help",
                "status --help",
                "delete --help",
                "repair --help",
                "exec --help",
                "forward --help",
                "release --help",
                "release show --help",
                "release pause --help",
                "release continue --help",
                "release promote --help",
                "release abort --help",
                "release retire --help",
                "rollback --help",
                "traffic --help",
                "traffic show --help",
                "traffic set --help",
                "traffic promote --help",
                "traffic abort --help",
                "local --help",
                "local stop --help",
                "local env --help"
            })
    void help_isPrintedToOut_andTouchesNoTarget(String line) {
        assertThat(slipway.run(line.split(" "))).isZero();

        assertThat(slipway.out()).startsWith("Usage: slipway").contains("--env");
        assertThat(slipway.err()).isEmpty();
        assertThat(slipway.targets).isEmpty();
        assertThat(slipway.out()).doesNotContain("\u001b");
    }

    @Test
    void version_isPrinted_whenAskedFor() {
        assertThat(slipway.run("--version")).isZero();

        assertThat(slipway.out()).startsWith("slipway ").contains("Java ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            deploy --env Dev             | Environment name 'Dev' is not usable
            deploy --env aws-x           | starting with a letter and not with aws or ssm
            deploy --target azure        | azure
            deploy --output xml          | xml
            deploy --param Cpu           | --param
            deploy --on-cancel later     | later
            deploy --endpoint-url nowhere --target aws | is no http or https URL with a host
            deploy --profile me          | --profile: of use only with --target aws
            --region eu-west-1 deploy    | --region: of use only with --target aws
            deploy now                   | now
            deplyo                       | deploy
            traffic                      | show, set, promote, abort
            traffic set --green 3        | --tier
            traffic set --tier api       | --green
            traffic set --tier api --green 101 | --green 101: a whole number of percent, 0 to 100
            traffic set --tier redis --green 1 | redis
            local --clock 0              | --clock 0: the clock runs 1 to 60
            local --clock 61             | --clock 61
            local --clock NaN            | --clock NaN
            local --clock fast           | fast
            local --port 99999           | --port 99999: ports go from 1 to 65535
            local --port 0               | --port 0
            local --target aws           | slipway local is about the local cloud
            local stop --env dev         | slipway local stop serves every environment
            """)
    void usage_isRefusedInWords_whenItIsWrong(String line, String words) {
        assertThat(slipway.run(line.split(" "))).isEqualTo(2);

        assertThat(slipway.err()).contains(words).contains("See slipway");
        assertThat(slipway.out()).isEmpty();
        assertThat(slipway.targets).isEmpty();
        assertThat(slipway.served).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--env test status", "status --env test"})
    void environment_isTheNamedOne_whereverItStands(String line) {
        slipway.run(line.split(" "));

        assertThat(slipway.deeds.done).contains("status test");
    }

    @Test
    void target_isAws_withEverythingThatNamesIt() {
        slipway.run(
                "--profile",
                "me",
                "status",
                "--target",
                "AWS",
                "--region",
                "eu-north-1",
                "--endpoint-url",
                "http://127.0.0.1:1");

        assertThat(slipway.targets)
                .containsExactly(new Target.Aws(
                        Optional.of("me"), Optional.of("eu-north-1"), Optional.of(URI.create("http://127.0.0.1:1"))));
    }

    @Test
    void target_isLocal_whenNothingIsSaid() {
        slipway.run("status");

        assertThat(slipway.targets).containsExactly(new Target.Local());
    }
}
