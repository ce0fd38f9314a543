package dyingrelu.evidence;

import dyingrelu.data.Digits;
import dyingrelu.data.Mnist;
import dyingrelu.network.ForwardPass;
import dyingrelu.network.LinearProbe;
import dyingrelu.network.Network;
import dyingrelu.study.Results;
import java.util.Random;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** What the last hidden layer of a network is worth, whatever its units do one by one. */
final class Worth {
  /** Standard deviation of the noise on test images, whose pixels are 0 to 1. */
  private static final double NOISE = 0.3;

  private Worth() {}

  /**
   * Measures a trained network.
   *
   * @param seed of the noise
   * @return the participation ratio of the last hidden layer's outputs on the test images: (Σλ)² /
   *     Σλ² over the eigenvalues λ of their covariance, the dimensions they fill; the test accuracy
   *     of a linear classifier of least squares on these outputs; the network's test accuracy; the
   *     same under noise. Accuracies are 0 to 1
   */
  static double[] of(Network network, Mnist mnist, long seed) {
    Digits test = mnist.test();
    INDArray outputs = outputs(network, test.images());
    INDArray centred = outputs.subRowVector(outputs.mean(true, 0));
    INDArray covariance = centred.transpose().mmul(centred);
    double trace = Nd4j.diag(covariance).sumNumber().doubleValue();
    double norm = covariance.norm2Number().doubleValue();
    Random random = new Random(seed);
    float[] noisy = test.images().dup('c').data().asFloat();
    for (int i = 0; i < noisy.length; i++) {
      noisy[i] += (float) (NOISE * random.nextGaussian());
    }
    INDArray noise = Nd4j.create(noisy, new long[] {test.size(), Digits.PIXELS}, DataType.FLOAT);
    return new double[] {
      Results.rounded(trace * trace / (norm * norm), 6),
      LinearProbe.accuracy(
          outputs(network, mnist.train().images()), mnist.train().labels(), outputs, test.labels()),
      network.accuracy(test.images(), test.labels()),
      network.accuracy(noise, test.labels())
    };
  }

  /** The outputs of the last hidden layer with a column of ones, inputs × (units + 1), doubles. */
  private static INDArray outputs(Network network, INDArray images) {
    int layer = network.architecture().layers() - 1;
    int units = network.architecture().units(layer);
    ForwardPass pass = new ForwardPass(network, ForwardPass.ROWS);
    INDArray outputs = Nd4j.ones(DataType.DOUBLE, images.rows(), units + 1);
    for (int from = 0; from < images.rows(); from += ForwardPass.ROWS) {
      int to = Math.min(from + ForwardPass.ROWS, images.rows());
      pass.run(images.get(NDArrayIndex.interval(from, to), NDArrayIndex.all()));
      INDArray h = Nd4j.create(pass.outputs(layer), new long[] {ForwardPass.ROWS, units}, 'c');
      outputs
          .get(NDArrayIndex.interval(from, to), NDArrayIndex.interval(0, units))
          .assign(h.get(NDArrayIndex.interval(0, to - from), NDArrayIndex.all()));
    }
    return outputs;
  }
}
