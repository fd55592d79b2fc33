package slipway.operations.rollout;

import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import slipway.async.Cancellation;
import slipway.async.Poller;
import slipway.async.Timer;
import slipway.cloud.Cloud;
import slipway.cloud.Target;
import slipway.model.Colour;
import slipway.model.EnvironmentName;
import slipway.model.Failure;
import slipway.model.FailureChain;
import slipway.model.FailureException;
import slipway.model.StackPlan;
import slipway.model.Tier;
import slipway.operations.DeploymentLedger;
import slipway.operations.DeploymentRecord.Kind;
import slipway.operations.EnvironmentStack;
import slipway.operations.Failures;
import slipway.operations.logs.FailureReader;
import slipway.operations.stacks.PollPace;
import slipway.operations.stacks.StackDeployer;
import slipway.operations.stacks.StackOrder;
import slipway.operations.stacks.StackOutcome;
import slipway.operations.stacks.StackReader;
import slipway.operations.stacks.StackSnapshot;
import slipway.operations.stacks.Template;
import slipway.operations.traffic.TrafficGuards;
import software.amazon.awssdk.services.ecs.model.Service;

/** Changes the part that a colour plays: its image, and how many tasks it has. Nothing else of its stack is touched. */
final class ColourRoller {
    /** Tasks whose service is steady are healthy in moments; a sick one is replaced in minutes. The target's time. */
    private static final Duration HEALTHY_WITHIN = Duration.ofMinutes(15);
    /** A deployment of the environment may be at work: it is waited for, real time. */
    private static final Duration TURN_WITHIN = Duration.ofMinutes(30);

    private final Cloud cloud;
    private final Timer timer;
    private final InstantSource clock;
    private final EnvironmentName environment;
    private final Tier tier;
    private final StackReader reader;
    private final DeploymentLedger ledger;

    /** @param clock real time */
    ColourRoller(Cloud cloud, Timer timer, InstantSource clock, EnvironmentName environment, Tier tier) {
        this.cloud = cloud;
        this.timer = timer;
        this.clock = clock;
        this.environment = environment;
        this.tier = tier;
        this.reader = new StackReader(cloud);
        this.ledger = new DeploymentLedger(cloud, clock);
    }

    /** The colour's service as ECS has it; absent before its stack was created. */
    Optional<Service> service(Colour colour) {
        Optional<String> cluster = reader.find(EnvironmentStack.PLATFORM.in(environment))
                .map(platform -> platform.outputs().get("ClusterName"));
        String name = EnvironmentStack.service(tier, colour).in(environment);
        return cluster.flatMap(known -> Failures.translated(
                "read the service " + name,
                () -> cloud
                        .ecs()
                        .describeServices(request -> request.cluster(known).services(name))
                        .services()
                        .stream()
                        .filter(service -> "ACTIVE".equals(service.status()))
                        .findFirst()));
    }

    /** How many tasks the colour shall have by now, whoever decided that. */
    int desired(Colour colour) {
        return service(colour).map(Service::desiredCount).orElse(0);
    }

    /**
     * Tells the colour's stack its image and its numbers, and waits until it stands.
     *
     * @param image empty leaves it as it is
     * @throws FailureException {@code Rejected} when the stack fails: it is rolled back by itself, and the environment keeps why;
     *     {@code Cancelled} when cancelled, what is under way goes on
     */
    void change(Colour colour, Optional<String> image, Transition transition, Cancellation cancellation) {
        EnvironmentStack stack = EnvironmentStack.service(tier, colour);
        try (Run run = turn(stack, cancellation)) {
            try {
                send(stack, colour, image, transition, run, cancellation);
            } finally {
                run.end();
            }
        }
    }

    private Run turn(EnvironmentStack stack, Cancellation cancellation) {
        Duration pace = cloud.target() instanceof Target.Local ? Duration.ofMillis(500) : Duration.ofSeconds(5);
        var poller = new Poller(timer, cancellation);
        for (long left = TURN_WITHIN.dividedBy(pace); ; left--) {
            try {
                return Run.hold(ledger, environment, clock, timer, Kind.RELEASE, stack.in(environment));
            } catch (FailureException busy) {
                if (!(busy.failure() instanceof Failure.Rejected) || left <= 0 || !poller.pause(pace)) {
                    throw busy;
                }
            }
        }
    }

    private void send(
            EnvironmentStack stack,
            Colour colour,
            Optional<String> image,
            Transition transition,
            Run run,
            Cancellation cancellation) {
        String name = stack.in(environment);
        StackSnapshot found = reader.find(name)
                .orElseThrow(() -> new FailureException(
                        new Failure.NotFound("The stack " + name + " is not there: slipway deploy creates it.", "")));
        Template template = Template.parse("service", "the deployed template of " + name, reader.body(found.id()));
        Map<String, String> values = new HashMap<>(transition.values());
        image.ifPresent(uri -> values.put("Image", uri));
        Set<String> kept = new HashSet<>(found.parameters().keySet());
        kept.removeAll(values.keySet());
        var order = new StackOrder(
                name,
                template,
                values,
                kept,
                Set.of(),
                OrderBook.tags(environment, stack),
                run.token() + "-" + stack.suffix());
        var plan = new StackPlan(
                name,
                "service",
                template.description(),
                StackPlan.Action.UPDATE,
                List.of(),
                template.plan(values),
                List.of());
        var deployer = new StackDeployer(
                cloud,
                PollPace.of(cloud.target(), () -> ThreadLocalRandom.current().nextDouble()),
                new Poller(timer, cancellation),
                clock,
                new FailureReader(cloud)::ofService);
        switch (deployer.deploy(order, plan, progress -> {})) {
            case StackOutcome.Stands _ -> {
                forgetFailureOf(name);
                count(colour, transition);
            }
            case StackOutcome.Failed failed -> {
                ledger.keepFailure(environment, failed.failure());
                throw new FailureException(new Failure.Rejected(
                        words(failed.failure()),
                        String.join("\n", failed.failure().lines())));
            }
            case StackOutcome.Left _, StackOutcome.Deleted _ ->
                throw new FailureException(
                        new Failure.Cancelled("Cancelled while " + name + " was being updated.", ""));
        }
    }

    private static String words(FailureChain failure) {
        return failure.remedy().isEmpty() || !failure.lines().isEmpty()
                ? failure.cause()
                : failure.cause() + " " + failure.remedy();
    }

    private void forgetFailureOf(String stack) {
        ledger.memory(environment)
                .failure()
                .filter(kept -> kept.stackName().equals(stack))
                .ifPresent(_ -> ledger.forgetFailure(environment));
    }

    /** Somebody may have set the service's number beside the stack, which then had nothing to change. */
    private void count(Colour colour, Transition transition) {
        Optional<Service> service = service(colour);
        boolean differs = transition.desired() >= 0
                && service.filter(found -> transition.desired() == 0
                                ? found.desiredCount() > 0
                                : found.desiredCount() < transition.desired())
                        .isPresent();
        if (differs) {
            Failures.translatedRun(
                    "set the number of tasks of " + service.get().serviceName(),
                    () -> cloud.ecs()
                            .updateService(
                                    request -> request.cluster(service.get().clusterArn())
                                            .service(service.get().serviceName())
                                            .desiredCount(transition.desired())));
        }
    }

    /**
     * Waits until so many of the colour's targets are healthy.
     *
     * @throws FailureException {@code Rejected} when they do not become so
     */
    void awaitHealthy(Colour colour, int tasks, Cancellation cancellation) {
        String group = reader.find(EnvironmentStack.service(tier, colour).in(environment))
                .map(stack -> stack.parameters().getOrDefault("TargetGroupArn", ""))
                .orElse("");
        var guards = new TrafficGuards(cloud, environment);
        var end = cloud.now().plus(HEALTHY_WITHIN);
        Duration pace = cloud.target() instanceof Target.Local ? Duration.ofMillis(200) : Duration.ofSeconds(5);
        Optional<TrafficGuards.Health> last = new Poller(timer, cancellation)
                .until(
                        () -> {
                            TrafficGuards.Health health = guards.health(group);
                            return health.healthy() >= tasks || cloud.now().isAfter(end)
                                    ? Optional.of(health)
                                    : Optional.empty();
                        },
                        () -> pace);
        if (last.filter(health -> health.healthy() < tasks).isPresent()) {
            throw new FailureException(new Failure.Rejected(
                    "Only " + last.get().healthy() + " of " + tasks + " tasks of " + tier.label() + "-" + colour.label()
                            + " became healthy within " + HEALTHY_WITHIN.toMinutes() + " minutes: see their logs.",
                    ""));
        }
    }

    /** Ends an update of the colour's stack that is under way, so that another can begin at once. */
    void cancelUpdate(Colour colour) {
        String name = EnvironmentStack.service(tier, colour).in(environment);
        if (reader.find(name)
                .filter(stack -> stack.status().equals("UPDATE_IN_PROGRESS"))
                .isPresent()) {
            Failures.translatedRun(
                    "cancel the update of " + name,
                    () -> cloud.cloudFormation().cancelUpdateStack(request -> request.stackName(name)));
        }
    }
}
