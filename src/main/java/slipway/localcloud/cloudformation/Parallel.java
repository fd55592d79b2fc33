package slipway.localcloud.cloudformation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import slipway.async.Background;

/** Works through things that need one another: each as soon as all it needs are done, as many at once as that allows. */
final class Parallel {
    private Parallel() {}

    /** @param notStarted things whose turn never came, because one that they need failed or everything was stopped */
    record Result(Set<String> failed, Set<String> notStarted) {
        boolean complete() {
            return failed.isEmpty() && notStarted.isEmpty();
        }
    }

    private record Ended(String id, boolean done) {}

    /**
     * Returns when nothing is under way any more.
     *
     * @param needs what must be done before; names outside of {@code ids} count as done
     * @param step does one thing, on a thread of its own; false when it failed
     * @param stop whether to start no more
     * @param onFailure told of each failure at once
     */
    static Result run(
            Collection<String> ids,
            Function<String, ? extends Collection<String>> needs,
            Predicate<String> step,
            BooleanSupplier stop,
            Runnable onFailure) {
        Set<String> waiting = new LinkedHashSet<>(ids);
        Set<String> open = new LinkedHashSet<>(ids);
        Set<String> failed = new LinkedHashSet<>();
        BlockingQueue<Ended> ended = new LinkedBlockingQueue<>();
        int underWay = 0;
        while (true) {
            if (!stop.getAsBoolean()) {
                List<String> ready = new ArrayList<>();
                for (String id : waiting) {
                    if (needs.apply(id).stream().noneMatch(open::contains)) {
                        ready.add(id);
                    }
                }
                for (String id : ready) {
                    waiting.remove(id);
                    underWay++;
                    Background.start("resource " + id, () -> {
                        boolean done = false;
                        try {
                            done = step.test(id);
                        } finally {
                            ended.add(new Ended(id, done));
                        }
                    });
                }
            }
            if (underWay == 0) {
                return new Result(failed, waiting);
            }
            Ended next = take(ended);
            underWay--;
            if (next.done()) {
                open.remove(next.id());
            } else {
                failed.add(next.id());
                onFailure.run();
            }
        }
    }

    private static Ended take(BlockingQueue<Ended> ended) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return ended.take();
                } catch (InterruptedException again) {
                    // What is under way must be waited for, or it would go on unseen.
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
