package slipway.operations.rollout;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import slipway.async.Poller;
import slipway.cloud.Target;
import slipway.model.FailureChain;
import slipway.operations.probe.HttpProbe.Answer;

/**
 * Whether the application really answers at its address. Health checks ask only the processes; this request goes all the way to
 * Redis. For AWS silence is no failure: a fresh name may not resolve yet, and the address may be closed to this machine.
 */
final class AddressCheck {
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final int ATTEMPTS = 40;

    private final Target target;
    private final Function<String, Optional<Answer>> probe;
    private final Poller poller;
    private final InstantSource time;

    /** @param time the target's */
    AddressCheck(Target target, Function<String, Optional<Answer>> probe, Poller poller, InstantSource time) {
        this.target = target;
        this.probe = probe;
        this.poller = poller;
        this.time = time;
    }

    /** Why the address does not do its work; empty when it does, or nobody can tell from here. */
    Optional<FailureChain> failure(String url) {
        Optional<Answer> last = Optional.empty();
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            last = probe.apply(url);
            if (last.filter(answer -> answer.status() < 500).isPresent()) {
                return Optional.empty();
            }
            boolean patient = switch (target) {
                case Target.Local _ -> true;
                case Target.Aws _ -> last.isPresent();
            };
            if (!patient || !poller.pause(PAUSE)) {
                break;
            }
        }
        if (last.isEmpty()) {
            return switch (target) {
                case Target.Local _ -> Optional.of(failed(url + " does not answer, though every stack stands."));
                case Target.Aws _ -> Optional.empty();
            };
        }
        return last.filter(answer -> !poller.isCancelled())
                .map(answer -> failed(url + " answers " + answer.status() + ": " + answer.body()));
    }

    private FailureChain failed(String cause) {
        return FailureChain.of(
                time.instant(),
                cause,
                List.of(),
                "Look at the logs of client, api and redis; the stacks themselves are complete.");
    }
}
