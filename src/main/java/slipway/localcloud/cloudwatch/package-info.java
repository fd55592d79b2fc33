/** CloudWatch: metrics on a one-minute grid of cloud time, metric math, metric and composite alarms that are evaluated once a cloud minute, with their history, and dashboards. It imports the SDK's models, Jackson, {@code slipway.async} and {@code localcloud.state}; other services reach it by {@code CloudWatchClient} only. */
@NullMarked
package slipway.localcloud.cloudwatch;

import org.jspecify.annotations.NullMarked;
