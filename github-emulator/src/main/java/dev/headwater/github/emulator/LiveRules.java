package dev.headwater.github.emulator;

import dev.headwater.github.emulator.rest.Rules;
import java.util.function.Supplier;

/** The rules of a running emulator, which its faults and limits make. */
record LiveRules(Faults faults, Supplier<SizeLimits> limits) implements Rules {

  @Override
  public boolean isProtected(String branch) {
    return faults.isProtected(branch);
  }

  @Override
  public boolean restrictsFiles() {
    return faults.restrictsFiles();
  }

  @Override
  public boolean isRestricted(String path) {
    return faults.isRestricted(path);
  }

  @Override
  public boolean isArchived() {
    return faults.isArchived();
  }

  @Override
  public long maxBlobBytes() {
    return limits.get().maxBlobBytes();
  }

  @Override
  public int maxInlineEntries() {
    return limits.get().maxInlineEntries();
  }

  @Override
  public long maxInlineBytes() {
    return limits.get().maxInlineBytes();
  }

  @Override
  public int maxTreeEntries() {
    return Math.min(faults.treeEntries(), limits.get().maxTreeEntries());
  }

  @Override
  public long maxTreeBytes() {
    return limits.get().maxTreeBytes();
  }
}
