package slipway.operations.exposure;

import slipway.model.Exposure.Rule;

/**
 * Who may send to a security group's members.
 *
 * @param group the id of the group that it belongs to
 * @param first port, or 0 for all
 * @param last port, or 65535 for all
 * @param line where it stands
 */
record Ingress(String group, Source source, int first, int last, Rule line) {
    sealed interface Source {}

    record Block(String cidr) implements Source {}

    record Members(String group) implements Source {}

    /** Something that templates do not tell, such as a prefix list. */
    record Elsewhere(String what) implements Source {}

    boolean covers(int port) {
        return first <= port && port <= last;
    }

    boolean isOpen() {
        return source instanceof Block(String cidr) && Addresses.reachInternet(cidr);
    }

    String ports() {
        return first == last
                ? String.valueOf(first)
                : first == 0 && last == 65_535 ? "every port" : first + " to " + last;
    }
}
