package dyingrelu.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dyingrelu.activation.Activation;
import dyingrelu.data.Digits;
import dyingrelu.data.GeneratedDigits;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/** The engine gives what the dozen lines of notebook 07 give: the study's network, 100 steps. */
class TeachingVersionTest {
  private static final Digits BATCH = GeneratedDigits.draw("batch", 128, 1);
  private static final int LAYERS = 6;
  private static final double RATE = 0.005;

  /**
   * Much greater than the study's 1e-7, with which Adam turns a gradient of 1e-9, all rounding,
   * into a step of the usual size: two right programs then part within a few dozen steps.
   */
  private static final double EPSILON = 0.01;

  private static final double ROUNDING = 1e-7;

  private static double step(
      INDArray x, INDArray y, INDArray[] w, INDArray[] m, INDArray[] v, int t) {
    INDArray[] h = new INDArray[LAYERS + 1];
    h[0] = x;
    for (int l = 0; l < LAYERS; l++) {
      INDArray z = h[l].mmul(w[2 * l]).addRowVector(w[2 * l + 1]);
      h[l + 1] = l < LAYERS - 1 ? Transforms.relu(z) : Transforms.softmax(z);
    }
    final double loss = -Transforms.log(h[LAYERS].mul(y).sum(1)).meanNumber().doubleValue();
    INDArray error = h[LAYERS].sub(y).div(x.rows());
    for (int l = LAYERS - 1; l >= 0; l--) {
      INDArray below = error.mmul(w[2 * l].transpose());
      INDArray[] g = {h[l].transpose().mmul(error), error.sum(true, 0)};
      for (int k = 0; k < 2; k++) {
        int i = 2 * l + k;
        m[i] = m[i].mul(0.9).add(g[k].mul(0.1));
        v[i] = v[i].mul(0.999).add(g[k].mul(g[k]).mul(0.001));
        double scale = RATE * Math.sqrt(1 - Math.pow(0.999, t)) / (1 - Math.pow(0.9, t));
        w[i] = w[i].sub(m[i].mul(scale).div(Transforms.sqrt(v[i]).add(EPSILON)));
      }
      error = l > 0 ? below.mul(h[l].gt(0).castTo(DataType.DOUBLE)) : below;
    }
    return loss;
  }

  @Test
  void stepsAgreeForAsLongAsTheSameUnitsSpeak() throws Exception {
    Network network = Network.create(Architecture.published(new Activation.Relu()), 1);
    INDArray[] w = new INDArray[2 * LAYERS];
    INDArray[] m = new INDArray[2 * LAYERS];
    INDArray[] v = new INDArray[2 * LAYERS];
    for (int l = 0; l < LAYERS; l++) {
      w[2 * l] = network.weights(l + 1).castTo(DataType.DOUBLE);
      w[2 * l + 1] = network.biases(l + 1).castTo(DataType.DOUBLE);
      for (int i = 2 * l; i < 2 * l + 2; i++) {
        m[i] = w[i].mul(0);
        v[i] = w[i].mul(0);
      }
    }
    INDArray x = BATCH.images().castTo(DataType.DOUBLE);
    INDArray y = Nd4j.zeros(DataType.DOUBLE, 128, 10);
    for (int i = 0; i < 128; i++) {
      y.putScalar(i, BATCH.labels()[i], 1);
    }
    Training training =
        new Training(
            network,
            new Optimizer.Adam(RATE, 0.9, 0.999, EPSILON),
            128,
            BATCH.images(),
            BATCH.labels(),
            1);
    int agreed = 0;
    while (agreed < 100 && sameGates(network, x, w)) {
      agreed++;
      double expected = step(x, y, w, m, v, agreed);
      assertThat(training.epoch()).as("loss of step %d", agreed).isCloseTo(expected, within(1e-7));
      assertAgree(network, w);
    }
    assertThat(agreed).isGreaterThanOrEqualTo(15);
  }

  /**
   * Whether every unit speaks for the same inputs in both, and would in another order of the sums.
   * Where a pre-activation is 0 but for rounding the two may differ; the gradient jumps there, and
   * from then on both are right and apart.
   */
  private static boolean sameGates(Network network, INDArray x, INDArray[] w) {
    ForwardPass pass = new ForwardPass(network, x.rows());
    pass.run(BATCH.images());
    INDArray h = x;
    for (int l = 0; l < LAYERS - 1; l++) {
      INDArray z = h.mmul(w[2 * l]).addRowVector(w[2 * l + 1]);
      if (Transforms.abs(z).minNumber().doubleValue() < ROUNDING) {
        return false;
      }
      h = Transforms.relu(z);
      double[] expected = h.dup('c').data().asDouble();
      float[] outputs = pass.outputs(l + 1);
      for (int i = 0; i < expected.length; i++) {
        if (outputs[i] > 0 != expected[i] > 0) {
          return false;
        }
      }
    }
    return true;
  }

  private static void assertAgree(Network network, INDArray[] w) {
    for (int l = 0; l < LAYERS; l++) {
      assertThat(
              network
                  .weights(l + 1)
                  .castTo(DataType.DOUBLE)
                  .sub(w[2 * l])
                  .amaxNumber()
                  .doubleValue())
          .as("weights of layer %d", l + 1)
          .isLessThan(5e-7);
      assertThat(
              network
                  .biases(l + 1)
                  .castTo(DataType.DOUBLE)
                  .sub(w[2 * l + 1])
                  .amaxNumber()
                  .doubleValue())
          .as("biases of layer %d", l + 1)
          .isLessThan(5e-7);
    }
  }
}
