"""Training loops and helpers.

- `many`: many small networks at once, in NumPy.
- `torch_loop.fit`: one readable loop for PyTorch. Its parts, one file each: `torch_device`,
  `torch_precision`, `torch_seeding`, `torch_loader`, `torch_learner`, `torch_validation`,
  `torch_average`, `torch_stopper`, `torch_position`, `torch_history`, `torch_log`, `torch_state`,
  `torch_saver`.
- `keras_callbacks`: the same for `keras.Model.fit`, as callbacks (`keras_batches`, `keras_resume`,
  `keras_stopping`).

Import what you need from these files: this package itself loads no framework.
"""
