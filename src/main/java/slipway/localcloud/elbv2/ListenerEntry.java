package slipway.localcloud.elbv2;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import slipway.localcloud.http.Door;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule;

/** A listener that exists, with its rules. */
final class ListenerEntry {
    private Listener model;
    private final List<Rule> rules;
    private Door door;

    /** Kept form: the rules include the default one. */
    record Kept(Listener model, List<Rule> rules, int port) {}

    ListenerEntry(Listener model, List<Rule> rules, Door door) {
        this.model = model;
        this.rules = new ArrayList<>(rules);
        this.door = door;
    }

    Kept kept() {
        return new Kept(model, List.copyOf(rules), door.port());
    }

    Listener model() {
        return model;
    }

    void setModel(Listener changed) {
        model = changed;
    }

    String arn() {
        return model.listenerArn();
    }

    /** Where it is served on this machine; shared with the balancer when it listens on port 80. */
    Door door() {
        return door;
    }

    void setDoor(Door other) {
        door = other;
    }

    /** In order of priority, the default rule last. */
    List<Rule> rules() {
        return rules.stream()
                .sorted(Comparator.comparingInt(ListenerEntry::order))
                .toList();
    }

    void put(Rule rule) {
        rules.removeIf(known -> known.ruleArn().equals(rule.ruleArn()));
        rules.add(rule);
    }

    void remove(String ruleArn) {
        rules.removeIf(known -> known.ruleArn().equals(ruleArn));
    }

    /** The groups that its rules forward to. */
    Stream<String> groups() {
        return rules.stream().flatMap(rule -> Actions.groups(rule.actions()));
    }

    private static int order(Rule rule) {
        return Boolean.TRUE.equals(rule.isDefault()) ? Integer.MAX_VALUE : Integer.parseInt(rule.priority());
    }
}
