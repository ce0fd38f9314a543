// Activations and their slopes, as the library has them; tested against it.
// Normal distribution function: Marsaglia's series, and Laplace's continued fraction far left.
function below(z) {
  var t = Math.abs(z), density = Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI), tail, i;
  if (t > 5) {
    for (tail = t, i = 60; i > 0; i--) tail = t + i / tail;
    tail = density / tail;
    return z > 0 ? 1 - tail : tail;
  }
  var term = z, sum = z;
  for (i = 3; Math.abs(term) > 1e-18 && i < 200; i += 2) sum += term *= z * z / i;
  return 0.5 + density * sum;
}
var ACTIVATIONS = {
  relu: {
    value: function (z) { return z > 0 ? z : 0; },
    slope: function (z) { return z > 0 ? 1 : 0; }
  },
  leaky_relu: {
    value: function (z) { return z > 0 ? z : 0.01 * z; },
    slope: function (z) { return z > 0 ? 1 : 0.01; }
  },
  elu: {
    value: function (z) { return z > 0 ? z : Math.exp(z) - 1; },
    slope: function (z) { return z > 0 ? 1 : Math.exp(z); }
  },
  gelu: {
    value: function (z) { return z * below(z); },
    slope: function (z) {
      return below(z) + z * Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
    }
  },
  tanh: {
    value: function (z) { return Math.tanh(z); },
    slope: function (z) { var h = Math.tanh(z); return 1 - h * h; }
  }
};
