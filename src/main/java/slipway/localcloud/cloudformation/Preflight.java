package slipway.localcloud.cloudformation;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import slipway.localcloud.cloudformation.resource.ResourceTypes;
import slipway.localcloud.cloudformation.template.ParameterValue;
import slipway.localcloud.cloudformation.template.Parameters;
import slipway.localcloud.cloudformation.template.Scope;
import slipway.localcloud.cloudformation.template.Template;
import slipway.localcloud.cloudformation.template.TemplateCheck;
import slipway.localcloud.cloudformation.template.TemplateException;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.cloudformation.model.RollbackConfiguration;
import software.amazon.awssdk.services.cloudformation.model.Tag;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.GetParameterRequest;
import software.amazon.awssdk.services.ssm.model.ParameterNotFoundException;

/** Everything that is checked before a stack operation starts: request, template, parameters, capabilities, values. */
final class Preflight {
    /** The types whose creation must be acknowledged, each with the property that asks for the stronger capability. */
    private static final Map<String, String> IAM_TYPES = Map.of(
            "AWS::IAM::Role", "RoleName",
            "AWS::IAM::ManagedPolicy", "ManagedPolicyName",
            "AWS::IAM::Policy", "");

    private final StackEngine engine;
    private final ResourceTypes types;
    private final SsmClient ssm;

    Preflight(StackEngine engine, ResourceTypes types, SsmClient ssm) {
        this.engine = engine;
        this.types = types;
        this.ssm = ssm;
    }

    /** What a request gives of a stack; null and empty mean that it does not. */
    record Given(
            @Nullable String templateBody,
            @Nullable String templateUrl,
            boolean usePreviousTemplate,
            List<Parameter> parameters,
            @Nullable List<Tag> tags,
            List<String> capabilities,
            @Nullable List<String> notificationArns,
            @Nullable String roleArn) {}

    static void stackName(@Nullable String name) {
        if (name == null || !name.matches("[a-zA-Z][-a-zA-Z0-9]*") || name.length() > 128) {
            throw CloudFormationErrors.validation("1 validation error detected: Value '" + name
                    + "' at 'stackName' failed to satisfy constraint: Member must satisfy regular expression pattern:"
                    + " [a-zA-Z][-a-zA-Z0-9]*|arn:[-a-zA-Z0-9:/._+]*");
        }
    }

    static void rollbackConfiguration(@Nullable RollbackConfiguration configuration) {
        if (configuration != null && !configuration.rollbackTriggers().isEmpty()) {
            throw CloudFormationErrors.validation(
                    "RollbackTriggers are not supported by the local cloud: nothing would watch them. Send none.");
        }
    }

    static void retainExceptOnCreate(@Nullable Boolean asked) {
        if (Boolean.TRUE.equals(asked)) {
            throw CloudFormationErrors.validation("RetainExceptOnCreate is not supported by the local cloud as a"
                    + " parameter: give the resources the DeletionPolicy of that name.");
        }
    }

    /** The template's text, of the request or of the stack. */
    static String body(Given given, Optional<Settings> previous) {
        if (given.templateUrl() != null) {
            throw CloudFormationErrors.validation(
                    "TemplateURL must be a supported URL. The local cloud has no S3: send the template as TemplateBody.");
        }
        if (given.usePreviousTemplate() && given.templateBody() == null && previous.isPresent()) {
            return previous.get().template();
        }
        String body = given.templateBody();
        if (body == null || given.usePreviousTemplate()) {
            throw CloudFormationErrors.validation("Either Template URL or Template Body must be specified.");
        }
        int bytes = body.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > Template.MAX_BODY_BYTES) {
            throw CloudFormationErrors.validation("1 validation error detected: Value of " + bytes
                    + " bytes at 'templateBody' failed to satisfy constraint: Member must have length less than or equal"
                    + " to " + Template.MAX_BODY_BYTES);
        }
        return body;
    }

    /** A template that holds by itself. */
    Template template(String body) {
        return valid(() -> {
            Template template = Template.parse(body);
            TemplateCheck.check(template, types);
            return template;
        });
    }

    /** The settings that a request asks for, with those of the stack where it says so. */
    Settings settings(Given given, Optional<Settings> previous) {
        String body = body(given, previous);
        Template template = template(body);
        capabilities(template, given.capabilities());
        Map<String, ParameterValue> parameters =
                valid(() -> Parameters.resolve(template, values(given.parameters(), previous), this::ssmValue));
        var tags = new LinkedHashMap<String, String>();
        if (given.tags() == null) {
            previous.ifPresent(settings -> tags.putAll(settings.tags()));
        } else {
            given.tags().forEach(tag -> tags.put(tag.key(), tag.value()));
        }
        List<String> arns = given.notificationArns() == null
                ? previous.map(Settings::notificationArns).orElse(List.of())
                : List.copyOf(given.notificationArns());
        return new Settings(
                body,
                template.description().orElse(null),
                parameters,
                tags,
                List.copyOf(given.capabilities()),
                arns,
                given.roleArn());
    }

    private static Map<String, String> values(List<Parameter> given, Optional<Settings> previous) {
        var values = new LinkedHashMap<String, String>();
        for (Parameter parameter : given) {
            String key = parameter.parameterKey();
            if (Boolean.TRUE.equals(parameter.usePreviousValue())) {
                if (parameter.parameterValue() != null) {
                    throw CloudFormationErrors.validation("Invalid input for parameter key " + key
                            + ". Cannot specify usePreviousValue as true and non empty value for a parameter");
                }
                ParameterValue before =
                        previous.map(settings -> settings.parameters().get(key)).orElse(null);
                if (before == null) {
                    throw CloudFormationErrors.validation("Invalid input for parameter key " + key
                            + ". Unable to use previous value: the stack has no such parameter yet");
                }
                values.put(key, before.value());
            } else if (parameter.parameterValue() == null) {
                throw CloudFormationErrors.validation("Invalid input for parameter key " + key
                        + ". Need to specify either usePreviousValue as true or a value for the parameter");
            } else {
                values.put(key, parameter.parameterValue());
            }
        }
        return values;
    }

    private Optional<String> ssmValue(String name) {
        try {
            return Optional.of(
                    ssm.getParameter(GetParameterRequest.builder().name(name).build())
                            .parameter()
                            .value());
        } catch (ParameterNotFoundException missing) {
            return Optional.empty();
        }
    }

    /** The capability that a template needs: CAPABILITY_IAM, CAPABILITY_NAMED_IAM or nothing. */
    static Optional<String> capabilityOf(Template template) {
        boolean iam = false;
        for (var resource : template.resources().values()) {
            String naming = IAM_TYPES.get(resource.type());
            if (naming != null) {
                iam = true;
                if (resource.properties().get(naming) != null) {
                    return Optional.of("CAPABILITY_NAMED_IAM");
                }
            }
        }
        return iam ? Optional.of("CAPABILITY_IAM") : Optional.empty();
    }

    private static void capabilities(Template template, List<String> given) {
        capabilityOf(template).ifPresent(wanted -> {
            boolean enough = given.contains("CAPABILITY_NAMED_IAM") || given.contains(wanted);
            if (!enough) {
                throw CloudFormationErrors.capabilities(wanted);
            }
        });
    }

    /** The blueprint of a stack, with everything worked out that needs no resource to exist. */
    Blueprint blueprint(Settings settings, String stackName, String stackId) {
        return valid(() -> {
            Blueprint blueprint = engine.blueprint(settings, stackName, stackId);
            blueprint.evaluator().checkRules();
            for (String id : blueprint.resources()) {
                blueprint.wanted(id, Scope.UNKNOWN_RESOURCES);
            }
            blueprint.outputs(Scope.UNKNOWN_RESOURCES);
            return blueprint;
        });
    }

    /** What bringing the stack to the blueprint would change. */
    ChangePlan plan(Stack stack, Blueprint blueprint) {
        return valid(() -> new ChangePlan(stack, blueprint, engine.differences()));
    }

    /** Refuses what the ResourceTypes of a request leave out. */
    static void resourceTypes(Template template, List<String> allowed) {
        if (allowed.isEmpty()) {
            return;
        }
        Set<String> used = template.resourceTypes();
        for (String type : used) {
            boolean listed = allowed.stream()
                    .anyMatch(pattern -> pattern.endsWith("*")
                            ? type.startsWith(pattern.substring(0, pattern.length() - 1))
                            : type.equals(pattern));
            if (!listed) {
                throw CloudFormationErrors.validation(
                        "Resource type " + type + " is not allowed by parameter ResourceTypes " + allowed);
            }
        }
    }

    private interface Work<T> {
        T run();
    }

    /** A template's fault is the caller's error. */
    private static <T> T valid(Work<T> work) {
        try {
            return work.run();
        } catch (TemplateException fault) {
            throw CloudFormationErrors.validation(String.valueOf(fault.getMessage()));
        }
    }
}
