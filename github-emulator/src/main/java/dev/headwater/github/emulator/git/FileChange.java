package dev.headwater.github.emulator.git;

import org.eclipse.jgit.diff.DiffEntry.ChangeType;
import org.eclipse.jgit.lib.ObjectId;

/**
 * One file that differs between two trees.
 *
 * @param path its new path; that of a deleted file is its old one
 * @param previousPath where it was renamed or copied from, else the same
 * @param id its new content; that of a deleted file is its old one
 * @param additions lines that were added; 0 of a binary file
 * @param deletions lines that were removed; 0 of a binary file
 */
public record FileChange(
    String path, String previousPath, ChangeType type, ObjectId id, int additions, int deletions) {}
