/**
 * Cures: what is done about units that die.
 *
 * <p>{@link dyingrelu.cure.Cure#all} lists those that the workbook compares; each changes one thing
 * about a plain ReLU network or its training. Three of them act while a network trains: {@link
 * dyingrelu.cure.BiasWarming}, {@link dyingrelu.cure.ThermalKick} and {@link dyingrelu.cure.ReDo}
 * are {@link dyingrelu.network.Intervention}s.
 *
 * <p>On the way to a verdict a cure turns a plain experiment into another; see {@link
 * dyingrelu.study.Studies}.
 */
package dyingrelu.cure;
