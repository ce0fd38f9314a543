package dyingrelu.bench;

import dyingrelu.data.Digits;
import dyingrelu.data.Mnist;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** The network in Deeplearning4j. */
final class Dl4j implements Trainee {
  private final Mnist mnist;
  private final INDArray oneHot;
  private final MultiLayerNetwork network;
  private final Batches batches;

  Dl4j(Mnist mnist, long seed) {
    this.mnist = mnist;
    oneHot = oneHot(mnist.train().labels());
    batches = new Batches(mnist.train().size(), seed);
    NeuralNetConfiguration.ListBuilder layers =
        new NeuralNetConfiguration.Builder()
            .seed(seed)
            .updater(new Adam(RATE, BETA1, BETA2, EPSILON))
            .weightInit(WeightInit.XAVIER_UNIFORM)
            .list();
    int inputs = Digits.PIXELS;
    for (int layer = 0; layer < 5; layer++) {
      layers.layer(
          new DenseLayer.Builder().nIn(inputs).nOut(256).activation(Activation.RELU).build());
      inputs = 256;
    }
    layers.layer(
        new OutputLayer.Builder(LossFunction.MCXENT)
            .nIn(inputs)
            .nOut(10)
            .activation(Activation.SOFTMAX)
            .build());
    network = new MultiLayerNetwork(layers.build());
    network.init();
  }

  @Override
  public double epoch() {
    double total = 0;
    for (int[] rows : batches.next()) {
      network.fit(mnist.train().images().getRows(rows), oneHot.getRows(rows));
      total += rows.length * network.score();
    }
    return total / mnist.train().size();
  }

  @Override
  public double accuracy() {
    int[] guesses = network.predict(mnist.test().images());
    int[] labels = mnist.test().labels();
    return IntStream.range(0, labels.length).filter(i -> guesses[i] == labels[i]).count()
        / (double) labels.length;
  }

  /** Each label as a row with a 1 in its column. */
  private static INDArray oneHot(int[] labels) {
    INDArray rows = Nd4j.zeros(DataType.FLOAT, labels.length, 10);
    for (int i = 0; i < labels.length; i++) {
      rows.putScalar(i, labels[i], 1);
    }
    return rows;
  }
}
