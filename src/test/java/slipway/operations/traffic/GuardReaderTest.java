package slipway.operations.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.model.Colour;
import slipway.model.EnvironmentName;
import slipway.model.EnvironmentStatus.Unread;
import slipway.model.Failure;
import slipway.model.GuardReading;
import slipway.model.GuardReading.Figure;
import slipway.model.GuardReading.State;
import slipway.model.Tier;

/** What a guard says, and in how many calls. */
class GuardReaderTest {
    private static final EnvironmentName DEV = new EnvironmentName("dev");

    @TempDir
    Path folder;

    private MeasuredCloud measured;
    private GuardReader reader;

    @BeforeEach
    void start() {
        measured = new MeasuredCloud(folder);
        reader = new GuardReader(measured.cloud, DEV);
    }

    @AfterEach
    void stop() {
        measured.close();
    }

    private GuardReading read() {
        return reader.read(Tier.API, Colour.GREEN);
    }

    private static Figure figure(GuardReading guard, String alarm) {
        return guard.figures().stream()
                .filter(figure -> figure.alarm().equals(alarm))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void read_when_all_is_well_tells_parts_with_values_and_the_balancer_beside_them() {
        measured.putAlarms();
        measured.balancerErrors(3);
        measured.minute(100, 2, 0);

        GuardReading guard = read();

        assertThat(guard.alarm()).isEqualTo(MeasuredCloud.GUARD);
        assertThat(guard.state()).isEqualTo(State.QUIET);
        assertThat(guard.words()).isEmpty();
        assertThat(guard.checkedAt()).isEqualTo(measured.now());
        assertThat(guard.figures())
                .extracting(Figure::label, Figure::value, Figure::threshold, Figure::unit, Figure::guards)
                .containsExactly(
                        tuple("5xx of green", OptionalDouble.of(2), 5.0, "%", true),
                        tuple("unhealthy targets of green", OptionalDouble.of(0), 1.0, "", true),
                        tuple("5xx of the internal balancer itself", OptionalDouble.of(3), 10.0, "", false));
    }

    @Test
    void shortestBake_is_what_the_slowest_part_needs() {
        measured.putAlarms();

        assertThat(read().shortestBake()).isEqualTo(Duration.ofMinutes(3));
    }

    @Test
    void read_when_it_fires_tells_the_value_that_made_it_fire_not_a_newer_one() {
        measured.putAlarms();
        measured.minute(100, 30, 0);
        measured.minute(100, 40, 0);
        measured.minute(100, 50, 0);

        GuardReading guard = read();

        assertThat(guard.firing()).isTrue();
        assertThat(figure(guard, MeasuredCloud.ERRORS).firing()).isTrue();
        assertThat(figure(guard, MeasuredCloud.UNHEALTHY).firing()).isFalse();
        assertThat(guard.words())
                .contains("The guard dev-api-green-guard fired (dev-api-green-5xx: 40 %, allowed 5 %).");
    }

    @Test
    void read_when_a_task_stays_unhealthy_names_that_alarm() {
        measured.putAlarms();
        for (int minute = 0; minute < 3; minute++) {
            measured.minute(100, 0, 1);
        }

        assertThat(read().words())
                .contains("The guard dev-api-green-guard fired (dev-api-green-unhealthy: 1, allowed 1).");
    }

    @Test
    void read_when_only_the_balancer_fails_is_quiet_and_shows_it() {
        measured.putAlarms();
        for (int minute = 0; minute < 3; minute++) {
            measured.balancerErrors(50);
            measured.minute(100, 0, 0);
        }

        GuardReading guard = read();

        assertThat(guard.state()).isEqualTo(State.QUIET);
        Figure balancer = figure(guard, "dev-internal-balancer-5xx");
        assertThat(balancer.firing()).isTrue();
        assertThat(balancer.value()).hasValue(50);
    }

    @Test
    void read_without_requests_has_no_share_of_failures() {
        measured.putAlarms();
        measured.pass();

        assertThat(figure(read(), MeasuredCloud.ERRORS).value()).isEmpty();
    }

    @Test
    void read_without_the_alarm_is_unknown_and_looks_again_when_it_is_made() {
        List<Unread> unread = new ArrayList<>();

        GuardReading before = reader.read(Tier.API, Colour.GREEN, unread::add);
        measured.putAlarms();
        measured.pass();

        assertThat(before.state()).isEqualTo(State.UNKNOWN);
        assertThat(before.figures()).isEmpty();
        assertThat(before.shortestBake()).isZero();
        assertThat(unread).isEmpty();
        assertThat(read().state()).isEqualTo(State.QUIET);
    }

    @Test
    void read_of_a_colour_without_a_stack_is_unknown() {
        measured.putAlarms();

        assertThat(reader.read(Tier.API, Colour.BLUE).state()).isEqualTo(State.UNKNOWN);
    }

    @Test
    void read_when_denied_is_unknown_and_names_the_permission() {
        measured.putAlarms();
        measured.cloud.denied.add("describeAlarms");
        List<Unread> unread = new ArrayList<>();

        GuardReading guard = reader.read(Tier.API, Colour.GREEN, unread::add);

        assertThat(guard.state()).isEqualTo(State.UNKNOWN);
        assertThat(unread).singleElement().satisfies(part -> {
            assertThat(part.part()).isEqualTo("the guard of api-green");
            assertThat(part.failure()).isInstanceOf(Failure.Denied.class);
            assertThat(part.failure().message()).contains("DescribeAlarms");
        });
    }

    @Test
    void read_when_metrics_are_denied_tells_the_state_without_values() {
        measured.putAlarms();
        measured.minute(100, 2, 0);
        measured.cloud.denied.add("getMetricData");

        GuardReading guard = read();

        assertThat(guard.state()).isEqualTo(State.QUIET);
        assertThat(guard.figures()).extracting(Figure::value).containsOnly(OptionalDouble.empty());
    }

    @Test
    void read_again_takes_one_call_while_the_minute_lasts() {
        measured.putAlarms();
        measured.minute(100, 2, 0);
        read();
        int alarms = measured.calls("describeAlarms");
        int metrics = measured.calls("getMetricData");
        int stacks = measured.calls("describeStacks");

        read();
        read();

        assertThat(measured.calls("describeAlarms")).isEqualTo(alarms + 2);
        assertThat(measured.calls("getMetricData")).isEqualTo(metrics).isEqualTo(1);
        assertThat(measured.calls("describeStacks")).isEqualTo(stacks).isEqualTo(1);
    }
}
