package slipway.model;

/**
 * A resource of a template, as the plan and the progress tree show it.
 *
 * @param logicalId the template's name for it
 * @param type CloudFormation's, such as {@code AWS::ECS::Service}
 * @param description the template's words in the resource's Metadata
 */
public record ResourcePlan(String logicalId, String type, String description) {}
