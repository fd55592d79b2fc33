package slipway.ui.traffic;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import slipway.model.Colour;
import slipway.model.Release;
import slipway.model.Release.Phase;
import slipway.model.Release.Step;
import slipway.model.ReleaseTerms;
import slipway.model.Weights;
import slipway.ui.controls.Fader;
import slipway.ui.controls.Phrases;
import slipway.ui.controls.ReleaseTimeline.Course;
import slipway.ui.controls.ReleaseTimeline.Leg;
import slipway.ui.controls.StateIcon;

/**
 * Draws up the staircase of a release.
 *
 * @param now the target's time
 * @param wentBack when the old colour got everything back; absent while that is unknown
 */
record ReleaseCourse(Release release, Instant now, Optional<Instant> wentBack) {
    private static final double ROLL = 1.4;
    private static final double SHORTEST = 0.6;
    private static final double LONGEST = 2.5;

    Course read() {
        List<Leg> legs = legs();
        int leg = Math.min(leg(), legs.size());
        return new Course(release.colour(), legs, leg, part(), marker(), end(), endTime(), spoken());
    }

    /** The steps below the fader, as green's shares. */
    List<Fader.Mark> marks() {
        if (release.phase().isOver() || first()) {
            return List.of();
        }
        boolean green = release.colour() == Colour.GREEN;
        int newest = release.step();
        List<Fader.Mark> marks = new ArrayList<>();
        for (int index = 0; index < release.steps().size(); index++) {
            int percent = release.steps().get(index).percent();
            Fader.Passage passage = index < newest || (release.phase() == Phase.RETURNING && index == newest)
                    ? Fader.Passage.PASSED
                    : index == newest ? Fader.Passage.NOW : Fader.Passage.AHEAD;
            marks.add(new Fader.Mark(green ? percent : Weights.WHOLE - percent, passage));
        }
        return green ? marks : marks.reversed();
    }

    /** When the new colour is expected to have its last share; absent while that cannot be told. */
    Optional<Instant> finish() {
        List<Step> steps = release.steps();
        if (steps.isEmpty() || release.isInterrupted() || release.phase() != Phase.SHIFTING) {
            return Optional.empty();
        }
        return steps.getLast().moved().or(() -> begins(steps.size() - 1));
    }

    /** Nothing served before: no weight is moved. */
    private boolean first() {
        return release.previous().isNone();
    }

    private boolean goesBack() {
        return release.phase() == Phase.RETURNING || release.phase() == Phase.RETURNED;
    }

    private List<Leg> legs() {
        List<Leg> legs = new ArrayList<>();
        legs.add(roll());
        if (first()) {
            boolean serves = release.phase() == Phase.DONE;
            legs.add(new Leg(
                    Weights.WHOLE,
                    "serves",
                    serves ? StateIcon.State.HEALTHY : null,
                    "",
                    serves ? Phrases.clock(release.changed()) : "",
                    1));
            return legs;
        }
        int newest = release.step();
        for (int index = 0; index < release.steps().size(); index++) {
            boolean made = index <= newest;
            if (made || (!goesBack() && release.phase() != Phase.DONE)) {
                legs.add(step(index, newest));
            }
        }
        if (goesBack() && newest >= 0) {
            legs.add(back());
        } else if (release.terms().endsInAll() && !goesBack()) {
            legs.add(keep());
        }
        return legs;
    }

    private Leg roll() {
        return switch (release.phase()) {
            case PUBLISHING -> leg0("publishing", StateIcon.State.WORKING, "");
            case ROLLING -> leg0("rolling", StateIcon.State.WORKING, "then smoke-test");
            case TESTING -> leg0("smoke-testing", StateIcon.State.WORKING, "");
            case FAILED -> leg0("did not come up", StateIcon.State.FAILED, "");
            case SHIFTING, KEEPING, RETIRING, RETURNING, PAUSED, DONE, RETURNED ->
                leg0("", null, "roll and smoke-test");
        };
    }

    private Leg leg0(String name, StateIcon.@Nullable State icon, String note) {
        return new Leg(
                0,
                name,
                release.isInterrupted() && icon != null ? StateIcon.State.WARNING : icon,
                note,
                Phrases.clock(release.began()),
                ROLL);
    }

    private Leg step(int index, int newest) {
        Step step = release.steps().get(index);
        boolean current = index == newest;
        StateIcon.@Nullable State icon = index > newest
                ? null
                : !current || step.passed().isPresent() || release.phase() == Phase.DONE || kept()
                        ? StateIcon.State.HEALTHY
                        : switch (release.phase()) {
                            case SHIFTING ->
                                release.isInterrupted() ? StateIcon.State.WARNING : StateIcon.State.WORKING;
                            case RETURNING, RETURNED, FAILED -> StateIcon.State.WARNING;
                            default -> StateIcon.State.IDLE;
                        };
        return new Leg(step.percent(), step.percent() + " %", icon, "", time(index, step), weight(index, step));
    }

    private boolean kept() {
        return release.phase() == Phase.KEEPING || release.phase() == Phase.RETIRING;
    }

    private String time(int index, Step step) {
        if (step.moved().isPresent()) {
            return Phrases.clock(step.moved().get());
        }
        return begins(index).map(at -> "≈ " + Phrases.minute(at)).orElseGet(() -> later(index));
    }

    /** When a step that was not made yet is expected to begin. */
    private Optional<Instant> begins(int index) {
        int newest = release.step();
        if (newest < 0 || index <= newest || release.phase() != Phase.SHIFTING || release.isInterrupted()) {
            return Optional.empty();
        }
        Duration bake = release.terms().bake();
        Instant next = release.bakedAt().filter(now::isBefore).orElse(now);
        return Optional.of(next.plus(bake.multipliedBy(index - newest - 1L)));
    }

    /** Before the first step nobody knows when it comes; how long after it the others do, is known. */
    private String later(int index) {
        boolean coming = release.step() < 0 && release.phase().works() && !release.isInterrupted() && index > 0;
        return coming ? "+ " + Phrases.exact(release.terms().bake().multipliedBy(index)) : "";
    }

    private double weight(int index, Step step) {
        double bake = Math.max(1, release.terms().bake().toSeconds());
        Optional<Instant> until = index + 1 < release.steps().size()
                ? release.steps().get(index + 1).moved()
                : step.passed();
        Optional<Double> took = step.moved()
                .flatMap(from -> until.map(to -> Duration.between(from, to).toSeconds() / bake));
        return Math.clamp(took.orElse(1.0), SHORTEST, LONGEST);
    }

    private Leg back() {
        boolean returned = release.phase() == Phase.RETURNED;
        return new Leg(
                0,
                "all to " + release.colour().other().label(),
                returned
                        ? StateIcon.State.HEALTHY
                        : release.isInterrupted() ? StateIcon.State.WARNING : StateIcon.State.WORKING,
                "",
                Phrases.clock(wentBack.orElse(release.changed())),
                1.2);
    }

    private Leg keep() {
        String old = release.colour().other().label();
        boolean done = release.phase() == Phase.DONE;
        StateIcon.@Nullable State icon = done
                ? StateIcon.State.HEALTHY
                : kept() ? release.isInterrupted() ? StateIcon.State.WARNING : StateIcon.State.WORKING : null;
        String name =
                done ? "kept " + old : kept() ? release.phase() == Phase.RETIRING ? old + " goes" : "keeps " + old : "";
        String span = Phrases.exact(release.terms().keep());
        String note = name.isEmpty() ? "keep " + old + " " + span : release.phase() == Phase.RETIRING ? "" : span;
        Optional<Instant> from = done || kept() ? kept(release) : keeps();
        return new Leg(
                Weights.WHOLE,
                name,
                icon,
                note,
                from.map(at -> done || kept() ? Phrases.clock(at) : "≈ " + Phrases.minute(at))
                        .orElse(""),
                LONGEST);
    }

    /** When the deadline began to run. */
    private static Optional<Instant> kept(Release release) {
        return release.retireAt()
                .map(at -> at.minus(release.terms().keep()))
                .filter(at -> release.steps().isEmpty()
                        || release.steps().getLast().moved().map(at::isAfter).orElse(false));
    }

    private Optional<Instant> keeps() {
        return finish().map(at -> at.plus(release.terms().bake()));
    }

    private int leg() {
        return switch (release.phase()) {
            case PUBLISHING, ROLLING, TESTING, FAILED -> 0;
            case SHIFTING, PAUSED -> Math.max(0, release.step() + 1);
            case KEEPING, RETIRING -> first() ? 1 : release.steps().size() + 1;
            case RETURNING -> release.step() < 0 ? 0 : release.step() + 2;
            case DONE, RETURNED -> Integer.MAX_VALUE;
        };
    }

    private double part() {
        return switch (release.phase()) {
            case PUBLISHING -> 0.15;
            case ROLLING -> 0.5;
            case TESTING -> 0.85;
            case FAILED -> 1;
            case SHIFTING, PAUSED -> release.step() < 0 ? 1 : baked();
            case KEEPING ->
                release.retireAt()
                        .map(at -> 1
                                - seconds(Duration.between(now, at))
                                        / Math.max(1, seconds(release.terms().keep())))
                        .orElse(0.5);
            case RETIRING -> 1;
            case RETURNING -> 0.6;
            case DONE, RETURNED -> 1;
        };
    }

    /** How much of the step's time has passed; a paused one's stands still. */
    private double baked() {
        Step step = release.steps().get(release.step());
        if (step.passed().isPresent()) {
            return 1;
        }
        Instant until = release.phase() == Phase.PAUSED ? release.changed() : now;
        return step.moved()
                .map(from -> seconds(Duration.between(from, until))
                        / Math.max(1, seconds(release.terms().bake())))
                .orElse(0.0);
    }

    private static double seconds(Duration span) {
        return span.toMillis() / 1000.0;
    }

    /** What stands above the place where it is: how long it has to wait there, or for what. */
    String marker() {
        if (release.isInterrupted()) {
            return "interrupted";
        }
        return switch (release.phase()) {
            case PUBLISHING, ROLLING, TESTING, DONE, RETURNED, FAILED -> "";
            case PAUSED -> "paused";
            case RETURNING -> "going back";
            case RETIRING -> "retiring";
            case KEEPING ->
                release.retireAt()
                        .filter(now::isBefore)
                        .map(at -> Phrases.stopwatch(Duration.between(now, at)) + " left")
                        .orElse("");
            case SHIFTING -> waits();
        };
    }

    private String waits() {
        Optional<Instant> baked = release.bakedAt();
        if (baked.isEmpty()) {
            return "moving on";
        }
        if (baked.get().isAfter(now)) {
            return Phrases.stopwatch(Duration.between(now, baked.get())) + " left";
        }
        long requests = release.steps().get(release.step()).requests();
        return requests < ReleaseTerms.REQUESTS ? requests + " of " + ReleaseTerms.REQUESTS + " requests" : "judging";
    }

    private String end() {
        if (!release.terms().endsInAll() || goesBack() || first()) {
            return "";
        }
        return release.phase() == Phase.DONE ? "retired" : "retire";
    }

    private String endTime() {
        if (release.phase() == Phase.DONE) {
            return Phrases.clock(release.changed());
        }
        return release.retireAt()
                .map(Phrases::clock)
                .or(() -> keeps().map(at ->
                        "≈ " + Phrases.minute(at.plus(release.terms().keep()))))
                .orElse("");
    }

    private String spoken() {
        String steps = String.join(
                ", ",
                release.terms().shift().stream().map(percent -> percent + " %").toList());
        int step = release.step() + 1;
        return "Steps of the " + release.name() + ": " + steps + ". "
                + (step == 0
                        ? "No step was made yet"
                        : "Step " + step + " of " + release.steps().size())
                + (marker().isEmpty() ? "." : ", " + marker() + ".");
    }
}
