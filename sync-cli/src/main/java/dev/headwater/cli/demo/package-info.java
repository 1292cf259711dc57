/**
 * The demonstration: {@link dev.headwater.cli.demo.Demo} takes real servers, composes a chain over
 * them and lets it go through a day's work in half a minute. Each step checks what it shows.
 */
@NullMarked
package dev.headwater.cli.demo;

import org.jspecify.annotations.NullMarked;
