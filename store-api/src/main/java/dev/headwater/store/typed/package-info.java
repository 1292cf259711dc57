/** What users of a store or chain work with: values of their own type under keys. */
@NullMarked
package dev.headwater.store.typed;

import org.jspecify.annotations.NullMarked;
