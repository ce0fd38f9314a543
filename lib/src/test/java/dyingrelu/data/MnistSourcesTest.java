package dyingrelu.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MnistSourcesTest {
  private static final Path ROOT = Path.of("somewhere", "checkout").toAbsolutePath();
  private static final Path HOME = Path.of("home");

  @Test
  void documentedOrder() {
    MnistSources sources = standard(Map.of());

    assertThat(sources.explicit()).isEmpty();
    assertThat(sources.folders())
        .containsExactly(
            new MnistSources.Place("data/mnist", ROOT.resolve("data/mnist")),
            new MnistSources.Place(
                "a classroom copy beside the checkout",
                ROOT.resolveSibling("shared").resolve("mnist")));
    assertThat(sources.download().mirrors()).hasSizeGreaterThan(1);
    assertThat(sources.generatedAllowed()).isFalse();
    assertThat(sources.files()).isEqualTo(MnistSources.PUBLISHED);
  }

  @Test
  void relativeMnistDirCountsFromTheCheckout() {
    assertThat(standard(Map.of("MNIST_DIR", "my mnist")).explicit())
        .contains(ROOT.resolve("my mnist"));
    Path absolute = Path.of("elsewhere").toAbsolutePath();
    assertThat(standard(Map.of("MNIST_DIR", absolute.toString())).explicit()).contains(absolute);
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
  void cacheFollowsThePlatform() {
    assertThat(cache("Linux", Map.of())).isEqualTo(Path.of("home/.cache/dying-relu/mnist"));
    assertThat(cache("Linux", Map.of("XDG_CACHE_HOME", "xdg")))
        .isEqualTo(Path.of("xdg/dying-relu/mnist"));
    assertThat(cache("Mac OS X", Map.of("XDG_CACHE_HOME", "xdg")))
        .isEqualTo(Path.of("home/Library/Caches/dying-relu/mnist"));
    assertThat(cache("Windows 11", Map.of("LOCALAPPDATA", "local")))
        .isEqualTo(Path.of("local/dying-relu/mnist"));
    assertThat(cache("Windows 11", Map.of()))
        .isEqualTo(Path.of("home/AppData/Local/dying-relu/mnist"));
  }

  private static MnistSources standard(Map<String, String> settings) {
    return MnistSources.standard(ROOT, settings::get);
  }

  private static Path cache(String os, Map<String, String> environment) {
    return MnistSources.cache(os, HOME, environment);
  }
}
