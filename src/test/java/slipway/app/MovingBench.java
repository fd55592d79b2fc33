package slipway.app;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullUnmarked;
import slipway.async.Cancellation;
import slipway.async.Poller;
import slipway.async.SystemTimer;
import slipway.cloud.Cloud;
import slipway.cloud.Target;
import slipway.cloud.aws.SdkCloudConnector;
import slipway.model.EnvironmentName;
import slipway.model.Tier;
import slipway.model.Weights;
import slipway.operations.traffic.Consent;
import slipway.operations.traffic.TrafficSession;
import slipway.operations.traffic.TrafficSession.State;
import slipway.operations.traffic.TrafficShifter;
import slipway.operations.traffic.TrafficWriter;

/**
 * Moves the api's weights at random, as somebody does at the slider: one move after the other is in the rule. Run by
 * {@code src/bench/weights}, which looks at what becomes of requests; ends with an exception where a move does not succeed.
 */
@NullUnmarked
public final class MovingBench {
    private static final int MOST = 100;

    private MovingBench() {}

    /** @param arguments the state folder of a local cloud that runs, the number of moves, the seconds that they take together */
    public static void main(String[] arguments) throws InterruptedException {
        int moves = Integer.parseInt(arguments[1]);
        Duration pause = Duration.ofSeconds(Long.parseLong(arguments[2])).dividedBy(moves);
        BlockingQueue<State> states = new LinkedBlockingQueue<>();
        var clock = InstantSource.system();
        try (var timer = new SystemTimer();
                Cloud cloud = new SdkCloudConnector(new LocalCloudProcess(Path.of(arguments[0]), timer), clock)
                        .connect(new Target.Local())) {
            try (TrafficSession session = new TrafficShifter(cloud, timer, clock)
                    .session(new EnvironmentName("dev"), TrafficWriter.here("benchmark"), states::add)) {
                var random = new Random(moves);
                int green = 0;
                for (int move = 0; move < moves; move++) {
                    int next = random.nextInt(MOST); // one of those where it is not
                    green = next < green ? next : next + 1;
                    session.move(Tier.API, Weights.green(green), "benchmark", Consent.NONE);
                    await(states, new State.Moved(Tier.API, Weights.green(green)));
                    new Poller(timer, new Cancellation()).pause(pause);
                }
            }
            states.forEach(MovingBench::refuseFailure);
        }
        System.out.println(moves + " moves");
    }

    private static void await(BlockingQueue<State> states, State wanted) throws InterruptedException {
        State state;
        do {
            state = states.poll(1, TimeUnit.MINUTES);
            if (state == null) {
                throw new IllegalStateException("the rule has not got " + wanted);
            }
            refuseFailure(state);
        } while (!state.equals(wanted));
    }

    private static void refuseFailure(State state) {
        if (state instanceof State.Refused || state instanceof State.Failed) {
            throw new IllegalStateException(state.toString());
        }
    }
}
