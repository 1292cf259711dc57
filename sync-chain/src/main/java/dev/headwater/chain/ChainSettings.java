package dev.headwater.chain;

import dev.headwater.chain.outbox.OutboxConfig;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * What the parts of one chain share.
 *
 * @param outlook what is known of the chain's owner, if it is looked at from outside
 */
record ChainSettings(
    InstantSource time,
    RandomGenerator random,
    ChainListener listener,
    Duration absence,
    int rememberedKeys,
    Duration serveStaleFor,
    Duration confirmCopiesEvery,
    OutboxConfig outbox,
    Acknowledgement acknowledgement,
    Set<String> encodings,
    Optional<Outlook> outlook) {}
