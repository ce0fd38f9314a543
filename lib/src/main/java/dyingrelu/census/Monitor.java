package dyingrelu.census;

import dyingrelu.activation.Activation;
import dyingrelu.network.ForwardPass;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationELU;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * Counts the silent, dead, dormant and revived units of any network, ours or not.
 *
 * <p>A round is one look at the network as it is: hand over what its layers put out, in as many
 * batches as you like, and close the round with {@link #report}. Then train on and begin the next.
 *
 * <pre>{@code
 * var monitor = new Monitor().layer("hidden", new Activation.Relu());
 * for (INDArray batch : batches) {
 *   monitor.observe("hidden", outputsOfYourNetwork(batch)); // inputs × units
 * }
 * monitor.report().table();
 * }</pre>
 *
 * <p>A DL4J network knows its layers: {@link #observe(MultiLayerNetwork, INDArray)} is enough.
 *
 * <p>The words are those of {@link LayerCensus}. Not for use by several threads at once.
 */
public final class Monitor {
  /** How many of the first inputs the published study's criterion looks at. */
  public static final int PROBE = 1_000;

  /** {@link #report} warns of a layer with a greater share of dead units than this. */
  public static final double TOO_MANY_DEAD = 0.1;

  /**
   * What a round found.
   *
   * @param table one row per layer: the columns {@code layer}, {@code units}, {@code inputs} and
   *     the counts of units {@code silent_on_probe} (the first {@link Monitor#PROBE} inputs),
   *     {@code silent_on_all}, {@code dead}, {@code dormant} (τ = {@link LayerCensus#TAU}) and
   *     {@code revived} (silent on all inputs of the round before, not of this one; missing in a
   *     layer's first round)
   * @param warnings a line for each layer of which more than a tenth is dead, after a line for each
   *     layer that could not be counted
   */
  public record Report(Table table, List<String> warnings) {}

  private final Map<String, LayerMonitor> layers = new LinkedHashMap<>();

  /** Lines on layers of a DL4J network that are not counted, by their names. */
  private final Map<String, String> notCounted = new LinkedHashMap<>();

  private int round = 1;

  /**
   * Names a layer to watch.
   *
   * @param name its name in tables and messages
   * @param activation what makes its outputs; of this only one thing matters: whether the slope is
   *     exactly 0 where the output is ≤ 0, as for ReLU, or never, as for Leaky ReLU and ELU
   * @return this monitor
   * @throws IllegalArgumentException if there is a layer of that name
   */
  public Monitor layer(String name, Activation activation) {
    if (layers.putIfAbsent(name, new LayerMonitor(name, activation)) != null) {
      throw new IllegalArgumentException(
          "There is a layer '" + name + "' already: give each layer a name of its own.");
    }
    return this;
  }

  /**
   * Adds a batch of a layer's outputs to this round.
   *
   * @param layer a name given to {@link #layer}
   * @param outputs h, after the activation: inputs × units, of any number type and order; counted
   *     in single precision
   * @return this monitor
   * @throws IllegalArgumentException if there is no such layer, or the outputs are not a matrix,
   *     not of as many units as before, not finite, or negative where the activation never is; the
   *     batch is then not counted
   */
  public Monitor observe(String layer, INDArray outputs) {
    LayerMonitor monitor = layers.get(layer);
    if (monitor == null) {
      throw new IllegalArgumentException(
          "There is no layer '%s', only %s: name it first, by monitor.layer(\"%s\", activation)."
              .formatted(layer, layers.keySet(), layer));
    }
    monitor.observe(outputs);
    return this;
  }

  /**
   * Runs inputs through a DL4J network as it stands, without dropout, and adds the outputs of its
   * dense hidden layers to this round. Layers without a name are "layer 1", "layer 2" and so on.
   *
   * <p>Hidden layers of other kinds, or with an activation that is none of ReLU, Leaky ReLU and
   * ELU, are not counted; the report's warnings name them.
   *
   * @param network not changed
   * @param inputs inputs × features
   * @return this monitor
   * @throws IllegalArgumentException as {@link #observe(String, INDArray)} does, or if no layer can
   *     be counted; the round then begins anew
   * @throws InterruptedException if the thread is interrupted; the round then begins anew
   */
  public Monitor observe(MultiLayerNetwork network, INDArray inputs) throws InterruptedException {
    checkMatrix("The inputs", inputs, "inputs × features");
    Map<Integer, String> watched = watch(network);
    boolean done = false;
    try {
      for (int from = 0; from < inputs.rows(); from += ForwardPass.ROWS) {
        if (Thread.interrupted()) {
          throw new InterruptedException("The monitor stopped after " + from + " inputs.");
        }
        int to = Math.min(from + ForwardPass.ROWS, inputs.rows());
        INDArray batch = inputs.get(NDArrayIndex.interval(from, to), NDArrayIndex.all());
        List<INDArray> outputs = network.feedForward(batch, false);
        // The first of these are the inputs themselves.
        watched.forEach((layer, name) -> observe(name, outputs.get(layer + 1)));
      }
      done = true;
    } finally {
      if (!done) {
        layers.values().forEach(LayerMonitor::beginRound);
      }
    }
    return this;
  }

  /** Finds the layers to count, by their index from 0, and names those that are new. */
  private Map<Integer, String> watch(MultiLayerNetwork network) {
    Map<Integer, String> watched = new LinkedHashMap<>();
    // The last layer puts out classes or values and is not hidden.
    for (int i = 0; i < network.getnLayers() - 1; i++) {
      Layer layer = network.getLayerWiseConfigurations().getConf(i).getLayer();
      String name = layer.getLayerName() == null ? "layer " + (i + 1) : layer.getLayerName();
      Activation activation =
          layer instanceof DenseLayer dense ? activation(dense.getActivationFn()) : null;
      if (activation != null) {
        watched.put(i, name);
        layers.computeIfAbsent(name, key -> new LayerMonitor(key, activation));
      } else {
        notCounted.put(
            name,
            "%s: not counted, as it is a %s: the monitor reads dense layers of ReLU, Leaky ReLU or ELU; hand others over as matrices."
                .formatted(
                    name,
                    layer instanceof DenseLayer dense
                        ? "dense layer of " + dense.getActivationFn()
                        : layer.getClass().getSimpleName()));
      }
    }
    if (watched.isEmpty()) {
      throw new IllegalArgumentException(
          "This network has no hidden layer that the monitor can read: it reads dense layers of ReLU,"
              + " Leaky ReLU or ELU; hand others over as matrices by observe(name, outputs).");
    }
    return watched;
  }

  /** Ours for DL4J's, or null if we have none that is the same. */
  private static Activation activation(IActivation theirs) {
    // A ReLU with a cap, a threshold or a leak of its own does not equal the plain one.
    if (theirs.equals(new ActivationReLU())) {
      return new Activation.Relu();
    } else if (theirs instanceof ActivationLReLU leaky) {
      return new Activation.LeakyRelu(leaky.getAlpha());
    } else if (theirs instanceof ActivationELU elu) {
      return new Activation.Elu(elu.getAlpha());
    }
    return null;
  }

  /**
   * Closes the round: counts, and begins the next one. A network's units can only be compared from
   * round to round if every round is on the same inputs.
   *
   * @throws IllegalStateException if nothing was observed, or not the same number of inputs for
   *     every layer; the round then stays open
   */
  public Report report() {
    Map<String, Integer> inputs = new LinkedHashMap<>();
    layers.forEach((name, layer) -> inputs.put(name, layer.inputs()));
    if (inputs.values().stream().allMatch(n -> n == 0)) {
      throw new IllegalStateException(
          "Nothing was observed in round " + round + ": call observe before report.");
    }
    if (inputs.values().stream().distinct().count() > 1) {
      throw new IllegalStateException(
          "The layers saw different numbers of inputs in round "
              + round
              + ": "
              + inputs
              + "; observe every layer for every batch.");
    }
    Table table =
        Table.create(
            "Monitor, round " + round,
            StringColumn.create("layer"),
            IntColumn.create("units"),
            IntColumn.create("inputs"),
            IntColumn.create("silent_on_probe"),
            IntColumn.create("silent_on_all"),
            IntColumn.create("dead"),
            IntColumn.create("dormant"),
            IntColumn.create("revived"));
    List<String> warnings = new ArrayList<>(notCounted.values());
    layers.values().forEach(layer -> layer.endRound(table, warnings));
    round++;
    return new Report(table, List.copyOf(warnings));
  }

  private static void checkMatrix(String what, INDArray matrix, String shape) {
    if (matrix.rank() != 2 || matrix.isEmpty()) {
      throw new IllegalArgumentException(
          "%s have the shape %s: give a matrix of %s that is not empty."
              .formatted(what, Arrays.toString(matrix.shape()), shape));
    }
  }

  /**
   * Row-major copy of some rows. One element at a time, as ND4J takes a hundred times as long to
   * copy rows of a tall matrix in 'f' order.
   */
  private static float[] floats(INDArray matrix, int from) {
    int rows = Math.min(ForwardPass.ROWS, matrix.rows() - from);
    int columns = matrix.columns();
    long down = matrix.stride(0);
    long right = matrix.stride(1);
    // Of a view, this begins where the view does.
    DataBuffer data = matrix.data();
    float[] values = new float[rows * columns];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        values[i * columns + j] = data.getFloat((from + i) * down + j * right);
      }
    }
    return values;
  }

  /** One layer, round by round. */
  private static final class LayerMonitor {
    private final String name;
    private final Activation activation;

    /** 0 before the first batch. */
    private int units;

    /** Null before the first batch of a round, like what the probe found. */
    private Tally tally;

    private BitSet silentOnProbe;
    private BitSet silentBefore;

    LayerMonitor(String name, Activation activation) {
      this.name = name;
      this.activation = activation;
    }

    int inputs() {
      return tally == null ? 0 : tally.inputs();
    }

    void beginRound() {
      tally = null;
      silentOnProbe = null;
    }

    void observe(INDArray outputs) {
      checkMatrix("The outputs of " + name, outputs, "inputs × units");
      if (units != 0 && outputs.columns() != units) {
        throw new IllegalArgumentException(
            "The outputs of %s have %d columns, but it has %d units: give a matrix of inputs × units, the same units every time."
                .formatted(name, outputs.columns(), units));
      }
      for (int from = 0; from < outputs.rows(); from += ForwardPass.ROWS) {
        checkValues(floats(outputs, from), outputs.columns(), from);
      }
      units = outputs.columns();
      if (tally == null) {
        tally = new Tally(units);
      }
      for (int from = 0; from < outputs.rows(); from += ForwardPass.ROWS) {
        add(floats(outputs, from));
      }
    }

    private void add(float[] h) {
      float[] slopes = new float[h.length];
      // The slope at h, for want of z: both lie on the same side of 0, and that alone decides
      // whether the slope is 0.
      activation.apply(h, new float[h.length], slopes, h.length);
      int rows = h.length / units;
      int ofProbe = Math.max(0, Math.min(rows, PROBE - tally.inputs()));
      tally.add(h, slopes, 0, ofProbe);
      if (ofProbe > 0) {
        silentOnProbe = tally.census(0).silent();
      }
      tally.add(h, slopes, ofProbe, rows);
    }

    private void checkValues(float[] h, int columns, int firstInput) {
      boolean neverNegative = activation.value(-1) == 0;
      for (int i = 0; i < h.length; i++) {
        if (!Float.isFinite(h[i])) {
          throw new IllegalArgumentException(
              "%s is %s: the network has diverged, so there is nothing to count; begin again with a lower learning rate."
                  .formatted(where(i, columns, firstInput), h[i]));
        }
        if (neverNegative && h[i] < 0) {
          throw new IllegalArgumentException(
              "%s is %s, but %s is never negative: give outputs, after the activation."
                  .formatted(where(i, columns, firstInput), h[i], activation.name()));
        }
      }
    }

    private String where(int i, int columns, int firstInput) {
      return "The output of unit %d of %s for input %d"
          .formatted(i % columns, name, firstInput + i / columns);
    }

    void endRound(Table table, List<String> warnings) {
      LayerCensus census = tally.census(table.rowCount() + 1);
      BitSet silent = census.silent();
      int dead = census.dead().cardinality();
      table.stringColumn("layer").append(name);
      table.intColumn("units").append(units);
      table.intColumn("inputs").append(census.inputs());
      table.intColumn("silent_on_probe").append(silentOnProbe.cardinality());
      table.intColumn("silent_on_all").append(silent.cardinality());
      table.intColumn("dead").append(dead);
      table.intColumn("dormant").append(census.dormant(LayerCensus.TAU).cardinality());
      if (silentBefore == null) {
        table.intColumn("revived").appendMissing();
      } else {
        silentBefore.andNot(silent);
        table.intColumn("revived").append(silentBefore.cardinality());
      }
      if (dead > TOO_MANY_DEAD * units) {
        warnings.add(
            String.format(
                Locale.ROOT,
                "%s: %d of %d units (%.0f %%) are dead on %,d inputs: lower the learning rate, or"
                    + " use an activation whose slope is never 0, such as Leaky ReLU.",
                name,
                dead,
                units,
                census.percent(census.dead()),
                census.inputs()));
      }
      silentBefore = silent;
      beginRound();
    }
  }
}
