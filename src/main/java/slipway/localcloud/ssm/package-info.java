/** AWS Systems Manager of the local cloud: the parameter store, and Session Manager, whose terminals are the only ones in the program. Imports {@code state}, {@code agents}, {@code process}, {@code slipway.channel} and the SDK. */
@NullMarked
package slipway.localcloud.ssm;

import org.jspecify.annotations.NullMarked;
