/** Tests of Application Auto Scaling, with ECS and CloudWatch stood in for by their interfaces. */
@NullMarked
package slipway.localcloud.autoscaling;

import org.jspecify.annotations.NullMarked;
