package slipway.operations.stacks;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import slipway.async.Poller;
import slipway.cloud.Cloud;
import slipway.model.DeployProgress.StackProgress;
import slipway.model.Failure;
import slipway.model.FailureChain;
import slipway.model.FailureException;
import slipway.model.StackPlan;
import slipway.model.WayOut;
import slipway.operations.Failures;
import software.amazon.awssdk.services.cloudformation.model.AlreadyExistsException;
import software.amazon.awssdk.services.cloudformation.model.Capability;
import software.amazon.awssdk.services.cloudformation.model.CloudFormationException;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.cloudformation.model.Tag;
import software.amazon.awssdk.services.cloudformation.model.TokenAlreadyExistsException;

/**
 * Brings one stack to what is ordered, or deletes it, from whatever state it is in: it joins an operation that is under
 * way, deletes what can only be deleted and holds nothing, leaves what is stuck otherwise to an operator, and sends nothing
 * when nothing differs. Blocks until the stack came to rest or the poller's cancellation was asked for.
 */
public final class StackDeployer {
    /** A stack that never comes to rest in this many operations is moved by someone else at the same time. */
    private static final int MOST_OPERATIONS = 6;

    private final Cloud cloud;
    private final StackReader reader;
    private final WaysOut waysOut;
    private final StackFollower follower;
    private final InstantSource clock;
    private final String attempt = UUID.randomUUID().toString().substring(0, 8);
    private final AtomicInteger operations = new AtomicInteger();

    /** @param clock real time */
    public StackDeployer(Cloud cloud, PollPace pace, Poller poller, InstantSource clock, FailureEvidence evidence) {
        this.cloud = cloud;
        this.reader = new StackReader(cloud);
        this.waysOut = new WaysOut(cloud);
        this.follower = new StackFollower(cloud, pace, poller, evidence);
        this.clock = clock;
    }

    /**
     * Creates or updates the stack.
     *
     * @param progress gets a new value whenever something changed
     * @throws FailureException when CloudFormation refuses the request or does not answer
     */
    public StackOutcome deploy(StackOrder order, StackPlan plan, Consumer<StackProgress> progress) {
        var track = new StackTrack(plan, clock);
        boolean changed = false;
        for (int operation = 0; operation < MOST_OPERATIONS; operation++) {
            Optional<StackSnapshot> existing = reader.find(order.name());
            if (existing.isEmpty()) {
                if (follower.cancelled()) {
                    return new StackOutcome.Left();
                }
                Optional<StackOutcome> end = create(order, track, progress);
                if (end.isPresent()) {
                    return end.get();
                }
                changed = true;
                continue;
            }
            StackSnapshot stack = existing.get();
            if (stack.inProgress()) {
                boolean goingForward = stack.status().equals("CREATE_IN_PROGRESS")
                        || stack.status().equals("UPDATE_IN_PROGRESS")
                        || stack.status().equals("UPDATE_COMPLETE_CLEANUP_IN_PROGRESS");
                var joined = follower.join(stack, track, progress, order.token());
                if (joined.isEmpty()) {
                    return new StackOutcome.Left();
                }
                if (goingForward && joined.get().own()) {
                    return track.firstFailure().isPresent()
                            ? failed(order, track, progress)
                            : stands(order.name(), track, true, progress);
                }
                continue;
            }
            if (follower.cancelled()) {
                return new StackOutcome.Left();
            }
            Optional<WayOut> way = waysOut.of(stack);
            if (way.filter(WayOut::blocks).isPresent()) {
                return stuck(way.get());
            }
            if (way.filter(out -> out.kind() == WayOut.Kind.RECREATE).isPresent()) {
                StackOutcome gone = deleteNow(stack, track, order.token(), progress);
                if (!(gone instanceof StackOutcome.Deleted)) {
                    return gone;
                }
                changed = true;
                continue;
            }
            if (order.isInForce(stack, reader.body(stack.id()))) {
                track.complete(stack.status());
                progress.accept(track.snapshot());
                return new StackOutcome.Stands(stack, changed);
            }
            Optional<StackOutcome> end = update(order, stack, track, progress);
            if (end.isPresent()) {
                return end.get();
            }
        }
        return failed(
                order.name(),
                order.name() + " does not come to rest: something else changes it at the same time.",
                "Find out who else deploys this environment, wait for them, and deploy again.");
    }

    /** What lies between this state and a deployment is for an operator to decide. */
    private StackOutcome stuck(WayOut way) {
        var link = new FailureChain.StackLink(
                way.stack(), way.resources().isEmpty() ? "" : way.resources().getFirst(), way.status(), way.cause());
        String cause = way.stack() + " is " + way.status() + (way.cause().isEmpty() ? "" : ": " + way.cause());
        return new StackOutcome.Failed(
                FailureChain.of(cloud.now(), cause, List.of(), way.sentence()).in(link, List.of(), way.sentence()));
    }

    /** Deletes the stack; one that is not there counts as deleted. */
    public StackOutcome delete(String name, StackPlan plan, String token, Consumer<StackProgress> progress) {
        var track = new StackTrack(plan, clock);
        for (int operation = 0; operation < MOST_OPERATIONS; operation++) {
            Optional<StackSnapshot> existing = reader.find(name);
            if (existing.isEmpty()) {
                track.deleted();
                progress.accept(track.snapshot());
                return new StackOutcome.Deleted();
            }
            StackSnapshot stack = existing.get();
            if (stack.inProgress() && !stack.status().equals("CREATE_IN_PROGRESS")) {
                // A stack may be deleted while it is being created; anything else has to end first.
                if (follower.join(stack, track, progress, token).isEmpty()) {
                    return new StackOutcome.Left();
                }
                continue;
            }
            if (follower.cancelled()) {
                return new StackOutcome.Left();
            }
            return deleteNow(stack, track, token, progress);
        }
        return failed(name, track);
    }

    /** Cancels the update that is under way, if one is, and waits until it is rolled back. */
    public StackOutcome cancelUpdate(String name, StackPlan plan, Consumer<StackProgress> progress) {
        var track = new StackTrack(plan, clock);
        Optional<StackSnapshot> existing = reader.find(name);
        if (existing.isEmpty()) {
            return new StackOutcome.Deleted();
        }
        StackSnapshot stack = existing.get();
        if (stack.status().equals("UPDATE_IN_PROGRESS")) {
            Failures.translatedRun(
                    "cancel the update of " + name,
                    () -> cloud.cloudFormation().cancelUpdateStack(request -> request.stackName(stack.id())));
        }
        if (stack.inProgress() && follower.join(stack, track, progress, "").isEmpty()) {
            return new StackOutcome.Left();
        }
        return reader.find(name)
                .<StackOutcome>map(rested -> new StackOutcome.Stands(rested, true))
                .orElseGet(StackOutcome.Deleted::new);
    }

    /** @return empty when somebody else created it first */
    private Optional<StackOutcome> create(StackOrder order, StackTrack track, Consumer<StackProgress> progress) {
        track.begin("CREATE_IN_PROGRESS");
        progress.accept(track.snapshot());
        String id;
        try {
            id = cloud.cloudFormation()
                    .createStack(request -> request.stackName(order.name())
                            .templateBody(order.template().body())
                            .parameters(parameters(order, false))
                            .capabilities(Capability.CAPABILITY_IAM)
                            .tags(tags(order))
                            .clientRequestToken(token(order.token(), "create")))
                    .stackId();
        } catch (AlreadyExistsException | TokenAlreadyExistsException first) {
            return Optional.empty();
        } catch (RuntimeException refused) {
            throw refusal(order, "create stack " + order.name(), refused);
        }
        var events = new StackEvents(cloud.cloudFormation(), id);
        Optional<String> end = follower.follow(id, events, track, progress);
        return Optional.of(
                end.isEmpty()
                        ? new StackOutcome.Left()
                        : end.get().equals("CREATE_COMPLETE")
                                ? stands(id, track, true, progress)
                                : failed(order, track, progress));
    }

    /** @return empty when the stack was found to be moving */
    private Optional<StackOutcome> update(
            StackOrder order, StackSnapshot stack, StackTrack track, Consumer<StackProgress> progress) {
        var events = new StackEvents(cloud.cloudFormation(), stack.id());
        events.skipOlderOperations(false);
        track.begin("UPDATE_IN_PROGRESS");
        progress.accept(track.snapshot());
        try {
            cloud.cloudFormation()
                    .updateStack(request -> request.stackName(stack.id())
                            .templateBody(order.template().body())
                            .parameters(parameters(order, true))
                            .capabilities(Capability.CAPABILITY_IAM)
                            .tags(tags(order))
                            .clientRequestToken(token(order.token(), "update")));
        } catch (TokenAlreadyExistsException known) {
            return Optional.empty();
        } catch (CloudFormationException refused) {
            String words = Failures.words(refused);
            if (words.contains("No updates are to be performed")) {
                return Optional.of(stands(stack.id(), track, false, progress));
            }
            if (words.contains("_IN_PROGRESS state")) {
                return Optional.empty();
            }
            throw refusal(order, "update stack " + order.name(), refused);
        } catch (RuntimeException refused) {
            throw refusal(order, "update stack " + order.name(), refused);
        }
        Optional<String> end = follower.follow(stack.id(), events, track, progress);
        return Optional.of(
                end.isEmpty()
                        ? new StackOutcome.Left()
                        : end.get().equals("UPDATE_COMPLETE")
                                ? stands(stack.id(), track, true, progress)
                                : failed(order, track, progress));
    }

    private StackOutcome deleteNow(
            StackSnapshot stack, StackTrack track, String token, Consumer<StackProgress> progress) {
        var events = new StackEvents(cloud.cloudFormation(), stack.id());
        events.skipOlderOperations(false);
        track.begin("DELETE_IN_PROGRESS");
        progress.accept(track.snapshot());
        Failures.translatedRun(
                "delete stack " + stack.name(),
                () -> cloud.cloudFormation()
                        .deleteStack(
                                request -> request.stackName(stack.id()).clientRequestToken(token(token, "delete"))));
        Optional<String> end = follower.follow(stack.id(), events, track, progress);
        if (end.isEmpty()) {
            return new StackOutcome.Left();
        }
        if (end.get().equals("DELETE_COMPLETE")) {
            track.deleted();
            progress.accept(track.snapshot());
            return new StackOutcome.Deleted();
        }
        track.failed(end.get());
        progress.accept(track.snapshot());
        return failed(stack.name(), track);
    }

    private StackOutcome stands(String nameOrId, StackTrack track, boolean changed, Consumer<StackProgress> progress) {
        StackSnapshot stack = reader.find(nameOrId)
                .orElseThrow(() -> new IllegalStateException(nameOrId + " vanished right after it was completed"));
        track.complete(stack.status());
        progress.accept(track.snapshot());
        return new StackOutcome.Stands(stack, changed);
    }

    private StackOutcome failed(StackOrder order, StackTrack track, Consumer<StackProgress> progress) {
        track.failed(track.status());
        progress.accept(track.snapshot());
        return failed(order.name(), track);
    }

    private StackOutcome failed(String name, StackTrack track) {
        Optional<StackTrack.FirstFailure> first = track.firstFailure();
        FailureChain known =
                first.flatMap(follower::evidence).orElseGet(() -> FailureChain.of(cloud.now(), "", List.of(), ""));
        var link = new FailureChain.StackLink(
                name,
                first.map(StackTrack.FirstFailure::logicalId).orElse(""),
                first.map(StackTrack.FirstFailure::status).orElse(track.status()),
                first.map(failure -> StackTrack.tidy(failure.reason())).orElse(""));
        FailureChain told = known.cause().isEmpty() ? known.because(symptom(name, track)) : known;
        return new StackOutcome.Failed(told.in(link, track.chain(), remedy(track)));
    }

    private StackOutcome failed(String name, String cause, String remedy) {
        return new StackOutcome.Failed(
                FailureChain.of(cloud.now(), cause, List.of(), remedy).in(name));
    }

    private static String symptom(String name, StackTrack track) {
        return track.firstFailure()
                .map(first -> first.logicalId().isEmpty()
                        ? name + " failed: " + StackTrack.tidy(first.reason())
                        : name + ": " + first.logicalId() + " (" + first.type() + ") failed: "
                                + StackTrack.tidy(first.reason()))
                .orElse(name + " ended as " + track.status());
    }

    private static String remedy(StackTrack track) {
        if (track.status().startsWith("DELETE")) {
            return "Remove what holds the resource, then delete again; what is gone already stays gone.";
        }
        return "Repair the cause and deploy again: what is finished stays, and only the rest is done.";
    }

    /** What CloudFormation refuses at once mostly concerns the template: its file is named in front. */
    static RuntimeException refusal(StackOrder order, String deed, RuntimeException refused) {
        if (refused instanceof CloudFormationException answer
                && Failures.code(answer).equals("ValidationError")) {
            return new FailureException(
                    new Failure.Rejected(
                            StackReader.located(order.template(), Failures.words(answer)),
                            "ValidationError on " + deed),
                    refused);
        }
        return Failures.exception(deed, refused);
    }

    static List<Parameter> parameters(StackOrder order, boolean keep) {
        return order.template().parameters().stream()
                .filter(parameter -> order.values().containsKey(parameter.name())
                        || (keep && order.kept().contains(parameter.name())))
                .map(parameter -> order.values().containsKey(parameter.name())
                        ? Parameter.builder()
                                .parameterKey(parameter.name())
                                .parameterValue(order.values().get(parameter.name()))
                                .build()
                        : Parameter.builder()
                                .parameterKey(parameter.name())
                                .usePreviousValue(true)
                                .build())
                .toList();
    }

    static List<Tag> tags(StackOrder order) {
        return order.tags().entrySet().stream()
                .map(tag ->
                        Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
    }

    /**
     * Each operation has a token of its own: the SDK's retries repeat it, a second attempt after a failure must not, or it would be
     * taken for the first one and left undone. A run that goes on with an earlier one has the same name, so the name alone is too
     * little.
     */
    private String token(String run, String operation) {
        return run + "-" + attempt + "-" + operation + "-" + operations.incrementAndGet();
    }
}
