/** Counts the units of a network that are silent, dead, dormant or saturated on a set of inputs. */
package dyingrelu.census;
