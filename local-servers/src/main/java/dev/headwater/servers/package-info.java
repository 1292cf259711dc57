/**
 * Finds or starts the real servers that the demo and the tests need, says which it took, and leaves
 * no process, port or file behind.
 *
 * <p>{@link dev.headwater.servers.EtcdCluster} and {@link dev.headwater.servers.SqlServer} each
 * try, in a fixed order, an address from the environment, a program on the {@code PATH}, Docker,
 * and a package or an artifact that can be downloaded. {@link dev.headwater.servers.FaultProxy}
 * stands in front of either and breaks connections on request.
 */
@NullMarked
package dev.headwater.servers;

import org.jspecify.annotations.NullMarked;
