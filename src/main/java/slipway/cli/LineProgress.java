package slipway.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import slipway.model.DeployProgress;
import slipway.model.DeployProgress.ImageProgress;
import slipway.model.DeployProgress.ResourceProgress;
import slipway.model.DeployProgress.StackProgress;
import slipway.model.ResourceState;

/** One line per event, for logs and pipes. */
final class LineProgress implements ProgressView {
    private final PrintWriter out;
    private final Map<String, String> shown = new HashMap<>();
    private final Set<String> notes = new HashSet<>();

    LineProgress(PrintWriter out) {
        this.out = out;
    }

    @Override
    public synchronized void accept(DeployProgress progress) {
        for (String note : progress.plan().notes()) {
            if (notes.add(note)) {
                out.println(note);
            }
        }
        for (ImageProgress image : progress.images()) {
            if (image.state() != ResourceState.WAITING) {
                line(progress, "image/" + image.tier(), imageWords(image));
            }
        }
        for (StackProgress stack : progress.stacks()) {
            if (stack.status().isEmpty()) {
                continue;
            }
            String name = stack.plan().name();
            for (ResourceProgress resource : stack.resources()) {
                if (!resource.status().isEmpty()) {
                    String id = resource.plan().logicalId();
                    String reason = resource.reason().isEmpty() ? "" : "  " + resource.reason();
                    line(progress, name + "/" + id, name + "  " + id + "  " + resource.status() + reason);
                }
            }
            line(progress, name, name + "  " + stack.status());
        }
        out.flush();
    }

    private static String imageWords(ImageProgress image) {
        return switch (image.state()) {
            case IN_PROGRESS -> image.tier().label() + " image " + image.tag() + "  publishing";
            case COMPLETE ->
                image.tier().label() + " image " + image.tag() + "  published"
                        + (image.files() == 0 ? "" : ", " + image.files() + " files");
            case WAITING, FAILED, ROLLING_BACK, ROLLED_BACK, DELETED ->
                image.tier().label() + " image " + image.tag() + "  not published";
        };
    }

    private void line(DeployProgress progress, String key, String words) {
        if (!words.equals(shown.put(key, words))) {
            out.println(seconds(Duration.between(progress.started(), progress.updated())) + "  " + words);
        }
    }

    static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%6.1f s", duration.toMillis() / 1000.0);
    }

    @Override
    public void end() {
        out.flush();
    }
}
