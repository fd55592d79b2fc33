package slipway.localcloud.cloudformation.resource;

import java.util.Map;
import slipway.localcloud.volumes.Volumes;

/** {@code AWS::EFS::MountTarget}; the physical id is {@code fsmt-…}. A folder needs none, so it is metadata. */
public final class MountTargetType implements ResourceType {
    private static final Schema SCHEMA = Schema.of(
            "AWS::EFS::MountTarget",
            "FileSystemId*! IpAddress! IpAddressType! Ipv6Address! SecurityGroups:l* SubnetId*!",
            "Id");

    private final Volumes volumes;

    public MountTargetType(Volumes volumes) {
        this.volumes = volumes;
    }

    @Override
    public Schema schema() {
        return SCHEMA;
    }

    @Override
    public Created create(ResourceContext context, Map<String, Object> properties) {
        String fileSystem = PropertyReads.text(properties, "FileSystemId");
        if (!volumes.exists(fileSystem)) {
            throw new ResourceException("File system '" + fileSystem + "' does not exist.");
        }
        String id = "fsmt-" + context.hex(17);
        return new Created(id, Map.of("Id", id));
    }

    @Override
    public Map<String, Object> update(
            ResourceContext context, String physicalId, Map<String, Object> before, Map<String, Object> after) {
        return Map.of("Id", physicalId);
    }

    @Override
    public void delete(ResourceContext context, String physicalId, Map<String, Object> properties) {
        // Nothing but the stack's own record of it exists.
    }

    @Override
    public boolean isReal() {
        return false;
    }
}
