package slipway.operations.rollout;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import slipway.cloud.Cloud;
import slipway.model.EnvironmentName;
import slipway.model.Exposure;
import slipway.operations.DeclaredResource;
import slipway.operations.EnvironmentStack;
import slipway.operations.exposure.ExposureCheck;
import slipway.operations.stacks.DeclaredResources;
import slipway.operations.stacks.StackReader;
import slipway.operations.stacks.StackSnapshot;
import slipway.operations.stacks.Template;
import slipway.operations.stacks.TemplateLibrary;

/**
 * Reads who can be reached from the internet. A stack that stands is taken as it was deployed: its template, its parameters, its resources'
 * ids; one that does not is taken as a deployment would make it. What was read of a deployed stack is kept until the stack changes.
 */
public final class ExposureReader {
    private final Cloud cloud;
    private final StackReader reader;
    private final Map<String, Known> known = new HashMap<>();

    private record Known(Instant changed, String status, List<DeclaredResource> resources) {}

    public ExposureReader(Cloud cloud) {
        this.cloud = cloud;
        this.reader = new StackReader(cloud);
    }

    /**
     * @param templates for the stacks that do not stand; absent for the shipped ones
     * @throws slipway.model.FailureException when a template is wrong, or the target refuses to tell
     */
    public synchronized Exposure read(
            EnvironmentName environment, Optional<Path> templates, Map<String, String> parameters) {
        return read(EnvironmentState.read(cloud, environment), templates, parameters);
    }

    private Exposure read(EnvironmentState state, Optional<Path> templates, Map<String, String> parameters) {
        var library = TemplateLibrary.of(templates);
        var wiring = new Wiring(library);
        var choices = new Choices(parameters);
        var defaults = new TargetDefaults(cloud.target(), library);
        var orders = new OrderBook(library, wiring, choices, defaults, state, Optional.empty(), "exposure");
        Map<EnvironmentStack, Map<String, String>> outputs = new EnumMap<>(EnvironmentStack.class);
        List<DeclaredResource> resources = new ArrayList<>();
        for (EnvironmentStack stack : ordered(wiring)) {
            String name = stack.in(state.environment());
            Optional<StackSnapshot> existing = state.usable(stack);
            if (existing.isPresent()) {
                outputs.put(stack, existing.get().outputs());
                resources.addAll(deployed(stack, existing.get()));
            } else {
                var declared = new DeclaredResources(
                        library.template(stack.template()),
                        orders.order(stack, outputs, Map.of()).values(),
                        logicalId -> name + "." + logicalId);
                outputs.put(stack, declared.outputs());
                resources.addAll(declared.resources(stack, name));
            }
        }
        return ExposureCheck.of(resources);
    }

    private List<DeclaredResource> deployed(EnvironmentStack stack, StackSnapshot snapshot) {
        Known before = known.get(snapshot.id());
        if (before != null
                && before.changed().equals(snapshot.changed())
                && before.status().equals(snapshot.status())) {
            return before.resources();
        }
        Map<String, String> ids = reader.resources(snapshot.id());
        var template = Template.parse(stack.template(), snapshot.name(), reader.body(snapshot.id()));
        List<DeclaredResource> resources = new DeclaredResources(
                        template,
                        snapshot.parameters(),
                        logicalId -> ids.getOrDefault(logicalId, snapshot.name() + "." + logicalId))
                .resources(stack, snapshot.name());
        known.put(snapshot.id(), new Known(snapshot.changed(), snapshot.status(), resources));
        return resources;
    }

    /** Each stack after those whose outputs it takes. */
    private static List<EnvironmentStack> ordered(Wiring wiring) {
        List<EnvironmentStack> ordered = new ArrayList<>();
        Set<EnvironmentStack> left = EnumSet.allOf(EnvironmentStack.class);
        while (!left.isEmpty()) {
            for (EnvironmentStack stack : EnvironmentStack.all()) {
                if (left.contains(stack) && ordered.containsAll(wiring.waitsFor(stack))) {
                    ordered.add(stack);
                    left.remove(stack);
                }
            }
        }
        return ordered;
    }
}
