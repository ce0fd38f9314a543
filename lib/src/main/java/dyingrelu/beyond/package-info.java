/**
 * Systems beyond dense classifiers, each as one small experiment.
 */
package dyingrelu.beyond;
