package dyingrelu.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dyingrelu.activation.Activation;
import java.util.Arrays;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class DropoutTest {
  @Test
  void itLeavesOutItsShareAndScalesTheRestWithTheirSlopes() {
    Dropout dropout = new Dropout(0.25);
    dropout.seed(3);
    float[] h = new float[100_000];
    float[] slope = new float[h.length];
    Arrays.fill(h, 3);
    Arrays.fill(slope, 1);
    dropout.apply(h, slope, h.length);
    int zeros = 0;
    for (int i = 0; i < h.length; i++) {
      zeros += h[i] == 0 ? 1 : 0;
      assertThat(h[i]).isIn(0f, 4f);
      assertThat(slope[i]).isEqualTo(h[i] / 3);
    }
    assertThat(zeros / 100_000.0).isCloseTo(0.25, within(0.01));
  }

  /** With the same units left out each time, the loss is a function of the parameters. */
  @Test
  void theGradientIsTheFiniteDifferenceOfTheLossWithTheseUnitsLeftOut() {
    Network network = GradientCheck.waves(NetworkTest.small(new Activation.Elu(1)));
    Backpropagation backpropagation = new Backpropagation(network, 7);
    backpropagation.forward().dropout = new Dropout(0.3);
    run(backpropagation);
    float[] gradient = backpropagation.gradient().dup().toFloatVector();
    GradientCheck.check(network, gradient, () -> run(backpropagation), 3e-4);
    backpropagation.forward().dropout = null;
    assertThat(run(backpropagation)).isNotCloseTo(0, within(1e-3));
  }

  private static double run(Backpropagation backpropagation) {
    if (backpropagation.forward().dropout != null) {
      backpropagation.forward().dropout.seed(9);
    }
    return backpropagation.run(NetworkTest.waveInputs(), NetworkTest.waveLabels());
  }

  @Test
  void oneThreadOrTwoIsTheSameAndItIsNotPlainTraining() throws Exception {
    var executor = Executors.newSingleThreadExecutor();
    try {
      Recipe recipe = Recipe.of(new Optimizer.Sgd(0.1), 4);
      Network alone = train(recipe.withDropout(0.5), Runnable::run);
      assertThat(train(recipe.withDropout(0.5), executor).parameters())
          .isEqualTo(alone.parameters());
      assertThat(train(recipe, executor).parameters()).isNotEqualTo(alone.parameters());
    } finally {
      executor.shutdown();
    }
  }

  private static Network train(Recipe recipe, java.util.concurrent.Executor helper)
      throws InterruptedException {
    Network network = NetworkTest.waveNetwork(new Activation.Elu(1));
    Training training =
        new Training(network, recipe, NetworkTest.waveInputs(), NetworkTest.waveLabels(), 1);
    training.epoch(helper);
    training.epoch(helper);
    return network;
  }

  @Test
  void learnedSlopesAndImpossibleSharesAreRefused() {
    Recipe recipe = Recipe.of(new Optimizer.Sgd(0.1), 4);
    assertThatThrownBy(() -> recipe.withDropout(1)).hasMessageStartingWith("The dropout was 1.0");
    Network prelu = Network.create(NetworkTest.small(new Activation.PRelu(0.25)), 5);
    assertThatThrownBy(
            () ->
                new Training(
                    prelu,
                    recipe.withDropout(0.5),
                    NetworkTest.waveInputs(),
                    NetworkTest.waveLabels(),
                    1))
        .hasMessageStartingWith("Dropout does not know PReLU's learned slopes");
  }
}
