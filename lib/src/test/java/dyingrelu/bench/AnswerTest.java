package dyingrelu.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerTest {
  @Test
  void anEpochIsSecondsAndLoss() throws Exception {
    assertThat(answer("bench epoch 1.25 0.0895").epoch()).isEqualTo(new Answer.Epoch(1.25, 0.0895));
  }

  @Test
  void productsHaveNoLoss() throws Exception {
    assertThat(answer("bench epoch 1.25 NaN").epoch().loss()).isNaN();
  }

  @Test
  void accuraciesAreOneForEachNetwork() throws Exception {
    assertThat(answer("bench accuracy 0.97 0.9654").accuracies()).isEqualTo(List.of(0.97, 0.9654));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Epoch 1/1", " bench epoch 1 2", "benchmark"})
  void chatterIsNoAnswer(String line) {
    assertThat(Answer.parse(line)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "epoch",
        "epoch 1",
        "epoch 0 1",
        "epoch -1 1",
        "epoch inf 1",
        "epoch a b",
        "ready"
      })
  void whatIsNoEpochIsAFailure(String line) {
    assertThatThrownBy(() -> answer("bench " + line).epoch())
        .isInstanceOf(PeerFailure.class)
        .hasMessageContaining("answered '" + line);
  }

  @ParameterizedTest
  @ValueSource(strings = {"accuracy", "accuracy 97", "accuracy -0.1", "accuracy x", "epoch 1 1"})
  void whatIsNoAccuracyIsAFailure(String line) {
    assertThatThrownBy(() -> answer("bench " + line).accuracies())
        .isInstanceOf(PeerFailure.class)
        .hasMessageContaining("answered '" + line);
  }

  private static Answer answer(String line) {
    return Answer.parse(line).orElseThrow();
  }
}
