/** Amazon ECR: repositories, layers and images, pushed and pulled by ECR's own API and kept as files in the state folder. Imports the SDK and {@code localcloud.state}; siblings know it as an {@code EcrClient} only. */
@NullMarked
package slipway.localcloud.ecr;

import org.jspecify.annotations.NullMarked;
