package dev.headwater.store.github.rest;

import dev.headwater.store.StoreException.Subject;
import dev.headwater.store.background.Deadline;

/** The operation that a request belongs to. */
record RestCall(Subject subject, Deadline deadline) {}
