package dev.headwater.sync;

/**
 * How far a run is. There is no total, since no store is asked how much it holds.
 *
 * @param compared how many keys were compared so far
 * @param copied how many entries were copied, removals included
 * @param held how many records were held
 */
public record Progress(long compared, long copied, long held) {}
