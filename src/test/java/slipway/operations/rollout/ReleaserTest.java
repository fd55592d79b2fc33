package slipway.operations.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import slipway.async.Cancellation;
import slipway.model.FailureException;
import slipway.model.Release;
import slipway.model.Release.Phase;
import slipway.model.Release.Wish;
import slipway.model.Tier;

/** What becomes of a wish, by where its release stands. */
class ReleaserTest {
    private final ReleasableApi world = new ReleasableApi();
    private final Releaser releaser = new Releaser(world.cloud, world.time, world.time, "test");
    private final List<Release> seen = new ArrayList<>();

    private Release steer(Wish wish) {
        var cancellation = new Cancellation();
        cancellation.cancel();
        return releaser.steer(ReleasableApi.DEV, Tier.API, wish, seen::add, cancellation);
    }

    private boolean isWished() {
        return new ReleaseLedger(world.fake, world.time, ReleasableApi.DEV, Tier.API)
                .wished("r1")
                .isPresent();
    }

    @Test
    void releaseThatSomebodyCarriesOut_isFollowed_whenItIsToContinue() {
        world.release(Phase.SHIFTING, true);

        Release followed = steer(Wish.CONTINUE);

        assertThat(followed.phase()).isEqualTo(Phase.SHIFTING);
        assertThat(followed.who()).isEqualTo("kim@desk, command line");
        assertThat(isWished()).isFalse();
    }

    @Test
    void releaseThatSomebodyCarriesOut_isToldToPause() {
        world.release(Phase.SHIFTING, true);

        steer(Wish.PAUSE);

        assertThat(isWished()).isTrue();
    }

    @Test
    void releaseThatIsOver_cannotBeContinued() {
        world.release(Phase.DONE, false);

        assertThatThrownBy(() -> steer(Wish.CONTINUE))
                .isInstanceOf(FailureException.class)
                .hasMessageContaining(
                        "The release v2 of api cannot be told to continue: it is done, and nothing is left to do.");
    }
}
