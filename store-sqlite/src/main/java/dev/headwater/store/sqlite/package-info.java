/**
 * A store and a journal in one SQLite file. {@code docs/layout/sqlite.md} describes the file.
 *
 * <p>Where to look: {@link dev.headwater.store.sqlite.SqliteStore} and {@link
 * dev.headwater.store.sqlite.SqliteJournal} are what others use; {@code Database} is one file as
 * this process uses it, {@code GroupCommit} how writers share a transaction, {@code SqliteErrors}
 * what each error of SQLite means, {@code SqliteSchema} all statement texts.
 */
@NullMarked
package dev.headwater.store.sqlite;

import org.jspecify.annotations.NullMarked;
