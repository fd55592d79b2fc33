package slipway.localcloud.discovery;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import slipway.localcloud.state.LoopbackAddresses;
import slipway.localcloud.state.Place;
import slipway.localcloud.state.StateFolder;

/**
 * The namespaces and services of Cloud Map that the local cloud knows, and a relay per service and port. Namespaces,
 * services, their addresses and ports outlive the program; instances do not: the tasks behind them end with it, and
 * those that replace them register anew.
 */
public final class Discovery implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Discovery.class);
    private static final String DOCUMENT = "discovery";

    private final Place place;
    private final StateFolder state;
    private final LoopbackAddresses addresses;
    private final Map<String, String> namespaces = new LinkedHashMap<>();
    private final Map<String, Service> services = new LinkedHashMap<>();

    /** Kept form: namespace id to name, and the services with the ports that they were ever registered with. */
    record Document(Map<String, String> namespaces, List<KeptService> services) {}

    record KeptService(String id, String namespaceId, String hostname, SortedSet<Integer> ports) {}

    private record Instance(String address, SortedSet<Integer> ports) {}

    private static final class Service {
        private final DiscoveryService description;
        private final String namespaceId;
        private final SortedSet<Integer> ports = new TreeSet<>();
        private final Map<String, Instance> instances = new LinkedHashMap<>();
        private final Map<Integer, Relay> relays = new HashMap<>();

        Service(DiscoveryService description, String namespaceId) {
            this.description = description;
            this.namespaceId = namespaceId;
        }
    }

    public Discovery(StateFolder state, LoopbackAddresses addresses) {
        this(Place.LOCAL, state, addresses);
    }

    /** Takes up what the state folder holds: the services listen again at their addresses. */
    public Discovery(Place place, StateFolder state, LoopbackAddresses addresses) {
        this.place = place;
        this.state = state;
        this.addresses = addresses;
        state.read(DOCUMENT, Document.class).ifPresent(this::restore);
    }

    /**
     * Creates a private namespace and returns its id, {@code ns-…}.
     *
     * @param name its domain, {@code dev.internal}; one namespace per name, whatever the VPC (a): nothing here separates
     *     the names of two networks
     */
    public synchronized String createNamespace(String name) {
        if (name.isBlank() || name.length() > 253) {
            throw new DiscoveryException("InvalidInput", "The namespace's name '" + name + "' is not a domain name.");
        }
        if (namespaces.containsValue(name)) {
            throw new DiscoveryException("NamespaceAlreadyExists", "The namespace " + name + " already exists.");
        }
        String id = newId("ns-");
        namespaces.put(id, name);
        save();
        return id;
    }

    /** Deletes a namespace; refuses while it holds services. */
    public synchronized void deleteNamespace(String id) {
        if (!namespaces.containsKey(id)) {
            throw new DiscoveryException("NamespaceNotFound", "No namespace has the id " + id + ".");
        }
        if (services.values().stream().anyMatch(service -> service.namespaceId.equals(id))) {
            throw new DiscoveryException(
                    "ResourceInUse", "The namespace " + id + " holds services: delete those first.");
        }
        namespaces.remove(id);
        save();
    }

    /** Creates a service in a namespace, with an address of its own; the address listens once a port is registered. */
    public synchronized DiscoveryService createService(String name, String namespaceId) {
        String namespace = namespaces.get(namespaceId);
        if (namespace == null) {
            throw new DiscoveryException("NamespaceNotFound", "No namespace has the id " + namespaceId + ".");
        }
        if (name.isBlank()) {
            throw new DiscoveryException("InvalidInput", "A service in " + namespace + " needs a name.");
        }
        String hostname = name + "." + namespace;
        if (services.values().stream()
                .anyMatch(known -> known.description.hostname().equals(hostname))) {
            throw new DiscoveryException("ServiceAlreadyExists", "The service " + hostname + " already exists.");
        }
        var service = new Service(describe(newId("srv-"), hostname), namespaceId);
        services.put(service.description.id(), service);
        save();
        return service.description;
    }

    /** Deletes a service, its relay and its address; refuses while instances remain. */
    public synchronized void deleteService(String idOrArn) {
        Service service = require(idOrArn);
        if (!service.instances.isEmpty()) {
            throw new DiscoveryException(
                    "ResourceInUse",
                    "The service " + service.description.id() + " (" + service.description.hostname()
                            + ") has registered instances: " + String.join(", ", service.instances.keySet()) + ".");
        }
        service.relays.values().forEach(Relay::close);
        services.remove(service.description.id());
        addresses.release(owner(service.description.id()));
        save();
    }

    /** The domain of a namespace. */
    public synchronized Optional<String> namespaceName(String id) {
        return Optional.ofNullable(namespaces.get(id));
    }

    /** The id of the namespace with this domain. */
    public synchronized Optional<String> namespaceId(String name) {
        return namespaces.entrySet().stream()
                .filter(namespace -> namespace.getValue().equals(name))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** The service that tasks find under this host name. */
    public synchronized Optional<DiscoveryService> serviceNamed(String hostname) {
        return services.values().stream()
                .map(service -> service.description)
                .filter(service -> service.hostname().equals(hostname))
                .findFirst();
    }

    /** The service of this id or ARN. */
    public synchronized Optional<DiscoveryService> service(String idOrArn) {
        return Optional.ofNullable(services.get(id(idOrArn))).map(service -> service.description);
    }

    /** The ids of the instances that a service is relayed to. */
    public synchronized List<String> instances(String idOrArn) {
        return List.copyOf(require(idOrArn).instances.keySet());
    }

    /**
     * Adds an instance: from now on the service's address passes connections to each of the ports on to it (in turn,
     * where there are several). Registering an instance again replaces what was said of it.
     */
    public synchronized void register(String idOrArn, String instanceId, String address, List<Integer> ports) {
        Service service = require(idOrArn);
        for (int port : ports) {
            listen(service, port);
        }
        service.instances.put(instanceId, new Instance(address, new TreeSet<>(ports)));
        point(service);
        if (service.ports.addAll(ports)) {
            save();
        }
    }

    /** Takes an instance out. Its open connections stay until it ends them. */
    public synchronized void deregister(String idOrArn, String instanceId) {
        Service service = require(idOrArn);
        if (service.instances.remove(instanceId) == null) {
            throw new DiscoveryException(
                    "InstanceNotFound", "The service " + idOrArn + " has no instance " + instanceId + ".");
        }
        point(service);
    }

    /** The value with each known host name in it replaced by its relay's address; what is no whole name stays. */
    public synchronized String rewrite(String value) {
        Map<String, String> known = new TreeMap<>();
        for (Service service : services.values()) {
            known.put(service.description.hostname().toLowerCase(Locale.ROOT), service.description.address());
        }
        if (known.isEmpty()) {
            return value;
        }
        String names = known.keySet().stream().map(Pattern::quote).collect(Collectors.joining("|"));
        return Pattern.compile("(?<![\\w.-])(?:" + names + ")(?![\\w-]|\\.\\w)", Pattern.CASE_INSENSITIVE)
                .matcher(value)
                .replaceAll(match -> Matcher.quoteReplacement(
                        known.getOrDefault(match.group().toLowerCase(Locale.ROOT), match.group())));
    }

    /** Stops listening. What is registered stays in the state folder. */
    @Override
    public synchronized void close() {
        services.values().forEach(service -> service.relays.values().forEach(Relay::close));
    }

    private void restore(Document document) {
        namespaces.putAll(document.namespaces());
        for (KeptService kept : document.services()) {
            var service = new Service(describe(kept.id(), kept.hostname()), kept.namespaceId());
            service.ports.addAll(kept.ports());
            services.put(kept.id(), service);
            for (int port : kept.ports()) {
                try {
                    listen(service, port);
                } catch (DiscoveryException taken) {
                    // The registration that follows tries again, and fails aloud if the port is still taken.
                    log.warn("{}", taken.getMessage());
                }
            }
        }
    }

    private void listen(Service service, int port) {
        if (service.relays.containsKey(port)) {
            return;
        }
        String address = service.description.address();
        try {
            service.relays.put(port, new Relay(address, port));
        } catch (IOException failed) {
            throw new DiscoveryException(
                    "ResourceInUse",
                    "The relay of " + service.description.hostname() + " cannot listen at " + address + ":" + port
                            + " (" + failed.getMessage() + "): another program holds that port.",
                    failed);
        }
    }

    private static void point(Service service) {
        service.relays.forEach((port, relay) -> {
            var targets = new ArrayList<InetSocketAddress>();
            for (Instance instance : service.instances.values()) {
                if (instance.ports().contains(port)) {
                    targets.add(new InetSocketAddress(instance.address(), port));
                }
            }
            relay.setTargets(targets);
        });
    }

    private Service require(String idOrArn) {
        Service service = services.get(id(idOrArn));
        if (service == null) {
            throw new DiscoveryException("ServiceNotFound", "No discovery service has the id " + idOrArn + ".");
        }
        return service;
    }

    private DiscoveryService describe(String id, String hostname) {
        return new DiscoveryService(
                id, place.arn("servicediscovery", "service/" + id), hostname, addresses.assign(owner(id)));
    }

    private static String owner(String id) {
        return "discovery/" + id;
    }

    private static String id(String idOrArn) {
        return idOrArn.substring(idOrArn.lastIndexOf('/') + 1);
    }

    private static String newId(String prefix) {
        return prefix + UUID.randomUUID().toString().replace("-", "").substring(0, 16);
    }

    private void save() {
        List<KeptService> kept = services.values().stream()
                .map(service -> new KeptService(
                        service.description.id(),
                        service.namespaceId,
                        service.description.hostname(),
                        new TreeSet<>(service.ports)))
                .toList();
        state.write(DOCUMENT, new Document(new LinkedHashMap<>(namespaces), kept));
    }
}
