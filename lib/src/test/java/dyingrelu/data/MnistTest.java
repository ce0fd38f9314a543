package dyingrelu.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dyingrelu.machine.Sha256;
import java.io.IOException;
import java.net.URI;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;

class MnistTest {
  @TempDir Path folder;
  private final TinyMnist tiny = new TinyMnist(1);

  @Test
  void loadsGzipFiles() throws IOException {
    Mnist mnist = Mnist.load(places(tiny.writeTo(folder)));

    assertIsTiny(mnist);
    assertThat(mnist.train().note()).isEmpty();
    assertThat(mnist.source()).isEqualTo("place " + folder.getFileName());
  }

  @Test
  void loadsPlainFilesAndOldSpellings() throws IOException {
    Files.write(folder.resolve("train-images.idx3-ubyte"), tiny.content(TinyMnist.TRAIN_IMAGES));
    Files.write(folder.resolve("train-labels.idx1-ubyte.gz"), tiny.gzip(TinyMnist.TRAIN_LABELS));
    for (MnistFile file : tiny.files().subList(2, 4)) {
      Files.write(folder.resolve(file.name()), tiny.content(file.name()));
    }

    assertIsTiny(Mnist.load(places(folder)));
  }

  @Test
  void loadsAFileThatABrowserDecompressedButDidNotRename() throws IOException {
    tiny.writeTo(folder);
    replaceImages(tiny.content(TinyMnist.TRAIN_IMAGES));

    assertIsTiny(Mnist.load(places(folder)));
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

    Mnist mnist = Mnist.load(tiny.sources(cache, line -> {}));

    assertIsTiny(mnist);
    assertThat(mnist.source()).isEqualTo("the download cache");
  }

  @Test
  void aFolderThatLacksSomeFilesIsNotPassedOver() throws IOException {
    Path half = tiny.writeTo(folder.resolve("half"));
    Files.delete(half.resolve("t10k-labels-idx1-ubyte.gz"));
    Path good = tiny.writeTo(folder.resolve("good"));

    assertThatThrownBy(() -> Mnist.load(places(half, good)))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "The files in %s cannot be used (t10k-labels-idx1-ubyte is missing): put the four"
                + " original ones there.",
            half);
  }

  @Test
  void aDamagedFileIsNotPassedOver() throws IOException {
    Path first = tiny.writeTo(folder.resolve("first"));
    Path second = tiny.writeTo(folder.resolve("second"));
    byte[] changed = tiny.content(TinyMnist.TRAIN_LABELS).clone();
    changed[8] = (byte) ((changed[8] + 1) % 10);
    Files.write(first.resolve("train-labels-idx1-ubyte.gz"), TinyMnist.gzip(changed));

    assertThatThrownBy(() -> Mnist.load(places(first, second)))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "The files in %s cannot be used (train-labels-idx1-ubyte is not the published file: 28"
                + " bytes with the SHA-256 %s, expected %s): put the four original ones there.",
            first, Sha256.of(changed), tiny.file(TinyMnist.TRAIN_LABELS).sha256());
  }

  @Test
  void brokenGzipIsRefused() throws IOException {
    byte[] gzip = tiny.gzip(TinyMnist.TRAIN_IMAGES);
    byte[] corrupt = gzip.clone();
    corrupt[gzip.length - 6] ^= 0x55; // the CRC-32

    assertImagesRefused(
        Arrays.copyOf(gzip, gzip.length / 2), "train-images-idx3-ubyte is damaged: Unexpected end");
    assertImagesRefused(corrupt, "train-images-idx3-ubyte is damaged: Corrupt GZIP trailer");
    assertImagesRefused(new byte[0], "train-images-idx3-ubyte is not the published file: 0 bytes");
  }

  @Test
  void withoutConsentTheErrorSaysWhatWasTried() {
    Path missing = folder.resolve("missing");

    assertThatThrownBy(() -> Mnist.load(places(missing)))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "MNIST was not found in place missing (%s): put the four files there, or let MNIST_DIR"
                + " name their folder.",
            missing);
  }

  /** A first run without a network. */
  @Test
  void neitherACopyNorANetworkIsOneSentence() {
    Mirror unreachable = new Mirror(URI.create("http://localhost:1/mnist/"), 1_000);

    assertThatThrownBy(
            () -> Mnist.load(tiny.sources(folder.resolve("cache"), l -> {}, unreachable)))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "MNIST is not on this machine and could not be downloaded (localhost:1: no connection):"
                + " go online and run this again, or put the four files into data/mnist, or set"
                + " MNIST_FALLBACK=generated to work with drawn digits.");
  }

  @Test
  void withConsentDigitsAreDrawnAndSaySo() {
    List<String> lines = new ArrayList<>();
    MnistSources sources =
        new MnistSources(List.of(), folder, List.of(), lines::add, true, tiny.files());

    Mnist mnist = Mnist.load(sources);

    assertThat(mnist.train().size()).isEqualTo(60_000);
    assertThat(mnist.test().size()).isEqualTo(10_000);
    assertThat(mnist.train().note()).isEqualTo("generated digits, not MNIST");
    assertThat(mnist.test().note()).isEqualTo("generated digits, not MNIST");
    assertThat(mnist.source()).isEqualTo("generated digits, not MNIST");
    assertThat(lines)
        .containsExactly("MNIST was not found; drawing digits, as MNIST_FALLBACK asks.");
  }

  /** The published files where there is a copy; counts and sums were computed with NumPy. */
  @Test
  void theRealMnist() {
    assumeTrue(MnistSources.standard().found().isPresent(), "no copy of MNIST here");

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
    Digits expected =
        Digits.fromIdx(
            "train", tiny.content(TinyMnist.TRAIN_IMAGES), tiny.content(TinyMnist.TRAIN_LABELS));
    assertThat(mnist.train().images()).isEqualTo(expected.images());
    assertThat(mnist.train().labels()).isEqualTo(expected.labels());
    assertThat(mnist.test().size()).isEqualTo(TinyMnist.TEST);
    assertThat(mnist.train().generated()).isFalse();
  }

  private Path replaceImages(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("train-images-idx3-ubyte.gz"), bytes);
  }

  private void assertImagesRefused(byte[] bytes, String finding) throws IOException {
    tiny.writeTo(folder);
    replaceImages(bytes);

    assertThatThrownBy(() -> Mnist.load(places(folder)))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith("The files in %s cannot be used (%s", folder, finding)
        .hasMessageEndingWith("): put the four original ones there.");
  }

  private MnistSources places(Path... folders) {
    List<MnistSources.Place> places =
        Arrays.stream(folders)
            .map(p -> new MnistSources.Place("place " + p.getFileName(), p))
            .toList();
    Path cache = folder.resolve("cache");
    return new MnistSources(places, cache, List.of(), line -> {}, false, tiny.files());
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
