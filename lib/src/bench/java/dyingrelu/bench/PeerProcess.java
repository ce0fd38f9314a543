package dyingrelu.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A peer in a process of its own that answers lines with lines. It ends with this JVM. */
final class PeerProcess implements AutoCloseable {
  /** No epoch takes this long; a peer that is silent for longer hangs. */
  private static final long PATIENCE_MINUTES = 15;

  private final Process process;
  private final Writer in;
  private final Path log;
  private final Thread stop;
  private final BlockingQueue<Optional<Answer>> answers = new LinkedBlockingQueue<>();

  /**
   * Starts a peer.
   *
   * @param builder its command and environment
   * @param log receives its standard error
   * @throws PeerFailure if the program cannot be started
   */
  PeerProcess(ProcessBuilder builder, Path log) throws PeerFailure, IOException {
    this.log = log;
    Files.createDirectories(log.getParent());
    try {
      process = builder.redirectError(log.toFile()).start();
    } catch (IOException e) {
      throw new PeerFailure("could not be started: " + e.getMessage());
    }
    stop = new Thread(process::destroyForcibly);
    Runtime.getRuntime().addShutdownHook(stop);
    in = process.outputWriter(StandardCharsets.UTF_8);
    Thread reader = new Thread(() -> read(process.getInputStream()), "answers");
    reader.setDaemon(true);
    reader.start();
  }

  private void read(InputStream stream) {
    try (BufferedReader out =
        new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        Answer.parse(line).ifPresent(answer -> answers.add(Optional.of(answer)));
      }
    } catch (IOException e) {
      // The process is gone; so says the empty answer.
    }
    answers.add(Optional.empty());
  }

  /** Sends a command; the answer is taken by {@link #answer}. */
  void send(String command) throws PeerFailure {
    try {
      in.write(command + "\n");
      in.flush();
    } catch (IOException e) {
      throw ended();
    }
  }

  /**
   * Waits for the next answer.
   *
   * @throws PeerFailure if the process ended, with the last line of its error output, or hangs
   */
  Answer answer() throws PeerFailure, InterruptedException {
    Optional<Answer> answer = answers.poll(PATIENCE_MINUTES, TimeUnit.MINUTES);
    if (answer == null) {
      throw new PeerFailure("no answer within " + PATIENCE_MINUTES + " minutes");
    }
    return answer.orElseThrow(this::ended);
  }

  private PeerFailure ended() {
    String last;
    try {
      process.waitFor(5, TimeUnit.SECONDS);
      last =
          Files.readString(log, Charset.defaultCharset())
              .lines()
              .filter(line -> !line.isBlank() && !line.startsWith("\tat "))
              .reduce((a, b) -> b)
              .orElse("no message");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      last = "interrupted";
    }
    return new PeerFailure("ended: " + last.strip());
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      Runtime.getRuntime().removeShutdownHook(stop);
    } catch (IllegalStateException shuttingDown) {
      return;
    }
  }
}
