package slipway.ui.workspace;

import java.util.Optional;
import slipway.model.Colour;
import slipway.model.EnvironmentName;
import slipway.model.LogScope;
import slipway.model.LogSource;
import slipway.model.Tier;

/**
 * A session that another panel wants to be opened in Terminal.
 *
 * @param colour whose task; absent for either
 * @param task the task's id; empty for the newest
 */
public record SessionRequest(Tier tier, Optional<Colour> colour, String task) {
    /** irb on the newest task of a tier. */
    public static SessionRequest newest(Tier tier) {
        return new SessionRequest(tier, Optional.empty(), "");
    }

    /** irb on one of a service's tasks; empty for a service that is none of the two tiers', such as Redis. */
    public static Optional<SessionRequest> of(EnvironmentName environment, String service, String task) {
        return LogScope.ofService(environment, service)
                .flatMap(scope -> tier(scope.source()).map(tier -> new SessionRequest(tier, scope.colour(), task)));
    }

    private static Optional<Tier> tier(LogSource source) {
        return switch (source) {
            case CLIENT -> Optional.of(Tier.CLIENT);
            case API -> Optional.of(Tier.API);
            case REDIS -> Optional.empty();
        };
    }
}
