package dyingrelu.network;

import dyingrelu.activation.Activation;
import dyingrelu.machine.OpenBlas;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * A fully connected network: an architecture and its parameters.
 *
 * <p>All parameters lie in one flat vector off the heap, layer by layer, each layer's weights
 * before its biases; {@link #weights} and {@link #biases} are views into it, so writing to them
 * changes the network. A network that normalises also keeps running means and variances, which are
 * no parameters.
 */
public final class Network {
  private final Architecture architecture;
  private final INDArray parameters;

  /**
   * Per hidden layer the running means, then the running variances; one number if there are none.
   */
  private final INDArray statistics;

  private Network(Architecture architecture, INDArray parameters, INDArray statistics) {
    this.architecture = architecture;
    this.parameters = parameters;
    this.statistics = statistics;
  }

  /**
   * A new network with parameters drawn from a seed.
   *
   * @param architecture shape, activation and initialiser
   * @param seed the same seed gives the same weights on every machine
   */
  public static Network create(Architecture architecture, long seed) {
    RandomGenerator random = random(seed);
    Network network =
        new Network(
            architecture,
            Nd4j.zeros(DataType.FLOAT, 1, architecture.parameters()),
            Nd4j.zeros(
                DataType.FLOAT,
                1,
                architecture.normalizes() ? statisticsAt(architecture, architecture.layers()) : 1));
    for (int layer = 1; layer <= architecture.layers(); layer++) {
      Initializer.Drawn drawn =
          architecture
              .initializer()
              .draw(architecture.fanIn(layer), architecture.units(layer), random);
      network.parametersAt(architecture.weightsAt(layer)).put(drawn.weights());
      network.parametersAt(architecture.biasesAt(layer)).put(drawn.biases());
    }
    for (int layer = 1; layer < architecture.layers(); layer++) {
      if (architecture.activation() instanceof Activation.PRelu start) {
        network.learnedSlopes(layer).assign(start.alpha());
      }
      if (architecture.mirrors()) {
        mirror(network.weights(layer));
        mirror(network.biases(layer));
      }
      if (architecture.normalizes()) {
        network.scales(layer).assign(1);
        network.runningVariances(layer).assign(1);
      }
    }
    return network;
  }

  private static void mirror(INDArray columns) {
    int half = columns.columns() / 2;
    for (int unit = 0; unit < half; unit++) {
      columns.putColumn(unit + half, columns.getColumn(unit, true).neg());
    }
  }

  /** The generator of this library: one whose algorithm the Java documentation fixes. */
  static RandomGenerator random(long seed) {
    return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
  }

  /** The network's shape. */
  public Architecture architecture() {
    return architecture;
  }

  /** Weights of a layer (fan-in × units), a view; layers count from 1, the output layer is last. */
  public INDArray weights(int layer) {
    return view(
        parameters,
        architecture.weightsAt(layer),
        architecture.fanIn(layer),
        architecture.units(layer));
  }

  /** Biases of a layer (1 × units), a view; layers count from 1, the output layer is last. */
  public INDArray biases(int layer) {
    return view(parameters, architecture.biasesAt(layer), 1, architecture.units(layer));
  }

  /**
   * The slopes left of zero that a hidden layer's units have learned (1 × units), a view.
   *
   * @throws IllegalStateException if the activation is not {@link Activation.PRelu}
   */
  public INDArray learnedSlopes(int layer) {
    check(architecture.learnsSlopes(), "learned slopes", "Activation.PRelu");
    return view(parameters, architecture.slopesAt(layer), 1, architecture.units(layer));
  }

  /**
   * The scales γ of a hidden layer's normalisation (1 × units), a view; 1 at the start.
   *
   * @throws IllegalStateException if the network does not normalise
   */
  public INDArray scales(int layer) {
    return normalization("scales", parameters, architecture.scalesAt(layer), layer);
  }

  /**
   * The shifts β of a hidden layer's normalisation (1 × units), a view; 0 at the start.
   *
   * @throws IllegalStateException if the network does not normalise
   */
  public INDArray shifts(int layer) {
    int afterScales = architecture.scalesAt(layer) + architecture.units(layer);
    return normalization("shifts", parameters, afterScales, layer);
  }

  /**
   * The running means that normalise a hidden layer outside training (1 × units), a view; 0 at the
   * start.
   *
   * @throws IllegalStateException if the network does not normalise
   */
  public INDArray runningMeans(int layer) {
    return normalization("running means", statistics, statisticsAt(architecture, layer), layer);
  }

  /**
   * The running variances that normalise a hidden layer outside training (1 × units), a view; 1 at
   * the start.
   *
   * @throws IllegalStateException if the network does not normalise
   */
  public INDArray runningVariances(int layer) {
    int afterMeans = statisticsAt(architecture, layer) + architecture.units(layer);
    return normalization("running variances", statistics, afterMeans, layer);
  }

  private INDArray normalization(String what, INDArray vector, int from, int layer) {
    check(architecture.normalizes(), what, "a Normalization");
    return view(vector, from, 1, architecture.units(layer));
  }

  private static void check(boolean there, String what, String needed) {
    if (!there) {
      throw new IllegalStateException(
          "This network has no %s: give its architecture %s.".formatted(what, needed));
    }
  }

  /** All parameters (1 × {@link Architecture#parameters}), the vector itself. */
  public INDArray parameters() {
    return parameters;
  }

  /**
   * Whether every parameter is a number and not infinite. Training notices a loss that is not; what
   * its very last step did, nobody has seen.
   */
  public boolean isFinite() {
    for (float parameter : parameters.toFloatVector()) {
      if (!Float.isFinite(parameter)) {
        return false;
      }
    }
    return true;
  }

  /** A network of the same shape with parameters of its own that start equal to these. */
  public Network copy() {
    return new Network(architecture, parameters.dup('c'), statistics.dup('c'));
  }

  /**
   * Makes all parameters, and running means and variances, equal to those of a network of the same
   * shape.
   */
  void assign(Network other) {
    parameters.assign(other.parameters);
    statistics.assign(other.statistics);
  }

  /**
   * The outputs before the softmax.
   *
   * @param inputs float matrix, inputs × features
   * @return float matrix, inputs × classes
   */
  public INDArray logits(INDArray inputs) {
    int rows = inputs.rows();
    ForwardPass pass = new ForwardPass(this, Math.min(rows, ForwardPass.ROWS));
    Matrix all = Matrix.of(inputs);
    INDArray result = Nd4j.createUninitialized(DataType.FLOAT, rows, architecture.outputs());
    return OpenBlas.onOneThread(
        () -> {
          for (int from = 0; from < rows; from += pass.capacity()) {
            int count = Math.min(pass.capacity(), rows - from);
            pass.read(all.rows(from, count));
            pass.run(false);
            Matrix.of(result)
                .rows(from, count)
                .pointer()
                .put(pass.logits(), 0, count * architecture.outputs());
          }
          return result;
        });
  }

  /** The class with the greatest output for each input (inputs × features). */
  public int[] classify(INDArray inputs) {
    return logits(inputs).argMax(1).toIntVector();
  }

  /**
   * The share of inputs that are classified as labelled.
   *
   * @param inputs float matrix, inputs × features
   * @param labels the true class of each input
   * @return between 0 and 1
   */
  public double accuracy(INDArray inputs, int[] labels) {
    int[] predicted = classify(inputs);
    int right = 0;
    for (int i = 0; i < labels.length; i++) {
      right += predicted[i] == labels[i] ? 1 : 0;
    }
    return (double) right / labels.length;
  }

  /** Where the parameters from one on lie. */
  FloatPointer parametersAt(int from) {
    return Matrix.pointer(parameters).getPointer(from);
  }

  /** Where a layer's running means begin; its running variances follow them. */
  private static int statisticsAt(Architecture architecture, int layer) {
    return 2 * architecture.hidden().stream().limit(layer - 1).mapToInt(units -> units).sum();
  }

  /** A part of a flat vector as a matrix, without a copy. */
  static INDArray view(INDArray vector, int from, int rows, int columns) {
    return vector
        .get(NDArrayIndex.all(), NDArrayIndex.interval(from, from + rows * columns))
        .reshape('c', rows, columns);
  }
}
