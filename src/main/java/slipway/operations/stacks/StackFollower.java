package slipway.operations.stacks;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import slipway.async.Poller;
import slipway.cloud.Cloud;
import slipway.model.DeployProgress.ResourceProgress;
import slipway.model.DeployProgress.StackProgress;
import slipway.model.Failure;
import slipway.model.FailureChain;
import slipway.model.FailureException;
import slipway.model.ResourceState;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cloudformation.model.StackEvent;

/** Follows one operation of a stack by its events until the stack comes to rest. */
final class StackFollower {
    private static final String SERVICE = "AWS::ECS::Service";

    /** After so many looks without an event the stack itself is asked: an event may have been missed. */
    private static final int QUIET_LOOKS = 10;

    /** So many looks in a row may fail before the operation counts as lost. */
    private static final int MOST_ERRORS = 5;

    private final Cloud cloud;
    private final PollPace pace;
    private final Poller poller;
    private final FailureEvidence evidence;
    private final StackReader reader;
    private final ServiceWatch services;
    private final Map<String, FailureChain> collected = new ConcurrentHashMap<>();

    StackFollower(Cloud cloud, PollPace pace, Poller poller, FailureEvidence evidence) {
        this.cloud = cloud;
        this.pace = pace;
        this.poller = poller;
        this.evidence = evidence;
        this.reader = new StackReader(cloud);
        this.services = new ServiceWatch(cloud);
    }

    /**
     * @param own whether this run, or the one that it continues, began the operation
     * @param status in which the stack came to rest
     */
    record Joined(boolean own, String status) {}

    boolean cancelled() {
        return poller.isCancelled();
    }

    /** Waits for the operation that is under way on the stack; empty when cancelled. */
    Optional<Joined> join(StackSnapshot stack, StackTrack track, Consumer<StackProgress> progress, String token) {
        var events = new StackEvents(cloud.cloudFormation(), stack.id());
        events.skipOlderOperations(true);
        track.begin(stack.status());
        progress.accept(track.snapshot());
        var watch = new Watch(stack.id(), events, track, progress, token);
        return poller.until(watch::look, pace::next).map(status -> new Joined(watch.own, status));
    }

    /** Waits for the operation whose events these are; empty when cancelled. */
    Optional<String> follow(String id, StackEvents events, StackTrack track, Consumer<StackProgress> progress) {
        return poller.until(new Watch(id, events, track, progress, "")::look, pace::next);
    }

    /** What was collected while the resource was failing. */
    Optional<FailureChain> evidence(StackTrack.FirstFailure failure) {
        return Optional.ofNullable(collected.get(failure.physicalId()));
    }

    private final class Watch {
        private final String id;
        private final StackEvents events;
        private final StackTrack track;
        private final Consumer<StackProgress> progress;
        private final String token;
        private boolean own;
        private int looks;
        private int quiet;
        private int errors;
        private boolean troubled;

        Watch(String id, StackEvents events, StackTrack track, Consumer<StackProgress> progress, String token) {
            this.id = id;
            this.events = events;
            this.track = track;
            this.progress = progress;
            this.token = token;
        }

        Optional<String> look() {
            try {
                Optional<String> end = lookOnce();
                errors = 0;
                return end;
            } catch (FailureException failed) {
                errors++;
                if (track.status().startsWith("DELETE") && failed.failure() instanceof Failure.NotFound) {
                    return Optional.of("DELETE_COMPLETE");
                }
                if (!passing(failed.failure()) || errors >= MOST_ERRORS) {
                    throw failed;
                }
                return Optional.empty();
            }
        }

        private Optional<String> lookOnce() {
            List<StackEvent> fresh = events.fresh();
            Optional<String> end = Optional.empty();
            for (StackEvent event : fresh) {
                apply(event);
                if (StackEvents.isOfStack(event) && StackTrack.isTerminal(event.resourceStatusAsString())) {
                    end = Optional.of(event.resourceStatusAsString());
                }
            }
            boolean news = !fresh.isEmpty();
            if (end.isEmpty() && (troubled || looks++ % 2 == 0)) {
                news |= remarkServices();
            }
            if (news) {
                progress.accept(track.snapshot());
            }
            quiet = fresh.isEmpty() ? quiet + 1 : 0;
            if (end.isEmpty() && quiet >= QUIET_LOOKS) {
                quiet = 0;
                end = reader.find(id)
                        .map(StackSnapshot::status)
                        .or(() -> Optional.of("DELETE_COMPLETE"))
                        .filter(StackTrack::isTerminal);
            }
            return end;
        }

        private void apply(StackEvent event) {
            String eventToken = event.clientRequestToken();
            // An emulator may keep no tokens; then an operation on one of our stacks is taken for ours.
            own |= !token.isEmpty() && (eventToken == null || eventToken.startsWith(token));
            boolean first = track.firstFailure().isEmpty();
            track.apply(event);
            if (first) {
                track.firstFailure()
                        .filter(failure -> failure.type().equals(SERVICE))
                        .ifPresent(failure -> collect(failure.physicalId()));
            }
        }

        private void collect(String serviceArn) {
            read(serviceArn).ifPresent(chain -> collected.merge(serviceArn, chain, FailureEvidence::better));
        }

        private Optional<FailureChain> read(String serviceArn) {
            try {
                return evidence.read(serviceArn);
            } catch (FailureException unreadable) {
                // The symptom is known without the tasks' words; a second failure must not hide it.
                String words =
                        "(why it fails cannot be read: " + unreadable.failure().message() + ")";
                return Optional.of(FailureChain.of(cloud.now(), "", List.of(words), ""));
            }
        }

        private boolean remarkServices() {
            boolean news = false;
            for (ResourceProgress resource : track.snapshot().resources()) {
                if (resource.plan().type().equals(SERVICE)
                        && resource.state() == ResourceState.IN_PROGRESS
                        && !resource.physicalId().isEmpty()) {
                    news |= remark(resource.physicalId())
                            .map(remark -> track.remark(resource.plan().logicalId(), remark.words()))
                            .orElse(false);
                }
            }
            return news;
        }

        private Optional<ServiceWatch.Remark> remark(String serviceArn) {
            try {
                Optional<ServiceWatch.Remark> remark = services.remark(serviceArn);
                if (remark.filter(ServiceWatch.Remark::uneasy).isPresent()) {
                    // At every look: a task's words may come after its end, and a rollback takes them away.
                    troubled = true;
                    collect(serviceArn);
                }
                return remark;
            } catch (SdkException unreadable) {
                return Optional.empty(); // only a remark: the events tell what matters
            }
        }

        private static boolean passing(Failure failure) {
            return failure instanceof Failure.Throttled || failure instanceof Failure.Unreachable;
        }
    }
}
