package slipway.operations.rollout;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.Function;
import slipway.async.Background;
import slipway.async.Cancellation;
import slipway.async.Poller;
import slipway.async.Timer;
import slipway.cloud.Cloud;
import slipway.model.DeployPlan;
import slipway.model.DeployProgress;
import slipway.model.DeployProgress.Phase;
import slipway.model.DeployProgress.StackProgress;
import slipway.model.EnvironmentName;
import slipway.model.Failure;
import slipway.model.FailureChain;
import slipway.model.StackPlan;
import slipway.model.WayOut;
import slipway.operations.DeploymentLedger;
import slipway.operations.DeploymentRecord;
import slipway.operations.DeploymentRecord.Kind;
import slipway.operations.EnvironmentStack;
import slipway.operations.Failures;
import slipway.operations.build.ImagePublisher;
import slipway.operations.build.SourceVersion;
import slipway.operations.logs.FailureReader;
import slipway.operations.probe.HttpProbe;
import slipway.operations.stacks.ChangeSetReader;
import slipway.operations.stacks.PollPace;
import slipway.operations.stacks.StackDeployer;
import slipway.operations.stacks.StackOrder;
import slipway.operations.stacks.StackOutcome;
import slipway.operations.stacks.StackReader;
import slipway.operations.stacks.TemplateLibrary;
import slipway.operations.stacks.VolumeEraser;

/**
 * Deploys, continues and deletes whole environments. Every method blocks; call them off the user interface's thread.
 * Progress arrives on threads of the deployment, one call at a time, in order.
 *
 * <p>What goes wrong before the first write is thrown as a {@code FailureException}; what goes wrong later ends in a
 * progress whose phase is FAILED and whose failure says why.
 */
public final class EnvironmentDeployer {
    private final Cloud cloud;
    private final Timer timer;
    private final InstantSource clock;
    private final Function<String, Optional<HttpProbe.Answer>> probe;
    private final DeploymentLedger ledger;
    private final StackReader reader;
    private final EnvironmentPlanner planner;
    private final ImagePublisher publisher;
    private final EnvironmentRepair repair;
    private final FailureReader failures;

    /** @param clock real time */
    public EnvironmentDeployer(Cloud cloud, Timer timer, InstantSource clock) {
        this(cloud, timer, clock, EnvironmentDeployer::probeOnce, new ImagePublisher(cloud), new SourceVersion());
    }

    EnvironmentDeployer(
            Cloud cloud,
            Timer timer,
            InstantSource clock,
            Function<String, Optional<HttpProbe.Answer>> probe,
            ImagePublisher publisher,
            SourceVersion versions) {
        this.cloud = cloud;
        this.timer = timer;
        this.clock = clock;
        this.probe = probe;
        this.publisher = publisher;
        this.ledger = new DeploymentLedger(cloud, clock);
        this.reader = new StackReader(cloud);
        this.failures = new FailureReader(cloud);
        this.planner = new EnvironmentPlanner(cloud, clock, versions);
        this.repair = new EnvironmentRepair(cloud, timer, clock, ledger, planner);
    }

    private static Optional<HttpProbe.Answer> probeOnce(String url) {
        try (var http = new HttpProbe()) {
            return http.get(url);
        }
    }

    /** The parameters that a deployment takes, with the values in force. Reads only. */
    public ParameterForm form(EnvironmentName environment, Optional<Path> templates) {
        return planner.form(environment, templates);
    }

    /**
     * What a deployment would do. Reads only. When an earlier deployment of the environment was interrupted or failed,
     * the parameters chosen then stay in force unless the request names them: deploying this plan continues it.
     *
     * @throws slipway.model.FailureException {@code Rejected} for a template or a parameter that is wrong, with file,
     *     line and column
     */
    public DeployPlan plan(DeployRequest request) {
        return planner.plan(request);
    }

    /**
     * What a first deployment builds, from the templates and the folders alone: no target is asked.
     *
     * @throws slipway.model.FailureException as {@link #plan}
     */
    public static DeployPlan outline(DeployRequest request) {
        return EnvironmentPlanner.outline(request, new SourceVersion());
    }

    /** Who deploys or deletes the environment at this moment, in words; empty when nobody does. Reads only. */
    public Optional<String> atWork(EnvironmentName environment) {
        return ledger.read(environment)
                .filter(ledger::isAlive)
                .map(record -> "it is being " + record.kind().participle() + " by "
                        + record.runner().shown() + " " + ledger.since(record));
    }

    /** The plan with what CloudFormation's change sets announce for the stacks that exist; the change sets are deleted again. */
    public DeployPlan preview(DeployPlan plan) {
        validate(plan);
        EnvironmentPlanner.Basis basis =
                planner.basis(plan.environment(), plan.templates(), plan.parameters(), "preview");
        var changeSets = changeSets();
        List<StackPlan> stacks = new ArrayList<>();
        for (StackPlan stackPlan : plan.stacks()) {
            Optional<EnvironmentStack> stack = EnvironmentStack.named(plan.environment(), stackPlan.name());
            if (stackPlan.action() != StackPlan.Action.UPDATE || stack.isEmpty()) {
                stacks.add(stackPlan);
                continue;
            }
            StackOrder order = basis.orders().order(stack.get(), basis.state().outputs(), Map.of());
            stacks.add(with(stackPlan, changeSets.changes(order)));
        }
        return new DeployPlan(
                plan.environment(),
                stacks,
                plan.images(),
                plan.parameters(),
                plan.version(),
                plan.applications(),
                plan.templates(),
                plan.notes());
    }

    private ChangeSetReader changeSets() {
        return new ChangeSetReader(cloud, pace(), new Poller(timer, new Cancellation()), clock);
    }

    private static StackPlan with(StackPlan plan, List<StackPlan.Change> changes) {
        return new StackPlan(
                plan.name(),
                plan.template(),
                plan.subtitle(),
                changes.isEmpty() ? StackPlan.Action.NONE : plan.action(),
                plan.waitsFor(),
                plan.resources(),
                changes);
    }

    /** Every template is looked at before the first stack is touched. */
    private void validate(DeployPlan plan) {
        var library = TemplateLibrary.of(plan.templates());
        Set<String> names = new LinkedHashSet<>();
        plan.stacks().forEach(stack -> names.add(stack.template()));
        names.forEach(name -> reader.validate(library.template(name)));
    }

    /**
     * Carries the plan out, and continues where an interrupted deployment stopped. A cancellation starts no further
     * stack and returns with phase CANCELLED, what is in progress still in progress: leave it as it is, or call {@link
     * #cancelUpdates} or {@link #deleteCreated}.
     *
     * @throws slipway.model.FailureException {@code Rejected} for a template that CloudFormation refuses, and while another
     *     deployment of the environment is at work
     */
    public DeployProgress deploy(DeployPlan plan, Consumer<DeployProgress> progress, Cancellation cancellation) {
        validate(plan);
        try (Run run = Run.begin(ledger, plan.environment(), clock, timer, intent(plan))) {
            var poller = new Poller(timer, cancellation);
            new Erasure(plan.environment(), reader, ledger, deployer(poller)).finish(run.token());
            // Read after the run began: from here on nobody else changes the stacks.
            EnvironmentPlanner.Basis basis =
                    planner.basis(plan.environment(), plan.templates(), plan.parameters(), run.token());
            basis.state().stacks().values().forEach(stack -> changeSets().sweep(stack.id()));
            var board = new ProgressBoard(plan, clock, progress);
            Background.start("clients", this::buildClients);
            return new Deployment(
                            plan,
                            basis,
                            run,
                            board,
                            deployer(poller),
                            publisher,
                            new AddressCheck(cloud.target(), probe, poller, cloud::now),
                            new TrafficTurn(cloud, plan.environment(), poller, reader),
                            cancellation,
                            cloud)
                    .carryOut();
        }
    }

    /** Building them takes a moment that a service which fails at once would not leave: its logs would be gone. */
    private void buildClients() {
        cloud.ecs();
        cloud.logs();
        cloud.balancers();
    }

    private static Run.Intent intent(DeployPlan plan) {
        return new Run.Intent(
                Kind.DEPLOY,
                plan.stacks().stream().map(StackPlan::name).toList(),
                plan.parameters(),
                plan.applications().toString(),
                plan.templates().map(Path::toString).orElse(""));
    }

    /** After a cancelled deployment: cancels the updates that are in progress and waits until they are rolled back. */
    public DeployProgress cancelUpdates(
            DeployProgress cancelled, Consumer<DeployProgress> progress, Cancellation cancellation) {
        DeployPlan plan = cancelled.plan();
        var board = new ProgressBoard(plan, clock, progress);
        cancelled.stacks().forEach(board::stack);
        var deployer = deployer(new Poller(timer, cancellation));
        List<EnvironmentStack> updating = cancelled.stacks().stream()
                .filter(stack ->
                        stack.status().startsWith("UPDATE") && stack.status().endsWith("IN_PROGRESS"))
                .map(StackProgress::plan)
                .flatMap(stack -> EnvironmentStack.named(plan.environment(), stack.name()).stream())
                .toList();
        StackGraph.run(updating, stack -> Set.of(), stack -> {
            String name = stack.in(plan.environment());
            StackPlan stackPlan = plan.stacks().stream()
                    .filter(candidate -> candidate.name().equals(name))
                    .findFirst()
                    .orElseThrow();
            try {
                return deployer.cancelUpdate(name, stackPlan, board::stack) instanceof StackOutcome.Stands;
            } catch (RuntimeException thrown) {
                Failure failure =
                        Failures.of("cancel the update of " + name, thrown).orElseThrow(() -> thrown);
                board.failed(FailureChain.of(cloud.now(), failure.message(), List.of(), "")
                        .in(name));
                return false;
            }
        });
        return board.end(board.failure().isPresent() ? Phase.FAILED : Phase.CANCELLED, cancelled.url());
    }

    /**
     * After a cancelled deployment: deletes the stacks that it created, but never {@code data}, nor what {@code data} stands on
     * while it is there.
     */
    public DeployProgress deleteCreated(
            DeployProgress cancelled, Consumer<DeployProgress> progress, Cancellation cancellation) {
        EnvironmentName environment = cancelled.plan().environment();
        var wiring = new Wiring(TemplateLibrary.shipped());
        List<String> created =
                ledger.read(environment).map(DeploymentRecord::created).orElse(List.of());
        DeployPlan everything = planner.deletion(environment, false);
        Set<EnvironmentStack> existing = EnumSet.noneOf(EnvironmentStack.class);
        everything
                .stacks()
                .forEach(stack ->
                        EnvironmentStack.named(environment, stack.name()).ifPresent(existing::add));
        Set<EnvironmentStack> going = EnumSet.noneOf(EnvironmentStack.class);
        existing.stream()
                .filter(stack -> created.contains(stack.in(environment)))
                .forEach(going::add);
        if (existing.contains(EnvironmentStack.DATA)) {
            going.remove(EnvironmentStack.DATA);
            going.removeAll(wiring.waitsFor(EnvironmentStack.DATA));
        }
        List<StackPlan> stacks = everything.stacks().stream()
                .filter(stack ->
                        going.stream().anyMatch(other -> other.in(environment).equals(stack.name())))
                .toList();
        var plan = new DeployPlan(
                environment,
                stacks,
                List.of(),
                cancelled.plan().parameters(),
                "",
                cancelled.plan().applications(),
                cancelled.plan().templates(),
                existing.contains(EnvironmentStack.DATA)
                        ? List.of("data stays, and so does what it stands on")
                        : List.of());
        try (Run run = Run.begin(ledger, environment, clock, timer, intent(cancelled.plan()))) {
            return new Deletion(
                            plan,
                            wiring,
                            run,
                            new ProgressBoard(plan, clock, progress),
                            deployer(new Poller(timer, cancellation)),
                            ledger,
                            reader,
                            cancellation,
                            cloud.target(),
                            cloud::now)
                    .some(going, going.equals(existing));
        }
    }

    /** What {@link #delete} would do: the environment's stacks in the order of deletion. Reads only. */
    public DeployPlan deletionPlan(EnvironmentName environment, boolean eraseData) {
        return planner.deletion(environment, eraseData);
    }

    /**
     * Deletes the environment's stacks.
     *
     * @param eraseData whether the file system with the application's data goes too; otherwise it is kept, and the next
     *     deployment adopts it again
     */
    public DeployProgress delete(
            EnvironmentName environment,
            boolean eraseData,
            Consumer<DeployProgress> progress,
            Cancellation cancellation) {
        DeployPlan plan = planner.deletion(environment, eraseData);
        var intent = new Run.Intent(
                Kind.DELETE, plan.stacks().stream().map(StackPlan::name).toList(), Map.of(), "", "");
        try (Run run = Run.begin(ledger, environment, clock, timer, intent)) {
            var poller = new Poller(timer, cancellation);
            StackDeployer deployer = deployer(poller);
            return new Deletion(
                            plan,
                            new Wiring(TemplateLibrary.shipped()),
                            run,
                            new ProgressBoard(plan, clock, progress),
                            deployer,
                            ledger,
                            reader,
                            cancellation,
                            cloud.target(),
                            cloud::now)
                    .all(eraseData ? Optional.of(new VolumeEraser(cloud, pace(), poller, deployer)) : Optional.empty());
        }
    }

    /** The ways out of the environment's stuck stacks, in the order of deployment. Reads only. */
    public List<WayOut> waysOut(EnvironmentName environment) {
        return repair.waysOut(environment);
    }

    /**
     * Takes the way out of one stack.
     *
     * @param stack its name, with or without the environment's
     * @param leftAlone resources that failed and are skipped, or left behind
     * @throws slipway.model.FailureException {@code NotFound} for a stack that is not there, {@code Rejected} for one that needs
     *     no way out, for a resource that did not fail, and while somebody else is at work on the environment
     */
    public DeployProgress repair(
            EnvironmentName environment,
            String stack,
            Set<String> leftAlone,
            Consumer<DeployProgress> progress,
            Cancellation cancellation) {
        return repair.carryOut(environment, stack, leftAlone, progress, cancellation);
    }

    private StackDeployer deployer(Poller poller) {
        return new StackDeployer(cloud, pace(), poller, clock, failures::ofService);
    }

    private PollPace pace() {
        return PollPace.of(cloud.target(), () -> ThreadLocalRandom.current().nextDouble());
    }
}
