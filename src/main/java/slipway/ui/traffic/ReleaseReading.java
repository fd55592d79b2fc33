package slipway.ui.traffic;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import slipway.model.Colour;
import slipway.model.GuardReading;
import slipway.model.GuardReading.Figure;
import slipway.model.Release;
import slipway.model.Release.Phase;
import slipway.model.Release.Wish;
import slipway.model.TrafficGuard;
import slipway.model.TrafficStatus.TierTraffic;
import slipway.ui.controls.GuardCard;
import slipway.ui.controls.Phrases;
import slipway.ui.controls.StateIcon;

/**
 * Puts a release, and what an operator may do to it, into words.
 *
 * @param now the target's time
 * @param wentBack when the old colour got everything back; absent while that is unknown
 * @param pausing whether this console has just asked it to stop
 */
record ReleaseReading(
        Release release, Optional<GuardReading> guard, Instant now, Optional<Instant> wentBack, boolean pausing) {

    ReleaseValues read() {
        var course = new ReleaseCourse(release, now, wentBack);
        return new ReleaseValues(
                release,
                on(),
                course.read(),
                course.marks(),
                guard.map(this::guard),
                ReleaseWords.counts(release),
                ReleaseWords.state(release),
                ReleaseWords.reason(release));
    }

    /** Whether there is something to steer. */
    boolean on() {
        return !release.phase().isOver();
    }

    LaneValues.Deed hold() {
        List<Wish> wishes = release.wishes();
        if (wishes.contains(Wish.CONTINUE)) {
            return deed(Wish.CONTINUE, "Continue", continues(), "");
        }
        if (wishes.contains(Wish.PAUSE)) {
            return deed(
                    Wish.PAUSE,
                    "Pause",
                    "",
                    pausing ? "It stops as soon as what is under way has ended; both colours keep their shares." : "");
        }
        return deed(Wish.PAUSE, "Pause", "", settled());
    }

    private String continues() {
        int next = release.step() + 1;
        return switch (release.phase()) {
            case SHIFTING, PAUSED ->
                next < release.steps().size()
                        ? "on to " + release.steps().get(next).percent() + " %"
                        : "with step " + next;
            case KEEPING, RETIRING -> "and retire " + old();
            case RETURNING -> "back to " + old();
            case PUBLISHING, ROLLING, TESTING, DONE, RETURNED, FAILED -> "";
        };
    }

    /** @param traffic the tier's, for what its guards forbid */
    LaneValues.Deed promote(TierTraffic traffic) {
        String reason = release.wishes().contains(Wish.PROMOTE)
                ? traffic.forbids(release.colour())
                        .filter(guard -> release.step() >= 0)
                        .map(TrafficGuard::words)
                        .orElse("")
                : settled();
        return deed(Wish.PROMOTE, "Promote", fresh() + " takes 100 % now", reason);
    }

    LaneValues.Deed abort() {
        boolean possible = release.wishes().contains(Wish.ABORT);
        String words = release.step() < 0 && release.phase() != Phase.KEEPING
                ? fresh() + " is retired"
                : old() + " takes 100 % now";
        return deed(Wish.ABORT, "Abort", words, possible ? "" : settled());
    }

    private String settled() {
        return switch (release.phase()) {
            case RETURNING -> "It is going back to " + old() + " already.";
            case KEEPING ->
                fresh() + " has 100 % already; " + old()
                        + release.retireAt()
                                .map(at -> " stays until " + Phrases.clock(at) + ".")
                                .orElse(" stays for now.");
            case RETIRING -> fresh() + " has 100 % already; " + old() + " is being retired.";
            case PUBLISHING, ROLLING, TESTING, SHIFTING, PAUSED, DONE, RETURNED, FAILED ->
                "The release cannot do that as it stands.";
        };
    }

    private static LaneValues.Deed deed(Wish wish, String name, String words, String reason) {
        return new LaneValues.Deed(name, words, reason, new LaneValues.Act.Steer(wish));
    }

    private String fresh() {
        return release.colour().label();
    }

    private String old() {
        return release.colour().other().label();
    }

    private GuardCard.Values guard(GuardReading reading) {
        StateIcon.State state = switch (reading.state()) {
            case QUIET -> StateIcon.State.HEALTHY;
            case FIRING -> StateIcon.State.FAILED;
            case UNKNOWN -> StateIcon.State.WAITING;
        };
        String title = switch (reading.state()) {
            case QUIET -> "Guard quiet";
            case FIRING -> "Guard fired";
            case UNKNOWN -> "Guard without data";
        };
        return new GuardCard.Values(
                state,
                title,
                "checked " + Phrases.clock(reading.checkedAt()),
                reading.figures().stream().map(ReleaseReading::row).toList(),
                rule(reading));
    }

    private String rule(GuardReading reading) {
        Colour fresh = release.colour();
        String judges = reading.shortestBake().isZero()
                ? ""
                : " It needs " + Phrases.exact(reading.shortestBake()) + " to judge.";
        return on() && release.previous().isNone()
                ? "Nothing served before: there is nothing to go back to." + judges
                : "When it fires, " + fresh.other().label() + " gets 100 % back at once." + judges;
    }

    private static GuardCard.Row row(Figure figure) {
        boolean known = figure.value().isPresent();
        double value = figure.value().orElse(0);
        String unit = figure.unit().isEmpty() ? "" : " " + figure.unit();
        String shown = known ? number(value, figure.unit()) + unit : "–";
        String allowed = "of " + number(figure.threshold(), "") + unit;
        return new GuardCard.Row(
                figure.label(),
                figure.threshold() > 0 ? value / figure.threshold() : value > 0 ? 1 : 0,
                shown,
                allowed,
                figure.firing(),
                figure.alarm() + ": " + (known ? shown + " " + allowed : "no data yet")
                        + (figure.guards()
                                ? figure.firing() ? ", in ALARM." : "."
                                : ". It does not guard: it belongs to the whole balancer, and is only shown."));
    }

    /** Percentages with one digit behind the point, counts without where they are whole. */
    private static String number(double value, String unit) {
        return unit.equals("%") || value != Math.rint(value)
                ? String.format(Locale.ROOT, "%.1f", value)
                : String.valueOf((long) value);
    }
}
