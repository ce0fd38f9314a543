package dyingrelu.activation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dyingrelu.activation.Activation.Elu;
import dyingrelu.activation.Activation.LeakyRelu;
import dyingrelu.activation.Activation.Relu;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ActivationTest {
  static final List<Activation> ALL =
      List.of(new Relu(), new LeakyRelu(0.01), new LeakyRelu(0.3), new Elu(1), new Elu(0.5));

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
  void singlePrecisionAgreesWithTheFormulas(Activation activation) {
    float[] z = new float[40_001];
    for (int i = 0; i < z.length; i++) {
      z[i] = (i - 20_000) / 1_000f;
    }
    float[] h = new float[z.length];
    float[] slope = new float[z.length];
    activation.apply(z, h, slope, z.length);
    for (int i = 0; i < z.length; i++) {
      double value = activation.value(z[i]);
      assertThat((double) h[i])
          .as("h at %s", z[i])
          .isCloseTo(value, within(2e-6 * Math.abs(value)));
      double exact = activation.slope(z[i]);
      assertThat((double) slope[i]).as("f' at %s", z[i]).isCloseTo(exact, within(1e-5 * exact));
    }
  }

  @Property
  void onlyReluHasASlopeOfExactlyZero(@ForAll @DoubleRange(min = -80, max = -0.01) double z) {
    float[] slope = new float[1];
    for (Activation activation : ALL) {
      activation.apply(new float[] {(float) z}, new float[1], slope, 1);
      assertThat(slope[0] == 0).as("%s at %s", activation, z).isEqualTo(activation instanceof Relu);
    }
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
  void theSmallestPositiveNumberIsActive() {
    float[] slope = new float[1];
    for (Activation activation : ALL) {
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
    assertThatThrownBy(() -> new Elu(-1)).hasMessageContaining("ELU").hasMessageContaining("-1");
  }
}
