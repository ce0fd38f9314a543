package dyingrelu.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;

class MnistTest {
  private static final String REMEDY = ": replace it with the original MNIST file.";

  @TempDir Path folder;
  private final TinyMnist tiny = new TinyMnist(1);

  @Test
  void loadsGzipFiles() throws IOException {
    Mnist mnist = Mnist.load(explicit(tiny.writeTo(folder)));

    assertIsTiny(mnist);
    assertThat(mnist.train().note()).isEmpty();
    assertThat(mnist.source())
        .isEqualTo("the folder that MNIST_DIR names")
        .doesNotContain(folder.toString());
    assertThat(mnist.checksums().keySet())
        .containsExactlyElementsOf(tiny.files().stream().map(MnistFile::name).toList());
  }

  @Test
  void loadsPlainFilesAndOldSpellings() throws IOException {
    Files.write(folder.resolve("train-images.idx3-ubyte"), tiny.content(TinyMnist.TRAIN_IMAGES));
    Files.write(folder.resolve("train-labels.idx1-ubyte.gz"), tiny.gzip(TinyMnist.TRAIN_LABELS));
    for (MnistFile file : tiny.files().subList(2, 4)) {
      Files.write(folder.resolve(file.name()), tiny.content(file.name()));
    }

    assertIsTiny(Mnist.load(explicit(folder)));
  }

  @Test
  void loadsAFileThatABrowserDecompressedButDidNotRename() throws IOException {
    tiny.writeTo(folder);
    replaceImages(tiny.content(TinyMnist.TRAIN_IMAGES));

    assertIsTiny(Mnist.load(explicit(folder)));
  }

  @Test
  void searchesInOrder() throws IOException {
    Path missing = folder.resolve("missing");
    Path empty = Files.createDirectories(folder.resolve("empty"));
    Path second = tiny.writeTo(folder.resolve("second"));
    Path third = new TinyMnist(2).writeTo(folder.resolve("third"));

    Mnist mnist = Mnist.load(places(missing, empty, second, third));

    assertIsTiny(mnist);
    assertThat(mnist.source()).isEqualTo("place second");
  }

  @Test
  void theCacheComesAfterTheFolders() throws IOException {
    Path cache = tiny.writeTo(folder.resolve("cache"));

    Mnist mnist = Mnist.load(tiny.sources(cache));

    assertIsTiny(mnist);
    assertThat(mnist.source()).isEqualTo("the download cache");
  }

  @Test
  void anExplicitFolderThatIsBrokenIsNeverPassedOver() throws IOException {
    Path good = tiny.writeTo(folder.resolve("good"));
    Path missing = folder.resolve("missing");
    MnistSources sources =
        new MnistSources(
            Optional.of(missing),
            List.of(new MnistSources.Place("good", good)),
            good,
            TinyMnist.download(List.of(), line -> {}),
            true,
            tiny.files());

    assertThatThrownBy(() -> Mnist.load(sources))
        .isInstanceOf(DataException.class)
        .hasMessage(
            missing
                + " (the folder that MNIST_DIR names) has no file train-images-idx3-ubyte or "
                + "train-images-idx3-ubyte.gz: put the four MNIST files there.");
  }

  @Test
  void aFolderThatLacksSomeFilesIsNotPassedOver() throws IOException {
    Path half = tiny.writeTo(folder.resolve("half"));
    Files.delete(half.resolve("t10k-labels-idx1-ubyte.gz"));
    Path good = tiny.writeTo(folder.resolve("good"));

    assertThatThrownBy(() -> Mnist.load(places(half, good)))
        .isInstanceOf(DataException.class)
        .hasMessage(
            half
                + " (place half) has no file t10k-labels-idx1-ubyte or "
                + "t10k-labels-idx1-ubyte.gz: put the four MNIST files there.");
  }

  @Test
  void aDamagedFileIsNotPassedOver() throws IOException {
    Path first = tiny.writeTo(folder.resolve("first"));
    Path second = tiny.writeTo(folder.resolve("second"));
    Path labels = first.resolve("train-labels-idx1-ubyte.gz");
    byte[] changed = tiny.content(TinyMnist.TRAIN_LABELS).clone();
    changed[8] = (byte) ((changed[8] + 1) % 10);
    Files.write(labels, TinyMnist.gzip(changed));

    assertThatThrownBy(() -> Mnist.load(places(first, second)))
        .isInstanceOf(DataException.class)
        .hasMessageMatching(
            "\\Q"
                + labels
                + "\\E is not the published file \\(SHA-256 of the decompressed bytes is "
                + "[0-9a-f]{64}, expected "
                + tiny.file(TinyMnist.TRAIN_LABELS).sha256()
                + "\\)\\Q"
                + REMEDY
                + "\\E");
  }

  @Test
  void aWebPage() throws IOException {
    assertImagesRefused(
        "\n<!DOCTYPE html><html>Log in</html>".getBytes(StandardCharsets.UTF_8),
        " is a web page, not an IDX file (an error or log-in page saved as the file)");
  }

  @Test
  void truncatedGzip() throws IOException {
    byte[] gzip = tiny.gzip(TinyMnist.TRAIN_IMAGES);
    String sentence = " is cut off: it ends in the middle of its gzip data";

    assertImagesRefused(Arrays.copyOf(gzip, 5), sentence);
    assertImagesRefused(Arrays.copyOf(gzip, gzip.length / 2), sentence);
    assertImagesRefused(Arrays.copyOf(gzip, gzip.length - 1), sentence);
  }

  @Test
  void corruptGzip() throws IOException {
    byte[] gzip = tiny.gzip(TinyMnist.TRAIN_IMAGES);
    gzip[gzip.length - 6] ^= 0x55; // the CRC-32

    assertImagesRefused(gzip, " is damaged gzip data (Corrupt GZIP trailer)");
  }

  @Test
  void truncatedContent() throws IOException {
    byte[] content = tiny.content(TinyMnist.TRAIN_IMAGES);
    byte[] shorter = Arrays.copyOf(content, 1000);
    byte[] longer = Arrays.copyOf(content, content.length + 500);

    assertImagesRefused(TinyMnist.gzip(shorter), " is cut off: 1000 bytes, expected 15696");
    assertImagesRefused(TinyMnist.gzip(longer), " is too long: more than the expected 15696 bytes");
    assertImagesRefused(new byte[0], " has 0 bytes, too few for the header of an IDX file (16)");
  }

  @Test
  void wrongMagicAndCounts() throws IOException {
    assertImagesRefused(
        TinyMnist.gzip(tiny.content(TinyMnist.TRAIN_LABELS)),
        " starts with 0x00000801, expected 0x00000803 (IDX images): it is another kind of file");
    assertImagesRefused(tiny.gzip("t10k-images-idx3-ubyte"), " holds 10 images, expected 20");
  }

  @Test
  void labelOutOfRange() throws IOException {
    tiny.writeTo(folder);
    byte[] changed = tiny.content(TinyMnist.TRAIN_LABELS).clone();
    changed[8 + 3] = 11;
    Path labels = folder.resolve("train-labels-idx1-ubyte.gz");
    Files.write(labels, TinyMnist.gzip(changed));

    assertThatThrownBy(() -> Mnist.load(explicit(folder)))
        .isInstanceOf(DataException.class)
        .hasMessage(labels + " has the label 11 at position 3, expected 0 to 9" + REMEDY);
  }

  @Test
  void withoutConsentTheErrorSaysWhatWasTried() throws IOException {
    Files.createDirectories(folder.resolve("empty"));
    MnistSources sources = places(folder.resolve("missing"), folder.resolve("empty"));

    assertThatThrownBy(() -> Mnist.load(sources))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "MNIST was not found; looked in: place missing (no such folder), place empty (none of "
                + "the files), the cache "
                + folder.resolve("cache")
                + " (not complete); put the four IDX files into data/mnist, or set MNIST_DIR to a "
                + "folder that holds them, or go online, or agree to drawn digits by setting "
                + "MNIST_FALLBACK=generated.");
  }

  @Test
  void withConsentDigitsAreDrawnAndSaySo() {
    List<String> lines = new ArrayList<>();
    MnistSources sources =
        new MnistSources(
            Optional.empty(),
            List.of(),
            folder.resolve("cache"),
            TinyMnist.download(List.of(), lines::add),
            true,
            tiny.files());

    Mnist mnist = Mnist.load(sources);

    assertThat(mnist.train().size()).isEqualTo(60_000);
    assertThat(mnist.test().size()).isEqualTo(10_000);
    assertThat(mnist.train().note()).isEqualTo("generated digits, not MNIST");
    assertThat(mnist.test().note()).isEqualTo("generated digits, not MNIST");
    assertThat(mnist.source()).isEqualTo("generated digits, not MNIST");
    assertThat(mnist.checksums())
        .isEqualTo(
            Map.of(
                "generated train images",
                "4d1fb979cd2a97613f23d3793a795442182f214325317777d09a84984bee442b",
                "generated test images",
                "c55c64ce4d8254c0b76b71afaa3d3ba416023ea095e5d66351d3bb0109425c05"));
    assertThat(lines)
        .containsExactly("MNIST was not found; drawing digits instead, as MNIST_FALLBACK asks.");
  }

  /** The published files where there is a copy; counts and sums were computed with NumPy. */
  @Test
  void theRealMnist() {
    MnistSources standard = MnistSources.standard();
    List<Path> places = new ArrayList<>();
    standard.explicit().ifPresent(places::add);
    standard.folders().forEach(place -> places.add(place.folder()));
    places.add(standard.cache());
    assumeTrue(
        places.stream()
            .anyMatch(place -> standard.files().stream().allMatch(f -> f.in(place).isPresent())),
        "no copy of MNIST here");

    Mnist mnist = Mnist.load();

    assertThat(mnist.train().images().shape()).containsExactly(60_000, 784);
    assertThat(mnist.train().images().dataType()).isEqualTo(DataType.FLOAT);
    assertThat(mnist.test().images().shape()).containsExactly(10_000, 784);
    assertThat(counts(mnist.train()))
        .containsExactly(5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949);
    assertThat(counts(mnist.test()))
        .containsExactly(980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009);
    assertThat(Arrays.copyOf(mnist.train().labels(), 10))
        .containsExactly(5, 0, 4, 1, 9, 2, 1, 3, 1, 4);
    assertThat(byteSum(mnist.train().first(1))).isEqualTo(27_525);
    assertThat(byteSum(mnist.test().first(1))).isEqualTo(18_454);
    assertThat(byteSum(mnist.train())).isEqualTo(1_567_298_545L);
    assertThat(byteSum(mnist.test())).isEqualTo(264_923_200L);
  }

  private void assertIsTiny(Mnist mnist) {
    assertThat(mnist.train().images())
        .isEqualTo(Idx.images("x", tiny.content(TinyMnist.TRAIN_IMAGES), TinyMnist.TRAIN));
    assertThat(mnist.train().labels())
        .isEqualTo(Idx.labels("x", tiny.content(TinyMnist.TRAIN_LABELS), TinyMnist.TRAIN));
    assertThat(mnist.test().size()).isEqualTo(TinyMnist.TEST);
    assertThat(mnist.train().generated()).isFalse();
  }

  private Path replaceImages(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("train-images-idx3-ubyte.gz"), bytes);
  }

  private void assertImagesRefused(byte[] bytes, String finding) throws IOException {
    tiny.writeTo(folder);
    Path file = replaceImages(bytes);

    assertThatThrownBy(() -> Mnist.load(explicit(folder)))
        .isInstanceOf(DataException.class)
        .hasMessage(file + finding + REMEDY);
  }

  private MnistSources explicit(Path named) {
    MnistSources none = tiny.sources(folder.resolve("cache"));
    return new MnistSources(
        Optional.of(named), List.of(), none.cache(), none.download(), false, tiny.files());
  }

  private MnistSources places(Path... folders) {
    List<MnistSources.Place> places =
        Arrays.stream(folders)
            .map(p -> new MnistSources.Place("place " + p.getFileName(), p))
            .toList();
    MnistSources none = tiny.sources(folder.resolve("cache"));
    return new MnistSources(
        Optional.empty(), places, none.cache(), none.download(), false, tiny.files());
  }

  private static int[] counts(Digits digits) {
    int[] counts = new int[10];
    for (int label : digits.labels()) {
      counts[label]++;
    }
    return counts;
  }

  /** The sum of the pixels as bytes, exactly. */
  private static long byteSum(Digits digits) {
    FloatBuffer pixels = digits.images().data().asNioFloat();
    long sum = 0;
    for (int i = 0; i < digits.size() * Digits.PIXELS; i++) {
      sum += Math.round(255 * pixels.get(i));
    }
    return sum;
  }
}
