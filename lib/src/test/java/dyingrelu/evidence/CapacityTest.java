package dyingrelu.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dyingrelu.study.RunnerTest;
import org.junit.jupiter.api.Test;

class CapacityTest {
  /** All images of noise differ, so that labels at random can be learned by heart. */
  @Test
  void deadUnitsLearnLessByHeart() throws InterruptedException {
    double whole = Capacity.accuracy(RunnerTest.NOISE, 1, 0, true)[0];
    assertThat(whole).isGreaterThan(0.9);
    assertThat(Capacity.accuracy(RunnerTest.NOISE, 1, 100, true)[0]).isLessThan(0.3);
    assertThat(Capacity.accuracy(RunnerTest.NOISE, 1, 0, true)[0]).isEqualTo(whole);
  }
}
