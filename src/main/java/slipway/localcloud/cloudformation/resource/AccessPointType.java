package slipway.localcloud.cloudformation.resource;

import java.util.Map;
import java.util.Optional;
import slipway.localcloud.state.Place;
import slipway.localcloud.volumes.Volumes;

/** {@code AWS::EFS::AccessPoint}; the physical id is {@code fsap-…}. Its user and modes are kept as metadata. */
public final class AccessPointType implements ResourceType {
    private static final Schema SCHEMA = Schema.of(
            "AWS::EFS::AccessPoint",
            "AccessPointTags:l ClientToken! FileSystemId*! PosixUser:m! RootDirectory:m!",
            "AccessPointId Arn");

    private final Volumes volumes;

    public AccessPointType(Volumes volumes) {
        this.volumes = volumes;
    }

    @Override
    public Schema schema() {
        return SCHEMA;
    }

    private String make(ResourceContext context, Map<String, Object> properties) {
        String path =
                properties.get("RootDirectory") instanceof Map<?, ?> root && root.get("Path") instanceof String text
                        ? text
                        : "/";
        return volumes.createAccessPoint(
                PropertyReads.text(properties, "FileSystemId"),
                path,
                context.stackId() + "/" + context.logicalId() + "/" + context.token());
    }

    private static Map<String, Object> attributes(Place place, String id) {
        return Map.of("AccessPointId", id, "Arn", place.arn("elasticfilesystem", "access-point/" + id));
    }

    @Override
    public Created create(ResourceContext context, Map<String, Object> properties) {
        String id = make(context, properties);
        return new Created(id, attributes(context.place(), id));
    }

    @Override
    public Map<String, Object> update(
            ResourceContext context, String physicalId, Map<String, Object> before, Map<String, Object> after) {
        return attributes(context.place(), physicalId);
    }

    @Override
    public void delete(ResourceContext context, String physicalId, Map<String, Object> properties) {
        volumes.deleteAccessPoint(physicalId);
    }

    @Override
    public Optional<String> recover(ResourceContext context, Map<String, Object> properties) {
        return volumes.exists(PropertyReads.text(properties, "FileSystemId"))
                ? Optional.of(make(context, properties))
                : Optional.empty();
    }
}
