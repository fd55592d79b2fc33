/** CloudFormation: stacks, change sets, events, exports, behind the SDK's client interface. Drives the other services by their SDK interfaces, volumes and discovery only. */
@NullMarked
package slipway.localcloud.cloudformation;

import org.jspecify.annotations.NullMarked;
