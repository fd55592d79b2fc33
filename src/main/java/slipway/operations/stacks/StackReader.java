package slipway.operations.stacks;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import slipway.cloud.Cloud;
import slipway.model.EnvironmentName;
import slipway.model.Failure;
import slipway.model.FailureException;
import slipway.operations.EnvironmentStack;
import slipway.operations.Failures;
import software.amazon.awssdk.services.cloudformation.model.CloudFormationException;
import software.amazon.awssdk.services.cloudformation.model.Output;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.cloudformation.model.StackResource;
import software.amazon.awssdk.services.cloudformation.model.TemplateStage;

/** Reads stacks and templates as CloudFormation has them. */
public final class StackReader {
    /** Where in the text CloudFormation, or the local cloud, says a mistake is. */
    private static final Pattern PLACE = Pattern.compile("\\s*\\((?:([^,()]+), )?line (\\d+), column (\\d+)\\)\\.?$");

    private final Cloud cloud;

    public StackReader(Cloud cloud) {
        this.cloud = cloud;
    }

    /** The environment's stacks that exist, by name, in the order of deployment. */
    public Map<String, StackSnapshot> all(EnvironmentName environment) {
        Map<String, StackSnapshot> found = new LinkedHashMap<>();
        Failures.translatedRun(
                "read the stacks of " + environment,
                () -> cloud.cloudFormation()
                        .describeStacksPaginator(request -> {})
                        .stacks()
                        .forEach(stack -> found.put(stack.stackName(), snapshot(stack))));
        Map<String, StackSnapshot> ordered = new LinkedHashMap<>();
        for (EnvironmentStack stack : EnvironmentStack.all()) {
            String name = stack.in(environment);
            Optional.ofNullable(found.get(name)).ifPresent(snapshot -> ordered.put(name, snapshot));
        }
        return ordered;
    }

    /**
     * One stack, by name, or by id also after it was deleted.
     *
     * @return empty when there is none, or it was deleted
     */
    public Optional<StackSnapshot> find(String nameOrId) {
        try {
            return cloud.cloudFormation().describeStacks(request -> request.stackName(nameOrId)).stacks().stream()
                    .map(StackReader::snapshot)
                    .filter(stack -> !stack.status().equals("DELETE_COMPLETE"))
                    .findFirst();
        } catch (CloudFormationException refused) {
            if (Failures.stackIsMissing(refused)) {
                return Optional.empty();
            }
            throw Failures.exception("read stack " + nameOrId, refused);
        } catch (RuntimeException failed) {
            throw Failures.exception("read stack " + nameOrId, failed);
        }
    }

    /** The template that the stack was last created or updated with. */
    public String body(String stack) {
        return Failures.translated(
                "read the template of " + stack,
                () -> cloud.cloudFormation()
                        .getTemplate(request -> request.stackName(stack).templateStage(TemplateStage.ORIGINAL))
                        .templateBody());
    }

    /** The stack's resources: logical to physical id. */
    public Map<String, String> resources(String stack) {
        return resources(stack, Optional.empty());
    }

    /** The stack's resources of one type: logical to physical id. */
    public Map<String, String> resources(String stack, String type) {
        return resources(stack, Optional.of(type));
    }

    private Map<String, String> resources(String stack, Optional<String> type) {
        return Failures.translated("read the resources of " + stack, () -> {
            Map<String, String> ids = new LinkedHashMap<>();
            for (StackResource resource : cloud.cloudFormation()
                    .describeStackResources(request -> request.stackName(stack))
                    .stackResources()) {
                // A creation that was rolled back still lists what it took away again.
                boolean gone = "DELETE_COMPLETE".equals(resource.resourceStatusAsString());
                if (type.isEmpty() || type.get().equals(resource.resourceType())) {
                    if (resource.physicalResourceId() != null && !gone) {
                        ids.put(resource.logicalResourceId(), resource.physicalResourceId());
                    }
                }
            }
            return ids;
        });
    }

    /**
     * Has CloudFormation look at a template.
     *
     * @throws FailureException {@code Rejected} whose message begins with the template's file, and the place if known
     */
    public void validate(Template template) {
        try {
            cloud.cloudFormation().validateTemplate(request -> request.templateBody(template.body()));
        } catch (CloudFormationException refused) {
            if (Failures.code(refused).equals("ValidationError")) {
                throw new FailureException(
                        new Failure.Rejected(located(template, Failures.words(refused)), "ValidationError"), refused);
            }
            throw Failures.exception("have " + template.file() + " validated", refused);
        } catch (RuntimeException failed) {
            throw Failures.exception("have " + template.file() + " validated", failed);
        }
    }

    /** CloudFormation's words on a template, with the file and, where the words tell, the place in front. */
    public static String located(Template template, String words) {
        Matcher place = PLACE.matcher(words);
        if (!place.find()) {
            return template.file() + ": " + words;
        }
        String owner = place.group(1) == null ? "" : place.group(1) + ": ";
        return template.file() + ":" + place.group(2) + ":" + place.group(3) + ": " + owner
                + words.substring(0, place.start());
    }

    static StackSnapshot snapshot(Stack stack) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (Parameter parameter : stack.parameters()) {
            parameters.put(parameter.parameterKey(), text(parameter.parameterValue()));
        }
        Map<String, String> outputs = new LinkedHashMap<>();
        for (Output output : stack.outputs()) {
            outputs.put(output.outputKey(), text(output.outputValue()));
        }
        Instant changed = stack.lastUpdatedTime() == null ? stack.creationTime() : stack.lastUpdatedTime();
        return new StackSnapshot(
                stack.stackName(),
                stack.stackId(),
                stack.stackStatusAsString(),
                text(stack.stackStatusReason()),
                parameters,
                outputs,
                changed == null ? Instant.EPOCH : changed);
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }
}
