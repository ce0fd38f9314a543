package dyingrelu.data;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dyingrelu.machine.Sha256;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Mirrors on this machine, and what {@link Mnist#load(MnistSources)} makes of them. */
@Timeout(60) // a guard against hanging, not a measurement
class MirrorTest {
  private static final int PATIENCE = 20_000;

  @TempDir Path folder;
  private final TinyMnist tiny = new TinyMnist(1);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch testIsOver = new CountDownLatch(1);
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private HttpServer server;
  private Path cache;

  /** What a mirror does with its n-th request, n from 1. */
  @FunctionalInterface
  private interface Answer {
    void to(HttpExchange exchange, byte[] gzip, int n) throws IOException;
  }

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.start();
    cache = folder.resolve("the cache");
  }

  @AfterEach
  void stop() {
    testIsOver.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  @Test
  void theCacheIsFilledOnceAndThenUsed() throws IOException {
    Mirror good = mirror("good", MirrorTest::sendWhole);

    Mnist mnist = load(good);

    assertThat(mnist.source()).isEqualTo("the download cache");
    assertThat(mnist.train().size()).isEqualTo(TinyMnist.TRAIN);
    assertThat(requests).hasSize(4);
    assertCached();
    assertThat(lines)
        .startsWith("Downloading train-images-idx3-ubyte.gz from %s.".formatted(good.name()));
    assertThat(load(good).train().images()).isEqualTo(mnist.train().images());
    assertThat(requests).hasSize(4);
  }

  @Test
  void progressIsALinePerMegabyte() throws Exception {
    byte[] noise = new byte[2_500_000];
    new Random(1).nextBytes(noise);
    MnistFile large = new MnistFile("noise", Sha256.of(noise));
    Mirror mirror = mirror("large", (exchange, gzip, n) -> send(exchange, noise));

    assertThat(mirror.fetch(List.of(large), lines::add)).containsExactly(noise);

    assertThat(lines).hasSize(3).endsWith("  1 MB", "  2 MB");
  }

  @Test
  void notFoundThenTheNextMirror() throws IOException {
    Mirror lacking = mirror("lacking", (exchange, gzip, n) -> sendStatus(exchange, 404));

    assertFails("HTTP status 404", lacking);
    requests.clear();
    load(lacking, mirror("good", MirrorTest::sendWhole));

    assertThat(requests).startsWith("/lacking 3", "/lacking 4", "/good 1").hasSize(6);
    assertCached();
  }

  @Test
  void serverErrorIsTriedOnceMore() {
    Mirror shaky =
        mirror(
            "shaky",
            (exchange, gzip, n) -> {
              if (n == 1) {
                sendStatus(exchange, 503);
              } else {
                sendWhole(exchange, gzip, n);
              }
            });

    load(shaky);

    assertThat(requests).hasSize(5);
    assertThat(lines).contains("  HTTP status 503; trying once more");
  }

  @Test
  void cutOffTransferIsTriedOnceMore() throws IOException {
    Mirror shaky =
        mirror(
            "shaky",
            (exchange, gzip, n) -> {
              if (n == 1) {
                sendHalf(exchange, gzip);
                exchange.close();
              } else {
                sendWhole(exchange, gzip, n);
              }
            });

    load(shaky);

    assertThat(requests).hasSize(5);
    assertCached();
  }

  @Test
  void alwaysCutOffThenTheNextMirror() throws IOException {
    Mirror broken =
        mirror(
            "broken",
            (exchange, gzip, n) -> {
              sendHalf(exchange, gzip);
              exchange.close();
            });

    load(broken, mirror("good", MirrorTest::sendWhole));

    assertThat(requests).startsWith("/broken 1", "/broken 2", "/good 1").hasSize(6);
    assertCached();
  }

  @Test
  void aSilentServerIsGivenUp() throws IOException {
    Mirror stalled =
        mirror(
            "stalled",
            (exchange, gzip, n) -> {
              sendHalf(exchange, gzip);
              awaitQuietly(testIsOver);
            });
    Mirror impatient = new Mirror(stalled.folder(), 300);

    load(impatient, mirror("good", MirrorTest::sendWhole));

    assertThat(requests).contains("/stalled 2", "/good 1");
    assertCached();
  }

  @Test
  void webPageOrWrongFileThenTheNextMirror() throws IOException {
    TinyMnist other = new TinyMnist(2);
    Mirror portal =
        mirror("portal", (exchange, gzip, n) -> send(exchange, "<html>".getBytes(UTF_8)));
    Mirror wrong =
        mirror("wrong", (exchange, gzip, n) -> send(exchange, other.gzip(TinyMnist.TRAIN_IMAGES)));

    assertFails(
        "train-images-idx3-ubyte is not the published file: 6 bytes with the SHA-256", portal);
    assertFails("train-images-idx3-ubyte is not the published file: 15696 bytes with the", wrong);
    assertThat(cache).doesNotExist();
    load(portal, wrong, mirror("good", MirrorTest::sendWhole));
    assertCached();
  }

  @Test
  void anUnreachableMirrorIsNotTriedAgain() throws IOException {
    Mirror gone = mirror("gone", MirrorTest::sendWhole);
    server.stop(0);

    assertFails("no connection", gone);

    assertThat(lines).hasSize(1);
    assertThat(cache).doesNotExist();
  }

  @Test
  void interruptStopsTheDownload() {
    Thread reader = Thread.currentThread();
    Mirror slow =
        mirror(
            "slow",
            (exchange, gzip, n) -> {
              exchange.sendResponseHeaders(200, gzip.length);
              reader.interrupt();
              for (int i = 0; i < gzip.length && testIsOver.getCount() > 0; i++) {
                exchange.getResponseBody().write(gzip, i, 1);
                exchange.getResponseBody().flush();
              }
              awaitQuietly(testIsOver);
            });

    assertThatThrownBy(() -> load(slow, mirror("good", MirrorTest::sendWhole)))
        .isInstanceOf(DataException.class)
        .hasMessage("The download of MNIST was interrupted: run the cell again to start it anew.");

    assertThat(Thread.interrupted()).isTrue();
    assertThat(requests).containsExactly("/slow 1");
    assertThat(cache).doesNotExist();
  }

  @Test
  void aDamagedCacheIsFilledAnew() throws IOException {
    Mirror good = mirror("good", MirrorTest::sendWhole);
    load(good);
    requests.clear();
    lines.clear();
    Files.write(cache.resolve(TinyMnist.TRAIN_IMAGES), new byte[100]);

    load(good);
    assertThat(lines)
        .first()
        .asString()
        .startsWith("The cache cannot be used (train-images-idx3-ubyte is not the published file")
        .endsWith("; downloading the files anew.");
    load(good);

    assertThat(requests).hasSize(4);
    assertCached();
  }

  @Test
  void aDamagedGzipInTheCacheIsReplacedForGood() throws IOException {
    tiny.writeTo(cache);
    Files.write(cache.resolve(TinyMnist.TRAIN_IMAGES + ".gz"), new byte[100]);
    Mirror good = mirror("good", MirrorTest::sendWhole);

    load(good);
    load(good);

    assertThat(requests).hasSize(4);
  }

  /** The interrupt comes when everything has arrived and is about to be written. */
  @Test
  void anInterruptDoesNotCutTheCacheShort() throws IOException {
    Mirror good = mirror("good", MirrorTest::sendWhole);
    Download interrupted =
        new Download() {
          @Override
          public String name() {
            return good.name();
          }

          @Override
          public List<byte[]> fetch(List<MnistFile> files, Consumer<String> progress)
              throws IOException, InterruptedException {
            List<byte[]> contents = good.fetch(files, progress);
            Thread.currentThread().interrupt();
            return contents;
          }
        };

    load(interrupted);

    assertThat(Thread.interrupted()).isTrue();
    assertCached();
  }

  @Test
  void aCacheThatCannotBeWrittenDoesNotStopTheLoading() throws IOException {
    Files.writeString(cache, "a file where the folder should be");

    assertThat(load(mirror("good", MirrorTest::sendWhole)).test().size()).isEqualTo(TinyMnist.TEST);

    assertThat(lines)
        .last()
        .asString()
        .startsWith("The cache " + cache + " cannot be written (")
        .endsWith("; the next run will download again.");
  }

  private Mnist load(Download... mirrors) {
    return Mnist.load(tiny.sources(cache, lines::add, mirrors));
  }

  private void assertFails(String reason, Mirror mirror) {
    assertThatThrownBy(() -> load(mirror))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(
            "MNIST is not on this machine and could not be downloaded (%s: %s"
                .formatted(mirror.name(), reason));
  }

  private void assertCached() throws IOException {
    for (MnistFile file : tiny.files()) {
      assertThat(cache.resolve(file.name())).hasBinaryContent(tiny.content(file.name()));
    }
    try (var files = Files.list(cache)) {
      assertThat(files).hasSize(4);
    }
  }

  private Mirror mirror(String name, Answer answer) {
    List<String> own = new ArrayList<>();
    server.createContext(
        "/" + name + "/",
        exchange -> {
          int n;
          synchronized (own) {
            own.add(name);
            n = own.size();
          }
          requests.add("/" + name + " " + n);
          String path = exchange.getRequestURI().getPath();
          String asked = path.substring(path.lastIndexOf('/') + 1).replace(".gz", "");
          byte[] gzip = asked.equals("noise") ? new byte[0] : tiny.gzip(asked);
          answer.to(exchange, gzip, n);
        });
    String address = "http://localhost:" + server.getAddress().getPort() + "/" + name + "/";
    return new Mirror(URI.create(address), PATIENCE);
  }

  private static void sendWhole(HttpExchange exchange, byte[] gzip, int n) throws IOException {
    send(exchange, gzip);
  }

  private static void send(HttpExchange exchange, byte[] bytes) throws IOException {
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private static void sendStatus(HttpExchange exchange, int status) throws IOException {
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
  }

  /** Promises the whole file and sends half of it. */
  private static void sendHalf(HttpExchange exchange, byte[] gzip) throws IOException {
    exchange.sendResponseHeaders(200, gzip.length);
    exchange.getResponseBody().write(gzip, 0, gzip.length / 2);
    exchange.getResponseBody().flush();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
