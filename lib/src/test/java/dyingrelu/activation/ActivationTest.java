package dyingrelu.activation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dyingrelu.activation.Activation.Clipped;
import dyingrelu.activation.Activation.Elu;
import dyingrelu.activation.Activation.Gelu;
import dyingrelu.activation.Activation.LeakyRelu;
import dyingrelu.activation.Activation.PRelu;
import dyingrelu.activation.Activation.Relu;
import dyingrelu.activation.Activation.Selu;
import dyingrelu.activation.Activation.Sigmoid;
import dyingrelu.activation.Activation.Silu;
import dyingrelu.activation.Activation.Softplus;
import dyingrelu.activation.Activation.Tanh;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ActivationTest {
  static final List<Activation> ALL =
      Stream.concat(
              Activation.zoo().stream(),
              Stream.of(
                  new LeakyRelu(0.3),
                  new PRelu(0),
                  new Elu(0.5),
                  new Relu(0.5),
                  new Softplus(2),
                  Clipped.RELU6,
                  Clipped.HARD_TANH,
                  Clipped.HARD_SIGMOID,
                  new Activation.SplitLeak(0.3, 0.3),
                  new Activation.CRelu()))
          .toList();

  private static final Set<String> RECTIFIERS = Set.of("relu", "leaky_relu", "prelu", "elu");

  static Stream<Activation> all() {
    return ALL.stream();
  }

  @ParameterizedTest
  @MethodSource("all")
  void slopeIsTheFiniteDifferenceOfValue(Activation activation) {
    double h = 1e-6;
    for (double z = -8.05; z < 8; z += 0.1) {
      double difference = (activation.value(z + h) - activation.value(z - h)) / (2 * h);
      assertThat(activation.slope(z))
          .as("%s at %s", activation, z)
          .isCloseTo(difference, within(1e-8));
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void curvatureIsTheFiniteDifferenceOfSlope(Activation activation) {
    double h = 1e-6;
    for (double z = -8.05; z < 8; z += 0.1) {
      double difference = (activation.slope(z + h) - activation.slope(z - h)) / (2 * h);
      assertThat(activation.curvature(z))
          .as("%s at %s", activation, z)
          .isCloseTo(difference, within(1e-8));
    }
  }

  @Test
  void curvatureAtAKinkIsTheOneFromTheLeft() {
    assertThat(new Relu().curvature(0)).isZero();
    assertThat(new Elu(0.5).curvature(0)).isEqualTo(0.5);
    assertThat(new Selu().curvature(0)).isEqualTo(new Selu().lambda() * new Selu().alpha());
  }

  @ParameterizedTest
  @MethodSource("all")
  void singlePrecisionAgreesWithTheFormulas(Activation activation) {
    float[] z = new float[40_001];
    for (int i = 0; i < z.length; i++) {
      z[i] = (i - 20_000) / 1_000f;
    }
    float[] h = new float[z.length];
    float[] slope = new float[z.length];
    activation.apply(z, h, slope, z.length);
    // GELU's single precision rests on an approximation of Φ, good to 1e-7 but not relative to Φ.
    double floor = activation instanceof Gelu || activation instanceof Clipped ? 1e-6 : 0;
    // These take e^2z.
    boolean steep = activation instanceof Tanh || activation.equals(new Softplus(2));
    double relative = steep ? 1e-4 : 1e-5;
    for (int i = 0; i < z.length; i++) {
      double value = activation.value(z[i]);
      assertThat((double) h[i])
          .as("h at %s", z[i])
          .isCloseTo(value, within(floor + relative * Math.abs(value)));
      double exact = activation.slope(z[i]);
      // SiLU's slope is a difference near its zero, at −1.28.
      double rounding = activation instanceof Silu ? 1e-6 : floor;
      assertThat((double) slope[i])
          .as("f' at %s", z[i])
          .isCloseTo(exact, within(rounding + relative * Math.abs(exact)));
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void farOutTheFormulasStayFinite(Activation activation) {
    for (double z : new double[] {-1e6, -800, -60, 60, 800, 1e6}) {
      float[] h = {(float) z};
      float[] slope = new float[1];
      activation.apply(h, h, slope, 1);
      assertThat(new double[] {activation.value(z), activation.slope(z), activation.curvature(z)})
          .as("%s at %s", activation, z)
          .doesNotContain(Double.NaN)
          .doesNotContain(Double.POSITIVE_INFINITY);
      assertThat(h[0]).isFinite();
      assertThat(slope[0]).isFinite().isBetween(-0.2f, 1.2f);
    }
  }

  @Property
  void onlyReluHasASlopeOfExactlyZero(@ForAll @DoubleRange(min = -80, max = -0.01) double z) {
    float[] slope = new float[1];
    for (Activation activation : ALL) {
      boolean flat =
          activation instanceof Relu
              || activation instanceof Activation.CRelu
              || activation.equals(new PRelu(0));
      // Their slopes fall as e^(−z²/2) and e^(2z): single precision cannot hold them so far out.
      boolean tooSmall = activation instanceof Gelu || activation instanceof Tanh;
      if (!(tooSmall || activation instanceof Clipped)) {
        activation.apply(new float[] {(float) z}, new float[1], slope, 1);
        assertThat(slope[0] == 0).as("%s at %s", activation, z).isEqualTo(flat);
      }
    }
  }

  /** Computed with the functions of Python's math module. */
  @Test
  void valuesOfAnotherProgram() {
    assertThat(new Gelu().value(-2)).isCloseTo(-0.04550026389635842, within(1e-15));
    assertThat(new Gelu().slope(-0.7517915246935645)).isCloseTo(0, within(1e-12));
    assertThat(new Sigmoid().slope(10)).isCloseTo(4.5395807735951673e-05, within(1e-18));
    assertThat(new Softplus().value(-3)).isCloseTo(0.04858735157374196, within(1e-15));
    assertThat(new Silu().value(1)).isCloseTo(0.7310585786300049, within(1e-15));
    assertThat(new Selu().value(-1)).isCloseTo(-1.1113307378125625, within(1e-15));
    assertThat(new Tanh().slope(3)).isCloseTo(0.009866037165440192, within(1e-16));
  }

  @Test
  void theSlopeAtTheKinkIsTheOneFromTheLeft() {
    float[] slope = new float[2];
    new Relu().apply(new float[] {0f, -0f}, new float[2], slope, 2);
    assertThat(slope).containsExactly(0, 0);
    assertThat(new Relu().slope(0)).isZero();
    new LeakyRelu(0.25).apply(new float[] {0f, -0f}, new float[2], slope, 2);
    assertThat(slope).containsExactly(0.25f, 0.25f);
  }

  @Test
  void anotherSlopeAtTheKinkIsUsedThereOnly() {
    float[] slope = new float[4];
    float[] z = {0f, -0f, Float.MIN_VALUE, -Float.MIN_VALUE};
    new Relu(0.5).apply(z, new float[4], slope, 4);
    assertThat(slope).containsExactly(0.5f, 0.5f, 1, 0);
    assertThat(new Relu(0.5).slope(0)).isEqualTo(0.5);
  }

  @Test
  void cutOffLinesAreFlatAtAndBeyondTheirEnds() {
    float[] h = new float[4];
    float[] slope = new float[4];
    Clipped.HARD_TANH.apply(new float[] {-1, 1, 0.5f, 7}, h, slope, 4);
    assertThat(slope).containsExactly(0, 0, 1, 0);
    assertThat(h).containsExactly(-1, 1, 0.5f, 1);
    Clipped.HARD_SIGMOID.apply(new float[] {-3, 3, 0, 9}, h, slope, 4);
    assertThat(h).containsExactly(0, 1, 0.5f, 1);
    assertThat(slope[2]).isEqualTo(1f / 6);
    assertThat(Clipped.RELU6.value(100)).isEqualTo(6);
  }

  @Test
  void theSharperTheSoftplusTheNearerToRelu() {
    for (double beta : new double[] {1, 10, 100}) {
      assertThat(new Softplus(beta).value(0)).isCloseTo(Math.log(2) / beta, within(1e-15));
      assertThat(new Softplus(beta).slope(0)).isEqualTo(0.5);
    }
  }

  @Test
  void theSmallestPositiveNumberIsActive() {
    float[] slope = new float[1];
    for (Activation activation : ALL.stream().filter(a -> RECTIFIERS.contains(a.name())).toList()) {
      activation.apply(new float[] {Float.MIN_VALUE}, new float[1], slope, 1);
      assertThat(slope[0]).as("%s", activation).isEqualTo(1);
    }
  }

  @Test
  void notANumberStaysNotANumber() {
    for (Activation activation : ALL) {
      float[] h = new float[1];
      activation.apply(new float[] {Float.NaN}, h, new float[1], 1);
      assertThat(h[0]).as("%s", activation).isNaN();
    }
  }

  @Test
  void outputMayOverwriteInput() {
    float[] z = {-1, 2};
    new LeakyRelu(0.5).apply(z, z, new float[2], 2);
    assertThat(z).containsExactly(-0.5f, 2);
  }

  @Test
  void impossibleConstantsAreRefused() {
    assertThatThrownBy(() -> new LeakyRelu(0))
        .hasMessageContaining("leak")
        .hasMessageContaining("0.01");
    assertThatThrownBy(() -> new LeakyRelu(Double.NaN)).hasMessageContaining("NaN");
    assertThatThrownBy(() -> new PRelu(1))
        .hasMessageContaining("PReLU")
        .hasMessageContaining("0.25");
    assertThatThrownBy(() -> new Relu(1.5))
        .hasMessageContaining("1.5")
        .hasMessageContaining("0 to 1");
    assertThatThrownBy(() -> new Softplus(0)).hasMessageContaining("softplus");
    assertThatThrownBy(() -> new Clipped("wrong", 1, 0, 2, 1)).hasMessageContaining("2.0 and 1.0");
    assertThatThrownBy(() -> new Elu(-1)).hasMessageContaining("ELU").hasMessageContaining("-1");
  }
}
