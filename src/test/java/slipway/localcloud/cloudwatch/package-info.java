/** Tests of CloudWatch's alarms and dashboards. */
@NullMarked
package slipway.localcloud.cloudwatch;

import org.jspecify.annotations.NullMarked;
