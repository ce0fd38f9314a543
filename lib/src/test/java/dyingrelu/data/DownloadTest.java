package dyingrelu.data;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60) // a guard against hanging, not a measurement
class DownloadTest {
  private static final String IMAGES = TinyMnist.TRAIN_IMAGES;

  @TempDir Path folder;
  private final TinyMnist tiny = new TinyMnist(1);
  private final byte[] gzip = tiny.gzip(IMAGES);
  private final MnistFile file = tiny.file(IMAGES);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch testIsOver = new CountDownLatch(1);
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private HttpServer server;
  private Path cache;

  /** What a mirror does with its n-th request, n from 1. */
  @FunctionalInterface
  private interface Answer {
    void to(HttpExchange exchange, int n) throws IOException;
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
  void goodMirror() throws IOException {
    URI good = mirror("good", this::sendWhole);

    assertThat(fetch(good)).isEqualTo(tiny.content(IMAGES));

    assertCached();
    assertThat(lines).last().asString().contains(file.gzipName(), "100 %");
  }

  @Test
  void progressIsAtMostOneLinePerTenth() {
    URI slow =
        mirror(
            "slow",
            (exchange, n) -> {
              exchange.sendResponseHeaders(200, gzip.length);
              for (byte b : gzip) {
                exchange.getResponseBody().write(b);
              }
              exchange.close();
            });

    fetch(slow);

    assertThat(lines).isNotEmpty().hasSizeLessThanOrEqualTo(10).doesNotHaveDuplicates();
  }

  @Test
  void notFoundThenTheNextMirror() throws IOException {
    URI lacking = mirror("lacking", (exchange, n) -> sendStatus(exchange, 404));
    URI good = mirror("good", this::sendWhole);

    assertThat(fetch(lacking, good)).isEqualTo(tiny.content(IMAGES));

    assertThat(requests).containsExactly("/lacking 1", "/good 1");
    assertCached();
  }

  @Test
  void serverErrorIsTriedAgain() {
    URI shaky =
        mirror(
            "shaky",
            (exchange, n) -> {
              if (n < 3) {
                sendStatus(exchange, 503);
              } else {
                sendWhole(exchange, n);
              }
            });

    assertThat(fetch(shaky)).isEqualTo(tiny.content(IMAGES));

    assertThat(requests).containsExactly("/shaky 1", "/shaky 2", "/shaky 3");
    assertThat(lines).anyMatch(line -> line.contains("HTTP status 503; trying again"));
  }

  @Test
  void attemptsAreBounded() {
    URI broken = mirror("broken", (exchange, n) -> sendStatus(exchange, 500));

    assertFails("HTTP status 500", broken);

    assertThat(requests).hasSize(3);
  }

  @Test
  void webPageThenTheNextMirror() throws IOException {
    URI portal = mirror("portal", (exchange, n) -> send(exchange, "<html>Log in".getBytes(UTF_8)));
    URI good = mirror("good", this::sendWhole);

    assertThat(fetch(portal, good)).isEqualTo(tiny.content(IMAGES));

    assertCached();
    assertFails(file.gzipName() + " is a web page, not an IDX file", portal);
  }

  @Test
  void wrongChecksumThenTheNextMirror() throws IOException {
    byte[] other = new TinyMnist(2).gzip(IMAGES);
    URI wrong = mirror("wrong", (exchange, n) -> send(exchange, other));
    URI good = mirror("good", this::sendWhole);

    assertThat(fetch(wrong, good)).isEqualTo(tiny.content(IMAGES));

    assertThat(requests).containsExactly("/wrong 1", "/good 1");
    assertCached();
  }

  @Test
  void nothingIsKeptOfAWrongFile() {
    byte[] other = new TinyMnist(2).gzip(IMAGES);
    URI wrong = mirror("wrong", (exchange, n) -> send(exchange, other));

    assertFails(file.gzipName() + " is not the published file (SHA-256", wrong);

    assertThat(cache).doesNotExist();
  }

  @Test
  void cutOffTransferIsResumed() throws IOException {
    List<String> ranges = new CopyOnWriteArrayList<>();
    URI shaky =
        mirror(
            "shaky",
            (exchange, n) -> {
              ranges.add(String.valueOf(exchange.getRequestHeaders().getFirst("Range")));
              if (n == 1) {
                sendHalf(exchange);
                exchange.close();
              } else {
                sendFrom(exchange, rangeStart(exchange));
              }
            });

    assertThat(fetch(shaky)).isEqualTo(tiny.content(IMAGES));

    assertThat(ranges).containsExactly("null", "bytes=" + gzip.length / 2 + "-");
    assertCached();
  }

  @Test
  void aServerThatIgnoresRangesStartsAnew() throws IOException {
    URI simple =
        mirror(
            "simple",
            (exchange, n) -> {
              if (n == 1) {
                sendHalf(exchange);
                exchange.close();
              } else {
                sendWhole(exchange, n);
              }
            });

    assertThat(fetch(simple)).isEqualTo(tiny.content(IMAGES));

    assertThat(requests).hasSize(2);
    assertCached();
  }

  @Test
  void aServerThatRefusesTheRangeStartsAnew() {
    URI strict =
        mirror(
            "strict",
            (exchange, n) -> {
              if (n == 1) {
                sendHalf(exchange);
                exchange.close();
              } else if (exchange.getRequestHeaders().containsKey("Range")) {
                sendStatus(exchange, 416);
              } else {
                sendWhole(exchange, n);
              }
            });

    assertThat(fetch(strict)).isEqualTo(tiny.content(IMAGES));

    assertThat(requests).hasSize(3);
  }

  @Test
  void aStalledServerIsGivenUp() throws IOException {
    URI stalled =
        mirror(
            "stalled",
            (exchange, n) -> {
              sendHalf(exchange);
              awaitEndOfTest();
            });
    URI good = mirror("good", this::sendWhole);
    Download impatient =
        new Download(List.of(stalled, good), 1, Duration.ofMillis(700), Duration.ZERO, lines::add);

    assertThat(impatient.fetch(file, cache)).isEqualTo(tiny.content(IMAGES));

    assertCached();
  }

  @Test
  void aServerThatNeverAnswersIsGivenUp() {
    URI silent = mirror("silent", (exchange, n) -> awaitEndOfTest());
    Download impatient =
        new Download(List.of(silent), 1, Duration.ofMillis(700), Duration.ZERO, lines::add);

    assertThatThrownBy(() -> impatient.fetch(file, cache))
        .isInstanceOf(Download.Failed.class)
        .hasMessageContaining("it stopped sending");
  }

  @Test
  void anEndlessServerIsGivenUp() {
    URI endless =
        mirror(
            "endless",
            (exchange, n) -> {
              exchange.sendResponseHeaders(200, 0);
              while (testIsOver.getCount() > 0) {
                exchange.getResponseBody().write(new byte[1000]);
              }
            });

    assertFails("it sends far more than the file", endless);
  }

  @Test
  void noServerAtAll() throws IOException {
    URI gone = mirror("gone", this::sendWhole);
    server.stop(0);

    assertFails("no connection", gone);

    assertThat(cache).doesNotExist();
  }

  @Test
  void interruptStopsTheDownload() throws Exception {
    CountDownLatch started = new CountDownLatch(1);
    URI stalled =
        mirror(
            "stalled",
            (exchange, n) -> {
              sendHalf(exchange);
              started.countDown();
              awaitEndOfTest();
            });
    URI good = mirror("good", this::sendWhole);
    Thread reader = Thread.currentThread();
    threads.execute(
        () -> {
          awaitQuietly(started);
          reader.interrupt();
        });

    assertThatThrownBy(() -> fetch(stalled, good))
        .isInstanceOf(DataException.class)
        .isNotInstanceOf(Download.Failed.class)
        .hasMessage(
            "The download of train-images-idx3-ubyte.gz was interrupted: "
                + "run the cell again to start it anew.");

    assertThat(Thread.interrupted()).isTrue();
    assertThat(requests).containsExactly("/stalled 1");
    assertThat(cache).doesNotExist();
  }

  @Test
  void theCacheIsFilledOnceAndThenUsed() {
    MnistSources sources = sources(mirrorOfAll("all"));

    assertThat(Mnist.load(sources).source()).isEqualTo("the download cache");
    assertThat(requests).hasSize(4);
    Mnist.load(sources);

    assertThat(requests).hasSize(4);
  }

  @Test
  void aDamagedFileInTheCacheIsReplaced() throws IOException {
    MnistSources sources = sources(mirrorOfAll("all"));
    Mnist.load(sources);
    requests.clear();
    Path plain = cache.resolve(IMAGES);
    Files.write(plain, new byte[100]);

    Mnist mnist = Mnist.load(sources);
    Mnist.load(sources);

    assertThat(mnist.train().size()).isEqualTo(TinyMnist.TRAIN);
    assertThat(requests).containsExactly("/all 5");
    assertThat(plain).doesNotExist();
    assertThat(lines).anyMatch(line -> line.startsWith(plain + " starts with 0x00000000"));
    assertCached();
  }

  @Test
  void aCacheThatCannotBeWrittenDoesNotStopTheLoading() throws IOException {
    Files.createDirectories(cache.getParent());
    Files.writeString(cache, "a file where the folder should be");

    assertThat(fetch(mirror("good", this::sendWhole))).isEqualTo(tiny.content(IMAGES));

    assertThat(lines).last().asString().contains("cannot be written", "will download again");
  }

  private byte[] fetch(URI... mirrors) {
    return TinyMnist.download(List.of(mirrors), lines::add).fetch(file, cache);
  }

  private void assertFails(String reason, URI mirror) {
    assertThatThrownBy(() -> fetch(mirror))
        .isInstanceOf(Download.Failed.class)
        .hasMessageStartingWith(
            "%s could not be downloaded: %s (%s"
                .formatted(file.gzipName(), mirror.getAuthority(), reason));
  }

  private void assertCached() throws IOException {
    assertThat(cache.resolve(file.gzipName())).hasBinaryContent(gzip);
    try (var files = Files.list(cache)) {
      assertThat(files).noneMatch(path -> path.toString().endsWith(".part"));
    }
  }

  private MnistSources sources(URI mirror) {
    MnistSources none = tiny.sources(cache);
    Download download = TinyMnist.download(List.of(mirror), lines::add);
    return new MnistSources(none.explicit(), none.folders(), cache, download, false, tiny.files());
  }

  private URI mirror(String name, Answer answer) {
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
          answer.to(exchange, n);
        });
    return URI.create("http://localhost:" + server.getAddress().getPort() + "/" + name + "/");
  }

  private URI mirrorOfAll(String name) {
    return mirror(
        name,
        (exchange, n) -> {
          String path = exchange.getRequestURI().getPath();
          String asked = path.substring(path.lastIndexOf('/') + 1).replace(".gz", "");
          send(exchange, tiny.gzip(asked));
        });
  }

  private void sendWhole(HttpExchange exchange, int n) throws IOException {
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
  private void sendHalf(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, gzip.length);
    exchange.getResponseBody().write(gzip, 0, gzip.length / 2);
    exchange.getResponseBody().flush();
  }

  private void sendFrom(HttpExchange exchange, int start) throws IOException {
    byte[] rest = Arrays.copyOfRange(gzip, start, gzip.length);
    exchange
        .getResponseHeaders()
        .set("Content-Range", "bytes %d-%d/%d".formatted(start, gzip.length - 1, gzip.length));
    exchange.sendResponseHeaders(206, rest.length);
    exchange.getResponseBody().write(rest);
    exchange.close();
  }

  private static int rangeStart(HttpExchange exchange) {
    return Integer.parseInt(
        exchange.getRequestHeaders().getFirst("Range").replaceAll("bytes=(\\d+)-", "$1"));
  }

  private void awaitEndOfTest() {
    awaitQuietly(testIsOver);
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
