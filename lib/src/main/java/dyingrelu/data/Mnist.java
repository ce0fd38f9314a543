package dyingrelu.data;

import dyingrelu.machine.AtomicFile;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.nd4j.linalg.api.buffer.DataType;
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
 */
public record Mnist(Digits train, Digits test, String source) {
  /**
   * Loads MNIST from the first of the documented places that has it. About one second; 220 MB off
   * the heap, 60 MB on it for a moment.
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
    List<String> tried = new ArrayList<>();
    for (MnistSources.Place place : sources.places()) {
      if (files.stream().anyMatch(file -> file.in(place.folder()).isPresent())) {
        return of(files, file -> read(file, place.folder()), place.words());
      }
      tried.add("%s (%s, none of the files)".formatted(place.words(), place.folder()));
    }
    Map<MnistFile, byte[]> contents = cached(sources);
    List<MnistFile> missing = files.stream().filter(f -> !contents.containsKey(f)).toList();
    if (!missing.isEmpty()) {
      contents.putAll(downloaded(missing, sources, tried));
    }
    if (contents.size() == files.size()) {
      return of(files, contents::get, "the download cache");
    }
    if (sources.generatedAllowed()) {
      sources.progress().accept("MNIST was not found; drawing digits, as MNIST_FALLBACK asks.");
      return GeneratedDigits.instead();
    }
    throw new DataException(
        ("MNIST was not found; tried: %s; go online, or put the four IDX files into data/mnist or "
                + "a folder that MNIST_DIR names, or agree to drawn digits by setting "
                + "MNIST_FALLBACK=generated.")
            .formatted(String.join(", ", tried)));
  }

  private static Mnist of(
      List<MnistFile> files, Function<MnistFile, byte[]> contents, String source) {
    List<byte[]> four = files.stream().map(contents).toList();
    return new Mnist(
        Digits.fromIdx("train", four.get(0), four.get(1)),
        Digits.fromIdx("test", four.get(2), four.get(3)),
        source);
  }

  private static byte[] read(MnistFile file, Path folder) {
    try {
      return file.read(file.in(folder).orElse(folder.resolve(file.gzipName())));
    } catch (NoSuchFileException e) {
      throw new DataException(
          "%s has no %s: put the four MNIST files there.".formatted(folder, file.gzipName()), e);
    } catch (IOException e) {
      throw new DataException(
          "A file in %s cannot be used (%s): put the original %s there."
              .formatted(folder, e.getMessage(), file.gzipName()),
          e);
    }
  }

  private static Map<MnistFile, byte[]> cached(MnistSources sources) {
    Map<MnistFile, byte[]> contents = new HashMap<>();
    for (MnistFile file : sources.files()) {
      Optional<Path> path = file.in(sources.cache());
      try {
        if (path.isPresent()) {
          contents.put(file, file.read(path.get()));
        }
      } catch (IOException e) {
        String message = "A file in the cache cannot be used (%s); downloading it anew.";
        sources.progress().accept(message.formatted(e.getMessage()));
      }
    }
    return contents;
  }

  /** What is missing, by the first download that works; nothing if none does. */
  private static Map<MnistFile, byte[]> downloaded(
      List<MnistFile> missing, MnistSources sources, List<String> tried) {
    for (Download download : sources.downloads()) {
      try {
        Map<MnistFile, byte[]> contents = download.fetch(missing, sources.progress());
        keep(contents, sources);
        return contents;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new DataException(
            "The download of MNIST was interrupted: run the cell again to start it anew.", e);
      } catch (IOException e) {
        tried.add("%s (%s)".formatted(download.name(), e.getMessage()));
      }
    }
    return Map.of();
  }

  private static void keep(Map<MnistFile, byte[]> contents, MnistSources sources) {
    try {
      for (MnistFile file : contents.keySet()) {
        // Uncompressed: the first name that is looked for, so a damaged file is not found again.
        Path target = sources.cache().resolve(file.name());
        AtomicFile.write(target, out -> out.write(contents.get(file)));
      }
    } catch (IOException e) {
      // The data is here and right; that it cannot be kept is no reason to stop.
      String message = "The cache %s cannot be written (%s); the next run will download again.";
      sources.progress().accept(message.formatted(sources.cache(), e.getMessage()));
    }
  }

  /**
   * The same digits less the mean training image, so that every pixel's mean over the training set
   * is 0. The copy takes as much memory off the heap as the original.
   */
  public Mnist centred() {
    INDArray mean = meanImage();
    return new Mnist(centred(train, mean), centred(test, mean), source + ", centred");
  }

  private static Digits centred(Digits digits, INDArray mean) {
    return new Digits(
        digits.name(), digits.images().subRowVector(mean), digits.labels(), digits.generated());
  }

  /** The mean training image (1 × 784). */
  public INDArray meanImage() {
    // In double precision: sixty thousand single-precision additions lose the third digit.
    INDArray images = train.images();
    INDArray sum = Nd4j.zeros(DataType.DOUBLE, 1, Digits.PIXELS);
    for (long from = 0; from < images.rows(); from += 1_000) {
      long to = Math.min(from + 1_000, images.rows());
      INDArray some = images.get(NDArrayIndex.interval(from, to), NDArrayIndex.all());
      sum.addi(some.castTo(DataType.DOUBLE).sum(true, 0));
    }
    return sum.divi(images.rows()).castTo(DataType.FLOAT);
  }
}
