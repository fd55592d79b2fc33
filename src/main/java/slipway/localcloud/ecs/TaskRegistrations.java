package slipway.localcloud.ecs;

import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import slipway.localcloud.discovery.DiscoveryException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.LoadBalancer;
import software.amazon.awssdk.services.ecs.model.PortMapping;
import software.amazon.awssdk.services.ecs.model.ServiceRegistry;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetDescription;

/** Makes a task reachable: as target of its service's target groups, and as instance of its discovery services. */
final class TaskRegistrations {
    private static final Logger log = LoggerFactory.getLogger(TaskRegistrations.class);

    private final Fleet fleet;
    private final TaskState task;
    private final TaskRuntime runtime;
    private final List<LoadBalancer> balancers;
    private final List<ServiceRegistry> registries;
    private final List<Integer> ports;
    private String address = "";

    /** @param ports the task's container ports, under which its names are found */
    TaskRegistrations(
            Fleet fleet,
            TaskState task,
            TaskRuntime runtime,
            List<LoadBalancer> balancers,
            List<ServiceRegistry> registries,
            List<Integer> ports) {
        this.fleet = fleet;
        this.task = task;
        this.runtime = runtime;
        this.balancers = balancers;
        this.registries = registries;
        this.ports = ports;
    }

    static List<Integer> ports(TaskDefinition definition) {
        List<Integer> ports = new ArrayList<>();
        for (ContainerDefinition container : definition.containerDefinitions()) {
            for (PortMapping mapping : container.portMappings()) {
                ports.add(mapping.containerPort());
            }
        }
        return ports;
    }

    void register(String at) throws TaskStartFailure {
        address = at;
        try {
            for (ServiceRegistry registry : registries) {
                runtime.discovery().register(registry.registryArn(), task.id(), at, ports);
            }
            for (LoadBalancer balancer : balancers) {
                runtime.balancers()
                        .registerTargets(request -> request.targetGroupArn(balancer.targetGroupArn())
                                .targets(target(at, balancer)));
                fleet.tally(task, tally -> tally.registered(balancer.targetGroupArn()));
            }
        } catch (SdkException | DiscoveryException refused) {
            throw new TaskStartFailure(
                    "ResourceInitializationError", "the task cannot be registered: " + refused.getMessage(), refused);
        }
    }

    /** Before its processes end, so that nobody new is sent to it. Who is being served has until the drain is over. */
    Draining deregister() {
        if (address.isEmpty()) {
            return new Draining(runtime, address, List.of());
        }
        for (ServiceRegistry registry : registries) {
            try {
                runtime.discovery().deregister(registry.registryArn(), task.id());
            } catch (DiscoveryException gone) {
                log.info("task {} is no longer in {}: {}", task.id(), registry.registryArn(), gone.getMessage());
            }
        }
        for (LoadBalancer balancer : balancers) {
            deregister(runtime, address, balancer);
            fleet.tally(task, tally -> tally.deregistered(balancer.targetGroupArn()));
        }
        if (!balancers.isEmpty()) {
            fleet.tally(task, Tally::draining);
        }
        return new Draining(runtime, address, balancers);
    }

    static void deregister(TaskRuntime runtime, String address, LoadBalancer balancer) {
        try {
            runtime.balancers()
                    .deregisterTargets(request ->
                            request.targetGroupArn(balancer.targetGroupArn()).targets(target(address, balancer)));
        } catch (SdkException gone) {
            // The group was deleted before its tasks: then nothing is left to take the target out of.
            log.info("{} is no target of {} any more: {}", address, balancer.targetGroupArn(), gone.getMessage());
        }
    }

    static TargetDescription target(String address, LoadBalancer balancer) {
        return TargetDescription.builder()
                .id(address)
                .port(balancer.containerPort())
                .build();
    }
}
