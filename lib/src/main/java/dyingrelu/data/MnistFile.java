package dyingrelu.data;

import dyingrelu.machine.Sha256;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
   * Reads files from a folder and checks them.
   *
   * @return the decompressed bytes of each
   * @throws IOException if one is missing, cannot be read or is not the published file
   */
  static List<byte[]> read(List<MnistFile> files, Path folder) throws IOException {
    List<byte[]> contents = new ArrayList<>();
    for (MnistFile file : files) {
      Path path = file.in(folder).orElseThrow(() -> new IOException(file.name + " is missing"));
      contents.add(file.decode(Files.readAllBytes(path)));
    }
    return contents;
  }

  /** Decompresses and checks what was read, plain or gzip. */
  byte[] decode(byte[] raw) throws IOException {
    // By content, not by name: browsers often decompress and keep the ".gz".
    boolean gzip = raw.length > 1 && raw[0] == 0x1f && raw[1] == (byte) 0x8b;
    byte[] content = raw;
    if (gzip) {
      try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(raw))) {
        content = in.readAllBytes();
      } catch (IOException e) {
        throw new IOException("%s is damaged: %s".formatted(name, e.getMessage()), e);
      }
    }
    String actual = Sha256.of(content);
    if (!actual.equals(sha256)) {
      String message = "%s is not the published file: %d bytes with the SHA-256 %s, expected %s";
      throw new IOException(message.formatted(name, content.length, actual, sha256));
    }
    return content;
  }
}
