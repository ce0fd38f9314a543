package dyingrelu.census;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.aggregator.ArgumentsAccessor;
import org.junit.jupiter.params.provider.CsvFileSource;

/** Compares with the draws that golden.py took from CPython. */
class PythonRandomTest {
  private static final int DRAWS = 100_000;

  @ParameterizedTest
  @CsvFileSource(resources = "random-golden.csv", numLinesToSkip = 1)
  void drawsTheUniformNumbersOfPythonBitForBit(ArgumentsAccessor golden) throws Exception {
    PythonRandom random = new PythonRandom(new BigInteger(golden.getString(0)));
    ByteBuffer drawn = ByteBuffer.allocate(DRAWS * Double.BYTES);
    for (int i = 0; i < DRAWS; i++) {
      drawn.putDouble(random.random());
    }
    assertThat(new double[] {drawn.getDouble(0), drawn.getDouble(8), drawn.getDouble(16)})
        .containsExactly(hex(golden, 1), hex(golden, 2), hex(golden, 3));
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(drawn.array());
    assertThat(HexFormat.of().formatHex(digest)).isEqualTo(golden.getString(4));
  }

  @ParameterizedTest
  @CsvFileSource(resources = "random-golden.csv", numLinesToSkip = 1)
  void drawsTheNormalNumbersOfPythonToTheLastBits(ArgumentsAccessor golden) {
    PythonRandom random = new PythonRandom(new BigInteger(golden.getString(0)));
    double sum = 0;
    double last = 0;
    for (int i = 0; i <= DRAWS; i++) {
      last = random.gauss(0, 1);
      sum += last;
      if (i < 3) {
        assertThat(last).isCloseTo(hex(golden, 5 + i), within(2 * Math.ulp(last)));
      }
    }
    assertThat(last).isCloseTo(hex(golden, 8), within(2 * Math.ulp(last)));
    assertThat(sum).isCloseTo(hex(golden, 9), within(1e-9));
  }

  @Test
  void scalesAndShiftsTheSameDraws() {
    PythonRandom standard = new PythonRandom(7);
    PythonRandom scaled = new PythonRandom(7);
    for (int i = 0; i < 5; i++) {
      assertThat(scaled.gauss(3, 0.5)).isEqualTo(3 + 0.5 * standard.gauss(0, 1));
    }
  }

  private static double hex(ArgumentsAccessor golden, int column) {
    return Double.parseDouble(golden.getString(column));
  }
}
