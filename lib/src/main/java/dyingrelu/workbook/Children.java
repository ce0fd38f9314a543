package dyingrelu.workbook;

import java.io.IOException;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs other programs, and leaves none of them behind. */
public final class Children {
  private static final long GRACE_SECONDS = 10;

  private Children() {}

  record Finished(int exitCode, String output) {}

  /**
   * Runs a program to its end. When this program is stopped first (Ctrl-C), so are that one and all
   * that it started, Java kernels above all: they do not notice that their parent is gone.
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

  /** Runs a short program and returns what it printed to both streams. */
  static Finished capture(List<String> command, Map<String, String> environment)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(environment);
    Process process = builder.start();
    try {
      process.getOutputStream().close();
      // Python prints in the machine's own character set, not always UTF-8 on Windows.
      String output = new String(process.getInputStream().readAllBytes(), Charset.defaultCharset());
      return new Finished(process.waitFor(), output);
    } finally {
      process.destroy();
    }
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
