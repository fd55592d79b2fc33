package slipway.localcloud.cloudformation.template;

import java.util.Optional;
import java.util.Set;

/** The resource types that exist, as far as a template's check needs to know. */
public interface Catalogue {
    Optional<Shape> shape(String type);

    /**
     * @param properties names of the top-level properties
     * @param required those that must be given
     * @param attributes what GetAtt may ask for
     */
    record Shape(Set<String> properties, Set<String> required, Set<String> attributes) {}
}
