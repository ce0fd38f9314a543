package dyingrelu.study;

import static org.assertj.core.api.Assertions.assertThat;

import dyingrelu.cure.Cure;
import dyingrelu.network.Architecture;
import dyingrelu.network.Optimizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;

class StudiesTest {
  @Test
  void thePublishedStudyIsThePublishedOne() {
    List<Experiment> experiments = Studies.mnist(1, 2);
    assertThat(experiments)
        .extracting(e -> e.architecture().activation().name())
        .containsExactly("relu", "relu", "leaky_relu", "leaky_relu", "elu", "elu");
    Experiment relu = experiments.get(0);
    assertThat(relu.architecture())
        .isEqualTo(Architecture.published(new dyingrelu.activation.Activation.Relu()));
    assertThat(relu.architecture().hidden()).isEqualTo(Collections.nCopies(5, 256));
    assertThat(relu.architecture().parameters()).isEqualTo(466_698);
    assertThat(relu.epochs()).isEqualTo(12);
    assertThat(relu.recipe().batchSize()).isEqualTo(128);
    assertThat(relu.recipe().optimizer()).isEqualTo(new Optimizer.Adam(0.005, 0.9, 0.999, 1e-7));
    assertThat(Studies.centred(3)).allMatch(e -> e.inputs().equals(new Inputs.Centred()));
  }

  @Test
  void thePhaseDiagramIsTheAnnouncedOne() {
    List<Experiment> experiments = Studies.phaseDiagram(1, 2, 3);
    assertThat(experiments).hasSize(2 * 6 * 3 * 2 * 3).doesNotHaveDuplicates();
    assertThat(experiments.stream().map(e -> e.architecture().hidden().size()).distinct())
        .containsExactly(2, 5, 10);
    assertThat(experiments.stream().map(e -> e.architecture().initializer()).distinct()).hasSize(2);
    assertThat(
            experiments.stream()
                .map(e -> e.recipe().optimizer())
                .filter(Optimizer.Adam.class::isInstance)
                .map(Optimizer::learningRate)
                .distinct())
        .containsExactly(1e-4, 3e-4, 1e-3, 3e-3, 1e-2, 3e-2);
  }

  @Test
  void theComparisonOfCuresIsTheAnnouncedOne() {
    List<Experiment> experiments = Studies.cures(1, 2, 3, 4, 5);
    assertThat(experiments)
        .doesNotHaveDuplicates()
        .hasSize(5 * (2 * Cure.all().size() + 2 * 2 + Cure.combinations().size()));
    assertThat(experiments)
        .filteredOn(e -> e.cure().equals("ReLU again") && e.task().equals("harsh"))
        .extracting(e -> List.of(e.seed(), e.order()))
        .contains(List.of(3L, 103L), List.of(5L, 205L));
    assertThat(Cure.all()).hasSizeGreaterThanOrEqualTo(20);
    assertThat(Cure.all()).extracting(Cure::name).doesNotHaveDuplicates().startsWith(Cure.CONTROL);
  }

  /** "probe=2147483647" stood in a table of cures. */
  @Test
  void anExperimentSaysAllImagesInWords() {
    assertThat(Studies.cures(1))
        .noneMatch(e -> e.recipe().toString().contains(Integer.toString(Integer.MAX_VALUE)));
  }

  /** The first edition's slower rate dropped schedule, decay and interventions. */
  @Test
  void aFifthOfTheRateKeepsTheRestOfTheRecipe() {
    Experiment control = Studies.Task.HARSH.of(Cure.of(Cure.CONTROL), 1, 6);
    var recipe =
        Cure.of("kick 1")
            .recipe()
            .apply(
                Cure.of("cosine schedule")
                    .recipe()
                    .apply(Cure.of("decay, all").recipe().apply(control.recipe())));
    var slower = Cure.of("rate / 5").recipe().apply(recipe);
    assertThat(slower.optimizer()).isEqualTo(Optimizer.Adam.keras(0.01 / 5));
    assertThat(slower.with(recipe.optimizer())).isEqualTo(recipe);
  }

  @ParameterizedTest
  @ValueSource(strings = {"mnist-study", "mnist-study-centred", "phase-diagram"})
  void theCommittedResultsAreOfTheseExperiments(String name) {
    Table results = Results.of(name);
    long[] ten = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
    List<List<Object>> announced = new ArrayList<>();
    (switch (name) {
          case "mnist-study" -> Studies.mnist(LongStream.rangeClosed(1, 30).toArray());
          case "mnist-study-centred" -> Studies.centred(ten);
          default -> Studies.phaseDiagram(1, 2, 3);
        })
        .forEach(experiment -> announced.add(Results.name(experiment)));
    List<List<Object>> found = new ArrayList<>();
    for (Row row : results) {
      found.add(Results.name(row));
    }
    assertThat(found.stream().distinct()).containsExactlyInAnyOrderElementsOf(announced);
  }

  /** Not every cure has ten seeds; {@code cures.provenance.txt} says which have. */
  @Test
  void theCommittedCuresAreOfTheAnnouncedOnes() {
    Table results = Results.of("cures");
    assertThat(results.intColumn("layer").unique().asList()).containsExactly(0);
    List<List<Object>> announced =
        Studies.cures(1, 2, 3, 4, 5, 6, 7, 8, 9, 10).stream().map(Results::name).toList();
    Map<List<Object>, Integer> epochs = new HashMap<>();
    for (Row row : results) {
      epochs.merge(Results.name(row), 1, Integer::sum);
    }
    assertThat(announced).containsAll(epochs.keySet());
    assertThat(epochs.values()).containsOnly(Cure.EPOCHS + 1);
    assertThat(epochs).hasSizeGreaterThan(250);
  }

  @Test
  void liveRowsAreTheSameBytesWhateverTimeTheyTook() throws IOException {
    Table some = Results.of("mnist-study").first(7);
    Path file = Results.writeLive(some, "test-live");
    byte[] once = Files.readAllBytes(file);
    some.replaceColumn("seconds", some.doubleColumn("seconds").add(1).setName("seconds"));
    assertThat(Results.writeLive(some, "test-live")).hasBinaryContent(once);
    assertThat(Results.read(file).doubleColumn("dead_pct").asList())
        .isEqualTo(some.doubleColumn("dead_pct").asList());
    Files.delete(file);
  }
}
