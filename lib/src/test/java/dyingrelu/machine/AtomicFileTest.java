package dyingrelu.machine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
  @TempDir Path folder;

  @Test
  void writesAndReplacesAndMakesFolders() throws IOException {
    Path target = folder.resolve("a folder").resolve("b").resolve("file.csv");

    AtomicFile.write(target, out -> out.write("one".getBytes(UTF_8)));
    AtomicFile.write(target, out -> out.write("two".getBytes(UTF_8)));

    assertThat(target).hasContent("two");
    try (var files = Files.list(target.getParent())) {
      assertThat(files).containsExactly(target);
    }
  }

  @Test
  void targetIsUntouchedUntilTheBodyIsDone() throws IOException {
    Path target = Files.writeString(folder.resolve("file.csv"), "old");

    AtomicFile.write(
        target,
        out -> {
          out.write("new".getBytes(UTF_8));
          out.flush();
          assertThat(target).hasContent("old");
        });

    assertThat(target).hasContent("new");
  }

  @Test
  void aFailingBodyLeavesNothing() throws IOException {
    Path target = Files.writeString(folder.resolve("file.csv"), "old");

    assertThatThrownBy(
            () ->
                AtomicFile.write(
                    target,
                    out -> {
                      out.write(new byte[100_000]);
                      throw new IOException("disk full");
                    }))
        .isInstanceOf(IOException.class)
        .hasMessage("disk full");

    assertThat(target).hasContent("old");
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(target);
    }
  }

  @Test
  void anInterruptDoesNotCutTheFileShort() throws IOException {
    Path target = Files.writeString(folder.resolve("file.csv"), "old");

    AtomicFile.write(
        target,
        out -> {
          out.write(new byte[100_000]);
          Thread.currentThread().interrupt();
          out.write(new byte[100_000]);
        });

    assertThat(Thread.interrupted()).isTrue();
    assertThat(target).hasSize(200_000);
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(target);
    }
  }
}
