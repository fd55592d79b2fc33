package slipway.operations;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import slipway.cloud.Cloud;
import slipway.model.FailureException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;

/**
 * Where the application answers: by the protocol that the platform's output names, at the name that its public balancer has
 * now. On AWS that is the output's own; the local cloud's balancer has to move when its port is taken at a restart, and an
 * output is written only when its stack is updated.
 */
public final class ClientUrl {
    private static final String OUTPUT = "ClientUrl";

    private ClientUrl() {}

    /**
     * @param platform the outputs of the platform's stack
     * @param publicBalancer the balancer's DNS name; empty when it is not known
     */
    public static Optional<String> of(Map<String, String> platform, Supplier<Optional<String>> publicBalancer) {
        return Optional.ofNullable(platform.get(OUTPUT))
                .map(declared -> publicBalancer
                        .get()
                        .map(name -> URI.create(declared).getScheme() + "://" + name)
                        .orElse(declared));
    }

    /** The same, asking for the balancer; where that is refused, what the output says has to do. */
    public static Optional<String> read(Cloud cloud, Map<String, String> platform) {
        // app/NAME/ID
        String[] parts = platform.getOrDefault("PublicLoadBalancerFullName", "").split("/", -1);
        return of(platform, () -> parts.length == 3 ? dnsName(cloud, parts[1]) : Optional.empty());
    }

    private static Optional<String> dnsName(Cloud cloud, String balancer) {
        try {
            return Failures.translated(
                    "read the balancer " + balancer,
                    () ->
                            cloud
                                    .balancers()
                                    .describeLoadBalancers(request -> request.names(balancer))
                                    .loadBalancers()
                                    .stream()
                                    .map(LoadBalancer::dnsName)
                                    .findFirst());
        } catch (FailureException refused) {
            return Optional.empty();
        }
    }
}
