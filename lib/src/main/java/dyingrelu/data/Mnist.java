package dyingrelu.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The MNIST digits: 60,000 images to train on and 10,000 to test with.
 *
 * <p>Source: Y. LeCun, L. Bottou, Y. Bengio, P. Haffner, "Gradient-based learning applied to
 * document recognition", Proceedings of the IEEE 86(11), 1998, doi:10.1109/5.726791.
 *
 * @param train the training set
 * @param test the test set
 * @param source where the data came from, in words for a caption; never an absolute path
 * @param checksums SHA-256 of the decompressed bytes by file name, for provenance
 */
public record Mnist(Digits train, Digits test, String source, Map<String, String> checksums) {
  /** Keeps the checksums unmodifiable, in their order. */
  public Mnist {
    checksums = Collections.unmodifiableMap(new LinkedHashMap<>(checksums));
  }

  /**
   * Loads MNIST from the first of the documented places that has it. About one second; 220 MB off
   * the heap, 50 MB on it for a moment.
   *
   * @throws DataException if no source works, a file is damaged, or {@code MNIST_DIR} is set and
   *     the files are not there; also when the thread is interrupted during a download
   * @see MnistSources#standard()
   */
  public static Mnist load() {
    return load(MnistSources.standard());
  }

  /**
   * Loads MNIST from the first of these places that has it. A place without any of the files is
   * passed over. A damaged file is an error, except in the cache, where it is downloaded anew.
   *
   * @throws DataException as {@link #load()}
   */
  public static Mnist load(MnistSources sources) {
    List<MnistFile> files = sources.files();
    if (sources.explicit().isPresent()) {
      String source = "the folder that MNIST_DIR names";
      return fromFolder(sources.explicit().get(), files, source);
    }
    List<String> tried = new ArrayList<>();
    for (MnistSources.Place place : sources.folders()) {
      if (files.stream().anyMatch(file -> file.in(place.folder()).isPresent())) {
        return fromFolder(place.folder(), files, place.words());
      }
      String finding = Files.isDirectory(place.folder()) ? "none of the files" : "no such folder";
      tried.add("%s (%s)".formatted(place.words(), finding));
    }
    tried.add("the cache %s (not complete)".formatted(sources.cache()));
    try {
      return read(files, file -> cachedOrDownloaded(file, sources), "the download cache");
    } catch (Download.Failed e) {
      if (sources.generatedAllowed()) {
        String notice = "MNIST was not found; drawing digits instead, as MNIST_FALLBACK asks.";
        sources.download().progress().accept(notice);
        return GeneratedDigits.instead();
      }
      tried.addAll(e.tried());
      throw new DataException(
          ("MNIST was not found; looked in: %s; put the four IDX files into data/mnist, or set "
                  + "MNIST_DIR to a folder that holds them, or go online, or agree to drawn digits "
                  + "by setting MNIST_FALLBACK=generated.")
              .formatted(String.join(", ", tried)),
          e);
    }
  }

  private static Mnist fromFolder(Path folder, List<MnistFile> files, String source) {
    return read(files, file -> fromFolder(folder, file, source), source);
  }

  private static byte[] fromFolder(Path folder, MnistFile file, String source) {
    Path path =
        file.in(folder)
            .orElseThrow(
                () ->
                    new DataException(
                        "%s (%s) has no file %s or %s: put the four MNIST files there."
                            .formatted(folder, source, file.name(), file.gzipName())));
    try {
      return file.read(path);
    } catch (DataException e) {
      throw new DataException(e.getMessage() + ": replace it with the original MNIST file.", e);
    }
  }

  private static byte[] cachedOrDownloaded(MnistFile file, MnistSources sources) {
    Path cached = file.in(sources.cache()).orElse(null);
    if (cached != null) {
      try {
        return file.read(cached);
      } catch (DataException e) {
        sources.download().progress().accept(e.getMessage() + "; downloading it anew.");
        delete(cached);
      }
    }
    return sources.download().fetch(file, sources.cache());
  }

  private static void delete(Path damaged) {
    try {
      Files.delete(damaged);
    } catch (IOException e) {
      throw new DataException(
          "%s is damaged and cannot be deleted (%s): delete it by hand.".formatted(damaged, e), e);
    }
  }

  private static Mnist read(
      List<MnistFile> files, Function<MnistFile, byte[]> content, String source) {
    Map<String, String> checksums = new LinkedHashMap<>();
    files.forEach(file -> checksums.put(file.name(), file.sha256()));
    return new Mnist(
        digits("train", files.get(0), files.get(1), content),
        digits("test", files.get(2), files.get(3), content),
        source,
        checksums);
  }

  private static Digits digits(
      String name, MnistFile images, MnistFile labels, Function<MnistFile, byte[]> content) {
    return new Digits(
        name,
        Idx.images(images.name(), content.apply(images), images.count()),
        Idx.labels(labels.name(), content.apply(labels), labels.count()),
        false);
  }

  /**
   * The same digits less the mean training image, so that every pixel's mean over the training set
   * is 0. The copy takes as much memory off the heap as the original.
   */
  public Mnist centred() {
    INDArray mean = meanImage();
    return new Mnist(centred(train, mean), centred(test, mean), source + ", centred", checksums);
  }

  private static Digits centred(Digits digits, INDArray mean) {
    return new Digits(
        digits.name(), digits.images().subRowVector(mean), digits.labels(), digits.generated());
  }

  /** In double precision: sixty thousand single-precision additions lose the third digit. */
  private INDArray meanImage() {
    double[] sums = new double[Digits.PIXELS];
    for (int from = 0; from < train.size(); from += 1_000) {
      int to = Math.min(from + 1_000, train.size());
      float[][] rows =
          train.images().get(NDArrayIndex.interval(from, to), NDArrayIndex.all()).toFloatMatrix();
      for (float[] row : rows) {
        for (int pixel = 0; pixel < sums.length; pixel++) {
          sums[pixel] += row[pixel];
        }
      }
    }
    float[] mean = new float[sums.length];
    for (int pixel = 0; pixel < mean.length; pixel++) {
      mean[pixel] = (float) (sums[pixel] / train.size());
    }
    return Nd4j.create(mean, new int[] {1, mean.length});
  }
}
