package slipway.ui.overview;

import java.util.regex.Pattern;
import slipway.model.EnvironmentStatus.ServiceEvent;
import slipway.ui.controls.StateIcon;

/** ECS's words on a service, without the name that stands before them in the list anyway. */
final class ServiceEventWords {
    /** ECS begins with {@code (service NAME)}, and in some messages goes on with the deployment in brackets. */
    private static final Pattern PREFIX = Pattern.compile("^\\(service [^)]*\\)\\s*(\\([^)]*\\)\\s*)?");

    private static final Pattern TROUBLE = Pattern.compile(
            "unhealthy|failed|unable|was unable|stopped due|circuit breaker|rolling back", Pattern.CASE_INSENSITIVE);

    private ServiceEventWords() {}

    static String of(ServiceEvent event) {
        return PREFIX.matcher(event.message()).replaceFirst("");
    }

    static StateIcon.State icon(ServiceEvent event) {
        if (TROUBLE.matcher(event.message()).find()) {
            return StateIcon.State.WARNING;
        }
        return event.message().contains("steady state") || event.message().contains("deployment completed")
                ? StateIcon.State.HEALTHY
                : StateIcon.State.WAITING;
    }
}
