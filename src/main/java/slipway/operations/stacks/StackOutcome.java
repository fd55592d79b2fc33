package slipway.operations.stacks;

import slipway.model.FailureChain;

/** How work on one stack ended. */
public sealed interface StackOutcome {
    /**
     * The stack stands.
     *
     * @param changed whether anything was done
     */
    record Stands(StackSnapshot stack, boolean changed) implements StackOutcome {}

    record Deleted() implements StackOutcome {}

    record Failed(FailureChain failure) implements StackOutcome {}

    /** A cancellation ended the waiting; the stack's operation goes on. */
    record Left() implements StackOutcome {}
}
