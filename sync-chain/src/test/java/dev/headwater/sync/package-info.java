/** Tests of the reconciliation of two stores. */
@NullMarked
package dev.headwater.sync;

import org.jspecify.annotations.NullMarked;
