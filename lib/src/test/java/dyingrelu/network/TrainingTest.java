package dyingrelu.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dyingrelu.activation.Activation;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class TrainingTest {
  static final INDArray INPUTS = inputs();
  static final int[] LABELS = labels();

  private static INDArray inputs() {
    Random random = new Random(1);
    float[] values = new float[300 * 4];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Nd4j.create(values, new int[] {300, 4});
  }

  /** Three classes that a straight line cannot tell apart. */
  private static int[] labels() {
    int[] labels = new int[300];
    for (int i = 0; i < 300; i++) {
      double radius = INPUTS.getRow(i).norm2Number().doubleValue();
      labels[i] = radius < 1.5 ? 0 : radius < 2.2 ? 1 : 2;
    }
    return labels;
  }

  private static Training training(Optimizer optimizer) {
    Architecture architecture =
        new Architecture(4, List.of(16, 16), 3, new Activation.Relu(), Initializer.HE_NORMAL);
    return new Training(Network.create(architecture, 2), optimizer, 32, INPUTS, LABELS, 2);
  }

  @Test
  void trainingLearns() throws Exception {
    for (Optimizer optimizer : List.of(Optimizer.Adam.keras(0.01), new Optimizer.Sgd(0.2))) {
      Training training = training(optimizer);
      for (int epoch = 0; epoch < 60; epoch++) {
        training.epoch();
      }
      assertThat(training.network().accuracy(INPUTS, LABELS))
          .as("%s", optimizer)
          .isGreaterThan(0.9);
    }
  }

  @Test
  void oneEpochSeesEveryInputOnceAndTheLastBatchIsWhatIsLeft() throws Exception {
    // With steps too small to change a float, the epoch's loss is the loss over the whole set.
    Training training = training(new Optimizer.Sgd(1e-30));
    double whole = new Backpropagation(training.network(), 300).run(INPUTS, LABELS);
    assertThat(training.epoch()).isCloseTo(whole, org.assertj.core.api.Assertions.within(1e-6));
  }

  @Test
  void theSameSeedRepeatsToTheLastBit() throws Exception {
    Training one = training(Optimizer.Adam.keras(0.01));
    Training two = training(Optimizer.Adam.keras(0.01));
    for (int epoch = 0; epoch < 3; epoch++) {
      assertThat(one.epoch()).isEqualTo(two.epoch());
    }
    assertThat(one.network().parameters().toFloatVector())
        .isEqualTo(two.network().parameters().toFloatVector());
  }

  @Test
  void aSecondThreadChangesNothingToTheLastBit() throws Exception {
    Training alone = training(Optimizer.Adam.keras(0.01));
    Training helped = training(Optimizer.Adam.keras(0.01));
    ExecutorService helper = Executors.newSingleThreadExecutor();
    try {
      for (int epoch = 0; epoch < 3; epoch++) {
        assertThat(helped.epoch(helper)).isEqualTo(alone.epoch());
      }
    } finally {
      helper.shutdownNow();
    }
    assertThat(helped.network().parameters().toFloatVector())
        .isEqualTo(alone.network().parameters().toFloatVector());
  }

  @Test
  void aFailingHelperIsHeardOf() {
    Training training = training(Optimizer.Adam.keras(0.01));
    float[] before = training.network().parameters().toFloatVector();
    assertThatThrownBy(
            () ->
                training.epoch(
                    task -> {
                      throw new IllegalStateException("no thread");
                    }))
        .hasMessageContaining("no thread");
    assertThat(training.network().parameters().toFloatVector()).isEqualTo(before);
  }

  @Test
  void aLastBatchOfOneInputIsNoException() throws Exception {
    Architecture architecture =
        new Architecture(4, List.of(5), 3, new Activation.Relu(), Initializer.HE_NORMAL);
    Training training =
        new Training(
            Network.create(architecture, 2), new Optimizer.Sgd(1e-30), 299, INPUTS, LABELS, 2);
    double whole = new Backpropagation(training.network(), 300).run(INPUTS, LABELS);
    assertThat(training.epoch()).isCloseTo(whole, org.assertj.core.api.Assertions.within(1e-6));
  }

  @Test
  void anInterruptedEpochChangesNothingAndCanBeRunAgain() throws Exception {
    Training straight = training(Optimizer.Adam.keras(0.01));
    Training stopped = training(Optimizer.Adam.keras(0.01));
    straight.epoch();
    stopped.epoch();
    Thread.currentThread().interrupt();
    assertThatThrownBy(stopped::epoch)
        .isInstanceOf(InterruptedException.class)
        .hasMessageContaining("epoch 2");
    assertThat(stopped.epochs()).isEqualTo(1);
    straight.epoch();
    stopped.epoch();
    assertThat(stopped.network().parameters().toFloatVector())
        .isEqualTo(straight.network().parameters().toFloatVector());
  }

  @Test
  void aLossThatIsNoLongerFiniteIsSaidAndUndone() throws Exception {
    Training training = training(new Optimizer.Sgd(1e30));
    float[] before = training.network().parameters().toFloatVector();
    assertThatThrownBy(training::epoch)
        .isInstanceOf(ArithmeticException.class)
        .hasMessageMatching(
            "The loss became (NaN|Infinity) in epoch 1, step \\d+: .*lower the learning rate\\.");
    assertThat(training.network().parameters().toFloatVector()).isEqualTo(before);
  }

  /** Such units are silent, and what is silent for a batch is left out of its work. */
  @Test
  void unitsThatStartAtZeroLearnIfTheSlopeThereIsNotZero() throws Exception {
    for (double atZero : new double[] {0, 1}) {
      Architecture architecture =
          new Architecture(4, List.of(16), 3, new Activation.Relu(atZero), Initializer.HE_NORMAL);
      Network network = Network.create(architecture, 2);
      network.weights(1).assign(0);
      new Training(network, new Optimizer.Sgd(0.1), 32, INPUTS, LABELS, 2).epoch();
      assertThat(network.weights(1).amaxNumber().doubleValue() > 0).isEqualTo(atZero > 0);
    }
  }

  @Test
  void labelsMustMatchInputs() {
    assertThatThrownBy(
            () ->
                new Training(
                    training(new Optimizer.Sgd(1)).network(),
                    new Optimizer.Sgd(1),
                    32,
                    INPUTS,
                    new int[299],
                    1))
        .hasMessageContaining("300 inputs, 299 labels");
  }
}
