package slipway.localcloud.elbv2;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import slipway.localcloud.http.Door;
import slipway.localcloud.http.ProxySettings;
import slipway.localcloud.http.Traffic;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;

/** A balancer that exists: its description, its attributes, and the addresses and port that it holds for its life. */
final class BalancerEntry {
    private LoadBalancer model;
    private final Map<String, String> attributes;
    private final List<String> addresses;
    private final Door door;
    private final Traffic traffic = new Traffic();

    /** Kept form. */
    record Kept(LoadBalancer model, Map<String, String> attributes, List<String> addresses, int port) {}

    BalancerEntry(LoadBalancer model, Map<String, String> attributes, List<String> addresses, Door door) {
        this.model = model;
        this.attributes = new LinkedHashMap<>(attributes);
        this.addresses = List.copyOf(addresses);
        this.door = door;
    }

    Kept kept() {
        return new Kept(model, new LinkedHashMap<>(attributes), addresses, door.port());
    }

    LoadBalancer model() {
        return model;
    }

    void setModel(LoadBalancer changed) {
        model = changed;
    }

    String arn() {
        return model.loadBalancerArn();
    }

    Map<String, String> attributes() {
        return attributes;
    }

    List<String> addresses() {
        return addresses;
    }

    /** Where the listener on port 80 is served. */
    Door door() {
        return door;
    }

    Traffic traffic() {
        return traffic;
    }

    ProxySettings settings() {
        return new ProxySettings(
                Duration.ofSeconds(Long.parseLong(attributes.getOrDefault("idle_timeout.timeout_seconds", "60"))),
                Boolean.parseBoolean(attributes.get("routing.http.drop_invalid_header_fields.enabled")),
                ProxySettings.ForwardedFor.valueOf(attributes
                        .getOrDefault("routing.http.xff_header_processing.mode", "append")
                        .toUpperCase(Locale.ROOT)));
    }
}
