/** Clients of the AWS SDK for a target: endpoints, credentials, retries, the count of calls, and the profiles of the standard AWS files. May import {@code slipway.cloud} and the SDK. */
@NullMarked
package slipway.cloud.aws;

import org.jspecify.annotations.NullMarked;
