package slipway.cloud;

import java.util.Optional;

/**
 * A profile of the standard AWS files.
 *
 * @param region the profile's region, if it names one
 */
public record AwsProfile(String name, Optional<String> region) {}
