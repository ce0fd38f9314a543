package dyingrelu.network;

import com.oracle.labs.mlrg.olcut.util.Pair;
import dyingrelu.data.Digits;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
import org.tribuo.classification.evaluation.LabelEvaluation;
import org.tribuo.classification.evaluation.LabelEvaluator;
import org.tribuo.impl.ArrayExample;
import org.tribuo.provenance.ModelProvenance;
import org.tribuo.provenance.SimpleDataSourceProvenance;
import org.tribuo.provenance.impl.EmptyTrainerProvenance;

/**
 * One of our networks as a Tribuo model, so that Tribuo's evaluator, written and tested by others,
 * judges it. An example is an image's number; its pixels stay where they are.
 */
public final class NetworkModel extends Model<Label> {
  private final transient float[][] probabilities;

  private NetworkModel(ModelProvenance provenance, Dataset<Label> images, float[][] probabilities) {
    super("network", provenance, images.getFeatureIDMap(), images.getOutputIDInfo(), true);
    this.probabilities = probabilities;
  }

  /** Tribuo's evaluation of a classifier of digits. */
  public static LabelEvaluation evaluate(Network network, Digits digits) {
    LabelFactory labels = new LabelFactory();
    MutableDataset<Label> images =
        new MutableDataset<>(
            new SimpleDataSourceProvenance("MNIST " + digits.name() + " " + digits.note(), labels),
            labels);
    for (int i = 0; i < digits.size(); i++) {
      Label truth = new Label(Integer.toString(digits.labels()[i]));
      images.add(new ArrayExample<>(truth, List.of(new Feature("image", i))));
    }
    ModelProvenance provenance =
        new ModelProvenance(
            NetworkModel.class.getName(),
            OffsetDateTime.now(ZoneOffset.UTC),
            images.getProvenance(),
            new EmptyTrainerProvenance());
    float[][] probabilities = Transforms.softmax(network.logits(digits.images())).toFloatMatrix();
    return new LabelEvaluator()
        .evaluate(new NetworkModel(provenance, images, probabilities), images);
  }

  @Override
  public Prediction<Label> predict(Example<Label> example) {
    float[] ofImage = probabilities[(int) example.lookup("image").getValue()];
    Map<String, Label> scores = new LinkedHashMap<>();
    Label best = null;
    for (int digit = 0; digit < ofImage.length; digit++) {
      Label label = new Label(Integer.toString(digit), ofImage[digit]);
      scores.put(label.getLabel(), label);
      best = best == null || label.getScore() > best.getScore() ? label : best;
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

  /** Nothing in it changes, so it is its own copy, under its first name. */
  @Override
  protected Model<Label> copy(String newName, ModelProvenance newProvenance) {
    return this;
  }
}
