package dyingrelu.data;

import dyingrelu.machine.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;

/** A data set in MNIST's four files with 20 and 10 random images, and writers of the IDX format. */
final class TinyMnist {
  static final int TRAIN = 20;
  static final int TEST = 10;
  static final String TRAIN_IMAGES = "train-images-idx3-ubyte";
  static final String TRAIN_LABELS = "train-labels-idx1-ubyte";

  private final Map<String, byte[]> contents = new LinkedHashMap<>();
  private final List<MnistFile> files = new ArrayList<>();

  TinyMnist(long seed) {
    Random random = new Random(seed);
    add(TRAIN_IMAGES, idxImages(random(random, TRAIN * Digits.PIXELS, 256)));
    add(TRAIN_LABELS, idxLabels(random(random, TRAIN, 10)));
    add("t10k-images-idx3-ubyte", idxImages(random(random, TEST * Digits.PIXELS, 256)));
    add("t10k-labels-idx1-ubyte", idxLabels(random(random, TEST, 10)));
  }

  private void add(String name, byte[] content) {
    contents.put(name, content);
    files.add(new MnistFile(name, Sha256.of(content)));
  }

  List<MnistFile> files() {
    return files;
  }

  MnistFile file(String name) {
    return files.stream().filter(f -> f.name().equals(name)).findFirst().orElseThrow();
  }

  byte[] content(String name) {
    return contents.get(name);
  }

  byte[] gzip(String name) {
    return gzip(content(name));
  }

  /** Writes the four gzip files into a folder. */
  Path writeTo(Path folder) throws IOException {
    Files.createDirectories(folder);
    for (String name : contents.keySet()) {
      Files.write(folder.resolve(name + ".gz"), gzip(name));
    }
    return folder;
  }

  /** Sources with no place but a cache, and these ways to fill it. */
  MnistSources sources(Path cache, Consumer<String> progress, Download... downloads) {
    return new MnistSources(List.of(), cache, List.of(downloads), progress, false, files);
  }

  static byte[] idxImages(byte[] pixels) {
    return ByteBuffer.allocate(16 + pixels.length)
        .putInt(0x803)
        .putInt(pixels.length / Digits.PIXELS)
        .putInt(28)
        .putInt(28)
        .put(pixels)
        .array();
  }

  static byte[] idxLabels(byte[] labels) {
    return ByteBuffer.allocate(8 + labels.length)
        .putInt(0x801)
        .putInt(labels.length)
        .put(labels)
        .array();
  }

  static byte[] gzip(byte[] content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static byte[] random(Random random, int length, int bound) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) random.nextInt(bound);
    }
    return bytes;
  }
}
