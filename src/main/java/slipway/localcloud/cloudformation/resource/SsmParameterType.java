package slipway.localcloud.cloudformation.resource;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.ParameterNotFoundException;
import software.amazon.awssdk.services.ssm.model.PutParameterRequest;
import software.amazon.awssdk.services.ssm.model.Tag;

/** {@code AWS::SSM::Parameter}; the physical id is its name. */
public final class SsmParameterType implements ResourceType {
    private static final Schema SCHEMA = Schema.of(
            "AWS::SSM::Parameter",
            "AllowedPattern DataType Description Name! Policies Tags:m Tier Type* Value*",
            "Type Value");

    private final SsmClient ssm;

    public SsmParameterType(SsmClient ssm) {
        this.ssm = ssm;
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
        return name.isEmpty() ? "CFN-" + context.logicalId() + "-" + context.token() : name;
    }

    @Override
    public Created create(ResourceContext context, Map<String, Object> properties) {
        if (PropertyReads.text(properties, "Type").equals("SecureString")) {
            throw new ResourceException("CloudFormation cannot create an AWS::SSM::Parameter of type SecureString");
        }
        String name = name(context, properties);
        ssm.putParameter(request(properties)
                .name(name)
                .overwrite(false)
                .tags(tags(pairs(properties)))
                .build());
        return new Created(name, attributes(properties));
    }

    private static PutParameterRequest.Builder request(Map<String, Object> properties) {
        return PropertyCodec.fill(PutParameterRequest.builder(), PropertyCodec.without(properties, "Tags"));
    }

    private static Map<String, Object> attributes(Map<String, Object> properties) {
        return Map.of("Type", PropertyReads.text(properties, "Type"), "Value", PropertyReads.text(properties, "Value"));
    }

    private static Map<String, String> pairs(Map<String, Object> properties) {
        var pairs = new LinkedHashMap<String, String>();
        if (properties.get("Tags") instanceof Map<?, ?> map) {
            map.forEach((key, value) -> pairs.put(String.valueOf(key), String.valueOf(value)));
        }
        return pairs;
    }

    private static List<Tag> tags(Map<String, String> pairs) {
        return pairs.entrySet().stream()
                .map(tag ->
                        Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
    }

    @Override
    public Map<String, Object> update(
            ResourceContext context, String physicalId, Map<String, Object> before, Map<String, Object> after) {
        ssm.putParameter(request(after).name(physicalId).overwrite(true).build());
        if (PropertyReads.differs(before, after, "Tags")) {
            Map<String, String> wanted = pairs(after);
            List<String> gone = PropertyReads.gone(pairs(before), wanted);
            if (!gone.isEmpty()) {
                ssm.removeTagsFromResource(request ->
                        request.resourceType("Parameter").resourceId(physicalId).tagKeys(gone));
            }
            if (!wanted.isEmpty()) {
                ssm.addTagsToResource(request ->
                        request.resourceType("Parameter").resourceId(physicalId).tags(tags(wanted)));
            }
        }
        return attributes(after);
    }

    @Override
    public void delete(ResourceContext context, String physicalId, Map<String, Object> properties) {
        try {
            ssm.deleteParameter(request -> request.name(physicalId));
        } catch (ParameterNotFoundException gone) {
            // Nothing to delete.
        }
    }

    @Override
    public Optional<String> recover(ResourceContext context, Map<String, Object> properties) {
        String name = name(context, properties);
        try {
            ssm.getParameter(request -> request.name(name));
            return Optional.of(name);
        } catch (ParameterNotFoundException none) {
            return Optional.empty();
        }
    }
}
