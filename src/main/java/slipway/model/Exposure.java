package slipway.model;

import java.util.List;
import java.util.Optional;

/**
 * Who can be reached from the internet, as the templates' own schemes, subnets and security groups say. Nothing is probed: it holds for
 * a target that enforces them.
 *
 * @param parts client, api, Redis and the volume, in that order; those that no stack declares are left out
 * @param rulesRead how many rules, routes, schemes and addresses it follows from
 */
public record Exposure(List<Part> parts, int rulesRead) {
    public Exposure {
        parts = List.copyOf(parts);
    }

    public enum Reach {
        YES,
        NO,
        /** Not reachable now, but one of the walls that keep the internet out is gone. */
        GUARDED,
        /** The templates do not tell: something comes from outside them. */
        UNKNOWN
    }

    /**
     * @param name client, api, Redis or volume
     * @param intended whether it is meant to be reachable
     * @param words how it is reached, or by whom it is reached instead; what is not known for {@code UNKNOWN}
     * @param rules what opens it although it is not meant to be, the one that did it first; empty when all is as intended
     */
    public record Part(String name, boolean intended, Reach reach, String words, List<Rule> rules) {
        public Part {
            rules = List.copyOf(rules);
        }

        /** Whether something opens it that should not. */
        public boolean wrong() {
            return !rules.isEmpty();
        }
    }

    /**
     * A line of a template that opens something.
     *
     * @param stack the stack's name
     * @param property such as {@code Scheme}, or {@code SecurityGroupIngress[0].CidrIp}
     * @param value what it says
     */
    public record Rule(String stack, String logicalId, String property, String value) {
        @Override
        public String toString() {
            return stack + ": " + logicalId + "." + property + " is " + value;
        }
    }

    public boolean wrong() {
        return parts.stream().anyMatch(Part::wrong);
    }

    public Optional<Part> part(String name) {
        return parts.stream().filter(part -> part.name().equals(name)).findFirst();
    }
}
