package slipway.localcloud.process;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * What each owner's processes use. A container's CPU time does not shrink when something that was started in it beside its
 * first process ends: a health check, a terminal session.
 */
final class OwnerUsages {
    private Map<Child, Usage> seen = new HashMap<>();
    private final Map<String, Usage> ended = new HashMap<>();

    /** From one look at the process table; an owner without a living child has none, and begins anew with its next. */
    synchronized Map<String, Usage> of(Collection<Child> children) {
        var table = ProcessTable.now();
        Map<Child, Usage> now = new HashMap<>();
        Map<String, Usage> usages = new HashMap<>();
        for (Child child : children) {
            // One that has just ended is in nobody's table any more.
            Usage usage = table.usage(child.pid()).since(seen.getOrDefault(child, Usage.NONE));
            now.put(child, usage);
            usages.merge(child.owner(), usage, Usage::plus);
        }
        seen.forEach((child, usage) -> {
            if (!now.containsKey(child)) {
                ended.merge(child.owner(), new Usage(usage.cpu(), 0), Usage::plus);
            }
        });
        seen = now;
        ended.keySet().retainAll(usages.keySet());
        ended.forEach((owner, usage) -> usages.merge(owner, usage, Usage::plus));
        return usages;
    }
}
