package slipway.operations.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.model.EnvironmentName;
import slipway.model.Exposure;
import slipway.model.Exposure.Part;
import slipway.model.Exposure.Reach;
import slipway.model.Exposure.Rule;
import slipway.operations.FakeCloud;
import slipway.operations.WatchedCloud;

/** The shipped templates, and what others might make of them. */
class ExposureReaderTest {
    private static final EnvironmentName DEV = new EnvironmentName("dev");
    private static final Path STACKS = Path.of(System.getProperty("slipway.home", "."), "stacks");

    @TempDir
    Path folder;

    private final FakeCloud fake = new FakeCloud();
    private final WatchedCloud cloud = new WatchedCloud(fake);
    private final ExposureReader reader = new ExposureReader(cloud);
    private final Map<String, String> parameters = new HashMap<>();

    @BeforeEach
    void copyTemplates() throws IOException {
        try (var files = Files.list(STACKS)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".yaml")).toList()) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
    }

    @Test
    void read_when_the_templates_are_the_shipped_ones_only_the_client_is_reachable() {
        Exposure exposure = reader.read(DEV, Optional.empty(), Map.of());

        assertThat(exposure.wrong()).isFalse();
        assertThat(exposure.parts())
                .extracting(Part::name, Part::reach, Part::words)
                .containsExactly(
                        tuple("client", Reach.YES, "80 on the balancer, from anywhere"),
                        tuple("api", Reach.NO, "4567 from the internal balancer only"),
                        tuple("Redis", Reach.NO, "6379 from api only"),
                        tuple("volume", Reach.NO, "2049 from Redis only"));
        assertThat(exposure.rulesRead()).isGreaterThan(10);
    }

    @Test
    void read_when_only_some_may_call_the_client_names_them() {
        parameters.put("AllowedCidr", "203.0.113.0/24");

        assertThat(part("client").words()).isEqualTo("80 on the balancer, from 203.0.113.0/24");
    }

    @Test
    void read_when_callers_are_private_the_client_is_not_reachable() {
        parameters.put("AllowedCidr", "10.0.0.0/8");

        assertThat(part("client").reach()).isEqualTo(Reach.NO);
        assertThat(part("client").wrong()).isFalse();
    }

    @Test
    void read_when_there_is_a_certificate_both_ports_are_told() {
        parameters.put("CertificateArn", "arn:aws:acm:eu-west-1:123456789012:certificate/1");

        assertThat(part("client").words()).startsWith("80 and 443 on the balancer");
    }

    @Test
    void read_when_tasks_have_public_addresses_by_choice_their_groups_still_close_them() {
        parameters.put("EgressMode", "PublicIp");

        assertThat(part("api").reach()).isEqualTo(Reach.NO);
        assertThat(part("api").words())
                .isEqualTo("4567 from the internal balancer only; it has a public address, closed by its group");
        assertThat(part("Redis").wrong()).isFalse();
    }

    @Test
    void read_when_the_inner_balancer_faces_the_internet_names_its_scheme() {
        replace("platform", "Scheme: internal\n", "Scheme: internet-facing\n");

        Part api = part("api");
        assertThat(api.wrong()).isTrue();
        assertThat(api.reach()).isEqualTo(Reach.GUARDED);
        assertThat(api.rules())
                .containsExactly(new Rule("dev-platform", "InternalLoadBalancer", "Scheme", "internet-facing"));
        assertThat(part("Redis").wrong()).isFalse();
    }

    @Test
    void read_when_the_inner_balancer_is_opened_altogether_the_api_is_reachable() {
        replace("platform", "Scheme: internal\n", "Scheme: internet-facing\n");
        replace("platform", "      Subnets: !Ref PrivateSubnetIds\n", "      Subnets: !Ref PublicSubnetIds\n");
        openGroup("InternalAlbFromClient", "CidrIp: 0.0.0.0/0", 80);

        Part api = part("api");
        assertThat(api.reach()).isEqualTo(Reach.YES);
        assertThat(api.words()).isEqualTo("80 on its balancer, from anywhere");
        assertThat(api.rules())
                .extracting(Rule::logicalId, Rule::property)
                .startsWith(tuple("InternalLoadBalancer", "Scheme"), tuple("InternalAlbFromClient", "CidrIp"));
    }

    @Test
    void read_when_a_scheme_is_left_out_it_counts_as_facing_the_internet() {
        replace("platform", "      Scheme: internal\n", "");

        assertThat(part("api").rules().getFirst().value()).contains("internet-facing");
    }

    @Test
    void read_when_redis_has_an_open_group_and_a_public_address_it_is_reachable() {
        parameters.put("EgressMode", "PublicIp");
        openGroup("RedisFromApi", "CidrIp: 0.0.0.0/0", 6379);

        Part redis = part("Redis");
        assertThat(redis.reach()).isEqualTo(Reach.YES);
        assertThat(redis.words()).isEqualTo("6379 on a public address of its own, from anywhere");
        assertThat(redis.rules())
                .containsExactly(
                        new Rule("dev-network", "RedisFromApi", "CidrIp", "0.0.0.0/0"),
                        new Rule(
                                "dev-data",
                                "RedisService",
                                "NetworkConfiguration.AwsvpcConfiguration.AssignPublicIp",
                                "ENABLED"));
        assertThat(part("api").wrong()).isFalse();
    }

    @Test
    void read_when_redis_is_open_to_every_ipv6_address_it_is_reachable() {
        parameters.put("EgressMode", "PublicIp");
        openGroup("RedisFromApi", "CidrIpv6: '::/0'", 6379);

        assertThat(part("Redis").rules().getFirst())
                .isEqualTo(new Rule("dev-network", "RedisFromApi", "CidrIpv6", "::/0"));
    }

    @Test
    void read_when_redis_has_an_open_group_only_one_wall_is_left() {
        openGroup("RedisFromApi", "CidrIp: 0.0.0.0/0", 6379);

        Part redis = part("Redis");
        assertThat(redis.reach()).isEqualTo(Reach.GUARDED);
        assertThat(redis.words()).contains("only its private address keeps it out");
        assertThat(redis.rules()).extracting(Rule::logicalId).containsExactly("RedisFromApi");
    }

    @Test
    void read_when_another_port_is_open_nothing_listens_there() {
        parameters.put("EgressMode", "PublicIp");
        openGroup("RedisFromApi", "CidrIp: 0.0.0.0/0", 22);

        assertThat(part("Redis").wrong()).isFalse();
    }

    @Test
    void read_when_the_api_has_a_public_address_and_an_open_group_names_colour_and_rule() {
        replace("service", "AssignPublicIp: !Ref AssignPublicIp", "AssignPublicIp: ENABLED");
        replace(
                "network",
                "  TaskSubnetIds:\n    Description: Subnets of the tasks, as the way out demands\n    Value: !If\n      - TasksArePublic\n      - !Join [',', [!Ref PublicSubnetA, !Ref PublicSubnetB]]\n      - !Join [',', [!Ref PrivateSubnetA, !Ref PrivateSubnetB]]\n",
                "  TaskSubnetIds:\n    Description: Subnets of the tasks\n    Value: !Join [',', [!Ref PublicSubnetA, !Ref PublicSubnetB]]\n");
        openGroup("ApiFromInternalAlb", "CidrIp: 0.0.0.0/0", 4567);

        Part api = part("api");
        assertThat(api.reach()).isEqualTo(Reach.YES);
        assertThat(api.rules())
                .extracting(Rule::toString)
                .containsExactly(
                        "dev-network: ApiFromInternalAlb.CidrIp is 0.0.0.0/0",
                        "dev-api-blue: Service.NetworkConfiguration.AwsvpcConfiguration.AssignPublicIp is ENABLED",
                        "dev-api-green: Service.NetworkConfiguration.AwsvpcConfiguration.AssignPublicIp is ENABLED");
    }

    @Test
    void read_when_a_group_is_opened_inline_names_the_entry() {
        replace("network", "      GroupDescription: Api tasks\n", """
                      GroupDescription: Api tasks
                      SecurityGroupIngress:
                        - {IpProtocol: '-1', CidrIp: 0.0.0.0/0, Description: All}
                """);

        assertThat(part("api").rules().getFirst())
                .isEqualTo(new Rule("dev-network", "ApiSecurityGroup", "SecurityGroupIngress[0].CidrIp", "0.0.0.0/0"));
    }

    @Test
    void read_when_the_public_balancer_leads_to_the_api_by_a_chain_of_groups_names_the_chain() {
        replace("platform", """
                          - Type: fixed-response
                            FixedResponseConfig:
                              StatusCode: '503'
                              ContentType: text/plain
                              MessageBody: No client is deployed yet.
                  ClientHttpsListener:
                """, """
                          - {Type: forward, TargetGroupArn: !Ref ApiBlueTargetGroup}
                  ClientHttpsListener:
                """);
        Part guarded = part("api");
        assertThat(guarded.reach()).isEqualTo(Reach.GUARDED);
        assertThat(guarded.rules()).extracting(Rule::logicalId).containsExactly("ClientHttpListener");

        replace(
                "network",
                "      SourceSecurityGroupId: !Ref InternalAlbSecurityGroup\n",
                "      SourceSecurityGroupId: !Ref PublicAlbSecurityGroup\n");
        Part open = part("api");
        assertThat(open.reach()).isEqualTo(Reach.YES);
        assertThat(open.rules())
                .extracting(Rule::logicalId, Rule::property)
                .containsExactly(
                        tuple("ApiFromInternalAlb", "SourceSecurityGroupId"),
                        tuple("ClientHttpListener", "DefaultActions[0].TargetGroupArn"));
    }

    @Test
    void read_when_the_client_is_reachable_around_its_balancer_it_is_wrong() {
        parameters.put("EgressMode", "PublicIp");
        openGroup("ClientFromPublicAlb", "CidrIp: 0.0.0.0/0", 4567);

        assertThat(part("client").wrong()).isTrue();
        assertThat(part("client").words()).contains("around its balancer");
    }

    @Test
    void read_when_the_volume_is_opened_names_the_rule() {
        openGroup("EfsFromRedis", "CidrIp: 0.0.0.0/0", 2049);

        assertThat(part("volume").rules()).extracting(Rule::logicalId).containsExactly("EfsFromRedis");
    }

    @Test
    void read_when_subnets_come_from_elsewhere_does_not_pretend_to_know() {
        replace("service", "Subnets: !Ref TaskSubnetIds", "Subnets: [subnet-0123]");

        assertThat(part("api").reach()).isEqualTo(Reach.UNKNOWN);
        assertThat(part("api").words()).isEqualTo("the templates do not tell: the subnet subnet-0123");
    }

    @Test
    void read_when_stacks_are_deployed_takes_their_own_templates_and_values() throws IOException {
        deploy("network", Map.of("EnvironmentName", "dev", "EgressMode", "PublicIp"));
        openGroup("RedisFromApi", "CidrIp: 0.0.0.0/0", 6379);

        Exposure before = reader.read(DEV, Optional.empty(), Map.of());
        assertThat(before.part("Redis").orElseThrow().wrong()).isFalse();

        fake.cloudFormation.given(
                "dev-network",
                "UPDATE_COMPLETE",
                Files.readString(folder.resolve("network.yaml")),
                Map.of("EnvironmentName", "dev", "EgressMode", "PublicIp"));
        assertThat(new ExposureReader(cloud)
                        .read(DEV, Optional.empty(), Map.of())
                        .part("Redis")
                        .orElseThrow()
                        .rules())
                .extracting(Rule::logicalId)
                .contains("RedisFromApi");
    }

    @Test
    void read_when_nothing_changed_reads_no_template_again() throws IOException {
        deploy("network", Map.of("EnvironmentName", "dev"));
        reader.read(DEV, Optional.empty(), Map.of());
        cloud.calls.clear();

        reader.read(DEV, Optional.empty(), Map.of());

        assertThat(cloud.calls).doesNotContainKeys("getTemplate", "describeStackResources");
    }

    private void deploy(String template, Map<String, String> values) throws IOException {
        String body = Files.readString(STACKS.resolve(template + ".yaml"));
        fake.cloudFormation.outputs = ExposureReaderTest::output;
        fake.cloudFormation.given("dev-" + template, "CREATE_COMPLETE", body, values);
    }

    /** As CloudFormation would resolve them: the fake's physical ids are the stack's name and the logical id. */
    private static Optional<String> output(String name) {
        String output = name.replaceFirst("^dev-network\\.", "");
        return switch (output) {
            case "PublicSubnetIds", "TaskSubnetIds" ->
                Optional.of("dev-network-PublicSubnetA,dev-network-PublicSubnetB");
            case "PrivateSubnetIds" -> Optional.of("dev-network-PrivateSubnetA,dev-network-PrivateSubnetB");
            case "AssignPublicIp" -> Optional.of("ENABLED");
            default ->
                output.endsWith("SecurityGroupId")
                        ? Optional.of("dev-network-" + output.replaceFirst("Id$", ""))
                        : Optional.empty();
        };
    }

    private Part part(String name) {
        return reader.read(DEV, Optional.of(folder), parameters).part(name).orElseThrow();
    }

    /** Makes a rule that names a group admit everybody. */
    private void openGroup(String rule, String source, int port) {
        try {
            Path file = folder.resolve("network.yaml");
            String text = Files.readString(file);
            int start = text.indexOf("\n  " + rule + ":\n");
            int end = text.indexOf("\n\n", start + 1);
            List<String> lines = text.substring(start, end).lines().toList();
            var changed = new StringBuilder();
            for (String line : lines) {
                if (line.contains("SourceSecurityGroupId")) {
                    changed.append("      " + source + "\n");
                } else if (line.contains("Port:")) {
                    changed.append(line.replaceFirst("\\d+$", String.valueOf(port)))
                            .append('\n');
                } else {
                    changed.append(line).append('\n');
                }
            }
            assertThat(changed.toString()).contains(source);
            Files.writeString(file, text.substring(0, start) + changed + text.substring(end));
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }

    private void replace(String template, String old, String now) {
        try {
            Path file = folder.resolve(template + ".yaml");
            String text = Files.readString(file);
            assertThat(text).contains(old);
            int at = text.lastIndexOf(old);
            Files.writeString(file, text.substring(0, at) + now + text.substring(at + old.length()));
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }
}
