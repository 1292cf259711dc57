package dev.headwater.store.github.layout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ChunksTest {

  @Test
  void upToALimitAValueIsOneFile() {
    byte[] value = new byte[Chunks.MAX_FILE_BYTES];
    assertThat(Chunks.split(value)).hasSize(1).first().isSameAs(value);
    assertThat(Chunks.paths("a", 1)).containsExactly("a");
  }

  @Test
  void aLargeValueIsInParts() {
    byte[] value = new byte[Chunks.MAX_FILE_BYTES + 1];
    value[Chunks.MAX_FILE_BYTES] = 7;
    List<byte[]> parts = Chunks.split(value);
    assertThat(parts)
        .extracting(part -> part.length)
        .containsExactly(Chunks.PART_BYTES, Chunks.PART_BYTES, 1);
    assertThat(parts.get(2)).containsExactly(7);
    assertThat(Chunks.paths("a/b.bin", 3))
        .containsExactly("a/b.bin%~parts/000", "a/b.bin%~parts/001", "a/b.bin%~parts/002");
  }
}
