package dyingrelu.census;

import dyingrelu.machine.OpenBlas;
import dyingrelu.network.ForwardPass;
import dyingrelu.network.Network;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * How long a step must be to leave each ReLU unit of the first hidden layer dead.
 *
 * <p>A step of length η moves the parameters of a unit along a fixed direction, so its
 * pre-activation on an input is z − ηp, with z before the step and p the direction's share. The
 * unit is dead after the step if z − ηp ≤ 0 for every input: η ≥ z/p where p &gt; 0, η ≤ z/p where
 * p &lt; 0, and z ≤ 0 where p = 0. So the fatal lengths of each unit are an interval, which two
 * matrix products give exactly, up to single precision.
 *
 * @param from each unit's least fatal length, at least 0
 * @param to each unit's greatest fatal length, perhaps infinite; if it is below {@code from}, no
 *     step in this direction kills the unit
 */
public record FatalSteps(float[] from, float[] to) {
  /** What the step moves. */
  public enum Part {
    /** Weights and biases. */
    ALL,
    /** The weights; the biases stay. */
    WEIGHTS,
    /** The biases; the weights stay. */
    BIASES
  }

  /**
   * The fatal lengths of a direction, as a whole and if only a part of the parameters went along.
   *
   * @param before the network before the step
   * @param after the same network after a step of length 1
   * @param inputs float matrix, inputs × features, all of which a dead unit ignores
   */
  public static Map<Part, FatalSteps> of(Network before, Network after, INDArray inputs) {
    int units = before.architecture().units(1);
    INDArray direction = before.weights(1).sub(after.weights(1));
    float[] bias = before.biases(1).dup().data().asFloat();
    float[] push = before.biases(1).sub(after.biases(1)).data().asFloat();
    Map<Part, FatalSteps> steps = new EnumMap<>(Part.class);
    for (Part part : Part.values()) {
      steps.put(part, new FatalSteps(new float[units], new float[units]));
      Arrays.fill(steps.get(part).to, Float.POSITIVE_INFINITY);
    }
    return OpenBlas.onOneThread(
        () -> {
          for (int row = 0; row < inputs.rows(); row += ForwardPass.ROWS) {
            int rows = Math.min(ForwardPass.ROWS, inputs.rows() - row);
            INDArray some = inputs.get(NDArrayIndex.interval(row, row + rows), NDArrayIndex.all());
            float[] z = product(some, before.weights(1));
            float[] p = product(some, direction);
            for (int unit = 0; unit < units; unit++) {
              for (int i = unit * rows; i < (unit + 1) * rows; i++) {
                float now = z[i] + bias[unit];
                steps.get(Part.ALL).add(unit, now, p[i] + push[unit]);
                steps.get(Part.WEIGHTS).add(unit, now, p[i]);
                steps.get(Part.BIASES).add(unit, now, push[unit]);
              }
            }
          }
          return steps;
        });
  }

  /** The product column by column. */
  private static float[] product(INDArray inputs, INDArray weights) {
    INDArray result =
        Nd4j.createUninitialized(
            DataType.FLOAT, new long[] {inputs.rows(), weights.columns()}, 'f');
    return inputs.mmuli(weights, result).data().asFloat();
  }

  private void add(int unit, float z, float p) {
    if (p > 0) {
      from[unit] = Math.max(from[unit], z / p);
    } else if (p < 0) {
      to[unit] = Math.min(to[unit], z / p);
    } else if (z > 0) {
      to[unit] = -1;
    }
  }

  /**
   * How many units are dead after a step.
   *
   * @param length η of the step, at least 0
   */
  public int dead(double length) {
    return (int)
        IntStream.range(0, from.length)
            .filter(unit -> from[unit] <= length && length <= to[unit])
            .count();
  }
}
