/** File systems that outlive tasks, as folders of the state folder. A mechanism, not an AWS service: any service may import it; it imports only {@code localcloud.state}. */
@NullMarked
package slipway.localcloud.volumes;

import org.jspecify.annotations.NullMarked;
