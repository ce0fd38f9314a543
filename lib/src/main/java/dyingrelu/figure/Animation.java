package dyingrelu.figure;

import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOInvalidTreeException;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;

/**
 * Figures shown one after the other, for ever: an animated GIF (GIF89a with the looping extension
 * that Netscape introduced).
 *
 * @param alt what the animation shows, for those who cannot see it
 * @param frames pictures of one size, at least one
 * @param delay how long each is shown, in milliseconds, at least 20; GIF counts in hundredths of a
 *     second
 */
public record Animation(String alt, List<Figure> frames, int delay) {

  /** Checks the frames. */
  public Animation {
    frames = List.copyOf(frames);
    Checks.that(!alt.isBlank(), "An animation needs a sentence that says what it shows.");
    String few = "An animation needs a frame and 20 ms for each, but has %d frames and %d ms.";
    Checks.that(!frames.isEmpty() && delay >= 20, few, frames.size(), delay);
    List<String> sizes =
        frames.stream().map(f -> f.width() + " x " + f.height()).distinct().toList();
    String many = "The frames of an animation have one size, but these have %s.";
    Checks.that(sizes.size() == 1, many, String.join(" and ", sizes));
  }

  /**
   * The bytes of the GIF file. Of each frame it holds the part that changed: XChart's encoder,
   * which stores whole frames, makes three times as many.
   */
  public byte[] gif() {
    var bytes = new ByteArrayOutputStream();
    ImageWriter writer = ImageIO.getImageWritersByFormatName("gif").next();
    try (var out = ImageIO.createImageOutputStream(bytes)) {
      writer.setOutput(out);
      writer.prepareWriteSequence(null);
      BufferedImage before = null;
      for (Figure frame : frames) {
        BufferedImage image = frame.image(1);
        Rectangle part = before == null ? image.getRaster().getBounds() : changed(before, image);
        BufferedImage piece = image.getSubimage(part.x, part.y, part.width, part.height);
        IIOMetadata metadata = writer.getDefaultImageMetadata(new ImageTypeSpecifier(piece), null);
        describe(metadata, part);
        writer.writeToSequence(new IIOImage(piece, null, metadata), null);
        before = image;
      }
      writer.endWriteSequence();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  /** The least rectangle that holds every pixel that differs; one pixel if none does. */
  private static Rectangle changed(BufferedImage before, BufferedImage after) {
    var changed = new Rectangle(-1, -1);
    for (int y = 0; y < after.getHeight(); y++) {
      for (int x = 0; x < after.getWidth(); x++) {
        if (before.getRGB(x, y) != after.getRGB(x, y)) {
          changed.add(new Rectangle(x, y, 1, 1));
        }
      }
    }
    return changed.isEmpty() ? new Rectangle(1, 1) : changed;
  }

  /** Where a frame's part lies, how long it stays and that all begins anew after the last. */
  private void describe(IIOMetadata metadata, Rectangle part) throws IIOInvalidTreeException {
    String format = metadata.getNativeMetadataFormatName();
    var root = (IIOMetadataNode) metadata.getAsTree(format);
    set(root, "ImageDescriptor", "imageLeftPosition", part.x);
    set(root, "ImageDescriptor", "imageTopPosition", part.y);
    set(root, "GraphicControlExtension", "delayTime", delay / 10);
    var loop = new IIOMetadataNode("ApplicationExtension");
    loop.setAttribute("applicationID", "NETSCAPE");
    loop.setAttribute("authenticationCode", "2.0");
    loop.setUserObject(new byte[] {1, 0, 0}); // repeat, 0 = for ever
    root.appendChild(new IIOMetadataNode("ApplicationExtensions")).appendChild(loop);
    metadata.setFromTree(format, root);
  }

  private static void set(IIOMetadataNode root, String node, String attribute, int value) {
    ((IIOMetadataNode) root.getElementsByTagName(node).item(0))
        .setAttribute(attribute, Integer.toString(value));
  }

  /** The GIF as an element of a page that loads nothing from anywhere. */
  public String html() {
    return "<img alt=\"%s\" width=\"%d\" height=\"%d\" style=\"max-width:100%%;height:auto\" src=\"data:image/gif;base64,%s\">"
        .formatted(
            Figure.escaped(alt),
            frames.get(0).width(),
            frames.get(0).height(),
            Base64.getEncoder().encodeToString(gif()));
  }

  /** What it shows, so that the text beside the animation in a notebook is readable. */
  @Override
  public String toString() {
    return alt;
  }
}
