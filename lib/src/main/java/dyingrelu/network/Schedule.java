package dyingrelu.network;

import java.io.Serializable;

/** How the learning rate changes while a network trains: a factor of the optimiser's rate. */
public sealed interface Schedule extends Serializable {
  /**
   * The factor of a step.
   *
   * @param step from 0, over all epochs
   * @param stepsPerEpoch at least 1
   * @return at least 0
   */
  double factor(long step, int stepsPerEpoch);

  /** The same rate throughout. */
  record Constant() implements Schedule {
    @Override
    public double factor(long step, int stepsPerEpoch) {
      return 1;
    }
  }

  /**
   * The rate is multiplied by a factor every so many epochs, as in He et al. 2016, section 3.4.
   *
   * @param drop the factor, in (0, 1)
   * @param epochs after how many epochs, each time; at least 1
   */
  record StepDecay(double drop, int epochs) implements Schedule {
    /** Checks both. */
    public StepDecay {
      if (!(drop > 0 && drop < 1) || epochs < 1) {
        throw new IllegalArgumentException(
            ("A step decay by %s every %d epochs does not lower the rate: "
                    + "give a factor between 0 and 1 and at least 1 epoch, say 0.5 every 4.")
                .formatted(drop, epochs));
      }
    }

    @Override
    public double factor(long step, int stepsPerEpoch) {
      return Math.pow(drop, step / stepsPerEpoch / epochs);
    }
  }

  /**
   * Half a cosine from 1 down to 0, Loshchilov and Hutter 2017, eq. 5 with a least rate of 0 and no
   * restart: it stays at 0 afterwards.
   *
   * @param epochs how long it takes, at least 1; best the epochs of the whole training
   */
  record Cosine(int epochs) implements Schedule {
    /** Checks the length. */
    public Cosine {
      checkEpochs("cosine", epochs);
    }

    @Override
    public double factor(long step, int stepsPerEpoch) {
      double way = Math.min(1, (double) step / ((long) epochs * stepsPerEpoch));
      return (1 + Math.cos(Math.PI * way)) / 2;
    }
  }

  /**
   * The rate grows linearly, by the same amount each step, and then stays: the gradual warm-up of
   * Goyal et al. 2017, section 2.2, from almost 0.
   *
   * @param epochs how long it grows, at least 1
   */
  record WarmUp(int epochs) implements Schedule {
    /** Checks the length. */
    public WarmUp {
      checkEpochs("warm-up", epochs);
    }

    @Override
    public double factor(long step, int stepsPerEpoch) {
      return Math.min(1, (step + 1.0) / ((long) epochs * stepsPerEpoch));
    }
  }

  private static void checkEpochs(String schedule, int epochs) {
    if (epochs < 1) {
      throw new IllegalArgumentException(
          "The %s was to take %d epochs: give at least 1.".formatted(schedule, epochs));
    }
  }
}
