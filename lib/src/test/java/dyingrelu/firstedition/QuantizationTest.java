package dyingrelu.firstedition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dyingrelu.activation.Activation;
import dyingrelu.network.Architecture;
import dyingrelu.network.Initializer;
import dyingrelu.network.Network;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class QuantizationTest {
  private static final float[] WEIGHTS = {-0.9f, -0.46f, -0.44f, -0.1f, 0, 0.2f, 0.44f, 0.6f};

  @Test
  void twoBitsKeepWhatIsAboveHalfTheGreatest() {
    assertThat(Quantization.BITS_2.round(WEIGHTS))
        .containsExactly(-0.9f, -0.9f, 0, 0, 0, 0, 0, 0.9f);
  }

  @Test
  void ternaryFollowsThePapersThreshold() {
    // mean|w| = 3.14 / 8, so Δ = 0.27475; kept are 0.9, 0.46, 0.44, 0.44, 0.6 of mean 0.568.
    float[] rounded = Quantization.TERNARY.round(WEIGHTS);
    float alpha = 0.568f;
    float[] expected = {-alpha, -alpha, -alpha, 0, 0, 0, alpha, alpha};
    for (int i = 0; i < expected.length; i++) {
      assertThat(rounded[i]).isCloseTo(expected[i], within(1e-6f));
    }
  }

  /** Of normal weights, 2Φ(0.7√(2/π)) − 1 = 42.3 % are below the ternary threshold. */
  @Test
  void ternaryZeroesAKnownShareOfNormalWeights() {
    Random random = new Random(1);
    float[] weights = new float[200_000];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) random.nextGaussian();
    }
    int zeros = 0;
    for (float w : Quantization.TERNARY.round(weights)) {
      zeros += w == 0 ? 1 : 0;
    }
    assertThat(zeros / 200_000.0).isCloseTo(0.4235, within(0.005));
  }

  @Property
  void uniformRoundingIsSymmetricNearAndOfFewValues(
      @ForAll @Size(min = 1, max = 200) List<@FloatRange(min = -5, max = 5) Float> drawn) {
    float[] weights = new float[drawn.size()];
    float[] minus = new float[drawn.size()];
    float greatest = 0;
    for (int i = 0; i < weights.length; i++) {
      weights[i] = drawn.get(i);
      minus[i] = -weights[i];
      greatest = Math.max(greatest, Math.abs(weights[i]));
    }
    float[] rounded = Quantization.BITS_4.round(weights);
    Set<Float> values = new HashSet<>();
    for (int i = 0; i < weights.length; i++) {
      assertThat(Math.abs(rounded[i] - weights[i])).isLessThanOrEqualTo(greatest / 14 * 1.0001f);
      values.add(Math.abs(rounded[i]));
    }
    assertThat(values).hasSizeLessThanOrEqualTo(8);
    // Ties at exactly half a step go up, so the mirror image may differ there, by one step.
    float[] mirrored = Quantization.BITS_4.round(minus);
    for (int i = 0; i < weights.length; i++) {
      assertThat(Math.abs(mirrored[i] + rounded[i])).isLessThanOrEqualTo(greatest / 7 * 1.0001f);
    }
  }

  @Test
  void weightsOfZeroStayZero() {
    for (Quantization quantization : Quantization.values()) {
      assertThat(quantization.round(new float[5])).containsOnly(0);
    }
  }

  @Test
  void aNetworkIsRoundedLayerByLayerInACopy() {
    Network network =
        Network.create(
            new Architecture(6, List.of(8, 4), 3, new Activation.Relu(), Initializer.HE_NORMAL), 1);
    network.biases(1).assign(0.125);
    var before = network.parameters().dup();
    Network rounded = Quantization.TERNARY.round(network);

    assertThat(network.parameters()).isEqualTo(before);
    assertThat(rounded.biases(1)).isEqualTo(network.biases(1));
    for (int layer = 1; layer <= 3; layer++) {
      Set<Float> values = new HashSet<>();
      for (float w : rounded.weights(layer).dup().data().asFloat()) {
        values.add(Math.abs(w));
      }
      assertThat(values).hasSize(2).contains(0f);
      assertThat(rounded.weights(layer).dup('c').data().asFloat())
          .isEqualTo(Quantization.TERNARY.round(network.weights(layer).dup('c').data().asFloat()));
    }
  }
}
