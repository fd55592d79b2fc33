package slipway.stacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static slipway.stacks.Rule.change;
import static slipway.stacks.Rule.rule;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import slipway.localcloud.cloudformation.template.Parameters;
import slipway.localcloud.cloudformation.template.ResourceDeclaration.Policy;
import slipway.localcloud.cloudformation.template.Template;
import slipway.localcloud.cloudformation.template.TemplateException;

class DeliveryRulesTest implements HoldsRules {
    private static final String SUBJECT = "repo:owner/name:ref:refs/heads/main";
    private static final Map<String, String> GITHUB = Map.of("GitHubSubjects", SUBJECT);
    private static final String HERE = ":eu-west-1:000000000000:";
    private static final String REPOSITORIES = " on ApiRepository.Arn, ClientRepository.Arn";
    private static final String STACKS = " on arn:aws:cloudformation" + HERE + "stack/dev-*";
    private static final String LOCK = " on arn:aws:ssm" + HERE + "parameter/dev/traffic-history, arn:aws:ssm" + HERE
            + "parameter/dev/traffic-lock";
    private static final String SERVICES =
            " on arn:aws:ecs" + HERE + "service-deployment/dev/dev-*, arn:aws:ecs" + HERE + "service/dev/dev-*";
    private static final String ROLES = " on arn:aws:iam::000000000000:role/dev-*";
    private static final String TARGETS = " on arn:aws:application-autoscaling" + HERE + "scalable-target/*";
    private static final String ALARMS = " on arn:aws:cloudwatch" + HERE + "alarm:TargetTracking-service/dev/*"
            + ", arn:aws:cloudwatch" + HERE + "alarm:dev-*";

    @Override
    public Stream<Rule> rules() {
        return Stream.concat(repositories(), github());
    }

    private static Stream<Rule> repositories() {
        return Stream.of(
                rule(
                        "a published tag never moves, images are scanned, and only thirty are kept",
                        shipped -> {
                            for (String tier : List.of("Client", "Api")) {
                                Stack delivery = shipped.stack("delivery");
                                String id = tier + "Repository";
                                assertThat(delivery.properties(id))
                                        .containsEntry("ImageTagMutability", "IMMUTABLE")
                                        .containsEntry("ImageScanningConfiguration", Map.of("ScanOnPush", "true"));
                                assertThat(delivery.at(id, "LifecyclePolicy.LifecyclePolicyText")
                                                .toString())
                                        .contains("\"countNumber\":30}");
                            }
                        },
                        change("delivery", "ImageTagMutability: IMMUTABLE", "ImageTagMutability: MUTABLE"),
                        change("delivery", "ScanOnPush: true", "ScanOnPush: false"),
                        change("delivery", "\"countNumber\":30", "\"countNumber\":3000")),
                rule(
                        "a repository does not hinder the stack's deletion, nor a change of profile",
                        shipped -> {
                            for (String tier : List.of("Client", "Api")) {
                                assertThat(shipped.stack("delivery").properties(tier + "Repository"))
                                        .containsEntry("EmptyOnDelete", "true")
                                        .containsEntry("EncryptionConfiguration", Map.of("EncryptionType", "KMS"));
                            }
                        },
                        change("delivery", "EmptyOnDelete: true", "EmptyOnDelete: false"),
                        change("delivery", "EncryptionType: KMS", "EncryptionType: AES256")),
                rule(
                        "repositories are named after environment and tier",
                        shipped -> {
                            assertThat(shipped.stack("delivery").at("ClientRepository", "RepositoryName"))
                                    .isEqualTo("dev/client");
                            assertThat(shipped.stack("delivery").at("ApiRepository", "RepositoryName"))
                                    .isEqualTo("dev/api");
                        },
                        change("delivery", "${EnvironmentName}/api", "${EnvironmentName}/client")));
    }

    private static Stream<Rule> github() {
        return Stream.of(
                rule(
                        "by default nobody outside the account is trusted",
                        shipped -> assertThat(shipped.stack("delivery").ids())
                                .containsExactlyInAnyOrder("ClientRepository", "ApiRepository"),
                        change(
                                "delivery",
                                "  DeployRole:\n    Type: AWS::IAM::Role\n    Condition: TrustsGitHub\n",
                                "  DeployRole:\n    Type: AWS::IAM::Role\n")),
                rule(
                        "the account's one provider is created only where none is given, and outlives the stack",
                        DeliveryRulesTest::provider,
                        change("delivery", "DeletionPolicy: Retain", "DeletionPolicy: Delete"),
                        change("delivery", "    Condition: CreatesProvider\n", "    Condition: TrustsGitHub\n")),
                rule(
                        "the role is for the exact subjects, and for repository and environment where asked",
                        DeliveryRulesTest::trust,
                        change(
                                "delivery",
                                "StringEquals:\n                token",
                                "StringLike:\n                token"),
                        change("delivery", "token.actions.githubusercontent.com:aud: sts.amazonaws.com\n", "x: y\n")),
                rule(
                        "a subject with a wildcard is refused, the two forms of GitHub's subjects are not",
                        shipped -> {
                            for (String subject : List.of("repo:owner/*", "repo:owner/name:*", "owner/name")) {
                                assertThatThrownBy(() -> resolve(shipped, subject))
                                        .as(subject)
                                        .isInstanceOf(TemplateException.class);
                            }
                            assertThatCode(() -> resolve(shipped, SUBJECT + ",repo:o@1/n@2:environment:production"))
                                    .doesNotThrowAnyException();
                        },
                        change("delivery", ":[^*?\\s]+$", ":.*$")),
                rule(
                        "a job may publish, update stacks, move weights, hold the lock and watch, nothing else",
                        shipped -> assertThat(policy(shipped, "DeployRole"))
                                .containsExactly(
                                        "ecr:GetAuthorizationToken on *",
                                        "ecr:BatchCheckLayerAvailability" + REPOSITORIES,
                                        "ecr:BatchGetImage" + REPOSITORIES,
                                        "ecr:CompleteLayerUpload" + REPOSITORIES,
                                        "ecr:DescribeImageScanFindings" + REPOSITORIES,
                                        "ecr:DescribeImages" + REPOSITORIES,
                                        "ecr:GetDownloadUrlForLayer" + REPOSITORIES,
                                        "ecr:InitiateLayerUpload" + REPOSITORIES,
                                        "ecr:PutImage" + REPOSITORIES,
                                        "ecr:UploadLayerPart" + REPOSITORIES,
                                        "cloudformation:CreateChangeSet" + STACKS,
                                        "cloudformation:Describe*" + STACKS,
                                        "cloudformation:ExecuteChangeSet" + STACKS,
                                        "cloudformation:UpdateStack" + STACKS,
                                        "iam:PassRole on StackRole.Arn",
                                        "elasticloadbalancing:ModifyRule on ApiRuleArn, ClientRuleArn",
                                        "ssm:DeleteParameter" + LOCK,
                                        "ssm:GetParameter" + LOCK,
                                        "ssm:GetParameters" + LOCK,
                                        "ssm:PutParameter" + LOCK,
                                        "cloudwatch:DescribeAlarms on *",
                                        "cloudwatch:GetMetricData on *",
                                        "ecs:DescribeServices on *",
                                        "ecs:DescribeTasks on *",
                                        "ecs:ListTasks on *",
                                        "elasticloadbalancing:DescribeRules on *",
                                        "elasticloadbalancing:DescribeTargetGroups on *",
                                        "elasticloadbalancing:DescribeTargetHealth on *"),
                        change("delivery", "- cloudformation:UpdateStack\n", "- cloudformation:*\n"),
                        change("delivery", "Resource: !GetAtt StackRole.Arn", "Resource: '*'"),
                        change(
                                "delivery",
                                "parameter/${EnvironmentName}/traffic-lock",
                                "parameter/${EnvironmentName}/*")),
                rule(
                        "a job hands its role to CloudFormation only",
                        shipped -> assertThat(shipped.stack("delivery", GITHUB)
                                        .at("DeployRole", "Policies[0].PolicyDocument.Statement[3].Condition"))
                                .isEqualTo(Map.of(
                                        "StringEquals", Map.of("iam:PassedToService", "cloudformation.amazonaws.com"))),
                        change(
                                "delivery",
                                "{iam:PassedToService: cloudformation.amazonaws.com}",
                                "{iam:PassedToService: ec2.amazonaws.com}")),
                rule(
                        "for a job, CloudFormation changes tasks, numbers, alarms and weights, and no role or network",
                        shipped -> assertThat(policy(shipped, "StackRole"))
                                .containsExactly(
                                        "ecs:DeregisterTaskDefinition on *",
                                        "ecs:DescribeTaskDefinition on *",
                                        "ecs:RegisterTaskDefinition on *",
                                        "ecs:DescribeServiceDeployments" + SERVICES,
                                        "ecs:DescribeServices" + SERVICES,
                                        "ecs:ListServiceDeployments" + SERVICES,
                                        "ecs:ListTagsForResource" + SERVICES,
                                        "ecs:StopServiceDeployment" + SERVICES,
                                        "ecs:TagResource" + SERVICES,
                                        "ecs:UntagResource" + SERVICES,
                                        "ecs:UpdateService" + SERVICES,
                                        "ecs:TagResource on arn:aws:ecs" + HERE + "task-definition/dev-*",
                                        "iam:GetRole" + ROLES,
                                        "iam:PassRole" + ROLES,
                                        "application-autoscaling:PutScalingPolicy" + TARGETS,
                                        "application-autoscaling:RegisterScalableTarget" + TARGETS,
                                        "cloudwatch:PutCompositeAlarm" + ALARMS,
                                        "cloudwatch:PutMetricAlarm" + ALARMS,
                                        "elasticloadbalancing:ModifyRule on ApiRuleArn, ClientRuleArn",
                                        "application-autoscaling:DescribeScalableTargets on *",
                                        "application-autoscaling:DescribeScalingPolicies on *",
                                        "application-autoscaling:DescribeScheduledActions on *",
                                        "cloudwatch:DescribeAlarms on *",
                                        "elasticloadbalancing:DescribeRules on *"),
                        change("delivery", "['iam:GetRole', 'iam:PassRole']", "['iam:GetRole', 'iam:PutRolePolicy']")));
    }

    private static void provider(Shipped shipped) {
        Stack creating = shipped.stack("delivery", GITHUB);
        assertThat(creating.properties("OidcProvider"))
                .containsEntry("Url", "https://token.actions.githubusercontent.com")
                .containsEntry("ClientIdList", List.of("sts.amazonaws.com"));
        assertThat(creating.resource("OidcProvider").onDelete()).isEqualTo(Policy.RETAIN);
        var given = new HashMap<>(GITHUB);
        String arn = "arn:aws:iam::000000000000:oidc-provider/token.actions.githubusercontent.com";
        given.put("OidcProviderArn", arn);
        assertThat(shipped.stack("delivery", given).ids()).doesNotContain("OidcProvider");
        assertThat(shipped.stack("delivery", given).at("DeployRole", "AssumeRolePolicyDocument.Statement[0].Principal"))
                .isEqualTo(Map.of("Federated", arn));
    }

    private static void trust(Shipped shipped) {
        String path = "AssumeRolePolicyDocument.Statement[0].Condition";
        String token = "token.actions.githubusercontent.com:";
        assertThat(shipped.stack("delivery", GITHUB).at("DeployRole", path))
                .isEqualTo(Map.of(
                        "StringEquals", Map.of(token + "aud", "sts.amazonaws.com", token + "sub", List.of(SUBJECT))));
        var narrow = new HashMap<>(GITHUB);
        narrow.put("GitHubRepositoryId", "42");
        narrow.put("GitHubEnvironment", "production");
        assertThat(shipped.stack("delivery", narrow).at("DeployRole", path))
                .isEqualTo(Map.of(
                        "StringEquals",
                        Map.of(
                                token + "aud",
                                "sts.amazonaws.com",
                                token + "sub",
                                List.of(SUBJECT),
                                token + "repository_id",
                                "42",
                                token + "environment",
                                "production")));
    }

    private static List<String> policy(Shipped shipped, String role) {
        return Policies.allowed(shipped.stack("delivery", GITHUB).at(role, "Policies[0].PolicyDocument"));
    }

    private static void resolve(Shipped shipped, String subjects) {
        Template template = shipped.template("delivery");
        Parameters.resolve(
                template, Wiring.withStandIns(template, Map.of("GitHubSubjects", subjects)), name -> Optional.empty());
    }
}
