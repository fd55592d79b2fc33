package slipway.ui.services;

import java.util.Optional;
import java.util.OptionalLong;
import slipway.model.Colour;
import slipway.model.EnvironmentStatus.TaskStatus;
import slipway.model.ServiceStatus;
import slipway.model.StoppedTask;

/** What a row of the table is about. The words for it are made when it is drawn: most rows of a large environment never are. */
sealed interface RowValues {
    /** The same for the same thing in every reading. */
    String key();

    /** The service that the row belongs to, by its whole name. */
    String service();

    /**
     * @param shortName without the environment's name
     * @param heldBytes what its volume holds; absent for a service without one, and while nobody has measured it
     * @param asked whether the operator just asked for a new deployment, and no reading shows it yet
     */
    record OfService(ServiceStatus status, String shortName, boolean redis, OptionalLong heldBytes, boolean asked)
            implements RowValues {
        @Override
        public String key() {
            return "service/" + status.name();
        }

        @Override
        public String service() {
            return status.name();
        }
    }

    /**
     * @param judged whether a balancer judges it
     * @param asked whether the operator just asked to stop it, and no reading shows it yet
     */
    record OfTask(TaskStatus status, String service, Optional<Colour> colour, boolean judged, boolean asked)
            implements RowValues {
        @Override
        public String key() {
            return "task/" + status.id();
        }
    }

    record OfStopped(StoppedTask task) implements RowValues {
        @Override
        public String key() {
            return "stopped/" + task.id();
        }

        @Override
        public String service() {
            return task.service();
        }
    }
}
