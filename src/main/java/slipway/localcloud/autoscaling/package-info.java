/** Application Auto Scaling for ECS services: scalable targets, policies with their alarms, and the activities that really happened. No policy acts yet; only bounds do, at once. It imports the SDK's models and {@code localcloud.state}, and reaches ECS and CloudWatch by their SDK interfaces; other services reach it by {@code ApplicationAutoScalingClient} only. */
@NullMarked
package slipway.localcloud.autoscaling;

import org.jspecify.annotations.NullMarked;
