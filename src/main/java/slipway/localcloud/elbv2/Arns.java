package slipway.localcloud.elbv2;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import slipway.localcloud.state.Place;

/** Names of things, as the service forms them. */
final class Arns {
    private final Place place;

    Arns(Place place) {
        this.place = place;
    }

    /** The part after {@code loadbalancer/} is the balancer's full name in metrics. */
    String balancer(String name) {
        return place.arn("elasticloadbalancing", "loadbalancer/app/" + name + "/" + id());
    }

    String listener(String balancerArn) {
        return balancerArn.replace(":loadbalancer/", ":listener/") + "/" + id();
    }

    String rule(String listenerArn) {
        return listenerArn.replace(":listener/", ":listener-rule/") + "/" + id();
    }

    String group(String name) {
        return place.arn("elasticloadbalancing", "targetgroup/" + name + "/" + id());
    }

    static String listenerOfRule(String ruleArn) {
        return ruleArn.substring(0, Math.max(0, ruleArn.lastIndexOf('/'))).replace(":listener-rule/", ":listener/");
    }

    private static String id() {
        return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    }
}
