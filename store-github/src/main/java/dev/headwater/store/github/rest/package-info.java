/**
 * Everything between the store and GitHub's REST API: one repository's requests, within GitHub's
 * limits, with errors sorted by what happened.
 */
@NullMarked
package dev.headwater.store.github.rest;

import org.jspecify.annotations.NullMarked;
