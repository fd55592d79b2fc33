package slipway.localcloud.cloudformation.resource;

import java.util.Map;
import java.util.Optional;

/**
 * One resource type. Property values are text, lists and maps, as the template's evaluation leaves them. Each method may
 * block until the resource is as asked for; it fails by throwing, and the exception's message becomes the event's reason.
 */
public interface ResourceType {
    Schema schema();

    /**
     * Checks what the schema's top level does not tell, before anything starts; values may be unknown yet.
     *
     * @throws ResourceException naming the property that does not fit
     */
    default void check(Map<String, Object> properties) {}

    /**
     * Creates the resource and waits until it can be used. A type that waits tells the context of the physical id
     * first ({@link ResourceContext#initiated}), so that what was begun can be taken away again.
     */
    Created create(ResourceContext context, Map<String, Object> properties);

    /**
     * Changes the resource in place; called only when no create-only property differs.
     *
     * @return the attributes afterwards
     */
    Map<String, Object> update(
            ResourceContext context, String physicalId, Map<String, Object> before, Map<String, Object> after);

    /** Deletes the resource. One that is not there any more counts as deleted. */
    void delete(ResourceContext context, String physicalId, Map<String, Object> properties);

    /**
     * The physical id of a resource that a create which was cut off may have made; asked after the local cloud died in
     * the middle. Nothing when there is none.
     */
    default Optional<String> recover(ResourceContext context, Map<String, Object> properties) {
        return Optional.empty();
    }

    /** The property that names the resource: two resources cannot have one name, so it blocks replacement. */
    default Optional<String> nameProperty() {
        return Optional.empty();
    }

    /** Whether something outside of this stack's own document comes to exist. */
    default boolean isReal() {
        return true;
    }

    /**
     * Attributes of a resource that exists already and is taken into a stack by an import.
     *
     * @param identifier such as FileSystemId to its value
     * @throws ResourceException when the type cannot be imported, or there is no such resource
     */
    default Created adopt(ResourceContext context, Map<String, String> identifier, Map<String, Object> properties) {
        throw new ResourceException(
                "Resource type " + schema().type() + " cannot be imported here; only AWS::EFS::FileSystem can");
    }

    /** @param attributes what GetAtt answers: text or lists of text */
    record Created(String physicalId, Map<String, Object> attributes) {}
}
