package slipway.operations;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import slipway.model.EnvironmentStatus.ServiceEvent;
import slipway.model.FailureChain;
import slipway.model.FailureChain.StackLink;
import slipway.model.StoppedTask;
import slipway.model.StoppedTask.ContainerExit;

/** A failure as an environment keeps it: JSON that fits a standard parameter, what tells least cut off first. */
record KeptFailure(
        Instant at,
        String service,
        String cause,
        @Nullable StackLink stack,
        List<ServiceEvent> events,
        @Nullable Task task,
        List<String> lines,
        List<String> followed,
        String remedy) {

    /** SSM takes 4 KB in the standard tier. */
    static final int LIMIT = 4096;

    record Task(
            String id,
            String service,
            String revision,
            String image,
            @Nullable Instant started,
            Instant stopped,
            String stopCode,
            String reason,
            List<Exit> containers) {}

    record Exit(String name, @Nullable Integer exitCode, String reason) {}

    private static final List<UnaryOperator<KeptFailure>> CUTS = List.of(
            failure -> failure.with(failure.events, failure.around(12, 200), failure.followed),
            failure -> failure.with(last(failure.events, 3), failure.around(8, 160), last(failure.followed, 3)),
            failure -> failure.with(last(failure.events, 1), failure.around(4, 120), last(failure.followed, 1)),
            failure -> failure.with(List.of(), failure.around(1, 120), List.of()),
            KeptFailure::bare);

    static String json(FailureChain chain) {
        KeptFailure kept = of(chain);
        String text = ParameterJson.text(kept);
        for (UnaryOperator<KeptFailure> cut : CUTS) {
            if (text.getBytes(StandardCharsets.UTF_8).length <= LIMIT) {
                return text;
            }
            kept = cut.apply(kept);
            text = ParameterJson.text(kept);
        }
        return text;
    }

    private static KeptFailure of(FailureChain chain) {
        return new KeptFailure(
                chain.at(),
                chain.service(),
                chain.cause(),
                chain.stack().orElse(null),
                chain.events(),
                chain.task().map(KeptFailure::task).orElse(null),
                chain.lines(),
                chain.followed(),
                chain.remedy());
    }

    private static Task task(StoppedTask task) {
        return new Task(
                task.id(),
                task.service(),
                task.revision(),
                task.image(),
                task.started(),
                task.stopped(),
                task.stopCode(),
                task.reason(),
                task.containers().stream()
                        .map(exit -> new Exit(
                                exit.name(),
                                exit.exitCode().isPresent() ? exit.exitCode().getAsInt() : null,
                                exit.reason()))
                        .toList());
    }

    FailureChain chain() {
        return new FailureChain(
                at,
                service,
                cause,
                Optional.ofNullable(stack),
                events,
                Optional.ofNullable(task).map(KeptFailure::stopped),
                lines,
                followed,
                remedy);
    }

    private static StoppedTask stopped(Task task) {
        return new StoppedTask(
                task.id,
                task.service,
                task.revision,
                task.image,
                task.started,
                task.stopped,
                task.stopCode,
                task.reason,
                task.containers.stream()
                        .map(exit -> new ContainerExit(
                                exit.name,
                                exit.exitCode == null ? OptionalInt.empty() : OptionalInt.of(exit.exitCode),
                                exit.reason))
                        .toList());
    }

    private KeptFailure with(List<ServiceEvent> fewer, List<String> shorter, List<String> fewerFollowed) {
        return new KeptFailure(at, service, cause, stack, fewer, task, shorter, fewerFollowed, remedy);
    }

    /** So many lines, each so long at most: those about the one that the cause names, else the last. */
    private List<String> around(int count, int length) {
        int telling = IntStream.range(0, lines.size())
                .filter(index -> !lines.get(index).isBlank()
                        && cause.contains(lines.get(index).strip()))
                .reduce((first, second) -> second)
                .orElse(lines.size() - 1);
        int to = Math.min(lines.size(), Math.max(telling + 1 + count / 3, count));
        return lines.subList(Math.max(0, to - count), to).stream()
                .map(line -> cut(line, length))
                .toList();
    }

    /** The cause, the resource and the task alone. */
    private KeptFailure bare() {
        @Nullable
        StackLink link = stack == null
                ? null
                : new StackLink(stack.stack(), stack.logicalId(), stack.status(), cut(stack.reason(), 200));
        @Nullable
        Task ended = task == null
                ? null
                : new Task(
                        task.id,
                        task.service,
                        task.revision,
                        task.image,
                        task.started,
                        task.stopped,
                        task.stopCode,
                        cut(task.reason, 200),
                        List.of());
        return new KeptFailure(
                at, service, cut(cause, 500), link, List.of(), ended, List.of(), List.of(), cut(remedy, 200));
    }

    private static <T> List<T> last(List<T> list, int count) {
        return list.subList(Math.max(0, list.size() - count), list.size());
    }

    private static String cut(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length) + "…";
    }
}
