package dyingrelu.workbook;

import dyingrelu.machine.OpenBlas;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs other programs, and leaves none of them behind. */
public final class Children {
  /** Without these newer JDKs fill the output with warnings of ND4J and protobuf. */
  static final List<String> JVM_OPTIONS =
      List.of(
          "-XX:+IgnoreUnrecognizedVMOptions",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow");

  private static final long GRACE_SECONDS = 10;

  private Children() {}

  record Finished(int exitCode, String output) {
    String lastLine() {
      return output.strip().lines().reduce("", (first, second) -> second);
    }
  }

  /**
   * The environment in which ND4J's kernels are fast. What the reader has set stays.
   *
   * @param variables the environment variables of this process
   * @return a changeable copy, by the system's rules for names
   */
  static Map<String, String> environment(Map<String, String> variables) {
    Map<String, String> environment = new ProcessBuilder().environment();
    environment.clear();
    environment.putAll(variables);
    // By default ND4J's threads wait for each other in a loop that burns the processor. Beside
    // other
    // work that makes its small operations many times slower.
    environment.putIfAbsent("OMP_WAIT_POLICY", "PASSIVE");
    OpenBlas.coreType().ifPresent(type -> environment.putIfAbsent(OpenBlas.VARIABLE, type));
    return environment;
  }

  /**
   * Runs a program to its end. When this program is stopped first (Ctrl-C), so are that one and all
   * that it started, Java kernels above all: they do not notice that their parent is gone. It is
   * asked to end, and has ten seconds to save what it wants to.
   *
   * @return its exit code
   */
  public static int run(ProcessBuilder builder) throws IOException, InterruptedException {
    Process process = builder.start();
    Thread stop = new Thread(() -> stop(process));
    Runtime.getRuntime().addShutdownHook(stop);
    try {
      return process.waitFor();
    } finally {
      stop(process);
      try {
        Runtime.getRuntime().removeShutdownHook(stop);
      } catch (IllegalStateException alreadyShuttingDown) {
        stop.join();
      }
    }
  }

  /** A program with exactly these environment variables and the streams of this one. */
  static ProcessBuilder command(List<String> command, Map<String, String> environment) {
    ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
    builder.environment().clear();
    builder.environment().putAll(environment);
    return builder;
  }

  /** Runs a short program and returns what it printed to both streams. */
  static Finished capture(List<String> command, Map<String, String> environment)
      throws IOException, InterruptedException {
    Process process =
        command(command, environment)
            .redirectOutput(ProcessBuilder.Redirect.PIPE)
            .redirectErrorStream(true)
            .start();
    // Python prints in the machine's own character set, not always UTF-8 on Windows.
    String output = new String(process.getInputStream().readAllBytes(), Charset.defaultCharset());
    return new Finished(process.waitFor(), output);
  }

  private static void stop(Process process) {
    if (!process.isAlive()) {
      return;
    }
    List<ProcessHandle> started = process.descendants().toList();
    process.destroy();
    try {
      process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process.destroyForcibly();
    started.forEach(ProcessHandle::destroyForcibly);
  }
}
