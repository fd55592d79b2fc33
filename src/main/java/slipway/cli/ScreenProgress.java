package slipway.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import slipway.model.DeployProgress;
import slipway.model.DeployProgress.ImageProgress;
import slipway.model.DeployProgress.Phase;
import slipway.model.DeployProgress.ResourceProgress;
import slipway.model.DeployProgress.StackProgress;
import slipway.model.ResourceState;

/** A block of lines, one per stack, redrawn in place. */
final class ScreenProgress implements ProgressView {
    private static final Duration FASTEST = Duration.ofMillis(100);
    private static final int BAR = 24;

    private final PrintWriter out;
    private final InstantSource clock;
    private final int width;
    private final Set<String> notes = new HashSet<>();
    private int drawn;
    private Instant latest = Instant.MIN;
    private @Nullable DeployProgress skipped;

    ScreenProgress(PrintWriter out, InstantSource clock, int width) {
        this.out = out;
        this.clock = clock;
        this.width = width;
    }

    @Override
    public synchronized void accept(DeployProgress progress) {
        Instant now = clock.instant();
        boolean last = progress.phase() != Phase.RUNNING && progress.phase() != Phase.CANCELLING;
        if (!last
                && !latest.equals(Instant.MIN)
                && Duration.between(latest, now).compareTo(FASTEST) < 0) {
            skipped = progress;
            return;
        }
        latest = now;
        skipped = null;
        draw(progress);
    }

    private void draw(DeployProgress progress) {
        var text = new StringBuilder();
        if (drawn > 0) {
            text.append("\u001b[").append(drawn).append("A\r\u001b[J");
        }
        for (String note : progress.plan().notes()) {
            if (notes.add(note)) {
                text.append(note).append('\n');
            }
        }
        List<String> lines = lines(progress);
        lines.forEach(line -> text.append(cut(line)).append('\n'));
        drawn = lines.size();
        out.print(text);
        out.flush();
    }

    private List<String> lines(DeployProgress progress) {
        List<String> lines = new ArrayList<>();
        long all = progress.stacks().stream()
                .mapToLong(stack -> stack.resources().size())
                .sum();
        long done = progress.stacks().stream().mapToLong(ScreenProgress::done).sum();
        lines.add(progress.plan().environment() + "  " + bar(done, all) + "  " + done + " of " + all + " resources"
                + LineProgress.seconds(Duration.between(progress.started(), progress.updated())));
        for (ImageProgress image : progress.images()) {
            lines.add(mark(image.state()) + " " + pad(image.tier().label() + " image", 20) + pad(image.tag(), 20)
                    + (image.files() == 0 ? "" : image.files() + " files"));
        }
        progress.stacks().forEach(stack -> lines.add(line(stack)));
        lines.add(progress.now());
        return lines;
    }

    private static long done(StackProgress stack) {
        return stack.resources().stream()
                .filter(resource ->
                        resource.state() == ResourceState.COMPLETE || resource.state() == ResourceState.DELETED)
                .count();
    }

    private String line(StackProgress stack) {
        String status = stack.status().isEmpty() ? "waiting" : stack.status();
        String working = stack.resources().stream()
                .filter(resource -> resource.state() == ResourceState.FAILED
                        || resource.state() == ResourceState.IN_PROGRESS
                        || resource.state() == ResourceState.ROLLING_BACK)
                .limit(1)
                .map(ScreenProgress::words)
                .findFirst()
                .orElse("");
        return mark(stack.state()) + " " + pad(stack.plan().name(), 20) + pad(status, 36)
                + pad(done(stack) + "/" + stack.resources().size(), 7) + working;
    }

    private static String words(ResourceProgress resource) {
        boolean tells = !resource.reason().isEmpty() && !resource.reason().equals("Resource creation Initiated");
        return resource.plan().logicalId() + (tells ? ": " + resource.reason() : "");
    }

    private static String mark(ResourceState state) {
        return switch (state) {
            case WAITING -> ".";
            case IN_PROGRESS -> ">";
            case COMPLETE -> "+";
            case FAILED -> "!";
            case ROLLING_BACK -> "<";
            case ROLLED_BACK -> "x";
            case DELETED -> "-";
        };
    }

    private static String bar(long done, long all) {
        int full = all == 0 ? 0 : (int) (BAR * done / all);
        return "[" + "#".repeat(full) + "-".repeat(BAR - full) + "]";
    }

    private static String pad(String text, int length) {
        return text.length() >= length ? text + " " : text + " ".repeat(length - text.length());
    }

    /** A line that wraps would make the block taller than what is redrawn. */
    private String cut(String line) {
        return line.length() < width ? line : line.substring(0, Math.max(1, width - 1));
    }

    @Override
    public synchronized void end() {
        DeployProgress left = skipped;
        if (left != null) {
            skipped = null;
            draw(left);
        }
    }
}
