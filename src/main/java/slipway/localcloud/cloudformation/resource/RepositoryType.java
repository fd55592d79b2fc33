package slipway.localcloud.cloudformation.resource;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.CreateRepositoryRequest;
import software.amazon.awssdk.services.ecr.model.LifecyclePolicyNotFoundException;
import software.amazon.awssdk.services.ecr.model.PutImageScanningConfigurationRequest;
import software.amazon.awssdk.services.ecr.model.Repository;
import software.amazon.awssdk.services.ecr.model.RepositoryNotFoundException;
import software.amazon.awssdk.services.ecr.model.RepositoryPolicyNotFoundException;
import software.amazon.awssdk.services.ecr.model.Tag;

/** {@code AWS::ECR::Repository}; the physical id is its name. Its images go with it only where EmptyOnDelete says so. */
public final class RepositoryType implements ResourceType {
    private static final Schema SCHEMA = Schema.of(
            "AWS::ECR::Repository",
            "EmptyOnDelete:b EncryptionConfiguration:m! ImageScanningConfiguration:m ImageTagMutability"
                    + " LifecyclePolicy:m RepositoryName! RepositoryPolicyText:d Tags:l",
            "Arn RepositoryUri");
    private static final String[] APART = {"EmptyOnDelete", "LifecyclePolicy", "RepositoryPolicyText"};

    private final EcrClient ecr;

    public RepositoryType(EcrClient ecr) {
        this.ecr = ecr;
    }

    @Override
    public Schema schema() {
        return SCHEMA;
    }

    @Override
    public Optional<String> nameProperty() {
        return Optional.of("RepositoryName");
    }

    @Override
    public void check(Map<String, Object> properties) {
        PropertyCodec.fill(CreateRepositoryRequest.builder(), PropertyCodec.without(properties, APART));
    }

    private static String name(ResourceContext context, Map<String, Object> properties) {
        String name = PropertyReads.text(properties, "RepositoryName");
        return name.isEmpty() ? context.generatedLowerName(256) : name;
    }

    @Override
    public Created create(ResourceContext context, Map<String, Object> properties) {
        Repository repository = ecr.createRepository(
                        PropertyCodec.fill(CreateRepositoryRequest.builder(), PropertyCodec.without(properties, APART))
                                .repositoryName(name(context, properties))
                                .build())
                .repository();
        context.initiated(repository.repositoryName());
        policies(repository.repositoryName(), Map.of(), properties);
        return new Created(repository.repositoryName(), attributes(repository));
    }

    private static Map<String, Object> attributes(Repository repository) {
        return Map.of("Arn", repository.repositoryArn(), "RepositoryUri", repository.repositoryUri());
    }

    private void policies(String name, Map<String, Object> before, Map<String, Object> after) {
        if (PropertyReads.differs(before, after, "LifecyclePolicy")) {
            String text = after.get("LifecyclePolicy") instanceof Map<?, ?> policy
                            && policy.get("LifecyclePolicyText") instanceof String given
                    ? given
                    : "";
            if (text.isEmpty()) {
                deleteLifecyclePolicy(name);
            } else {
                ecr.putLifecyclePolicy(request -> request.repositoryName(name).lifecyclePolicyText(text));
            }
        }
        if (PropertyReads.differs(before, after, "RepositoryPolicyText")) {
            Object policy = after.get("RepositoryPolicyText");
            if (policy == null) {
                deletePolicy(name);
            } else {
                String text = policy instanceof String given ? given : json(policy);
                ecr.setRepositoryPolicy(request -> request.repositoryName(name).policyText(text));
            }
        }
    }

    private void deleteLifecyclePolicy(String name) {
        try {
            ecr.deleteLifecyclePolicy(request -> request.repositoryName(name));
        } catch (LifecyclePolicyNotFoundException none) {
            // There is none, as wanted.
        }
    }

    private void deletePolicy(String name) {
        try {
            ecr.deleteRepositoryPolicy(request -> request.repositoryName(name));
        } catch (RepositoryPolicyNotFoundException none) {
            // There is none, as wanted.
        }
    }

    private static String json(Object value) {
        try {
            return JsonMapper.builder().build().writeValueAsString(value);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public Map<String, Object> update(
            ResourceContext context, String physicalId, Map<String, Object> before, Map<String, Object> after) {
        if (PropertyReads.differs(before, after, "ImageTagMutability")) {
            String mutability = PropertyReads.text(after, "ImageTagMutability");
            ecr.putImageTagMutability(request -> request.repositoryName(physicalId)
                    .imageTagMutability(mutability.isEmpty() ? "MUTABLE" : mutability));
        }
        if (PropertyReads.differs(before, after, "ImageScanningConfiguration")) {
            ecr.putImageScanningConfiguration(PropertyCodec.fillKnown(
                            PutImageScanningConfigurationRequest.builder()
                                    .imageScanningConfiguration(scan -> scan.scanOnPush(false)),
                            after)
                    .repositoryName(physicalId)
                    .build());
        }
        policies(physicalId, before, after);
        Repository repository = ecr.describeRepositories(request -> request.repositoryNames(physicalId))
                .repositories()
                .getFirst();
        tags(repository.repositoryArn(), before, after);
        return attributes(repository);
    }

    private void tags(String arn, Map<String, Object> before, Map<String, Object> after) {
        if (!PropertyReads.differs(before, after, "Tags")) {
            return;
        }
        Map<String, String> wanted = PropertyReads.pairs(after, "Tags");
        List<String> gone = PropertyReads.gone(PropertyReads.pairs(before, "Tags"), wanted);
        if (!gone.isEmpty()) {
            ecr.untagResource(request -> request.resourceArn(arn).tagKeys(gone));
        }
        if (!wanted.isEmpty()) {
            List<Tag> tags = wanted.entrySet().stream()
                    .map(tag -> Tag.builder()
                            .key(tag.getKey())
                            .value(tag.getValue())
                            .build())
                    .toList();
            ecr.tagResource(request -> request.resourceArn(arn).tags(tags));
        }
    }

    @Override
    public void delete(ResourceContext context, String physicalId, Map<String, Object> properties) {
        try {
            boolean force = PropertyReads.text(properties, "EmptyOnDelete").equals("true");
            ecr.deleteRepository(request -> request.repositoryName(physicalId).force(force));
        } catch (RepositoryNotFoundException gone) {
            // Nothing to delete.
        }
    }

    @Override
    public Optional<String> recover(ResourceContext context, Map<String, Object> properties) {
        try {
            return ecr
                    .describeRepositories(request -> request.repositoryNames(name(context, properties)))
                    .repositories()
                    .stream()
                    .map(Repository::repositoryName)
                    .findFirst();
        } catch (RepositoryNotFoundException none) {
            return Optional.empty();
        }
    }
}
