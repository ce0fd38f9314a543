package dyingrelu.book;

import java.io.IOException;
import java.util.Optional;
import java.util.regex.Pattern;

/** Something the reader can put right. The message is one sentence: what is wrong, what to do. */
final class Failure extends Exception {
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
    return fromOutput(String.valueOf(e.getMessage()))
        .orElseGet(
            () ->
                new Failure(
                    "A file could not be read or written: "
                        + e
                        + ". Put that right and run again."));
  }

  /** The sentence for a full disk or a missing network, if a program's output speaks of one. */
  static Optional<Failure> fromOutput(String output) {
    if (FULL_DISK.matcher(output).find()) {
      return Optional.of(
          new Failure(
              "The disk is full: free about 1 GB where the checkout lies and run again;"
                  + " what was left half done is made anew."));
    }
    if (NO_NETWORK.matcher(output).find()) {
      return Optional.of(
          new Failure(
              "Jupyter could not be downloaded, as the package index was not reached: connect to"
                  + " the network (or set HTTPS_PROXY) and run again; only the first run needs it."));
    }
    return Optional.empty();
  }
}
