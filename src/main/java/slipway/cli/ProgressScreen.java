package slipway.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import slipway.async.Cancellable;
import slipway.model.DeployProgress;
import slipway.model.DeployProgress.ResourceProgress;
import slipway.model.DeployProgress.StackProgress;
import slipway.model.ResourceState;
import slipway.model.StackPlan;

/** Progress on a terminal: a line per stack, redrawn in place a few times a second. */
final class ProgressScreen implements ProgressView {
    private static final Duration FRAME = Duration.ofMillis(150);
    private static final String CLEAR_LINE = "\u001b[2K";

    private final CommandContext context;
    private final InstantSource clock;
    private final String title;
    private final List<String> known;
    private final Cancellable frames;
    private @Nullable DeployProgress latest;
    private int drawn;
    private boolean over;

    ProgressScreen(CommandContext context, String title, List<String> known) {
        this.context = context;
        this.clock = context.clock();
        this.title = title;
        this.known = List.copyOf(known);
        this.frames = context.timer().every(FRAME, this::draw);
    }

    @Override
    public synchronized void accept(DeployProgress progress) {
        latest = progress;
    }

    @Override
    public synchronized void close() {
        draw();
        over = true;
        frames.cancel();
        DeployProgress last = latest;
        if (last != null) {
            // Below the picture, which has no place for them.
            last.plan().notes().stream().filter(note -> !known.contains(note)).forEach(context.err()::println);
            context.err().flush();
        }
    }

    private synchronized void draw() {
        DeployProgress progress = latest;
        if (progress == null || over) {
            return;
        }
        int width = Math.max(20, context.terminal().width() - 1);
        var frame = new StringBuilder();
        if (drawn > 0) {
            frame.append("\u001b[").append(drawn).append('A');
        }
        List<String> lines = lines(progress);
        for (String line : lines) {
            frame.append('\r').append(CLEAR_LINE).append(cut(line, width)).append('\n');
        }
        // What a longer frame left below.
        frame.append("\u001b[J");
        drawn = lines.size();
        context.err().print(frame);
        context.err().flush();
    }

    private static String cut(String line, int width) {
        return line.length() <= width ? line : line.substring(0, width);
    }

    private List<String> lines(DeployProgress progress) {
        boolean ended = switch (progress.phase()) {
            case SUCCEEDED, FAILED, CANCELLED -> true;
            case PLANNING, RUNNING, CANCELLING -> false;
        };
        Instant now = ended ? progress.updated() : clock.instant();
        List<String> lines = new ArrayList<>();
        lines.add(title + ", " + Words.seconds(Duration.between(progress.started(), now)) + ", "
                + progress.stacks().stream()
                        .filter(stack -> isOver(stack.state()))
                        .count() + " of "
                + Words.count(progress.stacks().size(), "stack"));
        int name = longest(
                progress.stacks().stream().map(stack -> stack.plan().name()).toList());
        int status =
                longest(progress.stacks().stream().map(StackProgress::status).toList());
        for (StackProgress stack : progress.stacks()) {
            lines.add("  " + Table.padded(stack.plan().name(), name) + "  "
                    + (stack.status().isEmpty()
                            ? waiting(stack, progress)
                            : Table.padded(stack.status(), status) + "  " + state(stack, now)));
        }
        progress.images().stream()
                .filter(image -> image.state() == ResourceState.IN_PROGRESS)
                .forEach(image -> lines.add("  publishing " + image.tier().label() + " " + Words.tag(image.tag())
                        + (image.said().isEmpty() ? "" : ": " + image.said())));
        if (!ended) {
            lines.add(
                    progress.phase() == DeployProgress.Phase.CANCELLING
                            ? "Cancelling: no further stack starts. Ctrl-C again ends this command at once."
                            : progress.now());
        }
        return lines;
    }

    private static int longest(List<String> words) {
        return words.stream().mapToInt(String::length).max().orElse(0);
    }

    private static boolean isOver(ResourceState state) {
        return switch (state) {
            case COMPLETE, DELETED -> true;
            case WAITING, IN_PROGRESS, FAILED, ROLLING_BACK, ROLLED_BACK -> false;
        };
    }

    private static String waiting(StackProgress stack, DeployProgress progress) {
        List<String> open = progress.stacks().stream()
                .filter(other -> !isOver(other.state()))
                .map(other -> other.plan().name())
                .filter(stack.plan().waitsFor()::contains)
                .toList();
        return open.isEmpty() ? "waits" : "waits for " + String.join(", ", open);
    }

    private static String state(StackProgress stack, Instant now) {
        if (stack.plan().action() == StackPlan.Action.NONE && stack.state() == ResourceState.COMPLETE) {
            return "nothing to change";
        }
        Instant started = stack.started();
        Instant ended = stack.ended();
        long done = stack.resources().stream()
                .filter(resource -> isOver(resource.state()))
                .count();
        String counts = done + " of " + stack.resources().size();
        String took =
                started == null ? "" : "  " + Words.seconds(Duration.between(started, ended == null ? now : ended));
        return counts + took + busy(stack);
    }

    /** The resource that is worth a word: one that failed, else a service that says what it waits for, else any under way. */
    private static String busy(StackProgress stack) {
        if (isOver(stack.state())) {
            return "";
        }
        return first(stack, ResourceState.FAILED, true)
                .or(() -> first(stack, ResourceState.IN_PROGRESS, true))
                .or(() -> first(stack, ResourceState.IN_PROGRESS, false))
                .map(resource -> "  " + resource.plan().logicalId()
                        + (resource.reason().isEmpty() ? "" : ": " + resource.reason()))
                .orElse("");
    }

    private static Optional<ResourceProgress> first(StackProgress stack, ResourceState state, boolean withReason) {
        return stack.resources().stream()
                .filter(resource -> resource.state() == state
                        && (!withReason || !resource.reason().isEmpty()))
                .findFirst();
    }
}
