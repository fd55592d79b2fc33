package slipway.model;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What a release would do. Nothing was changed yet.
 *
 * @param colour the one that gets the version; the live one itself where it has no image yet
 * @param version what is released
 * @param previous what serves now; none where nothing does
 * @param from the folder whose image is built; absent for an image that is there
 * @param publishes whether the repository lacks the tag
 * @param tasks how many the colour gets
 * @param first whether nothing serves yet: then no weight is moved
 * @param shortestBake in which the guard can judge a step, the target's time
 */
public record ReleasePlan(
        EnvironmentName environment,
        Tier tier,
        Release.Kind kind,
        Colour colour,
        ImageVersion version,
        ImageVersion previous,
        Optional<Path> from,
        boolean publishes,
        int tasks,
        boolean first,
        ReleaseTerms terms,
        Duration shortestBake) {}
