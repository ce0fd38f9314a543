package dyingrelu.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MnistSourcesTest {
  private static final Path ROOT = Path.of("somewhere", "checkout").toAbsolutePath();

  @Test
  void documentedOrder() {
    MnistSources sources = standard(Map.of());

    assertThat(sources.places())
        .containsExactly(
            new MnistSources.Place("data/mnist", ROOT.resolve("data/mnist")),
            new MnistSources.Place(
                "a classroom copy beside the checkout",
                ROOT.resolveSibling("shared").resolve("mnist")));
    assertThat(sources.downloads()).hasSize(3).endsWith(NpmPackage.standard());
    assertThat(sources.generatedAllowed()).isFalse();
    assertThat(sources.files()).isEqualTo(MnistSources.PUBLISHED);
  }

  @Test
  void mnistDirIsTheOnlyPlace() {
    MnistSources relative = standard(Map.of("MNIST_DIR", "my", "MNIST_FALLBACK", "generated"));
    Path absolute = Path.of("elsewhere").toAbsolutePath();

    assertThat(relative.places())
        .containsExactly(
            new MnistSources.Place("the folder that MNIST_DIR names", ROOT.resolve("my")));
    assertThat(relative.downloads()).isEmpty();
    assertThat(relative.generatedAllowed()).isFalse();
    assertThat(standard(Map.of("MNIST_DIR", absolute.toString())).places().get(0).folder())
        .isEqualTo(absolute);
  }

  @Test
  void fallbackNeedsTheExactWord() {
    assertThat(standard(Map.of("MNIST_FALLBACK", "generated")).generatedAllowed()).isTrue();
    assertThatThrownBy(() -> standard(Map.of("MNIST_FALLBACK", "yes")))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "MNIST_FALLBACK is \"yes\", but the only value it can have is \"generated\": "
                + "correct or remove it.");
  }

  @Test
  void theCacheIsInTheHome() {
    Path home = Path.of(System.getProperty("user.home"));
    assertThat(standard(Map.of()).cache()).isEqualTo(home.resolve(".cache/dying-relu/mnist"));
    assertThat(standard(Map.of("XDG_CACHE_HOME", "xdg")).cache())
        .isEqualTo(Path.of("xdg/dying-relu/mnist"));
  }

  @Test
  void foundNeedsAllFourFiles(@TempDir Path folder) throws IOException {
    TinyMnist tiny = new TinyMnist(1);
    Path half = tiny.writeTo(folder.resolve("half"));
    Files.delete(half.resolve("t10k-labels-idx1-ubyte.gz"));
    MnistSources.Place place = new MnistSources.Place("half", half);
    Path cache = folder.resolve("cache");
    MnistSources sources =
        new MnistSources(List.of(place), cache, List.of(), line -> {}, false, tiny.files());

    assertThat(sources.found()).isEmpty();
    tiny.writeTo(cache);
    assertThat(sources.found().orElseThrow().words()).isEqualTo("the download cache");
    tiny.writeTo(half);
    assertThat(sources.found()).contains(place);
  }

  private static MnistSources standard(Map<String, String> settings) {
    return MnistSources.standard(ROOT, settings::get);
  }
}
