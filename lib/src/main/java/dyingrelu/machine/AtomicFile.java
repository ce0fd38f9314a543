package dyingrelu.machine;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/** Files that are either whole or not there at all. */
public final class AtomicFile {
  /** Writes a file's content. */
  @FunctionalInterface
  public interface Body {
    /** Writes all of it; it need not close the stream. */
    void write(OutputStream content) throws IOException;
  }

  private AtomicFile() {}

  /**
   * Writes a file aside and moves it into place when it is complete. Folders are made as needed.
   * When the body fails, the target stays as it was and nothing is left beside it.
   *
   * @param target the file to write or replace
   * @param body writes the content
   * @throws IOException if the body or the file system fails
   */
  public static void write(Path target, Body body) throws IOException {
    Path absolute = target.toAbsolutePath();
    Files.createDirectories(absolute.getParent());
    // A name of its own for each writer, so that two notebooks never write into the same file.
    // Not createTempFile, whose files are readable by their owner only.
    Path part = absolute.resolveSibling(absolute.getFileName() + "." + UUID.randomUUID() + ".part");
    try {
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(part))) {
        body.write(out);
      }
      Files.move(part, absolute, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
  }
}
