package slipway.localcloud.ecs;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.Cluster;
import software.amazon.awssdk.services.ecs.model.Tag;

/** Tags of clusters, services, task definitions and tasks, by ARN. The fleet's monitor is held. */
final class Tagging {
    private final Fleet fleet;

    Tagging(Fleet fleet) {
        this.fleet = fleet;
    }

    List<Tag> of(@Nullable String arn) {
        return change(arn, UnaryOperator.identity());
    }

    void add(@Nullable String arn, List<Tag> added) {
        change(arn, before -> {
            Map<String, Tag> merged = new LinkedHashMap<>();
            before.forEach(tag -> merged.put(tag.key(), tag));
            added.forEach(tag -> merged.put(tag.key(), tag));
            return List.copyOf(merged.values());
        });
        fleet.save();
    }

    void remove(@Nullable String arn, List<String> keys) {
        change(
                arn,
                before ->
                        before.stream().filter(tag -> !keys.contains(tag.key())).toList());
        fleet.save();
    }

    private List<Tag> change(@Nullable String arn, UnaryOperator<List<Tag>> step) {
        String resource = arn == null ? "" : arn.substring(arn.lastIndexOf(':') + 1);
        if (arn != null && arn.contains(":cluster/")) {
            Cluster cluster = fleet.cluster(arn);
            List<Tag> tags = step.apply(cluster.tags());
            fleet.clusters()
                    .put(cluster.clusterName(), cluster.toBuilder().tags(tags).build());
            return tags;
        }
        if (arn != null && arn.contains(":service/")) {
            for (ServiceState service : fleet.services()) {
                if (service.arn().equals(arn)) {
                    List<Tag> tags = step.apply(service.declared().tags());
                    service.declare(service.declared().toBuilder().tags(tags).build());
                    return tags;
                }
            }
            throw EcsErrors.serviceNotFound();
        }
        if (arn != null && arn.contains(":task-definition/")) {
            Fleet.Definition known = fleet.definition(arn);
            if (known != null) {
                List<Tag> tags = step.apply(known.tags());
                fleet.definitions().put(arn, new Fleet.Definition(known.definition(), tags));
                return tags;
            }
        }
        TaskState task = arn == null ? null : fleet.task(arn);
        if (task != null) {
            List<Tag> tags = step.apply(task.task().tags());
            task.change(now -> now.toBuilder().tags(tags).build());
            return tags;
        }
        throw EcsErrors.invalid(
                "The specified resource '" + (resource.isEmpty() ? arn : resource) + "' could not be found.");
    }
}
