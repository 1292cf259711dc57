package dev.headwater.chain.outbox;

import dev.headwater.store.Write;
import java.time.Instant;

/**
 * A write that a layer will never take.
 *
 * @param id its number in the outbox
 * @param layer the name of the layer
 * @param write the write
 * @param since when it was given up
 * @param error why: the layer's error
 */
public record DeadLetter(long id, String layer, Write write, Instant since, String error) {}
