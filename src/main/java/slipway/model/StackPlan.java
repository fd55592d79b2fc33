package slipway.model;

import java.util.List;

/**
 * One stack of a plan.
 *
 * @param name the stack's name, such as {@code dev-api-blue}
 * @param template the template's name, such as {@code service}
 * @param subtitle what it holds, in a few words
 * @param action what will happen to it
 * @param waitsFor names of the stacks whose outputs it needs
 * @param resources the resources that the template declares and its conditions keep, in template order
 * @param changes what the change set says, empty until one was made; for a new stack every resource is an Add
 */
public record StackPlan(
        String name,
        String template,
        String subtitle,
        Action action,
        List<String> waitsFor,
        List<ResourcePlan> resources,
        List<Change> changes) {

    /** What a deployment does to a stack. */
    public enum Action {
        CREATE,
        UPDATE,
        NONE,
        DELETE
    }

    /**
     * A change that a change set announces.
     *
     * @param action CloudFormation's: Add, Modify, Remove
     * @param replacement CloudFormation's: True, False, Conditional, or empty
     * @param properties the names of the properties that change
     */
    public record Change(String action, String logicalId, String type, String replacement, List<String> properties) {}
}
