package dyingrelu.bench;

import dyingrelu.data.Digits;
import dyingrelu.data.Mnist;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
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
    oneHot = PlainNd4j.oneHot(mnist.train());
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
    return PlainNd4j.share(network.predict(mnist.test().images()), mnist.test().labels());
  }
}
