package dyingrelu.figure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.metadata.IIOMetadataNode;
import org.junit.jupiter.api.Test;

class AnimationTest {
  /** A white picture with a square at a place of its own. */
  private static Figure frame(int place) {
    return new Figure(
        "square at " + place,
        200,
        150,
        g -> {
          g.setColor(Color.WHITE);
          g.fillRect(0, 0, 200, 150);
          g.setColor(Palette.VERMILLION);
          g.fillRect(10 * place, 20, 10, 10);
        });
  }

  private static Animation squares(int frames) {
    return new Animation(
        "a square walks", IntStream.range(0, frames).mapToObj(AnimationTest::frame).toList(), 250);
  }

  private static ImageReader reader(Animation animation) throws IOException {
    ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
    reader.setInput(ImageIO.createImageInputStream(new ByteArrayInputStream(animation.gif())));
    return reader;
  }

  private static IIOMetadataNode node(ImageReader reader, int frame, String name)
      throws IOException {
    var root =
        (IIOMetadataNode) reader.getImageMetadata(frame).getAsTree("javax_imageio_gif_image_1.0");
    return (IIOMetadataNode) root.getElementsByTagName(name).item(0);
  }

  @Test
  void playedFrameByFrameTheGifShowsTheFigures() throws IOException {
    Animation animation = squares(5);
    ImageReader reader = reader(animation);
    assertThat(reader.getNumImages(true)).isEqualTo(5);

    var screen = new BufferedImage(200, 150, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = screen.createGraphics();
    for (int i = 0; i < 5; i++) {
      IIOMetadataNode position = node(reader, i, "ImageDescriptor");
      g.drawImage(
          reader.read(i),
          Integer.parseInt(position.getAttribute("imageLeftPosition")),
          Integer.parseInt(position.getAttribute("imageTopPosition")),
          null);
      int[] shown = screen.getRGB(0, 0, 200, 150, null, 0, 200);
      int[] wanted = animation.frames().get(i).image(1).getRGB(0, 0, 200, 150, null, 0, 200);
      assertThat(shown).as("frame %d", i).isEqualTo(wanted);
    }
    g.dispose();
  }

  @Test
  void framesStayForTheDelayAndBeginAnew() throws IOException {
    Animation animation = squares(3);
    ImageReader reader = reader(animation);
    assertThat(node(reader, 1, "GraphicControlExtension").getAttribute("delayTime"))
        .isEqualTo("25");
    assertThat(new String(animation.gif(), StandardCharsets.ISO_8859_1)).contains("NETSCAPE2.0");
  }

  @Test
  void onlyWhatChangedIsStored() throws IOException {
    ImageReader reader = reader(squares(3));
    assertThat(reader.getWidth(0)).isEqualTo(200);
    assertThat(reader.getWidth(1)).isEqualTo(20);
    assertThat(reader.getHeight(1)).isEqualTo(10);

    ImageReader still = reader(new Animation("stands", List.of(frame(1), frame(1)), 100));
    assertThat(still.getWidth(1)).isEqualTo(1);
  }

  @Test
  void asHtmlItLoadsNothingAndSaysWhatItShows() {
    String html = new Animation("\"<a> & b\"", List.of(frame(0)), 100).html();
    assertThat(html)
        .startsWith("<img alt=\"&quot;&lt;a&gt; &amp; b&quot;\" width=\"200\" height=\"150\"")
        .contains("src=\"data:image/gif;base64,R0lGODlh");
    assertThat(squares(2)).hasToString("a square walks");
  }

  @Test
  void whatCannotBeShownIsRefused() {
    List<Figure> one = List.of(frame(0));
    assertThatThrownBy(() -> new Animation(" ", one, 100))
        .hasMessageContaining("a sentence that says what it shows");
    assertThatThrownBy(() -> new Animation("none", List.of(), 100))
        .hasMessageContaining("has 0 frames");
    assertThatThrownBy(() -> new Animation("quick", one, 10)).hasMessageContaining("10 ms");
    assertThatThrownBy(
            () -> new Animation("sizes", List.of(frame(0), frame(0).note("higher")), 100))
        .hasMessageContaining("200 x 150 and 200 x 176");
  }
}
