package slipway.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import slipway.cloud.Target;
import slipway.model.Colour;
import slipway.model.NextAction;
import slipway.model.Release;
import slipway.model.Release.Phase;
import slipway.model.Release.Step;
import slipway.model.Release.Wish;
import slipway.model.ReleasePlan;
import slipway.model.ReleaseStatus.TierRelease;
import slipway.model.ReleaseTerms;
import slipway.model.Tier;
import slipway.model.Weights;

/** Releases for people. What proposes a command takes the options that it must repeat, each after a space. */
final class ReleaseText {
    private static final String INDENT = "  ";

    private ReleaseText() {}

    /** What a plan does, to read before it is begun. */
    static List<String> plan(ReleasePlan plan, Target target) {
        String colour = service(plan.tier(), plan.colour());
        String tag = Words.tag(plan.version().tag());
        String old = service(plan.tier(), plan.colour().other());
        List<String> lines = new ArrayList<>();
        lines.add(
                plan.first()
                        ? "Plan for the " + plan.tier().label() + " of " + plan.environment()
                                + ": nothing serves yet, so " + colour + " itself gets " + tag
                                + ", and no weight is moved."
                        : "Plan for the " + plan.tier().label() + " of " + plan.environment() + ": "
                                + plan.kind().label() + " of " + tag + " on " + colour + ", in the place of "
                                + Words.tag(plan.previous().tag()) + " on " + old + ".");
        if (plan.publishes()) {
            lines.add(INDENT + "publishes " + tag
                    + plan.from().map(folder -> " from " + folder).orElse(""));
        } else {
            plan.from()
                    .ifPresent(folder -> lines.add(
                            INDENT + "takes " + tag + " as it is published: " + folder + " is not built again"));
        }
        lines.add(INDENT + "gives " + colour + " the image and " + Words.count(plan.tasks(), "task")
                + ", and asks it through the public address before anyone else can");
        if (!plan.first()) {
            lines.add(INDENT + "moves " + shift(plan.terms()) + " to " + colour + "; each step is watched for "
                    + Words.span(plan.terms().bake()) + clock(target) + " and "
                    + Words.count(ReleaseTerms.REQUESTS, "request"));
            lines.add(INDENT + "goes back by itself when the guard of " + colour + " fires, which takes up to "
                    + Words.span(plan.shortestBake()));
            lines.add(INDENT
                    + (plan.terms().sendsTraffic()
                            ? "sends requests of its own where callers send too few"
                            : "sends no requests of its own: a step without enough of callers' stops it"));
            lines.add(INDENT
                    + (plan.terms().endsInAll()
                            ? "keeps " + old + " for " + Words.span(plan.terms().keep()) + ", then retires it"
                            : "stops at " + plan.terms().shift().getLast() + " %, and keeps both colours"));
        }
        return lines;
    }

    private static String clock(Target target) {
        return switch (target) {
            case Target.Local _ -> " of cloud time";
            case Target.Aws _ -> "";
        };
    }

    private static String shift(ReleaseTerms terms) {
        return terms.shift().stream().map(String::valueOf).collect(Collectors.joining(", ")) + " %";
    }

    /** {@code api-green}. */
    static String service(Tier tier, Colour colour) {
        return tier.label() + "-" + colour.label();
    }

    /** The colour that takes over: {@code api-green}. */
    static String taker(Release release) {
        return service(release.tier(), release.colour());
    }

    /** The colour that it takes over from. */
    static String old(Release release) {
        return service(release.tier(), release.colour().other());
    }

    /** Where a release stands, in one line: {@code release 7d90e4c of api: api-green has 25 % (step 2 of 4), ...}. */
    static String standing(Release release) {
        String who = release.isInterrupted() ? release.who() + ", is gone" : release.who();
        return name(release) + ": " + state(release) + " (" + who + ")";
    }

    /** {@code release 7d90e4c of api}, a commit by its first digits. */
    static String name(Release release) {
        return release.kind().label() + " " + Words.tag(release.version().tag()) + " of "
                + release.tier().label();
    }

    private static String state(Release release) {
        String state = switch (release.phase()) {
            case PUBLISHING -> "publishing";
            case ROLLING -> taker(release) + " is rolled";
            case TESTING -> taker(release) + " is tested";
            case SHIFTING -> share(release) + until(release);
            case KEEPING ->
                taker(release) + " has everything, " + old(release) + " is kept"
                        + release.retireAt()
                                .map(at -> " until " + Words.instant(at))
                                .orElse("");
            case RETIRING -> taker(release) + " has everything, " + old(release) + " is retired";
            case RETURNING -> "going back to " + Words.tag(release.previous().tag()) + " on " + old(release);
            case PAUSED -> "paused at " + release.percent() + " %";
            case DONE -> "done, it serves on " + taker(release);
            case RETURNED -> "went back to " + Words.tag(release.previous().tag()) + " on " + old(release);
            case FAILED -> "failed before any weight was moved";
        };
        String interrupted = release.isInterrupted() && release.phase() != Phase.KEEPING ? "interrupted; " : "";
        return interrupted + state;
    }

    private static String share(Release release) {
        return release.step() < 0
                ? taker(release) + " has nothing yet"
                : taker(release) + " has " + release.percent() + " % (" + stepOf(release, release.step()) + ")";
    }

    private static String until(Release release) {
        return release.bakedAt()
                .map(at -> ", watched until " + Words.instant(at))
                .orElse("");
    }

    /** {@code step 2 of 4}. */
    static String stepOf(Release release, int step) {
        return "step " + (step + 1) + " of " + release.steps().size();
    }

    /** {@code 312 requests, 0 failed}. */
    static String counts(Release release) {
        return Words.count(release.requests(), "request") + ", " + release.failed() + " failed";
    }

    /**
     * How a release came to rest, the result first, then why, then what to do.
     *
     * @param options of the command line
     */
    static List<String> result(Release release, String options) {
        List<String> lines = new ArrayList<>();
        lines.add(outcome(release));
        if (!release.reason().isEmpty()) {
            lines.add(release.reason());
        }
        lines.addAll(ways(release, options));
        return lines;
    }

    /** How a release came to rest, in one line. */
    static String outcome(Release release) {
        String counted = release.step() < 0 ? "" : ", " + counts(release);
        String tag = Words.tag(release.version().tag());
        String before = Words.tag(release.previous().tag());
        return switch (release.phase()) {
            case DONE ->
                tag + " serves on " + taker(release) + counted
                        + (release.previous().isNone() ? "." : "; " + old(release) + " is retired.");
            case KEEPING ->
                tag + " serves on " + taker(release) + counted + "; " + old(release) + " is kept"
                        + release.retireAt()
                                .map(at -> " until " + Words.instant(at))
                                .orElse("")
                        + ".";
            case RETURNED ->
                before + " serves on " + old(release) + "; " + tag + " on " + taker(release) + " went back" + counted
                        + ".";
            case FAILED ->
                (release.previous().isNone() ? "Nothing serves yet" : before + " serves on " + old(release))
                        + "; no weight was moved.";
            case PAUSED ->
                release.kind().label() + " " + tag + " of "
                        + release.tier().label() + " paused at " + release.percent() + " %" + counted
                        + "; both colours are kept.";
            case PUBLISHING, ROLLING, TESTING, SHIFTING, RETIRING, RETURNING -> standing(release) + ".";
        };
    }

    /** The commands that a release can be given as it stands. */
    static List<String> ways(Release release, String options) {
        List<String> lines = new ArrayList<>();
        for (Wish wish : release.wishes()) {
            if (wish != Wish.CONTINUE || !isShifted(release)) {
                lines.add(INDENT + wish(wish, release.tier(), options) + "   " + effect(wish, release));
            }
        }
        if (release.phase() == Phase.DONE && !release.previous().isNone()) {
            lines.add(INDENT + "slipway rollback --tier " + release.tier().label() + options + "   brings "
                    + Words.tag(release.previous().tag()) + " back");
        }
        return lines;
    }

    /** Whether it has nothing planned to go on with: it stopped where its steps end. */
    static boolean isShifted(Release release) {
        return release.phase() == Phase.PAUSED
                && release.steps().getLast().percent() < Weights.WHOLE
                && release.steps().getLast().passed().isPresent();
    }

    /** The command: {@code slipway release abort --tier api}. */
    static String wish(Wish wish, Tier tier, String options) {
        return "slipway release " + word(wish) + " --tier " + tier.label() + options;
    }

    static String word(Wish wish) {
        return switch (wish) {
            case PAUSE -> "pause";
            case CONTINUE -> "continue";
            case PROMOTE -> "promote";
            case ABORT -> "abort";
        };
    }

    /** What a wish does, in words. */
    static String effect(Wish wish, Release release) {
        return switch (wish) {
            case PAUSE -> "stops where it is, both colours are kept";
            case CONTINUE ->
                switch (release.phase()) {
                    case KEEPING ->
                        "waits until "
                                + release.retireAt().map(Words::instant).orElse("its time")
                                + ", then retires " + old(release);
                    case RETIRING -> "retires " + old(release);
                    case RETURNING -> "goes on with going back";
                    case PUBLISHING, ROLLING, TESTING, SHIFTING, PAUSED, DONE, RETURNED, FAILED ->
                        "goes on with " + planned(release);
                };
            case PROMOTE -> "gives " + taker(release) + " everything now";
            case ABORT -> "gives " + old(release) + " everything back at once, and retires " + taker(release);
        };
    }

    private static String planned(Release release) {
        String open = release.steps().stream()
                .filter(step -> step.passed().isEmpty())
                .map(Step::percent)
                .map(String::valueOf)
                .collect(Collectors.joining(", "));
        return open.isEmpty() ? "what is left" : open + " %";
    }

    /** A release that is not over and the one thing to do about its tier; nothing where all is as it should be. */
    static List<String> open(TierRelease tier, String options) {
        List<String> lines = new ArrayList<>();
        tier.release().filter(release -> !release.phase().isOver()).ifPresent(release -> {
            lines.add(standing(release));
            if (!release.reason().isEmpty()) {
                lines.add(INDENT + release.reason());
            }
        });
        if (tier.next().kind() != NextAction.Kind.NONE) {
            lines.add("next for the " + tier.tier().label() + ": " + tier.next().words());
            lines.add(INDENT + command(tier, options));
        }
        return lines;
    }

    /** The command that does it; empty for nothing to do. */
    static String command(TierRelease tier, String options) {
        String of = " --tier " + tier.tier().label() + options;
        return switch (tier.next().kind()) {
            case NONE -> "";
            case DEPLOY -> "slipway deploy" + options;
            case REPAIR -> "slipway repair " + tier.next().stack() + options;
            case CONTINUE ->
                tier.release().filter(ReleaseText::isShifted).isPresent()
                        ? "slipway release promote" + of + ", or slipway release abort" + of
                        : "slipway release continue" + of;
            case FINISH_MOVE -> "slipway traffic promote" + of + ", or slipway traffic abort" + of;
            case RETIRE -> "slipway release retire" + of;
        };
    }

    /** How long, when each step began and passed: a table of a release's steps. */
    static List<String> steps(Release release) {
        var table = new Table("STEP", "MOVED", "PASSED", "REQUESTS");
        for (Step step : release.steps()) {
            table.row(
                    step.percent() + " %",
                    step.moved().map(Words::instant).orElse("-"),
                    step.passed().map(Words::instant).orElse("-"),
                    step.moved().isPresent() ? String.valueOf(step.requests()) : "-");
        }
        return table.lines();
    }
}
