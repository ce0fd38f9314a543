package dyingrelu.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dyingrelu.activation.Activation;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LearnerTest {
  private static final float[] INPUTS = NetworkTest.waves(7 * 6, 1.1);
  private static final Optimizer SGD = new Optimizer.Sgd(0.1);

  /** Half the sum of squared outputs: its derivative by an output is the output. */
  private static double halfSquares(float[] outputs, int length) {
    double sum = 0;
    for (int i = 0; i < length; i++) {
      sum += outputs[i] * outputs[i] / 2;
    }
    return sum;
  }

  private static void check(Learner learner, int units, ToDoubleFunction<float[]> loss) {
    float[] outputs = learner.forward(INPUTS, 7, true);
    float[] byInput = learner.backward(outputs.clone()).clone();
    assertThat(outputs.length).isGreaterThanOrEqualTo(7 * units);
    float h = 2e-3f;
    for (int i = 0; i < INPUTS.length; i++) {
      float[] moved = INPUTS.clone();
      moved[i] += h;
      double above = loss.applyAsDouble(learner.forward(moved, 7, true));
      moved[i] -= 2 * h;
      double below = loss.applyAsDouble(learner.forward(moved, 7, true));
      assertThat((double) byInput[i])
          .as("∂loss/∂input %d", i)
          .isCloseTo((above - below) / (2 * h), within(3e-3));
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Normalization.class,
      names = {"NONE", "BEFORE_ACTIVATION", "AFTER_ACTIVATION"})
  void theErrorsOfInputsAreFiniteDifferences(Normalization normalization) {
    Network network =
        GradientCheck.waves(NetworkTest.small(new Activation.Elu(1)).with(normalization));
    check(new Learner(network, SGD, 7), 3, outputs -> halfSquares(outputs, 21));
    check(new Learner(network, 2, SGD, 7), 4, outputs -> halfSquares(outputs, 28));
    check(new Learner(network, 1, SGD, 7), 5, outputs -> halfSquares(outputs, 35));
  }

  @Test
  void aStepGoesAgainstTheGradientOfTheLayersThatAreUsed() {
    Network network = GradientCheck.waves(NetworkTest.small(new Activation.Elu(1)));
    Network before = network.copy();
    Learner learner = new Learner(network, 2, SGD, 7);
    float[] outputs = learner.forward(INPUTS, 7, true);
    double loss = halfSquares(outputs, 28);
    learner.backward(outputs);
    double norm = learner.gradientNorm();
    learner.step();
    assertThat(network.weights(3)).isEqualTo(before.weights(3));
    assertThat(network.parameters().distance2(before.parameters()))
        .isCloseTo(0.1 * norm, within(1e-5));
    assertThat(halfSquares(learner.forward(INPUTS, 7, true), 28)).isLessThan(loss);
  }

  @Test
  void gradientsOfTwoLearnersAreAdded() {
    Network network = GradientCheck.waves(NetworkTest.small(new Activation.Elu(1)));
    Network twice = network.copy();
    Learner one = new Learner(network, SGD, 7);
    Learner other = new Learner(network, SGD, 7);
    for (Learner learner : List.of(one, other)) {
      learner.backward(learner.forward(INPUTS, 7, true));
    }
    one.step(List.of(one, other));
    Learner alone = new Learner(twice, new Optimizer.Sgd(0.2), 7);
    alone.backward(alone.forward(INPUTS, 7, true));
    alone.step();
    assertThat(network.parameters().distance2(twice.parameters())).isLessThan(1e-5);
  }

  /**
   * The gradient is taken at the whole loss, with the penalty, and with only units 0 and 2 heard.
   */
  @Test
  void aPenaltyAndAMaskAreInTheGradient() {
    Network network =
        GradientCheck.waves(
            new Architecture(
                6, List.of(5), 3, new Activation.Softplus(), Initializer.GLOROT_UNIFORM));
    Learner learner =
        new Learner(network, SGD, 7)
            .penalty(0.3)
            .mask(
                (h, slopes, rows) -> {
                  for (int i = 0; i < rows * 5; i++) {
                    if (i % 5 != 0 && i % 5 != 2) {
                      h[i] = 0;
                      slopes[i] = 0;
                    }
                  }
                });
    check(
        learner,
        3,
        outputs -> {
          double hidden = 0;
          for (int i = 0; i < 35; i++) {
            hidden += learner.pass().outputs(1)[i];
          }
          return halfSquares(outputs, 21) + 0.3 * hidden;
        });
  }

  @Test
  void aClassifierLearnsAsBackpropagationSays() {
    Network network = GradientCheck.waves(NetworkTest.small(new Activation.Elu(1)));
    Backpropagation known = new Backpropagation(network, 7);
    double loss = known.run(NetworkTest.waveInputs(), NetworkTest.waveLabels());
    Learner learner = new Learner(network, SGD, 7);
    learner.forward(INPUTS, 7, true);
    assertThat(learner.classify(NetworkTest.waveLabels()).mean()).isEqualTo(loss);
    assertThat(learner.gradientNorm()).isEqualTo(known.gradient().norm2Number().doubleValue());
    assertThatThrownBy(() -> learner.classify(0, 1, 3, 0, 0, 0, 0))
        .hasMessage("The label of input 2 is 3; give one of 0 to 2.");
  }

  @Test
  void whatDoesNotFitIsAnswered() {
    Network network = Network.create(NetworkTest.small(new Activation.Relu()), 1);
    assertThatThrownBy(() -> new Learner(network, 4, SGD, 7))
        .hasMessage("There is no layer 4 to end with: give one of 1 to 3.");
    Learner learner = new Learner(network, SGD, 7);
    assertThatThrownBy(() -> learner.forward(INPUTS, 8, true))
        .hasMessage(
            "The batch is 8 inputs in 42 numbers; this network takes 1 to 7 inputs of 6 numbers.");
    learner.forward(INPUTS, 7, true);
    assertThatThrownBy(() -> learner.backward(new float[20]))
        .hasMessage("There are 20 errors for 21 outputs: give one for each output of each input.");
  }
}
