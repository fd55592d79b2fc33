package slipway.localcloud.cloudformation;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import slipway.localcloud.cloudformation.template.TemplateException;

/** Keeps exports that other stacks import as they are. */
final class ExportGuard {
    private ExportGuard() {}

    /** @throws TemplateException when an imported export would go or change */
    static void check(Stack stack, List<OutputEntry> before, List<OutputEntry> after, StackStore store) {
        Map<String, String> remaining = new HashMap<>();
        after.forEach(output -> remaining.put(String.valueOf(output.exportName()), output.value()));
        for (OutputEntry output : before) {
            String export = output.exportName();
            if (export == null) {
                continue;
            }
            var importers = store.importers(export).stream()
                    .filter(other -> other != stack)
                    .map(Stack::name)
                    .toList();
            if (importers.isEmpty()) {
                continue;
            }
            if (!remaining.containsKey(export)) {
                throw TemplateException.of("Cannot delete export " + export + " as it is in use by "
                        + String.join(", ", importers) + ". ");
            }
            if (!output.value().equals(remaining.get(export))) {
                throw TemplateException.of("Cannot update export " + export + " as it is in use by "
                        + String.join(", ", importers) + ". ");
            }
        }
    }
}
