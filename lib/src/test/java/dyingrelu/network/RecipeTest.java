package dyingrelu.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dyingrelu.activation.Activation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.bytedeco.javacpp.FloatPointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.ndarray.INDArray;

class RecipeTest {
  private static final INDArray INPUTS = NetworkTest.waveInputs();
  private static final int[] LABELS = NetworkTest.waveLabels();

  private static float[] gradient(Network network) {
    Backpropagation backpropagation = new Backpropagation(network, 7);
    backpropagation.run(INPUTS, LABELS);
    return backpropagation.gradient().dup().toFloatVector();
  }

  @Test
  void schedules() {
    int steps = 10;
    assertThat(new Schedule.Constant().factor(123, steps)).isEqualTo(1);
    Schedule halved = new Schedule.StepDecay(0.5, 2);
    assertThat(halved.factor(0, steps)).isEqualTo(1);
    assertThat(halved.factor(19, steps)).isEqualTo(1);
    assertThat(halved.factor(20, steps)).isEqualTo(0.5);
    assertThat(halved.factor(65, steps)).isEqualTo(0.125);
    Schedule cosine = new Schedule.Cosine(4);
    assertThat(cosine.factor(0, steps)).isEqualTo(1);
    assertThat(cosine.factor(10, steps)).isCloseTo((1 + Math.sqrt(0.5)) / 2, within(1e-12));
    assertThat(cosine.factor(20, steps)).isCloseTo(0.5, within(1e-12));
    assertThat(cosine.factor(39, steps)).isBetween(0.001, 0.002);
    assertThat(cosine.factor(40, steps)).isZero();
    assertThat(cosine.factor(1000, steps)).isZero();
    Schedule warm = new Schedule.WarmUp(2);
    assertThat(warm.factor(0, steps)).isEqualTo(0.05);
    assertThat(warm.factor(9, steps)).isEqualTo(0.5);
    assertThat(warm.factor(19, steps)).isEqualTo(1);
    assertThat(warm.factor(20, steps)).isEqualTo(1);
  }

  /** One batch an epoch: the third step of descent has a quarter of the rate. */
  @Test
  void theScheduleMultipliesTheRate() throws Exception {
    Network network = NetworkTest.waveNetwork(new Activation.Elu(1));
    Recipe recipe = Recipe.of(new Optimizer.Sgd(0.1), 7).with(new Schedule.StepDecay(0.5, 1));
    Training training = new Training(network, recipe, INPUTS, LABELS, 1);
    training.epoch();
    training.epoch();
    float[] before = network.parameters().dup().toFloatVector();
    float[] gradient = gradient(network);
    training.epoch();
    for (int i = 0; i < before.length; i++) {
      assertThat(network.parameters().getFloat(i))
          .isCloseTo(before[i] - 0.025f * gradient[i], within(1e-6f));
    }
  }

  @Test
  void adamFollowsTheScheduleToo() throws Exception {
    Network fast = NetworkTest.waveNetwork(new Activation.Elu(1));
    Network slow = fast.copy();
    float[] start = fast.parameters().dup().toFloatVector();
    Recipe recipe = Recipe.of(Optimizer.Adam.keras(0.01), 7);
    new Training(fast, recipe, INPUTS, LABELS, 1).epoch();
    new Training(slow, recipe.with(new Schedule.WarmUp(4)), INPUTS, LABELS, 1).epoch();
    for (int i = 0; i < start.length; i++) {
      assertThat(slow.parameters().getFloat(i) - start[i])
          .isCloseTo((fast.parameters().getFloat(i) - start[i]) / 4, within(1e-6f));
    }
  }

  @Test
  void decayShrinksWeightsAndIfAskedBiasesBeforeTheStep() throws Exception {
    for (boolean biases : new boolean[] {false, true}) {
      Network network = NetworkTest.waveNetwork(new Activation.Elu(1));
      float[] gradient = gradient(network);
      float[] before = network.parameters().dup().toFloatVector();
      // η = 0.05 after the schedule, so each keeps 1 − 0.05 · 2 = 0.9 of itself.
      Recipe recipe =
          Recipe.of(new Optimizer.Sgd(0.1), 7)
              .with(new Schedule.WarmUp(2))
              .with(new WeightDecay(2, biases));
      new Training(network, recipe, INPUTS, LABELS, 1).epoch();
      Architecture architecture = network.architecture();
      for (int layer = 1; layer <= 3; layer++) {
        for (int i = architecture.weightsAt(layer); i < architecture.weightsAt(layer + 1); i++) {
          float keep = i < architecture.biasesAt(layer) || biases ? 0.9f : 1;
          assertThat(network.parameters().getFloat(i))
              .as("layer %d, parameter %d, biases %s", layer, i, biases)
              .isCloseTo(keep * before[i] - 0.05f * gradient[i], within(1e-6f));
        }
      }
    }
  }

  @Test
  void decayUnderAdamDoesNotPassThroughItsMeans() throws Exception {
    Network plain = NetworkTest.waveNetwork(new Activation.Elu(1));
    Network decaying = plain.copy();
    float[] start = plain.parameters().dup().toFloatVector();
    Recipe recipe = Recipe.of(Optimizer.Adam.keras(0.01), 7);
    new Training(plain, recipe, INPUTS, LABELS, 1).epoch();
    new Training(decaying, recipe.with(new WeightDecay(3, true)), INPUTS, LABELS, 1).epoch();
    for (int i = 0; i < start.length; i++) {
      assertThat(decaying.parameters().getFloat(i))
          .isCloseTo(plain.parameters().getFloat(i) - 0.03f * start[i], within(1e-6f));
    }
  }

  /** Everything at once, with one thread and two, straight and with an epoch that was stopped. */
  @ParameterizedTest
  @EnumSource(Normalization.class)
  void threadsAndStopsChangeNothingToTheLastBit(Normalization normalization) throws Exception {
    Training alone = everything(normalization);
    Training helped = everything(normalization);
    ExecutorService helper = Executors.newSingleThreadExecutor();
    try {
      for (int epoch = 0; epoch < 3; epoch++) {
        Thread.currentThread().interrupt();
        assertThatThrownBy(helped::epoch).isInstanceOf(InterruptedException.class);
        stopLater.add(helped);
        assertThatThrownBy(() -> helped.epoch(helper)).isInstanceOf(InterruptedException.class);
        assertThat(helped.epoch(helper)).isEqualTo(alone.epoch());
      }
    } finally {
      helper.shutdownNow();
    }
    assertThat(helped.network().parameters()).isEqualTo(alone.network().parameters());
    assertThat(helped.network().logits(TrainingTest.INPUTS))
        .isEqualTo(alone.network().logits(TrainingTest.INPUTS));
    assertThat(helped.events()).isEqualTo(alone.events()).hasSize(3 * 10);
    assertThat(helped.events().get(12).step()).isEqualTo(12);
  }

  /** Trainings that are to be stopped once, in the middle of the next epoch. */
  private final List<Training> stopLater = new ArrayList<>();

  private Training everything(Normalization normalization) {
    Architecture architecture =
        new Architecture(4, List.of(8, 8), 3, new Activation.PRelu(0.25), Initializer.HE_NORMAL)
            .with(normalization)
            .withResidual();
    Intervention shaking =
        (training, step) -> {
          if (step % training.stepsPerEpoch() == 7 && stopLater.remove(training)) {
            throw new InterruptedException("stopped");
          }
          training.network().weights(1).putScalar(0, training.random(step).nextDouble());
          training.forget(1, 2);
          training.record(new Intervention.Event(null, step, 1, new BitSet()));
        };
    Recipe recipe =
        Recipe.of(Optimizer.Adam.keras(0.01), 32)
            .with(new Schedule.Cosine(3))
            .with(new WeightDecay(0.1, true))
            .with(shaking);
    return new Training(
        Network.create(architecture, 2), recipe, TrainingTest.INPUTS, TrainingTest.LABELS, 2);
  }

  /** With a gradient of almost nothing, Adam's step is made of what it remembers. */
  @Test
  void whatIsForgottenIsAUnitsIncomingAndOutgoingWeightsAndItsBias() {
    Architecture architecture = NetworkTest.small(new Activation.Relu());
    Optimizer.State state = Optimizer.Adam.keras(0.01).start(architecture);
    Network network = NetworkTest.waveNetwork(new Activation.Relu());
    FloatPointer parameters = Matrix.pointer(network.parameters());
    state.begin(1);
    state.step(parameters, List.of((l, row, rows, g, s) -> Arrays.fill(g, 1)), 0, state.chunks());
    float[] before = network.parameters().dup().toFloatVector();
    state.forget(2, 1);
    state.begin(1);
    state.step(parameters, List.of((l, row, rows, g, s) -> Arrays.fill(g, 0)), 0, state.chunks());
    List<Integer> still = new ArrayList<>();
    for (int i = 0; i < 74; i++) {
      if (network.parameters().getFloat(i) == before[i]) {
        still.add(i);
      }
    }
    // Layer 1 has 6 × 5 weights and 5 biases, layer 2 5 × 4 and 4, layer 3 4 × 3 and 3.
    assertThat(still).containsExactly(36, 40, 44, 48, 52, 56, 62, 63, 64);
  }

  @Test
  void whatCannotBeIsSaid() {
    assertThatThrownBy(() -> Recipe.of(new Optimizer.Sgd(1), 0)).hasMessageContaining("0 inputs");
    assertThatThrownBy(() -> new WeightDecay(-1, false)).hasMessageContaining("-1.0");
    assertThatThrownBy(() -> new Schedule.Cosine(0)).hasMessageContaining("cosine");
    assertThatThrownBy(() -> new Schedule.WarmUp(0)).hasMessageContaining("warm-up");
    assertThatThrownBy(() -> new Schedule.StepDecay(1, 1)).hasMessageContaining("1.0 every 1");
  }
}
