/**
 * Processes that are killed: a child writes through a chain, dies at a named place or at any
 * moment, starts again over the same files, and is held to what it acknowledged.
 */
package dev.headwater.it.kill;
