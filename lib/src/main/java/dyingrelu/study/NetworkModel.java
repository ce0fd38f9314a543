package dyingrelu.study;

import com.oracle.labs.mlrg.olcut.util.Pair;
import dyingrelu.data.Digits;
import dyingrelu.network.Network;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.tribuo.Dataset;
import org.tribuo.Example;
import org.tribuo.Excuse;
import org.tribuo.Feature;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.Prediction;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.impl.ArrayExample;
import org.tribuo.provenance.ModelProvenance;
import org.tribuo.provenance.SimpleDataSourceProvenance;
import org.tribuo.provenance.impl.EmptyTrainerProvenance;

/**
 * One of our networks as a Tribuo model, so that Tribuo's evaluators, written and tested by others,
 * judge it: {@code new LabelEvaluator().evaluate(model, NetworkModel.dataset(digits))}.
 */
public final class NetworkModel extends Model<Label> {
  private static final LabelFactory LABELS = new LabelFactory();

  private final transient Network network;

  /**
   * Wraps a network.
   *
   * @param name what to call it in evaluations
   * @param network a classifier of digits, not changed
   * @param dataset whose pixels and labels name the network's inputs and outputs
   */
  public NetworkModel(String name, Network network, Dataset<Label> dataset) {
    this(
        name,
        new ModelProvenance(
            NetworkModel.class.getName(),
            OffsetDateTime.now(ZoneOffset.UTC),
            dataset.getProvenance(),
            new EmptyTrainerProvenance()),
        network,
        dataset);
  }

  private NetworkModel(
      String name, ModelProvenance provenance, Network network, Dataset<Label> dataset) {
    super(name, provenance, dataset.getFeatureIDMap(), dataset.getOutputIDInfo(), true);
    this.network = network;
  }

  private NetworkModel(String name, ModelProvenance provenance, NetworkModel other) {
    super(name, provenance, other.featureIDMap, other.outputIDInfo, true);
    network = other.network;
  }

  /**
   * Digits as Tribuo examples: pixel i is the feature "i", and only pixels above 0 are kept. Meant
   * for the 10,000 test images; sixty thousand take gigabytes of heap.
   */
  public static MutableDataset<Label> dataset(Digits digits) {
    MutableDataset<Label> dataset =
        new MutableDataset<>(
            new SimpleDataSourceProvenance("MNIST " + digits.name() + " " + digits.note(), LABELS),
            LABELS);
    for (int i = 0; i < digits.size(); i++) {
      ArrayExample<Label> example =
          new ArrayExample<>(new Label(Integer.toString(digits.labels()[i])));
      float[] pixels = digits.images().getRow(i).toFloatVector();
      for (int pixel = 0; pixel < pixels.length; pixel++) {
        if (pixels[pixel] > 0) {
          example.add(new Feature(Integer.toString(pixel), pixels[pixel]));
        }
      }
      dataset.add(example);
    }
    return dataset;
  }

  @Override
  public Prediction<Label> predict(Example<Label> example) {
    return innerPredict(List.of(example)).get(0);
  }

  @Override
  protected List<Prediction<Label>> innerPredict(Iterable<Example<Label>> examples) {
    List<Example<Label>> all = new ArrayList<>();
    examples.forEach(all::add);
    INDArray inputs = Nd4j.zeros(DataType.FLOAT, all.size(), network.architecture().inputs());
    for (int row = 0; row < all.size(); row++) {
      for (Feature pixel : all.get(row)) {
        inputs.putScalar(row, Integer.parseInt(pixel.getName()), pixel.getValue());
      }
    }
    float[][] probabilities = Transforms.softmax(network.logits(inputs)).toFloatMatrix();
    List<Prediction<Label>> predictions = new ArrayList<>();
    for (int row = 0; row < all.size(); row++) {
      predictions.add(prediction(all.get(row), probabilities[row]));
    }
    return predictions;
  }

  private static Prediction<Label> prediction(Example<Label> example, float[] probabilities) {
    Map<String, Label> scores = new LinkedHashMap<>();
    Label best = null;
    for (int digit = 0; digit < probabilities.length; digit++) {
      Label label = new Label(Integer.toString(digit), probabilities[digit]);
      scores.put(label.getLabel(), label);
      if (best == null || label.getScore() > best.getScore()) {
        best = label;
      }
    }
    return new Prediction<>(best, scores, example.size(), example, true);
  }

  /** Not known for a network: empty. */
  @Override
  public Map<String, List<Pair<String, Double>>> getTopFeatures(int n) {
    return Map.of();
  }

  /** Not known for a network: empty. */
  @Override
  public Optional<Excuse<Label>> getExcuse(Example<Label> example) {
    return Optional.empty();
  }

  @Override
  protected Model<Label> copy(String newName, ModelProvenance newProvenance) {
    return new NetworkModel(newName, newProvenance, this);
  }
}
