/** AWS Systems Manager of the local cloud: the parameter store. Imports {@code state} and the SDK. */
@NullMarked
package slipway.localcloud.ssm;

import org.jspecify.annotations.NullMarked;
