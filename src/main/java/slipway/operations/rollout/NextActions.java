package slipway.operations.rollout;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import slipway.model.Colour;
import slipway.model.EnvironmentName;
import slipway.model.NextAction;
import slipway.model.NextAction.Kind;
import slipway.model.Release;
import slipway.model.Release.Phase;
import slipway.model.Release.Wish;
import slipway.model.Tier;
import slipway.model.WayOut;

/** Decides the one thing to do next about a tier: what keeps the others from being done comes first. */
final class NextActions {
    private NextActions() {}

    /**
     * A colour as it stands.
     *
     * @param exists whether its stack is there, and not about to be deleted and created again
     * @param desired how many tasks its service shall have
     * @param most how many autoscaling may give it
     */
    record Part(boolean exists, int weight, boolean hasImage, int desired, int most) {
        private boolean isLive() {
            return weight > 0;
        }

        private boolean isRetired() {
            return desired == 0 && most == 0;
        }
    }

    /**
     * A tier as it stands.
     *
     * @param parts of both colours
     * @param stuck the ways out of its colours' stacks
     * @param busy whether the environment is being deployed, deleted or repaired, or a colour is being rolled: then stacks are on their
     *     way
     */
    record Situation(
            EnvironmentName environment,
            Tier tier,
            Map<Colour, Part> parts,
            Optional<Release> release,
            List<WayOut> stuck,
            boolean busy) {
        private Part of(Colour colour) {
            return parts.getOrDefault(colour, new Part(false, 0, false, 0, 0));
        }

        private List<Colour> live() {
            return Arrays.stream(Colour.values())
                    .filter(colour -> of(colour).isLive())
                    .toList();
        }

        private String name(Colour colour) {
            return tier.label() + "-" + colour.label();
        }
    }

    static NextAction of(Situation now) {
        Optional<Release> open =
                now.release().filter(release -> !release.phase().isOver());
        return repair(now)
                .or(() -> open.filter(release -> !release.underWay()).map(NextActions::goOn))
                .or(() -> open.map(_ -> NextAction.NONE))
                .or(() -> deploy(now))
                .or(() -> finishMove(now))
                .or(() -> retire(now))
                .orElse(NextAction.NONE);
    }

    private static Optional<NextAction> repair(Situation now) {
        return now.stuck().stream()
                .filter(way -> way.kind() != WayOut.Kind.WAIT)
                .findFirst()
                .filter(_ -> !now.busy())
                .map(way -> new NextAction(
                        Kind.REPAIR,
                        way.stack() + " is " + way.status() + ". " + way.sentence() + " The way out: slipway repair "
                                + way.stack()
                                + (way.kind() == WayOut.Kind.RECREATE ? ", and then slipway deploy." : "."),
                        way.stack()));
    }

    /** A release without anybody at work on it. */
    private static NextAction goOn(Release release) {
        String name = "The " + release.name();
        String words = release.phase() == Phase.PAUSED
                ? name + " is paused "
                        + (release.step() < 0 ? "before its first step" : "at " + release.percent() + " %")
                : name + " by " + release.who() + " was interrupted while it was "
                        + release.phase().words()
                        + (release.phase() == Phase.SHIFTING ? ", at " + release.percent() + " %" : "");
        return new NextAction(Kind.CONTINUE, words + ": " + wishes(release) + ".", "");
    }

    private static String wishes(Release release) {
        List<String> wishes = release.wishes().stream()
                .map(Wish::name)
                .map(name -> name.toLowerCase(Locale.ROOT))
                .toList();
        return wishes.size() == 1
                ? wishes.getFirst() + " it"
                : String.join(", ", wishes.subList(0, wishes.size() - 1)) + " or " + wishes.getLast() + " it";
    }

    private static Optional<NextAction> deploy(Situation now) {
        List<Colour> live = now.live();
        if (now.busy()
                || live.isEmpty()
                || live.stream().anyMatch(colour -> now.of(colour).hasImage())) {
            return Optional.empty();
        }
        String names = live.stream().map(now::name).collect(Collectors.joining(" and "));
        boolean exist = live.stream().allMatch(colour -> now.of(colour).exists());
        String have = live.size() == 1 ? "has" : "have";
        return Optional.of(new NextAction(
                Kind.DEPLOY,
                names + " " + have + " all requests of the " + now.tier().label() + " and "
                        + (exist ? "no image" : "no stack") + ", so nobody answers them: deploy " + now.environment()
                        + (exist && live.size() == 1
                                ? ", or release a version of the " + now.tier().label()
                                : "")
                        + ".",
                ""));
    }

    private static Optional<NextAction> finishMove(Situation now) {
        if (now.live().size() < 2) {
            return Optional.empty();
        }
        String weights = now.live().stream()
                .map(colour -> colour.label() + " " + now.of(colour).weight())
                .collect(Collectors.joining(", "));
        return Optional.of(new NextAction(
                Kind.FINISH_MOVE,
                "Both colours of the " + now.tier().label() + " have requests (" + weights
                        + "), and no release is on: promote one, or abort the move.",
                ""));
    }

    private static Optional<NextAction> retire(Situation now) {
        return Arrays.stream(Colour.values())
                .filter(_ -> !now.busy() && now.live().size() == 1)
                .filter(colour -> !now.of(colour).isLive())
                .filter(colour -> now.of(colour).exists() && !now.of(colour).isRetired())
                .findFirst()
                .map(colour -> new NextAction(
                        Kind.RETIRE,
                        now.name(colour) + " has no requests and "
                                + tasks(now.of(colour))
                                + ", and no release is about to retire it: retire it, or give it requests again.",
                        ""));
    }

    private static String tasks(Part part) {
        return part.desired() > 0
                ? "still runs " + part.desired() + (part.desired() == 1 ? " task" : " tasks")
                : "may still be scaled to " + part.most() + (part.most() == 1 ? " task" : " tasks");
    }
}
