package slipway.cli;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import slipway.model.EnvironmentName;
import slipway.model.EnvironmentStatus;
import slipway.model.FailureException;
import slipway.model.Release;
import slipway.model.Release.Phase;
import slipway.model.ReleaseStatus;
import slipway.model.Tier;

/** The commands that help where a release stands in the way. They are said beside a refusal, so a failure to find them is none. */
final class ReleaseHints {
    private final Tools tools;
    private final Deeds deeds;

    ReleaseHints(Tools tools, Deeds deeds) {
        this.tools = tools;
        this.deeds = deeds;
    }

    /** Each tier's release; what cannot be read is told as such, so that it hides nothing else. */
    static ReleaseStatus read(Deeds deeds, EnvironmentName environment, Instant now) {
        try {
            return deeds.releases(environment);
        } catch (FailureException refused) {
            return new ReleaseStatus(
                    environment, List.of(), List.of(new EnvironmentStatus.Unread("releases", refused.failure())), now);
        }
    }

    /** Says how to steer the release that holds the environment's weights, if one does. */
    void ofHolder(EnvironmentName environment) {
        for (Tier tier : Tier.values()) {
            newest(environment, tier)
                    .filter(Release::underWay)
                    .filter(release -> release.phase() != Phase.KEEPING)
                    .ifPresent(this::say);
        }
    }

    /** Says how to get a tier to where it can be released into. */
    void ofTier(EnvironmentName environment, Tier tier) {
        Optional<Release> open =
                newest(environment, tier).filter(release -> !release.phase().isOver());
        if (open.isPresent()) {
            say(open.get());
            return;
        }
        try {
            deeds.releases(environment)
                    .tier(tier)
                    .ifPresent(found -> tools.answers()
                            .say(ReleaseText.open(found, tools.options().repeated())));
        } catch (FailureException unread) {
            // The refusal itself is said all the same.
            tools.answers()
                    .say("What to do next cannot be read: " + unread.failure().message());
        }
    }

    private Optional<Release> newest(EnvironmentName environment, Tier tier) {
        try {
            return deeds.newestRelease(environment, tier);
        } catch (FailureException unread) {
            return Optional.empty();
        }
    }

    private void say(Release release) {
        tools.answers().say(ReleaseText.standing(release));
        tools.answers().say(ReleaseText.ways(release, tools.options().repeated()));
    }
}
