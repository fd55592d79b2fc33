/** Amazon ECS: clusters, task definitions, services and tasks as real processes. What a service does next is decided by a pure function ({@code Scheduler}); {@code Reconciler} carries it out, {@code TaskRun} leads one task from its address to its end. Imports the SDK and the mechanisms {@code state}, {@code process} and {@code slipway.async}; balancers, registry and logs are known by their SDK interfaces. */
@NullMarked
package slipway.localcloud.ecs;

import org.jspecify.annotations.NullMarked;
