package slipway.localcloud.cloudformation.resource;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import slipway.localcloud.discovery.Discovery;
import slipway.localcloud.state.Place;

/** {@code AWS::ServiceDiscovery::PrivateDnsNamespace}; the physical id is {@code ns-…}. */
public final class NamespaceType implements ResourceType {
    private static final Schema SCHEMA = Schema.of(
            "AWS::ServiceDiscovery::PrivateDnsNamespace",
            "Description Name*! Properties:m Tags:l Vpc*!",
            "Id HostedZoneId Arn");

    private final Discovery discovery;

    public NamespaceType(Discovery discovery) {
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

    private static Map<String, Object> attributes(ResourceContext context, String id) {
        Place place = context.place();
        return Map.of(
                "Id",
                id,
                "HostedZoneId",
                "Z" + context.hex(13).toUpperCase(Locale.ROOT),
                "Arn",
                place.arn("servicediscovery", "namespace/" + id));
    }

    @Override
    public Created create(ResourceContext context, Map<String, Object> properties) {
        String id = discovery.createNamespace(PropertyReads.text(properties, "Name"));
        return new Created(id, attributes(context, id));
    }

    @Override
    public Map<String, Object> update(
            ResourceContext context, String physicalId, Map<String, Object> before, Map<String, Object> after) {
        return attributes(context, physicalId);
    }

    @Override
    public void delete(ResourceContext context, String physicalId, Map<String, Object> properties) {
        if (discovery.namespaceName(physicalId).isPresent()) {
            discovery.deleteNamespace(physicalId);
        }
    }

    @Override
    public Optional<String> recover(ResourceContext context, Map<String, Object> properties) {
        return discovery.namespaceId(PropertyReads.text(properties, "Name"));
    }
}
