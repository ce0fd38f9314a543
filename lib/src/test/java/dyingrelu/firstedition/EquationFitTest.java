package dyingrelu.firstedition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dyingrelu.activation.Activation;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class EquationFitTest {
  private static final Activation RELU = new Activation.Relu();
  private static final Activation TANH = new Activation.Tanh();

  static Stream<Arguments> all() {
    return IntStream.rangeClosed(0, 2)
        .boxed()
        .flatMap(order -> Activation.zoo().stream().map(a -> Arguments.of(a, order)));
  }

  private static double loss(EquationFit fit, double[] parameters) {
    double[] ignored = new double[parameters.length];
    return fit.misfit(parameters, ignored) + fit.ends(parameters, ignored);
  }

  @ParameterizedTest
  @MethodSource("all")
  void theGradientIsTheFiniteDifferenceOfTheLoss(Activation activation, int order) {
    var fit = new EquationFit(activation, order, 5, 11, 1, 0.01);
    double[] parameters = fit.draw(3);
    double[] gradient = new double[parameters.length];
    fit.misfit(parameters, gradient);
    fit.ends(parameters, gradient);
    double h = 1e-6;
    for (int i = 0; i < parameters.length; i++) {
      double[] up = parameters.clone();
      double[] down = parameters.clone();
      up[i] += h;
      down[i] -= h;
      double difference = (loss(fit, up) - loss(fit, down)) / (2 * h);
      assertThat(gradient[i])
          .as("%s, derivative %d given, parameter %d", activation, order, i)
          .isCloseTo(difference, within(1e-6 * Math.max(1, Math.abs(difference))));
    }
  }

  @Test
  void theDerivativesAreThoseOfTheNetwork() throws Exception {
    double h = 1e-5;
    for (Activation activation : Activation.zoo()) {
      var result = new EquationFit(activation, 0, 4, 5, 1, 0.01).run(2);
      for (double x : new double[] {-2.9, -0.7, 0.3, 1.9}) {
        for (int order = 0; order < 2; order++) {
          double difference = (result.at(order, x + h) - result.at(order, x - h)) / (2 * h);
          assertThat(result.at(order + 1, x))
              .as("derivative %d of %s at %s", order + 1, activation, x)
              .isCloseTo(difference, within(1e-6));
        }
      }
    }
  }

  @Test
  void theThirdDerivativeIsTheOneOfTheHyperbolicTangent() {
    for (double z = -3.05; z < 3; z += 0.1) {
      double t = Math.tanh(z);
      double exact = (1 - t * t) * (6 * t * t - 2);
      assertThat(EquationFit.derivative(TANH, 3, z)).isCloseTo(exact, within(1e-7));
    }
  }

  @Test
  void theThirdDerivativeDoesNotTakeTheJumpAtAKinkForASlope() {
    var elu = new Activation.Elu(1);
    assertThat(EquationFit.derivative(elu, 3, 1e-9)).isZero();
    assertThat(EquationFit.derivative(elu, 3, -1e-9)).isCloseTo(1, within(1e-3));
    assertThat(EquationFit.derivative(elu, 3, 0)).isCloseTo(1, within(1e-3));
  }

  @Test
  void reluCannotSeeTheEquation() throws Exception {
    var result = new EquationFit(RELU, 2, 8, 16, 50, 0.01).run(1);
    assertThat(result.greatestGradient()).isZero();
    assertThat(Arrays.stream(result.misfits()).distinct()).hasSize(1);
    assertThat(result.at(2, 0.5)).isZero();
  }

  @Test
  void tanhLearnsTheSineFromEachDerivative() throws Exception {
    for (int order = 0; order <= 2; order++) {
      var result = EquationFit.standard(TANH, order).run(1);
      assertThat(result.error()).as("derivative %d given", order).isLessThan(0.1);
      assertThat(result.misfits()).hasSize(2_001);
      assertThat(result.misfits()[2_000]).isLessThan(result.misfits()[0] / 5);
      assertThat(result.greatestGradient()).isPositive();
    }
  }

  @Test
  void theSameSeedGivesTheSameFit() throws Exception {
    var fit = new EquationFit(TANH, 2, 4, 8, 5, 0.01);
    assertThat(fit.run(7).parameters()).containsExactly(fit.run(7).parameters());
    assertThat(fit.run(7).parameters()).isNotEqualTo(fit.run(8).parameters());
  }

  @Test
  void anInterruptEndsTheFit() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> EquationFit.standard(TANH, 2).run(1))
        .isInstanceOf(InterruptedException.class)
        .hasMessageContaining("after 0 steps");
  }

  @Test
  void badNumbersAreNamed() {
    assertThatThrownBy(() -> new EquationFit(RELU, 3, 1, 2, 1, 0.1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Derivative 3");
    assertThatThrownBy(() -> new EquationFit(RELU, 2, 1, 1, 1, 0.1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 points");
  }
}
