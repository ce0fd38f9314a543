package dyingrelu.data;

import dyingrelu.machine.Checkout;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Where {@link Mnist#load(MnistSources)} looks, in this order.
 *
 * @param explicit the folder that {@code MNIST_DIR} names; when present, nothing else is looked at
 * @param folders places that may hold the files
 * @param cache the folder that downloads go to
 * @param download how to download what the cache lacks
 * @param generatedAllowed whether drawn digits may stand in when nothing else works
 * @param files what to look for: training images and labels, test images and labels
 */
public record MnistSources(
    Optional<Path> explicit,
    List<Place> folders,
    Path cache,
    Download download,
    boolean generatedAllowed,
    List<MnistFile> files) {

  /** The four published files with the SHA-256 of their decompressed bytes. */
  public static final List<MnistFile> PUBLISHED =
      List.of(
          new MnistFile(
              "train-images-idx3-ubyte",
              60_000,
              "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"),
          new MnistFile(
              "train-labels-idx1-ubyte",
              60_000,
              "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5"),
          new MnistFile(
              "t10k-images-idx3-ubyte",
              10_000,
              "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7"),
          new MnistFile(
              "t10k-labels-idx1-ubyte",
              10_000,
              "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"));

  /**
   * A folder with the words that messages and figures use for it.
   *
   * @param words such as {@code "data/mnist"}; never an absolute path
   * @param folder where it is
   */
  public record Place(String words, Path folder) {}

  /** Checks that four files are described. */
  public MnistSources {
    folders = List.copyOf(folders);
    files = List.copyOf(files);
    if (files.size() != 4) {
      throw new IllegalArgumentException(
          "MNIST has four files (training images and labels, test images and labels), not %d."
              .formatted(files.size()));
    }
  }

  /**
   * The places documented in {@code data/README.md}: {@code MNIST_DIR} (a system property or
   * environment variable; a relative path counts from the checkout's top), {@code data/mnist}, a
   * classroom copy beside the checkout, the cache in the user's home, known mirrors, and drawn
   * digits if {@code MNIST_FALLBACK} is {@code generated}.
   *
   * @throws DataException outside a checkout, or if {@code MNIST_FALLBACK} has another value
   */
  public static MnistSources standard() {
    return standard(Checkout.root(), MnistSources::setting);
  }

  /** The same with another checkout and other settings. */
  static MnistSources standard(Path root, UnaryOperator<String> settings) {
    return new MnistSources(
        Optional.ofNullable(settings.apply("MNIST_DIR")).map(root::resolve),
        List.of(
            new Place("data/mnist", root.resolve("data").resolve("mnist")),
            new Place(
                "a classroom copy beside the checkout",
                root.resolve("..").resolve("shared").resolve("mnist").normalize())),
        cache(
            System.getProperty("os.name"),
            Path.of(System.getProperty("user.home")),
            System.getenv()),
        Download.standard(),
        generatedAllowed(settings.apply("MNIST_FALLBACK")),
        PUBLISHED);
  }

  /** Where each platform keeps what programs can fetch again. */
  static Path cache(String os, Path home, Map<String, String> environment) {
    String system = os.toLowerCase(Locale.ROOT);
    Path caches;
    if (system.startsWith("windows")) {
      caches = folder(environment.get("LOCALAPPDATA"), home.resolve("AppData").resolve("Local"));
    } else if (system.startsWith("mac")) {
      caches = home.resolve("Library").resolve("Caches");
    } else {
      caches = folder(environment.get("XDG_CACHE_HOME"), home.resolve(".cache"));
    }
    return caches.resolve("dying-relu").resolve("mnist");
  }

  private static Path folder(String named, Path otherwise) {
    return named == null || named.isBlank() ? otherwise : Path.of(named);
  }

  private static boolean generatedAllowed(String fallback) {
    if (fallback != null && !fallback.equals("generated")) {
      throw new DataException(
          "MNIST_FALLBACK is \"%s\", but the only value it can have is \"generated\": correct or remove it."
              .formatted(fallback));
    }
    return fallback != null;
  }

  /** A system property or else an environment variable; null if neither is set or it is blank. */
  private static String setting(String name) {
    String property = System.getProperty(name);
    String value = property == null || property.isBlank() ? System.getenv(name) : property;
    return value == null || value.isBlank() ? null : value.strip();
  }
}
