package dev.headwater.store.github.rest;

import dev.headwater.store.background.Background;
import dev.headwater.store.background.Ticker;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/**
 * What the requests are given of the world.
 *
 * @param time the wall clock, for tokens that end and for messages
 * @param ticker deadlines and limits
 * @param background the timer and the waits of pauses between requests; stays the caller's
 * @param random spreads repetitions
 * @param governors the limits that are shared with other stores
 */
public record RestEnvironment(
    InstantSource time,
    Ticker ticker,
    Background background,
    RandomGenerator random,
    RateGovernors governors) {}
