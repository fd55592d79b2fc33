package slipway.localcloud.cloudformation.resource;

import static slipway.localcloud.cloudformation.resource.MetadataTypes.entry;
import static slipway.localcloud.cloudformation.resource.MetadataTypes.id;
import static slipway.localcloud.cloudformation.resource.MetadataTypes.joined;
import static slipway.localcloud.cloudformation.resource.MetadataTypes.named;
import static slipway.localcloud.cloudformation.resource.MetadataTypes.required;
import static slipway.localcloud.cloudformation.resource.MetadataTypes.type;
import static slipway.localcloud.cloudformation.resource.MetadataTypes.uuid;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The types of identities, keys, topics, buckets and web access lists. Nobody here is denied anything, and no message is sent. */
final class SecurityTypes {
    private SecurityTypes() {}

    static List<ResourceType> all() {
        return List.of(
                type(
                        "AWS::IAM::Role",
                        "AssumeRolePolicyDocument:d* Description ManagedPolicyArns:l MaxSessionDuration:i Path! "
                                + "PermissionsBoundary Policies:l RoleName! Tags:l",
                        named("RoleName", 64),
                        "RoleName",
                        entry("Arn", (context, id, properties) -> iam(context, "role", id, properties)),
                        entry(
                                "RoleId",
                                (context, id, properties) ->
                                        "AROA" + context.hex(17).toUpperCase(Locale.ROOT))),
                type(
                        "AWS::IAM::ManagedPolicy",
                        "Description! Groups:l ManagedPolicyName! Path! PolicyDocument:d* Roles:l Users:l",
                        (context, properties) -> iam(
                                context,
                                "policy",
                                named("ManagedPolicyName", 128).of(context, properties),
                                properties),
                        "ManagedPolicyName",
                        entry("PolicyArn", id()),
                        entry(
                                "PolicyId",
                                (context, id, properties) ->
                                        "ANPA" + context.hex(17).toUpperCase(Locale.ROOT)),
                        entry("DefaultVersionId", (context, id, properties) -> "v1")),
                type(
                        "AWS::IAM::Policy",
                        "Groups:l PolicyDocument:d* PolicyName* Roles:l Users:l",
                        (context, properties) -> context.generatedName(128),
                        null,
                        entry("Id", id())),
                type(
                        "AWS::IAM::OIDCProvider",
                        "ClientIdList:l Tags:l ThumbprintList:l Url!",
                        (context, properties) -> context.place()
                                .globalArn(
                                        "iam",
                                        "oidc-provider/"
                                                + String.valueOf(properties.get("Url"))
                                                        .replaceFirst("^https://", "")),
                        null,
                        entry("Arn", id())),
                type(
                        "AWS::SNS::Topic",
                        "ArchivePolicy:d ContentBasedDeduplication:b DataProtectionPolicy:d "
                                + "DeliveryStatusLogging:l DisplayName FifoThroughputScope FifoTopic:b! KmsMasterKeyId "
                                + "SignatureVersion Subscription:l Tags:l TopicName! TracingConfig",
                        (context, properties) -> context.place()
                                .arn("sns", named("TopicName", 256).of(context, properties)),
                        "TopicName",
                        entry("TopicArn", id()),
                        entry("TopicName", (context, id, properties) -> id.substring(id.lastIndexOf(':') + 1))),
                type(
                        "AWS::SNS::Subscription",
                        "DeliveryPolicy:d Endpoint! FilterPolicy:d FilterPolicyScope Protocol*! "
                                + "RawMessageDelivery:b RedrivePolicy:d Region! ReplayPolicy:d SubscriptionRoleArn "
                                + "TopicArn*!",
                        (context, properties) -> properties.get("TopicArn") + ":" + uuid(context),
                        null,
                        entry("Arn", id())),
                type(
                        "AWS::SNS::TopicPolicy",
                        "PolicyDocument:d* Topics:l*",
                        (context, properties) -> context.generatedName(128),
                        null,
                        entry("Id", id())),
                type(
                        "AWS::KMS::Key",
                        "BypassPolicyLockoutSafetyCheck:b Description EnableKeyRotation:b Enabled:b KeyPolicy:d "
                                + "KeySpec KeyUsage MultiRegion:b Origin PendingWindowInDays:i RotationPeriodInDays:i "
                                + "Tags:l",
                        (context, properties) -> uuid(context),
                        null,
                        entry(
                                "Arn",
                                (context, id, properties) -> context.place().arn("kms", "key/" + id)),
                        entry("KeyId", id())),
                type("AWS::KMS::Alias", "AliasName*! TargetKeyId*", required("AliasName"), "AliasName"),
                type(
                        "AWS::S3::Bucket",
                        "AbacStatus AccelerateConfiguration:m AccessControl AnalyticsConfigurations:l "
                                + "BucketEncryption:m BucketName! BucketNamePrefix! BucketNamespace! CorsConfiguration:m "
                                + "IntelligentTieringConfigurations:l InventoryConfigurations:l LifecycleConfiguration:m "
                                + "LoggingConfiguration:m MetadataConfiguration:m MetadataTableConfiguration:m "
                                + "MetricsConfigurations:l NotificationConfiguration:m ObjectLockConfiguration:m "
                                + "ObjectLockEnabled:b OwnershipControls:m PublicAccessBlockConfiguration:m "
                                + "ReplicationConfiguration:m Tags:l VersioningConfiguration:m WebsiteConfiguration:m",
                        (context, properties) -> properties.containsKey("BucketName")
                                ? required("BucketName").of(context, properties)
                                : context.generatedLowerName(63),
                        "BucketName",
                        entry(
                                "Arn",
                                (context, id, properties) ->
                                        "arn:" + context.place().partition() + ":s3:::" + id),
                        entry("DomainName", (context, id, properties) -> id + ".s3.amazonaws.com"),
                        entry(
                                "RegionalDomainName",
                                (context, id, properties) ->
                                        id + ".s3." + context.place().region() + ".amazonaws.com")),
                type("AWS::S3::BucketPolicy", "Bucket*! PolicyDocument:d*", required("Bucket"), null),
                type(
                        "AWS::WAFv2::WebACL",
                        "ApplicationConfig:m AssociationConfig:m CaptchaConfig:m ChallengeConfig:m "
                                + "CustomResponseBodies:m DataProtectionConfig:m DefaultAction:m* Description Name! "
                                + "OnSourceDDoSProtectionConfig:m Rules:l Scope*! Tags:l TokenDomains:l VisibilityConfig:m*",
                        (context, properties) -> named("Name", 128).of(context, properties) + "|" + uuid(context) + "|"
                                + properties.get("Scope"),
                        "Name",
                        entry("Arn", (context, id, properties) -> webAclArn(context, id)),
                        entry("Id", (context, id, properties) -> id.split("\\|", -1)[1]),
                        entry(
                                "LabelNamespace",
                                (context, id, properties) -> "awswaf:"
                                        + context.place().accountId() + ":webacl:" + id.split("\\|", -1)[0] + ":")),
                type(
                        "AWS::WAFv2::WebACLAssociation",
                        "ResourceArn*! WebACLArn*!",
                        joined("|", "WebACLArn", "ResourceArn"),
                        null),
                type(
                        "AWS::WAFv2::LoggingConfiguration",
                        "LogDestinationConfigs:l* LoggingFilter:m RedactedFields:l ResourceArn*!",
                        required("ResourceArn"),
                        null));
    }

    /** Roles and policies have a path in their ARN, {@code /} when none is given. */
    private static String iam(ResourceContext context, String kind, String name, Map<String, Object> properties) {
        return context.place().globalArn("iam", kind + properties.getOrDefault("Path", "/") + name);
    }

    private static String webAclArn(ResourceContext context, String id) {
        String[] parts = id.split("\\|", -1);
        return context.place().arn("wafv2", "regional/webacl/" + parts[0] + "/" + parts[1]);
    }
}
