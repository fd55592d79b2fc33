package slipway.operations.rollout;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import slipway.async.Cancellation;
import slipway.cloud.Cloud;
import slipway.model.Colour;
import slipway.model.DeployPlan;
import slipway.model.DeployPlan.ImagePlan;
import slipway.model.DeployProgress;
import slipway.model.DeployProgress.Phase;
import slipway.model.Failure;
import slipway.model.FailureChain;
import slipway.model.FailureException;
import slipway.model.ResourceState;
import slipway.model.StackPlan;
import slipway.model.Tier;
import slipway.operations.ClientUrl;
import slipway.operations.DeploymentRecord.State;
import slipway.operations.EnvironmentStack;
import slipway.operations.Failures;
import slipway.operations.build.ImagePublisher;
import slipway.operations.stacks.StackDeployer;
import slipway.operations.stacks.StackOrder;
import slipway.operations.stacks.StackOutcome;

/** One deployment while it is carried out. */
final class Deployment {
    private final DeployPlan plan;
    private final EnvironmentPlanner.Basis basis;
    private final Run run;
    private final ProgressBoard board;
    private final StackDeployer deployer;
    private final ImagePublisher publisher;
    private final AddressCheck addressCheck;
    private final TrafficTurn traffic;
    private final Cancellation cancellation;
    private final Cloud cloud;
    private final Map<EnvironmentStack, Map<String, String>> outputs = new ConcurrentHashMap<>();
    private final Map<Tier, String> images = new ConcurrentHashMap<>();
    private final Map<String, StackPlan> plans;
    private final Map<Tier, Failure> unpublished = new ConcurrentHashMap<>();

    Deployment(
            DeployPlan plan,
            EnvironmentPlanner.Basis basis,
            Run run,
            ProgressBoard board,
            StackDeployer deployer,
            ImagePublisher publisher,
            AddressCheck addressCheck,
            TrafficTurn traffic,
            Cancellation cancellation,
            Cloud cloud) {
        this.plan = plan;
        this.basis = basis;
        this.run = run;
        this.board = board;
        this.deployer = deployer;
        this.publisher = publisher;
        this.addressCheck = addressCheck;
        this.traffic = traffic;
        this.cancellation = cancellation;
        this.cloud = cloud;
        this.plans = plan.stacks().stream().collect(Collectors.toMap(StackPlan::name, Function.identity()));
        outputs.putAll(basis.state().outputs());
        plan.images().stream()
                .filter(image -> !image.publish() && !image.tag().isEmpty())
                .forEach(image -> images.put(image.tier(), image.tag()));
    }

    DeployProgress carryOut() {
        board.show();
        cancellation.onRequest(() -> board.phase(Phase.CANCELLING));
        int planned = plan.stacks().size();
        var done = ConcurrentHashMap.<EnvironmentStack>newKeySet();
        StackGraph.run(EnvironmentStack.all(), basis.wiring()::waitsFor, stack -> {
            boolean succeeded = deploy(stack);
            if (succeeded) {
                done.add(stack);
            }
            return succeeded;
        });
        if (board.failure().isPresent()) {
            run.leave(State.FAILED);
            return board.end(Phase.FAILED, url());
        }
        if (done.size() < planned) {
            run.leave(State.CANCELLED);
            return board.end(Phase.CANCELLED, url());
        }
        // Before the end of the run: afterwards another may begin and keep a failure of its own.
        run.forgetFailure();
        run.end();
        if (!unpublished.isEmpty()) {
            fail(withoutImages());
            return board.end(Phase.FAILED, url());
        }
        Optional<FailureChain> silent = url().flatMap(address -> {
            board.remark("waiting for " + address + " to answer");
            return addressCheck.failure(address);
        });
        silent.ifPresent(this::fail);
        if (silent.isPresent()) {
            return board.end(Phase.FAILED, url());
        }
        return board.end(Phase.SUCCEEDED, url());
    }

    /** Kept by the environment too, so that other consoles can show it when ECS has forgotten. */
    private void fail(FailureChain failure) {
        if (board.failed(failure)) {
            try {
                run.keepFailure(failure);
            } catch (FailureException unkept) {
                if (!(unkept.failure() instanceof Failure.Unreachable)) {
                    board.note("why it failed is not kept: " + unkept.failure().message());
                }
            }
        }
    }

    private boolean deploy(EnvironmentStack stack) {
        String name = stack.in(plan.environment());
        if (cancellation.isRequested()) {
            return false;
        }
        try {
            publishFor(stack);
            if (cancellation.isRequested()) {
                return false;
            }
            StackPlan stackPlan = Optional.ofNullable(plans.get(name))
                    .orElseThrow(() -> new IllegalStateException(name + " is not in the plan"));
            if (stackPlan.action() == StackPlan.Action.CREATE) {
                run.creates(name);
            }
            StackOrder order = basis.orders().order(stack, Map.copyOf(outputs), Map.copyOf(images));
            Function<StackOrder, StackOutcome> send = wanted -> deployer.deploy(wanted, stackPlan, board::stack);
            StackOutcome outcome = stack == EnvironmentStack.TRAFFIC
                    ? traffic.deploy(order, Map.copyOf(outputs), send, board::remark)
                    : send.apply(order);
            return switch (outcome) {
                case StackOutcome.Stands stands -> {
                    outputs.put(stack, stands.stack().outputs());
                    run.finished(name);
                    yield true;
                }
                case StackOutcome.Failed failed -> {
                    fail(failed.failure());
                    yield false;
                }
                case StackOutcome.Left _, StackOutcome.Deleted _ -> false;
            };
        } catch (RuntimeException thrown) {
            Failure failure = Failures.of("deploy " + name, thrown).orElseThrow(() -> thrown);
            if (!(failure instanceof Failure.Cancelled)) {
                fail(StackTrouble.of(
                        cloud.target(),
                        cloud.now(),
                        failure,
                        name,
                        "was being deployed",
                        "Then deploy again: what is finished stays."));
            }
            return false;
        }
    }

    /** A service that gets its first image waits for the image; both colours' stacks of a tier come here. */
    private void publishFor(EnvironmentStack stack) {
        Optional<ImagePlan> image = stack.tier()
                .filter(tier -> stack.colour()
                        .filter(basis.state().live(tier)::contains)
                        .isPresent())
                .flatMap(tier -> plan.images().stream()
                        .filter(candidate -> candidate.tier() == tier && candidate.publish())
                        .findFirst());
        if (image.isEmpty()) {
            return;
        }
        Tier tier = image.get().tier();
        String repository = repository(tier);
        board.image(tier, ResourceState.IN_PROGRESS, 0);
        Optional<Failure> obstacle =
                alreadyThere(repository, image.get().tag()) ? Optional.empty() : publisher.obstacle();
        if (obstacle.isPresent()) {
            unpublished.put(tier, obstacle.get());
            board.image(tier, ResourceState.FAILED, 0);
            return;
        }
        try {
            ImagePublisher.Published published = publisher.publish(
                    plan.applications().resolve(tier.label()),
                    repository,
                    image.get().tag(),
                    cancellation,
                    line -> board.said(tier, line));
            images.put(tier, published.imageUri());
            board.image(tier, ResourceState.COMPLETE, published.files());
            if (!published.notApplied().isEmpty()) {
                board.note(tier.label() + ": not applied here, because the local cloud runs plain processes: "
                        + String.join("; ", published.notApplied()));
            }
        } catch (FailureException failed) {
            board.image(tier, ResourceState.FAILED, 0);
            throw failed;
        }
    }

    private boolean alreadyThere(String repositoryUri, String tag) {
        return publisher.exists(repositoryUri.substring(repositoryUri.indexOf('/') + 1), tag);
    }

    private String repository(Tier tier) {
        EnvironmentStack blue = EnvironmentStack.service(tier, Colour.BLUE);
        String uri = basis.wiring().values(blue, Map.copyOf(outputs)).get("RepositoryUri");
        if (uri == null) {
            throw new FailureException(new Failure.Rejected(
                    "No stack has an output for the repository of " + tier.label()
                            + ": the template delivery names it (ClientRepositoryUri, ApiRepositoryUri).",
                    ""));
        }
        return uri;
    }

    private Optional<String> url() {
        return ClientUrl.read(cloud, outputs.getOrDefault(EnvironmentStack.PLATFORM, Map.of()));
    }

    private FailureChain withoutImages() {
        Map<Tier, Failure> reasons = new EnumMap<>(unpublished);
        String tiers = reasons.keySet().stream().map(Tier::label).collect(Collectors.joining(" and "));
        Failure reason = reasons.values().iterator().next();
        return FailureChain.of(
                cloud.now(),
                "Everything stands, but " + tiers + " runs no task, because no image could be published: "
                        + reason.message(),
                reason.detail().lines().toList(),
                "Install and start docker and deploy again; or let a pipeline push the images and deploy again; or name images that"
                        + " exist: --param client.Image=... --param api.Image=...");
    }
}
