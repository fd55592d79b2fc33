package slipway.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import slipway.cloud.Target;
import slipway.model.GuardReading;
import slipway.model.NextAction;
import slipway.model.Release;
import slipway.model.ReleaseStatus;
import slipway.model.ReleaseStatus.TierRelease;
import slipway.model.Tier;

/** {@code slipway release show}. */
@Command(
        name = "show",
        sortOptions = false,
        usageHelpAutoWidth = true,
        description = "Prints each tier's newest release: where it stands, its steps, its guard, and what can be done.")
final class ReleaseShowCommand implements Callable<Integer> {
    private static final String INDENT = "  ";

    private final Tools tools;

    @Option(names = "--tier", paramLabel = "client|api", description = "That of one tier only.")
    private Optional<Tier> tier = Optional.empty();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call().
    private CommandSpec spec;

    ReleaseShowCommand(Tools tools) {
        this.tools = tools;
    }

    @Override
    public Integer call() {
        Target target = tools.target(spec.commandLine());
        try (Deeds deeds = tools.open(target)) {
            ReleaseStatus status = deeds.releases(tools.options().environment());
            List<TierRelease> shown = status.tiers().stream()
                    .filter(candidate -> tier.map(candidate.tier()::equals).orElse(true))
                    .toList();
            String options = tools.options().repeated();
            if (tools.answers().json()) {
                tools.answers().document(ReleaseDocument.OfEnvironment.of(status, shown, options));
            } else {
                tools.answers().text(lines(status, shown, target, options));
            }
            return ExitStatus.DONE;
        }
    }

    private static List<String> lines(ReleaseStatus status, List<TierRelease> shown, Target target, String options) {
        List<String> lines = new ArrayList<>();
        lines.add(status.environment() + " on " + Words.place(target) + ", read " + Words.instant(status.readAt())
                + Words.clock(target));
        if (status.tiers().isEmpty() && status.unread().isEmpty()) {
            lines.add("Nothing is deployed; slipway deploy" + options + " deploys it.");
        }
        shown.forEach(tier -> {
            lines.add("");
            tier(tier, options, lines);
        });
        status.unread()
                .forEach(part -> lines.add(
                        "not shown: " + part.part() + ". " + part.failure().message()));
        return lines;
    }

    private static void tier(TierRelease tier, String options, List<String> lines) {
        if (tier.release().isEmpty()) {
            lines.add(tier.tier().label() + ": no release yet");
        }
        tier.release().ifPresent(release -> release(release, options, lines));
        tier.guard().ifPresent(guard -> lines.add(guard(guard)));
        tier.rollbackTo()
                .filter(_ ->
                        tier.release().map(release -> release.phase().isOver()).orElse(true))
                .ifPresent(version -> lines.add("slipway rollback --tier "
                        + tier.tier().label() + options + "   brings " + Words.tag(version.tag()) + " back"));
        if (tier.next().kind() != NextAction.Kind.NONE) {
            lines.add("next: " + tier.next().words());
            lines.add(INDENT + ReleaseText.command(tier, options));
        }
    }

    private static void release(Release release, String options, List<String> lines) {
        lines.add(ReleaseText.standing(release));
        if (!release.reason().isEmpty()) {
            lines.add(INDENT + release.reason());
        }
        lines.addAll(ReleaseText.steps(release));
        if (release.step() >= 0) {
            lines.add(ReleaseText.counts(release) + " on " + ReleaseText.taker(release));
        }
        if (!release.phase().isOver()) {
            lines.addAll(ReleaseText.ways(release, options));
        }
    }

    private static String guard(GuardReading guard) {
        return switch (guard.state()) {
            case QUIET -> "the guard " + guard.alarm() + " is quiet";
            case FIRING -> guard.words().orElseThrow();
            case UNKNOWN -> "the guard " + (guard.alarm().isEmpty() ? "" : guard.alarm() + " ") + "has no data yet";
        };
    }
}
