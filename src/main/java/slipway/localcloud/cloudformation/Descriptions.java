package slipway.localcloud.cloudformation;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import slipway.localcloud.cloudformation.template.ParameterDeclaration;
import slipway.localcloud.cloudformation.template.ParameterValue;
import slipway.localcloud.cloudformation.template.Template;
import software.amazon.awssdk.services.cloudformation.model.Capability;
import software.amazon.awssdk.services.cloudformation.model.Output;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.cloudformation.model.ParameterConstraints;
import software.amazon.awssdk.services.cloudformation.model.RollbackConfiguration;
import software.amazon.awssdk.services.cloudformation.model.StackDriftInformation;
import software.amazon.awssdk.services.cloudformation.model.StackDriftInformationSummary;
import software.amazon.awssdk.services.cloudformation.model.StackDriftStatus;
import software.amazon.awssdk.services.cloudformation.model.StackEvent;
import software.amazon.awssdk.services.cloudformation.model.StackResource;
import software.amazon.awssdk.services.cloudformation.model.StackResourceDetail;
import software.amazon.awssdk.services.cloudformation.model.StackResourceDriftInformation;
import software.amazon.awssdk.services.cloudformation.model.StackResourceDriftInformationSummary;
import software.amazon.awssdk.services.cloudformation.model.StackResourceDriftStatus;
import software.amazon.awssdk.services.cloudformation.model.StackResourceSummary;
import software.amazon.awssdk.services.cloudformation.model.StackSummary;
import software.amazon.awssdk.services.cloudformation.model.Tag;

/** Stacks and what belongs to them, in the SDK's words. */
final class Descriptions {
    private Descriptions() {}

    static software.amazon.awssdk.services.cloudformation.model.Stack stack(Stack stack) {
        var builder = software.amazon.awssdk.services.cloudformation.model.Stack.builder()
                .stackId(stack.id())
                .stackName(stack.name())
                .creationTime(stack.created())
                .lastUpdatedTime(stack.updated().orElse(null))
                .deletionTime(stack.deleted().orElse(null))
                .stackStatus(stack.status())
                .stackStatusReason(stack.reason())
                .changeSetId(stack.changeSetId())
                .disableRollback(stack.options().disableRollback())
                .enableTerminationProtection(stack.options().protection())
                .rollbackConfiguration(RollbackConfiguration.builder().build())
                .driftInformation(StackDriftInformation.builder()
                        .stackDriftStatus(StackDriftStatus.NOT_CHECKED)
                        .build())
                .notificationARNs(List.of())
                .tags(List.of())
                .outputs(stack.outputs().stream().map(Descriptions::output).toList());
        stack.settings()
                .ifPresent(settings -> builder.description(Template.parse(settings.template())
                                .description()
                                .orElse(null))
                        .parameters(parameters(settings.parameters()))
                        .capabilitiesWithStrings(settings.capabilities())
                        .notificationARNs(settings.notificationArns())
                        .roleARN(settings.roleArn())
                        .tags(tags(settings.tags())));
        return builder.build();
    }

    private static Output output(OutputEntry output) {
        return Output.builder()
                .outputKey(output.name())
                .outputValue(output.value())
                .description(output.description())
                .exportName(output.exportName())
                .build();
    }

    static List<Parameter> parameters(Map<String, ParameterValue> parameters) {
        return parameters.values().stream()
                .map(value -> Parameter.builder()
                        .parameterKey(value.name())
                        .parameterValue(value.shown())
                        .resolvedValue(value.noEcho() ? null : value.resolved())
                        .build())
                .toList();
    }

    static List<Tag> tags(Map<String, String> tags) {
        return tags.entrySet().stream()
                .map(tag ->
                        Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
    }

    static List<Capability> capabilities(Template template) {
        return Preflight.capabilityOf(template)
                .map(Capability::fromValue)
                .map(List::of)
                .orElse(List.of());
    }

    static StackSummary summary(Stack stack) {
        return StackSummary.builder()
                .stackId(stack.id())
                .stackName(stack.name())
                .templateDescription(stack.settings().map(Settings::description).orElse(null))
                .creationTime(stack.created())
                .lastUpdatedTime(stack.updated().orElse(null))
                .deletionTime(stack.deleted().orElse(null))
                .stackStatus(stack.status())
                .stackStatusReason(stack.reason())
                .driftInformation(StackDriftInformationSummary.builder()
                        .stackDriftStatus(StackDriftStatus.NOT_CHECKED)
                        .build())
                .build();
    }

    static StackEvent event(Stack stack, EventEntry event) {
        return StackEvent.builder()
                .stackId(stack.id())
                .stackName(stack.name())
                .eventId(event.id())
                .logicalResourceId(event.logicalId())
                .physicalResourceId(event.physicalId())
                .resourceType(event.type())
                .timestamp(event.at())
                .resourceStatus(event.status())
                .resourceStatusReason(event.reason())
                .resourceProperties(event.properties())
                .clientRequestToken(event.token())
                .build();
    }

    static StackResource resource(Stack stack, ResourceEntry entry) {
        return StackResource.builder()
                .stackId(stack.id())
                .stackName(stack.name())
                .logicalResourceId(entry.logicalId())
                .physicalResourceId(entry.physicalId())
                .resourceType(entry.type())
                .timestamp(entry.at())
                .resourceStatus(entry.status())
                .resourceStatusReason(entry.reason())
                .driftInformation(drift())
                .build();
    }

    static StackResourceDetail detail(Stack stack, ResourceEntry entry) {
        return StackResourceDetail.builder()
                .stackId(stack.id())
                .stackName(stack.name())
                .logicalResourceId(entry.logicalId())
                .physicalResourceId(entry.physicalId())
                .resourceType(entry.type())
                .lastUpdatedTimestamp(entry.at())
                .resourceStatus(entry.status())
                .resourceStatusReason(entry.reason())
                .metadata(entry.metadata())
                .driftInformation(drift())
                .build();
    }

    private static StackResourceDriftInformation drift() {
        return StackResourceDriftInformation.builder()
                .stackResourceDriftStatus(StackResourceDriftStatus.NOT_CHECKED)
                .build();
    }

    static StackResourceSummary resourceSummary(ResourceEntry entry) {
        return StackResourceSummary.builder()
                .logicalResourceId(entry.logicalId())
                .physicalResourceId(entry.physicalId())
                .resourceType(entry.type())
                .lastUpdatedTimestamp(entry.at())
                .resourceStatus(entry.status())
                .resourceStatusReason(entry.reason())
                .driftInformation(StackResourceDriftInformationSummary.builder()
                        .stackResourceDriftStatus(StackResourceDriftStatus.NOT_CHECKED)
                        .build())
                .build();
    }

    static software.amazon.awssdk.services.cloudformation.model.TemplateParameter parameter(
            ParameterDeclaration declaration) {
        return software.amazon.awssdk.services.cloudformation.model.TemplateParameter.builder()
                .parameterKey(declaration.name())
                .defaultValue(declaration.defaultValue().orElse(null))
                .description(declaration.description().orElse(null))
                .noEcho(declaration.noEcho())
                .build();
    }

    static software.amazon.awssdk.services.cloudformation.model.ParameterDeclaration declaration(
            ParameterDeclaration declaration) {
        Optional<ParameterConstraints> constraints = declaration.allowedValues().isEmpty()
                ? Optional.empty()
                : Optional.of(ParameterConstraints.builder()
                        .allowedValues(declaration.allowedValues())
                        .build());
        return software.amazon.awssdk.services.cloudformation.model.ParameterDeclaration.builder()
                .parameterKey(declaration.name())
                .parameterType(declaration.type())
                .defaultValue(declaration.defaultValue().orElse(null))
                .description(declaration.description().orElse(null))
                .noEcho(declaration.noEcho())
                .parameterConstraints(
                        constraints.orElse(ParameterConstraints.builder().build()))
                .build();
    }
}
