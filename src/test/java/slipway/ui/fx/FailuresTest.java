package slipway.ui.fx;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import slipway.model.Failure;
import slipway.model.FailureException;

@NullMarked
class FailuresTest {
    @Test
    void of_knownFailure_keepsIt() {
        var failure = new Failure.NotFound("no such profile", "");

        assertThat(Failures.of(new FailureException(failure))).isEqualTo(failure);
    }

    @Test
    void of_anythingElse_saysThatSlipwayErredAndCarriesTheTrace() {
        Failure failure = Failures.of(new IllegalStateException("index 3 of 2"));

        assertThat(failure.message()).isEqualTo("Slipway itself made a mistake: index 3 of 2");
        assertThat(failure.detail()).contains("FailuresTest");
    }
}
