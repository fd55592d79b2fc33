package slipway.stacks;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A rule of the topology.
 *
 * @param says the rule in a sentence
 * @param check throws an {@link AssertionError} where the templates do not follow it
 * @param breaks changes to a template each of which breaks the rule
 */
record Rule(String says, Consumer<Shipped> check, List<Shipped.Change> breaks) {
    static Rule rule(String says, Consumer<Shipped> check, Shipped.Change... breaks) {
        if (breaks.length == 0) {
            throw new IllegalArgumentException("nothing shows that this rule can fail: " + says);
        }
        return new Rule(says, check, Stream.of(breaks).toList());
    }

    static Shipped.Change change(String template, String from, String to) {
        return new Shipped.Change(template, from, to);
    }
}
