package slipway.localcloud.elbv2;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import java.util.function.Predicate;
import slipway.localcloud.http.Backend;
import slipway.localcloud.http.Call;
import slipway.localcloud.http.ProxySettings;
import slipway.localcloud.http.Route;
import slipway.localcloud.http.Router;
import slipway.localcloud.http.TrafficCounter;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.FixedResponseActionConfig;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RedirectActionConfig;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule;

/** A listener's rules, compiled: what decides about each request. Unchangeable; a change makes a new one. */
final class RoutingTable implements Router {
    private final String listener;
    private final List<Line> lines;
    private final ProxySettings settings;
    private final TrafficCounter traffic;
    private final IntUnaryOperator random;

    private record Line(Predicate<Call> when, Outcome then) {}

    private sealed interface Outcome {}

    private record Fixed(Route.Answer answer) implements Outcome {}

    private record Elsewhere(RedirectActionConfig config) implements Outcome {}

    private record Weighted(List<Share> shares, int total) implements Outcome {}

    private record Share(GroupEntry group, int weight) {}

    /**
     * @param listener its ARN
     * @param rules in order of priority, the default rule last
     * @param groups by ARN; holds every group that a rule names
     * @param random from a bound to a number below it, evenly
     */
    RoutingTable(
            String listener,
            List<Rule> rules,
            Map<String, GroupEntry> groups,
            ProxySettings settings,
            TrafficCounter traffic,
            IntUnaryOperator random) {
        this.listener = listener;
        this.lines = rules.stream()
                .map(rule -> new Line(
                        Conditions.compile(rule.conditions()),
                        outcome(rule.actions().getFirst(), groups)))
                .toList();
        this.settings = settings;
        this.traffic = traffic;
        this.random = random;
    }

    @Override
    public Route route(Call call) {
        for (Line line : lines) {
            if (line.when().test(call)) {
                return switch (line.then()) {
                    case Fixed fixed -> fixed.answer();
                    case Elsewhere elsewhere -> redirect(call, elsewhere.config());
                    case Weighted weighted -> draw(weighted);
                };
            }
        }
        throw new IllegalStateException("a listener without a default rule");
    }

    @Override
    public String listener() {
        return listener;
    }

    @Override
    public ProxySettings settings() {
        return settings;
    }

    @Override
    public TrafficCounter traffic() {
        return traffic;
    }

    /** Draws the group by weight, whatever its health; only within the group do targets stand in for one another. */
    private Route draw(Weighted weighted) {
        if (weighted.total() == 0) {
            // (a): what a rule of zero weights answers is not documented.
            return new Route.Unavailable(null, "every target group of the rule has weight 0");
        }
        int drawn = random.applyAsInt(weighted.total());
        for (Share share : weighted.shares()) {
            drawn -= share.weight();
            if (drawn < 0) {
                Optional<Backend> backend = share.group().targets().choose();
                if (backend.isPresent()) {
                    return new Route.Forward(
                            backend.get(), share.group().arn(), share.group().traffic());
                }
                return new Route.Unavailable(
                        share.group().arn(), "the target group has no target that may get requests");
            }
        }
        throw new IllegalStateException("the weights do not add up to " + weighted.total());
    }

    private static Outcome outcome(Action action, Map<String, GroupEntry> groups) {
        if (action.forwardConfig() != null) {
            List<Share> shares = action.forwardConfig().targetGroups().stream()
                    .map(tuple -> {
                        GroupEntry group = groups.get(tuple.targetGroupArn());
                        if (group == null) {
                            throw new IllegalStateException("no target group " + tuple.targetGroupArn());
                        }
                        return new Share(group, tuple.weight());
                    })
                    .toList();
            return new Weighted(shares, shares.stream().mapToInt(Share::weight).sum());
        }
        FixedResponseActionConfig fixed = action.fixedResponseConfig();
        if (fixed != null) {
            String body = fixed.messageBody() == null ? "" : fixed.messageBody();
            String type = fixed.contentType() != null ? fixed.contentType() : body.isEmpty() ? "" : "text/plain";
            return new Fixed(new Route.Answer(Integer.parseInt(fixed.statusCode()), type, body));
        }
        return new Elsewhere(action.redirectConfig());
    }

    private static Route redirect(Call call, RedirectActionConfig config) {
        String protocol = fill(config.protocol(), call).toLowerCase(java.util.Locale.ROOT);
        String port = fill(config.port(), call);
        boolean usual =
                (protocol.equals("http") && port.equals("80")) || (protocol.equals("https") && port.equals("443"));
        String query = fill(config.query(), call);
        return new Route.Redirect(
                config.statusCodeAsString().equals("HTTP_301") ? 301 : 302,
                protocol + "://" + fill(config.host(), call) + (usual ? "" : ":" + port) + fill(config.path(), call)
                        + (query.isEmpty() ? "" : "?" + query));
    }

    private static String fill(String template, Call call) {
        return template.replace("#{protocol}", "http")
                .replace("#{host}", call.host())
                .replace("#{port}", String.valueOf(call.port()))
                .replace("#{path}", call.path().substring(1))
                .replace("#{query}", call.query());
    }
}
