package dev.headwater.chain.outbox;

import dev.headwater.store.StoreException;
import java.time.Duration;
import java.util.Optional;

/**
 * What one layer is owed.
 *
 * @param layer the layer's name
 * @param entries how many writes wait for it
 * @param bytes the bytes of their keys and values
 * @param oldest how long the oldest of them has waited; zero if there is none
 * @param inFlight how many of them are being delivered now
 * @param deadLetters how many writes it will never take
 * @param failures how many deliveries in a row have failed
 * @param lastError why the last of them failed; empty if the last delivery succeeded
 */
public record LayerStatus(
    String layer,
    int entries,
    long bytes,
    Duration oldest,
    int inFlight,
    int deadLetters,
    int failures,
    Optional<StoreException> lastError) {}
