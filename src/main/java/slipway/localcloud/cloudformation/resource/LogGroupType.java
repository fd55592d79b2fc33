package slipway.localcloud.cloudformation.resource;

import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogGroup;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceNotFoundException;

/** {@code AWS::Logs::LogGroup}; the physical id is its name. */
public final class LogGroupType implements ResourceType {
    private static final Schema SCHEMA =
            Schema.of("AWS::Logs::LogGroup", "KmsKeyId LogGroupClass LogGroupName! RetentionInDays:i Tags:l", "Arn");

    private final CloudWatchLogsClient logs;

    public LogGroupType(CloudWatchLogsClient logs) {
        this.logs = logs;
    }

    @Override
    public Schema schema() {
        return SCHEMA;
    }

    @Override
    public Optional<String> nameProperty() {
        return Optional.of("LogGroupName");
    }

    private static String name(ResourceContext context, Map<String, Object> properties) {
        String name = PropertyReads.text(properties, "LogGroupName");
        return name.isEmpty() ? context.generatedName(512) : name;
    }

    @Override
    public Created create(ResourceContext context, Map<String, Object> properties) {
        String name = name(context, properties);
        Map<String, String> tags = PropertyReads.pairs(properties, "Tags");
        logs.createLogGroup(request -> {
            request.logGroupName(name);
            if (properties.containsKey("KmsKeyId")) {
                request.kmsKeyId(PropertyReads.text(properties, "KmsKeyId"));
            }
            if (properties.containsKey("LogGroupClass")) {
                request.logGroupClass(PropertyReads.text(properties, "LogGroupClass"));
            }
            if (!tags.isEmpty()) {
                request.tags(tags);
            }
        });
        context.initiated(name);
        retention(name, properties);
        return new Created(name, attributes(context, name));
    }

    private void retention(String name, Map<String, Object> properties) {
        if (properties.containsKey("RetentionInDays")) {
            int days = Integer.parseInt(PropertyReads.text(properties, "RetentionInDays"));
            logs.putRetentionPolicy(request -> request.logGroupName(name).retentionInDays(days));
        }
    }

    private static Map<String, Object> attributes(ResourceContext context, String name) {
        return Map.of("Arn", context.place().arn("logs", "log-group:" + name + ":*"));
    }

    @Override
    public Map<String, Object> update(
            ResourceContext context, String physicalId, Map<String, Object> before, Map<String, Object> after) {
        if (PropertyReads.differs(before, after, "LogGroupClass")) {
            throw new ResourceException("LogGroupClass cannot be changed once the log group is created");
        }
        if (PropertyReads.differs(before, after, "RetentionInDays")) {
            if (after.containsKey("RetentionInDays")) {
                retention(physicalId, after);
            } else {
                logs.deleteRetentionPolicy(request -> request.logGroupName(physicalId));
            }
        }
        if (PropertyReads.differs(before, after, "KmsKeyId")) {
            if (after.containsKey("KmsKeyId")) {
                logs.associateKmsKey(
                        request -> request.logGroupName(physicalId).kmsKeyId(PropertyReads.text(after, "KmsKeyId")));
            } else {
                logs.disassociateKmsKey(request -> request.logGroupName(physicalId));
            }
        }
        tags(context, physicalId, before, after);
        return attributes(context, physicalId);
    }

    private void tags(ResourceContext context, String name, Map<String, Object> before, Map<String, Object> after) {
        if (!PropertyReads.differs(before, after, "Tags")) {
            return;
        }
        String arn = context.place().arn("logs", "log-group:" + name);
        Map<String, String> wanted = PropertyReads.pairs(after, "Tags");
        var gone = PropertyReads.gone(PropertyReads.pairs(before, "Tags"), wanted);
        if (!gone.isEmpty()) {
            logs.untagResource(request -> request.resourceArn(arn).tagKeys(gone));
        }
        if (!wanted.isEmpty()) {
            logs.tagResource(request -> request.resourceArn(arn).tags(wanted));
        }
    }

    @Override
    public void delete(ResourceContext context, String physicalId, Map<String, Object> properties) {
        try {
            logs.deleteLogGroup(request -> request.logGroupName(physicalId));
        } catch (ResourceNotFoundException gone) {
            // Nothing to delete.
        }
    }

    @Override
    public Optional<String> recover(ResourceContext context, Map<String, Object> properties) {
        String name = name(context, properties);
        return logs.describeLogGroups(request -> request.logGroupNamePrefix(name)).logGroups().stream()
                .map(LogGroup::logGroupName)
                .filter(name::equals)
                .findFirst();
    }
}
