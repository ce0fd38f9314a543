package dyingrelu.census;

import java.math.BigInteger;
import org.apache.commons.math3.random.MersenneTwister;
import org.apache.commons.math3.util.FastMath;

/**
 * The generator behind Python's module {@code random}, so that a seed means here what it means
 * there.
 *
 * <p>A Mersenne Twister (Matsumoto and Nishimura 1998, <a
 * href="https://doi.org/10.1145/272991.272995">doi:10.1145/272991.272995</a>) seeded the way
 * CPython seeds it from an integer. {@link #random} gives CPython's numbers bit for bit. {@link
 * #gauss} may differ in the last bit or two: about one number in 600 does, because CPython takes
 * its logarithm, sine and cosine from the platform's C library. Commons Math's versions came
 * closest to Linux's among those tried (over two million draws {@link Math} came a little less
 * close, {@link StrictMath} differed in one number in 16), and they are the same on every machine.
 *
 * <p>Not thread-safe: each thread needs its own.
 */
public final class PythonRandom {
  private final MersenneTwister twister;
  private double keptNormal = Double.NaN;

  /** As {@code random.seed(seed)}. */
  public PythonRandom(long seed) {
    this(BigInteger.valueOf(seed));
  }

  /** As {@code random.seed(seed)}; like Python's integers the seed may have any size. */
  public PythonRandom(BigInteger seed) {
    twister = new MersenneTwister(digits(seed));
  }

  /** The seed's absolute value in base 2^32, lowest digit first; CPython drops the sign too. */
  private static int[] digits(BigInteger seed) {
    BigInteger magnitude = seed.abs();
    int[] digits = new int[Math.max(1, (magnitude.bitLength() + 31) / 32)];
    for (int i = 0; i < digits.length; i++) {
      digits[i] = magnitude.shiftRight(32 * i).intValue();
    }
    return digits;
  }

  /** The next number in [0, 1), a multiple of 2^-53. */
  public double random() {
    long high = twister.nextInt() >>> 5;
    long low = twister.nextInt() >>> 6;
    return ((high << 26) + low) * 0x1p-53;
  }

  /**
   * The next number of a normal distribution, by the method of Box and Muller (1958, <a
   * href="https://doi.org/10.1214/aoms/1177706645">doi:10.1214/aoms/1177706645</a>). Each pair of
   * uniform numbers gives two normal ones; the second is kept for the next call.
   *
   * @param mu the mean
   * @param sigma the standard deviation
   */
  public double gauss(double mu, double sigma) {
    double normal = keptNormal;
    keptNormal = Double.NaN;
    if (Double.isNaN(normal)) {
      double angle = random() * (2 * Math.PI);
      double radius = Math.sqrt(-2.0 * FastMath.log(1.0 - random()));
      normal = FastMath.cos(angle) * radius;
      keptNormal = FastMath.sin(angle) * radius;
    }
    return mu + normal * sigma;
  }
}
