package dev.headwater.sync;

import dev.headwater.filter.KeyFilter;
import java.time.InstantSource;
import java.util.OptionalLong;

/** How a run works; validated by the builder. */
record Settings(
    Sync.Mode mode,
    SyncReport.Execution execution,
    KeyFilter filter,
    OptionalLong maxDeletes,
    int pageSize,
    int batchSize,
    int inFlight,
    int retries,
    InstantSource time,
    SyncListener listener,
    ProgressListener progress) {}
