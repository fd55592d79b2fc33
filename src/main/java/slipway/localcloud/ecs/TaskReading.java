package slipway.localcloud.ecs;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import slipway.localcloud.process.ChildProcesses;
import slipway.localcloud.process.Usage;
import software.amazon.awssdk.services.ecs.model.Task;

/**
 * One task that has processes, as metrics see it at one moment.
 *
 * @param service its service's name; null for a task that was run by itself
 * @param family its task definition's family
 * @param cpuUnits reserved, 1024 is one core
 * @param memoryMebibytes reserved
 * @param restarts per container that has a restart policy: how often its process has been started in place of one that
 *     ended, since the task started
 * @param usage of all its processes; its CPU time starts again when a container is restarted
 */
record TaskReading(
        String taskArn,
        String cluster,
        @Nullable String service,
        String family,
        int cpuUnits,
        int memoryMebibytes,
        Map<String, Integer> restarts,
        Usage usage) {
    private static final String SERVICE_GROUP = "service:";

    TaskReading {
        restarts = Map.copyOf(restarts);
    }

    /** Every task whose processes run, from one look at the process table. */
    static List<TaskReading> all(Fleet fleet, ChildProcesses processes) {
        Map<String, Usage> usages = processes.usageByOwner();
        List<TaskReading> readings = new ArrayList<>();
        synchronized (fleet) {
            for (TaskState state : fleet.tasks()) {
                Usage usage = usages.get(state.arn());
                if (usage != null && state.run() != null) {
                    readings.add(of(state.task(), state.run(), usage));
                }
            }
        }
        return readings;
    }

    private static TaskReading of(Task task, TaskRun run, Usage usage) {
        String group = task.group();
        String definition = task.taskDefinitionArn();
        return new TaskReading(
                task.taskArn(),
                Fleet.clusterName(task.clusterArn()),
                group != null && group.startsWith(SERVICE_GROUP) ? group.substring(SERVICE_GROUP.length()) : null,
                definition.substring(definition.lastIndexOf('/') + 1, definition.lastIndexOf(':')),
                number(task.cpu()),
                number(task.memory()),
                run.restarts(),
                usage);
    }

    private static int number(@Nullable String figure) {
        return figure == null || figure.isEmpty() ? 0 : Integer.parseInt(figure);
    }
}
