package dyingrelu.figure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dyingrelu.activation.Activation;
import dyingrelu.census.LayerCensus;
import dyingrelu.machine.Checkout;
import dyingrelu.network.Architecture;
import dyingrelu.network.Initializer;
import dyingrelu.network.Network;
import dyingrelu.network.Optimizer;
import dyingrelu.network.Training;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;

/** What the figures to touch compute in the page is what the library computes. */
class TouchArithmeticTest {
  private static final int POINTS = 40;
  private static final int BATCH = 10;

  static Stream<Activation> activations() {
    return Stream.of(
        new Activation.Relu(),
        new Activation.LeakyRelu(0.01),
        new Activation.Elu(1),
        new Activation.Gelu(),
        new Activation.Tanh());
  }

  @ParameterizedTest
  @MethodSource("activations")
  void activationsAreTheLibrarys(Activation activation) throws Exception {
    try (Script script = new Script("activations.js")) {
      for (double z = -12; z <= 12; z += 0.125) {
        String f = "ACTIVATIONS." + activation.name();
        assertThat(script.number(f + ".value(" + z + ")"))
            .isCloseTo(activation.value(z), within(1e-12));
        assertThat(script.number(f + ".slope(" + z + ")"))
            .isCloseTo(activation.slope(z), within(1e-12));
      }
    }
  }

  /**
   * From the same weights, points and order. The library computes in single precision and the page
   * in double: 40 steps part weights and losses by less than a millionth, and logits, which add
   * several up, by less than five.
   */
  @ParameterizedTest
  @MethodSource("activations")
  void trainingIsTheLibrarys(Activation activation) throws Exception {
    Architecture small =
        new Architecture(2, List.of(8, 8), 2, activation, Initializer.PYTORCH_DEFAULT);
    Network net = Network.create(small, 1);
    Random random = new Random(1);
    float[] values = new float[2 * POINTS];
    int[] labels = new int[POINTS];
    for (int i = 0; i < POINTS; i++) {
      values[2 * i] = (float) random.nextGaussian();
      values[2 * i + 1] = (float) random.nextGaussian();
      labels[i] = values[2 * i] * values[2 * i + 1] > 0 ? 1 : 0;
    }
    INDArray inputs = Nd4j.create(values, new int[] {POINTS, 2});
    try (Script script = script(net, inputs, labels)) {
      Training training = new Training(net, new Optimizer.Sgd(0.1), BATCH, inputs, labels, 1);
      for (int epoch = 0; epoch < 10; epoch++) {
        int[] order = training.order(epoch);
        double loss = 0;
        for (int from = 0; from < POINTS; from += BATCH) {
          String which = Arrays.toString(Arrays.copyOfRange(order, from, from + BATCH));
          loss += script.number("step(net,inputs,labels," + which + ",0.1)") * BATCH / POINTS;
        }
        assertThat(training.epoch()).isCloseTo(loss, within(1e-6));
      }
      for (int layer = 1; layer <= 3; layer++) {
        same(net.weights(layer), script.numbers("net.weights[" + (layer - 1) + "]"), 1e-6);
        same(net.biases(layer), script.numbers("net.biases[" + (layer - 1) + "]"), 1e-6);
      }
      INDArray logits = net.logits(inputs);
      for (int point = 0; point < POINTS; point++) {
        double[] page = script.numbers("forward(net,inputs[" + point + "]).h[2]");
        same(logits.getRow(point), page, 5e-6);
      }
    }
  }

  private static void same(INDArray library, double[] page, double tolerance) {
    float[] expected = library.dup('c').ravel().toFloatVector();
    assertThat(page).hasSize(expected.length);
    for (int i = 0; i < page.length; i++) {
      assertThat(page[i]).isCloseTo((double) expected[i], within(tolerance));
    }
  }

  /** The library's network and points in the page. */
  private static Script script(Network net, INDArray inputs, int[] labels) throws Exception {
    Script script = new Script("activations.js", "network.js");
    Architecture architecture = net.architecture();
    script.run(
        "var net=network([2,8,8,2],'%s'),inputs=%s,labels=%s"
            .formatted(
                architecture.activation().name(),
                Arrays.deepToString(inputs.toFloatMatrix()),
                Arrays.toString(labels)));
    for (int layer = 1; layer <= 3; layer++) {
      script.run(
          "net.weights[%1$d]=%2$s;net.biases[%1$d]=%3$s"
              .formatted(
                  layer - 1,
                  Arrays.toString(net.weights(layer).dup('c').ravel().toFloatVector()),
                  Arrays.toString(net.biases(layer).toFloatVector())));
    }
    return script;
  }

  @ParameterizedTest
  @MethodSource("activations")
  void deadAndSilentAreTheLibrarys(Activation activation) throws Exception {
    Network net =
        Network.create(new Architecture(2, List.of(8, 8), 2, activation, Initializer.HE_NORMAL), 1);
    for (int layer = 1; layer <= 2; layer++) {
      net.biases(layer).assign(-1);
    }
    float[] values = new float[2 * POINTS];
    IntStream.range(0, values.length).forEach(i -> values[i] = (float) Math.sin(i));
    INDArray inputs = Nd4j.create(values, new int[] {POINTS, 2});
    try (Script script = script(net, inputs, new int[POINTS])) {
      List<LayerCensus> counted = LayerCensus.take(net, inputs);
      for (int layer = 0; layer < 2; layer++) {
        BitSet dead = counted.get(layer).dead();
        BitSet silent = counted.get(layer).silent();
        for (int unit = 0; unit < 8; unit++) {
          assertThat(script.run("census(net,inputs)[" + layer + "][" + unit + "]"))
              .isEqualTo(dead.get(unit) ? "dead" : silent.get(unit) ? "silent" : "alive");
        }
      }
      assertThat(counted.get(0).silent().cardinality()).isBetween(1, 7);
    }
  }

  @Test
  void startsHaveTheirVariances() throws Exception {
    try (Script script = new Script("activations.js", "network.js")) {
      for (String start : List.of("he", "glorot", "careless")) {
        script.run("var net=start(network([8,100,100,2],'relu'),'" + start + "',3)");
        double variance =
            Arrays.stream(script.numbers("net.weights[1]")).map(w -> w * w).average().orElseThrow();
        // He's is 2 / fan-in, Glorot's 2 / (fan-in + fan-out).
        assertThat(variance).isCloseTo(start.equals("glorot") ? 0.01 : 0.02, within(0.001));
        assertThat(script.numbers("net.biases[1]")).containsOnly(start.equals("careless") ? -1 : 0);
        assertThat(script.numbers("net.biases[2]")).containsOnly(0);
      }
    }
  }

  @Test
  void seriesAreReadAsTheyWerePacked() throws Exception {
    Random random = new Random(1);
    PackedSeries packed = new PackedSeries();
    int[][] all = new int[200][];
    for (int i = 0; i < all.length; i++) {
      int size = 1 << i % 11;
      all[i] = random.ints(13, -size, size).toArray();
      packed.add(all[i]);
    }
    try (Script script = new Script("series.js")) {
      script.run("var next=reader('" + packed + "')");
      for (int[] series : all) {
        assertThat(script.numbers("next(13)"))
            .isEqualTo(IntStream.of(series).asDoubleStream().toArray());
      }
    }
  }

  @Test
  void theStudysUnitsArriveInThePage() throws Exception {
    Table units = Table.read().csv(Checkout.results("unit-fates.csv").toFile());
    String html = Touch.fate(TouchTest.STILL, units).html();
    String packed = html.replaceAll("(?s).*packed:'([^']*)'.*", "$1");
    try (Script script = new Script("series.js")) {
      script.run("var next=reader('" + packed + "')");
      for (Row unit : units) {
        double[] states = unit.getString("state").chars().mapToDouble("asd"::indexOf).toArray();
        assertThat(script.numbers("next(13)")).isEqualTo(states);
        assertThat(script.numbers("next(13)")[12] / 100)
            .isCloseTo(last(unit, "bias_thousandths") / 1000, within(0.0051));
        assertThat(script.numbers("next(13)")[12] / 10)
            .isCloseTo(last(unit, "norm_hundredths") / 100, within(0.051));
      }
    }
  }

  private static double last(Row unit, String column) {
    return Double.parseDouble(unit.getString(column).replaceAll(".* ", ""));
  }
}
