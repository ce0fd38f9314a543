package dyingrelu.figure;

import dyingrelu.machine.AtomicFile;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
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
    if (alt.isBlank()) {
      throw new IllegalArgumentException(
          "The animation has no text in place of the picture; say in a sentence what it shows.");
    }
    if (frames.isEmpty() || delay < 20) {
      throw new IllegalArgumentException(
          "An animation needs at least one frame and 20 ms for each, but has "
              + frames.size()
              + " frames and "
              + delay
              + " ms.");
    }
    for (Figure frame : frames) {
      if (frame.width() != frames.get(0).width() || frame.height() != frames.get(0).height()) {
        throw new IllegalArgumentException(
            "The frames of an animation have one size, but '%s' is %d x %d and '%s' is %d x %d."
                .formatted(
                    frames.get(0).title(),
                    frames.get(0).width(),
                    frames.get(0).height(),
                    frame.title(),
                    frame.width(),
                    frame.height()));
      }
    }
  }

  /** The bytes of the GIF file. Of each frame it holds the part that changed, to stay small. */
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
    int left = after.getWidth();
    int right = -1;
    int top = after.getHeight();
    int bottom = -1;
    for (int y = 0; y < after.getHeight(); y++) {
      for (int x = 0; x < after.getWidth(); x++) {
        if (before.getRGB(x, y) != after.getRGB(x, y)) {
          left = Math.min(left, x);
          right = Math.max(right, x);
          top = Math.min(top, y);
          bottom = y;
        }
      }
    }
    return right < 0
        ? new Rectangle(0, 0, 1, 1)
        : new Rectangle(left, top, right - left + 1, bottom - top + 1);
  }

  /** Where a frame's part lies, how long it stays and that all begins anew after the last. */
  private void describe(IIOMetadata metadata, Rectangle part) throws IIOInvalidTreeException {
    String format = metadata.getNativeMetadataFormatName();
    var root = (IIOMetadataNode) metadata.getAsTree(format);
    IIOMetadataNode position = child(root, "ImageDescriptor");
    position.setAttribute("imageLeftPosition", Integer.toString(part.x));
    position.setAttribute("imageTopPosition", Integer.toString(part.y));
    IIOMetadataNode timing = child(root, "GraphicControlExtension");
    timing.setAttribute("disposalMethod", "doNotDispose");
    timing.setAttribute("delayTime", Integer.toString(delay / 10));
    var loop = new IIOMetadataNode("ApplicationExtension");
    loop.setAttribute("applicationID", "NETSCAPE");
    loop.setAttribute("authenticationCode", "2.0");
    loop.setUserObject(new byte[] {1, 0, 0}); // repeat, 0 = for ever
    child(root, "ApplicationExtensions").appendChild(loop);
    metadata.setFromTree(format, root);
  }

  private static IIOMetadataNode child(IIOMetadataNode parent, String name) {
    var found = parent.getElementsByTagName(name);
    if (found.getLength() > 0) {
      return (IIOMetadataNode) found.item(0);
    }
    var node = new IIOMetadataNode(name);
    parent.appendChild(node);
    return node;
  }

  /** The GIF as an element of a page that loads nothing from anywhere. */
  public String html() {
    return "<img alt=\"%s\" width=\"%d\" height=\"%d\" style=\"max-width:100%%;height:auto\" src=\"data:image/gif;base64,%s\">"
        .formatted(
            alt.replace("&", "&amp;").replace("\"", "&quot;").replace("<", "&lt;"),
            frames.get(0).width(),
            frames.get(0).height(),
            Base64.getEncoder().encodeToString(gif()));
  }

  /**
   * Writes the animation to a file.
   *
   * @param file its name should end in {@code .gif}
   * @throws UncheckedIOException if the file cannot be written
   */
  public void save(Path file) {
    byte[] content = gif();
    try {
      AtomicFile.write(file, out -> out.write(content));
    } catch (IOException e) {
      throw new UncheckedIOException("The animation could not be written to " + file, e);
    }
  }

  /** What it shows, so that the text beside the animation in a notebook is readable. */
  @Override
  public String toString() {
    return alt;
  }
}
