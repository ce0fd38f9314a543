package dyingrelu.data;

import dyingrelu.machine.AtomicFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Downloads from mirrors, one after the other. A transfer that breaks off is resumed where it
 * stopped; a mirror whose file is wrong is passed over. The files are small (10 MB at most), so a
 * file stays in memory until it is known to be right, and only then is written.
 *
 * @param mirrors folders on the web that hold the gzip files
 * @param attempts how often a mirror is tried for one file, at least 1
 * @param patience how long a server may take to connect, and to send nothing, before it counts as
 *     stalled
 * @param pause the wait before the second attempt; it doubles with each further one
 * @param progress takes one line of text at each tenth of a file
 */
public record Download(
    List<URI> mirrors, int attempts, Duration patience, Duration pause, Consumer<String> progress) {

  private static final int POLL_MILLIS = 50;

  /** How many bytes more than its decompressed content a gzip file may have. */
  private static final int SLACK = 4096;

  /** Two public mirrors, three attempts each, lines on {@code System.out}. */
  public static Download standard() {
    return new Download(
        List.of(
            URI.create("https://ossci-datasets.s3.amazonaws.com/mnist/"),
            URI.create("https://storage.googleapis.com/cvdf-datasets/mnist/")),
        3,
        Duration.ofSeconds(20),
        Duration.ofSeconds(1),
        System.out::println);
  }

  /** No mirror had the file; says what happened at each. */
  static final class Failed extends DataException {
    private static final long serialVersionUID = 1;
    private final List<String> tried;

    Failed(MnistFile file, List<String> tried) {
      super("%s could not be downloaded: %s.".formatted(file.gzipName(), String.join(", ", tried)));
      this.tried = List.copyOf(tried);
    }

    List<String> tried() {
      return tried;
    }
  }

  /**
   * Downloads a file into a folder.
   *
   * @return the decompressed bytes, already checked
   * @throws Failed if no mirror has it
   * @throws DataException if the thread is interrupted; its interrupt status stays set
   */
  byte[] fetch(MnistFile file, Path folder) {
    HttpClient client =
        HttpClient.newBuilder()
            .connectTimeout(patience)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();
    List<String> tried = new ArrayList<>();
    for (URI mirror : mirrors) {
      URI address = mirror.resolve(file.gzipName());
      try {
        byte[] bytes = transfer(client, address, file);
        byte[] content = file.decode(file.gzipName(), bytes);
        store(folder.resolve(file.gzipName()), bytes);
        return content;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new DataException(
            "The download of %s was interrupted: run the cell again to start it anew."
                .formatted(file.gzipName()),
            e);
      } catch (DataException | IOException e) {
        tried.add("%s (%s)".formatted(address.getAuthority(), e.getMessage()));
      }
    }
    throw new Failed(file, tried);
  }

  /** A server's answer that no further attempt will better. */
  private static final class Refused extends IOException {
    private static final long serialVersionUID = 1;

    Refused(String message) {
      super(message);
    }
  }

  private byte[] transfer(HttpClient client, URI address, MnistFile file)
      throws IOException, InterruptedException {
    Transfer transfer = new Transfer(address, file);
    for (int attempt = 1; ; attempt++) {
      try {
        transfer.run(client);
        return transfer.bytes();
      } catch (Refused e) {
        throw e;
      } catch (IOException e) {
        if (attempt >= attempts) {
          throw e;
        }
        Duration wait = pause.multipliedBy(1L << (attempt - 1));
        progress.accept(
            "%s: %s; trying again in %d s"
                .formatted(address.getAuthority(), e.getMessage(), wait.toSeconds()));
        Thread.sleep(wait.toMillis());
      }
    }
  }

  private void store(Path target, byte[] bytes) {
    try {
      AtomicFile.write(target, out -> out.write(bytes));
    } catch (IOException e) {
      // The data is here and right; that it cannot be kept is no reason to stop.
      progress.accept(
          "The cache %s cannot be written (%s), so the next run will download again."
              .formatted(target.getParent(), e.getMessage()));
    }
  }

  /** One file from one mirror, over as many attempts as it takes; keeps what has arrived. */
  private final class Transfer {
    private final URI address;
    private final MnistFile file;
    private final ByteArrayOutputStream arrived = new ByteArrayOutputStream();
    private int attempt;
    private long expected;
    private int tenths;

    Transfer(URI address, MnistFile file) {
      this.address = address;
      this.file = file;
    }

    synchronized byte[] bytes() {
      return arrived.toByteArray();
    }

    synchronized int size() {
      return arrived.size();
    }

    void run(HttpClient client) throws IOException, InterruptedException {
      HttpRequest.Builder request = HttpRequest.newBuilder(address);
      int mine;
      synchronized (this) {
        mine = ++attempt;
        if (arrived.size() > 0) {
          request.header("Range", "bytes=" + arrived.size() + "-");
        }
      }
      CompletableFuture<HttpResponse<Void>> response =
          client.sendAsync(request.build(), info -> receive(mine, info));
      try {
        int status = await(response).statusCode();
        if (status == 416) {
          restart();
          throw new IOException("it would not resume");
        }
        if (status >= 500) {
          throw new IOException("HTTP status " + status);
        }
        if (status != 200 && status != 206) {
          throw new Refused("HTTP status " + status);
        }
      } finally {
        response.cancel(true);
      }
    }

    private synchronized void restart() {
      arrived.reset();
    }

    private synchronized HttpResponse.BodySubscriber<Void> receive(
        int mine, HttpResponse.ResponseInfo info) {
      boolean resumed = info.statusCode() == 206;
      if (!resumed && info.statusCode() != 200) {
        return HttpResponse.BodySubscribers.discarding();
      }
      if (!resumed) {
        restart(); // A server that does not know ranges sends the whole file again.
      }
      long length = info.headers().firstValueAsLong("Content-Length").orElse(0);
      expected = length > 0 ? arrived.size() + length : 0;
      return HttpResponse.BodySubscribers.ofByteArrayConsumer(
          chunk -> chunk.ifPresent(bytes -> append(mine, bytes)));
    }

    /** Takes what the running attempt brings; a cancelled one may still deliver a last chunk. */
    private synchronized void append(int from, byte[] chunk) {
      if (from == attempt) {
        arrived.writeBytes(chunk);
      }
    }

    private HttpResponse<Void> await(CompletableFuture<HttpResponse<Void>> response)
        throws IOException, InterruptedException {
      int seen = size();
      long lastNews = System.nanoTime();
      while (true) {
        try {
          HttpResponse<Void> done = response.get(POLL_MILLIS, TimeUnit.MILLISECONDS);
          report();
          return done;
        } catch (TimeoutException e) {
          if (size() != seen) {
            seen = size();
            lastNews = System.nanoTime();
            report();
            if (seen > file.length() + SLACK) {
              throw new Refused("it sends far more than the file");
            }
          } else if (System.nanoTime() - lastNews > patience.toNanos()) {
            throw new IOException("it stopped sending for %d s".formatted(patience.toSeconds()));
          }
        } catch (ExecutionException e) {
          throw failure(e.getCause());
        }
      }
    }

    private IOException failure(Throwable cause) {
      if (cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException) {
        return new Refused("no connection");
      }
      return new IOException("the connection broke off", cause);
    }

    private synchronized void report() {
      int now = expected > 0 ? (int) (10L * arrived.size() / expected) : 0;
      if (now > tenths) {
        tenths = now;
        progress.accept(
            "Downloading %s from %s: %d %%"
                .formatted(file.gzipName(), address.getAuthority(), 10 * now));
      }
    }
  }
}
