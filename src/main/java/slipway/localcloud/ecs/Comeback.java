package slipway.localcloud.ecs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.ecs.model.LoadBalancer;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.model.TaskStopCode;

/**
 * Puts in order what an earlier run left: its tasks are no more, and services are told why they start new ones. Its
 * processes have been ended by then.
 */
final class Comeback {
    private static final Logger log = LoggerFactory.getLogger(Comeback.class);
    private static final String KILLED = "The local cloud ended without being stopped";

    private final Fleet fleet;
    private final TaskRuntime runtime;

    Comeback(Fleet fleet, TaskRuntime runtime) {
        this.fleet = fleet;
        this.runtime = runtime;
    }

    void run() {
        synchronized (fleet) {
            boolean killed = false;
            for (TaskState task : fleet.tasks()) {
                // Whatever these have done, it speaks neither for nor against a deployment.
                if (!task.isStopped()) {
                    killed = true;
                    bury(task);
                }
                task.accountOnce();
            }
            for (ServiceState service : fleet.services()) {
                if (service.is(ServiceState.ACTIVE) && service.desired() > 0) {
                    service.settle(false);
                    service.tell(
                            fleet.now(),
                            (killed
                                            ? "lost its tasks, because the local cloud ended without being stopped"
                                            : "had its tasks stopped with the local cloud")
                                    + "; it starts them again.");
                }
            }
            fleet.save();
        }
        clearFolder();
    }

    private void bury(TaskState task) {
        ServiceState service = fleet.serviceOf(task.task());
        // Its address is known by its name even if the task was lost before it was written down.
        String address = runtime.addresses().assign(TaskRun.addressOwner(task));
        if (service != null) {
            for (LoadBalancer balancer : service.declared().loadBalancers()) {
                TaskRegistrations.deregister(runtime, address, balancer);
            }
        }
        runtime.addresses().release(TaskRun.addressOwner(task));
        Task gone = TaskShapes.stopped(task.task(), fleet.now());
        task.change(now -> gone.toBuilder()
                .stopCode(gone.stopCode() == null ? TaskStopCode.TERMINATION_NOTICE : gone.stopCode())
                .stoppedReason(gone.stoppedReason() == null ? KILLED : gone.stoppedReason())
                .build());
    }

    private void clearFolder() {
        try (var left = Files.newDirectoryStream(runtime.folder())) {
            for (Path folder : left) {
                LayerArchive.delete(folder);
            }
        } catch (IOException failed) {
            log.warn("{} cannot be emptied: {}", runtime.folder(), failed.toString());
        }
    }
}
