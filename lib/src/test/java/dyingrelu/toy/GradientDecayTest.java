package dyingrelu.toy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dyingrelu.activation.Activation;
import dyingrelu.cure.Start;
import dyingrelu.data.Digits;
import dyingrelu.data.GeneratedDigits;
import dyingrelu.network.Architecture;
import dyingrelu.network.Initializer;
import dyingrelu.network.Network;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;
import tech.tablesaw.api.Table;

class GradientDecayTest {
  private static final Digits BATCH = GeneratedDigits.draw("batch", 20, 1);
  private static final int DEPTH = 4;

  private static Architecture architecture(Activation activation, Initializer initializer) {
    return new Architecture(
        Digits.PIXELS, Collections.nCopies(DEPTH, 15), 10, activation, initializer);
  }

  private static GradientDecay measure(Architecture architecture, long seed) {
    return GradientDecay.of(Network.create(architecture, seed), BATCH.images(), BATCH.labels());
  }

  /** The same network in double precision, written out. */
  @Test
  void normsAreThoseOfTheChainRule() {
    Network network =
        Network.create(architecture(new Activation.Sigmoid(), Initializer.GLOROT_UNIFORM), 3);
    INDArray[] h = new INDArray[DEPTH + 2];
    h[0] = BATCH.images().castTo(DataType.DOUBLE);
    INDArray[] w = new INDArray[DEPTH + 2];
    for (int l = 1; l <= DEPTH + 1; l++) {
      w[l] = network.weights(l).castTo(DataType.DOUBLE);
      INDArray z = h[l - 1].mmul(w[l]);
      h[l] = l <= DEPTH ? Transforms.sigmoid(z) : Transforms.softmax(z);
    }
    INDArray delta = h[DEPTH + 1].dup();
    for (int i = 0; i < BATCH.size(); i++) {
      delta.putScalar(i, BATCH.labels()[i], delta.getDouble(i, BATCH.labels()[i]) - 1);
    }
    delta.divi(BATCH.size());

    List<GradientDecay.Layer> layers =
        GradientDecay.of(network, BATCH.images(), BATCH.labels()).layers();

    assertThat(layers).extracting(GradientDecay.Layer::layer).containsExactly(1, 2, 3, 4);
    for (int l = DEPTH; l >= 1; l--) {
      double above = norm(delta);
      INDArray outputError = delta.mmul(w[l + 1].transpose());
      delta = outputError.mul(h[l]).mul(h[l].rsub(1));
      GradientDecay.Layer layer = layers.get(l - 1);
      double gradient = norm(h[l - 1].transpose().mmul(delta));
      assertThat(layer.gradient()).isCloseTo(gradient, within(1e-4 * gradient));
      assertThat(layer.error()).isCloseTo(norm(delta), within(1e-4 * norm(delta)));
      assertThat(layer.weightFactor()).isCloseTo(norm(outputError) / above, within(1e-4));
      assertThat(layer.slopeFactor()).isCloseTo(norm(delta) / norm(outputError), within(1e-4));
      assertThat(layer.factor()).isCloseTo(norm(delta) / above, within(1e-4));
    }
  }

  @Test
  void theTableMeasuresWhatTheStartMadeOfANetwork() {
    Architecture shape = architecture(new Activation.Sigmoid(), Initializer.GLOROT_UNIFORM);
    Start start = new Start.ScaledWeights(5);
    Network scaled = Network.create(shape, 1);
    start.prepare(scaled);

    Table table =
        GradientDecay.table(List.of(shape), start, List.of(1L), BATCH.images(), BATCH.labels());

    assertThat(table.doubleColumn("error").get(0))
        .isEqualTo(GradientDecay.of(scaled, BATCH.images(), BATCH.labels()).layers().get(0).error())
        .isNotEqualTo(measure(shape, 1).layers().get(0).error());
  }

  private static double norm(INDArray matrix) {
    return matrix.norm2Number().doubleValue();
  }

  @Property(tries = 20)
  void slopesNeverDoMoreThanTheSteepestOfThem(
      @ForAll @LongRange(min = 0, max = 1_000_000) long seed,
      @ForAll @IntRange(min = 0, max = 3) int initializer) {
    Initializer drawn =
        List.of(
                Initializer.GLOROT_UNIFORM,
                Initializer.HE_NORMAL,
                Initializer.LECUN_NORMAL,
                Initializer.PYTORCH_DEFAULT)
            .get(initializer);
    assertThat(measure(architecture(new Activation.Sigmoid(), drawn), seed).layers())
        .allSatisfy(layer -> assertThat(layer.slopeFactor()).isBetween(0.0, 0.25 + 1e-6));
    assertThat(measure(architecture(new Activation.Tanh(), drawn), seed).layers())
        .allSatisfy(layer -> assertThat(layer.slopeFactor()).isBetween(0.0, 1 + 1e-6));
  }

  @Test
  void anErrorPassesALayerOfZeroWeightsOnlyByTheResidualConnection() {
    Architecture plain = architecture(new Activation.Tanh(), Initializer.GLOROT_UNIFORM);
    Architecture residual = plain.withResidual();
    for (Architecture architecture : List.of(plain, residual)) {
      Network network = Network.create(architecture, 1);
      for (int l = 2; l <= DEPTH; l++) {
        network.weights(l).assign(0);
      }
      List<GradientDecay.Layer> layers =
          GradientDecay.of(network, BATCH.images(), BATCH.labels()).layers();
      double top = layers.get(DEPTH - 1).outputError();
      assertThat(top).isPositive();
      for (GradientDecay.Layer layer : layers.subList(0, DEPTH - 1)) {
        assertThat(layer.outputError()).isEqualTo(architecture.residual() ? top : 0);
      }
    }
  }

  @Test
  void theTableHasARowPerArchitectureSeedAndLayer() throws InterruptedException {
    Architecture he = architecture(new Activation.Relu(), Initializer.HE_NORMAL);
    Architecture small = architecture(new Activation.Tanh(), Initializer.PYTORCH_DEFAULT);
    Table table =
        GradientDecay.table(
            List.of(he, small.withResidual()), List.of(7L, 5L), BATCH.images(), BATCH.labels());

    assertThat(table.rowCount()).isEqualTo(2 * 2 * DEPTH);
    assertThat(table.stringColumn("activation").asList().subList(7, 9))
        .containsExactly("relu", "tanh");
    assertThat(table.stringColumn("initializer").get(8)).isEqualTo("pytorch_default");
    assertThat(table.booleanColumn("residual").asList().subList(7, 9)).containsExactly(false, true);
    assertThat(table.longColumn("seed").asList().subList(3, 5)).containsExactly(7L, 5L);
    assertThat(table.intColumn("layer").asList().subList(3, 5)).containsExactly(4, 1);
    GradientDecay.Layer second = measure(he, 5).layers().get(1);
    assertThat(table.doubleColumn("gradient").get(5)).isEqualTo(second.gradient());
    assertThat(table.doubleColumn("factor").get(5)).isEqualTo(second.factor());
  }
}
