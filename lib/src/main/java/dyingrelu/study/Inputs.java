package dyingrelu.study;

import dyingrelu.data.Mnist;
import java.io.Serializable;

/** Which data a network is shown: MNIST's digits, or a variant of them. */
public sealed interface Inputs extends Serializable {
  /** The data of this variant, training and test images alike. */
  Mnist of(Mnist mnist);

  /** In a table, and in a figure's legend. */
  @Override
  String toString();

  /** The images as they are, pixels from 0 to 1: what the published study trains on. */
  record Raw() implements Inputs {
    @Override
    public Mnist of(Mnist mnist) {
      return mnist;
    }

    @Override
    public String toString() {
      return "raw";
    }
  }

  /** The mean training image subtracted from every image. */
  record Centred() implements Inputs {
    @Override
    public Mnist of(Mnist mnist) {
      return mnist.centred();
    }

    @Override
    public String toString() {
      return "centred";
    }
  }

  /**
   * The first training images only, and all test images: for a quick look.
   *
   * @param images how many, at least 1
   */
  record First(int images) implements Inputs {
    /** Checks the number. */
    public First {
      if (images < 1) {
        throw new IllegalArgumentException(
            "A network cannot be trained on %d images: give at least 1.".formatted(images));
      }
    }

    @Override
    public Mnist of(Mnist mnist) {
      return new Mnist(mnist.train().first(images), mnist.test(), mnist.source() + ", " + this);
    }

    @Override
    public String toString() {
      return "first " + images;
    }
  }
}
