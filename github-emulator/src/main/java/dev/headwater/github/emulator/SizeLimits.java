package dev.headwater.github.emulator;

/**
 * How large things may be.
 *
 * @param maxBlobBytes a blob of that size or more is refused
 * @param maxInlineEntries a tree with more contents in it takes too long
 * @param maxInlineBytes a tree with more bytes of contents in it takes too long
 * @param maxTreeEntries longer listings of trees are truncated
 * @param maxTreeBytes larger listings of trees are truncated, as bytes of JSON
 */
public record SizeLimits(
    long maxBlobBytes,
    int maxInlineEntries,
    long maxInlineBytes,
    int maxTreeEntries,
    long maxTreeBytes) {

  public SizeLimits {
    if (Math.min(maxBlobBytes, maxInlineBytes) <= 0
        || Math.min(maxInlineEntries, maxTreeEntries) <= 0
        || maxTreeBytes <= 0) {
      throw new IllegalArgumentException("A limit must be positive");
    }
  }

  /** What github.com documents, or is reported to bear where that is less. */
  public static SizeLimits github() {
    return new SizeLimits(40L << 20, 250, 2_500_000, 100_000, 7_000_000);
  }

  /** The same with another limit of blobs. */
  public SizeLimits withMaxBlobBytes(long bytes) {
    return new SizeLimits(bytes, maxInlineEntries, maxInlineBytes, maxTreeEntries, maxTreeBytes);
  }

  /** The same with other limits of what a new tree may contain. */
  public SizeLimits withInline(int entries, long bytes) {
    return new SizeLimits(maxBlobBytes, entries, bytes, maxTreeEntries, maxTreeBytes);
  }

  /** The same with other limits of listings. */
  public SizeLimits withTrees(int entries, long bytes) {
    return new SizeLimits(maxBlobBytes, maxInlineEntries, maxInlineBytes, entries, bytes);
  }
}
