package slipway.operations.exposure;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import slipway.model.Exposure.Rule;
import slipway.operations.DeclaredResource;
import slipway.operations.DeclaredResource.Unresolved;

/**
 * Something behind the walls: a service's tasks, or a mount target.
 *
 * @param ports where it listens; empty when that is not known
 * @param publicAddress the line that gives it a public address; absent when it has none
 * @param unknown what the templates do not tell of it
 */
record Member(
        DeclaredResource declared,
        List<String> subnets,
        List<String> groups,
        Set<Integer> ports,
        List<String> targetGroups,
        Optional<Rule> publicAddress,
        Optional<String> unknown) {
    private static final int NFS = 2049;

    static Member service(DeclaredResource service, List<DeclaredResource> resources) {
        @Nullable Object subnets = service.member("NetworkConfiguration", "AwsvpcConfiguration", "Subnets");
        @Nullable Object groups = service.member("NetworkConfiguration", "AwsvpcConfiguration", "SecurityGroups");
        @Nullable Object assign = service.member("NetworkConfiguration", "AwsvpcConfiguration", "AssignPublicIp");
        Set<Integer> ports = new TreeSet<>();
        List<String> targetGroups = new ArrayList<>();
        for (Object balancer : service.items("LoadBalancers")) {
            port(DeclaredResource.member(balancer, "ContainerPort"), ports);
            DeclaredResource.text(DeclaredResource.member(balancer, "TargetGroupArn"))
                    .ifPresent(targetGroups::add);
        }
        resources.stream()
                .filter(definition -> definition.type().equals("AWS::ECS::TaskDefinition")
                        && service.text("TaskDefinition")
                                .filter(definition.id()::equals)
                                .isPresent())
                .flatMap(definition -> definition.items("ContainerDefinitions").stream())
                .flatMap(container ->
                        DeclaredResource.items(DeclaredResource.member(container, "PortMappings")).stream())
                .forEach(mapping -> port(DeclaredResource.member(mapping, "ContainerPort"), ports));
        Optional<Rule> address = DeclaredResource.text(assign)
                .filter("ENABLED"::equals)
                .map(enabled -> new Rule(
                        service.stack(),
                        service.logicalId(),
                        "NetworkConfiguration.AwsvpcConfiguration.AssignPublicIp",
                        enabled));
        return new Member(
                service,
                Entrance.texts(DeclaredResource.items(subnets)),
                Entrance.texts(DeclaredResource.items(groups)),
                ports,
                targetGroups,
                address,
                unresolved(subnets, groups, assign));
    }

    /** Never has a public address of its own. */
    static Member mountTarget(DeclaredResource target) {
        return new Member(
                target,
                target.text("SubnetId").stream().toList(),
                Entrance.texts(target.items("SecurityGroups")),
                Set.of(NFS),
                List.of(),
                Optional.empty(),
                unresolved(target.member("SubnetId"), target.member("SecurityGroups")));
    }

    private static void port(@Nullable Object value, Set<Integer> ports) {
        DeclaredResource.text(value)
                .filter(text -> text.matches("\\d{1,5}"))
                .ifPresent(text -> ports.add(Integer.valueOf(text)));
    }

    private static Optional<String> unresolved(@Nullable Object... values) {
        for (Object value : values) {
            for (Object item : DeclaredResource.items(value)) {
                if (item instanceof Unresolved(String why)) {
                    return Optional.of(why);
                }
            }
        }
        return Optional.empty();
    }

    boolean listensOn(Ingress rule) {
        return ports.isEmpty() || ports.stream().anyMatch(rule::covers);
    }
}
