package slipway.localcloud.cloudformation.resource;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import slipway.localcloud.cloudformation.template.Special;

/**
 * What a type's top-level properties are, after CloudFormation's published resource schemas.
 *
 * @param createOnly properties whose change asks for a new physical resource
 * @param attributes what GetAtt may ask for
 */
public record Schema(
        String type,
        Map<String, Kind> properties,
        Set<String> required,
        Set<String> createOnly,
        Set<String> attributes) {

    /** The shape of a property's value. */
    public enum Kind {
        STRING("String"),
        BOOLEAN("Boolean"),
        INTEGER("Integer"),
        NUMBER("Number"),
        LIST("Array"),
        OBJECT("Object"),
        /** A policy document and the like: an object, or its JSON text. */
        DOCUMENT("Object");

        private final String shown;

        Kind(String shown) {
            this.shown = shown;
        }

        private boolean allows(Object value) {
            return value == Special.UNKNOWN
                    || switch (this) {
                        case STRING -> value instanceof String;
                        case BOOLEAN -> value.equals("true") || value.equals("false");
                        case INTEGER -> value instanceof String text && text.matches("-?\\d{1,18}");
                        case NUMBER -> value instanceof String text && text.matches("-?\\d+(\\.\\d+)?([eE][-+]?\\d+)?");
                        case LIST -> value instanceof List<?>;
                        case OBJECT -> value instanceof Map<?, ?>;
                        case DOCUMENT -> value instanceof Map<?, ?> || value instanceof String;
                    };
        }
    }

    /**
     * Reads the compact form in which the types are written down.
     *
     * @param properties names separated by blanks. After a name: {@code :b} truth value, {@code :i} whole number,
     *     {@code :n} number, {@code :l} list, {@code :m} object, {@code :d} document, nothing for text; then {@code *}
     *     when it is required, {@code !} when it is create-only
     * @param attributes names separated by blanks
     */
    public static Schema of(String type, String properties, String attributes) {
        var kinds = new LinkedHashMap<String, Kind>();
        var required = new LinkedHashSet<String>();
        var createOnly = new LinkedHashSet<String>();
        for (String word : words(properties)) {
            String name = word.replaceAll("[:*!].*", "");
            kinds.put(name, kind(word));
            if (word.contains("*")) {
                required.add(name);
            }
            if (word.contains("!")) {
                createOnly.add(name);
            }
        }
        return new Schema(type, kinds, required, createOnly, new LinkedHashSet<>(words(attributes)));
    }

    private static List<String> words(String text) {
        return text.isBlank() ? List.of() : List.of(text.strip().split("\\s+"));
    }

    private static Kind kind(String word) {
        int colon = word.indexOf(':');
        if (colon < 0) {
            return Kind.STRING;
        }
        return switch (word.charAt(colon + 1)) {
            case 'b' -> Kind.BOOLEAN;
            case 'i' -> Kind.INTEGER;
            case 'n' -> Kind.NUMBER;
            case 'l' -> Kind.LIST;
            case 'm' -> Kind.OBJECT;
            case 'd' -> Kind.DOCUMENT;
            default -> throw new IllegalArgumentException("no kind of property: " + word);
        };
    }

    /** @return AWS's sentence about the first property that is missing or has the wrong shape */
    public Optional<String> fault(Map<String, Object> values) {
        for (String name : new TreeSet<>(required)) {
            if (!values.containsKey(name)) {
                return Optional.of("Property validation failure: [The property {/" + name + "} is required]");
            }
        }
        for (var value : values.entrySet()) {
            Kind kind = properties.get(value.getKey());
            if (kind == null) {
                return Optional.of("Property validation failure: [Encountered unsupported properties in {/}: ["
                        + value.getKey() + "]]");
            }
            if (!kind.allows(value.getValue())) {
                return Optional.of("Property validation failure: [Value of property {/" + value.getKey()
                        + "} does not match type {" + kind.shown + "}]");
            }
        }
        return Optional.empty();
    }

    /** The property that takes tags as a list of Key and Value, on which a stack's own tags are put as well. */
    public Optional<String> tagList() {
        return List.of("Tags", "FileSystemTags", "AccessPointTags").stream()
                .filter(name -> properties.get(name) == Kind.LIST)
                .findFirst();
    }
}
