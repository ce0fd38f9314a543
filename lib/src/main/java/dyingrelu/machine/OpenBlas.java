package dyingrelu.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.bytedeco.openblas.global.openblas;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The OpenBLAS that ND4J brings: which of its kernels suit this processor, and on how many threads
 * it computes.
 *
 * <p>It is of 2021. It takes a processor that came later for an ancient one, and its products are
 * then several times slower. The environment variable {@code OPENBLAS_CORETYPE}, read when it
 * loads, says better.
 */
public final class OpenBlas {
  /** The variable's name. */
  public static final String VARIABLE = "OPENBLAS_CORETYPE";

  private static final List<String> AVX_512 =
      List.of("avx512f", "avx512bw", "avx512cd", "avx512dq", "avx512vl");

  /** How much work is on one thread now, and how many threads there were before. */
  private static int running;

  private static int threadsBefore;

  private OpenBlas() {}

  /**
   * Work that gives a result and may fail.
   *
   * @param <R> the result
   * @param <E> how it may fail
   */
  @FunctionalInterface
  public interface Work<R, E extends Exception> {
    /** Does it. */
    R run() throws E;
  }

  /**
   * Does some work while every product of matrices stays on the thread that calls for it; then
   * OpenBLAS has as many threads again as before.
   *
   * <p>Sums are rounded in an order that depends on the number of threads, so this is what makes
   * results independent of how many processors there are and how many networks train side by side.
   * The library's passes through a network all do it by themselves.
   *
   * <p>OpenBLAS has one number for the whole process: meanwhile products elsewhere in it are on one
   * thread too. Work may be nested, and overlap on several threads: the first begins and the last
   * ends it. Those two cost about a third of a millisecond each and the others nothing, so put it
   * around many products rather than around each.
   *
   * @return what the work gives
   * @throws E if the work fails
   */
  public static <R, E extends Exception> R onOneThread(Work<R, E> work) throws E {
    begin();
    try {
      return work.run();
    } finally {
      end();
    }
  }

  private static synchronized void begin() {
    if (running == 0) {
      Nd4j.getBackend(); // Its start sets the number too, so it must not come later.
      threadsBefore = openblas.blas_get_num_threads();
      openblas.blas_set_num_threads(1);
    }
    running++;
  }

  private static synchronized void end() {
    running--;
    if (running == 0) {
      openblas.blas_set_num_threads(threadsBefore);
    }
  }

  /**
   * The value that {@link #VARIABLE} should have on this machine; nothing where the processor does
   * not tell what it can do (only Linux on x86 does), so that OpenBLAS decides by itself.
   */
  public static Optional<String> coreType() {
    return cpuInfo("flags").flatMap(OpenBlas::coreType);
  }

  /** What Linux says of the processor under a heading; nothing on other systems. */
  static Optional<String> cpuInfo(String heading) {
    try {
      return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
          .filter(line -> line.startsWith(heading))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst();
    } catch (IOException notLinux) {
      return Optional.empty();
    }
  }

  static Optional<String> coreType(String flags) {
    List<String> has = List.of(flags.split("\\s+"));
    if (has.containsAll(AVX_512)) {
      return Optional.of("SkylakeX");
    }
    return has.contains("avx2") && has.contains("fma") ? Optional.of("Haswell") : Optional.empty();
  }
}
