package dyingrelu.census;

import dyingrelu.activation.Activation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.ndarray.INDArray;
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
 * <p>A DL4J network knows its layers: {@link Dl4jLayers} hands them over. The words are those of
 * {@link LayerCensus}. Not for use by several threads at once.
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

  private static final String COLUMNS =
      "String layer, int units, int inputs, int silent_on_probe, int silent_on_all, int dead, "
          + "int dormant, int revived";

  private final Map<String, WatchedLayer> layers = new LinkedHashMap<>();
  private final Set<String> notCounted = new LinkedHashSet<>();
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
    if (layers.putIfAbsent(name, new WatchedLayer(name, activation)) != null) {
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
    WatchedLayer watched = layers.get(layer);
    if (watched == null) {
      throw new IllegalArgumentException(
          "There is no layer '%s', only %s: name it first, by monitor.layer(\"%s\", activation)."
              .formatted(layer, layers.keySet(), layer));
    }
    watched.observe(outputs);
    return this;
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
    layers.forEach((name, layer) -> inputs.put(name, layer.all == null ? 0 : layer.all.inputs()));
    if (inputs.values().stream().allMatch(n -> n == 0)) {
      throw new IllegalStateException(
          "Nothing was observed in round " + round + ": call observe before report.");
    }
    if (inputs.values().stream().distinct().count() > 1) {
      throw new IllegalStateException(
          "The layers saw different numbers of inputs in round %d: %s; observe every layer for every batch."
              .formatted(round, inputs));
    }
    Table table = Rows.table("Monitor, round " + round, COLUMNS);
    List<String> warnings = new ArrayList<>(notCounted);
    layers.values().forEach(layer -> layer.report(table, warnings));
    beginRoundAnew();
    round++;
    return new Report(table, List.copyOf(warnings));
  }

  boolean watches(String name) {
    return layers.containsKey(name);
  }

  /** Says in every report that a layer is not counted. */
  void notCounted(String line) {
    notCounted.add(line);
  }

  /** Forgets what was observed in this round. */
  void beginRoundAnew() {
    layers.values().forEach(layer -> layer.all = null);
  }

  static void checkMatrix(String what, INDArray matrix, String shape) {
    if (matrix.rank() != 2 || matrix.isEmpty()) {
      throw new IllegalArgumentException(
          "%s have the shape %s: give a matrix of %s that is not empty."
              .formatted(what, Arrays.toString(matrix.shape()), shape));
    }
  }

  /** One layer, round by round. */
  private static final class WatchedLayer {
    private final String name;
    private final String activation;

    /** Whether the slope is 0 wherever the output is not positive, which it then is never below. */
    private final boolean silentIsDead;

    /** Of this round's first inputs and of all; null before the first batch. */
    private Tally probe;

    private Tally all;

    /** What the round before found; null in the first one. */
    private LayerCensus before;

    WatchedLayer(String name, Activation activation) {
      this.name = name;
      this.activation = activation.name();
      silentIsDead = activation.slope(-1) == 0;
    }

    void observe(INDArray outputs) {
      checkMatrix("The outputs of " + name, outputs, "inputs × units");
      int units = outputs.columns();
      int known = all != null ? all.units() : before != null ? before.units() : units;
      if (units != known) {
        throw new IllegalArgumentException(
            "The outputs of %s have %d columns, but it has %d units: give a matrix of inputs × units, the same units every time."
                .formatted(name, units, known));
      }
      float[] h = checkedFloats(outputs);
      if (all == null) {
        probe = new Tally(units);
        all = new Tally(units);
      }
      // The steepness is not known, nor needed: which units are dead follows from the silent ones.
      probe.add(h, h, Math.min(outputs.rows(), PROBE - probe.inputs()));
      all.add(h, h, outputs.rows());
    }

    /** Row-major, one element at a time: ND4J takes a hundred times as long where order is 'f'. */
    private float[] checkedFloats(INDArray outputs) {
      int units = outputs.columns();
      DataBuffer data = outputs.data(); // Of a view, this begins where the view does.
      float[] h = new float[outputs.rows() * units];
      for (int i = 0; i < h.length; i++) {
        h[i] = data.getFloat(i / units * outputs.stride(0) + i % units * outputs.stride(1));
        if (!Float.isFinite(h[i]) || silentIsDead && h[i] < 0) {
          String fault =
              Float.isFinite(h[i])
                  ? activation + " is never negative: give outputs, after the activation"
                  : "it should be a number: the network has diverged; begin again with a lower"
                      + " rate";
          throw new IllegalArgumentException(
              "The output of unit %d of %s for input %d is %s, but %s."
                  .formatted(i % units, name, i / units, h[i], fault));
        }
      }
      return h;
    }

    void report(Table table, List<String> warnings) {
      LayerCensus census = all.census(table.rowCount() + 1);
      BitSet silent = census.silent();
      int dead = silentIsDead ? silent.cardinality() : 0;
      Rows.add(
          table,
          name,
          census.units(),
          census.inputs(),
          probe.census(0).silent().cardinality(),
          silent.cardinality(),
          dead,
          census.dormant(LayerCensus.TAU).cardinality(),
          revived(silent));
      if (dead > TOO_MANY_DEAD * census.units()) {
        warnings.add(
            String.format(
                Locale.ROOT,
                "%s: %d of %d units (%.0f %%) are dead on %,d inputs.",
                name,
                dead,
                census.units(),
                100.0 * dead / census.units(),
                census.inputs()));
      }
      before = census;
    }

    /** How many units that were silent in the round before are not now; null in the first round. */
    private Integer revived(BitSet silent) {
      if (before == null) {
        return null;
      }
      BitSet revived = before.silent();
      revived.andNot(silent);
      return revived.cardinality();
    }
  }
}
