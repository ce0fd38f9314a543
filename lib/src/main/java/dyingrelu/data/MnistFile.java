package dyingrelu.data;

import dyingrelu.machine.Sha256;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * One of the four IDX files and what it must be.
 *
 * @param name the file's name without {@code .gz}, such as {@code train-images-idx3-ubyte}
 * @param sha256 of the decompressed bytes, in lower-case hexadecimal; gzip containers differ
 *     between mirrors, the bytes inside do not
 */
public record MnistFile(String name, String sha256) {
  /** The file as the mirrors name it. */
  String gzipName() {
    return name + ".gz";
  }

  /** This file in a folder, plain or gzip, also by its old spelling {@code …-images.idx3-ubyte}. */
  Optional<Path> in(Path folder) {
    String oldName = name.replace("-idx", ".idx");
    return Stream.of(name, gzipName(), oldName, oldName + ".gz")
        .map(folder::resolve)
        .filter(Files::isRegularFile)
        .findFirst();
  }

  /**
   * Reads the file and checks it.
   *
   * @return the decompressed bytes
   * @throws IOException if it cannot be read or is not the published file
   */
  byte[] read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return decode(in);
    }
  }

  /** The same for what comes from a stream, plain or gzip, which is read to its end. */
  byte[] decode(InputStream raw) throws IOException {
    BufferedInputStream in = new BufferedInputStream(raw);
    in.mark(2);
    // By content, not by name: browsers often decompress and keep the ".gz".
    boolean gzip = in.read() == 0x1f && in.read() == 0x8b;
    in.reset();
    byte[] content = (gzip ? new GZIPInputStream(in, 1 << 16) : in).readAllBytes();
    String actual = Sha256.of(content);
    if (!actual.equals(sha256)) {
      String message = "%s is not the published file: %d bytes with the SHA-256 %s, expected %s";
      throw new IOException(message.formatted(name, content.length, actual, sha256));
    }
    return content;
  }
}
