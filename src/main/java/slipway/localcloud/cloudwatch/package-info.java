/** CloudWatch: metrics on a one-minute grid of cloud time, metric and composite alarms with their history, and dashboards. No alarm is evaluated against metrics yet: a metric alarm stays in INSUFFICIENT_DATA until its state is set. It imports the SDK's models, Jackson, {@code slipway.async} and {@code localcloud.state}; other services reach it by {@code CloudWatchClient} only. */
@NullMarked
package slipway.localcloud.cloudwatch;

import org.jspecify.annotations.NullMarked;
