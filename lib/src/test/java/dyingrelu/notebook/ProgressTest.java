package dyingrelu.notebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private final List<Html> shown = Collections.synchronizedList(new ArrayList<>());
  private final AtomicLong clock = new AtomicLong();
  private final Progress progress = new Progress(shown::add, Duration.ofMillis(250), clock::get);

  private void pass(long milliseconds) {
    clock.addAndGet(milliseconds * 1_000_000);
  }

  private String last() {
    return shown.get(shown.size() - 1).text();
  }

  @Test
  void tellsHowFarAndHowLong() {
    progress.update("relu, seed 1", 0, 12, "epoch 0 of 12");
    pass(6_000);
    progress.update("relu, seed 1", 3, 12, "epoch 3 of 12, loss 0.5");

    assertThat(last())
        .isEqualTo("relu, seed 1: 25 %, epoch 3 of 12, loss 0.5, 6 s so far, about 18 s left");
    pass(60_000);
    progress.update("relu, seed 1", 6, 12, "epoch 6 of 12, loss 0.4");
    assertThat(last()).endsWith("1:06 min so far, about 1:06 min left");
  }

  @Test
  void timeLeftInWords() {
    assertThat(Progress.timeLeft(Duration.ofSeconds(6), 3, 9))
        .isEqualTo("6 s so far, about 18 s left");
    assertThat(Progress.timeLeft(Duration.ofMinutes(2), 1, 40))
        .isEqualTo("2:00 min so far, about 1:20 h left");
    assertThat(Progress.timeLeft(Duration.ofSeconds(5), 0, 9)).isEqualTo("5 s so far");
  }

  @Test
  void showsAtMostFourStatesASecondAndAlwaysTheEndOfATask() {
    for (int i = 0; i < 100; i++) {
      progress.update("a", i, 100, "");
      pass(10);
    }
    assertThat(shown).hasSize(4);
    progress.update("a", 100, 100, "");
    assertThat(shown).hasSize(5);
  }

  @Test
  void finishedTasksHoldNoTimesAndComeInOneOrder() throws InterruptedException {
    for (String task : List.of("relu", "elu")) {
      progress.update(task, 0, 2, "epoch 0");
      pass(1_234);
      progress.update(task, 2, 2, "epoch 2 of 2, loss 0.045");
    }
    progress.finish("2 networks trained");

    assertThat(last().lines())
        .containsExactly(
            "elu: 100 %, epoch 2 of 2, loss 0.045, done",
            "relu: 100 %, epoch 2 of 2, loss 0.045, done", "2 networks trained");
    assertThat(shown.get(shown.size() - 1).html()).doesNotContain(" s so far");
  }

  @Test
  void threadsReportSideBySide() throws InterruptedException {
    List<Thread> threads =
        IntStream.range(0, 4)
            .mapToObj(
                k ->
                    new Thread(
                        () ->
                            IntStream.rangeClosed(0, 500)
                                .forEach(i -> progress.update("task " + k, i, 500, "step " + i))))
            .toList();
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }

    assertThat(last().lines())
        .hasSize(4)
        .allMatch(line -> line.endsWith(": 100 %, step 500, done"));
  }

  @Test
  void escapesHtml() {
    progress.update("<b>", 1, 2, "a & b");

    assertThat(shown.get(0).html()).contains("&lt;b&gt;", "a &amp; b").doesNotContain("<b>");
  }

  @Test
  void refusesImpossibleCounts() {
    assertThatThrownBy(() -> progress.update("a", 3, 2, ""))
        .hasMessageStartingWith("Task 'a' reports 3 of 2 steps;");
  }
}
