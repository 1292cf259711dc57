/**
 * A store in etcd 3.4 or newer. One etcd revision is one commit; its bytes are described in {@code
 * docs/layout/etcd.md}.
 *
 * <p>It speaks through jetcd's generated stubs on a channel of its own, not through jetcd's client:
 * that client has no deadlines, hides whether a write was sent, and resumes a broken watch after
 * changes that it has not delivered.
 */
@NullMarked
package dev.headwater.store.etcd;

import org.jspecify.annotations.NullMarked;
