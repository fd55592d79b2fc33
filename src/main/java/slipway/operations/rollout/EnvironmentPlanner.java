package slipway.operations.rollout;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import slipway.cloud.Cloud;
import slipway.cloud.Target;
import slipway.model.DeployPlan;
import slipway.model.DeployPlan.ImagePlan;
import slipway.model.EnvironmentName;
import slipway.model.Failure;
import slipway.model.FailureException;
import slipway.model.StackPlan;
import slipway.model.StackPlan.Action;
import slipway.model.StackPlan.Change;
import slipway.model.Tier;
import slipway.model.WayOut;
import slipway.operations.DeploymentLedger;
import slipway.operations.DeploymentRecord;
import slipway.operations.EnvironmentStack;
import slipway.operations.ImageReference;
import slipway.operations.build.SourceVersion;
import slipway.operations.stacks.StackOrder;
import slipway.operations.stacks.StackReader;
import slipway.operations.stacks.StackSnapshot;
import slipway.operations.stacks.Template;
import slipway.operations.stacks.TemplateLibrary;
import slipway.operations.stacks.TemplateParameter;
import slipway.operations.stacks.WaysOut;

/** Finds out what a deployment would do, without doing any of it. */
final class EnvironmentPlanner {
    private final Cloud cloud;
    private final StackReader reader;
    private final WaysOut waysOut;
    private final DeploymentLedger ledger;
    private final SourceVersion versions;

    EnvironmentPlanner(Cloud cloud, InstantSource clock, SourceVersion versions) {
        this.cloud = cloud;
        this.reader = new StackReader(cloud);
        this.waysOut = new WaysOut(cloud);
        this.ledger = new DeploymentLedger(cloud, clock);
        this.versions = versions;
    }

    /** Everything that the orders of a deployment are made from. */
    record Basis(
            TemplateLibrary library,
            Wiring wiring,
            Choices choices,
            TargetDefaults defaults,
            EnvironmentState state,
            OrderBook orders) {}

    Basis basis(EnvironmentName environment, Optional<Path> templates, Map<String, String> parameters, String token) {
        var library = TemplateLibrary.of(templates);
        var wiring = new Wiring(library);
        var choices = new Choices(parameters);
        choices.check(library, wiring);
        EnvironmentState state = EnvironmentState.read(cloud, environment);
        Optional<String> retained = state.usable(EnvironmentStack.DATA).isPresent()
                ? Optional.empty()
                : Erasure.kept(reader, ledger, environment);
        var defaults = new TargetDefaults(cloud.target(), library);
        return new Basis(
                library,
                wiring,
                choices,
                defaults,
                state,
                new OrderBook(library, wiring, choices, defaults, state, retained, token));
    }

    DeployPlan plan(DeployRequest request) {
        EnvironmentName environment = request.environment();
        Map<String, String> parameters = new LinkedHashMap<>();
        Optional<DeploymentRecord> unfinished =
                ledger.read(environment).filter(record -> record.kind() == DeploymentRecord.Kind.DEPLOY);
        unfinished.ifPresent(record -> parameters.putAll(record.parameters()));
        parameters.putAll(request.parameters());
        Basis basis = basis(environment, request.templates(), parameters, "plan");

        List<String> notes = new ArrayList<>();
        unfinished
                .filter(record -> !ledger.isAlive(record))
                .ifPresent(record -> notes.add("goes on with the deployment that ended after "
                        + record.finished().size() + " of " + record.stacks().size() + " stacks"));
        Erasure.kept(reader, ledger, environment)
                .filter(id -> basis.state().usable(EnvironmentStack.DATA).isEmpty())
                .ifPresent(id -> notes.add(
                        "data: the file system " + id + ", kept when the environment was deleted, is used again"));
        basis.state().stacks().values().stream()
                .flatMap(stack -> waysOut.of(stack).stream())
                .filter(way -> way.kind() == WayOut.Kind.RECREATE && way.safe())
                .forEach(way -> notes.add(
                        way.stack() + " is " + way.status() + " and holds nothing: it is deleted and created again"));
        notes.addAll(basis.defaults().notes(basis.choices(), basis.state()));
        return draft(request, basis, parameters, notes);
    }

    /** What a first deployment builds: from the templates and the folders alone, no target is asked. */
    static DeployPlan outline(DeployRequest request, SourceVersion versions) {
        var library = TemplateLibrary.of(request.templates());
        var wiring = new Wiring(library);
        var choices = new Choices(request.parameters());
        choices.check(library, wiring);
        EnvironmentState state = EnvironmentState.nothing(request.environment());
        // The first picture of an environment is that of a local one.
        var defaults = new TargetDefaults(new Target.Local(), library);
        var basis = new Basis(
                library,
                wiring,
                choices,
                defaults,
                state,
                new OrderBook(library, wiring, choices, defaults, state, Optional.empty(), "outline"));
        return draft(request, basis, request.parameters(), new ArrayList<>(), versions, _ -> "");
    }

    private DeployPlan draft(DeployRequest request, Basis basis, Map<String, String> parameters, List<String> notes) {
        return draft(request, basis, parameters, notes, versions, reader::body);
    }

    /** @param bodyOf a deployed stack's template, by the stack's id */
    private static DeployPlan draft(
            DeployRequest request,
            Basis basis,
            Map<String, String> parameters,
            List<String> notes,
            SourceVersion versions,
            UnaryOperator<String> bodyOf) {
        List<ImagePlan> images =
                images(request.applications(), basis.state(), new Choices(parameters), notes, versions);
        List<StackPlan> stacks = new ArrayList<>();
        for (EnvironmentStack stack : EnvironmentStack.all()) {
            stacks.add(stack(stack, basis, images, bodyOf));
        }
        return new DeployPlan(
                request.environment(),
                List.copyOf(stacks),
                images,
                Map.copyOf(parameters),
                version(images),
                request.applications(),
                request.templates(),
                List.copyOf(notes));
    }

    private static StackPlan stack(
            EnvironmentStack stack, Basis basis, List<ImagePlan> images, UnaryOperator<String> bodyOf) {
        Template template = basis.library().template(stack.template());
        Map<Tier, String> uris = new EnumMap<>(Tier.class);
        images.stream()
                .filter(image -> image.publish() || !image.tag().isEmpty())
                .forEach(image -> uris.put(image.tier(), image.tag()));
        StackOrder order = basis.orders().order(stack, basis.state().outputs(), uris);
        requireValues(stack, template, order, basis);
        Optional<StackSnapshot> existing = basis.state().usable(stack);
        Map<String, String> values = new LinkedHashMap<>(order.values());
        existing.ifPresent(found ->
                order.kept().forEach(name -> values.put(name, found.parameters().getOrDefault(name, ""))));
        var resources = template.plan(values);
        Action action = existing.isEmpty()
                ? Action.CREATE
                : order.isInForce(existing.get(), bodyOf.apply(existing.get().id())) ? Action.NONE : Action.UPDATE;
        List<Change> changes = action == Action.CREATE
                ? resources.stream()
                        .map(resource -> new Change("Add", resource.logicalId(), resource.type(), "", List.of()))
                        .toList()
                : List.of();
        return new StackPlan(
                stack.in(basis.state().environment()),
                stack.template(),
                template.description(),
                action,
                basis.wiring().waitsFor(stack).stream()
                        .map(other -> other.in(basis.state().environment()))
                        .toList(),
                resources,
                changes);
    }

    private static void requireValues(EnvironmentStack stack, Template template, StackOrder order, Basis basis) {
        for (TemplateParameter parameter : template.parameters()) {
            boolean given = order.values().containsKey(parameter.name())
                    || order.kept().contains(parameter.name())
                    || basis.wiring().wired(stack).contains(parameter.name());
            if (!given && parameter.defaultValue().isEmpty()) {
                throw new FailureException(new Failure.Rejected(
                        parameter.mark() + ": parameter " + parameter.name()
                                + " has no default and no stack feeds it: give --param " + parameter.name() + "=...",
                        ""));
            }
        }
    }

    private static List<ImagePlan> images(
            Path applications, EnvironmentState state, Choices choices, List<String> notes, SourceVersion versions) {
        List<ImagePlan> images = new ArrayList<>();
        for (Tier tier : Tier.values()) {
            images.add(image(tier, applications.resolve(tier.label()), state, choices, notes, versions));
        }
        return List.copyOf(images);
    }

    private static ImagePlan image(
            Tier tier,
            Path folder,
            EnvironmentState state,
            Choices choices,
            List<String> notes,
            SourceVersion versions) {
        if (state.needsImage(tier)) {
            Optional<String> given = state.live(tier).stream()
                    .flatMap(colour -> choices.value(EnvironmentStack.service(tier, colour), "Image").stream())
                    .findFirst();
            if (given.isPresent()) {
                return new ImagePlan(tier, given.get(), false, "the image that was given");
            }
            requireFolder(tier, folder);
            return new ImagePlan(tier, versions.tag(folder), true, "nothing runs yet, so the folder is published");
        }
        String running = state.live(tier).stream()
                .flatMap(colour -> state.image(tier, colour).stream())
                .findFirst()
                .map(ImageReference::tag)
                .orElse("");
        if (Files.isDirectory(folder) && versions.differs(folder, running)) {
            notes.add(tier.label() + ": the folder differs from what runs (" + SourceVersion.shown(running) + ")"
                    + DeployPlan.RELEASE_IT);
        }
        return new ImagePlan(tier, "", false, SourceVersion.shown(running) + " runs and is left alone");
    }

    private static void requireFolder(Tier tier, Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new FailureException(new Failure.Rejected(
                    "The folder of the " + tier.label() + ", " + folder.toAbsolutePath()
                            + ", does not exist, and no image was given with --param " + tier.label() + ".Image=...",
                    ""));
        }
    }

    private static String version(List<ImagePlan> images) {
        return String.join(
                ", ",
                images.stream()
                        .flatMap(image -> image.publish() ? Stream.of(image.tag()) : Stream.empty())
                        .distinct()
                        .toList());
    }

    /** The environment's stacks as a deletion takes them, those that go first first. */
    DeployPlan deletion(EnvironmentName environment, boolean eraseData) {
        var library = TemplateLibrary.shipped();
        var wiring = new Wiring(library);
        Map<String, StackSnapshot> existing = reader.all(environment);
        List<StackPlan> stacks = new ArrayList<>();
        for (EnvironmentStack stack : EnvironmentStack.all().reversed()) {
            StackSnapshot found = existing.get(stack.in(environment));
            if (found == null) {
                continue;
            }
            Template template = library.template(stack.template());
            stacks.add(new StackPlan(
                    found.name(),
                    stack.template(),
                    template.description(),
                    Action.DELETE,
                    wiring.feeds(stack).stream()
                            .map(other -> other.in(environment))
                            .filter(existing::containsKey)
                            .toList(),
                    template.plan(found.parameters()),
                    List.of()));
        }
        List<String> notes = new ArrayList<>();
        if (eraseData) {
            notes.add("the file system with the application's data is erased");
        } else if (existing.containsKey(EnvironmentStack.DATA.in(environment))) {
            notes.add("the file system with the application's data is kept, and the next deployment uses it again");
        }
        return new DeployPlan(
                environment, stacks, List.of(), Map.of(), "", Path.of(""), Optional.empty(), List.copyOf(notes));
    }

    ParameterForm form(EnvironmentName environment, Optional<Path> templates) {
        var library = TemplateLibrary.of(templates);
        var wiring = new Wiring(library);
        Map<String, String> chosen = ledger.read(environment)
                .filter(record -> record.kind() == DeploymentRecord.Kind.DEPLOY)
                .map(DeploymentRecord::parameters)
                .orElse(Map.of());
        return ParameterForms.form(
                library,
                wiring,
                EnvironmentState.read(cloud, environment),
                new Choices(chosen),
                new TargetDefaults(cloud.target(), library));
    }
}
