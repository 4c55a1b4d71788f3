"""What explanations need of a Keras model: outputs, input gradients, a layer's activations."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

try:
    import tensorflow as tf
except ImportError as error:
    raise ImportError(
        "deeptuning.adapters.keras_explain needs Keras and TensorFlow, which are not installed. "
        "Run: pip install tensorflow"
    ) from error

if tf.keras.config.backend() != "tensorflow":
    raise ImportError(
        "deeptuning.adapters.keras_explain needs Keras with the backend 'tensorflow'. Received: "
        f"{tf.keras.config.backend()!r}. Set KERAS_BACKEND=tensorflow before importing Keras."
    )


def predictor(model: Any, target: int | None = None) -> Callable[[Any], np.ndarray]:
    """Make a Keras model a plain function of NumPy arrays, as at inference.

    Args:
        model: a Keras model, a batch (N, ...) → outputs (N,) or (N, k).
        target: the output to return, from 0 to k − 1; by default all.

    Returns:
        A function: inputs (N, ...) → NumPy array (N,) or (N, k).

    Raises:
        ValueError: when called, no such output.

    Example:
        >>> model = tf.keras.Sequential([tf.keras.Input((2,)), tf.keras.layers.Dense(2)])
        >>> model.set_weights([np.ones((2, 2)), np.zeros(2)])
        >>> predictor(model, target=1)(np.array([[1.0, 2.0]])).tolist()
        [3.0]
    """

    def predict(x: Any) -> np.ndarray:
        output = model(like_model(model, x), training=False)
        return (output if target is None else pick(output, target)).numpy()

    return predict


def input_gradient(model: Any, target: Any = None) -> Callable[[Any], Any]:
    r"""Make the gradient of one output with respect to the input, for gradient methods.

    $$g_i = \frac{\partial f_c(x_i)}{\partial x_i}, \quad i = 1, \dots, N$$

    The model runs as at inference, so that every example has a gradient of its own.

    Args:
        model: a Keras model, a batch (N, ...) → outputs (N,) or (N, k).
        target: $c$, the output to explain, or one per example, shape (N,); by default the only one.

    Returns:
        A function: inputs (N, ...) → gradients of the same shape, a NumPy array for an array, a
        tensor for a tensor.

    Raises:
        ValueError: when called, no such output, or several and no target.

    Example:
        >>> model = tf.keras.Sequential([tf.keras.Input((2,)), tf.keras.layers.Dense(1)])
        >>> model.set_weights([np.array([[2.0], [-3.0]]), np.zeros(1)])
        >>> input_gradient(model)(np.array([[1.0, 1.0]])).tolist()
        [[2.0, -3.0]]

    Source: Simonyan, Vedaldi & Zisserman, Deep Inside Convolutional Networks, 2014, section 3.
    """

    def gradient(x: Any) -> Any:
        inputs = like_model(model, x)
        with tf.GradientTape() as tape:
            tape.watch(inputs)
            explained = pick(model(inputs, training=False), target)
        g = tape.gradient(explained, inputs, unconnected_gradients="zero")
        return g if tf.is_tensor(x) else g.numpy()

    return gradient


def layer_gradients(
    model: Any, layer: Any, target: Any = None
) -> Callable[[Any], tuple[np.ndarray, np.ndarray]]:
    """Make a layer's activations, and the gradient of one output with respect to them.

    Args:
        model: a Sequential or functional Keras model, a batch (N, ...) → outputs (N,) or (N, k).
        layer: one of its layers, or its name; for `grad_cam` the last convolution.
        target: the output to explain, or one per example, shape (N,); by default the only one.

    Returns:
        A function: inputs (N, ...) → (activations, gradients), NumPy arrays of the same shape,
        channels last.

    Raises:
        ValueError: no such layer; when called, no such output, or several and no target.

    Example:
        >>> layers = tf.keras.layers
        >>> first = layers.Conv2D(3, kernel_size=2, name="conv")
        >>> stack = [tf.keras.Input((3, 3, 1)), first, layers.Flatten(), layers.Dense(2)]
        >>> model = tf.keras.Sequential(stack)
        >>> A, g = layer_gradients(model, "conv", target=0)(np.ones((5, 3, 3, 1)))
        >>> A.shape, g.shape
        ((5, 2, 2, 3), (5, 2, 2, 3))

    Source: Selvaraju et al., Grad-CAM, 2017, equation 1.
    """
    found = [one for one in model.layers if layer in (one, one.name)]
    if not found:
        raise ValueError(
            "Argument `layer` must be a layer of the model or its name. Received: "
            f"layer={layer!r}. Known: {', '.join(one.name for one in model.layers)}."
        )
    both = tf.keras.Model(model.inputs, [found[0].output, model.outputs[0]])

    def activations_and_gradients(x: Any) -> tuple[np.ndarray, np.ndarray]:
        inputs = like_model(model, x)
        with tf.GradientTape() as tape:
            tape.watch(inputs)  # a frozen layer's activations are on the tape too
            activations, output = both(inputs, training=False)
            explained = pick(output, target)
        g = tape.gradient(explained, activations, unconnected_gradients="zero")
        return activations.numpy(), g.numpy()

    return activations_and_gradients


def like_model(model: Any, x: Any) -> Any:
    """Return `x` as a tensor of the type the model computes in."""
    return tf.cast(tf.convert_to_tensor(x), model.compute_dtype)


def pick(output: Any, target: Any) -> Any:
    """Return the explained output of every example, shape (N,)."""
    shape = tuple(output.shape)
    if len(shape) == 2 and shape[1] == 1 and target is None:
        return output[:, 0]
    if len(shape) == 1 and target is None:
        return output
    if len(shape) != 2 or target is None:
        raise ValueError(
            "The model must have outputs (N, k) and a `target`, or outputs (N,) and none. "
            f"Received: outputs {shape} and target={target!r}. Name the class."
        )
    index = np.broadcast_to(np.asarray(target), shape[:1])
    if index.dtype.kind not in "iu" or index.min() < 0 or index.max() >= shape[1]:
        raise ValueError(
            f"Argument `target` must be whole, from 0 to {shape[1] - 1}. Received: "
            f"target={target!r}. Name one of the model's outputs."
        )
    return tf.gather(output, tf.constant(index), axis=1, batch_dims=1)
