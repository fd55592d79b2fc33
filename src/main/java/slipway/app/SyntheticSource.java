package slipway.app;

import java.time.Duration;
import java.util.function.Consumer;
import slipway.async.Cancellable;
import slipway.async.Timer;
import slipway.operations.probe.SyntheticTraffic;
import slipway.ui.workspace.TrafficSource;

/** Requests that the console sends, with their count every second. */
final class SyntheticSource implements TrafficSource {
    private static final double PER_SECOND = 10;
    private static final Duration TOLD = Duration.ofSeconds(1);

    private final SyntheticTraffic traffic;
    private final Cancellable telling;

    /** @param url where the application answers */
    SyntheticSource(Timer timer, String url, Consumer<Count> told) {
        traffic = new SyntheticTraffic(timer, url.endsWith("/") ? url.substring(0, url.length() - 1) : url);
        traffic.start(PER_SECOND);
        telling = timer.every(TOLD, () -> told.accept(new Count(traffic.sent(), traffic.failed())));
    }

    @Override
    public void close() {
        telling.cancel();
        traffic.close();
    }
}
