/** Turns a folder with a Dockerfile into a published image: through ECR's own API for the local cloud, with docker for AWS. The only operations that start processes (docker, git). May import {@code slipway.operations}, {@code slipway.cloud}, {@code slipway.model}, {@code slipway.async}, the SDK and commons-compress. */
@NullMarked
package slipway.operations.build;

import org.jspecify.annotations.NullMarked;
