package slipway.ui.stacks;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import slipway.model.DeployPlan;
import slipway.model.DeployProgress;
import slipway.model.DeployProgress.ImageProgress;
import slipway.model.EnvironmentStatus;
import slipway.model.ResourceState;
import slipway.model.StackPlan;
import slipway.ui.controls.Phrases;
import slipway.ui.stacks.StacksViewModel.ImageRow;

/** A plan in the inspector's words. */
final class PlanWords {
    private PlanWords() {}

    static Map<String, String> facts(DeployPlan plan, Optional<String> url) {
        Map<String, String> facts = new LinkedHashMap<>();
        for (StackPlan.Action action : StackPlan.Action.values()) {
            List<StackPlan> stacks = plan.stacks().stream()
                    .filter(stack -> stack.action() == action)
                    .toList();
            if (!stacks.isEmpty()) {
                int resources = stacks.stream()
                        .mapToInt(stack -> stack.resources().size())
                        .sum();
                facts.put(
                        switch (action) {
                            case CREATE -> "Creates";
                            case UPDATE -> "Updates";
                            case NONE -> "Leaves";
                            case DELETE -> "Deletes";
                        },
                        Phrases.count(stacks.size(), "stack") + ", " + Phrases.count(resources, "resource"));
            }
        }
        if (!plan.version().isEmpty()) {
            facts.put("Version", Phrases.version(plan.version()));
        }
        plan.parameters().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(parameter -> facts.put(parameter.getKey(), parameter.getValue()));
        url.ifPresent(address -> facts.put("Opens", address));
        return facts;
    }

    /** What is deployed, where no plan was made yet. */
    static Map<String, String> facts(EnvironmentStatus status) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("Deployed", Phrases.count(status.stacks().size(), "stack"));
        for (EnvironmentStatus.ColourStatus colour : status.colours()) {
            facts.put(
                    colour.tier().label() + " " + colour.colour().label(),
                    colour.image().isEmpty()
                            ? "no version"
                            : Phrases.version(colour.image()) + ", " + colour.healthy() + " of " + colour.desired()
                                    + " healthy");
        }
        status.url().ifPresent(address -> facts.put("Opens", address));
        return facts;
    }

    static List<ImageRow> images(DeployPlan plan, @Nullable DeployProgress progress) {
        List<ImageRow> rows = new ArrayList<>();
        for (DeployPlan.ImagePlan image : plan.images()) {
            Optional<ImageProgress> published = progress == null
                    ? Optional.empty()
                    : progress.images().stream()
                            .filter(each -> each.tier() == image.tier())
                            .findFirst();
            rows.add(
                    published.isPresent()
                            ? row(published.get())
                            : new ImageRow(
                                    ResourceState.WAITING,
                                    image.tier().label() + " " + Phrases.version(image.tag()),
                                    image.publish() ? "is published" : image.reason()));
        }
        return rows;
    }

    private static ImageRow row(ImageProgress image) {
        Instant started = image.started();
        Instant ended = image.ended();
        String took =
                started == null || ended == null ? "" : ", " + Phrases.seconds(Duration.between(started, ended)) + " s";
        String words = switch (image.state()) {
            case WAITING -> "waits";
            case IN_PROGRESS -> "is published";
            case COMPLETE -> "published";
            case FAILED, ROLLING_BACK, ROLLED_BACK -> "not published";
            case DELETED -> "deleted";
        };
        return new ImageRow(
                image.state(),
                image.tier().label() + " " + words,
                image.files() == 0 ? "" : Phrases.count(image.files(), "file") + took);
    }
}
