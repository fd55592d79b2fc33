package slipway.localcloud.cloudformation.resource;

import java.util.Map;
import java.util.Optional;
import slipway.localcloud.discovery.Discovery;
import slipway.localcloud.discovery.DiscoveryService;

/** {@code AWS::ServiceDiscovery::Service}; the physical id is {@code srv-…}. It cannot go while tasks are registered. */
public final class DiscoveryServiceType implements ResourceType {
    private static final Schema SCHEMA = Schema.of(
            "AWS::ServiceDiscovery::Service",
            "Description DnsConfig:m HealthCheckConfig:m HealthCheckCustomConfig:m! Name! NamespaceId!"
                    + " ServiceAttributes:m Tags:l Type!",
            "Id Arn Name");

    private final Discovery discovery;

    public DiscoveryServiceType(Discovery discovery) {
        this.discovery = discovery;
    }

    @Override
    public Schema schema() {
        return SCHEMA;
    }

    @Override
    public Optional<String> nameProperty() {
        return Optional.of("Name");
    }

    private static String name(ResourceContext context, Map<String, Object> properties) {
        String name = PropertyReads.text(properties, "Name");
        return name.isEmpty() ? context.generatedLowerName(63) : name;
    }

    /** The namespace is the service's own property, or the older place for it inside DnsConfig. */
    private static String namespace(Map<String, Object> properties) {
        String id = PropertyReads.text(properties, "NamespaceId");
        if (id.isEmpty()
                && properties.get("DnsConfig") instanceof Map<?, ?> config
                && config.get("NamespaceId") instanceof String inside) {
            return inside;
        }
        return id;
    }

    private static Map<String, Object> attributes(DiscoveryService service, String name) {
        return Map.of("Id", service.id(), "Arn", service.arn(), "Name", name);
    }

    @Override
    public Created create(ResourceContext context, Map<String, Object> properties) {
        String name = name(context, properties);
        DiscoveryService service = discovery.createService(name, namespace(properties));
        return new Created(service.id(), attributes(service, name));
    }

    @Override
    public Map<String, Object> update(
            ResourceContext context, String physicalId, Map<String, Object> before, Map<String, Object> after) {
        DiscoveryService service = discovery
                .service(physicalId)
                .orElseThrow(() -> new ResourceException("Service " + physicalId + " does not exist any more"));
        return attributes(service, name(context, after));
    }

    @Override
    public void delete(ResourceContext context, String physicalId, Map<String, Object> properties) {
        if (discovery.service(physicalId).isPresent()) {
            discovery.deleteService(physicalId);
        }
    }

    @Override
    public Optional<String> recover(ResourceContext context, Map<String, Object> properties) {
        String name = name(context, properties);
        return discovery
                .namespaceName(namespace(properties))
                .flatMap(domain -> discovery.serviceNamed(name + "." + domain))
                .map(DiscoveryService::id);
    }
}
