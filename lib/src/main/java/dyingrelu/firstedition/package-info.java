/**
 * What only the notebooks of the first edition still use: marked for removal.
 *
 * <p>Nothing outside those notebooks may depend on this package. Each class goes when the last
 * notebook that names it gets its second edition; use {@code dyingrelu.figure.Plot} in new ones.
 */
package dyingrelu.firstedition;
