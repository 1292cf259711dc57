/**
 * Directories and stores: {@link dev.headwater.cli.files.ImportJob} makes values of files, {@link
 * dev.headwater.cli.files.ExportJob} files of values.
 */
@NullMarked
package dev.headwater.cli.files;

import org.jspecify.annotations.NullMarked;
