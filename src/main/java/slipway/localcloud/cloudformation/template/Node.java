package slipway.localcloud.cloudformation.template;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A piece of a template, with its place. Text stays text (no number, no date is ever made of it), and the short and the
 * long form of a function are the same {@link Call}.
 */
public sealed interface Node {
    Position at();

    /** The node without positions: text, lists and maps; a call becomes a map with one key. Two equal ones say the same. */
    Object plain();

    /** A scalar. */
    record Text(String value, Position at) implements Node {
        @Override
        public Object plain() {
            return value;
        }
    }

    /** A list. */
    record Items(List<Node> items, Position at) implements Node {
        @Override
        public Object plain() {
            return items.stream().map(Node::plain).toList();
        }
    }

    /** An object; {@code keys} has the place of each key. */
    record Fields(Map<String, Node> entries, Map<String, Position> keys, Position at) implements Node {
        public static Fields empty(Position at) {
            return new Fields(Map.of(), Map.of(), at);
        }

        public @Nullable Node get(String key) {
            return entries.get(key);
        }

        public Position keyAt(String key) {
            return keys.getOrDefault(key, at);
        }

        @Override
        public Object plain() {
            var plain = new LinkedHashMap<String, Object>();
            entries.forEach((key, value) -> plain.put(key, value.plain()));
            return plain;
        }
    }

    /** A function call; the name is the long form: {@code Ref}, {@code Condition}, {@code Fn::Sub}. */
    record Call(String function, Node argument, Position at) implements Node {
        @Override
        public Object plain() {
            return Map.of(function, argument.plain());
        }
    }
}
