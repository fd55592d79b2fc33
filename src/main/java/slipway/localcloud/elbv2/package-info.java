/** Elastic Load Balancing: balancers, listeners, rules, target groups and target health, as the API shows them; the requests themselves go through {@code localcloud.http}. It imports the SDK's models, {@code localcloud.http}, {@code localcloud.state} and {@code slipway.async}; other services reach it by {@code ElasticLoadBalancingV2Client} only. */
@NullMarked
package slipway.localcloud.elbv2;

import org.jspecify.annotations.NullMarked;
