package dyingrelu.census;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dyingrelu.activation.Activation;
import dyingrelu.network.Architecture;
import dyingrelu.network.ForwardPass;
import dyingrelu.network.Initializer;
import dyingrelu.network.Network;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationELU;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import tech.tablesaw.api.Table;

class MonitorTest {
  private static final Activation RELU = new Activation.Relu();

  private static Monitor monitor(Activation activation) {
    return new Monitor().layer("h", activation);
  }

  /** 1,200 inputs × 4 units: speaks, speaks at the last input only, hardly speaks, is silent. */
  private static INDArray outputs() {
    INDArray h = Nd4j.zeros(DataType.FLOAT, 1200, 4);
    h.getColumn(0).assign(1);
    h.putScalar(1199, 1, 400);
    h.getColumn(2).assign(0.001);
    return h;
  }

  private static List<String> row(Table table, int row) {
    return table.columns().stream().map(column -> column.getString(row)).toList();
  }

  @Test
  void countsTheFiveKinds() {
    Table table = monitor(RELU).observe("h", outputs()).report().table();
    assertThat(table.columnNames())
        .containsExactly(
            "layer",
            "units",
            "inputs",
            "silent_on_probe",
            "silent_on_all",
            "dead",
            "dormant",
            "revived");
    assertThat(row(table, 0)).containsExactly("h", "4", "1200", "2", "1", "1", "2", "");
  }

  @Test
  void aLeakyUnitIsSilentButNeverDead() {
    INDArray h = outputs();
    h.getColumn(3).assign(-0.01);
    for (Activation activation : List.of(new Activation.LeakyRelu(0.01), new Activation.Elu(1))) {
      Table table = monitor(activation).observe("h", h).report().table();
      assertThat(row(table, 0).subList(3, 6)).as("%s", activation).containsExactly("2", "1", "0");
    }
  }

  @Test
  void ordersTypesAndBatchesDoNotMatter() {
    INDArray h = outputs();
    List<String> whole = row(monitor(RELU).observe("h", h).report().table(), 0);
    for (DataType type : List.of(DataType.FLOAT, DataType.DOUBLE)) {
      for (char order : new char[] {'c', 'f'}) {
        INDArray same = h.castTo(type).dup(order);
        Monitor inBatches = monitor(RELU);
        int[] ends = {0, 7, 990, 1001, 1200};
        for (int i = 1; i < ends.length; i++) {
          inBatches.observe(
              "h", same.get(NDArrayIndex.interval(ends[i - 1], ends[i]), NDArrayIndex.all()));
        }
        assertThat(row(monitor(RELU).observe("h", same).report().table(), 0)).isEqualTo(whole);
        assertThat(row(inBatches.report().table(), 0)).isEqualTo(whole);
        // A view of a view that begins neither at the first row nor at the first column.
        INDArray framed = Nd4j.ones(type, 1204, 7).dup(order);
        INDArray view =
            framed
                .get(NDArrayIndex.interval(1, 1203), NDArrayIndex.interval(1, 6))
                .get(NDArrayIndex.interval(1, 1201), NDArrayIndex.interval(1, 5));
        view.assign(h.castTo(type));
        assertThat(row(monitor(RELU).observe("h", view).report().table(), 0)).isEqualTo(whole);
      }
    }
  }

  @Test
  void tallyDoesNotDependOnBatchesToTheLastBit() {
    float[] h = Nd4j.rand(DataType.FLOAT, 1100, 3).reshape(3300).toFloatVector();
    Tally whole = new Tally(3);
    whole.add(h, h, 1100);
    Tally batches = new Tally(3);
    for (int at = 0; at < 1100; at += 44) {
      float[] some = Arrays.copyOfRange(h, 3 * at, 3 * (at + 44));
      batches.add(some, some, 44);
    }
    assertThat(batches.census(1).meanAbsolute()).isEqualTo(whole.census(1).meanAbsolute());
    assertThat(batches.census(1).inputs()).isEqualTo(1100);
  }

  @Test
  void aRevivedUnitWasSilentInTheRoundBefore() {
    Monitor monitor = monitor(RELU).observe("h", outputs());
    monitor.report();
    INDArray later = outputs();
    later.putScalar(5, 3, 1);
    later.getColumn(0).assign(0);
    assertThat(row(monitor.observe("h", later).report().table(), 0).get(7)).isEqualTo("1");
    Monitor.Report third = monitor.observe("h", later).report();
    assertThat(row(third.table(), 0).get(7)).isEqualTo("0");
    assertThat(third.table().name()).isEqualTo("Monitor, round 3");
  }

  @Test
  void agreesWithTheCensusOfOurOwnNetwork() throws Exception {
    INDArray inputs = Nd4j.rand(DataType.FLOAT, 1500, 3).subi(0.5);
    for (Activation activation : List.of(RELU, new Activation.LeakyRelu(0.01))) {
      Network network =
          Network.create(
              new Architecture(3, List.of(30, 20), 2, activation, Initializer.HE_NORMAL), 3);
      network.biases(1).assign(-0.6);
      network.biases(2).assign(-0.4);
      ForwardPass pass = new ForwardPass(network, 1500);
      pass.run(inputs);
      Monitor monitor = new Monitor();
      for (int layer = 1; layer <= 2; layer++) {
        int units = network.architecture().units(layer);
        monitor
            .layer("layer " + layer, activation)
            .observe("layer " + layer, Nd4j.create(pass.outputs(layer), new int[] {1500, units}));
      }
      Table table = monitor.report().table();
      INDArray probe = inputs.get(NDArrayIndex.interval(0, 1000), NDArrayIndex.all());
      List<LayerCensus> onProbe = LayerCensus.take(network, probe);
      for (LayerCensus census : LayerCensus.take(network, inputs)) {
        int row = census.layer() - 1;
        assertThat(census.silent().cardinality()).as("silent: a test of something").isPositive();
        assertThat(table.intColumn("silent_on_probe").get(row))
            .isEqualTo(onProbe.get(row).silent().cardinality());
        assertThat(table.intColumn("silent_on_all").get(row))
            .isEqualTo(census.silent().cardinality());
        assertThat(table.intColumn("dead").get(row)).isEqualTo(census.dead().cardinality());
        assertThat(table.intColumn("dormant").get(row))
            .isEqualTo(census.dormant(LayerCensus.TAU).cardinality());
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"10, 1, 0", "10, 2, 1", "256, 25, 0", "256, 26, 1"})
  void warnsOfMoreThanATenth(int units, int dead, int warnings) {
    INDArray h = Nd4j.ones(DataType.FLOAT, 3, units);
    for (int unit = 0; unit < dead; unit++) {
      h.getColumn(unit).assign(0);
    }
    assertThat(monitor(RELU).observe("h", h).report().warnings()).hasSize(warnings);
    assertThat(monitor(new Activation.Elu(1)).observe("h", h).report().warnings()).isEmpty();
  }

  @Test
  void theWarningNamesLayerShareAndInputs() {
    INDArray h = Nd4j.zeros(DataType.FLOAT, 1200, 256);
    h.get(NDArrayIndex.all(), NDArrayIndex.interval(40, 256)).assign(1);
    assertThat(new Monitor().layer("layer 5", RELU).observe("layer 5", h).report().warnings())
        .containsExactly("layer 5: 40 of 256 units (16 %) are dead on 1,200 inputs.");
  }

  @Test
  void badInputIsToldInOneSentence() {
    Monitor monitor = monitor(RELU).observe("h", outputs());
    assertThatThrownBy(() -> monitor.observe("h", Nd4j.ones(5, 3)))
        .hasMessageStartingWith("The outputs of h have 3 columns, but it has 4 units");
    assertThatThrownBy(() -> monitor.observe("h", Nd4j.ones(5, 4, 2)))
        .hasMessageStartingWith("The outputs of h have the shape [5, 4, 2]: give a matrix");
    assertThatThrownBy(() -> monitor.observe("h", Nd4j.empty(DataType.FLOAT)))
        .hasMessageContaining("that is not empty");
    assertThatThrownBy(() -> monitor.observe("g", outputs()))
        .hasMessageStartingWith("There is no layer 'g', only [h]");
    assertThatThrownBy(() -> monitor.layer("h", RELU))
        .hasMessageStartingWith("There is a layer 'h' already");
    assertThatThrownBy(() -> monitor.observe("h", outputs().putScalar(700, 2, Float.NaN)))
        .hasMessageStartingWith("The output of unit 2 of h for input 700 is NaN");
    assertThatThrownBy(() -> monitor.observe("h", outputs().negi()))
        .hasMessageContaining("is -1.0, but relu is never negative");
    assertThat(row(monitor.report().table(), 0).get(2)).as("inputs counted").isEqualTo("1200");
    assertThatThrownBy(monitor::report).hasMessageStartingWith("Nothing was observed in round 2");
    monitor.layer("g", RELU).observe("h", outputs());
    assertThatThrownBy(monitor::report)
        .hasMessageContaining("different numbers of inputs in round 2: {h=1200, g=0}");
  }

  private static MultiLayerNetwork dl4j(IActivation first, IActivation second) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(1)
                .list()
                .layer(new DenseLayer.Builder().nIn(3).nOut(30).activation(first).build())
                .layer(new DenseLayer.Builder().nOut(20).activation(second).name("top").build())
                .layer(
                    new OutputLayer.Builder(LossFunction.MCXENT)
                        .nOut(2)
                        .activation(new ActivationSoftmax())
                        .build())
                .build());
    network.init();
    network.getLayer(0).getParam("b").assign(-0.3);
    network.getLayer(1).getParam("b").assign(-0.2);
    return network;
  }

  private static final INDArray INPUTS = Nd4j.rand(DataType.FLOAT, 1100, 3).subi(0.5);

  private static Monitor observed(MultiLayerNetwork network) throws InterruptedException {
    Monitor monitor = new Monitor();
    Dl4jLayers.observe(network, INPUTS, monitor);
    return monitor;
  }

  @Test
  void aDl4jNetworkIsCountedAsItsOutputsAre() throws Exception {
    MultiLayerNetwork network = dl4j(new ActivationReLU(), new ActivationReLU());
    List<INDArray> outputs = network.feedForward(INPUTS, false);
    Table table = observed(network).report().table();
    assertThat(table.stringColumn("layer").asList()).containsExactly("layer0", "top");
    for (int row = 0; row < 2; row++) {
      int silent = 0;
      for (int unit = 0; unit < outputs.get(row + 1).columns(); unit++) {
        silent += outputs.get(row + 1).getColumn(unit).maxNumber().floatValue() <= 0 ? 1 : 0;
      }
      assertThat(silent).as("silent: a test of something").isPositive();
      assertThat(table.intColumn("silent_on_all").get(row)).isEqualTo(silent);
      assertThat(table.intColumn("dead").get(row)).isEqualTo(silent);
      assertThat(table.intColumn("inputs").get(row)).isEqualTo(1100);
    }
  }

  @Test
  void aDl4jNetworksActivationsDecideWhatIsDead() throws Exception {
    Table table = observed(dl4j(new ActivationLReLU(0.01), new ActivationELU())).report().table();
    assertThat(table.intColumn("silent_on_all").sum()).isPositive();
    assertThat(table.intColumn("dead").sum()).isZero();
  }

  @Test
  void layersTheMonitorCannotReadAreNamed() throws Exception {
    Monitor.Report report = observed(dl4j(new ActivationReLU(), new ActivationTanH())).report();
    assertThat(report.table().rowCount()).isEqualTo(1);
    assertThat(report.warnings().get(0))
        .startsWith("top: not counted, as it is a dense layer of tanh");
    MultiLayerNetwork none = dl4j(new ActivationReLU(6.0, 0.0, 0.0), new ActivationTanH());
    assertThatThrownBy(() -> observed(none))
        .hasMessageStartingWith("This network has no hidden layer that the monitor can read");
  }

  @Test
  void aDivergedOrStoppedNetworkLeavesNoHalfRound() throws Exception {
    MultiLayerNetwork network = dl4j(new ActivationReLU(), new ActivationReLU());
    Monitor monitor = new Monitor();
    INDArray last = INPUTS.dup().putScalar(1099, 0, Float.NaN);
    assertThatThrownBy(() -> Dl4jLayers.observe(network, last, monitor))
        .hasMessageContaining("is NaN");
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> Dl4jLayers.observe(network, INPUTS, monitor))
        .isInstanceOf(InterruptedException.class);
    Dl4jLayers.observe(network, INPUTS, monitor);
    assertThat(row(monitor.report().table(), 0).get(2)).isEqualTo("1100");
  }
}
