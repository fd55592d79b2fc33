package slipway.localcloud.cloudformation.resource;

import java.util.Map;
import java.util.Optional;
import slipway.localcloud.state.Place;
import slipway.localcloud.volumes.Volumes;

/**
 * {@code AWS::EFS::FileSystem}; the physical id is {@code fs-…}, the data is a folder. Encryption, throughput, backup and
 * policy are kept as metadata. The one type that can be imported into a stack.
 */
public final class FileSystemType implements ResourceType {
    private static final Schema SCHEMA = Schema.of(
            "AWS::EFS::FileSystem",
            "AvailabilityZoneName! BackupPolicy:m BypassPolicyLockoutSafetyCheck:b Encrypted:b! FileSystemPolicy:d"
                    + " FileSystemProtection:m FileSystemTags:l KmsKeyId! LifecyclePolicies:l PerformanceMode!"
                    + " ProvisionedThroughputInMibps:n ReplicationConfiguration:m ThroughputMode",
            "Arn FileSystemId");

    private final Volumes volumes;

    public FileSystemType(Volumes volumes) {
        this.volumes = volumes;
    }

    @Override
    public Schema schema() {
        return SCHEMA;
    }

    private static String token(ResourceContext context) {
        return context.stackId() + "/" + context.logicalId() + "/" + context.token();
    }

    private static Created described(Place place, String id) {
        return new Created(id, Map.of("FileSystemId", id, "Arn", place.arn("elasticfilesystem", "file-system/" + id)));
    }

    @Override
    public Created create(ResourceContext context, Map<String, Object> properties) {
        return described(context.place(), volumes.createFileSystem(token(context)));
    }

    @Override
    public Map<String, Object> update(
            ResourceContext context, String physicalId, Map<String, Object> before, Map<String, Object> after) {
        return described(context.place(), physicalId).attributes();
    }

    @Override
    public void delete(ResourceContext context, String physicalId, Map<String, Object> properties) {
        volumes.deleteFileSystem(physicalId);
    }

    @Override
    public Optional<String> recover(ResourceContext context, Map<String, Object> properties) {
        // Creating with the same token finds what there is; where there was nothing, an empty folder goes again.
        return Optional.of(volumes.createFileSystem(token(context)));
    }

    @Override
    public Created adopt(ResourceContext context, Map<String, String> identifier, Map<String, Object> properties) {
        String id = identifier.getOrDefault("FileSystemId", "");
        if (!volumes.exists(id)) {
            throw new ResourceException("Resource of type 'AWS::EFS::FileSystem' with identifier '" + id
                    + "' was not found. Name it as FileSystemId.");
        }
        return described(context.place(), id);
    }
}
