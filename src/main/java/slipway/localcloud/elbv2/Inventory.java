package slipway.localcloud.elbv2;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import slipway.localcloud.http.Door;
import slipway.localcloud.http.ProxyServer;
import slipway.localcloud.state.CloudClock;
import slipway.localcloud.state.LoopbackAddresses;
import slipway.localcloud.state.Place;
import slipway.localcloud.state.StateFolder;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerSchemeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule;

/**
 * Everything that exists, and how it reaches the proxies and the state folder. Whoever uses it holds its monitor.
 * Targets are not kept over a restart: ECS starts its tasks again and registers those.
 */
final class Inventory {
    private static final Logger log = LoggerFactory.getLogger(Inventory.class);
    private static final String DOCUMENT = "elbv2";
    private static final int INTERNAL_PORT = 8080;
    private static final int LOWEST_PORT = 1024;

    private final StateFolder state;
    private final CloudClock clock;
    private final LoopbackAddresses loopback;
    private final ProxyServer proxies;
    private final IntUnaryOperator random;
    private final int publicPort;
    private final Arns arns;
    private final Map<String, BalancerEntry> balancers = new LinkedHashMap<>();
    private final Map<String, ListenerEntry> listeners = new LinkedHashMap<>();
    private final Map<String, GroupEntry> groups = new LinkedHashMap<>();
    private final Map<String, Map<String, String>> tags = new LinkedHashMap<>();

    record Document(
            List<BalancerEntry.Kept> balancers,
            List<ListenerEntry.Kept> listeners,
            List<GroupEntry.Kept> groups,
            Map<String, Map<String, String>> tags) {}

    Inventory(
            Place place,
            CloudClock clock,
            StateFolder state,
            LoopbackAddresses loopback,
            ProxyServer proxies,
            IntUnaryOperator random,
            int publicPort) {
        this.state = state;
        this.clock = clock;
        this.loopback = loopback;
        this.proxies = proxies;
        this.random = random;
        this.publicPort = publicPort;
        this.arns = new Arns(place);
        state.read(DOCUMENT, Document.class).ifPresent(this::restore);
    }

    Arns arns() {
        return arns;
    }

    CloudClock clock() {
        return clock;
    }

    Map<String, BalancerEntry> balancers() {
        return balancers;
    }

    Map<String, ListenerEntry> listeners() {
        return listeners;
    }

    Map<String, GroupEntry> groups() {
        return groups;
    }

    /** Tags by the ARN of what they are on. */
    Map<String, Map<String, String>> tags() {
        return tags;
    }

    BalancerEntry balancer(String arn) {
        return found(balancers.get(arn)).orElseThrow(() -> ElbErrors.balancerNotFound(arn));
    }

    ListenerEntry listener(String arn) {
        return found(listeners.get(arn)).orElseThrow(() -> ElbErrors.listenerNotFound(arn));
    }

    GroupEntry group(String arn) {
        return found(groups.get(arn)).orElseThrow(() -> ElbErrors.groupNotFound(arn));
    }

    Rule rule(String arn) {
        ListenerEntry listener = listeners.get(Arns.listenerOfRule(arn));
        return Stream.ofNullable(listener)
                .flatMap(known -> known.rules().stream())
                .filter(rule -> rule.ruleArn().equals(arn))
                .findFirst()
                .orElseThrow(() -> ElbErrors.ruleNotFound(arn));
    }

    Stream<ListenerEntry> listenersOf(String balancerArn) {
        return listeners.values().stream()
                .filter(listener -> listener.model().loadBalancerArn().equals(balancerArn));
    }

    /** The balancers that forward to a group, by ARN: none, or one. */
    Set<String> balancersOf(String groupArn) {
        return listeners.values().stream()
                .filter(listener -> listener.groups().anyMatch(groupArn::equals))
                .map(listener -> listener.model().loadBalancerArn())
                .collect(Collectors.toSet());
    }

    /** Gives a new balancer its addresses and port, and with them its name in the network. */
    BalancerEntry add(LoadBalancer model, Map<String, String> attributes) {
        boolean isPublic = model.scheme() == LoadBalancerSchemeEnum.INTERNET_FACING;
        List<String> addresses = isPublic ? publicAddresses() : List.of(loopback.assign(owner(model)));
        int wanted = isPublic ? publicPort : INTERNAL_PORT;
        Door door = proxies.open(addresses, wanted);
        boolean first = isPublic && balancers.values().stream().noneMatch(Inventory::isPublic);
        if (first && door.port() != wanted) {
            log.warn("port {} is taken: balancer {} is at localhost:{}", wanted, model.loadBalancerName(), door.port());
        }
        var entry = new BalancerEntry(named(model, addresses, door), attributes, addresses, door);
        balancers.put(entry.arn(), entry);
        return entry;
    }

    void remove(BalancerEntry balancer) {
        for (ListenerEntry listener : listenersOf(balancer.arn()).toList()) {
            remove(listener);
        }
        balancers.remove(balancer.arn());
        tags.remove(balancer.arn());
        balancer.door().close();
        if (!isPublic(balancer)) {
            loopback.release(owner(balancer.model()));
        }
    }

    void remove(ListenerEntry listener) {
        listeners.remove(listener.arn());
        tags.remove(listener.arn());
        listener.rules().forEach(rule -> tags.remove(rule.ruleArn()));
        release(listener);
    }

    void remove(GroupEntry group) {
        groups.remove(group.arn());
        tags.remove(group.arn());
        group.targets().close();
    }

    /** The door for a listener on this port: the balancer's own for port 80, else one more. */
    Door door(BalancerEntry balancer, int listenerPort, int wantedPort) {
        if (listenerPort == 80) {
            return balancer.door();
        }
        Door door = proxies.open(balancer.addresses(), wantedPort);
        if (door.port() != listenerPort) {
            log.warn(
                    "listener {} of balancer {} is served at port {}",
                    listenerPort,
                    balancer.model().loadBalancerName(),
                    door.port());
        }
        return door;
    }

    /** An ordinary user can bind no port below 1024. */
    static int localPort(int listenerPort) {
        return listenerPort < LOWEST_PORT ? 8000 + listenerPort : listenerPort;
    }

    /** Takes a listener's door away from it: closes its own, and leaves the balancer's open but unserved. */
    void release(ListenerEntry listener) {
        BalancerEntry balancer = balancers.get(listener.model().loadBalancerArn());
        if (balancer != null && balancer.door().equals(listener.door())) {
            listener.door().shut();
        } else {
            listener.door().close();
        }
    }

    /** What was changed acts on the next request, and is kept. */
    void changed() {
        for (ListenerEntry listener : listeners.values()) {
            BalancerEntry balancer = balancer(listener.model().loadBalancerArn());
            listener.door()
                    .serve(new RoutingTable(
                            listener.arn(),
                            listener.rules(),
                            Map.copyOf(groups),
                            balancer.settings(),
                            balancer.traffic(),
                            random));
        }
        Set<String> used =
                listeners.values().stream().flatMap(ListenerEntry::groups).collect(Collectors.toSet());
        groups.values().forEach(group -> group.targets().setInUse(used.contains(group.arn())));
        save();
    }

    void close() {
        groups.values().forEach(group -> group.targets().close());
    }

    GroupEntry newGroup(GroupEntry.Kept kept) {
        return new GroupEntry(kept.model(), kept.attributes(), clock, proxies.prober());
    }

    private void restore(Document document) {
        tags.putAll(document.tags());
        for (GroupEntry.Kept kept : document.groups()) {
            groups.put(kept.model().targetGroupArn(), newGroup(kept));
        }
        for (BalancerEntry.Kept kept : document.balancers()) {
            boolean isPublic = kept.model().scheme() == LoadBalancerSchemeEnum.INTERNET_FACING;
            List<String> addresses = isPublic ? publicAddresses() : kept.addresses();
            Door door = proxies.open(addresses, kept.port());
            if (door.port() != kept.port()) {
                log.warn(
                        "port {} was taken meanwhile: balancer {} moved to port {}",
                        kept.port(),
                        kept.model().loadBalancerName(),
                        door.port());
            }
            LoadBalancer model = named(kept.model(), addresses, door);
            balancers.put(model.loadBalancerArn(), new BalancerEntry(model, kept.attributes(), addresses, door));
        }
        for (ListenerEntry.Kept kept : document.listeners()) {
            BalancerEntry balancer = balancer(kept.model().loadBalancerArn());
            Door door = door(balancer, kept.model().port(), kept.port());
            listeners.put(kept.model().listenerArn(), new ListenerEntry(kept.model(), kept.rules(), door));
        }
        changed();
    }

    private void save() {
        Map<String, Map<String, String>> keptTags = new LinkedHashMap<>();
        tags.forEach((arn, values) -> keptTags.put(arn, new LinkedHashMap<>(values)));
        state.write(
                DOCUMENT,
                new Document(
                        new ArrayList<>(balancers.values().stream()
                                .map(BalancerEntry::kept)
                                .toList()),
                        new ArrayList<>(listeners.values().stream()
                                .map(ListenerEntry::kept)
                                .toList()),
                        new ArrayList<>(
                                groups.values().stream().map(GroupEntry::kept).toList()),
                        keptTags));
    }

    private static LoadBalancer named(LoadBalancer model, List<String> addresses, Door door) {
        boolean isPublic = model.scheme() == LoadBalancerSchemeEnum.INTERNET_FACING;
        return model.toBuilder()
                .dnsName((isPublic ? "localhost" : addresses.getFirst()) + ":" + door.port())
                .build();
    }

    /** Both families, because a name such as localhost may mean either. */
    private static List<String> publicAddresses() {
        return ProxyServer.hasIpv6Loopback() ? List.of("127.0.0.1", "::1") : List.of("127.0.0.1");
    }

    private static boolean isPublic(BalancerEntry balancer) {
        return balancer.model().scheme() == LoadBalancerSchemeEnum.INTERNET_FACING;
    }

    private static String owner(LoadBalancer model) {
        return "balancer/" + model.loadBalancerArn();
    }

    private static <T> Optional<T> found(@org.jspecify.annotations.Nullable T value) {
        return Optional.ofNullable(value);
    }
}
