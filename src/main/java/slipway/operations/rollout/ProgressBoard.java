package slipway.operations.rollout;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import slipway.model.DeployPlan;
import slipway.model.DeployProgress;
import slipway.model.DeployProgress.ImageProgress;
import slipway.model.DeployProgress.Phase;
import slipway.model.DeployProgress.StackProgress;
import slipway.model.FailureChain;
import slipway.model.ResourceState;
import slipway.model.Tier;

/** Where the threads of a deployment write what they see, and from where one whole progress goes out after each change. */
final class ProgressBoard {
    private final InstantSource clock;
    private final Consumer<DeployProgress> listener;
    private final Instant started;
    private final Map<String, StackProgress> stacks = new LinkedHashMap<>();
    private final Map<Tier, ImageProgress> images = new LinkedHashMap<>();
    private DeployPlan plan;
    private Phase phase = Phase.RUNNING;
    private String remark = "";
    private @Nullable FailureChain failure;
    private @Nullable String url;

    ProgressBoard(DeployPlan plan, InstantSource clock, Consumer<DeployProgress> listener) {
        this.plan = plan;
        this.clock = clock;
        this.listener = listener;
        this.started = clock.instant();
        plan.stacks()
                .forEach(stack -> stacks.put(
                        stack.name(),
                        new StackProgress(
                                stack,
                                ResourceState.WAITING,
                                "",
                                null,
                                null,
                                stack.resources().stream()
                                        .map(resource -> new DeployProgress.ResourceProgress(
                                                resource, ResourceState.WAITING, "", "", "", null, null))
                                        .toList())));
        plan.images().stream()
                .filter(DeployPlan.ImagePlan::publish)
                .forEach(image -> images.put(
                        image.tier(),
                        new ImageProgress(image.tier(), image.tag(), ResourceState.WAITING, 0, "", null, null)));
    }

    synchronized void show() {
        listener.accept(snapshot());
    }

    synchronized void stack(StackProgress progress) {
        stacks.put(progress.plan().name(), progress);
        show();
    }

    synchronized void image(Tier tier, ResourceState state, int files) {
        ImageProgress known = images.get(tier);
        if (known == null) {
            return;
        }
        Instant now = clock.instant();
        boolean begins = state == ResourceState.IN_PROGRESS;
        images.put(
                tier,
                new ImageProgress(
                        tier, known.tag(), state, files, "", begins ? now : known.started(), begins ? null : now));
        show();
    }

    /** The newest line of who builds the image. */
    synchronized void said(Tier tier, String line) {
        ImageProgress known = images.get(tier);
        if (known != null && known.state() == ResourceState.IN_PROGRESS) {
            images.put(
                    tier,
                    new ImageProgress(
                            tier, known.tag(), known.state(), known.files(), line, known.started(), known.ended()));
            show();
        }
    }

    synchronized void phase(Phase next) {
        if (phase != next) {
            phase = next;
            show();
        }
    }

    /** What is waited for apart from stacks and images; empty for nothing. */
    synchronized void remark(String words) {
        if (!remark.equals(words)) {
            remark = words;
            show();
        }
    }

    synchronized void note(String sentence) {
        List<String> notes = new ArrayList<>(plan.notes());
        notes.add(sentence);
        plan = new DeployPlan(
                plan.environment(),
                plan.stacks(),
                plan.images(),
                plan.parameters(),
                plan.version(),
                plan.applications(),
                plan.templates(),
                notes);
        show();
    }

    /** The first failure stays: what fails later mostly follows from it. Whether this is the first. */
    synchronized boolean failed(FailureChain first) {
        if (failure != null) {
            return false;
        }
        failure = first;
        show();
        return true;
    }

    synchronized Optional<FailureChain> failure() {
        return Optional.ofNullable(failure);
    }

    synchronized DeployProgress end(Phase last, Optional<String> address) {
        phase = last;
        remark = "";
        url = address.orElse(null);
        DeployProgress end = snapshot();
        listener.accept(end);
        return end;
    }

    private DeployProgress snapshot() {
        return new DeployProgress(
                plan,
                phase,
                started,
                clock.instant(),
                now(),
                List.copyOf(stacks.values()),
                List.copyOf(images.values()),
                Optional.ofNullable(failure),
                Optional.ofNullable(url));
    }

    private String now() {
        if (!remark.isEmpty()) {
            return remark;
        }
        List<String> publishing = images.values().stream()
                .filter(image -> image.state() == ResourceState.IN_PROGRESS)
                .map(image -> image.tier().label() + (image.said().isEmpty() ? "" : " (" + image.said() + ")"))
                .toList();
        if (!publishing.isEmpty()) {
            return "publishing " + String.join(" and ", publishing);
        }
        List<StackProgress> active = stacks.values().stream()
                .filter(stack ->
                        stack.state() == ResourceState.IN_PROGRESS || stack.state() == ResourceState.ROLLING_BACK)
                .toList();
        long services = active.stream()
                .flatMap(stack -> stack.resources().stream())
                .filter(resource -> resource.plan().type().equals("AWS::ECS::Service")
                        && resource.state() == ResourceState.IN_PROGRESS
                        && resource.status().startsWith("CREATE"))
                .count();
        if (services > 0) {
            return services + (services == 1 ? " service waits" : " services wait") + " for healthy tasks";
        }
        if (active.size() == 1) {
            StackProgress stack = active.getFirst();
            return stack.plan().name() + ": "
                    + (stack.state() == ResourceState.ROLLING_BACK ? "rolling back" : stack.status());
        }
        return active.isEmpty() ? "" : active.size() + " stacks at the same time";
    }
}
