package slipway.cloud;

import java.net.URI;
import java.util.Optional;

/** Where operations act. */
public sealed interface Target {
    /** This machine's local cloud, started when it is needed. */
    record Local() implements Target {}

    /**
     * An AWS account, or whatever answers at an endpoint that speaks AWS's protocols.
     *
     * @param profile of the standard AWS files; absent for the default credential chain
     * @param region a region's code; absent for the profile's or the environment's
     * @param endpointUrl one endpoint for every service; absent for AWS's own
     */
    record Aws(Optional<String> profile, Optional<String> region, Optional<URI> endpointUrl) implements Target {}

    /** {@code local} or {@code aws}, as on the command line. */
    default String label() {
        return switch (this) {
            case Local _ -> "local";
            case Aws _ -> "aws";
        };
    }
}
