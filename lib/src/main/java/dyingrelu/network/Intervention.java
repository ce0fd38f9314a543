package dyingrelu.network;

import java.io.Serializable;
import java.util.BitSet;

/**
 * Something that is done to a network between two steps of its training, beside what the optimiser
 * does: for instance dead units are given new weights.
 *
 * <p>An intervention is a value and remembers nothing, so one serves many trainings, and an epoch
 * that failed can be run again. Whatever it needs to know follows from the step, the network, and
 * {@link Training#random}; what it did is kept by {@link Training#record}.
 */
@FunctionalInterface
public interface Intervention extends Serializable {
  /**
   * Called before each step, on the thread that trains; nobody else then touches the network.
   *
   * @param training whose {@link Training#network} it may change
   * @param step of the step to come, from 0, over all epochs
   * @throws InterruptedException if the thread is interrupted; the epoch is then undone
   */
  void beforeStep(Training training, long step) throws InterruptedException;

  /**
   * That an intervention changed some units.
   *
   * @param cause which intervention
   * @param step before which step, from 0, over all epochs
   * @param layer which hidden layer, from 1
   * @param units which of its units, from 0
   */
  record Event(Intervention cause, long step, int layer, BitSet units) {}
}
