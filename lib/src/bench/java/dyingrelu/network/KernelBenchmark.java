package dyingrelu.network;

import dyingrelu.activation.Activation;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.bytedeco.openblas.global.openblas;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The inner loops of training, at the sizes of the published network, on one thread. In this
 * package because they are nobody else's business.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
@State(Scope.Benchmark)
public class KernelBenchmark {
  private static final int BATCH = 128;

  /** An activation and its slope over a layer's outputs for a batch. */
  @State(Scope.Benchmark)
  public static class Layer {
    /** Which. */
    @Param({"relu", "leaky_relu", "elu"})
    public String activation;

    private final float[] z = uniform(BATCH * 256);
    private final float[] h = new float[z.length];
    private final float[] slope = new float[z.length];
    private Activation function;

    /** Finds it. */
    @Setup
    public void find() {
      function =
          List.of(new Activation.Relu(), new Activation.LeakyRelu(0.01), new Activation.Elu(1))
              .stream()
              .filter(a -> a.name().equals(activation))
              .findFirst()
              .orElseThrow();
    }
  }

  /** A layer's matrices. */
  @State(Scope.Benchmark)
  public static class Shape {
    /** Inputs and units. */
    @Param({"784x256", "256x256", "256x10"})
    public String shape;

    private Matrix below;
    private Matrix weights;
    private Matrix out;

    /** Fills them. */
    @Setup
    public void fill() {
      String[] sizes = shape.split("x");
      int fanIn = Integer.parseInt(sizes[0]);
      int units = Integer.parseInt(sizes[1]);
      below = Matrix.of(matrix(BATCH, fanIn));
      weights = Matrix.of(matrix(fanIn, units));
      out = Matrix.of(matrix(BATCH, units));
    }
  }

  private final Network network = Network.create(Architecture.published(new Activation.Relu()), 1);
  private final Backpropagation backpropagation = new Backpropagation(network, BATCH);
  private final INDArray inputs = matrix(BATCH, 784);
  private final int[] labels = new Random(1).ints(BATCH, 0, 10).toArray();
  private final Optimizer.State adam = Optimizer.Adam.keras(0.005).start(network.architecture());

  /** One thread for products, as in training; and one run, so that there is a gradient. */
  @Setup
  public void run() {
    openblas.blas_set_num_threads(1);
    backpropagation.run(inputs, labels);
  }

  @Benchmark
  public void activation(Layer layer) {
    layer.function.apply(layer.z, layer.h, layer.slope, layer.z.length);
  }

  @Benchmark
  public void forwardProduct(Shape shape) {
    shape.below.times(shape.weights, shape.out);
  }

  @Benchmark
  public void weightGradientProduct(Shape shape) {
    shape.below.transposedTimes(shape.out, shape.weights);
  }

  @Benchmark
  public void errorProduct(Shape shape) {
    shape.out.timesTransposed(shape.weights, 0, shape.below);
  }

  @Benchmark
  public double softmaxError() {
    return backpropagation.softmaxError(labels, BATCH, BATCH);
  }

  /** All parameters; the network trains away meanwhile, which changes nothing in the time. */
  @Benchmark
  public void adamStep() {
    adam.begin(1);
    adam.step(
        Matrix.pointer(network.parameters()), List.of(backpropagation::read), 0, adam.chunks());
  }

  /** Loss and gradient of a batch: all of a step but Adam. */
  @Benchmark
  public double lossAndGradient() {
    return backpropagation.run(inputs, labels);
  }

  private static INDArray matrix(int rows, int columns) {
    return Nd4j.createFromArray(uniform(rows * columns))
        .castTo(DataType.FLOAT)
        .reshape('c', rows, columns);
  }

  private static float[] uniform(int n) {
    Random random = new Random(n);
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = random.nextFloat() - 0.5f;
    }
    return values;
  }
}
