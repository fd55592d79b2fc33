package slipway.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import slipway.model.DeployProgress;
import slipway.model.DeployProgress.ImageProgress;
import slipway.model.DeployProgress.ResourceProgress;
import slipway.model.DeployProgress.StackProgress;
import slipway.model.StackPlan;

/**
 * Progress for a log: a line when a stack changes its status, when a resource comes to an end, when a service says what it waits
 * for, and when an image is published.
 */
final class ProgressLines implements ProgressView {
    private static final String SERVICE = "AWS::ECS::Service";
    private static final int TIME_WIDTH = 8;

    private final PrintWriter err;
    private final Map<String, String> shown = new HashMap<>();
    private final Set<String> notes;

    ProgressLines(PrintWriter err, String title, List<String> known) {
        this.err = err;
        this.notes = new HashSet<>(known);
        err.println(title);
        err.flush();
    }

    @Override
    public synchronized void accept(DeployProgress progress) {
        String time = " ".repeat(Math.max(0, TIME_WIDTH - elapsed(progress).length())) + elapsed(progress) + "  ";
        progress.plan().notes().stream().filter(notes::add).forEach(note -> err.println(time + note));
        progress.images().forEach(image -> image(time, image));
        progress.stacks().forEach(stack -> stack(time, stack));
        err.flush();
    }

    private static String elapsed(DeployProgress progress) {
        return Words.seconds(Duration.between(progress.started(), progress.updated()));
    }

    private void image(String time, ImageProgress image) {
        String words = switch (image.state()) {
            case WAITING -> "";
            case IN_PROGRESS -> "publishing " + Words.tag(image.tag());
            case COMPLETE -> "published " + Words.tag(image.tag()) + ", " + Words.count(image.files(), "file");
            case FAILED, ROLLING_BACK, ROLLED_BACK, DELETED -> Words.tag(image.tag()) + " could not be published";
        };
        once(time, image.tier().label(), words);
        once(time, image.tier().label() + "  docker", image.said());
    }

    private void stack(String time, StackProgress stack) {
        String name = stack.plan().name();
        // The status, not the state: CloudFormation's last word comes before the stack counts as done here.
        boolean begins = stack.status().endsWith("_IN_PROGRESS");
        if (begins) {
            once(time, name, stack.status());
        }
        stack.resources().forEach(resource -> resource(time, name, resource));
        if (!begins) {
            String unchanged = stack.plan().action() == StackPlan.Action.NONE
                            && !stack.status().isEmpty()
                    ? " (nothing to change)"
                    : "";
            once(time, name, stack.status() + unchanged);
        }
    }

    private void resource(String time, String stack, ResourceProgress resource) {
        String reason = resource.reason().isEmpty() ? "" : ": " + resource.reason();
        String words = switch (resource.state()) {
            case WAITING -> "";
            case IN_PROGRESS ->
                resource.plan().type().equals(SERVICE) && !reason.isEmpty() ? resource.status() + reason : "";
            case FAILED -> resource.status() + reason;
            case ROLLING_BACK -> "";
            case COMPLETE, ROLLED_BACK, DELETED -> resource.status();
        };
        once(time, stack + "  " + resource.plan().logicalId(), words);
    }

    private void once(String time, String subject, String words) {
        if (!words.isEmpty() && !words.equals(shown.put(subject, words))) {
            err.println(time + subject + "  " + words);
        }
    }

    @Override
    public void close() {
        err.flush();
    }
}
