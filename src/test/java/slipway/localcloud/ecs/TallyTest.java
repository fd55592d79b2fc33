package slipway.localcloud.ecs;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

@NullMarked
class TallyTest {
    private final Tally tally = new Tally();

    @Test
    void take_whenTasksDidTheSame_tellsItOnce() {
        tally.registered("arn:api");
        tally.registered("arn:client");
        tally.registered("arn:api");

        assertThat(tally.take())
                .containsExactly(
                        "registered 2 targets in (target-group arn:api)",
                        "registered 1 targets in (target-group arn:client)");
    }

    @Test
    void take_whenTasksLeft_tellsTheStepsInTheirOrder() {
        tally.stopped("one");
        tally.draining();
        tally.deregistered("arn:api");
        tally.stopped("two");

        assertThat(tally.take())
                .containsExactly(
                        "deregistered 1 targets in (target-group arn:api)",
                        "has begun draining connections on 1 tasks.",
                        "has stopped 2 running tasks: (task one) (task two).");
    }

    @Test
    void take_whenAllWasTold_isEmpty() {
        tally.draining();
        tally.take();

        assertThat(tally.take()).isEmpty();
    }
}
