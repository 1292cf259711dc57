/** What a Git server does with a bare repository: objects, refs, trees, histories, differences. */
@NullMarked
package dev.headwater.github.emulator.git;

import org.jspecify.annotations.NullMarked;
