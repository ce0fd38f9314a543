package dyingrelu.data;

import dyingrelu.machine.AtomicFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
   * passed over. A damaged file is an error, except in the cache, which is then filled anew.
   *
   * @throws DataException as {@link #load()}
   */
  public static Mnist load(MnistSources sources) {
    for (MnistSources.Place place : sources.places()) {
      if (place.hasAny(sources.files())) {
        try {
          return of(MnistFile.read(sources.files(), place.folder()), place.words());
        } catch (IOException e) {
          throw new DataException(
              "The files in %s cannot be used (%s): put the four original ones there."
                  .formatted(place.folder(), e.getMessage()),
              e);
        }
      }
    }
    MnistSources.Place cache = sources.cached();
    if (cache.hasAny(sources.files())) {
      try {
        return of(MnistFile.read(sources.files(), cache.folder()), cache.words());
      } catch (IOException e) {
        String message = "The cache cannot be used (%s); downloading the files anew.";
        sources.progress().accept(message.formatted(e.getMessage()));
      }
    }
    List<String> failures = new ArrayList<>();
    for (Download download : sources.downloads()) {
      try {
        List<byte[]> contents = download.fetch(sources.files(), sources.progress());
        keep(contents, sources);
        return of(contents, cache.words());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new DataException(
            "The download of MNIST was interrupted: run the cell again to start it anew.", e);
      } catch (IOException e) {
        failures.add("%s: %s".formatted(download.name(), e.getMessage()));
      }
    }
    if (sources.generatedAllowed()) {
      sources.progress().accept("MNIST was not found; drawing digits, as MNIST_FALLBACK asks.");
      return GeneratedDigits.instead();
    }
    throw new DataException(sources.notFound(failures));
  }

  private static Mnist of(List<byte[]> files, String source) {
    return new Mnist(
        Digits.fromIdx("train", files.get(0), files.get(1)),
        Digits.fromIdx("test", files.get(2), files.get(3)),
        source);
  }

  private static void keep(List<byte[]> contents, MnistSources sources) {
    try {
      for (int i = 0; i < contents.size(); i++) {
        // Uncompressed: the first name that is looked for, so a damaged file is not found again.
        Path target = sources.cache().resolve(sources.files().get(i).name());
        byte[] content = contents.get(i);
        AtomicFile.write(target, out -> out.write(content));
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
    INDArray mean = meanImage(train.images());
    return new Mnist(train.less(mean), test.less(mean), source + ", centred");
  }

  /**
   * The mean of some images, 1 × 784; summed in double precision, since sixty thousand additions in
   * single precision lose the third digit.
   */
  public static INDArray meanImage(INDArray images) {
    INDArray sum = Nd4j.zeros(DataType.DOUBLE, 1, Digits.PIXELS);
    for (long from = 0; from < images.rows(); from += 1_000) {
      long to = Math.min(from + 1_000, images.rows());
      INDArray some = images.get(NDArrayIndex.interval(from, to), NDArrayIndex.all());
      sum.addi(some.castTo(DataType.DOUBLE).sum(true, 0));
    }
    return sum.divi(images.rows()).castTo(DataType.FLOAT);
  }
}
