package slipway.ui.controls;

import java.util.regex.Pattern;
import slipway.model.EnvironmentStatus.ServiceEvent;

/** ECS's words on a service, without the name that stands before them in a list anyway, and with ids as short as a list shows them. */
public final class ServiceEventWords {
    /** ECS begins with {@code (service NAME)}, and in some messages goes on with the deployment in brackets. */
    private static final Pattern PREFIX = Pattern.compile("^\\(service [^)]*\\)\\s*(\\([^)]*\\)\\s*)?");

    private static final Pattern TASK = Pattern.compile("\\(task ([0-9a-zA-Z-]+)\\)");
    private static final Pattern TARGET_GROUP = Pattern.compile("\\(target-group [^)]*?targetgroup/([^/)]+)[^)]*\\)");

    private static final Pattern TROUBLE = Pattern.compile(
            "unhealthy|failed|unable|was unable|stopped due|circuit breaker|rolling back", Pattern.CASE_INSENSITIVE);

    private ServiceEventWords() {}

    public static String of(ServiceEvent event) {
        String words = PREFIX.matcher(event.message()).replaceFirst("");
        words = TARGET_GROUP.matcher(words).replaceAll("$1");
        return TASK.matcher(words).replaceAll(found -> "task " + Phrases.shortId(found.group(1)));
    }

    /** Whether it tells of trouble. */
    public static boolean trouble(ServiceEvent event) {
        return TROUBLE.matcher(event.message()).find();
    }

    public static StateIcon.State icon(ServiceEvent event) {
        if (trouble(event)) {
            return StateIcon.State.WARNING;
        }
        return event.message().contains("steady state") || event.message().contains("deployment completed")
                ? StateIcon.State.HEALTHY
                : StateIcon.State.WAITING;
    }
}
