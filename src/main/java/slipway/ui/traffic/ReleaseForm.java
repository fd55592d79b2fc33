package slipway.ui.traffic;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;
import slipway.model.ReleasePlan;
import slipway.model.ReleaseTerms;
import slipway.model.Tier;
import slipway.operations.rollout.ReleaseRequest;
import slipway.operations.rollout.ReleaseRequest.Source;
import slipway.ui.controls.Phrases;
import slipway.ui.workspace.TargetOperations;
import slipway.ui.workspace.Workspace;

/** A release that an operator composes: what was entered becomes a plan in words, and only a plan is released. */
final class ReleaseForm {
    private static final Pattern SPAN = Pattern.compile("(\\d{1,6}) ?(s|m|min|h|d)");
    private static final String SPANS = "a number and s, m, h or d, such as 3m";

    /** Where the form stands. */
    sealed interface Stage {
        /** @param problem what is wrong with what was entered, or why there is no plan; may be empty */
        record Editing(String problem) implements Stage {}

        record Planning() implements Stage {}

        /** @param words what the release would do, a sentence each */
        record Planned(ReleasePlan plan, List<String> words) implements Stage {}
    }

    /**
     * What was entered.
     *
     * @param folder of the source; empty where a published image is meant
     * @param tag of the published image, or of the one that the folder's build gets; empty for the folder's own
     * @param steps {@code 5, 25, 50, 100}
     * @param bake empty for the usual
     * @param keep empty for the usual
     */
    record Entries(
            Tier tier,
            boolean published,
            String folder,
            String tag,
            String steps,
            String bake,
            String keep,
            boolean sends) {}

    private final Workspace workspace;
    private final TargetOperations operations;
    private final Tier tier;
    private final Optional<String> previous;
    private final Runnable closed;
    private final ReadOnlyObjectWrapper<Stage> stage = new ReadOnlyObjectWrapper<>(new Stage.Editing(""));
    private int turn;

    /**
     * @param tier that is offered first
     * @param previous what to call a rollback; empty for a release
     * @param closed run when the form is done with
     */
    ReleaseForm(
            Workspace workspace, TargetOperations operations, Tier tier, Optional<String> previous, Runnable closed) {
        this.workspace = workspace;
        this.operations = operations;
        this.tier = tier;
        this.previous = previous;
        this.closed = closed;
    }

    boolean rollback() {
        return previous.isPresent();
    }

    String title() {
        return previous.map(words -> words.replaceFirst("Roll back", "Roll " + tier.label() + " back"))
                .orElse("Release a version");
    }

    String deed() {
        return rollback() ? "Roll back" : "Release";
    }

    Entries initial() {
        return new Entries(
                tier,
                false,
                folder(tier),
                "",
                String.join(
                        ", ", ReleaseTerms.SHIFT.stream().map(String::valueOf).toList()),
                "",
                "",
                workspace.targetProperty().get().local());
    }

    String folder(Tier chosen) {
        return operations.applicationFolder(chosen).toString();
    }

    ReadOnlyObjectProperty<Stage> stageProperty() {
        return stage.getReadOnlyProperty();
    }

    /** Something was changed: what was planned before is not what would be released. */
    void edited() {
        turn++;
        stage.set(new Stage.Editing(""));
    }

    void plan(Entries entries) {
        turn++;
        int mine = turn;
        ReleaseRequest request;
        try {
            request = request(entries);
        } catch (IllegalArgumentException refused) {
            stage.set(new Stage.Editing(message(refused)));
            return;
        }
        stage.set(new Stage.Planning());
        workspace
                .background()
                .run(
                        () -> operations.releasePlan(request),
                        plan -> {
                            if (mine == turn) {
                                stage.set(new Stage.Planned(plan, words(plan)));
                            }
                        },
                        failure -> {
                            if (mine == turn) {
                                stage.set(new Stage.Editing(failure.message()));
                            }
                        });
    }

    /** Carries out what was planned; returns whether there was something. */
    boolean release() {
        if (!(stage.get() instanceof Stage.Planned planned)) {
            return false;
        }
        close();
        workspace.releases().start(operations, planned.plan());
        return true;
    }

    void close() {
        turn++;
        closed.run();
    }

    private static String message(IllegalArgumentException refused) {
        @Nullable String words = refused.getMessage();
        return words == null ? "This cannot be released." : words;
    }

    private ReleaseRequest request(Entries entries) {
        return new ReleaseRequest(
                workspace.environmentProperty().get(),
                rollback() ? tier : entries.tier(),
                source(entries),
                steps(entries.steps()),
                span("bake", entries.bake()),
                span("time that the old colour is kept", entries.keep()),
                Optional.of(entries.sends()));
    }

    private Source source(Entries entries) {
        String tag = entries.tag().strip();
        if (rollback()) {
            return new Source.Previous();
        }
        if (entries.published()) {
            if (tag.isEmpty()) {
                throw new IllegalArgumentException("Name the tag of the published image, or choose a folder.");
            }
            return new Source.Published(tag);
        }
        String folder = entries.folder().strip();
        if (folder.isEmpty()) {
            throw new IllegalArgumentException("Name the folder that the image is built from, or a published tag.");
        }
        try {
            return new Source.Folder(
                    Path.of(folder).toAbsolutePath(), Optional.of(tag).filter(given -> !given.isEmpty()));
        } catch (InvalidPathException refused) {
            throw new IllegalArgumentException("'" + folder + "' is no folder.", refused);
        }
    }

    private static List<Integer> steps(String entered) {
        List<Integer> steps = new ArrayList<>();
        for (String part : entered.replace("%", "").split(",", -1)) {
            try {
                if (!part.isBlank()) {
                    steps.add(Integer.parseInt(part.strip()));
                }
            } catch (NumberFormatException refused) {
                throw new IllegalArgumentException(
                        "'" + part.strip() + "' is no step: whole numbers of percent, such as 5, 25, 50, 100.",
                        refused);
            }
        }
        return steps;
    }

    private static Optional<Duration> span(String what, String entered) {
        String text = entered.strip();
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Matcher span = SPAN.matcher(text);
        if (!span.matches()) {
            throw new IllegalArgumentException("'" + text + "' is no " + what + ": " + SPANS + ".");
        }
        long number = Long.parseLong(span.group(1));
        return Optional.of(
                switch (span.group(2)) {
                    case "s" -> Duration.ofSeconds(number);
                    case "h" -> Duration.ofHours(number);
                    case "d" -> Duration.ofDays(number);
                    default -> Duration.ofMinutes(number);
                });
    }

    private List<String> words(ReleasePlan plan) {
        String fresh = plan.tier().label() + "-" + plan.colour().label();
        String old = plan.colour().other().label();
        String tag = Phrases.version(plan.version().tag());
        ReleaseTerms terms = plan.terms();
        List<String> words = new ArrayList<>();
        ReleaseMoves.who(workspace).ifPresent(words::add);
        if (plan.publishes()) {
            words.add("Publishes " + tag
                    + plan.from().map(folder -> " from " + folder).orElse("") + ".");
        } else if (plan.from().isPresent()) {
            words.add("Takes " + tag + " as it is published: the folder is not built again.");
        }
        words.add("Rolls " + tag + " out to " + fresh + " with " + Phrases.count(plan.tasks(), "task")
                + ", and smoke-tests it there.");
        if (plan.first()) {
            words.add("Nothing serves yet: no weight is moved.");
            return words;
        }
        String steps =
                String.join(" %, ", terms.shift().stream().map(String::valueOf).toList()) + " %";
        words.add("Moves " + steps + " of the requests to it, each step watched for " + Phrases.exact(terms.bake())
                + "; when the guard fires, " + old + " gets everything back at once.");
        words.add(
                terms.endsInAll()
                        ? "Keeps " + old + " ("
                                + Phrases.version(plan.previous().tag()) + ") for " + Phrases.exact(terms.keep())
                                + " after that, then retires it."
                        : "Stops there: both colours keep their shares until somebody promotes or aborts.");
        words.add(
                terms.sendsTraffic()
                        ? "Sends requests of its own where callers send too few to judge by."
                        : "Sends no requests of its own: a step waits for " + ReleaseTerms.REQUESTS
                                + " of the callers' on the new colour.");
        return words;
    }
}
