package dyingrelu.workbook;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/** Something the reader can put right. The message is one sentence: what is wrong, what to do. */
public final class Failure extends Exception {
  private static final long LEAST_SPACE = 10_000_000;
  private static final Pattern FULL_DISK =
      Pattern.compile(
          "No space left on device|not enough space on the disk|[Dd]isk quota exceeded|Errno 28");
  private static final Pattern NO_NETWORK =
      Pattern.compile(
          "NewConnectionError|ConnectionError|ConnectTimeout|ReadTimeout|MaxRetryError|ProxyError"
              + "|NameResolutionError|name resolution|Network is unreachable|timed out"
              + "|getaddrinfo failed|SSLError");

  Failure(String sentence) {
    super(sentence);
  }

  static Failure of(IOException e) {
    return FULL_DISK.matcher(String.valueOf(e.getMessage())).find()
        ? fullDisk()
        : new Failure(
            "A file could not be read or written (" + e + "): put that right and run again.");
  }

  /**
   * The sentence for a full disk or a missing network, if that is why a program failed.
   *
   * @param output what the program printed
   * @param folder where it wrote; not every program tells that the disk is full
   */
  static Optional<Failure> fromOutput(String output, Path folder) {
    if (FULL_DISK.matcher(output).find() || folder.toFile().getUsableSpace() < LEAST_SPACE) {
      return Optional.of(fullDisk());
    }
    if (NO_NETWORK.matcher(output).find()) {
      return Optional.of(
          new Failure(
              "Python packages could not be downloaded, as their index was not reached: connect to"
                  + " the network (or set HTTPS_PROXY) and run again; only the first run needs it."));
    }
    return Optional.empty();
  }

  private static Failure fullDisk() {
    return new Failure(
        "The disk is full: free some space (about 1 GB for Jupyter) where the checkout lies and run again;"
            + " what was left half done is made anew.");
  }
}
