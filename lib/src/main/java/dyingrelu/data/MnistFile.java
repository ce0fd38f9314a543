package dyingrelu.data;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * One of the four IDX files and what it must hold.
 *
 * @param name the file's name without {@code .gz}, such as {@code train-images-idx3-ubyte}
 * @param count the number of images or labels in it
 * @param sha256 of the decompressed bytes, in lower-case hexadecimal; gzip containers differ
 *     between mirrors, the bytes inside do not
 */
public record MnistFile(String name, int count, String sha256) {
  /** The file as the mirrors name it. */
  String gzipName() {
    return name + ".gz";
  }

  private boolean isImages() {
    return name.contains("images");
  }

  /** The decompressed file's length in bytes. */
  int length() {
    return isImages() ? Idx.IMAGES_HEADER + count * Digits.PIXELS : Idx.LABELS_HEADER + count;
  }

  /** This file in a folder, plain or gzip, also by its old spelling {@code …-images.idx3-ubyte}. */
  Optional<Path> in(Path folder) {
    String oldName = name.replace("-idx", ".idx");
    return List.of(name, gzipName(), oldName, oldName + ".gz").stream()
        .map(folder::resolve)
        .filter(Files::isRegularFile)
        .findFirst();
  }

  /**
   * Reads the file and checks it.
   *
   * @return the decompressed bytes
   * @throws DataException if it cannot be read or is not the published file; the message says what
   *     is wrong and leaves what to do to the caller
   */
  byte[] read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return decode(file.toString(), in);
    } catch (IOException e) {
      throw unreadable(file.toString(), e);
    }
  }

  /** Checks and decompresses bytes that have just been downloaded. */
  byte[] decode(String where, byte[] bytes) {
    try {
      return decode(where, new ByteArrayInputStream(bytes));
    } catch (IOException e) {
      throw unreadable(where, e);
    }
  }

  private byte[] decode(String where, InputStream raw) throws IOException {
    MessageDigest digest = sha256Digest();
    byte[] content = decompress(where, raw, digest);
    String actual = HexFormat.of().formatHex(digest.digest());
    if (!actual.equals(sha256)) {
      // A structural fault tells the reader more than two checksums do.
      checkStructure(where, content);
      throw new DataException(
          "%s is not the published file (SHA-256 of the decompressed bytes is %s, expected %s)"
              .formatted(where, actual, sha256));
    }
    return content;
  }

  private byte[] decompress(String where, InputStream raw, MessageDigest digest)
      throws IOException {
    BufferedInputStream in = new BufferedInputStream(raw, 1 << 16);
    in.mark(64);
    byte[] start = in.readNBytes(64);
    in.reset();
    if (new String(start, StandardCharsets.ISO_8859_1).stripLeading().startsWith("<")) {
      throw new DataException(
          where + " is a web page, not an IDX file (an error or log-in page saved as the file)");
    }
    // By content, not by name: browsers often decompress and keep the ".gz".
    boolean gzip = start.length >= 2 && start[0] == 0x1f && start[1] == (byte) 0x8b;
    try (InputStream plain = gzip ? new GZIPInputStream(in, 1 << 16) : in) {
      return readAll(plain, digest);
    } catch (EOFException e) {
      throw new DataException(where + " is cut off: it ends in the middle of its gzip data", e);
    } catch (ZipException e) {
      throw new DataException("%s is damaged gzip data (%s)".formatted(where, e.getMessage()), e);
    }
  }

  /**
   * At most one byte more than the file should have, which is enough to see that it is too long.
   */
  private byte[] readAll(InputStream in, MessageDigest digest) throws IOException {
    byte[] buffer = new byte[length() + 1];
    int filled = 0;
    int read;
    while (filled < buffer.length
        && (read = in.read(buffer, filled, Math.min(1 << 16, buffer.length - filled))) > 0) {
      digest.update(buffer, filled, read);
      filled += read;
    }
    return Arrays.copyOf(buffer, filled);
  }

  private void checkStructure(String where, byte[] content) {
    if (isImages()) {
      Idx.images(where, content, count);
    } else {
      Idx.labels(where, content, count);
    }
  }

  static MessageDigest sha256Digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  private static DataException unreadable(String where, IOException e) {
    return new DataException("%s cannot be read (%s)".formatted(where, e), e);
  }
}
