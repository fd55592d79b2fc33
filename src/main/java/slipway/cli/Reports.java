package slipway.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Locale;
import slipway.model.DeployPlan;
import slipway.model.DeployProgress;
import slipway.model.DeployProgress.DeployFailure;
import slipway.model.EnvironmentStatus;
import slipway.model.EnvironmentStatus.ColourStatus;

/**
 * Results as JSON documents, for programs. Field names are stable; a value that is not known is null.
 *
 * <p>{@code status}: {@code environment, url, readAt, interrupted {finishedStacks, plannedStacks, began}, stacks [{name, status,
 * reason, changed}], balancers [{name, internal, address}], colours [{tier, colour, service, image, deployed, desired, running,
 * pending, healthy, weight, share, minimum, maximum, cpuPercent, tasks [{id, lastStatus, health, address}]}], redis {service,
 * desired, running, image}, volume {fileSystemId, bytes}}.
 *
 * <p>{@code deploy} and {@code delete}: {@code environment, phase, url, seconds, stacks [{name, action, state, status}], images
 * [{tier, tag, state, files}], notes [], failure {cause, stack, resource, chain [], logLines [], remedy}}.
 *
 * <p>{@code deploy --dry-run}: {@code environment, version, parameters {}, stacks [{name, template, action, waitsFor [], changes
 * [{action, resource, type, replacement, properties []}]}], images [{tier, tag, publish, reason}], notes []}.
 */
final class Reports {
    private static final ObjectMapper JSON = JsonMapper.builder().build();

    private Reports() {}

    static String status(EnvironmentStatus status) {
        ObjectNode root = JSON.createObjectNode();
        root.put("environment", status.environment().value());
        root.put("url", status.url().orElse(null));
        root.put("readAt", status.readAt().toString());
        root.set(
                "interrupted",
                status.interrupted()
                        .map(left -> JSON.createObjectNode()
                                .put("finishedStacks", left.finishedStacks())
                                .put("plannedStacks", left.plannedStacks())
                                .put("began", left.began().toString()))
                        .orElse(null));
        ArrayNode stacks = root.putArray("stacks");
        status.stacks()
                .forEach(stack -> stacks.addObject()
                        .put("name", stack.name())
                        .put("status", stack.status())
                        .put("reason", stack.reason())
                        .put("changed", stack.changed().toString()));
        ArrayNode balancers = root.putArray("balancers");
        status.balancers()
                .forEach(balancer -> balancers
                        .addObject()
                        .put("name", balancer.name())
                        .put("internal", balancer.internal())
                        .put("address", balancer.address()));
        ArrayNode colours = root.putArray("colours");
        status.colours().forEach(colour -> colour(colours.addObject(), colour));
        root.set(
                "redis",
                status.redis()
                        .map(redis -> JSON.createObjectNode()
                                .put("service", redis.service())
                                .put("desired", redis.desired())
                                .put("running", redis.running())
                                .put("image", redis.image()))
                        .orElse(null));
        root.set(
                "volume",
                status.volume()
                        .map(volume -> {
                            ObjectNode node = JSON.createObjectNode().put("fileSystemId", volume.fileSystemId());
                            return volume.bytes().isPresent()
                                    ? node.put("bytes", volume.bytes().getAsLong())
                                    : node.putNull("bytes");
                        })
                        .orElse(null));
        return text(root);
    }

    private static void colour(ObjectNode node, ColourStatus colour) {
        node.put("tier", colour.tier().label())
                .put("colour", colour.colour().label())
                .put("service", colour.service())
                .put("image", colour.image())
                .put(
                        "deployed",
                        colour.deployed() == null ? null : colour.deployed().toString())
                .put("desired", colour.desired())
                .put("running", colour.running())
                .put("pending", colour.pending())
                .put("healthy", colour.healthy())
                .put("weight", colour.weight())
                .put("share", colour.share())
                .put("minimum", colour.minimum())
                .put("maximum", colour.maximum());
        if (colour.cpuPercent().isPresent()) {
            node.put("cpuPercent", colour.cpuPercent().getAsDouble());
        } else {
            node.putNull("cpuPercent");
        }
        ArrayNode tasks = node.putArray("tasks");
        colour.tasks()
                .forEach(task -> tasks.addObject()
                        .put("id", task.id())
                        .put("lastStatus", task.lastStatus())
                        .put("health", task.health())
                        .put("address", task.address()));
    }

    static String progress(DeployProgress progress) {
        ObjectNode root = JSON.createObjectNode();
        root.put("environment", progress.plan().environment().value());
        root.put("phase", progress.phase().name().toLowerCase(Locale.ROOT));
        root.put("url", progress.url().orElse(null));
        root.put(
                "seconds",
                Duration.between(progress.started(), progress.updated()).toMillis() / 1000.0);
        ArrayNode stacks = root.putArray("stacks");
        progress.stacks()
                .forEach(stack -> stacks.addObject()
                        .put("name", stack.plan().name())
                        .put("action", lower(stack.plan().action()))
                        .put("state", lower(stack.state()))
                        .put("status", stack.status()));
        ArrayNode images = root.putArray("images");
        progress.images()
                .forEach(image -> images.addObject()
                        .put("tier", image.tier().label())
                        .put("tag", image.tag())
                        .put("state", lower(image.state()))
                        .put("files", image.files()));
        ArrayNode notes = root.putArray("notes");
        progress.plan().notes().forEach(notes::add);
        root.set("failure", progress.failure().map(Reports::failure).orElse(null));
        return text(root);
    }

    private static ObjectNode failure(DeployFailure failure) {
        ObjectNode node = JSON.createObjectNode()
                .put("cause", failure.cause())
                .put("stack", failure.stack())
                .put("resource", failure.logicalId());
        ArrayNode chain = node.putArray("chain");
        failure.chain().forEach(chain::add);
        ArrayNode lines = node.putArray("logLines");
        failure.logLines().forEach(lines::add);
        return node.put("remedy", failure.remedy());
    }

    static String plan(DeployPlan plan) {
        ObjectNode root = JSON.createObjectNode();
        root.put("environment", plan.environment().value());
        root.put("version", plan.version());
        ObjectNode parameters = root.putObject("parameters");
        plan.parameters().forEach(parameters::put);
        ArrayNode stacks = root.putArray("stacks");
        plan.stacks().forEach(stack -> {
            ObjectNode node = stacks.addObject()
                    .put("name", stack.name())
                    .put("template", stack.template())
                    .put("action", lower(stack.action()));
            ArrayNode waitsFor = node.putArray("waitsFor");
            stack.waitsFor().forEach(waitsFor::add);
            ArrayNode changes = node.putArray("changes");
            stack.changes().forEach(change -> {
                ArrayNode properties = changes.addObject()
                        .put("action", change.action())
                        .put("resource", change.logicalId())
                        .put("type", change.type())
                        .put("replacement", change.replacement())
                        .putArray("properties");
                change.properties().forEach(properties::add);
            });
        });
        ArrayNode images = root.putArray("images");
        plan.images()
                .forEach(image -> images.addObject()
                        .put("tier", image.tier().label())
                        .put("tag", image.tag())
                        .put("publish", image.publish())
                        .put("reason", image.reason()));
        ArrayNode notes = root.putArray("notes");
        plan.notes().forEach(notes::add);
        return text(root);
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static String text(ObjectNode root) {
        return root.toPrettyString();
    }
}
