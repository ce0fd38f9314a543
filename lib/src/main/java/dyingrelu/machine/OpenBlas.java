package dyingrelu.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which of OpenBLAS's kernels suit this processor.
 *
 * <p>The OpenBLAS that ND4J brings is of 2021. It takes a processor that came later for an ancient
 * one, and its products are then several times slower. The environment variable {@code
 * OPENBLAS_CORETYPE}, read when it loads, says better.
 */
public final class OpenBlas {
  /** The variable's name. */
  public static final String VARIABLE = "OPENBLAS_CORETYPE";

  private static final List<String> AVX_512 =
      List.of("avx512f", "avx512bw", "avx512cd", "avx512dq", "avx512vl");

  private OpenBlas() {}

  /**
   * The value that {@link #VARIABLE} should have on this machine; nothing where the processor does
   * not tell what it can do (only Linux on x86 does), so that OpenBLAS decides by itself.
   */
  public static Optional<String> coreType() {
    try {
      return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
          .filter(line -> line.startsWith("flags"))
          .findFirst()
          .flatMap(OpenBlas::coreType);
    } catch (IOException notLinux) {
      return Optional.empty();
    }
  }

  static Optional<String> coreType(String flags) {
    Set<String> has = new HashSet<>(Arrays.asList(flags.split("\\s+")));
    if (has.containsAll(AVX_512)) {
      return Optional.of("SkylakeX");
    }
    return has.contains("avx2") && has.contains("fma") ? Optional.of("Haswell") : Optional.empty();
  }
}
