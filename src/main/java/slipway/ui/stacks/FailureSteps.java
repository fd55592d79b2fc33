package slipway.ui.stacks;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import slipway.model.EnvironmentStatus.ServiceEvent;
import slipway.model.FailureChain;
import slipway.model.FailureChain.StackLink;
import slipway.model.StoppedTask;
import slipway.ui.controls.Phrases;

/** A failure's links from the cause to what followed, each in a few words. */
final class FailureSteps {
    private FailureSteps() {}

    /** @param words may be empty */
    record Step(String title, String words) {}

    static List<Step> of(FailureChain failure) {
        List<Step> steps = new ArrayList<>();
        failure.task().map(FailureSteps::task).ifPresent(steps::add);
        if (!failure.events().isEmpty()) {
            ServiceEvent last = failure.events().getLast();
            steps.add(new Step(failure.service(), last.message().replaceFirst("^(?:\\([^)]*\\) )+", "")));
        }
        failure.stack()
                .filter(link -> !link.logicalId().isEmpty() && !link.status().isEmpty())
                .map(FailureSteps::resource)
                .ifPresent(steps::add);
        if (!failure.followed().isEmpty()) {
            steps.add(new Step(
                    failure.followed().getLast(),
                    failure.followed().subList(0, failure.followed().size() - 1).stream()
                            .collect(Collectors.joining("; "))));
        }
        return steps;
    }

    private static Step task(StoppedTask task) {
        String exit = task.containers().stream()
                .filter(container -> container.exitCode().isPresent())
                .map(container -> ", exit " + container.exitCode().getAsInt())
                .findFirst()
                .orElse("");
        String reason = Stream.concat(
                        Stream.of(task.reason()), task.containers().stream().map(StoppedTask.ContainerExit::reason))
                .filter(words -> !words.isEmpty())
                .distinct()
                .collect(Collectors.joining("; "));
        return new Step("Task " + Phrases.shortId(task.id()) + " stopped" + exit, reason);
    }

    private static Step resource(StackLink link) {
        return new Step(link.logicalId() + " " + link.status(), link.reason());
    }
}
