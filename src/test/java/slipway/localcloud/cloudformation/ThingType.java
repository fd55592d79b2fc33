package slipway.localcloud.cloudformation;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.NullMarked;
import slipway.localcloud.cloudformation.resource.ResourceContext;
import slipway.localcloud.cloudformation.resource.ResourceException;
import slipway.localcloud.cloudformation.resource.ResourceType;
import slipway.localcloud.cloudformation.resource.Schema;

/**
 * A type for tests, {@code Test::Local::Thing}: its properties tell it to fail or to hang, and it writes down what it
 * was asked to do. Its things exist outside of the stacks, so that doubles and leftovers are seen.
 */
@NullMarked
final class ThingType implements ResourceType {
    /** What was done, in order: {@code create A}, {@code update A}, {@code delete A}. */
    final List<String> calls = new CopyOnWriteArrayList<>();

    /** Physical id to value. */
    final Map<String, Object> things = java.util.Collections.synchronizedMap(new LinkedHashMap<>());

    /** Opened once something hangs. */
    CountDownLatch hanging = new CountDownLatch(1);

    /** Whether deletes fail. */
    volatile boolean deletesFail;

    /** The logical id whose deletion hangs, and the one whose update does. */
    volatile String hangsAtDelete = "";

    volatile String hangsAtUpdate = "";

    /** Logical ids whose deletes fail. */
    final java.util.Set<String> held = java.util.concurrent.ConcurrentHashMap.newKeySet();

    /** Values that updates refuse to set. */
    final java.util.Set<Object> refused = java.util.concurrent.ConcurrentHashMap.newKeySet();

    @Override
    public Schema schema() {
        return Schema.of(
                "Test::Local::Thing",
                "Name! Value Fixed! Fail:b FailUpdate:b Hang:b HangUpdate:b Tags:l Needs:l",
                "Arn Value");
    }

    @Override
    public Created create(ResourceContext context, Map<String, Object> properties) {
        calls.add("create " + context.logicalId());
        String id = properties.get("Name") instanceof String name ? name : context.generatedName(64);
        if ("true".equals(properties.get("Fail"))) {
            throw new ResourceException("it was told to fail");
        }
        things.put(id, properties.getOrDefault("Value", ""));
        if ("true".equals(properties.get("Hang"))) {
            context.initiated(id);
            hang(context);
        }
        return new Created(id, attributes(id, properties));
    }

    private void hang(ResourceContext context) {
        hanging.countDown();
        while (true) {
            context.pause(Duration.ofMillis(50));
        }
    }

    @Override
    public Map<String, Object> update(
            ResourceContext context, String physicalId, Map<String, Object> before, Map<String, Object> after) {
        calls.add("update " + context.logicalId());
        if (context.logicalId().equals(hangsAtUpdate)) {
            hang(context);
        }
        if ("true".equals(after.get("FailUpdate"))
                || (refused.contains(after.getOrDefault("Value", ""))
                        && !after.getOrDefault("Value", "").equals(before.getOrDefault("Value", "")))) {
            throw new ResourceException("it was told to fail");
        }
        // As the real types do: what did not change is not set.
        if (!after.getOrDefault("Value", "").equals(before.getOrDefault("Value", ""))) {
            things.put(physicalId, after.getOrDefault("Value", ""));
        }
        if ("true".equals(after.get("HangUpdate"))) {
            hang(context);
        }
        return attributes(physicalId, after);
    }

    @Override
    public void delete(ResourceContext context, String physicalId, Map<String, Object> properties) {
        calls.add("delete " + context.logicalId());
        if (context.logicalId().equals(hangsAtDelete)) {
            hang(context);
        }
        if (deletesFail || held.contains(context.logicalId())) {
            throw new ResourceException("it is held fast");
        }
        things.remove(physicalId);
    }

    @Override
    public Optional<String> recover(ResourceContext context, Map<String, Object> properties) {
        return Optional.of(context.generatedName(64)).filter(things::containsKey);
    }

    @Override
    public Optional<String> nameProperty() {
        return Optional.of("Name");
    }

    private static Map<String, Object> attributes(String id, Map<String, Object> properties) {
        return Map.of("Arn", "arn:thing:" + id, "Value", properties.getOrDefault("Value", ""));
    }
}
