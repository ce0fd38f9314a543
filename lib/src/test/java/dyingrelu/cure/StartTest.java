package dyingrelu.cure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dyingrelu.activation.Activation;
import dyingrelu.network.Architecture;
import dyingrelu.network.Initializer;
import dyingrelu.network.Network;
import java.util.List;
import org.junit.jupiter.api.Test;

class StartTest {
  @Test
  void scaledWeightsLeaveTheFirstAndTheLastLayerAsTheyWere() {
    Architecture shape =
        new Architecture(6, List.of(5, 5, 5), 3, new Activation.Relu(), Initializer.HE_NORMAL);
    Network drawn = Network.create(shape, 1);
    Network scaled = drawn.copy();

    new Start.ScaledWeights(3).prepare(scaled);

    for (int layer = 1; layer <= 4; layer++) {
      boolean between = layer == 2 || layer == 3;
      assertThat(scaled.weights(layer)).isEqualTo(drawn.weights(layer).mul(between ? 3 : 1));
    }
  }

  @Test
  void aFactorIsAboveZero() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Start.ScaledWeights(0))
        .withMessage("Weights cannot be scaled by 0.0: give a finite number above 0, say 2.");
  }
}
