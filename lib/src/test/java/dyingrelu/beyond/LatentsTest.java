package dyingrelu.beyond;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dyingrelu.activation.Activation;
import dyingrelu.beyond.Latents.Cure;
import dyingrelu.beyond.Latents.Sparsity;
import dyingrelu.network.Architecture;
import dyingrelu.network.Initializer;
import dyingrelu.network.Learner;
import dyingrelu.network.Network;
import dyingrelu.network.Optimizer;
import dyingrelu.study.RunnerTest;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tech.tablesaw.api.Table;

class LatentsTest {
  /** Sums of three of 400 directions. */
  private static float[] sparse(int count) {
    Random random = new Random(5);
    float[][] directions = new float[400][256];
    for (float[] direction : directions) {
      for (int i = 0; i < 256; i++) {
        direction[i] = (float) random.nextGaussian();
      }
    }
    float[] inputs = new float[count * 256];
    for (int row = 0; row < count; row++) {
      for (int term = 0; term < 3; term++) {
        float[] direction = directions[random.nextInt(400)];
        for (int i = 0; i < 256; i++) {
          inputs[row * 256 + i] += direction[i] / (float) Math.sqrt(3);
        }
      }
    }
    return inputs;
  }

  @Test
  void onlyTheGreatestAreHeard() {
    float[] h = {1, 5, 3, 0, 4, 0, 0, 2, 0, 0};
    float[] slopes = {1, 1, 1, 0, 1, 0, 0, 1, 0, 0};
    float[] all = h.clone();
    new TopK(2, 5, unit -> true).apply(h, slopes, 2);
    assertThat(h).containsExactly(0, 5, 0, 0, 4, 0, 0, 2, 0, 0);
    assertThat(slopes).containsExactly(0, 1, 0, 0, 1, 0, 0, 1, 0, 0);
    new TopK(1, 5, unit -> unit != 1).apply(all, slopes.clone(), 1);
    assertThat(all).startsWith(0, 0, 0, 0, 4);
    assertThatThrownBy(() -> new TopK(6, 5, unit -> true))
        .hasMessage("The 6 greatest of 5 units cannot be chosen: ask for 1 to 5.");
  }

  /** As those of AuxK: the greatest of some latents write what the others leave. */
  @Test
  void theErrorsOfWhatTheDeadWriteAreFiniteDifferences() {
    Architecture small =
        new Architecture(6, List.of(9), 6, new Activation.Relu(), Initializer.HE_NORMAL);
    Network network = Network.create(small, 3);
    network.biases(2).assign(0.3);
    float[] bias = network.biases(2).toFloatVector();
    Learner ofDead = new Learner(network, new Optimizer.Sgd(0.1), 5);
    ofDead.mask(new TopK(2, 9, unit -> unit % 2 == 0));
    float[] inputs = new float[5 * 6];
    float[] left = new float[5 * 6];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = (float) Math.sin(1.7 * i);
      left[i] = (float) Math.cos(2.3 * i);
    }
    float[] wrong = Latents.wrong(ofDead.forward(inputs, 5, true), bias, left);
    float[] gradient = ofDead.backward(wrong).clone();
    for (int i = 0; i < inputs.length; i++) {
      double slope =
          (half(ofDead, inputs, i, 1e-3f, left) - half(ofDead, inputs, i, -1e-3f, left)) / 2e-3;
      assertThat((double) gradient[i]).isCloseTo(slope, within(5e-3));
    }
  }

  /** Of the squares of what is wrong. */
  private static double half(Learner ofDead, float[] inputs, int moved, float by, float[] left) {
    float[] at = inputs.clone();
    at[moved] += by;
    float[] bias = ofDead.network().biases(2).toFloatVector();
    double sum = 0;
    for (float wrong : Latents.wrong(ofDead.forward(at, 5, true), bias, left)) {
      sum += wrong * wrong / 2;
    }
    return sum;
  }

  @ParameterizedTest
  @CsvSource({"L1, RESAMPLING, true", "TOP_K, AUX_K, false", "TOP_K, RESAMPLING, true"})
  void anAutoencoderLearns(Sparsity sparsity, Cure cure, boolean centred)
      throws InterruptedException {
    float[] inputs = sparse(600);
    Table rows = new Latents(sparsity, cure, centred, 200).train(inputs, 1);
    assertThat(rows.rowCount()).isEqualTo(3);
    double[] unexplained = rows.doubleColumn("unexplained").asDoubleArray();
    assertThat(unexplained[2]).isLessThan(unexplained[0]);
    if (sparsity == Sparsity.TOP_K) {
      assertThat(rows.doubleColumn("active").max()).isLessThanOrEqualTo(32);
      assertThat(rows.intColumn("dead").max()).isBetween(1.0, 2_047.0);
    }
    assertThat(inputs).isEqualTo(sparse(600));
  }

  @Test
  void aRunRepeatsAndCuresChangeIt() throws InterruptedException {
    float[] inputs = sparse(300);
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] += 3; // Far from a mean of 0, many latents are dead.
    }
    Latents plain = new Latents(Sparsity.TOP_K, Cure.NONE, false, 150);
    String once = plain.train(inputs, 1).print();
    assertThat(plain.train(inputs, 1).print()).isEqualTo(once);
    assertThat(plain.train(inputs, 2).print()).isNotEqualTo(once);
    double[] before = plain.train(inputs, 1).doubleColumn("unexplained").asDoubleArray();
    for (Cure cure : List.of(Cure.RESAMPLING, Cure.AUX_K)) {
      Table cured = new Latents(Sparsity.TOP_K, cure, false, 200).train(inputs, 1);
      double[] after = cured.doubleColumn("unexplained").asDoubleArray();
      assertThat(after[0]).isEqualTo(before[0]);
      Table uncured = new Latents(Sparsity.TOP_K, Cure.NONE, false, 200).train(inputs, 1);
      assertThat(after[2]).isNotEqualTo(uncured.doubleColumn("unexplained").get(2));
    }
  }

  @Test
  void activationsAreThoseOfLayerTwo() throws InterruptedException {
    float[] activations = Latents.activations(RunnerTest.NOISE, 1);
    assertThat(activations).hasSize(700 * 256);
    double squares = 0;
    for (float h : activations) {
      assertThat(h).isNotNegative();
      squares += h * h / activations.length;
    }
    assertThat(squares).isBetween(0.99, 1.01);
  }

  @Test
  void whatDoesNotFitIsAnswered() {
    Latents latents = Latents.of(Sparsity.L1, Cure.NONE, true);
    assertThatThrownBy(() -> latents.train(new float[255], 1))
        .hasMessage("An autoencoder needs inputs of 256 numbers each; got 255 numbers.");
    assertThatThrownBy(() -> new Latents(Sparsity.L1, Cure.NONE, true, 0))
        .hasMessage("An autoencoder cannot train 0 steps: give at least 1.");
  }

  @Test
  void itCanBeStopped() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> Latents.of(Sparsity.L1, Cure.NONE, true).train(sparse(20), 1))
        .isInstanceOf(InterruptedException.class);
    assertThat(Thread.interrupted()).isFalse();
  }
}
