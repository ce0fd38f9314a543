package dyingrelu.network;

import static org.assertj.core.api.Assertions.assertThat;

import dyingrelu.activation.Activation;
import dyingrelu.census.LayerCensus;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.openblas.global.openblas;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;

/** The engine's products are on one thread each; a user's own are on as many as before. */
class OneThreadTest {
  @Test
  void theThreadsOfOpenBlasAreTheUsersAgainAfterwards() throws Exception {
    Nd4j.getBackend();
    int before = openblas.blas_get_num_threads();
    openblas.blas_set_num_threads(3);
    try {
      List<Integer> inTraining = new ArrayList<>();
      Recipe recipe =
          Recipe.of(new Optimizer.Sgd(0.1), 100)
              .with((training, step) -> inTraining.add(openblas.blas_get_num_threads()));
      Network network =
          Network.create(
              new Architecture(4, List.of(5), 3, new Activation.Relu(), Initializer.HE_NORMAL), 1);
      new Training(network, recipe, TrainingTest.INPUTS, TrainingTest.LABELS, 1).epoch();
      assertThat(inTraining).containsExactly(1, 1, 1);
      network.logits(TrainingTest.INPUTS);
      new Backpropagation(network, 300).run(TrainingTest.INPUTS, TrainingTest.LABELS);
      LayerCensus.take(network, TrainingTest.INPUTS);
      assertThat(openblas.blas_get_num_threads()).isEqualTo(3);
    } finally {
      openblas.blas_set_num_threads(before);
    }
  }
}
