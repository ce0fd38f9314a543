package dyingrelu.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dyingrelu.activation.Activation;
import dyingrelu.machine.OpenBlas;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Silent units and blank pixels are left out, and nothing but rounding tells. */
class SkippingTest {
  private static final int ROWS = 12;

  private static Architecture architecture(Activation activation) {
    return new Architecture(10, List.of(9, 8), 3, activation, Initializer.HE_NORMAL);
  }

  /** Ways in which some, and only some, of the work can be left out. */
  static Stream<Architecture> architectures() {
    Architecture relu = architecture(new Activation.Relu());
    return Stream.of(
        relu,
        relu.with(Normalization.BEFORE_ACTIVATION),
        relu.with(Normalization.AFTER_ACTIVATION),
        new Architecture(10, List.of(9, 9, 9), 3, relu.activation(), relu.initializer())
            .withResidual(),
        relu.with(new Activation.LeakyRelu(0.01)),
        relu.with(new Activation.PRelu(0.25)),
        relu.with(new Activation.Elu(1)));
  }

  /** Four pixels of ten blank, and one that speaks in a single row. */
  private static INDArray inputs() {
    INDArray inputs = Nd4j.create(NetworkTest.waves(ROWS * 10, 1.1), new int[] {ROWS, 10});
    for (int pixel : new int[] {0, 3, 4, 8}) {
      inputs.getColumn(pixel).assign(0);
    }
    inputs.getColumn(6).assign(0);
    inputs.putScalar(5, 6, -2);
    return inputs;
  }

  private static int[] labels() {
    return IntStream.range(0, ROWS).map(i -> i % 3).toArray();
  }

  /** Units 1 and 4 of layer 1 dead, and all but three of layer 2. */
  private static Network network(Architecture architecture) {
    Network network = GradientCheck.waves(architecture);
    for (int unit : new int[] {1, 4}) {
      network.biases(1).putScalar(unit, -100);
    }
    for (int unit : new int[] {0, 1, 3, 5, 7}) {
      network.biases(2).putScalar(unit, -100);
    }
    return network;
  }

  private static double run(Backpropagation backpropagation) {
    return OpenBlas.onOneThread(
        () -> {
          backpropagation.forward().read(Matrix.of(inputs()));
          return backpropagation.run(labels(), ROWS);
        });
  }

  /** The gradient in the network's order, asked for in pieces of a few rows. */
  private static float[] gradient(Architecture architecture, Backpropagation backpropagation) {
    float[] all = new float[architecture.parameters()];
    for (int layer = 1; layer <= architecture.layers(); layer++) {
      int units = architecture.units(layer);
      int end = architecture.weightsAt(layer + 1);
      int most = 3;
      for (int at = architecture.weightsAt(layer), row = 0; at < end; at += most * units) {
        int rows = Math.min(most, (end - at) / units);
        float[] piece = new float[most * units];
        Arrays.fill(piece, Float.NaN);
        backpropagation.read(layer, row, rows, piece, new float[piece.length]);
        System.arraycopy(piece, 0, all, at, rows * units);
        row += rows;
      }
    }
    return all;
  }

  @ParameterizedTest
  @MethodSource("architectures")
  void theGradientIsThatOfEverythingButForRounding(Architecture architecture) {
    Network network = network(architecture);
    Backpropagation dense = new Backpropagation(network, ROWS, false);
    Backpropagation skipping = new Backpropagation(network, ROWS, true);
    assertThat(run(skipping)).isCloseTo(run(dense), within(1e-6));
    float[] expected = dense.gradient().dup().toFloatVector();
    assertThat(gradient(architecture, dense)).isEqualTo(expected);
    assertThat(gradient(architecture, skipping)).containsExactly(expected, within(2e-6f));
    assertThat(skipping.errors(2)).containsExactly(dense.errors(2), within(2e-6f));
  }

  @ParameterizedTest
  @MethodSource("dyingrelu.network.NetworkTest#activations")
  void bothPassTheCheckByFiniteDifferences(Activation activation) {
    Architecture architecture = architecture(activation);
    for (boolean skip : new boolean[] {false, true}) {
      Network network = network(architecture);
      Backpropagation backpropagation = new Backpropagation(network, ROWS, skip);
      run(backpropagation);
      float[] gradient = gradient(architecture, backpropagation);
      GradientCheck.check(network, gradient, () -> run(backpropagation), 5e-4);
    }
  }

  @Test
  void whatIsSilentOrBlankIsLeftOutAndNothingElse() {
    ForwardPass relu = new ForwardPass(network(architecture(new Activation.Relu())), ROWS);
    relu.run(inputs());
    assertThat(columns(relu.on[0])).containsExactly(1, 2, 5, 6, 7, 9);
    assertThat(columns(relu.on[1])).containsExactly(speaking(relu, 1, 9)).doesNotContain(1, 4);
    assertThat(columns(relu.on[2])).containsExactly(speaking(relu, 2, 8)).hasSizeLessThan(4);
    ForwardPass leaky =
        new ForwardPass(network(architecture(new Activation.LeakyRelu(0.01))), ROWS);
    leaky.run(inputs());
    assertThat(columns(leaky.on[0])).hasSize(6);
    assertThat(leaky.on[1].isAll() && leaky.on[2].isAll()).isTrue();
  }

  private static int[] columns(Selection selection) {
    return IntStream.range(0, selection.count()).map(selection::column).toArray();
  }

  private static int[] speaking(ForwardPass pass, int layer, int units) {
    return IntStream.range(0, units)
        .filter(
            unit ->
                IntStream.range(0, ROWS)
                    .anyMatch(row -> pass.outputs(layer)[row * units + unit] > 0))
        .toArray();
  }

  /** Halves of a batch have other silent units each; an epoch's last batch has one input. */
  @Test
  void aSecondThreadChangesNothingToTheLastBitWhereUnitsAreSilent() throws Exception {
    Training alone = training(new Activation.Relu(), 4);
    Training helped = training(new Activation.Relu(), 4);
    ExecutorService helper = Executors.newSingleThreadExecutor();
    try {
      for (int epoch = 0; epoch < 5; epoch++) {
        assertThat(helped.epoch(helper)).isEqualTo(alone.epoch());
      }
    } finally {
      helper.shutdownNow();
    }
    assertThat(helped.network().parameters()).isEqualTo(alone.network().parameters());
  }

  private static Training training(Activation activation, int batch) {
    INDArray all = inputs();
    INDArray odd = all.get(NDArrayIndex.interval(0, 9), NDArrayIndex.all()).dup();
    return new Training(
        network(architecture(activation)),
        Optimizer.Adam.keras(0.01),
        batch,
        odd,
        Arrays.copyOf(labels(), 9),
        1);
  }

  /**
   * A unit that dies keeps moving on its momentum: m ← β₁m and v ← β₂v, without any gradient, and
   * so do the weights of a pixel that was on once.
   */
  @Test
  void adamGoesOnMovingWeightsWithoutGradient() throws Exception {
    Network network = network(architecture(new Activation.Relu()));
    // One step with everything on, then silence in a unit by its bias, and in a pixel.
    INDArray inputs = Nd4j.create(NetworkTest.waves(20, 1.1), new int[] {2, 10});
    network.biases(1).assign(100);
    Optimizer.Adam adam = new Optimizer.Adam(0.01, 0.9, 0.999, 1e-7);
    Recipe recipe =
        Recipe.of(adam, 2)
            .with(
                (training, step) -> {
                  if (step == 1) {
                    training.network().biases(1).putScalar(2, -1000);
                    inputs.getColumn(7).assign(0);
                  }
                });
    float[] m = new float[10];
    float[] v = new float[10];
    INDArray first = inputs.dup();
    Backpropagation dense = new Backpropagation(network, 2);
    dense.run(first, new int[] {0, 1});
    float[] gradient = dense.weightGradient(1).getColumn(2).dup().toFloatVector();
    Training training = new Training(network, recipe, inputs, new int[] {0, 1}, 1);
    training.epoch();
    float[] w = network.weights(1).getColumn(2).dup().toFloatVector();
    for (int epoch = 2; epoch < 5; epoch++) {
      training.epoch();
      for (int i = 0; i < 10; i++) {
        if (epoch == 2) {
          m[i] = 0.1f * gradient[i];
          v[i] = 0.001f * gradient[i] * gradient[i];
        }
        m[i] *= 0.9f;
        v[i] *= 0.999f;
        w[i] -= (float) (adam.stepSize(1, epoch) * m[i] / (Math.sqrt(v[i]) + 1e-7));
        assertThat(network.weights(1).getFloat(i, 2)).isCloseTo(w[i], within(1e-5f));
      }
    }
    assertThat(network.weights(1).getColumn(2).castTo(DataType.FLOAT).toFloatVector())
        .isNotEqualTo(gradient);
  }
}
