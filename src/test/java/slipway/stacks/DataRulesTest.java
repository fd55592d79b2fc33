package slipway.stacks;

import static org.assertj.core.api.Assertions.assertThat;
import static slipway.stacks.Rule.change;
import static slipway.stacks.Rule.rule;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import slipway.localcloud.cloudformation.template.ResourceDeclaration.Policy;

class DataRulesTest implements HoldsRules {
    private static final Map<String, String> ADOPTING = Map.of("ExistingFileSystemId", "fs-0123456789abcdef0");
    private static final List<String> USERS_OF_THE_VOLUME = List.of("AccessPoint", "MountTargetA", "MountTargetB");
    private static final String CONTAINER = "ContainerDefinitions[0]";
    private static final String COMMAND =
            "exec 9>.lock; flock 9; exec redis-server --appendonly yes ${BIND:+--bind $BIND}";

    @Override
    public Stream<Rule> rules() {
        return Stream.of(volume(), access(), task(), service()).flatMap(group -> group);
    }

    private static Stream<Rule> volume() {
        return Stream.of(
                rule(
                        "the volume is encrypted, backed up, and not throttled by credits",
                        shipped -> assertThat(shipped.stack("data").properties("FileSystem"))
                                .containsEntry("Encrypted", "true")
                                .containsEntry("PerformanceMode", "generalPurpose")
                                .containsEntry("ThroughputMode", "elastic")
                                .containsEntry("BackupPolicy", Map.of("Status", "ENABLED")),
                        change("data", "Encrypted: true", "Encrypted: false"),
                        change("data", "ThroughputMode: elastic", "ThroughputMode: bursting"),
                        change("data", "BackupPolicy: {Status: ENABLED}", "BackupPolicy: {Status: DISABLED}")),
                rule(
                        "the volume outlives its stack and its replacement, but not a creation that failed",
                        shipped -> {
                            var volume = shipped.stack("data").resource("FileSystem");
                            assertThat(volume.onDelete()).isEqualTo(Policy.RETAIN_EXCEPT_ON_CREATE);
                            assertThat(volume.onReplace()).isEqualTo(Policy.RETAIN);
                        },
                        change("data", "DeletionPolicy: RetainExceptOnCreate", "DeletionPolicy: Delete"),
                        change("data", "UpdateReplacePolicy: Retain", "UpdateReplacePolicy: Delete")),
                rule(
                        "a volume that a deleted stack left is taken over instead of a new one",
                        shipped -> {
                            Stack adopting = shipped.stack("data", ADOPTING);
                            assertThat(adopting.ids()).doesNotContain("FileSystem");
                            for (String id : USERS_OF_THE_VOLUME) {
                                assertThat(adopting.at(id, "FileSystemId"))
                                        .as(id)
                                        .isEqualTo("fs-0123456789abcdef0");
                                assertThat(shipped.stack("data").at(id, "FileSystemId"))
                                        .as(id)
                                        .isEqualTo("FileSystem");
                            }
                            String mounted = "Volumes[0].EFSVolumeConfiguration.FilesystemId";
                            assertThat(adopting.at("TaskDefinition", mounted)).isEqualTo("fs-0123456789abcdef0");
                            assertThat(shipped.stack("data").at("TaskDefinition", mounted))
                                    .isEqualTo("FileSystem");
                            assertThat(adopting.outputs()).containsEntry("FileSystemId", "fs-0123456789abcdef0");
                        },
                        change("data", "    Condition: CreatesFileSystem\n", ""),
                        change(
                                "data",
                                "FilesystemId: !If [CreatesFileSystem, !Ref FileSystem, !Ref ExistingFileSystemId]",
                                "FilesystemId: !Ref ExistingFileSystemId")),
                rule(
                        "there is a mount target in each private subnet, behind the volume's group",
                        shipped -> {
                            Stack data = shipped.stack("data");
                            assertThat(data.at("MountTargetA", "SubnetId")).isEqualTo("PrivateSubnetIds-0");
                            assertThat(data.at("MountTargetB", "SubnetId")).isEqualTo("PrivateSubnetIds-1");
                            assertThat(data.at("MountTargetA", "SecurityGroups"))
                                    .isEqualTo(List.of("EfsSecurityGroupId"));
                            assertThat(data.at("MountTargetB", "SecurityGroups"))
                                    .isEqualTo(List.of("EfsSecurityGroupId"));
                        },
                        change(
                                "data",
                                "SubnetId: !Select [1, !Ref PrivateSubnetIds]",
                                "SubnetId: !Select [0, !Ref PrivateSubnetIds]"),
                        change("data", "[!Ref EfsSecurityGroupId]", "[!Ref RedisSecurityGroupId]")));
    }

    private static Stream<Rule> access() {
        return Stream.of(
                rule(
                        "the volume refuses plain text and lets the Redis task read and write, nobody else",
                        shipped -> {
                            Object policy = shipped.stack("data").at("FileSystem", "FileSystemPolicy");
                            assertThat(Policies.statements(policy)).hasSize(2);
                            assertThat(Stack.within(policy, "Statement[0].Effect"))
                                    .contains("Deny");
                            assertThat(Stack.within(policy, "Statement[0].Condition"))
                                    .contains(Map.of("Bool", Map.of("aws:SecureTransport", "false")));
                            assertThat(Stack.within(policy, "Statement[1].Principal"))
                                    .contains(Map.of("AWS", "TaskRole.Arn"));
                            assertThat(Stack.within(policy, "Statement[1].Action"))
                                    .contains(
                                            List.of("elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"));
                        },
                        change("data", "Principal: {AWS: !GetAtt TaskRole.Arn}", "Principal: {AWS: '*'}"),
                        change("data", "Effect: Deny", "Effect: Allow")),
                rule(
                        "the Redis task mounts through its access point only",
                        shipped -> {
                            Object policy = shipped.stack("data").at("MountPolicy", "PolicyDocument");
                            String volume = "arn:aws:elasticfilesystem:eu-west-1:000000000000:file-system/FileSystem";
                            assertThat(Policies.allowed(policy))
                                    .containsExactly(
                                            "elasticfilesystem:ClientMount on " + volume,
                                            "elasticfilesystem:ClientWrite on " + volume);
                            assertThat(Stack.within(policy, "Statement[0].Condition"))
                                    .contains(Map.of(
                                            "StringEquals",
                                            Map.of("elasticfilesystem:AccessPointArn", "AccessPoint.Arn")));
                        },
                        change(
                                "data",
                                "'elasticfilesystem:ClientWrite']\n            Resource",
                                "'elasticfilesystem:ClientRootAccess']\n            Resource")),
                rule(
                        "the access point is Redis's own folder under Redis's own user",
                        shipped -> {
                            Stack data = shipped.stack("data");
                            assertThat(data.at("AccessPoint", "PosixUser"))
                                    .isEqualTo(Map.of("Uid", "999", "Gid", "1000"));
                            assertThat(data.at("AccessPoint", "RootDirectory"))
                                    .isEqualTo(Map.of(
                                            "Path",
                                            "/redis",
                                            "CreationInfo",
                                            Map.of("OwnerUid", "999", "OwnerGid", "1000", "Permissions", "0750")));
                            assertThat(data.at("TaskDefinition", CONTAINER + ".User"))
                                    .isEqualTo("999:1000");
                        },
                        change("data", "User: '999:1000'", "User: '999:999'"),
                        change("data", "OwnerGid: '1000'", "OwnerGid: '999'")),
                rule(
                        "Fargate may pull the mirrored image and write Redis's log, nothing else",
                        shipped -> assertThat(Policies.allowed(
                                        shipped.stack("data").at("ExecutionRole", "Policies[0].PolicyDocument")))
                                .containsExactly(
                                        "ecr:GetAuthorizationToken on *",
                                        "ecr:BatchCheckLayerAvailability on " + mirror(),
                                        "ecr:BatchGetImage on " + mirror(),
                                        "ecr:GetDownloadUrlForLayer on " + mirror(),
                                        "logs:CreateLogStream on LogGroup.Arn",
                                        "logs:PutLogEvents on LogGroup.Arn"),
                        change("data", "'logs:PutLogEvents']", "'logs:*']")));
    }

    private static Stream<Rule> task() {
        return Stream.of(
                rule(
                        "the volume is mounted at /data, encrypted on the way, through the access point, by role",
                        shipped -> {
                            Stack data = shipped.stack("data");
                            assertThat(data.at("TaskDefinition", "Volumes"))
                                    .isEqualTo(List.of(Map.of(
                                            "Name",
                                            "data",
                                            "EFSVolumeConfiguration",
                                            Map.of(
                                                    "FilesystemId",
                                                    "FileSystem",
                                                    "TransitEncryption",
                                                    "ENABLED",
                                                    "AuthorizationConfig",
                                                    Map.of("AccessPointId", "AccessPoint", "IAM", "ENABLED")))));
                            assertThat(data.at("TaskDefinition", CONTAINER + ".MountPoints[0].ContainerPath"))
                                    .isEqualTo("/data");
                            assertThat(data.at("TaskDefinition", CONTAINER + ".WorkingDirectory"))
                                    .isEqualTo("/data");
                        },
                        change("data", "TransitEncryption: ENABLED", "TransitEncryption: DISABLED"),
                        change("data", "IAM: ENABLED", "IAM: DISABLED"),
                        change("data", "WorkingDirectory: /data", "WorkingDirectory: /")),
                rule(
                        "Redis waits for the lock, appends to its file, and gets the signals itself",
                        shipped -> assertThat(shipped.stack("data").at("TaskDefinition", CONTAINER + ".Command"))
                                .isEqualTo(List.of("sh", "-c", COMMAND)),
                        change("data", "flock 9; ", ""),
                        change("data", "exec redis-server", "redis-server"),
                        change("data", "--appendonly yes", "--appendonly no")),
                rule(
                        "the image is pinned and comes from a registry that does not limit pulls",
                        shipped -> assertThat(shipped.stack("data").at("TaskDefinition", CONTAINER + ".Image"))
                                .isEqualTo("public.ecr.aws/docker/library/redis:7.4-alpine"),
                        change("data", "redis:7.4-alpine", "redis:latest")),
                rule(
                        "Redis is asked itself whether it is well, and may wait for the lock first",
                        shipped -> assertThat(shipped.stack("data").at("TaskDefinition", CONTAINER + ".HealthCheck"))
                                .isEqualTo(Map.of(
                                        "Command",
                                        List.of("CMD-SHELL", "redis-cli -h \"${BIND:-127.0.0.1}\" ping"),
                                        "Interval",
                                        "10",
                                        "Timeout",
                                        "5",
                                        "Retries",
                                        "3",
                                        "StartPeriod",
                                        "120")),
                        change("data", "StartPeriod: 120", "StartPeriod: 0")),
                rule(
                        "Redis has time to write its file's tail, and is restarted in place after a crash",
                        shipped -> {
                            Stack data = shipped.stack("data");
                            assertThat(data.at("TaskDefinition", CONTAINER + ".StopTimeout"))
                                    .isEqualTo("60");
                            assertThat(data.at("TaskDefinition", CONTAINER + ".RestartPolicy.Enabled"))
                                    .isEqualTo("true");
                        },
                        change("data", "StopTimeout: 60", "StopTimeout: 2"),
                        change("data", "RestartPolicy: {Enabled: true", "RestartPolicy: {Enabled: false")),
                rule(
                        "Redis is as large as the profile says",
                        shipped -> {
                            assertThat(shipped.stack("data").properties("TaskDefinition"))
                                    .containsEntry("Cpu", "256")
                                    .containsEntry("Memory", "512");
                            assertThat(shipped.stack("data", Map.of("Profile", "production"))
                                            .properties("TaskDefinition"))
                                    .containsEntry("Cpu", "512")
                                    .containsEntry("Memory", "1024");
                        },
                        change("data", "production: {Cpu: '512'", "production: {Cpu: '256'")));
    }

    private static Stream<Rule> service() {
        return Stream.of(
                rule(
                        "Redis stops before it starts: one writer, no more",
                        shipped -> {
                            Stack data = shipped.stack("data");
                            assertThat(data.properties("RedisService"))
                                    .containsEntry("DesiredCount", "1")
                                    .containsEntry("AvailabilityZoneRebalancing", "DISABLED");
                            assertThat(data.at("RedisService", "DeploymentConfiguration"))
                                    .isEqualTo(Map.of(
                                            "MinimumHealthyPercent",
                                            "0",
                                            "MaximumPercent",
                                            "100",
                                            "DeploymentCircuitBreaker",
                                            Map.of("Enable", "true", "Rollback", "true")));
                        },
                        change("data", "MaximumPercent: 100", "MaximumPercent: 200"),
                        change("data", "MinimumHealthyPercent: 0", "MinimumHealthyPercent: 100"),
                        change("data", "{Enable: true, Rollback: true}", "{Enable: false, Rollback: false}"),
                        change("data", "DesiredCount: 1", "DesiredCount: 2"),
                        change(
                                "data",
                                "AvailabilityZoneRebalancing: DISABLED",
                                "AvailabilityZoneRebalancing: ENABLED")),
                rule(
                        "Redis does not run on capacity that can be taken back",
                        shipped -> assertThat(shipped.stack("data").properties("RedisService"))
                                .containsEntry("LaunchType", "FARGATE")
                                .containsEntry("PlatformVersion", "1.4.0")
                                .doesNotContainKey("CapacityProviderStrategy"),
                        change("data", "LaunchType: FARGATE", "CapacityProviderStrategy: []")),
                rule(
                        "Redis starts when the volume has its addresses and the role may mount it",
                        shipped -> assertThat(shipped.stack("data")
                                        .resource("RedisService")
                                        .dependsOn()
                                        .keySet())
                                .containsExactlyInAnyOrder("MountTargetA", "MountTargetB", "MountPolicy"),
                        change("data", "[MountTargetA, MountTargetB, MountPolicy]", "[MountTargetA, MountPolicy]")),
                rule(
                        "Redis is private: the tasks' subnets, its own group, no balancer",
                        shipped -> {
                            Stack data = shipped.stack("data");
                            assertThat(data.at("RedisService", "NetworkConfiguration.AwsvpcConfiguration"))
                                    .isEqualTo(Map.of(
                                            "AssignPublicIp",
                                            "DISABLED",
                                            "Subnets",
                                            List.of("TaskSubnetIds-0", "TaskSubnetIds-1"),
                                            "SecurityGroups",
                                            List.of("RedisSecurityGroupId")));
                            assertThat(data.properties("RedisService")).doesNotContainKey("LoadBalancers");
                        },
                        change(
                                "data",
                                "SecurityGroups: [!Ref RedisSecurityGroupId]",
                                "SecurityGroups: [!Ref EfsSecurityGroupId]"),
                        change("data", "AssignPublicIp: !Ref AssignPublicIp", "AssignPublicIp: ENABLED")),
                rule(
                        "the name redis.E.internal follows the task within seconds",
                        shipped -> {
                            Stack data = shipped.stack("data");
                            assertThat(data.at("Namespace", "Name")).isEqualTo("dev.internal");
                            assertThat(data.at("DiscoveryService", "Name")).isEqualTo("redis");
                            assertThat(data.at("DiscoveryService", "DnsConfig.DnsRecords"))
                                    .isEqualTo(List.of(Map.of("Type", "A", "TTL", "5")));
                            assertThat(data.find("DiscoveryService", "HealthCheckCustomConfig"))
                                    .isPresent();
                            assertThat(data.at("RedisService", "ServiceRegistries[0].RegistryArn"))
                                    .isEqualTo("DiscoveryService.Arn");
                            assertThat(data.outputs()).containsEntry("RedisUrl", "redis://redis.dev.internal:6379");
                        },
                        change("data", "TTL: 5", "TTL: 300"),
                        change("data", "!Sub redis://redis.${EnvironmentName}.internal:6379", "redis://redis:6379")));
    }

    private static String mirror() {
        return "arn:aws:ecr:eu-west-1:000000000000:repository/dev/redis";
    }
}
