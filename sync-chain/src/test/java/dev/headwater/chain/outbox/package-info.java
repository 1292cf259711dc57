@NullMarked
package dev.headwater.chain.outbox;

import org.jspecify.annotations.NullMarked;
