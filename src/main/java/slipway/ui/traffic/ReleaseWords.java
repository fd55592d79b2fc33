package slipway.ui.traffic;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import slipway.model.Colour;
import slipway.model.Release;
import slipway.model.Release.Kind;
import slipway.model.Release.Phase;
import slipway.ui.controls.Phrases;
import slipway.ui.controls.StateIcon;

/** A release in the words of the panel's head and of its lane. */
final class ReleaseWords {
    private ReleaseWords() {}

    /** The answer to where it stands: {@code api is moving to green: 25 %}. */
    static String headline(Release release) {
        String tier = release.tier().label();
        String fresh = release.colour().label();
        String old = release.colour().other().label();
        if (release.isInterrupted()) {
            String what = "The " + release.kind().label() + " of " + tier + " was interrupted";
            return release.step() < 0 || release.phase() != Phase.SHIFTING
                    ? what
                    : what + ": " + fresh + " " + release.percent() + " %";
        }
        return switch (release.phase()) {
            case PUBLISHING -> tier + " " + tag(release) + " is being published";
            case ROLLING -> tier + "-" + fresh + " is getting " + tag(release);
            case TESTING -> tier + "-" + fresh + " is being tested";
            case SHIFTING ->
                release.step() < 0
                        ? tier + " is about to move to " + fresh
                        : tier + " is moving to " + fresh + ": " + release.percent() + " %";
            case KEEPING ->
                tier + " is on " + fresh
                        + release.retireAt()
                                .map(at -> ", " + old + " stays until " + Phrases.minute(at))
                                .orElse(", " + old + " stays for now");
            case RETIRING -> tier + " is on " + fresh + ", " + old + " is being retired";
            case RETURNING -> tier + " is going back to " + old;
            case PAUSED ->
                release.step() < 0
                        ? "The " + release.kind().label() + " of " + tier + " is paused"
                        : tier + " is paused at " + fresh + " " + release.percent() + " %";
            case DONE -> tier + " is on " + fresh + " with " + tag(release);
            case RETURNED -> tier + " was rolled back to " + old;
            case FAILED -> tier + "-" + fresh + " did not come up with " + tag(release);
        };
    }

    /** {@code release 7d90e4c by you, step 2 of 4, done about 14:36}. */
    static String subline(Release release, String you, Instant now) {
        var words = new StringBuilder(release.kind().label())
                .append(' ')
                .append(tag(release))
                .append(" by ")
                .append(who(release.who(), you));
        int step = release.step() + 1;
        if (step > 0 && (release.phase() == Phase.SHIFTING || release.phase() == Phase.PAUSED)) {
            words.append(", step ")
                    .append(step)
                    .append(" of ")
                    .append(release.steps().size());
        }
        if (release.isInterrupted()) {
            return words.append("; Continue goes on with it").toString();
        }
        Optional<Instant> finish = new ReleaseCourse(release, now, Optional.empty()).finish();
        if (release.phase() == Phase.SHIFTING && finish.filter(now::isBefore).isPresent()) {
            words.append(release.terms().endsInAll() ? ", done about " : ", there about ")
                    .append(Phrases.minute(finish.get()));
        } else if (release.phase().isOver()) {
            words.append(", ended ").append(Phrases.clock(release.changed()));
        }
        return words.toString();
    }

    /** Whoever acts as the user of this console is {@code you}; with what, where that is not the console. */
    static String who(String who, String you) {
        int comma = who.indexOf(", ");
        int mine = you.indexOf(", ");
        if (comma < 0 || mine < 0 || !who.substring(0, comma).equals(you.substring(0, mine))) {
            return who;
        }
        String with = who.substring(comma + 2);
        return with.equals("console") ? "you" : "you, " + with;
    }

    static String tag(Release release) {
        return Phrases.version(release.version().tag());
    }

    static StateIcon.State state(Release release) {
        if (release.isInterrupted()) {
            return StateIcon.State.WARNING;
        }
        return switch (release.phase()) {
            case PAUSED -> StateIcon.State.IDLE;
            case RETURNING, RETURNED -> StateIcon.State.WARNING;
            case FAILED -> StateIcon.State.FAILED;
            case DONE -> StateIcon.State.HEALTHY;
            case PUBLISHING, ROLLING, TESTING, SHIFTING, KEEPING, RETIRING -> StateIcon.State.WORKING;
        };
    }

    /** Why it stands where it stands, and what to do about it. */
    static String reason(Release release) {
        if (release.isInterrupted()) {
            String before = release.reason().isEmpty() ? "" : release.reason() + " ";
            return before + release.who() + " ran it and is gone. " + stands(release);
        }
        if (release.phase() == Phase.PAUSED && release.reason().isEmpty()) {
            return stands(release);
        }
        return release.reason();
    }

    private static String stands(Release release) {
        Colour fresh = release.colour();
        String old = fresh.other().label();
        return switch (release.phase()) {
            case PUBLISHING, ROLLING, TESTING ->
                "No weight was moved. Continue goes on with it, Abort retires " + fresh.label() + ".";
            case SHIFTING, PAUSED ->
                release.step() < 0
                        ? "No weight was moved. Continue goes on with it, Abort retires " + fresh.label() + "."
                        : "Both colours keep their shares. Continue goes on with it, Promote gives " + fresh.label()
                                + " everything, Abort gives it back to " + old + ".";
            case KEEPING, RETIRING -> "Continue retires " + old + " when its time has come, Abort goes back to it.";
            case RETURNING -> "Continue gives " + old + " everything back and retires " + fresh.label() + ".";
            case DONE, RETURNED, FAILED -> "";
        };
    }

    /** What was counted on the new colour. */
    static String counts(Release release) {
        int step = release.step();
        if (step < 0 || release.previous().isNone()) {
            return "";
        }
        String fresh = release.colour().label();
        String all = Phrases.grouped(release.requests(), "request") + " on " + fresh + " since the first step, "
                + (release.failed() == 0 ? "none failed" : String.format(Locale.ROOT, "%,d failed", release.failed()));
        if (release.phase() == Phase.SHIFTING && !release.isInterrupted()) {
            long counted = release.steps().get(step).requests();
            long needed = slipway.model.ReleaseTerms.REQUESTS;
            return "Step " + (step + 1) + " of " + release.steps().size() + ": " + Phrases.grouped(counted, "request")
                    + (counted < needed ? " of the " + needed + " that it needs" : "") + "; " + all + ".";
        }
        return all + ".";
    }

    /** {@code release 7d90e4c}, {@code rollback 3f2c1ab}. */
    static String brief(Release release) {
        return (release.kind() == Kind.RELEASE ? "release " : "rollback ") + tag(release);
    }
}
