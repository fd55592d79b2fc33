package slipway.localcloud.cloudformation;

import slipway.localcloud.cloudformation.template.ResourceDeclaration.Policy;

/** What becomes of a resource that the operation which failed had itself created. */
final class CreatePolicy {
    private CreatePolicy() {}

    /** Retain keeps it; RetainExceptOnCreate is made for this case and lets it go. */
    static Policy of(ResourceEntry entry) {
        return entry.onDelete() == Policy.RETAIN ? Policy.RETAIN : Policy.DELETE;
    }
}
