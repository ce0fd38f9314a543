package dyingrelu.cure;

import dyingrelu.census.LayerCensus;
import dyingrelu.network.Intervention;
import dyingrelu.network.Network;
import dyingrelu.network.Training;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * ReDo, "recycling dormant neurons", Sokar et al. 2023, algorithm 1: every so many epochs, units
 * that are τ-dormant on a probe get incoming weights and a bias as at the start, their outgoing
 * weights become 0, and the optimiser forgets what it remembers of all these. Since their outputs
 * count for nothing at first, what the network says of an input changes only by what the dormant
 * units said.
 *
 * <p>Each unit that was recycled is in an event of {@link Training#events}.
 *
 * @param tau the threshold τ of dormancy, at least 0; 0 means silent, for ReLU
 * @param every how many epochs; the first time after that many
 * @param probe how many of the first training inputs dormancy is measured on, at least 1
 */
public record ReDo(double tau, int every, int probe) implements Intervention {
  /** Checks the numbers. */
  public ReDo {
    if (!(tau >= 0 && tau < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "ReDo's threshold τ was " + tau + "; give a number from 0, say 0.025.");
    }
    Probe.check("ReDo", every, probe);
  }

  /**
   * Recycles, if it is time.
   *
   * @throws IllegalArgumentException if the network has residual connections: there the outgoing
   *     weights of a unit also carry what the shortcut brings
   */
  @Override
  public void beforeStep(Training training, long step) throws InterruptedException {
    Network network = training.network();
    if (network.architecture().residual()) {
      throw new IllegalArgumentException(
          "ReDo would cut the shortcuts of a residual network: give it a network without them.");
    }
    if (!Probe.due(training, step, every)) {
      return;
    }
    List<Event> found = new ArrayList<>();
    for (LayerCensus census : Probe.census(training, probe)) {
      BitSet dormant = census.dormant(tau);
      if (!dormant.isEmpty()) {
        found.add(new Event(this, step, census.layer(), dormant));
      }
    }
    if (!found.isEmpty()) {
      Network fresh = Network.create(network.architecture(), training.random(step).nextLong());
      // All incoming weights first: those of one layer are outgoing weights of another.
      for (Event event : found) {
        event.units().stream().forEach(unit -> renew(network, fresh, event.layer(), unit));
      }
      for (Event event : found) {
        event.units().stream()
            .forEach(
                unit -> {
                  network.weights(event.layer() + 1).getRow(unit).assign(0);
                  training.forget(event.layer(), unit);
                });
        training.record(event);
      }
    }
  }

  private static void renew(Network network, Network fresh, int layer, int unit) {
    network.weights(layer).putColumn(unit, fresh.weights(layer).getColumn(unit));
    network.biases(layer).putScalar(unit, fresh.biases(layer).getFloat(unit));
  }
}
