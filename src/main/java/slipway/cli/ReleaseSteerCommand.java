package slipway.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import slipway.cloud.Target;
import slipway.model.EnvironmentName;
import slipway.model.Release;
import slipway.model.Release.Phase;
import slipway.model.Release.Wish;
import slipway.model.Tier;

/** What has a wish carried out on a tier's release: by whoever runs it, or by this command where nobody does. */
abstract sealed class ReleaseSteerCommand implements Callable<Integer> {
    private final Tools tools;
    private final Wish wish;

    @Option(names = "--tier", required = true, paramLabel = "client|api", description = "Whose release.")
    @SuppressWarnings("NullAway.Init") // picocli requires it.
    private Tier tier;

    @Option(names = "--yes", description = "Write without being asked. AWS needs it where nobody can be asked.")
    private boolean yes;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call().
    private CommandSpec spec;

    private ReleaseSteerCommand(Tools tools, Wish wish) {
        this.tools = tools;
        this.wish = wish;
    }

    /** What the shell is told of how the release came to rest. */
    abstract int status(Release rested);

    @Override
    public Integer call() {
        Target target = tools.target(spec.commandLine());
        EnvironmentName environment = tools.options().environment();
        try (Deeds deeds = tools.open(target)) {
            var guard = new WriteGuard(tools, target);
            guard.show(deeds);
            String of = "the release of the " + tier.label() + " of " + environment;
            String effect = deeds.newestRelease(environment, tier)
                    .filter(release -> release.wishes().contains(wish))
                    .map(release -> ", which " + ReleaseText.effect(wish, release))
                    .orElse("");
            String word = ReleaseText.word(wish);
            guard.confirm(
                    word.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + word.substring(1) + " " + of + effect
                            + "?",
                    WriteGuard.Weight.ORDINARY,
                    yes);
            var undertaking = new ReleaseUndertaking(tools);
            Release rested = undertaking.carryOut(
                    "To " + word + " " + of + effect + Words.clock(target),
                    true,
                    (progress, cancellation) -> deeds.steer(environment, tier, wish, progress, cancellation));
            Release left = ReleaseUndertaking.left(deeds, environment, rested);
            return undertaking.result(left, status(left));
        }
    }

    /** {@code slipway release pause}. */
    @Command(
            name = "pause",
            sortOptions = false,
            usageHelpAutoWidth = true,
            description = "Stops a tier's release where it is; both colours keep their shares and their tasks.")
    static final class Pause extends ReleaseSteerCommand {
        Pause(Tools tools) {
            super(tools, Wish.PAUSE);
        }

        @Override
        int status(Release rested) {
            return rested.phase() == Phase.PAUSED ? ExitStatus.DONE : ExitStatus.FAILED;
        }
    }

    /** {@code slipway release continue}. */
    @Command(
            name = "continue",
            sortOptions = false,
            usageHelpAutoWidth = true,
            description = {
                "Goes on with a tier's release that was paused or interrupted, from where it stands.",
                "One that somebody carries out is followed until it comes to rest."
            })
    static final class Continue extends ReleaseSteerCommand {
        Continue(Tools tools) {
            super(tools, Wish.CONTINUE);
        }

        @Override
        int status(Release rested) {
            // Going on with going back ends where it was to end.
            return ReleaseUndertaking.status(rested);
        }
    }

    /** {@code slipway release promote}. */
    @Command(
            name = "promote",
            sortOptions = false,
            usageHelpAutoWidth = true,
            description =
                    "Gives the new colour of a tier's release everything now; what its guards forbid stays forbidden.")
    static final class Promote extends ReleaseSteerCommand {
        Promote(Tools tools) {
            super(tools, Wish.PROMOTE);
        }

        @Override
        int status(Release rested) {
            return ReleaseUndertaking.status(rested);
        }
    }

    /** {@code slipway release abort}. */
    @Command(
            name = "abort",
            sortOptions = false,
            usageHelpAutoWidth = true,
            description = "Gives the old colour of a tier's release everything back at once, and retires the new one.")
    static final class Abort extends ReleaseSteerCommand {
        Abort(Tools tools) {
            super(tools, Wish.ABORT);
        }

        @Override
        int status(Release rested) {
            return rested.phase() == Phase.RETURNED ? ExitStatus.DONE : ExitStatus.FAILED;
        }
    }
}
