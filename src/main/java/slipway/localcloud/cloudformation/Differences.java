package slipway.localcloud.cloudformation;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import slipway.localcloud.cloudformation.resource.ResourceTypes;
import slipway.localcloud.cloudformation.resource.Schema;
import software.amazon.awssdk.services.cloudformation.model.ResourceStatus;

/** Tells whether and how a resource must change, from its properties and its type's table of create-only ones. */
final class Differences {
    private final ResourceTypes types;

    enum Kind {
        NONE,
        IN_PLACE,
        REPLACEMENT
    }

    Differences(ResourceTypes types) {
        this.types = types;
    }

    Kind kind(ResourceEntry present, Wanted wanted) {
        Set<String> changed = changed(present.properties(), wanted.properties());
        if (changed.isEmpty()) {
            // After a failed update it is not known how much of the properties was applied.
            return present.status() == ResourceStatus.UPDATE_FAILED ? Kind.IN_PLACE : Kind.NONE;
        }
        Schema schema = types.get(wanted.type()).schema();
        return changed.stream().anyMatch(schema.createOnly()::contains) ? Kind.REPLACEMENT : Kind.IN_PLACE;
    }

    boolean createOnly(String type, String property) {
        return types.get(type).schema().createOnly().contains(property);
    }

    /** Names of the properties that differ, in the order of the new ones. */
    Set<String> changed(Map<String, Object> before, Map<String, Object> after) {
        var changed = new LinkedHashSet<String>();
        after.forEach((name, value) -> {
            if (!Objects.equals(before.get(name), value)) {
                changed.add(name);
            }
        });
        before.keySet().stream().filter(name -> !after.containsKey(name)).forEach(changed::add);
        return changed;
    }

    boolean same(Map<String, Object> before, Map<String, Object> after) {
        return changed(before, after).isEmpty();
    }
}
