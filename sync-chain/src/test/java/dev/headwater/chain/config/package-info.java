/** Tests of files that describe chains. */
@NullMarked
package dev.headwater.chain.config;

import org.jspecify.annotations.NullMarked;
