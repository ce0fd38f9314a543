package dyingrelu.cure;

import dyingrelu.activation.Activation;
import dyingrelu.census.LayerCensus;
import dyingrelu.network.Architecture;
import dyingrelu.network.Initializer;
import dyingrelu.network.Intervention;
import dyingrelu.network.Normalization;
import dyingrelu.network.Recipe;
import dyingrelu.network.Schedule;
import dyingrelu.network.WeightDecay;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * One way to keep units from dying, or to bring them back: what it changes about a plain ReLU
 * network and its training, and nothing else.
 *
 * @param name in tables and figures
 * @param family the kind of cure, such as {@code activation}
 * @param architecture what it makes of the network's shape
 * @param start what it does to a fresh network
 * @param recipe what it makes of the training
 */
public record Cure(
    String name,
    String family,
    UnaryOperator<Architecture> architecture,
    Start start,
    UnaryOperator<Recipe> recipe) {

  /** The name of the network that nothing is done about. */
  public static final String CONTROL = "ReLU";

  /** The name of the same network, trained once more on another order of the images. */
  public static final String AGAIN = "ReLU again";

  /** For how many epochs schedules and warming are laid out. */
  public static final int EPOCHS = 6;

  /** As many images as the published study looks at. */
  private static final int PROBE = 1_000;

  private static final Start AS_DRAWN = new Start.AsDrawn();

  /** The positive bias of the documents. */
  private static final double BIAS = 0.1;

  /** All cures that are compared, the control first. */
  public static List<Cure> all() {
    return List.of(
        new Cure(CONTROL, "control", same(), AS_DRAWN, same()),
        activation("Leaky ReLU 0.01", new Activation.LeakyRelu(0.01), Initializer.GLOROT_UNIFORM),
        activation("Leaky ReLU 0.1", new Activation.LeakyRelu(0.1), Initializer.GLOROT_UNIFORM),
        activation("Leaky ReLU 0.25", new Activation.LeakyRelu(0.25), Initializer.GLOROT_UNIFORM),
        activation("leak forward", new Activation.SplitLeak(0.1, 0), Initializer.GLOROT_UNIFORM),
        activation("leak backward", new Activation.SplitLeak(0, 0.1), Initializer.GLOROT_UNIFORM),
        activation("PReLU from 0.01", new Activation.PRelu(0.01), Initializer.GLOROT_UNIFORM),
        activation("PReLU", new Activation.PRelu(0.25), Initializer.GLOROT_UNIFORM),
        activation("ELU", new Activation.Elu(1), Initializer.GLOROT_UNIFORM),
        activation("SELU, LeCun", new Activation.Selu(), Initializer.LECUN_NORMAL),
        activation("GELU", new Activation.Gelu(), Initializer.GLOROT_UNIFORM),
        activation("softplus", new Activation.Softplus(), Initializer.GLOROT_UNIFORM),
        activation("CReLU", new Activation.CRelu(), Initializer.GLOROT_UNIFORM),
        start("He", Initializer.HE_NORMAL),
        start("LeCun", Initializer.LECUN_NORMAL),
        start("asymmetric", Initializer.RANDOMIZED_ASYMMETRIC),
        new Cure("bias 0.1", "start", same(), new Start.RaisedBiases(BIAS), same()),
        new Cure("negative mean", "start", same(), new Start.ShiftedWeights(-0.1), same()),
        recipe("rate / 5", "rate", recipe -> recipe.with(recipe.optimizer().slowed(5))),
        recipe("step decay", "rate", recipe -> recipe.with(new Schedule.StepDecay(0.5, 2))),
        recipe("cosine schedule", "rate", recipe -> recipe.with(new Schedule.Cosine(EPOCHS))),
        recipe("warm-up", "rate", recipe -> recipe.with(new Schedule.WarmUp(1))),
        recipe("decay, weights", "decay", recipe -> recipe.with(new WeightDecay(0.1, false))),
        recipe("decay, all", "decay", recipe -> recipe.with(new WeightDecay(0.1, true))),
        recipe("dropout 0.2", "noise", recipe -> recipe.withDropout(0.2)),
        intervention("bias warming 0.1", new BiasWarming(0.1, 3)),
        intervention("bias warming 0.3", new BiasWarming(0.3, 3)),
        intervention("bias warming 1", new BiasWarming(1, 3)),
        intervention("kick 0.5", kick(0.5)),
        intervention("kick 1", kick(1)),
        intervention("kick 3", kick(3)),
        intervention("ReDo", new ReDo(LayerCensus.TAU, 1, PROBE)),
        shape("batch norm before", shape -> shape.with(Normalization.BEFORE_ACTIVATION)),
        shape("batch norm after", shape -> shape.with(Normalization.AFTER_ACTIVATION)),
        shape("layer norm", shape -> shape.with(Normalization.LAYER)),
        shape("residual", Architecture::withResidual));
  }

  /** Batch normalisation, a leak and a lower rate, by twos and all three. */
  public static List<Cure> combinations() {
    Cure norm = of("batch norm before");
    Cure leak = of("Leaky ReLU 0.1");
    Cure rate = of("rate / 5");
    return List.of(norm.and(leak), norm.and(rate), leak.and(rate), norm.and(leak).and(rate));
  }

  /** This cure and another one that does nothing to a fresh network. */
  public Cure and(Cure other) {
    return new Cure(
        name + " + " + other.name,
        "combination",
        shape -> other.architecture.apply(architecture.apply(shape)),
        start,
        training -> other.recipe.apply(recipe.apply(training)));
  }

  /**
   * The cure of a name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Cure of(String name) {
    return all().stream()
        .filter(cure -> cure.name.equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "There is no cure named '%s'; ask for one of %s."
                        .formatted(name, all().stream().map(Cure::name).toList())));
  }

  private static Cure activation(String name, Activation activation, Initializer initializer) {
    return new Cure(
        name, "activation", shape -> shape.with(activation).with(initializer), AS_DRAWN, same());
  }

  private static Cure start(String name, Initializer initializer) {
    return new Cure(name, "start", shape -> shape.with(initializer), AS_DRAWN, same());
  }

  /** Once an epoch, after the census. */
  private static ThermalKick kick(double size) {
    return new ThermalKick(size, 1, Integer.MAX_VALUE);
  }

  private static Cure recipe(String name, String family, UnaryOperator<Recipe> recipe) {
    return new Cure(name, family, same(), AS_DRAWN, recipe);
  }

  private static Cure intervention(String name, Intervention intervention) {
    return recipe(name, "revival", recipe -> recipe.with(intervention));
  }

  private static Cure shape(String name, UnaryOperator<Architecture> shape) {
    return new Cure(name, "architecture", shape, AS_DRAWN, same());
  }

  private static <T> UnaryOperator<T> same() {
    return UnaryOperator.identity();
  }
}
