package dyingrelu.bench;

import dyingrelu.data.Digits;
import dyingrelu.data.Mnist;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/** The network in ND4J operations, formula by formula, the way tutorials write it. */
final class PlainNd4j implements Trainee {
  private static final int[] SIZES = {784, 256, 256, 256, 256, 256, 10};
  private static final int LAYERS = SIZES.length - 1;

  private final Mnist mnist;
  private final INDArray oneHot;
  private final List<Parameter> weights = new ArrayList<>();
  private final List<Parameter> biases = new ArrayList<>();
  private final Batches batches;
  private int steps;

  PlainNd4j(Mnist mnist, long seed) {
    this.mnist = mnist;
    batches = new Batches(mnist.train().size(), seed);
    Nd4j.getRandom().setSeed(seed);
    oneHot = oneHot(mnist.train());
    for (int layer = 0; layer < LAYERS; layer++) {
      double limit = Math.sqrt(6.0 / (SIZES[layer] + SIZES[layer + 1]));
      weights.add(
          new Parameter(
              Nd4j.rand(DataType.FLOAT, SIZES[layer], SIZES[layer + 1])
                  .muli(2 * limit)
                  .subi(limit)));
      biases.add(new Parameter(Nd4j.zeros(DataType.FLOAT, 1, SIZES[layer + 1])));
    }
  }

  /** Each label as a row with a 1 in its column. */
  static INDArray oneHot(Digits digits) {
    INDArray rows = Nd4j.zeros(DataType.FLOAT, digits.size(), SIZES[LAYERS]);
    for (int i = 0; i < digits.size(); i++) {
      rows.putScalar(i, digits.labels()[i], 1);
    }
    return rows;
  }

  @Override
  public double epoch() {
    double total = 0;
    for (int[] rows : batches.next()) {
      total += rows.length * step(mnist.train().images().getRows(rows), oneHot.getRows(rows));
    }
    return total / mnist.train().size();
  }

  private double step(INDArray inputs, INDArray labels) {
    List<INDArray> outputs = forward(inputs);
    INDArray probabilities = Transforms.softmax(outputs.get(LAYERS));
    double loss =
        -Transforms.log(probabilities.add(1e-30)).mul(labels).sumNumber().doubleValue()
            / inputs.rows();
    INDArray error = probabilities.sub(labels).div(inputs.rows());
    steps++;
    for (int layer = LAYERS - 1; layer >= 0; layer--) {
      INDArray below = outputs.get(layer);
      INDArray weightGradient = below.transpose().mmul(error);
      INDArray biasGradient = error.sum(true, 0);
      if (layer > 0) {
        INDArray slope = below.gt(0).castTo(DataType.FLOAT);
        error = error.mmul(weights.get(layer).value.transpose()).mul(slope);
      }
      weights.get(layer).adam(weightGradient, steps);
      biases.get(layer).adam(biasGradient, steps);
    }
    return loss;
  }

  /** The inputs, then what each layer says; the last are logits. */
  private List<INDArray> forward(INDArray inputs) {
    List<INDArray> outputs = new ArrayList<>(List.of(inputs));
    for (int layer = 0; layer < LAYERS; layer++) {
      INDArray z =
          outputs.get(layer).mmul(weights.get(layer).value).addRowVector(biases.get(layer).value);
      outputs.add(layer < LAYERS - 1 ? Transforms.relu(z) : z);
    }
    return outputs;
  }

  @Override
  public double accuracy() {
    INDArray logits = forward(mnist.test().images()).get(LAYERS);
    return share(logits.argMax(1).toIntVector(), mnist.test().labels());
  }

  /** How many of the guesses are right, between 0 and 1. */
  static double share(int[] guesses, int[] labels) {
    int right = 0;
    for (int i = 0; i < labels.length; i++) {
      right += guesses[i] == labels[i] ? 1 : 0;
    }
    return (double) right / labels.length;
  }

  /** Weights or biases with Adam's two running means. */
  private static final class Parameter {
    private final INDArray value;
    private INDArray mean;
    private INDArray square;

    Parameter(INDArray value) {
      this.value = value;
      mean = Nd4j.zerosLike(value);
      square = Nd4j.zerosLike(value);
    }

    void adam(INDArray gradient, int steps) {
      mean = mean.mul(BETA1).add(gradient.mul(1 - BETA1));
      square = square.mul(BETA2).add(gradient.mul(gradient).mul(1 - BETA2));
      INDArray meanNow = mean.div(1 - Math.pow(BETA1, steps));
      INDArray squareNow = square.div(1 - Math.pow(BETA2, steps));
      value.subi(meanNow.mul(RATE).div(Transforms.sqrt(squareNow).add(EPSILON)));
    }
  }
}
