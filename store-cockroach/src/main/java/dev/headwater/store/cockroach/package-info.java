/**
 * A store in one table of CockroachDB or PostgreSQL, over JDBC. {@code docs/layout/sql.md}
 * describes the table.
 *
 * <p>Where to look: {@link dev.headwater.store.cockroach.CockroachStore} is the store; {@code
 * CockroachSchema} has all statement texts, {@code CockroachErrors} what each SQL error means,
 * {@code TransactionRetry} what is tried again, {@code Dialect} what differs between the two
 * databases.
 */
@NullMarked
package dev.headwater.store.cockroach;

import org.jspecify.annotations.NullMarked;
