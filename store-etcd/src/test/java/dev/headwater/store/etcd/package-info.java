/** Tests of the etcd store. */
@NullMarked
package dev.headwater.store.etcd;

import org.jspecify.annotations.NullMarked;
